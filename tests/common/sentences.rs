//! Every sentence that a reader can meet, with where it comes from.

use std::sync::LazyLock;

use futures_util::FutureExt;
use waxseal::dns::Zone;
use waxseal::dns::resolver::{RESOLVERS, address};
use waxseal::dns::typed::Typed;
use waxseal::paste::Hints;
use waxseal::report::domain::check_zone;
use waxseal::report::explain_records;
use waxseal::report::spf::{Allowed, TreeView, try_sender};
use waxseal::rules;
use waxseal::setup;
use waxseal::spf::networks::AllowList;
use waxseal::spf::origin::origin;
use waxseal::spf::tree::tree;
use waxseal::spf::{Receiver, Sender, check_host};
use waxseal::ui::spf_form::Trial;
use waxseal::ui::words::spf;

#[path = "examples.rs"]
pub mod examples;

#[path = "literals.rs"]
pub mod literals;

use examples::report;

/// Every sentence, with where it comes from.
pub fn sentences() -> Vec<(String, String)> {
    static ALL: LazyLock<Vec<(String, String)>> = LazyLock::new(gathered);
    ALL.clone()
}

/// Every sentence that the rules' own examples bring up, and those that stand in the source.
fn gathered() -> Vec<(String, String)> {
    let mut out = Vec::new();
    for rule in rules::all() {
        out.push((format!("{}: why", rule.id), rule.why.to_owned()));
        for text in [rule.bad, rule.good] {
            let report = report(rule, text);
            // A domain without a record has nothing to sum up.
            if !report.records.is_empty() {
                out.push((format!("{}: summary", rule.id), report.summary.clone()));
            }
            let in_records = report.records.iter().flat_map(|record| &record.findings);
            for finding in report.findings.iter().chain(in_records) {
                out.push((format!("{}: message", finding.rule.id), finding.message.clone()));
            }
            for record in &report.records {
                out.push((format!("{}: summary", rule.id), record.summary.clone()));
                for part in record.parts() {
                    out.push((format!("{}: part", record.kind.id()), part.says.clone().into_owned()));
                    out.extend(
                        part.segments
                            .into_iter()
                            .map(|s| (format!("{}: segment", record.kind.id()), s.says.into_owned())),
                    );
                }
            }
        }
    }
    out.extend(rules::DISPUTES.iter().flat_map(|dispute| {
        [dispute.standard, dispute.others]
            .map(|says| (format!("{}: dispute", dispute.rules[0]), says.to_owned()))
    }));
    out.extend(headers());
    out.extend(literals::sentences().into_iter().map(|(file, says)| (format!("{file}: literal"), says)));
    out.extend(domains());
    out.extend(setups());
    out.extend(spf_steps());
    out.extend(spf_trees());
    out.extend(trials());
    out.extend(spf_origins());
    out.extend(typed());
    out.extend(built());
    out.sort();
    out.dedup();
    out
}

/// Every result of every check, and every value of a signature's tags.
fn headers() -> Vec<(String, String)> {
    let results = ["pass", "fail", "none", "neutral", "policy", "softfail", "temperror", "permerror", "odd"];
    let mut texts: Vec<String> = Vec::new();
    for result in results {
        texts.push(format!(
            "Authentication-Results: mx.example 1; dkim={result} reason=\"x\" header.d=a.example header.s=s1 header.b=x \
             header.a=x header.i=@a.example; spf={result} (x) smtp.mailfrom=a.example smtp.helo=b.example; dmarc={result} \
             header.from=a.example; arc={result} x.y=z; iprev={result} policy.iprev=192.0.2.1; auth={result}; \
             bimi={result}; x-odd={result}; odd"
        ));
        texts.push(format!(
            "ARC-Authentication-Results: i=1; mx.example; dkim={result}; dmarc={result}; none"
        ));
        texts.push(format!(
            "Received-SPF: {result} (x) client-ip=192.0.2.1; envelope-from=\"x@a.example\"; helo=b.example; \
             receiver=mx.example; mechanism=mx; identity=mailfrom; problem=x; odd=y; word"
        ));
    }
    for values in [
        "v=1; a=rsa-sha256; b=x; bh=y; c=relaxed/relaxed; d=a.example; h=from:to; i=@a.example; l=1; q=dns/txt; s=s1; \
         t=1; x=2; z=x; odd=y; i=1; cv=none",
        "v=2; a=ed25519-sha256; b=; c=simple; h=to; q=http; s=a b.; t=x; cv=pass",
        "a=rsa-sha1; c=relaxed; cv=fail; junk",
        "a=x; c=simple/relaxed; cv=x",
        "c=x/y",
    ] {
        let fields = ["DKIM-Signature", "ARC-Seal", "ARC-Message-Signature"];
        texts.extend(fields.map(|field| format!("{field}: {values}")));
    }
    let mut out = Vec::new();
    for text in texts {
        for record in explain_records(&text, &Hints::default()).records {
            out.push((String::from("header: part"), record.summary.clone()));
            for part in record.parts() {
                out.push((String::from("header: part"), part.says.into_owned()));
                out.extend(
                    part.segments
                        .into_iter()
                        .map(|one| (String::from("header: segment"), one.says.into_owned())),
                );
            }
        }
    }
    out
}

/// The answers at the top and the stops of a message, of every rule's example that is a zone.
fn domains() -> Vec<(String, String)> {
    let zones = rules::all().filter(|rule| matches!(rule.check, rules::Check::Dns(_)));
    let reports = zones.flat_map(|rule| [rule.bad, rule.good]).filter_map(|zone| check_zone(zone).ok());
    let says = reports.flat_map(|report| {
        let requirements = report.requirements();
        let rows = requirements.rows.into_iter().flat_map(|row| [row.says, row.by]);
        let providers = requirements.providers.into_iter().flat_map(|one| [one.says, one.since.to_owned()]);
        let asked: Vec<String> = rows.chain(providers).collect();
        let reasons = report.headlines.into_iter().map(|headline| headline.reason);
        let stops = report.journey.iter().map(|stop| stop.says.clone()).collect::<Vec<_>>();
        let beside = [report.encryption.reason.clone(), waxseal::report::domain::policy_says(&report.domain)];
        let beside = beside.into_iter().filter(|says| !says.is_empty());
        reasons.chain(stops).chain(asked).chain(beside).collect::<Vec<_>>()
    });
    says.map(|says| (String::from("domain: message"), says)).collect()
}

/// A zone in which every way to end comes up.
const ZONE: &str = r#"
    pass.example TXT "v=spf1 a ptr exists:x.example include:fail.example include:net.example -all"
    pass.example A 192.0.2.1
    net.example TXT "v=spf1 ip4:198.51.100.0/24 ?all"
    fail.example TXT "v=spf1 mx mx:none.example -all exp=why.fail.example"
    fail.example MX 10 mx.fail.example
    mx.fail.example A 192.0.2.1
    why.fail.example TXT "Not from %{c}."
    soft.example TXT "v=spf1 include:open.example ~all"
    open.example TXT "v=spf1 a:a..example"
    moved.example TXT "v=spf1 redirect=soft.example"
    lost.example TXT "v=spf1 redirect=none.example"
    asks.example TXT "v=spf1 include:slow.example -all"
    needs.example TXT "v=spf1 include:none.example -all"
    slow.example TXT !timeout
    web.example TXT !blocked-or-unreachable
    http.example TXT !http-error
    server.example TXT !server-failure
    refused.example TXT !refused
    garbage.example TXT !bad-answer
    signed.example TXT !dnssec-broken
    wait.example TXT "v=spf1 a -all"
    wait.example A !timeout
    two.example TXT "v=spf1 -all"
    two.example TXT "v=spf1 mx -all"
    broken.example TXT "v=spf1 ipv4:192.0.2.1 -all"
    round.example TXT "v=spf1 include:round.example -all"
    void.example TXT "v=spf1 a:a.example a:b.example a:c.example -all"
    local.example TXT "v=spf1 include:%{l}.example -all"
"#;

/// What a run of SPF says on the way.
fn spf_steps() -> Vec<(String, String)> {
    let zone = Zone::parse(ZONE).expect("the zone can be read");
    let odd = ["localhost", "[192.0.2.1]", "a..example", "bücher.example", "", "missing.example"];
    let names = zone.names().map(ToString::to_string).chain(odd.map(str::to_owned));
    let runs = names.map(|name| {
        let sender = Sender {
            ip: "198.51.100.7".parse().expect("an address"),
            mail_from: format!("é@{name}"),
            helo: "mail.example".into(),
            domain: None,
        };
        let run = check_host(&zone, &sender, Receiver { name: "", clock: &0_u64 });
        run.now_or_never().expect("a zone in memory answers at once")
    });
    let steps = runs.flat_map(|run| run.steps);
    steps.map(|step| (String::from("spf step: message"), step.says)).collect()
}

/// What is said of everything that a record leads to, and of what no list can hold.
fn spf_trees() -> Vec<(String, String)> {
    let hosts: String = (0..11).map(|i| format!("many.example MX {i} mx.fail.example\n")).collect();
    let more = r#"
        odd.example TXT "v=spf1 -a:pass.example ?exists:%{i}.example +exists:pass.example a:wait.example mx:many.example include:a..example ip4:192.0.2.0/24 include:every.example -all"
        every.example TXT "v=spf1 +all"
    "#;
    let text = [ZONE, more, &hosts].join("\n");
    let zone = Zone::parse(&text).expect("the zone can be read");
    let mut out = Vec::new();
    for name in zone.names() {
        let tree = tree(&zone, name).now_or_never().expect("a zone in memory answers at once");
        out.extend(tree.branches().into_iter().filter_map(|branch| branch.says()));
        let list = AllowList::new(&tree);
        out.extend(list.not_listed.into_iter().map(|one| one.says));
        out.extend(list.exceptions.into_iter().map(|one| one.says));
        let view = TreeView::new(&tree);
        out.extend([view.total.clone(), Allowed::new(&tree).total]);
        out.extend(view.notes.iter().cloned());
        let mut nodes = vec![&view.root];
        while let Some(node) = nodes.pop() {
            out.push(node.says.clone());
            nodes.extend(&node.children);
        }
        let tried = try_sender(&zone, name, [192, 0, 2, 1].into(), "", &0_u64);
        let tried = tried.now_or_never().expect("a zone in memory answers at once");
        out.extend([tried.says, tried.used]);
    }
    out.into_iter().map(|says| (String::from("spf tree: message"), says)).collect()
}

/// What is said of a server's address.
fn spf_origins() -> Vec<(String, String)> {
    let text = "1.2.0.192.in-addr.arpa PTR a.example\na.example A 192.0.2.1\n2.2.0.192.in-addr.arpa PTR a.example\n\
                3.2.0.192.in-addr.arpa PTR a.example\n3.2.0.192.in-addr.arpa PTR b.example\n\
                4.2.0.192.in-addr.arpa PTR !timeout\n5.2.0.192.in-addr.arpa PTR c.example\nc.example A !refused";
    let zone = Zone::parse(text).expect("the zone can be read");
    let origins = (1..7).map(|last| {
        let origin = origin(&zone, [192, 0, 2, last].into());
        origin.now_or_never().expect("a zone in memory answers at once").says
    });
    origins.map(|says| (String::from("spf origin: message"), says)).collect()
}

/// A vendor's expectations of every kind.
const EXPECTED: &str = "#/setup?for=Vendor&set.t=Abc123Def456&need=TXT _vendor is:{t}&need=TXT @ starts:MS=\
    &need=CNAME s1._domainkey s1.dkim.vendor.example&need=CNAME www edge.vendor.example&need=TXT s2._domainkey dkim\
    &need=TXT s3._domainkey dkim:QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVo=&need=TXT @ spf:include:vendor.example\
    &need=MX bounce only 10 mx.vendor.example&need=TXT bounce spf:include:vendor.example&need=MX @ 10 in.vendor.example\
    &need=TXT _dmarc dmarc:p>=quarantine,rua~vendor.example,sp=none,adkim=s";

/// Zones in which they stand in every way.
const STANDINGS: [&str; 8] = [
    "",
    r#"a.example TXT !timeout
       a.example MX !refused
       _vendor.a.example TXT !server-failure
       s1._domainkey.a.example CNAME !blocked-or-unreachable
       _dmarc.a.example TXT !dnssec-broken"#,
    r#"_vendor.a.example TXT "Abc123"
       a.example TXT "v=spf1 include:vendor.example; -all"
       a.example MX 10 mx.a.example
       s1._domainkey.a.example TXT "s1.dkim.vendor.example"
       www.a.example A 192.0.2.1
       s2._domainkey.a.example TXT "“p=QUJD”"
       s3._domainkey.a.example TXT "p=QUJDREVGR0hJSktMTU5PUFFS"
       bounce.a.example MX 10 mx.vendor.example.a.example
       bounce.a.example TXT "\"v=spf1 include:vendor.example -all\""
       _dmarc.a.example TXT "v=DMARC1; p=reject""#,
    r#"_vendor.a.example TXT "other"
       a.example TXT "v=spf1 mx -all"
       a.example TXT "v=spf1 a -all"
       s1._domainkey.a.example CNAME s9.dkim.vendor.example
       www.a.example CNAME x.example
       s2._domainkey.a.example TXT "p="
       s3._domainkey.a.example TXT "p=QUJD"
       bounce.a.example CNAME mx.vendor.example
       _dmarc.a.example TXT "v=DMARC1; p=none"
       _dmarc.a.example TXT "v=DMARC1; p=reject""#,
    r#"_vendor.a.example CNAME Abc123Def456
       a.example TXT "v=spf1 mx ~include:vendor.example -all"
       vendor.example TXT "v=spf1 ip4:192.0.2.0/24 -all"
       s1.domainkey.a.example CNAME s1.dkim.vendor.example
       s2.domainkey.a.example TXT "p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=; k=ed25519"
       s3._domainkey.a.example TXT "p=QUJDREVG R0hJSktMTU5PUFFSU1RVVldYWVo=; t=y"
       bounce.a.example MX 10 mx.vendor.example
       bounce.a.example MX 20 mx.other.example
       bounce.a.example TXT "v=spf1 ip4:192.0.2.0/24 -all"
       dmarc.a.example TXT "v=DMARC1; p=none""#,
    r#"a.example.a.example TXT "MS=1"
       a.example TXT "v=spf1 mx mx mx mx mx mx mx mx mx -all include:vendor.example"
       a.example MX 10 mx.vendor.example
       mx.vendor.example A 192.0.2.1
       vendor.example TXT "v=spf1 ip4:192.0.2.0/24 -all"
       www.a.example CNAME edge.vendor.example.a.example
       bounce.a.example MX 20 mx.vendor.example
       bounce.a.example TXT "v=spf1 redirect=a.example""#,
    r#"a.example TXT "v=spf1 include=vendor.example a:x.example a:y.example a:z.example -all"
       s1._domainkey.a.example CNAME k.a.example
       k.a.example CNAME s1.dkim.vendor.example
       bounce.a.example TXT "10 mx.vendor.example"
       _dmarc.a.example CNAME d.example
       d.example TXT "v=DMARC1; p=quarantine; sp=none; adkim=s; rua=mailto:x@vendor.example""#,
    r#"a.example TXT "v=spf1 +all"
       s2._domainkey.a.example TXT "p=A"
       s2._domainkey.a.example TXT "p=B"
       bounce.a.example TXT "v=spf1 include:nowhere.example -all"
       bounce.a.example MX 10 mx.other.example
       _dmarc.a.example TXT "v=dmarc; p""#,
];

/// Links in which something is wrong.
const BROKEN: [&str; 16] = [
    "x",
    "#/setup",
    "#/setup?v=2",
    "#/setup?help=x",
    "#/setup?help=https://a@b",
    "#/setup?for=%0A",
    "#/setup?set.domain=x",
    "#/setup?set.é=x",
    "#/setup?need=A a x",
    "#/setup?need=TXT a.{domain} is:x",
    "#/setup?need=TXT @ x",
    "#/setup?need=TXT @ spf:all",
    "#/setup?need=TXT @ spf:~a",
    "#/setup?need=TXT s dkim:v=DKIM1;",
    "#/setup?need=TXT _dmarc dmarc:pct>=none",
    "#/setup?need=MX @ x y",
];

/// What is said of a vendor's expectations, and of links that hold them badly.
fn setups() -> Vec<(String, String)> {
    let expected = setup::parse(EXPECTED).expect("the link can be read");
    let domain = "a.example".parse().expect("a name");
    let mut out = Vec::new();
    for standing in STANDINGS {
        let zone = Zone::parse(standing).unwrap_or_else(|line| panic!("{line}"));
        let report = setup::check(&zone, &expected, &domain).now_or_never().expect("a zone answers at once");
        let report = report.expect("nothing is missing");
        for need in report.needs {
            out.push(("setup: message".to_owned(), need.says));
            out.extend(need.step.map(|step| ("setup: message".to_owned(), step)));
            out.extend(need.notes.into_iter().map(|note| ("setup: message".to_owned(), note)));
        }
        out.extend(report.alarms.into_iter().map(|alarm| ("setup: message".to_owned(), alarm.says)));
    }
    let broken = BROKEN.into_iter().filter_map(|link| setup::parse(link).err());
    out.extend(broken.map(|error| ("setup: message".to_owned(), error.message)));
    out
}

/// What is said of names and resolvers as people type them.
fn typed() -> Vec<(String, String)> {
    let long = "a".repeat(64);
    let full = format!("{0}.{0}.{0}.{0}.{0}", &long[..60]);
    let far = "a".repeat(5000);
    let names = [
        "user@Example.com",
        "https://example.com/x",
        "Example.com",
        "*.example.com",
        "bücher.example",
        "_dmarc.example.com",
        "s1._domainkey.example.com",
        "",
        "...",
        "user@",
        "https://",
        "192.0.2.1",
        "example",
        "example.123",
        "a b",
        "a.example,b",
        "a$b.example",
        "a\u{7}b.example",
        "a..example",
        "💌.example",
        &long,
        &full,
        &far,
    ];
    let read = names.into_iter().flat_map(|name| {
        let to_ascii = |name: &str| (!name.contains('💌')).then(|| "xn--bcher-kva.example".to_owned());
        Typed::read(name, &to_ascii).map_or_else(|says| vec![says], |typed| typed.notes)
    });
    let addresses = ["", "http://r.example/", "tls://r.example", "https:///", "r.example /q", &far];
    let refused = addresses.into_iter().filter_map(|typed| address(typed).err());
    let who = RESOLVERS.into_iter().map(|resolver| resolver.run_by.to_owned());
    read.chain(refused).chain(who).map(|says| (String::from("typed: message"), says)).collect()
}

/// What is said of a sender that can't be tried, and around it.
fn trials() -> Vec<(String, String)> {
    let domain = "a.example".parse().expect("a name");
    let fields = [("", ""), ("192.0.2.0/24", "me"), ("x", "me@[192.0.2.1]"), ("x", &"a".repeat(1000))];
    let read = fields.into_iter().filter_map(|(ip, from)| Trial::read(&domain, ip, from, &|_| None).err());
    let problems = read.flat_map(|problems| [problems.ip, problems.from]).flatten();
    let note =
        Trial::read(&domain, "192.0.2.1", "me@b.example", &|_| None).ok().and_then(|trial| trial.note());
    let around =
        [spf::TREE_LEAD, spf::TRY_LEAD, spf::IP_HINT, spf::FROM_HINT, spf::LIST_LEAD, spf::LIST_NOTE];
    let all = problems.chain(note).chain(around.map(str::to_owned));
    all.map(|says| (String::from("spf page: message"), says)).collect()
}

/// What is said of records that are made or changed.
fn built() -> Vec<(String, String)> {
    use waxseal::build::{dmarc, impact, parked, road, slim, spf, transport};
    use waxseal::dns::{DnsClient, Question, RecordType};
    use waxseal::record::Kind;
    use waxseal::record::dmarc::Policy;
    use waxseal::ui::build::draft;
    use waxseal::ui::route::Choice;
    use waxseal::ui::words::build as words;

    let mut out: Vec<String> = parked::NOTES.map(str::to_owned).to_vec();
    for stage in &road::STAGES {
        out.push(stage.means.to_owned());
        out.extend(stage.before.iter().map(|says| (*says).to_owned()));
    }
    for policy in [Policy::None, Policy::Quarantine, Policy::Reject] {
        let wishes = dmarc::Wishes {
            policy,
            reports: String::from("a@other.example me you"),
            subdomains: Some(Policy::None),
            nonexistent: None,
            testing: true,
            strict: true,
        };
        out.extend(wishes.notes(Some("example.com")).into_iter().chain(wishes.problem()));
    }
    out.extend(dmarc::Wishes::default().notes(None));
    let senders =
        spf::Senders { services: spf::services().collect(), more: String::from("x"), ..Default::default() };
    out.push(spf::CHOOSE.to_owned());
    out.extend(senders.notes().into_iter().chain(senders.problem()).chain(senders.blank()));
    let texts = ["v=spf1 mx ipv4:192.0.2.1 ?all", "v=spf1 a -all"].map(str::to_owned);
    out.extend(spf::one_of(&texts).into_iter().flat_map(|(_, notes)| notes));
    out.extend(spf::one_of(&[String::from("v=spf1 +all")]).into_iter().flat_map(|(_, notes)| notes));
    for mode in [transport::Mode::Testing, transport::Mode::Enforce] {
        let transport = transport::Transport { servers: String::from("x"), mode, reports: String::new() };
        out.extend(transport.notes().into_iter().chain(transport.problem()));
    }
    let changes = [
        (
            Kind::Spf,
            "v=spf1 mx include:_spf.google.com include:x.example ip4:192.0.2.1 ~all",
            "v=spf1 a -all",
        ),
        (Kind::Spf, "v=spf1 +all", "v=spf1 mx ?all"),
        (Kind::Spf, "v=spf1 mx -all", "v=spf1 mx ~all"),
        (Kind::Spf, "v=spf1 mx ?all", "v=spf1 mx ~all"),
        (Kind::Dmarc, "v=DMARC1; p=none; rua=mailto:a@x.example", "v=DMARC1; p=reject; adkim=s; aspf=s"),
        (Kind::Dmarc, "v=DMARC1; p=reject", "v=DMARC1; p=quarantine"),
        (Kind::Dmarc, "v=DMARC1; p=reject", "v=DMARC1; p=reject; sp=none"),
        (Kind::Dmarc, "v=DMARC1; p=reject; sp=none", "v=DMARC1; p=reject"),
        (Kind::Mx, "10 a.example.", "10 b.example."),
        (Kind::Mx, "10 a.example.", "0 ."),
        (Kind::Dkim, "v=DKIM1; p=abcd", "v=DKIM1; p="),
    ];
    for (kind, before, after) in changes {
        out.extend(
            impact::impact(kind, Some("example.com"), before, after).into_iter().map(|impact| impact.says),
        );
    }
    let text = [
        "big.example TXT \"v=spf1 a mx include:gone.example a:none.example include:sendgrid.net include:x.example -all\"",
        "big.example A 192.0.2.1\nbig.example MX 10 big.example\nsendgrid.net TXT \"v=spf1 ip4:192.0.2.0/24 -all\"",
        "x.example TXT \"v=spf1 ip4:198.51.100.0/24 -all\"",
    ];
    let zone = Zone::parse(&text.join("\n")).expect("the zone can be read");
    let tree =
        tree(&zone, &"big.example".parse().expect("a name")).now_or_never().expect("it answers at once");
    let plan = slim::Plan::of(&tree).expect("there is a record");
    let all: Vec<usize> = (0..plan.steps.len()).collect();
    out.extend(plan.after(&all).lost);
    out.extend(plan.steps.clone().into_iter().flat_map(|step| [Some(step.says), step.price]).flatten());
    out.push(draft::Weighed::new(String::new(), 2, None).says);
    out.push(draft::counted(&"example.com".parse().expect("a name"), &plan));
    let found = Zone::parse(
        "a.example TXT \"v=spf1 -all\"\nb.example TXT !timeout\nc.example TXT \"v=spf1 -all\"\nc.example TXT \"v=spf1 mx -all\"\nd.example A 192.0.2.1",
    );
    let found = found.expect("the zone can be read");
    for name in ["a.example", "b.example", "c.example", "d.example"] {
        let question = Question::new(name.parse().expect("a name"), RecordType::Txt);
        let mut says = draft::Found::default();
        says.learn(Kind::Spf, &found.ask(question).now_or_never().expect("it answers at once"));
        out.extend(says.says);
    }
    out.extend(Choice::ALL.map(words::lead).map(str::to_owned));
    let around = [
        words::LEAD,
        words::BASE_HINT,
        words::LOOK_HINT,
        words::ROAD_LEAD,
        words::ROAD_NOTE,
        words::STEPS_LEAD,
        words::NO_STEPS,
        words::FLATTEN,
        words::ENDING_HINT,
    ];
    out.extend(around.map(str::to_owned));
    out.into_iter().map(|says| (String::from("build: message"), says)).collect()
}

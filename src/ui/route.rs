//! Addresses inside the page: everything after the `#`.
//!
//! Everything is percent-decoded and nothing else: `+` is a plus, and a `%` without two hex digits after it
//! stands for itself.

use crate::paste::Hints;
use crate::record::Kind;
use crate::report::sections::KINDS;
use crate::text::percent::{decode, encode};

/// Which page is open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Route {
    /// `#/`
    Front,
    /// `#/explain?r=…`
    Explain(Explain),
    /// `#/domain/<domain>`
    Domain(DomainLink),
    /// `#/spf/<domain>?ip=…&from=…`
    Spf(SpfLink),
    /// `#/setup?…`, as it was opened: with its `#`, and still encoded.
    Setup(String),
    /// `#/link`
    Link,
    /// `#/build` and `#/build/<choice>?domain=…&r=…`
    Build(BuildLink),
    /// `#/rules`
    Rules,
    /// `#/rules/<id>`, whether or not there is such a rule.
    Rule(String),
    /// `#/learn`
    Learn,
    /// `#/learn/<kind>`, whether or not there is such a page.
    LearnKind(String),
    /// An address that no page has.
    Unknown(String),
}

/// What a link brings to be explained.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Explain {
    /// The records, in order.
    pub texts: Vec<String>,
    /// Where they stand.
    pub name: Option<String>,
    /// Their type.
    pub rtype: Option<String>,
}

/// A domain to be looked up in DNS.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DomainLink {
    /// The domain, as it was typed; empty where the page is to ask for one.
    pub domain: String,
    /// DKIM selectors to be tried.
    pub selectors: Vec<String>,
    /// The kind of record that the page opens at: one of [`KINDS`].
    pub kind: Option<Kind>,
}

/// A domain whose SPF record is to be evaluated.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SpfLink {
    /// The domain, as it was typed; empty where the page is to ask for one.
    pub domain: String,
    /// The sending server's address, as it was typed; it may be empty.
    pub ip: String,
    /// The sender's mail address, as it was typed; it may be empty.
    pub from: String,
}

/// A record to be made or mended.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BuildLink {
    /// What is to be made; none where the page is to ask.
    pub choice: Option<Choice>,
    /// The domain, as it was typed; it may be empty.
    pub domain: String,
    /// The records of today, in order.
    pub texts: Vec<String>,
}

/// What can be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// `dmarc`: a DMARC record from questions.
    Dmarc,
    /// `spf`: an SPF record from those who send.
    Spf,
    /// `merge`: one SPF record in the place of several.
    Merge,
    /// `lookups`: an SPF record brought under ten lookups.
    Lookups,
    /// `parked`: the records of a domain without mail.
    Parked,
    /// `mta-sts`, and `tls-rpt` too: encryption on the way.
    Encryption,
}

/// What helps with what a rule found.
const FOR_RULES: [(&str, Choice); 17] = [
    ("dmarc-missing", Choice::Dmarc),
    ("dmarc-watches-only", Choice::Dmarc),
    ("dmarc-no-reports", Choice::Dmarc),
    ("dmarc-bad-policy", Choice::Dmarc),
    ("dmarc-testing", Choice::Dmarc),
    ("dmarc-removed-tag", Choice::Dmarc),
    ("dmarc-not-recognised", Choice::Dmarc),
    ("dmarc-subdomains-open", Choice::Dmarc),
    ("spf-missing", Choice::Spf),
    ("spf-not-recognised", Choice::Spf),
    ("spf-no-ending", Choice::Spf),
    ("spf-allows-everyone", Choice::Spf),
    ("spf-two-records", Choice::Merge),
    ("spf-too-many-lookups", Choice::Lookups),
    ("spf-near-lookup-limit", Choice::Lookups),
    ("spf-void-lookups", Choice::Lookups),
    ("mx-parked-open", Choice::Parked),
];

impl Choice {
    /// Every choice, in the order of the page.
    pub const ALL: [Choice; 6] =
        [Self::Dmarc, Self::Spf, Self::Merge, Self::Lookups, Self::Parked, Self::Encryption];

    /// Its name in links.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Dmarc => "dmarc",
            Self::Spf => "spf",
            Self::Merge => "merge",
            Self::Lookups => "lookups",
            Self::Parked => "parked",
            Self::Encryption => "mta-sts",
        }
    }

    fn from_id(id: &str) -> Option<Self> {
        let id = if id == "tls-rpt" { "mta-sts" } else { id };
        Self::ALL.into_iter().find(|choice| choice.id() == id)
    }

    /// What helps with what a rule found; none where nothing here does.
    pub fn for_rule(rule: &str) -> Option<Self> {
        let known = FOR_RULES.iter().find(|(id, _)| *id == rule).map(|(_, choice)| *choice);
        let is_transport = rule.starts_with("mta-sts-") || rule.starts_with("tls-rpt-");
        known.or(is_transport.then_some(Self::Encryption))
    }
}

impl Explain {
    /// All the text, one record below the other; the blank line keeps one from going on with another.
    pub fn text(&self) -> String {
        self.texts.join("\n\n")
    }

    /// What the link says about the text.
    pub fn hints(&self) -> Hints {
        Hints {
            name: self.name.as_ref().map(|name| name.trim_end_matches('.').to_ascii_lowercase()),
            rtype: self.rtype.as_ref().map(|rtype| rtype.to_ascii_uppercase()),
            kind: None,
        }
    }
}

impl Route {
    /// Reads a fragment, with its `#` or without.
    pub fn parse(fragment: &str) -> Route {
        let fragment = fragment.strip_prefix('#').unwrap_or(fragment);
        let raw = fragment;
        // Links that went through HTML twice.
        let fragment = fragment.replace("&amp;", "&");
        let (path, query) = fragment.split_once('?').unwrap_or((&fragment, ""));
        // Split before it is decoded, so that a slash or a question mark inside a step stays there.
        let mut steps = path.split('/').filter(|step| !step.is_empty()).map(decode);
        let (first, second, third) = (steps.next(), steps.next(), steps.next());
        match (first.as_deref(), second, third) {
            (None, None, None) => Route::Front,
            (Some("explain"), None, None) => Route::Explain(explain(query)),
            (Some("domain"), name, kind) => {
                let kind = kind.map(|id| KINDS.into_iter().find(|kind| kind.id() == id));
                match (kind, steps.next()) {
                    (None, None) => Route::Domain(domain(name, query, None)),
                    (Some(Some(kind)), None) => Route::Domain(domain(name, query, Some(kind))),
                    _ => Route::Unknown(decode(&fragment)),
                }
            }
            (Some("spf"), name, None) => Route::Spf(spf(name, query)),
            // Read by those who say at which character of the link something is wrong.
            (Some("setup"), None, None) => Route::Setup(["#", raw].concat()),
            (Some("link"), None, None) => Route::Link,
            (Some("build"), None, None) => Route::Build(build(None, query)),
            (Some("build"), Some(id), None) => match Choice::from_id(&id) {
                Some(choice) => Route::Build(build(Some(choice), query)),
                None => Route::Unknown(decode(&fragment)),
            },
            (Some("rules"), None, None) => Route::Rules,
            (Some("rules"), Some(id), None) => Route::Rule(id),
            (Some("learn"), None, None) => Route::Learn,
            (Some("learn"), Some(kind), None) => Route::LearnKind(kind),
            _ => Route::Unknown(decode(&fragment)),
        }
    }

    /// The fragment that leads here, with its `#`.
    pub fn href(&self) -> String {
        match self {
            Route::Front => "#/".to_owned(),
            Route::Explain(explain) => explain_href(explain),
            Route::Domain(link) => domain_href(link),
            Route::Spf(link) => spf_href(link),
            Route::Setup(link) => link.clone(),
            Route::Link => "#/link".to_owned(),
            Route::Build(link) => build_href(link),
            Route::Rules => "#/rules".to_owned(),
            Route::Rule(id) => ["#/rules/", &encode_step(id)].concat(),
            Route::Learn => "#/learn".to_owned(),
            Route::LearnKind(kind) => ["#/learn/", &encode_step(kind)].concat(),
            Route::Unknown(fragment) => ["#", fragment].concat(),
        }
    }

    /// The box and its result are shown.
    pub fn is_front(&self) -> bool {
        matches!(self, Route::Front | Route::Explain(_))
    }
}

fn explain(query: &str) -> Explain {
    let mut out = Explain::default();
    for parameter in query.split('&') {
        let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
        match name {
            "r" => out.texts.push(decode(value)),
            "name" => out.name = Some(decode(value)).filter(|value| !value.is_empty()),
            "type" => out.rtype = Some(decode(value)).filter(|value| !value.is_empty()),
            _ => {}
        }
    }
    out
}

fn explain_href(explain: &Explain) -> String {
    let mut out = String::from("#/explain");
    let texts = explain.texts.iter().map(|text| ("r", text));
    let places = explain.name.iter().map(|name| ("name", name));
    let types = explain.rtype.iter().map(|rtype| ("type", rtype));
    for (i, (name, value)) in texts.chain(places).chain(types).enumerate() {
        out.push(if i == 0 { '?' } else { '&' });
        out.push_str(name);
        out.push('=');
        out.push_str(&encode(value));
    }
    out
}

fn domain(name: Option<String>, query: &str, kind: Option<Kind>) -> DomainLink {
    let selectors = query.split('&').filter_map(|parameter| parameter.strip_prefix("selector="));
    let selectors = selectors.map(decode).filter(|selector| !selector.is_empty()).collect();
    DomainLink { domain: name.unwrap_or_default(), selectors, kind }
}

fn domain_href(link: &DomainLink) -> String {
    let mut out = String::from("#/domain");
    if !link.domain.is_empty() {
        out.push('/');
        out.push_str(&encode_step(&link.domain));
        if let Some(kind) = link.kind {
            out.push('/');
            out.push_str(kind.id());
        }
    }
    for (i, selector) in link.selectors.iter().enumerate() {
        out.push_str(if i == 0 { "?selector=" } else { "&selector=" });
        out.push_str(&encode(selector));
    }
    out
}

fn spf(name: Option<String>, query: &str) -> SpfLink {
    let mut out = SpfLink { domain: name.unwrap_or_default(), ..SpfLink::default() };
    for parameter in query.split('&') {
        let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
        match name {
            "ip" => out.ip = decode(value),
            "from" => out.from = decode(value),
            _ => {}
        }
    }
    out
}

fn spf_href(link: &SpfLink) -> String {
    let mut out = String::from("#/spf");
    if !link.domain.is_empty() {
        out.push('/');
        out.push_str(&encode_step(&link.domain));
    }
    let mut mark = '?';
    for (name, value) in [("ip", &link.ip), ("from", &link.from)] {
        if !value.is_empty() {
            out.push(mark);
            out.push_str(name);
            out.push('=');
            out.push_str(&encode(value));
            mark = '&';
        }
    }
    out
}

fn build(choice: Option<Choice>, query: &str) -> BuildLink {
    let mut out = BuildLink { choice, ..BuildLink::default() };
    for parameter in query.split('&') {
        let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
        match name {
            "domain" => out.domain = decode(value),
            "r" => out.texts.push(decode(value)),
            _ => {}
        }
    }
    out
}

fn build_href(link: &BuildLink) -> String {
    let mut out = String::from("#/build");
    if let Some(choice) = link.choice {
        out.push('/');
        out.push_str(choice.id());
    }
    let domain = Some(&link.domain).filter(|domain| !domain.is_empty()).map(|domain| ("domain", domain));
    for (i, (name, value)) in domain.into_iter().chain(link.texts.iter().map(|text| ("r", text))).enumerate()
    {
        out.push(if i == 0 { '?' } else { '&' });
        out.push_str(name);
        out.push('=');
        out.push_str(&encode(value));
    }
    out
}

/// Percent-encodes one step of a path, slashes too.
fn encode_step(text: &str) -> String {
    encode(text).replace('/', "%2F")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(fragment: &str) -> Vec<String> {
        match Route::parse(fragment) {
            Route::Explain(explain) => explain.texts,
            other => vec![format!("{other:?}")],
        }
    }

    fn of(domain: &str, selectors: &[&str], kind: Option<Kind>) -> Route {
        let selectors = selectors.iter().map(|&selector| selector.to_owned()).collect();
        Route::Domain(DomainLink { domain: domain.to_owned(), selectors, kind })
    }

    fn build_of(choice: Option<Choice>, domain: &str, texts: &[&str]) -> Route {
        let texts = texts.iter().map(|&text| text.to_owned()).collect();
        Route::Build(BuildLink { choice, domain: domain.to_owned(), texts })
    }

    #[test]
    fn rules_lead_to_what_helps() {
        for (id, choice) in FOR_RULES {
            assert!(crate::rules::rule(id).is_some(), "{id}");
            assert_eq!((Choice::for_rule(id), Choice::from_id(choice.id())), (Some(choice), Some(choice)));
        }
        assert_eq!(Choice::for_rule("dkim-revoked"), None);
    }

    fn spf_of(domain: &str, ip: &str, from: &str) -> Route {
        Route::Spf(SpfLink { domain: domain.to_owned(), ip: ip.to_owned(), from: from.to_owned() })
    }

    #[test]
    fn pages_have_addresses() {
        for (fragment, route) in [
            ("", Route::Front),
            ("#", Route::Front),
            ("#/", Route::Front),
            ("#/rules", Route::Rules),
            ("#/rules/", Route::Rules),
            ("#/rules/spf-a", Route::Rule("spf-a".to_owned())),
            ("#/learn/dkim", Route::LearnKind("dkim".to_owned())),
            ("#/learn", Route::Learn),
            ("#/domain", Route::Domain(DomainLink::default())),
            ("#/domain/Example.com.", of("Example.com.", &[], None)),
            (
                "#/domain/a.example/spf?selector=s1&x=y&selector=s%20&selector=",
                of("a.example", &["s1", "s "], Some(Kind::Spf)),
            ),
            ("#/domain/a.example/other", Route::Unknown("/domain/a.example/other".to_owned())),
            ("#/domain/a.example/spf/x", Route::Unknown("/domain/a.example/spf/x".to_owned())),
            ("#/spf", spf_of("", "", "")),
            (
                "#/spf/a.example?from=me+you@a.example&x=y&ip=2001:db8::1",
                spf_of("a.example", "2001:db8::1", "me+you@a.example"),
            ),
            ("#/spf/a.example/x", Route::Unknown("/spf/a.example/x".to_owned())),
            ("#/build", Route::Build(BuildLink::default())),
            (
                "#/build/tls-rpt?domain=a.example&x=y&r=a=b&r=",
                build_of(Some(Choice::Encryption), "a.example", &["a=b", ""]),
            ),
            ("#/build/bimi", Route::Unknown("/build/bimi".to_owned())),
            ("#/build/spf/x", Route::Unknown("/build/spf/x".to_owned())),
            ("#/nothing/here", Route::Unknown("/nothing/here".to_owned())),
            ("#/rules/a/b", Route::Unknown("/rules/a/b".to_owned())),
        ] {
            assert_eq!(Route::parse(fragment), route, "{fragment}");
        }
    }

    #[test]
    fn links_are_percent_decoded_and_nothing_else() {
        assert_eq!(texts("#/explain?r=v=spf1%20%2Ball"), ["v=spf1 +all"]);
        assert_eq!(texts("#/explain?r=a+b"), ["a+b"], "a plus is a plus");
        assert_eq!(texts("#/explain?r=100%&r=%zz%4"), ["100%", "%zz%4"], "a lone % stands for itself");
        assert_eq!(texts("#/explain?r=%C3%A9&r=%FF"), ["é", "\u{FFFD}"]);
        assert_eq!(texts("#/explain?r=a&amp;r=b"), ["a", "b"]);
        assert_eq!(texts("#/explain?r=a%26amp;b"), ["a&amp;b"], "only the link's own & is meant");
        assert_eq!(texts("#/explain?x=1&r=p=none"), ["p=none"], "a parameter splits at its first =");
    }

    #[test]
    fn a_link_is_read_as_it_was_written() {
        let explain = Explain {
            texts: vec!["v=spf1 +a:%{d} \"é\" & ~all\n#".to_owned(), "10 mx.example.".to_owned()],
            name: Some("example.com".to_owned()),
            rtype: Some("TXT".to_owned()),
        };
        for route in [
            Route::Explain(explain),
            Route::Explain(Explain::default()),
            of("https://user@bücher.example/x?y#z", &["a b", "é&="], None),
            of("example.com", &[], Some(Kind::Dkim)),
            Route::Domain(DomainLink::default()),
            spf_of("a/b?.example", "2001:db8::1", "a b&=+%41@é.example"),
            spf_of("a.example", "", ""),
            build_of(Some(Choice::Merge), "a b?&.example", &["v=spf1 +a:%{d} ~all\n", "é#"]),
            build_of(None, "", &[]),
            Route::Front,
            Route::Setup("#/setup?v=1&amp;need=TXT%20@%20is:a+b%".to_owned()),
            Route::Setup("#/setup".to_owned()),
            Route::Link,
            Route::Rules,
            Route::Rule("spf-a/b?c".to_owned()),
            Route::Learn,
            Route::LearnKind("mx".to_owned()),
        ] {
            assert_eq!(Route::parse(&route.href()), route, "{}", route.href());
        }
    }

    #[test]
    fn what_a_link_says_about_its_text_is_a_hint() {
        let Route::Explain(explain) = Route::parse("#/explain?r=x&name=Example.COM.&type=txt") else {
            panic!("it is an explain link");
        };
        let hints = explain.hints();
        assert_eq!(hints.name.as_deref(), Some("example.com"));
        assert_eq!(hints.rtype.as_deref(), Some("TXT"));
    }
}

//! Links from help-centre articles: what they say, what is wrong with them, and that none does harm.

use waxseal::setup::{Need, Setup, SetupError, format, link, parse};

fn needs(link: &str) -> Vec<String> {
    match parse(link) {
        Ok(setup) => setup.needs.iter().map(ToString::to_string).collect(),
        Err(error) => vec![format!("{error:?}")],
    }
}

fn error(link: &str) -> SetupError {
    parse(link).expect_err(link)
}

const EXAMPLE: &str = "https://waxseal.example/app/#/setup?v=1&for=Eploy&help=https://help.eploy.example/dns?a%26b\
    &domain=example.com&set.region=eu-west-1&need=TXT%20_amazonses%20is:{token}\
    &need=CNAME%20{t1}._domainkey%20{t1}.dkim.amazonses.com&need=TXT%20@%20spf:include:amazonses.com\
    &need=MX%20eploymail%2010%20feedback-smtp.{region}.amazonses.com\
    &need=TXT%20eploymail%20spf:include:amazonses.com&need=TXT%20_dmarc%20dmarc:p>=none,rua~reports.example";

#[test]
fn a_link_says_what_a_vendor_expects() {
    let setup = parse(EXAMPLE).unwrap();
    assert_eq!(setup.vendor.as_deref(), Some("Eploy"));
    assert_eq!(
        (setup.help.as_deref(), setup.help_host()),
        (Some("https://help.eploy.example/dns?a&b"), Some("help.eploy.example"))
    );
    assert_eq!(setup.domain.as_deref(), Some("example.com"));
    assert_eq!(setup.variables, [("region".to_owned(), "eu-west-1".to_owned())]);
    assert_eq!(setup.missing(), ["token", "t1"]);
    let ids: Vec<&str> = setup.needs.iter().map(|need| need.id.as_str()).collect();
    assert_eq!(
        ids,
        ["txt-_amazonses", "cname-{t1}._domainkey", "txt-@", "mx-eploymail", "txt-eploymail", "txt-_dmarc"]
    );
}

#[test]
fn links_are_decoded_by_the_contract() {
    for (link, expected) in [
        ("#/setup?need=TXT+@+spf:include:a.example", "TXT @ spf:include:a.example"),
        ("/setup?need=txt%20@%20SPF:%2Binclude:a.example", "TXT @ spf:include:a.example"),
        ("setup?need=TXT+@+is:a+b%2Bc", "TXT @ is:a+b+c"),
        ("#/setup?need=TXT+@+starts:a+b", "TXT @ starts:a+b"),
        ("#/setup?need=TXT+k._domainkey+dkim:A+B/=", "TXT k._domainkey dkim:A+B/="),
        ("#/setup?need=MX+@+only+10+a.example", "MX @ only 10 a.example"),
        ("#/setup?need=TXT @ is:a=b%3dc", "TXT @ is:a=b=c"),
        ("#/setup?need=TXT @ is:100%&x=y&utm_source=mail", "TXT @ is:100%"),
        ("#/setup?v=1&amp;for=A&amp;need=TXT @ is:a%26amp;b", "TXT @ is:a&amp;b"),
        ("#/setup?v=1&amp;amp;need=TXT @ is:x", "TXT @ is:x"),
        ("#/setup?need=TXT @ is: two  blanks ", "TXT @ is: two  blanks "),
        ("#/setup?need=CNAME s1._domainkey a.example.", "CNAME s1._domainkey a.example."),
        (
            "#/setup?need=TXT+_dmarc+dmarc:P>=Reject, ruf~me@a.example,sp=none",
            "TXT _dmarc dmarc:p>=reject,ruf~me@a.example,sp=none",
        ),
        ("#/setup?need=TXT @ spf:exists:%{i}.{region}.example", "TXT @ spf:exists:%{i}.{region}.example"),
        ("https://a.example/x?y=1#/setup?need=TXT @ is:x#y", "TXT @ is:x#y"),
    ] {
        assert_eq!(needs(link), [expected], "{link}");
    }
    assert_eq!(parse("#/setup?for=A+%2B+B&need=TXT+@+is:x").unwrap().vendor.as_deref(), Some("A + B"));
    assert_eq!(parse("#/setup?set.a=b+c&need=TXT+@+is:x").unwrap().variables[0].1, "b+c", "a plus is a plus");
    assert_eq!(parse("#/setup?set.a=&need=TXT+@+is:{a}").unwrap().missing(), ["a"]);
}

#[test]
fn a_broken_link_says_what_is_wrong_and_where() {
    let mut wrong = Vec::new();
    for (link, at, words) in [
        ("", 0, "no link to a checklist"),
        ("#/explain?r=x", 0, "no link to a checklist"),
        ("#/setup/x?need=TXT @ is:x", 0, "no link to a checklist"),
        ("#/setup", 7, "names no record"),
        ("#/setup?v=2&need=TXT @ is:x", 10, "version `2`"),
        ("#/setup?v=&need=TXT @ is:x", 10, "version"),
        ("#/setup?help=http://a.example&need=TXT @ is:x", 13, "`https://`"),
        ("#/setup?help=https://a@b.example/&need=TXT @ is:x", 21, "plain host name"),
        ("#/setup?help=javascript:alert(1)&need=TXT @ is:x", 13, "`https://`"),
        ("#/setup?need=x", 13, "three parts"),
        ("#/setup?need=TXT @", 17, "test is missing"),
        ("#/setup?need=SRV @ is:x", 13, "`SRV`"),
        ("#/setup?need=TXT  is:x", 17, "two blanks"),
        ("#/setup?need=TXT a..b is:x", 17, "can't be a name"),
        ("#/setup?need=TXT a. is:x", 18, "dot"),
        ("#/setup?need=TXT a{} is:x", 18, "character|braces|name"),
        ("#/setup?need=TXT a*b is:x", 18, "no name has"),
        ("#/setup?need=TXT x.{domain} is:x", 17, "relative"),
        ("#/setup?domain=a.example&need=TXT x.a.example is:x", 25, "relative"),
        ("#/setup?need=TXT @ has:x", 19, "one of"),
        ("#/setup?need=TXT @ is:", 22, "must stand"),
        ("#/setup?need=TXT @ spf:a mx", 24, "without blanks"),
        ("#/setup?need=TXT @ spf:-a", 23, "sign"),
        ("#/setup?need=TXT @ spf:all", 23, "every server"),
        ("#/setup?need=TXT @ spf:redirect=a.example", 23, "no server"),
        ("#/setup?need=TXT @ spf:includ:a.example", 23, "can read"),
        ("#/setup?need=TXT s dkim:v=DKIM1;p=x", 31, "base64"),
        ("#/setup?need=TXT _dmarc dmarc:p>none", 30, "test of a tag"),
        ("#/setup?need=TXT _dmarc dmarc:p>=some", 33, "`none`"),
        ("#/setup?need=TXT _dmarc dmarc:p=none,rua>=none", 37, "`p`, `sp` and `np`"),
        ("#/setup?need=TXT _dmarc dmarc:rua~mailto:a@b.example", 40, "without `mailto:`"),
        ("#/setup?need=TXT _dmarc dmarc:p=none;x=y", 36, "semicolon"),
        ("#/setup?need=MX @ a.example", 18, "priority"),
        ("#/setup?need=MX @ ten a.example", 18, "65535"),
        ("#/setup?need=MX @ 10 a.example b", 31, "ends after"),
        ("#/setup?need=CNAME a localhost", 21, "one word"),
        ("#/setup?for=é😀%0A&need=TXT @ is:x", 15, "can't be seen"),
        ("#/setup?for=%E2%80%AEx&need=TXT @ is:x", 12, "can't be seen"),
        ("#/setup?set.domain=x&need=TXT @ is:x", 8, "reader's own"),
        ("#/setup?set.a%20b=x&need=TXT @ is:x", 8, "variable"),
        ("#/setup?for=a&for=b&need=TXT @ is:x", 14, "twice"),
    ] {
        let error = error(link);
        let said = words.split('|').any(|word| error.message.contains(word)) && error.message.ends_with('.');
        if error.at != at || !said {
            wrong.push(format!("{link}: {at} {words}: {error:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_link_has_limits() {
    let many = |n: usize, part: &dyn Fn(usize) -> String| (0..n).map(part).collect::<String>();
    let need = |i: usize| format!("&need=TXT a{i} is:x");
    assert_eq!(needs(&format!("#/setup?v=1{}", many(link::NEEDS, &need))).len(), 40);
    assert!(error(&format!("#/setup?v=1{}", many(41, &need))).message.contains("40 needs"));
    let set = |i: usize| format!("&set.v{i}=x");
    assert!(parse(&format!("#/setup?need=TXT @ is:x{}", many(40, &set))).is_ok());
    assert!(error(&format!("#/setup?need=TXT @ is:x{}", many(41, &set))).message.contains("40 variables"));
    let used = |i: usize| format!("&need=TXT a is:{{v{i}}}{{w{i}}}");
    assert!(error(&format!("#/setup?v=1{}", many(21, &used))).message.contains("40 variables"));
    let start = "#/setup?need=TXT @ is:";
    let longest = format!("{start}{}", "x".repeat(link::LONGEST - start.len()));
    assert!(parse(&longest).is_ok());
    assert_eq!(error(&format!("{longest}x")).at, link::LONGEST);
    let vendor = |n: usize| format!("#/setup?for={}&need=TXT @ is:x", "é".repeat(n));
    assert!(parse(&vendor(60)).is_ok());
    assert_eq!(error(&vendor(61)).at, 72, "at the first character that is too many");
}

/// A small generator that gives the same numbers everywhere.
struct Seeded(u64);

impl Seeded {
    fn next(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % below as u64).unwrap()
    }

    fn pick<'t>(&mut self, from: &[&'t str]) -> &'t str {
        from[self.next(from.len())]
    }
}

fn any_need(random: &mut Seeded) -> String {
    let name = random.pick(&["@", "_dmarc", "{t1}._domainkey", "a.b", "A-1", "{x}{y}"]);
    match random.next(9) {
        0 => format!(
            "TXT {name} spf:{}",
            random.pick(&[
                "include:a.example",
                "a",
                "mx/24",
                "ip4:192.0.2.0/24",
                "exists:%{i}.x.example",
                "include:{x}"
            ])
        ),
        1 => format!("TXT {name} dkim"),
        2 => format!("TXT {name} dkim:{}", random.pick(&["MIGf+/=", "{key}", "A+{x}"])),
        3 => {
            let tests = [
                "p=none",
                "p>=reject",
                "sp>=none",
                "rua~a.example",
                "ruf~me+you@a.example",
                "adkim=s",
                "rua~{x}",
            ];
            let count = random.next(3) + 1;
            let list: Vec<&str> = (0..count).map(|_| random.pick(&tests)).collect();
            format!("TXT {name} dmarc:{}", list.join(","))
        }
        4 => format!(
            "TXT {name} is:{}",
            random.pick(&["x", " a  b ", "a+b&c=d#e?f", "é😀", "%41", "&amp;", "{t}", "{\"a\":1}"])
        ),
        5 => format!("TXT {name} starts:{}", random.pick(&["MS=", "+", "a b"])),
        6 => format!(
            "MX {name} {} {}",
            random.pick(&["0", "10", "65535"]),
            random.pick(&["a.example", "{x}.b.example", "A.Example."])
        ),
        7 => format!("MX {name} only 10 a.example"),
        _ => format!("CNAME {name} {}", random.pick(&["{t1}.dkim.example", "x.example."])),
    }
}

#[test]
fn a_link_reads_back_to_the_same_setup() {
    let mut random = Seeded(1);
    for _ in 0..2000 {
        let mut setup = Setup {
            vendor: [None, Some("A & B + C".to_owned()), Some("Éploy \"x\" <b>".to_owned())][random.next(3)]
                .clone(),
            help: [None, Some("https://a.example/x?y=1&z=%20#w".to_owned())][random.next(2)].clone(),
            domain: [None, Some("bücher.example".to_owned())][random.next(2)].clone(),
            variables: (0..random.next(4))
                .map(|i| (format!("v-{i}"), random.pick(&["x+y", "a&b=c", "%", " "]).to_owned()))
                .collect(),
            needs: Vec::new(),
        };
        for _ in 0..=random.next(6) {
            setup.needs.push(Need::read(&any_need(&mut random)).unwrap());
        }
        setup.number();
        let link = format(&setup);
        assert_eq!(parse(&link), Ok(setup.clone()), "{link}");
        assert!(link.is_ascii());
        assert_eq!(parse(&format!("https://a.example/{}", link.replace('&', "&amp;"))), Ok(setup), "{link}");
    }
}

#[test]
fn hostile_links_do_no_harm() {
    let pieces = [
        "#",
        "/",
        "setup",
        "#/setup?",
        "?",
        "&",
        "&amp;",
        "amp;",
        "=",
        "need=",
        "&need=",
        "set.",
        "&set.a=",
        "for=",
        "help=",
        "v=1",
        "v=",
        "https://",
        "javascript:",
        "<script>",
        "\"",
        "'",
        "`",
        "TXT",
        "MX",
        "CNAME",
        "+",
        "%20",
        " ",
        "@",
        "_dmarc",
        "spf:",
        "dkim:",
        "dkim",
        "dmarc:",
        "is:",
        "starts:",
        "only",
        "10",
        "{",
        "}",
        "{a}",
        "{domain}",
        "%7B",
        "%",
        "%2",
        "%zz",
        "%FF",
        "%00",
        "%0A",
        "%E2%80%AE",
        "é",
        "😀",
        "\u{202e}",
        "\u{0}",
        "\n",
        "a.example",
        "include:a.example",
        "p>=none",
        "rua~",
        ",",
        ";",
        ".",
        "..",
        "*",
        "\\",
        "99999",
        "-1",
    ];
    let mut random = Seeded(42);
    for round in 0..10_000 {
        let mut link = String::from(if round % 2 == 0 { "#/setup?" } else { "" });
        for _ in 0..random.next(24) {
            link.push_str(random.pick(&pieces));
            if random.next(9) == 0 {
                link.push(char::from_u32(random.next(0x2_0000) as u32).unwrap_or('x'));
            }
        }
        match parse(&link) {
            Ok(setup) => {
                assert_eq!(parse(&format(&setup)), Ok(setup.clone()), "{link:?}");
                assert!(setup.help.is_none() || setup.help_host().is_some(), "{link:?}");
            }
            Err(error) => {
                assert!(error.at <= link.encode_utf16().count(), "{link:?}: {error:?}");
                assert!(error.message.ends_with('.'), "{link:?}: {error:?}");
            }
        }
    }
}

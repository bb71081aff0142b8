//! What an article leaves open for each reader to fill in, and what was pasted with the gap in it: `<your-domain>`,
//! `{customer}`, `YOURDOMAIN`.

use super::{Confidence, Finding, Findings, Fix, Rule, Severity};
use crate::facts::{Facts, Item};
use crate::record::dkim::DkimTag;
use crate::record::{Reading, Record};
use crate::text::prose::code;
use crate::text::{Span, list};

/// A gap that was to be filled in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Gap {
    span: Span,
    /// Nothing else can be meant; `yourdomain.com` may be somebody's own name.
    is_sure: bool,
}

/// No longer text stands in a gap.
const LONGEST: usize = 60;

/// One finding on all gaps of a record; `effect` says what becomes of them.
pub fn report(rule: &'static Rule, record: usize, item: &Item, effect: &str, out: &mut Findings) {
    let text = item.value.as_str();
    let gaps = gaps(item);
    let Some(first) = gaps.iter().find(|gap| gap.is_sure).or(gaps.first()) else { return };
    let mut words: Vec<String> = Vec::new();
    for gap in gaps.iter().filter(|gap| gap.is_sure == first.is_sure) {
        let word = code(gap.span.text(text));
        if !words.contains(&word) && words.len() < 4 {
            words.push(word);
        }
    }
    let (verb, gap) = if words.len() == 1 { ("is", "a gap") } else { ("are", "gaps") };
    let is_broken = item.record.reading() != Reading::Used;
    let (severity, message) = if first.is_sure || is_broken {
        let message =
            format!("{} {verb} {gap} that an article leaves for you to fill in. {effect}", list(&words));
        (Severity::Error, message)
    } else {
        let looks = if words.len() == 1 { "looks" } else { "look" };
        let message = format!(
            "{} {looks} like {gap} that an article leaves for you to fill in. Nothing works by it, unless it is a name of \
             your own.",
            list(&words)
        );
        (Severity::Warning, message)
    };
    let fix =
        Fix::new("Write your own value there, as the service shows it to you", None, Confidence::Review);
    out.push(Finding::new(rule, record, first.span, message).weighing(severity).fixed_by(fix));
}

/// Takes out what other rules say of a gap: that it is no address, no key, or right.
pub fn settle(facts: &Facts, findings: &mut Vec<Finding>) {
    let told: Vec<usize> =
        findings.iter().filter(|found| is_ours(found.rule)).filter_map(|found| found.record).collect();
    for record in told {
        let Some(item) = facts.items.get(record) else { continue };
        let gaps = gaps(item);
        let whole = Span::new(0, item.value.len());
        findings.retain(|found| {
            let Some(span) = found.span.filter(|span| found.record == Some(record) && *span != whole) else {
                return true;
            };
            let holds = |gap: &Gap| span.start < gap.span.end && gap.span.start < span.end;
            is_ours(found.rule) || !gaps.iter().any(holds)
        });
    }
}

fn is_ours(rule: &Rule) -> bool {
    rule.id.ends_with("-placeholder")
}

/// The gaps of a record, but for those in a note for people.
fn gaps(item: &Item) -> Vec<Gap> {
    let text = item.value.as_str();
    let mut gaps = brackets(text);
    let is_own = |word: &str| item.name.as_deref().is_some_and(|name| plain(name).contains(&plain(word)));
    for word in maybe_open(text) {
        let written = word.text(text);
        if is_open_word(written)
            && !is_own(written)
            && !is_of_a_host(text, word)
            && !gaps.iter().any(|gap| gap.span.covers(word))
        {
            gaps.push(Gap { span: word, is_sure: false });
        }
    }
    if let Record::Dkim(dkim) = &item.record {
        if let Some(notes) = dkim.tag(DkimTag::Notes) {
            gaps.retain(|gap| !notes.span.covers(gap.span));
        }
        let key = dkim.key_span(text);
        for dots in ["...", "…"] {
            let at = key.text(text).find(dots).map(|at| key.start + at);
            gaps.extend(at.map(|at| Gap { span: Span::new(at, at + dots.len()), is_sure: true }));
        }
    }
    if let Record::Spf(spf) = &item.record {
        let values = spf.terms.iter().filter_map(|term| term.value);
        let open = values.filter(|value| is_open_address(value.text(text)));
        gaps.extend(open.map(|span| Gap { span, is_sure: true }));
    }
    gaps.sort_by_key(|gap| gap.span.start);
    gaps
}

/// Words within `<>`, `[]`, `{}` or `%%`, or behind `$`.
fn brackets(text: &str) -> Vec<Gap> {
    let mut gaps = Vec::new();
    let mut at = 0;
    let opens = |b: u8| matches!(b, b'<' | b'[' | b'{' | b'%' | b'$');
    while let Some(found) = text.as_bytes()[at..].iter().position(|b| opens(*b)) {
        let start = at + found;
        let rest = &text[start..];
        at = start + 1;
        let open = rest.as_bytes()[0];
        let close = match open {
            b'<' => '>',
            b'[' => ']',
            b'{' => '}',
            b'%' => '%',
            _ => {
                // `${domain}` is found by its bracket.
                let word = rest[1..].bytes().take_while(|b| b.is_ascii_alphanumeric() || *b == b'_').count();
                // In the middle of a word, the sign is part of it: `reports$example@…`.
                let is_inside = text[..start].ends_with(|c: char| c.is_ascii_alphanumeric());
                if word > 2 && !is_inside && !rest[1..].starts_with(|c: char| c.is_ascii_digit()) {
                    gaps.push(Gap { span: Span::new(start, start + 1 + word), is_sure: true });
                }
                continue;
            }
        };
        // `%{d}` is a macro of SPF, and `%20` a code of an address.
        if open != b'%' && text[..start].ends_with('%') {
            continue;
        }
        let run = if open == b'%' { 1 } else { rest.bytes().take_while(|b| *b == open).count() };
        // Bounded: a sign may be opened over and over, and never closed.
        let mut near = rest.bytes().skip(run).take(LONGEST + 1);
        let Some(length) = near.position(|b| char::from(b) == close) else { continue };
        let inside = &rest[run..run + length];
        if !is_open(inside, open) {
            continue;
        }
        let end = start + run + length;
        let closing =
            if open == b'%' { 1 } else { text[end..].chars().take(run).take_while(|c| *c == close).count() };
        at = end + closing;
        gaps.push(Gap { span: Span::new(start, at), is_sure: true });
    }
    gaps
}

/// What stands in brackets stands for something else: words, and neither an address nor a value that was meant.
fn is_open(inside: &str, open: u8) -> bool {
    const VALUES: [&str; 22] = [
        "none",
        "quarantine",
        "reject",
        "all",
        "mx",
        "include",
        "ptr",
        "rsa",
        "ed25519",
        "sha256",
        "mailto",
        "dmarc1",
        "spf1",
        "dkim1",
        // Tags of a web page.
        "br",
        "br/",
        "wbr",
        "strong",
        "em",
        "span",
        "div",
        "pre",
    ];
    let is_code = open == b'%' && (inside.len() < 3 || inside.bytes().take(2).all(|b| b.is_ascii_hexdigit()));
    let bare = inside.trim();
    bare.len() > 1
        && bare.starts_with(char::is_alphabetic)
        && bare.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_' | '.' | '\'' | '’' | '|' | '/'))
        && !is_code
        && !VALUES.iter().any(|value| bare.eq_ignore_ascii_case(value))
        // `<mail.example.com>` is a name with brackets around it.
        && (!bare.contains('.') || bare.contains(' ') || words(bare).any(|word| is_open_word(word.text(bare))))
}

/// `dedi1.your-server.de`: the name of each server that Hetzner lets ends so.
fn is_of_a_host(text: &str, word: Span) -> bool {
    let rest = &text[word.end..];
    let end =
        rest.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '.'))).unwrap_or(rest.len());
    word.text(text).eq_ignore_ascii_case("your-server")
        && rest[..end].trim_end_matches('.').eq_ignore_ascii_case(".de")
}

/// Runs of letters, digits, hyphens and underscores.
fn words(text: &str) -> impl Iterator<Item = Span> {
    text.split(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_')))
        .filter(|word| word.len() > 3)
        .map(|word| Span::of(text, word))
}

/// Those of them that start as a word does that is written in the place of another.
fn maybe_open(text: &str) -> impl Iterator<Item = Span> {
    let bytes = text.as_bytes();
    let is_of_word = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_');
    (0..bytes.len())
        .filter(move |at| matches!(bytes[*at], b'y' | b'Y' | b'x' | b'X'))
        .filter(move |at| at.checked_sub(1).is_none_or(|before| !is_of_word(&bytes[before])))
        .map(move |at| Span::new(at, at + bytes[at..].iter().take_while(|b| is_of_word(b)).count()))
        .filter(|word| word.len() > 3)
}

/// `YOURDOMAIN`, `your-company`, `xxxx`: a word that articles write in the place of another.
fn is_open_word(word: &str) -> bool {
    const OPEN: [&str; 24] = [
        "domain",
        "domainname",
        "domaincom",
        "company",
        "companyname",
        "email",
        "emailaddress",
        "mailserver",
        "server",
        "serverip",
        "serveripaddress",
        "ip",
        "ipaddress",
        "hostname",
        "tenant",
        "tenantname",
        "key",
        "publickey",
        "dkimkey",
        "selector",
        "username",
        "customerid",
        "subdomain",
        "organization",
    ];
    // A key is long, and nearly every word is none of these.
    if word.len() > 40 || !word.starts_with(['y', 'Y', 'x', 'X']) {
        return false;
    }
    let plain = plain(word);
    let plain = plain.strip_suffix("here").unwrap_or(&plain);
    plain.strip_prefix("your").is_some_and(|rest| OPEN.contains(&rest))
        || (plain.len() > 3 && plain.bytes().all(|b| b == b'x'))
}

fn plain(word: &str) -> String {
    word.chars().filter(|c| !matches!(c, '-' | '_')).map(|c| c.to_ascii_lowercase()).collect()
}

/// `x.x.x.x`, `203.0.113.xxx`: an IPv4 address of which not all is there.
fn is_open_address(value: &str) -> bool {
    if !value.contains(['x', 'X']) {
        return false;
    }
    let parts: Vec<&str> = value.split('.').collect();
    let is_open = |part: &&str| !part.is_empty() && part.bytes().all(|b| matches!(b, b'x' | b'X'));
    parts.len() == 4
        && parts.iter().any(is_open)
        && parts
            .iter()
            .all(|part| is_open(part) || (!part.is_empty() && part.bytes().all(|b| b.is_ascii_digit())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paste::Hints;
    use crate::report::explain_records;

    #[test]
    fn gaps_are_told_from_what_was_meant() {
        for (text, expected) in [
            ("v=spf1 include:{customer}.spf.example.com -all", Some(Severity::Error)),
            ("v=spf1 include:<your-domain>.spf.example.com -all", Some(Severity::Error)),
            ("v=spf1 include:[Your Domain].spf.example.com -all", Some(Severity::Error)),
            ("v=spf1 include:{{ customer_id }}.spf.example.com -all", Some(Severity::Error)),
            ("v=spf1 include:%CUSTOMER%.spf.example.com -all", Some(Severity::Error)),
            ("v=spf1 include:%%customer%%.spf.example.com -all", Some(Severity::Error)),
            ("v=spf1 include:${TENANT}.spf.example.com -all", Some(Severity::Error)),
            ("v=spf1 include:$tenant.spf.example.com -all", Some(Severity::Error)),
            ("v=spf1 ip4:<your server's IP address> -all", Some(Severity::Error)),
            ("v=spf1 ip4:x.x.x.x -all", Some(Severity::Error)),
            ("v=spf1 ip4:203.0.113.xxx -all", Some(Severity::Error)),
            ("v=spf1 ip4:YOUR_SERVER_IP -all", Some(Severity::Error)),
            ("v=spf1 include:YOURDOMAIN.spf.example.com -all", Some(Severity::Warning)),
            ("v=DMARC1; p=none; rua=mailto:dmarc@[yourdomain]", Some(Severity::Error)),
            ("v=DMARC1; p=none; rua=mailto:<your-email>", Some(Severity::Error)),
            ("v=DMARC1; p=none; rua=mailto:dmarc@your-domain.com", Some(Severity::Warning)),
            ("v=DMARC1; p=<none|quarantine|reject>; rua=mailto:a@x.y", Some(Severity::Error)),
            ("v=DKIM1; k=rsa; p=<public key>", Some(Severity::Error)),
            ("v=DKIM1; k=rsa; p=YOUR_PUBLIC_KEY_HERE", Some(Severity::Error)),
            ("v=DKIM1; k=rsa; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDwIRP/...", Some(Severity::Error)),
            ("example.com. MX 10 <yourdomain>.mail.protection.outlook.com", Some(Severity::Error)),
            ("example.com. MX 10 mail.yourdomain.com.", Some(Severity::Warning)),
            // Macros, addresses, values and names that were meant.
            ("v=spf1 exists:%{ir}.%{v}._spf.%{d2} -all", None),
            ("v=spf1 include:<spf.example.com> -all", None),
            ("v=spf1 include:yourdomains.example -all", None),
            ("v=spf1 include:spf.site.xxx -all", None),
            ("v=spf1 include:spf.yourmembership.com -all", None),
            ("v=spf1 include:spf.yourhosting.nl -all", None),
            ("v=spf1 include:yourdomainprovider.example -all", None),
            ("v=spf1 include:u123xxxx.example.com -all", None),
            ("v=spf1 include:xxxx-12ab.example.com -all", None),
            ("v=DMARC1; p=none; rua=mailto:xxxx12ab@rua.example.com", None),
            ("v=spf1 include:xxxx.example.com -all", Some(Severity::Warning)),
            ("v=spf1 include:your-company.example.com -all", Some(Severity::Warning)),
            ("v=DMARC1; p=<reject>; rua=mailto:a@x.y", None),
            ("v=DMARC1; p=none; rua=mailto:a@[192.0.2.1]", None),
            ("v=DMARC1; p=none; rua=mailto:a%20b%2Cc@x.y", None),
            ("v=DMARC1; p=none; rua=mailto:reports$example@x.y", None),
            ("v=DMARC1; p=none; rua=mailto:$reports@x.y", Some(Severity::Error)),
            ("v=DKIM1; n=<your key>; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=", None),
            ("yourdomain.com. MX 10 mail.yourdomain.com.", None),
            ("v=spf1 a:dedi1.your-server.de -all", None),
            ("example.com. MX 10 www1.your-server.de.", None),
            ("example.com. MX 10 mail.your-server.de.example.com.", Some(Severity::Warning)),
            ("example.com. MX 10 mail.your-server.com.", Some(Severity::Warning)),
        ] {
            let report = explain_records(text, &Hints::default());
            let [record] = report.records.as_slice() else { panic!("{text}") };
            let found: Vec<Severity> = record
                .findings
                .iter()
                .filter(|found| is_ours(found.rule))
                .map(|found| found.severity)
                .collect();
            assert_eq!(found, Vec::from_iter(expected), "{text}");
        }
    }

    #[test]
    fn of_a_gap_nothing_else_is_said() {
        for (text, expected) in [
            ("v=spf1 ip4:<your server IP> mx", &["spf-placeholder"][..]),
            ("v=spf1 a:{first}.example a:{second}.example -all", &["spf-placeholder", "spf-ends-clearly"]),
            ("v=DMARC1; p=reject; rua=mailto:<your-email>", &["dmarc-placeholder", "dmarc-enforces"]),
            ("v=DMARC1; p=reject; rua=mailto:a@yourdomain.com", &["dmarc-placeholder", "dmarc-enforces"]),
            ("v=DKIM1; k=rsa; p=<public key>", &["dkim-placeholder"]),
            ("example.com. MX 10 <yourdomain>.mail.protection.outlook.com", &["mx-placeholder"]),
        ] {
            let report = explain_records(text, &Hints::default());
            let ids: Vec<&str> = report.records[0].findings.iter().map(|found| found.rule.id).collect();
            assert_eq!(ids, expected, "{text}");
        }
    }
}

//! The domain that a reader means, however it was typed: an address, a link, a name with blanks around it.

use std::net::IpAddr;

use super::{Name, NameProblem};
use crate::text::prose::code;

/// The longest text that is looked at, in bytes: links may be long.
const LONGEST: usize = 4096;

/// What a name with letters outside ASCII is in DNS, as `xn--bcher-kva.example`; none where it can't be there.
pub type ToAscii<'a> = &'a dyn Fn(&str) -> Option<String>;

/// A domain that was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Typed {
    /// The domain, as DNS has it.
    pub name: Name,
    /// The domain as it is shown: with the letters that were typed.
    pub shown: String,
    /// The DKIM selector that was typed along with it, as in `s1._domainkey.example.com`.
    pub selector: Option<String>,
    /// How it was understood, as sentences; none where it was typed as DNS has it.
    pub notes: Vec<String>,
}

impl Typed {
    /// Reads what was typed.
    ///
    /// # Errors
    /// A sentence that says why no domain is in it, or what to type instead.
    pub fn read(typed: &str, to_ascii: ToAscii<'_>) -> Result<Self, String> {
        let text = typed.trim_matches(is_blank);
        if text.len() > LONGEST {
            return Err(format!("{} is too long to be a domain, a mail address or a link.", code(text)));
        }
        let (form, host) = extract(text);
        let host: String = host.chars().filter(|c| !is_invisible(*c)).map(dot).collect();
        let host = host.trim_matches(is_blank);
        // The root is none of anybody's domains, so all dots at the end may go.
        let host = host.trim_end_matches('.');
        if host.is_empty() {
            return Err(nothing(text, form));
        }
        refuse_ip(host)?;
        let (star, host) = match host.strip_prefix("*.") {
            Some(rest) => (true, rest),
            None => (false, host),
        };
        let (whole, shown) = if host.is_ascii() {
            (host.to_ascii_lowercase(), None)
        } else {
            refuse_characters(host)?;
            let ascii = to_ascii(host)
                .filter(|ascii| ascii.is_ascii())
                .ok_or_else(|| format!("{} holds letters that no domain has in this order.", code(host)))?;
            let ascii = ascii.to_ascii_lowercase();
            let shown = ascii.split('.').any(|label| label.starts_with("xn--")).then(|| host.to_lowercase());
            (ascii, shown)
        };
        refuse_ip(&whole)?;
        refuse_characters(&whole)?;
        let whole = Name::literal(&whole).map_err(|problem| says(host, problem))?;

        let (name, below) = parent_domain(&whole);
        let Some(name) = name.filter(|name| name.depth() > 1) else {
            return Err(format!(
                "{} is one word alone; a domain has two or more, as in `example.com`.",
                code(host)
            ));
        };
        let last = name.as_str().rsplit('.').next().unwrap_or_default();
        if last.bytes().all(|b| b.is_ascii_digit()) {
            return Err(format!("{} ends in a number, and no domain does.", code(host)));
        }
        let selector =
            below.as_deref().and_then(|below| below.strip_suffix("._domainkey")).map(str::to_owned);
        let shown = shown.map_or_else(|| name.to_string(), |shown| tail(&shown, name.depth()));

        let mut notes = Vec::new();
        match form {
            Form::Mail => {
                notes.push(format!("{} is the domain of the address {}.", code(&shown), code(text)))
            }
            Form::Web => notes.push(format!("{} is the domain in the link {}.", code(&shown), code(text))),
            Form::Name => {}
        }
        if let Some(below) = below {
            notes.push(match selector {
                Some(_) => format!(
                    "{} is where a DKIM key of {} stands, so that domain is looked up.",
                    code(whole.as_str()),
                    code(&shown)
                ),
                None => format!(
                    "{} is a place for records of {}, so that domain is looked up.",
                    code(&[&below, ".", name.as_str()].concat()),
                    code(&shown)
                ),
            });
        }
        if star {
            notes.push(format!("The `*` stands for every name below {}.", code(&shown)));
        }
        if shown != name.as_str() {
            notes.push(format!("DNS has {} as {}.", code(&shown), code(name.as_str())));
        }
        if notes.is_empty() && typed != name.as_str() {
            notes.push(format!("Read as {}.", code(name.as_str())));
        }
        Ok(Self { name, shown, selector, notes })
    }
}

/// What kind of text the domain was in.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Name,
    Mail,
    Web,
}

/// The part of a text that should be a host.
fn extract(text: &str) -> (Form, &str) {
    let mut text = text;
    // `Name <user@example.com>`, as mail programs copy it.
    if let Some((_, rest)) = text.rsplit_once('<')
        && let Some((inner, _)) = rest.split_once('>')
    {
        text = inner;
    }
    text = text.trim_matches(|c| is_blank(c) || is_wrapping(c));
    let mut form = Form::Name;
    if let Some(rest) = strip_prefix_ignoring_case(text, "mailto:") {
        text = rest.split('?').next().unwrap_or_default();
        form = Form::Mail;
    } else if let Some(at) = text.find("//")
        && (at == 0 || text[..at].ends_with(':'))
    {
        text = &text[at + 2..];
        form = Form::Web;
    }
    if form != Form::Mail {
        // RFC 3986 §3.2: the authority ends at the first of these.
        let end = text.find(['/', '?', '#', '\\']).unwrap_or(text.len());
        if end < text.len() {
            form = Form::Web;
        }
        text = &text[..end];
    }
    if let Some((_, host)) = text.rsplit_once(['@', '＠']) {
        text = host;
        if form == Form::Name {
            form = Form::Mail;
        }
    }
    if let Some((host, port)) = text.rsplit_once(':')
        && !host.contains(':')
        && port.bytes().all(|b| b.is_ascii_digit())
    {
        text = host;
        form = if form == Form::Name { Form::Web } else { form };
    }
    (form, text.trim_matches(|c| is_blank(c) || is_wrapping(c)))
}

fn strip_prefix_ignoring_case<'t>(text: &'t str, prefix: &str) -> Option<&'t str> {
    let (head, rest) = text.split_at_checked(prefix.len())?;
    head.eq_ignore_ascii_case(prefix).then_some(rest)
}

/// The domain whose records stand at a name with an underscore in it, and what stands before that domain.
fn parent_domain(whole: &Name) -> (Option<Name>, Option<String>) {
    let labels = whole.labels();
    match labels.iter().rposition(|label| label.first() == Some(&b'_')) {
        None => (Some(whole.clone()), None),
        Some(at) => {
            let below = Name::from_labels(&labels[..=at]).ok().map(|name| name.to_string());
            let rest = &labels[at + 1..];
            (Name::from_labels(rest).ok().filter(|_| !rest.is_empty()), below)
        }
    }
}

/// The last labels of a name.
fn tail(shown: &str, labels: usize) -> String {
    let all: Vec<&str> = shown.split('.').collect();
    all[all.len().saturating_sub(labels)..].join(".")
}

fn nothing(text: &str, form: Form) -> String {
    match form {
        Form::Mail => format!("{} has no domain after its `@`.", code(text)),
        Form::Web => format!("The link {} names no domain.", code(text)),
        Form::Name if text.is_empty() => {
            "Type a domain, a mail address or a link, as in `example.com`.".to_owned()
        }
        Form::Name => format!("{} holds no domain.", code(text)),
    }
}

fn refuse_ip(host: &str) -> Result<(), String> {
    match host.parse::<IpAddr>() {
        Ok(_) => Err(format!(
            "{} is the address of a server. Mail records belong to a domain: type what stands behind the `@` of a \
             mail address, as in `example.com`.",
            code(host)
        )),
        Err(_) => Ok(()),
    }
}

/// Refuses what can't be part of a domain that mail is sent from; letters outside ASCII are left to whoever knows.
fn refuse_characters(host: &str) -> Result<(), String> {
    if host.contains(is_blank) {
        return Err(format!("{} has a blank in it, and a domain has none.", code(host)));
    }
    if host.contains(['@', '＠', ',', ';']) {
        return Err(format!("{} is more than one name; type one of them.", code(host)));
    }
    let odd =
        host.chars().find(|c| c.is_ascii() && !c.is_ascii_alphanumeric() && !matches!(c, '.' | '-' | '_'));
    match odd {
        Some(odd) if odd.is_ascii_control() => {
            Err(format!("{} holds a character that can't be seen, and a domain has none.", code(host)))
        }
        Some(odd) => {
            Err(format!("{} holds {}, and a domain can't.", code(host), code(odd.encode_utf8(&mut [0; 4]))))
        }
        None => Ok(()),
    }
}

fn says(host: &str, problem: NameProblem) -> String {
    let host = code(host);
    match problem {
        NameProblem::Empty | NameProblem::EmptyLabel => {
            format!("{host} has a dot too many: between two dots of a domain stands a word.")
        }
        NameProblem::LongLabel => {
            format!("{host} has a part of more than 63 characters, so it can't be in DNS.")
        }
        NameProblem::LongName => format!("{host} has more than 253 characters, so it can't be in DNS."),
        NameProblem::NotAscii | NameProblem::BadEscape => {
            format!("{host} holds letters that no domain has.")
        }
    }
}

fn is_blank(c: char) -> bool {
    c.is_whitespace() || is_invisible(c)
}

/// Marks that come along with copied text and show nothing.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// What stands around a domain in a sentence or a table.
fn is_wrapping(c: char) -> bool {
    matches!(
        c,
        '<' | '>'
            | '('
            | ')'
            | '['
            | ']'
            | '"'
            | '\''
            | '`'
            | ','
            | ';'
            | '!'
            | '?'
            | '“'
            | '”'
            | '„'
            | '‘'
            | '’'
            | '«'
            | '»'
            | '…'
    )
}

/// The dots of other scripts, which IDNA takes for dots too (RFC 3490, section 3.1).
fn dot(c: char) -> char {
    if matches!(c, '。' | '．' | '｡') { '.' } else { c }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Knows two names, as a browser would.
    fn read(typed: &str) -> Result<Typed, String> {
        Typed::read(typed, &|name| match name.to_lowercase().as_str() {
            "bücher.example" => Some("xn--bcher-kva.example".to_owned()),
            "_dmarc.bücher.example" => Some("_dmarc.xn--bcher-kva.example".to_owned()),
            "ｅｘａｍｐｌｅ.com" => Some("example.com".to_owned()),
            "１９２.0.2.1" => Some("192.0.2.1".to_owned()),
            _ => None,
        })
    }

    #[test]
    fn a_name_as_dns_has_it_needs_no_word() {
        for typed in ["example.com", "www.example.com", "xn--bcher-kva.example", "a-b.c1.example"] {
            let read = read(typed).unwrap();
            assert_eq!((read.name.as_str(), read.shown.as_str()), (typed, typed));
            assert_eq!(read.notes, [""; 0], "{typed}");
        }
    }

    #[test]
    fn names_are_understood_and_it_is_said_how() {
        for (typed, name, note) in [
            (
                "user@Example.COM ",
                "example.com",
                "`example.com` is the domain of the address `user@Example.COM`.",
            ),
            (
                "https://example.com:443/x?y",
                "example.com",
                "`example.com` is the domain in the link `https://example.com:443/x?y`.",
            ),
            (
                "https://me:secret@example.com/",
                "example.com",
                "`example.com` is the domain in the link `https://me:secret@example.com/`.",
            ),
            (
                "https://example.com/a@b.c",
                "example.com",
                "`example.com` is the domain in the link `https://example.com/a@b.c`.",
            ),
            ("//example.com", "example.com", "`example.com` is the domain in the link `//example.com`."),
            (
                "example.com/contact",
                "example.com",
                "`example.com` is the domain in the link `example.com/contact`.",
            ),
            ("example.com:25", "example.com", "`example.com` is the domain in the link `example.com:25`."),
            (
                "mailto:a@b.example?subject=x",
                "b.example",
                "`b.example` is the domain of the address `mailto:a@b.example?subject=x`.",
            ),
            (
                "Ann <a@b.example>",
                "b.example",
                "`b.example` is the domain of the address `Ann <a@b.example>`.",
            ),
            ("<a@b.example>,", "b.example", "`b.example` is the domain of the address `<a@b.example>,`."),
            ("@example.com", "example.com", "`example.com` is the domain of the address `@example.com`."),
            ("example.com.", "example.com", "Read as `example.com`."),
            ("  example.com", "example.com", "Read as `example.com`."),
            ("\u{feff}exam\u{200b}ple.com", "example.com", "Read as `example.com`."),
            ("“example.com”;", "example.com", "Read as `example.com`."),
            ("EXAMPLE．com", "example.com", "Read as `example.com`."),
            ("ｅｘａｍｐｌｅ。com", "example.com", "Read as `example.com`."),
            ("*.example.com", "example.com", "The `*` stands for every name below `example.com`."),
            (
                "Bücher.example",
                "xn--bcher-kva.example",
                "DNS has `bücher.example` as `xn--bcher-kva.example`.",
            ),
        ] {
            let read = read(typed).unwrap_or_else(|says| panic!("{typed}: {says}"));
            assert_eq!(read.name.as_str(), name, "{typed}");
            assert_eq!(read.notes, [note], "{typed}");
        }
    }

    #[test]
    fn places_for_records_lead_to_their_domain() {
        for (typed, name, selector, note) in [
            (
                "_dmarc.example.com",
                "example.com",
                None,
                "`_dmarc.example.com` is a place for records of `example.com`, so that domain is looked up.",
            ),
            (
                "_smtp._tls.Example.com",
                "example.com",
                None,
                "`_smtp._tls.example.com` is a place for records of `example.com`, so that domain is looked up.",
            ),
            (
                "s1._domainkey.example.com",
                "example.com",
                Some("s1"),
                "`s1._domainkey.example.com` is where a DKIM key of `example.com` stands, so that domain is looked up.",
            ),
            (
                "a.b._domainkey.example.com.",
                "example.com",
                Some("a.b"),
                "`a.b._domainkey.example.com` is where a DKIM key of `example.com` stands, so that domain is looked up.",
            ),
            (
                "_domainkey.example.com",
                "example.com",
                None,
                "`_domainkey.example.com` is a place for records of `example.com`, so that domain is looked up.",
            ),
        ] {
            let read = read(typed).unwrap();
            assert_eq!((read.name.as_str(), read.selector.as_deref()), (name, selector), "{typed}");
            assert_eq!(read.notes, [note], "{typed}");
        }
        let idn = read("_dmarc.Bücher.example").unwrap();
        assert_eq!((idn.name.as_str(), idn.shown.as_str()), ("xn--bcher-kva.example", "bücher.example"));
        assert_eq!(idn.notes.len(), 2);
    }

    #[test]
    fn what_is_no_domain_gets_a_sentence() {
        let long = "a".repeat(64);
        let longer = format!("{0}.{0}.{0}.{0}.{0}", "a".repeat(60));
        let far = "a".repeat(5000);
        for (typed, part) in [
            ("", "Type a domain"),
            (" \n\u{200b} ", "Type a domain"),
            ("...", "holds no domain"),
            ("user@", "no domain after its `@`"),
            ("mailto:", "no domain after its `@`"),
            ("https://", "names no domain"),
            ("/etc/passwd", "names no domain"),
            ("192.0.2.1", "is the address of a server"),
            ("http://192.0.2.1/", "is the address of a server"),
            ("user@[192.0.2.1]", "is the address of a server"),
            ("[2001:db8::1]", "is the address of a server"),
            ("2001:db8::1", "is the address of a server"),
            ("１９２.0.2.1", "is the address of a server"),
            ("example", "one word alone"),
            ("_dmarc.com", "one word alone"),
            ("_dmarc", "one word alone"),
            ("localhost:8080", "one word alone"),
            ("example.123", "ends in a number"),
            ("hello there", "has a blank in it"),
            ("a@b.example, c@d.example e", "has a blank in it"),
            ("a.example,b.example", "more than one name"),
            ("a$b.example", "holds `$`"),
            ("v=spf1", "holds `=`"),
            ("a\u{7}b.example", "can't be seen"),
            ("a..example", "a dot too many"),
            (".example.com", "a dot too many"),
            ("-\u{1f4a9}-.example", "no domain has"),
            (&format!("{long}.example"), "more than 63"),
            (&longer, "more than 253"),
            (&far, "too long"),
        ] {
            let says = read(typed).map(|read| panic!("{typed}: {read:?}")).unwrap_err();
            assert!(says.contains(part), "{typed}: {says}");
            assert!(says.ends_with('.') && says.len() < 400, "{says}");
        }
    }

    #[test]
    fn no_text_makes_it_panic() {
        let pieces = [
            "@",
            "<",
            ">",
            "//",
            ":",
            "mailto:",
            ".",
            "*",
            "_",
            "ü",
            "。",
            "\u{200b}",
            " ",
            "a.example",
            "[",
            "]",
            "%",
            "💌",
            "0",
        ];
        let mut seed = 7_usize;
        for _ in 0..20_000 {
            let mut text = String::new();
            for _ in 0..seed % 9 {
                seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                text.push_str(pieces[(seed >> 33) % pieces.len()]);
            }
            seed = seed.wrapping_add(1);
            for to_ascii in [Some("xn--a.example".to_owned()), Some(String::new()), None] {
                let _ = Typed::read(&text, &|_| to_ascii.clone());
            }
        }
    }
}

//! Resolvers that answer over HTTPS (RFC 8484), and the addresses by which they are asked.

use super::Question;
use super::wire::encode_base64;
use crate::text::prose::code;

/// A public resolver.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Resolver {
    /// As people call it.
    pub name: &'static str,
    /// Where it is asked.
    pub url: &'static str,
    /// Who sees what it is asked, as a sentence.
    pub run_by: &'static str,
}

/// Resolvers whose answers a page may read, that check signatures and filter nothing: the first is asked first, and
/// the next one where it fails.
pub const RESOLVERS: [Resolver; 4] = [
    Resolver {
        name: "Cloudflare",
        url: "https://cloudflare-dns.com/dns-query",
        run_by: "Run by Cloudflare, a company in the USA.",
    },
    Resolver {
        name: "Google",
        url: "https://dns.google/dns-query",
        run_by: "Run by Google, a company in the USA.",
    },
    Resolver {
        name: "DNS.SB",
        url: "https://doh.dns.sb/dns-query",
        run_by: "Run by DNS.SB, a free service for anyone.",
    },
    Resolver {
        name: "CZ.NIC",
        url: "https://odvr.nic.cz/doh",
        run_by: "Run by CZ.NIC, the association that looks after the Czech domain `.cz`.",
    },
];

/// The longest address that is taken, in bytes.
const LONGEST: usize = 1024;

/// The resolver that has this address, where it is a known one.
pub fn known(url: &str) -> Option<&'static Resolver> {
    RESOLVERS.iter().find(|resolver| resolver.url == url)
}

/// What a resolver is called: its name, or the host in its address.
pub fn name(url: &str) -> &str {
    match known(url) {
        Some(resolver) => resolver.name,
        None => host(url).unwrap_or(url),
    }
}

/// Reads the address of a resolver as people type it.
///
/// # Errors
/// A sentence that says why it can't be asked.
pub fn address(typed: &str) -> Result<String, String> {
    let typed = typed.trim();
    let says = |what: &str| Err([&code(typed), " ", what].concat());
    if typed.is_empty() {
        return Err("Type the address of a resolver, as in `https://dns.example/dns-query`.".to_owned());
    }
    if typed.len() > LONGEST {
        return says("is too long to be the address of a resolver.");
    }
    if typed.contains(char::is_whitespace) || typed.contains('#') {
        return says("holds a blank or a `#`, and no address of a resolver does.");
    }
    let address = if typed.contains("://") { typed.to_owned() } else { ["https://", typed].concat() };
    let (scheme, _) = address.split_once("://").unwrap_or_default();
    let odd = |c: char| c.is_ascii() && !c.is_ascii_alphanumeric() && !"-.:[]".contains(c);
    let Some(host) = host(&address).filter(|host| !host.contains(odd)) else {
        return says("names no host.");
    };
    let local = host.split(':').next().is_some_and(|host| matches!(host, "127.0.0.1" | "localhost"));
    match scheme.to_ascii_lowercase().as_str() {
        "https" => Ok(address),
        "http" if local => Ok(address),
        "http" => says(
            "is not safe from eavesdroppers, so browsers do not ask it: its address must start with `https://`.",
        ),
        _ => says("can't be asked by a page: its address must start with `https://`."),
    }
}

/// The host of an address, with its port.
fn host(url: &str) -> Option<&str> {
    let (_, rest) = url.split_once("://")?;
    rest.split(['/', '?', '#', '{']).next().filter(|host| !host.is_empty())
}

/// The address that asks a resolver a question by GET (RFC 8484, section 4.1). Its own address may be a template
/// that ends in `{?dns}`, and may hold a `?` already.
pub fn request(url: &str, question: &Question) -> String {
    // RFC 6570 §3.2.8: an operator that is expanded becomes `?dns=…` where it stands.
    let (before, after) = ["{?dns}", "{&dns}"].iter().find_map(|t| url.split_once(t)).unwrap_or((url, ""));
    let joint = match before.split_once('?') {
        None => "?dns=",
        Some((_, query)) if query.is_empty() || query.ends_with('&') => "dns=",
        Some(_) => "&dns=",
    };
    [before, joint, &encode_base64(question), after].concat()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dns::RecordType;

    #[test]
    fn a_question_is_part_of_the_address() {
        let question = Question::new("www.example.com".parse().unwrap(), RecordType::A);
        let dns = encode_base64(&question);
        for (url, expected) in [
            ("https://r.example/dns-query", format!("https://r.example/dns-query?dns={dns}")),
            ("https://r.example/dns-query{?dns}", format!("https://r.example/dns-query?dns={dns}")),
            ("https://r.example/q?", format!("https://r.example/q?dns={dns}")),
            ("https://r.example/q?key=1", format!("https://r.example/q?key=1&dns={dns}")),
            ("https://r.example/q?key=1&", format!("https://r.example/q?key=1&dns={dns}")),
            ("https://r.example/q?key=1{&dns}", format!("https://r.example/q?key=1&dns={dns}")),
        ] {
            assert_eq!(request(url, &question), expected, "{url}");
        }
    }

    #[test]
    fn addresses_are_taken_as_people_type_them() {
        for (typed, expected) in [
            (" https://r.example/dns-query ", "https://r.example/dns-query"),
            ("r.example/dns-query", "https://r.example/dns-query"),
            ("HTTPS://r.example:8443/{?dns}", "HTTPS://r.example:8443/{?dns}"),
            ("http://127.0.0.1:8053/dns-query", "http://127.0.0.1:8053/dns-query"),
            ("http://localhost/q", "http://localhost/q"),
        ] {
            assert_eq!(address(typed).as_deref(), Ok(expected));
        }
        for (typed, part) in [
            ("", "Type the address"),
            ("http://r.example/q", "eavesdroppers"),
            ("http://127.0.0.1.r.example/q", "eavesdroppers"),
            ("tls://r.example", "can't be asked by a page"),
            ("javascript:alert(1)//", "names no host"),
            ("https://me:secret@r.example/q", "names no host"),
            ("https:///q", "names no host"),
            ("r.example /q", "holds a blank"),
            (&"r".repeat(2000), "too long"),
        ] {
            let says = address(typed).map(|address| panic!("{address}")).unwrap_err();
            assert!(says.contains(part), "{typed}: {says}");
        }
    }

    #[test]
    fn resolvers_have_names() {
        assert_eq!(name("https://dns.google/dns-query"), "Google");
        assert_eq!(name("https://r.example:53/q"), "r.example:53");
        assert_eq!(name("a function"), "a function");
        for resolver in RESOLVERS {
            assert_eq!(address(resolver.url).as_deref(), Ok(resolver.url));
        }
    }
}

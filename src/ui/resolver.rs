//! Who is asked: the usual resolvers one after the other, or the one that the reader chose.

use crate::dns::resolver::{RESOLVERS, Resolver, address, known, name};
use crate::dns::{Lookup, Outcome};
use crate::text::count;
use crate::text::prose::code;

/// Under this the choice is kept in the reader's browser.
pub const KEY: &str = "waxseal.resolver";

/// What is asked to try a resolver: it tells nobody which domain the reader looks at.
pub const HARMLESS: &str = "example.com";

/// Whom the reader wants to be asked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Choice {
    /// [`RESOLVERS`], the next one where one does not answer.
    #[default]
    Usual,
    /// One of them, and no other.
    Known(&'static Resolver),
    /// A resolver at an address of the reader's own, and no other.
    Own(String),
}

impl Choice {
    /// Reads what was kept; what can't be read is no choice.
    pub fn of(kept: &str) -> Self {
        match (known(kept), address(kept)) {
            (Some(resolver), _) => Self::Known(resolver),
            (None, Ok(url)) => Self::Own(url),
            (None, Err(_)) => Self::Usual,
        }
    }

    /// What is kept of it: an address, or nothing.
    pub fn kept(&self) -> &str {
        match self {
            Self::Usual => "",
            Self::Known(resolver) => resolver.url,
            Self::Own(url) => url,
        }
    }

    /// The addresses that are asked, the first one first.
    pub fn urls(&self) -> Vec<String> {
        match self {
            Self::Usual => RESOLVERS.iter().map(|resolver| resolver.url.to_owned()).collect(),
            Self::Known(_) | Self::Own(_) => vec![self.kept().to_owned()],
        }
    }

    /// Who will see the domain, said before anything is asked; a whole check fetches a policy file as well.
    pub fn who_sees(&self, is_whole_check: bool) -> String {
        let resolver = match self {
            Self::Usual => USUAL.to_owned(),
            Self::Known(resolver) => alone(&[resolver.name, "'s DNS resolver"].concat()),
            Self::Own(url) => alone(&["the DNS resolver at ", &code(name(url))].concat()),
        };
        let policy = if is_whole_check { POLICY_FETCH } else { "" };
        [&resolver, policy, " Nothing else leaves your browser."].concat()
    }

    /// Said once it is chosen.
    pub fn chosen(&self) -> String {
        match self {
            Self::Usual => "From now on Waxseal asks the usual resolvers.".to_owned(),
            _ => ["From now on Waxseal asks ", name(self.kept()), "."].concat(),
        }
    }
}

/// Who will see the domain, where the reader chose nobody.
const USUAL: &str = "Waxseal asks Cloudflare's DNS resolver, which will see this name. If it does not answer, Waxseal asks Google, \
                     DNS.SB or CZ.NIC instead.";

/// What is asked beside DNS.
const POLICY_FETCH: &str = " If the domain has an MTA-STS policy, its web server may be asked for that file.";

fn alone(who: &str) -> String {
    ["Waxseal asks ", who, " alone, which will see this name."].concat()
}

/// What came of trying a resolver.
pub fn tried(lookup: &Lookup) -> String {
    let who = code(name(&lookup.resolver));
    let asked = [&code(lookup.question.name.as_str()), " ", &lookup.question.rtype.to_string()].concat();
    let took = [" in ", &lookup.took.to_string(), " ms"].concat();
    match &lookup.answer.outcome {
        Outcome::Found(records) => {
            let records = count(records.len(), "record", "records");
            [&who, " answers: it gave ", &records, " for ", &asked, &took, "."].concat()
        }
        Outcome::Absent { .. } => [&who, " answers: it said that there is no ", &asked, &took, "."].concat(),
        Outcome::Unknown(trouble) => {
            ["Waxseal asked ", &who, " for ", &asked, " and has no answer: ", &trouble.words(), "."].concat()
        }
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;

    use super::*;
    use crate::dns::{DnsClient, Question, RecordType, Zone};

    #[test]
    fn what_is_kept_is_read_again() {
        let own = Choice::Own("https://dns.example/q".to_owned());
        for choice in RESOLVERS.iter().map(Choice::Known).chain([Choice::Usual, own]) {
            assert_eq!(Choice::of(choice.kept()), choice);
        }
        for odd in ["", " ", "http://dns.example/q", "javascript:alert(1)", "https://", "https://a b/"] {
            assert_eq!(Choice::of(odd), Choice::Usual, "{odd}");
        }
        assert_eq!(Choice::of("dns.example/q").kept(), "https://dns.example/q");
    }

    #[test]
    fn a_choice_is_asked_alone() {
        assert_eq!(Choice::Usual.urls().len(), RESOLVERS.len());
        let own = Choice::of("http://127.0.0.1:8053/dns-query");
        assert_eq!(own.urls(), ["http://127.0.0.1:8053/dns-query"]);
        assert_eq!(
            own.who_sees(true),
            "Waxseal asks the DNS resolver at `127.0.0.1:8053` alone, which will see this name. If the domain has an \
             MTA-STS policy, its web server may be asked for that file. Nothing else leaves your browser."
        );
        let google = Choice::Known(&RESOLVERS[1]);
        assert!(google.who_sees(true).starts_with("Waxseal asks Google's DNS resolver alone"));
    }

    #[test]
    fn only_a_whole_check_fetches_a_file() {
        for choice in [Choice::Usual, Choice::Known(&RESOLVERS[1]), Choice::of("https://dns.example/q")] {
            assert!(choice.who_sees(true).contains("asked for that file"));
            let names_alone = choice.who_sees(false);
            assert!(!names_alone.contains("file"), "{names_alone}");
            assert!(names_alone.ends_with(" Nothing else leaves your browser."));
        }
    }

    #[test]
    fn everyone_who_may_be_asked_is_named() {
        for resolver in RESOLVERS {
            assert!(USUAL.contains(resolver.name), "{}", resolver.name);
        }
        let places = RESOLVERS.map(|resolver| USUAL.find(resolver.name));
        assert!(places.is_sorted(), "in the order of asking");
    }

    #[test]
    fn trying_a_resolver_ends_in_a_sentence() {
        let ask = |zone: &str| {
            let question = Question::new(HARMLESS.parse().unwrap(), RecordType::Mx);
            let lookup = Zone::parse(zone).unwrap().ask(question).now_or_never().unwrap();
            tried(&Lookup { resolver: RESOLVERS[0].url.into(), took: 34, ..lookup })
        };
        assert_eq!(
            ask("example.com MX 0 ."),
            "`Cloudflare` answers: it gave 1 record for `example.com` MX in 34 ms."
        );
        assert_eq!(
            ask("example.com A 192.0.2.1"),
            "`Cloudflare` answers: it said that there is no `example.com` MX in 34 ms."
        );
        assert_eq!(
            ask("example.com MX !timeout"),
            "Waxseal asked `Cloudflare` for `example.com` MX and has no answer: no answer came in time."
        );
    }
}

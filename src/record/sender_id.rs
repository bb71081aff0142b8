//! Sender ID records as written (RFC 4406, Historic): receivers of today read none.

use crate::text::Span;

/// Which sender of a message a record was about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// `pra`: the sender that the message shows.
    Pra,
    /// `mfrom`: the address that bounces go to.
    MailFrom,
}

/// `spf2.0/mfrom,pra mx -all`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SenderId {
    /// `spf2.0`
    pub version: Span,
    /// The slash behind it.
    pub slash: Option<Span>,
    /// What it was about, with what each word means, where it means something.
    pub scopes: Vec<(Span, Option<Scope>)>,
    /// The terms, written as those of SPF.
    pub terms: Vec<Span>,
}

impl SenderId {
    /// Reads any text as a Sender ID record.
    pub fn parse(text: &str) -> Self {
        let mut words = text.split_whitespace();
        let first = words.next().unwrap_or("");
        let head = if first.is_empty() { Span::default() } else { Span::of(text, first) };
        let terms = words.map(|word| Span::of(text, word)).collect();
        let Some(at) = first.find('/') else {
            return Self { version: head, slash: None, scopes: Vec::new(), terms };
        };
        let slash = head.start + at;
        let mut scopes = Vec::new();
        for word in first[at + 1..].split(',').filter(|word| !word.is_empty()) {
            let scope = if word.eq_ignore_ascii_case("pra") {
                Some(Scope::Pra)
            } else if word.eq_ignore_ascii_case("mfrom") {
                Some(Scope::MailFrom)
            } else {
                None
            };
            scopes.push((Span::of(text, word), scope));
        }
        let version = Span::new(head.start, slash);
        Self { version, slash: Some(Span::new(slash, slash + 1)), scopes, terms }
    }

    /// The same list of senders as an SPF record.
    pub fn as_spf(&self, text: &str) -> String {
        self.terms.iter().fold("v=spf1".to_owned(), |out, term| out + " " + term.text(text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scopes_and_terms_have_their_places() {
        let text = "spf2.0/mfrom,pra,x mx -all";
        let read = SenderId::parse(text);
        assert_eq!(read.version.text(text), "spf2.0");
        let scopes: Vec<_> = read.scopes.iter().map(|(span, scope)| (span.text(text), *scope)).collect();
        assert_eq!(scopes, [("mfrom", Some(Scope::MailFrom)), ("pra", Some(Scope::Pra)), ("x", None)]);
        assert_eq!(read.as_spf(text), "v=spf1 mx -all");
        assert_eq!(SenderId::parse("").terms, []);
    }
}

//! Which part of a record decides on the servers that no part before it fits.

use super::{Everyone, Qualifier, Spf, Term, TermKind};

/// What becomes of the servers that are on no list, for each kind of address: most often `all` decides for both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rest<'s> {
    /// The first part that fits every IPv4 address; none where there is none.
    pub four: Option<&'s Term>,
    /// The first part that fits every IPv6 address.
    pub six: Option<&'s Term>,
}

impl<'s> Rest<'s> {
    /// What is done with mail from any other server, over IPv4 and over IPv6.
    pub fn effects(&self) -> [Option<Qualifier>; 2] {
        [self.four, self.six].map(|term| term.map(Term::effect))
    }

    /// The networks among the two, which come before what the record ends in.
    pub fn networks(&self) -> impl Iterator<Item = &'s Term> {
        [self.four, self.six].into_iter().flatten().filter(|term| !matches!(term.kind, TermKind::All))
    }
}

impl Term {
    /// The servers that it fits, whatever its sign, where it fits all of a kind for certain (RFC 7208, sections 5.1 and 5.6).
    pub fn fits_every(&self) -> Option<Everyone> {
        let whole = |prefix: Option<super::Prefix>| prefix.is_some_and(|prefix| prefix.length == 0);
        match self.kind {
            _ if self.problem.is_some() => None,
            TermKind::All => Some(Everyone::All),
            TermKind::Ip4(Some(_)) if whole(self.prefix4) => Some(Everyone::Ip4),
            TermKind::Ip6(Some(_)) if whole(self.prefix6) => Some(Everyone::Ip6),
            _ => None,
        }
    }
}

impl Spf {
    /// What decides on servers that are on no list: the first part that fits them all.
    pub fn rest(&self) -> Rest<'_> {
        let first = |kind: Everyone| {
            self.reachable()
                .find(|term| term.fits_every().is_some_and(|fits| fits == kind || fits == Everyone::All))
        };
        Rest { four: first(Everyone::Ip4), six: first(Everyone::Ip6) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_part_that_fits_all_of_a_kind_decides() {
        for (text, four, six) in [
            ("v=spf1 mx -all", Some("-all"), Some("-all")),
            ("v=spf1 mx", None, None),
            ("v=spf1 ?ip4:0.0.0.0/0 -all", Some("?ip4:0.0.0.0/0"), Some("-all")),
            ("v=spf1 mx -ip4:0.0.0.0/0 -ip6:::/0", Some("-ip4:0.0.0.0/0"), Some("-ip6:::/0")),
            ("v=spf1 ~ip6:::/0 -ip6:::/0 -all", Some("-all"), Some("~ip6:::/0")),
            ("v=spf1 -all ?ip4:0.0.0.0/0", Some("-all"), Some("-all")),
            ("v=spf1 ?a/0 -all", Some("-all"), Some("-all")),
        ] {
            let spf = Spf::parse(text);
            let rest = spf.rest();
            let words = [rest.four, rest.six].map(|term| term.map(|term| term.span.text(text)));
            assert_eq!(words, [four, six], "{text}");
        }
    }
}

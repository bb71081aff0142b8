//! Records by which a host takes another domain's DMARC reports, as written (RFC 9990, section 4).

use super::{Dmarc, Reading};

/// `v=DMARC1` at `example.com._report._dmarc.third.example`: its tags are those of DMARC.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Authorisation {
    /// The tags, as a DMARC record has them.
    pub dmarc: Dmarc,
}

/// The name of such a record, taken apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Places<'n> {
    /// Whose reports are taken; `*` for everyone's, empty where the name does not say.
    pub about: &'n str,
    /// The host that takes them; none where the name is not whole.
    pub host: Option<&'n str>,
}

impl<'n> Places<'n> {
    /// Takes a name in lower case apart; none where it is not of this kind.
    pub fn of(name: &'n str) -> Option<Self> {
        const PART: &str = "_report._dmarc";
        let at = if name.starts_with(PART) { 0 } else { name.find(&format!(".{PART}"))? + 1 };
        let rest = &name[at + PART.len()..];
        let host = match rest.strip_prefix('.') {
            Some(host) => Some(host).filter(|host| !host.is_empty()),
            None if rest.is_empty() => None,
            None => return None,
        };
        Some(Self { about: name[..at].trim_end_matches('.'), host })
    }
}

impl Authorisation {
    /// Reads any text as such a record.
    pub fn parse(text: &str) -> Self {
        Self { dmarc: Dmarc::parse(text) }
    }

    /// What those who send reports make of it: the first tag alone has to be right.
    pub fn reading(&self) -> Reading {
        if self.dmarc.recognised { Reading::Used } else { Reading::Ignored }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_says_whose_reports_go_where() {
        let of = |name| Places::of(name).map(|places| (places.about, places.host));
        assert_eq!(
            of("example.com._report._dmarc.third.example"),
            Some(("example.com", Some("third.example")))
        );
        assert_eq!(of("*._report._dmarc"), Some(("*", None)));
        assert_eq!(of("_report._dmarc.third.example"), Some(("", Some("third.example"))));
        assert_eq!(of("_dmarc.example.com"), None);
        assert_eq!(of("x._report._dmarcs.example"), None);
    }

    #[test]
    fn only_the_first_tag_counts() {
        for (text, reading) in [
            ("v=DMARC1", Reading::Used),
            ("v=DMARC1;", Reading::Used),
            ("v=DMARC1; p=reject", Reading::Used),
            ("v=dmarc1", Reading::Ignored),
            ("yes", Reading::Ignored),
        ] {
            assert_eq!(Authorisation::parse(text).reading(), reading, "{text}");
        }
    }
}

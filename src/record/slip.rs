//! Versions that were mistyped: `v=sfp1`, `v-DMARC1`, `spf1`. Receivers take none of them for a version, and the one who wrote
//! it meant one.

use super::Kind;
use super::dmarc::Policy;
use super::spf::is_mechanism_name;
use super::tag_list::TagList;
use crate::text::Span;
use crate::text::near::nearest;

/// A version that was mistyped at the start of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slip {
    /// What it was very likely meant for.
    pub kind: Kind,
    /// From the start of the text to the end of the word.
    pub span: Span,
    /// All its letters are right: only what stands before them, or between them and the `v`, is not.
    pub is_spelt_right: bool,
    /// The word that it was meant to be, in small letters: `spf1`.
    pub meant: &'static str,
}

const VERSIONS: [(&str, Kind); 6] = [
    ("spf1", Kind::Spf),
    ("dmarc1", Kind::Dmarc),
    ("dkim1", Kind::Dkim),
    ("stsv1", Kind::MtaSts),
    ("tlsrptv1", Kind::TlsRpt),
    ("bimi1", Kind::Bimi),
];

/// The slip that `text` starts with. What follows has to bear it out: a word alone may be anything.
pub fn version_slip(text: &str) -> Option<Slip> {
    let start = text.len() - text.trim_start_matches(|c: char| !c.is_alphanumeric()).len();
    let first = &text[start..];
    // Without a `v` before it, the word itself has to be right.
    let after = first.strip_prefix(['v', 'V']);
    let signed = after.map(|rest| {
        rest.trim_start().trim_start_matches(['=', ':', '-', '_', '.', '–', '—', '+']).trim_start()
    });
    let (rest, has_v) = match signed {
        Some(rest) => (rest, true),
        None => (first, false),
    };
    let length = rest.bytes().take_while(u8::is_ascii_alphanumeric).count();
    // No version is longer, and neither is a slip of one.
    if !(3..=10).contains(&length) {
        return None;
    }
    let word = rest[..length].to_ascii_lowercase();
    let exact = VERSIONS.iter().find(|(version, _)| *version == word);
    let names = VERSIONS.map(|(version, _)| version);
    let near =
        || nearest(&word, &names).and_then(|near| VERSIONS.iter().find(|(version, _)| *version == near));
    let (meant, kind) = exact.or_else(|| near().filter(|_| has_v))?;
    let rest = &rest[length..];
    let span = Span::new(0, text.len() - rest.len());
    let follows = rest.trim_start_matches([';', ',', ':', ' ', '\t']);
    let is_borne_out = match kind {
        Kind::Spf => has_terms(follows),
        kind => has_tags(*kind, follows),
    };
    is_borne_out.then_some(Slip { kind: *kind, span, is_spelt_right: exact.is_some(), meant })
}

/// The first word is a term of SPF, and one is that no other text has.
fn has_terms(rest: &str) -> bool {
    let is_signed = |word: &str| word.starts_with(['+', '-', '~', '?']);
    let mut terms = rest.split_whitespace().take(40).map(|word| {
        let bare = word.trim_start_matches(['+', '-', '~', '?']);
        let end = bare.find([':', '=', '/']).unwrap_or(bare.len());
        let is_named = is_mechanism_name(&bare[..end]) || bare[..end].eq_ignore_ascii_case("redirect");
        (is_named, is_named && (end + 1 < bare.len() || is_signed(word)))
    });
    let Some((is_term, is_sure)) = terms.next() else { return false };
    is_term && (is_sure || terms.any(|(_, is_sure)| is_sure))
}

/// The tag that records of this kind have, with a value that it can have.
fn has_tags(kind: Kind, rest: &str) -> bool {
    if rest.len() > 8192 {
        return false;
    }
    let list = TagList::parse(rest);
    let value = |name: &str| list.get(rest, name).map(|tag| tag.value.text(rest));
    match kind {
        Kind::Dmarc => value("p").is_some_and(|policy| Policy::read(policy).is_some()),
        Kind::Dkim => {
            value("p").is_some_and(|key| key.is_empty() || key.len() >= 40 && !key.contains([':', '.', '@']))
        }
        Kind::MtaSts => value("id").is_some_and(|id| !id.is_empty()),
        Kind::TlsRpt => value("rua").is_some_and(|address| address.contains(':')),
        Kind::Bimi => value("l").is_some_and(|link| link.contains("//")),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_follows_bears_the_slip_out() {
        let key = "A".repeat(60);
        for (text, kind, word, is_spelt_right) in [
            ("v=sfp1 include:a.example ~all", Kind::Spf, "v=sfp1", false),
            ("spf1 include:a.example -all", Kind::Spf, "spf1", true),
            ("v-spf1 mx -all", Kind::Spf, "v-spf1", true),
            ("v spf1 mx -all", Kind::Spf, "v spf1", true),
            ("vspf1 a mx ~all", Kind::Spf, "vspf1", true),
            ("v=sp1 ip4:192.0.2.1 -all", Kind::Spf, "v=sp1", false),
            ("v-DMARC1; p=none", Kind::Dmarc, "v-DMARC1", true),
            ("v=DMRAC1; p=none", Kind::Dmarc, "v=DMRAC1", false),
            ("DMARC1; p=reject", Kind::Dmarc, "DMARC1", true),
            (&format!("v=DIKM1; k=rsa; p={key}"), Kind::Dkim, "v=DIKM1", false),
            (&format!("v-DKIM1; p={key}"), Kind::Dkim, "v-DKIM1", true),
            ("v=STS1; id=1", Kind::MtaSts, "v=STS1", false),
            ("v-TLSRPTv1; rua=mailto:a@b.example", Kind::TlsRpt, "v-TLSRPTv1", true),
            ("v=BMI1; l=https://a.example/a.svg", Kind::Bimi, "v=BMI1", false),
        ] {
            let slip = version_slip(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!((slip.kind, slip.span.text(text), slip.is_spelt_right), (kind, word, is_spelt_right));
        }
        for other in [
            "spf1 a good thing",
            "spf1",
            "v=sfp1",
            "v=sfp1 hello include:a.example",
            "sfp1 include:a.example -all",
            "v=abc; p=none",
            "DMARC1 is a version",
            "DMARC1; p=high",
            "v=1; id=3",
            "verify=abc; p=none",
            "v",
            "",
            "é",
        ] {
            assert_eq!(version_slip(other), None, "{other}");
        }
    }
}

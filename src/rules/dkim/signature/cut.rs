//! A signature or a fingerprint whose end is lost.

use super::{sign_anew, signatures, signed};
use crate::facts::Facts;
use crate::record::dkim::decode;
use crate::record::tag_list::{Tag, is_blank};
use crate::record::{Header, Kind};
use crate::rules::{Check, Finding, Findings, Rule, Severity, rfc};
use crate::text::prose::code;

/// The rule.
pub static RULE: Rule = Rule {
    id: "dkim-signature-cut",
    severity: Severity::Warning,
    title: "A signature whose end seems to be lost",
    kind: Kind::Dkim,
    reference: rfc!(6376, "3.5"),
    why: "A signature and a fingerprint have fixed lengths, which follow from the key and the hash. Where a letter is lost, \
          in a copy or on the way, receivers can't check the message.",
    bad: "DKIM-Signature: v=1; a=rsa-sha256; d=example.com; s=s1; h=from:to:subject; \
          bh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=; b=dzdVyOfAKCdLXdJOc9G2q8",
    good: signed!("h=from:to:subject; "),
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    for (record, text, header, _) in signatures(facts) {
        for (name, tag, says) in cut_tags(header, text) {
            let message = [&code(&[name, "="].concat()), " ", &says].concat();
            let fix = sign_anew("Copy the whole header line, without the signs that a program puts in");
            out.push(Finding::new(&RULE, record, tag.span, message).fixed_by(fix));
        }
    }
}

/// The tags whose values can't be whole, each with what is wrong, as the rest of a sentence.
pub fn cut_tags<'h>(
    header: &'h Header,
    text: &'h str,
) -> impl Iterator<Item = (&'static str, &'h Tag, String)> {
    let method = header.value(text, "a").unwrap_or("");
    ["b", "bh"].into_iter().filter_map(move |name| {
        let tag = header.tag(text, name).filter(|tag| !tag.value.is_empty())?;
        Some((name, tag, says(name, tag.value.text(text), method)?))
    })
}

/// What is wrong with a value, as the rest of a sentence.
fn says(name: &str, value: &str, method: &str) -> Option<String> {
    let compact: String = value.chars().filter(|c| !is_blank(*c)).collect();
    let Some(bytes) = decode(&compact) else {
        return Some("holds characters that no signature has.".to_owned());
    };
    let length = bytes.len();
    let (is_right, expected) = match (name, method) {
        ("bh", "rsa-sha1") => (length == 20, "20"),
        ("bh", "rsa-sha256" | "ed25519-sha256") => (length == 32, "32"),
        ("b", "ed25519-sha256") => (length == 64, "64"),
        // As long as the key, and keys have lengths that are multiples of this.
        ("b", "rsa-sha256" | "rsa-sha1") => (length >= 128 && length.is_multiple_of(16), "128, 256 or 512"),
        _ => return None,
    };
    let is_whole = compact.trim_end_matches('=').len() % 4 != 1;
    (!is_right || !is_whole).then(|| {
        ["holds ", &length.to_string(), " bytes, where ", expected, " are usual. Its end may be lost."]
            .concat()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_follow_from_the_way_to_sign() {
        let rsa = "A".repeat(171);
        for (name, value, method, is_right) in [
            ("b", rsa.as_str(), "rsa-sha256", true),
            ("b", &format!("{} {}=", &rsa[..80], &rsa[80..]), "rsa-sha256", true),
            ("b", &rsa[..170], "rsa-sha256", false),
            ("b", "AAAA", "rsa-sha256", false),
            ("b", &rsa, "ed25519-sha256", false),
            ("bh", "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=", "ed25519-sha256", true),
            ("bh", "2jmj7l5rSw0yVb/vlWAYkK/YBwk=", "rsa-sha1", true),
            ("bh", "2jmj7l5rSw0yVb/vlWAYkK/YBwk=", "rsa-sha256", false),
            ("b", "abc…", "rsa-sha256", false),
            ("b", "AAAA", "unknown", true),
        ] {
            assert_eq!(says(name, value, method).is_none(), is_right, "{name}={value} {method}");
        }
    }
}

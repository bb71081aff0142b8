//! Texts that prove to a service who holds a domain, as written. No receiver of mail reads them.

use crate::providers::{self, Verifier};
use crate::text::Span;

/// `google-site-verification=…` and the like: who asked, and what it is to find.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verification {
    /// The service that the text itself names, where it is known here.
    verifier: Option<&'static Verifier>,
    /// What says whose it is: `google-site-verification`; empty where the text is a token alone.
    pub label: Span,
    /// What parts it from the token: `=`, `:`, `.`; none where nothing does.
    pub separator: Option<Span>,
    /// What the service looks for.
    pub token: Span,
    /// Another sign than the equals sign that the service asks for, or blanks, part the two.
    pub is_parted_wrong: bool,
}

impl Verification {
    /// Reads any text as such a proof.
    pub fn parse(text: &str) -> Self {
        let start = text.len() - text.trim_start_matches(is_odd).len();
        let end = text.trim_end().len().max(start);
        let rest = &text[start..end];
        if let Some((verifier, label, token)) = parted_wrong(rest) {
            let (label, token) = (start + label, start + token);
            return Self {
                verifier: Some(verifier),
                label: Span::new(start, label),
                separator: Some(Span::new(label, token)),
                token: Span::new(token, end),
                is_parted_wrong: true,
            };
        }
        let known = providers::verifier_by_text(rest);
        let head = match known {
            Some((_, length)) => length,
            None => label_length(rest).unwrap_or(0),
        };
        // Of `MS=ms12345678` and `did=did:plc:…`, what stands behind the first sign is the token.
        let sign = rest[..head]
            .find(['=', ':'])
            .or_else(|| rest[..head].ends_with(['.', '-', '_']).then(|| head.saturating_sub(1)));
        let (label, separator, token) = match sign {
            Some(at) => {
                let at = start + at;
                (Span::new(start, at), Some(Span::new(at, at + 1)), Span::new(at + 1, end))
            }
            None => (Span::new(start, start), None, Span::new(start, end)),
        };
        let verifier = known.map(|(verifier, _)| verifier);
        Self { verifier, label, separator, token, is_parted_wrong: false }
    }

    /// Who asked for it, by the text, or by the name that it stands at.
    pub fn verifier(&self, name: Option<&str>) -> Option<&'static Verifier> {
        self.verifier.or_else(|| providers::verifier_by_name(name?))
    }
}

/// `google-site-verification: …`: a proof for a service that is known here, with a colon or blanks where the equals sign
/// belongs. With the service, where its label ends and where its token starts.
pub(super) fn parted_wrong(text: &str) -> Option<(&'static Verifier, usize, usize)> {
    let at = text.bytes().take(80).position(|b| matches!(b, b'=' | b':' | b' '))?;
    // A single word before a colon may be anything: `docusign: …`.
    let label = text.get(..at).filter(|label| label.contains('-'))?;
    let gap = text[at..].trim_start();
    let signed = gap.strip_prefix(['=', ':']);
    let token = signed.unwrap_or(gap).trim();
    let is_code = token.len() >= 3
        && !token.contains(char::is_whitespace)
        && (signed.is_some() || token.len() >= 16 && token.bytes().any(|b| b.is_ascii_digit()));
    let token_at = text.trim_end().len() - token.len();
    if !is_code
        || &text[at..token_at] == "="
        || providers::verifier_by_text(&text[..token_at]).is_some_and(|(_, length)| length == token_at)
    {
        return None;
    }
    let (verifier, length) = providers::verifier_by_text(&[label, "=", token].concat())?;
    (length > at).then_some((verifier, at, token_at))
}

fn is_odd(c: char) -> bool {
    !c.is_alphanumeric() && c != '_'
}

/// The length of the label of a proof for a service that is not known here: one word that speaks of verification, a sign,
/// and one word more. Prose that speaks of it is no proof.
pub(super) fn label_length(text: &str) -> Option<usize> {
    // Texts may be very long, and labels are not.
    let at = text.bytes().take(80).position(|b| matches!(b, b'=' | b':'))?;
    let label = text.get(..at).filter(|label| label.contains(['-', '_']))?.to_ascii_lowercase();
    let token = text.get(at + 1..)?.trim_end();
    let is_label = (label.contains("verif") || label.contains("challenge"))
        && label.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'));
    let is_token = (6..=512).contains(&token.len()) && !token.contains(char::is_whitespace);
    (is_label && is_token).then_some(at + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn label_sign_and_token_have_their_places() {
        for (text, name, label, token) in [
            ("google-site-verification=abc", "Google", "google-site-verification", "abc"),
            ("MS=ms12345678", "Microsoft 365", "MS", "ms12345678"),
            ("ZOOM_verify_abc", "Zoom", "ZOOM_verify", "abc"),
            ("mandrill_verify.abc", "Mailchimp Transactional (Mandrill)", "mandrill_verify", "abc"),
            ("some-verification=0123456789", "", "some-verification", "0123456789"),
            ("amazonses:abc=", "Amazon SES", "amazonses", "abc="),
            ("abcdef", "", "", "abcdef"),
            ("", "", "", ""),
            ("“", "", "", ""),
        ] {
            let read = Verification::parse(text);
            let seen = (read.verifier.map_or("", |v| v.name), read.label.text(text), read.token.text(text));
            assert_eq!(seen, (name, label, token), "{text}");
        }
        let token = Verification::parse("a1b2c3");
        assert_eq!(token.verifier(Some("_amazonses.example.com")).map(|v| v.name), Some("Amazon SES"));
    }

    #[test]
    fn another_sign_than_the_one_asked_for_is_seen() {
        for (text, sign) in [
            ("google-site-verification: abc", ": "),
            ("google-site-verification:abc", ":"),
            ("Google-Site-Verification = abc", " = "),
            ("google-site-verification= abc", "= "),
            ("google-site-verification wD8N7i1JTNTkezJ49swvWW48f8_9xveREV4oB-0Hf5o", " "),
        ] {
            let read = Verification::parse(text);
            assert!(read.is_parted_wrong, "{text}");
            assert_eq!(read.separator.map(|span| span.text(text)), Some(sign), "{text}");
            assert_eq!(read.verifier.map(|v| v.name), Some("Google"), "{text}");
        }
        for text in [
            "google-site-verification=abc",
            "google-site-verification: see below",
            "google-site-verification record",
            "docusign: envelope",
            "amazonses:abc=",
            "yandex-verification: 0123456789abcdef",
            "some-verification: 0123456789",
        ] {
            assert!(!Verification::parse(text).is_parted_wrong, "{text}");
        }
    }

    #[test]
    fn prose_is_no_proof() {
        for text in
            ["verification: paste this", "domain-verification= ", "x-verif=abc", "a-b=abcdefgh", "é-verif=1"]
        {
            assert_eq!(label_length(text), None, "{text}");
        }
    }
}

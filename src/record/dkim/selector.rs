//! A selector as people give it: the word alone, or the whole name of its key.

/// The most bytes that a label may have.
const LABEL: usize = 63;

/// The most characters that a name may have.
const NAME: usize = 253;

/// The word that names one of a domain's keys (RFC 6376, section 3.1), with the domain where that was given too.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selector {
    /// Lower case; it may have dots in it.
    pub name: String,
    /// Lower case, without a dot at the end.
    pub domain: Option<String>,
}

impl Selector {
    /// Reads `s1`, `s1._domainkey` or `s1._domainkey.example.com`; none where that can't be the name of a key.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let text = text.strip_suffix('.').unwrap_or(text).to_ascii_lowercase();
        let labels: Vec<&str> = text.split('.').collect();
        if text.len() > NAME || !labels.iter().all(|label| is_label(label)) {
            return None;
        }
        let at = labels.iter().position(|label| *label == "_domainkey");
        let (name, domain) = labels.split_at(at.unwrap_or(labels.len()));
        let domain = domain.get(1..).filter(|labels| !labels.is_empty()).map(|labels| labels.join("."));
        (!name.is_empty()).then(|| Self { name: name.join("."), domain })
    }
}

/// Stricter names are asked for (RFC 5321, section 4.1.2), and services use underscores all the same.
fn is_label(label: &str) -> bool {
    (1..=LABEL).contains(&label.len())
        && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_that_people_use_is_read() {
        for (text, name, domain) in [
            ("s1", "s1", None),
            (" S1. ", "s1", None),
            ("s1._domainkey", "s1", None),
            ("aweber_key_a._DomainKey.Example.COM.", "aweber_key_a", Some("example.com")),
            ("2024.mail._domainkey.example.com", "2024.mail", Some("example.com")),
        ] {
            let expected = Selector { name: name.to_owned(), domain: domain.map(str::to_owned) };
            assert_eq!(Selector::parse(text), Some(expected), "{text}");
        }
        let long = "a".repeat(64);
        for text in ["", ".", "_domainkey", "_domainkey.example.com", "a b", "a..b", "bücher", "s1=", &long]
        {
            assert_eq!(Selector::parse(text), None, "{text}");
        }
    }
}

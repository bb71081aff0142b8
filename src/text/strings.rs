//! Character-strings, of which a TXT record is made.

/// The longest character-string that DNS can hold (RFC 1035, section 3.3).
pub const LONGEST_STRING: usize = 255;

/// A value as quoted strings that each fit, for a zone file.
pub fn in_strings(value: &str) -> String {
    let mut out = String::with_capacity(value.len() + value.len() / 64 + 2);
    out.push('"');
    let mut length = 0;
    for c in value.chars() {
        if length + c.len_utf8() > LONGEST_STRING {
            out.push_str("\" \"");
            length = 0;
        }
        if matches!(c, '"' | '\\') {
            out.push('\\');
        }
        out.push(c);
        length += c.len_utf8();
    }
    out.push('"');
    out
}

/// The byte at which each string ends in the text that strings of these lengths were joined to.
pub fn ends(lengths: &[usize]) -> impl Iterator<Item = usize> {
    lengths.iter().scan(0, |end, length| {
        *end += length;
        Some(*end)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_are_cut_between_characters() {
        let cut = in_strings(&"é".repeat(200));
        assert_eq!(cut.matches("\" \"").count(), 1);
        assert!(cut.split("\" \"").all(|part| part.trim_matches('"').len() <= LONGEST_STRING));
        assert_eq!(in_strings("a\"b"), r#""a\"b""#);
    }
}

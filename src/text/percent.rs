//! Percent-encoding, as the addresses inside the page use it: a `+` is a plus, and a `%` without two hex digits after
//! it stands for itself.

/// Percent-decodes; bytes that are no UTF-8 afterwards become replacement characters.
pub fn decode(text: &str) -> String {
    let mut out = Vec::with_capacity(text.len());
    out.extend(bytes(text).map(|(byte, _)| byte));
    String::from_utf8(out).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
}

/// The bytes that a text stands for, each with the place in the text at which it is written.
pub fn bytes(text: &str) -> impl Iterator<Item = (u8, usize)> {
    let bytes = text.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        let byte = *bytes.get(at)?;
        let start = at;
        if let (b'%', (Some(high), Some(low))) = (byte, (hex(bytes.get(at + 1)), hex(bytes.get(at + 2)))) {
            at += 3;
            return Some((high << 4 | low, start));
        }
        at += 1;
        Some((byte, start))
    })
}

fn hex(byte: Option<&u8>) -> Option<u8> {
    match byte? {
        byte @ b'0'..=b'9' => Some(byte - b'0'),
        byte @ b'a'..=b'f' => Some(byte - b'a' + 10),
        byte @ b'A'..=b'F' => Some(byte - b'A' + 10),
        _ => None,
    }
}

/// Percent-encodes everything that a mail program or an article might change or cut a link at.
pub fn encode(text: &str) -> String {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    let mut out = String::with_capacity(text.len() * 5 / 4);
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric()
            || matches!(byte, b'-' | b'_' | b'.' | b'~' | b':' | b'/' | b'=' | b'@')
        {
            out.push(char::from(byte));
        } else {
            out.push('%');
            out.push(char::from(DIGITS[usize::from(byte >> 4)]));
            out.push(char::from(DIGITS[usize::from(byte & 15)]));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_per_cent_sign_without_digits_stands_for_itself() {
        for (text, expected) in [
            ("a%20b", "a b"),
            ("100%", "100%"),
            ("%zz%4", "%zz%4"),
            ("a+b", "a+b"),
            ("%C3%A9%FF", "é\u{FFFD}"),
        ] {
            assert_eq!(decode(text), expected, "{text}");
        }
    }

    #[test]
    fn what_is_encoded_comes_back() {
        let text = "v=spf1 +a:%{d} \"é\" & ~all\n#";
        assert_eq!(decode(&encode(text)), text);
        assert!(encode(text).is_ascii() && !encode(text).contains(['&', '#', '+', ' ', '"', '{']));
    }

    #[test]
    fn each_byte_knows_where_it_is_written() {
        let places: Vec<usize> = bytes("a%20é%").map(|(_, at)| at).collect();
        assert_eq!(places, [0, 1, 4, 5, 6]);
    }
}

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

/// The record that a word is, where it is written as an address writes it: `v%3Dspf1%20-all`. Without a `%20` in it, a `+`
/// stands for a space, as forms send it.
pub fn record_in_address(word: &str) -> Option<String> {
    let bare = word.trim_start_matches(['"', '\'']);
    let after = bare.strip_prefix(['v', 'V'])?;
    let (version, is_coded) = match after.strip_prefix('=') {
        Some(version) => (version, false),
        None => (after.strip_prefix("%3D").or_else(|| after.strip_prefix("%3d"))?, true),
    };
    let end = version.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(version.len());
    let name = version[..end].to_ascii_lowercase();
    let is_known =
        ["spf", "dmarc", "dkim", "stsv", "tlsrpt", "bimi"].iter().any(|known| name.starts_with(known));
    // What is meant as a macro of SPF may have two hex digits after its sign, and never stands behind the version.
    let rest = version[end..].to_ascii_lowercase();
    let goes_on = ["%20", "%3b", ";%20"].iter().any(|sign| rest.starts_with(sign))
        || (rest.starts_with('+') && rest.contains("%3"));
    if !is_known || !(goes_on || is_coded) || word.contains(char::is_whitespace) {
        return None;
    }
    Some(if word.contains("%20") { decode(word) } else { decode(&word.replace('+', "%20")) })
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
    fn a_record_is_seen_in_an_address() {
        for (word, expected) in [
            ("v=DMARC1%3B%20p%3Dnone", Some("v=DMARC1; p=none")),
            ("v%3Dspf1%20include%3Aspf.example.com%20-all", Some("v=spf1 include:spf.example.com -all")),
            ("v%3Dspf1%20+mx%20-all", Some("v=spf1 +mx -all")),
            ("v=DMARC1%3B+p%3Dnone", Some("v=DMARC1; p=none")),
            ("v=spf1+include%3Aspf.example.com+-all", Some("v=spf1 include:spf.example.com -all")),
            ("\"v%3dspf1%20-all\"", Some("\"v=spf1 -all\"")),
            (
                "v=DMARC1;%20p=none;%20rua=mailto:a+b@x.example",
                Some("v=DMARC1; p=none; rua=mailto:a+b@x.example"),
            ),
            ("v=DMARC1;p=none;rua=mailto:a%20b@x.example", None),
            ("v=spf1", None),
            ("v=spf1+mx", None),
            ("v=spf1 exists:%20.example", None),
            ("exists:%{i}.v%3D", None),
            ("v%3Dother%20x", None),
        ] {
            assert_eq!(record_in_address(word).as_deref(), expected, "{word}");
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

//! Names of a zone file that are below the last `$ORIGIN` (RFC 1035, section 5.1).

/// The whole name of a line, below what the last `$ORIGIN` said.
pub fn full_name(name: &str, origin: Option<&str>) -> String {
    match origin.filter(|_| !name.ends_with('.')) {
        Some(origin) if name == "@" => origin.to_owned(),
        Some(origin) => [&normal_name(name), ".", origin].concat(),
        None => normal_name(name),
    }
}

/// Lower case, without the last dot.
pub fn normal_name(name: &str) -> String {
    let name = name.trim();
    let name = name.strip_suffix('.').unwrap_or(name);
    // DNS knows upper and lower case in ASCII alone (RFC 4343).
    name.to_ascii_lowercase()
}

/// A name inside a value that is below the origin.
pub struct Relative<'v> {
    /// As it was written.
    pub written: &'v str,
    /// The value with the whole name in its place.
    pub value: String,
}

/// The name that a value of this type ends in, where it is below `origin`; none where it is whole, or is no name.
pub fn relative<'v>(rtype: Option<&str>, value: &'v str, origin: &str) -> Option<Relative<'v>> {
    let words_before = match rtype? {
        "CNAME" | "NS" | "PTR" => 0..=0,
        "MX" => 0..=1,
        "SRV" => 3..=3,
        _ => return None,
    };
    let value = value.trim();
    let written = value.split_whitespace().next_back()?;
    let before = &value[..value.len() - written.len()];
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    let is_below = written == "@"
        || written.chars().all(is_name)
            && written.chars().any(|c| c.is_ascii_alphabetic())
            && !written.ends_with('.');
    if !is_below || !words_before.contains(&before.split_whitespace().count()) {
        return None;
    }
    let whole = full_name(written, Some(origin));
    Some(Relative { written, value: [before, &whole, "."].concat() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_without_a_last_dot_are_below_the_origin() {
        for (rtype, value, expected) in [
            ("MX", "10 mail", Some("10 mail.example.com.")),
            ("MX", "10 @", Some("10 example.com.")),
            ("MX", "10 Mail.example.com", Some("10 mail.example.com.example.com.")),
            ("MX", "10 mail.example.com.", None),
            ("MX", "0 .", None),
            ("MX", "10 192.0.2.1", None),
            ("MX", "10", None),
            ("CNAME", "@", Some("example.com.")),
            ("CNAME", "https://example.net", None),
            ("CNAME", "one two", None),
            ("SRV", "0 1 993 imap", Some("0 1 993 imap.example.com.")),
            ("TXT", "mail", None),
        ] {
            let found = relative(Some(rtype), value, "example.com").map(|relative| relative.value);
            assert_eq!(found.as_deref(), expected, "{rtype} {value}");
        }
    }
}

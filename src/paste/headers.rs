//! Headers of a message that name the key it was signed with: `DKIM-Signature` and `Authentication-Results`.

use crate::record::dkim::Selector;
use crate::record::tag_list::TagList;

/// So many keys are read from one text.
const MOST: usize = 16;

/// No header field is read further than this, in bytes.
const LONGEST: usize = 20_000;

/// The selectors that a text's headers name, each once with the domain that signed, in the order of the text.
///
/// It reads `s=` and `d=` of `DKIM-Signature` (RFC 6376, section 3.5) and `header.s` with `header.d` or `header.i` of
/// `Authentication-Results` (RFC 8601, section 2.7.1), folded or not, in quoted mail too.
pub fn selectors_in(text: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for (name, body) in fields(text) {
        match name.as_str() {
            "dkim-signature" => add(&mut found, signature(&body)),
            _ => {
                for result in without_comments(&body).split(';') {
                    add(&mut found, result_of(result));
                }
            }
        }
    }
    found
}

fn add(found: &mut Vec<(String, String)>, named: Option<(String, String)>) {
    if let Some(named) = named.filter(|named| found.len() < MOST && !found.contains(named)) {
        found.push(named);
    }
}

/// The header fields that name keys, unfolded, with their names in lower case.
///
/// A line goes on with the field above it where it starts with a blank (RFC 5322, section 2.2.3), and where it does
/// not look like the start of another field: what was copied from a page has often lost its blanks.
fn fields(text: &str) -> Vec<(String, String)> {
    let mut fields: Vec<(String, String)> = Vec::new();
    let mut is_open = false;
    for line in text.lines() {
        let line = line.trim_start_matches(['>', '|']);
        let start = line.trim_start();
        let is_folded = is_open && line.len() > start.len();
        if let Some((name, body)) = field(start) {
            is_open = matches!(name.as_str(), "dkim-signature" | "authentication-results");
            if is_open {
                fields.push((name, body.to_owned()));
                continue;
            }
            is_open = is_folded;
        }
        is_open &= !start.is_empty();
        if let Some((_, body)) = fields.last_mut().filter(|(_, body)| is_open && body.len() < LONGEST) {
            body.push(' ');
            body.push_str(start);
        }
    }
    fields
}

/// `Name: body`, or `Name:` alone; a name in front of a colon without a blank is a part of a list of names.
fn field(line: &str) -> Option<(String, &str)> {
    let (name, body) = line.split_once(':')?;
    let is_name = !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    let name = name.to_ascii_lowercase();
    let is_ours = matches!(name.as_str(), "dkim-signature" | "authentication-results");
    let parted = body.is_empty() || body.starts_with([' ', '\t']);
    (is_name && (parted || is_ours)).then_some((name, body))
}

fn signature(body: &str) -> Option<(String, String)> {
    let list = TagList::parse(body);
    let tag = |name: &str| list.get(body, name).map(|tag| tag.value.text(body));
    key(tag("s")?, tag("d")?)
}

/// One result, as in `dkim=pass header.i=@example.com header.s=s1`.
fn result_of(result: &str) -> Option<(String, String)> {
    let mut words = result.split_whitespace();
    let method = words.next()?.split('=').next()?;
    // `dkim/1` names a version of the method.
    if !method.split('/').next()?.eq_ignore_ascii_case("dkim") {
        return None;
    }
    let (mut selector, mut domain, mut identity) = (None, None, None);
    for word in words {
        let Some((name, value)) = word.split_once('=') else { continue };
        let value = value.trim_matches(['"', ',']);
        match name.to_ascii_lowercase().as_str() {
            "header.s" => selector = Some(value),
            "header.d" => domain = Some(value),
            "header.i" => identity = value.rsplit_once('@').map(|(_, domain)| domain).or(Some(value)),
            _ => {}
        }
    }
    key(selector?, domain.or(identity)?)
}

/// A selector with its domain, where both can be names.
fn key(selector: &str, domain: &str) -> Option<(String, String)> {
    let bare = |text: &str| text.split_whitespace().collect::<String>();
    let named = Selector::parse(&[&bare(selector), "._domainkey.", &bare(domain)].concat())?;
    Some((named.name, named.domain?))
}

/// The text without comments in brackets (RFC 5322, section 3.2.2), which nest; in quotes, brackets are text.
fn without_comments(text: &str) -> String {
    let (mut depth, mut quoted, mut escaped) = (0_u32, false, false);
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        let plain = !escaped;
        escaped = c == '\\' && plain;
        match c {
            '"' if plain && depth == 0 => quoted = !quoted,
            '(' if plain && !quoted => depth += 1,
            ')' if plain && !quoted && depth > 0 => {
                depth -= 1;
                continue;
            }
            _ => {}
        }
        if depth == 0 {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(text: &str) -> Vec<String> {
        selectors_in(text).into_iter().map(|(selector, domain)| format!("{selector} {domain}")).collect()
    }

    const SIGNATURE: &str = "Received: by mx.example; s=no; d=no.example\r\n\
         DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=Example.com;\r\n\
         \ts=2024.Mail; t=1700000000;\r\n  h=From:To:\r\n From: Subject; bh=abc=;\r\n b=dzdVyOfAKCdLXdJOc9G2q8\r\n  d=x\r\n\
         From: a@example.com\r\n\ts=late; d=late.example\r\n";

    #[test]
    fn a_signature_is_read_folded_and_not() {
        assert_eq!(named(SIGNATURE), ["2024.mail example.com"]);
        let one = "dkim-signature:v=1;s=s1;d=example.com;b=x";
        assert_eq!(named(one), ["s1 example.com"]);
        assert_eq!(named(&format!("> {one}\n> {one}")), ["s1 example.com"]);
        // Blanks at the starts of lines are often lost.
        let flat = "DKIM-Signature: v=1; a=rsa-sha256;\nd=example.com; h=from:to:\nsubject:date; s=s1;\nb=x\nTo: s=x; d=y";
        assert_eq!(named(flat), ["s1 example.com"]);
        assert_eq!(named("DKIM-Signature: v=1; d=example.com; s=\n s 1; b=x"), ["s1 example.com"]);
    }

    #[test]
    fn results_name_the_key_that_was_used() {
        let gmail = "Authentication-Results: mx.google.com;\n       dkim=pass header.i=@example.com header.s=s1 header.b=Ab;\n       \
                     dkim=fail (no key (header.s=no) for) header.d=example.net header.s=\"k2\";\n       \
                     spf=pass (a; dkim=pass header.s=no header.d=no.example) smtp.mailfrom=a@example.com header.s=x";
        assert_eq!(named(gmail), ["s1 example.com", "k2 example.net"]);
        assert_eq!(named("Authentication-Results: x; dkim=pass header.d=example.com"), Vec::<String>::new());
    }

    #[test]
    fn other_texts_name_nothing() {
        for text in [
            "",
            "v=spf1 -all",
            "DKIM-Signature:",
            "DKIM-Signature: s=; d=",
            "DKIM-Signature: s=a b.; d=..",
            "s=s1; d=example.com",
            "X-Google-DKIM-Signature: v=1; d=1e100.net; s=20230601; b=x",
            "The DKIM-Signature: s=s1; d=example.com",
        ] {
            assert_eq!(named(text), Vec::<String>::new(), "{text}");
        }
        let many: String = (0..99).map(|i| format!("DKIM-Signature: s=s{i}; d=example.com\n")).collect();
        assert_eq!(selectors_in(&many).len(), MOST);
    }
}

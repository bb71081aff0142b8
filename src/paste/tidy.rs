//! Odd characters that copying leaves in a value: each is repaired beside the value, and said.

use super::Pasted;
use crate::record::{Kind, classify, mta_sts_policy};
use crate::text::count;
use crate::text::odd::{Odd, is_plain, repairs, tidied};
use crate::text::percent::record_in_address;

/// What was done about `n` odd characters of one kind.
pub fn note(odd: Odd, n: usize) -> String {
    match odd {
        Odd::CurlyQuote => format!("Removed {}.", count(n, "curly quote", "curly quotes")),
        Odd::StraightQuote => {
            format!("Removed {} inside the value.", count(n, "quotation mark", "quotation marks"))
        }
        Odd::Backslash => format!("Removed {}.", count(n, "backslash", "backslashes")),
        Odd::Blank => format!("Replaced {} by plain spaces.", count(n, "odd blank", "odd blanks")),
        Odd::Hidden => format!("Removed {}.", count(n, "invisible character", "invisible characters")),
        Odd::Dash => format!("Replaced {} by hyphens.", count(n, "long dash", "long dashes")),
        Odd::Link => format!("Replaced {} by the text shown.", count(n, "link", "links")),
        Odd::FullWidth => {
            format!("Replaced {} by plain ones.", count(n, "full-width character", "full-width characters"))
        }
    }
}

/// Sets `tidied` where the value holds odd characters, and says what differs.
pub fn tidy(pasted: &mut Pasted) {
    if is_plain(&pasted.value) {
        return;
    }
    let mut counts = [0_usize; Odd::ALL.len()];
    // The lines of a policy file are part of it.
    let is_file = pasted.value.contains('\n') && mta_sts_policy::looks_like(&pasted.value);
    let mut codes = 0;
    for repair in repairs(&pasted.value).filter(|repair| repair.is_sure) {
        if repair.is_code {
            codes += 1;
        } else if !(is_file && repair.character == '\n') {
            counts[repair.odd as usize] += 1;
        }
    }
    for odd in Odd::ALL {
        if counts[odd as usize] > 0 {
            pasted.cleaned.push(note(odd, counts[odd as usize]));
        }
    }
    if codes > 0 {
        let read = count(codes, "code", "codes");
        pasted.cleaned.push(format!("Read {read} with a backslash as the plain sign meant by it."));
    }
    pasted.tidied = if is_file {
        let lines: Vec<String> =
            pasted.value.split('\n').map(|line| tidied(line).unwrap_or_else(|| line.to_owned())).collect();
        Some(lines.join("\n")).filter(|tidied| *tidied != pasted.value)
    } else {
        tidied(&pasted.value)
    };
}

/// A quotation mark of any form.
pub fn is_quote(c: char) -> bool {
    c == '"' || matches!(Odd::of(c), Some(Odd::CurlyQuote))
}

/// The entities that copied web pages hold; `None` where there are none.
pub fn decode_entities(line: &str) -> Option<String> {
    if !line.contains('&') {
        return None;
    }
    let mut out = String::with_capacity(line.len());
    let mut rest = line;
    let mut found = false;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        match entity(rest) {
            Some((plain, length)) => {
                out.push(plain);
                rest = &rest[length..];
                found = true;
            }
            None => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    found.then_some(out)
}

/// The character that an entity at the start of `text` stands for, and the entity's length.
fn entity(text: &str) -> Option<(char, usize)> {
    const NAMED: [(&str, char); 8] = [
        ("quot", '"'),
        ("apos", '\''),
        ("lt", '<'),
        ("gt", '>'),
        ("nbsp", ' '),
        ("semi", ';'),
        ("equals", '='),
        ("amp", '&'),
    ];
    // The longest is `&#x10ffff;`.
    let end = text.bytes().take(10).position(|b| b == b';')?;
    let name = &text[1..end];
    let plain = match name.strip_prefix('#') {
        None => NAMED.iter().find(|(known, _)| *known == name)?.1,
        Some(number) => {
            let hex = number.strip_prefix(['x', 'X']);
            let code = hex.map_or_else(|| number.parse().ok(), |hex| u32::from_str_radix(hex, 16).ok())?;
            let plain = char::from_u32(code)?;
            match plain {
                '\u{a0}' => ' ',
                c if c.is_control() => return None,
                c => c,
            }
        }
    };
    Some((plain, end + 1))
}

/// The line with the records in plain signs that an address holds in codes; none where there are none.
pub fn decode_address(line: &str) -> Option<String> {
    if !line.contains('%') {
        return None;
    }
    let mut out = String::with_capacity(line.len());
    let mut found = false;
    for piece in line.split_inclusive(char::is_whitespace) {
        let word = piece.trim_end();
        match record_in_address(word) {
            Some(record) => {
                out.push_str(&record);
                out.push_str(&piece[word.len()..]);
                found = true;
            }
            None => out.push_str(piece),
        }
    }
    found.then_some(out)
}

/// A text that starts with the version of a record, after quotation marks at most.
fn is_versioned(text: &str) -> bool {
    let text = text.trim_start().trim_start_matches(is_quote);
    let head: String =
        text.chars().take(16).filter(|c| !c.is_whitespace()).map(|c| c.to_ascii_lowercase()).collect();
    ["v=spf", "v=dmarc", "v=dkim", "v=sts", "v=tlsrpt", "v=bimi"].iter().any(|mark| head.starts_with(mark))
}

/// One word by which a service knows the owner of a domain.
fn is_proof(text: &str) -> bool {
    !text.contains(char::is_whitespace) && classify(None, Some("TXT"), text) == Kind::Verification
}

/// A value inside signs that are none of its own: `` `v=spf1 -all` ``, `**…**`, `{…}`.
pub struct Wrapped<'t> {
    /// The value.
    pub inside: &'t str,
    /// The sign before it, and the one after it.
    pub signs: (&'t str, &'t str),
    /// What stands after the sign that closes.
    pub after: &'t str,
}

/// Takes one pair of signs from around a record. `None` where there is none.
pub fn unwrap(text: &str) -> Option<Wrapped<'_>> {
    let text = text.trim();
    let first = text.chars().next()?;
    let closing = match first {
        '`' | '\'' | '*' | '_' => first,
        '(' => ')',
        '[' => ']',
        '{' => '}',
        '<' => '>',
        _ => return None,
    };
    let run = if closing == first { text.len() - text.trim_start_matches(first).len() } else { 1 };
    let close: String = std::iter::repeat_n(closing, run).collect();
    let rest = &text[run..];
    let inner = rest.trim_start_matches(['`', '\'', '*', '_', '(', '[', '{', '<']);
    if run > 3 {
        return None;
    }
    // In a record itself brackets stand in macros alone, and those are curly.
    let end = if closing == '}' { rest.rfind(&close) } else { rest.find(&close) }?;
    let (inside, after) = (rest[..end].trim(), &rest[end..]);
    if !is_versioned(inner) && !is_proof(inside) {
        return None;
    }
    Some(Wrapped { inside, signs: (&text[..run], &after[..run]), after: after[run..].trim() })
}

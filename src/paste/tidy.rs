//! Odd characters that copying leaves in a value: each is repaired beside the value, and said.

use super::Pasted;
use crate::text::count;
use crate::text::odd::Odd;

/// What was done about `n` odd characters of one kind.
fn note(odd: Odd, n: usize) -> String {
    match odd {
        Odd::CurlyQuote => format!("Removed {}.", count(n, "curly quote", "curly quotes")),
        Odd::StraightQuote => {
            format!("Removed {} inside the value.", count(n, "quotation mark", "quotation marks"))
        }
        Odd::Backslash => format!("Removed {}.", count(n, "backslash", "backslashes")),
        Odd::Blank => format!("Replaced {} by plain spaces.", count(n, "odd blank", "odd blanks")),
        Odd::Hidden => format!("Removed {}.", count(n, "invisible character", "invisible characters")),
        Odd::Dash => format!("Replaced {} by hyphens.", count(n, "long dash", "long dashes")),
        Odd::FullWidth => {
            format!("Replaced {} by plain ones.", count(n, "full-width character", "full-width characters"))
        }
    }
}

/// Sets `tidied` where the value holds odd characters, and says what differs.
pub fn tidy(pasted: &mut Pasted) {
    if !pasted.value.chars().any(|c| Odd::of(c).is_some()) {
        return;
    }
    let mut counts = [0_usize; Odd::ALL.len()];
    let mut out = String::with_capacity(pasted.value.len());
    for c in pasted.value.chars() {
        match Odd::of(c) {
            None => out.push(c),
            Some(odd) => {
                counts[odd as usize] += 1;
                out.extend(odd.repaired(c));
            }
        }
    }
    let out = out.trim().to_owned();
    for odd in Odd::ALL {
        if counts[odd as usize] > 0 {
            pasted.cleaned.push(note(odd, counts[odd as usize]));
        }
    }
    if out != pasted.value {
        pasted.tidied = Some(out);
    }
}

/// A quotation mark of any form.
pub fn is_quote(c: char) -> bool {
    c == '"' || matches!(Odd::of(c), Some(Odd::CurlyQuote))
}

/// The entities that copied web pages hold; `None` where there are none.
pub fn decode_entities(line: &str) -> Option<String> {
    const NAMED: [(&str, &str); 11] = [
        ("&quot;", "\""),
        ("&#34;", "\""),
        ("&#x22;", "\""),
        ("&apos;", "'"),
        ("&#39;", "'"),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&nbsp;", " "),
        ("&#160;", " "),
        ("&semi;", ";"),
        ("&amp;", "&"),
    ];
    if !line.contains('&') {
        return None;
    }
    let mut out = String::with_capacity(line.len());
    let mut rest = line;
    let mut found = false;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        match NAMED.iter().find(|(entity, _)| rest.starts_with(entity)) {
            Some((entity, plain)) => {
                out.push_str(plain);
                rest = &rest[entity.len()..];
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

//! A record inside another text: a sentence, a web page, the answer of a program.

use super::rows::is_name;
use crate::record::spf::is_mechanism_name;

/// What a record starts with wherever it stands.
const MARKS: [&str; 6] = ["v=spf1", "v=dmarc1", "v=dkim1", "v=stsv1", "v=tlsrptv1", "v=bimi1"];

/// A record found in a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece<'l> {
    /// The name that the text before it gives.
    pub name: Option<&'l str>,
    /// The record, in its quotes where it stands in some.
    pub text: String,
    /// What stands before it, and is not its name.
    pub before: &'l str,
    /// What stands after it, up to the next one.
    pub after: &'l str,
}

/// Where the first record at or after `from` starts.
fn mark(lower: &str, from: usize) -> Option<usize> {
    let mut at = from;
    while let Some(found) = lower[at..].find("v=").map(|i| at + i) {
        let free = !lower[..found].ends_with(|c: char| c.is_alphanumeric() || c == '_');
        if free && MARKS.iter().any(|mark| lower[found..].starts_with(mark)) {
            return Some(found);
        }
        at = found + 2;
    }
    None
}

/// Every record in a line.
pub fn find(line: &str) -> Vec<Piece<'_>> {
    if !line.contains('=') {
        return Vec::new();
    }
    // Lower case in ASCII alone keeps every place in the line.
    let lower = line.to_ascii_lowercase();
    let mut out: Vec<Piece<'_>> = Vec::new();
    let mut from = 0;
    while let Some(at) = mark(&lower, from) {
        let next = mark(&lower, at + 2).unwrap_or(line.len());
        let (start, end, text) = extent(line, at, next);
        let start = start.max(from);
        let before = line[from..start].trim();
        if let Some(last) = out.last_mut() {
            last.after = "";
        }
        let bare = before.trim_end_matches([':', '=', '-', '>', '|', ' ', '\t']);
        let names = is_name(bare) && (bare.contains('.') || bare.starts_with('_') || bare == "@");
        let (name, before) =
            if names { (Some(bare), "") } else { (key_name(before).or_else(|| last_name(bare)), before) };
        out.push(Piece { name, text, before, after: line[end..].trim() });
        from = end.max(at + 2);
    }
    out
}

/// The name that a sentence ends with: `SPF record for example.com`, or one that no other word looks like.
fn last_name(before: &str) -> Option<&str> {
    let mut words = before.rsplit(char::is_whitespace).filter(|word| !word.is_empty());
    let last = words.next()?;
    let leads = words.next().is_some_and(|word| matches!(word, "for" | "at" | "of" | "to" | "on"));
    let dotted = last.contains('.') && last.bytes().any(|b| b.is_ascii_alphabetic());
    let telling = last.contains("._domainkey") || last.starts_with("_dmarc");
    (is_name(last) && (telling || (leads && dotted))).then_some(last)
}

/// The value of the last `"name"` in the text of a program.
fn key_name(before: &str) -> Option<&str> {
    let at = before.rfind("\"name\"").or_else(|| before.rfind("\"Name\""))?;
    let value = before[at + 6..].trim_start().strip_prefix(':')?.trim_start().strip_prefix('"')?;
    let (name, _) = value.split_once('"')?;
    is_name(name).then_some(name)
}

/// From where to where the record at `at` goes, with the signs around it, and its text. Outside quotes it ends
/// before `next`: no text is looked through twice.
fn extent(line: &str, at: usize, next: usize) -> (usize, usize, String) {
    let before = &line[..at];
    let rest = &line[at..];
    if before.ends_with("\\\"") {
        let end = rest.len().min(unescaped_quote(rest));
        let start = at - 2;
        let outer = usize::from(line[..start].ends_with('"'));
        let text = unescape(&line[start..at + end]);
        return (start - outer, after_sign(line, at + end, '"'), text);
    }
    if before.ends_with('"') {
        let mut end = at + unescaped_quote(rest);
        // Further strings of the same record.
        while let Some(inside) = next_string(line, end) {
            end = inside + unescaped_quote(&line[inside..]);
        }
        let end = after_sign(line, end, '"');
        return (at - 1, end, unescape(&line[at - 1..end]));
    }
    let closing = match before.chars().next_back() {
        Some('\'') => Some('\''),
        Some('`') => Some('`'),
        Some('>') => Some('<'),
        Some('(') => Some(')'),
        Some('[') => Some(']'),
        Some('{') => Some('}'),
        Some('“' | '„') => Some('”'),
        Some('‘') => Some('’'),
        Some('«') => Some('»'),
        _ => None,
    };
    let rest = &line[at..next];
    let inside = closing.and_then(|sign| {
        let end = if sign == '}' { rest.rfind(sign) } else { rest.find(sign) };
        end.map(|end| (sign, end))
    });
    if let Some((sign, end)) = inside {
        // A tag is not of the record; a pair of signs goes with it.
        let opening = before.chars().next_back().map_or(0, char::len_utf8);
        let (start, after) =
            if sign == '<' { (at, at + end) } else { (at - opening, at + end + sign.len_utf8()) };
        return (start, after, rest[..end].trim().to_owned());
    }
    let limit = rest.find(['<', '"', '`', '”']).unwrap_or(rest.len());
    let end = sentence(&rest[..limit]);
    (at, at + end, rest[..end].to_owned())
}

/// Where the string that starts after `at` has its text.
fn next_string(line: &str, at: usize) -> Option<usize> {
    let rest = line[at..].strip_prefix('"')?;
    let blanks = rest.len() - rest.trim_start().len();
    rest.trim_start().starts_with('"').then_some(at + 1 + blanks + 1)
}

fn after_sign(line: &str, at: usize, sign: char) -> usize {
    if line[at..].starts_with(sign) { at + sign.len_utf8() } else { at }
}

/// The first quotation mark that no backslash stands before, or the end.
fn unescaped_quote(text: &str) -> usize {
    let mut escaped = false;
    for (i, b) in text.bytes().enumerate() {
        match b {
            b'"' if !escaped => return i,
            b'\\' => escaped = !escaped,
            _ => escaped = false,
        }
    }
    text.len()
}

fn unescape(text: &str) -> String {
    text.replace("\\\"", "\"").replace("\\\\", "\\")
}

/// Where the record that `text` starts with ends: with its last term or tag.
fn sentence(text: &str) -> usize {
    let spf = text.len() >= 6 && text.as_bytes()[..6].eq_ignore_ascii_case(b"v=spf1");
    let (mut end, mut at) = (0, 0);
    let mut ended = false;
    let mut previous = "";
    for word in text.split_whitespace() {
        // Words come in order, so the place of each is found in what is left.
        let Some(start) = text[at..].find(word).map(|i| at + i) else { break };
        at = start + word.len();
        let goes_on = end == 0 || if spf { is_term(word, ended) } else { is_tag(word, previous) };
        if !goes_on {
            break;
        }
        ended |= spf && bare_term(word).eq_ignore_ascii_case("all");
        end = at;
        previous = word;
    }
    let kept = &text[..end];
    // The last sign ends the sentence, not the record.
    let kept = kept.trim_end_matches(['.', '!', '?', ')', ']', '}', '\'', '’', '*']);
    let kept = if spf { kept.trim_end_matches([',', ';', ':']) } else { kept };
    kept.len()
}

fn bare_term(word: &str) -> &str {
    word.trim_start_matches(['+', '-', '~', '?', '–', '—'])
        .trim_end_matches(['.', ',', ';', ':', '!', '?', ')', ']', '}', '\'', '*'])
}

/// A term of SPF, or what is meant to be one; after `all`, one that is sure to be.
fn is_term(word: &str, ended: bool) -> bool {
    let term = bare_term(word);
    let (name, valued) = match term.find([':', '=', '/']) {
        Some(end) => (&term[..end], end + 1 < term.len()),
        None => (term, false),
    };
    let named = is_mechanism_name(name) || matches!(name.to_ascii_lowercase().as_str(), "redirect" | "exp");
    if ended { named && valued } else { named || valued || term.contains('.') }
}

/// A tag, or what a list in one goes on with.
fn is_tag(word: &str, previous: &str) -> bool {
    let base64 = word.len() >= 16
        && word.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/' | b'=' | b';'));
    word.contains('=')
        || word.starts_with("mailto:")
        || word == ";"
        || previous.ends_with(['=', ','])
        || base64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn texts(line: &str, expected: &[&str]) {
        let found: Vec<String> = find(line).into_iter().map(|piece| piece.text).collect();
        assert_eq!(found, expected, "{line}");
    }

    #[test]
    fn a_record_ends_with_its_last_term() {
        texts("Please add: v=spf1 include:a.example ~all.", &["v=spf1 include:a.example ~all"]);
        texts("Add v=spf1 mx ~all to your DNS, then wait.", &["v=spf1 mx ~all"]);
        texts("Use `v=spf1 -all` or 'v=DMARC1; p=none'.", &["v=spf1 -all", "v=DMARC1; p=none"]);
        texts(
            "Set v=DMARC1; p=none; rua=mailto:a@b.example. Then wait",
            &["v=DMARC1; p=none; rua=mailto:a@b.example"],
        );
        texts("<p>v=spf1 -all</p>", &["v=spf1 -all"]);
        texts(r#"{"name":"a.example","data":"\"v=DKIM1; p=ab\" \"cd\""}"#, &["\"v=DKIM1; p=ab\" \"cd\""]);
        texts("xv=spf1 and v=other", &[]);
    }

    #[test]
    fn a_name_before_it_is_its_name() {
        assert_eq!(find("_dmarc.example.com: v=DMARC1; p=none")[0].name, Some("_dmarc.example.com"));
        assert_eq!(find(r#"{"name":"a.example","data":"v=spf1 -all"}"#)[0].name, Some("a.example"));
        assert_eq!(find("the record v=spf1 -all")[0].name, None);
        assert_eq!(find("SPF record for a.example: v=spf1 -all")[0].name, Some("a.example"));
        assert_eq!(find("DKIM\ts1._domainkey\tv=DKIM1; p=")[0].name, Some("s1._domainkey"));
    }
}

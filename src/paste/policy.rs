//! The policy file of MTA-STS in a text: several lines that are one record.

use super::tidy::is_quote;
use crate::record::mta_sts_policy::{looks_like, meant};
use crate::record::{Kind, classify};
use crate::text::count;

/// So many lines of one file are taken: it names a domain's mail servers, and nothing else is long in it.
const LINES: usize = 200;

/// A file that starts at the first of some lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// How many lines it takes.
    pub lines: usize,
    /// Its text, lines parted by a line break.
    pub value: String,
    /// What was left out, in words.
    pub note: Option<String>,
}

/// The file that starts with the first of these lines; none where none does.
pub fn block(lines: &[&str]) -> Option<Block> {
    // Lines come by the thousand, and nearly all of them start in another way.
    if !bare(lines.first()?).starts_with(['v', 'V', 'm', 'M']) {
        return None;
    }
    let mut kept: Vec<&str> = Vec::new();
    let (mut taken, mut blank) = (0, 0);
    for (at, line) in lines.iter().take(LINES).enumerate() {
        let line = bare(line);
        if line.is_empty() && at > 0 {
            continue;
        }
        let goes_on = if kept.is_empty() { meant(line).is_some() } else { is_line(line) };
        // A stray line inside the file is part of it, for senders too.
        let is_inside = || {
            let next = lines[at + 1..].iter().map(|line| bare(line)).find(|line| !line.is_empty());
            !kept.is_empty()
                && classify(None, None, line) == Kind::Other
                && next.is_some_and(|next| meant(next).is_some())
        };
        if !goes_on && !is_inside() {
            break;
        }
        blank += at - taken;
        taken = at + 1;
        kept.push(line);
    }
    let value = kept.join("\n");
    if kept.len() < 2 || !looks_like(&value) {
        return None;
    }
    let note = (blank > 0).then(|| format!("Left out {}.", count(blank, "blank line", "blank lines")));
    Some(Block { lines: taken, value, note })
}

/// Without blanks, and without quotation marks around the whole line.
fn bare(line: &str) -> &str {
    line.trim().trim_start_matches('\u{feff}').trim_matches(is_quote).trim()
}

/// One of the four keys, or another one that stands before a colon.
fn is_line(line: &str) -> bool {
    if meant(line).is_some() {
        return true;
    }
    let Some((name, _)) = line.split_once(':') else { return false };
    (1..=32).contains(&name.len())
        && !name.contains('.')
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'))
        // Labels of a form, which start another record.
        && !matches!(name.to_ascii_lowercase().as_str(), "name" | "host" | "type" | "value" | "ttl" | "txt" | "record" | "data")
        && classify(None, None, line) == Kind::Other
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn taken(text: &str, lines: usize, value: &str) {
        let all: Vec<&str> = text.lines().collect();
        let found = block(&all).map(|block| (block.lines, block.value));
        assert_eq!(found, Some((lines, value.to_owned())), "{text:?}");
    }

    #[test]
    fn lines_that_belong_together_are_one_file() {
        let plain = "version: STSv1\nmode: enforce\nmx: a.example\nmx: *.b.example\nmax_age: 86400";
        taken(plain, 5, plain);
        taken(&plain.replace('\n', "\r\n\r\n"), 9, plain);
        taken(&format!("{plain}\nv=spf1 -all"), 5, plain);
        taken(&plain.replace("mode", "# ours\nmode"), 6, &plain.replace("mode", "# ours\nmode"));
        taken(&format!("{plain}\nName: _mta-sts"), 5, plain);
        taken("  version: STSv1\n  mode: none\n  later: 1", 3, "version: STSv1\nmode: none\nlater: 1");
    }

    #[test]
    fn other_lines_are_none() {
        for text in
            ["version: 2\nname: x", "mx: 10 mail.example.com\nmx: 20 mail.example.com", "mode: dark", ""]
        {
            let all: Vec<&str> = text.lines().collect();
            assert_eq!(block(&all), None, "{text:?}");
        }
    }
}

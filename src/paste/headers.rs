//! Header fields of a message in a text: which lines are theirs, and what they name.
//!
//! A text is read as a message is (RFC 5322, section 2.2): a field starts with its name and a colon, and a line that
//! starts with a blank goes on with the field above it. Whoever copies from a page often loses those blanks, so that a
//! line which looks like no field and no record goes on too.

use super::labels;
use super::look::starts_record;
use super::rows;
use crate::record::Header;
use crate::record::header::Field;
use crate::text::count;

/// So many keys are read from one text.
const MOST: usize = 16;

/// No header field is read further than this, in bytes.
const LONGEST: usize = 20_000;

/// A piece of a text.
pub enum Piece<'t> {
    /// A line of no header field that is read.
    Line(&'t str),
    /// A header field that is read.
    Field(Unfolded),
}

/// A header field in one line.
#[derive(Default)]
pub struct Unfolded {
    /// Its name, the colon, and what stands behind it.
    pub text: String,
    /// What was done to it, in words.
    pub cleaned: Vec<String>,
    lines: usize,
    is_cut: bool,
}

/// The selectors that a text's headers name, each once with the domain that signed, in the order of the text.
///
/// It reads `s=` and `d=` of `DKIM-Signature` (RFC 6376, section 3.5) and of the fields of ARC (RFC 8617), and
/// `header.s` with `header.d` or `header.i` of `Authentication-Results` (RFC 8601, section 2.7.1), folded or not, in
/// quoted mail too.
pub fn selectors_in(text: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    pieces(text, &mut |piece| {
        let Piece::Field(field) = piece else { return };
        for lead in Header::parse(&field.text).leads(&field.text) {
            let Some(selector) = lead.selector else { continue };
            let named = (selector, lead.domain);
            if found.len() < MOST && !found.contains(&named) {
                found.push(named);
            }
        }
    });
    found
}

/// Cuts a text into the header fields that are read, and other lines; other header fields that stand with them are
/// left out.
pub fn pieces<'t>(text: &'t str, take: &mut dyn FnMut(Piece<'t>)) {
    // Lines without a blank one between them are one block. `from` is where the open block starts.
    let (mut from, mut holds) = (0, false);
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if is_blank(line) {
            block(&text[from..at], holds, take);
            take(Piece::Line(line.trim_end_matches(['\r', '\n'])));
            from = at + line.len();
            holds = false;
        }
        holds |= read(bare(line).trim_start(), false).is_some();
        at += line.len();
    }
    block(&text[from..], holds, take);
}

fn is_blank(line: &str) -> bool {
    bare(line).trim().is_empty()
}

/// A line without the marks of quoted mail.
fn bare(line: &str) -> &str {
    line.trim_start_matches(['>', '|'])
}

fn block<'t>(text: &'t str, holds_fields: bool, take: &mut dyn FnMut(Piece<'t>)) {
    if !holds_fields {
        return text.lines().for_each(|line| take(Piece::Line(line)));
    }
    let mut block = Block { open: None, in_other: false, others: 0, take };
    text.lines().for_each(|line| block.line(line));
    block.close();
}

/// Lines that follow each other, some of which are header fields that are read.
struct Block<'a, 't> {
    open: Option<Unfolded>,
    /// The field above is one that is not read.
    in_other: bool,
    /// So many fields were left out since the last one that is read.
    others: usize,
    take: &'a mut dyn FnMut(Piece<'t>),
}

impl<'t> Block<'_, 't> {
    fn line(&mut self, whole: &'t str) {
        let line = bare(whole);
        let start = line.trim_start();
        let is_folded = start.len() < line.len();
        let goes_on = is_folded && (self.open.is_some() || self.in_other);
        if read(start, goes_on).is_some() {
            self.close();
            self.in_other = false;
            self.open = Some(Unfolded { text: start.trim_end().to_owned(), lines: 1, ..Unfolded::default() });
        } else if is_other(start) && !goes_on {
            self.close();
            self.in_other = true;
            self.others += 1;
        } else if let Some(open) = self.open.as_mut().filter(|_| goes_on || !is_record(start)) {
            open.go_on(start.trim_end());
        } else if !(self.in_other && is_folded) {
            self.close();
            self.in_other = false;
            (self.take)(Piece::Line(whole));
        }
    }

    fn close(&mut self) {
        let Some(mut field) = self.open.take() else { return };
        if field.lines > 1 {
            field.cleaned.push(["Joined ", &count(field.lines, "line", "lines"), "."].concat());
        }
        if field.is_cut {
            let most = ["Left out what stands behind the first ", &LONGEST.to_string(), " bytes."].concat();
            field.cleaned.push(most);
        }
        if self.others > 0 {
            let number = count(self.others, "other line", "other lines");
            let verb = if self.others == 1 { "says" } else { "say" };
            let what = ["Left out ", &number, " of the message, which ", verb, " nothing of its checks."];
            field.cleaned.push(what.concat());
            self.others = 0;
        }
        (self.take)(Piece::Field(field));
    }
}

impl Unfolded {
    fn go_on(&mut self, line: &str) {
        if self.text.len() + line.len() >= LONGEST {
            self.is_cut = true;
        } else {
            self.text.push(' ');
            self.text.push_str(line);
            self.lines += 1;
        }
    }
}

/// A field that is read: `Name: body`. Inside another one, a name before a colon may be of a list of names, and so may
/// one without a blank behind the colon.
fn read(line: &str, is_inside: bool) -> Option<Field> {
    // The longest name has 26 characters.
    if !line.starts_with(['A', 'D', 'R', 'a', 'd', 'r']) {
        return None;
    }
    let colon = line.bytes().take(40).position(|b| b == b':')?;
    let field = Field::named(line.get(..colon)?.trim_end())?;
    let body = &line[colon + 1..];
    let is_parted = body.is_empty() || body.starts_with([' ', '\t']);
    // `DKIM-Signature:From:To` is a list of names.
    let is_first = || body.split(':').next().is_some_and(|part| part.contains('='));
    ((is_parted && !is_inside) || is_first()).then_some(field)
}

/// A field that is not read; a label of a DNS panel is none.
fn is_other(line: &str) -> bool {
    let Some((name, body)) = line.split_once(':') else { return false };
    let is_name =
        !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'));
    let is_parted = body.is_empty() || body.starts_with([' ', '\t']);
    is_name && is_parted && labels::field(line).is_none()
}

/// A line that is a record of its own.
fn is_record(line: &str) -> bool {
    starts_record(line) || rows::zone_row(line, false).is_some()
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

    fn cut(text: &str) -> Vec<String> {
        let mut out = Vec::new();
        pieces(text, &mut |piece| {
            out.push(match piece {
                Piece::Line(line) => line.to_owned(),
                Piece::Field(field) => ["<", &field.text, ">"].concat(),
            });
        });
        out
    }

    #[test]
    fn the_fields_of_a_message_are_told_from_all_else() {
        let message = "Received: from a.example\r\n\tby b.example; v=spf1\r\nDKIM-Signature: v=1;\r\n d=a.example\r\n\
                       Subject: v=spf1 -all\r\n To go on\r\nARC-Seal: i=1\r\n\r\nHello,\r\n  you";
        assert_eq!(
            cut(message),
            ["<DKIM-Signature: v=1; d=a.example>", "<ARC-Seal: i=1>", "", "Hello,", "  you"]
        );
        // Records and rows of a panel beside it are not of it.
        let mixed = "Name: _dmarc\nDKIM-Signature: v=1;\nv=spf1 -all\n\nexample.com. IN TXT \"v=spf1 -all\"";
        let expected = ["Name: _dmarc", "<DKIM-Signature: v=1;>", "v=spf1 -all", ""];
        assert_eq!(cut(mixed)[..4], expected);
        assert_eq!(cut("a\n\n b\n"), ["a", "", " b"]);
        // Names in a list of what is signed.
        let list = "DKIM-Signature: v=1; h=from:to:\n ARC-Seal:DKIM-Signature: Received; b=x\nX: y\n z";
        assert_eq!(cut(list), ["<DKIM-Signature: v=1; h=from:to: ARC-Seal:DKIM-Signature: Received; b=x>"]);
    }

    #[test]
    fn no_field_is_read_without_end() {
        let long = ["DKIM-Signature: v=1;\n", &" abcdefghij\n".repeat(10_000)].concat();
        let mut seen = 0;
        pieces(&long, &mut |piece| {
            if let Piece::Field(field) = piece {
                seen += 1;
                assert!(field.text.len() <= LONGEST && field.cleaned.len() == 2, "{:?}", field.cleaned);
            }
        });
        assert_eq!(seen, 1);
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

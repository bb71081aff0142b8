//! Tables of a web page or a help article, copied as their source.

/// Tags inside a cell that are none of its text. What else stands in angle brackets is: `<your-domain>`.
const INSIDE: [&str; 18] = [
    "a", "b", "button", "code", "em", "font", "i", "kbd", "pre", "samp", "small", "span", "strong", "svg",
    "tt", "u", "ul", "wbr",
];

/// The text with each row of a table in one line and a tab between its cells; none where it has no such row.
pub fn rows(text: &str) -> Option<String> {
    if !["<td", "<TD"].iter().any(|cell| text.contains(cell)) {
        return None;
    }
    let mut out = String::with_capacity(text.len());
    let (mut rest, mut row) = (text, None::<Vec<String>>);
    while let Some(at) = rest.find('<') {
        put(&rest[..at], &mut row, &mut out);
        let Some(tag) = Tag::read(&rest[at..]) else {
            put("<", &mut row, &mut out);
            rest = &rest[at + 1..];
            continue;
        };
        let whole = &rest[at..at + tag.length];
        rest = &rest[at + tag.length..];
        match (tag.name.as_str(), tag.closes) {
            ("tr", closes) => {
                end(&mut row, &mut out);
                row = (!closes).then(Vec::new);
            }
            ("table", _) => end(&mut row, &mut out),
            ("td" | "th", false) => row.get_or_insert_default().push(String::new()),
            ("td" | "th" | "thead" | "tbody" | "tfoot" | "colgroup" | "col", _) => {}
            ("br" | "p" | "div" | "li", _) if row.is_some() => put(" ", &mut row, &mut out),
            (name, _) if row.is_some() && INSIDE.contains(&name) => {}
            _ => put(whole, &mut row, &mut out),
        }
    }
    put(rest, &mut row, &mut out);
    end(&mut row, &mut out);
    Some(out)
}

struct Tag {
    name: String,
    closes: bool,
    /// In bytes, with both brackets.
    length: usize,
}

/// No tag is longer, in bytes.
const LONGEST: usize = 2_000;

impl Tag {
    fn read(text: &str) -> Option<Self> {
        let inside = text.strip_prefix('<')?;
        let closes = inside.starts_with('/');
        let name: String =
            inside[usize::from(closes)..].chars().take_while(char::is_ascii_alphanumeric).take(16).collect();
        let after = &text[1 + usize::from(closes) + name.len()..];
        let is_whole = after.starts_with(['>', '/']) || after.starts_with(char::is_whitespace);
        if name.is_empty() || !is_whole {
            return None;
        }
        // A tag is none where another one opens in it.
        let end = text.bytes().take(LONGEST).skip(1).position(|b| matches!(b, b'<' | b'>'))? + 1;
        text[end..].starts_with('>').then(|| Self {
            name: name.to_ascii_lowercase(),
            closes,
            length: end + 1,
        })
    }
}

/// Text goes into the cell that is open; between the cells of a row stands nothing but layout.
fn put(text: &str, row: &mut Option<Vec<String>>, out: &mut String) {
    match row {
        None => out.push_str(text),
        Some(cells) => {
            if let Some(cell) = cells.last_mut() {
                cell.push_str(text);
            }
        }
    }
}

/// Ends the row that is open.
fn end(row: &mut Option<Vec<String>>, out: &mut String) {
    let Some(cells) = row.take() else { return };
    let cells: Vec<String> =
        cells.iter().map(|cell| cell.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
    out.push('\n');
    out.push_str(&cells.join("\t"));
    out.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_lines_and_cells_are_parted_by_tabs() {
        let text = "Add these:<table class=\"a\">\n<tr><th>Type</th><th>Name</th>\n</tr>\n<TR><TD>TXT</TD>\n<td><code>_dm<wbr>arc</code>\
                    </td></TR></table>Then wait.";
        let lines: Vec<String> =
            rows(text).unwrap().lines().filter(|line| !line.is_empty()).map(str::to_owned).collect();
        assert_eq!(lines, ["Add these:", "Type\tName", "TXT\t_dmarc", "Then wait."]);
    }

    #[test]
    fn what_a_reader_fills_in_is_text() {
        let row = |cell: &str| rows(&format!("<tr><td>{cell}</td></tr>")).unwrap().trim().to_owned();
        assert_eq!(row("<your-domain>"), "<your-domain>");
        assert_eq!(row("a < b <c> <code>d</code>"), "a < b <c> d");
        assert_eq!(row("one<br/>two"), "one two");
    }

    #[test]
    fn rows_that_are_not_closed_end_with_the_next_one() {
        assert_eq!(rows("<tr><td>a<td>b<tr><td>c").unwrap(), "\na\tb\n\nc\n");
        assert_eq!(rows("<td>a</td><td>b").unwrap(), "\na\tb\n");
        assert_eq!(rows("v=spf1 <a> -all"), None);
    }
}

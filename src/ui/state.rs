//! What the box holds and what is said aloud: plain state with its transitions, tested without a browser.

use crate::report::{RecordReport, Report, Verdict};

/// The longest text, in bytes, that stays in the box: a text area alone takes seconds over more.
pub const HELD_OVER: usize = 1_000_000;

/// How much of a held text the box shows.
const SHOWN_OF_HELD: usize = 2_000;

/// More records than this are each one line, opened one by one.
pub const LINES_OVER: usize = 20;

/// How many parts of a record are built at once.
pub const STEP: usize = 300;

/// How many lines of records are built at once: a window shows 30, and each costs time before the first is seen.
pub const LINES_STEP: usize = 40;

/// The text that the reader gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// All of it stands in the box.
    Box(String),
    /// It is too long for the box, and is held beside it.
    Held(Held),
}

impl Default for Input {
    fn default() -> Self {
        Input::Box(String::new())
    }
}

impl Input {
    /// Takes a text, into the box or beside it.
    pub fn new(text: String) -> Self {
        if text.len() > HELD_OVER { Input::Held(Held::new(text)) } else { Input::Box(text) }
    }

    /// The text that is read and judged.
    pub fn read(&self) -> &str {
        match self {
            Input::Box(text) => text,
            Input::Held(held) => held.read(),
        }
    }

    /// The text that the box shows.
    pub fn shown(&self) -> &str {
        match self {
            Input::Box(text) => text,
            Input::Held(held) => head(held.read(), SHOWN_OF_HELD),
        }
    }

    /// All of the text.
    pub fn whole(&self) -> &str {
        match self {
            Input::Box(text) => text,
            Input::Held(held) => &held.text,
        }
    }

    /// What is said of a text that is held.
    pub fn says(&self) -> Option<String> {
        match self {
            Input::Box(_) => None,
            Input::Held(held) => Some(held.says()),
        }
    }

    /// There is nothing to read.
    pub fn is_blank(&self) -> bool {
        self.read().trim().is_empty()
    }
}

/// A long text, of which one stretch after the other is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    text: String,
    from: usize,
    to: usize,
}

impl Held {
    fn new(text: String) -> Self {
        let mut held = Self { text, from: 0, to: 0 };
        held.to = held.end_of(0);
        held
    }

    fn read(&self) -> &str {
        self.text.get(self.from..self.to).unwrap_or("")
    }

    /// The end of the stretch that starts at `from`: after a line where that is near.
    fn end_of(&self, from: usize) -> usize {
        let rest = self.text.get(from..).unwrap_or("");
        let stretch = head(rest, HELD_OVER);
        if stretch.len() == rest.len() {
            return self.text.len();
        }
        from + stretch.rfind('\n').map_or(stretch.len(), |line| line + 1)
    }

    /// The stretch after this one, or the first again after the last.
    pub fn next(&self) -> Held {
        let from = if self.to < self.text.len() { self.to } else { 0 };
        Held { text: self.text.clone(), from, to: self.end_of(from) }
    }

    /// What is held, and what of it is read: one sentence or two.
    pub fn says(&self) -> String {
        let part = if self.from == 0 {
            ["the first ", &megabytes(self.to)].concat()
        } else {
            ["the part from ", &megabytes(self.from), " to ", &megabytes(self.to)].concat()
        };
        [
            "This text is ",
            &megabytes(self.text.len()),
            " long, too much for the box. All of it is kept beside the box; the result below is about ",
            &part,
            ".",
        ]
        .concat()
    }
}

/// `1.2 MB`, without the machinery for printing fractions.
fn megabytes(bytes: usize) -> String {
    let tenths = (bytes + 50_000) / 100_000;
    [&(tenths / 10).to_string(), ".", &(tenths % 10).to_string(), " MB"].concat()
}

/// The start of a text, at most `bytes` long, cut between characters.
pub fn head(text: &str, bytes: usize) -> &str {
    let mut end = bytes.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// The line that says how everything stands: what a screen reader hears.
pub fn verdict_line(report: &Report) -> String {
    match report.records.as_slice() {
        [] => "No mail record found".to_owned(),
        [one] if report.findings.is_empty() => record_line(one),
        many => {
            [&crate::text::count(many.len(), "record", "records"), ": ", &uncapital(report.verdict.words())]
                .concat()
        }
    }
}

/// The line that says how one record stands.
pub fn record_line(record: &RecordReport) -> String {
    let place = match &record.name {
        Some(name) => [" at ", name].concat(),
        None => String::new(),
    };
    let what = match record.verdict {
        Verdict::Unknown => ["Not judged: ", &record_title(record), &place].concat(),
        // Nothing is wrong with it but the other one beside it.
        Verdict::Good | Verdict::Advice if record.in_conflict => {
            [&record_title(record), &place, ": right by itself"].concat()
        }
        verdict => [&record_title(record), &place, ": ", &uncapital(verdict.words())].concat(),
    };
    capital(&what)
}

/// `SPF record`, `verification text`.
pub fn record_title(record: &RecordReport) -> String {
    use crate::record::{Kind, Record};
    match record.kind {
        Kind::Verification => "a text that proves who owns the domain".to_owned(),
        Kind::Other if matches!(record.record, Record::Header(_)) => [record.title(), " line"].concat(),
        Kind::Other => "a text that is no mail record".to_owned(),
        Kind::MtaStsPolicy => "MTA-STS policy".to_owned(),
        kind => [kind.title(), " record"].concat(),
    }
}

/// The lines start with words of this page, so ASCII is enough; the tables for all letters of the world take 20 KB.
fn capital(text: &str) -> String {
    let mut text = text.to_owned();
    if let Some(first) = text.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    text
}

fn uncapital(text: &str) -> String {
    let mut text = text.to_owned();
    if let Some(first) = text.get_mut(..1) {
        first.make_ascii_lowercase();
    }
    text
}

/// What is said aloud: the verdict line, after a pause, and not twice.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Announcer {
    said: String,
    waiting: String,
}

impl Announcer {
    /// A new verdict line; to be said once the reader pauses.
    pub fn hear(&mut self, line: &str) {
        line.clone_into(&mut self.waiting);
    }

    /// The reader has paused: what to say now, where it is news.
    pub fn pause(&mut self) -> Option<String> {
        if self.waiting == self.said {
            return None;
        }
        self.said.clone_from(&self.waiting);
        Some(self.said.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paste::Hints;
    use crate::report::explain_records;

    fn line(text: &str) -> String {
        verdict_line(&explain_records(text, &Hints::default()))
    }

    #[test]
    fn a_long_text_is_held_and_read_in_stretches_without_loss() {
        let text = "example.com. IN TXT \"é\"\n".repeat(110_000);
        let mut input = Input::new(text.clone());
        let mut read = String::new();
        loop {
            assert!(input.read().len() <= HELD_OVER && input.read().ends_with('\n'));
            assert!(input.shown().len() <= SHOWN_OF_HELD && input.read().starts_with(input.shown()));
            assert_eq!(input.whole(), text);
            read.push_str(input.read());
            let Input::Held(held) = &input else { panic!("it is too long for the box") };
            let next = held.next();
            if next.from == 0 {
                break;
            }
            input = Input::Held(next);
        }
        assert_eq!(read, text);
    }

    #[test]
    fn a_long_line_is_cut_between_characters() {
        let Input::Held(held) = Input::new("é".repeat(HELD_OVER)) else { panic!("it is too long") };
        assert_eq!(held.read().len(), HELD_OVER);
        assert!(
            held.says().contains("2.0 MB") && held.says().contains("the first 1.0 MB"),
            "{}",
            held.says()
        );
        assert!(held.next().says().contains("from 1.0 MB to 2.0 MB"));
    }

    #[test]
    fn what_fits_stays_in_the_box() {
        let input = Input::new("v=spf1 -all".to_owned());
        assert_eq!((input.read(), input.shown(), input.is_blank()), ("v=spf1 -all", "v=spf1 -all", false));
        assert!(Input::new(" \n".to_owned()).is_blank());
        assert!(matches!(Input::new("a".repeat(HELD_OVER)), Input::Box(_)));
    }

    #[test]
    fn a_record_beside_another_of_its_kind_is_right_by_itself_alone() {
        let text = "example.com. TXT \"v=spf1 mx -all\"\nexample.com. TXT \"v=spf1 a -all\"";
        let report = explain_records(text, &Hints::default());
        assert!(report.records.iter().all(|record| record.in_conflict));
        assert_eq!(record_line(&report.records[0]), "SPF record at example.com: right by itself");
        assert_eq!(report.summary, "Each record is right by itself. Together they don't work.");
    }

    #[test]
    fn the_verdict_line_says_what_it_is_about() {
        assert_eq!(line("v=spf1 include=sendgrid.net ~all"), "SPF record: needs fixing");
        assert_eq!(
            line("example.com. IN TXT \"v=spf1 include=sendgrid.net ~all\""),
            "SPF record at example.com: needs fixing"
        );
        assert_eq!(line("ca3-0123456789abcdef=xyz"), "Not judged: a text that is no mail record");
        assert_eq!(line("hello"), "No mail record found");
        assert_eq!(line(""), "No mail record found");
        let two = line("v=spf1 include=sendgrid.net ~all\nv=spf1 include=sendgrid.net -all");
        assert_eq!(two, "2 records: needs fixing");
    }

    #[test]
    fn the_same_verdict_is_said_once() {
        let mut announcer = Announcer::default();
        announcer.hear("SPF record: right");
        announcer.hear("SPF record: needs fixing");
        assert_eq!(announcer.pause().as_deref(), Some("SPF record: needs fixing"));
        announcer.hear("SPF record: right");
        announcer.hear("SPF record: needs fixing");
        assert_eq!(announcer.pause(), None);
    }
}

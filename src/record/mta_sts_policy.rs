//! The policy file of MTA-STS as written: lines of `key: value` (RFC 8461, section 3.2).

use super::Reading;
use super::domain_spec::looks_like_ipv4;
use crate::text::Span;

/// The longest that a policy may be kept: a year, in seconds.
pub const LONGEST_AGE: u64 = 31_557_600;

/// So many lines are looked at to tell whether a text is a policy.
const LOOK: usize = 200;

/// What a line is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Key {
    /// `version`
    Version,
    /// `mode`
    Mode,
    /// `mx`
    Mx,
    /// `max_age`
    MaxAge,
    /// One that senders skip.
    Other,
}

impl Key {
    /// The four that every policy has.
    pub const KNOWN: [Key; 4] = [Key::Version, Key::Mode, Key::Mx, Key::MaxAge];

    /// As it is written.
    pub const fn word(self) -> &'static str {
        match self {
            Key::Version => "version",
            Key::Mode => "mode",
            Key::Mx => "mx",
            Key::MaxAge => "max_age",
            Key::Other => "",
        }
    }
}

/// What senders do where they can't encrypt, or can't be sure who answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Mode {
    /// They don't deliver.
    Enforce,
    /// They deliver, and report.
    Testing,
    /// There is no policy any more.
    None,
}

impl Mode {
    /// Every mode.
    pub const ALL: [Mode; 3] = [Mode::Enforce, Mode::Testing, Mode::None];

    /// As it is written.
    pub const fn word(self) -> &'static str {
        match self {
            Mode::Enforce => "enforce",
            Mode::Testing => "testing",
            Mode::None => "none",
        }
    }
}

/// Why no server can fit a pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PatternProblem {
    /// Nothing stands there.
    Empty,
    /// A star anywhere but in the place of the first label, or alone.
    Star,
    /// An address in digits.
    Address,
    /// A web address, a mail address or a path.
    Url,
    /// Several in one line, or a number before the name.
    Several,
    /// It ends in a dot.
    LastDot,
    /// No server has such a name.
    BadName,
}

/// One line, without the blanks around it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// All of it.
    pub span: Span,
    /// What its key is.
    pub key: Key,
    /// What stands before the colon, or all of it where there is none.
    pub name: Span,
    /// The colon.
    pub colon: Option<Span>,
    /// What stands after it; empty where there is no colon.
    pub value: Span,
    /// It is no `key: value` that the standard knows or lets senders skip.
    pub is_unreadable: bool,
    /// Its key stands above already, and may stand once.
    pub is_repeat: bool,
}

/// A policy as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MtaStsPolicy {
    /// Its lines, in order; blank ones are left out.
    pub lines: Vec<Line>,
    /// `version: STSv1` is there.
    pub version_ok: bool,
    /// What `mode` says.
    pub mode: Option<Mode>,
    /// What `max_age` says, in seconds.
    pub max_age: Option<u64>,
    /// Senders know what to do by it.
    pub is_usable: bool,
}

impl MtaStsPolicy {
    /// Reads any text as a policy.
    pub fn parse(text: &str) -> Self {
        let parts = text.split('\n').map(|line| line.trim_matches([' ', '\t', '\r']));
        let mut lines: Vec<Line> =
            parts.filter(|part| !part.is_empty()).map(|part| line(text, part)).collect();
        let mut seen: Vec<Key> = Vec::new();
        for line in &mut lines {
            let once = matches!(line.key, Key::Version | Key::Mode | Key::MaxAge);
            line.is_repeat = once && seen.contains(&line.key);
            if once && !line.is_repeat {
                seen.push(line.key);
            }
        }
        // RFC 8461 §3.2: of a key that stands twice, the first counts.
        let first = |key| lines.iter().find(|line| line.key == key).map(|line| line.value.text(text));
        let mut policy = Self {
            version_ok: first(Key::Version) == Some("STSv1"),
            mode: first(Key::Mode).and_then(|word| Mode::ALL.into_iter().find(|mode| mode.word() == word)),
            max_age: first(Key::MaxAge).and_then(age),
            is_usable: false,
            lines,
        };
        policy.is_usable = policy.is_whole(text);
        policy
    }

    /// The first line with this key.
    pub fn line(&self, key: Key) -> Option<&Line> {
        self.lines.iter().find(|line| line.key == key)
    }

    /// The patterns for mail servers, with what is wrong with each.
    pub fn patterns<'s>(&'s self, text: &'s str) -> impl Iterator<Item = (&'s Line, Option<PatternProblem>)> {
        let lines = self.lines.iter().filter(|line| line.key == Key::Mx);
        lines.map(move |line| (line, pattern_problem(line.value.text(text))))
    }

    /// A server of this name may take mail under this policy.
    pub fn covers(&self, text: &str, host: &str) -> bool {
        self.patterns(text).any(|(line, problem)| problem.is_none() && matches(line.value.text(text), host))
    }

    fn is_whole(&self, text: &str) -> bool {
        let mut patterns = self.patterns(text).peekable();
        let has_servers = patterns.peek().is_some() || self.mode == Some(Mode::None);
        self.version_ok
            && self.mode.is_some()
            && self.max_age.is_some()
            && has_servers
            && patterns.all(|(_, problem)| problem.is_none())
            && !self.lines.iter().any(|line| line.is_unreadable)
    }

    /// What senders make of it.
    pub fn reading(&self) -> Reading {
        if self.is_usable { Reading::Used } else { Reading::Broken }
    }
}

fn line(text: &str, part: &str) -> Line {
    let span = Span::of(text, part);
    let Some(at) = part.find(':') else {
        let value = Span::new(span.end, span.end);
        return Line {
            span,
            key: Key::Other,
            name: span,
            colon: None,
            value,
            is_unreadable: true,
            is_repeat: false,
        };
    };
    let (name, value) = (&part[..at], part[at + 1..].trim_start_matches([' ', '\t']));
    let key = Key::KNOWN.into_iter().find(|key| key.word() == name).unwrap_or(Key::Other);
    let first = name.bytes().next().is_some_and(|b| b.is_ascii_alphanumeric());
    let named = first
        && name.len() <= 32
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.'));
    let valued = !value.is_empty() && !value.chars().any(|c| c.is_control());
    Line {
        span,
        key,
        name: Span::of(text, name),
        colon: Some(Span::new(span.start + at, span.start + at + 1)),
        value: Span::of(text, value),
        is_unreadable: key == Key::Other && !(named && valued),
        is_repeat: false,
    }
}

/// One to ten digits (RFC 8461, section 3.2).
fn age(value: &str) -> Option<u64> {
    let digits = (1..=10).contains(&value.len()) && value.bytes().all(|b| b.is_ascii_digit());
    if digits { value.parse().ok() } else { None }
}

/// `*.example.com` stands for one label before `example.com`, and for no more (RFC 8461, section 4.1).
pub fn matches(pattern: &str, host: &str) -> bool {
    let host = host.strip_suffix('.').unwrap_or(host);
    match pattern.strip_prefix("*.") {
        Some(rest) => host
            .split_once('.')
            .is_some_and(|(first, below)| !first.is_empty() && below.eq_ignore_ascii_case(rest)),
        None => pattern.eq_ignore_ascii_case(host),
    }
}

/// Why no server can fit this pattern.
pub fn pattern_problem(value: &str) -> Option<PatternProblem> {
    let name = value.strip_prefix("*.").unwrap_or(value);
    if value.is_empty() {
        Some(PatternProblem::Empty)
    } else if value.contains([',', ' ', '\t', ';']) {
        Some(PatternProblem::Several)
    } else if value.contains(['/', '@']) {
        Some(PatternProblem::Url)
    } else if looks_like_ipv4(name) || value.contains([':', '[']) {
        Some(PatternProblem::Address)
    } else if name.contains('*') {
        Some(PatternProblem::Star)
    } else if name.len() > 1 && name.ends_with('.') {
        Some(PatternProblem::LastDot)
    } else if name.len() > 253 || !name.split('.').all(is_label) {
        Some(PatternProblem::BadName)
    } else {
        None
    }
}

fn is_label(label: &str) -> bool {
    (1..=63).contains(&label.len())
        && label.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
        && !label.starts_with('-')
        && !label.ends_with('-')
}

/// The key that a line is meant to have, however it is written.
pub fn meant(line: &str) -> Option<Key> {
    let (name, _) = line.split_once([':', '='])?;
    let name: String = name.chars().take(24).filter(|c| !c.is_whitespace()).collect();
    let name = name.to_ascii_lowercase().replace('-', "_");
    let name = if name == "maxage" { "max_age" } else { &name };
    Key::KNOWN.into_iter().find(|key| key.word() == name)
}

/// The text is meant as a policy: it has a line for the version or the mode, and for another of the four.
pub fn looks_like(text: &str) -> bool {
    let mut seen = [false; Key::KNOWN.len()];
    for key in text.split('\n').take(LOOK).filter_map(|line| meant(line.trim())) {
        seen[key as usize] = true;
    }
    let [version, mode, mx, max_age] = seen;
    (mode && (version || mx || max_age)) || (version && max_age)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_senders_make_of_it() {
        for (text, usable) in [
            ("version: STSv1\nmode: enforce\nmx: mail.example.com\nmax_age: 604800", true),
            ("version: STSv1\r\nmode: testing\r\nmx: *.example.net\r\nmax_age: 86400\r\n", true),
            ("mode:none\nversion:STSv1\nmax_age:0", true),
            ("version: STSv1\nmode: enforce\nmx: a.example\nmax_age: 1\nnew-key: x y", true),
            ("version: STSv1\nmode: enforce\nmode: none\nmx: a.example\nmax_age: 1", true),
            ("version:STSv10\nmode:none\nmax_age:0", false),
            ("version:STSv1\nmax_age:0\nmode:enforce", false),
            ("version:STSv1\nmode:bad\nmax_age:1", false),
            ("version:STSv1\nmode:none\nmax_age:a", false),
            ("version:STSv1\nmode:none\nmax_age:12345678901", false),
            ("version:STSv1\nmode:enforce\nmax_age:0\nmx:", false),
            ("version:STSv1\nmode:enforce\nmax_age:0\nmx:*.*.example", false),
            ("version:STSv1\nmode:none\nmax_age:0\next:", false),
            ("version:STSv1\nmode:none\nmax_age:0\n_bad:test", false),
            ("version:STSv1\nmode:none\nmax_age:0\nwords", false),
            ("Version: STSv1\nmode: none\nmax_age: 0", false),
        ] {
            assert_eq!(MtaStsPolicy::parse(text).is_usable, usable, "{text:?}");
        }
    }

    #[test]
    fn a_star_stands_for_one_label() {
        for (pattern, host, fits) in [
            ("mail.example.com", "Mail.example.com.", true),
            ("*.example.net", "a.example.net", true),
            ("*.example.net", "example.net", false),
            ("*.example.net", "a.b.example.net", false),
            ("mail.example.com", "mail2.example.com", false),
        ] {
            assert_eq!(matches(pattern, host), fits, "{pattern} {host}");
        }
    }

    #[test]
    fn patterns_that_no_server_fits() {
        for (value, problem) in [
            ("mail.example.com", None),
            ("*.example.com", None),
            ("*", Some(PatternProblem::Star)),
            ("mail.*.com", Some(PatternProblem::Star)),
            ("*.*.example", Some(PatternProblem::Star)),
            ("192.0.2.1", Some(PatternProblem::Address)),
            ("https://mail.example.com", Some(PatternProblem::Url)),
            ("a.example, b.example", Some(PatternProblem::Several)),
            ("10 mail.example.com", Some(PatternProblem::Several)),
            ("mail.example.com.", Some(PatternProblem::LastDot)),
            ("mail..example.com", Some(PatternProblem::BadName)),
            (".example.com", Some(PatternProblem::BadName)),
        ] {
            assert_eq!(pattern_problem(value), problem, "{value}");
        }
    }

    #[test]
    fn a_policy_is_known_by_its_lines() {
        assert!(looks_like("version: STSv1\nmode: enforce"));
        assert!(looks_like("Mode: testing\nMX: a.example\nmax-age: 1"));
        assert!(!looks_like("mx: mail.example.com\nversion: 2"));
        assert!(!looks_like("mode: dark"));
    }
}

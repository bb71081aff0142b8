//! The policy file of MTA-STS in words.

use super::tile::Tiler;
use super::{Part, Role, Segment};
use crate::record::MtaStsPolicy;
use crate::record::mta_sts_policy::{Key, LONGEST_AGE, Line, Mode, pattern_problem};
use crate::text::prose::code;
use crate::text::{count, list};

/// Each line and what it does.
pub fn parts(policy: &MtaStsPolicy, text: &str) -> Vec<Part> {
    let mut tiler = Tiler::new(text, |_| "A line break ends one rule and starts the next.");
    for line in &policy.lines {
        let written = line.span.text(text);
        let Some(colon) = line.colon.filter(|_| !line.is_unreadable) else {
            let says = format!("Senders can't read {}: a line is a key, a colon and a value.", code(written));
            tiler.push(line.span, Role::Unknown, says, Vec::new());
            continue;
        };
        let (role, says) = sentence(policy, line, text);
        let name_says = match line.key {
            Key::Version => "`version` names the kind of file.",
            Key::Mode => "`mode` says how strict senders are.",
            Key::Mx => "`mx` names a server that may take the mail.",
            Key::MaxAge => "`max_age` says how long senders keep this policy.",
            Key::Other => "This key is not known to the standard.",
        };
        let segments = vec![
            Segment::new(line.name, Role::Tag, name_says),
            Segment::new(colon, Role::Separator, "A colon stands between key and value."),
            Segment::new(line.value, role, says.clone()),
        ];
        tiler.push(line.span, role, says, segments);
    }
    tiler.finish()
}

fn sentence(policy: &MtaStsPolicy, line: &Line, text: &str) -> (Role, String) {
    let value = code(line.value.text(text));
    if line.is_repeat {
        return (Role::Unknown, "This key stands above already, and senders go by the first.".to_owned());
    }
    match line.key {
        Key::Version if policy.version_ok => {
            (Role::Version, "This file is an MTA-STS policy, version 1.".to_owned())
        }
        Key::Version => (Role::Version, "Senders look for exactly `STSv1` here.".to_owned()),
        Key::Mode => (Role::Policy, mode_says(policy.mode, &value)),
        Key::Mx => {
            let problem = pattern_problem(line.value.text(text));
            let says = match (problem, line.value.text(text).strip_prefix("*.")) {
                (Some(_), _) => format!("Senders look for the name of a server here, and {value} is none."),
                (None, Some(rest)) => format!(
                    "Any server may take the mail whose name is one label and then {}.",
                    code(&[".", rest].concat())
                ),
                (None, None) => format!("The server {value} may take the mail."),
            };
            (Role::Host, says)
        }
        Key::MaxAge => (Role::Value, age_says(policy.max_age, &value)),
        Key::Other => {
            (Role::Unknown, "Senders skip this line, because the standard does not know its key.".to_owned())
        }
    }
}

fn mode_says(mode: Option<Mode>, value: &str) -> String {
    match mode {
        Some(Mode::Enforce) => {
            "Senders must not deliver where the line is not encrypted, or the server can't prove its name."
        }
        Some(Mode::Testing) => "Senders deliver as before, and report where encryption would have failed.",
        Some(Mode::None) => "The policy is switched off: senders act as if there were none.",
        None => return format!("Senders look for `enforce`, `testing` or `none` here, and find {value}."),
    }
    .to_owned()
}

fn age_says(age: Option<u64>, value: &str) -> String {
    match age {
        None => format!("Senders look for a number of seconds here, and find {value}."),
        Some(age) if age > LONGEST_AGE => {
            format!("{value} seconds are more than a year, which is the most that may be.")
        }
        Some(age) => format!("Senders keep this policy for {}, and go by it for so long.", duration(age)),
    }
}

/// A number of seconds as people say it.
pub fn duration(seconds: u64) -> String {
    let (unit, one, many) = match seconds {
        0..=119 => (1, "second", "seconds"),
        120..=7_199 => (60, "minute", "minutes"),
        7_200..=172_799 => (3_600, "hour", "hours"),
        _ => (86_400, "day", "days"),
    };
    count(usize::try_from(seconds / unit).unwrap_or(usize::MAX), one, many)
}

/// How strict it is, and for which servers.
pub fn summary(policy: &MtaStsPolicy, text: &str) -> String {
    if !policy.is_usable {
        return "Senders can't use this policy file, so they act as if the domain had none.".to_owned();
    }
    let servers: Vec<String> =
        policy.patterns(text).take(4).map(|(line, _)| code(line.value.text(text))).collect();
    let more = policy.patterns(text).skip(4).count();
    let servers = match more {
        0 => list(&servers),
        n => format!("{} and {}", servers.join(", "), count(n, "more", "more")),
    };
    match policy.mode {
        Some(Mode::Enforce) => format!(
            "Senders that know MTA-STS deliver mail over an encrypted line alone, and to no other server than {servers}."
        ),
        Some(Mode::Testing) => format!(
            "Senders only test whether they could deliver mail encrypted to {servers}; they deliver it either way."
        ),
        Some(Mode::None) | None => {
            "This policy is switched off: senders act as if there were none.".to_owned()
        }
    }
}

//! What the page says around a check of a domain.

use crate::dns::{Absence, Lookup, Outcome};
use crate::report::Verdict;
use crate::report::domain::requirements::AS_OF;
use crate::text::count;
use crate::ui::inquiry::Progress;

/// The label of the box on the front page; `index.html` has the same.
pub const ASK_LABEL: &str = "Or check a domain";

/// The heading where no domain was named yet.
pub const ASK_TITLE: &str = "Check a domain";

/// What the page does with a domain.
pub const ASK_LEAD: &str = "Type a domain. Waxseal asks DNS for its mail records, and says whether others can forge its \
                            mail, whether it can receive mail, and whether its mail will be trusted.";

/// Said of an example.
pub const EXAMPLE: &str = "This is an example: it was answered by the page itself, and nobody was asked.";

/// Said beside who would be asked, below the box for another domain.
pub const EXAMPLES: &str = "For the examples, whose names end in `waxseal.example`, the page answers by itself, and nobody is asked.";

/// Said where nothing was answered.
pub const SILENCE: &str = "Nothing about this domain could be asked, so nobody here knows how its mail stands. That does \
                           not mean that records are missing. Ask again later, or paste the records from your DNS host.";

/// Above what mailbox providers ask.
pub const REQUIREMENTS_TITLE: &str = "What mailbox providers ask of senders";

/// Above the picture of an SPF record.
pub const LEADS_TO: &str = "What it leads to";

/// The line that stands for the wishes that are met.
pub fn met(met: usize, all: usize) -> String {
    let are = if met == 1 { " is met" } else { " are met" };
    match met == all {
        true => ["All ", &all.to_string(), are].concat(),
        false => [&met.to_string(), " of ", &all.to_string(), are].concat(),
    }
}

/// Above the providers.
pub const REQUIREMENTS_BY: &str = "Who asks, and since when";

/// What that is, and how old it is.
pub fn requirements_lead() -> String {
    [
        "Some large providers take mail only from senders who meet their rules. This holds their rules, as of ",
        AS_OF,
        ", against what DNS says of the domain.",
    ]
    .concat()
}
/// The line that opens the box for the policy file.
pub const POLICY_BOX: &str = "Paste the policy file";

/// What the box is for.
pub const POLICY_HINT: &str = "Browsers seldom let this page read the file, but you can open it. Paste its text here, and it is held \
                               against the mail servers of the domain. It does not leave this page.";

/// The label of the box.
pub const POLICY_LABEL: &str = "The text of the policy file";

/// The heading of the page, and of its window.
pub fn heading(domain: &str) -> String {
    ["The mail of ", domain].concat()
}

/// How far a check is.
pub fn progress(progress: Progress, is_done: bool) -> String {
    let Progress { asked, answered, failed } = progress;
    let questions = count(asked, "question", "questions");
    if !is_done {
        let waiting = progress.waiting().to_string();
        return [&questions, " asked: ", &answered.to_string(), " answered, ", &waiting, " waiting."]
            .concat();
    }
    match failed {
        0 => [&questions, " asked, all answered."].concat(),
        n => [&questions, " asked, ", &n.to_string(), " of them without an answer."].concat(),
    }
}

/// After asking again: until when (as a clock shows it) an old answer may still come.
pub fn repeated(until: &str) -> String {
    let says = ["This resolver may repeat an old answer until ", until, "."].concat();
    says + " Until when for each answer stands at the end of this page."
}

/// What came back, in a few words.
pub fn outcome(lookup: &Lookup) -> String {
    let says = match &lookup.answer.outcome {
        Outcome::Found(records) => count(records.len(), "record", "records"),
        _ if lookup.answer.no_such_name() => "no such name".to_owned(),
        Outcome::Absent { what: Absence::NoSuchName, .. } => "no such name".to_owned(),
        Outcome::Absent { what: Absence::NoSuchType, .. } => "no such record".to_owned(),
        Outcome::Unknown(trouble) => ["could not ask: ", &trouble.words()].concat(),
    };
    match lookup.answer.aliases.last() {
        Some(alias) => [&says, ", by way of ", alias.as_str()].concat(),
        None => says,
    }
}

/// How a stop on a message's way stands.
pub const fn at_stop(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Error => "It fails here",
        Verdict::Warning => "It is weak here",
        Verdict::Unknown => "Not known",
        Verdict::Advice => "No proof here",
        Verdict::Good => "It holds",
    }
}

/// The button that leads down to what is to be changed.
pub fn to_changes(changes: usize) -> String {
    match changes {
        1 => "See the one thing to change".to_owned(),
        n => ["See the ", &n.to_string(), " things to change"].concat(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_static_page_says_the_same() {
        let page = include_str!("../../../index.html");
        let page = page.split_whitespace().collect::<Vec<_>>().join(" ");
        let who_sees = crate::ui::resolver::Choice::Usual.who_sees(true);
        for words in [ASK_LABEL, &who_sees] {
            assert!(page.contains(words), "index.html has not: {words}");
        }
    }

    #[test]
    fn what_is_met_is_counted() {
        assert_eq!(
            [met(1, 10), met(7, 10), met(10, 10)],
            ["1 of 10 is met", "7 of 10 are met", "All 10 are met"]
        );
    }

    #[test]
    fn progress_is_told_while_it_lasts_and_after() {
        let now = Progress { asked: 12, answered: 5, failed: 1 };
        assert_eq!(progress(now, false), "12 questions asked: 5 answered, 6 waiting.");
        let end = Progress { asked: 12, answered: 11, failed: 1 };
        assert_eq!(progress(end, true), "12 questions asked, 1 of them without an answer.");
        assert_eq!(
            progress(Progress { asked: 1, answered: 1, failed: 0 }, true),
            "1 question asked, all answered."
        );
    }

    #[test]
    fn what_could_not_be_asked_is_not_said_to_be_absent() {
        use crate::dns::{Answer, Question, RecordType, Trouble};
        let lookup =
            |answer| Lookup::new(Question::new("a.example".parse().unwrap(), RecordType::Mx), answer, "");
        let absent = |what| Answer::new(Outcome::Absent { what, ttl: None });
        assert_eq!(outcome(&lookup(absent(Absence::NoSuchType))), "no such record");
        assert_eq!(outcome(&lookup(absent(Absence::NoSuchName))), "no such name");
        assert_eq!(
            outcome(&lookup(Answer::unknown(Trouble::Timeout))),
            "could not ask: no answer came in time"
        );
    }
}

//! Two resolvers, asked the same: where they differ, and until when each may go on repeating what it says.

use futures_util::future::{join, join_all};

use crate::dns::resolver::name;
use crate::dns::{DnsClient, Lookup, Name, Outcome, Question, RecordType};
use crate::text::prose::code;
use crate::text::{count, list};

/// More records of one answer than this are counted, and not shown.
const SHOWN: usize = 4;

/// Whether two answers are the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Agreement {
    /// Both say the same.
    Same,
    /// They say different things.
    Different,
    /// One of them, or both, could not be asked.
    Unknown,
}

/// One question that both were asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Compared {
    /// What was asked.
    pub title: String,
    /// Whether the answers are the same.
    pub agreement: Agreement,
    /// The same in sentences.
    pub says: String,
    /// What each said, in the order of the resolvers.
    pub lookups: [Lookup; 2],
}

/// Asks two resolvers for what a domain's mail hangs on.
pub async fn compare_resolvers<A: DnsClient, B: DnsClient>(
    first: &A,
    second: &B,
    domain: &Name,
) -> Vec<Compared> {
    let dmarc = domain.child("_dmarc").ok().map(|name| Question::new(name, RecordType::Txt));
    let own = [RecordType::Mx, RecordType::Txt].map(|rtype| Question::new(domain.clone(), rtype));
    let asked = own.into_iter().chain(dmarc).map(async |question| {
        let (first, second) = join(first.ask(question.clone()), second.ask(question)).await;
        compare([first, second])
    });
    join_all(asked).await
}

fn compare(lookups: [Lookup; 2]) -> Compared {
    let question = &lookups[0].question;
    let title = [&question.rtype.to_string(), " at ", &code(question.name.as_str())].concat();
    let [first, second] = &lookups;
    let who = |lookup: &Lookup| code(name(&lookup.resolver));
    let of = |lookup: &Lookup| [&who(lookup), " says: ", &outcome(lookup), "."].concat();
    let is_unknown = |lookup: &Lookup| matches!(lookup.answer.outcome, Outcome::Unknown(_));
    let (agreement, says) = if is_unknown(first) || is_unknown(second) {
        let told = |lookup: &Lookup| match lookup.answer.outcome {
            Outcome::Unknown(trouble) => {
                [&who(lookup), " could not be asked: ", &trouble.words(), "."].concat()
            }
            Outcome::Found(_) | Outcome::Absent { .. } => of(lookup),
        };
        (Agreement::Unknown, [&told(first), " ", &told(second)].concat())
    } else if data(first) == data(second) {
        (Agreement::Same, ["Both say the same: ", &outcome(first), "."].concat())
    } else {
        (Agreement::Different, [&of(first), " ", &of(second)].concat())
    };
    Compared { title, agreement, says, lookups }
}

/// What an answer holds; the order of its records says nothing.
fn data(lookup: &Lookup) -> Vec<String> {
    let mut all: Vec<String> = lookup.found().map(ToString::to_string).collect();
    all.sort_unstable();
    all
}

fn outcome(lookup: &Lookup) -> String {
    let all = data(lookup);
    match &lookup.answer.outcome {
        Outcome::Unknown(trouble) => trouble.words(),
        _ if lookup.answer.no_such_name() => "the name does not exist".to_owned(),
        Outcome::Absent { .. } => "there is no such record".to_owned(),
        Outcome::Found(_) if all.len() > SHOWN => count(all.len(), "record", "records"),
        Outcome::Found(_) => list(&all.iter().map(|text| code(text)).collect::<Vec<_>>()),
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;

    use super::*;
    use crate::dns::Zone;

    fn compared(first: &str, second: &str) -> Vec<Compared> {
        let zone = |text: &str, title: &str| Zone::parse(text).unwrap().titled(title);
        let (first, second) = (zone(first, "https://one.example/q"), zone(second, "https://two.example/q"));
        compare_resolvers(&first, &second, &"a.example".parse().unwrap()).now_or_never().unwrap()
    }

    #[test]
    fn the_same_in_another_order_is_the_same() {
        let all = compared(
            "a.example MX 10 b.example\na.example MX 20 c.example\na.example TXT \"x\"",
            "a.example MX 20 c.example\na.example MX 10 b.example\na.example TXT \"x\"",
        );
        assert!(all.iter().all(|one| one.agreement == Agreement::Same), "{all:?}");
        assert_eq!(all[0].title, "MX at `a.example`");
        assert_eq!(all[0].says, "Both say the same: `10 b.example` and `20 c.example`.");
        assert_eq!(all[2].says, "Both say the same: the name does not exist.");
    }

    #[test]
    fn what_differs_is_shown_of_both() {
        let all = compared(
            "a.example MX 10 b.example\n_dmarc.a.example TXT \"v=DMARC1; p=none\"",
            "a.example MX 10 c.example",
        );
        assert_eq!(all[0].agreement, Agreement::Different);
        assert_eq!(all[0].says, "`one.example` says: `10 b.example`. `two.example` says: `10 c.example`.");
        assert_eq!(all[2].agreement, Agreement::Different);
        assert!(all[2].says.ends_with("`two.example` says: the name does not exist."), "{}", all[2].says);
    }

    #[test]
    fn who_could_not_be_asked_agrees_with_nobody() {
        let all = compared(
            "a.example MX !timeout\na.example TXT !refused",
            "a.example TXT !refused\na.example A 192.0.2.1",
        );
        assert!(all[..2].iter().all(|one| one.agreement == Agreement::Unknown), "{all:?}");
        assert_eq!(
            all[0].says,
            "`one.example` could not be asked: no answer came in time. `two.example` says: there is no such record."
        );
    }
}

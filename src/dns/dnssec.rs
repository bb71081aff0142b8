//! Telling a broken signature from a resolver in trouble.

use super::{DnsClient, Lookup, Outcome, Question, Trouble, Turn};

/// Asks again without the check of signatures where the resolver fails.
///
/// A resolver says SERVFAIL both where it can't reach a domain's servers and where their signatures do not hold.
/// Where it answers with checking disabled, the signatures are what is wrong (RFC 4035).
#[derive(Clone, Debug)]
pub struct AsksTwice<C>(pub C);

impl<C: DnsClient> DnsClient for AsksTwice<C> {
    async fn ask(&self, question: Question) -> Lookup {
        self.settle(self.0.ask(question).await, Turn::Next).await
    }

    async fn ask_in(&self, question: Question, turn: Turn) -> Lookup {
        self.settle(self.0.ask_in(question, turn).await, turn).await
    }

    fn hurry(&self, question: &Question, turn: Turn) {
        self.0.hurry(question, turn);
    }

    fn room(&self, question: &Question) -> impl Future<Output = bool> {
        self.0.room(question)
    }
}

impl<C: DnsClient> AsksTwice<C> {
    /// What the first lookup comes to, after a second one where it needs that.
    async fn settle(&self, first: Lookup, turn: Turn) -> Lookup {
        if first.question.checking_disabled
            || !matches!(first.answer.outcome, Outcome::Unknown(Trouble::ServerFailure))
        {
            return first;
        }
        let again = Question { checking_disabled: true, ..first.question.clone() };
        let second = self.0.ask_in(again, turn).await;
        match second.answer.outcome {
            Outcome::Unknown(_) => first,
            Outcome::Found(_) | Outcome::Absent { .. } => {
                let mut first = first;
                first.answer.outcome = Outcome::Unknown(Trouble::DnssecBroken);
                first.took = first.took.saturating_add(second.took);
                first.at = second.at;
                first
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;

    use super::*;
    use crate::dns::{Answer, RecordType, Zone};

    /// Fails wherever signatures are to be checked.
    struct Bogus(Zone);

    impl DnsClient for Bogus {
        async fn ask(&self, question: Question) -> Lookup {
            if question.checking_disabled {
                self.0.ask(question).await
            } else {
                Lookup::new(question, Answer::unknown(Trouble::ServerFailure), "test")
            }
        }
    }

    #[test]
    fn an_answer_without_the_check_means_that_the_signatures_are_broken() {
        let zone = Zone::parse("a.example TXT \"x\"\nfails.example TXT !server-failure").unwrap();
        let client = AsksTwice(Bogus(zone));
        for (name, expected) in [
            ("a.example", Trouble::DnssecBroken),
            ("none.example", Trouble::DnssecBroken),
            ("fails.example", Trouble::ServerFailure),
        ] {
            let question = Question::new(name.parse().unwrap(), RecordType::Txt);
            let lookup = client.ask(question.clone()).now_or_never().unwrap();
            assert_eq!(lookup.answer.outcome, Outcome::Unknown(expected), "{name}");
            assert_eq!(lookup.question, question);
        }
    }
}

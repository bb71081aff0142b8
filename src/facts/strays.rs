//! Records at names where nobody looks for them.

use futures_util::future::{join, join_all, join4};

use super::domain::{Wish, below};
use super::gather::Board;
use super::item::items;
use super::zone;
use crate::dns::{DnsClient, Lookup, Name, Question, RecordType};
use crate::record::Kind;
use crate::record::dkim::Selector;

/// So many of the reader's selectors are looked for at a doubled name.
const SELECTORS: usize = 3;

/// Selectors that are looked for where the reader gave none.
const COMMON: [&str; 3] = ["default", "google", "selector1"];

/// What stands in wrong places.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Strays {
    /// The texts at a name that nobody made: who finds some has met a wildcard.
    pub probe: Option<Lookup>,
    /// The names asked, in a fixed order; none where a wildcard answers, or may do so.
    pub asked: Vec<Lookup>,
}

/// Asks at the names that people enter by mistake, where the right name has nothing.
pub async fn gather<C: DnsClient>(client: &C, wish: &Wish, board: &Board<'_>) {
    let text = |labels: &str| below(&wish.domain, labels, RecordType::Txt);
    let asked = |question: Option<Question>| async move {
        match question {
            Some(question) => Some(client.ask(question).await),
            None => None,
        }
    };
    let guess = |question: Option<Question>| async move {
        match question {
            Some(question) => Some(client.ask_later(question).await),
            None => None,
        }
    };
    // A name at which the domain stands twice is there only if one below it is, too.
    let own = Question::new(wish.domain.clone(), RecordType::Txt);
    let (start, (own, dmarc, probe, twice)) = join(
        zone::nearest(client, &wish.domain),
        join4(
            client.ask(own),
            asked(text("_dmarc")),
            guess(text(&wish.probe)),
            guess(text(wish.domain.as_str())),
        ),
    )
    .await;
    board.put(|domain| domain.strays.probe = probe.clone());
    let wildcard = probe.is_none_or(|probe| !super::domain::is_absent(&Some(probe)));
    if wildcard {
        return;
    }
    // A form adds the start of the zone, which may be a name above the domain.
    let apex = start.map(|soa| soa.question.name).filter(|apex| *apex != wish.domain);
    let in_zone = match &apex {
        Some(apex) => guess(within(wish.domain.as_str(), apex)).await,
        None => None,
    };
    let in_zone = match (&apex, in_zone.filter(|lookup| !lookup.answer.no_such_name())) {
        // A wildcard at the start of the zone answers for this name, too.
        (Some(apex), Some(lookup)) => {
            let probe = guess(within(&wish.probe, apex)).await;
            super::domain::is_absent(&probe).then_some((apex, lookup))
        }
        _ => None,
    };
    if own.answer.no_such_name() {
        board.put(|domain| domain.strays.asked = in_zone.into_iter().map(|(_, lookup)| lookup).collect());
        return;
    }
    let mut labels: Vec<String> = Vec::new();
    let mut doubled: Vec<String> = Vec::new();
    let here = wish.domain.as_str();
    let no_record = |lookup: &Lookup, kind| {
        !matches!(lookup.answer.outcome, crate::dns::Outcome::Unknown(_))
            && items(lookup).iter().all(|item| item.kind() != kind)
    };
    let is_twice = twice.is_some_and(|twice| !twice.answer.no_such_name());
    if dmarc.is_some_and(|lookup| no_record(&lookup, Kind::Dmarc)) {
        doubled.push("_dmarc".to_owned());
        labels.extend(["dmarc", "_dmrac", "_domainkey"].map(str::to_owned));
    }
    if no_record(&own, Kind::Spf) {
        labels.extend(["_spf", "spf", "www"].map(str::to_owned));
    }
    let given = wish.selectors.iter().filter_map(|wanted| Selector::parse(&wanted.selector)).take(SELECTORS);
    let given = given.map(|selector| selector.name);
    let common = COMMON.into_iter().filter(|_| wish.selectors.is_empty()).map(str::to_owned);
    doubled.extend(given.chain(common).map(|selector| format!("{selector}._domainkey")));
    let twice = doubled.iter().filter(|_| is_twice).filter_map(|labels| text(&format!("{labels}.{here}")));
    let beside = labels.iter().filter_map(|labels| text(labels));
    let mut questions: Vec<Question> = twice.chain(beside).collect();
    if let Some((apex, _)) = &in_zone {
        questions.extend(doubled.iter().filter_map(|labels| within(&format!("{labels}.{here}"), apex)));
    }
    let mut asked = join_all(questions.into_iter().map(|question| client.ask_later(question))).await;
    asked.extend(in_zone.map(|(_, lookup)| lookup));
    board.put(|domain| domain.strays.asked = asked);
}

/// A question for the texts at a name to which the start of the zone was added.
fn within(name: &str, apex: &Name) -> Option<Question> {
    below(apex, name, RecordType::Txt)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dns::Zone;
    use crate::facts;
    use futures_util::FutureExt;

    fn asked(zone: &str) -> Vec<String> {
        asked_of("a.example", zone)
    }

    fn asked_of(domain: &str, zone: &str) -> Vec<String> {
        let wish = Wish { domain: domain.parse().unwrap(), selectors: Vec::new(), probe: "probe".to_owned() };
        let domain = facts::gather(&Zone::parse(zone).unwrap(), &wish, &|_| {}).now_or_never().unwrap();
        domain.strays.asked.iter().map(|lookup| lookup.question.name.to_string()).collect()
    }

    const SPF: &str = "a.example TXT \"v=spf1 -all\"\n";
    const DMARC: &str = "_dmarc.a.example TXT \"v=DMARC1; p=reject\"\n";

    #[test]
    fn wrong_names_are_asked_only_where_the_right_one_has_nothing() {
        assert_eq!(asked(&[SPF, DMARC].concat()), [""; 0]);
        assert_eq!(asked(DMARC), ["_spf.a.example", "spf.a.example", "www.a.example"]);
        assert_eq!(asked(SPF), ["dmarc.a.example", "_dmrac.a.example", "_domainkey.a.example"]);
        let twice = [SPF, DMARC, "x.a.example.a.example A 192.0.2.1"].concat();
        assert_eq!(asked(&twice).len(), 3);
        assert!(asked("x.a.example.a.example A 192.0.2.1").len() <= 10);
    }

    #[test]
    fn nothing_is_asked_where_everything_answers_or_nothing_is_there() {
        assert_eq!(asked("a.example MX 10 mx.example\n*.a.example TXT \"yes\""), [""; 0]);
        assert_eq!(asked("a.example MX 10 mx.example\nprobe.a.example TXT !timeout"), [""; 0]);
        assert_eq!(asked("b.example A 192.0.2.1"), [""; 0]);
    }

    #[test]
    fn a_form_adds_the_start_of_the_zone() {
        const SOA: &str = "b.example SOA ns.b.example who.b.example 1 2 3 4 5\n";
        let asked = |zone: &str| asked_of("a.b.example", &[SOA, zone].concat());
        let zone = "a.b.example MX 10 mx.example\na.b.example.b.example TXT \"v=spf1 mx -all\"";
        let names = asked(zone);
        for name in ["_dmarc.a.b.example.b.example", "a.b.example.b.example"] {
            assert!(names.iter().any(|asked| asked == name), "{name}: {names:?}");
        }
        // A name that a wildcard makes was entered by nobody.
        let wild = asked(&zone.replace("a.b.example.b.example", "*.b.example"));
        assert!(wild.iter().all(|name| !name.ends_with(".b.example.b.example")), "{wild:?}");
        // The right name may not be there at all.
        assert_eq!(asked("a.b.example.b.example TXT x"), ["a.b.example.b.example"]);
    }

    #[test]
    fn a_right_name_that_could_not_be_asked_is_not_without_its_record() {
        assert_eq!(asked("a.example TXT !timeout\n_dmarc.a.example TXT !timeout"), [""; 0]);
    }
}

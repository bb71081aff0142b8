//! Domains that the page answers by itself: a check can be tried, shown and documented without any network.
//!
//! They stand below `waxseal.example`, a name that nobody can register (RFC 6761, section 6.5), and are marked as
//! examples wherever they are shown.

use std::sync::LazyLock;

use super::route::{DomainLink, Route};
use crate::dns::{Name, Zone};

/// What all of them stand below.
const APEX: &str = "waxseal.example";

/// A domain to look at.
#[derive(Clone, Copy, Debug)]
pub struct Lesson {
    /// What it shows, in a few words.
    pub title: &'static str,
    /// The domain.
    pub domain: &'static str,
    /// Selectors that its keys stand at, where nobody would guess them.
    pub selectors: &'static [&'static str],
}

impl Lesson {
    const fn of(title: &'static str, domain: &'static str) -> Self {
        Self { title, domain, selectors: &[] }
    }

    /// The way to it.
    pub fn href(&self) -> String {
        let selectors = self.selectors.iter().map(|&selector| selector.to_owned()).collect();
        Route::Domain(DomainLink { domain: self.domain.to_owned(), selectors, kind: None }).href()
    }
}

/// In the order shown.
pub static LESSONS: &[Lesson] = &[
    Lesson::of("All is right", "right.waxseal.example"),
    Lesson::of("Anyone can forge its mail", "open.waxseal.example"),
    Lesson::of("Too much in SPF", "crowded.waxseal.example"),
    Lesson::of("DMARC only watches", "watching.waxseal.example"),
    Lesson::of("Its mail goes astray", "astray.waxseal.example"),
    Lesson {
        title: "Keys that don't work",
        domain: "keys.waxseal.example",
        selectors: &["default", "s1", "s2"],
    },
    Lesson::of("A new service, half set up", "bounce.hiring.waxseal.example"),
    Lesson::of("Old and new servers differ", "divided.waxseal.example"),
    Lesson::of("No mail, and it says so", "parked.waxseal.example"),
    Lesson::of("No mail, and it says nothing", "forgotten.waxseal.example"),
    Lesson::of("One question goes unanswered", "patchy.waxseal.example"),
    Lesson::of("DNS does not answer", "silent.waxseal.example"),
];

/// The page answers for this name by itself.
pub fn is_example(name: &Name) -> bool {
    let name = name.as_str();
    name.strip_suffix(APEX).is_some_and(|before| before.is_empty() || before.ends_with('.'))
}

/// The MTA-STS policy of one, as its web server would give it.
pub fn policy(name: &Name) -> Option<&'static str> {
    let right = "version: STSv1\nmode: enforce\nmx: *.right.waxseal.example\nmax_age: 604800\n";
    (name.as_str() == "right.waxseal.example").then_some(right)
}

/// What is said of them, and who answers for them.
pub fn zone() -> &'static Zone {
    static ZONE: LazyLock<Zone> = LazyLock::new(|| {
        let zone = Zone::parse(include_str!("teaching.zone")).unwrap_or_default();
        zone.titled("this page itself")
    });
    &ZONE
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;

    use super::*;
    use crate::report::Verdict;
    use crate::report::domain::{DomainReport, check_domain};
    use crate::ui::inquiry::Subject;

    fn checked(lesson: &Lesson) -> DomainReport {
        let selectors = lesson.selectors.iter().map(|&selector| selector.to_owned()).collect();
        let link = DomainLink { domain: lesson.domain.to_owned(), selectors, kind: None };
        let (subject, notes) = Subject::of(&link, &|_| None).unwrap();
        assert!(subject.is_example && notes.is_empty());
        check_domain(zone(), &subject.wish("no-such-name".into()), &|_| {}).now_or_never().unwrap()
    }

    /// The rules that a check names, and the verdict on all its records.
    fn found(domain: &str) -> (Verdict, Vec<&'static str>) {
        let lesson = LESSONS.iter().find(|lesson| lesson.domain == domain).unwrap();
        let report = checked(lesson).report;
        let in_records = report.records.iter().flat_map(|record| &record.findings);
        let rules = in_records.chain(&report.findings).map(|finding| finding.rule.id).collect();
        (report.verdict, rules)
    }

    #[test]
    fn the_zone_can_be_read() {
        Zone::parse(include_str!("teaching.zone")).unwrap();
        assert!(zone().names().count() > 40);
    }

    #[test]
    fn each_shows_what_it_says() {
        for (domain, verdict, rules) in [
            (
                "right.waxseal.example",
                Verdict::Good,
                &["mx-servers-found", "spf-lookups", "dmarc-enforces", "dkim-strong-key"][..],
            ),
            ("open.waxseal.example", Verdict::Error, &["spf-allows-everyone", "dmarc-missing"]),
            ("crowded.waxseal.example", Verdict::Error, &["spf-too-many-lookups"]),
            ("watching.waxseal.example", Verdict::Advice, &["dmarc-watches-only"]),
            (
                "astray.waxseal.example",
                Verdict::Warning,
                &["mx-host-not-found", "mx-host-alias", "mx-host-private-address"],
            ),
            ("keys.waxseal.example", Verdict::Error, &["dkim-revoked", "dkim-cut-key", "dkim-target-gone"]),
            ("bounce.hiring.waxseal.example", Verdict::Error, &["dmarc-inherited", "spf-elsewhere"]),
            ("divided.waxseal.example", Verdict::Warning, &["dmarc-testing", "dmarc-removed-tag"]),
            ("parked.waxseal.example", Verdict::Advice, &["mx-parked-well"]),
            ("forgotten.waxseal.example", Verdict::Error, &["mx-none", "dmarc-missing"]),
            ("patchy.waxseal.example", Verdict::Unknown, &["dmarc-enforces"]),
            ("silent.waxseal.example", Verdict::Unknown, &[]),
        ] {
            let (got, found) = found(domain);
            assert_eq!(got, verdict, "{domain}: {found:?}");
            for rule in rules {
                assert!(found.contains(rule), "{domain} does not show {rule}: {found:?}");
            }
        }
    }

    #[test]
    fn every_one_is_an_example_with_a_way_to_it() {
        for lesson in LESSONS {
            let Route::Domain(link) = Route::parse(&lesson.href()) else { panic!("{}", lesson.href()) };
            assert_eq!((link.domain.as_str(), link.selectors.len()), (lesson.domain, lesson.selectors.len()));
        }
    }

    #[test]
    fn no_other_name_is_one() {
        for (name, expected) in [
            ("waxseal.example", true),
            ("a.b.waxseal.example", true),
            ("notwaxseal.example", false),
            ("waxseal.example.com", false),
            ("example", false),
        ] {
            assert_eq!(is_example(&name.parse().unwrap()), expected, "{name}");
        }
    }

    #[test]
    fn no_real_service_is_named() {
        for name in zone().names() {
            assert!(name.as_str().ends_with(".example"), "{name}");
        }
    }
}

//! Receivers of the standard of 2026 and older ones find different records for the domain, or draw its borders in different
//! places.

use super::applied_record;
use crate::dns::Name;
use crate::facts::policy::suffix::registrable;
use crate::facts::policy::{Applied, Held, Known, Old, Source, Why};
use crate::facts::{Domain, Facts};
use crate::record::Kind;
use crate::record::dmarc::{DmarcTag, Policy};
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc};
use crate::text::Span;
use crate::text::prose::code;

/// The rule.
pub static RULE: Rule = Rule {
    id: "dmarc-receivers-disagree",
    severity: Severity::Warning,
    title: "Old and new receivers find different things",
    kind: Kind::Dmarc,
    reference: rfc!(9989, "4.10"),
    why: "Since 2026 receivers go up the names one by one to see which DMARC record applies, and which names belong \
          together. Older ones use a public list of registries for that. For a few domains the two ways end in different \
          places.",
    bad: "a.news.example.com. TXT \"v=spf1 -all\"\n_dmarc.news.example.com. TXT \"v=DMARC1; p=reject; rua=mailto:dmarc@news.example.com\"",
    good: "a.news.example.com. TXT \"v=spf1 -all\"\n_dmarc.example.com. TXT \"v=DMARC1; p=reject; rua=mailto:dmarc@example.com\"",
    check: Check::Dns(check),
};

fn check(domain: &Domain, facts: &Facts, out: &mut Findings) {
    if let Some((finding, _)) = found(domain, facts) {
        out.push(finding);
    }
}

/// It tells which record above the domain applies, because old receivers act on another.
pub fn tells_the_record(domain: &Domain, facts: &Facts) -> bool {
    matches!(found(domain, facts), Some((_, true)))
}

/// The finding, and whether it is about the policies.
fn found(domain: &Domain, facts: &Facts) -> Option<(Finding, bool)> {
    // Where no record applies, neither way has anything to act on.
    let (index, applied) = applied_record(domain, facts)?;
    let old = match domain.policy.old_way() {
        Known::Unknown => return None,
        Known::Nothing => None,
        Known::Is(old) => Some(old),
    };
    let Known::Is(asked) = applied.asked else { return None };
    let is_same = |old: &Old| old.record.domain == applied.record.domain && old.asked == Some(asked);
    if old.as_ref().is_some_and(is_same) {
        borders(domain, &applied, index).map(|finding| (finding, false))
    } else {
        Some((policies(domain, &applied, asked, old.as_ref(), index), true))
    }
}

/// The two ways end at different policies.
fn policies(domain: &Domain, applied: &Applied, asked: Policy, old: Option<&Old>, index: usize) -> Finding {
    let record = &applied.record;
    let tag = applied.tag.and_then(|tag| record.written(tag));
    let new = match tag {
        Some(tag) => format!(
            "act on {} in the record of {}",
            code(tag.span.text(&record.value)),
            code(record.domain.as_str())
        ),
        None => format!("act on the record of {}", code(record.domain.as_str())),
    };
    let before = match old {
        Some(Old { record, tag, asked: Some(_) }) => {
            let domain = code(record.domain.as_str());
            match record.written(*tag) {
                Some(tag) => format!("act on {} in that of {domain}", code(tag.span.text(&record.value))),
                None => format!("act on that of {domain}"),
            }
        }
        Some(Old { asked: None, .. }) | None => String::from("find none that applies"),
    };
    let message =
        format!("For {}, receivers of today {new}. Older ones {before}.", code(domain.name.as_str()));
    let span = tag.map_or(Span::new(0, record.value.len()), |tag| tag.span);
    let finding = Finding::new(&RULE, index, span, message);
    // With two records at the name, one must go before another can come.
    if matches!(domain.policy.own(), Some(Held::Several(_))) {
        return finding;
    }
    let mut value = format!("v=DMARC1; p={}", asked.word());
    if let Some(tag) = record.dmarc.tag(DmarcTag::AggregateReports) {
        value.push_str("; rua=");
        value.push_str(tag.value.text(&record.value));
    }
    finding.fixed_by(at("Give the name a record of its own, which all receivers find", &domain.name, value))
}

/// Both find the domain's own record, but not the same names beside it.
fn borders(domain: &Domain, applied: &Applied, index: usize) -> Option<Finding> {
    let organization = domain.policy.organizational_domain()?;
    let main = registrable(&domain.name)?;
    if applied.source != Source::Own || organization.domain == main {
        return None;
    }
    let (name, above) = (code(domain.name.as_str()), code(main.as_str()));
    let whole = Span::new(0, applied.record.value.len());
    let say = |message: String| Finding::new(&RULE, index, whole, message).weighing(Severity::Advice);
    let no_record = matches!(domain.policy.held(&main), Some(Held::Nothing | Held::Several(_)));
    match organization.why {
        Why::HighestRecord if no_record && organization.domain.is_within(&main) => {
            let message = format!(
                "{above} has no DMARC record that counts. So receivers of today don't take mail that it signs or sends \
                 for mail of {name}, though older ones do."
            );
            let value = format!("v=DMARC1; p=none; rua=mailto:dmarc@{main}");
            let title = format!("Give {above} a DMARC record too");
            Some(say(message).fixed_by(at(&title, &main, value)))
        }
        Why::SaysSo | Why::BelowRegistry | Why::HighestRecord => Some(say(format!(
            "To receivers of today, {name} belongs to {}. Older ones take {above} for the whole.",
            code(organization.domain.as_str())
        ))),
        Why::NoRecord => None,
    }
}

fn at(title: &str, domain: &Name, value: String) -> Fix {
    let mut fix = Fix::new(title, Some(value), Confidence::Review);
    fix.name = Some(format!("_dmarc.{domain}"));
    fix.rtype = Some("TXT");
    fix
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::dmarc::tests::{in_zone, values};

    const HERE: &str = "a.news.example.com. TXT \"v=spf1 -all\"\n";

    #[test]
    fn different_records_are_told_with_what_each_says() {
        for (records, expected) in [
            (
                "_dmarc.news.example.com. TXT \"v=DMARC1; p=reject; psd=n\"\n\
                 _dmarc.example.com. TXT \"v=DMARC1; p=reject; sp=none\"",
                "act on `p=reject` in the record of `news.example.com`. Older ones act on `sp=none` in that of `example.com`.",
            ),
            ("_dmarc.news.example.com. TXT \"v=DMARC1; p=reject\"", "Older ones find none that applies."),
            (
                "_dmarc.com. TXT \"v=DMARC1; p=reject; psd=y\"",
                "in the record of `com`. Older ones find none that applies.",
            ),
            (
                "_dmarc.a.news.example.com. TXT \"v=DMARC1; p=none\"\n\
                 _dmarc.a.news.example.com. TXT \"v=DMARC1; p=reject\"\n\
                 _dmarc.example.com. TXT \"v=DMARC1; p=reject\"",
                "in the record of `example.com`. Older ones find none that applies.",
            ),
        ] {
            let found = in_zone(&RULE, &format!("{HERE}{records}"));
            assert_eq!(found.len(), 1, "{records}");
            assert!(found[0].message.ends_with(expected), "{}", found[0].message);
            assert_eq!(found[0].severity, Severity::Warning);
        }
    }

    #[test]
    fn a_parent_without_a_record_no_longer_counts_as_the_same() {
        let zone =
            "news.example.com. TXT \"v=spf1 -all\"\n_dmarc.news.example.com. TXT \"v=DMARC1; p=reject\"\n";
        let found = in_zone(&RULE, zone);
        assert!(found[0].message.starts_with("`example.com` has no DMARC record"));
        assert_eq!(found[0].severity, Severity::Advice);
        assert_eq!(values(&found), ["_dmarc.example.com TXT v=DMARC1; p=none; rua=mailto:dmarc@example.com"]);
        let with_parent = format!("{zone}_dmarc.example.com. TXT \"v=DMARC1; p=none\"");
        assert!(in_zone(&RULE, &with_parent).is_empty());
        let apart = with_parent.replace("p=reject", "p=reject; psd=n");
        assert!(in_zone(&RULE, &apart)[0].message.contains("Older ones take `example.com` for the whole"));
    }

    #[test]
    fn nothing_is_said_where_either_way_is_not_known() {
        for zone in [
            format!(
                "{HERE}_dmarc.news.example.com. TXT \"v=DMARC1; p=reject\"\n_dmarc.example.com. TXT !timeout"
            ),
            format!(
                "{HERE}_dmarc.news.example.com. TXT \"v=DMARC1; p=reject; psd=n\"\n_dmarc.example.com. TXT !timeout"
            ),
            format!(
                "{HERE}_dmarc.a.news.example.com. TXT \"v=DMARC1; p=reject\"\n_dmarc.example.com. TXT !timeout"
            ),
            // No row of the table tells what is registered there.
            String::from("a.b.com.ws. TXT \"v=spf1 -all\"\n_dmarc.b.com.ws. TXT \"v=DMARC1; p=reject\""),
        ] {
            assert!(in_zone(&RULE, &zone).is_empty(), "{zone}");
        }
    }
}

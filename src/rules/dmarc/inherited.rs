//! A name without a DMARC record of its own: the record of a name above it applies.

use super::{applied_record, receivers_disagree};
use crate::facts::policy::{Held, Known, Source};
use crate::facts::{Domain, Facts};
use crate::record::Kind;
use crate::rules::{Check, Finding, Findings, Rule, Severity, rfc};
use crate::text::Span;
use crate::text::prose::code;

/// The rule.
pub static RULE: Rule = Rule {
    id: "dmarc-inherited",
    severity: Severity::Advice,
    title: "The record of a name above applies",
    kind: Kind::Dmarc,
    reference: rfc!(9989, "4.10.1"),
    why: "Where a name has no DMARC record, receivers look at the names above it, and use the one of the whole \
          organisation. In it `sp` is for names below the domain, `np` for those that do not exist, and `p` stands in \
          for either.",
    bad: "news.example.com. TXT \"v=spf1 -all\"\n_dmarc.example.com. TXT \"v=DMARC1; p=reject; sp=quarantine; rua=mailto:dmarc@example.com\"",
    good: "news.example.com. TXT \"v=spf1 -all\"\n_dmarc.news.example.com. TXT \"v=DMARC1; p=reject; rua=mailto:dmarc@example.com\"\n_dmarc.example.com. TXT \"v=DMARC1; p=reject; rua=mailto:dmarc@example.com\"",
    check: Check::Dns(check),
};

fn check(domain: &Domain, facts: &Facts, out: &mut Findings) {
    let Some((index, applied)) = applied_record(domain, facts) else { return };
    // A record that asks for nothing is another rule's.
    if applied.source == Source::Own || applied.asked == Known::Nothing {
        return;
    }
    // Where old receivers act on another record, that finding names both.
    let is_alone = !matches!(domain.policy.own(), Some(Held::Several(_)));
    if is_alone && receivers_disagree::tells_the_record(domain, facts) {
        return;
    }
    let name = code(domain.name.as_str());
    let of = match applied.source {
        Source::Registry => format!("the registry {}", code(applied.record.domain.as_str())),
        Source::Own | Source::Organizational => code(applied.record.domain.as_str()),
    };
    let own = match domain.policy.own() {
        Some(Held::Several(_)) => format!("The DMARC records of {name} don't count"),
        _ => format!("{name} has no DMARC record of its own"),
    };
    let record = &applied.record;
    let tag = applied.tag.and_then(|tag| record.written(tag));
    let first = format!("{own}, so receivers use the one of {of}.");
    let message = match tag {
        Some(tag) => format!("{first} In that, what counts here is {}.", code(tag.span.text(&record.value))),
        None => first,
    };
    let span = tag.map_or(Span::new(0, record.value.len()), |tag| tag.span);
    out.push(Finding::new(&RULE, index, span, message));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::dmarc::enforces;
    use crate::rules::dmarc::tests::in_zone;

    #[test]
    fn the_tag_that_applies_is_named() {
        let record = "_dmarc.example.com. TXT \"v=DMARC1; p=reject; sp=none; np=quarantine\"";
        let here = format!("news.example.com. TXT \"v=spf1 -all\"\n{record}");
        let found = in_zone(&RULE, &here);
        assert!(found[0].message.contains("`sp=none`"), "{}", found[0].message);
        assert_eq!(found[0].severity, Severity::Advice);
        assert!(in_zone(&enforces::RULE, &here).is_empty(), "`p` is not for this name");
        let gone = format!("gone.example.com. * !server-failure\n{record}");
        let found = in_zone(&RULE, &gone);
        assert!(!found[0].message.contains("sp=") && !found[0].message.contains("np="));
        assert!(in_zone(&enforces::RULE, &gone).is_empty(), "it is not known which tag applies");
        let two = format!(
            "{here}\n_dmarc.news.example.com. TXT \"v=DMARC1; p=none\"\n\
                           _dmarc.news.example.com. TXT \"v=DMARC1; p=reject\""
        );
        assert!(in_zone(&RULE, &two)[0].message.starts_with("The DMARC records of"));
    }

    #[test]
    fn a_record_that_asks_for_nothing_is_told_by_another_rule() {
        let zone = "news.example.com. TXT \"v=spf1 -all\"\n_dmarc.example.com. TXT \"v=DMARC1; p=rejected\"";
        assert!(in_zone(&RULE, zone).is_empty());
    }

    #[test]
    fn nothing_is_said_where_the_walk_failed() {
        let zone = "news.example.com. TXT \"v=spf1 -all\"\n_dmarc.example.com. TXT \"v=DMARC1; p=reject\"\n";
        assert_eq!(in_zone(&RULE, zone).len(), 1);
        for unknown in ["_dmarc.news.example.com", "_dmarc.com"] {
            let zone = format!("{zone}{unknown}. TXT !timeout");
            assert!(in_zone(&RULE, &zone).is_empty(), "{unknown}");
            assert!(in_zone(&enforces::RULE, &zone).is_empty(), "{unknown}");
        }
    }
}

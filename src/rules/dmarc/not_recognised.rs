//! `v=DMARC`, `v=dmarc1`, `p=none; v=DMARC1`: what does not start exactly so is no DMARC record to receivers.

use crate::facts::Facts;
use crate::facts::policy::Known;
use crate::record::dmarc::Policy;
use crate::record::slip::version_slip;
use crate::record::{Dmarc, Kind, Record};
use crate::rules::{
    Check, Confidence, Finding, Findings, Fix, Rule, Severity, is_named, names, rfc, written,
};
use crate::text::percent::record_in_address;
use crate::text::prose::code;
use crate::text::{Edit, Span, apply_edits};

/// The rule.
pub static RULE: Rule = Rule {
    id: "dmarc-not-recognised",
    severity: Severity::Error,
    title: "The text does not start as a DMARC record must",
    kind: Kind::Dmarc,
    reference: rfc!(9989, "4.8"),
    why: "Receivers take a text for a DMARC record only if its first tag is exactly `v=DMARC1`, in capitals, with a \
          semicolon after it. Otherwise they skip the text, and the domain has no DMARC at all.",
    bad: r#"_dmarc.example.com. IN TXT "v=DMARC; p=reject; rua=mailto:dmarc@example.com""#,
    good: r#"_dmarc.example.com. IN TXT "v=DMARC1; p=reject; rua=mailto:dmarc@example.com""#,
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    let read = names(facts, |item| matches!(&item.record, Record::Dmarc(dmarc) if dmarc.recognised));
    for (record, item, dmarc) in facts.dmarc() {
        let text = item.value.as_str();
        let end = text.find(';').unwrap_or(text.len());
        if dmarc.recognised || written::has_odd_in_tags(&text[..end]) {
            continue;
        }
        let applied = facts.domain.as_ref().map(|domain| domain.policy.found());
        let is_beside = is_named(&read, item);
        let then = match &applied {
            _ if is_beside => String::from("skip it, and use the record beside it"),
            Some(Known::Is((found, _))) => {
                format!("skip it, and use the record of {}", code(found.domain.as_str()))
            }
            Some(Known::Unknown) => String::from("skip it, and look at the names above"),
            Some(Known::Nothing) | None => String::from("take the domain to have no DMARC record"),
        };
        let message = format!(
            "Receivers look for `v=DMARC1` and a semicolon at the very start and find {}. They {then}.",
            code(text[..end].trim_end())
        );
        let finding = Finding::new(&RULE, record, Span::new(0, end), message);
        if is_beside {
            out.push(finding.weighing(Severity::Advice).fixed_by(Fix::delete_unread()));
            continue;
        }
        if let Some(plain) = record_in_address(text) {
            let title = "Write plain signs in place of the codes that addresses have";
            out.push(finding.fixed_by(Fix::new(title, Some(plain), Confidence::Review)));
            continue;
        }
        let (edits, sure) = repair(text);
        let confidence = if sure { Confidence::Safe } else { Confidence::Review };
        let fix = Fix::edit("Start the record with `v=DMARC1;`", edits, confidence);
        out.push(finding.fixed_by(fix));
    }
}

/// Puts `v=DMARC1;` at the start in the place of what was meant as that, and says whether that is sure.
fn repair(text: &str) -> (Vec<Edit>, bool) {
    let start = text.len() - text.trim_start_matches([' ', '\t', ';']).len();
    let first_end = text[start..].find([';', ',']).map_or(text.len(), |at| start + at);
    let first = &text[start..first_end];
    let compact: String =
        first.chars().filter(|c| !c.is_whitespace()).map(|c| c.to_ascii_lowercase()).collect();
    let is_version = ["v=", "v:", "dmarc"].iter().any(|head| compact.starts_with(head));
    let slip = version_slip(text).filter(|slip| !is_version && slip.kind == Kind::Dmarc);
    if is_version || slip.is_some() {
        let word_end = slip.map_or(start + version_word(first), |slip| slip.span.end);
        let rest = text[word_end..].trim_start_matches([' ', '\t', ',', ';', ':', '|']);
        let glue = if rest.is_empty() { "" } else { "; " };
        let kept_from = text.len() - rest.len();
        let mut edits = vec![Edit::replace(Span::new(0, kept_from), format!("v=DMARC1{glue}"))];
        edits.extend(super::unglue(text, Span::new(kept_from, text.len())));
        let fixed = Dmarc::parse(&apply_edits(text, &edits));
        let complete = fixed.recognised
            && (fixed.effective_policy().is_some() || rest.is_empty())
            && is_version_alone(&text[start..word_end]);
        // Other letters may have been meant to be none.
        return (edits, complete && slip.is_none_or(|slip| slip.is_spelt_right));
    }
    // The version stands elsewhere: it goes to the front.
    let mut at = 0;
    for part in text.split(';') {
        let span = Span::new(at, at + part.len());
        at = span.end + 1;
        let compact: String = part.chars().filter(|c| !c.is_whitespace()).collect();
        if compact.eq_ignore_ascii_case("v=DMARC1") && span.start > 0 {
            let gone = Span::new(span.start - 1, span.end);
            return (vec![Edit::insert(start, "v=DMARC1; "), Edit::delete(gone)], true);
        }
    }
    (vec![Edit::insert(start, "v=DMARC1; ")], false)
}

/// Nothing stands in this word but the version, however it is written: what else it held would be lost.
fn is_version_alone(word: &str) -> bool {
    let lower = word.to_ascii_lowercase();
    let Some((_, number)) = lower.split_once("dmarc") else { return false };
    number
        .trim_start_matches(|c: char| c.is_whitespace() || c == 'v')
        .chars()
        .all(|c| c.is_ascii_digit() || c == '.')
}

/// Where the word of the version ends in the first part: after `v`, `=` and the next word, blanks between them
/// or not, and after the number, where it stands apart. `DMARC1p=reject` holds the next tag as well.
fn version_word(first: &str) -> usize {
    let after = match first.find(['=', ':']).filter(|at| first[..*at].trim().eq_ignore_ascii_case("v")) {
        Some(at) => at + 1,
        None => 0,
    };
    let word = first[after..].len() - first[after..].trim_start().len() + after;
    let end = first[word..].find(char::is_whitespace).map_or(first.len(), |at| word + at);
    let name = "dmarc1";
    let tail = first[word..end].get(..name.len()).filter(|head| head.eq_ignore_ascii_case(name));
    let glued = tail.is_some_and(|_| {
        first[word + name.len()..end].starts_with(|c: char| !c.is_ascii_digit() && c != '.')
    });
    if glued {
        // `DMARC1x`: signs that say nothing go with the version, and a tag or a policy does not.
        let tail = &first[word + name.len()..end];
        let says_something = tail.contains(['=', ':', '-']) || Policy::read(tail.trim()).is_some();
        return if says_something || tail.len() > 2 { word + name.len() } else { end };
    }
    let rest = first[end..].trim_start();
    let number = first.len() - rest.len();
    let digits = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
    let is_apart = first[word..end].eq_ignore_ascii_case("dmarc")
        && digits > 0
        && rest[digits..].chars().next().is_none_or(char::is_whitespace);
    if is_apart { number + digits } else { end }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::dmarc::tests::in_zone;

    #[test]
    fn what_is_used_in_its_place_is_told() {
        let zone =
            "news.example.com. TXT \"v=spf1 -all\"\n_dmarc.news.example.com. TXT \"v=dmarc1; p=reject\"\n";
        for (rest, expected, severity) in [
            ("", "take the domain to have no DMARC record.", Severity::Error),
            ("_dmarc.example.com. TXT !timeout", "look at the names above.", Severity::Error),
            ("_dmarc.example.com. TXT \"v=DMARC1; p=none\"", "the record of `example.com`.", Severity::Error),
            ("_dmarc.news.example.com. TXT \"v=DMARC1; p=none\"", "the record beside it.", Severity::Advice),
        ] {
            let found = in_zone(&RULE, &format!("{zone}{rest}"));
            assert!(found[0].message.ends_with(expected), "{}", found[0].message);
            assert_eq!(found[0].severity, severity, "{rest}");
        }
    }

    #[test]
    fn each_slip_is_repaired() {
        for (text, expected) in [
            ("v=DMARC; p=none", "v=DMARC1; p=none"),
            ("v=dmarc1; p=none", "v=DMARC1; p=none"),
            ("v = Dmarc1 ; p=none", "v=DMARC1; p=none"),
            ("v=DMARC1 p=reject", "v=DMARC1; p=reject"),
            ("v=DMARC1, p=reject", "v=DMARC1; p=reject"),
            ("v=DMARC1p=reject", "v=DMARC1; p=reject"),
            ("v=DMARC1, p=reject, rua=mailto:a@x.y", "v=DMARC1; p=reject; rua=mailto:a@x.y"),
            ("p=reject; v=DMARC1", "v=DMARC1; p=reject"),
            ("p=reject; v=DMARC1; rua=mailto:a@x.y", "v=DMARC1; p=reject; rua=mailto:a@x.y"),
            ("p=reject", "v=DMARC1; p=reject"),
            (" v=DMARC1; p=none", "v=DMARC1; p=none"),
            ("DMARC1; p=none", "v=DMARC1; p=none"),
            ("v-DMARC1; p=none", "v=DMARC1; p=none"),
            ("v DMARC1; p=none", "v=DMARC1; p=none"),
            ("v=dmarc1", "v=DMARC1"),
            ("; v=DMARC1; p=none", "v=DMARC1; p=none"),
            ("v=DMARC 1; p=none", "v=DMARC1; p=none"),
            ("v=DMARC 1.0 p=none", "v=DMARC1; p=none"),
            ("v=DMARC1.0; p=none", "v=DMARC1; p=none"),
        ] {
            let (edits, is_sure) = repair(text);
            assert_eq!(apply_edits(text, &edits), expected, "{text}");
            assert_eq!(is_sure, !matches!(text, "p=reject" | "v=DMRAC1; p=none"), "{text}");
        }
    }

    #[test]
    fn what_stands_in_the_word_of_the_version_is_not_lost_unread() {
        for (text, expected) in [
            ("v=DMACR1; p=none", "v=DMARC1; p=none"),
            ("v=DMRAC1; p=none", "v=DMARC1; p=none"),
            ("v=DMARC1-p:none", "v=DMARC1; -p:none"),
            ("v=DMARCreject", "v=DMARC1"),
            ("v=DMARC1x; p=reject", "v=DMARC1; p=reject"),
        ] {
            let (edits, is_sure) = repair(text);
            assert_eq!((apply_edits(text, &edits).as_str(), is_sure), (expected, false), "{text}");
        }
        let found = in_zone(
            &RULE,
            "example.com. TXT \"v=spf1 -all\"\n_dmarc.example.com. TXT \"v=DMARC1%3B%20p%3Dreject\"\n",
        );
        let fix = found[0].fix.as_ref().unwrap();
        assert_eq!(
            (fix.value("").as_deref(), fix.confidence),
            (Some("v=DMARC1; p=reject"), Confidence::Review)
        );
    }
}

//! Times of a signature that can't be, or are in another form than receivers read.

use super::{sign_anew, signatures, signed};
use crate::facts::Facts;
use crate::record::Kind;
use crate::record::tag_list::is_blank;
use crate::rules::{Check, Finding, Findings, Rule, Severity, rfc};
use crate::text::prose::code;

/// The rule.
pub static RULE: Rule = Rule {
    id: "dkim-signature-lifetime",
    severity: Severity::Error,
    title: "A signature with times that can't be",
    kind: Kind::Dkim,
    reference: rfc!(6376, "3.5"),
    why: "A signature says in `t=` when it was made and in `x=` when it ends, both in seconds since 1970. The end must \
          come after the start. From the end on, receivers may count the message as not signed.",
    bad: signed!("t=1700000000; x=1690000000; h=from:to:subject; "),
    good: signed!("t=1700000000; x=1700600000; h=from:to:subject; "),
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    for (record, text, header, _) in signatures(facts) {
        let seconds = |name: &str| {
            let tag = header.tag(text, name)?;
            let digits: String = tag.value.text(text).chars().filter(|c| !is_blank(*c)).collect();
            Some((tag, digits))
        };
        let fix = || sign_anew("Check the clock and the settings of the server that signs");
        let (signed, ends) = (seconds("t"), seconds("x"));
        for (tag, digits) in signed.iter().chain(&ends) {
            if digits.is_empty() || digits.len() > 12 || !digits.bytes().all(|b| b.is_ascii_digit()) {
                let what = code(tag.span.text(text));
                let message =
                    [&what, " is not a time in seconds since 1970, so receivers can't read it."].concat();
                out.push(
                    Finding::new(&RULE, record, tag.span, message)
                        .weighing(Severity::Warning)
                        .fixed_by(fix()),
                );
            }
        }
        let (Some((start, signed)), Some((end, ends))) = (signed, ends) else { continue };
        // What is no number has been told.
        let (Ok(signed), Ok(ends)) = (signed.parse::<u64>(), ends.parse::<u64>()) else { continue };
        if ends <= signed {
            let (end, start) = (code(end.span.text(text)), code(start.span.text(text)));
            let message =
                ["The signature ends at ", &end, ", which is not after it was made at ", &start, "."]
                    .concat();
            let span = header.tag(text, "x").map_or(header.name, |tag| tag.span);
            out.push(Finding::new(&RULE, record, span, message).fixed_by(fix()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paste::Hints;
    use crate::report::explain_records;

    #[test]
    fn times_are_numbers_and_in_order() {
        for (tags, expected) in [
            ("t=1700000000", vec![]),
            ("t=1700000000; x=1700000001", vec![]),
            ("t=17000 00000; x=1700000000", vec![Severity::Error]),
            ("x=2025-01-01", vec![Severity::Warning]),
            ("t=; x=99999999999999999999", vec![Severity::Warning; 2]),
        ] {
            let text = ["DKIM-Signature: v=1; ", tags].concat();
            let report = explain_records(&text, &Hints::default());
            let found = report.records[0].findings.iter().filter(|finding| finding.rule == &RULE);
            assert_eq!(found.map(|finding| finding.severity).collect::<Vec<_>>(), expected, "{tags}");
        }
    }
}

//! Commas and semicolons between terms: SPF parts its terms by spaces alone.

use super::{Complaint, reads_well, unknown_term, unreadable};
use crate::facts::Facts;
use crate::record::Kind;
use crate::record::spf::Term;
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc};
use crate::text::prose::code;
use crate::text::{Edit, Span};

/// The rule.
pub static RULE: Rule = Rule {
    id: "spf-comma-or-semicolon",
    severity: Severity::Error,
    title: "Commas or semicolons between the parts",
    kind: Kind::Spf,
    reference: rfc!(7208, "4.6.1"),
    why: "The parts of an SPF record are set apart by spaces and by nothing else. A comma or a semicolon becomes \
          part of the word before it, and receivers then give up on the whole record.",
    bad: r#"example.com. IN TXT "v=spf1 include:_spf.google.com, include:sendgrid.net; ~all""#,
    good: r#"example.com. IN TXT "v=spf1 include:_spf.google.com include:sendgrid.net ~all""#,
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    for (record, item, spf) in facts.spf() {
        let text = item.value.as_str();
        let unreadable: Vec<usize> =
            unreadable(text, &item.strings, spf, Complaint::StrayPunctuation).map(|(i, ..)| i).collect();
        let (mut edits, mut first, mut sure) = (Vec::new(), None, true);
        for (i, term) in spf.terms.iter().enumerate() {
            if !unreadable.contains(&i) && !joins_names(text, term)
                || unknown_term::is_note_sign(text, spf, i)
            {
                continue;
            }
            first = first.or(Some(term));
            let (parts, is_sure) = parted(text, term);
            edits.extend(parts);
            sure &= is_sure;
        }
        let Some(first) = first else { continue };
        let word = code(first.span.text(text));
        let message = if first.problem.is_some() {
            format!(
                "Receivers read the comma or semicolon in {word} as part of the word, and count the record as an error."
            )
        } else {
            format!("Receivers read {word} as one name, and there can be no server of that name.")
        };
        let others = match edits.len() {
            0 | 1 => String::new(),
            n => format!(" The record has {n} such signs."),
        };
        let fix = if edits.iter().any(|edit| edit.text == ".") {
            Fix::edit("Put a dot in place of the sign within the name", edits, Confidence::Review)
        } else {
            let confidence = if sure { Confidence::Safe } else { Confidence::Review };
            Fix::edit("Put spaces in place of commas and semicolons", edits, confidence)
        };
        out.push(Finding::new(&RULE, record, first.span, message + &others).fixed_by(fix));
    }
}

/// `include:a.example,include:b.example` reads well as one name, which no host has.
fn joins_names(text: &str, term: &Term) -> bool {
    term.problem.is_none()
        && term.domain().is_some_and(|domain| domain.span.text(text).contains([',', ';', '|']))
}

/// What goes in the place of each sign: nothing at the end of a word, and within it a space, with what the next
/// piece lacks of a mechanism; or a dot, where it stands for one. Whether that is sure.
fn parted(text: &str, term: &Term) -> (Vec<Edit>, bool) {
    let word = term.span.text(text);
    let signs: Vec<usize> = word.match_indices([',', ';', '|']).map(|(at, _)| at).collect();
    let mut edits = Vec::with_capacity(signs.len());
    let mut sure = true;
    for (n, at) in signs.iter().enumerate() {
        let span = Span::new(term.span.start + at, term.span.start + at + 1);
        let next = &word[at + 1..signs.get(n + 1).copied().unwrap_or(word.len())];
        if next.is_empty() || *at == 0 {
            edits.push(Edit::delete(span));
            continue;
        }
        let same = &word[..term.delimiter.map_or(0, |delimiter| delimiter.end - term.span.start)];
        let lacks = ["", "ip4:", "ip6:", same].into_iter().find(|lacks| reads_well(&[lacks, next].concat()));
        // `outlook,com`: a piece that is no term by itself is the rest of a name.
        let is_rest = lacks.is_none() && reads_well(&word.replace([',', ';'], "."));
        sure &= lacks.is_some();
        let plain = if is_rest { ".".to_owned() } else { [" ", lacks.unwrap_or("")].concat() };
        edits.push(Edit::replace(span, plain));
    }
    (edits, sure)
}

#[cfg(test)]
mod tests {
    use crate::paste::Hints;
    use crate::report::explain_records;

    #[test]
    fn each_piece_becomes_a_term() {
        for (text, expected) in [
            (
                "v=spf1 include:a.example,include:b.example -all",
                "v=spf1 include:a.example include:b.example -all",
            ),
            ("v=spf1 include:a.example,b.example -all", "v=spf1 include:a.example include:b.example -all"),
            ("v=spf1 ip4:192.0.2.1,192.0.2.7; -all", "v=spf1 ip4:192.0.2.1 ip4:192.0.2.7 -all"),
            ("v=spf1 mx -all;MS=ms123", "v=spf1 mx -all MS=ms123"),
            ("v=spf1 a:a.example|mx:b.example -all", "v=spf1 a:a.example mx:b.example -all"),
        ] {
            let report = explain_records(text, &Hints::default());
            assert_eq!(report.records[0].corrected.as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn a_piece_that_is_no_term_is_not_parted_unread() {
        for (text, expected) in [
            ("v=spf1 include:spf.a,example -all", "v=spf1 include:spf.a.example -all"),
            ("v=spf1 include:a.example,note -all", "v=spf1 include:a.example.note -all"),
        ] {
            let report = explain_records(text, &Hints::default());
            let record = &report.records[0];
            assert_eq!(record.corrected, None, "{text}");
            assert_eq!(
                record.findings[0].fix.as_ref().unwrap().value(text).as_deref(),
                Some(expected),
                "{text}"
            );
        }
    }
}

//! Commas and semicolons between terms: SPF parts its terms by spaces alone.

use super::{Complaint, unreadable};
use crate::facts::Facts;
use crate::record::Kind;
use crate::rules::{Confidence, Finding, Findings, Fix, Rule, Severity, rfc};
use crate::text::Edit;
use crate::text::prose::code;

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
    check,
};

fn check(facts: &Facts, out: &mut Findings) {
    for (record, item, spf) in facts.spf() {
        let text = item.value.as_str();
        let mut edits = Vec::new();
        let mut first = None;
        for (_, term, _, _) in unreadable(text, spf, Complaint::StrayPunctuation) {
            first = first.or(Some(term.span));
            // Every comma or semicolon of the word: one at its end goes, one inside becomes a space.
            let word = term.span.text(text);
            for (at, sign) in word.match_indices([',', ';']) {
                let span = crate::text::Span::new(term.span.start + at, term.span.start + at + sign.len());
                let inside = !word[at..].trim_start_matches([',', ';']).is_empty() && at > 0;
                edits.push(if inside { Edit::replace(span, " ") } else { Edit::delete(span) });
            }
        }
        let Some(first) = first else { continue };
        let others = match edits.len() {
            1 => String::new(),
            n => format!(" The record has {n} such signs."),
        };
        let message = format!(
            "Receivers read the comma or semicolon in {} as part of the word, and count the record as an error.{others}",
            code(first.text(text))
        );
        let fix = Fix::edit("Put spaces in place of commas and semicolons", edits, Confidence::Safe);
        out.push(Finding::new(&RULE, record, first, message).fixed_by(fix));
    }
}

//! Curly quotes, hidden characters, long dashes: what copying leaves in a policy file.

use crate::facts::Facts;
use crate::record::Kind;
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc};
use crate::text::odd::Odd;
use crate::text::prose::code;
use crate::text::{Edit, Span};

/// The rule.
pub static RULE: Rule = Rule {
    id: "mta-sts-policy-odd-character",
    severity: Severity::Error,
    title: "A character that does not belong there",
    kind: Kind::MtaStsPolicy,
    reference: rfc!(8461, "3.2"),
    why: "Text that is copied from a mail or a document can carry curly quotes or hidden characters. Senders read each sign as it is, so one of these can spoil the whole policy.",
    bad: "version: STSv1\nmode: enforce\nmx: mail\u{2011}in.example.com\nmax_age: 604800",
    good: "version: STSv1\nmode: enforce\nmx: mail.example.com\nmax_age: 604800",
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    for (record, item, _) in facts.mta_sts_policies() {
        let text = item.value.as_str();
        let odd = |c: char| Odd::of(c).filter(|_| !matches!(c, '\n' | '\r' | '\t'));
        let found = || text.char_indices().filter_map(|(at, c)| Some((at, c, odd(c)?)));
        let Some((at, character, first)) = found().next() else { continue };
        let line = text[..at].rfind('\n').map_or(0, |end| end + 1);
        let written = text[line..].split('\n').next().unwrap_or("");
        let message = format!(
            "{} holds {}, U+{:04X}. Senders read it as it stands, and can't use the line.",
            code(written.trim()),
            first.name(),
            u32::from(character)
        );
        let edits = found().map(|(at, c, odd)| {
            let plain = odd.repaired(c).map_or_else(String::new, String::from);
            Edit::replace(Span::new(at, at + c.len_utf8()), plain)
        });
        let fix = Fix::edit("Put plain characters in their place", edits.collect(), Confidence::Safe);
        let span = Span::new(at, at + character.len_utf8());
        out.push(Finding::new(&RULE, record, span, message).fixed_by(fix));
    }
}

//! A CNAME whose value is no name: an address, a web address.

use super::cnames;
use crate::facts::{Facts, Item};
use crate::record::mx::HostProblem;
use crate::record::{Kind, classify};
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc};
use crate::text::Span;
use crate::text::prose::code;

/// The rule.
pub static RULE: Rule = Rule {
    id: "cname-not-a-name",
    severity: Severity::Error,
    title: "An alias that leads to no name",
    kind: Kind::Cname,
    reference: rfc!(1034, "3.6.2"),
    why: "A CNAME record says that one name stands for another. DNS goes on to ask for that other name, so an \
          address or a web address there leads nowhere.",
    bad: "s1._domainkey.example.com. IN CNAME https://s1.example.net/",
    good: "s1._domainkey.example.com. IN CNAME s1.example.net.",
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    for (record, item, cname) in cnames(facts) {
        let Some(problem) = cname.problem else { continue };
        let text = item.value.as_str();
        let target = cname.target.text(text);
        let shown = code(target);
        let (message, fix) = match problem {
            HostProblem::Address => {
                let message = format!(
                    "A CNAME record leads to a name, and {shown} is an address. DNS finds nothing by it."
                );
                let rtype = if target.contains(':') { "AAAA" } else { "A" };
                let address = target.trim_end_matches('.').trim_matches(['[', ']']);
                let title = format!("Enter the address as a record of type {rtype}");
                let mut fix = Fix::new(title, Some(address.to_owned()), Confidence::Review);
                fix.rtype = Some(rtype);
                (message, fix)
            }
            HostProblem::Url => {
                let message = format!(
                    "A CNAME record leads to a name, and {shown} is a web address. DNS finds nothing by it."
                );
                let bare = target.split_once("://").map_or(target, |(_, rest)| rest);
                let host = bare.split(['/', '?', '#', ':']).next().unwrap_or("");
                let whole = (!host.is_empty()).then(|| host.to_owned());
                (message, Fix::new("Enter only the name", whole, Confidence::Review))
            }
            HostProblem::MailAddress
            | HostProblem::Missing
            | HostProblem::Words
            | HostProblem::BadName
            | HostProblem::Underscore => {
                let message = format!(
                    "A CNAME record leads to one name, and {shown} is none. DNS finds nothing by it."
                );
                (
                    message,
                    text_of_mail(item).unwrap_or_else(|| Fix::new(ENTER_NAME, None, Confidence::Review)),
                )
            }
        };
        let span = if cname.target.is_empty() { Span::new(0, text.len()) } else { cname.target };
        out.push(Finding::new(&RULE, record, span, message).fixed_by(fix));
    }
}

const ENTER_NAME: &str = "Enter the name that the service gave you, and nothing else";

/// A text that belongs into a record of type TXT.
fn text_of_mail(item: &Item) -> Option<Fix> {
    let text = item.value.trim_matches(['"', ' ']);
    let is_whole = !text.contains('"') && is_versioned(item.name.as_deref(), text);
    is_whole.then(|| {
        let mut fix =
            Fix::new("Enter the text as a record of type TXT", Some(text.to_owned()), Confidence::Review);
        fix.rtype = Some("TXT");
        fix
    })
}

fn is_versioned(name: Option<&str>, text: &str) -> bool {
    text.starts_with("v=") && classify(name, Some("TXT"), text) != Kind::Other
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paste::Hints;
    use crate::report::explain_records;

    #[test]
    fn a_text_of_mail_belongs_into_another_type() {
        for (value, expected) in [
            ("\"v=DMARC1; p=none\"", Some("v=DMARC1; p=none")),
            ("v=spf1 mx -all", Some("v=spf1 mx -all")),
            ("two words", None),
            ("\"v=DMARC1; \" \"p=none\"", None),
        ] {
            let report = explain_records(&format!("x.example.com. IN CNAME {value}"), &Hints::default());
            let [finding] = &report.records[0].findings[..] else { panic!("{value}: {report:?}") };
            let fix = finding.fix.as_ref().unwrap();
            assert_eq!((finding.rule.id, fix.value(value).as_deref()), (RULE.id, expected), "{value}");
            assert_eq!(fix.rtype, expected.map(|_| "TXT"), "{value}");
        }
    }
}

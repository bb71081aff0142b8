//! An MX that names an address, a web address or nothing: senders need a host name.

use crate::facts::Facts;
use crate::record::Kind;
use crate::record::mx::{HostProblem, Mx};
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc};
use crate::text::Edit;
use crate::text::prose::code;

/// The rule.
pub static RULE: Rule = Rule {
    id: "mx-not-a-host",
    severity: Severity::Error,
    title: "The record names no server that mail can be sent to",
    kind: Kind::Mx,
    reference: rfc!(5321, "5.1"),
    why: "An MX record holds a number and the name of a mail server. Sending servers look up that name; an address, a \
          web address or a mail address in its place is no name that they can look up, so mail is not delivered.",
    bad: "example.com. IN MX 10 192.0.2.25",
    good: "example.com. IN MX 10 mail.example.com.",
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    for (record, item, mx) in facts.mx() {
        let text = item.value.as_str();
        let host = code(mx.host.text(text));
        let what = match mx.problem {
            None | Some(HostProblem::Underscore) => continue,
            Some(HostProblem::Missing) => {
                "Sending servers find no name of a mail server in this record.".to_owned()
            }
            Some(HostProblem::Address) => {
                format!("{host} is an address, and sending servers look for the name of a mail server here.")
            }
            Some(HostProblem::Url) => {
                format!(
                    "{host} is a web address, and sending servers look for the name of a mail server here."
                )
            }
            Some(HostProblem::MailAddress) => {
                format!(
                    "{host} is a mail address, and sending servers look for the name of a mail server here."
                )
            }
            Some(HostProblem::Words) => {
                format!(
                    "{host} is more than one word, and sending servers look for one name of a mail server here."
                )
            }
            Some(HostProblem::BadName) => format!("{host} is no name that a server can have."),
        };
        let message = format!("{what} Mail can't be delivered to it.");
        let span = if mx.host.is_empty() { crate::text::Span::new(0, text.len()) } else { mx.host };
        let fix = match bare(text, mx) {
            Some(name) => {
                let edit = Edit::replace(mx.host, name);
                Fix::edit("Keep the name of the server alone", vec![edit], Confidence::Review)
            }
            None => Fix::new("Write the name of the mail server after the number", None, Confidence::Review),
        };
        out.push(Finding::new(&RULE, record, span, message).fixed_by(fix));
    }
}

/// The host name inside a web address or a mail address.
fn bare<'t>(text: &'t str, mx: &Mx) -> Option<&'t str> {
    let written = mx.host.text(text);
    let name = match mx.problem? {
        HostProblem::Url => {
            let rest = written.split_once("://").map_or(written, |(_, rest)| rest);
            rest.split(['/', ':', '?']).next()?
        }
        HostProblem::MailAddress => written.rsplit_once('@')?.1,
        HostProblem::Missing
        | HostProblem::Address
        | HostProblem::Words
        | HostProblem::BadName
        | HostProblem::Underscore => return None,
    };
    let reads_well = Mx::parse(&format!("10 {name}")).problem.is_none();
    (reads_well && name.contains('.')).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_is_found_inside() {
        for (text, expected) in [
            ("10 https://mail.example.com/", Some("mail.example.com")),
            ("10 me@example.com", Some("example.com")),
            ("10 192.0.2.1", None),
            ("10", None),
        ] {
            assert_eq!(bare(text, &Mx::parse(text)), expected, "{text}");
        }
    }
}

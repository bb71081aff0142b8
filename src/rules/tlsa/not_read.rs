//! The data are no three numbers and a fingerprint.

use super::for_mail;
use crate::facts::Facts;
use crate::record::Kind;
use crate::record::tlsa::{Place, TlsaProblem};
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc};
use crate::text::prose::code;
use crate::text::{Edit, Span};

/// The rule.
pub static RULE: Rule = Rule {
    id: "tlsa-not-read",
    severity: Severity::Error,
    title: "The record can't be read",
    kind: Kind::Tlsa,
    reference: rfc!(6698, "2.1"),
    why: "A TLSA record holds three numbers and then the digits of a fingerprint: 0 to 9 and a to f, two for each byte. Servers can't store it in another form, or senders can't use it.",
    bad: "_25._tcp.mail.example.com. IN TLSA 3 1 1 8cb0fc6c527506a053f4f14c8464bebbd6dede2738d11468dd953d7d6a30zzzz",
    good: "_25._tcp.mail.example.com. IN TLSA 3 1 1 8cb0fc6c527506a053f4f14c8464bebbd6dede2738d11468dd953d7d6a3021f1",
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    for (record, item, tlsa) in for_mail(facts) {
        let text = item.value.as_str();
        let data = code(tlsa.data.text(text));
        let what = match tlsa.problem {
            Some(TlsaProblem::NoNumber(place)) => {
                let nth = match place {
                    Place::Usage => "first",
                    Place::Selector => "second",
                    Place::Matching => "third",
                };
                format!("Three numbers from 0 to 255 belong at the start, and the {nth} is not there")
            }
            Some(TlsaProblem::NoData) => "No fingerprint stands after the numbers".to_owned(),
            Some(TlsaProblem::NotHex) => format!("{data} holds more than the digits 0 to 9 and a to f"),
            Some(TlsaProblem::HalfByte) => format!("{data} has an odd number of digits, and two make a byte"),
            Some(
                TlsaProblem::UnknownNumber(_)
                | TlsaProblem::Length { .. }
                | TlsaProblem::NotACertificate
                | TlsaProblem::NotForMail,
            )
            | None => continue,
        };
        let message = format!("{what}, so senders can't use this record.");
        let bare: String = tlsa.data.text(text).chars().filter(|c| !c.is_whitespace() && *c != ':').collect();
        let is_hex =
            !bare.is_empty() && bare.len().is_multiple_of(2) && bare.bytes().all(|b| b.is_ascii_hexdigit());
        let fix = if tlsa.problem == Some(TlsaProblem::NotHex) && is_hex {
            Fix::edit("Take the colons out", vec![Edit::replace(tlsa.data, bare)], Confidence::Safe)
        } else {
            Fix::new("Copy the whole record from the tool that made it", None, Confidence::Review)
        };
        let span = if tlsa.data.is_empty() { Span::new(0, text.len()) } else { tlsa.data };
        out.push(Finding::new(&RULE, record, span, message).fixed_by(fix));
    }
}

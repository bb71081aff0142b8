//! A fingerprint that is too short or too long for its kind.

use super::for_mail;
use crate::facts::Facts;
use crate::record::Kind;
use crate::record::tlsa::{Place, Tlsa, TlsaProblem};
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc};
use crate::text::Edit;

/// The rule.
pub static RULE: Rule = Rule {
    id: "tlsa-wrong-length",
    severity: Severity::Error,
    title: "The fingerprint has the wrong length",
    kind: Kind::Tlsa,
    reference: rfc!(6698, "2.1.3"),
    why: "A fingerprint made by SHA-256 has 64 digits, and one made by SHA-512 has 128. With any other length it fits no certificate: senders that use DANE then refuse to deliver, or deliver unprotected.",
    bad: "_25._tcp.mail.example.com. IN TLSA 3 1 2 8cb0fc6c527506a053f4f14c8464bebbd6dede2738d11468dd953d7d6a3021f1",
    good: "_25._tcp.mail.example.com. IN TLSA 3 1 1 8cb0fc6c527506a053f4f14c8464bebbd6dede2738d11468dd953d7d6a3021f1",
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    for (record, _, tlsa) in for_mail(facts) {
        let (message, fix) = match tlsa.problem {
            Some(TlsaProblem::Length { wanted, found }) => {
                let number = tlsa.number(Place::Matching).unwrap_or_default();
                let message = format!(
                    "This fingerprint has {} digits, and matching {number} asks for {}. Senders can't use it.",
                    found * 2,
                    wanted * 2
                );
                (message, other_number(tlsa, found))
            }
            Some(TlsaProblem::NotACertificate) => {
                let message = "Matching 0 asks for a whole certificate or key here, and none starts like this. Senders can't \
                               use it.";
                (message.to_owned(), other_number(tlsa, tlsa.bytes))
            }
            _ => continue,
        };
        let fix = fix.unwrap_or_else(|| {
            Fix::new("Copy the whole fingerprint from the tool that made it", None, Confidence::Review)
        });
        out.push(Finding::new(&RULE, record, tlsa.data, message).fixed_by(fix));
    }
}

/// The number of the fingerprint that has this length.
fn other_number(tlsa: &Tlsa, bytes: usize) -> Option<Fix> {
    let number = match bytes {
        32 => "1",
        64 => "2",
        _ => return None,
    };
    let edit = Edit::replace(tlsa.place(Place::Matching)?, number);
    Some(Fix::edit("Write the number that goes with this length", vec![edit], Confidence::Review))
}

//! A receiver says that a message failed DMARC, and what it says shows why.

use crate::facts::Facts;
use crate::record::Kind;
use crate::record::header::{Field, Header, after_at};
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc};
use crate::text::list;
use crate::text::prose::code;

/// The rule.
pub static RULE: Rule = Rule {
    id: "dmarc-message-failed",
    severity: Severity::Warning,
    title: "A message that failed DMARC",
    kind: Kind::Dmarc,
    reference: rfc!(9989),
    why: "DMARC passes where SPF or DKIM passes for the domain that the reader sees, or one that belongs with it. A sending \
          service often passes both under a domain of its own, and that counts for nothing here.",
    bad: "Authentication-Results: mx.example.net; spf=pass smtp.mailfrom=bounce.mailer.example; \
          dkim=pass header.d=mailer.example header.s=k1; dmarc=fail header.from=example.com",
    good: "Authentication-Results: mx.example.net; spf=pass smtp.mailfrom=bounce.mailer.example; \
           dkim=pass header.d=example.com header.s=k1; dmarc=pass header.from=example.com",
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    let results =
        facts.headers().filter(|(_, _, header)| matches!(header.field, Field::Results | Field::ArcResults));
    for (record, text, header) in results {
        let mut all = header.results(text);
        let Some(dmarc) = all.find(|result| result.method() == "dmarc" && result.result() == "fail") else {
            continue;
        };
        let from = dmarc.property("header.from").map(after_at);
        let who = header.author(text).map_or_else(|| "The receiver".to_owned(), code);
        let whose = from.map(|from| [" for ", &code(from)].concat()).unwrap_or_default();
        let message =
            [&who, " says that this message failed DMARC", &whose, ". ", &cause(header, text)].concat();
        let title = match from {
            Some(from) => {
                ["Have the sending service sign with the domain ", &code(from), ", by its DKIM settings"]
                    .concat()
            }
            None => "Have the sending service sign with the domain of the sender's address".to_owned(),
        };
        let fix = Fix::new(title, None, Confidence::Review);
        out.push(Finding::new(&RULE, record, dmarc.word().span, message).fixed_by(fix));
    }
}

/// What the other results tell of the cause.
fn cause(header: &Header, text: &str) -> String {
    let mut passed: Vec<String> = Vec::new();
    for result in header.results(text).filter(|result| result.result() == "pass") {
        let domain = match result.method().as_str() {
            "dkim" => result.signer(),
            "spf" => result.sender(),
            _ => None,
        };
        let named =
            domain.map(|domain| [&result.method().to_uppercase(), " passed for ", &code(domain)].concat());
        passed.extend(named.filter(|named| !passed.contains(named) && passed.len() < 3));
    }
    if passed.is_empty() {
        "Neither SPF nor DKIM passed.".to_owned()
    } else {
        [&list(&passed), ", which is another domain to DMARC."].concat()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cause_is_what_passed_elsewhere_or_that_nothing_did() {
        for (text, expected) in [
            (
                RULE.bad,
                "SPF passed for `bounce.mailer.example` and DKIM passed for `mailer.example`, which is another \
                        domain to DMARC.",
            ),
            (
                "Authentication-Results: x; spf=fail smtp.mailfrom=a.example; dkim=none; dmarc=fail",
                "Neither SPF nor DKIM \
                                                                                                   passed.",
            ),
        ] {
            assert_eq!(cause(&Header::parse(text), text), expected);
        }
    }
}

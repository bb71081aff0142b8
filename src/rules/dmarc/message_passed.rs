//! A receiver says that a message passed DMARC.

use crate::facts::Facts;
use crate::record::Kind;
use crate::record::header::{Field, after_at};
use crate::rules::{Check, Finding, Findings, Rule, Severity, rfc};
use crate::text::prose::code;

/// The rule.
pub static RULE: Rule = Rule {
    id: "dmarc-message-passed",
    severity: Severity::Good,
    title: "A message that passed DMARC",
    kind: Kind::Dmarc,
    reference: rfc!(9989),
    why: "The receiver found that SPF or DKIM passes for the domain that the reader sees. That is what receivers ask of mail \
          before they trust the sender's name.",
    bad: "Authentication-Results: mx.example.net; spf=pass smtp.mailfrom=bounce.mailer.example; \
          dmarc=none header.from=example.com",
    good: "Authentication-Results: mx.example.net; dkim=pass header.d=example.com header.s=k1; \
           dmarc=pass header.from=example.com",
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    let results =
        facts.headers().filter(|(_, _, header)| matches!(header.field, Field::Results | Field::ArcResults));
    for (record, text, header) in results {
        let mut all = header.results(text);
        let Some(dmarc) = all.find(|result| result.method() == "dmarc" && result.result() == "pass") else {
            continue;
        };
        let who = header.author(text).map_or_else(|| "The receiver".to_owned(), code);
        let whose = dmarc.property("header.from").map(|from| [" for ", &code(after_at(from))].concat());
        let message =
            [&who, " says that this message passed DMARC", &whose.unwrap_or_default(), "."].concat();
        out.push(Finding::new(&RULE, record, dmarc.word().span, message));
    }
}

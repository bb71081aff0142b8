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
        let author = header.author(text).map(code);
        let who = author.as_deref().unwrap_or("The receiver");
        let whose = from.map(|from| [" for ", &code(from)].concat()).unwrap_or_default();
        let start = [who, " says that this message failed DMARC", &whose, ". "].concat();
        let passed = passed(header, text);
        let (end, title) = match passed.iter().find(|passed| passed.is_of(from)) {
            Some(same) => {
                let end = [
                    "It also says that ",
                    &same.words(),
                    ", the domain that the reader sees, and that is all that DMARC asks for. So it contradicts itself.",
                ];
                let whom = author.as_deref().unwrap_or("the receiver");
                (end.concat(), ["Ask ", whom, " about it, or compare what another receiver says"].concat())
            }
            None => {
                let end = [&cause(&passed), " If you did not send it, DMARC did its work."].concat();
                let title = match from {
                    Some(from) => [
                        "If this mail is yours, have the sending service sign with the domain ",
                        &code(from),
                        ", by its DKIM settings",
                    ]
                    .concat(),
                    None => "If this mail is yours, have the sending service sign with the domain of the sender's \
                             address"
                        .to_owned(),
                };
                (end, title)
            }
        };
        let fix = Fix::new(title, None, Confidence::Review);
        let finding = Finding::new(&RULE, record, dmarc.word().span, [start, end].concat());
        out.push(finding.fixed_by(fix));
    }
}

/// So many checks that passed are told.
const TOLD: usize = 3;

/// A check that passed.
#[derive(Debug, PartialEq, Eq)]
struct Passed<'h> {
    /// `DKIM`
    method: &'static str,
    domain: &'h str,
    /// It is about the server's own name, at which DMARC does not look.
    is_of_server: bool,
}

impl Passed<'_> {
    /// It passed for this very domain, which always counts (RFC 9989, section 5.3.5).
    fn is_of(&self, from: Option<&str>) -> bool {
        let bare = |name: &str| name.trim_end_matches('.').to_ascii_lowercase();
        !self.is_of_server && from.is_some_and(|from| bare(from) == bare(self.domain))
    }

    /// `DKIM passed for ...`
    fn words(&self) -> String {
        [self.method, " passed for ", &code(self.domain)].concat()
    }
}

fn passed<'h>(header: &'h Header, text: &'h str) -> Vec<Passed<'h>> {
    let mut out: Vec<Passed> = Vec::new();
    for result in header.results(text).filter(|result| result.result() == "pass") {
        let (method, domain, is_of_server) = match result.method().as_str() {
            "dkim" => ("DKIM", result.signer(), false),
            "spf" => ("SPF", result.sender(), result.is_of_server()),
            _ => continue,
        };
        let passed = domain.map(|domain| Passed { method, domain, is_of_server });
        out.extend(passed.filter(|passed| !out.contains(passed)));
    }
    out
}

/// What passed, and why it does not count.
fn cause(passed: &[Passed<'_>]) -> String {
    let told = &passed[..passed.len().min(TOLD)];
    let of_server = told.iter().filter(|passed| passed.is_of_server).count();
    let words = |passed: &Passed<'_>| match passed.is_of_server && of_server < told.len() {
        true => [&passed.words(), " (the server's own name)"].concat(),
        false => passed.words(),
    };
    let all = list(&told.iter().map(words).collect::<Vec<_>>());
    if told.is_empty() {
        "Neither SPF nor DKIM passed.".to_owned()
    } else if of_server == 0 {
        [&all, ", which is another domain to DMARC."].concat()
    } else if of_server < told.len() {
        [&all, ", and DMARC counts none of that."].concat()
    } else {
        [&all, ", the server's own name, but DMARC looks at the address that errors go back to."].concat()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    use crate::paste::Hints;
    use crate::report::explain_records;

    fn said(text: &str) -> (String, String) {
        let report = explain_records(text, &Hints::default());
        let finding = report.records[0].findings.iter().find(|finding| finding.rule == &RULE).unwrap();
        (finding.message.clone(), finding.fix.as_ref().unwrap().title.clone())
    }

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
                "Neither SPF nor DKIM passed.",
            ),
            (
                "Authentication-Results: x; spf=pass smtp.helo=example.com; dmarc=fail header.from=example.com",
                "SPF passed for `example.com`, the server's own name, but DMARC looks at the address that errors go back to.",
            ),
            (
                "Authentication-Results: x; spf=pass smtp.helo=example.com; dkim=pass header.d=b.example; \
                 dmarc=fail header.from=example.com",
                "SPF passed for `example.com` (the server's own name) and DKIM passed for `b.example`, and DMARC counts none \
                 of that.",
            ),
        ] {
            assert_eq!(cause(&passed(&Header::parse(text), text)), expected);
            // A message has three sentences at most.
            assert_eq!(said(text).0.matches(". ").count(), 2, "{}", said(text).0);
        }
    }

    #[test]
    fn what_passed_for_the_very_domain_contradicts_that_dmarc_failed() {
        for text in [
            "Authentication-Results: mx.example.net; dkim=pass header.d=example.com; dmarc=fail header.from=example.com",
            "Authentication-Results: mx.example.net; dkim=pass header.i=@Example.com; dmarc=fail header.from=example.com.",
            "Authentication-Results: mx.example.net; spf=pass smtp.mailfrom=a@example.com; \
             dmarc=fail header.from=example.com",
            "Authentication-Results: mx.example.net; spf=pass smtp.mailfrom=<> smtp.helo=example.com; \
             dmarc=fail header.from=example.com",
            "ARC-Authentication-Results: i=1; mx.example.net; dkim=pass header.d=a.example; \
             dkim=pass header.d=example.com; dmarc=fail header.from=example.com",
        ] {
            let (message, title) = said(text);
            assert!(message.ends_with("So it contradicts itself."), "{message}");
            assert!(!message.contains("another domain"), "{message}");
            assert_eq!(title, "Ask `mx.example.net` about it, or compare what another receiver says");
        }
    }

    #[test]
    fn a_message_that_failed_may_be_a_forgery() {
        let (message, title) = said(
            "Authentication-Results: mx.example.net; spf=pass smtp.mailfrom=evil.org; dkim=none; \
             dmarc=fail (p=NONE) header.from=example.com",
        );
        assert_eq!(
            message,
            "`mx.example.net` says that this message failed DMARC for `example.com`. SPF passed for `evil.org`, which is \
             another domain to DMARC. If you did not send it, DMARC did its work."
        );
        assert!(title.starts_with("If this mail is yours, have the sending service sign"), "{title}");
    }
}

//! Usage 0 or 1 rests on public authorities: senders of mail don't take it.

use super::for_mail;
use crate::facts::Facts;
use crate::record::Kind;
use crate::record::tlsa::{Place, TlsaProblem};
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc};
use crate::text::Span;
use crate::text::prose::code;

/// The rule.
pub static RULE: Rule = Rule {
    id: "tlsa-not-for-mail",
    severity: Severity::Error,
    title: "A usage that senders of mail don't take",
    kind: Kind::Tlsa,
    reference: rfc!(7672, "3.1.3"),
    why: "Usages 0 and 1 also ask that a public authority signed the certificate. Senders of mail have no list of such authorities that all agree on, so they treat these records as not usable.",
    bad: "_25._tcp.mail.example.com. IN TLSA 1 1 1 8cb0fc6c527506a053f4f14c8464bebbd6dede2738d11468dd953d7d6a3021f1",
    good: "_25._tcp.mail.example.com. IN TLSA 3 1 1 8cb0fc6c527506a053f4f14c8464bebbd6dede2738d11468dd953d7d6a3021f1",
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    for (record, item, tlsa) in
        for_mail(facts).filter(|(.., tlsa)| tlsa.problem == Some(TlsaProblem::NotForMail))
    {
        let text = item.value.as_str();
        let span = tlsa.place(Place::Usage).unwrap_or(Span::new(0, text.len()));
        let written = code(span.text(text));
        let message =
            format!("Senders of mail can't use a record with usage {written}, so it protects nothing.");
        // 0 names an authority as 2 does, and 1 the server's own certificate as 3 does.
        let usage = if tlsa.number(Place::Usage) == Some(0) { "2" } else { "3" };
        let edit = crate::text::Edit::replace(span, usage);
        let title =
            format!("Write {} there, after a check that the fingerprint is the right one", code(usage));
        out.push(Finding::new(&RULE, record, span, message).fixed_by(Fix::edit(
            title,
            vec![edit],
            Confidence::Review,
        )));
    }
}

#[cfg(test)]
mod tests {
    use crate::paste::Hints;
    use crate::record::Reading;
    use crate::report::{Verdict, explain_records};

    #[test]
    fn at_the_place_of_another_service_nothing_is_judged() {
        let data = "8cb0fc6c527506a053f4f14c8464bebbd6dede2738d11468dd953d7d6a3021f1";
        for (place, numbers, expected) in [
            ("_443._tcp.www", "1 1 1", (Reading::Ignored, Verdict::Unknown)),
            ("_443._tcp.www", "3 1 1", (Reading::Ignored, Verdict::Unknown)),
            ("_443._tcp", "3 1 2", (Reading::Ignored, Verdict::Unknown)),
            ("_25._tcp.mail", "3 1 1", (Reading::Used, Verdict::Good)),
            ("_25._tcp.mail", "1 1 1", (Reading::Broken, Verdict::Error)),
        ] {
            let text = format!("{place}.example.com. TLSA {numbers} {data}");
            let record = &explain_records(&text, &Hints::default()).records[0];
            assert_eq!((record.reading, record.verdict), expected, "{text}");
        }
    }
}

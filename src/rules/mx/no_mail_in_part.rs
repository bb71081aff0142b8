//! Pasted records of a domain without mail, of which one that says so is not there.

use super::no_mail::{Set, sets};
use crate::facts::Facts;
use crate::record::Kind;
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc};
use crate::text::list;
use crate::text::prose::code;

/// The rule.
pub static RULE: Rule = Rule {
    id: "mx-no-mail-in-part",
    severity: Severity::Advice,
    title: "A domain without mail that says so in part",
    kind: Kind::Mx,
    reference: rfc!(7505, "4.2"),
    why: "Three records say that a domain has nothing to do with mail: an MX record with a dot alone, SPF that lets \
          nobody send, and DMARC with `p=reject`. Each closes a gap that the others leave.",
    bad: "example.com. IN MX 0 .\nexample.com. IN TXT \"v=spf1 -all\"",
    good: "example.com. IN MX 0 .\nexample.com. IN TXT \"v=spf1 -all\"\n_dmarc.example.com. IN TXT \"v=DMARC1; p=reject\"",
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    for set in sets(facts) {
        let place = if set.domain == "@" { "_dmarc".to_owned() } else { format!("_dmarc.{}", set.domain) };
        let own = set.domain.to_owned();
        // A policy that does less has a rule of its own.
        let (what, name, rtype, value) = if !set.has_policy {
            ("there is no DMARC record among these", place, "TXT", "v=DMARC1; p=reject")
        } else if !set.sends_none {
            ("there is no SPF record among these", own, "TXT", "v=spf1 -all")
        } else if !set.takes_none {
            ("there is no MX record among these", own, "MX", "0 .")
        } else {
            continue;
        };
        let message = format!(
            "{} seems to have nothing to do with mail, {} say so, but {what}.",
            code(set.domain),
            says(&set)
        );
        let mut fix = Fix::new(
            format!("See that {} stands there too", code(value)),
            Some(value.to_owned()),
            Confidence::Review,
        );
        fix.name = Some(name);
        fix.rtype = Some(rtype);
        out.push(Finding::about_many(&RULE, set.records, message).fixed_by(fix));
    }
}

/// Which of the three are there.
fn says(set: &Set<'_>) -> String {
    let all = [
        (set.takes_none, "its MX record"),
        (set.sends_none, "its SPF record"),
        (set.is_refused, "its DMARC record"),
    ];
    let there: Vec<&str> = all.into_iter().filter(|(is_there, _)| *is_there).map(|(_, what)| what).collect();
    list(&there)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paste::Hints;
    use crate::report::explain_records;

    #[test]
    fn only_two_of_the_three_tell_such_a_domain() {
        let values = |text: &str| -> Vec<String> {
            let found = explain_records(text, &Hints::default()).findings;
            let ours = found.into_iter().filter(|finding| finding.rule == &RULE);
            ours.filter_map(|finding| finding.fix?.whole).collect()
        };
        let (mx, spf, dmarc) = (
            "a.example. MX 0 .\n",
            "a.example. TXT \"v=spf1 -all\"\n",
            "_dmarc.a.example. TXT \"v=DMARC1; p=reject\"\n",
        );
        assert_eq!(values(&[mx, spf].concat()), ["v=DMARC1; p=reject"]);
        assert_eq!(values(&[mx, dmarc].concat()), ["v=spf1 -all"]);
        assert_eq!(values(&[spf, dmarc].concat()), ["0 ."]);
        for other in [
            spf.to_owned(),
            dmarc.to_owned(),
            [mx, spf, dmarc].concat(),
            [mx, spf, &dmarc.replace("reject", "none")].concat(),
            [spf, dmarc, "a.example. MX 10 mx.a.example.\n"].concat(),
            [mx, dmarc, "a.example. TXT \"v=spf1 mx -all\"\n"].concat(),
        ] {
            assert_eq!(values(&other), [""; 0], "{other}");
        }
    }
}

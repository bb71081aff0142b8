//! `10 mail`: a server's name without the domain, which a zone file adds and most forms do not.

use super::reach;
use crate::facts::{Facts, Item};
use crate::record::mx::{APEX, Mx};
use crate::record::{Kind, Reading};
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, names, rfc};
use crate::text::Edit;
use crate::text::prose::code;

/// The rule.
pub static RULE: Rule = Rule {
    id: "mx-short-name",
    severity: Severity::Warning,
    title: "A server name without its domain",
    kind: Kind::Mx,
    reference: rfc!(1035, "5.1"),
    why: "In a zone file, a name without a dot at its end gets the domain added to it, so `mail` is enough. Forms of many \
          DNS hosts publish what is typed. Senders then look for a server called `mail` alone, and find none.",
    bad: "example.com. IN MX 10 mail",
    good: "example.com. IN MX 10 mail.example.com.",
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    let addressed = addressed(facts);
    for (record, item, mx) in facts.mx() {
        let text = item.value.as_str();
        if !is_short(facts, &addressed, item, mx) {
            continue;
        }
        let host = mx.host_name(text);
        let name = code(mx.host.text(text));
        let message = if mx.host.text(text).ends_with('.') {
            format!(
                "With the dot behind it, {name} is a whole name of one word. Hardly any server has such a name."
            )
        } else {
            format!(
                "{name} is no whole name. A zone file adds the domain to it; where a form publishes it as it stands, senders \
                 find no server."
            )
        };
        let owner = item.name.as_deref().filter(|owner| owner.contains('.') && !owner.starts_with('*'));
        let title = "Write the whole name, with the domain and a dot at its end";
        let fix = match owner {
            Some(owner) => {
                let whole = [&host, ".", owner.trim_end_matches('.'), "."].concat();
                Fix::edit(title, vec![Edit::replace(mx.host, whole)], Confidence::Review)
            }
            None => Fix::new(title, None, Confidence::Review),
        };
        // Where the record's own name is short, too, this is most likely a line of a zone file.
        let severity = if owner.is_some() { RULE.severity } else { Severity::Advice };
        out.push(Finding::new(&RULE, record, mx.host, message).weighing(severity).fixed_by(fix));
    }
}

/// The names at which addresses stand beside the MX: where one of them is the server, all stand in one zone file.
pub fn addressed(facts: &Facts) -> Vec<&str> {
    names(facts, |item| matches!(item.rtype.as_deref(), Some("A" | "AAAA")))
}

/// The host is one label, without an address beside it, and nobody has asked DNS for it: of one that was asked for, it is
/// known whether it is there.
pub fn is_short(facts: &Facts, addressed: &[&str], item: &Item, mx: &Mx) -> bool {
    let text = item.value.as_str();
    let host = mx.host_name(text);
    let is_asked = || facts.domain.as_deref().and_then(|domain| reach::host(domain, item, mx)).is_some();
    mx.reading() == Reading::Used
        && !mx.is_root
        && mx.problem.is_none()
        && mx.reserved(text).is_none()
        && !host.contains('.')
        && host != APEX
        && addressed.binary_search(&host.as_str()).is_err()
        && !is_asked()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paste::Hints;
    use crate::report::{Verdict, explain_records};

    #[test]
    fn one_label_is_a_name_in_a_zone_file_alone() {
        for (text, expected, fixed) in [
            ("example.com. MX 10 mail", Verdict::Warning, Some("10 mail.example.com.")),
            ("example.com. MX 10 mail.", Verdict::Warning, Some("10 mail.example.com.")),
            ("@ MX 10 mail", Verdict::Advice, None),
            ("MX 10 mail", Verdict::Advice, None),
            ("$ORIGIN example.com.\n@ IN MX 10 mail", Verdict::Good, None),
            ("example.com. MX 10 mail.example.com.", Verdict::Good, None),
            ("example.com. MX 10 @", Verdict::Good, None),
            ("@ IN MX 10 mail\nmail IN A 192.0.2.1", Verdict::Good, None),
            ("@ IN MX 10 mail\nweb IN A 192.0.2.1", Verdict::Advice, None),
            ("example.com. MX 0 .", Verdict::Good, None),
        ] {
            let report = explain_records(text, &Hints::default());
            let record = &report.records[0];
            assert_eq!(report.verdict, expected, "{text}");
            let found: Vec<_> = record.findings.iter().filter(|found| found.rule == &RULE).collect();
            assert_eq!(found.len(), usize::from(expected != Verdict::Good), "{text}");
            let fix = found.first().and_then(|found| found.fix.as_ref()?.value(&record.value));
            assert_eq!(fix.as_deref(), fixed, "{text}");
            // It is not called right beside that.
            let good = record.findings.iter().any(|found| found.rule.id == "mx-points-to-a-host");
            assert!(found.is_empty() || !good, "{text}");
        }
    }
}

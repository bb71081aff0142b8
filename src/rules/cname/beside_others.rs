//! A CNAME and another record at one name: only one of them can be.

use crate::facts::Facts;
use crate::record::Kind;
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, is_named, names, rfc};
use crate::text::prose::code;
use crate::text::{count, list};

/// The rule.
pub static RULE: Rule = Rule {
    id: "cname-beside-others",
    severity: Severity::Error,
    title: "An alias with other records beside it",
    kind: Kind::Cname,
    reference: rfc!(1034, "3.6.2"),
    why: "A name that stands for another has nothing of its own: no text, no mail server, no second alias. DNS \
          hosts refuse the second record, or drop one of the two, and nobody can tell which.",
    bad: "s1._domainkey.example.com. IN CNAME s1.dkim.example.net.\ns1._domainkey.example.com. IN TXT \"v=DKIM1; p=\"",
    good: "s1._domainkey.example.com. IN CNAME s1.dkim.example.net.",
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    // Of a domain that was looked up, all that stands at an alias stands at its target.
    if facts.domain.is_some() {
        return;
    }
    let aliases = names(facts, |item| item.kind() == Kind::Cname && item.name.is_some());
    if aliases.is_empty() {
        return;
    }
    for set in facts.sets(|item| item.name.is_some()) {
        let first = set[0].1;
        let Some(name) = first.name.as_deref().filter(|_| is_named(&aliases, first)) else { continue };
        if set.len() < 2 {
            continue;
        }
        let mut types: Vec<&str> = Vec::new();
        for (_, item) in &set {
            let rtype = item.rtype.as_deref().unwrap_or(match item.kind() {
                Kind::Mx => "MX",
                Kind::Cname => "CNAME",
                _ => "TXT",
            });
            if !types.contains(&rtype) {
                types.push(rtype);
            }
        }
        let what = if types.len() == 1 {
            count(set.len(), "CNAME record", "CNAME records")
        } else {
            format!("records of type {}", list(&types))
        };
        let message = format!(
            "At {} stand {what}. A name with a CNAME record can have no other record, so one of them is refused or lost.",
            code(name)
        );
        let records = set.iter().map(|(i, _)| *i).collect();
        let title = "Keep the one that your service asks for, and delete the others";
        out.push(Finding::about_many(&RULE, records, message).fixed_by(Fix::new(
            title,
            None,
            Confidence::Review,
        )));
    }
}

#[cfg(test)]
mod tests {
    use crate::paste::Hints;
    use crate::report::explain_records;

    #[test]
    fn the_same_line_again_is_one_record() {
        let found = |text: &str| explain_records(text, &Hints::default()).findings.len();
        assert_eq!(found("a.example. IN CNAME b.example.\na.example. IN CNAME b.example."), 0);
        assert_eq!(found("a.example. IN CNAME b.example.\na.example. IN CNAME c.example."), 1);
        assert_eq!(found("a.example. IN CNAME b.example.\nb.example. IN TXT \"v=spf1 -all\""), 0);
    }
}

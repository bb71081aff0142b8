//! Where a record is found: at the place that its kind has, or at the end of an alias that stands there.

use std::collections::{HashMap, HashSet};

use super::cname::cnames;
use super::{Confidence, Finding, Fix, Rule};
use crate::facts::{Facts, Item};
use crate::text::Span;
use crate::text::prose::code;

/// The name at which a record of one kind belongs, where it stands at another one.
pub type Belongs = fn(&str) -> Option<String>;

/// Where records of one kind are found.
pub struct Places {
    belongs: Belongs,
    /// Where aliases lead that stand at a right place, be it through further ones: resolvers follow them
    /// (RFC 1034, section 3.6.2).
    led_to: HashSet<String>,
}

impl Places {
    /// The places of one kind, with the aliases that stand among the records.
    pub fn of(facts: &Facts, belongs: Belongs) -> Self {
        let mut aliases: HashMap<&str, Vec<String>> = HashMap::new();
        for (_, item, cname) in cnames(facts).filter(|(.., cname)| cname.problem.is_none()) {
            if let Some(name) = item.name.as_deref() {
                aliases.entry(name).or_default().push(cname.name(&item.value));
            }
        }
        let mut next: Vec<String> =
            aliases.keys().filter(|name| belongs(name).is_none()).map(|name| (*name).to_owned()).collect();
        let mut led_to = HashSet::new();
        while let Some(name) = next.pop() {
            // Each is followed once, so that aliases in a circle come to an end.
            for target in aliases.remove(name.as_str()).unwrap_or_default() {
                if led_to.insert(target.clone()) {
                    next.push(target);
                }
            }
        }
        Self { belongs, led_to }
    }

    /// The name at which a record belongs; none where it is found, or where nobody knows its name.
    pub fn right_name(&self, item: &Item) -> Option<String> {
        let name = item.name.as_deref().filter(|name| !self.led_to.contains(*name))?;
        (self.belongs)(name)
    }

    /// A record is found where it stands, as far as its name is known.
    pub fn hold(&self, item: &Item) -> bool {
        self.right_name(item).is_none()
    }

    /// That a record is not found, and where it belongs. `who` looks for `what`.
    pub fn judge(
        &self,
        rule: &'static Rule,
        (record, item): (usize, &Item),
        [who, what]: [&str; 2],
    ) -> Option<Finding> {
        let (right, name) = (self.right_name(item)?, item.name.as_deref()?);
        let message = format!(
            "{who} look for {what} only at {}. They never find this record, which stands at {}.",
            code(&right),
            code(name)
        );
        let title = format!("Move the record to {}", code(&right));
        let mut fix = Fix::new(title, Some(item.value.clone()), Confidence::Review);
        fix.name = Some(right);
        Some(Finding::new(rule, record, Span::new(0, item.value.len()), message).fixed_by(fix))
    }
}

#[cfg(test)]
mod tests {
    use crate::paste::Hints;
    use crate::report::explain_records;

    /// The rules on names that speak, over all records.
    fn said(text: &str) -> Vec<String> {
        let report = explain_records(text, &Hints::default());
        let findings = report.records.iter().flat_map(|record| &record.findings).chain(&report.findings);
        let ids = findings.filter(|finding| finding.rule.id.ends_with("-wrong-name"));
        ids.map(|finding| format!("{:?} {}", finding.severity, finding.rule.id)).collect()
    }

    const KEY: &str = "\"v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\"";

    /// The place of each kind, and a record of it.
    fn kinds() -> Vec<(&'static str, String)> {
        vec![
            ("_dmarc.example.com.", "TXT \"v=DMARC1; p=reject; rua=mailto:a@vendor.example\"".to_owned()),
            ("sel._domainkey.example.com.", format!("TXT {KEY}")),
            ("_mta-sts.example.com.", "TXT \"v=STSv1; id=20260401\"".to_owned()),
            ("_smtp._tls.example.com.", "TXT \"v=TLSRPTv1; rua=mailto:a@vendor.example\"".to_owned()),
            ("default._bimi.example.com.", "TXT \"v=BIMI1; l=https://example.com/logo.svg\"".to_owned()),
            ("_25._tcp.mail.example.com.", format!("TLSA 3 1 1 {}", "8c".repeat(32))),
        ]
    }

    #[test]
    fn a_record_is_found_through_an_alias() {
        for (name, record) in kinds() {
            let answer = format!("{name} 300 IN CNAME x.vendor.example.\nx.vendor.example. 300 IN {record}");
            assert_eq!(said(&answer), [""; 0], "{answer}");
            let chain = format!(
                "y.vendor.example. 300 IN {record}\nx.vendor.example. 300 IN CNAME Y.vendor.example.\n\
                 {name} 300 IN CNAME x.vendor.example."
            );
            assert_eq!(said(&chain), [""; 0], "{chain}");
        }
    }

    #[test]
    fn an_alias_elsewhere_leads_nobody_to_it() {
        for (_, record) in kinds() {
            let zone = format!("www.example.com. IN CNAME x.vendor.example.\nx.vendor.example. IN {record}");
            assert_eq!(said(&zone).len(), 1, "{zone}");
        }
        let circle = "a.example.com. IN CNAME b.example.com.\nb.example.com. IN CNAME a.example.com.\n\
                      b.example.com. IN TXT \"v=DMARC1; p=none\"";
        assert_eq!(said(circle), ["Error dmarc-wrong-name"]);
    }

    #[test]
    fn what_is_made_for_aliases_alone_is_no_error() {
        let key = format!("s1.domainkey.u1.wl.sendgrid.net. IN TXT {KEY}");
        assert_eq!(said(&key), ["Advice dkim-wrong-name"]);
        let tlsa = format!("tlsa201._dane.example.com. IN TLSA 3 1 1 {}", "8c".repeat(32));
        assert_eq!(said(&tlsa), ["Advice tlsa-wrong-name"]);
    }

    #[test]
    fn what_is_right_is_told_of_a_record_behind_an_alias() {
        let text =
            "_dmarc.example.com. IN CNAME x.vendor.example.\nx.vendor.example. IN TXT \"v=DMARC1; p=reject\"";
        let report = explain_records(text, &Hints::default());
        let mut findings = report.records.iter().flat_map(|record| &record.findings);
        assert!(findings.any(|finding| finding.rule.id == "dmarc-enforces"));
    }
}

//! Where a record is found: at the place that its kind has, at the end of an alias that stands there, or by a `*` above.

use std::cell::OnceCell;

use rustc_hash::{FxHashMap, FxHashSet};

use super::cname::cnames;
use super::{Confidence, Finding, Fix, Rule, Severity};
use crate::facts::{Facts, Item};
use crate::text::Span;
use crate::text::prose::code;

/// So many characters a name has at most.
const LONGEST_NAME: usize = 253;

/// The name at which a record of one kind belongs, where it stands at another one.
pub type Belongs = fn(&str) -> Option<String>;

/// Where records of one kind are found.
pub struct Places<'f> {
    belongs: Belongs,
    /// Where aliases lead that stand at a right place, be it through further ones: resolvers follow them
    /// (RFC 1034, section 3.6.2).
    led_to: FxHashSet<String>,
    facts: &'f Facts,
    made: OnceCell<FxHashMap<&'f str, &'f str>>,
}

impl<'f> Places<'f> {
    /// The places of one kind, with the aliases that stand among the records.
    pub fn of(facts: &'f Facts, belongs: Belongs) -> Self {
        let all = || cnames(facts).filter(|(.., cname)| cname.problem.is_none());
        // Every place of these kinds has a label with an underscore, and most aliases of a zone have none.
        let may_lead = |name: &&str| name.contains(['_', '*']) && leads(&place(name, belongs));
        let mut next: Vec<String> = all()
            .filter_map(|(_, item, _)| item.name.as_deref())
            .filter(may_lead)
            .map(str::to_owned)
            .collect();
        let mut led_to = FxHashSet::default();
        let mut aliases: FxHashMap<&str, Vec<String>> = FxHashMap::default();
        if !next.is_empty() {
            for (_, item, cname) in all() {
                let Some(name) = item.name.as_deref() else { continue };
                aliases.entry(name).or_default().push(cname.name(&item.value));
            }
        }
        while let Some(name) = next.pop() {
            // Each is followed once, so that aliases in a circle come to an end.
            for target in aliases.remove(name.as_str()).unwrap_or_default() {
                if led_to.insert(target.clone()) {
                    next.push(target);
                }
            }
        }
        Self { belongs, led_to, facts, made: OnceCell::new() }
    }

    /// How a record is found.
    pub fn place(&self, item: &Item) -> Place {
        match item.name.as_deref() {
            Some(name) if !self.led_to.contains(name) => place(name, self.belongs),
            _ => Place::Right,
        }
    }

    /// A record is found where it stands, as far as its name is known.
    pub fn hold(&self, item: &Item) -> bool {
        self.place(item) == Place::Right
    }

    /// What a `*` at `name` does for the name `right`, for which it would answer; `look` says who looks there.
    ///
    /// With it, whether a record stands at `right`.
    pub fn covered(&self, name: &str, right: &str, look: &str) -> (String, bool) {
        let below = covered_below(name, right);
        let made = self.made.get_or_init(|| made(self.facts));
        let shown = code(name);
        match made.get(below).copied() {
            _ if made.get(right) == Some(&right) => {
                (format!("{look}, which has a record of its own. So {shown} does not answer there."), true)
            }
            Some(holder) => {
                let holder = code(holder);
                (
                    format!("{look}. There {shown} does not answer, because a record stands at {holder}."),
                    false,
                )
            }
            None => {
                let below = code(below);
                (
                    format!(
                        "{look}. There {shown} answers only while no record stands at {below} or below it."
                    ),
                    false,
                )
            }
        }
    }

    /// That a record is not found, or not for sure, and where it belongs. `who` looks for `what`.
    pub fn judge(
        &self,
        rule: &'static Rule,
        (record, item): (usize, &Item),
        [who, what]: [&str; 2],
    ) -> Option<Finding> {
        let name = item.name.as_deref()?;
        let whole = Span::new(0, item.value.len());
        let found = |message: String| Finding::new(rule, record, whole, message);
        let shown = code(name);
        let (right, title, finding) = match self.place(item) {
            Place::Right => return None,
            Place::Covered(right) => {
                let asked = code(&right);
                let (message, is_held) =
                    self.covered(name, &right, &format!("{who} look for {what} at {asked}"));
                let finding = found(message).weighing(Severity::Advice);
                // A second record there would spoil the first.
                if is_held {
                    return Some(finding);
                }
                (right, format!("Enter the record at {asked}"), finding)
            }
            Place::Inner(right) => {
                let asked = code(&right);
                let finding =
                    found(format!("{INNER} {who} look for {what} at {asked}, and never at {shown}."));
                if self.made.get_or_init(|| made(self.facts)).get(right.as_str()) == Some(&right.as_str()) {
                    return Some(finding.fixed_by(Fix::delete_unread()));
                }
                (right, format!("Move the record to {asked}"), finding)
            }
            Place::Elsewhere(right) => {
                let asked = code(&right);
                let finding = found(format!(
                    "{who} look for {what} only at {asked}. They never find this record, which stands at {shown}."
                ));
                (right, format!("Move the record to {asked}"), finding)
            }
        };
        let mut fix = Fix::new(title, Some(item.value.clone()), Confidence::Review);
        fix.name = Some(right);
        Some(finding.fixed_by(fix))
    }
}

/// What is said first of a `*` that is not the first label.
pub const INNER: &str = "Only as the first part of a name does `*` stand for others.";

/// An alias at such a place is followed by those who look there.
fn leads(place: &Place) -> bool {
    matches!(place, Place::Right | Place::Covered(_))
}

/// Every name that records make, those above them too, each with the name of a record: its own, where one stands there.
fn made(facts: &Facts) -> FxHashMap<&str, &str> {
    let names = || facts.items.iter().filter_map(|item| item.name.as_deref());
    let mut made: FxHashMap<&str, &str> = names().map(|name| (name, name)).collect();
    // DNS holds no longer ones.
    for name in names().filter(|name| name.len() <= LONGEST_NAME) {
        let mut above = name;
        while let Some((_, rest)) = above.split_once('.') {
            made.entry(rest).or_insert(name);
            above = rest;
        }
    }
    made
}

/// How a record at a name is found.
#[derive(Debug, PartialEq, Eq)]
pub enum Place {
    /// By those who look for it.
    Right,
    /// By a `*`, which answers for this name as long as nothing stands there (RFC 4592, section 2.2.1).
    Covered(String),
    /// Not at all: a `*` that is not the first label is a plain sign (RFC 4592, section 2.1.1). It belongs here.
    Inner(String),
    /// Not at all. It belongs here.
    Elsewhere(String),
}

fn place(name: &str, belongs: Belongs) -> Place {
    let (first, rest) = name.split_once('.').unwrap_or((name, ""));
    if rest.split('.').any(|label| label == "*") {
        let labels: Vec<&str> = name.split('.').filter(|label| *label != "*").collect();
        let plain = if labels.is_empty() { "@".to_owned() } else { labels.join(".") };
        return Place::Inner(belongs(&plain).unwrap_or(plain));
    }
    let Some(elsewhere) = belongs(name) else { return Place::Right };
    if first != "*" {
        return Place::Elsewhere(elsewhere);
    }
    // `*.dmarc.example.com` does not answer for `_dmarc.example.com`.
    let right = belongs(if rest.is_empty() { "@" } else { rest }).unwrap_or_else(|| rest.to_owned());
    if is_below(&right, rest) { Place::Covered(right) } else { Place::Elsewhere(right) }
}

fn is_below(name: &str, above: &str) -> bool {
    above.is_empty() || name.strip_suffix(above).is_some_and(|head| head.ends_with('.'))
}

/// The name below that of a `*`, on the way to `right`: once it is made, the `*` does not answer for what is below it.
fn covered_below<'r>(wildcard: &str, right: &'r str) -> &'r str {
    let above = wildcard.trim_start_matches('*').len();
    let head = &right[..right.len() - above];
    &right[head.rfind('.').map_or(0, |dot| dot + 1)..]
}

#[cfg(test)]
mod tests {
    use super::*;
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
    fn a_star_answers_for_names_that_nobody_made() {
        for (zone, right, message) in [
            ("*.example.com. TXT \"v=DMARC1; p=reject\"", "_dmarc.example.com", "or below it."),
            ("*.example.com. TXT \"v=STSv1; id=1\"", "_mta-sts.example.com", "or below it."),
            (
                "*._tls.example.com. TXT \"v=TLSRPTv1; rua=mailto:a@b.example\"",
                "_smtp._tls.example.com",
                "at `_smtp._tls.example.com` or below it.",
            ),
            (
                "*.example.com. TXT \"v=TLSRPTv1; rua=mailto:a@b.example\"",
                "_smtp._tls.example.com",
                "at `_tls.example.com` or below it.",
            ),
            (
                "*.example.com. TXT \"v=TLSRPTv1; rua=mailto:a@b.example\"\nx._tls.example.com. TXT \"x=1\"",
                "_smtp._tls.example.com",
                "because a record stands at `x._tls.example.com`.",
            ),
            ("*.example.com. TXT \"v=BIMI1; l=https://b.example/l.svg\"", "default._bimi.example.com", "it."),
            (
                "*._tcp.mail.example.com. TLSA 3 1 1 8cb0fc6c527506a053f4f14c8464bebbd6dede2738d11468dd953d7d6a3021f1",
                "_25._tcp.mail.example.com",
                "at `_25._tcp.mail.example.com` or below it.",
            ),
            (
                "*.mail.example.com. TLSA 3 1 1 8cb0fc6c527506a053f4f14c8464bebbd6dede2738d11468dd953d7d6a3021f1",
                "_25._tcp.mail.example.com",
                "at `_tcp.mail.example.com` or below it.",
            ),
        ] {
            let report = explain_records(zone, &Hints::default());
            let wrong = |finding: &&Finding| finding.rule.id.ends_with("-wrong-name");
            let found = report.records[0].findings.iter().find(wrong).unwrap();
            assert_eq!(found.severity, Severity::Advice, "{zone}");
            assert!(found.message.ends_with(message), "{}", found.message);
            let fix = found.fix.as_ref().unwrap();
            assert_eq!((fix.name.as_deref(), fix.confidence), (Some(right), Confidence::Review), "{zone}");
        }
        assert_eq!(said(&format!("*.example.com. TXT {KEY}")), ["Advice dkim-wrong-name"]);
    }

    #[test]
    fn no_second_record_is_put_where_one_stands() {
        let own = "_dmarc.example.com. TXT \"v=DMARC1; p=none\"\n";
        for (name, severity, expected) in [
            ("*.example.com.", Severity::Advice, None),
            ("_dmarc.*.example.com.", Severity::Error, Some("Delete this record")),
        ] {
            let report =
                explain_records(&format!("{own}{name} TXT \"v=DMARC1; p=reject\""), &Hints::default());
            let found = &report.records[1].findings;
            let found = found.iter().find(|finding| finding.rule.id == "dmarc-wrong-name").unwrap();
            assert_eq!(found.severity, severity, "{name}");
            assert_eq!(found.fix.as_ref().map(|fix| fix.title.as_str()), expected, "{name}");
            assert_eq!(found.fix.as_ref().and_then(|fix| fix.value("")), None, "{name}");
        }
    }

    #[test]
    fn a_star_inside_a_name_is_a_plain_sign() {
        for (name, record) in kinds() {
            let (place, domain) = name.split_at(name.find("example").unwrap());
            let zone = format!("{place}*.{domain} IN {record}");
            let [found] = said(&zone).try_into().unwrap();
            assert!(found.starts_with("Error"), "{zone}: {found}");
        }
    }

    #[test]
    fn a_star_answers_only_for_what_is_below_its_own_parent() {
        let belongs: super::Belongs =
            |name| crate::rules::versioned::right_name(name, "_smtp._tls", &["_tls", "tls"]);
        let right = || "_smtp._tls.example.com".to_owned();
        for (name, expected) in [
            ("_smtp._tls.example.com", Place::Right),
            ("*.example.com", Place::Covered(right())),
            ("*", Place::Covered("_smtp._tls".to_owned())),
            ("*._tls.example.com", Place::Covered(right())),
            ("*._smtp._tls.example.com", Place::Elsewhere(right())),
            ("*.tls.example.com", Place::Elsewhere(right())),
            ("_smtp._tls.*.example.com", Place::Inner(right())),
            ("*.*.example.com", Place::Inner(right())),
            ("tls.example.com", Place::Elsewhere(right())),
        ] {
            assert_eq!(place(name, belongs), expected, "{name}");
        }
    }

    #[test]
    fn an_alias_for_every_name_leads_to_its_target() {
        for (_, record) in kinds() {
            let zone = format!("*.example.com. IN CNAME x.vendor.example.\nx.vendor.example. IN {record}");
            assert_eq!(said(&zone), [""; 0], "{zone}");
        }
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

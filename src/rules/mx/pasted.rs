//! What other records in the same paste say of the servers that MX records name: of all that it does not hold, nothing is
//! known.

use std::collections::BTreeSet;
use std::net::IpAddr;

use rustc_hash::FxHashMap;

use super::{host_alias, host_private_address};
use crate::facts::mail::is_public;
use crate::facts::{Facts, Item};
use crate::record::mx::HostProblem;
use crate::record::{Kind, Mx, Record};
use crate::rules::Findings;
use crate::rules::cname::cnames;

/// So many aliases are followed, one after the other.
const LONGEST_CHAIN: usize = 16;

/// The aliases and addresses of a paste, by their names.
#[derive(Debug, Default)]
pub struct Pasted<'f> {
    aliases: FxHashMap<&'f str, String>,
    addresses: FxHashMap<&'f str, Vec<IpAddr>>,
}

impl<'f> Pasted<'f> {
    /// None of a domain that was looked up: DNS itself tells of its servers.
    pub fn of(facts: &'f Facts) -> Self {
        let mut out = Self::default();
        if facts.domain.is_some() || !facts.items.iter().any(|item| item.kind() == Kind::Mx) {
            return out;
        }
        for (_, item, cname) in cnames(facts).filter(|(.., cname)| cname.problem.is_none()) {
            if let Some(name) = item.name.as_deref() {
                out.aliases.entry(name).or_insert_with(|| cname.name(&item.value));
            }
        }
        for item in &facts.items {
            let (Some(name), Record::Other(_, other)) = (item.name.as_deref(), &item.record) else {
                continue;
            };
            if !matches!(item.rtype.as_deref(), Some("A" | "AAAA")) {
                continue;
            }
            if let Ok(ip) = other.value.text(&item.value).parse() {
                out.addresses.entry(name).or_default().push(ip);
            }
        }
        out
    }

    /// The name that a server's name leads to, where it is an alias; none where aliases lead round in a ring.
    pub fn alias(&self, host: &str) -> Option<&str> {
        let mut last = self.aliases.get(host)?.as_str();
        for _ in 0..LONGEST_CHAIN {
            match self.aliases.get(last) {
                Some(next) => last = next,
                None => return Some(last),
            }
        }
        None
    }

    /// The addresses of a server, be it behind an alias.
    pub fn addresses(&self, host: &str) -> &[IpAddr] {
        let name = self.alias(host).unwrap_or(host);
        self.addresses.get(name).map_or(&[], Vec::as_slice)
    }

    /// Something is to be said of this server, so it is not called right.
    pub fn is_doubtful(&self, host: &str) -> bool {
        self.alias(host).is_some() || self.addresses(host).iter().any(|ip| !is_public(*ip))
    }
}

/// Each server once, with the first record that names it.
fn hosts(facts: &Facts) -> Vec<(usize, &Item, &Mx, String)> {
    let mut seen = BTreeSet::new();
    let named = facts
        .mx()
        .filter(|(.., mx)| matches!(mx.problem, None | Some(HostProblem::Underscore)) && !mx.is_root);
    let named = named.map(|(record, item, mx)| (record, item, mx, mx.host_name(&item.value)));
    named.filter(|(_, item, _, host)| seen.insert((item.name.as_deref(), host.clone()))).collect()
}

/// What the rules on servers in DNS say of a paste.
pub fn judge(facts: &Facts, out: &mut Findings) {
    let pasted = Pasted::of(facts);
    if pasted.aliases.is_empty() && pasted.addresses.is_empty() {
        return;
    }
    for (record, item, mx, host) in hosts(facts) {
        if let Some(target) = pasted.alias(&host) {
            out.push(host_alias::finding(record, mx, &host, target));
        }
        out.extend(host_private_address::pasted((record, item, mx), &host, pasted.addresses(&host)));
    }
}

#[cfg(test)]
mod tests {
    use crate::paste::Hints;
    use crate::report::{Verdict, explain_records};

    /// The rules that a paste meets in its first record, which is an MX record.
    fn found(text: &str) -> (Verdict, Vec<&'static str>) {
        let report = explain_records(text, &Hints::default());
        let record = &report.records[0];
        (record.verdict, record.findings.iter().map(|finding| finding.rule.id).collect())
    }

    #[test]
    fn what_stands_beside_a_record_tells_of_its_server() {
        let good = (Verdict::Good, vec!["mx-points-to-a-host"]);
        let alias = (Verdict::Warning, vec!["mx-host-alias"]);
        let private = (Verdict::Warning, vec!["mx-host-private-address"]);
        for (beside, expected) in [
            // What is not there is not known.
            ("", &good),
            ("www.example.com. IN CNAME host.example.net.", &good),
            ("other.example.com. IN A 10.0.0.1", &good),
            ("mail.example.com. IN A 192.0.2.25", &good),
            ("mail.example.com. IN AAAA 2001:db8::25", &good),
            ("mail.example.com. IN A mx.example.net.", &good),
            ("mail.example.com. IN CNAME host.example.net.", &alias),
            ("MAIL.example.com. IN CNAME host.example.net.\nhost.example.net. IN A 192.0.2.25", &alias),
            ("mail.example.com. IN A 10.0.0.1", &private),
            ("mail.example.com. IN AAAA fd00::1", &private),
            ("mail.example.com. IN A 10.0.0.1\nmail.example.com. IN A 192.0.2.25", &private),
            // Aliases in a ring lead nowhere, and have a rule of their own.
            ("mail.example.com. IN CNAME a.example.\na.example. IN CNAME mail.example.com.", &good),
            (
                "mail.example.com. IN CNAME a.example.\na.example. IN CNAME b.example.\nb.example. IN CNAME a.example.",
                &good,
            ),
        ] {
            let text = ["example.com. IN MX 10 mail.example.com.\n", beside].concat();
            assert_eq!(found(&text), *expected, "{beside}");
        }
        let both = "example.com. IN MX 10 mail.example.com.\nmail.example.com. IN CNAME a.example.\na.example. IN A 10.0.0.1";
        assert_eq!(found(both), (Verdict::Warning, vec!["mx-host-alias", "mx-host-private-address"]));
        // A name that leads nowhere has a rule of its own.
        let local = "example.com. IN MX 10 localhost.\nlocalhost. IN A 127.0.0.1";
        assert_eq!(found(local).1, ["mx-reserved-name"]);
        let short = "@ IN MX 10 mail\nmail IN A 10.0.0.1";
        assert_eq!(found(short), private);
    }

    #[test]
    fn the_server_itself_is_named_where_its_whole_name_is_known() {
        for (target, expected) in [("host.example.net.", Some("10 host.example.net.")), ("host", None)] {
            let text =
                format!("example.com. IN MX 10 mail.example.com.\nmail.example.com. IN CNAME {target}");
            let report = explain_records(&text, &Hints::default());
            let record = &report.records[0];
            let fix = record.findings[0].fix.as_ref().and_then(|fix| fix.value(&record.value));
            assert_eq!(fix.as_deref(), expected, "{target}");
        }
    }
}

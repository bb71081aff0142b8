//! TLSA records at the mail domain: senders look at its mail servers.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::facts::{Domain, Facts, Item};
use crate::record::mx::APEX;
use crate::record::{Kind, Reading};
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc};
use crate::text::Span;
use crate::text::prose::code;

/// The rule.
pub static RULE: Rule = Rule {
    id: "tlsa-at-domain",
    severity: Severity::Error,
    title: "A TLSA record at the domain, and not at its mail server",
    kind: Kind::Tlsa,
    reference: rfc!(7672, "2.2.3"),
    why: "Senders look for TLSA records at the name of each mail server, as the MX records have it. A record at the domain itself is never looked for.",
    bad: "example.com. MX 10 mail.example.com.\nmail.example.com. A 192.0.2.25\n_25._tcp.example.com. TLSA 3 1 1 8cb0fc6c527506a053f4f14c8464bebbd6dede2738d11468dd953d7d6a3021f1",
    good: "example.com. MX 10 mail.example.com.\nmail.example.com. A 192.0.2.25\nexample.com. TXT \"v=spf1 mx -all\"\n_dmarc.example.com. TXT \"v=DMARC1; p=reject\"\n_25._tcp.mail.example.com. TLSA 3 1 1 8cb0fc6c527506a053f4f14c8464bebbd6dede2738d11468dd953d7d6a3021f1\nexample.com. * !signed\n_smtp._tls.example.com. TXT \"v=TLSRPTv1; rua=mailto:tls@example.com\"",
    check: Check::Dns(check),
};

fn check(domain: &Domain, _: &Facts, out: &mut Findings) {
    let Some(lookup) =
        domain.transport.tlsa_at_domain.as_ref().filter(|lookup| lookup.answer.aliases.is_empty())
    else {
        return;
    };
    let (Some(data), Some(first)) = (lookup.found().next(), domain.mail.hosts.first()) else { return };
    // A wildcard answers for names that nobody made.
    let is_made = domain.strays.probe.as_ref().is_some_and(|probe| probe.answer.no_such_name());
    let has_none = |lookup: &Option<crate::dns::Lookup>| {
        lookup
            .as_ref()
            .is_some_and(|lookup| matches!(lookup.answer.outcome, crate::dns::Outcome::Absent { .. }))
    };
    if !is_made || !domain.mail.hosts.iter().all(|host| has_none(&host.tlsa)) {
        return;
    }
    let right = [PLACE, first.name.as_str()].concat();
    let message = format!(
        "A TLSA record stands at {}, where no sender looks. Mail goes to {}, which has none.",
        code(lookup.question.name.as_str()),
        code(first.name.as_str())
    );
    let mut fix = Fix::new(
        format!("Move it to {}, if that server shows this certificate", code(&right)),
        Some(data.to_string()),
        Confidence::Review,
    );
    fix.name = Some(right);
    fix.rtype = Some("TLSA");
    out.push(Finding::about_domain(&RULE, message).fixed_by(fix));
}

/// The same of a paste, where it holds the MX records of the domain: none of them names the domain itself.
pub fn judge_pasted(facts: &Facts, out: &mut Findings) {
    let mut at: Vec<(usize, &Item, &str)> = facts
        .tlsa()
        .filter_map(|(record, item, _)| Some((record, item, item.name.as_deref()?.strip_prefix(PLACE)?)))
        .collect();
    if at.is_empty() {
        return;
    }
    // The first server of each domain; a name that is a server of any is looked at.
    let mut servers: FxHashMap<&str, String> = FxHashMap::default();
    let mut named: FxHashSet<String> = FxHashSet::default();
    for (_, item, mx) in facts.mx() {
        let host = mx.host_name(&item.value);
        if host == APEX {
            named.extend(item.name.clone());
        }
        if let Some(name) = item.name.as_deref().filter(|_| mx.reading() == Reading::Used && !mx.is_root) {
            servers.entry(name).or_insert_with(|| host.clone());
        }
        named.insert(host);
    }
    at.retain(|(.., name)| !named.contains(*name));
    let held: FxHashSet<&str> = facts.tlsa().filter_map(|(_, item, _)| item.name.as_deref()).collect();
    for (record, item, name) in at {
        // In a paste with whole names, one label alone is no whole name.
        let server = servers.get(name).filter(|server| server.contains('.') || !name.contains('.'));
        let Some(server) = server else { continue };
        let right = [PLACE, server].concat();
        let message = format!(
            "Mail for {} goes to {}, so senders look for TLSA records at {}. They never look at this one.",
            code(name),
            code(server),
            code(&right)
        );
        let whole = Span::new(0, item.value.len());
        let finding = Finding::new(&RULE, record, whole, message);
        let is_held = held.contains(right.as_str());
        let fix = if is_held {
            Fix::new("Delete this record, which nobody reads", None, Confidence::Review)
        } else {
            let title = format!("Move it to {}, if that server shows this certificate", code(&right));
            let mut fix = Fix::new(title, Some(item.value.clone()), Confidence::Review);
            fix.name = Some(right);
            fix
        };
        // The paste may not hold every server.
        let severity = if is_held { Severity::Advice } else { Severity::Warning };
        out.push(finding.weighing(severity).fixed_by(fix));
    }
}

/// What stands before the name of a server.
const PLACE: &str = "_25._tcp.";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paste::Hints;
    use crate::report::explain_records;

    const DATA: &str = "TLSA 3 1 1 8cb0fc6c527506a053f4f14c8464bebbd6dede2738d11468dd953d7d6a3021f1";

    #[test]
    fn a_record_at_the_domain_is_read_only_if_the_domain_is_its_own_server() {
        for (mx, name, expected) in [
            ("example.com. MX 10 mail.example.com.", "example.com.", Some(Severity::Warning)),
            ("example.com. MX 10 mail.example.com.", "mail.example.com.", None),
            // What the paste does not hold is not known.
            ("", "example.com.", None),
            ("example.org. MX 10 mail.example.com.", "example.com.", None),
            ("example.com. MX 10 example.com.", "example.com.", None),
            ("example.com. MX 10 @", "example.com.", None),
            ("example.com. MX 10 a.example.\nexample.com. MX 20 example.com.", "example.com.", None),
            ("example.com. MX 10 a.example.\nexample.org. MX 20 example.com.", "example.com.", None),
            ("example.com. MX 0 .", "example.com.", None),
            ("example.com. MX 10 mail", "example.com.", None),
        ] {
            let text = format!("{mx}\n_25._tcp.{name} {DATA}");
            let report = explain_records(&text, &Hints::default());
            let record = report.records.last().unwrap();
            let found = record.findings.iter().find(|finding| finding.rule == &RULE);
            assert_eq!(found.map(|finding| finding.severity), expected, "{text}");
            if let Some(found) = found {
                assert_eq!(found.fix.as_ref().unwrap().name.as_deref(), Some("_25._tcp.mail.example.com"));
            }
        }
        let both = format!(
            "example.com. MX 10 mail.example.com.\n_25._tcp.mail.example.com. {DATA}\n_25._tcp.example.com. {DATA}"
        );
        let report = explain_records(&both, &Hints::default());
        let found = |record: usize| {
            let mut found = report.records[record].findings.iter();
            found.find(|finding| finding.rule == &RULE).map(|finding| finding.severity)
        };
        assert_eq!((found(1), found(2)), (None, Some(Severity::Advice)));
    }
}

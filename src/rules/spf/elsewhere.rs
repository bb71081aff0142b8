//! An SPF record at another name, or of another type, with none where receivers look.

use crate::dns::{Data, Outcome};
use crate::facts::item::items;
use crate::facts::{Domain, Facts, Item};
use crate::record::spf::Qualifier;
use crate::record::{Kind, Reading, Record};
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc};
use crate::text::prose::code;

/// The rule.
pub static RULE: Rule = Rule {
    id: "spf-elsewhere",
    severity: Severity::Error,
    title: "The SPF record stands where receivers don't look",
    kind: Kind::Spf,
    reference: rfc!(7208, "4.4"),
    why: "Receivers look for SPF in the TXT records of the domain that the mail comes from. A record at a name below it, \
          or of the old type SPF, says nothing about mail from the domain itself.",
    bad: "example.com. MX 10 mail.example.com.\n_spf.example.com. TXT \"v=spf1 include:_spf.google.com ~all\"",
    good: "example.com. MX 10 mail.example.com.\nmail.example.com. A 192.0.2.25\n\
           example.com. TXT \"v=spf1 include:_spf.example.com ~all\"\n_spf.example.com. TXT \"v=spf1 ip4:192.0.2.0/24 ~all\"\n\
           _dmarc.example.com. TXT \"v=DMARC1; p=reject\"",
    check: Check::Dns(check),
};

/// The value of a record that stands elsewhere and what is to be said of it; none where the right name has one, or
/// nobody knows.
pub fn stray(domain: &Domain) -> Option<(String, String)> {
    let own = domain.senders.txt.as_ref()?;
    let has_none = match &own.answer.outcome {
        Outcome::Absent { .. } => true,
        Outcome::Found(_) => !items(own).iter().any(|item| item.kind() == Kind::Spf),
        Outcome::Unknown(_) => false,
    };
    if !has_none {
        return None;
    }
    let name = code(domain.name.as_str());
    if let Some(value) = old_type(domain) {
        let message = format!(
            "The SPF record of {name} has the old type SPF. Receivers ask for TXT records alone, and find no SPF record."
        );
        Some((value, message))
    } else {
        // Behind an alias, the record is about the name that the alias leads to.
        let own = domain.strays.asked.iter().filter(|lookup| lookup.answer.aliases.is_empty());
        let item = own.flat_map(items).find(names_senders)?;
        let message = format!(
            "An SPF record stands at {}, and {name} itself has none. Receivers look only at {name} for mail from it.",
            code(item.name.as_deref().unwrap_or(""))
        );
        Some((item.value, message))
    }
}

fn check(domain: &Domain, _: &Facts, out: &mut Findings) {
    let Some((value, message)) = stray(domain) else { return };
    let name = code(domain.name.as_str());
    let title = format!("Enter it as a TXT record of {name}");
    let mut fix = Fix::new(title, Some(value), Confidence::Review);
    fix.name = Some(domain.name.to_string());
    fix.rtype = Some("TXT");
    out.push(Finding::about_domain(&RULE, message).fixed_by(fix));
}

/// The text of a record of SPF's own type.
fn old_type(domain: &Domain) -> Option<String> {
    let lookup = domain.senders.old_type.as_ref()?;
    let text = lookup.found().find_map(|data| match data {
        Data::Other { bytes, .. } => character_strings(bytes),
        data => data.text(),
    })?;
    matches!(&Record::parse(Kind::Spf, &text, Some("SPF")), Record::Spf(spf) if spf.recognised)
        .then_some(text)
}

/// The character-strings of a record that is read as bytes (RFC 1035, section 3.3), joined.
fn character_strings(mut bytes: &[u8]) -> Option<String> {
    let mut text = Vec::new();
    while let Some((length, rest)) = bytes.split_first() {
        let (string, rest) = rest.split_at_checked(usize::from(*length))?;
        text.extend_from_slice(string);
        bytes = rest;
    }
    String::from_utf8(text).ok()
}

/// A record that names servers; one that lets nobody send is meant for the name at which it stands.
fn names_senders(item: &Item) -> bool {
    match &item.record {
        Record::Spf(spf) => {
            spf.recognised
                && spf.reading() == Reading::Used
                && spf.reachable().any(|term| term.is_mechanism() && term.effect() == Qualifier::Pass)
        }
        _ => false,
    }
}

//! What a tab keeps of the page's answers, so that they are there again after a reload: plain text, a field in a line.

use super::draft::Draft;
use crate::build::spf::services;
use crate::build::transport::Mode;
use crate::providers::DNS_HOSTS;
use crate::record::dmarc::Policy;
use crate::record::spf::Qualifier;

/// Longer answers are not kept, in bytes: a tab's store is small.
const LONGEST: usize = 64 * 1024;

/// The signs of what happens to mail from all others.
const ENDINGS: [(Qualifier, &str); 4] =
    [(Qualifier::Pass, "+"), (Qualifier::Fail, "-"), (Qualifier::SoftFail, "~"), (Qualifier::Neutral, "?")];

/// The answers, with the address that they were given at; empty where they are too long to be kept.
pub fn write(draft: &Draft, address: &str) -> String {
    let policy = |policy: Option<Policy>| policy.map_or("", Policy::word).to_owned();
    let flag = |is: bool| if is { "y" } else { "" }.to_owned();
    let Draft { dmarc, senders, transport, .. } = draft;
    let names: Vec<&str> = senders.services.iter().map(|service| service.name).collect();
    let ending =
        ENDINGS.iter().find(|(qualifier, _)| *qualifier == senders.ending).map_or("", |(_, sign)| sign);
    let host = draft.host.and_then(|host| DNS_HOSTS.get(host)).map_or("", |host| host.name);
    let fields = [
        ("address", address.to_owned()),
        ("domain", draft.domain.clone()),
        ("policy", policy(Some(dmarc.policy))),
        ("reports", dmarc.reports.clone()),
        ("subdomains", policy(dmarc.subdomains)),
        ("nonexistent", policy(dmarc.nonexistent)),
        ("testing", flag(dmarc.testing)),
        ("strict", flag(dmarc.strict)),
        ("dmarc", draft.dmarc_base.clone()),
        ("services", names.join("\n")),
        ("mail-servers", flag(senders.mail_servers)),
        ("website", flag(senders.website)),
        ("more", senders.more.clone()),
        ("ending", ending.to_owned()),
        ("spf", draft.spf_base.clone()),
        ("records", draft.records.clone()),
        ("servers", transport.servers.clone()),
        ("enforce", flag(transport.mode == Mode::Enforce)),
        ("tls-reports", transport.reports.clone()),
        ("id", draft.id.clone()),
        ("host", host.to_owned()),
    ];
    let lines: Vec<String> = fields
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| [name, "=", &value.replace('\\', r"\\").replace('\n', r"\n")].concat())
        .collect();
    Some(lines.join("\n")).filter(|text| text.len() <= LONGEST).unwrap_or_default()
}

/// The answers that were kept, and the address that they were given at. What can't be read is as if it were not there:
/// anything may have written it.
pub fn read(text: &str) -> (Draft, String) {
    let (mut draft, mut address) = (Draft::default(), String::new());
    if text.len() > LONGEST {
        return (draft, address);
    }
    for (name, value) in text.lines().filter_map(|line| line.split_once('=')).take(100) {
        let value = unescaped(value);
        let is = value == "y";
        match name {
            "address" => address = value,
            "domain" => draft.domain = value,
            "policy" => draft.dmarc.policy = Policy::read(&value).unwrap_or(Policy::None),
            "reports" => draft.dmarc.reports = value,
            "subdomains" => draft.dmarc.subdomains = Policy::read(&value),
            "nonexistent" => draft.dmarc.nonexistent = Policy::read(&value),
            "testing" => draft.dmarc.testing = is,
            "strict" => draft.dmarc.strict = is,
            "dmarc" => draft.dmarc_base = value,
            "services" => {
                let known = |name: &str| services().find(|service| service.name == name);
                draft.senders.services = value.lines().take(100).filter_map(known).collect();
            }
            "mail-servers" => draft.senders.mail_servers = is,
            "website" => draft.senders.website = is,
            "more" => draft.senders.more = value,
            "ending" => {
                if let Some((qualifier, _)) = ENDINGS.iter().find(|(_, sign)| *sign == value) {
                    draft.senders.ending = *qualifier;
                }
            }
            "spf" => draft.spf_base = value,
            "records" => draft.records = value,
            "servers" => draft.transport.servers = value,
            "enforce" => draft.transport.mode = if is { Mode::Enforce } else { Mode::Testing },
            "tls-reports" => draft.transport.reports = value,
            "id" if value.len() <= 32 && value.bytes().all(|b| b.is_ascii_alphanumeric()) => draft.id = value,
            "host" => draft.host = DNS_HOSTS.iter().position(|host| host.name == value),
            _ => {}
        }
    }
    (draft, address)
}

fn unescaped(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    let mut chars = value.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => out.extend(chars.next().map(|next| if next == 'n' { '\n' } else { next })),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::route::{BuildLink, Choice};

    #[test]
    fn what_was_answered_comes_back() {
        let mut draft = Draft { domain: "bücher.example".to_owned(), host: Some(3), ..Draft::default() };
        draft.take_dmarc(
            "v=DMARC1; p=reject; sp=none; np=quarantine; adkim=s; aspf=s; t=y; rua=mailto:a@b.example",
        );
        draft.take_spf("v=spf1 a mx include:_spf.google.com include:x.example ip4:192.0.2.1 ?all");
        draft.records = "v=spf1 a -all\nv=spf1 \\\\n=mx -all".to_owned();
        draft.transport.servers = "10 a.example\n20 b.example".to_owned();
        draft.transport.mode = Mode::Enforce;
        draft.transport.reports = "c@b.example".to_owned();
        draft.id = "202611261830".to_owned();
        assert_eq!(read(&write(&draft, "#/build/spf")), (draft, "#/build/spf".to_owned()));
        let fresh = Draft::default();
        assert_eq!(read(&write(&fresh, "")), (fresh, String::new()));
    }

    #[test]
    fn a_link_that_is_opened_again_changes_nothing_that_was_kept() {
        let mut draft = Draft::default();
        let link = BuildLink { choice: Some(Choice::Dmarc), ..BuildLink::default() };
        draft.open(&link);
        draft.dmarc.policy = Policy::Reject;
        let (mut kept, _) = read(&write(&draft, ""));
        kept.open(&link);
        assert_eq!(kept, draft);
    }

    #[test]
    fn what_others_wrote_is_left_aside() {
        for text in [
            "",
            "=",
            "policy=destroy\nending=x\nhost=Nobody\nid=<b>\nservices=Nobody\\",
            "\u{0}\\",
            "v=spf1 -all",
        ] {
            assert_eq!(read(text).0, Draft::default(), "{text}");
        }
        let long = Draft { records: "a".repeat(LONGEST), ..Draft::default() };
        assert_eq!(write(&long, ""), "");
        assert_eq!(read(&["records=", &long.records].concat()).0, Draft::default());
    }
}

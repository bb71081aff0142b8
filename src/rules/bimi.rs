//! Rules on BIMI records.

mod bad_link;
mod declined;
mod logo_missing;
mod no_certificate;
mod not_enforced;
mod not_recognised;
mod not_svg;
mod ready;
mod two_records;
mod wrong_name;

use super::{Reference, Rule};
use crate::facts::policy::Known;
use crate::facts::{Facts, Item};
use crate::record::dmarc::{DmarcTag, Policy};
use crate::record::{Bimi, Dmarc, Record};

/// In the order of the catalogue.
pub static RULES: &[&Rule] = &[
    &not_recognised::RULE,
    &wrong_name::RULE,
    &two_records::RULE,
    &logo_missing::RULE,
    &bad_link::RULE,
    &not_svg::RULE,
    &not_enforced::RULE,
    &no_certificate::RULE,
    &ready::RULE,
    &declined::RULE,
];

/// BIMI is a draft, with no RFC.
const DRAFT: Reference = Reference {
    title: "draft-brand-indicators-for-message-identification",
    url: "https://datatracker.ietf.org/doc/draft-brand-indicators-for-message-identification/",
};

/// So many records are held against the policy: a paste with more means no harm by it.
const POLICIES: usize = 100;

/// Every BIMI record with its index and its place.
fn bimis(facts: &Facts) -> impl Iterator<Item = (usize, &Item, &Bimi)> {
    facts.items.iter().enumerate().filter_map(|(i, item)| match &item.record {
        Record::Bimi(bimi) => Some((i, item, bimi)),
        _ => None,
    })
}

/// The domain that a record is for; none where its name does not say.
fn domain_of(item: &Item) -> Option<&str> {
    item.name.as_deref()?.split_once("_bimi.").map(|(_, domain)| domain)
}

/// Why receivers don't take the DMARC policy of a domain for strict enough.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Lax {
    /// There is none.
    Missing,
    /// `p=none`, or none that can be used.
    Watches,
    /// `sp=none`
    Subdomains,
    /// `pct` below 100
    Share,
    /// `t=y`
    Testing,
}

/// Whether the DMARC policy for a domain is strict enough: none where that is not known.
fn enforcement(facts: &Facts, domain: &str) -> Option<Result<(), Lax>> {
    if let Some(asked) = &facts.domain {
        return match asked.applied() {
            Known::Unknown => None,
            Known::Nothing => Some(Err(Lax::Missing)),
            // The record may be for the domain above, which a subdomain's own policy hangs on too.
            Known::Is(applied) => match applied.asked {
                Known::Unknown => None,
                Known::Nothing | Known::Is(Policy::None) => Some(Err(Lax::Watches)),
                Known::Is(_) => Some(judge(&applied.record.dmarc, &applied.record.value)),
            },
        };
    }
    let name = format!("_dmarc.{domain}");
    let (_, item, dmarc) = facts.dmarc().find(|(_, item, _)| item.name.as_deref() == Some(name.as_str()))?;
    Some(judge(dmarc, &item.value))
}

/// The name of the DMARC record that applies, or at which it would stand.
fn policy_place(facts: &Facts, domain: &str) -> String {
    let applied = facts.domain.as_ref().map(|asked| asked.applied());
    match applied {
        Some(Known::Is(applied)) => format!("_dmarc.{}", applied.record.domain),
        Some(Known::Unknown | Known::Nothing) | None => format!("_dmarc.{domain}"),
    }
}

fn judge(dmarc: &Dmarc, text: &str) -> Result<(), Lax> {
    let policy = dmarc.effective_policy();
    let below = dmarc.value(text, DmarcTag::SubdomainPolicy).and_then(Policy::read);
    let share = dmarc.value(text, DmarcTag::Percent).and_then(|value| value.parse::<u32>().ok());
    match policy {
        None | Some(Policy::None) => Err(Lax::Watches),
        Some(_) if below == Some(Policy::None) => Err(Lax::Subdomains),
        Some(_) if dmarc.testing => Err(Lax::Testing),
        Some(Policy::Quarantine) if share.is_some_and(|share| share < 100) => Err(Lax::Share),
        Some(Policy::Quarantine | Policy::Reject) => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_policy_has_to_be_strict() {
        for (text, expected) in [
            ("v=DMARC1; p=reject", Ok(())),
            ("v=DMARC1; p=quarantine", Ok(())),
            ("v=DMARC1; p=quarantine; pct=100", Ok(())),
            ("v=DMARC1; p=quarantine; pct=50", Err(Lax::Share)),
            ("v=DMARC1; p=reject; pct=50", Ok(())),
            ("v=DMARC1; p=none", Err(Lax::Watches)),
            ("v=DMARC1; p=reject; sp=none", Err(Lax::Subdomains)),
            ("v=DMARC1; p=reject; t=y", Err(Lax::Testing)),
            ("v=dmarc1; p=reject", Err(Lax::Watches)),
        ] {
            assert_eq!(judge(&Dmarc::parse(text), text), expected, "{text}");
        }
    }
}

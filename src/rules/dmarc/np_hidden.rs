//! `np` for a name that does not exist, at a DNS host that answers as if it did.

use super::applied_record;
use crate::facts::policy::{Existence, Known, Source};
use crate::facts::{Domain, Facts};
use crate::record::Kind;
use crate::record::dmarc::{DmarcTag, Policy};
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc};
use crate::text::Edit;
use crate::text::prose::code;

/// The rule.
pub static RULE: Rule = Rule {
    id: "dmarc-np-hidden",
    severity: Severity::Advice,
    title: "The DNS host hides that a name does not exist",
    kind: Kind::Dmarc,
    reference: rfc!(9824),
    why: "The tag `np` is for names that do not exist. Some DNS hosts sign a short answer for such a name, which looks as if \
          the name were there with no records, so receivers act on `sp` or `p` and skip `np`.",
    bad: "gone.example.com. * !nxname\n_dmarc.example.com. TXT \"v=DMARC1; p=reject; sp=quarantine; np=reject; rua=mailto:dmarc@example.com\"",
    good: "gone.example.com. A 192.0.2.80\n_dmarc.example.com. TXT \"v=DMARC1; p=reject; np=reject; rua=mailto:dmarc@example.com\"",
    check: Check::Dns(check),
};

fn check(domain: &Domain, facts: &Facts, out: &mut Findings) {
    let Some((index, applied)) = applied_record(domain, facts) else { return };
    if applied.source == Source::Own || domain.existence() != Existence::Hidden {
        return;
    }
    let record = &applied.record;
    let (Known::Is(asked), Some(kind)) = (&applied.asked, applied.tag) else { return };
    let (Some(np), Some(tag)) = (record.written(DmarcTag::NonexistentPolicy), record.written(kind)) else {
        return;
    };
    let Some(wanted) = Policy::read(np.value.text(&record.value)).filter(|wanted| wanted != asked) else {
        return;
    };
    let message = format!(
        "{} does not exist, but its DNS host answers as if it did. Receivers then act on {}, and not on {}.",
        code(domain.name.as_str()),
        code(tag.span.text(&record.value)),
        code(np.span.text(&record.value))
    );
    let finding = Finding::new(&RULE, index, np.span, message);
    out.push(if kind == DmarcTag::SubdomainPolicy && wanted > *asked {
        let edit = Edit::replace(tag.value, wanted.word());
        finding.fixed_by(Fix::edit("Ask for the same with `sp`", vec![edit], Confidence::Review))
    } else {
        finding
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::dmarc::tests::in_zone;

    #[test]
    fn a_name_of_which_nothing_is_known_is_left_alone() {
        let record = "_dmarc.example.com. TXT \"v=DMARC1; p=reject; sp=none; np=reject\"";
        assert_eq!(in_zone(&RULE, &format!("gone.example.com. * !nxname\n{record}")).len(), 1);
        for zone in [
            format!("gone.example.com. * !timeout\n{record}"),
            format!("gone.example.com. A 192.0.2.1\n{record}"),
            String::from("gone.example.com. * !nxname\n_dmarc.example.com. TXT !timeout"),
        ] {
            assert!(in_zone(&RULE, &zone).is_empty(), "{zone}");
        }
    }
}

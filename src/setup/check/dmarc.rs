//! `dmarc:`: tests of the tags of a DMARC record.

use super::found::{Judged, records_of, trouble};
use super::{Around, repaired};
use crate::dns::{DnsClient, Lookup, RecordType};
use crate::record::dmarc::{DmarcTag, Policy, report_uris};
use crate::record::{Dmarc, Kind};
use crate::setup::{PolicyTag, ReportTag, Status, TagTest, Wanted};
use crate::text::list;
use crate::text::prose::code;

/// Whose mail the record is asked about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum For {
    /// That of the domain which holds it.
    Itself,
    /// That of a domain below, which has none of its own.
    Below,
}

/// The tests that do not hold; all of them where receivers act on nothing in the record.
pub fn failing<'t>(tests: &'t [TagTest], text: &str, whom: For) -> Vec<&'t TagTest> {
    let dmarc = Dmarc::parse(text);
    let acts = dmarc.effective_policy().is_some();
    tests.iter().filter(|test| !acts || !holds(test, text, &dmarc, whom)).collect()
}

fn holds(test: &TagTest, text: &str, dmarc: &Dmarc, whom: For) -> bool {
    match test {
        TagTest::AtLeast(tag, wanted) => {
            let policy = policy(*tag, text, dmarc, whom);
            (if dmarc.testing { policy.softened() } else { policy }) >= *wanted
        }
        TagTest::Equals { tag, value } => {
            let asked = match tag.as_str() {
                "p" => policy(PolicyTag::Domain, text, dmarc, whom).word(),
                "sp" => policy(PolicyTag::Subdomains, text, dmarc, whom).word(),
                "np" => policy(PolicyTag::Nonexistent, text, dmarc, whom).word(),
                tag => match dmarc.list.get(text, tag) {
                    Some(found) => found.value.text(text),
                    None => default(tag),
                },
            };
            asked.trim().eq_ignore_ascii_case(value.trim())
        }
        TagTest::Reports(tag, to) => addresses(*tag, text, dmarc).iter().any(|address| goes_to(address, to)),
    }
}

/// The policy that a tag gives, by itself or by what it falls back to (RFC 9989, section 4.8); `t=y` is not applied.
pub fn policy(tag: PolicyTag, text: &str, dmarc: &Dmarc, whom: For) -> Policy {
    let (Some(domain), false) = (dmarc.policy, dmarc.bad_subpolicy) else { return Policy::None };
    let read = |tag| dmarc.value(text, tag).and_then(Policy::read);
    let below = read(DmarcTag::SubdomainPolicy).unwrap_or(domain);
    match (tag, whom) {
        (PolicyTag::Domain, For::Itself) => domain,
        (PolicyTag::Domain, For::Below) | (PolicyTag::Subdomains, _) => below,
        (PolicyTag::Nonexistent, _) => read(DmarcTag::NonexistentPolicy).unwrap_or(below),
    }
}

/// What receivers go by where a tag is not there (RFC 9989, section 4.8).
fn default(tag: &str) -> &'static str {
    match tag {
        "adkim" | "aspf" => "r",
        "t" => "n",
        "psd" => "u",
        "fo" => "0",
        _ => "",
    }
}

/// The mail addresses that reports reach, without `mailto:`.
pub fn addresses(tag: ReportTag, text: &str, dmarc: &Dmarc) -> Vec<String> {
    let tag = match tag {
        ReportTag::Aggregate => DmarcTag::AggregateReports,
        ReportTag::Failure => DmarcTag::FailureReports,
    };
    let Some(tag) = dmarc.tag(tag) else { return Vec::new() };
    let good = report_uris(text, tag.value).into_iter().filter(|uri| uri.problem.is_none());
    good.map(|uri| uri.address.text(text).split('?').next().unwrap_or("").to_owned()).collect()
}

/// The address is this one, or at this host or below it.
pub fn goes_to(address: &str, to: &str) -> bool {
    if to.contains('@') {
        return address.eq_ignore_ascii_case(to);
    }
    let host =
        address.rsplit_once('@').map_or("", |(_, host)| host).trim_end_matches('.').to_ascii_lowercase();
    let to = to.trim_end_matches('.').to_ascii_lowercase();
    host == to || host.strip_suffix(&to).is_some_and(|rest| rest.ends_with('.'))
}

/// The texts that receivers take for DMARC records, and the ones that were meant as such.
pub fn records(lookup: &Lookup) -> (Vec<String>, Vec<String>) {
    records_of(Kind::Dmarc, |text| Dmarc::parse(text).recognised, lookup)
}

/// How it stands by the answer for its own name.
pub async fn judge<C: DnsClient>(
    around: &Around<'_, C>,
    wanted: &Wanted,
    tests: &[TagTest],
    lookup: &Lookup,
) -> Judged {
    let name = code(wanted.name.as_str());
    let (found, meant) = records(lookup);
    match found.as_slice() {
        [_, _, ..] => {
            let says =
                format!("{name} holds {} DMARC records, and receivers then use none of them.", found.len());
            Judged::new(Status::Conflict, says, lookup).seeing(&found).holding(&found)
        }
        [text] => {
            let failing = failing(tests, text, For::Itself);
            if failing.is_empty() {
                let says = format!("{name} holds a DMARC record with all that is asked for.");
                return Judged::met(lookup, says).seeing(&found).holding(&found);
            }
            damaged(tests, text, lookup, &name).unwrap_or_else(|| {
                let says =
                    format!("{name} holds {}. Asked for, and not there: {}.", code(text), asked(&failing));
                Judged::new(Status::Different, says, lookup).seeing(&found).holding(&found)
            })
        }
        [] => {
            if let Some(judged) = meant.iter().find_map(|text| damaged(tests, text, lookup, &name)) {
                return judged;
            }
            if let [text, ..] = meant.as_slice() {
                let says =
                    format!("{name} holds {}, which receivers do not take for a DMARC record.", code(text));
                return Judged::new(Status::Different, says, lookup).seeing(&meant);
            }
            let absent = Judged::absent(lookup, "a DMARC record");
            inherited(around, wanted, tests, lookup).await.unwrap_or(absent)
        }
    }
}

fn damaged(tests: &[TagTest], text: &str, lookup: &Lookup, name: &str) -> Option<Judged> {
    let whole = repaired(Kind::Dmarc, text)?;
    failing(tests, &whole, For::Itself).is_empty().then(|| {
        let says = format!(
            "{name} holds the record, with characters in it that copying left behind: {}.",
            code(text)
        );
        Judged::new(Status::Damaged, says, lookup).seeing(&[text.to_owned()]).holding(&[whole])
    })
}

/// A domain below another goes by the record above, where it has none of its own (RFC 9989, section 4.10).
async fn inherited<C: DnsClient>(
    around: &Around<'_, C>,
    wanted: &Wanted,
    tests: &[TagTest],
    lookup: &Lookup,
) -> Option<Judged> {
    let apex = around.apex.clone().await.name;
    let own = around.domain.child("_dmarc").ok()?;
    if apex == *around.domain || wanted.name != own {
        return None;
    }
    let above = apex.child("_dmarc").ok()?;
    let found = around.ask(&above, RecordType::Txt).await;
    if trouble(&found).is_some() {
        return None;
    }
    let (records, _) = records(&found);
    let [text] = records.as_slice() else { return None };
    failing(tests, text, For::Below).is_empty().then(|| {
        let says = format!(
            "{} has no record of its own, so that of {} counts for it, with all that is asked for.",
            code(around.domain.as_str()),
            code(above.as_str())
        );
        Judged::new(Status::MetAnotherWay, says, lookup).seeing(std::slice::from_ref(text))
    })
}

/// Tests in words, as the end of a sentence.
fn asked(tests: &[&TagTest]) -> String {
    let words: Vec<String> = tests
        .iter()
        .map(|test| match test {
            TagTest::Equals { tag, value } => code(&format!("{tag}={value}")),
            TagTest::AtLeast(tag, Policy::Reject) => code(&format!("{}=reject", tag.name())),
            TagTest::AtLeast(tag, policy) => {
                format!("{} or stricter", code(&format!("{}={}", tag.name(), policy.word())))
            }
            TagTest::Reports(tag, to) => format!("{} with an address at {}", code(tag.name()), code(to)),
        })
        .collect();
    list(&words)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::setup::{Need, Test};

    fn holds(tests: &str, text: &str) -> bool {
        let Test::Dmarc(tests) = Need::read(&format!("TXT _dmarc dmarc:{tests}")).unwrap().test else {
            panic!()
        };
        failing(&tests, text, For::Itself).is_empty()
    }

    #[test]
    fn tests_hold_by_meaning() {
        for (tests, text, expected) in [
            ("p>=none", "v=DMARC1; p=none", true),
            ("p>=none", "v=DMARC1; rua=mailto:a@b.example", true),
            ("p>=none", "v=DMARC1", false),
            ("p>=quarantine", "v=DMARC1; p=REJECT", true),
            ("p>=quarantine", "v=DMARC1; p=quarantine; t=y", false),
            ("p>=quarantine", "v=DMARC1; p=reject; t=y", true),
            ("p>=quarantine", "v=DMARC1; p=reject; sp=nonsense; rua=mailto:a@b.example", false),
            ("sp>=quarantine", "v=DMARC1; p=reject", true),
            ("np>=reject", "v=DMARC1; p=reject; sp=none", false),
            ("p=none", "v=DMARC1; p=reject", false),
            ("adkim=r,aspf=R", "v=DMARC1; p=none; aspf=r", true),
            ("adkim=s", "v=DMARC1; p=none", false),
            ("rua~b.example", "v=DMARC1; p=none; rua=mailto:x@y.example, mailto:a@R.b.example!10m", true),
            ("rua~b.example", "v=DMARC1; p=none; rua=mailto:a@ab.example", false),
            ("rua~b.example", "v=DMARC1; p=none; rua=a@b.example", false),
            ("rua~a@b.example", "v=DMARC1; p=none; rua=mailto:A@b.example", true),
            ("rua~a@b.example", "v=DMARC1; p=none; rua=mailto:c@b.example", false),
            ("ruf~b.example", "v=DMARC1; p=none; rua=mailto:a@b.example", false),
        ] {
            assert_eq!(holds(tests, text), expected, "{tests} {text}");
        }
    }
}

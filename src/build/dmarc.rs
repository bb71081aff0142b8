//! A DMARC record from the answers to a few questions (RFC 9989, section 4.8).

use super::Entry;
use super::edit::{with_tag, without_tag};
use crate::record::Dmarc;
use crate::record::dmarc::{DmarcTag, Policy, report_uris};
use crate::record::tag_list::TagList;
use crate::text::prose::code;
use crate::text::{apply_edits, list};

/// The label that the record stands at.
pub const PLACE: &str = "_dmarc";

/// How many addresses are read.
const ADDRESSES: usize = 20;

/// What a reader wants of DMARC.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wishes {
    /// What should happen to mail that fails.
    pub policy: Policy,
    /// Where daily reports go: mail addresses as typed, parted by blanks, commas or lines.
    pub reports: String,
    /// What should happen to mail of subdomains; none for the same.
    pub subdomains: Option<Policy>,
    /// What should happen to mail of subdomains that do not exist; none for the same as those that do.
    pub nonexistent: Option<Policy>,
    /// Receivers of today act one level lower.
    pub testing: bool,
    /// Mail counts only where the names match exactly.
    pub strict: bool,
}

impl Default for Wishes {
    /// Where everybody starts: nothing happens to mail.
    fn default() -> Self {
        Self {
            policy: Policy::None,
            reports: String::new(),
            subdomains: None,
            nonexistent: None,
            testing: false,
            strict: false,
        }
    }
}

impl Wishes {
    /// What a record asks for.
    pub fn of(text: &str) -> Self {
        let dmarc = Dmarc::parse(text);
        let policy = |tag| dmarc.value(text, tag).and_then(Policy::read);
        let is = |tag, letter: &str| dmarc.value(text, tag).is_some_and(|v| v.eq_ignore_ascii_case(letter));
        let reports =
            dmarc.tag(DmarcTag::AggregateReports).map_or(Vec::new(), |tag| report_uris(text, tag.value));
        let reports: Vec<&str> = reports.iter().map(|uri| uri.address.text(text)).collect();
        Self {
            policy: dmarc.policy.unwrap_or(Policy::None),
            reports: reports.join(", "),
            subdomains: policy(DmarcTag::SubdomainPolicy),
            nonexistent: policy(DmarcTag::NonexistentPolicy),
            testing: dmarc.testing,
            strict: is(DmarcTag::DkimAlignment, "s") && is(DmarcTag::SpfAlignment, "s"),
        }
    }

    /// The record: `base` with what differs from it changed, and all else as it is there.
    pub fn write(&self, base: &str) -> String {
        let mut text = if Dmarc::parse(base).recognised { base.to_owned() } else { "v=DMARC1".to_owned() };
        let before = Self::of(&text);
        let has = |text: &str, tag: &str| TagList::parse(text).get(text, tag).is_some();
        if before.policy != self.policy || Dmarc::parse(&text).policy.is_none() {
            put(&mut text, "p", Some(self.policy.word()));
        }
        if before.subdomains != self.subdomains {
            put(&mut text, "sp", self.subdomains.map(Policy::word));
        }
        if before.nonexistent != self.nonexistent {
            put(&mut text, "np", self.nonexistent.map(Policy::word));
        }
        if before.testing != self.testing {
            put(&mut text, "t", self.testing.then_some("y"));
        }
        if addresses(&before.reports).0 != addresses(&self.reports).0 {
            let all: Vec<String> =
                addresses(&self.reports).0.iter().map(|one| ["mailto:", one].concat()).collect();
            put(&mut text, "rua", (!all.is_empty()).then_some(all.join(",")).as_deref());
        }
        if before.strict != self.strict {
            for tag in ["adkim", "aspf"] {
                if self.strict || has(&text, tag) {
                    put(&mut text, tag, self.strict.then_some("s"));
                }
            }
        }
        text
    }

    /// The record as an entry.
    pub fn entry(&self, base: &str) -> Entry {
        Entry::txt(PLACE, self.write(base))
    }

    /// What is typed as an address and is none, in a sentence.
    pub fn problem(&self) -> Option<String> {
        let bad: Vec<String> = addresses(&self.reports).1.iter().take(3).map(|text| code(text)).collect();
        match bad.len() {
            0 => None,
            1 => Some(
                [&bad[0], " is no mail address, so it is left out. One looks like `name@example.com`."]
                    .concat(),
            ),
            _ => Some([&list(&bad), " are no mail addresses, so they are left out."].concat()),
        }
    }

    /// What is worth knowing of these choices, in whole sentences. `domain` is the reader's, where it is known.
    pub fn notes(&self, domain: Option<&str>) -> Vec<String> {
        let mut out = Vec::new();
        let (good, _) = addresses(&self.reports);
        if good.is_empty() {
            out.push(
                "Without an address no reports come, so you can't see whose mail would fail.".to_owned(),
            );
        }
        if let Some(domain) = domain {
            let mut told = Vec::new();
            for host in good.iter().filter_map(|address| address.rsplit_once('@')).map(|(_, host)| host) {
                if !is_related(host, domain) && !told.contains(&host) {
                    told.push(host);
                }
            }
            out.extend(told.into_iter().take(3).map(|host| {
                let at = [domain, "._report._dmarc.", host].concat();
                [
                    &code(host),
                    " is another domain, so it has to agree to take your reports. Its owner does that with a record at ",
                    &code(&at),
                    ".",
                ]
                .concat()
            }));
        }
        if self.testing && self.policy == Policy::None {
            out.push("The test mode changes nothing here: `p=none` asks for nothing.".to_owned());
        } else if self.testing {
            out.push(
                "Receivers that know only the older standard skip `t=y`: they act on the policy in full."
                    .to_owned(),
            );
        }
        if self.strict {
            out.push(
                "Mail that is signed by, or bounces to, a subdomain does not count now. Many services work that way."
                    .to_owned(),
            );
        }
        if self.subdomains.is_some_and(|below| below < self.policy) {
            out.push(
                "Forgers can use any subdomain, because it is less protected than the domain.".to_owned(),
            );
        }
        out
    }
}

/// Gives a tag a value, or takes it out.
fn put(text: &mut String, name: &str, value: Option<&str>) {
    let edit = match value {
        Some(value) => Some(with_tag(text, name, value)),
        None => {
            let list = TagList::parse(text);
            let at = list.tags.iter().position(|tag| tag.name.text(text).eq_ignore_ascii_case(name));
            at.and_then(|at| without_tag(&list, at))
        }
    };
    if let Some(edit) = edit {
        *text = apply_edits(text, &[edit]);
    }
}

/// The mail addresses in what was typed, each once, and what is none. `mailto:` is taken off.
pub fn addresses(typed: &str) -> (Vec<String>, Vec<String>) {
    let (mut good, mut bad): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
    let words = typed.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '<' | '>'));
    for word in words.filter(|word| !word.is_empty()).take(ADDRESSES) {
        let bare = match word.get(..7) {
            Some(scheme) if scheme.eq_ignore_ascii_case("mailto:") => &word[7..],
            _ => word,
        };
        let list = if is_address(bare) { &mut good } else { &mut bad };
        if !list.iter().any(|known| known.eq_ignore_ascii_case(bare)) {
            list.push(bare.to_owned());
        }
    }
    (good, bad)
}

/// It can stand in a list of addresses as it is (RFC 9989, section 4.8).
fn is_address(text: &str) -> bool {
    let Some((local, host)) = text.rsplit_once('@') else { return false };
    let local_is_plain =
        local.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$&'*+-/=?^_{|}~.".contains(&b));
    !local.is_empty()
        && local_is_plain
        && !local.contains('!')
        && host.contains('.')
        && host.parse::<crate::dns::Name>().is_ok()
        && host.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'.')
}

/// One is the other, or lies below it.
fn is_related(host: &str, domain: &str) -> bool {
    let (host, domain) = (host.to_ascii_lowercase(), domain.to_ascii_lowercase());
    let below = |name: &str, of: &str| {
        name.strip_suffix(of).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    };
    below(&host, &domain) || below(&domain, &host)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::build::explained;
    use crate::rules::Severity;

    #[test]
    fn answers_become_a_record() {
        let wishes = Wishes::default();
        assert_eq!(wishes.write(""), "v=DMARC1; p=none");
        let wishes = Wishes {
            policy: Policy::Reject,
            reports: "mailto:a@x.example, b@x.example\n<A@x.example>".into(),
            subdomains: Some(Policy::Quarantine),
            nonexistent: Some(Policy::Reject),
            testing: true,
            strict: true,
        };
        assert_eq!(
            wishes.write(""),
            "v=DMARC1; p=reject; sp=quarantine; np=reject; t=y; rua=mailto:a@x.example,mailto:b@x.example; adkim=s; aspf=s"
        );
        assert_eq!(Wishes::of(&wishes.write("")).write(""), wishes.write(""), "it reads back to the same");
    }

    #[test]
    fn what_is_there_stays_byte_for_byte() {
        let base = "v=DMARC1;p=none ;  rua=mailto:a@x.example!10m ; fo=1;";
        let mut wishes = Wishes::of(base);
        assert_eq!(wishes.write(base), base);
        wishes.policy = Policy::Quarantine;
        assert_eq!(wishes.write(base), base.replace("none", "quarantine"));
        wishes.testing = true;
        wishes.reports = "b@x.example".into();
        assert_eq!(wishes.write(base), "v=DMARC1;p=quarantine ;  rua=mailto:b@x.example ; fo=1; t=y;");
        wishes = Wishes { testing: false, ..Wishes::of(&wishes.write(base)) };
        wishes.reports.clear();
        assert_eq!(wishes.write("v=DMARC1; p=reject; t=y; rua=mailto:b@x.example"), "v=DMARC1; p=quarantine");
    }

    #[test]
    fn no_answer_makes_a_record_that_receivers_ignore() {
        let policies = [Policy::None, Policy::Quarantine, Policy::Reject];
        for policy in policies {
            for below in policies.map(Some).into_iter().chain([None]) {
                for reports in ["", "a@x.example", "nonsense; p=x", "x\"@y.example a@b"] {
                    let wishes = Wishes {
                        policy,
                        subdomains: below,
                        nonexistent: below,
                        reports: reports.into(),
                        testing: true,
                        strict: true,
                    };
                    let report = explained(&[wishes.entry("")], None);
                    let findings = &report.records[0].findings;
                    assert!(
                        findings.iter().all(|finding| finding.severity != Severity::Error),
                        "{findings:?}"
                    );
                    assert_eq!(Dmarc::parse(&report.records[0].value).effective_policy(), Some(policy));
                }
            }
        }
    }

    #[test]
    fn what_is_no_address_is_said_and_left_out() {
        let wishes = Wishes { reports: "me a@x.example b!c@x.example".into(), ..Wishes::default() };
        assert_eq!(wishes.write(""), "v=DMARC1; p=none; rua=mailto:a@x.example");
        assert!(wishes.problem().unwrap().starts_with("`me` and `b!c@x.example` are no"));
    }

    #[test]
    fn notes_say_what_follows() {
        let notes = |wishes: Wishes| wishes.notes(Some("example.com")).join(" ");
        assert!(notes(Wishes::default()).contains("no reports"));
        let reports = |to: &str| Wishes { reports: to.into(), ..Wishes::default() };
        assert_eq!(notes(reports("a@mail.example.com")), "");
        assert!(notes(reports("a@other.example")).contains("`example.com._report._dmarc.other.example`"));
        let test = Wishes { policy: Policy::Reject, testing: true, ..reports("a@example.com") };
        assert!(notes(test).contains("skip `t=y`"));
    }
}

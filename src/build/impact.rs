//! What a change to a record would break: said before the new text is copied.

use std::net::IpAddr;

use ipnet::IpNet;

use crate::facts::Item;
use crate::providers::by_spf_domain;
use crate::record::dmarc::{DmarcTag, Policy, report_uris};
use crate::record::spf::{Everyone, Prefix, Qualifier, Spf, Term, TermKind};
use crate::record::{Dmarc, Kind, Mx, Reading, Record};
use crate::report::{RecordReport, Verdict, explain_items};
use crate::rules::{Finding, Severity};
use crate::text::prose::code;

/// How many sentences of one sort there are.
const MOST: usize = 12;

/// One thing that would be other than it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Impact {
    /// How grave it is: an error breaks something today.
    pub verdict: Verdict,
    /// Whole sentences.
    pub says: String,
}

impl Impact {
    fn new(verdict: Verdict, says: impl Into<String>) -> Self {
        Self { verdict, says: says.into() }
    }
}

/// How grave a change is, in a word or two.
pub const fn word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Error => "This breaks:",
        Verdict::Warning => "Take care:",
        Verdict::Unknown | Verdict::Advice | Verdict::Good => "Good to know:",
    }
}

/// What would be other if `after` stood in the place of `before`, gravest first.
pub fn impact(kind: Kind, name: Option<&str>, before: &str, after: &str) -> Vec<Impact> {
    if before == after {
        return Vec::new();
    }
    let judged = |text: &str| {
        let rtype = if kind == Kind::Mx { "MX" } else { "TXT" }.to_owned();
        let record = Record::parse(kind, text, Some(&rtype));
        let (name, value) = (name.map(str::to_owned), text.to_owned());
        let item = Item { name, rtype: Some(rtype), tidied: None, strings: Vec::new(), value, record };
        explain_items(vec![item]).records.pop()
    };
    let (Some(old), Some(new)) = (judged(before), judged(after)) else { return Vec::new() };
    let mut out = new_findings(&old, &new);
    match (&old.record, &new.record) {
        (Record::Spf(was), Record::Spf(is)) => senders(before, was, after, is, &mut out),
        (Record::Dmarc(was), Record::Dmarc(is)) => policy(before, was, after, is, &mut out),
        (Record::Mx(was), Record::Mx(is)) => servers(before, was, after, is, &mut out),
        (Record::Dkim(_), Record::Dkim(_)) => key(before, after, &mut out),
        _ => {}
    }
    out.sort_by_key(|impact| impact.verdict);
    out
}

/// What the rules find in the new text, and did not find in the old one.
fn new_findings(old: &RecordReport, new: &RecordReport) -> Vec<Impact> {
    let of = |report: &RecordReport, finding: &Finding| {
        report
            .findings
            .iter()
            .filter(|other| other.rule == finding.rule && other.severity == finding.severity)
            .count()
    };
    let is_there = |finding: &Finding| old.findings.iter().any(|known| known.message == finding.message);
    let graver =
        new.findings.iter().filter(|finding| matches!(finding.severity, Severity::Error | Severity::Warning));
    graver
        .filter(|finding| of(new, finding) > of(old, finding) && !is_there(finding))
        .take(MOST)
        .map(|finding| Impact::new(finding.severity.into(), finding.message.clone()))
        .collect()
}

/// Who could send before, and can't now.
fn senders(before: &str, was: &Spf, after: &str, is: &Spf, out: &mut Vec<Impact>) {
    if was.reading() != Reading::Used || is.reading() != Reading::Used {
        return;
    }
    let passing = |spf: &'_ Spf| -> Vec<usize> {
        let last = spf.all().map_or(usize::MAX, |(i, _)| i);
        let is_passing = |(i, term): &(usize, &Term)| {
            let is_redirect = matches!(term.kind, TermKind::Redirect(_)) && last == usize::MAX;
            (*i <= last && term.is_mechanism() && term.effect() == Qualifier::Pass) || is_redirect
        };
        spf.terms.iter().enumerate().filter(is_passing).map(|(i, _)| i).collect()
    };
    let now: Vec<&Term> = passing(is).into_iter().map(|i| &is.terms[i]).collect();
    let everyone =
        |terms: &[&Term], wanted: Everyone| terms.iter().any(|term| term.everyone() == Some(wanted));
    if everyone(&now, Everyone::All) {
        return;
    }
    let bare = |text: &str, term: &Term| text[term.name.start..term.span.end].to_ascii_lowercase();
    let words: Vec<String> = now.iter().map(|term| bare(after, term)).collect();
    let nets: Vec<IpNet> = now.iter().filter_map(|term| network(term)).collect();
    let mut lost = Vec::new();
    for term in passing(was).into_iter().map(|i| &was.terms[i]) {
        let stays = words.contains(&bare(before, term))
            || network(term).is_some_and(|net| nets.iter().any(|other| other.contains(&net)));
        if !stays && !lost.iter().any(|known| known == &bare(before, term)) {
            lost.push(bare(before, term));
            out.push(Impact::new(Verdict::Warning, lost_words(before, term)));
        }
        if lost.len() == MOST {
            break;
        }
    }
    let ending = |spf: &Spf| match (spf.all(), spf.redirect()) {
        (Some((_, all)), _) => Some(all.effect()),
        (None, Some(_)) => None,
        (None, None) => Some(Qualifier::Neutral),
    };
    if let (Some(old), Some(new)) = (ending(was), ending(is))
        && old != new
    {
        let says = match new {
            Qualifier::Fail => "Receivers may now refuse mail from servers that the record does not name.",
            Qualifier::SoftFail if old == Qualifier::Fail => {
                "Receivers no longer refuse mail from servers that the record does not name; they mark it as doubtful."
            }
            Qualifier::SoftFail => {
                "Receivers now take mail from servers that the record does not name as doubtful."
            }
            Qualifier::Neutral => "The record says nothing any more about servers that it does not name.",
            Qualifier::Pass => return,
        };
        let is_weaker = new == Qualifier::Neutral || old == Qualifier::Fail;
        out.push(Impact::new(if is_weaker { Verdict::Warning } else { Verdict::Advice }, says));
    }
}

fn lost_words(text: &str, term: &Term) -> String {
    let words = code(term.span.text(text));
    match &term.kind {
        TermKind::All => {
            "Any server may send now. From then on only those may that the record names.".to_owned()
        }
        TermKind::Include(Some(domain)) | TermKind::Redirect(Some(domain)) => {
            match by_spf_domain(domain.span.text(text)) {
                Some(service) => {
                    ["Mail that ", service.name, " sends for you is no longer allowed: ", &words, " is gone."]
                        .concat()
                }
                None => ["Mail from the servers behind ", &words, " is no longer allowed."].concat(),
            }
        }
        TermKind::Ip4(_) | TermKind::Ip6(_) => ["Mail from ", &words, " is no longer allowed."].concat(),
        _ => ["Mail from the servers that ", &words, " stands for is no longer allowed."].concat(),
    }
}

fn network(term: &Term) -> Option<IpNet> {
    let of = |ip: IpAddr, prefix: Option<Prefix>| match prefix {
        Some(prefix) => IpNet::new(ip, prefix.length).ok(),
        None => Some(IpNet::from(ip)),
    };
    match term.kind {
        TermKind::Ip4(Some(ip)) => of(ip.into(), term.prefix4),
        TermKind::Ip6(Some(ip)) => of(ip.into(), term.prefix6),
        _ => None,
    }
}

/// What happens to mail that fails, and who hears of it.
fn policy(before: &str, was: &Dmarc, after: &str, is: &Dmarc, out: &mut Vec<Impact>) {
    let (Some(old), Some(new)) = (was.effective_policy(), is.effective_policy()) else { return };
    let acted = |dmarc: &Dmarc, policy: Policy| if dmarc.testing { policy.softened() } else { policy };
    // Older receivers skip the test mode, newer ones act on it: a change for either is one.
    if new > old || acted(is, new) > acted(was, old) {
        let says = match new {
            Policy::Reject => {
                "Receivers refuse mail that fails from then on. Mail of your own is lost too, where it does not pass yet."
            }
            Policy::Quarantine => {
                "Receivers put mail that fails into spam from then on, mail of your own too where it does not pass yet."
            }
            Policy::None => "Receivers act on the record again, and do nothing with mail that fails.",
        };
        out.push(Impact::new(Verdict::Warning, says));
    } else if new < old || acted(is, new) < acted(was, old) {
        out.push(Impact::new(
            Verdict::Warning,
            "Receivers do less about mail that forges your domain than they do now.",
        ));
    }
    let below = |text: &str, dmarc: &Dmarc, policy: Policy| {
        dmarc.value(text, DmarcTag::SubdomainPolicy).and_then(Policy::read).unwrap_or(policy)
    };
    let (old_below, new_below) = (below(before, was, old), below(after, is, new));
    if new_below > old_below && old == new {
        out.push(Impact::new(
            Verdict::Warning,
            "Mail from subdomains is treated more strictly from then on. What sends there has to pass too.",
        ));
    } else if new_below < old_below && old == new {
        out.push(Impact::new(Verdict::Warning, "Subdomains are less protected than they are now."));
    }
    let strict =
        |text: &str, dmarc: &Dmarc, tag| dmarc.value(text, tag).is_some_and(|v| v.eq_ignore_ascii_case("s"));
    for (tag, what) in [(DmarcTag::DkimAlignment, "signed for"), (DmarcTag::SpfAlignment, "that bounces to")]
    {
        if strict(after, is, tag) && !strict(before, was, tag) {
            out.push(Impact::new(
                Verdict::Warning,
                ["Mail ", what, " a subdomain does not count any more."].concat(),
            ));
        }
    }
    let reports = |text: &str, dmarc: &Dmarc, tag| -> Vec<String> {
        let uris = dmarc.tag(tag).map_or(Vec::new(), |tag| report_uris(text, tag.value));
        let good = uris.iter().filter(|uri| uri.problem.is_none());
        good.map(|uri| uri.address.text(text).to_ascii_lowercase()).collect()
    };
    for tag in [DmarcTag::AggregateReports, DmarcTag::FailureReports] {
        let there = reports(after, is, tag);
        let gone = reports(before, was, tag).into_iter().filter(|address| !there.contains(address));
        out.extend(gone.take(MOST).map(|address| {
            Impact::new(Verdict::Warning, ["No more reports go to ", &code(&address), "."].concat())
        }));
    }
}

/// Where mail arrives.
fn servers(before: &str, was: &Mx, after: &str, is: &Mx, out: &mut Vec<Impact>) {
    let (old, new) = (was.host.text(before), is.host.text(after));
    let plain = |host: &str| host.trim_end_matches('.').to_ascii_lowercase();
    if plain(old) != plain(new) && was.reading() == Reading::Used {
        let says = if is.is_root {
            ["The domain takes no mail from then on: ", &code(old), " is asked no more."].concat()
        } else {
            ["Your mail no longer goes to ", &code(old), " by this record."].concat()
        };
        out.push(Impact::new(Verdict::Warning, says));
    }
}

/// Whether mail that is signed today still passes.
fn key(before: &str, after: &str, out: &mut Vec<Impact>) {
    let of = |text: &str| -> Option<String> {
        let list = crate::record::tag_list::TagList::parse(text);
        let key = list.get(text, "p")?.value.text(text);
        Some(key.split_whitespace().collect())
    };
    let old = of(before).filter(|key| !key.is_empty());
    if old.is_some() && old != of(after) {
        out.push(Impact::new(
            Verdict::Warning,
            "Mail that is signed with the key of today no longer passes, nor does mail that is still on its way.",
        ));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn says(kind: Kind, before: &str, after: &str) -> Vec<String> {
        impact(kind, Some("example.com"), before, after).into_iter().map(|impact| impact.says).collect()
    }

    #[test]
    fn senders_that_fall_out_are_named() {
        let spf = |before: &str, after: &str| says(Kind::Spf, before, after).join(" ");
        let base = "v=spf1 include:_spf.google.com ip4:192.0.2.0/25 a:x.example ~all";
        assert_eq!(spf(base, base), "");
        assert!(
            spf(base, "v=spf1 ip4:192.0.2.0/24 A:x.example ~all")
                .starts_with("Mail that Google Workspace sends")
        );
        assert_eq!(
            spf("v=spf1 ip4:192.0.2.0/25 ~all", "v=spf1 +ip4:192.0.2.0/24 ~all"),
            "",
            "the network holds the other"
        );
        assert!(
            spf("v=spf1 ip4:192.0.2.0/24 ~all", "v=spf1 ip4:192.0.2.0/25 ~all")
                .contains("`ip4:192.0.2.0/24`")
        );
        assert!(spf(base, &base.replace("include", "~include")).contains("Google Workspace"), "another sign");
        assert!(spf(base, &base.replace(" a:x", " -all a:x")).contains("`a:x.example`"), "behind `all`");
        assert!(spf(base, &base.replace('~', "-")).contains("refuse mail from servers"));
        assert!(spf("v=spf1 mx -all", "v=spf1 mx ~all").contains("no longer refuse"));
        assert!(spf("v=spf1 +all", "v=spf1 mx -all").contains("Any server"));
        assert!(spf("v=spf1 redirect=x.example", "v=spf1 mx -all").contains("`redirect=x.example`"));
    }

    #[test]
    fn what_receivers_cant_read_any_more_comes_first() {
        let all = impact(Kind::Spf, None, "v=spf1 mx ~all", "v=spf1 mx ipv4:192.0.2.1 ~all");
        assert_eq!(all[0].verdict, Verdict::Error);
        assert!(all[0].says.contains("`ipv4:192.0.2.1`"), "{all:?}");
        let there = impact(Kind::Spf, None, "v=spf1 x:y mx ~all", "v=spf1 x:y mx a ~all");
        assert!(there.is_empty(), "what was wrong before is not new: {there:?}");
    }

    #[test]
    fn a_policy_that_changes_is_said_both_ways() {
        let dmarc = |before: &str, after: &str| says(Kind::Dmarc, before, after).join(" ");
        let base = "v=DMARC1; p=none; rua=mailto:a@example.com";
        assert!(dmarc(base, &base.replace("none", "reject")).contains("refuse mail that fails"));
        assert!(
            dmarc(base, &base.replace("none", "quarantine; t=y")).contains("into spam"),
            "older receivers act on it"
        );
        assert!(
            dmarc(
                "v=DMARC1; p=reject; rua=mailto:a@x.example",
                "v=DMARC1; p=reject; t=y; rua=mailto:a@x.example"
            )
            .contains("do less")
        );
        assert!(dmarc(base, "v=DMARC1; p=none").contains("`a@example.com`"));
        assert!(dmarc(base, &[base, "; aspf=s"].concat()).contains("bounces to a subdomain"));
        assert!(dmarc("v=DMARC1; p=reject", "v=DMARC1; p=reject; sp=none").contains("Subdomains are less"));
    }

    #[test]
    fn mail_servers_and_keys_too() {
        assert!(says(Kind::Mx, "10 a.example.", "10 b.example.")[0].contains("`a.example.`"));
        assert!(says(Kind::Mx, "10 a.example.", "20 A.example").is_empty());
        assert!(says(Kind::Mx, "10 a.example.", "0 .").iter().any(|says| says.contains("takes no mail")));
        assert!(
            says(Kind::Dkim, "v=DKIM1; p=abcd", "v=DKIM1; p=")
                .iter()
                .any(|says| says.contains("key of today"))
        );
    }
}

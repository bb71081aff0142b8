//! Is mail to the domain encrypted on its way, and can that be forced off?

use super::known::{Known, Mailbox};
use super::{Ask, Headline};
use crate::dns::{Lookup, Outcome};
use crate::facts::Domain;
use crate::facts::transport::{Dane, PolicyFile};
use crate::record::mta_sts_policy::Mode;
use crate::record::{Kind, Reading, Record};
use crate::report::{RecordReport, Report, Verdict};
use crate::rules::Severity;
use crate::text::prose::code;

/// How MTA-STS stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sts {
    /// Nobody knows, or nobody knows yet.
    Unknown,
    /// There is no record.
    Absent,
    /// There is one that senders can't use, or no server with the policy.
    Broken,
    /// There is one, and what the policy says is not known here.
    Unread,
    /// The policy can't be used, or leaves a server out.
    BadPolicy,
    /// The policy says so.
    Says(Mode),
}

/// The answer, with its reason.
pub fn encryption(domain: &Domain, report: &Report) -> Headline {
    let known = Known::new(domain, report);
    let name = code(domain.name.as_str());
    match known.mailbox() {
        Mailbox::NoSuchDomain | Mailbox::Refused | Mailbox::Nowhere => {
            return says(
                Verdict::Good,
                "No mail comes in",
                format!("{name} takes no mail, so there is none to protect."),
            );
        }
        Mailbox::Unknown => return open(domain, "Where its mail goes"),
        Mailbox::WebServer | Mailbox::Servers { .. } => {}
    }
    let dane: Vec<Dane> = domain.mail.hosts.iter().map(|host| domain.dane(host)).collect();
    let all = |wanted: Dane| !dane.is_empty() && dane.iter().all(|state| *state == wanted);
    let sts = sts(domain, report);
    let unseen = "Whether the servers can prove who they are can't be seen from a web page.";
    if all(Dane::Protects) {
        let both =
            if sts == Sts::Says(Mode::Enforce) { "DANE and an MTA-STS policy tell" } else { "DANE tells" };
        let reason = format!("{both} senders to deliver encrypted or not at all. {unseen}");
        return says(Verdict::Good, "Yes, and it can't be forced off", reason);
    }
    match sts {
        Sts::Says(Mode::Enforce) => {
            let reason =
                format!("An MTA-STS policy tells senders to deliver encrypted or not at all. {unseen}");
            return says(Verdict::Good, "Yes, and it can't be forced off", reason);
        }
        Sts::BadPolicy => {
            let reason = "The MTA-STS policy has a fault, so senders skip it or hold mail back.";
            return says(Verdict::Error, "Not reliably", reason.to_owned());
        }
        Sts::Unread => {
            let reason = "An MTA-STS record says that there is a policy. What the policy says could not be read from here: paste \
                          the file below to find out.";
            return says(Verdict::Unknown, "It depends on the policy", reason.to_owned());
        }
        Sts::Unknown | Sts::Absent | Sts::Broken | Sts::Says(Mode::Testing | Mode::None) => {}
    }
    let has = |wanted: Dane| dane.contains(&wanted);
    let reason = match sts {
        Sts::Broken => "An MTA-STS record is there, and senders can't use it.",
        Sts::Says(Mode::Testing) => "The MTA-STS policy is a test, so senders deliver either way.",
        _ if has(Dane::Protects) => "DANE protects the way to some of the mail servers, and not to all.",
        _ if has(Dane::Unusable) => "TLSA records are there and signed, and senders can't use them.",
        _ if has(Dane::Unsigned) => "TLSA records are there, and without signatures senders ignore them.",
        _ if sts == Sts::Unknown || has(Dane::Unknown) => return open(domain, "Some of its records"),
        Sts::Says(Mode::None) => "The MTA-STS policy is switched off.",
        _ => "Most senders encrypt where they can, and nothing tells them to insist.",
    };
    let verdict = match sts {
        Sts::Absent | Sts::Unknown | Sts::Says(Mode::None)
            if ![Dane::Unsigned, Dane::Unusable, Dane::Protects].into_iter().any(has) =>
        {
            Verdict::Advice
        }
        _ => Verdict::Warning,
    };
    let reason = format!("{reason} Whoever sits on the way can take the offer to encrypt out of the talk.");
    says(verdict, "Usually, but it can be forced off", reason)
}

fn says(verdict: Verdict, answer: &str, reason: String) -> Headline {
    Headline { ask: Ask::Encrypt, verdict, answer: answer.to_owned(), reason }
}

fn open(domain: &Domain, what: &str) -> Headline {
    if domain.is_complete {
        let reason = format!("{what} could not be asked, so nobody can tell from here.");
        says(Verdict::Unknown, "Could not ask", reason)
    } else {
        says(Verdict::Unknown, "Asking …", String::new())
    }
}

fn sts(domain: &Domain, report: &Report) -> Sts {
    let is_unknown = |lookup: &Option<Lookup>| {
        lookup.as_ref().is_none_or(|lookup| matches!(lookup.answer.outcome, Outcome::Unknown(_)))
    };
    if is_unknown(&domain.transport.sts) {
        return Sts::Unknown;
    }
    let mut records = report.records.iter().filter(|record| record.kind == Kind::MtaSts).peekable();
    if records.peek().is_none() {
        return Sts::Absent;
    }
    let has_error =
        |record: &RecordReport| record.findings.iter().any(|finding| finding.severity == Severity::Error);
    let works =
        |record: &RecordReport| record.reading == Reading::Used && !record.in_conflict && !has_error(record);
    if !records.any(works) {
        return Sts::Broken;
    }
    let policy = report.records.iter().find(|record| record.kind == Kind::MtaStsPolicy);
    let Some(RecordReport { record: Record::MtaStsPolicy(policy), findings, .. }) = policy else {
        return Sts::Unread;
    };
    match policy.mode.filter(|_| policy.is_usable) {
        Some(mode) if !findings.iter().any(|finding| finding.severity == Severity::Error) => Sts::Says(mode),
        _ => Sts::BadPolicy,
    }
}

/// What is known of the policy file, beside the file itself; empty where it stands there, or is none of interest.
pub fn policy_says(domain: &Domain) -> String {
    use crate::facts::transport::Unread;
    let Some(url) = domain.transport.policy_url(&domain.name) else { return String::new() };
    let url = code(&url);
    let why = match &domain.transport.policy {
        PolicyFile::Fetched(_) | PolicyFile::Pasted(_) => return String::new(),
        PolicyFile::NotAsked => {
            return format!("Senders fetch the policy from {url}. Waxseal has not asked for it.");
        }
        PolicyFile::Unread(Unread::BlockedOrUnreachable) => {
            "Browsers do not let a page read such a file unless its server allows that, and hardly any does."
        }
        PolicyFile::Unread(Unread::Timeout) => "No answer came in time.",
        PolicyFile::Unread(Unread::TooLong) => "It is longer than a policy may be, which is 64 kilobytes.",
        PolicyFile::Unread(Unread::Status(status)) => {
            return format!(
                "Senders fetch the policy from {url}. To this page the server answered with status {status} and no file."
            );
        }
    };
    format!(
        "Senders fetch the policy from {url}. This page could not read it, which says nothing about the file: {}",
        lower(why)
    )
}

/// After a colon a sentence goes on.
fn lower(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}

#[cfg(test)]
mod tests {
    use crate::facts::transport::{PolicyFile, Unread};
    use crate::report::Verdict;
    use crate::report::domain::{check_zone, judge_domain};

    const MAIL: &str = "a.example MX 10 mx.a.example\nmx.a.example A 192.0.2.1\n";
    const STS: &str = "_mta-sts.a.example TXT \"v=STSv1; id=1\"\nmta-sts.a.example A 192.0.2.80\n";
    const DANE: &str =
        "_25._tcp.mx.a.example TLSA 3 1 1 8cb0fc6c527506a053f4f14c8464bebbd6dede2738d11468dd953d7d6a3021f1\n";

    fn answer(zone: &str, policy: PolicyFile) -> (String, Verdict) {
        let mut domain = check_zone(&[MAIL, zone].concat()).unwrap().domain;
        domain.transport.policy = policy;
        let encryption = judge_domain(domain).encryption;
        (encryption.answer, encryption.verdict)
    }

    fn policy(mode: &str, mx: &str) -> PolicyFile {
        PolicyFile::Pasted(format!("version: STSv1\r\nmode: {mode}\r\nmx: {mx}\r\nmax_age: 604800\r\n"))
    }

    #[test]
    fn it_is_answered_by_both_ways_to_insist() {
        let signed = [DANE, "a.example * !signed"].concat();
        let none = PolicyFile::NotAsked;
        let blocked = PolicyFile::Unread(Unread::BlockedOrUnreachable);
        for (zone, file, expected, verdict) in [
            ("", none.clone(), "Usually, but it can be forced off", Verdict::Advice),
            (STS, blocked.clone(), "It depends on the policy", Verdict::Unknown),
            (STS, none.clone(), "It depends on the policy", Verdict::Unknown),
            (STS, policy("enforce", "mx.a.example"), "Yes, and it can't be forced off", Verdict::Good),
            (STS, policy("enforce", "*.a.example"), "Yes, and it can't be forced off", Verdict::Good),
            (STS, policy("enforce", "other.example"), "Not reliably", Verdict::Error),
            (STS, policy("testing", "mx.a.example"), "Usually, but it can be forced off", Verdict::Warning),
            (STS, policy("none", "mx.a.example"), "Usually, but it can be forced off", Verdict::Advice),
            (STS, policy("on", "mx.a.example"), "Not reliably", Verdict::Error),
            (&signed, none.clone(), "Yes, and it can't be forced off", Verdict::Good),
            (DANE, none.clone(), "Usually, but it can be forced off", Verdict::Warning),
            (
                "_mta-sts.a.example TXT \"v=STSv1\"",
                none.clone(),
                "Usually, but it can be forced off",
                Verdict::Warning,
            ),
            ("_mta-sts.a.example TXT !timeout", none.clone(), "Could not ask", Verdict::Unknown),
            ("_25._tcp.mx.a.example TLSA !timeout", none.clone(), "Could not ask", Verdict::Unknown),
        ] {
            assert_eq!(answer(zone, file.clone()), (expected.to_owned(), verdict), "{zone} {file:?}");
        }
        assert_eq!(check_zone("b.example MX 0 .").unwrap().encryption.answer, "No mail comes in");
        assert_eq!(check_zone("b.example MX !timeout").unwrap().encryption.answer, "Could not ask");
    }

    #[test]
    fn a_file_that_could_not_be_read_is_never_said_to_be_missing() {
        let mut domain = check_zone(&[MAIL, STS].concat()).unwrap().domain;
        for unread in [Unread::BlockedOrUnreachable, Unread::Timeout, Unread::TooLong] {
            domain.transport.policy = PolicyFile::Unread(unread);
            let says = super::policy_says(&domain);
            assert!(says.contains("says nothing about the file"), "{says}");
            assert!(!says.contains("missing") && !says.contains("no policy"), "{says}");
            let report = judge_domain(domain.clone()).report;
            let all = report.records.iter().flat_map(|record| &record.findings).chain(&report.findings);
            assert!(all.clone().all(|finding| !finding.rule.id.starts_with("mta-sts-policy")));
        }
        domain.transport.policy = policy("none", "a.example");
        assert_eq!(super::policy_says(&domain), "");
    }
}

//! Who is probably behind a name: a hint for sentences ("looks like Google Workspace"), never a verdict.
//!
//! Names match on label boundaries and the longest suffix wins: `sendgrid.net.evil.example` is not SendGrid.

use std::borrow::Cow;

/// One provider.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Provider {
    /// Its name.
    pub name: &'static str,
    /// What it does: `mailbox`, `transactional`, `marketing`, `saas`, `forwarding`, `security` or `dmarc`.
    pub kind: &'static str,
    /// The DKIM selectors that it uses for everyone, the usual one first.
    pub selectors: &'static [&'static str],
    /// It makes up selectors for each customer, which nobody can guess.
    pub makes_selectors: bool,
    /// The domains that an SPF record includes for it, the usual one first; `<…>` stands for what each customer has of
    /// their own.
    pub spf: &'static [&'static str],
}

/// The services that bounce at a name of their own, or at a subdomain that a CNAME gives them, unless they are told
/// otherwise: by their names in the table of services.
const BOUNCE_ELSEWHERE: &[&str] = &[
    "Amazon SES",
    "Mailchimp",
    "SendGrid (Twilio)",
    "Postmark",
    "Brevo (Sendinblue)",
    "Klaviyo",
    "HubSpot",
    "Shopify",
];

/// Its mail seldom bears the customer's domain in the return address, which is where receivers check SPF.
pub fn bounces_elsewhere(provider: &Provider) -> bool {
    BOUNCE_ELSEWHERE.contains(&provider.name)
}

include!(concat!(env!("OUT_DIR"), "/providers.rs"));

/// What hangs on a text that proves who holds a domain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProofRole {
    /// The service asked for it; whether it looks again is its own affair.
    Proof,
    /// The service says that it looks again, and that the text has to stay.
    Kept,
    /// The service reads a setting from it, and works by that.
    Setting,
    /// It is looked for when a certificate is issued, and again when that is renewed.
    Certificate,
}

/// Who asks for a text to prove who holds a domain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verifier {
    /// Its name.
    pub name: &'static str,
    /// What hangs on the text.
    pub role: ProofRole,
}

include!(concat!(env!("OUT_DIR"), "/verifications.rs"));

/// By the start of a text, with the length in bytes of what tells it: `google-site-verification=`.
pub fn verifier_by_text(text: &str) -> Option<(&'static Verifier, usize)> {
    // Most texts start with another letter than any of these.
    let first = text.bytes().next()?.to_ascii_lowercase();
    let mut alike =
        PROOF_TEXTS.iter().filter(|(pattern, _)| pattern.as_bytes().first() == Some(&first)).peekable();
    alike.peek()?;
    // No start of a text is longer.
    let head: String = text.chars().take(64).take_while(char::is_ascii).collect();
    let head = head.to_ascii_lowercase();
    let found = alike.filter_map(|(pattern, i)| Some((head_length(&head, pattern)?, *i)));
    let (length, i) = found.max()?;
    Some((VERIFIERS.get(usize::from(i))?, length))
}

/// By the first labels of the name that a text stands at: `_github-challenge-acme`.
pub fn verifier_by_name(name: &str) -> Option<&'static Verifier> {
    let name = name.to_ascii_lowercase();
    let is_at = |pattern: &str| {
        let mut labels = name.split('.');
        pattern.split('.').all(|pattern| labels.next().is_some_and(|label| label_matches(label, pattern)))
    };
    // Most names start with another letter than most of these.
    let starts_alike =
        |pattern: &str| pattern.starts_with('*') || pattern.as_bytes().first() == name.as_bytes().first();
    let (_, i) = PROOF_NAMES.iter().find(|(pattern, _)| starts_alike(pattern) && is_at(pattern))?;
    VERIFIERS.get(usize::from(*i))
}

/// By the name that a CNAME leads to.
pub fn verifier_by_target(target: &str) -> Option<&'static Verifier> {
    VERIFIERS.get(usize::from(suffix_index(target, PROOF_TARGETS, &[])?))
}

/// How a form takes the name at which the zone starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ApexEntry {
    /// As `@`.
    At,
    /// With the field left empty.
    Empty,
    /// As the domain itself.
    Domain,
}

/// A company that holds zones, with the words of its form; none where nobody has read them there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DnsHost {
    /// Its name.
    pub name: &'static str,
    /// The way to the form, as steps with `>` between them.
    pub where_in_panel: Option<&'static str>,
    /// What the field for the name is called.
    pub name_field: Option<&'static str>,
    /// What is entered there for the domain itself.
    pub apex: Option<ApexEntry>,
    /// The form adds the domain to the name.
    pub appends_domain: Option<bool>,
    /// What the field for the value of a TXT record is called.
    pub txt_field: Option<&'static str>,
    /// What the field for the server of an MX record is called.
    pub mx_field: Option<&'static str>,
    /// What the field for the target of a CNAME record is called.
    pub cname_field: Option<&'static str>,
    /// What the field for the number of an MX record is called.
    pub number_field: Option<&'static str>,
    /// The number of an MX record stands at the start of its value, and has no field.
    pub number_in_value: bool,
    /// The value of a TXT record is entered with quotation marks.
    pub wants_quotes: bool,
    /// What its customers trip over, as whole sentences.
    pub note: Option<&'static str>,
}

include!(concat!(env!("OUT_DIR"), "/dns_hosts.rs"));

/// By a name server of a zone, and by the mailbox in the zone's SOA record where companies share the server.
pub fn by_name_server(server: &str, mailbox: Option<&str>) -> Option<&'static DnsHost> {
    let at = suffix_index(server, NAME_SERVERS, NAME_SERVERS_GLOBS).or_else(|| {
        let server = server.strip_suffix('.').unwrap_or(server).to_ascii_lowercase();
        let mailbox = mailbox?;
        let shared = NAME_SERVERS_SHARED.iter().find(|(pattern, of, _)| {
            of.eq_ignore_ascii_case(mailbox) && suffixes(&server).any(|suffix| suffix == *pattern)
        })?;
        Some(shared.2)
    })?;
    DNS_HOSTS.get(usize::from(at))
}

/// By the domain of an `include`, a `redirect` or an `a`.
pub fn by_spf_domain(domain: &str) -> Option<&'static Provider> {
    by_suffix(domain, SPF, SPF_GLOBS)
}

/// By the host of an MX record.
pub fn by_mx_host(host: &str) -> Option<&'static Provider> {
    by_suffix(host, MX, MX_GLOBS)
}

/// By the host that DMARC reports go to.
pub fn by_report_host(host: &str) -> Option<&'static Provider> {
    by_suffix(host, REPORTS, REPORTS_GLOBS)
}

/// By the target of a CNAME at a DKIM selector.
pub fn by_dkim_target(target: &str) -> Option<&'static Provider> {
    by_suffix(target, DKIM_CNAME, DKIM_CNAME_GLOBS)
}

/// The first provider that uses this selector; weak evidence, since anyone may.
pub fn by_selector(selector: &str) -> Option<&'static Provider> {
    let uses = |provider: &&Provider| provider.selectors.iter().any(|s| s.eq_ignore_ascii_case(selector));
    PROVIDERS.iter().find(uses)
}

/// By the start of a verification text.
pub fn by_verification(text: &str) -> Option<&'static Provider> {
    let tables = VERIFICATION.iter().chain(VERIFICATION_GLOBS);
    let found = tables
        .filter(|(pattern, _)| starts_with_glob(text, pattern))
        .max_by_key(|(pattern, _)| pattern.len())?;
    PROVIDERS.get(usize::from(found.1))
}

fn by_suffix(name: &str, plain: &[(&str, u8)], globs: &[(&str, u8)]) -> Option<&'static Provider> {
    PROVIDERS.get(usize::from(suffix_index(name, plain, globs)?))
}

/// The row of the longest pattern that a name ends in.
fn suffix_index(name: &str, plain: &[(&str, u8)], globs: &[(&str, u8)]) -> Option<u8> {
    let name = lower_case(name.strip_suffix('.').unwrap_or(name));
    let index = |ending: &str| {
        let at = plain.binary_search_by(|(pattern, _)| (*pattern).cmp(ending)).ok()?;
        Some(plain[at].1)
    };
    // No pattern is a single label. One that starts with a dot stands below any label.
    let exact = suffixes(&name).take_while(|suffix| suffix.contains('.')).find_map(|suffix| {
        let dot = suffix.find('.').filter(|dot| *dot > 0)?;
        Some((suffix.len(), index(suffix).max(index(&suffix[dot..]))?))
    });
    let by_glob = globs
        .iter()
        .filter_map(|(pattern, i)| {
            // Most names end in another way than most patterns: that is seen before labels are counted.
            let tail = &pattern[pattern.bytes().rposition(|b| b == b'*')? + 1..];
            let suffix = name.ends_with(tail).then(|| last_labels(&name, pattern.split('.').count()))??;
            is_glob_match(suffix, pattern).then_some((suffix.len(), *i))
        })
        .max();
    exact.max(by_glob).map(|(_, i)| i)
}

fn lower_case(name: &str) -> Cow<'_, str> {
    if name.bytes().any(|b| b.is_ascii_uppercase()) {
        Cow::Owned(name.to_ascii_lowercase())
    } else {
        Cow::Borrowed(name)
    }
}

/// The name, then what is left without its first label, and so on.
fn suffixes(name: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(name), |rest| rest.split_once('.').map(|(_, rest)| rest))
}

/// The last `count` labels of a name that has as many.
fn last_labels(name: &str, count: usize) -> Option<&str> {
    let mut dots = name.rmatch_indices('.').map(|(at, _)| at);
    match dots.nth(count - 1) {
        Some(at) => Some(&name[at + 1..]),
        None => (name.split('.').count() == count).then_some(name),
    }
}

/// The name has the labels of the pattern; a star stands for one or more characters of one label.
fn is_glob_match(name: &str, pattern: &str) -> bool {
    let mut patterns = pattern.split('.');
    name.split('.').all(|label| patterns.next().is_some_and(|pattern| label_matches(label, pattern)))
}

fn label_matches(label: &str, pattern: &str) -> bool {
    let Some((head, tail)) = pattern.split_once('*') else { return label == pattern };
    let tail = tail.trim_start_matches('*');
    label.len() > head.len() + tail.len() && label.starts_with(head) && label.ends_with(tail)
}

/// The length of what a pattern matches at the start of a text, both in lower case.
fn head_length(text: &str, pattern: &str) -> Option<usize> {
    let Some((head, tail)) = pattern.split_once('*') else {
        return text.starts_with(pattern).then_some(pattern.len());
    };
    let rest = text.strip_prefix(head)?;
    if tail.is_empty() {
        return rest.starts_with(|c: char| c.is_ascii_hexdigit()).then_some(head.len());
    }
    let at = rest.find(tail).filter(|at| *at > 0)?;
    // A token before the rest of the pattern is one word.
    rest[..at].bytes().all(|b| b.is_ascii_alphanumeric()).then_some(head.len() + at + tail.len())
}

fn starts_with_glob(text: &str, pattern: &str) -> bool {
    let Some((head, tail)) = pattern.split_once('*') else { return text.starts_with(pattern) };
    let Some(rest) = text.strip_prefix(head) else { return false };
    // No token before the rest of a prefix is longer than this.
    let window: String = rest.chars().take(40).collect();
    window.find(tail).is_some_and(|at| at > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(found: Option<&'static Provider>) -> &'static str {
        found.map_or("", |provider| provider.name)
    }

    #[test]
    fn the_longest_suffix_on_label_boundaries_wins() {
        assert_eq!(name(by_spf_domain("_spf.google.com")), "Google Workspace");
        assert_eq!(name(by_spf_domain("spf.protection.outlook.com.")), "Microsoft 365");
        assert_eq!(name(by_spf_domain("outlook.com")), "Outlook.com consumer");
        assert_eq!(name(by_spf_domain("SENDGRID.net")), "SendGrid (Twilio)");
        assert_eq!(name(by_spf_domain("sendgrid.net.evil.example")), "");
        assert_eq!(name(by_spf_domain("evilsendgrid.net")), "");
        assert_eq!(name(by_spf_domain("spf-0012ab34.pphosted.com")), "Proofpoint");
    }

    #[test]
    fn every_name_that_is_looked_for_has_a_dot() {
        for table in [SPF, MX, REPORTS, DKIM_CNAME, PROOF_TARGETS, NAME_SERVERS] {
            let single: Vec<_> = table.iter().filter(|(pattern, _)| !pattern.contains('.')).collect();
            assert!(single.is_empty(), "{single:?}");
        }
    }

    #[test]
    fn providers_say_which_selectors_they_use() {
        let of = |name| by_spf_domain(name).map(|p| (p.selectors, p.makes_selectors));
        assert_eq!(of("spf.protection.outlook.com"), Some((&["selector1", "selector2"][..], false)));
        assert_eq!(of("amazonses.com"), Some((&[][..], true)));
        assert_eq!(of("_spf.mx.cloudflare.net"), Some((&["cf2024-1", "cf-bounce"][..], false)));
        assert_eq!(by_selector("S1").map(|p| p.name), Some("GoDaddy Professional Email"));
    }

    #[test]
    fn name_servers_tell_the_dns_host() {
        let host = |server, mailbox| by_name_server(server, mailbox).map_or("", |host| host.name);
        assert_eq!(host("amy.ns.cloudflare.com", None), "Cloudflare");
        assert_eq!(host("NS-1.awsdns-05.co.uk.", None), "AWS Route 53");
        assert_eq!(host("ns.cloudflare.com.evil.example", None), "");
        assert_eq!(host("ns1.notgandi.net", None), "");
        for shared in ["ns-cloud-a1.googledomains.com", "dns1.p01.nsone.net", "ns1.systemdns.com"] {
            assert_eq!(host(shared, None), "", "{shared}");
            assert_eq!(host(shared, Some("cloud-dns-hostmaster.google.com")), "", "{shared}");
        }
        assert_eq!(host("dns1.p01.nsone.net", Some("domains+netlify.netlify.com")), "Netlify");
        let hetzner = by_name_server("helium.ns.hetzner.de", None).unwrap();
        assert_eq!((hetzner.name, hetzner.name_field, hetzner.apex), ("Hetzner", None, None));
    }

    #[test]
    fn texts_names_and_targets_tell_who_asked_for_a_proof() {
        let text = |text| verifier_by_text(text).map(|(verifier, length)| (verifier.name, length));
        assert_eq!(text("google-site-verification=abc"), Some(("Google", 25)));
        assert_eq!(text("ms=MS12345678"), Some(("Microsoft 365", 5)));
        assert_eq!(text("pardot123456=abc"), Some(("Salesforce Account Engagement (Pardot)", 13)));
        assert_eq!(text("00D5i000000ABCD=1TB000001"), Some(("Salesforce", 19)));
        assert_eq!(text("forward-email=a@b.example"), Some(("Forward Email", 14)));
        assert_eq!(text("forward-email-site-verification=a").map(|found| found.1), Some(32));
        for other in ["pardot =x", "MS=hello", "verification", "did=x", "", "ppe-", "é"] {
            assert_eq!(text(other), None, "{other}");
        }
        let name = |name| verifier_by_name(name).map_or("", |verifier| verifier.name);
        assert_eq!(name("_github-challenge-acme.example.com"), "GitHub");
        assert_eq!(name("mailjet._1a2b.example.com"), "Mailjet");
        assert_eq!(name("_amazonses"), "Amazon SES");
        assert_eq!(name("x._amazonses.example.com"), "");
        let target = |name| verifier_by_target(name).map_or("", |verifier| verifier.name);
        assert_eq!(target("gv-abc.dv.googlehosted.com."), "Google");
        assert_eq!(target("_x.acm-validations.aws"), "AWS Certificate Manager");
        assert_eq!(target("acm-validations.aws.example"), "");
    }

    #[test]
    fn a_star_stands_for_one_label() {
        assert_eq!(name(by_mx_host("a.iphmx.com")), "Cisco Secure Email");
        for other in ["iphmx.com", ".iphmx.com", "a..iphmx.com", "aiphmx.com"] {
            assert_eq!(name(by_mx_host(other)), "", "{other}");
        }
        assert_eq!(name(by_spf_domain("spf-.pphosted.com")), "");
        assert_eq!(name(by_mx_host("a.b.iphmx.com")), "Cisco Secure Email", "what stands before it is free");
    }

    #[test]
    fn other_tables_are_read_too() {
        assert_eq!(name(by_mx_host("alt1.aspmx.l.google.com")), "Google Workspace");
        assert_eq!(name(by_mx_host("feedback-smtp.eu-west-1.amazonses.com")), "Amazon SES");
        assert_eq!(name(by_mx_host("contoso-com.mail.protection.outlook.com")), "Microsoft 365");
        assert_eq!(name(by_verification("google-site-verification=abc")), "Google Workspace");
        assert_eq!(name(by_report_host("inbox.ondmarc.com")), "Red Sift OnDMARC");
        assert_eq!(name(by_selector("zmail")), "Zoho Mail");
        assert_eq!(name(by_dkim_target("x.dkim.eu-south-1.amazonses.com")), "Amazon SES");
    }
}

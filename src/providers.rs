//! Who is probably behind a name: a hint for sentences ("looks like Google Workspace"), never a verdict.
//!
//! Names match on label boundaries and the longest suffix wins: `sendgrid.net.evil.example` is not SendGrid.

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
}

include!(concat!(env!("OUT_DIR"), "/providers.rs"));

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
    let name = name.strip_suffix('.').unwrap_or(name).to_ascii_lowercase();
    let exact = suffixes(&name).find_map(|suffix| {
        let at = plain.binary_search_by(|(pattern, _)| (*pattern).cmp(suffix)).ok()?;
        Some((suffix.len(), plain[at].1))
    });
    let by_glob = globs
        .iter()
        .filter_map(|(pattern, i)| {
            // Most names end in another way than most patterns: that is seen before labels are counted.
            let tail = pattern.rsplit('*').next()?;
            let suffix = name.ends_with(tail).then(|| last_labels(&name, pattern.split('.').count()))??;
            is_glob_match(suffix, pattern).then_some((suffix.len(), *i))
        })
        .max();
    let (_, i) = exact.max(by_glob)?;
    PROVIDERS.get(usize::from(i))
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
    fn providers_say_which_selectors_they_use() {
        let of = |name| by_spf_domain(name).map(|p| (p.selectors, p.makes_selectors));
        assert_eq!(of("spf.protection.outlook.com"), Some((&["selector1", "selector2"][..], false)));
        assert_eq!(of("amazonses.com"), Some((&[][..], true)));
        assert_eq!(of("_spf.mx.cloudflare.net"), Some((&["cf2024-1", "cf-bounce"][..], false)));
        assert_eq!(by_selector("S1").map(|p| p.name), Some("GoDaddy Professional Email"));
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

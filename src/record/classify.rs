//! Which kind of record a text is meant to be.

use super::authorisation::Places;
use super::domain_spec::looks_like_ipv4;
use super::slip::version_slip;
use super::tag_list::TagList;
use super::verification::{label_length, parted_wrong};
use super::{Header, Kind};

/// Names what `value` is meant to be, by its text, its type and its name.
///
/// `name` is compared without regard to case, `rtype` is upper case. What a text starts with decides before
/// its name does; a text that looks like no record is [`Kind::Other`], and never guessed into one.
pub fn classify(name: Option<&str>, rtype: Option<&str>, value: &str) -> Kind {
    match rtype {
        Some("MX") => return Kind::Mx,
        Some("TLSA") => return Kind::Tlsa,
        Some("CNAME") => return Kind::Cname,
        None if Header::is_one(value) => return Kind::Other,
        Some("TXT" | "SPF") | None => {}
        Some(_) => return Kind::Other,
    }
    if let Some(kind) = by_text(value) {
        return match (kind, name) {
            (Kind::Dmarc, Some(name)) if Places::of(&name.to_ascii_lowercase()).is_some() => {
                Kind::DmarcReportAuthorisation
            }
            _ => kind,
        };
    }
    if let Some(kind) = name.and_then(|name| by_name(name, value)) {
        // Where no type is told, a name in the place of a key is that of the key's owner.
        return if kind == Kind::Dkim && rtype.is_none() && is_target(value) { Kind::Cname } else { kind };
    }
    match rtype {
        None if looks_like_mx(value) => Kind::Mx,
        None if super::tlsa::looks_like(value) => Kind::Tlsa,
        _ => Kind::Other,
    }
}

/// By what the text starts with, odd characters before it left aside.
fn by_text(value: &str) -> Option<Kind> {
    let odd = |c: char| !c.is_alphanumeric() && c != '_';
    let start = value.trim_start_matches(odd);
    // Long enough for every prefix below; the rest of a long text is of no interest here, and neither is one that
    // starts with another letter.
    let head: String = match start.as_bytes().first() {
        Some(b'v' | b'V' | b's' | b'S' | b'd' | b'D') => {
            start.chars().take(64).filter(|c| !c.is_whitespace()).map(|c| c.to_ascii_lowercase()).collect()
        }
        _ => String::new(),
    };
    let version = head.strip_prefix("v=").or_else(|| head.strip_prefix("v:"));
    let version = version.map(|version| version.trim_start_matches(['\'', '"']));
    let kind = match version {
        Some(version) if version.starts_with("spf") => Kind::Spf,
        Some(version) if version.starts_with("dmarc") => Kind::Dmarc,
        Some(version) if version.starts_with("dkim") => Kind::Dkim,
        Some(version) if version.starts_with("stsv") => {
            if super::mta_sts_policy::looks_like(value) {
                Kind::MtaStsPolicy
            } else {
                Kind::MtaSts
            }
        }
        Some(version) if version.starts_with("tlsrpt") => Kind::TlsRpt,
        Some(version) if version.starts_with("bimi") => Kind::Bimi,
        _ if head.starts_with("spf2.0/") => Kind::SenderId,
        // The `v=` was left behind.
        _ if head.starts_with("dmarc1;") => Kind::Dmarc,
        _ if head.starts_with("version:stsv") => Kind::MtaStsPolicy,
        _ if value.contains('\n') && super::mta_sts_policy::looks_like(value) => Kind::MtaStsPolicy,
        _ if crate::providers::verifier_by_text(start).is_some()
            || label_length(start).is_some()
            || parted_wrong(start).is_some() =>
        {
            Kind::Verification
        }
        _ => return by_tags(value).or_else(|| version_slip(start).map(|slip| slip.kind)),
    };
    Some(kind)
}

/// A tag list without its version in front: DMARC by its policy or a later `v`, DKIM by its key.
fn by_tags(value: &str) -> Option<Kind> {
    if !value.contains('=') || value.len() > 8192 {
        return None;
    }
    let list = TagList::parse(value);
    let tag = |name: &str| list.get(value, name).map(|tag| tag.value.text(value));
    if let Some(version) = tag("v") {
        let version = version.to_ascii_lowercase();
        if version.starts_with("dmarc") {
            return Some(Kind::Dmarc);
        } else if version.starts_with("dkim") {
            return Some(Kind::Dkim);
        }
    }
    let known = list.tags.iter().all(|tag| tag.equals.is_some() && tag.well_named);
    let key = tag("p")?;
    if super::dmarc::Policy::read(key).is_some() && known {
        return Some(Kind::Dmarc);
    }
    let key_like = key.len() >= 40 && !key.contains([':', '.', '@']);
    let first = list.tags[0].name.text(value);
    let dkim_name = matches!(first, "k" | "p" | "h" | "s" | "t" | "n" | "g");
    (dkim_name && (key_like || (key.is_empty() && known && tag("rua").is_none()))).then_some(Kind::Dkim)
}

fn by_name(name: &str, value: &str) -> Option<Kind> {
    let name = name.to_ascii_lowercase();
    let first = name.split('.').next().unwrap_or("");
    match first {
        // Other texts may stand there too, and are no DMARC record of any kind.
        "_dmarc" => {
            let like_tags = value.contains('=') || super::dmarc::Policy::read(value.trim()).is_some();
            like_tags.then_some(Kind::Dmarc)
        }
        // What a domain says about its signing (RFC 5617): retired, and no key.
        "_adsp" | "_policy" => None,
        "_mta-sts" => {
            let like_it = value.to_ascii_lowercase().contains("stsv") || starts_with_tag(value, "id");
            like_it.then_some(Kind::MtaSts)
        }
        _ if name.starts_with("_report._dmarc") => Some(Kind::DmarcReportAuthorisation),
        _ if is_below(&name, "_report._dmarc") => Some(Kind::DmarcReportAuthorisation),
        _ if is_below(&name, "_domainkey") => Some(Kind::Dkim),
        _ if is_below(&name, "_bimi") => Some(Kind::Bimi),
        _ if name.starts_with("_smtp._tls") => {
            let like_it = value.to_ascii_lowercase().contains("tlsrpt") || starts_with_tag(value, "rua");
            like_it.then_some(Kind::TlsRpt)
        }
        _ if name.starts_with("_bimi.") || name == "_bimi" => Some(Kind::Bimi),
        _ if crate::providers::verifier_by_name(&name).is_some() => Some(Kind::Verification),
        _ => None,
    }
}

/// Three labels or more with dots between them, and nothing else.
fn is_target(value: &str) -> bool {
    let name = value.trim().trim_end_matches('.');
    let is_label = |label: &str| {
        !label.is_empty() && label.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
    };
    name.split('.').count() >= 3 && name.split('.').all(is_label)
}

/// One of its first two tags has this name: what else stands there, as the text of a wildcard, is no such record.
fn starts_with_tag(value: &str, name: &str) -> bool {
    let mut tags = value.split(';').take(2).filter_map(|tag| tag.split_once('='));
    tags.any(|(tag, _)| tag.trim().eq_ignore_ascii_case(name))
}

/// `name` has at least one label before `part`, and `part` stands on label boundaries.
fn is_below(name: &str, part: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name.find(&format!(".{part}"))
        .is_some_and(|at| matches!(name.as_bytes().get(at + 1 + part.len()), None | Some(b'.')))
}

/// `10 mail.example.com`: a number, then one host name with a dot in it, the root, or what people put in its place:
/// an address, a web address, a mail address.
fn looks_like_mx(value: &str) -> bool {
    let mut words = value.split_whitespace();
    let (Some(number), Some(host), None) = (words.next(), words.next(), words.next()) else { return false };
    number.len() <= 5
        && number.bytes().all(|b| b.is_ascii_digit())
        && (host == "." || looks_like_target(host))
}

fn looks_like_target(host: &str) -> bool {
    // A comma or a semicolon of the list that it was copied from.
    let host = host.trim_end_matches([',', ';']);
    let address = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host);
    let bare = match host.split_once('@') {
        // Both sides of a mail address.
        Some((user, domain)) if !user.is_empty() => domain,
        _ => host,
    };
    let mailed = bare.len() < host.len();
    looks_like_ipv4(address)
        || address.parse::<std::net::Ipv6Addr>().is_ok()
        || host.starts_with("http://")
        || host.starts_with("https://")
        || ((mailed || bare.contains('.'))
            && bare.bytes().any(|b| b.is_ascii_alphabetic())
            && bare.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_named_by_what_it_says() {
        for (value, expected) in [
            ("v=spf1 -all", Kind::Spf),
            (" V = SPF1 mx", Kind::Spf),
            ("“v=spf1 -all”", Kind::Spf),
            ("v=spf2.0/pra", Kind::Spf),
            ("spf2.0/mfrom,pra mx -all", Kind::SenderId),
            ("v=DMARC1; p=none", Kind::Dmarc),
            ("v=sfp1 include:a.example -all", Kind::Spf),
            ("spf1 mx -all", Kind::Spf),
            ("v-DMARC1; p=none", Kind::Dmarc),
            ("v=BMI1; l=https://a.example/a.svg", Kind::Bimi),
            ("p=reject; v=DMARC1", Kind::Dmarc),
            ("DMARC1; p=none", Kind::Dmarc),
            ("DMARC1 is a version", Kind::Other),
            ("p=reject; rua=mailto:a@x.y", Kind::Dmarc),
            ("v=DKIM1; p=", Kind::Dkim),
            ("p=", Kind::Dkim),
            ("k=rsa; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDwIRP", Kind::Dkim),
            ("v=STSv1; id=1", Kind::MtaSts),
            ("version: STSv1\nmode: enforce\nmx: a.example\nmax_age: 86400", Kind::MtaStsPolicy),
            ("mode: enforce\nmx: a.example\nmax_age: 86400\nversion: STSv1", Kind::MtaStsPolicy),
            ("3 1 1 8cb0fc6c527506a053f4f14c8464bebbd6dede2738d11468dd953d7d6a3021f1", Kind::Tlsa),
            ("3 1 1 apples", Kind::Other),
            ("v=TLSRPTv1; rua=mailto:a@x.y", Kind::TlsRpt),
            ("v=BIMI1; l=", Kind::Bimi),
            ("google-site-verification=abc", Kind::Verification),
            ("some-verification=0123456789", Kind::Verification),
            ("verification: paste this below", Kind::Other),
            ("10 mail.example.com.", Kind::Mx),
            ("0 .", Kind::Mx),
            ("10 192.0.2.1.", Kind::Mx),
            ("10 http://mail.example.com/", Kind::Mx),
            ("10 [192.0.2.1]", Kind::Mx),
            ("10 2001:db8::1", Kind::Mx),
            ("10 user@example", Kind::Mx),
            ("10 mail.example.com,", Kind::Mx),
            ("the total is 10 p=high", Kind::Other),
            ("10 12:30", Kind::Other),
            ("10 apples", Kind::Other),
            ("192.0.2.1", Kind::Other),
            ("hello", Kind::Other),
        ] {
            assert_eq!(classify(None, None, value), expected, "{value}");
        }
    }

    #[test]
    fn a_name_or_a_type_helps_where_the_text_does_not() {
        assert_eq!(classify(Some("_dmarc.example.com"), Some("TXT"), "none"), Kind::Dmarc);
        assert_eq!(classify(Some("s1._domainkey"), Some("TXT"), "s1.dkim.example.net"), Kind::Dkim);
        assert_eq!(
            classify(Some("x._report._dmarc.y"), Some("TXT"), "v=DMARC1"),
            Kind::DmarcReportAuthorisation
        );
        assert_eq!(classify(Some("_mta-sts.a.example"), Some("TXT"), "id=1"), Kind::MtaSts);
        assert_eq!(classify(Some("_mta-sts.a.example"), Some("TXT"), "hello"), Kind::Other, "of a wildcard");
        assert_eq!(
            classify(Some("_smtp._tls.a.example"), Some("TXT"), "TLSRPT1; rua=a@b.example"),
            Kind::TlsRpt
        );
        assert_eq!(classify(Some("_smtp._tls.a.example"), Some("TXT"), "hello"), Kind::Other);
        assert_eq!(classify(Some("example.com"), Some("A"), "v=spf1"), Kind::Other);
        assert_eq!(
            classify(Some("_report._dmarc.y"), Some("TXT"), "v=DMARC1"),
            Kind::DmarcReportAuthorisation
        );
        assert_eq!(classify(Some("_amazonses.example.com"), Some("TXT"), "abc="), Kind::Verification);
        assert_eq!(classify(Some("_github-challenge-acme"), Some("TXT"), "0a1b2c"), Kind::Verification);
        assert_eq!(classify(None, Some("MX"), "mail"), Kind::Mx);
    }
}

//! What rules on MTA-STS and TLS-RPT records share: the version at the start, parts that can't be read, and the one name
//! at which each stands.

use crate::record::slip::version_slip;
use crate::text::near::{is_slip_of, twice};
use crate::text::{Edit, Span};

/// The version of a record, as it must start.
pub struct Version {
    /// `v=STSv1`
    pub right: &'static str,
    /// What every slip of it starts with, in lower case: `sts`.
    pub stem: &'static str,
}

/// Edits that make a text start with its version and a semicolon.
pub fn start_with(text: &str, version: &Version) -> Vec<Edit> {
    let sign = |c: char| c.is_whitespace() || matches!(c, ';' | ',' | ':' | '|');
    let start = text.len() - text.trim_start_matches(sign).len();
    if let Some(end) = version_end(&text[start..], version).map(|end| start + end) {
        let rest = text[end..].trim_start_matches(sign);
        let glue = if rest.is_empty() { ";" } else { "; " };
        let kept_from = text.len() - rest.len();
        return vec![Edit::replace(Span::new(0, kept_from), [version.right, glue].concat())];
    }
    // The version stands elsewhere: it goes to the front.
    let mut edits = vec![Edit::insert(start, [version.right, "; "].concat())];
    let mut at = 0;
    for part in text.split(';') {
        let span = Span::new(at, at + part.len());
        at = span.end + 1;
        let compact: String = part.chars().filter(|c| !c.is_whitespace()).collect();
        if compact.eq_ignore_ascii_case(version.right) && span.start > 0 {
            edits.push(Edit::delete(Span::new(span.start - 1, span.end)));
            break;
        }
    }
    edits
}

/// Where the word that is meant as the version ends; none where the text starts with something else.
fn version_end(text: &str, version: &Version) -> Option<usize> {
    // `v-STSv1; id=1`
    let slip = version_slip(text).filter(|slip| version.right[2..].eq_ignore_ascii_case(slip.meant));
    if let Some(slip) = slip {
        return Some(slip.span.end);
    }
    let after =
        text.strip_prefix(['v', 'V']).map(str::trim_start).and_then(|rest| rest.strip_prefix(['=', ':']));
    let word = after.map_or(text, str::trim_start);
    let at = text.len() - word.len();
    let length = word.bytes().take_while(u8::is_ascii_alphanumeric).count();
    let lower = word[..length].to_ascii_lowercase();
    if !lower.starts_with(version.stem) {
        return None;
    }
    // `v=STSv1id=1` holds the next part as well.
    let right = version.right[2..].to_ascii_lowercase();
    Some(at + if lower.starts_with(&right) { right.len() } else { length })
}

/// Edits that take parts out, each with its semicolon.
pub fn without(text: &str, parts: &[Span]) -> Vec<Edit> {
    parts.iter().map(|part| Edit::delete(whole(text, *part))).collect()
}

fn whole(text: &str, part: Span) -> Span {
    if part.text(text) == ";" {
        return part;
    }
    let before = text[..part.start].trim_end_matches([' ', '\t']);
    match before.strip_suffix(';') {
        Some(before) => Span::new(before.len(), part.end),
        None => {
            let after = text[part.end..].trim_start_matches([' ', '\t', ';']);
            Span::new(part.start, text.len() - after.len())
        }
    }
}

/// The name at which a record belongs, where it stands at another one. `labels` is the place below the domain, and
/// `slips` are what people write instead.
pub fn right_name(name: &str, labels: &str, slips: &[&str]) -> Option<String> {
    let join =
        |domain: &str| if domain.is_empty() { labels.to_owned() } else { format!("{labels}.{domain}") };
    if name == labels {
        return None;
    }
    if let Some(domain) = name.strip_prefix(labels).and_then(|rest| rest.strip_prefix('.')) {
        return twice(domain).map(join);
    }
    let below = |slip: &str| {
        let rest = name.strip_prefix(slip)?;
        if rest.is_empty() { Some("") } else { rest.strip_prefix('.') }
    };
    let slip = slips.iter().find_map(|slip| below(slip)).or_else(|| {
        // `_mta-sts_.example.com`
        let dots = name.match_indices('.').map(|(at, _)| at).chain([name.len()]);
        let head = dots.take(2).map(|end| &name[..end]).find(|head| is_slip_of(head, labels))?;
        below(head)
    });
    Some(join(match slip {
        Some(domain) => domain,
        None if name == "@" => "",
        None => name,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paste::Hints;
    use crate::report::explain_records;
    use crate::rules::{Confidence, Fix, Severity};
    use crate::text::apply_edits;

    const STS: Version = Version { right: "v=STSv1", stem: "sts" };

    #[test]
    fn each_slip_is_repaired() {
        for (text, expected) in [
            ("v=stsv1; id=1", "v=STSv1; id=1"),
            ("v = STSv1 ; id=1", "v=STSv1; id=1"),
            ("v=STSv1 id=1", "v=STSv1; id=1"),
            ("v=STSv1, id=1", "v=STSv1; id=1"),
            ("v=STSv1id=1", "v=STSv1; id=1"),
            ("v=STS1; id=1", "v=STSv1; id=1"),
            ("STSv1; id=1", "v=STSv1; id=1"),
            ("v-STSv1; id=1", "v=STSv1; id=1"),
            ("v=SSTv1; id=1", "v=STSv1; id=1"),
            (" v=STSv1; id=1", "v=STSv1; id=1"),
            ("id=1; v=STSv1", "v=STSv1; id=1"),
            ("id=1", "v=STSv1; id=1"),
            ("v=STSv1", "v=STSv1;"),
        ] {
            assert_eq!(apply_edits(text, &start_with(text, &STS)), expected, "{text}");
        }
    }

    #[test]
    fn parts_go_with_their_semicolon() {
        for (text, part, expected) in [
            ("v=STSv1; id=1; x", 15..16, "v=STSv1; id=1"),
            ("v=STSv1; id=1;;", 14..15, "v=STSv1; id=1;"),
            ("v=STSv1; x; id=1", 9..10, "v=STSv1; id=1"),
        ] {
            assert_eq!(apply_edits(text, &without(text, &[part.into()])), expected, "{text}");
        }
    }

    /// What is said of the record at `at`, and the fix.
    fn not_recognised(text: &str, at: usize) -> Vec<(Severity, String, Fix)> {
        let report = explain_records(text, &Hints::default());
        let found =
            report.records[at].findings.iter().filter(|found| found.rule.id.ends_with("-not-recognised"));
        found.map(|found| (found.severity, found.message.clone(), found.fix.clone().unwrap())).collect()
    }

    #[test]
    fn beside_a_record_that_is_read_another_one_is_to_go() {
        for (name, good, slip) in [
            (
                "default._bimi.example.com",
                "v=BIMI1; l=https://a.example/a.svg",
                "v=bimi; l=https://a.example/a.svg",
            ),
            ("example.com", "v=spf1 mx -all", "v=spf1; a ~all"),
            ("_dmarc.example.com", "v=DMARC1; p=reject", "v=dmarc1; p=none"),
            ("_mta-sts.example.com", "v=STSv1; id=20260401", "v=stsv1; id=20260402"),
            (
                "_smtp._tls.example.com",
                "v=TLSRPTv1; rua=mailto:a@b.example",
                "v=tlsrptv1; rua=mailto:c@b.example",
            ),
        ] {
            let bad = format!("{name}. TXT \"{slip}\"");
            let together = not_recognised(&format!("{name}. TXT \"{good}\"\n{bad}"), 1);
            let [(severity, message, fix)] = together.as_slice() else { panic!("{slip}: {together:?}") };
            assert_eq!(*severity, Severity::Advice, "{slip}");
            assert!(
                message.contains("They skip it, and") && message.ends_with("the record beside it."),
                "{message}"
            );
            assert_eq!((fix.value(slip), fix.confidence), (None, Confidence::Review), "{slip}");
            assert_eq!(fix.title, "Delete this record");
            // At another name it is what the domain has.
            let elsewhere = name.replace(".com", ".net");
            let apart = not_recognised(&format!("{bad}\n{elsewhere}. TXT \"{good}\""), 0);
            assert_eq!(apart[0].0, Severity::Error, "{slip}");
            assert!(apart[0].2.value(slip).is_some(), "{slip}");
        }
    }

    #[test]
    fn one_place_is_right() {
        for (name, expected) in [
            ("_mta-sts", None),
            ("_mta-sts.example.com", None),
            ("mta-sts.example.com", Some("_mta-sts.example.com")),
            ("mta-sts", Some("_mta-sts")),
            ("_mta-sts_.example.com", Some("_mta-sts.example.com")),
            ("_mat-sts.example.com", Some("_mta-sts.example.com")),
            ("example.com", Some("_mta-sts.example.com")),
            ("@", Some("_mta-sts")),
            ("_mta-sts.example.com.example.com", Some("_mta-sts.example.com")),
        ] {
            assert_eq!(right_name(name, "_mta-sts", &["mta-sts"]).as_deref(), expected, "{name}");
        }
    }
}

//! `include:https://x.example/`, `include:me@x.example`, `a:mailhost`: a mechanism takes a bare domain name.

use std::ops::Range;

use super::missing_space::second_term;
use super::{Complaint, reads_well, starts_a_term, unreadable};
use crate::facts::Facts;
use crate::record::Kind;
use crate::record::domain_spec::{DomainProblem, holds_no_name};
use crate::record::spf::{Spf, Term, TermKind, TermProblem, parse_term};
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc, written};
use crate::text::prose::code;
use crate::text::{Edit, Span};

/// The rule.
pub static RULE: Rule = Rule {
    id: "spf-not-a-bare-domain",
    severity: Severity::Error,
    title: "Something other than a bare domain name",
    kind: Kind::Spf,
    reference: rfc!(7208, "7.1"),
    why: "After `include:`, `a:` and the like, receivers expect a whole domain name such as mail.example.com. A web \
          address, a mail address or a single word leads them to nothing, and the record fails.",
    bad: r#"example.com. IN TXT "v=spf1 include:https://_spf.example.net/ ~all""#,
    good: r#"example.com. IN TXT "v=spf1 include:_spf.example.net ~all""#,
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    for (record, item, spf) in facts.spf() {
        let text = item.value.as_str();
        for (term, span, problem) in found(text, &item.strings, spf) {
            let value = span.text(text);
            let what = match problem {
                Some(DomainProblem::NotAscii) => {
                    "has letters that DNS can hold only in a coded form, which starts with `xn--`"
                }
                Some(DomainProblem::SingleLabel) => "has no dot in it, so it is no whole domain name",
                Some(DomainProblem::BadTopLabel) => "does not end as a domain name can",
                _ => "is no bare domain name",
            };
            let leads = matches!(term.kind, TermKind::Include(_) | TermKind::Redirect(_));
            let effect = match (problem, leads) {
                (Some(_), _) => "Receivers count the whole record as an error.",
                (None, true) => "Receivers find no SPF record by it, and count this one as an error.",
                (None, false) => "Receivers find no server by it, so it allows nobody.",
            };
            let message = format!("In {}, {} {what}. {effect}", code(term.span.text(text)), code(value));
            let bare = bare(value).filter(|(bare, _)| {
                let (head, tail) = (&text[term.span.start..span.start], &text[span.end..term.span.end]);
                *bare != value && !holds_no_name(bare) && reads_well(&[head, bare, tail].concat())
            });
            let fix = match bare {
                Some((bare, sure)) => left_alone(span, value, bare, sure),
                None => {
                    let title = "Write the whole domain name that the service gave you";
                    Fix::new(title, None, Confidence::Review)
                }
            };
            out.push(Finding::new(&RULE, record, term.span, message).fixed_by(fix));
        }
    }
}

/// The name `bare` alone in the place of the value at `span`, or with what stands behind it as a term of its own.
fn left_alone(span: Span, value: &str, bare: &str, sure: bool) -> Fix {
    // `a.com/-all`: what stands behind the slash is the next term.
    if let Some(slashes) = next_term(value, bare) {
        let edit = Edit::replace(Span::from(slashes).shifted(span.start), " ");
        return Fix::edit("Put a space in place of the slash", vec![edit], Confidence::Review);
    }
    let edit = Edit::replace(span, bare);
    // An address may be meant by it, which takes a size: that is for the reader to know.
    if let Some(size) = value.strip_prefix(bare).filter(|tail| is_size(tail)) {
        let title = format!(
            "Take {} away, unless an address was meant: only `ip4`, `ip6`, `a` and `mx` take a size",
            code(size)
        );
        return Fix::edit(title, vec![edit], Confidence::Review);
    }
    let confidence = if sure { Confidence::Safe } else { Confidence::Review };
    Fix::edit("Leave the domain name alone", vec![edit], confidence)
}

/// Terms whose domain can't be read, and those whose domain reads well and can't exist.
fn found<'a>(
    text: &'a str,
    strings: &'a [usize],
    spf: &'a Spf,
) -> impl Iterator<Item = (&'a Term, Span, Option<DomainProblem>)> {
    let broken =
        unreadable(text, strings, spf, Complaint::NotABareDomain).filter_map(|(_, term, problem, at)| {
            let TermProblem::Domain(domain) = problem else { return None };
            Some((term, term.value.unwrap_or(at), Some(domain)))
        });
    let useless = spf.terms.iter().filter_map(move |term| {
        let value = term.domain().filter(|_| term.problem.is_none())?.span;
        let written = value.text(text);
        let odd = (holds_no_name(written)
            && (written.contains("://") || second_term(text, strings, term).is_none()))
            || (written.starts_with("*.") && !matches!(term.kind, TermKind::A(_) | TermKind::Mx(_)));
        (odd && !written::has_odd(written)).then_some((term, value, None))
    });
    broken.chain(useless)
}

/// Of the term at this place, it is told here, or where two words run together, that no server or record can be found by
/// it.
pub fn is_told(text: &str, strings: &[usize], spf: &Spf, at: Span) -> bool {
    let runs_together = |term: &Term| term.span == at && second_term(text, strings, term).is_some();
    spf.terms.iter().any(runs_together) || found(text, strings, spf).any(|(term, _, _)| term.span == at)
}

/// Where the slashes stand between a name and a term that reads well: `a.com/-all`.
fn next_term(value: &str, bare: &str) -> Option<Range<usize>> {
    let tail = value.strip_prefix(bare)?;
    let term = tail.trim_start_matches('/');
    let lets_all_in = || parse_term(term, Span::new(0, term.len())).everyone().is_some();
    (term.len() < tail.len() && starts_a_term(term) && reads_well(term) && !lets_all_in())
        .then_some(bare.len()..value.len() - term.len())
}

/// `/24`, `//64`: the size of a network.
fn is_size(tail: &str) -> bool {
    let digits = tail.trim_start_matches('/');
    digits.len() < tail.len() && !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())
}

/// The domain name inside a web address, a mail address or a wildcard, and whether nothing else can be meant.
fn bare(value: &str) -> Option<(&str, bool)> {
    let after_scheme =
        value.split_once("://").filter(|(scheme, _)| scheme.bytes().all(|b| b.is_ascii_alphabetic()));
    let rest = after_scheme.map_or(value, |(_, rest)| rest);
    let host = rest.split(['/', '?', '#']).next().unwrap_or(rest).trim_end_matches([':', '.']);
    let is_host = |name: &str| {
        name.contains('.')
            && name.split('.').all(|label| {
                !label.is_empty()
                    && label.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
            })
    };
    if is_host(host) {
        // A path says where on a web server something stands. Behind a bare name it may be anything.
        let tail = &rest[host.len()..];
        let is_plain =
            after_scheme.is_some() || tail.chars().all(|c| matches!(c, '/' | ':' | '.' | '?' | '#'));
        return Some((host, is_plain));
    }
    // `include::a.com`, `include:include:a.com`, `a:a.com:25`.
    let host = host.trim_start_matches([':', '=', '.']);
    let host =
        ["include:", "redirect=", "spf:"].iter().find_map(|head| host.strip_prefix(head)).unwrap_or(host);
    let host = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|b| b.is_ascii_digit()) => name,
        _ => host,
    };
    let host = host.rsplit_once('@').map_or(host, |(_, domain)| domain);
    let host = host.strip_prefix("*.").unwrap_or(host);
    let host = host.trim_matches([',', ';', ':', '.', '(', ')', '<', '>', '[', ']', '\'']);
    is_host(host).then_some((host, false))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paste::Hints;
    use crate::report::explain_records;

    #[test]
    fn the_domain_is_found_in_what_was_pasted() {
        for (value, expected) in [
            ("https://_spf.example.net/", Some(("_spf.example.net", true))),
            ("_spf.example.net/", Some(("_spf.example.net", true))),
            ("user@example.net", Some(("example.net", false))),
            ("*.example.net", Some(("example.net", false))),
            ("<example.net>", Some(("example.net", false))),
            (":example.net", Some(("example.net", false))),
            ("=example.net", Some(("example.net", false))),
            ("include:example.net", Some(("example.net", false))),
            ("mail.example.net:25", Some(("mail.example.net", false))),
            ("www.example.net/spf", Some(("www.example.net", false))),
            ("https://www.example.net/spf", Some(("www.example.net", true))),
            ("<http://_spf.google.com|_spf.google.com>", None),
            ("_<http://spf.google.com/>spf.google.com", None),
            ("mailhost", None),
            ("example..com", None),
        ] {
            assert_eq!(bare(value), expected, "{value}");
        }
    }

    #[test]
    fn macros_and_underscores_are_domains() {
        let text = "v=spf1 exists:%{l}._spf.%{d} include:_spf.a_b.example.net a:x/y.example.com -all";
        assert_eq!(found(text, &[], &Spf::parse(text)).count(), 0);
    }
    #[test]
    fn names_that_no_server_has_are_told_though_receivers_read_them() {
        for (text, expected) in [
            ("v=spf1 include::spf.example.com -all", Some("v=spf1 include:spf.example.com -all")),
            ("v=spf1 include:=spf.example.com -all", Some("v=spf1 include:spf.example.com -all")),
            ("v=spf1 include:include:spf.example.com -all", Some("v=spf1 include:spf.example.com -all")),
            ("v=spf1 include:a.example.com:b.example.com -all", None),
            ("v=spf1 include:a.example.com<br>b.example.com -all", None),
            ("v=spf1 include:spf.example.com/-all", Some("v=spf1 include:spf.example.com -all")),
        ] {
            let report = explain_records(text, &Hints::default());
            let wrong: Vec<&Finding> =
                report.records[0].findings.iter().filter(|found| found.severity == Severity::Error).collect();
            let [found] = wrong.as_slice() else { panic!("{text}: {wrong:?}") };
            let fix = found.fix.as_ref().unwrap();
            assert_eq!((found.rule, fix.value(text).as_deref()), (&RULE, expected), "{text}");
            assert_eq!(fix.confidence, Confidence::Review, "{text}");
        }
    }

    #[test]
    fn a_label_that_is_too_long_is_not_mended_by_the_dot_at_its_end() {
        let text = format!("v=spf1 ptr:{}.example. -all", "n".repeat(64));
        let report = explain_records(&text, &Hints::default());
        let found = report.records[0].findings.iter().find(|found| found.rule == &RULE).unwrap();
        assert_eq!(found.fix.as_ref().unwrap().value(&text), None);
    }

    #[test]
    fn the_size_of_a_network_is_not_dropped_unread() {
        for (text, expected) in [
            ("v=spf1 include:spf.example.com/24 -all", Confidence::Review),
            ("v=spf1 exists:spf.example.com//64 -all", Confidence::Review),
            ("v=spf1 include:spf.example.com/ -all", Confidence::Safe),
        ] {
            let report = explain_records(text, &Hints::default());
            let found = report.records[0].findings.iter().find(|finding| finding.rule == &RULE).unwrap();
            assert_eq!(found.fix.as_ref().unwrap().confidence, expected, "{text}");
        }
    }
}

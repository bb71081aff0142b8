//! `include:https://x.example/`, `include:me@x.example`, `a:mailhost`: a mechanism takes a bare domain name.

use super::{Complaint, reads_well, unreadable};
use crate::facts::Facts;
use crate::record::Kind;
use crate::record::domain_spec::DomainProblem;
use crate::record::spf::{Spf, Term, TermProblem};
use crate::rules::{Confidence, Finding, Findings, Fix, Rule, Severity, rfc, written};
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
    check,
};

fn check(facts: &Facts, out: &mut Findings) {
    for (record, item, spf) in facts.spf() {
        let text = item.value.as_str();
        for (term, span, problem) in found(text, spf) {
            let value = span.text(text);
            let what = match problem {
                Some(DomainProblem::NotAscii) => {
                    "has letters that DNS can hold only in a coded form, which starts with `xn--`"
                }
                Some(DomainProblem::SingleLabel) => "has no dot in it, so it is no whole domain name",
                Some(DomainProblem::BadTopLabel) => "does not end as a domain name can",
                _ => "is no bare domain name",
            };
            let message = format!(
                "In {}, {} {what}. Receivers count the record as an error.",
                code(term.span.text(text)),
                code(value)
            );
            let bare = bare(value).filter(|bare| {
                let (head, tail) = (&text[term.span.start..span.start], &text[span.end..term.span.end]);
                *bare != value && reads_well(&[head, bare, tail].concat())
            });
            let fix = match bare {
                Some(bare) => {
                    let edit = Edit::replace(span, bare);
                    Fix::edit("Leave the domain name alone", vec![edit], Confidence::Safe)
                }
                None => {
                    let title = "Write the whole domain name that the service gave you";
                    Fix::new(title, None, Confidence::Review)
                }
            };
            out.push(Finding::new(&RULE, record, term.span, message).fixed_by(fix));
        }
    }
}

/// Terms whose domain can't be read, and those whose domain reads well and can't exist.
fn found<'a>(text: &'a str, spf: &'a Spf) -> impl Iterator<Item = (&'a Term, Span, Option<DomainProblem>)> {
    let broken = unreadable(text, spf, Complaint::NotABareDomain).filter_map(|(_, term, problem, at)| {
        let TermProblem::Domain(domain) = problem else { return None };
        Some((term, term.value.unwrap_or(at), Some(domain)))
    });
    let useless = spf.terms.iter().filter_map(move |term| {
        let value = term.domain().filter(|_| term.problem.is_none())?.span;
        let written = value.text(text);
        let odd = written.contains("://") || written.contains('@') || written.starts_with("*.");
        (odd && !written::has_odd(written)).then_some((term, value, None))
    });
    broken.chain(useless)
}

/// The domain name inside a web address, a mail address or a wildcard.
fn bare(value: &str) -> Option<&str> {
    let value = value.split_once("://").map_or(value, |(_, rest)| rest);
    let value = value.rsplit_once('@').map_or(value, |(_, domain)| domain);
    let value = value.strip_prefix("*.").unwrap_or(value);
    let value = value.split(['/', '?', '#']).next().unwrap_or(value);
    let value = value.trim_matches([',', ';', ':', '.', '(', ')', '<', '>', '[', ']', '\'']);
    (value.contains('.') && !value.contains('%')).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_domain_is_found_in_what_was_pasted() {
        for (value, expected) in [
            ("https://_spf.example.net/", Some("_spf.example.net")),
            ("user@example.net", Some("example.net")),
            ("*.example.net", Some("example.net")),
            ("<example.net>", Some("example.net")),
            ("mailhost", None),
            ("%{i}@x.example", Some("x.example")),
        ] {
            assert_eq!(bare(value), expected, "{value}");
        }
    }

    #[test]
    fn macros_and_underscores_are_domains() {
        let text = "v=spf1 exists:%{l}._spf.%{d} include:_spf.a_b.example.net a:x/y.example.com -all";
        assert_eq!(found(text, &Spf::parse(text)).count(), 0);
    }
}

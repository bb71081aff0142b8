//! More than ten parts that make receivers look something up: they stop, and count an error.
//!
//! Of a record that was looked up the whole tree counts; of a text alone, what stands in it is the least that it needs.

use super::cheaper;
use super::live::{self, Live};
use crate::facts::Facts;
use crate::record::spf::Term;
use crate::record::{Kind, Reading};
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc};
use crate::spf::limits;
use crate::spf::tree::{Tree, Twig};
use crate::text::prose::code;
use crate::text::{Span, list};

/// The rule.
pub static RULE: Rule = Rule {
    id: "spf-too-many-lookups",
    severity: Severity::Error,
    title: "More than 10 lookups",
    kind: Kind::Spf,
    reference: rfc!(7208, "4.6.4"),
    why: "Each `include`, `a`, `mx`, `ptr`, `exists` and `redirect` makes receivers ask DNS, and so do those in the \
          records that are included. A receiver that has made 10 of them stops and counts an error; servers that it found before that still pass.",
    bad: r#"example.com. IN TXT "v=spf1 a mx include:_spf.google.com include:sendgrid.net include:spf.mandrillapp.com include:spf.mailjet.com include:amazonses.com include:zoho.eu include:mail.zendesk.com include:_spf.salesforce.com include:mktomail.com ~all""#,
    good: r#"example.com. IN TXT "v=spf1 mx include:_spf.google.com include:sendgrid.net ~all""#,
    check: Check::Records(check),
};

/// RFC 7208, section 4.6.4.
pub const LIMIT: usize = limits::LOOKUPS as usize;

/// So many of the dearest terms are named.
const NAMED: usize = 3;

fn check(facts: &Facts, out: &mut Findings) {
    let live = facts.domain.as_deref().and_then(|domain| Live::of(domain, facts));
    if let Some(live) = &live {
        whole(live, out);
    }
    // Where the whole is known, it says more than the text.
    let alone = facts.spf().filter(|(record, _, _)| live.is_none_or(|live| live.record != *record));
    for (record, item, spf) in alone.filter(|(_, _, spf)| spf.reading() == Reading::Used) {
        let text = item.value.as_str();
        let lookups: Vec<&Term> = spf.reachable().filter(|term| term.is_lookup()).collect();
        let Some(first_over) = lookups.get(LIMIT) else { continue };
        let message = format!(
            "Receiving servers stop after {LIMIT} lookups; this record needs at least {}. Mail from a server that is found \
             only at {} or after it fails.",
            lookups.len(),
            code(first_over.span.text(text))
        );
        let title = "Take out services that you no longer use, and put `ip4:` in place of `a` and `mx`";
        let fix = Fix::new(title, None, Confidence::Review);
        out.push(Finding::new(&RULE, record, first_over.span, message).fixed_by(fix));
    }
}

/// The record with all that it leads to.
fn whole(live: &Live<'_>, out: &mut Findings) {
    let tree = live.tree;
    if !tree.over_limit() {
        return;
    }
    let needs = needs(tree);
    let first_over = first_over(live);
    let dearest = match dearest(tree) {
        Some(dearest) => format!("Of these, {dearest}."),
        None => match first_over {
            Some(twig) => {
                format!("Mail from a server that is found only at {} or after it fails.", code(&twig.text))
            }
            None => String::from("Mail from a server that is found after that fails."),
        },
    };
    let message =
        format!("Receiving servers stop after {LIMIT} lookups; this record needs {needs}. {dearest}");
    let span = first_over.map_or(Span::new(0, live.text.len()), |twig| twig.span);
    out.push(Finding::new(&RULE, live.record, span, message).fixed_by(cheaper::fix(live, limits::LOOKUPS)));
}

/// How many lookups a tree needs, as the end of a sentence.
pub fn needs(tree: &Tree) -> String {
    if tree.exact() { tree.lookups().to_string() } else { format!("at least {}", tree.lookups()) }
}

/// The terms that cost the most, each with its cost and its service, as the end of a sentence; none where all cost the
/// same.
pub fn dearest(tree: &Tree) -> Option<String> {
    let dear = tree.costs().into_iter().filter(|twig| twig.total > 1).take(NAMED);
    let shares: Vec<String> = dear
        .enumerate()
        .map(|(i, twig)| {
            let at_least = if twig.exact() { "" } else { "at least " };
            let go = if i == 0 { " go" } else { "" };
            let service = live::service(twig).map_or(String::new(), |service| format!(" ({})", service.name));
            format!("{at_least}{}{go} to {}{service}", twig.total, code(&twig.text))
        })
        .collect();
    (!shares.is_empty()).then(|| list(&shares))
}

/// The term at which receivers have made all the lookups that they make.
fn first_over<'a>(live: &Live<'a>) -> Option<&'a Twig> {
    let mut so_far = 0;
    // RFC 7208, section 6.1: `redirect` comes last, wherever it stands.
    let (last, first): (Vec<&Twig>, Vec<&Twig>) =
        live.tree.root.twigs.iter().partition(|twig| live.is_redirect(twig));
    first.into_iter().chain(last).find(|twig| {
        so_far += twig.total;
        so_far > limits::LOOKUPS
    })
}

#[cfg(test)]
mod tests {
    use super::super::said;
    use super::*;

    /// A domain whose record brings in others that need so many lookups each.
    fn zone(costs: &[(&str, usize)], rest: &str) -> String {
        let mut includes = String::new();
        let mut lines = String::new();
        for (name, cost) in costs {
            includes += &format!("include:{name} ");
            let inner: String = (1..*cost).map(|i| format!("exists:%{{i}}.x{i} ")).collect();
            lines += &format!("{name} TXT \"v=spf1 {inner}-all\"\n");
        }
        format!("example.com TXT \"v=spf1 {includes}{rest}-all\"\n{lines}")
    }

    #[test]
    fn the_whole_tree_counts() {
        let findings = said(&RULE, &zone(&[("_spf.google.com", 4), ("b.example", 2), ("c.example", 7)], ""));
        assert_eq!(findings.len(), 1);
        assert_eq!(
            findings[0].message,
            "Receiving servers stop after 10 lookups; this record needs 13. Of these, 7 go to `include:c.example`, 4 to \
             `include:_spf.google.com` (Google Workspace) and 2 to `include:b.example`."
        );
        let span = findings[0].span.unwrap();
        assert_eq!(span, Span::new(49, 66), "the term that reaches the limit");
        assert_eq!(said(&RULE, &zone(&[("a.example", 10)], "")), []);
    }

    #[test]
    fn terms_that_cost_the_same_are_told_by_where_mail_fails() {
        let terms: String = (0..11).map(|i| format!("exists:%{{i}}.x{i} ")).collect();
        let findings = said(&RULE, &format!("example.com TXT \"v=spf1 {terms}-all\""));
        assert_eq!(findings.len(), 1);
        assert!(findings[0].message.contains("at `exists:%{i}.x10` or after it"), "{findings:?}");
    }

    #[test]
    fn what_nobody_knows_is_the_least_that_it_is() {
        let one = zone(&[("a.example", 6)], "include:late.example ") + "late.example TXT !timeout";
        assert_eq!(said(&RULE, &one), []);
        let two = zone(&[("a.example", 10)], "include:late.example ") + "late.example TXT !timeout";
        let findings = said(&RULE, &two);
        assert!(findings[0].message.contains("this record needs at least 11."), "{findings:?}");
        assert_eq!(said(&RULE, "example.com TXT !timeout"), []);
    }

    #[test]
    fn the_fix_takes_out_what_comes_twice_and_puts_addresses_in_place_of_names() {
        let zone = zone(&[("a.example", 8), ("b.example", 1)], "a mx ~a:web.example.com/28 ")
            .replace("b.example TXT \"v=spf1 ", "b.example TXT \"v=spf1 include:a.example ")
            + "example.com A 192.0.2.1\nexample.com AAAA 2001:db8::1\nweb.example.com A 192.0.2.33\n\
               example.com MX 10 mx.example.net\nmx.example.net A 192.0.2.4";
        let findings = said(&RULE, &zone);
        let fix = findings[0].fix.as_ref().unwrap();
        assert_eq!(
            fix.title,
            "Take out `include:a.example` and put addresses in place of `a` and `~a:web.example.com/28`, which leaves \
             10 lookups"
        );
        let old = "v=spf1 include:a.example include:b.example a mx ~a:web.example.com/28 -all";
        assert_eq!(
            fix.value(old).as_deref(),
            Some("v=spf1 include:b.example ip4:192.0.2.1 ip6:2001:db8::1 mx ~ip4:192.0.2.33/28 -all")
        );
        assert_eq!(fix.confidence, Confidence::Review);
    }

    #[test]
    fn one_server_by_two_names_is_put_once() {
        let zone =
            zone(&[("a.example", 10)], "a mx ") + "example.com A 192.0.2.1\nexample.com MX 1 example.com";
        let fix = said(&RULE, &zone)[0].fix.clone().unwrap();
        let fixed = fix.value("v=spf1 include:a.example a mx -all");
        assert_eq!(fixed.as_deref(), Some("v=spf1 include:a.example ip4:192.0.2.1 -all"));
    }

    #[test]
    fn addresses_that_nobody_knows_replace_nothing() {
        let zone = zone(&[("a.example", 10)], "a ") + "example.com A 192.0.2.1\nexample.com AAAA !timeout";
        let fix = said(&RULE, &zone)[0].fix.clone().unwrap();
        assert_eq!(fix.edits, []);
        assert!(fix.title.starts_with("Take out services that you no longer use"), "{fix:?}");
    }
}

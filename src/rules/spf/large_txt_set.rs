//! The texts at the domain's name are large together, so that the SPF record among them may not arrive.

use super::large_record::COMFORTABLE;
use super::live::Live;
use crate::dns::Data;
use crate::facts::senders::size;
use crate::facts::{Domain, Facts};
use crate::record::{Kind, classify};
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc};
use crate::text::count;
use crate::text::prose::code;

/// The rule.
pub static RULE: Rule = Rule {
    id: "spf-txt-set-large",
    severity: Severity::Advice,
    title: "Many texts beside the SPF record",
    kind: Kind::Spf,
    reference: rfc!(7208, "3.4"),
    why: "DNS gives all TXT records of a name in one answer. One that fits into 512 bytes arrives in one piece; a larger one \
          may need a second try over another connection, which some networks block.",
    bad: concat!(
        "example.com. TXT \"v=spf1 ip4:192.0.2.1 -all\"\n",
        "example.com. TXT \"a-verification=0123456789012345678901234567890123456789012345678901234567890123456789\"\n",
        "example.com. TXT \"b-verification=0123456789012345678901234567890123456789012345678901234567890123456789\"\n",
        "example.com. TXT \"c-verification=0123456789012345678901234567890123456789012345678901234567890123456789\"\n",
        "example.com. TXT \"d-verification=0123456789012345678901234567890123456789012345678901234567890123456789\"\n",
        "example.com. TXT \"e-verification=0123456789012345678901234567890123456789012345678901234567890123456789\"",
    ),
    good: "example.com. TXT \"v=spf1 ip4:192.0.2.1 -all\"\nexample.com. TXT \"a-verification=0123456789\"\n\
           _dmarc.example.com. TXT \"v=DMARC1; p=reject\"\n\
           example.com. MX 10 mx.example.com.\nmx.example.com. A 192.0.2.1",
    check: Check::Dns(check),
};

/// The size in bytes up to which servers of today answer in one packet.
const USUAL: usize = 1232;

fn check(domain: &Domain, facts: &Facts, out: &mut Findings) {
    let Some(live) = Live::of(domain, facts) else { return };
    let Some(txt) = &domain.senders.txt else { return };
    let size = size(txt);
    // A record that is too large alone has a rule of its own.
    if size <= COMFORTABLE || live.text.len() > COMFORTABLE {
        return;
    }
    let texts: Vec<String> = txt.found().filter_map(Data::text).collect();
    let is_proof = |text: &&String| classify(None, Some("TXT"), text) == Kind::Verification;
    let proofs = texts.iter().filter(is_proof).count();
    let of_them = match proofs {
        0 => String::new(),
        n => format!(" (for {n} of them a service asked, to prove who holds the domain)"),
    };
    let (severity, limit) =
        if size > USUAL { (Severity::Warning, USUAL) } else { (Severity::Advice, COMFORTABLE) };
    let message = format!(
        "The {} at {} make an answer of about {size} bytes{of_them}. With more than {limit} it may not fit into one \
         packet, and some receivers then fail to get the SPF record.",
        count(texts.len(), "TXT record", "TXT records"),
        code(domain.name.as_str())
    );
    let title =
        "Delete texts of services that you no longer use; a service that you use may ask for its text again";
    let mut fix = Fix::new(title, None, Confidence::Review);
    fix.name = Some(domain.name.to_string());
    fix.rtype = Some("TXT");
    out.push(Finding::about_domain(&RULE, message).weighing(severity).fixed_by(fix));
}

#[cfg(test)]
mod tests {
    use super::super::said;
    use super::*;

    #[test]
    fn all_texts_count_with_the_name() {
        // 11 of the name, 26 of the record, and the rest.
        let zone = |rest: usize| {
            let (first, second) = (rest.min(200), rest - rest.min(200));
            format!(
                "example.com TXT \"v=spf1 ip4:192.0.2.99 -all\"\nexample.com TXT \"{}\"\nexample.com TXT \"MS=ms{}\"",
                "x".repeat(first),
                "1".repeat(second - 5)
            )
        };
        assert_eq!(said(&RULE, &zone(450 - 37)), []);
        let findings = said(&RULE, &zone(451 - 37));
        assert!(
            findings[0]
                .message
                .starts_with("The 3 TXT records at `example.com` make an answer of about 451 bytes (for 1"),
            "{findings:?}"
        );
    }

    #[test]
    fn an_answer_beyond_the_usual_packet_weighs_more() {
        let text = |i: usize| format!("example.com TXT \"{i}{}\"\n", "x".repeat(199));
        let zone = |n: usize| {
            format!(
                "example.com TXT \"v=spf1 ip4:192.0.2.99 -all\"\n{}",
                (0..n).map(text).collect::<String>()
            )
        };
        assert_eq!(said(&RULE, &zone(5))[0].severity, Severity::Advice);
        // 11 of the name, 26 of the record, and 200 of each text.
        assert_eq!(said(&RULE, &zone(6))[0].severity, Severity::Warning);
    }

    #[test]
    fn a_large_record_and_what_nobody_knows_is_left_alone() {
        let terms: String = (0..30).map(|i| format!("ip4:192.0.2.{i} ")).collect();
        let halves = terms.split_at(240);
        for zone in [
            format!("example.com TXT \"v=spf1 {}\" \"{}-all\"", halves.0, halves.1),
            String::from("example.com TXT !timeout"),
            format!("example.com TXT \"{}\"\nexample.com TXT \"{0}y\"", "x".repeat(250)),
        ] {
            assert_eq!(said(&RULE, &zone), [], "{zone}");
        }
    }
}

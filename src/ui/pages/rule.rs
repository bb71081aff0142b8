//! One rule: the reason, an example that it finds, one that it leaves alone, and where the standard says so.

use leptos::prelude::*;

use super::{above, title};
use crate::paste::Hints;
use crate::report::domain::check_zone;
use crate::report::{Report, explain_records};
use crate::rules::{Check, Dispute, Rule, Severity};
use crate::ui::components::prose::prose;
use crate::ui::components::sheet::sheet;
use crate::ui::components::verdict_class;
use crate::ui::element::{El, el};
use crate::ui::spread::Sheet;
use crate::ui::words;

/// The page.
pub fn page(rule: &'static Rule) -> Vec<AnyView> {
    let confirms = rule.severity == Severity::Good;
    let (bad_title, good_title) = if confirms {
        ("A record where it is not so", "A record where it is right")
    } else {
        ("A record with this problem", "The same record, corrected")
    };
    let bad_shows = (!confirms).then_some(rule.id);
    let link = el("a").attr("href", rule.reference.url).attr("rel", "noopener").text(rule.reference.title);
    let mut page = vec![
        above("#/rules", "All rules").text(" for ").text(rule.kind.title()).into_any(),
        title().children(prose(rule.title)).into_any(),
        el("p").class(verdict_class(rule.severity.into())).text(words::severity(rule.severity)).into_any(),
        el("p").class("lead").children(prose(rule.why)).into_any(),
        el("p").text(words::consequence(rule.severity)).into_any(),
        el("p").text("The standard says so in ").child(link).text(".").into_any(),
    ];
    page.extend(rule.dispute().map(|dispute| dissent(dispute).into_any()));
    page.push(el("h2").text(bad_title).into_any());
    page.extend(example(rule, rule.bad, bad_shows));
    page.push(el("h2").text(good_title).into_any());
    page.extend(example(rule, rule.good, None));
    page
}

/// Why another checker may say something else.
fn dissent(dispute: &'static Dispute) -> El {
    let line = |term: &'static str, says: &'static str| {
        el("div").child(el("dt").text(term)).child(el("dd").children(prose(says)))
    };
    el("section").class("dissent").child(el("h2").text(words::DISPUTE_TITLE)).child(
        el("dl")
            .child(line("What the standard has", dispute.standard))
            .child(line("What other tools say", dispute.others)),
    )
}

/// Zone lines of a rule, judged as it judges them.
fn example(rule: &Rule, text: &'static str, only: Option<&'static str>) -> Vec<AnyView> {
    match (&rule.check, check_zone(text)) {
        (Check::Dns(_), Ok(checked)) => shown(text, checked.report, only),
        _ => explained(text, only),
    }
}

/// Zone lines, explained as on the front page.
pub fn explained(text: &'static str, only: Option<&'static str>) -> Vec<AnyView> {
    shown(text, explain_records(text, &Hints::default()), only)
}

fn shown(text: &'static str, report: Report, only: Option<&'static str>) -> Vec<AnyView> {
    let zone = el("pre")
        .class("zone")
        .attr("tabindex", "0")
        .attr("aria-label", "As a zone file has it")
        .text(text)
        .into_any();
    // Nobody should copy an example over a record of their own: its class hides what is for copying.
    vec![zone, el("div").class("example").children(sheet(&Sheet::of(report), 3, only)).into_any()]
}

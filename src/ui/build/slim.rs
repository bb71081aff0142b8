//! The steps that bring an SPF record under ten lookups, to be ticked.

use leptos::prelude::*;

use super::bench::bench;
use crate::browser::field;
use crate::build::slim::{Plan, Step, What};
use crate::report::Verdict;
use crate::text::count;
use crate::ui::components::prose::prose;
use crate::ui::components::{live, maybe, verdict_class};
use crate::ui::element::{El, el};
use crate::ui::words::build as words;

/// The count, and the steps.
pub fn steps() -> AnyView {
    let total = live(|| {
        let made = bench().made.get();
        maybe(made.slimmed.as_ref().map(|slimmed| {
            let lookups = count(slimmed.lookups as usize, "lookup", "lookups");
            let (verdict, says) = if slimmed.fits() {
                (
                    Verdict::Good,
                    ["With what is ticked, the record needs ", &lookups, ". Receivers read it to its end."],
                )
            } else {
                (
                    Verdict::Error,
                    ["With what is ticked, the record still needs ", &lookups, ". Receivers stop after 10."],
                )
            };
            el("p")
                .class(verdict_class(verdict))
                .attr("id", "build-total")
                .attr("aria-live", "polite")
                .text(says.concat())
        }))
    });
    let rows = live(|| {
        let plan = bench().plan.get();
        maybe(plan.map(|plan| list(&plan)))
    });
    el("div").child(total).child(rows).into_any()
}

fn list(plan: &Plan) -> El {
    if plan.steps.is_empty() {
        return el("p").text(words::NO_STEPS);
    }
    let flattens = plan.steps.iter().any(|step| step.what == What::Flatten);
    el("div")
        .child(el("p").text(words::STEPS_LEAD))
        .child(
            el("ul")
                .class("steps-to-take")
                .children(plan.steps.iter().enumerate().map(|(at, step)| row(at, step))),
        )
        .maybe(flattens.then(|| el("p").class("fix-place").text(words::FLATTEN)))
}

fn row(at: usize, step: &Step) -> El {
    let id = ["build-step-", &at.to_string()].concat();
    let hint = [&id, "-hint"].concat();
    let input = el("input")
        .attr("type", "checkbox")
        .attr("id", id.clone())
        .attr("aria-describedby", hint.clone())
        .tend(move |element| {
            bench().put.track();
            field::mark(element, bench().draft.peek(|draft| draft.steps.contains(&at)));
        })
        .on("change", move |event| {
            let is = field::is_ticked(&event);
            bench().change("", |draft| {
                draft.steps.retain(|known| *known != at);
                if is {
                    draft.steps.push(at);
                    draft.steps.sort_unstable();
                }
            });
        });
    let saves = ["saves ", &count(step.saves as usize, "lookup", "lookups")].concat();
    let label = el("label").attr("for", id).children(prose(&step.title)).text(", ").text(saves);
    let words = el("span").child(label).child(
        el("span")
            .class("choice-hint")
            .attr("id", hint)
            .children(prose(&step.says))
            .maybe(step.price.as_ref().map(|price| el("span").text(" ").children(prose(price)))),
    );
    el("li").class("choice").child(input).child(words)
}

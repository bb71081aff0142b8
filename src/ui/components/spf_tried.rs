//! One sender tried: the fields, the result, and the way to it.

use leptos::prelude::*;

use super::prose::prose;
use super::spf_tree::total_class;
use super::{live, maybe, verdict_class};
use crate::browser::{field, focus, idna, location};
use crate::dns::Name;
use crate::report::spf::{StepLine, Tried};
use crate::text::count;
use crate::text::prose::plain;
use crate::ui::desk::desk;
use crate::ui::element::{El, el};
use crate::ui::route::{Route, SpfLink};
use crate::ui::spf_form::{Problems, Trial};
use crate::ui::trying::trying;
use crate::ui::words::{shortened, spf as words};

/// The place of the result.
pub const TRIED: &str = "#tried";

/// So many steps are shown at once; the rest opens.
const STEPS: usize = 60;

/// The two fields, filled from the link.
pub fn try_form(domain: Name, link: &SpfLink) -> El {
    let ip = entry("ip", "The server's IP address", words::IP_HINT, "192.0.2.1", &link.ip, |all| &all.ip);
    let hint = words::FROM_HINT;
    let example = "name@example.com";
    let from =
        entry("from", "The sender's mail address (optional)", hint, example, &link.from, |all| &all.from);
    let go = el("button").attr("type", "submit").class("main").text("Try this sender");
    el("form")
        .class("sheet try")
        .attr("novalidate", "")
        .on("submit", move |event| {
            event.prevent_default();
            match Trial::read(&domain, &field::value("#ip"), &field::value("#from"), &idna::to_ascii) {
                Ok(trial) => go_to(&trial.link()),
                Err(problems) => {
                    let says = [&problems.ip, &problems.from].into_iter().flatten().map(|says| plain(says));
                    desk().aloud.put(says.collect::<Vec<_>>().join(" "));
                    focus::on_first(if problems.ip.is_some() { "#ip" } else { "#from" });
                    trying().problems.set(problems);
                }
            }
        })
        .child(ip)
        .child(from)
        .child(el("p").class("buttons").child(go))
}

/// The address bar follows what was asked; the same once more is asked again.
fn go_to(link: &SpfLink) {
    let href = Route::Spf(link.clone()).href();
    if Route::parse(&location::fragment()).href() == href {
        trying().problems.set(Problems::default());
        return trying().again();
    }
    location::go(&href);
}

fn entry(
    id: &'static str,
    label: &'static str,
    hint: &'static str,
    example: &'static str,
    value: &str,
    problem: fn(&Problems) -> &Option<String>,
) -> El {
    let (hinted, why) = ([id, "-hint"].concat(), [id, "-why"].concat());
    let described = [&why, " ", &hinted].concat();
    let value = value.to_owned();
    let input = el("input")
        .attr("id", id)
        .attr("type", "text")
        .attr("spellcheck", "false")
        .attr("autocomplete", "off")
        .attr("autocapitalize", "off")
        .attr("placeholder", example)
        .attr("aria-describedby", described)
        .attr_while("aria-invalid", "true", move || trying().problems.with(|all| problem(all).is_some()))
        .tend(move |input| field::put(input, &value));
    let says = live(move || {
        maybe(trying().problems.with(|all| {
            problem(all).as_ref().map(|why| el("span").class("ask-problem").children(prose(why)))
        }))
    });
    el("div")
        .class("try-field")
        .child(el("label").attr("for", id).text(label))
        .child(el("div").class("ask-row").child(input))
        .child(el("p").class("try-why").attr("id", why).child(says))
        .child(el("p").class("try-hint").attr("id", hinted).children(prose(hint)))
}

/// What came of it: the result, each step, and what the address is called.
pub fn tried() -> El {
    let content = live(|| {
        let is_trying = trying().is_trying.get();
        match (trying().tried.get(), is_trying) {
            (Some(tried), _) => el("div").children(result(&tried)).into_any(),
            (None, true) => el("p").class("progress").text("Asking, as a receiving server would.").into_any(),
            (None, false) => ().into_any(),
        }
    });
    el("div").class("tried").attr("id", "tried").attr("tabindex", "-1").child(content)
}

fn result(tried: &Tried) -> Vec<AnyView> {
    let note = trying().note.get().map(|note| el("p").class("spf-note").children(prose(&note)));
    let mut out = vec![
        el("div")
            .class(total_class(tried.verdict))
            .child(el("h3").attr("aria-label", plain(&tried.says)).children(prose(&tried.says)))
            .into_any(),
        maybe(note),
    ];
    if let Some(explanation) = &tried.explanation {
        out.push(
            el("p").class("spf-note").text("The domain gives this reason, in its own words:").into_any(),
        );
        out.push(el("blockquote").class("quoted").text(shortened(explanation, 600)).into_any());
    }
    let (first, rest) = tried.steps.split_at(tried.steps.len().min(STEPS));
    out.push(el("h3").class("steps-title").text("How receivers come to it").into_any());
    out.push(steps(first, None).into_any());
    if !rest.is_empty() {
        let before = first.last().map(|step| step.domain.as_str());
        let summary = ["The next ", &count(rest.len(), "step", "steps")].concat();
        let more = el("details").class("more-steps").child(el("summary").text(summary));
        out.push(more.child(steps(rest, before)).into_any());
    }
    if tried.steps_left_out > 0 {
        let says = [&count(tried.steps_left_out, "step", "steps"), " more are not shown."].concat();
        out.push(el("p").class("spf-note").text(says).into_any());
    }
    out.push(el("p").class("spf-note").children(prose(&tried.used)).into_any());
    out.push(el("h3").class("steps-title").text("What the address is called").into_any());
    let origin = el("div").class(verdict_class(tried.origin_verdict));
    out.push(origin.child(el("p").class("origin").children(prose(&tried.origin))).into_any());
    out
}

fn steps<'s>(steps: &'s [StepLine], before: Option<&'s str>) -> El {
    let domains = before.into_iter().chain(steps.iter().map(|step| step.domain.as_str()));
    // The first step of all has nothing before it.
    let befores = before.is_none().then_some("").into_iter().chain(domains);
    let item = |(step, before): (&StepLine, &str)| {
        // Where another record begins, it is named; how deep it lies is seen, and heard.
        let is_new = before != step.domain && step.depth > 0;
        let mark = is_new.then(|| {
            let deep = count(step.depth as usize, "record deep", "records deep");
            el("span")
                .class("step-in")
                .text(["In ", &shortened(&step.domain, 80), ", ", &deep, ": "].concat())
        });
        el("li").class(class(step)).maybe(mark).child(el("span").children(prose(&step.says)))
    };
    el("ol").class("steps").children(steps.iter().zip(befores).map(item))
}

fn class(step: &StepLine) -> String {
    const DEPTHS: [&str; 6] = ["d0", "d1", "d2", "d3", "d4", "d5"];
    let depth = DEPTHS[(step.depth as usize).min(DEPTHS.len() - 1)];
    // What others decide on the way is no end of it.
    if step.decides && step.depth == 0 { [depth, " decides"].concat() } else { depth.to_owned() }
}

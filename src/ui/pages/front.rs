//! The front page: the box, and the result below it.

use leptos::prelude::*;

use super::title;
use crate::browser::{focus, frame};
use crate::ui::components::domain_box::domain_box;
use crate::ui::components::paste_box::{held, paste_box};
use crate::ui::components::resolver::{resolvers, who_sees_a_check};
use crate::ui::components::{button, live, maybe};
use crate::ui::desk::{Desk, desk};
use crate::ui::element::{El, el};
use crate::ui::examples::EXAMPLES;
use crate::ui::parts::JUDGING;
use crate::ui::state::Input;
use crate::ui::teaching;
use crate::ui::words;

/// The page.
pub fn page() -> El {
    let desk = desk();
    let paste = el("div")
        .class("way-in")
        .child(paste_box())
        .child(held())
        .child(el("p").class("promise").attr("id", "promise").text(words::PROMISE))
        .child(hints(desk));
    let ask = el("div")
        .class("way-in")
        .child(domain_box("domain", words::domain::ASK_LABEL, String::new(), "who-sees"))
        .child(who_sees_a_check("who-sees"))
        .child(resolvers("resolver"));
    let looks = samples().attr_while("hidden", "", || !desk.offers_examples.get());
    el("div")
        .child(title().text(words::FRONT_TITLE))
        .child(el("p").class("lead").text(words::FRONT_LEAD))
        .child(el("div").class("ways-in").child(paste).child(ask).child(examples(desk)).child(looks))
        .child(live(|| JUDGING.show(|judging| (judging.result)(), judge_again)))
}

fn judge_again() {
    desk().judge_again();
}

fn examples(desk: &'static Desk) -> El {
    let buttons = EXAMPLES.iter().map(|example| {
        let put = || {
            desk.hints.put(Default::default());
            desk.put(Input::new(example.text.to_owned()));
            // The result stands below all examples, where few windows reach.
            JUDGING.want(|_| frame::next(|| frame::next(|| focus::center(".result .verdict"))));
        };
        el("li").child(button("", example.name, put))
    });
    el("div")
        .class("examples")
        .attr_while("hidden", "", || !desk.offers_examples.get())
        .child(el("p").attr("id", "examples").text("Or try an example"))
        .child(el("ul").attr("aria-labelledby", "examples").children(buttons))
}

/// What a link said about the text.
fn hints(desk: &'static Desk) -> AnyView {
    live(|| {
        maybe(desk.hinted.get().map(|says| {
            let drop = || {
                desk.hints.put(Default::default());
                desk.put(desk.input.peek(Input::clone));
            };
            el("p").class("hinted").text(says).text(" ").child(button("quiet", "Leave that out", drop))
        }))
    })
}

/// Domains to look at.
pub fn samples() -> El {
    let link = |one: &teaching::Lesson| {
        el("li").child(el("a").class("chip").attr("href", one.href()).text(one.title))
    };
    el("div")
        .class("examples samples")
        .child(el("p").attr("id", "samples").text("Or look at a domain made up to show something"))
        .child(el("ul").attr("aria-labelledby", "samples").children(teaching::LESSONS.iter().map(link)))
}

//! The page that makes links to a checklist.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::LazyLock;

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlTextAreaElement;

use super::title;
use crate::browser::{field, focus, frame, location};
use crate::setup::sample::{self, Stage};
use crate::setup::words as setup_words;
use crate::text::prose::plain;
use crate::ui::builder::{Draft, Made, Row, What, embed, html, markdown};
use crate::ui::components::need::{alarm, need};
use crate::ui::components::prose::prose;
use crate::ui::components::{button, copy_button, heading, list, live, maybe};
use crate::ui::desk::desk;
use crate::ui::element::{El, el};
use crate::ui::watched::Watched;
use crate::ui::words::setup as words;

/// What is on the page, for as long as it is open.
#[derive(Default)]
struct Bench {
    draft: Watched<Draft>,
    /// The ids of the rows: who follows them is not bothered by what is typed into one.
    rows: Watched<Vec<u64>>,
    /// The same for the names of the variables.
    variables: Watched<Vec<String>>,
    /// The page itself put text into the fields.
    put: Watched<()>,
    pasted: Watched<String>,
    /// What came of the last paste.
    added: Watched<Vec<String>>,
    stage: Watched<Stage>,
}

fn bench() -> &'static Bench {
    static BENCH: LazyLock<Bench> = LazyLock::new(|| {
        let bench = Bench::default();
        bench.draft.put(Draft::new("example.com"));
        bench
    });
    &BENCH
}

fn change<T>(change: impl FnOnce(&mut Draft) -> T) -> T {
    let mut draft = bench().draft.peek(Clone::clone);
    let out = change(&mut draft);
    let rows = draft.rows.iter().map(|row| row.id).collect();
    let variables = draft.variables();
    bench().draft.set(draft);
    bench().rows.set(rows);
    bench().variables.set(variables);
    out
}

fn text_field(tag: &'static str, id: String) -> El {
    el(tag)
        .attr("id", id)
        .attr("spellcheck", "false")
        .attr("autocomplete", "off")
        .attr("autocapitalize", "off")
}

/// One field with its label; `read` gives what it holds, and `write` takes what is typed.
fn entry(
    id: &'static str,
    label: &'static str,
    hint: &'static str,
    read: fn(&Draft) -> String,
    write: fn(&mut Draft, String),
) -> El {
    let hint_id = [id, "-hint"].concat();
    let field = text_field("input", id.to_owned())
        .attr("aria-describedby", hint_id.clone())
        .tend(move |element| {
            bench().put.track();
            field::put(element, &bench().draft.peek(read));
        })
        .on("input", move |event| change(|draft| write(draft, field::entered(&event))));
    el("div")
        .class("ask-field")
        .child(el("label").attr("for", id).text(label))
        .child(field)
        .child(el("p").class("promise").attr("id", hint_id).text(hint))
}

/// The page.
pub fn page() -> Vec<AnyView> {
    let rows = list(|| bench().rows.get(), |id| *id, |id| row(id).into_any());
    let key = |name: &String| {
        let mut hasher = DefaultHasher::new();
        name.hash(&mut hasher);
        hasher.finish()
    };
    let variables = list(|| bench().variables.get(), key, |name| variable(name).into_any());
    let no_rows = live(|| {
        maybe(bench().rows.with(Vec::is_empty).then(|| el("p").class("promise").text(words::NO_ROWS)))
    });
    let no_variables = live(|| {
        maybe(
            bench().variables.with(Vec::is_empty).then(|| el("p").class("promise").text(words::NO_VARIABLES)),
        )
    });
    let add = button("", "Add a record", || {
        let id = change(Draft::add_row);
        focus_soon(part(id, "what"));
    });
    vec![
        title().text(words::LINK_TITLE).into_any(),
        el("p").class("lead").text(words::LINK_LEAD).into_any(),
        heading(2, "").text("1. Who asks").into_any(),
        el("div")
            .class("sheet link-form")
            .child(entry(
                "link-vendor",
                "Your company",
                "Customers see that the link names it. Up to 60 characters.",
                |d| d.vendor.clone(),
                |d, v| d.vendor = v,
            ))
            .child(entry(
                "link-help",
                "Address of your article",
                "It starts with https://. Customers see its host name.",
                |d| d.help.clone(),
                |d, v| d.help = v,
            ))
            .into_any(),
        heading(2, "").text("2. What your article asks for").into_any(),
        paste().into_any(),
        heading(2, "").attr("id", "link-rows-title").text("3. The list").into_any(),
        el("p").text(words::ROWS).into_any(),
        no_rows,
        el("ol").class("link-rows").attr("aria-labelledby", "link-rows-title").child(rows).into_any(),
        el("p").class("buttons").child(add).into_any(),
        heading(2, "").text("4. Values that differ").into_any(),
        el("p").text(words::VARIABLES).into_any(),
        no_variables,
        el("div").class("link-variables").child(variables).into_any(),
        el("div").attr("id", "link-made").child(live(made)).into_any(),
        preview(),
    ]
}

fn paste() -> El {
    let field = text_field("textarea", "link-paste".to_owned())
        .attr("rows", "5")
        .attr("aria-describedby", "link-paste-hint")
        .tend(|element| {
            bench().put.track();
            if let Some(area) = element.dyn_ref::<HtmlTextAreaElement>() {
                area.set_value(&bench().pasted.peek(Clone::clone));
            }
        })
        .on("input", |event| bench().pasted.set(field::entered(&event)));
    let add = button("", "Add to the list", || {
        let pasted = bench().pasted.peek(Clone::clone);
        let says = change(|draft| draft.add(&pasted));
        if says.first().is_some_and(|first| first.starts_with("Added")) {
            bench().pasted.put(String::new());
        }
        bench().put.put(());
        desk().say(&plain(&says.join(" ")));
        bench().added.set(says);
    });
    let added = live(|| {
        let says = bench().added.get();
        maybe((!says.is_empty()).then(|| {
            el("ul").class("link-added").children(says.iter().map(|says| el("li").children(prose(says))))
        }))
    });
    el("div")
        .class("sheet link-form")
        .child(entry(
            "link-sample",
            "Domain that your article uses as an example",
            "It is taken off the names that you paste.",
            |d| d.sample.clone(),
            |d, v| d.sample = v,
        ))
        .child(
            el("div")
                .class("ask-field")
                .child(el("label").attr("for", "link-paste").text("Records of your article"))
                .child(field)
                .child(el("p").class("promise").attr("id", "link-paste-hint").text(words::PASTE))
                .child(el("p").class("buttons").child(add))
                .child(added),
        )
}

/// Puts the focus on what will be there once the list is shown anew.
fn focus_soon(id: String) {
    frame::next(move || focus::on_first(&["#", &id].concat()));
}

/// The id of a part of a row.
fn part(id: u64, part: &str) -> String {
    ["link-row-", &id.to_string(), "-", part].concat()
}

fn with_row<T>(id: u64, read: impl FnOnce(&Row) -> T) -> Option<T> {
    bench().draft.peek(|draft| draft.rows.iter().find(|row| row.id == id).map(read))
}

fn row(id: u64) -> El {
    let what = with_row(id, |row| row.what).unwrap_or_default();
    let shown: Watched<What> = Watched::new(what);
    let options = What::ALL.iter().enumerate().map(move |(at, one)| {
        let option = el("option").attr("value", at.to_string()).text(one.words());
        if *one == what { option.attr("selected", "") } else { option }
    });
    let chosen = shown.clone();
    let choose = el("select").attr("id", part(id, "what")).children(options).on("change", move |event| {
        let what = field::entered(&event)
            .parse()
            .ok()
            .and_then(|at: usize| What::ALL.get(at).copied())
            .unwrap_or_default();
        change(|draft| draft.row(id).map(|row| row.what = what));
        chosen.set(what);
    });
    let field = |label: El, input: El| el("div").class("ask-field").child(label).child(input);
    let label = |name: &str| el("label").attr("for", part(id, name));
    let name = text_field("input", part(id, "name"))
        .attr("aria-describedby", part(id, "says"))
        .tend(move |element| field::put(element, &with_row(id, |row| row.name.clone()).unwrap_or_default()))
        .on("input", move |event| {
            change(|draft| draft.row(id).map(|row| row.name = field::entered(&event)));
        });
    let value = live(move || {
        let value = shown.get().value().map(|(label, example)| {
            let input = text_field("input", part(id, "value"))
                .attr("placeholder", example)
                .attr("aria-describedby", part(id, "says"))
                .tend(move |element| {
                    field::put(element, &with_row(id, |row| row.value.clone()).unwrap_or_default())
                })
                .on("input", move |event| {
                    change(|draft| draft.row(id).map(|row| row.value = field::entered(&event)));
                });
            el("div")
                .class("ask-field")
                .child(el("label").attr("for", part(id, "value")).text(label))
                .child(input)
        });
        maybe(value)
    });
    let says = live(move || {
        bench().draft.track();
        match with_row(id, Row::says) {
            None => ().into_any(),
            Some(Ok(says)) => el("span").children(prose(&says)).into_any(),
            Some(Err(why)) => el("span").class("ask-problem").children(prose(&why)).into_any(),
        }
    });
    let raise = button("quiet", "Move up", move || {
        change(|draft| draft.raise(id));
        focus_soon(part(id, "raise"));
    });
    let remove = button("quiet", "Remove", move || {
        let next = change(|draft| draft.remove(id));
        desk().say("Removed the record.");
        focus_soon(next.map_or("link-paste".to_owned(), |next| part(next, "remove")));
    });
    el("li")
        .class("link-row sheet")
        .child(
            el("div")
                .class("link-row-fields")
                .child(field(label("what").text("What"), choose))
                .child(field(label("name").text("Name: @ is the domain itself"), name))
                .child(value),
        )
        .child(
            el("div")
                .class("link-row-foot")
                .child(el("p").class("promise").attr("id", part(id, "says")).child(says))
                .child(
                    el("p")
                        .class("buttons")
                        .child(raise.attr("id", part(id, "raise")))
                        .child(remove.attr("id", part(id, "remove"))),
                ),
        )
}

/// A variable, and what the link sets it to.
fn variable(name: String) -> El {
    let id = ["link-variable-", &name].concat();
    let (read, written) = (name.clone(), name.clone());
    let input = text_field("input", id.clone())
        .attr("placeholder", "each customer is asked for it")
        .tend(move |element| {
            bench().put.track();
            field::put(element, &bench().draft.peek(|draft| draft.value(&read).to_owned()));
        })
        .on("input", move |event| change(|draft| draft.set(&written, field::entered(&event))));
    el("div").class("ask-field").child(el("label").attr("for", id).child(el("code").text(name))).child(input)
}

fn made() -> AnyView {
    let draft = bench().draft.get();
    if draft.rows.is_empty() {
        return el("p").class("promise").text(words::NO_LINK).into_any();
    }
    let title = heading(2, "").text("5. The link");
    match draft.made() {
        Err(why) => vec![
            title.into_any(),
            el("p").class("ask-problem").attr("id", "link-problem").children(prose(&why)).into_any(),
        ]
        .into_any(),
        Ok(made) => vec![title.into_any(), warned(&made), forms(&made)].into_any(),
    }
}

fn warned(made: &Made) -> AnyView {
    let warnings = made.warnings.iter().map(|warning| el("li").children(prose(warning)));
    maybe((!made.warnings.is_empty()).then(|| {
        el("div")
            .child(heading(3, "").text("Before you hand it out"))
            .child(el("ul").class("link-warnings").children(warnings))
    }))
}

fn forms(made: &Made) -> AnyView {
    let address = location::link(&made.link);
    let form = |label: &'static str, text: String| {
        let copied = text.clone();
        let copy = copy_button("", "Copy", "Copied.", move || copied.clone())
            .attr("aria-label", ["Copy ", label].concat());
        el("div").child(el("dt").text(label)).child(el("dd").child(el("code").text(text)).child(copy))
    };
    let open = el("a").class("button").attr("href", made.link.clone()).text("Open it as a customer does");
    vec![
        el("dl")
            .class("fields link-forms")
            .child(form("Link", address.clone()))
            .child(form("HTML button", html(&address)))
            .child(form("Markdown", markdown(&address)))
            .child(form("Checklist in your page", embed(&address)))
            .into_any(),
        el("p").class("promise").text(words::EMBED).into_any(),
        el("p").child(open).into_any(),
    ]
    .into_any()
}

/// The checklist of a made-up customer.
fn preview() -> AnyView {
    let stages =
        [(Stage::Nothing, "Nothing done yet"), (Stage::HalfWay, "Half way"), (Stage::Done, "All done")];
    live(move || {
        let is_empty = bench().rows.with(Vec::is_empty);
        let choices = move || {
            let choice = |(at, (stage, label)): (usize, (Stage, &'static str))| {
                let id = ["link-stage-", &at.to_string()].concat();
                let mut input = el("input")
                    .attr("type", "radio")
                    .attr("name", "link-stage")
                    .attr("id", id.clone())
                    .on("change", move |_| bench().stage.set(stage));
                if bench().stage.peek(|now| *now == stage) {
                    input = input.attr("checked", "");
                }
                el("label").attr("for", id).child(input).text(label)
            };
            el("fieldset")
                .class("link-stages")
                .child(el("legend").text("How far the customer is"))
                .children(stages.into_iter().enumerate().map(choice))
        };
        maybe((!is_empty).then(|| {
            el("section")
                .class("link-preview")
                .attr("aria-labelledby", "link-preview-title")
                .child(heading(2, "").attr("id", "link-preview-title").text("6. What a customer sees"))
                .child(el("p").children(prose(words::PREVIEW)))
                .child(choices())
                .child(el("div").attr("id", "link-preview").child(live(previewed)))
        }))
    })
}

fn previewed() -> AnyView {
    let stage = bench().stage.get();
    let Ok(made) = bench().draft.get().made() else {
        return el("p").class("promise").text(words::NO_PREVIEW).into_any();
    };
    match sample::report(&made.setup, stage) {
        Err(refusal) => el("p").class("promise").children(prose(&refusal.says())).into_any(),
        Ok(report) => {
            let needs = (0..report.needs.len()).map(|at| need(at, &report, ().into_any()));
            vec![
                el("p").class("from-link").text(words::from_link(report.vendor.as_deref())).into_any(),
                el("p")
                    .class("link-done")
                    .child(el("span").class("domain").text(report.domain.to_string()))
                    .text([": ", &setup_words::done(&report)].concat())
                    .into_any(),
                report.alarms.iter().map(alarm).collect::<Vec<_>>().into_any(),
                el("ol").class("needs").attr("aria-label", "Records").children(needs).into_any(),
            ]
            .into_any()
        }
    }
}

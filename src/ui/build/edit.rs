//! A record that is edited where it stands: controls for its parts, below its text.

use std::sync::Arc;

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlInputElement, KeyboardEvent};

use super::edits::edits;
use super::forms::service_field;
use super::impacts::impact_list;
use super::mend::{impacts, replaced};
use crate::browser::field::is_undo;
use crate::browser::{field, focus, frame};
use crate::build::controls::{Control, Field, additions, controls};
use crate::build::edit::with_terms;
use crate::build::impact::Impact;
use crate::build::spf::{networks, term_of};
use crate::record::spf::Spf;
use crate::record::{Kind, Record};
use crate::report::RecordReport;
use crate::text::prose::{code, plain};
use crate::text::{Edit, apply_edits};
use crate::ui::components::prose::prose;
use crate::ui::components::{button, copy_button, list, live, maybe};
use crate::ui::desk::desk;
use crate::ui::element::{El, el};
use crate::ui::watched::Watched;

/// The record of number `index` on the desk.
#[derive(Clone)]
struct Edited {
    index: usize,
    report: Watched<Arc<RecordReport>>,
}

impl Edited {
    fn value(&self) -> String {
        self.report.peek(|report| report.value.clone())
    }

    fn kind(&self) -> Kind {
        self.report.peek(|report| report.kind)
    }

    /// Makes an edit of the value as it is now, and puts the keyboard back where it was: the fields are built anew.
    fn make(&self, edit: &Edit, back: Option<String>) {
        let value = apply_edits(&self.value(), std::slice::from_ref(edit));
        if desk().held.peek(Option::is_some) {
            return desk().say("This text is too long to be edited here. Edit it where you keep it.");
        }
        let after = desk()
            .input
            .peek(|input| desk().hints.peek(|hints| replaced(input.whole(), hints, self.index, &value)));
        match after {
            Some(after) => edits().make(after),
            None => desk().say("This can't be written here. Change the text in the box instead."),
        }
        if let Some(id) = back {
            frame::next(move || focus::on_first(&["#", &id].concat()));
        }
    }

    /// A part as it stands now: parts before it may have grown since its row was built.
    fn control(&self, at: usize) -> Option<Control> {
        self.report.peek(|report| controls(report.kind, &report.value)).into_iter().nth(at)
    }

    fn id(&self, part: usize, field: usize) -> String {
        ["edit-", &self.index.to_string(), "-", &part.to_string(), "-", &field.to_string()].concat()
    }
}

/// The controls, and what would break.
pub fn edit_box(index: usize, report: Watched<Arc<RecordReport>>, level: u8) -> El {
    let edited = Edited { index, report };
    let (rows, more, said) = (edited.clone(), edited.clone(), edited.clone());
    let all = move || -> Vec<(usize, Control)> {
        rows.report.with(|report| controls(report.kind, &report.value)).into_iter().enumerate().collect()
    };
    let shown = edited.clone();
    let parts = list(all, key, move |(at, control)| row(&shown, at, control).into_any());
    // What is typed into the box ends the way back.
    let typed = edited.report.clone();
    let undo = el("button")
        .attr("type", "button")
        .text("Undo")
        .attr_while("aria-disabled", "true", move || {
            edits().changed.track();
            typed.track();
            !edits().can_undo()
        })
        .on("click", |_| {
            edits().undo();
        });
    let copied = edited.clone();
    let copy = copy_button("main", "Copy the edited record", "Copied the record.", move || copied.value());
    el("section")
        .class("edit-box")
        .attr("aria-label", "Edit this record")
        .on("keydown", |event| {
            if let Some(key) = event.dyn_ref::<KeyboardEvent>()
                && is_undo(key)
                && !is_changed(&event)
                && edits().undo()
            {
                event.prevent_default();
            }
        })
        .child(el("ol").class("edit-parts").child(parts))
        .child(live(move || add(&more)))
        .child(live(move || breaks(&said, level)))
        .child(el("p").class("buttons").child(copy).child(undo))
}

/// A row stays while its part and the place of it stay.
fn key((at, control): &(usize, Control)) -> u64 {
    use std::hash::{DefaultHasher, Hash, Hasher};
    let mut hasher = DefaultHasher::new();
    (at, &control.text).hash(&mut hasher);
    hasher.finish()
}

/// The field holds letters that were typed and are not in the record yet: the browser takes those back.
fn is_changed(event: &web_sys::Event) -> bool {
    let field = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
    field.is_some_and(|field| field.get_attribute("data-was").is_none_or(|was| was != field.value()))
}

fn row(edited: &Edited, at: usize, control: Control) -> El {
    let fields: Vec<El> =
        control.fields.iter().enumerate().map(|(i, one)| one_field(edited, at, i, one)).collect();
    let text = control.text.clone();
    // What has no field is shown as it is.
    let bare = fields.is_empty().then(|| el("code").text(text.clone()));
    let out = control.remove.map(|_| {
        let (edited, label) = (edited.clone(), ["Take out ", &text].concat());
        let next = edited.id(at, 0);
        let press = move || {
            if let Some(edit) = edited.control(at).and_then(|control| control.remove) {
                edited.make(&edit, Some(next.clone()));
            }
        };
        button("quiet", "Take out", press).attr("aria-label", label)
    });
    el("li").maybe(bare).children(fields).maybe(out)
}

fn one_field(edited: &Edited, at: usize, i: usize, one: &Field) -> El {
    let id = edited.id(at, i);
    let (value, edited, back) = (one.value.clone(), edited.clone(), id.clone());
    let take = move |event: web_sys::Event| {
        let new = field::entered(&event);
        if let Some(field) = edited.control(at).and_then(|control| control.fields.into_iter().nth(i)) {
            edited.make(&field.edit(new.trim()), Some(back.clone()));
        }
    };
    let control = if one.choices.is_empty() {
        el("input")
            .attr("type", "text")
            .attr("spellcheck", "false")
            .attr("autocomplete", "off")
            .attr("autocapitalize", "off")
            .attr("data-was", value.clone())
            .tend(move |input| field::put(input, &value))
    } else {
        let known = one.choices.iter().any(|(word, _)| *word == value);
        let own = (!known).then(|| option(&value, &["as written: ", &value].concat(), true));
        let options = one.choices.iter().map(|(word, words)| option(word, words, *word == value));
        el("select").maybe(own).children(options)
    };
    el("span")
        .class("edit-field")
        .child(el("label").attr("for", id.clone()).text(one.label))
        .child(control.attr("id", id).on("change", take))
}

fn option(value: &str, words: &str, is_chosen: bool) -> El {
    let option = el("option").attr("value", value.to_owned()).text(words.to_owned());
    if is_chosen { option.attr("selected", "") } else { option }
}

/// What can be put in.
fn add(edited: &Edited) -> AnyView {
    let kind = edited.report.with(|report| report.kind);
    if kind == Kind::Spf {
        return add_sender(edited);
    }
    let buttons = additions(kind, &edited.value()).into_iter().map(|one| {
        let edited = edited.clone();
        let parts = controls(edited.kind(), &edited.value()).len();
        button("", one.label, move || edited.make(&one.edit, Some(edited.id(parts, 0))))
    });
    let buttons: Vec<El> = buttons.collect();
    maybe((!buttons.is_empty()).then(|| el("p").class("buttons edit-add").children(buttons)))
}

/// A service by its name, or a network.
fn add_sender(edited: &Edited) -> AnyView {
    let id = |what: &str| ["edit-", what, "-", &edited.index.to_string()].concat();
    let with = |edited: &Edited, words: &str| {
        let text = edited.value();
        edited.make(&with_terms(&text, &Spf::parse(&text), words), None);
    };
    let named = edited.clone();
    let service = service_field(id("service"), "Add a service", move |service| {
        if let Some(term) = term_of(service) {
            with(&named, &term);
        }
    });
    let problem: Watched<Option<String>> = Watched::default();
    let (shown, typing) = (problem.clone(), problem.clone());
    let network_id = id("network");
    let selector = ["#", &network_id].concat();
    let here = edited.clone();
    let press = move || {
        let typed = field::value(&selector);
        match networks(&typed) {
            (good, bad) if bad.is_empty() && !good.is_empty() => {
                field::fill(&selector, "");
                problem.set(None);
                with(&here, &good.join(" "));
                desk().say("Added.");
            }
            _ => {
                let why = [
                    &code(typed.trim()),
                    " is no address, network or host. A network looks like `192.0.2.0/24`.",
                ]
                .concat();
                desk().aloud.put(plain(&why));
                problem.set(Some(why));
            }
        }
        focus::on_first(&selector);
    };
    let entered = press.clone();
    let why = live(move || {
        maybe(shown.with(|why| why.as_ref().map(|why| el("p").class("ask-problem").children(prose(why)))))
    });
    let input = el("input")
        .attr("id", network_id.clone())
        .attr("autocomplete", "off")
        .attr("spellcheck", "false")
        .on("input", move |_| typing.set(None))
        .on("keydown", move |event| {
            if event.dyn_ref::<KeyboardEvent>().is_some_and(|key| key.key() == "Enter") {
                event.prevent_default();
                entered();
            }
        });
    let network = el("div")
        .class("ask-field")
        .child(el("label").attr("for", network_id).text("Add an address, a network or a host"))
        .child(el("div").class("ask-row").child(input).child(button("", "Add", press)))
        .child(why);
    el("div").class("edit-add").child(service).child(network).into_any()
}

/// What would be other than in the text that was pasted.
fn breaks(edited: &Edited, level: u8) -> AnyView {
    edited.report.track();
    edits().changed.track();
    let Some(first) = edits().unedited() else { return ().into_any() };
    let all: Vec<Impact> = desk()
        .input
        .peek(|input| desk().hints.peek(|hints| impacts(&first, input.whole(), hints, edited.index)));
    impact_list(
        level,
        "Before you copy it: what changes",
        &all,
        "Nothing breaks by these changes, as far as the text alone can tell.",
    )
    .attr("aria-live", "polite")
    .into_any()
}

/// The record has parts that can be changed here.
pub fn can_be_edited(record: &RecordReport) -> bool {
    match &record.record {
        // Asked at every key press, and each term of a long record has controls of its own.
        Record::Spf(spf) => !spf.terms.is_empty(),
        _ => !controls(record.kind, &record.value).is_empty(),
    }
}

//! The page: the choices, the questions of one of them, and the record that grows.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlInputElement, HtmlTextAreaElement, KeyboardEvent};

use super::bench::bench;
use super::draft::{Made, publish};
use super::forms;
use super::impacts::impact_list;
use crate::browser::field::is_undo;
use crate::browser::{field, location};
use crate::providers::DNS_HOSTS;
use crate::setup::fields;
use crate::ui::components::field_row::field_row;
use crate::ui::components::prose::prose;
use crate::ui::components::resolver::who_sees;
use crate::ui::components::sheet::sheet;
use crate::ui::components::{button, copy_button, heading, live, maybe};
use crate::ui::element::{El, el, text};
use crate::ui::route::{BuildLink, Choice, Explain, Route};
use crate::ui::words::build as words;

/// The page that a link opens.
pub fn build_page(link: &BuildLink) -> Vec<AnyView> {
    bench().open(link);
    match link.choice {
        None => choices(),
        Some(choice) => about(choice),
    }
}

fn href(choice: Choice) -> String {
    Route::Build(BuildLink { choice: Some(choice), ..BuildLink::default() }).href()
}

/// Nothing was chosen yet.
fn choices() -> Vec<AnyView> {
    let row = |choice: Choice| {
        el("li")
            .child(el("a").class("button build-wish").attr("href", href(choice)).text(words::wish(choice)))
            .child(el("p").class("promise").text(words::lead(choice)))
    };
    vec![
        title(words::TITLE),
        el("p").class("lead").text(words::LEAD).into_any(),
        el("ul").class("build-choices").children(Choice::ALL.into_iter().map(row)).into_any(),
    ]
}

fn title(words: &'static str) -> AnyView {
    el("h1").attr("tabindex", "-1").text(words).into_any()
}

fn about(choice: Choice) -> Vec<AnyView> {
    let link = |one: Choice| {
        let link = el("a").class("chip").attr("href", href(one)).text(words::title(Some(one)));
        el("li").child(if one == choice { link.attr("aria-current", "page") } else { link })
    };
    let nav = el("nav")
        .attr("aria-label", "What to make")
        .class("build-nav")
        .child(el("ul").children(Choice::ALL.into_iter().map(link)));
    let questions = el("section")
        .class("build-questions")
        .attr("aria-label", "Questions")
        .child(start(choice))
        .children(forms::form(choice));
    let result = el("section").class("build-result").attr("aria-labelledby", "build-made").children(result());
    // What the section of the result says in full; here it is for the eye alone.
    let now = el("p").class("build-now").attr("aria-hidden", "true").child(live(|| {
        let made = bench().made.get();
        text(match made.entries.as_slice() {
            [one] if made.wanting.is_none() => one.value.clone(),
            _ => String::new(),
        })
    }));
    let bench_of = el("div")
        .class("build-bench")
        .on("keydown", |event| {
            if let Some(key) = event.dyn_ref::<KeyboardEvent>()
                && is_undo(key)
                && !is_typing(&event)
            {
                event.prevent_default();
                bench().undo();
            }
        })
        .child(now)
        .child(questions)
        .child(result);
    let mut page = vec![
        nav.into_any(),
        title(words::title(Some(choice))),
        el("p").class("lead").text(words::lead(choice)).into_any(),
        bench_of.into_any(),
    ];
    if choice == Choice::Dmarc {
        page.push(forms::road());
    }
    page.push(explained());
    page
}

/// In a field for text, the browser takes letters back by itself.
fn is_typing(event: &web_sys::Event) -> bool {
    let Some(target) = event.target() else { return false };
    let is_text = |field: &HtmlInputElement| !matches!(field.type_().as_str(), "radio" | "checkbox");
    target.dyn_ref::<HtmlTextAreaElement>().is_some()
        || target.dyn_ref::<HtmlInputElement>().is_some_and(is_text)
}

/// The domain, and the look-up of what is there now.
fn start(choice: Choice) -> El {
    let needs_it = choice == Choice::Lookups;
    let input = el("input")
        .attr("id", "build-domain")
        .attr("type", "text")
        .attr("inputmode", "url")
        .attr("spellcheck", "false")
        .attr("autocomplete", "off")
        .attr("autocapitalize", "off")
        .attr("placeholder", "example.com")
        .attr("aria-describedby", "build-who-sees")
        .attr_while("aria-invalid", "true", || bench().problem.with(Option::is_some))
        .tend(|input| {
            bench().put.track();
            field::put(input, &bench().draft.peek(|draft| draft.domain.clone()));
        })
        .on("input", |event| {
            bench().problem.set(None);
            bench().change("domain", |draft| draft.domain = field::entered(&event));
        });
    let look = if needs_it { "Read its SPF record" } else { "Look up what is there now" };
    let says = live(|| {
        if bench().is_asking.get() {
            return el("p").class("progress").attr("data-asking", "").text("Asking …").into_any();
        }
        let why = bench().problem.get().map(|why| el("p").class("ask-problem").children(prose(&why)));
        let rows = bench().says.with(|says| {
            let row = |says: &String| el("li").children(prose(says));
            (!says.is_empty()).then(|| el("ul").class("build-found").children(says.iter().map(row)))
        });
        vec![maybe(why), maybe(rows)].into_any()
    });
    let go = el("button").attr("type", "submit").class(if needs_it { "main" } else { "" }).text(look);
    el("form")
        .class("ask build-start")
        .attr("novalidate", "")
        .on("submit", |event| {
            event.prevent_default();
            bench().ask();
        })
        .child(el("label").attr("for", "build-domain").text(if needs_it {
            "Your domain"
        } else {
            "Your domain (optional)"
        }))
        .child(el("div").class("ask-row").child(input).child(go))
        .maybe((!needs_it).then(|| el("p").class("promise").text(words::LOOK_HINT)))
        .child(who_sees("build-who-sees"))
        .child(says)
}

/// What is to be published.
fn result() -> Vec<AnyView> {
    let shown = live(|| {
        let made = bench().made.get();
        bench().draft.track();
        if made.entries.is_empty() {
            let says = made.problem.clone().map(|why| el("p").class("ask-problem").children(prose(&why)));
            let wait = el("p").text("The record appears here.");
            return el("div").maybe(says).child(wait).into_any();
        }
        records(&made).into_any()
    });
    let undo = el("button")
        .attr("type", "button")
        .attr("id", "build-undo")
        .text("Undo")
        .attr_while("aria-disabled", "true", || !bench().can_undo.get())
        .attr_while("hidden", "", has_no_way_back)
        .on("click", |_| {
            bench().undo();
            // The button that was pressed is gone.
            if has_no_way_back() {
                crate::browser::frame::next(|| crate::browser::focus::on_first("#build-made"));
            }
        });
    let open = button("", "Open in the box to edit it", || {
        let texts = bench().sheet.slots.peek(|slots| {
            slots.iter().map(|slot| slot.report.peek(|record| line(record))).collect::<Vec<_>>()
        });
        if !texts.is_empty() {
            location::go(&Route::Explain(Explain { texts, ..Explain::default() }).href());
        }
    })
    .attr_while("hidden", "", || bench().sheet.is_blank.get());
    vec![
        heading(2, "").attr("id", "build-made").attr("tabindex", "-1").text("To publish").into_any(),
        shown,
        el("p").class("buttons").child(undo).child(open).into_any(),
    ]
}

/// There is no record yet, and no step that could be taken back.
fn has_no_way_back() -> bool {
    bench().sheet.is_blank.get() && !bench().can_undo.get()
}

/// A record as a line that can be pasted.
fn line(record: &crate::report::RecordReport) -> String {
    match &record.name {
        Some(name) if record.kind == crate::record::Kind::Mx => [name, ". IN MX ", &record.value].concat(),
        Some(name) => [name, ". IN TXT \"", &record.value, "\""].concat(),
        None => record.value.clone(),
    }
}

fn records(made: &Made) -> El {
    let impacts = (!made.impacts.is_empty())
        .then(|| impact_list(3, "Before you publish it: what changes", &made.impacts, ""));
    let domain = bench().domain();
    let host = bench().draft.peek(|draft| draft.host).and_then(|at| DNS_HOSTS.get(at));
    let apex = domain.as_ref().map(|name| name.as_str());
    let several = made.entries.len() > 1;
    let entries = made.entries.iter().enumerate().filter_map(|(at, entry)| {
        let publish = publish(entry, domain.as_ref())?;
        let title = several.then(|| {
            let kind = entry.item(domain.as_ref()).record.kind().title();
            heading(3, "build-kind").text([&(at + 1).to_string(), ". ", kind].concat())
        });
        let rows = fields(&publish, apex, host).into_iter().map(field_row);
        Some(el("div").maybe(title).child(el("dl").class("fields").children(rows)))
    });
    let title = match host {
        Some(host) => match host.where_in_panel {
            Some(way) => [host.name, ": ", way].concat(),
            None => host.name.to_owned(),
        },
        None => "Enter at your DNS host".to_owned(),
    };
    let note = host.and_then(|host| host.note).map(|note| el("p").class("fix-place").text(note));
    let problem = made.problem.clone().map(|why| el("p").class("ask-problem").children(prose(&why)));
    let notes = (!made.notes.is_empty()).then(|| {
        el("ul").class("build-notes").children(made.notes.iter().map(|note| el("li").children(prose(note))))
    });
    let text = made
        .entries
        .iter()
        .map(|entry| el("p").class("build-text").child(el("code").text(entry.value.clone())));
    let copied = made.entries.iter().map(|entry| entry.value.clone()).collect::<Vec<_>>().join("\n");
    let one = made.entries.len() == 1;
    if let Some(wanting) = made.wanting {
        return el("div")
            .children(text)
            .maybe(problem)
            .maybe(impacts)
            .child(el("p").class("build-wanting").text(wanting));
    }
    let copy =
        one.then(|| copy_button("main", "Copy the record", "Copied the record.", move || copied.clone()));
    el("div")
        .children(text.filter(|_| one))
        .maybe(problem)
        .maybe(impacts)
        .child(el("p").class("buttons").maybe(copy).maybe(weigh()))
        .child(weighed())
        .child(
            el("div")
                .class("fix")
                .child(el("p").class("fix-title").text(title))
                .children(entries)
                .child(dns_host())
                .maybe(note),
        )
        .maybe(made.file.as_ref().map(|(address, content)| file(address, content)))
        .maybe(notes)
}

/// What an SPF record needs is known live alone.
fn weigh() -> Option<El> {
    let is_spf = bench().draft.peek(|draft| matches!(draft.choice, Some(Choice::Spf | Choice::Merge)));
    is_spf.then(|| button("", "Count its lookups in DNS", || bench().weigh()))
}

fn weighed() -> AnyView {
    live(|| {
        let made = bench().made.get();
        let is_this = |record: &String| made.entries.first().is_some_and(|entry| entry.value == *record);
        maybe(bench().weighed.with(|weighed| {
            let says = weighed.as_ref().filter(|weighed| is_this(&weighed.record));
            says.map(|weighed| {
                let class = if weighed.fits { "spf-note" } else { "ask-problem" };
                el("p").class(class).attr("id", "build-weighed").children(prose(&weighed.says))
            })
        }))
    })
}

/// A file for a web server.
fn file(address: &str, content: &str) -> El {
    let copied = content.to_owned();
    el("div")
        .class("fix")
        .child(el("p").class("fix-title").text(words::FILE_LEAD))
        .child(el("p").child(el("code").text(address.to_owned())))
        .child(
            el("pre")
                .class("message")
                .attr("tabindex", "0")
                .attr("aria-label", "The file")
                .text(content.to_owned()),
        )
        .child(copy_button("", "Copy the file", "Copied the file.", move || copied.clone()))
}

/// Whose form the fields are named for.
fn dns_host() -> El {
    let option = |at: usize, name: &'static str| el("option").attr("value", at.to_string()).text(name);
    let none = el("option").attr("value", "").text("Another, or I don't know");
    let choice = el("select")
        .attr("id", "build-host")
        .child(none)
        .children(DNS_HOSTS.iter().enumerate().map(|(at, host)| option(at, host.name)))
        .on("change", |event| {
            let host = field::entered(&event).parse().ok();
            bench().change("", |draft| draft.host = host);
            crate::browser::frame::next(|| crate::browser::focus::on_first("#build-host"));
        });
    let chosen = bench().draft.peek(|draft| draft.host.map_or(String::new(), |at| at.to_string()));
    // The options have to be there before one is chosen, which they are in the next frame.
    let choice = choice.tend(move |element| {
        let (element, chosen) = (element.clone(), chosen.clone());
        crate::browser::frame::next(move || field::put(&element, &chosen));
    });
    el("p")
        .class("build-host")
        .child(el("label").attr("for", "build-host").text("Your DNS host "))
        .child(choice)
}

/// Every part of the records, explained.
fn explained() -> AnyView {
    el("section")
        .class("build-explained")
        .attr_while("hidden", "", || bench().sheet.is_blank.get())
        .child(heading(2, "").text("What it says, part by part"))
        .children(sheet(&bench().sheet, 3, None))
        .into_any()
}

//! The page that makes links to a checklist.

use std::sync::LazyLock;

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlInputElement, HtmlTextAreaElement};

use super::title;
use crate::browser::location;
use crate::setup::words as setup_words;
use crate::text::count;
use crate::ui::builder::{Draft, html, markdown};
use crate::ui::components::prose::prose;
use crate::ui::components::{button, copy_button, heading, live};
use crate::ui::desk::desk;
use crate::ui::element::{El, el};
use crate::ui::watched::Watched;
use crate::ui::words::setup as words;

/// What is on the page, for as long as it is open.
#[derive(Default)]
struct Bench {
    draft: Watched<Draft>,
    /// The page itself put text into the list.
    put: Watched<()>,
    pasted: Watched<String>,
}

fn bench() -> &'static Bench {
    static BENCH: LazyLock<Bench> = LazyLock::new(|| {
        let bench = Bench::default();
        bench.draft.put(Draft { sample: "example.com".to_owned(), ..Draft::default() });
        bench
    });
    &BENCH
}

fn entered(event: &Event) -> String {
    let Some(target) = event.target() else { return String::new() };
    match target.dyn_ref::<HtmlTextAreaElement>() {
        Some(area) => area.value(),
        None => target.dyn_ref::<HtmlInputElement>().map(HtmlInputElement::value).unwrap_or_default(),
    }
}

fn change(change: impl FnOnce(&mut Draft)) {
    let mut draft = bench().draft.peek(Clone::clone);
    change(&mut draft);
    bench().draft.set(draft);
}

/// One field with its label; `read` gives what it holds, and `write` takes what is typed.
fn entry(
    tag: &'static str,
    id: &'static str,
    label: &'static str,
    hint: &'static str,
    read: fn(&Draft) -> String,
    write: fn(&mut Draft, String),
) -> El {
    let hint_id = [id, "-hint"].concat();
    let field = el(tag)
        .attr("id", id)
        .attr("spellcheck", "false")
        .attr("autocomplete", "off")
        .attr("autocapitalize", "off")
        .attr("aria-describedby", hint_id.clone())
        .tend(move |element| {
            bench().put.track();
            let value = bench().draft.peek(read);
            if let Some(area) = element.dyn_ref::<HtmlTextAreaElement>() {
                area.set_value(&value);
            } else if let Some(input) = element.dyn_ref::<HtmlInputElement>() {
                input.set_value(&value);
            }
        })
        .on("input", move |event| change(|draft| write(draft, entered(&event))));
    el("div")
        .class("ask-field")
        .child(el("label").attr("for", id).text(label))
        .child(field)
        .child(el("p").class("promise").attr("id", hint_id).text(hint))
}

/// The page.
pub fn page() -> Vec<AnyView> {
    let paste = el("textarea")
        .attr("id", "link-paste")
        .attr("rows", "4")
        .attr("spellcheck", "false")
        .attr("aria-describedby", "link-paste-hint")
        .on("input", |event| bench().pasted.set(entered(&event)));
    let add = button("", "Add to the list", || {
        let mut added = 0;
        change(|draft| added = draft.add(&bench().pasted.peek(Clone::clone)));
        bench().put.put(());
        desk().say(&["Added ", &count(added, "record", "records"), " to the list."].concat());
    });
    let form = el("div")
        .class("sheet link-form")
        .child(entry("input", "link-vendor", "Your company", "Customers see that the link names it. Up to 60 characters.", |d| d.vendor.clone(), |d, v| d.vendor = v))
        .child(entry("input", "link-help", "Address of your article", "It starts with https://. Customers see its host name.", |d| d.help.clone(), |d, v| d.help = v))
        .child(entry("input", "link-sample", "Domain that your article uses as an example", "It is taken off the names that you paste.", |d| d.sample.clone(), |d, v| d.sample = v))
        .child(
            el("div")
                .class("ask-field")
                .child(el("label").attr("for", "link-paste").text("Records of your article"))
                .child(paste)
                .child(el("p").class("promise").attr("id", "link-paste-hint").text("Lines of a zone file, or the rows of a table."))
                .child(add),
        )
        .child(entry("textarea", "link-needs", "The list: one record a line, as type, name and test", "For example: TXT @ spf:include:spf.vendor.example. Each customer's own values stand in braces, such as {token}.", |d| d.needs.clone(), |d, v| d.needs = v))
        .child(entry("textarea", "link-variables", "Values that you set, one a line", "For example: region=eu-west-1. Customers are asked for all others.", |d| d.variables.clone(), |d, v| d.variables = v));
    vec![
        title().text(words::LINK_TITLE).into_any(),
        el("p").class("lead").text(words::LINK_LEAD).into_any(),
        form.into_any(),
        el("div").attr("id", "link-made").child(live(made)).into_any(),
    ]
}

fn made() -> AnyView {
    let draft = bench().draft.get();
    if draft.is_blank() {
        return el("p").text("The link appears here once there is a record on the list.").into_any();
    }
    match draft.made() {
        Err(why) => el("p").class("ask-problem").attr("id", "link-problem").children(prose(&why)).into_any(),
        Ok(made) => {
            let needs = made.setup.needs.iter().map(|need| {
                el("li")
                    .text(setup_words::title(&need.test, &need.name))
                    .text(": ")
                    .child(el("code").text(need.to_string()))
            });
            let warnings = made.warnings.iter().map(|warning| el("li").children(prose(warning)));
            let warned = (!made.warnings.is_empty()).then(|| {
                el("div")
                    .child(heading(2, "").text("Before you hand it out"))
                    .child(el("ul").class("link-warnings").children(warnings))
            });
            let address = location::link(&made.link);
            let form = |label: &'static str, text: String| {
                let copied = text.clone();
                let copy = copy_button("", "Copy", "Copied.", move || copied.clone())
                    .attr("aria-label", ["Copy ", label].concat());
                el("div").child(el("dt").text(label)).child(el("dd").child(el("code").text(text)).child(copy))
            };
            let preview =
                el("a").class("button").attr("href", made.link.clone()).text("See it as a customer does");
            vec![
                heading(2, "").text("What the link asks for").into_any(),
                el("ol").class("link-needs").children(needs).into_any(),
                warned.into_any(),
                heading(2, "").text("The link").into_any(),
                el("p").child(preview).into_any(),
                el("dl")
                    .class("fields link-forms")
                    .child(form("Link", address.clone()))
                    .child(form("HTML", html(&address)))
                    .child(form("Markdown", markdown(&address)))
                    .into_any(),
            ]
            .into_any()
        }
    }
}

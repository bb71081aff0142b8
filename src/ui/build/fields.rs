//! The fields of the page's questions: each shows what the draft holds, and tells it what was answered.

use crate::browser::field;
use crate::ui::build::bench::bench;
use crate::ui::build::draft::Draft;
use crate::ui::components::prose::prose;
use crate::ui::element::{El, el};

/// A field for text: `tag` is `input` or `textarea`.
pub fn entry(
    tag: &'static str,
    id: &'static str,
    label: &'static str,
    hint: &'static str,
    read: fn(&Draft) -> String,
    write: fn(&mut Draft, String),
) -> El {
    let hint_id = [id, "-hint"].concat();
    let input = el(tag)
        .attr("id", id)
        .attr("spellcheck", "false")
        .attr("autocomplete", "off")
        .attr("autocapitalize", "off")
        .attr("aria-describedby", hint_id.clone())
        .tend(move |element| {
            bench().put.track();
            field::put(element, &bench().draft.peek(read));
        })
        .on("input", move |event| bench().change(id, |draft| write(draft, field::entered(&event))));
    let input = if tag == "textarea" { input.attr("rows", "2") } else { input };
    el("div")
        .class("ask-field")
        .child(el("label").attr("for", id).text(label))
        .child(input)
        .child(el("p").class("promise").attr("id", hint_id).children(prose(hint)))
}

/// One of several answers: its words, and one more sentence.
pub struct Answer<T> {
    /// The answer.
    pub value: T,
    /// As the reader would say it.
    pub label: &'static str,
    /// What comes of it; it may be empty.
    pub hint: &'static str,
}

/// A question with one answer of several.
pub fn question<T: Copy + PartialEq + Send + 'static>(
    name: &'static str,
    legend: &'static str,
    answers: &'static [Answer<T>],
    read: fn(&Draft) -> T,
    write: fn(&mut Draft, T),
) -> El {
    let rows = answers.iter().enumerate().map(|(at, answer)| {
        let value = answer.value;
        choice(
            "radio",
            name,
            [name, "-", &at.to_string()].concat(),
            answer.label,
            answer.hint,
            Box::new(move || bench().draft.peek(read) == value),
            Box::new(move |_| bench().change("", |draft| write(draft, value))),
        )
    });
    el("fieldset").class("question").child(el("legend").text(legend)).children(rows)
}

/// A box to tick.
pub fn tick(
    id: &'static str,
    label: &'static str,
    hint: &'static str,
    read: fn(&Draft) -> bool,
    write: fn(&mut Draft, bool),
) -> El {
    choice(
        "checkbox",
        id,
        id.to_owned(),
        label,
        hint,
        Box::new(move || bench().draft.peek(read)),
        Box::new(move |is| bench().change("", |draft| write(draft, is))),
    )
}

/// A radio button or a box to tick, with its words.
pub fn choice(
    kind: &'static str,
    name: &'static str,
    id: String,
    label: &'static str,
    hint: &'static str,
    is: Box<dyn Fn() -> bool + Send>,
    choose: Box<dyn Fn(bool) + Send>,
) -> El {
    let hint_id = [&id, "-hint"].concat();
    let input = el("input")
        .attr("type", kind)
        .attr("name", name)
        .attr("id", id.clone())
        .tend(move |element| {
            bench().put.track();
            field::mark(element, is());
        })
        .on("change", move |event| choose(field::is_ticked(&event)));
    let input = if hint.is_empty() { input } else { input.attr("aria-describedby", hint_id.clone()) };
    let hint =
        (!hint.is_empty()).then(|| el("span").class("choice-hint").attr("id", hint_id).children(prose(hint)));
    let words = el("span").child(el("label").attr("for", id).text(label)).maybe(hint);
    el("div").class("choice").child(input).child(words)
}

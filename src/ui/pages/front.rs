//! The front page: the box, and the result below it.

use leptos::prelude::*;

use crate::browser::start::Meanwhile;
use crate::ui::components::copy_button;
use crate::ui::components::paste_box::paste_box;
use crate::ui::components::sheet::sheet;
use crate::ui::desk::Desk;
use crate::ui::examples::{EXAMPLES, are_offered};
use crate::ui::state::Input;
use crate::ui::words;

/// The page.
pub fn page(desk: Desk, meanwhile: Meanwhile) -> impl IntoView {
    let blank = desk.sheet.is_blank;
    view! {
        <h1 tabindex="-1">{words::FRONT_TITLE}</h1>
        <p class="lead">{words::FRONT_LEAD}</p>
        {paste_box(desk, meanwhile)}
        <p class="promise" id="promise">{words::PROMISE}</p>
        {hints(desk)}
        {examples(desk)}
        <div class="result" hidden=move || blank.get()>
            {sheet(desk.sheet, 2, None)}
            {take_away(desk)}
        </div>
    }
}

fn examples(desk: Desk) -> impl IntoView {
    let offered = Memo::new(move |_| desk.input.with(|input| are_offered(input.read())));
    let buttons: Vec<_> = EXAMPLES
        .iter()
        .map(|example| {
            let put = move |_| {
                desk.hints.set(Default::default());
                desk.put(Input::new(example.text.to_owned()));
            };
            view! { <li><button type="button" on:click=put>{example.name}</button></li> }
        })
        .collect();
    view! {
        <div class="examples" hidden=move || !offered.get()>
            <p id="examples">"Or try an example"</p>
            <ul aria-labelledby="examples">{buttons}</ul>
        </div>
    }
}

/// What a link said about the text.
fn hints(desk: Desk) -> impl IntoView {
    let says = Memo::new(move |_| desk.hints.with(words::hinted));
    move || {
        says.get().map(|says| {
            let drop = move |_| {
                desk.hints.set(Default::default());
                desk.put(desk.input.get_untracked());
            };
            view! {
                <p class="hinted">{says}" "<button type="button" class="quiet" on:click=drop>"Leave that out"</button></p>
            }
        })
    }
}

fn take_away(desk: Desk) -> impl IntoView {
    let copy_link = move |_| match desk.link() {
        Some(link) => {
            desk.copy(link, "Copied the link. It holds your text: send it only to those who may read that.")
        }
        None => desk.say("This text is too long for a link. Copy the result as text instead."),
    };
    view! {
        <p class="buttons take-away">
            {copy_button("", "Copy the whole result as text", "Copied the result.", move || desk.plain())}
            <button type="button" on:click=copy_link>"Copy link"</button>
        </p>
    }
}

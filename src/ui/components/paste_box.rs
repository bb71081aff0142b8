//! The box that takes whatever a person pastes.

use leptos::ev::Event;
use leptos::html::Textarea;
use leptos::prelude::*;

use crate::browser::start::Meanwhile;
use crate::browser::{clipboard, focus};
use crate::ui::desk::Desk;
use crate::ui::state::{HELD_OVER, Input};

/// The box, with its label and what is said about a text too long for it.
pub fn paste_box(desk: Desk, meanwhile: Meanwhile) -> impl IntoView {
    let area = NodeRef::<Textarea>::new();
    take_over(desk, area, meanwhile);
    let waiting = StoredValue::new(false);
    let typed = move |_| {
        // Several keys may come before a frame; the text is read once for all of them.
        if waiting.get_value() {
            return;
        }
        waiting.set_value(true);
        desk.at_next_frame(move |desk| {
            waiting.set_value(false);
            if let Some(area) = area.get_untracked() {
                desk.typed(area.value());
            }
        });
    };
    let held = move || {
        desk.input.with(|input| match input {
            Input::Held(held) => Some(held.says()),
            Input::Box(_) => None,
        })
    };
    let is_held = Memo::new(move |_| desk.input.with(|input| matches!(input, Input::Held(_))));
    let is_blank = Memo::new(move |_| desk.input.with(|input| input.whole().is_empty()));
    let clear = move |_| {
        desk.clear();
        if let Some(area) = area.get_untracked() {
            focus::on(&area);
        }
    };
    view! {
        <div class="sheet box">
            <label for="text">"Paste one record, or the whole table from your vendor's article"</label>
            <textarea
                id="text"
                node_ref=area
                rows="3"
                spellcheck="false"
                autocomplete="off"
                autocapitalize="off"
                aria-describedby="promise"
                placeholder="For example: v=spf1 include:_spf.google.com ~all"
                readonly=move || is_held.get()
                on:input=typed
                on:paste=move |event| bring(desk, area, &event)
                on:drop=move |event| bring(desk, area, &event)
            ></textarea>
            {move || (!is_blank.get()).then(|| view! {
                <button type="button" class="clear" on:click=clear>"Clear"</button>
            })}
        </div>
        {move || held().map(|says| view! { <div class="held"><p>{says}</p>{held_buttons(desk)}</div> })}
    }
}

fn held_buttons(desk: Desk) -> impl IntoView {
    let next = move |_| {
        let next = desk.input.with_untracked(|input| match input {
            Input::Held(held) => Some(held.next()),
            Input::Box(_) => None,
        });
        if let Some(next) = next {
            desk.put(Input::Held(next));
        }
    };
    let whole = move |_| {
        let text = desk.input.with_untracked(|input| input.whole().to_owned());
        desk.copy(text, "Copied the whole text.");
    };
    view! {
        <p class="buttons">
            <button type="button" on:click=next>"Read the next part"</button>
            <button type="button" on:click=whole>"Copy the whole text"</button>
        </p>
    }
}

/// What the reader did in the static page's box goes on in this one.
fn take_over(desk: Desk, area: NodeRef<Textarea>, meanwhile: Meanwhile) {
    if !meanwhile.text.is_empty() && desk.input.with_untracked(Input::is_blank) {
        desk.put(Input::new(meanwhile.text));
    }
    let first = StoredValue::new(true);
    Effect::new(move |_| {
        desk.put.track();
        let Some(area) = area.get() else { return };
        desk.input.with_untracked(|input| area.set_value(input.shown()));
        if first.get_value() && meanwhile.focused {
            focus::on(&area);
            // It fails on a box without text, where there is nothing to select.
            let _ = area.set_selection_range(meanwhile.selection.0, meanwhile.selection.1);
        }
        first.set_value(false);
    });
}

/// A paste or a drop that would make the text too long for the box goes beside it.
fn bring(desk: Desk, area: NodeRef<Textarea>, event: &Event) {
    let Some(brought) = clipboard::brought(event) else { return };
    let here = desk.input.with_untracked(|input| input.whole().len());
    if brought.len() + here <= HELD_OVER {
        return;
    }
    event.prevent_default();
    let Some(area) = area.get_untracked() else { return };
    let whole = desk.input.with_untracked(|input| match input {
        Input::Held(_) => brought.clone(),
        Input::Box(text) => {
            let at =
                |at: Result<Option<u32>, _>| at.ok().flatten().map_or(text.len(), |at| byte_of(text, at));
            let (start, end) = (at(area.selection_start()), at(area.selection_end()));
            [&text[..start], &brought, &text[end.max(start)..]].concat()
        }
    });
    desk.put(Input::new(whole));
}

/// The byte at which a UTF-16 unit of `text` starts.
fn byte_of(text: &str, units: u32) -> usize {
    let mut left = units as usize;
    for (at, c) in text.char_indices() {
        if left == 0 {
            return at;
        }
        left = left.saturating_sub(c.len_utf16());
    }
    text.len()
}

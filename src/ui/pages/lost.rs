//! An address that no page has.

use leptos::prelude::*;

/// Says which address was asked for, and where to go.
pub fn page(asked: &str) -> impl IntoView {
    let asked = crate::ui::words::shortened(asked, 200);
    view! {
        <h1 tabindex="-1">"This page is not here"</h1>
        <p>"Waxseal has no page at " <code>{asked}</code> ". The link may have been cut or changed on its way to you."</p>
        <ul>
            <li><a href="#/">"Check a record"</a></li>
            <li><a href="#/rules">"See all rules"</a></li>
            <li><a href="#/learn">"Learn what the records are for"</a></li>
        </ul>
    }
}

//! The frame that all pages stand in, and the way between them.

use leptos::mount::mount_to;
use leptos::prelude::*;

use super::desk::Desk;
use super::pages;
use super::route::Route;
use super::words;
use crate::browser::start::{Meanwhile, take_over};
use crate::browser::{focus, frame, location};

/// Where the first heading of the page on show is.
const HEADING: &str = "#main > div:not([hidden]) h1";

/// Takes over from the static page.
pub fn mount() {
    if let Some((place, meanwhile)) = take_over("#app", "#text") {
        mount_to(place, move || app(meanwhile)).forget();
    }
}

fn app(meanwhile: Meanwhile) -> impl IntoView {
    let route = RwSignal::new(Route::parse(&location::fragment()));
    let desk = Desk::new();
    provide_context(desk);
    let first = route.get_untracked();
    location::set_title(&words::title(&first));
    if let Route::Explain(explain) = &first {
        desk.open_link(explain);
    }
    follow(route, desk);

    let is_front = Memo::new(move |_| route.with(Route::is_front));
    let current =
        move |page: Route| move || route.with(|route| (section(route) == section(&page)).then_some("page"));
    let skip = |event: leptos::ev::MouseEvent| {
        event.prevent_default();
        focus::on_first(HEADING);
    };
    view! {
        <a class="skip" href="#main" on:click=skip>"Skip to the content"</a>
        <header class="head">
            <a class="brand" href="#/">{seal()}"Waxseal"</a>
            <nav aria-label="Main">
                <a href="#/" aria-current=current(Route::Front)>"Check"</a>
                <a href="#/rules" aria-current=current(Route::Rules)>"Rules"</a>
                <a href="#/learn" aria-current=current(Route::Learn)>"Learn"</a>
            </nav>
        </header>
        <main id="main">
            // Kept while another page is open, so that nothing is lost on the way back.
            <div hidden=move || !is_front.get()>{pages::front::page(desk, meanwhile)}</div>
            {move || (!is_front.get()).then(|| view! { <div>{move || pages::other(&route.get())}</div> })}
        </main>
        <footer class="foot">
            <p>"Waxseal works in your browser. It sends nothing that you paste to anyone."</p>
        </footer>
        <p class="status" role="status">{move || desk.status.get()}</p>
        <p class="offstage" aria-live="polite">{move || desk.aloud.get()}</p>
    }
}

/// Keeps the page, its title, its focus and its place in step with the address.
fn follow(route: RwSignal<Route>, desk: Desk) {
    let front_at = StoredValue::new(0.0);
    location::on_change(move || {
        let (old, new) = (route.get_untracked(), Route::parse(&location::fragment()));
        if old == new {
            return;
        }
        if old.is_front() && !new.is_front() {
            front_at.set_value(focus::scroll());
        }
        if let Route::Explain(explain) = &new {
            desk.open_link(explain);
        }
        location::set_title(&words::title(&new));
        let returns = new == Route::Front && !old.is_front();
        route.set(new);
        frame::next(move || {
            focus::on_first(HEADING);
            focus::scroll_to(if returns { front_at.get_value() } else { 0.0 });
        });
    });
}

/// Which entry of the navigation a page belongs to.
fn section(route: &Route) -> u8 {
    match route {
        Route::Front | Route::Explain(_) => 0,
        Route::Rules | Route::Rule(_) => 1,
        Route::Learn | Route::LearnKind(_) => 2,
        Route::Unknown(_) => 3,
    }
}

fn seal() -> impl IntoView {
    view! {
        <svg class="seal" width="30" height="30" viewBox="0 0 32 32" aria-hidden="true">
            <path
                class="seal-wax"
                d="M16 1.5c2.3 0 3 1.9 5 2.4s4.2-.2 5.5 1.5.6 3.7 1.3 5.5 2.7 3 2.7 5.1-2 3.3-2.7 5.1.1 4-1.3 5.5-3.5 1-5.5 1.5-2.7 2.4-5 2.4-3-1.9-5-2.4-4.2.2-5.5-1.5-.6-3.7-1.3-5.5S1.5 18.1 1.5 16s2-3.3 2.7-5.1-.1-4 1.3-5.5 3.5-1 5.5-1.5 2.7-2.4 5-2.4z"
            />
            <path class="seal-tick" d="M10 16.5l4.2 4.2L22.5 12" />
        </svg>
    }
}

//! The frame that all pages stand in, and the way between them.

use leptos::mount::mount_to;
use leptos::prelude::*;

use super::components::domain_box::FIELD;
use super::components::live;
use super::desk::{Desk, desk};
use super::element::{El, el, svg, text};
use super::pages;
use super::parts::{page, turn_to};
use super::route::{BuildLink, Route};
use super::watched::Watched;
use super::words;
use crate::browser::start::take_over;
use crate::browser::{field, find, focus, frame, location};
use crate::ui::components::paste_box::BOX;
use crate::ui::components::spf_tried::TRIED;
use crate::ui::state::Input;

/// Where the first heading of the page on show is.
const HEADING: &str = "#main > div:not([hidden]) h1";

/// Takes over from the static page.
pub fn mount() {
    let (domain, in_domain) = field::state(FIELD);
    if let Some((place, meanwhile)) = take_over("#app", BOX) {
        let text = meanwhile.text.clone();
        mount_to(place, || app(text)).forget();
        meanwhile.resume(BOX);
        if let Some(field) = find(FIELD).filter(|_| !domain.is_empty() || in_domain) {
            field::put(&field, &domain);
            if in_domain {
                focus::on(&field);
            }
        }
    }
}

/// The page; its box starts with `text_before`, where the address brings none.
fn app(text_before: String) -> AnyView {
    let first = Route::parse(&location::fragment());
    if let Route::Explain(explain) = &first {
        desk().open_link(explain);
    }
    if !text_before.is_empty() && desk().input.peek(Input::is_blank) {
        desk().put(Input::new(text_before));
    }
    open(&first, || ());
    let route = Watched::new(first);
    follow(route.clone(), desk());

    let link = |href: &'static str, label: &'static str, page: Route| {
        let route = route.clone();
        let is_current = move || route.with(|route| section(route) == section(&page));
        el("a").attr("href", href).attr_while("aria-current", "page", is_current).text(label)
    };
    let skip = el("a").class("skip").attr("href", "#main").text("Skip to the content").on("click", |event| {
        event.prevent_default();
        focus::on_first(HEADING);
    });
    let nav = el("nav")
        .attr("aria-label", "Main")
        .child(link("#/", "Check", Route::Front))
        .child(link("#/build", "Make", Route::Build(BuildLink::default())))
        .child(link("#/rules", "Rules", Route::Rules))
        .child(link("#/learn", "Learn", Route::Learn))
        .child(link("#/link", "For vendors", Route::Link));
    let brand = el("a").class("brand").attr("href", "#/").child(seal()).text("Waxseal");
    let on_front = route.clone();
    let main = el("main")
        .attr("id", "main")
        // Kept while another page is open, so that nothing is lost on the way back.
        .child(pages::front::page().attr_while("hidden", "", move || !on_front.with(Route::is_front)))
        .child(live(move || route.with(|route| page(route, open_again))));
    let foot = el("footer")
        .class("foot")
        .child(el("p").text("Waxseal works in your browser. Nothing that you paste is sent to anyone. Names that you ask about go to a DNS resolver."));
    let said = |value: &'static Watched<String>| live(move || text(value.get()));
    let status = el("p").class("status").attr("role", "status").child(said(&desk().status));
    let aloud = el("p").class("offstage").attr("aria-live", "polite").child(said(&desk().aloud));
    vec![
        skip.into_any(),
        el("header").class("head").child(brand).child(nav).into_any(),
        main.into_any(),
        foot.into_any(),
        status.into_any(),
        aloud.into_any(),
    ]
    .into_any()
}

/// Keeps the page, its title, its focus and its place in step with the address.
fn follow(route: Watched<Route>, desk: &'static Desk) {
    // The pages that a reader goes down, and comes back to.
    let (mut front_at, mut domain_at) = (0.0, (Route::Front, 0.0));
    location::on_change(move || {
        let new = Route::parse(&location::fragment());
        if route.peek(|old| *old == new) {
            return;
        }
        let (was_front, is_front) = (route.peek(Route::is_front), new.is_front());
        if was_front && !is_front {
            front_at = focus::scroll();
        }
        if let Some(old) =
            route.peek(|old| matches!(old, Route::Domain(_) | Route::Setup(_)).then(|| old.clone()))
        {
            domain_at = (old, focus::scroll());
        }
        if let Route::Explain(explain) = &new {
            desk.open_link(explain);
        }
        // One sender after the other is tried on one page: the result is what is new on it.
        let is_next_try = route.peek(|old| is_next_try(old, &new));
        let at = match &new {
            Route::Front if !was_front => front_at,
            Route::Domain(_) | Route::Setup(_) if domain_at.0 == new => domain_at.1,
            _ => 0.0,
        };
        route.put(new.clone());
        open(&new, move || {
            frame::next(move || {
                if is_next_try {
                    return focus::go_to(TRIED);
                }
                focus::on_first(HEADING);
                focus::scroll_to(at);
            });
        });
    });
}

/// Takes up the work of a page and gives the window its title, then does the rest: at once, or when the part that has
/// the page is here.
fn open(route: &Route, then: impl FnOnce() + 'static) {
    let of = route.clone();
    turn_to(route, move |pages| {
        let title = pages.map(|pages| (pages.title)(&of));
        location::set_title(&words::window_title(title.as_deref().unwrap_or(words::FRONT_TITLE)));
        then();
    });
}

/// Opens the page at the address once more, where a part of it did not arrive.
fn open_again() {
    open(&Route::parse(&location::fragment()), || frame::next(|| focus::on_first(HEADING)));
}

/// Another sender is tried for the domain that is open.
fn is_next_try(old: &Route, new: &Route) -> bool {
    match (old, new) {
        (Route::Spf(old), Route::Spf(new)) => old.domain == new.domain && !new.ip.is_empty(),
        _ => false,
    }
}

/// Which entry of the navigation a page belongs to.
fn section(route: &Route) -> u8 {
    match route {
        Route::Front | Route::Explain(_) | Route::Domain(_) | Route::Spf(_) | Route::Setup(_) => 0,
        Route::Rules | Route::Rule(_) => 1,
        Route::Learn | Route::LearnKind(_) => 2,
        Route::Link => 3,
        Route::Build(_) => 4,
        Route::Unknown(_) => 5,
    }
}

fn seal() -> El {
    let wax = "M16 1.5c2.3 0 3 1.9 5 2.4s4.2-.2 5.5 1.5.6 3.7 1.3 5.5 2.7 3 2.7 5.1-2 3.3-2.7 5.1.1 4-1.3 5.5-3.5 1-5.5 1.5-2.7 \
               2.4-5 2.4-3-1.9-5-2.4-4.2.2-5.5-1.5-.6-3.7-1.3-5.5S1.5 18.1 1.5 16s2-3.3 2.7-5.1-.1-4 1.3-5.5 3.5-1 5.5-1.5 \
               2.7-2.4 5-2.4z";
    svg("svg")
        .class("seal")
        .attr("width", "30")
        .attr("height", "30")
        .attr("viewBox", "0 0 32 32")
        .attr("aria-hidden", "true")
        .child(svg("path").class("seal-wax").attr("d", wax))
        .child(svg("path").class("seal-tick").attr("d", "M10 16.5l4.2 4.2L22.5 12"))
}

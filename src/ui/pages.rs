//! The pages.

pub mod domain;
pub mod front;
pub mod learn;
pub mod link;
pub mod lost;
pub mod rule;
pub mod rules;
pub mod setup;
pub mod spf;

use leptos::prelude::*;

use super::build::build_page;
use super::element::{El, el};
use super::route::Route;

/// Every page but the front page, which is kept.
pub fn other(route: &Route) -> AnyView {
    let page = match route {
        Route::Front | Route::Explain(_) => return ().into_any(),
        Route::Domain(link) => domain::page(link),
        Route::Spf(link) => spf::page(link),
        Route::Setup(link) => setup::page(link),
        Route::Link => link::page(),
        Route::Build(link) => build_page(link),
        Route::Rules => rules::page(),
        Route::Rule(id) => match crate::rules::rule(id) {
            Some(rule) => rule::page(rule),
            None => lost::page(id),
        },
        Route::Learn => learn::list(),
        Route::LearnKind(kind) => match super::words::learn::lesson(kind) {
            Some(lesson) => learn::page(lesson),
            None => lost::page(kind),
        },
        Route::Unknown(fragment) => lost::page(fragment),
    };
    el("div").children(page).into_any()
}

/// The heading of a page, which has the focus when the page opens.
fn title() -> El {
    el("h1").attr("tabindex", "-1")
}

/// The way to the page above.
fn above(href: &'static str, label: &'static str) -> El {
    el("p").class("above").child(el("a").attr("href", href).text(label))
}

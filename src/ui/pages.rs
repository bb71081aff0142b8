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

use super::asking::asking;
use super::build::{build_page, edit_box};
use super::checking::checking;
use super::comparing::comparing;
use super::components::published::compared;
use super::components::resolver::choices;
use super::element::{El, el};
use super::parts::{Live, Making, Pages};
use super::route::Route;
use super::trying::trying;
use super::words;
use crate::browser::idna;

/// What the first module reaches of the pages that ask DNS.
pub static LIVE: Live = Live {
    pages: Pages { show: show_live, title: live_title, turn },
    again: || asking().again(),
    compare: |domain| comparing().ask(domain),
    compared,
    forget: || comparing().forget(),
    sheets: |take| asking().sections.iter().for_each(|records| take(&records.sheet)),
    choose: choices,
};

/// What it reaches of the page that makes records.
pub static MAKING: Making = Making {
    pages: Pages { show: show_making, title: making_title, turn: |_| () },
    edit: |index, report, level| edit_box(index, report, level).into_any(),
};

/// What it reaches of the pages to read.
pub static READING: Pages = Pages { show: show_reading, title: reading_title, turn: |_| () };

fn show_live(route: &Route) -> AnyView {
    page(match route {
        Route::Domain(link) => domain::page(link),
        Route::Spf(link) => spf::page(link),
        Route::Setup(link) => setup::page(link),
        Route::Link => link::page(),
        _ => Vec::new(),
    })
}

fn show_making(route: &Route) -> AnyView {
    page(match route {
        Route::Build(link) => build_page(link),
        _ => Vec::new(),
    })
}

fn show_reading(route: &Route) -> AnyView {
    page(match route {
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
        _ => Vec::new(),
    })
}

fn page(content: Vec<AnyView>) -> AnyView {
    el("div").children(content).into_any()
}

fn live_title(route: &Route) -> String {
    words::live_title(route, &idna::to_ascii)
}

fn making_title(route: &Route) -> String {
    words::making_title(route).to_owned()
}

fn reading_title(route: &Route) -> String {
    words::reading_title(route).to_owned()
}

/// Opens what the page at this address is about, and lays down the work of all others.
fn turn(route: &Route) {
    match route {
        Route::Domain(link) => asking().open(link),
        _ => asking().stop(),
    }
    match route {
        Route::Spf(link) => trying().open(link),
        _ => trying().stop(),
    }
    match route {
        Route::Setup(link) => checking().open(link),
        _ => checking().stop(),
    }
}

/// The heading of a page, which has the focus when the page opens.
fn title() -> El {
    el("h1").attr("tabindex", "-1")
}

/// The way to the page above.
fn above(href: &'static str, label: &'static str) -> El {
    el("p").class("above").child(el("a").attr("href", href).text(label))
}

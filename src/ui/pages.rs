//! The pages.

pub mod front;
pub mod learn;
pub mod lost;
pub mod rule;
pub mod rules;

use leptos::prelude::*;

use super::route::Route;

/// Every page but the front page, which is kept.
pub fn other(route: &Route) -> AnyView {
    match route {
        Route::Front | Route::Explain(_) => ().into_any(),
        Route::Rules => rules::page().into_any(),
        Route::Rule(id) => match crate::rules::rule(id) {
            Some(rule) => rule::page(rule).into_any(),
            None => lost::page(id).into_any(),
        },
        Route::Learn => learn::list().into_any(),
        Route::LearnKind(kind) => match super::words::learn::lesson(kind) {
            Some(lesson) => learn::page(lesson).into_any(),
            None => lost::page(kind).into_any(),
        },
        Route::Unknown(fragment) => lost::page(fragment).into_any(),
    }
}

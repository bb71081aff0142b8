//! The parts of the page that are fetched when they are first needed.
//!
//! A first visit loads the frame and the front page with its two boxes, and nothing else. Each function in `fetch` is a
//! place at which the build splits the page's module (`tools/split.sh`): what is reached through it alone becomes a file
//! of its own. So whatever the first module names is part of every visit: it reaches the rest by the tables below, and
//! in no other way. A build without the feature `split` holds everything in one module.

use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, LazyLock};

use leptos::prelude::*;

use super::components::button;
use super::element::el;
use super::route::Route;
use super::spread::Sheet;
use super::watched::Watched;
use super::words;
use crate::browser::location;
use crate::dns::Name;
use crate::dns::typed::Typed;
use crate::report::RecordReport;

/// Judges what stands in the box.
pub struct Judging {
    /// Judges it anew.
    pub judge: fn(),
    /// The result.
    pub result: fn() -> AnyView,
}

/// Pages that are not the front page.
pub struct Pages {
    /// The page at an address.
    pub show: fn(&Route) -> AnyView,
    /// Its title.
    pub title: fn(&Route) -> String,
    /// Takes up the work of the page at an address, and lays down that of any other.
    pub turn: fn(&Route),
}

/// What asks DNS.
pub struct Live {
    /// The pages that do.
    pub pages: Pages,
    /// Asks about the domain that is open anew.
    pub again: fn(),
    /// Holds what was pasted against what DNS has for a domain.
    pub compare: fn(Name),
    /// What came of that.
    pub compared: fn() -> AnyView,
    /// What was pasted changed, so that is about another text.
    pub forget: fn(),
    /// Gives the sheets of the domain that is open, one after the other.
    pub sheets: fn(Take<'_>),
    /// The choice of whom to ask; the text tells those of one page apart.
    pub choose: fn(&'static str) -> AnyView,
}

/// What makes records, and edits them.
pub struct Making {
    /// The page that does.
    pub pages: Pages,
    /// The controls for the record of this number on the desk, below a heading of this level.
    pub edit: fn(usize, Watched<Arc<RecordReport>>, u8) -> AnyView,
}

/// What judges a text.
pub static JUDGING: LazyLock<Part<Judging>> = LazyLock::new(|| Part::new(|| Box::pin(fetch::judging())));

/// What asks DNS.
pub static LIVE: LazyLock<Part<Live>> = LazyLock::new(|| Part::new(|| Box::pin(fetch::live())));

/// What makes records.
pub static MAKING: LazyLock<Part<Making>> = LazyLock::new(|| Part::new(|| Box::pin(fetch::making())));

/// The pages to read: rules, and lessons.
pub static READING: LazyLock<Part<Pages>> = LazyLock::new(|| Part::new(|| Box::pin(fetch::reading())));

/// The part did not arrive.
pub struct Lost;

/// What is done with each sheet.
pub type Take<'a> = &'a mut dyn FnMut(&Sheet);

type Fetched<T> = Pin<Box<dyn Future<Output = Result<&'static T, Lost>>>>;

/// A part, and how far it is.
pub struct Part<T: 'static> {
    fetch: fn() -> Fetched<T>,
    state: Watched<State<T>>,
}

enum State<T: 'static> {
    Away,
    Coming,
    Here(&'static T),
    Lost,
}

impl<T: Sync + 'static> Part<T> {
    fn new(fetch: fn() -> Fetched<T>) -> Self {
        Self { fetch, state: Watched::new(State::Away) }
    }

    /// Does something with the part: at once if it is here, and else when it has come.
    pub fn want(&'static self, then: impl FnOnce(&'static T) + 'static) {
        if let Some(part) = self.peek() {
            return then(part);
        }
        self.state.put(State::Coming);
        leptos::task::spawn_local(async move {
            match (self.fetch)().await {
                Ok(part) => {
                    if self.peek().is_none() {
                        self.state.put(State::Here(part));
                    }
                    then(part);
                }
                Err(Lost) => self.state.put(State::Lost),
            }
        });
    }

    /// The reader is about to need it.
    pub fn prepare(&'static self) {
        if self.is_away() {
            self.want(|_| ());
        }
    }

    /// The part, if it is here.
    pub fn peek(&self) -> Option<&'static T> {
        self.state.peek(State::here)
    }

    /// Nobody needed it yet.
    pub fn is_away(&self) -> bool {
        self.state.peek(|state| matches!(state, State::Away))
    }

    /// It is on its way.
    pub fn is_coming(&self) -> bool {
        self.state.peek(|state| matches!(state, State::Coming))
    }

    /// What the part shows; until it is here, how far it is. Follows that.
    pub fn show(&'static self, show: impl FnOnce(&'static T) -> AnyView, again: fn()) -> AnyView {
        match self.state.with(State::copy) {
            State::Away => ().into_any(),
            State::Coming => {
                el("p").class("progress").attr("data-asking", "").text(words::PART_COMES).into_any()
            }
            State::Here(part) => show(part),
            State::Lost => el("div")
                .class("lost-part")
                .attr("role", "alert")
                .child(el("p").text(words::PART_LOST))
                .child(el("p").child(button("", "Try again", again)))
                .into_any(),
        }
    }
}

impl<T> State<T> {
    fn here(&self) -> Option<&'static T> {
        match self {
            State::Here(part) => Some(part),
            State::Away | State::Coming | State::Lost => None,
        }
    }

    fn copy(&self) -> Self {
        match self {
            State::Away => State::Away,
            State::Coming => State::Coming,
            State::Here(part) => State::Here(part),
            State::Lost => State::Lost,
        }
    }
}

/// The pages that have an address; none for the front page.
enum Holder {
    Live,
    Making,
    Reading,
}

fn holder(route: &Route) -> Option<Holder> {
    match route {
        Route::Front | Route::Explain(_) => None,
        Route::Domain(_) | Route::Spf(_) | Route::Setup(_) | Route::Link => Some(Holder::Live),
        Route::Build(_) => Some(Holder::Making),
        Route::Rules | Route::Rule(_) | Route::Learn | Route::LearnKind(_) | Route::Unknown(_) => {
            Some(Holder::Reading)
        }
    }
}

/// Takes up the work of the page at an address, and does something with the pages that it belongs to; with none for the
/// front page. Where their part has to come first, nothing is done if the reader has gone on before it does.
pub fn turn_to(route: &Route, then: impl FnOnce(Option<&'static Pages>) + 'static) {
    // Whatever a page was doing ends as another opens.
    let before = LIVE.peek();
    if let Some(live) = before {
        (live.pages.turn)(route);
    }
    let route = route.clone();
    let is_still_open = {
        let route = route.clone();
        move || Route::parse(&location::fragment()) == route
    };
    match holder(&route) {
        None => then(None),
        Some(Holder::Live) => LIVE.want(move |live| {
            if is_still_open() {
                if before.is_none() {
                    (live.pages.turn)(&route);
                }
                then(Some(&live.pages));
            }
        }),
        Some(Holder::Making) => MAKING.want(move |making| {
            if is_still_open() {
                then(Some(&making.pages));
            }
        }),
        Some(Holder::Reading) => READING.want(move |pages| {
            if is_still_open() {
                then(Some(pages));
            }
        }),
    }
}

/// The page at an address, as soon as its part is here. Where that did not arrive, `again` opens the page once more: it
/// takes up the page's work, too, which nobody did.
pub fn page(route: &Route, again: fn()) -> AnyView {
    match holder(route) {
        None => ().into_any(),
        Some(Holder::Live) => LIVE.show(|live| (live.pages.show)(route), again),
        Some(Holder::Making) => MAKING.show(|making| (making.pages.show)(route), again),
        Some(Holder::Reading) => READING.show(|pages| (pages.show)(route), again),
    }
}

/// Asks about the domain that is open anew.
pub fn ask_again() {
    LIVE.want(|live| (live.again)());
}

/// Holds what was pasted against what DNS has.
pub fn compare(typed: Typed) {
    LIVE.want(|live| (live.compare)(typed.name));
}

mod fetch {
    use super::{Judging, Live, Lost, Making, Pages};
    use crate::ui::{judging, pages};

    #[cfg(feature = "split")]
    use wasm_split_helpers::{SplitLoaderError, wasm_split};

    #[cfg(feature = "split")]
    impl From<SplitLoaderError> for Lost {
        fn from(_: SplitLoaderError) -> Self {
            Lost
        }
    }

    #[cfg(feature = "split")]
    #[wasm_split(judging, fallible)]
    pub fn judging() -> Result<&'static Judging, Lost> {
        Ok(&judging::TABLE)
    }

    #[cfg(feature = "split")]
    #[wasm_split(live, fallible)]
    pub fn live() -> Result<&'static Live, Lost> {
        Ok(&pages::LIVE)
    }

    #[cfg(feature = "split")]
    #[wasm_split(making, fallible)]
    pub fn making() -> Result<&'static Making, Lost> {
        Ok(&pages::MAKING)
    }

    #[cfg(feature = "split")]
    #[wasm_split(reading, fallible)]
    pub fn reading() -> Result<&'static Pages, Lost> {
        Ok(&pages::READING)
    }

    #[cfg(not(feature = "split"))]
    pub async fn judging() -> Result<&'static Judging, Lost> {
        Ok(&judging::TABLE)
    }

    #[cfg(not(feature = "split"))]
    pub async fn live() -> Result<&'static Live, Lost> {
        Ok(&pages::LIVE)
    }

    #[cfg(not(feature = "split"))]
    pub async fn making() -> Result<&'static Making, Lost> {
        Ok(&pages::MAKING)
    }

    #[cfg(not(feature = "split"))]
    pub async fn reading() -> Result<&'static Pages, Lost> {
        Ok(&pages::READING)
    }
}

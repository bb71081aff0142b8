//! What the pages share: the text on the desk, and what is said about it.

use std::sync::{LazyLock, Mutex, MutexGuard, PoisonError};

use super::examples::are_offered;
use super::parts::JUDGING;
use super::route::{Explain, Route};
use super::state::Input;
use super::watched::Watched;
use super::words;
use crate::browser::frame::Timer;
use crate::browser::{clipboard, location};
use crate::paste::Hints;

/// How long a message such as "Copied" stands, in milliseconds.
const STATUS: i32 = 4_000;

/// The longest link that is offered, in characters: programs cut longer ones.
const LONGEST_LINK: usize = 16_000;

/// The state of the front page, and of the two regions that speak.
pub struct Desk {
    /// The text.
    pub input: Watched<Input>,
    /// What a link said about the text.
    pub hints: Watched<Hints>,
    /// The same in words.
    pub hinted: Watched<Option<String>>,
    /// There is a text.
    pub has_text: Watched<bool>,
    /// What is said of a text that is too long for the box.
    pub held: Watched<Option<String>>,
    /// The examples are shown.
    pub offers_examples: Watched<bool>,
    /// The page put a text into the box.
    pub put: Watched<()>,
    /// How the domain that is about to be opened was understood: its name, and what is to be said of it.
    pub understood: Mutex<Option<(String, Vec<String>)>>,
    /// A short message, shown and said.
    pub status: Watched<String>,
    /// What is only said.
    pub aloud: Watched<String>,
    fading: Mutex<Option<Timer>>,
}

/// The desk: a page has one, for as long as it is open.
pub fn desk() -> &'static Desk {
    static DESK: LazyLock<Desk> = LazyLock::new(Desk::new);
    &DESK
}

impl Desk {
    fn new() -> Self {
        Self {
            input: Watched::default(),
            hints: Watched::default(),
            hinted: Watched::default(),
            has_text: Watched::default(),
            held: Watched::default(),
            offers_examples: Watched::new(true),
            put: Watched::default(),
            understood: Mutex::default(),
            status: Watched::default(),
            aloud: Watched::default(),
            fading: Mutex::default(),
        }
    }

    /// The reader typed: the box holds `text`.
    pub fn typed(&'static self, text: String) {
        self.input.put(Input::Box(text));
        self.judge();
    }

    /// A text comes from elsewhere and goes into the box, or beside it.
    pub fn put(&'static self, input: Input) {
        self.input.put(input);
        self.put.put(());
        self.judge();
    }

    /// A link brings a text.
    pub fn open_link(&'static self, explain: &Explain) {
        self.hints.put(explain.hints());
        // A link without a text says where the text stands that is going to be pasted.
        if explain.texts.is_empty() && explain.name.is_some() {
            return self.put(self.input.peek(Input::clone));
        }
        self.put(Input::new(explain.text()));
    }

    /// Takes the text away, and what a link said about it.
    pub fn clear(&'static self) {
        self.hints.put(Hints::default());
        self.put(Input::default());
    }

    fn judge(&'static self) {
        self.hinted.set(self.hints.peek(words::hinted));
        self.input.peek(|input| {
            self.has_text.set(!input.whole().is_empty());
            self.held.set(input.says());
            self.offers_examples.set(are_offered(input.read()));
        });
        // What is on its way judges what stands in the box when it arrives, and an empty box needs no judge to come.
        if !JUDGING.is_coming() && (JUDGING.peek().is_some() || !self.input.peek(Input::is_blank)) {
            self.judge_again();
        }
    }

    /// The reader is about to give a text.
    pub fn prepare(&'static self) {
        if JUDGING.is_away() {
            self.judge_again();
        }
    }

    /// Judges what stands in the box.
    pub fn judge_again(&'static self) {
        JUDGING.want(|judging| (judging.judge)());
    }

    /// A link to this text, where it is short enough for one.
    pub fn link(&self) -> Option<String> {
        let (name, rtype) = self.hints.peek(|hints| (hints.name.clone(), hints.rtype.clone()));
        let text = self.input.peek(|input| input.whole().trim().to_owned());
        if text.len() > LONGEST_LINK {
            return None;
        }
        let link = location::link(&Route::Explain(Explain { texts: vec![text], name, rtype }).href());
        (link.len() <= LONGEST_LINK).then_some(link)
    }

    /// Shows a message for a while, and says it.
    pub fn say(&'static self, message: &str) {
        self.status.put(message.to_owned());
        restart(&self.fading, STATUS, || self.status.put(String::new()));
    }

    /// Copies a text and says so.
    pub fn copy(&'static self, text: String, copied: &'static str) {
        leptos::task::spawn_local(async move {
            let message = if clipboard::copy(&text).await {
                copied
            } else {
                "Your browser did not let Waxseal copy. Select the text, and copy it yourself."
            };
            self.say(message);
        });
    }
}

/// The page has one thread, which never waits for itself.
pub fn lock<T>(cell: &Mutex<T>) -> MutexGuard<'_, T> {
    cell.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Does something later, and not what was to be done before.
pub fn restart(cell: &Mutex<Option<Timer>>, milliseconds: i32, work: impl FnOnce() + 'static) {
    let mut timer = lock(cell);
    if let Some(old) = timer.take() {
        old.stop();
    }
    *timer = Timer::after(milliseconds, work);
}

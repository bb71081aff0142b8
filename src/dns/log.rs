//! What one check asks: each question once, in the order of asking, and how far it has come.

use std::cell::RefCell;
use std::collections::HashMap;

use super::{DnsClient, Lookup, Question, Turn};

/// How far a check has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Questions asked so far.
    pub asked: usize,
    /// How many of them have an answer, or trouble for one.
    pub answered: usize,
    /// How many are awaited; the rest is wanted no more.
    pub waiting: usize,
}

/// A client for one check: it keeps every lookup, so that no question of the check is asked twice.
pub struct Log<C, F> {
    client: C,
    on_change: F,
    state: RefCell<State>,
}

#[derive(Default)]
struct State {
    entries: Vec<Entry>,
    places: HashMap<Question, usize>,
    progress: Progress,
}

#[derive(Default)]
struct Entry {
    lookup: Option<Lookup>,
    waiting: usize,
}

impl<C: DnsClient, F: Fn(Progress)> Log<C, F> {
    /// A log before a client; `on_change` is told whenever a question is asked or answered.
    pub fn new(client: C, on_change: F) -> Self {
        Self { client, on_change, state: RefCell::default() }
    }

    /// What has come back so far, in the order of asking.
    pub fn lookups(&self) -> Vec<Lookup> {
        self.state.borrow().entries.iter().filter_map(|entry| entry.lookup.clone()).collect()
    }

    /// How far it has come.
    pub fn progress(&self) -> Progress {
        self.state.borrow().progress
    }

    async fn get(&self, question: Question, turn: Turn) -> Lookup {
        let (at, is_new, kept) = self.state.borrow_mut().enter(&question);
        if let Some(lookup) = kept {
            return lookup;
        }
        let waiting = Waiting { state: &self.state, at };
        if is_new {
            (self.on_change)(self.progress());
        }
        let lookup = self.client.ask_in(question, turn).await;
        let is_first = self.state.borrow_mut().answered(at, &lookup);
        drop(waiting);
        if is_first {
            (self.on_change)(self.progress());
        }
        lookup
    }
}

impl State {
    /// The place of a question, whether it is new, and what is known already.
    fn enter(&mut self, question: &Question) -> (usize, bool, Option<Lookup>) {
        let next = self.entries.len();
        let at = *self.places.entry(question.clone()).or_insert(next);
        if at == next {
            self.entries.push(Entry::default());
            self.progress.asked += 1;
        }
        let entry = &mut self.entries[at];
        if entry.lookup.is_none() {
            entry.waiting += 1;
            self.progress.waiting += usize::from(entry.waiting == 1);
        }
        (at, at == next, entry.lookup.clone())
    }

    /// Keeps a lookup; false where one is kept already.
    fn answered(&mut self, at: usize, lookup: &Lookup) -> bool {
        let is_first = self.entries[at].lookup.is_none();
        if is_first {
            self.entries[at].lookup = Some(lookup.clone());
            self.progress.answered += 1;
            self.progress.waiting -= 1;
        }
        is_first
    }
}

/// Somebody awaits an answer.
struct Waiting<'l> {
    state: &'l RefCell<State>,
    at: usize,
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        let mut state = self.state.borrow_mut();
        let entry = &mut state.entries[self.at];
        entry.waiting -= 1;
        if entry.waiting == 0 && entry.lookup.is_none() {
            state.progress.waiting -= 1;
        }
    }
}

impl<C: DnsClient, F: Fn(Progress)> DnsClient for Log<C, F> {
    fn ask(&self, question: Question) -> impl Future<Output = Lookup> {
        self.get(question, Turn::Next)
    }

    fn ask_in(&self, question: Question, turn: Turn) -> impl Future<Output = Lookup> {
        self.get(question, turn)
    }

    fn hurry(&self, question: &Question, turn: Turn) {
        self.client.hurry(question, turn);
    }

    fn room(&self, question: &Question) -> impl Future<Output = bool> {
        self.client.room(question)
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::future::poll_fn;
    use std::task::Poll;

    use futures_util::FutureExt;

    use super::*;
    use crate::dns::{RecordType, Zone};

    /// Answers when it is told to.
    struct Held {
        zone: Zone,
        open: Cell<bool>,
        asked: Cell<u32>,
    }

    impl DnsClient for Held {
        async fn ask(&self, question: Question) -> Lookup {
            self.asked.set(self.asked.get() + 1);
            poll_fn(|_| if self.open.get() { Poll::Ready(()) } else { Poll::Pending }).await;
            self.zone.ask(question).await
        }
    }

    fn held() -> Held {
        let zone = Zone::parse("a.example TXT x\nb.example TXT !timeout").unwrap();
        Held { zone, open: Cell::new(false), asked: Cell::new(0) }
    }

    fn question(name: &str) -> Question {
        Question::new(name.parse().unwrap(), RecordType::Txt)
    }

    fn progress(asked: usize, answered: usize, waiting: usize) -> Progress {
        Progress { asked, answered, waiting }
    }

    #[test]
    fn lookups_stand_in_the_order_of_asking_and_progress_is_told() {
        let told = RefCell::new(Vec::new());
        let log = Log::new(held(), |progress| told.borrow_mut().push(progress));
        let mut first = Box::pin(log.ask(question("b.example")));
        let mut second = Box::pin(log.ask_later(question("a.example")));
        assert!((&mut first).now_or_never().is_none());
        assert!((&mut second).now_or_never().is_none());
        assert_eq!(log.lookups(), []);
        log.client.open.set(true);
        let later = second.now_or_never().unwrap();
        let sooner = first.now_or_never().unwrap();
        assert_eq!(log.lookups(), [sooner, later]);
        let steps = [(1, 0, 1), (2, 0, 2), (2, 1, 1), (2, 2, 0)];
        assert_eq!(
            *told.borrow(),
            steps.map(|(asked, answered, waiting)| progress(asked, answered, waiting))
        );
    }

    #[test]
    fn nothing_is_asked_twice_in_one_check() {
        let log = Log::new(held(), |_| {});
        log.client.open.set(true);
        for _ in 0..3 {
            // Trouble is asked once too.
            log.ask(question("b.example")).now_or_never().unwrap();
        }
        assert_eq!((log.client.asked.get(), log.lookups().len()), (1, 1));
        assert_eq!(log.progress(), progress(1, 1, 0));
    }

    #[test]
    fn what_nobody_wants_any_more_is_not_awaited() {
        let log = Log::new(held(), |_| {});
        let mut first = Box::pin(log.ask(question("a.example")));
        let mut twin = Box::pin(log.ask(question("a.example")));
        assert!((&mut first).now_or_never().is_none());
        assert!((&mut twin).now_or_never().is_none());
        assert_eq!(log.progress(), progress(1, 0, 1));
        drop(first);
        assert_eq!(log.progress(), progress(1, 0, 1), "the twin awaits it");
        drop(twin);
        assert_eq!(log.progress(), progress(1, 0, 0));
        log.client.open.set(true);
        log.ask(question("a.example")).now_or_never().unwrap();
        assert_eq!(log.progress(), progress(1, 1, 0));
    }
}

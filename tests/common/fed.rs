//! A resolver that is fed by hand: what it is asked waits until the test lets the answer go.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::future::poll_fn;
use std::task::{Context, Poll, Waker};

use waxseal::dns::{DnsClient, Lookup, Question, Turn, Zone};

/// A zone whose answers are held back.
pub struct Fed {
    zone: Zone,
    open: RefCell<Vec<(Question, Waker)>>,
    let_go: RefCell<BTreeSet<Question>>,
    /// What was asked in room that was left over.
    pub spare: RefCell<BTreeSet<Question>>,
}

impl Fed {
    pub fn new(zone: Zone) -> Self {
        Self { zone, open: RefCell::default(), let_go: RefCell::default(), spare: RefCell::default() }
    }

    /// The questions that wait for an answer, in the order in which they were asked.
    pub fn waiting(&self) -> Vec<Question> {
        self.open.borrow().iter().map(|(question, _)| question.clone()).collect()
    }

    /// Lets the answer to a question go, to everybody who waits for it.
    pub fn answer(&self, question: &Question) {
        self.let_go.borrow_mut().insert(question.clone());
        let mut open = self.open.borrow_mut();
        let (told, kept) = open.drain(..).partition(|(waiting, _)| waiting == question);
        *open = kept;
        let told: Vec<(Question, Waker)> = told;
        drop(open);
        for (_, waker) in told {
            waker.wake();
        }
    }
}

impl DnsClient for Fed {
    async fn ask_in(&self, question: Question, turn: Turn) -> Lookup {
        if turn == Turn::Spare {
            self.spare.borrow_mut().insert(question.clone());
        }
        self.ask(question).await
    }

    async fn ask(&self, question: Question) -> Lookup {
        poll_fn(|context| {
            if self.let_go.borrow().contains(&question) {
                return Poll::Ready(());
            }
            let mut open = self.open.borrow_mut();
            match open.iter_mut().find(|(waiting, _)| *waiting == question) {
                Some((_, waker)) if waker.will_wake(context.waker()) => {}
                _ => open.push((question.clone(), context.waker().clone())),
            }
            Poll::Pending
        })
        .await;
        self.zone.ask(question).await
    }
}

/// Goes on for as long as anything can without an answer; the output, where it comes to an end.
pub fn run<F: Future>(future: &mut std::pin::Pin<&mut F>) -> Option<F::Output> {
    let woken = std::sync::Arc::new(Woken(std::sync::atomic::AtomicBool::new(true)));
    let waker = Waker::from(woken.clone());
    let mut context = Context::from_waker(&waker);
    while woken.0.swap(false, std::sync::atomic::Ordering::Relaxed) {
        if let Poll::Ready(output) = future.as_mut().poll(&mut context) {
            return Some(output);
        }
    }
    None
}

struct Woken(std::sync::atomic::AtomicBool);

impl std::task::Wake for Woken {
    fn wake(self: std::sync::Arc<Self>) {
        self.0.store(true, std::sync::atomic::Ordering::Relaxed);
    }
}

//! The rules' examples, judged while the first answers of a check are awaited: a browser compiles code when it first
//! runs it, and what comes of an answer is then told sooner.

use std::future::{Future, pending};
use std::pin::pin;
use std::sync::atomic::{AtomicBool, Ordering};

use futures_util::future::{Either, select};

use super::{DomainReport, check_zone};
use crate::dns::Timer;
use crate::rules::{self, Check};

/// So many examples are judged while the first answers are on their way. More would keep the later ones waiting.
const EXAMPLES: usize = 4;

/// Awaits `work`, and while it waits for the first time rehearses what is done with its answers; `each` does the rest of
/// that with a report.
///
/// The code of a page is compiled once, so nothing is rehearsed a second time.
pub async fn rehearsing<T>(
    work: impl Future<Output = T>,
    timer: &impl Timer,
    each: impl Fn(&DomainReport),
) -> T {
    static WAS_DONE: AtomicBool = AtomicBool::new(false);
    let rehearsal = async {
        if !WAS_DONE.swap(true, Ordering::Relaxed) {
            rehearse(timer, each).await;
        }
        pending().await
    };
    match select(pin!(work), pin!(rehearsal)).await {
        Either::Left((done, _)) | Either::Right((done, _)) => done,
    }
}

/// Judges the good examples of the first rules that look at DNS, one at a time: answers that come meanwhile go first.
async fn rehearse(timer: &impl Timer, each: impl Fn(&DomainReport)) {
    for rule in rules::all().filter(|rule| matches!(rule.check, Check::Dns(_))).take(EXAMPLES) {
        timer.sleep(0).await;
        if let Ok(report) = check_zone(rule.good) {
            each(&report);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::future::{poll_fn, ready};
    use std::task::Poll;

    use futures_util::FutureExt;

    use super::*;

    /// Wakes at once.
    struct Impatient;

    impl Timer for Impatient {
        fn sleep(&self, _: u32) -> impl Future<Output = ()> {
            ready(())
        }
    }

    #[test]
    fn every_example_is_judged() {
        let judged = Cell::new(0);
        let done = rehearse(&Impatient, |report| {
            assert!(report.domain.is_complete);
            judged.set(judged.get() + 1);
        });
        assert_eq!(done.now_or_never(), Some(()));
        assert_eq!(judged.get(), EXAMPLES);
    }

    #[test]
    fn the_work_is_done_beside_the_first_rehearsal_and_alone_after_it() {
        let judged = Cell::new(0);
        let count = |_: &DomainReport| judged.set(judged.get() + 1);
        // It waits once for its answer.
        let work = || {
            let mut has_waited = false;
            poll_fn(move |context| {
                if std::mem::replace(&mut has_waited, true) {
                    return Poll::Ready(7);
                }
                context.waker().wake_by_ref();
                Poll::Pending
            })
        };
        let twice = async {
            [rehearsing(work(), &Impatient, count).await, rehearsing(work(), &Impatient, count).await]
        };
        assert_eq!(finished(twice), [7, 7]);
        assert_eq!(judged.get(), EXAMPLES);
    }

    /// Polls until it is done.
    fn finished<T>(work: impl Future<Output = T>) -> T {
        let mut work = pin!(work);
        loop {
            if let Some(done) = work.as_mut().now_or_never() {
                return done;
            }
        }
    }
}

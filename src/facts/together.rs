//! Much at the same time, each part looked at only when it has news.

use std::future::poll_fn;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, Wake, Waker};

use futures_util::future::LocalBoxFuture;
use futures_util::task::AtomicWaker;

/// Awaits all parts, which are begun in their order.
///
/// `join` and its like look at every part whenever any has news, and are one large function with all of them: each of
/// the many answers of a check then costs as much as all. Parts that wake each other go on at once, so that what a
/// client in memory answers is done when this is polled once. So no part may wake itself without end.
pub async fn together<'p>(parts: impl IntoIterator<Item = LocalBoxFuture<'p, ()>>) {
    let awaited_by = Arc::new(AtomicWaker::new());
    let news = || Arc::new(News { is_there: AtomicBool::new(true), awaited_by: Arc::clone(&awaited_by) });
    let mut parts: Vec<_> = parts.into_iter().map(|part| (part, news())).collect();
    poll_fn(|context| {
        // What parts tell each other from now on is looked at below.
        drop(awaited_by.take());
        while !parts.is_empty() {
            let mut is_any = false;
            parts.retain_mut(|(part, news)| {
                if !news.is_there.swap(false, Ordering::AcqRel) {
                    return true;
                }
                is_any = true;
                let waker = Waker::from(Arc::clone(news));
                part.as_mut().poll(&mut Context::from_waker(&waker)).is_pending()
            });
            if !is_any {
                awaited_by.register(context.waker());
                // There may be some from another thread.
                if !parts.iter().any(|(_, news)| news.is_there.load(Ordering::Acquire)) {
                    return Poll::Pending;
                }
            }
        }
        Poll::Ready(())
    })
    .await;
}

/// Whether a part has news, and who wants to know; a part that was not begun has.
struct News {
    is_there: AtomicBool,
    awaited_by: Arc<AtomicWaker>,
}

impl Wake for News {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.is_there.store(true, Ordering::Release);
        self.awaited_by.wake();
    }
}

#[cfg(test)]
pub(super) mod tests {
    use std::cell::{Cell, RefCell};
    use std::pin::pin;
    use std::sync::atomic::AtomicUsize;

    use futures_util::FutureExt;
    use futures_util::task::noop_waker;

    use super::*;

    /// Waits until it is opened.
    #[derive(Default)]
    struct Door {
        is_open: Cell<bool>,
        waker: RefCell<Option<Waker>>,
        looked: Cell<u32>,
    }

    impl Door {
        fn open(&self) {
            self.is_open.set(true);
            if let Some(waker) = self.waker.take() {
                waker.wake();
            }
        }

        async fn pass(&self) {
            poll_fn(|context| {
                self.looked.set(self.looked.get() + 1);
                if self.is_open.get() {
                    return Poll::Ready(());
                }
                self.waker.replace(Some(context.waker().clone()));
                Poll::Pending
            })
            .await;
        }
    }

    /// Counts how often it is woken.
    #[derive(Default)]
    pub struct Woken(pub AtomicUsize);

    impl Wake for Woken {
        fn wake(self: Arc<Self>) {
            self.0.fetch_add(1, Ordering::Relaxed);
        }
    }

    #[test]
    fn a_part_is_looked_at_when_it_has_news_and_at_no_other_time() {
        let (one, two) = (Door::default(), Door::default());
        let mut all = pin!(together([one.pass().boxed_local(), two.pass().boxed_local()]));
        let woken = Arc::new(Woken::default());
        let waker = Waker::from(Arc::clone(&woken));
        let mut context = Context::from_waker(&waker);
        assert!(all.as_mut().poll(&mut context).is_pending());
        one.open();
        assert_eq!(woken.0.load(Ordering::Relaxed), 1);
        assert!(all.as_mut().poll(&mut context).is_pending());
        assert_eq!((one.looked.get(), two.looked.get()), (2, 1));
        two.open();
        assert_eq!(all.as_mut().poll(&mut context), Poll::Ready(()));
        assert_eq!((one.looked.get(), two.looked.get()), (2, 2));
        assert_eq!(woken.0.load(Ordering::Relaxed), 2);
    }

    #[test]
    fn parts_are_begun_in_order_and_what_they_do_for_each_other_is_done_at_once() {
        let (door, order) = (Door::default(), RefCell::new(Vec::new()));
        let waits = async {
            order.borrow_mut().push("waits");
            door.pass().await;
            order.borrow_mut().push("passed");
        };
        let opens = async {
            order.borrow_mut().push("opens");
            door.open();
        };
        let all = together([waits.boxed_local(), opens.boxed_local()]);
        assert_eq!(all.now_or_never(), Some(()));
        assert_eq!(order.into_inner(), ["waits", "opens", "passed"]);
    }

    #[test]
    fn nothing_is_done_at_once() {
        let mut none = pin!(together([]));
        assert_eq!(none.as_mut().poll(&mut Context::from_waker(&noop_waker())), Poll::Ready(()));
    }
}

//! The checklist that is open: what its page follows.

use std::sync::{Arc, LazyLock, Mutex};

use futures_util::future::{AbortHandle, abortable};

use super::asking::client_for;
use super::checklist::{self, EVERY, Stamped, Typed, changes};
use super::desk::{desk, lock};
use super::route::Route;
use super::watched::Watched;
use crate::browser::frame::{self, Timer};
use crate::browser::idna;
use crate::browser::storage::{self, For};
use crate::browser::time::{Now, local};
use crate::browser::{field, focus, location};
use crate::dns::typed::Typed as Read;
use crate::dns::{Clock, Name};
use crate::setup::{self, Refusal, Setup, SetupReport, check, plain, words};
use crate::text::prose;

/// The field of the domain.
pub const DOMAIN: &str = "setup-domain";

/// The state of the page of a checklist.
#[derive(Default)]
pub struct Checking {
    /// Answers are on their way.
    pub asking: Watched<bool>,
    /// What came of the last check.
    pub report: Watched<Option<Arc<SetupReport>>>,
    /// There is such a report.
    pub is_known: Watched<bool>,
    /// What changed since the look before.
    pub changed: Watched<String>,
    /// Why nothing is checked.
    pub problem: Watched<Option<String>>,
    link: Mutex<String>,
    typed: Mutex<Option<(String, Typed)>>,
    subject: Mutex<Option<(Setup, Name)>>,
    running: Mutex<Option<AbortHandle>>,
    next: Mutex<Option<Timer>>,
}

/// The checklist that is open: a page has one.
pub fn checking() -> &'static Checking {
    static CHECKING: LazyLock<Checking> = LazyLock::new(Checking::default);
    &CHECKING
}

/// The id of the field of a variable.
pub fn variable_id(at: usize) -> String {
    ["setup-variable-", &at.to_string()].concat()
}

fn now() -> u64 {
    Now.now()
}

impl Checking {
    /// A link is opened: asks, where it names a domain and nothing is missing, unless the answer is there.
    pub fn open(&'static self, link: &str) {
        let is_known = *lock(&self.link) == link && self.report.peek(Option::is_some);
        if is_known {
            return self.wait();
        }
        self.stop();
        link.clone_into(&mut lock(&self.link));
        *lock(&self.subject) = None;
        self.changed.set(String::new());
        self.problem.set(None);
        self.report.put(None);
        self.is_known.set(false);
        let Ok(setup) = checklist::read(link) else { return };
        let Some(domain) = &setup.domain else { return };
        match Read::read(domain, &idna::to_ascii) {
            Err(why) => self.problem.put(Some(why)),
            Ok(typed) => {
                let filled = self.typed(&setup).fill(&setup);
                if filled.missing().is_empty() {
                    *lock(&self.subject) = Some((filled, typed.name));
                    self.ask(false);
                }
            }
        }
    }

    /// What was typed beside this list before, on this machine.
    pub fn typed(&self, setup: &Setup) -> Typed {
        let key = Typed::key(setup);
        if let Some((known, typed)) = &*lock(&self.typed)
            && *known == key
        {
            return typed.clone();
        }
        storage::get(For::Good, &key).map(|kept| Typed::read(&kept, setup)).unwrap_or_default()
    }

    /// The reader fills in the form.
    pub fn submit(&'static self, setup: &Setup) {
        let domain = field::value(&["#", DOMAIN].concat());
        let missing = setup.missing();
        let value = |at: usize| field::value(&["#", &variable_id(at)].concat());
        let values = missing.iter().enumerate().map(|(at, name)| (name.clone(), value(at))).collect();
        let entered = Typed { domain: domain.clone(), values };
        let key = Typed::key(setup);
        storage::put(For::Good, &key, &entered.written());
        let filled = entered.fill(setup);
        *lock(&self.typed) = Some((key, entered));
        let name = match Read::read(&domain, &idna::to_ascii) {
            Ok(typed) => typed.name,
            Err(why) => return self.refuse(why, DOMAIN),
        };
        let open = filled.missing();
        if let Some(first) = open.first() {
            let at = missing.iter().position(|name| name == first).unwrap_or(0);
            return self.refuse(Refusal::Missing(open.clone()).says(), &variable_id(at));
        }
        self.problem.set(None);
        let href = setup::format(&Setup { domain: Some(name.to_string()), ..setup.clone() });
        if Route::parse(&location::fragment()).href() == href {
            *lock(&self.subject) = Some((filled, name));
            return self.ask(true);
        }
        location::go(&href);
    }

    fn refuse(&self, why: String, id: &str) {
        desk().aloud.put(prose::plain(&why));
        self.problem.put(Some(why));
        focus::on_first(&["#", id].concat());
    }

    /// Asks everything again, round the answers that are kept.
    pub fn again(&'static self) {
        self.ask(true);
    }

    /// The reader leaves the page: nothing more is asked.
    pub fn stop(&self) {
        if let Some(running) = lock(&self.running).take() {
            running.abort();
        }
        if let Some(next) = lock(&self.next).take() {
            next.stop();
        }
        self.asking.set(false);
    }

    fn ask(&'static self, afresh: bool) {
        self.stop();
        let Some((setup, domain)) = lock(&self.subject).clone() else { return };
        self.asking.set(true);
        let task = async move {
            let client = Stamped { client: client_for(&domain, afresh), now };
            check(&client, &setup, &domain).await
        };
        let (task, handle) = abortable(task);
        *lock(&self.running) = Some(handle);
        leptos::task::spawn_local(async move {
            if let Ok(result) = task.await {
                lock(&self.running).take();
                self.finish(result);
            }
        });
    }

    fn finish(&'static self, result: Result<SetupReport, Refusal>) {
        self.asking.set(false);
        match result {
            Err(why) => self.refuse(why.says(), DOMAIN),
            Ok(report) => {
                let old = self.report.peek(Clone::clone).filter(|old| old.domain == report.domain);
                let changed = old.as_ref().map(|old| changes(old, &report));
                match &changed {
                    None => {
                        let done = words::done(&report);
                        let alarms: String =
                            report.alarms.iter().map(|alarm| [" Warning: ", &alarm.says].concat()).collect();
                        desk()
                            .aloud
                            .put(prose::plain(&[report.domain.as_str(), ": ", &done, ".", &alarms].concat()));
                    }
                    // A look that finds nothing new says nothing.
                    Some(changed) if !changed.is_empty() => {
                        desk().aloud.put(changed.clone());
                        self.changed.set(changed.clone());
                    }
                    Some(_) => {}
                }
                self.report.put(Some(Arc::new(report)));
                self.is_known.set(true);
                self.wait();
            }
        }
    }

    /// Looks again after a while, as long as something is not met and the page is seen.
    fn wait(&'static self) {
        let is_over =
            self.report.peek(|report| report.as_ref().is_none_or(|report| report.done() == report.total()));
        let next = if is_over {
            None
        } else {
            Timer::after(EVERY, || if frame::is_visible() { self.ask(true) } else { self.wait() })
        };
        if let Some(before) = std::mem::replace(&mut *lock(&self.next), next) {
            before.stop();
        }
    }

    /// "Copy for support".
    pub fn for_support(&self) -> String {
        let text = |report: &Arc<SetupReport>| {
            plain::for_support(report, &location::link(""), &checklist::full(local(report.asked_at)))
        };
        self.report.peek(|report| report.as_ref().map(text)).unwrap_or_default()
    }
}

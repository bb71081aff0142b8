//! The SPF record that is open: what the page of SPF follows.

use std::sync::{Arc, LazyLock, Mutex};

use futures_util::future::{AbortHandle, abortable};

use super::asking::client_for;
use super::desk::{desk, lock};
use super::inquiry::{Kept, Ledger, Progress};
use super::route::SpfLink;
use super::spf_form::{Problems, Trial};
use super::watched::Watched;
use crate::browser::idna;
use crate::browser::time::Now;
use crate::dns::typed::Typed;
use crate::dns::{AnyClient, Name};
use crate::report::spf::{Allowed, TreeView, Tried, tree, try_sender};
use crate::text::prose::plain;

/// The state of the page of SPF.
pub struct Trying {
    /// Why a link names no domain.
    pub why: Watched<Option<String>>,
    /// The tree and the list, once everything for them was asked.
    pub grown: Watched<Option<Arc<Grown>>>,
    /// What is wrong with the fields.
    pub problems: Watched<Problems>,
    /// What is to be known of the sender beside the result.
    pub note: Watched<Option<String>>,
    /// What came of the sender.
    pub tried: Watched<Option<Arc<Tried>>>,
    /// A sender is being tried.
    pub is_trying: Watched<bool>,
    /// How many questions were asked.
    pub progress: Watched<Progress>,
    ledger: Mutex<Ledger>,
    subject: Mutex<Option<Name>>,
    trial: Mutex<Option<Trial>>,
    growing: Mutex<Option<AbortHandle>>,
    running: Mutex<Option<AbortHandle>>,
}

/// All that a record leads to.
pub struct Grown {
    /// As a tree.
    pub tree: TreeView,
    /// As addresses.
    pub allowed: Allowed,
}

/// The record that is open: a page has one.
pub fn trying() -> &'static Trying {
    static TRYING: LazyLock<Trying> = LazyLock::new(|| Trying {
        why: Watched::default(),
        grown: Watched::default(),
        problems: Watched::default(),
        note: Watched::default(),
        tried: Watched::default(),
        is_trying: Watched::default(),
        progress: Watched::default(),
        ledger: Mutex::default(),
        subject: Mutex::default(),
        trial: Mutex::default(),
        growing: Mutex::default(),
        running: Mutex::default(),
    });
    &TRYING
}

impl Trying {
    /// A link is opened: asks for what it names, unless that is known.
    pub fn open(&'static self, link: &SpfLink) {
        let name = match Typed::read(&link.domain, &idna::to_ascii) {
            Ok(typed) => typed.name,
            Err(why) => {
                self.stop();
                self.why.set(Some(why).filter(|_| !link.domain.is_empty()));
                return;
            }
        };
        self.why.set(None);
        if lock(&self.subject).as_ref() != Some(&name) {
            self.stop();
            *lock(&self.subject) = Some(name.clone());
            *lock(&self.trial) = None;
            *lock(&self.ledger) = Ledger::default();
            self.progress.set(Progress::default());
            self.grown.put(None);
            self.tried.put(None);
        }
        let has_trial = !link.ip.is_empty();
        if self.grown.peek(Option::is_none) && lock(&self.growing).is_none() {
            self.grow(name.clone(), !has_trial);
        }
        let trial = has_trial.then(|| Trial::read(&name, &link.ip, &link.from, &idna::to_ascii));
        match trial {
            None => self.put_away(Problems::default()),
            Some(Err(problems)) => self.put_away(problems),
            Some(Ok(trial)) => {
                self.problems.set(Problems::default());
                self.note.set(trial.note());
                let is_known = lock(&self.trial).as_ref() == Some(&trial)
                    && (self.tried.peek(Option::is_some) || lock(&self.running).is_some());
                if !is_known {
                    self.run(trial);
                }
            }
        }
    }

    /// Tries the same sender again.
    pub fn again(&'static self) {
        let trial = lock(&self.trial).clone();
        if let Some(trial) = trial {
            self.run(trial);
        }
    }

    /// The reader leaves the page: nothing more is asked.
    pub fn stop(&self) {
        for running in [&self.growing, &self.running] {
            if let Some(running) = lock(running).take() {
                running.abort();
            }
        }
        self.is_trying.set(false);
    }

    fn put_away(&self, problems: Problems) {
        if let Some(running) = lock(&self.running).take() {
            running.abort();
        }
        self.is_trying.set(false);
        self.problems.set(problems);
        self.note.set(None);
        *lock(&self.trial) = None;
        self.tried.put(None);
    }

    fn grow(&'static self, name: Name, says_so: bool) {
        let task = async move {
            let told = || self.progress.set(lock(&self.ledger).progress());
            let client = Kept { client: client_for(&name, false), ledger: &self.ledger, told: &told };
            let client: AnyClient<'_> = &client;
            tree(&client, &name).await
        };
        let (task, handle) = abortable(task);
        *lock(&self.growing) = Some(handle);
        leptos::task::spawn_local(async move {
            let Ok(tree) = task.await else { return };
            lock(&self.growing).take();
            let grown = Grown { tree: TreeView::new(&tree), allowed: Allowed::new(&tree) };
            if says_so {
                desk().aloud.put(plain(&grown.tree.total));
            }
            self.grown.put(Some(Arc::new(grown)));
        });
    }

    fn run(&'static self, trial: Trial) {
        if let Some(running) = lock(&self.running).take() {
            running.abort();
        }
        *lock(&self.trial) = Some(trial.clone());
        self.tried.put(None);
        self.is_trying.set(true);
        let task = async move {
            let told = || self.progress.set(lock(&self.ledger).progress());
            let client = Kept { client: client_for(&trial.domain, false), ledger: &self.ledger, told: &told };
            try_sender(&client, &trial.domain, trial.ip, &trial.from, &Now).await
        };
        let (task, handle) = abortable(task);
        *lock(&self.running) = Some(handle);
        leptos::task::spawn_local(async move {
            let Ok(tried) = task.await else { return };
            lock(&self.running).take();
            self.is_trying.set(false);
            desk().aloud.put(plain(&tried.says));
            self.tried.put(Some(Arc::new(tried)));
        });
    }
}

//! What is on the page for as long as it is open: the draft with the way back, what was found, and what comes of it.

use std::sync::{Arc, LazyLock, Mutex};

use futures_util::future::{AbortHandle, abortable};

use super::draft::{Draft, Found, Made, Weighed, counted, questions, with_limit};
use super::kept;
use crate::browser::frame::Timer;
use crate::browser::idna;
use crate::browser::storage::{self, For};
use crate::browser::time::{Now, local};
use crate::build::edit::History;
use crate::build::explained;
use crate::build::slim::Plan;
use crate::dns::typed::Typed;
use crate::dns::{AnyClient, Clock, DnsClient, Name, Question};
use crate::report::spf::tree;
use crate::setup::weigh;
use crate::text::prose::{code, plain};
use crate::ui::asking::{asking, client_for};
use crate::ui::desk::{desk, lock, restart};
use crate::ui::inquiry::Subject;
use crate::ui::route::{BuildLink, Choice, Route};
use crate::ui::spread::Sheet;
use crate::ui::state::{Announcer, verdict_line};
use crate::ui::teaching;
use crate::ui::watched::Watched;

/// How long the reader pauses before the verdict is said aloud, in milliseconds.
const PAUSE: i32 = 1_000;

/// Under which the tab keeps the answers.
const KEY: &str = "waxseal-build";

/// The state of the page.
pub struct Bench {
    /// What was answered.
    pub draft: Watched<Draft>,
    /// The page put answers into the fields.
    pub put: Watched<()>,
    /// There is a step to go back.
    pub can_undo: Watched<bool>,
    /// What comes of the draft.
    pub made: Watched<Arc<Made>>,
    /// The records, explained.
    pub sheet: Sheet,
    /// What can be done about lookups, once the record was read.
    pub plan: Watched<Option<Arc<Plan>>>,
    /// What DNS says, in sentences.
    pub says: Watched<Vec<String>>,
    /// Why nothing was asked.
    pub problem: Watched<Option<String>>,
    /// The record whose lookups were counted, and what they come to.
    pub weighed: Watched<Option<Weighed>>,
    /// Answers are on their way.
    pub is_asking: Watched<bool>,
    history: Mutex<History<Draft>>,
    /// The links that were opened: the last one of each choice, the newest at the end.
    opened: Mutex<Vec<BuildLink>>,
    running: Mutex<Option<AbortHandle>>,
    announcer: Mutex<Announcer>,
    pause: Mutex<Option<Timer>>,
}

/// The bench: a page has one.
pub fn bench() -> &'static Bench {
    static BENCH: LazyLock<Bench> = LazyLock::new(|| Bench {
        draft: Watched::default(),
        put: Watched::default(),
        can_undo: Watched::default(),
        made: Watched::default(),
        sheet: Sheet::new(),
        plan: Watched::default(),
        says: Watched::default(),
        problem: Watched::default(),
        weighed: Watched::default(),
        is_asking: Watched::default(),
        history: Mutex::default(),
        opened: Mutex::default(),
        running: Mutex::default(),
        announcer: Mutex::default(),
        pause: Mutex::default(),
    });
    &BENCH
}

/// The reader had this domain asked about, or it is an example: to ask for its record again tells nobody anything.
fn was_asked(name: &Name) -> bool {
    let is_it = |subject: &Option<Subject>| subject.as_ref().is_some_and(|subject| subject.name == *name);
    teaching::is_example(name) || asking().subject.peek(is_it)
}

impl Bench {
    /// A link is opened. One that was open before changes nothing: the reader comes back to it.
    pub fn open(&'static self, link: &BuildLink) {
        if lock(&self.opened).is_empty() {
            self.recall(link);
        }
        let mut draft = self.draft.peek(Draft::clone);
        let is_same =
            lock(&self.opened).contains(link) && (link.domain.is_empty() || link.domain == draft.domain);
        self.came_by(link);
        if !is_same {
            if draft.domain != link.domain && !link.domain.is_empty() {
                self.forget();
            }
            draft.open(link);
            self.says.set(Vec::new());
            self.problem.set(None);
        }
        draft.choice = link.choice;
        if draft.id.is_empty() {
            let [day, month, year, hour, minute] = local(Now.now());
            draft.id = [year, month, day, hour, minute]
                .map(|n| if n < 10 { format!("0{n}") } else { n.to_string() })
                .concat();
        }
        self.set(draft);
        // After a reload the same link is open, and what was found is gone.
        let is_to_be_found = !is_same || (self.plan.peek(Option::is_none) && !self.is_asking.peek(|is| *is));
        if is_to_be_found
            && link.choice == Some(Choice::Lookups)
            && self.domain().is_some_and(|name| was_asked(&name))
        {
            self.ask();
        }
    }

    /// After a reload, takes up what was answered before. A link that was open then, too, brings nothing new.
    fn recall(&self, link: &BuildLink) {
        let Some(kept) = storage::get(For::Tab, KEY) else { return };
        let (draft, address) = kept::read(&kept);
        if address == Route::Build(link.clone()).href() {
            self.came_by(link);
        }
        self.draft.put(draft);
    }

    /// The link is the newest one, and the only one of its choice.
    fn came_by(&self, link: &BuildLink) {
        let mut opened = lock(&self.opened);
        opened.retain(|other| other.choice != link.choice);
        opened.push(link.clone());
    }

    /// Has the tab keep the answers.
    fn keep(&self, draft: &Draft) {
        let address =
            lock(&self.opened).last().cloned().map(|link| Route::Build(link).href()).unwrap_or_default();
        storage::put(For::Tab, KEY, &kept::write(draft, &address));
    }

    /// What was found belongs to another domain.
    fn forget(&self) {
        if let Some(running) = lock(&self.running).take() {
            running.abort();
        }
        self.is_asking.set(false);
        self.plan.put(None);
    }

    /// Something was answered; `what` names it, so that letters typed into one field are one step.
    pub fn change(&'static self, what: &'static str, change: impl FnOnce(&mut Draft)) {
        let before = self.draft.peek(Draft::clone);
        let mut draft = before.clone();
        change(&mut draft);
        lock(&self.history).push(what, before, draft.clone());
        self.set(draft);
    }

    /// The same, and the fields are filled anew.
    pub fn put(&'static self, change: impl FnOnce(&mut Draft)) {
        self.change("", change);
        self.put.put(());
    }

    /// Goes back one step.
    pub fn undo(&'static self) {
        let now = self.draft.peek(Draft::clone);
        let before = lock(&self.history).undo(&now);
        // The choice is an address, and the back button's.
        if let Some(before) = before {
            self.set(Draft { choice: now.choice, ..before });
            self.put.put(());
            desk().say("Taken back.");
        }
    }

    /// The reader's domain, where it can be read.
    pub fn domain(&self) -> Option<Name> {
        let typed = self.draft.peek(|draft| draft.domain.clone());
        Typed::read(&typed, &idna::to_ascii).ok().map(|typed| typed.name)
    }

    fn set(&'static self, draft: Draft) {
        let domain = Typed::read(&draft.domain, &idna::to_ascii).ok().map(|typed| typed.name);
        let made = self.plan.peek(|plan| draft.made(domain.as_ref(), plan.as_deref()));
        self.can_undo.set(lock(&self.history).can_undo(&draft));
        self.keep(&draft);
        self.draft.set(draft);
        let line = if made.entries.is_empty() || made.wanting.is_some() {
            self.sheet.clear();
            made.wanting.map(str::to_owned)
        } else {
            let report = with_limit(explained(&made.entries, domain.as_ref()), &made);
            let line = verdict_line(&report);
            self.sheet.show(report, line.clone());
            Some(line)
        };
        if let Some(line) = line {
            lock(&self.announcer).hear(&line);
            restart(&self.pause, PAUSE, || {
                if let Some(line) = lock(&self.announcer).pause() {
                    desk().aloud.put(line);
                }
            });
        }
        if self.made.peek(|old| **old != made) {
            self.made.put(Arc::new(made));
        }
    }

    /// The reader's domain; where there is none, the field says so.
    fn named(&'static self) -> Option<Name> {
        let typed = self.draft.peek(|draft| draft.domain.clone());
        match Typed::read(&typed, &idna::to_ascii) {
            Ok(typed) => Some(typed.name),
            Err(why) => {
                desk().aloud.put(plain(&why));
                self.problem.set(Some(why));
                crate::browser::focus::on_first("#build-domain");
                None
            }
        }
    }

    /// Asks DNS for everything that the new SPF record leads to.
    pub fn weigh(&'static self) {
        let record = self.made.peek(|made| made.entries.first().map(|entry| entry.value.clone()));
        let (Some(name), Some(record)) = (self.named(), record) else { return };
        if let Some(running) = lock(&self.running).take() {
            running.abort();
        }
        desk().say("Asking DNS.");
        let task = async move {
            let client = client_for(&name, false);
            let client: AnyClient<'_> = &client;
            let (lookups, trouble) = weigh(&client, &name, &record).await;
            Weighed::new(record, lookups, trouble)
        };
        let (task, handle) = abortable(task);
        *lock(&self.running) = Some(handle);
        leptos::task::spawn_local(async move {
            let Ok(weighed) = task.await else { return };
            desk().aloud.put(plain(&weighed.says));
            self.weighed.put(Some(weighed));
        });
    }

    /// Asks DNS for what the choice starts from.
    pub fn ask(&'static self) {
        let (Some(name), Some(choice)) = (self.named(), self.draft.peek(|draft| draft.choice)) else {
            return;
        };
        self.forget();
        self.problem.set(None);
        self.says.set(Vec::new());
        self.is_asking.set(true);
        let task = async move {
            let client = client_for(&name, true);
            let client: AnyClient<'_> = &client;
            let mut found = Found::default();
            for (label, rtype, kind) in questions(choice) {
                let at = if label.is_empty() { Ok(name.clone()) } else { name.child(label) };
                if let Ok(at) = at {
                    found.learn(*kind, &client.ask(Question::new(at, *rtype)).await);
                }
            }
            let mut plan = None;
            if choice == Choice::Lookups {
                let tree = tree(&client, &name).await;
                plan = Plan::of(&tree);
                found.says.push(match (&plan, tree.root.says()) {
                    (Some(plan), _) => counted(&name, plan),
                    (None, Some(says)) => says,
                    (None, None) => [&code(name.as_str()), " could not be read."].concat(),
                });
            }
            (found, plan)
        };
        let (task, handle) = abortable(task);
        *lock(&self.running) = Some(handle);
        leptos::task::spawn_local(async move {
            let Ok((found, plan)) = task.await else { return };
            self.is_asking.set(false);
            desk().aloud.put(plain(&found.says.join(" ")));
            self.says.set(found.says.clone());
            let safe = plan.as_ref().map(Plan::safe);
            self.plan.put(plan.map(Arc::new));
            self.put(|draft| {
                draft.take(&found);
                draft.steps = safe.unwrap_or_default();
            });
            // What was found may be what stands there already: then no step was made, and the page still follows.
            self.set(self.draft.peek(Draft::clone));
        });
    }
}

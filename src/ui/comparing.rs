//! Is it published? The pasted records, held against DNS on one press.

use std::sync::{Arc, LazyLock, Mutex};

use futures_util::future::{AbortHandle, abortable, join_all};

use super::asking::client_for;
use super::compared::{Row, can_be_compared, row, summary, unplaced};
use super::desk::{desk, lock};
use super::watched::Watched;
use crate::dns::Name;
use crate::report::published::{Wanted, place, published};

/// So many records are compared at once.
const MOST: usize = 20;

/// The comparison that is open: a page has one.
pub struct Comparing {
    /// What came of it.
    pub rows: Watched<Vec<Arc<Row>>>,
    /// Answers are on their way.
    pub is_asking: Watched<bool>,
    running: Mutex<Option<AbortHandle>>,
}

/// The comparison that is open.
pub fn comparing() -> &'static Comparing {
    static COMPARING: LazyLock<Comparing> = LazyLock::new(|| Comparing {
        rows: Watched::default(),
        is_asking: Watched::default(),
        running: Mutex::default(),
    });
    &COMPARING
}

impl Comparing {
    /// The text changed, so what was found is about another one.
    pub fn forget(&self) {
        if let Some(running) = lock(&self.running).take() {
            running.abort();
        }
        self.is_asking.set(false);
        self.rows.set(Vec::new());
    }

    /// Asks DNS for every record, at its place in the domain.
    pub fn ask(&'static self, domain: Name) {
        self.forget();
        self.is_asking.set(true);
        let records = super::judging::records();
        let task = async move {
            let client = client_for(&domain, true);
            let rows = records.iter().filter(|record| can_be_compared(record.kind)).take(MOST);
            let rows = rows.map(async |record| match place(record.kind, record.name.as_deref(), &domain) {
                None => unplaced(record),
                Some(name) => {
                    let wanted = Wanted { kind: record.kind, value: &record.value };
                    row(record.kind, published(&client, &name, wanted).await)
                }
            });
            join_all(rows).await
        };
        let (task, handle) = abortable(task);
        *lock(&self.running) = Some(handle);
        leptos::task::spawn_local(async move {
            let Ok(rows) = task.await else { return };
            self.is_asking.set(false);
            desk().aloud.put(summary(&rows));
            self.rows.put(rows.into_iter().map(Arc::new).collect());
        });
    }
}

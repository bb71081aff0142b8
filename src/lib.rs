//! Waxseal reads a domain's mail records, says in plain language what every part does, and what to change.
//!
//! # The pipeline
//! raw text → [`paste`] (what DNS would hold) → [`record`] (as written, with places) → [`facts`] → [`rules`]
//! (findings) and [`explain`] (sentences) → [`report`] (what every front end shows) → page, JS API, plain text.
//! What DNS says comes in by the trait of [`dns`], so that it can be a resolver, or a zone in memory; a domain is looked
//! up by [`facts::gather()`] and then goes the same way as a paste.
//!
//! The folders are the stages of this pipeline, and a stage has one file for each kind of record, so
//! `record/dmarc.rs`, `explain/dmarc.rs` and `rules/dmarc/` give the other view of the same house.
//!
//! # The layers
//! Each may name itself and the layers in its row, and no other: `tests/layers.rs` reads this table and holds the
//! code to it. `std` aside, that is all a layer knows of its surroundings.
//!
//! | layer | what it knows | may name |
//! |---|---|---|
//! | [`text`] | places in a text, edits, sentences with quoted code | |
//! | [`providers`] | who is probably behind a name | `text` |
//! | [`record`] | each record as written; never fails | `text`, `providers` |
//! | [`dns`] | what DNS says, and every way in which it can fail to say it | `text` |
//! | [`spf`] | what receivers make of an SPF record for one message | `text`, `record`, `dns` |
//! | [`facts`] | everything that may be judged; every lookup happens here | `text`, `providers`, `record`, `dns`, `spf` |
//! | [`paste`] | what people paste | `text`, `providers`, `record`, `facts` |
//! | [`rules`] | one rule in one file | `text`, `providers`, `record`, `dns`, `spf`, `facts` |
//! | [`explain`] | what every part does | `text`, `providers`, `record` |
//! | [`report`] | the view-model | `text`, `providers`, `record`, `dns`, `spf`, `facts`, `paste`, `rules`, `explain` |
//! | [`build`] | records made from questions, and changes to a record where it stands; asks for nothing | `text`, `providers`, `record`, `dns`, `spf`, `facts`, `rules`, `report` |
//! | [`setup`] | what a vendor's link expects, held against a domain; asks for it by itself | `text`, `providers`, `record`, `dns`, `spf`, `facts`, `paste`, `report`, `build` |
//! | `browser` | the edge to the browser: location, clipboard, DNS over HTTPS (feature `browser`) | `text`, `dns` |
//! | [`ui`] | the page (feature `app`; what it shows and when is tested without it) | `text`, `providers`, `record`, `dns`, `spf`, `facts`, `paste`, `rules`, `report`, `build`, `setup`, `browser` |
//! | `bin/embed` | the JS API (feature `embed`) | `text`, `providers`, `record`, `dns`, `spf`, `facts`, `paste`, `rules`, `report`, `setup`, `browser` |
//!
//! # What must stay true
//! 1. Parsing never fails: it gives a tree and its problems. One bad term never hides the next.
//! 2. Segments tile the record: no gap, no overlap, on character boundaries.
//! 3. Rules are pure functions over facts. One problem, one finding.
//! 4. What is judged is the text that DNS would hold; repaired text is shown beside it, never instead of it.
//! 5. The core carries no serde and names no browser crate; each edge owns its format.
//! 6. Text from strangers reaches the page only as text nodes.
//! 7. Every finding has a rule; every rule has a reason, a section of a standard, and examples that run as tests.
//! 8. A rule's id is its address, and is never reused or renamed.
//! 9. That nobody knows ([`dns::Outcome::Unknown`]) is never taken for an absence.
//!
//! # Where do I change …
//! - **a verdict?** `rules/<kind>/<problem>.rs`; the table of rules is in `rules/<kind>.rs`.
//! - **a sentence on a part of a record?** `explain/<kind>.rs`.
//! - **how a text is unpacked?** `paste/`.
//! - **what counts as readable?** `record/<kind>.rs`.
//! - **the name of a service?** `providers/providers.csv`; of a DNS host and its form: `providers/dns_hosts.csv`.
//! - **which DKIM selectors are tried?** `facts/keys/guesses.rs`, and the table of services.
//! - **what receivers make of an SPF record for one message?** `spf/`; the sentences of its steps are there too.
//! - **what an SPF record costs, and whom it lets send?** `spf/tree.rs` and `spf/networks.rs`.
//! - **what is asked about a domain?** `facts/`, one file for each part.
//! - **whether mail to a domain is encrypted on its way?** what is asked: `facts/transport.rs`; the answer:
//!   `report/domain/encryption.rs`.
//! - **the three answers at the top, the way of a message, what to change?** `report/domain/`.
//! - **what a record made from questions holds, and what a change to a record would break?** `build/`.
//! - **what a vendor's link may say?** `setup/link.rs`; what counts as done, `setup/check/<test>.rs`; what is to be
//!   published, `setup/publish/`; in which field of the form, `setup/enter.rs`; its words, `setup/words.rs`.
//! - **what can be made into a link?** `setup/import.rs`; the made-up customer who shows it is `setup/sample.rs`.
//! - **how a checklist looks in other pages?** `static/waxseal-check.js`.
//! - **how DNS is asked and read?** `dns/`; what fetches is `browser/doh.rs`.
//! - **how the page looks?** `ui/` and `style/`, one file for each component.
//! - **what a first visit loads?** `ui/parts.rs`, the places at which `tools/split.sh` cuts the page.

#[cfg(feature = "browser")]
pub mod browser;
pub mod build;
pub mod dns;
pub mod explain;
pub mod facts;
pub mod paste;
pub mod providers;
pub mod record;
pub mod report;
pub mod rules;
pub mod setup;
pub mod spf;
pub mod text;
pub mod ui;

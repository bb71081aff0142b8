//! Waxseal reads a domain's mail records, says in plain language what every part does, and what to change.
//!
//! raw text → [`paste`] → [`record`] (as written, with places) → [`facts`] → [`rules`] (findings) and
//! [`explain`] (sentences) → [`report`] (what every front end shows) → page, JS API, plain text.

#[cfg(feature = "browser")]
pub mod browser;
pub mod explain;
pub mod facts;
pub mod paste;
pub mod providers;
pub mod record;
pub mod report;
pub mod rules;
pub mod text;
pub mod ui;

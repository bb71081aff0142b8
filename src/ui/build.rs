//! The page that makes and mends records, `#/build`, and the controls of a record that is edited where it stands.
//!
//! [`draft`], [`kept`] and [`mend`] hold no Leptos and are tested natively. Everything that is shown is behind two functions,
//! [`build_page`] and [`edit_box`], so that it can be loaded when it is asked for; the box of the front page knows `edits`,
//! the way back.

pub mod draft;
pub mod kept;
pub mod mend;

#[cfg(feature = "app")]
mod bench;
#[cfg(feature = "app")]
mod edit;
#[cfg(feature = "app")]
pub mod edits;
#[cfg(feature = "app")]
mod fields;
#[cfg(feature = "app")]
mod forms;
#[cfg(feature = "app")]
mod impacts;
#[cfg(feature = "app")]
mod page;
#[cfg(feature = "app")]
mod slim;

#[cfg(feature = "app")]
pub use edit::{can_be_edited, edit_box};
#[cfg(feature = "app")]
pub use page::build_page;

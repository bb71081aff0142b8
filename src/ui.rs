//! The page.
//!
//! [`route`], [`state`], [`build::draft`], [`build::mend`], [`inquiry`], [`checklist`], [`builder`], [`compared`], [`resolver`],
//! [`rows`], [`spf_form`], [`diff`], [`examples`], [`teaching`] and [`words`] hold no Leptos and are tested natively; the rest turns them into
//! elements, all of one type (`element`), which follow values that all tell of changes in one way (`watched`). Text
//! reaches the page as text nodes only.

pub mod build;
pub mod builder;
pub mod checklist;
pub mod compared;
pub mod diff;
pub mod examples;
pub mod inquiry;
pub mod resolver;
pub mod route;
pub mod rows;
pub mod spf_form;
pub mod state;
pub mod teaching;
pub mod words;

#[cfg(feature = "app")]
mod app;
#[cfg(feature = "app")]
mod asking;
#[cfg(feature = "app")]
mod checking;
#[cfg(feature = "app")]
mod comparing;
#[cfg(feature = "app")]
mod components;
#[cfg(feature = "app")]
mod desk;
#[cfg(feature = "app")]
mod element;
#[cfg(feature = "app")]
mod judging;
#[cfg(feature = "app")]
mod network;
#[cfg(feature = "app")]
mod pages;
#[cfg(feature = "app")]
mod parts;
#[cfg(feature = "app")]
mod spread;
#[cfg(feature = "app")]
mod trying;
#[cfg(feature = "app")]
mod warming;
#[cfg(feature = "app")]
mod watched;

#[cfg(feature = "app")]
pub use app::mount;

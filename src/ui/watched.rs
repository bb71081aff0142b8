//! Values that the page follows.

use std::sync::{Arc, PoisonError, RwLock};

use leptos::reactive::signal::ArcTrigger;
use leptos::reactive::traits::{Notify, Track};

/// A value, and all that follows it: a place that is [`live`](super::components::live) is shown anew where a value
/// changes that it read. A clone is the same value.
///
/// A signal of Leptos does this too, with some 4 KB of code for each type of value. Here the value stands beside
/// Leptos' trigger, so that only reading and writing it are of its type, and following it is the same for all.
pub struct Watched<T>(Arc<Inner<T>>);

struct Inner<T> {
    value: RwLock<T>,
    changed: ArcTrigger,
}

impl<T> Watched<T> {
    /// A value that nothing follows yet.
    pub fn new(value: T) -> Self {
        Self(Arc::new(Inner { value: RwLock::new(value), changed: ArcTrigger::new() }))
    }

    /// Follows the value without reading it.
    pub fn track(&self) {
        self.0.changed.track();
    }

    /// Reads the value, and follows it.
    pub fn with<U>(&self, read: impl FnOnce(&T) -> U) -> U {
        self.track();
        self.peek(read)
    }

    /// Reads the value as it is now.
    pub fn peek<U>(&self, read: impl FnOnce(&T) -> U) -> U {
        read(&self.0.value.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Gives it a new value, and tells of that.
    pub fn put(&self, value: T) {
        *self.0.value.write().unwrap_or_else(PoisonError::into_inner) = value;
        self.0.changed.notify();
    }

    /// Gives it a new value, and tells of that where it differs from the old one.
    pub fn set(&self, value: T)
    where
        T: PartialEq,
    {
        if self.peek(|old| *old != value) {
            self.put(value);
        }
    }
}

impl<T: Clone> Watched<T> {
    /// A copy of the value, which is followed.
    pub fn get(&self) -> T {
        self.with(T::clone)
    }
}

impl<T> Clone for Watched<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<T: Default> Default for Watched<T> {
    fn default() -> Self {
        Self::new(T::default())
    }
}

//! A domain's DKIM keys, as far as anybody can find them: selectors can't be listed, only tried.
//!
//! What the reader gave and what DNS tells by itself is asked at once; the selectors of the services that the domain
//! seems to use as soon as its MX and TXT records are known, and of those that hide behind other SPF records as soon as
//! these are; common ones when nothing else is to be asked, and a few more of them where that takes no time. A selector
//! that nobody can have chosen goes first, so that a wildcard is not taken for a find.

mod guesses;
mod tried;

pub use guesses::services;
pub use tried::{Tried, Wanted, Why};

use std::pin::pin;

use futures_util::FutureExt;
use futures_util::future::{Either, LocalBoxFuture, select};

use super::domain::{Wish, below};
use super::gather::Board;
use super::together::together;
use crate::dns::{DnsClient, Lookup, Name, Question, RecordType, Turn};
use crate::record::dkim::Selector;

/// So many selectors of the reader's are tried.
const WANTED: usize = 16;

/// The selectors that were tried.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Keys {
    /// Each with what came of it, in the order shown: those that the reader gave or that a pasted header names, those
    /// of services, the common ones. How many of these depends on how much room there was.
    pub tried: Vec<Tried>,
    /// A selector that nobody uses: where it is answered, every other one is, and that means nothing.
    pub wildcard: Option<Lookup>,
    /// The name above all keys; where it does not exist, no key does.
    pub domainkey: Option<Lookup>,
    /// Nothing more will be tried.
    pub is_tried: bool,
}

impl Keys {
    /// The selectors at which something stands of its own; what a wildcard answers is left out.
    pub fn found(&self) -> impl Iterator<Item = &Tried> {
        self.tried.iter().filter(|tried| tried.is_found() && !self.is_wildcards(tried))
    }

    /// Those that are an alias for a name at which no key stands, with that name.
    pub fn gone(&self) -> impl Iterator<Item = (&Tried, &Name)> {
        let renamed = self.wildcard.as_ref().and_then(tried::renamed_to);
        let own = self.tried.iter().filter(|tried| tried.is_absent() && !self.is_wildcards(tried));
        own.filter_map(move |tried| {
            let target = tried.target()?;
            let is_renamed = renamed.as_ref().is_some_and(|above| target.is_within(above));
            (!is_renamed).then_some((tried, target))
        })
    }

    /// Every selector is answered, whether somebody chose it or not.
    pub fn is_wildcard(&self) -> bool {
        self.wildcard.as_ref().is_some_and(|wildcard| {
            let is_renamed = wildcard.found().next().is_none() && tried::renamed_to(wildcard).is_some();
            tried::is_answered(wildcard) && !is_renamed
        })
    }

    /// A selector has nothing but the answer that every other one has.
    pub fn is_wildcards(&self, tried: &Tried) -> bool {
        match (&self.wildcard, &tried.lookup) {
            (Some(wildcard), Some(lookup)) => self.is_wildcard() && tried::is_same(wildcard, lookup),
            _ => false,
        }
    }

    /// For so many names it is known whether a key stands there.
    pub fn names_tried(&self) -> usize {
        self.tried.iter().filter(|tried| tried.is_found() || tried.is_absent()).count()
    }

    /// The selectors of which nobody knows.
    pub fn could_not_ask(&self) -> impl Iterator<Item = &Tried> {
        self.tried.iter().filter(|tried| tried.trouble().is_some())
    }

    /// No key exists, whatever its selector: the name above them does not exist (RFC 8020), whichever way that is
    /// said (RFC 9824), and nothing was found below it all the same.
    ///
    /// Where that name is an alias, the answer speaks of where it leads, and not of the names below it.
    pub fn none_exists(&self) -> bool {
        let gone = |lookup: &Lookup| lookup.answer.no_such_name() && lookup.answer.aliases.is_empty();
        self.domainkey.as_ref().is_some_and(gone)
            && !self.is_wildcard()
            && !self.tried.iter().any(|tried| tried.lookup.as_ref().is_some_and(tried::is_answered))
    }
}

/// Asks for the keys.
pub async fn gather<C: DnsClient>(client: &C, wish: &Wish, board: &Board<'_>) {
    let wanted = wanted(wish);
    board.put(|domain| domain.keys.tried.extend(wanted.iter().cloned()));
    let named = together(wanted.iter().map(|tried| one(client, wish, board, &tried.selector, Turn::Next)));
    let wildcard = async {
        let Some(question) = key_of(wish, &wish.probe) else { return };
        let lookup = client.ask(question).await;
        board.put(|domain| domain.keys.wildcard = Some(lookup));
    };
    let domainkey = async {
        let Some(question) = below(&wish.domain, "_domainkey", RecordType::Txt) else { return };
        let lookup = client.ask(question).await;
        board.put(|domain| domain.keys.domainkey = Some(lookup));
    };
    let guesses = async {
        // A service's selectors are common ones, too: which of them come first is known only with the services.
        let guesses = board.until(|domain| guesses::of(domain, |name| key_of(wish, name).is_some())).await;
        board.put(|domain| domain.keys.tried.extend(guesses.iter().cloned()));
        let asked = |turn: Turn| {
            let is_last = turn == Turn::Last;
            let chosen = guesses.iter().filter(move |tried| (tried.why == Why::Common) == is_last);
            together(chosen.map(move |tried| one(client, wish, board, &tried.selector, turn)))
        };
        let behind = async {
            let new =
                board.until(|domain| guesses::behind(domain, |name| key_of(wish, name).is_some())).await;
            board.put(|domain| {
                let tried = &mut domain.keys.tried;
                let at = tried.iter().position(|tried| tried.why == Why::Common).unwrap_or(tried.len());
                tried.splice(at..at, new.iter().cloned());
            });
            together(new.iter().map(|tried| one(client, wish, board, &tried.selector, Turn::Next))).await;
        };
        let more = board.read(|domain| guesses::more(domain, |name| key_of(wish, name).is_some()));
        let all = [asked(Turn::Next).boxed_local(), asked(Turn::Last).boxed_local(), behind.boxed_local()];
        // Nobody waits for room once all of these are there.
        let rest = together(all).boxed_local().shared();
        let more = more.into_iter().map(|tried| in_room(client, wish, board, tried, rest.clone()));
        together([rest.clone().boxed_local()].into_iter().chain(more)).await;
    };
    together([wildcard.boxed_local(), domainkey.boxed_local(), named.boxed_local(), guesses.boxed_local()])
        .await;
    board.put(|domain| domain.keys.is_tried = true);
}

/// The selectors that the reader wants tried, each once; those of another domain are no business of this one.
fn wanted(wish: &Wish) -> Vec<Tried> {
    let mut wanted: Vec<Tried> = Vec::new();
    let named =
        wish.selectors.iter().filter_map(|wanted| Some((Selector::parse(&wanted.selector)?, wanted.why)));
    let ours = named.filter(|(selector, _)| {
        selector.domain.as_deref().is_none_or(|domain| domain == wish.domain.as_str())
    });
    for (selector, why) in ours {
        let is_new = wanted.iter().all(|tried| tried.selector != selector.name);
        if is_new && wanted.len() < WANTED && key_of(wish, &selector.name).is_some() {
            wanted.push(Tried { selector: selector.name, why, lookup: None });
        }
    }
    wanted.sort_by_key(|tried| tried.why != Why::Given);
    wanted
}

fn one<'a, C: DnsClient>(
    client: &'a C,
    wish: &'a Wish,
    board: &'a Board<'_>,
    selector: &'a str,
    turn: Turn,
) -> LocalBoxFuture<'a, ()> {
    let asked = async move {
        let Some(question) = key_of(wish, selector) else { return };
        let lookup = client.ask_in(question, turn).await;
        board.put(|domain| {
            let place = domain.keys.tried.iter_mut().find(|tried| tried.selector == selector);
            if let Some(tried) = place {
                tried.lookup = Some(lookup);
            }
        });
    };
    asked.boxed_local()
}

/// Tries one more where there is room before the rest is over; it stands nowhere before.
fn in_room<'a, C: DnsClient>(
    client: &'a C,
    wish: &'a Wish,
    board: &'a Board<'_>,
    tried: Tried,
    rest: impl Future<Output = ()> + Unpin + 'a,
) -> LocalBoxFuture<'a, ()> {
    let asked = async move {
        let selector = tried.selector.clone();
        let Some(question) = key_of(wish, &selector) else { return };
        let room = pin!(client.room(&question));
        if !matches!(select(room, rest).await, Either::Left((true, _))) {
            return;
        }
        // A service that showed meanwhile may have it, too.
        if board.read(|domain| domain.keys.tried.iter().any(|other| other.selector == selector)) {
            return;
        }
        board.put(|domain| domain.keys.tried.push(tried));
        one(client, wish, board, &selector, Turn::Spare).await;
    };
    asked.boxed_local()
}

/// The question for the key of a selector; none where that is too long to be a name.
fn key_of(wish: &Wish, selector: &str) -> Option<Question> {
    below(&wish.domain, &format!("{selector}._domainkey"), RecordType::Txt)
}

#[cfg(test)]
mod tests;

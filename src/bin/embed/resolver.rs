//! Who is asked: the resolvers that Waxseal knows, one by its address, or a function of the caller's.

use std::cell::RefCell;
use std::pin::pin;
use std::rc::Rc;

use futures_util::future::{Either, select};
use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use waxseal::browser::doh::{Aborts, Fetch, chain};
use waxseal::browser::time::{Now, Wait};
use waxseal::dns::resolver::{RESOLVERS, address};
use waxseal::dns::{Answer, Chain, Clock, DnsClient, Lookup, Question, Stack, Timer, Trouble, stack};

use crate::{answer, type_error};

/// For how many milliseconds a function's answer is awaited: it may try more than one way itself.
const PATIENCE: u32 = 20_000;

/// What is asked. One type for all, so that what asks is compiled once.
pub type Client = Rc<Stack<Source, Now>>;

thread_local! {
    /// The client that was used last, with the addresses that it asks.
    static LAST: RefCell<Option<(Vec<String>, Client)>> = const { RefCell::new(None) };
}

/// The client that `options.resolver` names.
///
/// # Errors
/// It is no function and no address that can be asked.
pub fn client(resolver: &JsValue) -> Result<Client, JsValue> {
    if let Some(function) = resolver.dyn_ref::<Function>() {
        return Ok(Rc::new(stack(Source::Function(function.clone()), Now)));
    }
    let urls = if resolver.is_undefined() || resolver.is_null() {
        RESOLVERS.iter().map(|resolver| resolver.url.to_owned()).collect()
    } else {
        let url =
            resolver.as_string().ok_or_else(|| type_error("A resolver is an address or a function."))?;
        vec![address(&url).map_err(|says| type_error(&says))?]
    };
    LAST.with_borrow_mut(|last| {
        if let Some((asked, client)) = last
            && *asked == urls
        {
            return Ok(client.clone());
        }
        let client = Rc::new(stack(Source::Chain(chain(urls.clone())), Now));
        *last = Some((urls, client.clone()));
        Ok(client)
    })
}

/// Forgets what a client was answered, so that all is asked anew.
pub fn ask_again(client: &Client) {
    client.forget();
    if let Source::Chain(chain) = client.client().0.client() {
        chain.again();
    }
}

/// Where answers come from.
pub enum Source {
    /// The network.
    Chain(Chain<Fetch, Wait, Now>),
    /// The caller.
    Function(Function),
}

impl DnsClient for Source {
    async fn ask(&self, question: Question) -> Lookup {
        let function = match self {
            Self::Chain(chain) => return chain.ask(question).await,
            Self::Function(function) => function,
        };
        let started = Now.now();
        let answer = ask(function, &question).await.unwrap_or_else(Answer::unknown);
        let at = Now.now();
        let took = u32::try_from(at.saturating_sub(started)).unwrap_or(u32::MAX);
        Lookup { question, answer, resolver: "function".into(), at, took }
    }
}

async fn ask(function: &Function, question: &Question) -> Result<Answer, Trouble> {
    let aborts = Aborts::new();
    let options = js_sys::Object::new();
    for (name, value) in [
        ("checkingDisabled", question.checking_disabled.into()),
        ("dnssec", JsValue::TRUE),
        ("signal", aborts.signal()),
    ] {
        // It fails on a frozen object, which this is not.
        let _ = Reflect::set(&options, &name.into(), &value);
    }
    let given = function
        .call3(
            &JsValue::UNDEFINED,
            &question.name.as_str().into(),
            &question.rtype.to_string().into(),
            &options,
        )
        .map_err(|_| Trouble::BlockedOrUnreachable)?;
    // What is no promise becomes one that is kept.
    let settled = pin!(JsFuture::from(Promise::resolve(&given)));
    let end = pin!(Wait.sleep(PATIENCE));
    match select(settled, end).await {
        Either::Left((Ok(given), _)) => answer::read(&given, question).ok_or(Trouble::BadAnswer),
        Either::Left((Err(_), _)) => Err(Trouble::BlockedOrUnreachable),
        Either::Right(_) => Err(Trouble::Timeout),
    }
}

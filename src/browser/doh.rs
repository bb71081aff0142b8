//! DNS over HTTPS (RFC 8484) by the `fetch` of wherever this runs: a page, a worker or Node.

use js_sys::{Promise, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use super::time::{Now, Wait};
use crate::dns::resolver::request;
use crate::dns::{Chain, Question, Stack, Transport, Trouble, stack};

/// The longest message that DNS has, in bytes.
const LONGEST: usize = 65_535;

const TYPE: &str = "application/dns-message";

/// What asks over the network, for as long as the page lives.
pub type Live = Stack<Chain<Fetch, Wait, Now>, Now>;

/// A client that asks these resolvers, the first one first.
pub fn dns_client(resolvers: impl IntoIterator<Item = String>) -> Live {
    stack(chain(resolvers), Now)
}

/// The resolvers without what stands before them.
pub fn chain(resolvers: impl IntoIterator<Item = String>) -> Chain<Fetch, Wait, Now> {
    Chain::new(Fetch, Wait, Now, resolvers)
}

/// Forgets every answer, the browser's own too: what is asked from now on is asked anew. A resolver may still repeat
/// what it was told before.
pub fn ask_again(client: &Live) {
    client.forget();
    client.client().0.client().again();
}

// The global functions and not those of a window, since a worker and Node have none.
#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch)]
    fn fetch(url: &str, options: &JsValue) -> Result<Promise, JsValue>;

    type AbortController;
    #[wasm_bindgen(constructor)]
    fn new() -> AbortController;
    #[wasm_bindgen(method, getter)]
    fn signal(this: &AbortController) -> JsValue;
    #[wasm_bindgen(method)]
    fn abort(this: &AbortController);

    type Response;
    #[wasm_bindgen(method, getter)]
    fn ok(this: &Response) -> bool;
    #[wasm_bindgen(method, getter)]
    fn status(this: &Response) -> u16;
    #[wasm_bindgen(method, getter)]
    fn headers(this: &Response) -> Headers;
    #[wasm_bindgen(method, getter)]
    fn body(this: &Response) -> Option<Body>;

    type Headers;
    #[wasm_bindgen(method)]
    fn get(this: &Headers, name: &str) -> Option<String>;

    type Body;
    #[wasm_bindgen(method, js_name = getReader, catch)]
    fn get_reader(this: &Body) -> Result<Reader, JsValue>;

    type Reader;
    #[wasm_bindgen(method)]
    fn read(this: &Reader) -> Promise;
}

/// Stops what was started with its signal once it is dropped; what has ended by then is not harmed.
pub struct Aborts(AbortController);

impl Aborts {
    /// Something that can be stopped.
    #[expect(
        clippy::new_without_default,
        reason = "it makes a thing of the browser's, which is no default value"
    )]
    pub fn new() -> Self {
        Self(AbortController::new())
    }

    /// The `AbortSignal` to start it with.
    pub fn signal(&self) -> JsValue {
        self.0.signal()
    }
}

impl Drop for Aborts {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// Brings questions to resolvers by GET.
#[derive(Clone, Copy, Debug)]
pub struct Fetch;

impl Transport for Fetch {
    async fn exchange(&self, url: &str, question: &Question, fresh: bool) -> Result<Vec<u8>, Trouble> {
        let aborts = Aborts::new();
        let headers = object(&[("Accept", &TYPE.into())]);
        let options = object(&[
            // With no other header the browser asks no leave of the resolver first (CORS).
            ("headers", &headers),
            ("credentials", &"omit".into()),
            ("referrerPolicy", &"no-referrer".into()),
            ("cache", &if fresh { "no-store" } else { "default" }.into()),
            ("signal", &aborts.signal()),
        ]);
        let sent = fetch(&request(url, question), &options).map_err(lost)?;
        let response: Response = JsFuture::from(sent).await.map_err(lost)?.unchecked_into();
        // RFC 8484 §4.2.1: only a success carries DNS.
        if !response.ok() {
            return Err(Trouble::HttpError(response.status()));
        }
        let kind = response.headers().get("content-type").unwrap_or_default();
        if !kind.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case(TYPE) {
            return Err(Trouble::BadAnswer);
        }
        read(&response, LONGEST).await
    }
}

/// What a web server sends, up to `longest` bytes; more is a bad answer. Dropping the future stops it.
async fn read(response: &Response, longest: usize) -> Result<Vec<u8>, Trouble> {
    let reader = response.body().ok_or(Trouble::BadAnswer)?.get_reader().map_err(lost)?;
    let mut bytes = Vec::new();
    loop {
        let part = JsFuture::from(reader.read()).await.map_err(lost)?;
        let Ok(part) = field(&part, "value").dyn_into::<Uint8Array>() else { return Ok(bytes) };
        if bytes.len() + part.length() as usize > longest {
            return Err(Trouble::BadAnswer);
        }
        bytes.extend(part.to_vec());
    }
}

/// A browser does not say whether it was kept from asking or got nothing.
fn lost(_: JsValue) -> Trouble {
    Trouble::BlockedOrUnreachable
}

/// Reads a text file of any web server that lets a page do so; most don't. Nothing is sent but the address, no other
/// address is followed, and what is longer than `longest` bytes is a bad answer. Dropping the future stops it.
pub async fn file(url: &str, longest: usize) -> Result<String, Trouble> {
    let aborts = Aborts::new();
    let options = object(&[
        ("credentials", &"omit".into()),
        ("referrerPolicy", &"no-referrer".into()),
        ("cache", &"no-store".into()),
        // RFC 8461 §3.3: senders follow no redirect either.
        ("redirect", &"error".into()),
        ("signal", &aborts.signal()),
    ]);
    let sent = fetch(url, &options).map_err(lost)?;
    let response: Response = JsFuture::from(sent).await.map_err(lost)?.unchecked_into();
    if response.status() != 200 {
        return Err(Trouble::HttpError(response.status()));
    }
    let bytes = read(&response, longest).await?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn object(fields: &[(&str, &JsValue)]) -> JsValue {
    let object = js_sys::Object::new();
    for (name, value) in fields {
        // It fails on a frozen object, which this is not.
        let _ = Reflect::set(&object, &JsValue::from_str(name), value);
    }
    object.into()
}

/// A field of an object; undefined where it has none.
pub fn field(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &JsValue::from_str(name)).unwrap_or_default()
}

//! Asking over the network: whom the reader chose, and one client for as long as that is chosen.

use std::cell::RefCell;
use std::pin::pin;
use std::rc::Rc;
use std::sync::LazyLock;

use futures_util::future::{Either, select};

use super::resolver::{Choice, KEY};
use super::watched::Watched;
use crate::browser::doh::{Live, ask_again, dns_client, file};
use crate::browser::storage::{self, For};
use crate::browser::time::Wait;
use crate::dns::chain::PATIENCE;
use crate::dns::{Timer, Trouble};
use crate::facts::transport::{LONGEST_POLICY, PolicyFile, Unread};

thread_local! {
    static CLIENT: RefCell<Option<(Choice, Rc<Live>)>> = const { RefCell::new(None) };
}

/// Whom the reader wants to be asked: no link has a say in it.
pub fn choice() -> &'static Watched<Choice> {
    static CHOICE: LazyLock<Watched<Choice>> = LazyLock::new(|| {
        Watched::new(storage::get(For::Good, KEY).map_or(Choice::Usual, |kept| Choice::of(&kept)))
    });
    &CHOICE
}

/// From now on this one is asked, also when the page is opened again.
pub fn choose(new: Choice) {
    storage::put(For::Good, KEY, new.kept());
    choice().set(new);
}

/// The client that asks whom the reader chose, with what it was answered before; `afresh` makes it forget that, and go
/// round what the browser keeps.
pub fn client(afresh: bool) -> Rc<Live> {
    let chosen = choice().peek(Choice::clone);
    let client = CLIENT.with_borrow_mut(|kept| match kept {
        Some((of, client)) if *of == chosen => client.clone(),
        _ => {
            let client = Rc::new(dns_client(chosen.urls()));
            *kept = Some((chosen, client.clone()));
            client
        }
    });
    if afresh {
        ask_again(&client);
    }
    client
}

/// Tries to read a policy file. Where that fails, nobody knows what stands there.
pub async fn policy_file(url: &str) -> PolicyFile {
    let (file, wait) = (pin!(file(url, LONGEST_POLICY)), pin!(Wait.sleep(PATIENCE)));
    let why = match select(file, wait).await {
        Either::Left((Ok(text), _)) => return PolicyFile::Fetched(text),
        Either::Left((Err(Trouble::HttpError(status)), _)) => Unread::Status(status),
        Either::Left((Err(Trouble::BadAnswer), _)) => Unread::TooLong,
        Either::Left((Err(_), _)) => Unread::BlockedOrUnreachable,
        Either::Right(((), _)) => Unread::Timeout,
    };
    PolicyFile::Unread(why)
}

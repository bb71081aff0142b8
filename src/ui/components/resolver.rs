//! Who will see a domain, and the choice of whom to ask.

use leptos::prelude::{AnyView, IntoAny};

use super::prose::prose;
use super::{button, live, maybe};
use crate::browser::{doh, field};
use crate::dns::resolver::{RESOLVERS, address};
use crate::dns::{DnsClient, Name, Question, RecordType};
use crate::text::prose::plain;
use crate::ui::desk::desk;
use crate::ui::element::{El, el};
use crate::ui::network::{choice, choose};
use crate::ui::parts::LIVE;
use crate::ui::resolver::{Choice, HARMLESS, tried};
use crate::ui::watched::Watched;

/// The value of the choice that has an address of its own.
const OWN: &str = "own";

/// The sentence that says who sees a name that is asked about; `id` is the one that a field names for it.
pub fn who_sees(id: &'static str) -> El {
    promise(id, false)
}

/// The sentence that says who sees a domain that is checked as a whole.
pub fn who_sees_a_check(id: &'static str) -> El {
    promise(id, true)
}

fn promise(id: &'static str, is_whole_check: bool) -> El {
    let says = live(move || {
        el("span").children(prose(&choice().with(|one| one.who_sees(is_whole_check)))).into_any()
    });
    el("p").class("promise").attr("id", id).child(says)
}

/// The choice, behind a line that opens; `group` tells those of one page apart.
pub fn resolvers(group: &'static str) -> El {
    let opened = Watched::new(false);
    let is_open = opened.clone();
    let content = live(move || match is_open.get() {
        true => LIVE.show(|live| (live.choose)(group), || LIVE.want(|_| ())),
        false => ().into_any(),
    });
    el("details")
        .class("resolvers")
        .on("toggle", move |_| {
            opened.set(true);
            LIVE.prepare();
        })
        .child(el("summary").text("Change who is asked"))
        .child(content)
}

/// What there is to say below the choice: that an address is none, or what came of trying.
#[derive(Clone, Default, PartialEq, Eq)]
enum Note {
    #[default]
    Nothing,
    Problem(String),
    Trying,
    Tried(String),
}

/// The choice itself.
pub fn choices(group: &'static str) -> AnyView {
    let note: Watched<Note> = Watched::default();
    let shown = note.clone();
    let says = live(move || {
        maybe(shown.with(|note| match note {
            Note::Nothing => None,
            Note::Problem(why) => Some(el("p").class("ask-problem").children(prose(why))),
            Note::Trying => Some(el("p").class("progress").attr("data-asking", "").text("Asking …")),
            Note::Tried(says) => Some(el("p").class("resolver-tried").children(prose(says))),
        }))
    });
    let known = RESOLVERS.iter().map(|one| radio(group, one.url, one.name, one.run_by));
    let own =
        radio(group, OWN, "A resolver of your own", "Any address that answers DNS over HTTPS (RFC 8484).");
    let usual = radio(
        group,
        "",
        "The usual ones",
        "Cloudflare first; where one does not answer, the next in this list.",
    );
    let (changed, submitted, tries) = (note.clone(), note.clone(), note);
    let fieldset = el("fieldset")
        .child(el("legend").class("offstage").text("Who is asked"))
        .child(usual)
        .children(known)
        .child(own)
        .child(own_address(group))
        .on("change", move |_| {
            let is_empty = is_own(group) && own_value(group).trim().is_empty();
            // Whoever turns to an address of their own types it next.
            if !is_empty && let Some(picked) = pick(group, &changed) {
                desk().say(&picked.chosen());
                choose(picked);
                changed.set(Note::Nothing);
            }
        });
    el("form")
        .attr("novalidate", "")
        .on("submit", move |event| {
            event.prevent_default();
            try_it(group, &submitted);
        })
        .child(fieldset)
        .child(
            el("p")
                .class("resolver-kept")
                .text("Your browser remembers this choice on this machine. No link can change it."),
        )
        .child(el("p").class("buttons").child(button("", "Try it", move || try_it(group, &tries))))
        .child(says)
        .into_any()
}

fn radio(group: &'static str, value: &'static str, title: &'static str, says: &'static str) -> El {
    let is_this = move |choice: &Choice| match choice {
        Choice::Own(_) => value == OWN,
        Choice::Usual | Choice::Known(_) => choice.kept() == value,
    };
    let input = el("input")
        .attr("type", "radio")
        .attr("name", group)
        .attr("value", value)
        .tend(move |input| field::mark(input, choice().with(is_this)));
    let text = el("span")
        .child(el("b").text(title))
        .text(" ")
        .child(el("span").class("resolver-by").children(prose(says)));
    el("label").class("resolver").child(input).child(text)
}

fn own_address(group: &'static str) -> El {
    let input = el("input")
        .attr("type", "text")
        .attr("inputmode", "url")
        .attr("spellcheck", "false")
        .attr("autocomplete", "off")
        .attr("autocapitalize", "off")
        .attr("aria-label", "Address of your own resolver")
        .attr("data-own", group)
        .attr("placeholder", "https://dns.example/dns-query")
        .tend(move |input| {
            choice().with(|choice| {
                if let Choice::Own(url) = choice {
                    field::put(input, url);
                }
            })
        });
    el("div").class("resolver-own").child(input)
}

fn is_own(group: &str) -> bool {
    field::value(&["input[name=", group, "]:checked"].concat()) == OWN
}

fn own_value(group: &str) -> String {
    field::value(&["input[data-own=", group, "]"].concat())
}

/// What is marked; where that is no address, the reason is noted.
fn pick(group: &str, note: &Watched<Note>) -> Option<Choice> {
    if !is_own(group) {
        return Some(Choice::of(&field::value(&["input[name=", group, "]:checked"].concat())));
    }
    match address(&own_value(group)) {
        Ok(url) => Some(Choice::of(&url)),
        Err(why) => {
            desk().aloud.put(plain(&why));
            note.put(Note::Problem(why));
            None
        }
    }
}

/// Asks the one that is marked, or the first of the usual ones, one question.
fn try_it(group: &'static str, note: &Watched<Note>) {
    let (Some(picked), Ok(name)) = (pick(group, note), HARMLESS.parse::<Name>()) else { return };
    let url = picked.urls().into_iter().take(1);
    choose(picked);
    note.put(Note::Trying);
    let note = note.clone();
    leptos::task::spawn_local(async move {
        let chain = doh::chain(url);
        // What the browser keeps would tell nothing about the resolver.
        chain.again();
        let says = tried(&chain.ask(Question::new(name, RecordType::Mx)).await);
        desk().aloud.put(plain(&says));
        note.put(Note::Tried(says));
    });
}

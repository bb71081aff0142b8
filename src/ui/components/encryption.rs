//! Whether mail to the domain is encrypted on its way, and the box for the policy file that a page may not read.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlTextAreaElement;

use super::prose::prose;
use super::{heading, live, maybe, verdict_class};
use crate::browser::find;
use crate::report::domain::{Ask, Headline};
use crate::ui::asking::asking;
use crate::ui::element::{El, el};
use crate::ui::words::domain as words;

/// The box for the policy file.
const BOX: &str = "policy-file";

/// The answer in words, above the records that it rests on.
pub fn encryption() -> El {
    let answer = live(|| {
        maybe(asking().encryption.with(|headline| {
            headline.as_ref().map(|Headline { verdict, answer, reason, .. }| {
                vec![
                    el("p").class(verdict_class(*verdict)).text(answer.clone()).into_any(),
                    el("p").class("section-says").children(prose(reason)).into_any(),
                ]
            })
        }))
    });
    el("section")
        .class("of-kind encryption")
        .child(heading(2, "").attr("id", "encryption").text(Ask::Encrypt.words()))
        .child(answer)
}

/// Where a record says that there is a policy: the way to the file, and a box for its text.
pub fn policy_box() -> AnyView {
    live(|| {
        maybe(asking().policy_url.with(|url| {
            url.as_ref().map(|url| {
                let link = el("a")
                    .attr("href", url.clone())
                    .attr("target", "_blank")
                    .attr("rel", "noopener noreferrer")
                    .text("Open the policy file in a new tab");
                let area = el("textarea")
                    .attr("id", BOX)
                    .attr("rows", "5")
                    .attr("spellcheck", "false")
                    .attr("autocomplete", "off")
                    .attr("autocapitalize", "off")
                    .attr("aria-describedby", "policy-hint")
                    .tend(|area| {
                        if let Some(area) = area.dyn_ref::<HtmlTextAreaElement>() {
                            area.set_value(&asking().pasted_policy());
                        }
                    })
                    .on("input", |_| typed());
                el("details")
                    .class("selectors policy-box")
                    .child(el("summary").text(words::POLICY_BOX))
                    .child(el("p").attr("id", "policy-hint").text(words::POLICY_HINT))
                    .child(el("p").child(link))
                    .child(el("label").attr("for", BOX).text(words::POLICY_LABEL))
                    .child(area)
            })
        }))
    })
}

fn typed() {
    if let Some(area) =
        find(&["#", BOX].concat()).and_then(|area| area.dyn_into::<HtmlTextAreaElement>().ok())
    {
        asking().paste_policy(&area.value());
    }
}

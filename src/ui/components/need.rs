//! One record of a vendor's checklist: how it stands, and what to enter where.

use leptos::prelude::*;

use super::field_row::field_row;
use super::prose::{names, prose};
use super::{heading, verdict_class};
use crate::report::Verdict;
use crate::setup::{self, Alarm, NeedReport, SetupReport, fields, words as setup_words};
use crate::text::prose::code;
use crate::ui::checklist;
use crate::ui::element::{El, el};
use crate::ui::words::shortened;

/// What may do harm right now.
pub fn alarm(alarm: &Alarm) -> El {
    el("section")
        .class("alarm")
        .attr("aria-label", "Warning")
        .child(heading(2, "alarm-title").text("Stop: your own mail is at risk"))
        .child(el("p").children(prose(&alarm.says)))
}

/// How one record stands; `kept` says until when that may be an old answer.
pub fn need(at: usize, report: &SetupReport, kept: AnyView) -> El {
    let one = &report.needs[at];
    let is_met = one.status.is_met();
    let (class, sign) = if is_met { ("tick met", "✓") } else { ("tick no", "!") };
    let sign = if checklist::verdict(one.status) == Verdict::Unknown { "?" } else { sign };
    let place = el("p").class("need-place").child(el("code").children(names(&format!(
        "{} {}",
        one.need.rtype(),
        one.name
    ))));
    let seen = (!one.seen.is_empty()).then(|| {
        let one = |seen: &String| el("li").child(el("code").text(shortened(seen, 400)));
        el("div")
            .class("seen")
            .child(el("p").text("Seen in DNS:"))
            .child(el("ul").children(report.needs[at].seen.iter().map(one)))
    });
    let notes = one.notes.iter().map(|note| el("p").class("need-note").children(prose(note)));
    let title =
        || heading(2, "need-title").children(names(setup_words::title(&one.need.test, &one.need.name)));
    let verdict = verdict_class(checklist::verdict(one.status));
    let says = el("p").children(prose(&one.says));
    let body = if is_met {
        // What is done asks for nothing: it is one line, and the rest is there for those who want to see it.
        let line =
            el("summary").child(title()).text(" ").child(el("span").class(verdict).text(one.status.words()));
        // What is to be known of it stays in sight.
        el("div").child(el("details").child(line).child(place).child(says).maybe(seen)).children(notes)
    } else {
        el("div")
            .child(el("p").class(verdict).text(one.status.words()))
            .child(title())
            .child(place)
            .child(says)
            .maybe(seen)
            .maybe(one.publish.as_ref().map(|_| enter(report, one)))
            .children(notes)
            .child(kept)
    };
    el("li")
        .class("need")
        .attr("data-status", one.status.id())
        .child(el("span").class(class).attr("aria-hidden", "true").text(sign))
        .child(body)
}

/// What to enter, field by field, in the words of the DNS host.
fn enter(report: &SetupReport, one: &NeedReport) -> El {
    let Some(publish) = &one.publish else { return el("div") };
    let host = report.zone.dns_host();
    let apex = report.zone.apex.as_ref().map(|apex| apex.as_str());
    let title = setup_words::enter(one.status, host);
    let fields = fields(publish, apex, host);
    let whole = (publish.host != "@" && host.and_then(|host| host.appends_domain) != Some(true)).then(|| {
        let says = ["Some DNS hosts ask for the whole name: ", &code(publish.name.as_str()), "."].concat();
        el("p").class("fix-place").children(prose(&says))
    });
    let lookups =
        match (publish.lookups_before, publish.lookups_after) {
            (Some(before), Some(after)) => Some(el("p").class("fix-place").text(format!(
                "SPF lookups: {before} now, {after} with this value. Receivers stop after 10."
            ))),
            _ => None,
        };
    let note = host
        .and_then(|host| setup::note(host, publish.rtype))
        .map(|note| el("p").class("fix-place").children(prose(note)));
    el("div")
        .class("fix")
        .child(el("p").class("fix-title").text(title))
        .maybe(one.step.as_ref().map(|step| el("p").class("fix-step").children(prose(step))))
        .child(el("dl").class("fields").children(fields.into_iter().map(field_row)))
        .maybe(whole)
        .maybe(lookups)
        .maybe(note)
}

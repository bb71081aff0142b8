//! One rule: the reason, an example that it finds, one that it leaves alone, and where the standard says so.

use leptos::prelude::*;

use crate::paste::Hints;
use crate::report::explain_records;
use crate::rules::{Rule, Severity};
use crate::ui::components::prose::prose;
use crate::ui::components::sheet::sheet;
use crate::ui::components::verdict_class;
use crate::ui::desk::Sheet;
use crate::ui::words;

/// The page.
pub fn page(rule: &'static Rule) -> impl IntoView {
    let confirms = rule.severity == Severity::Good;
    let (bad_title, good_title) = if confirms {
        ("A record where it is not so", "A record where it is right")
    } else {
        ("A record with this problem", "The same record, corrected")
    };
    let bad_shows = (!confirms).then_some(rule.id);
    view! {
        <p class="above"><a href="#/rules">"All rules"</a>" for "{rule.kind.title()}</p>
        <h1 tabindex="-1">{prose(rule.title)}</h1>
        <p class=verdict_class(rule.severity.into())>{words::severity(rule.severity)}</p>
        <p class="lead">{prose(rule.why)}</p>
        <p>{words::consequence(rule.severity)}</p>
        <p>"The standard says so in " <a href=rule.reference.url rel="noopener">{rule.reference.title}</a> "."</p>
        <h2>{bad_title}</h2>
        {example(rule.bad, bad_shows)}
        <h2>{good_title}</h2>
        {example(rule.good, None)}
    }
}

/// Zone lines, explained as on the front page.
pub fn example(text: &'static str, only: Option<&'static str>) -> impl IntoView {
    let report = explain_records(text, &Hints::default());
    view! {
        <pre class="zone" tabindex="0" aria-label="As a zone file has it">{text}</pre>
        {sheet(Sheet::of(report), 3, only)}
    }
}

//! All rules, by kind of record.

use leptos::prelude::*;

use crate::record::Kind;
use crate::rules;
use crate::ui::components::prose::prose;
use crate::ui::components::verdict_class;
use crate::ui::words;

/// The page.
pub fn page() -> impl IntoView {
    let groups: Vec<_> = Kind::ALL
        .into_iter()
        .filter_map(|kind| {
            let rules: Vec<_> = rules::all().filter(|rule| rule.kind == kind).map(line).collect();
            (!rules.is_empty()).then(|| view! { <h2>{kind.title()}</h2><ul class="rules">{rules}</ul> })
        })
        .collect();
    view! {
        <h1 tabindex="-1">"What Waxseal looks for"</h1>
        <p class="lead">{words::RULES_LEAD}</p>
        {groups}
    }
}

fn line(rule: &'static rules::Rule) -> impl IntoView {
    view! {
        <li>
            <a href=["#/rules/", rule.id].concat()>{prose(rule.title)}</a>
            <span class=verdict_class(rule.severity.into())>{words::severity(rule.severity)}</span>
        </li>
    }
}

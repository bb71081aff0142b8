//! All rules, by kind of record.

use leptos::prelude::*;

use super::title;
use crate::record::Kind;
use crate::rules;
use crate::ui::components::prose::prose;
use crate::ui::components::verdict_class;
use crate::ui::element::{El, el};
use crate::ui::words;

/// The page.
pub fn page() -> Vec<AnyView> {
    let mut page = vec![
        title().text("What Waxseal looks for").into_any(),
        el("p").class("lead").text(words::RULES_LEAD).into_any(),
    ];
    for kind in Kind::ALL {
        let mut rules = rules::all().filter(|rule| rule.kind == kind).map(line).peekable();
        if rules.peek().is_some() {
            page.push(el("h2").text(kind.title()).into_any());
            page.push(el("ul").class("rules").children(rules).into_any());
        }
    }
    page
}

fn line(rule: &'static rules::Rule) -> El {
    let link = el("a").attr("href", ["#/rules/", rule.id].concat()).children(prose(rule.title));
    let severity = el("span").class(verdict_class(rule.severity.into())).text(words::severity(rule.severity));
    el("li").child(link).child(severity)
}

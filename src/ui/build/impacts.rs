//! What would be other than today, said before a record is copied.

use crate::build::impact::{Impact, word};
use crate::report::Verdict;
use crate::ui::components::heading;
use crate::ui::components::prose::prose;
use crate::ui::element::{El, el};

/// The list below its heading; `nothing` stands there where nothing changes.
pub fn impact_list(level: u8, title: &'static str, impacts: &[Impact], nothing: &'static str) -> El {
    let row = |impact: &Impact| {
        let class = match impact.verdict {
            Verdict::Error => "impact-word impact-error",
            Verdict::Warning => "impact-word impact-warning",
            Verdict::Unknown | Verdict::Advice | Verdict::Good => "impact-word",
        };
        let word = el("span").class(class).text(word(impact.verdict));
        el("li").child(word).text(" ").children(prose(&impact.says))
    };
    let list =
        if impacts.is_empty() { el("p").text(nothing) } else { el("ul").children(impacts.iter().map(row)) };
    el("div").class("impacts").child(heading(level, "").text(title)).child(list)
}

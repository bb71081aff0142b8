//! Two resolvers beside each other: whether they say the same.

use super::prose::prose;
use super::{button, live, maybe, verdict_class};
use crate::browser::doh;
use crate::browser::time::{Now, ahead};
use crate::dns::resolver::{RESOLVERS, name};
use crate::dns::{Clock, Lookup, Name};
use crate::report::Verdict;
use crate::report::compare::{Agreement, Compared, compare_resolvers};
use crate::text::clock::time_of_day;
use crate::text::prose::code;
use crate::ui::asking::asking;
use crate::ui::desk::desk;
use crate::ui::element::{El, el};
use crate::ui::network::choice;
use crate::ui::watched::Watched;

/// A line that opens, with one button for each resolver that the chosen one can be compared with.
pub fn contrast(domain: Name) -> El {
    let rows: Watched<Option<Vec<Compared>>> = Watched::default();
    let shown = rows.clone();
    let buttons = live(move || {
        let first = choice().with(|choice| choice.urls()).into_iter().next().unwrap_or_default();
        let others = RESOLVERS.iter().filter(|one| one.url != first).map(|other| {
            let (first, domain, rows) = (first.clone(), domain.clone(), rows.clone());
            button("", other.name, move || ask(&domain, &first, other.url, &rows))
        });
        let says = ["Compare ", name(&first), " with another one, which will see this name too:"].concat();
        let says = el("p").text(says);
        maybe(Some(el("div").child(says).child(el("p").class("buttons").children(others))))
    });
    let result = live(move || {
        maybe(shown.with(|rows| {
            rows.as_ref().map(|rows| el("ul").class("published-rows").children(rows.iter().map(row)))
        }))
    });
    el("details")
        .class("contrast")
        .child(el("summary").text("Compare resolvers"))
        .child(buttons)
        .child(result)
}

fn ask(domain: &Name, first: &str, second: &str, rows: &Watched<Option<Vec<Compared>>>) {
    let (first, second) = (doh::chain([first.to_owned()]), doh::chain([second.to_owned()]));
    // What the browser keeps would tell nothing about the resolvers.
    first.again();
    second.again();
    let (domain, rows) = (domain.clone(), rows.clone());
    desk().say("Asking both.");
    asking().alongside(async move {
        let compared = compare_resolvers(&first, &second, &domain).await;
        let differ = compared.iter().filter(|one| one.agreement != Agreement::Same).count();
        let says = if differ == 0 { "Both say the same." } else { "They do not say the same everywhere." };
        desk().aloud.put(says.to_owned());
        rows.put(Some(compared));
    });
}

fn row(row: &Compared) -> El {
    let (verdict, word) = match row.agreement {
        Agreement::Same => (Verdict::Good, "The same"),
        Agreement::Different => (Verdict::Warning, "Different"),
        Agreement::Unknown => (Verdict::Unknown, "Could not ask"),
    };
    let ends: Vec<String> = row.lookups.iter().filter_map(until).collect();
    el("li")
        .child(el("h3").children(prose(&row.title)))
        .child(el("p").class(verdict_class(verdict)).text(word))
        .child(el("p").children(prose(&row.says)))
        .maybe((!ends.is_empty()).then(|| el("p").class("repeated").children(prose(&ends.join(" ")))))
}

fn until(lookup: &Lookup) -> Option<String> {
    let until = lookup.until()?;
    let time = time_of_day(until, Now.now(), ahead(until));
    Some([&code(name(&lookup.resolver)), " may repeat this until ", &time, "."].concat())
}

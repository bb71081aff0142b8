//! From what was found to the page that helps with it, with what is known of the domain.

use crate::browser::location;
use crate::record::Kind;
use crate::ui::element::{El, el};
use crate::ui::judging::judged;
use crate::ui::parts::LIVE;
use crate::ui::route::{BuildLink, Choice, Route};
use crate::ui::spread::Sheet;

/// So many records go along.
const RECORDS: usize = 8;

/// The longest text that goes along, in bytes.
const LONGEST: usize = 4_000;

/// The link; none where nothing on that page helps.
pub fn build_way(rule: &str) -> Option<El> {
    let choice = Choice::for_rule(rule)?;
    let bare = Route::Build(BuildLink { choice: Some(choice), ..BuildLink::default() }).href();
    let label = match choice {
        Choice::Dmarc => "Make the record from a few questions",
        Choice::Spf => "Make the record from who sends",
        Choice::Merge => "Put them together step by step",
        Choice::Lookups => "Bring it under 10 step by step",
        Choice::Parked => "See the three records that it needs",
        Choice::Encryption => "Make the records from your mail servers",
    };
    // What is on the page is known when the link is followed; what is copied from it names no domain.
    let follow = el("a").class("why").attr("href", bare).text(label).on("click", move |event| {
        let link = link(choice);
        if !link.domain.is_empty() || !link.texts.is_empty() {
            event.prevent_default();
            location::go(&Route::Build(link).href());
        }
    });
    Some(follow)
}

/// The choice with the domain and the records that are on the page.
fn link(choice: Choice) -> BuildLink {
    let wanted = match choice {
        Choice::Dmarc => Some(Kind::Dmarc),
        Choice::Spf | Choice::Merge | Choice::Lookups => Some(Kind::Spf),
        Choice::Encryption => Some(Kind::Mx),
        Choice::Parked => None,
    };
    let mut out = BuildLink { choice: Some(choice), ..BuildLink::default() };
    let mut take = |sheet: &Sheet, domain: &mut String| {
        sheet.slots.peek(|slots| {
            for slot in slots {
                slot.report.peek(|record| {
                    let name = record.name.as_deref().unwrap_or_default();
                    let at = name.strip_prefix("_dmarc.").unwrap_or(name);
                    if domain.is_empty() && at.contains('.') && !at.starts_with('_') {
                        at.clone_into(domain);
                    }
                    if wanted == Some(record.kind)
                        && out.texts.len() < RECORDS
                        && record.value.len() < LONGEST
                    {
                        out.texts.push(record.value.clone());
                    }
                });
            }
        });
    };
    let mut domain = String::new();
    match Route::parse(&location::fragment()) {
        Route::Domain(link) => {
            domain = link.domain;
            if let Some(live) = LIVE.peek() {
                (live.sheets)(&mut |sheet| take(sheet, &mut domain));
            }
        }
        Route::Front | Route::Explain(_) => take(&judged().sheet, &mut domain),
        _ => {}
    }
    out.domain = domain;
    out
}

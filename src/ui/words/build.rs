//! What the page says that makes and mends records.

use crate::ui::route::Choice;

/// The heading where nothing was chosen yet.
pub const TITLE: &str = "What do you need?";

/// What the page does.
pub const LEAD: &str = "Answer a few questions, and a record grows as you do. Every part of it is explained. Nothing is \
                        published: you copy it to your DNS host.";

/// Above the field for the record of today.
pub const BASE_HINT: &str = "Leave it empty if there is none. What you don't change here stays as it is.";

/// What the look-up is for.
pub const LOOK_HINT: &str = "To start from what is there now. It is also put into the names below.";

/// The road.
pub const ROAD_LEAD: &str = "From watching to refusing, in stages. Go on when all is true that stands under the next stage. \
                             Going back is always possible.";

/// That percentages are gone.
pub const ROAD_NOTE: &str = "Older guides use `pct` to start with a part of the mail. Receivers of today skip it, so it is no \
                             stage here.";

/// What the steps are for.
pub const STEPS_LEAD: &str = "Tick what you want to do. The count and the record follow. The first ones let the same servers \
                              send as before.";

/// Where no step is there.
pub const NO_STEPS: &str = "Waxseal found no part that could be taken out or written in another way. What helps is to let a \
                            service send from a subdomain of its own, which has its own record.";

/// What flattening costs.
pub const FLATTEN: &str = "Networks in the place of a name are a loan: they age. Take them last.";

/// Where a file is put.
pub const FILE_LEAD: &str = "Put this file on a web server, at this very address:";

/// The two endings: a choice.
pub const ENDING_HINT: &str = "Both are in wide use. Where DMARC is on, it decides what happens in the end.";

/// The heading of the page, and of its window.
pub const fn title(choice: Option<Choice>) -> &'static str {
    match choice {
        None => TITLE,
        Some(Choice::Dmarc) => "A DMARC record",
        Some(Choice::Spf) => "An SPF record",
        Some(Choice::Merge) => "One SPF record in place of two",
        Some(Choice::Lookups) => "An SPF record with fewer lookups",
        Some(Choice::Parked) => "A domain without mail",
        Some(Choice::Encryption) => "Encryption on the way to you",
    }
}

/// The choice, as the reader would say it.
pub const fn wish(choice: Choice) -> &'static str {
    match choice {
        Choice::Dmarc => "I want a DMARC record, or a stricter one",
        Choice::Spf => "I want an SPF record from the services we use",
        Choice::Merge => "We have two SPF records, and need one",
        Choice::Lookups => "Our SPF record needs too many lookups",
        Choice::Parked => "This domain sends no mail",
        Choice::Encryption => "Mail should reach us encrypted",
    }
}

/// What it is, in a sentence or two.
pub const fn lead(choice: Choice) -> &'static str {
    match choice {
        Choice::Dmarc => {
            "DMARC tells receivers what to do with mail that claims to be from you and can't show it. Start by watching, and \
             get stricter step by step."
        }
        Choice::Spf => {
            "SPF lists the servers that may send mail for your domain. Choose the services that do, and add your own."
        }
        Choice::Merge => {
            "A domain may have one SPF record. With two, receivers can use neither. Paste both, and take the one that holds \
             the parts of both."
        }
        Choice::Lookups => {
            "Receivers make 10 lookups at most to read an SPF record. What comes after that is an error, for all of your mail."
        }
        Choice::Parked => {
            "Three records say that nobody sends from this domain, so that forgers can't either."
        }
        Choice::Encryption => {
            "MTA-STS tells senders to deliver to you over an encrypted line, to your own servers and no others. TLS-RPT asks \
             them to report where that failed."
        }
    }
}

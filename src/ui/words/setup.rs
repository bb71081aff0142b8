//! What the page says around a vendor's checklist.

use crate::dns::typed::{ToAscii, Typed};
use crate::ui::checklist;

/// The heading where no domain was checked yet.
pub const TITLE: &str = "Check the records on this list";

/// The heading where the link can't be read.
pub const BROKEN: &str = "This link can't be read";

/// What can still be done with such a link.
pub const BROKEN_WAY: &str = "Ask whoever gave you the link for a new one. Until then, Waxseal can check all the mail records \
                              of your domain.";

/// The heading of the page that makes links.
pub const LINK_TITLE: &str = "Make a link to a checklist";

/// What that page is for.
pub const LINK_LEAD: &str = "For support teams: list the records that your article asks for. Customers who open the link type \
                             their domain, and see what is done and what is not.";

/// That the page looks by itself.
pub const LOOKS: &str = "Waiting is normal: a new record is seen once the old answer is no longer kept. Waxseal looks again by \
                         itself every minute while this page is open.";

/// What the message is.
pub const TELL: &str = "A message with what is left to enter, for the person or company that runs your DNS. Waxseal \
                        sends nothing: you copy, mail or print it.";

/// Who asks: text from the link, said to be so.
pub fn from_link(vendor: Option<&str>) -> String {
    match vendor {
        Some(vendor) => {
            format!(
                "This list comes from the link that you opened, which names “{vendor}”; Waxseal did not write it."
            )
        }
        None => {
            "This list comes from the link that you opened, which names nobody; Waxseal did not write it."
                .to_owned()
        }
    }
}

/// The heading of the window. A vendor's name is never the page's own.
pub fn title(link: &str, to_ascii: ToAscii<'_>) -> String {
    match checklist::read(link) {
        Err(_) => BROKEN.to_owned(),
        Ok(setup) => match setup.domain.as_deref().map(|domain| Typed::read(domain, to_ascii)) {
            Some(Ok(typed)) => ["DNS records for ", &typed.shown].concat(),
            _ => TITLE.to_owned(),
        },
    }
}

/// The label of the field for a variable.
pub fn variable(vendor: Option<&str>) -> String {
    match vendor {
        Some(vendor) => [": from your “", vendor, "” account"].concat(),
        None => ": from your account with the vendor".to_owned(),
    }
}

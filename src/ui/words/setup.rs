//! What the page says around a vendor's checklist.

use crate::dns::typed::{ToAscii, Typed};
use crate::ui::checklist;

/// The heading where no domain was checked yet.
pub const TITLE: &str = "Check the records on this list";

/// What the page is for, where no domain was checked yet.
pub const LEAD: &str =
    "Type your domain. You see which of these records are there, and what to enter for those that are not.";

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

/// What can be pasted there.
pub const PASTE: &str = "The rows of your table, lines of a zone file, a Domain Connect template (JSON), or a link that was made here.";

/// What the list is.
pub const ROWS: &str = "This is what customers are checked for. Names are relative to their domain. Write what differs from \
                        customer to customer in braces, such as {token}.";

/// No record is on the list.
pub const NO_ROWS: &str = "Nothing is on the list yet. Paste the records above, or add them one by one.";

/// What variables are.
pub const VARIABLES: &str =
    "Set a value where it is the same for all who get this link. Each customer is asked for the others.";

/// No variable is in the list.
pub const NO_VARIABLES: &str = "Nothing on the list stands in braces.";

/// Nothing is there to link to.
pub const NO_LINK: &str = "The link appears here once there is a record on the list.";

/// What the code for a page needs.
pub const EMBED: &str = "The checklist in your page needs leave from your page's policy and from whoever hosts these files: see \
                         docs/linking.md.";

/// What the preview is.
pub const PREVIEW: &str =
    "The checklist of `customer.example`, a made-up customer with made-up values. Nothing is asked for it.";

/// There is no link to show yet.
pub const NO_PREVIEW: &str = "The preview appears once every record on the list can be read.";

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

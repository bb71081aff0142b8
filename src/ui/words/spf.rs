//! What the page says around an SPF record that is evaluated.

/// The heading where no domain was named yet.
pub const ASK_TITLE: &str = "SPF, evaluated";

/// What the page does.
pub const ASK_LEAD: &str = "Type a domain. Waxseal reads its SPF record as mail servers do: all that it leads to, whether \
                            one server may send, and every address that may.";

/// What the tree shows.
pub const TREE_LEAD: &str = "To read an SPF record, a receiving server asks DNS for each part that names another domain. \
                             It makes 10 such lookups at most for one message.";

/// What trying is for.
pub const TRY_LEAD: &str =
    "See what a receiving server makes of one message: where it comes from, and whose address it bears.";

/// Below the field for the server's address.
pub const IP_HINT: &str = "The IP address of the server that sends. A message that has arrived shows it in its \
                           `Received` lines.";

/// Below the field for the sender's address.
pub const FROM_HINT: &str = "The address that bounces go to: `Return-Path` in the message. Leave it empty for any address of the domain.";

/// Above the list of networks.
pub const LIST_LEAD: &str = "For people who let a sender's servers through their mail filter: every address that this \
                             record lets send, as few networks as can be.";

/// A list can change.
pub const LIST_NOTE: &str = "Services change their addresses. Make the list again from time to time.";

/// The heading of the page, and of its window.
pub fn heading(domain: &str) -> String {
    ["SPF of ", domain].concat()
}

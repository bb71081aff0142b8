//! Sender ID records in words: what they were.

use super::tile::Tiler;
use super::{Part, Role, domain_words};
use crate::record::SenderId;
use crate::record::sender_id::Scope;
use crate::text::prose::code;

/// The version, what it was about, and the old list of senders.
pub fn parts(record: &SenderId, text: &str) -> Vec<Part> {
    let mut tiler = Tiler::new(text, |between| match between.trim() {
        "," => "A comma parts the two.",
        _ => "A space parts two entries.",
    });
    let version = "This text is a Sender ID record. Receivers of today look for `v=spf1` alone.".to_owned();
    tiler.push(record.version, Role::Version, version, Vec::new());
    if let Some(slash) = record.slash {
        let says = "Which sender the list was about stands behind the slash.".to_owned();
        tiler.push(slash, Role::Separator, says, Vec::new());
    }
    for (span, scope) in &record.scopes {
        let says = match scope {
            Some(Scope::Pra) => "The list was about the sender that people see in the message.".to_owned(),
            Some(Scope::MailFrom) => "The list was about the address that bounces go to.".to_owned(),
            None => format!("Sender ID knew `pra` and `mfrom`, and not {}.", code(span.text(text))),
        };
        let role = if scope.is_some() { Role::Name } else { Role::Unknown };
        tiler.push(*span, role, says, Vec::new());
    }
    for span in &record.terms {
        let says =
            format!("An entry of the old list of senders: {}. Nobody reads it here.", code(span.text(text)));
        tiler.push(*span, Role::Value, says, Vec::new());
    }
    tiler.finish()
}

/// What it was.
pub fn summary(name: Option<&str>) -> String {
    format!(
        "This is a Sender ID record of {}, a way to name senders that was given up. Receivers of today don't read it.",
        domain_words(name)
    )
}

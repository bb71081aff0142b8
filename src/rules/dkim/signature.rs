//! Rules on signatures as they stand in the header of a message: `DKIM-Signature`, and the two fields of ARC that are
//! made like it.

pub mod body_length;
pub mod broken_chain;
pub mod complete;
pub mod cut;
pub mod incomplete;
pub mod lifetime;
pub mod other_identity;
pub mod sha1;
pub mod unreadable;
pub mod without_from;

use crate::facts::Facts;
use crate::record::Header;
use crate::record::header::{Body, Field};
use crate::record::tag_list::TagList;
use crate::rules::{Confidence, Fix};

/// A signature in full, but for what stands between the quotes: of RFC 8463, appendix A.
macro_rules! signed {
    ($tags:literal) => {
        concat!(
            "DKIM-Signature: v=1; a=ed25519-sha256; c=relaxed/relaxed; d=football.example.com; s=brisbane; ",
            $tags,
            "bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=; ",
            "b=/gCrinpcQOoIfuHNQIbq4pgh9kyIK3AQUdt9OdqQehSwhEIug4D11BusFa3bT3FY5OsU7ZbnKELq+eXdp1Q1Dw=="
        )
    };
}
use signed;

/// Every signature with its tags.
fn signatures(facts: &Facts) -> impl Iterator<Item = (usize, &str, &Header, &TagList)> {
    facts.headers().filter_map(|(record, text, header)| match &header.body {
        Body::Tags(list) => Some((record, text, header, list)),
        Body::Statements(_) => None,
    })
}

/// The field is `DKIM-Signature` itself.
fn is_dkim(header: &Header) -> bool {
    header.field == Field::Signature
}

/// Only who signs can mend a signature, and of a message that was sent nothing can be mended.
fn sign_anew(what: &'static str) -> Fix {
    Fix::new(what, None, Confidence::Review)
}

//! Macros of SPF, letter by letter (RFC 7208, section 7).

use super::{Role, Segment};
use crate::record::domain_spec::{DomainSpec, MacroExpand, MacroLetter, Piece};
use crate::text::count;
use crate::text::prose::code;

/// The pieces of a domain that holds macros, each with its sentence.
pub fn segments(spec: &DomainSpec, text: &str) -> Vec<Segment> {
    spec.pieces
        .iter()
        .map(|piece| match piece {
            Piece::Literal(span) => {
                let says = format!("This stands in the name as it is: {}.", code(span.text(text)));
                Segment::new(*span, Role::Domain, says)
            }
            Piece::Escape(span) => Segment::new(*span, Role::Macro, escape(span.text(text))),
            Piece::Expand(expand) => Segment::new(expand.span, Role::Macro, sentence(expand, text)),
        })
        .collect()
}

fn escape(written: &str) -> &'static str {
    match written {
        "%%" => "This stands for a per cent sign.",
        "%_" => "This stands for a space.",
        _ => "This stands for `%20`, a space as web addresses write it.",
    }
}

/// What one macro is replaced by.
fn sentence(expand: &MacroExpand, text: &str) -> String {
    let mut out = format!("Receivers put {} here", letter(expand.letter));
    let delimiters = expand.delimiters.text(text);
    if !delimiters.is_empty() {
        out.push_str(&format!(", split at {}", code(delimiters)));
    }
    if expand.reversed {
        out.push_str(", its parts in reverse order");
    }
    if let Some(keep) = expand.keep {
        out.push_str(&match keep {
            1 => ", the last part only".to_owned(),
            2..=127 => format!(", the last {} only", count(keep as usize, "part", "parts")),
            _ => ", all its parts".to_owned(),
        });
    }
    if expand.escaped {
        out.push_str(", written as in a web address");
    }
    out.push('.');
    out
}

fn letter(letter: MacroLetter) -> &'static str {
    match letter {
        MacroLetter::Sender => "the sender's address",
        MacroLetter::LocalPart => "what stands before the `@` of the sender's address",
        MacroLetter::SenderDomain => "the domain of the sender's address",
        MacroLetter::Domain => "the domain whose record they are reading",
        MacroLetter::Ip => "the sending server's IP address",
        MacroLetter::ValidatedName => "the name that the sending server's address leads back to",
        MacroLetter::AddressFamily => "`in-addr` for an IPv4 address or `ip6` for an IPv6 address",
        MacroLetter::Helo => "the name that the sending server gave as its own",
        MacroLetter::ReadableIp => "the sending server's IP address in its usual form",
        MacroLetter::Receiver => "the name of the receiving server",
        MacroLetter::Time => "the time, in seconds since 1970",
    }
}

//! `is:` and `starts:`: a text that proves something.

use super::found::{Judged, same_name, texts};
use crate::dns::Lookup;
use crate::record::{Kind, classify};
use crate::setup::{Status, Wanted};
use crate::text::list;
use crate::text::odd::{Odd, tidied};
use crate::text::prose::code;

/// What is asked for.
#[derive(Clone, Copy)]
pub struct Expected<'t> {
    /// The text, or its start.
    pub text: &'t str,
    /// It is the whole.
    pub whole: bool,
}

impl Expected<'_> {
    /// The text is the one asked for.
    pub fn is_met(self, text: &str) -> bool {
        if self.whole { text == self.text } else { text.starts_with(self.text) }
    }

    /// It would be, had it not been damaged; how, as the rest of a sentence.
    fn damage(self, text: &str) -> Option<&'static str> {
        let clean = |text: &str| -> String {
            let kept = text.chars().filter(|c| !matches!(c, '"' | '\'' | '\\') && Odd::of(*c).is_none());
            kept.filter(|c| !c.is_whitespace()).collect()
        };
        let (found, wanted) = (clean(text), clean(self.text));
        let same = Expected { text: &wanted, whole: self.whole }.is_met(&found)
            || tidied(text).is_some_and(|text| self.is_met(&text));
        // Half of it is no accident.
        let cut =
            self.whole && wanted.len() > 8 && found.len() * 2 >= wanted.len() && wanted.starts_with(&found);
        if same {
            Some("with characters in it that copying left behind")
        } else if cut {
            Some("cut short")
        } else {
            None
        }
    }

    /// A text that was meant for the same purpose: of the same service, or at a name that has no other use.
    fn is_alike(self, name: &str, text: &str) -> bool {
        let service = self.text.find(['=', ':']).map(|at| &self.text[..=at]);
        let named = |service: &str| {
            text.get(..service.len()).is_some_and(|start| start.eq_ignore_ascii_case(service))
        };
        service.is_some_and(named)
            || (name.starts_with('_')
                && matches!(classify(None, Some("TXT"), text), Kind::Other | Kind::Verification))
    }
}

/// How it stands by the answer for its own name.
pub fn judge(wanted: &Wanted, expected: Expected<'_>, lookup: &Lookup) -> Judged {
    let name = code(wanted.name.as_str());
    let all = texts(lookup);
    if let Some(text) = all.iter().find(|text| expected.is_met(text)) {
        return Judged::met(lookup, format!("{name} holds the text that is asked for."))
            .seeing(std::slice::from_ref(text));
    }
    if let Some((text, how)) = all.iter().find_map(|text| Some((text, expected.damage(text)?))) {
        let says = format!("{name} holds the text, {how}: {}.", code(text));
        return Judged::new(Status::Damaged, says, lookup).seeing(std::slice::from_ref(text));
    }
    if let Some(target) =
        lookup.answer.aliases.first().filter(|target| same_name(target.as_str(), expected.text))
    {
        let says =
            format!("The text stands there as a CNAME record, which leads to {}.", code(target.as_str()));
        return Judged::new(Status::WrongType, says, lookup).seeing(&[target.to_string()]);
    }
    let alike: Vec<String> =
        all.into_iter().filter(|text| expected.is_alike(wanted.name.as_str(), text)).collect();
    if alike.is_empty() {
        return Judged::absent(lookup, "the one that is asked for");
    }
    let shown: Vec<String> = alike.iter().take(3).map(|text| code(text)).collect();
    let start = if expected.whole { "" } else { "a text that starts with " };
    let says = format!("{name} holds {}, and {start}{} is asked for.", list(&shown), code(expected.text));
    Judged::new(Status::Different, says, lookup).seeing(&alike)
}

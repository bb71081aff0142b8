//! SPF records in words.

mod summary;
mod term;

pub use summary::summary;

use super::tile::Tiler;
use super::{Part, Role, domain_words};
use crate::record::Spf;
use crate::text::prose::code;

/// The version and each term.
pub fn parts(spf: &Spf, text: &str, name: Option<&str>) -> Vec<Part> {
    let mut tiler = Tiler::new(text, gap);
    let version = if spf.recognised {
        format!("This text is an SPF record: it lists who may send mail for {}.", domain_words(name))
    } else {
        format!(
            "Receivers look for exactly `v=spf1` and a space at the very start, and find {}: to them this is no SPF record.",
            code(&text[..spf.version.end])
        )
    };
    tiler.push(spf.version, Role::Version, version, Vec::new());
    let all = spf.all().map(|(i, _)| i);
    for (i, part) in spf.terms.iter().enumerate() {
        let place = match all {
            Some(last) if i > last => term::Place::AfterAll,
            Some(_) => term::Place::WithAll,
            None => term::Place::Open,
        };
        let alone = spf.terms.len() == 1;
        let looks = term::Looks::of(part, text);
        let (role, says) = term::sentence(part, text, looks, place, alone);
        tiler.push(part.span, role, says, term::segments(part, text, looks));
    }
    tiler.finish()
}

fn gap(between: &str) -> &'static str {
    if between.bytes().all(|b| b == b' ') {
        "A space parts two terms."
    } else {
        "Receivers expect a plain space here, and this is another kind of blank."
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn says(text: &str) -> Vec<String> {
        let spf = Spf::parse(text);
        parts(&spf, text, None)
            .into_iter()
            .filter(|part| part.role != Role::Space)
            .skip(1)
            .map(|part| part.says.into_owned())
            .collect()
    }

    #[test]
    fn a_term_is_explained_by_what_it_does() {
        let text =
            "v=spf1 include:_spf.google.com include=sendgrid.net ip4:198.51.100.24 ip4:192.0.2.0/24 ~all";
        assert_eq!(
            says(text),
            [
                "Allows every server that the SPF record of `_spf.google.com` allows. This looks like Google Workspace. \
                 Receivers make 10 lookups at most, and this takes at least 1.",
                "Receivers skip this: it has `=` where `include` needs a colon.",
                "Allows one server, the one at this address.",
                "Allows the 256 addresses from `192.0.2.0` to `192.0.2.255`.",
                "Mail from anywhere else should be let in but treated with suspicion.",
            ]
        );
    }

    #[test]
    fn what_is_never_reached_says_so() {
        let says = says("v=spf1 -all redirect=a.example mx");
        assert_eq!(says[1], "Receivers skip this, because the record has an `all`.");
        assert_eq!(says[2], "Receivers never reach this, because it stands after `all`.");
    }
}

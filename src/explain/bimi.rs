//! BIMI records in words.

use super::tile::Tiler;
use super::{Part, Role, domain_words, tag_list};
use crate::record::bimi::{BimiTag, LinkProblem};
use crate::record::tag_list::Tag;
use crate::record::{Bimi, Reading};
use crate::text::prose::code;

/// Each tag and what it does.
pub fn parts(bimi: &Bimi, text: &str) -> Vec<Part> {
    let mut tiler = Tiler::new(text, tag_list::gap);
    for (kind, tag) in &bimi.tags {
        if tag.equals.is_none() {
            tiler.push(tag.span, Role::Unknown, tag_list::no_equals(tag, text), Vec::new());
            continue;
        }
        let (role, says) = sentence(bimi, *kind, tag, text);
        let value = tag_list::whole(tag, role, says.clone());
        tiler.push(
            tag.span,
            role,
            says,
            tag_list::segments(tag, text, name_sentence(*kind).to_owned(), value),
        );
    }
    tiler.finish()
}

fn name_sentence(kind: BimiTag) -> &'static str {
    match kind {
        BimiTag::Version => "The version of the record.",
        BimiTag::Logo => "Where the logo is.",
        BimiTag::Certificate => "Where the certificate for the logo is.",
        BimiTag::Prefixes => "Which addresses the logo is for.",
        BimiTag::Preference => "Whose picture goes first.",
        BimiTag::Unknown => "A tag that receivers don't know.",
    }
}

fn sentence(bimi: &Bimi, kind: BimiTag, tag: &Tag, text: &str) -> (Role, String) {
    let value = tag.value.text(text);
    let shown = code(value);
    match kind {
        BimiTag::Version if bimi.recognised => (Role::Version, "This text is a BIMI record.".to_owned()),
        BimiTag::Version => (
            Role::Version,
            "Receivers read a BIMI record only if it starts with exactly `v=BIMI1`.".to_owned(),
        ),
        BimiTag::Logo if value.is_empty() => (Role::Uri, "The domain names no logo.".to_owned()),
        BimiTag::Logo => (Role::Uri, link(bimi.logo_problem, &shown, "the logo")),
        BimiTag::Certificate if value.is_empty() => {
            (Role::Uri, "The domain names no certificate.".to_owned())
        }
        BimiTag::Certificate => {
            let says = link(bimi.certificate_problem, &shown, "a certificate that the logo is yours");
            (Role::Uri, says)
        }
        BimiTag::Prefixes => {
            (Role::Value, format!("The logo is for addresses that start with one of these: {shown}."))
        }
        BimiTag::Preference if value.eq_ignore_ascii_case("brand") => {
            (Role::Value, "The logo of the domain goes before a sender's own picture.".to_owned())
        }
        BimiTag::Preference if value.eq_ignore_ascii_case("personal") => {
            (Role::Value, "A sender's own picture goes before the logo of the domain.".to_owned())
        }
        BimiTag::Preference => (Role::Value, format!("Receivers don't know the value {shown} and skip it.")),
        BimiTag::Unknown => (
            Role::Unknown,
            format!("Receivers don't know the tag {} and skip it.", code(tag.name.text(text))),
        ),
    }
}

fn link(problem: Option<LinkProblem>, shown: &str, what: &str) -> String {
    match problem {
        None => format!("Receivers fetch {what} from {shown}."),
        Some(LinkProblem::NotHttps) => {
            format!("Receivers fetch {what} by `https://` alone, and not from {shown}.")
        }
        Some(LinkProblem::NoAddress) => {
            format!("Receivers look for a web address here, and {shown} is none.")
        }
        Some(LinkProblem::Comma) => {
            format!("Receivers can't read {shown} as one address, because there is a comma in it.")
        }
    }
}

/// Whether a logo may be shown.
pub fn summary(bimi: &Bimi, text: &str, name: Option<&str>) -> String {
    let domain = name.map(|name| name.split_once("_bimi.").map_or(name, |(_, domain)| domain));
    let domain = domain_words(domain.filter(|name| !name.ends_with("_bimi")));
    match bimi.reading() {
        Reading::Ignored => format!(
            "Receivers see no BIMI record for {domain} here, because the text does not start with exactly `v=BIMI1`."
        ),
        Reading::Broken => format!("Receivers find no logo for {domain} in this record, so they show none."),
        Reading::Used if bimi.declines => format!("This record says that {domain} wants no logo shown."),
        Reading::Used => match bimi.value(text, BimiTag::Logo) {
            None => format!("This record of {domain} names a certificate and no logo of its own."),
            Some(logo) => {
                let certified = match bimi.value(text, BimiTag::Certificate) {
                    Some(_) if bimi.certificate_problem.is_some() => {
                        "with a certificate that they can't fetch"
                    }
                    Some(_) => "with a certificate that it is yours",
                    None => "with no certificate that it is yours",
                };
                format!(
                    "Receivers may show the logo at {} beside mail from {domain}; the record comes {certified}.",
                    code(logo)
                )
            }
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_certificate_that_is_not_fetched_proves_nothing() {
        let says = |text: &str| summary(&Bimi::parse(text), text, Some("default._bimi.example.com"));
        let logo = "v=BIMI1; l=https://x.example/a.svg";
        assert!(says(&format!("{logo}; a=self")).ends_with("with a certificate that they can't fetch."));
        assert!(
            says(&format!("{logo}; a=https://x.example/a.pem"))
                .ends_with("with a certificate that it is yours.")
        );
    }
}

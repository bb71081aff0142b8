//! BIMI records as written (draft-brand-indicators-for-message-identification).

use super::Reading;
use super::tag_list::{Tag, TagList};

/// The tags of a BIMI record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BimiTag {
    /// `v`
    Version,
    /// `l`: where the logo is.
    Logo,
    /// `a`: where the certificate for it is.
    Certificate,
    /// `lps`: the starts of addresses that it is for.
    Prefixes,
    /// `avp`: whether the logo of the brand or that of the person goes first.
    Preference,
    /// One that receivers skip.
    Unknown,
}

impl BimiTag {
    fn from_name(name: &str) -> Self {
        match name.to_ascii_lowercase().as_str() {
            "v" => Self::Version,
            "l" => Self::Logo,
            "a" => Self::Certificate,
            "lps" => Self::Prefixes,
            "avp" => Self::Preference,
            _ => Self::Unknown,
        }
    }
}

/// Why nothing is fetched from an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkProblem {
    /// It is reached by `http`, or by another way that receivers don't take.
    NotHttps,
    /// No host, or a blank in it.
    NoAddress,
    /// A comma, which has to be written as `%2C`.
    Comma,
}

/// A BIMI record as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bimi {
    /// All tags, with what each is, in order.
    pub tags: Vec<(BimiTag, Tag)>,
    /// The text starts with exactly `v=BIMI1`.
    pub recognised: bool,
    /// Why the logo can't be fetched.
    pub logo_problem: Option<LinkProblem>,
    /// Why the certificate can't be fetched.
    pub certificate_problem: Option<LinkProblem>,
    /// `l=; a=;`: the domain wants no logo.
    pub declines: bool,
}

impl Bimi {
    /// Reads any text as a BIMI record.
    pub fn parse(text: &str) -> Self {
        let list = TagList::parse(text);
        let recognised = list.tags.first().is_some_and(|first| {
            first.span.start == 0 && first.name.text(text) == "v" && first.value.text(text) == "BIMI1"
        });
        let tags: Vec<(BimiTag, Tag)> =
            list.tags.into_iter().map(|tag| (BimiTag::from_name(tag.name.text(text)), tag)).collect();
        let value = |wanted| find(&tags, wanted).map(|tag| tag.value.text(text));
        let problem = |value: Option<&str>| value.filter(|value| !value.is_empty()).and_then(link_problem);
        let (logo, certificate) = (value(BimiTag::Logo), value(BimiTag::Certificate));
        Self {
            recognised,
            logo_problem: problem(logo),
            certificate_problem: problem(certificate),
            declines: logo == Some("") && certificate.is_none_or(str::is_empty),
            tags,
        }
    }

    /// The first tag of that kind.
    pub fn tag(&self, wanted: BimiTag) -> Option<&Tag> {
        find(&self.tags, wanted)
    }

    /// Its value, where it has one.
    pub fn value<'t>(&self, text: &'t str, wanted: BimiTag) -> Option<&'t str> {
        self.tag(wanted).map(|tag| tag.value.text(text)).filter(|value| !value.is_empty())
    }

    /// What receivers make of it; that they show a logo hangs on more.
    pub fn reading(&self) -> Reading {
        if !self.recognised {
            Reading::Ignored
        } else if self.tag(BimiTag::Logo).is_none() || self.logo_problem.is_some() {
            Reading::Broken
        } else {
            Reading::Used
        }
    }
}

fn find(tags: &[(BimiTag, Tag)], wanted: BimiTag) -> Option<&Tag> {
    tags.iter().find(|(tag, _)| *tag == wanted).map(|(_, tag)| tag)
}

fn link_problem(value: &str) -> Option<LinkProblem> {
    let Some(rest) = value.get(..8).filter(|head| head.eq_ignore_ascii_case("https://")).map(|_| &value[8..])
    else {
        return Some(LinkProblem::NotHttps);
    };
    let host = rest.split(['/', '?', '#']).next().unwrap_or("");
    if value.contains(char::is_whitespace) || !host.contains('.') || host.contains('@') {
        Some(LinkProblem::NoAddress)
    } else if value.contains(',') {
        Some(LinkProblem::Comma)
    } else {
        None
    }
}

/// The file that an address names, by its ending in lower case: `png` for `https://example.com/logo.png`.
pub fn ending(value: &str) -> Option<String> {
    let address = value.split(['?', '#']).next().unwrap_or("");
    let (_, path) = address.split_once("://").map_or(address, |(_, rest)| rest).split_once('/')?;
    let file = path.rsplit('/').next()?;
    let (_, ending) = file.rsplit_once('.')?;
    let is_ending =
        !ending.is_empty() && ending.len() <= 5 && ending.bytes().all(|b| b.is_ascii_alphanumeric());
    is_ending.then(|| ending.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_receivers_make_of_it() {
        for (text, reading) in [
            ("v=BIMI1; l=https://example.com/logo.svg; a=https://example.com/cert.pem", Reading::Used),
            ("v=BIMI1;l=https://example.com/logo.svg", Reading::Used),
            ("v=BIMI1; l=; a=;", Reading::Used),
            ("v=BIMI1; l=http://example.com/logo.svg", Reading::Broken),
            ("v=BIMI1; a=https://example.com/cert.pem", Reading::Broken),
            ("v=bimi1; l=https://example.com/logo.svg", Reading::Ignored),
            ("l=https://example.com/logo.svg; v=BIMI1", Reading::Ignored),
            (" v=BIMI1; l=", Reading::Ignored),
            ("", Reading::Ignored),
        ] {
            assert_eq!(Bimi::parse(text).reading(), reading, "{text}");
        }
        assert!(
            Bimi::parse("v=BIMI1; l=;").declines && !Bimi::parse("v=BIMI1; l=; a=https://x.y/z").declines
        );
    }

    #[test]
    fn addresses_and_endings() {
        for (value, problem) in [
            ("https://example.com/a.svg", None),
            ("HTTPS://example.com", None),
            ("http://example.com/a.svg", Some(LinkProblem::NotHttps)),
            ("example.com/a.svg", Some(LinkProblem::NotHttps)),
            ("https://logo", Some(LinkProblem::NoAddress)),
            ("https://example.com/a b.svg", Some(LinkProblem::NoAddress)),
            ("https://example.com/a,b.svg", Some(LinkProblem::Comma)),
            ("é", Some(LinkProblem::NotHttps)),
        ] {
            assert_eq!(link_problem(value), problem, "{value}");
        }
        assert_eq!(ending("https://example.com/a/logo.PNG?x=1.svg").as_deref(), Some("png"));
        assert_eq!(ending("https://example.com/logo"), None);
        assert_eq!(ending("https://example.com"), None);
        assert_eq!(ending(""), None);
    }
}

//! Header fields of a message that tell how its sender was checked, as they are pasted: one field, unfolded, with its
//! name.

mod statement;

pub use statement::{Statement, Word, statements};

use super::dkim::Selector;
use super::tag_list::{Tag, TagList, is_blank};
use crate::text::Span;
use crate::text::prose::code;

/// The fields that are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Field {
    /// `DKIM-Signature` (RFC 6376, section 3.5).
    Signature,
    /// `Authentication-Results` (RFC 8601, section 2.2).
    Results,
    /// `Received-SPF` (RFC 7208, section 9.1).
    ReceivedSpf,
    /// `ARC-Seal` (RFC 8617, section 4.1.3).
    ArcSeal,
    /// `ARC-Message-Signature` (RFC 8617, section 4.1.2).
    ArcSignature,
    /// `ARC-Authentication-Results` (RFC 8617, section 4.1.1).
    ArcResults,
}

impl Field {
    const ALL: [Field; 6] = [
        Field::Signature,
        Field::Results,
        Field::ReceivedSpf,
        Field::ArcSeal,
        Field::ArcSignature,
        Field::ArcResults,
    ];

    /// Its name, as its standard writes it.
    pub const fn name(self) -> &'static str {
        match self {
            Field::Signature => "DKIM-Signature",
            Field::Results => "Authentication-Results",
            Field::ReceivedSpf => "Received-SPF",
            Field::ArcSeal => "ARC-Seal",
            Field::ArcSignature => "ARC-Message-Signature",
            Field::ArcResults => "ARC-Authentication-Results",
        }
    }

    /// The field of that name, compared without regard to case.
    pub fn named(name: &str) -> Option<Field> {
        Self::ALL.into_iter().find(|field| field.name().eq_ignore_ascii_case(name))
    }
}

/// What stands behind the name of a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Body {
    /// `tag=value; tag=value`
    Tags(TagList),
    /// Words and comments, parted by semicolons.
    Statements(Vec<Statement>),
}

/// One field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    /// Which it is.
    pub field: Field,
    /// Its name, with the colon.
    pub name: Span,
    /// What stands behind it.
    pub body: Body,
}

/// What can be looked up in DNS because a field names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lead {
    /// Lower case, without a dot at the end.
    pub domain: String,
    /// The name of a key, in lower case.
    pub selector: Option<String>,
}

impl Lead {
    /// What can be done, as an order without its full stop.
    pub fn words(&self) -> String {
        match &self.selector {
            Some(selector) => ["Look up the key ", &code(selector), " of ", &code(&self.domain)].concat(),
            None => ["Look up the mail records of ", &code(&self.domain)].concat(),
        }
    }
}

impl Header {
    /// The text starts with the name of a field that is read, and a colon.
    pub fn is_one(text: &str) -> bool {
        named(text).is_some()
    }

    /// Reads a field; a text without a known name is taken for a signature.
    pub fn parse(text: &str) -> Self {
        let (field, end) = named(text).unwrap_or((Field::Signature, 0));
        let body = match field {
            Field::Signature | Field::ArcSeal | Field::ArcSignature => {
                Body::Tags(TagList::parse_from(text, end))
            }
            Field::Results | Field::ReceivedSpf | Field::ArcResults => {
                Body::Statements(statements(text, end))
            }
        };
        Self { field, name: Span::new(0, end), body }
    }

    /// The first tag of that name, which is compared with regard to case (RFC 6376, section 3.2).
    pub fn tag(&self, text: &str, name: &str) -> Option<&Tag> {
        match &self.body {
            Body::Tags(list) => list.tags.iter().find(|tag| tag.name.text(text) == name),
            Body::Statements(_) => None,
        }
    }

    /// The value of a tag; none where it has none.
    pub fn value<'t>(&self, text: &'t str, name: &str) -> Option<&'t str> {
        self.tag(text, name).filter(|tag| tag.equals.is_some()).map(|tag| tag.value.text(text))
    }

    /// The number in a chain of ARC fields (`i=`).
    pub fn instance<'t>(&self, text: &'t str) -> Option<&'t str> {
        match (&self.body, self.field) {
            (Body::Tags(_), Field::ArcSeal | Field::ArcSignature) => self.value(text, "i"),
            (Body::Statements(all), Field::ArcResults) => {
                let word = all.first()?.words.first()?;
                word.is_named(text, "i").then(|| word.bare(text))
            }
            _ => None,
        }
    }

    /// Who wrote the results, by its own name; none where it does not say.
    pub fn author<'t>(&self, text: &'t str) -> Option<&'t str> {
        let Body::Statements(all) = &self.body else { return None };
        let skip = usize::from(self.field == Field::ArcResults && self.instance(text).is_some());
        let word = all.get(skip)?.words.first()?;
        (self.field != Field::ReceivedSpf && word.equals.is_none()).then(|| word.bare(text))
    }

    /// The result of a check, such as `dkim=pass`, in the statement at `index`; none where that holds none.
    pub fn result<'h>(&'h self, text: &'h str, index: usize) -> Option<MethodResult<'h>> {
        let all = match (&self.body, self.field) {
            (Body::Statements(all), Field::Results | Field::ArcResults) => all,
            _ => return None,
        };
        let statement = all.get(index)?;
        let word = statement.words.first()?;
        // The number in the chain is no result.
        let is_number = self.field == Field::ArcResults && index == 0 && word.is_named(text, "i");
        (word.equals.is_some() && !is_number).then_some(MethodResult { text, statement, word })
    }

    /// The results of checks, in order.
    pub fn results<'h>(&'h self, text: &'h str) -> impl Iterator<Item = MethodResult<'h>> {
        let count = match &self.body {
            Body::Statements(all) => all.len(),
            Body::Tags(_) => 0,
        };
        (0..count).filter_map(move |index| self.result(text, index))
    }

    /// The value of a key of `Received-SPF`, such as `client-ip`.
    pub fn spf_value<'t>(&self, text: &'t str, name: &str) -> Option<&'t str> {
        match (&self.body, self.field) {
            (Body::Statements(all), Field::ReceivedSpf) => {
                let mut words = all.iter().flat_map(|statement| &statement.words);
                words.find(|word| word.is_named(text, name)).map(|word| word.bare(text))
            }
            _ => None,
        }
    }

    /// The result that `Received-SPF` tells.
    pub fn spf_result<'t>(&self, text: &'t str) -> Option<&'t str> {
        match (&self.body, self.field) {
            (Body::Statements(all), Field::ReceivedSpf) => {
                let word = all.first()?.words.first()?;
                word.equals.is_none().then(|| word.span.text(text))
            }
            _ => None,
        }
    }

    /// The domain that `Received-SPF` says was asked about (RFC 7208, section 9.1); none where it does not say.
    pub fn spf_domain<'t>(&self, text: &'t str) -> Option<&'t str> {
        let helo = || self.spf_value(text, "helo").filter(|name| !name.is_empty());
        if self.spf_value(text, "identity").is_some_and(|identity| identity.eq_ignore_ascii_case("helo")) {
            return helo();
        }
        match self.spf_value(text, "envelope-from") {
            // What has no sender is asked about by the server's own name (RFC 7208, section 2.4).
            Some(sender) => Some(bare_domain(sender)).filter(|domain| !domain.is_empty()).or_else(helo),
            None => self.spf_comment(text),
        }
    }

    /// The domain that a comment names, as Google and Microsoft write it: `(mx.example: domain of example.com ...)`.
    fn spf_comment<'t>(&self, text: &'t str) -> Option<&'t str> {
        let Body::Statements(all) = &self.body else { return None };
        let comments = all.iter().flat_map(|statement| &statement.comments);
        comments.map(|span| span.text(text)).find_map(|comment| {
            let (_, behind) = comment.split_once("domain of ")?;
            let named = behind.split_whitespace().find(|word| *word != "transitioning")?;
            let domain = bare_domain(named.trim_end_matches([')', ':', ',']));
            self::domain(domain).map(|_| domain)
        })
    }

    /// The keys and domains that it names, each once, in the order in which they stand.
    pub fn leads(&self, text: &str) -> Vec<Lead> {
        let mut leads: Vec<Lead> = Vec::new();
        let mut add = |lead: Option<Lead>| leads.extend(lead.filter(|lead| !leads.contains(lead)));
        match (self.field, &self.body) {
            (_, Body::Tags(_)) => add(self
                .value(text, "s")
                .zip(self.value(text, "d"))
                .and_then(|(selector, domain)| key(selector, domain))),
            (Field::ReceivedSpf, _) => {
                add(self.spf_domain(text).or_else(|| self.spf_value(text, "helo")).and_then(domain));
            }
            (_, Body::Statements(_)) => {
                for result in self.results(text) {
                    add(result.key());
                }
                let mut results = self.results(text);
                let from = results.find_map(|result| domain(result.property("header.from")?));
                add(from.or_else(|| self.results(text).find_map(|result| domain(result.sender()?))));
            }
        }
        leads
    }
}

/// One result of a check: `dkim=pass header.d=example.com`.
#[derive(Clone, Copy, Debug)]
pub struct MethodResult<'h> {
    text: &'h str,
    statement: &'h Statement,
    word: &'h Word,
}

impl<'h> MethodResult<'h> {
    /// The check, in lower case and without its version: `dkim`.
    pub fn method(&self) -> String {
        let name = self.word.name.text(self.text);
        name.split('/').next().unwrap_or(name).to_ascii_lowercase()
    }

    /// What came of it, in lower case: `pass`.
    pub fn result(&self) -> String {
        self.word.bare(self.text).to_ascii_lowercase()
    }

    /// The word that holds both.
    pub fn word(&self) -> &'h Word {
        self.word
    }

    /// The value of a property such as `header.d`, without the quotes around it.
    pub fn property(&self, name: &str) -> Option<&'h str> {
        let word = self.statement.words.iter().skip(1).find(|word| word.is_named(self.text, name))?;
        Some(word.bare(self.text)).filter(|value| !value.is_empty())
    }

    /// The domain that a signature is of.
    pub fn signer(&self) -> Option<&'h str> {
        let identity = || self.property("header.i").map(after_at);
        self.property("header.d").or_else(identity)
    }

    /// The domain that SPF asked about: the server's own name where the message has no sender.
    pub fn sender(&self) -> Option<&'h str> {
        let sender = self.property("smtp.mailfrom").map(bare_domain).filter(|domain| !domain.is_empty());
        sender.or_else(|| self.property("smtp.helo").map(after_at))
    }

    /// SPF asked about the server's own name alone, at which DMARC does not look.
    pub fn is_of_server(&self) -> bool {
        self.property("smtp.mailfrom").is_none() && self.property("smtp.helo").is_some()
    }

    /// The key that a signature names.
    fn key(&self) -> Option<Lead> {
        if self.method() != "dkim" {
            return None;
        }
        key(self.property("header.s")?, self.signer()?)
    }
}

/// The domain of a mail address; the text itself where it is none.
pub fn after_at(address: &str) -> &str {
    address.rsplit_once('@').map_or(address, |(_, domain)| domain)
}

/// The domain of an address, which may stand between angle brackets; empty where it has none.
fn bare_domain(address: &str) -> &str {
    after_at(address.trim_matches(['<', '>']))
}

/// The field that a text starts with, and where what it says begins.
fn named(text: &str) -> Option<(Field, usize)> {
    // The longest name has 26 characters.
    let colon = text.bytes().take(40).position(|b| b == b':')?;
    let name = text.get(..colon)?.trim_end_matches(is_blank);
    Some((Field::named(name)?, colon + 1))
}

/// A selector with its domain, where both can be names.
fn key(selector: &str, domain: &str) -> Option<Lead> {
    let bare = |text: &str| text.split_whitespace().collect::<String>();
    let named = Selector::parse(&[&bare(selector), "._domainkey.", &bare(domain)].concat())?;
    Some(Lead { domain: named.domain?, selector: Some(named.name) })
}

/// The domain of an address, where it can be a name.
fn domain(address: &str) -> Option<Lead> {
    let named = Selector::parse(&["x._domainkey.", after_at(address.trim_matches(['<', '>']))].concat())?;
    named.domain.filter(|domain| domain.contains('.')).map(|domain| Lead { domain, selector: None })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn leads(text: &str) -> Vec<String> {
        let named = |lead: Lead| match lead.selector {
            Some(selector) => format!("{selector} {}", lead.domain),
            None => lead.domain,
        };
        Header::parse(text).leads(text).into_iter().map(named).collect()
    }

    #[test]
    fn a_field_is_known_by_its_name() {
        for (text, expected) in [
            ("DKIM-Signature: v=1", Some(Field::Signature)),
            ("dkim-signature:v=1", Some(Field::Signature)),
            ("ARC-Authentication-Results : i=1; x", Some(Field::ArcResults)),
            ("X-Google-DKIM-Signature: v=1", None),
            ("DKIM-Signature v=1", None),
            ("The DKIM-Signature: v=1", None),
            ("ééééééééééééééééééééé: v=1", None),
            ("", None),
        ] {
            assert_eq!(named(text).map(|(field, _)| field), expected, "{text}");
        }
    }

    #[test]
    fn what_a_field_names_can_be_looked_up() {
        for (text, expected) in [
            ("DKIM-Signature: v=1; d=Example.com; s=2024.Mail; b=x", vec!["2024.mail example.com"]),
            ("ARC-Seal: i=1; d=example.com; s=a b; cv=none", vec!["ab example.com"]),
            ("DKIM-Signature: s=; d=", vec![]),
            (
                "Authentication-Results: mx.example; dkim=pass header.i=@example.com header.s=s1; \
                 dmarc=pass header.from=example.com",
                vec!["s1 example.com", "example.com"],
            ),
            (
                "Received-SPF: pass (x) client-ip=192.0.2.1; envelope-from=\"a@example.com\"; helo=h.example",
                vec!["example.com"],
            ),
            ("Received-SPF: none envelope-from=<>; helo=h.example;", vec!["h.example"]),
            (
                "Received-SPF: pass envelope-from=a@example.com; helo=h.example; identity=helo",
                vec!["h.example"],
            ),
            (
                "Received-SPF: Pass (x: domain of example.com designates y) helo=h.example",
                vec!["example.com"],
            ),
            ("Received-SPF:", vec![]),
        ] {
            assert_eq!(leads(text), expected, "{text}");
        }
    }

    #[test]
    fn results_are_told_apart_from_what_stands_around_them() {
        let text = "ARC-Authentication-Results: i=2; mx.example 1; dkim/1=pass (a; spf=fail) header.d=example.com; \
                    spf=softfail smtp.mailfrom=a@b.example; none";
        let header = Header::parse(text);
        assert_eq!((header.instance(text), header.author(text)), (Some("2"), Some("mx.example")));
        let results: Vec<(String, String)> =
            header.results(text).map(|result| (result.method(), result.result())).collect();
        let expected = [("dkim", "pass"), ("spf", "softfail")];
        assert_eq!(results, expected.map(|(method, result)| (method.to_owned(), result.to_owned())));
        // As Microsoft writes it inside its own service: without a name at the front.
        let text = "Authentication-Results: spf=pass smtp.mailfrom=example.com; dkim=none";
        let header = Header::parse(text);
        assert_eq!((header.author(text), header.results(text).count()), (None, 2));
    }

    #[test]
    fn a_received_spf_line_has_a_result_and_keys() {
        let text = "Received-SPF: SoftFail (x: domain of a@b.example) client-ip=192.0.2.1; helo=h.example";
        let header = Header::parse(text);
        assert_eq!(header.spf_result(text), Some("SoftFail"));
        assert_eq!(header.spf_value(text, "client-ip"), Some("192.0.2.1"));
        assert_eq!(header.spf_value(text, "receiver"), None);
    }

    #[test]
    fn the_domain_that_was_asked_about_is_the_one_that_a_line_names() {
        for (text, expected) in [
            ("pass client-ip=192.0.2.1; envelope-from=a@b.example; helo=h.example", Some("b.example")),
            ("pass envelope-from=\"a@b.example\"; helo=h.example; identity=mailfrom", Some("b.example")),
            ("pass envelope-from=a@b.example; helo=h.example; identity=helo", Some("h.example")),
            ("pass envelope-from=<>; helo=h.example", Some("h.example")),
            ("pass envelope-from=a@b.example; identity=helo", None),
            ("Pass (mx.example: domain of b.example designates x) helo=h.example; pr=C", Some("b.example")),
            ("Fail (mx.example: domain of b.example does not designate x) helo=h.example", Some("b.example")),
            (
                "SoftFail (x: domain of transitioning b.example discourages use of y) helo=h",
                Some("b.example"),
            ),
            ("pass (x: domain of a@b.example designates y as permitted sender)", Some("b.example")),
            ("None (mx.example: b.example does not designate permitted sender hosts) helo=h", None),
            ("pass (domain of ) helo=h.example", None),
            ("pass client-ip=192.0.2.1; helo=h.example", None),
        ] {
            let text = ["Received-SPF: ", text].concat();
            assert_eq!(Header::parse(&text).spf_domain(&text), expected, "{text}");
        }
    }
}

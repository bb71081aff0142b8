//! SPF records as written (RFC 7208, sections 4.5, 4.6 and 12).

mod earlier;
mod merge;
mod rest;
mod term;

use std::net::{Ipv4Addr, Ipv6Addr};

pub use earlier::Shadow;
use earlier::shadowed;
pub use merge::{Merged, merged};
pub use rest::Rest;
pub use term::parse_term;

use super::Reading;
use super::domain_spec::{DomainProblem, DomainSpec};
use crate::text::Span;

/// What happens to mail that a mechanism matches (RFC 7208, section 4.6.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Qualifier {
    /// `+`, and what stands where nothing does.
    Pass,
    /// `-`
    Fail,
    /// `~`
    SoftFail,
    /// `?`
    Neutral,
}

/// The length of a network's prefix, as in `/24` or `//64`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Prefix {
    /// From the first slash to the last digit.
    pub span: Span,
    /// The number of bits.
    pub length: u8,
}

/// What a term is, with what it carries. A value that could not be read is `None`; [`Term::problem`] says why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TermKind {
    /// Matches everything.
    All,
    /// Matches what another domain's record passes.
    Include(Option<DomainSpec>),
    /// Matches the addresses of a name; none means the domain itself.
    A(Option<DomainSpec>),
    /// Matches the addresses of a domain's mail servers; none means the domain itself.
    Mx(Option<DomainSpec>),
    /// Matches servers whose address claims a name below this one.
    Ptr(Option<DomainSpec>),
    /// Matches an IPv4 address or network.
    Ip4(Option<Ipv4Addr>),
    /// Matches an IPv6 address or network.
    Ip6(Option<Ipv6Addr>),
    /// Matches where a name exists.
    Exists(Option<DomainSpec>),
    /// Uses another domain's record where nothing here matches.
    Redirect(Option<DomainSpec>),
    /// Names the text that is given with a refusal.
    Exp(Option<DomainSpec>),
    /// An option that receivers don't know and skip.
    UnknownModifier(Option<DomainSpec>),
    /// Nothing that SPF has a name for.
    Unrecognised,
}

/// Why receivers can't read a term.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TermProblem {
    /// No mechanism has this name.
    UnknownMechanism,
    /// A comma or semicolon where a space belongs.
    StrayPunctuation,
    /// `redirect` and `exp` take no sign before them.
    QualifierOnModifier,
    /// `redirect:` or `exp:`; an option takes `=`.
    ModifierWithColon,
    /// Nothing stands after the colon, or there is no colon.
    MissingValue,
    /// `all` and the like take no value.
    UnexpectedValue,
    /// A prefix length where none may stand.
    UnexpectedPrefix,
    /// The domain can't be read.
    Domain(DomainProblem),
    /// A name stands after `ip4:` or `ip6:`.
    NameAsAddress,
    /// An IPv6 address after `ip4:`, or the reverse.
    WrongFamily,
    /// Fewer than four groups in an IPv4 address.
    PartialAddress,
    /// A group of an IPv4 address, or a prefix, starts with a zero that is not alone.
    LeadingZero,
    /// No address at all.
    BadAddress,
    /// More bits than an address has.
    PrefixTooLong,
    /// No number after the slash.
    BadPrefix,
    /// `redirect` or `exp` for the second time.
    RepeatedModifier,
    /// An option without a name, as in `=x`.
    EmptyName,
    /// A character that no term may hold.
    BadCharacter,
}

/// The servers that a term fits which fits all of a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Everyone {
    /// Every server.
    All,
    /// Every server that sends over IPv4.
    Ip4,
    /// Every server that sends over IPv6.
    Ip6,
}

/// One directive or modifier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// The whole term.
    pub span: Span,
    /// The sign before a mechanism, where one is written.
    pub qualifier: Option<(Qualifier, Span)>,
    /// Its name.
    pub name: Span,
    /// The `:` or `=` after the name.
    pub delimiter: Option<Span>,
    /// What stands after it, without prefix lengths.
    pub value: Option<Span>,
    /// `/24`
    pub prefix4: Option<Prefix>,
    /// `//64`, or `/64` after `ip6`
    pub prefix6: Option<Prefix>,
    /// What it is.
    pub kind: TermKind,
    /// Why receivers can't read it, and where; the most telling one.
    pub problem: Option<(TermProblem, Span)>,
}

impl Term {
    /// What is done with mail that it matches.
    pub fn effect(&self) -> Qualifier {
        self.qualifier.map_or(Qualifier::Pass, |(qualifier, _)| qualifier)
    }

    /// It is a mechanism that receivers can read.
    pub fn is_mechanism(&self) -> bool {
        match self.kind {
            TermKind::All
            | TermKind::Include(_)
            | TermKind::A(_)
            | TermKind::Mx(_)
            | TermKind::Ptr(_)
            | TermKind::Ip4(_)
            | TermKind::Ip6(_)
            | TermKind::Exists(_) => true,
            TermKind::Redirect(_)
            | TermKind::Exp(_)
            | TermKind::UnknownModifier(_)
            | TermKind::Unrecognised => false,
        }
    }

    /// It sends receivers from the record at `name` to that record again.
    pub fn names_itself(&self, text: &str, name: &str) -> bool {
        let (TermKind::Include(Some(target)) | TermKind::Redirect(Some(target))) = &self.kind else {
            return false;
        };
        let target = target.span.text(text);
        // `%{d}` is the domain whose record is being read.
        target.eq_ignore_ascii_case("%{d}")
            || target.strip_suffix('.').unwrap_or(target).eq_ignore_ascii_case(name)
    }

    /// Costs one of the ten lookups (RFC 7208, section 4.6.4).
    pub fn is_lookup(&self) -> bool {
        match self.kind {
            TermKind::Include(_)
            | TermKind::A(_)
            | TermKind::Mx(_)
            | TermKind::Ptr(_)
            | TermKind::Exists(_)
            | TermKind::Redirect(_) => true,
            TermKind::All
            | TermKind::Ip4(_)
            | TermKind::Ip6(_)
            | TermKind::Exp(_)
            | TermKind::UnknownModifier(_)
            | TermKind::Unrecognised => false,
        }
    }

    /// The domain that it names, where it names one that could be read.
    pub fn domain(&self) -> Option<&DomainSpec> {
        match &self.kind {
            TermKind::Include(domain)
            | TermKind::A(domain)
            | TermKind::Mx(domain)
            | TermKind::Ptr(domain)
            | TermKind::Exists(domain)
            | TermKind::Redirect(domain)
            | TermKind::Exp(domain) => domain.as_ref(),
            TermKind::All
            | TermKind::Ip4(_)
            | TermKind::Ip6(_)
            | TermKind::UnknownModifier(_)
            | TermKind::Unrecognised => None,
        }
    }

    /// It passes every server there is, where it does.
    pub fn everyone(&self) -> Option<Everyone> {
        if self.effect() != Qualifier::Pass || self.problem.is_some() {
            return None;
        }
        let four = self.prefix4.is_some_and(|prefix| prefix.length == 0).then_some(Everyone::Ip4);
        let six = self.prefix6.is_some_and(|prefix| prefix.length == 0).then_some(Everyone::Ip6);
        match self.kind {
            TermKind::All => Some(Everyone::All),
            TermKind::Ip4(_) => four,
            TermKind::Ip6(_) => six,
            TermKind::A(_) | TermKind::Mx(_) => four.or(six),
            TermKind::Include(_)
            | TermKind::Ptr(_)
            | TermKind::Exists(_)
            | TermKind::Redirect(_)
            | TermKind::Exp(_)
            | TermKind::UnknownModifier(_)
            | TermKind::Unrecognised => None,
        }
    }

    /// An option that receivers skip, whose name is a mechanism's: `include=x`, meant as `include:x`.
    pub fn is_mechanism_written_as_option(&self, text: &str) -> bool {
        matches!(self.kind, TermKind::UnknownModifier(_)) && is_mechanism_name(self.name.text(text))
    }
}

/// A term with the blanks before it: what goes where the term is taken out.
pub fn with_gap(text: &str, span: Span) -> Span {
    let before = text[..span.start].trim_end_matches(' ').len();
    Span::new(before, span.end)
}

/// The names of mechanisms, without regard to case.
pub fn is_mechanism_name(name: &str) -> bool {
    ["all", "include", "a", "mx", "ptr", "ip4", "ip6", "exists"]
        .iter()
        .any(|known| name.eq_ignore_ascii_case(known))
}

/// An SPF record as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spf {
    /// What stands where `v=spf1` belongs, with whatever is glued to it.
    pub version: Span,
    /// It is exactly `v=spf1`, at the very start, followed by a space or the end (RFC 7208, section 4.5).
    pub recognised: bool,
    /// The terms, in order.
    pub terms: Vec<Term>,
    /// Blanks between terms that are no plain space: a tab, a line break, a no-break space.
    pub odd_gaps: Vec<Span>,
    /// The mechanisms that decide on nothing, each by its place among the terms; none where receivers can't use the record.
    pub shadowed: Vec<(usize, Shadow)>,
}

impl Spf {
    /// Reads any text as an SPF record.
    pub fn parse(text: &str) -> Self {
        let mut words = words(text);
        let (before, version) = words.next().unwrap_or((Span::default(), Span::default()));
        let recognised = before.is_empty()
            && version.text(text).eq_ignore_ascii_case("v=spf1")
            && matches!(text.as_bytes().get(version.end), None | Some(b' '));
        let mut spf =
            Self { version, recognised, terms: Vec::new(), odd_gaps: Vec::new(), shadowed: Vec::new() };
        for (gap, word) in words {
            if gap.text(text).bytes().any(|b| b != b' ') {
                spf.odd_gaps.push(gap);
            }
            if !word.is_empty() {
                spf.terms.push(parse_term(text, word));
            }
        }
        spf.mark_repeated_modifiers();
        if spf.reading() == Reading::Used {
            spf.shadowed = shadowed(text, spf.reach());
        }
        spf
    }

    /// What receivers make of it.
    pub fn reading(&self) -> Reading {
        if !self.recognised {
            Reading::Ignored
        } else if !self.odd_gaps.is_empty() || self.terms.iter().any(|term| term.problem.is_some()) {
            Reading::Broken
        } else {
            Reading::Used
        }
    }

    /// The first `all`, with its index: what stands after it is never reached.
    pub fn all(&self) -> Option<(usize, &Term)> {
        self.terms.iter().enumerate().find(|(_, term)| matches!(term.kind, TermKind::All))
    }

    /// The first `redirect`, with its index.
    pub fn redirect(&self) -> Option<(usize, &Term)> {
        self.terms.iter().enumerate().find(|(_, term)| matches!(term.kind, TermKind::Redirect(_)))
    }

    /// The terms that a receiver can reach: up to and with `all`, and modifiers anywhere.
    pub fn reachable(&self) -> impl Iterator<Item = &Term> {
        self.reach().map(|(_, term)| term)
    }

    /// The mechanisms that a receiver can reach and that none before them decides for.
    pub fn deciding(&self) -> impl Iterator<Item = &Term> {
        let is_shadowed = |at: usize| self.shadowed.binary_search_by_key(&at, |(at, _)| *at).is_ok();
        self.reach().filter(move |(at, term)| term.is_mechanism() && !is_shadowed(*at)).map(|(_, term)| term)
    }

    fn reach(&self) -> impl Iterator<Item = (usize, &Term)> {
        let last = self.all().map_or(usize::MAX, |(i, _)| i);
        self.terms.iter().enumerate().filter(move |(i, term)| match term.kind {
            TermKind::Redirect(_) => last == usize::MAX,
            _ => *i <= last,
        })
    }

    /// `redirect` and `exp` may stand once each (RFC 7208, section 6).
    fn mark_repeated_modifiers(&mut self) {
        let (mut redirect, mut exp) = (false, false);
        for term in &mut self.terms {
            let seen = match term.kind {
                TermKind::Redirect(_) => &mut redirect,
                TermKind::Exp(_) => &mut exp,
                _ => continue,
            };
            if *seen && term.problem.is_none() {
                term.problem = Some((TermProblem::RepeatedModifier, term.span));
            }
            *seen = true;
        }
    }
}

/// The words of a record, each with the blank before it; a last empty word carries a trailing odd blank.
fn words(text: &str) -> impl Iterator<Item = (Span, Span)> {
    let mut at = 0;
    let mut first = true;
    std::iter::from_fn(move || {
        let rest = &text[at..];
        if rest.is_empty() && !first {
            return None;
        }
        first = false;
        let blank = rest.len() - rest.trim_start_matches(is_gap).len();
        let word = rest[blank..].find(is_gap).unwrap_or(rest.len() - blank);
        let gap = Span::new(at, at + blank);
        at += blank + word;
        Some((gap, Span::new(at - word, at)))
    })
}

/// Blanks of any kind, so that a term after a tab is still explained; only the plain space is allowed.
fn is_gap(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200b}' | '\u{feff}' | '\u{2060}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reading(text: &str) -> Reading {
        Spf::parse(text).reading()
    }

    fn problems(text: &str) -> Vec<TermProblem> {
        Spf::parse(text).terms.iter().filter_map(|term| term.problem.map(|(problem, _)| problem)).collect()
    }

    #[test]
    fn what_receivers_read() {
        for text in [
            "v=spf1",
            "v=spf1 -all",
            "V=SPF1 MX -ALL",
            "v=spf1  mx   -all ",
            "v=spf1 a/24//64 -all",
            "v=spf1 mx:foo.com/0 -all",
            "v=spf1 include:_spf.google.com",
            "v=spf1 redirect=_spf.x.com -all",
            "v=spf1 foo=bar foo=baz moo.x=1 -all",
            "v=spf1 exists:%{ir}.%{v}._spf.%{d2} -all",
            "v=spf1 ip6:::ffff:192.0.2.1 -all",
            "v=spf1 include=example.com ~all",
            "v=spf1 include:xn--bcher-kva.example -all",
            "v=spf1 ip4:192.0.2.5/24 a:foo_bar.example.com//0 ?ptr:x.example",
        ] {
            assert_eq!(reading(text), Reading::Used, "{text}");
        }
    }

    #[test]
    fn what_is_no_spf_record() {
        for text in
            ["v=spf1;", "v=spf10", " v=spf1 -all", "v=spf1, mx", "v=spf1\tmx -all", "\"v=spf1 -all\"", ""]
        {
            assert_eq!(reading(text), Reading::Ignored, "{text:?}");
        }
    }

    #[test]
    fn what_is_an_error_to_them() {
        use DomainProblem as D;
        use TermProblem as P;
        for (text, expected) in [
            ("v=spf1 a/24/64 -all", P::BadPrefix),
            ("v=spf1 a//129 -all", P::PrefixTooLong),
            ("v=spf1 redirect=a.com redirect=b.com", P::RepeatedModifier),
            ("v=spf1 =foo -all", P::EmptyName),
            ("v=spf1 foo=%abc -all", P::Domain(D::LonePercent)),
            ("v=spf1 exists:%(ir).x.com -all", P::Domain(D::LonePercent)),
            ("v=spf1 a:foo-bar -all", P::Domain(D::SingleLabel)),
            ("v=spf1 a:1.2.3.4 -all", P::Domain(D::Address)),
            ("v=spf1 include:bücher.example -all", P::Domain(D::NotAscii)),
            ("v=spf1 redirect:example.com", P::ModifierWithColon),
            ("v=spf1 -redirect=example.com", P::QualifierOnModifier),
            ("v=spf1 include ~all", P::MissingValue),
            ("v=spf1 include: ~all", P::MissingValue),
            ("v=spf1 all:x", P::UnexpectedValue),
            ("v=spf1 all/24", P::UnexpectedPrefix),
            ("v=spf1 ptr/24", P::UnexpectedPrefix),
            ("v=spf1 exists:x.com/24", P::Domain(D::BadTopLabel)),
            ("v=spf1 ip4:1.2.3.4//64", P::BadPrefix),
            ("v=spf1 ip4:192.0.2", P::PartialAddress),
            ("v=spf1 ip4:192.0.2.1/33", P::PrefixTooLong),
            ("v=spf1 ip4:192.0.2.1/032", P::LeadingZero),
            ("v=spf1 ip4:192.0.02.1", P::LeadingZero),
            ("v=spf1 ip4:2001:db8::1", P::WrongFamily),
            ("v=spf1 ip6:192.0.2.1", P::WrongFamily),
            ("v=spf1 ip6:2001:db8::/129", P::PrefixTooLong),
            ("v=spf1 ip4:mail.example.com", P::NameAsAddress),
            ("v=spf1 ipv4:192.0.2.1", P::UnknownMechanism),
            ("v=spf1 include:a.com; ~all", P::StrayPunctuation),
            ("v=spf1 ip4:192.0.2.1, ~all", P::StrayPunctuation),
            ("v=spf1 ; -all", P::StrayPunctuation),
            ("v=spf1 192.0.2.1 -all", P::UnknownMechanism),
        ] {
            assert_eq!((problems(text), reading(text)), (vec![expected], Reading::Broken), "{text}");
        }
        assert_eq!(reading("v=spf1 a\tmx -all"), Reading::Broken, "a tab between terms");
        assert_eq!(Spf::parse("v=spf1 a\tmx -all").terms.len(), 3, "one bad gap does not hide what follows");
    }

    #[test]
    fn parts_have_their_places() {
        let text = "v=spf1 ~a:mail.example.com/24//64 ip6:2001:db8::/32 -all";
        let spf = Spf::parse(text);
        let a = &spf.terms[0];
        assert_eq!(a.span.text(text), "~a:mail.example.com/24//64");
        assert_eq!(a.name.text(text), "a");
        assert_eq!(a.value.unwrap().text(text), "mail.example.com");
        assert_eq!(a.prefix4.unwrap().span.text(text), "/24");
        assert_eq!(a.prefix6.unwrap().span.text(text), "//64");
        assert_eq!(spf.terms[1].prefix6.unwrap().length, 32);
        assert_eq!(spf.all().unwrap().0, 2);
    }
}

//! One term of an SPF record: a sentence on the whole, and one on each piece.

use std::borrow::Cow;
use std::fmt;
use std::net::{Ipv4Addr, Ipv6Addr};

use ipnet::{Ipv4Net, Ipv6Net};

use crate::explain::{Role, Segment, macros};
use crate::providers::{self, Provider};
use crate::record::domain_spec::{DomainProblem, DomainSpec, holds_no_name};
use crate::record::spf::{Prefix, Qualifier, Term, TermKind, TermProblem};
use crate::text::prose::{Quoted, code};

/// Where a term stands with regard to `all`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// There is no `all`.
    Open,
    /// There is one, not before it.
    WithAll,
    /// It stands after it.
    AfterAll,
}

/// What the term does, as a whole; `looks` is who its domain looks like.
pub fn sentence(
    term: &Term,
    text: &str,
    looks: Looks,
    place: Place,
    alone: bool,
) -> (Role, Cow<'static, str>) {
    let role = role(term);
    if let Some((problem, _)) = term.problem {
        return (Role::Unknown, problem_sentence(term, problem, text).into());
    }
    let redirect = matches!(term.kind, TermKind::Redirect(_));
    if redirect && place != Place::Open {
        return (role, Cow::Borrowed("Receivers skip this, because the record has an `all`."));
    }
    if place == Place::AfterAll && term.is_mechanism() {
        return (role, Cow::Borrowed("Receivers never reach this, because it stands after `all`."));
    }
    if let Some(says) = leads_nowhere(term, text) {
        return (role, says.into());
    }
    let does = effect(term);
    let says = match &term.kind {
        TermKind::All => return (role, Cow::Borrowed(all(term.effect(), alone))),
        TermKind::Include(domain) => {
            let name = Named(domain.as_ref(), text);
            format!(
                "{does} every server that the SPF record of {name} allows.{looks} Receivers make 10 lookups at most, and this takes at least 1."
            )
        }
        TermKind::A(domain) => {
            let (name, around) = (Named(domain.as_ref(), text), around(term));
            format!(
                "{does} the server at the address of {name}{around}.{looks} Receivers make 10 lookups at most, and this takes 1."
            )
        }
        TermKind::Mx(domain) => {
            let (name, around) = (Named(domain.as_ref(), text), around(term));
            format!(
                "{does} the servers that receive mail for {name}{around}.{looks} Receivers make 10 lookups at most, and this takes 1."
            )
        }
        TermKind::Ptr(domain) => {
            let name = Named(domain.as_ref(), text);
            format!(
                "{does} servers whose address leads back to a name at or below {name}. It is slow and not to be relied on."
            )
        }
        TermKind::Ip4(address) => address.map_or_else(String::new, |ip| ip4(does, ip, term.prefix4)),
        TermKind::Ip6(address) => address.map_or_else(String::new, |ip| ip6(does, ip, term.prefix6)),
        TermKind::Exists(domain) => {
            let name = Named(domain.as_ref(), text);
            let dynamic = domain.as_ref().is_some_and(DomainSpec::is_dynamic);
            let made = if dynamic { ", a name made from each message's details," } else { "" };
            format!(
                "{does} a server when {name}{made} is found in DNS.{looks} Receivers make 10 lookups at most, and this takes 1."
            )
        }
        TermKind::Redirect(domain) => {
            let name = Named(domain.as_ref(), text);
            format!(
                "Where nothing before matches, the SPF record of {name} decides.{looks} Receivers make 10 lookups at most, and this takes at least 1."
            )
        }
        TermKind::Exp(_) => {
            return (role, Cow::Borrowed("Names a text that receivers may quote when they refuse mail."));
        }
        TermKind::UnknownModifier(_) => unknown_modifier(term, text),
        TermKind::Unrecognised => return (role, Cow::Borrowed("Receivers can't read this part.")),
    };
    (role, Cow::Owned(says))
}

/// What becomes of a term whose domain nobody can have.
fn leads_nowhere(term: &Term, text: &str) -> Option<String> {
    let domain = term.domain().filter(|domain| holds_no_name(domain.span.text(text)))?;
    let name = Named(Some(domain), text);
    match term.kind {
        TermKind::Include(_) | TermKind::Redirect(_) => Some(format!(
            "Receivers find no SPF record by {name}. Where they get to this part, they count the whole record as an error."
        )),
        TermKind::A(_) | TermKind::Mx(_) | TermKind::Ptr(_) | TermKind::Exists(_) => {
            Some(format!("Matches no server, because none can have the name {name}."))
        }
        TermKind::All
        | TermKind::Ip4(_)
        | TermKind::Ip6(_)
        | TermKind::Exp(_)
        | TermKind::UnknownModifier(_)
        | TermKind::Unrecognised => None,
    }
}

fn role(term: &Term) -> Role {
    match term.kind {
        TermKind::All => Role::Qualifier,
        TermKind::Include(_) | TermKind::Redirect(_) => Role::Domain,
        TermKind::A(_) | TermKind::Mx(_) | TermKind::Ptr(_) => Role::Host,
        TermKind::Ip4(_) | TermKind::Ip6(_) => Role::Network,
        TermKind::Exists(_) => Role::Macro,
        TermKind::Exp(_) => Role::Value,
        TermKind::UnknownModifier(_) | TermKind::Unrecognised => Role::Unknown,
    }
}

fn all(effect: Qualifier, alone: bool) -> &'static str {
    match (effect, alone) {
        (Qualifier::Pass, _) => "Allows every server in the world to send mail in this domain's name.",
        (Qualifier::Fail, true) => "No server may send mail for this domain: all of it should be refused.",
        (Qualifier::Fail, false) => "Mail from anywhere else should be refused.",
        (Qualifier::SoftFail, true) => {
            "All mail from this domain should be let in but treated with suspicion."
        }
        (Qualifier::SoftFail, false) => {
            "Mail from anywhere else should be let in but treated with suspicion."
        }
        (Qualifier::Neutral, _) => "The domain says nothing about mail from anywhere else.",
    }
}

/// What is done with mail from those who are named next.
fn effect(term: &Term) -> &'static str {
    match term.effect() {
        Qualifier::Pass => "Allows",
        Qualifier::Fail => "Refuses mail from",
        Qualifier::SoftFail => "Treats mail with suspicion from",
        Qualifier::Neutral => "Says nothing about mail from",
    }
}

/// A domain as a sentence names it.
struct Named<'a>(Option<&'a DomainSpec>, &'a str);

impl fmt::Display for Named<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(domain) => Quoted(domain.span.text(self.1)).fmt(f),
            None => f.write_str("this domain"),
        }
    }
}

/// Who a domain looks like, as a sentence of its own; nothing where nobody is known by it.
#[derive(Clone, Copy)]
pub struct Looks(Option<&'static Provider>);

impl Looks {
    /// Who the domain of a term looks like.
    pub fn of(term: &Term, text: &str) -> Self {
        let plain = |domain: &DomainSpec| {
            let written = domain.span.text(text);
            providers::by_spf_domain(written.rsplit_once("}.").map_or(written, |(_, rest)| rest))
        };
        Self(term.domain().and_then(plain))
    }
}

impl fmt::Display for Looks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(provider) => write!(f, " This looks like {}.", provider.name),
            None => Ok(()),
        }
    }
}

/// `/24` after a name: the networks around its addresses.
fn around(term: &Term) -> String {
    let prefixes: Vec<String> = [term.prefix4.map(|p| (p, "IPv4")), term.prefix6.map(|p| (p, "IPv6"))]
        .into_iter()
        .flatten()
        .map(|(prefix, family)| format!("/{} for {family}", prefix.length))
        .collect();
    if prefixes.is_empty() {
        String::new()
    } else {
        format!(", and the network around it ({})", prefixes.join(", "))
    }
}

fn ip4(does: &str, address: Ipv4Addr, prefix: Option<Prefix>) -> String {
    let length = prefix.map_or(32, |p| p.length);
    let Ok(net) = Ipv4Net::new(address, length) else { return format!("{does} the server at {address}.") };
    match length {
        32 => [does, " one server, the one at this address."].concat(),
        0 => [does, " every IPv4 address in the world."].concat(),
        _ => {
            let size = grouped(1_u64 << (32 - u32::from(length)));
            format!("{does} the {size} addresses from `{}` to `{}`.", net.network(), net.broadcast())
        }
    }
}

fn ip6(does: &str, address: Ipv6Addr, prefix: Option<Prefix>) -> String {
    let length = prefix.map_or(128, |p| p.length);
    let Ok(net) = Ipv6Net::new(address, length) else { return format!("{does} the server at {address}.") };
    match length {
        128 => [does, " one server, the one at this address."].concat(),
        0 => [does, " every IPv6 address in the world."].concat(),
        _ => format!("{does} the IPv6 addresses from `{}` to `{}`.", net.network(), net.broadcast()),
    }
}

/// `65,536`
fn grouped(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::with_capacity(digits.len() + 3);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

fn unknown_modifier(term: &Term, text: &str) -> String {
    let name = code(term.name.text(text));
    if term.is_mechanism_written_as_option(text) {
        if term.name.text(text).eq_ignore_ascii_case("all") {
            return format!("Receivers skip this: {name} takes no value, and no equals sign.");
        }
        format!("Receivers skip this: it has `=` where {name} needs a colon.")
    } else {
        format!("Receivers don't know the option {name} and skip it.")
    }
}

/// Why receivers can't read a term; what follows for the record stands in its summary.
fn problem_sentence(term: &Term, problem: TermProblem, text: &str) -> String {
    let name = code(term.name.text(text));
    let value = code(term.value.unwrap_or(term.span).text(text));
    let written = code(term.span.text(text));
    let because = match problem {
        TermProblem::UnknownMechanism => format!("SPF has no mechanism called {name}"),
        TermProblem::StrayPunctuation => "terms are parted by spaces, not by commas or semicolons".to_owned(),
        TermProblem::QualifierOnModifier => "an option takes no sign before it".to_owned(),
        TermProblem::ModifierWithColon => format!("{name} takes an equals sign"),
        TermProblem::MissingValue => format!("nothing stands after {name}"),
        TermProblem::UnexpectedValue => format!("{name} takes no value"),
        TermProblem::UnexpectedPrefix => format!("{name} takes no such ending"),
        TermProblem::Domain(problem) => domain_problem(problem, &name, &value),
        TermProblem::NameAsAddress => format!("{name} takes an address, and {value} is a name"),
        TermProblem::WrongFamily => format!("{value} is an address of the other kind than {name} takes"),
        TermProblem::PartialAddress => format!("{value} is only a part of an address"),
        TermProblem::LeadingZero => format!("a number in {written} starts with a zero"),
        TermProblem::BadAddress => format!("{value} is no address"),
        TermProblem::PrefixTooLong => format!("the number after the slash in {written} is too large"),
        TermProblem::BadPrefix => format!("what stands after the slash in {written} is no number of bits"),
        TermProblem::RepeatedModifier => format!("{name} may stand in a record only once"),
        TermProblem::EmptyName => "no name stands before the equals sign".to_owned(),
        TermProblem::BadCharacter => "it holds a character that no term can hold".to_owned(),
    };
    format!("Receivers can't read this part: {because}.")
}

fn domain_problem(problem: DomainProblem, name: &str, value: &str) -> String {
    match problem {
        DomainProblem::Missing => format!("nothing stands after {name}"),
        DomainProblem::LonePercent => "a `%` starts a macro such as `%{i}`, and none follows".to_owned(),
        DomainProblem::UnknownLetter => "no macro has this letter".to_owned(),
        DomainProblem::ExplanationLetter => {
            "the letters `c`, `r` and `t` work in explanations only".to_owned()
        }
        DomainProblem::ZeroParts => "a macro can't keep zero parts".to_owned(),
        DomainProblem::BadTransformer => "the text between the braces is no macro".to_owned(),
        DomainProblem::BadCharacter => format!("{value} holds a character that no name can hold"),
        DomainProblem::NotAscii => format!("{value} holds letters that DNS writes in another form"),
        DomainProblem::Address => format!("{name} takes a name, and {value} is an address"),
        DomainProblem::SingleLabel => format!("{value} is no full name: it holds no dot"),
        DomainProblem::BadTopLabel => format!("{value} does not end as a name does"),
    }
}

/// Sign, name, colon, value and prefix, each with its sentence; `looks` is who the term's domain looks like.
pub fn segments(term: &Term, text: &str, looks: Looks) -> Vec<Segment> {
    let mut out = Vec::with_capacity(6);
    if let Some((qualifier, span)) = term.qualifier {
        out.push(Segment::new(span, Role::Qualifier, qualifier_sentence(qualifier)));
    }
    let name = term.name.text(text);
    out.push(Segment::new(term.name, name_role(term), name_sentence(term, name)));
    if let Some(delimiter) = term.delimiter {
        let says = format!("What follows is the value of {}.", Quoted(name));
        out.push(Segment::new(delimiter, Role::Separator, says));
    }
    match (term.domain(), term.value) {
        (Some(domain), _) if domain.is_dynamic() => out.extend(macros::segments(domain, text)),
        (domain, Some(value)) => {
            let (role, says) = value_sentence(term, domain, value.text(text), looks);
            out.push(Segment::new(value, role, says));
        }
        (_, None) => {}
    }
    for (prefix, bits) in [(term.prefix4, 32), (term.prefix6, 128)] {
        if let Some(prefix) = prefix {
            let says = if prefix.length == bits {
                Cow::Borrowed("All bits of the address count: it stands for one server.")
            } else {
                Cow::Owned(format!(
                    "Only the first {} bits of the address count, so it stands for a whole network.",
                    prefix.length
                ))
            };
            out.push(Segment::new(prefix.span, Role::Network, says));
        }
    }
    out
}

fn qualifier_sentence(qualifier: Qualifier) -> &'static str {
    match qualifier {
        Qualifier::Pass => "A plus sign: mail that matches is allowed. This is meant without a sign, too.",
        Qualifier::Fail => "A minus sign: mail that matches should be refused.",
        Qualifier::SoftFail => "A tilde: mail that matches should be let in but treated with suspicion.",
        Qualifier::Neutral => "A question mark: the domain says nothing about mail that matches.",
    }
}

fn name_role(term: &Term) -> Role {
    if matches!(term.kind, TermKind::Unrecognised) { Role::Unknown } else { Role::Name }
}

fn name_sentence(term: &Term, name: &str) -> Cow<'static, str> {
    Cow::Borrowed(match &term.kind {
        TermKind::All => "`all` matches every server.",
        TermKind::Include(_) => "`include` matches the servers that another domain's SPF record allows.",
        TermKind::A(_) => "`a` matches the addresses of a name.",
        TermKind::Mx(_) => "`mx` matches the servers that receive mail for a domain.",
        TermKind::Ptr(_) => "`ptr` matches servers whose address leads back to a name.",
        TermKind::Ip4(_) => "`ip4` matches an IPv4 address or a network of them.",
        TermKind::Ip6(_) => "`ip6` matches an IPv6 address or a network of them.",
        TermKind::Exists(_) => "`exists` matches when a name is found in DNS.",
        TermKind::Redirect(_) => "`redirect` hands the decision to another domain's record.",
        TermKind::Exp(_) => "`exp` names a text for refusals.",
        TermKind::UnknownModifier(_) => {
            return format!("Receivers know no option called {}.", Quoted(name)).into();
        }
        TermKind::Unrecognised => return format!("SPF has no mechanism called {}.", Quoted(name)).into(),
    })
}

fn value_sentence(term: &Term, domain: Option<&DomainSpec>, value: &str, looks: Looks) -> (Role, String) {
    match &term.kind {
        TermKind::Ip4(Some(_)) | TermKind::Ip6(Some(_)) => {
            (Role::Network, format!("The address {}.", Quoted(value)))
        }
        TermKind::UnknownModifier(_) => {
            (Role::Value, format!("The value {}, which receivers skip.", Quoted(value)))
        }
        TermKind::All
        | TermKind::Include(_)
        | TermKind::A(_)
        | TermKind::Mx(_)
        | TermKind::Ptr(_)
        | TermKind::Ip4(None)
        | TermKind::Ip6(None)
        | TermKind::Exists(_)
        | TermKind::Redirect(_)
        | TermKind::Exp(_)
        | TermKind::Unrecognised => match domain {
            Some(_) => (Role::Domain, format!("The domain {}.{}", Quoted(value), looks)),
            None => (Role::Unknown, format!("Receivers can't use the value {}.", Quoted(value))),
        },
    }
}

//! One term of an SPF record: a sentence on the whole, and one on each piece.

use std::net::{Ipv4Addr, Ipv6Addr};

use ipnet::{Ipv4Net, Ipv6Net};

use crate::explain::{Role, Segment, macros};
use crate::providers;
use crate::record::domain_spec::{DomainProblem, DomainSpec};
use crate::record::spf::{Prefix, Qualifier, Term, TermKind, TermProblem};
use crate::text::prose::code;

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

/// What the term does, as a whole.
pub fn sentence(term: &Term, text: &str, place: Place, alone: bool) -> (Role, String) {
    let role = role(term);
    if let Some((problem, _)) = term.problem {
        return (Role::Unknown, problem_sentence(term, problem, text));
    }
    let redirect = matches!(term.kind, TermKind::Redirect(_));
    if redirect && place != Place::Open {
        return (role, "Receivers skip this, because the record has an `all`.".to_owned());
    }
    if place == Place::AfterAll && term.is_mechanism() {
        return (role, "Receivers never reach this, because it stands after `all`.".to_owned());
    }
    let says = match &term.kind {
        TermKind::All => all(term.effect(), alone),
        TermKind::Include(domain) => {
            let (name, looks) = named(domain.as_ref(), text);
            let whom = format!("every server that the SPF record of {name} allows");
            format!(
                "{}{looks} Receivers make 10 lookups at most, and this takes at least 1.",
                effect(term, &whom)
            )
        }
        TermKind::A(domain) => {
            let (name, looks) = named(domain.as_ref(), text);
            let whom = format!("the server at the address of {name}{}", around(term));
            format!("{}{looks} Receivers make 10 lookups at most, and this takes 1.", effect(term, &whom))
        }
        TermKind::Mx(domain) => {
            let (name, looks) = named(domain.as_ref(), text);
            let whom = format!("the servers that receive mail for {name}{}", around(term));
            format!("{}{looks} Receivers make 10 lookups at most, and this takes 1.", effect(term, &whom))
        }
        TermKind::Ptr(domain) => {
            let (name, _) = named(domain.as_ref(), text);
            let whom = format!("servers whose address leads back to a name at or below {name}");
            format!("{} It is slow and not to be relied on.", effect(term, &whom))
        }
        TermKind::Ip4(address) => address.map_or_else(String::new, |ip| effect(term, &ip4(ip, term.prefix4))),
        TermKind::Ip6(address) => address.map_or_else(String::new, |ip| effect(term, &ip6(ip, term.prefix6))),
        TermKind::Exists(domain) => {
            let (name, looks) = named(domain.as_ref(), text);
            let dynamic = domain.as_ref().is_some_and(DomainSpec::is_dynamic);
            let made = if dynamic { ", a name made from each message's details," } else { "" };
            let whom = format!("a server when {name}{made} is found in DNS");
            format!("{}{looks} Receivers make 10 lookups at most, and this takes 1.", effect(term, &whom))
        }
        TermKind::Redirect(domain) => {
            let (name, looks) = named(domain.as_ref(), text);
            format!(
                "Where nothing before matches, the SPF record of {name} decides.{looks} Receivers make 10 lookups at most, and this takes at least 1."
            )
        }
        TermKind::Exp(_) => "Names a text that receivers may quote when they refuse mail.".to_owned(),
        TermKind::UnknownModifier(_) => unknown_modifier(term, text),
        TermKind::Unrecognised => "Receivers can't read this part.".to_owned(),
    };
    (role, says)
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

fn all(effect: Qualifier, alone: bool) -> String {
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
    .to_owned()
}

/// What is done with mail from `whom`.
fn effect(term: &Term, whom: &str) -> String {
    match term.effect() {
        Qualifier::Pass => format!("Allows {whom}."),
        Qualifier::Fail => format!("Refuses mail from {whom}."),
        Qualifier::SoftFail => format!("Treats mail with suspicion from {whom}."),
        Qualifier::Neutral => format!("Says nothing about mail from {whom}."),
    }
}

/// The domain as a sentence names it, and who it looks like.
fn named(domain: Option<&DomainSpec>, text: &str) -> (String, String) {
    let Some(domain) = domain else { return ("this domain".to_owned(), String::new()) };
    let written = domain.span.text(text);
    (code(written), looks_like(written))
}

fn looks_like(domain: &str) -> String {
    let plain = domain.rsplit_once("}.").map_or(domain, |(_, rest)| rest);
    providers::by_spf_domain(plain).map(|p| format!(" This looks like {}.", p.name)).unwrap_or_default()
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

fn ip4(address: Ipv4Addr, prefix: Option<Prefix>) -> String {
    let length = prefix.map_or(32, |p| p.length);
    let Ok(net) = Ipv4Net::new(address, length) else { return format!("the server at {address}") };
    match length {
        32 => "one server, the one at this address".to_owned(),
        0 => "every IPv4 address in the world".to_owned(),
        _ => {
            let size = 1_u64 << (32 - u32::from(length));
            format!("the {} addresses from `{}` to `{}`", grouped(size), net.network(), net.broadcast())
        }
    }
}

fn ip6(address: Ipv6Addr, prefix: Option<Prefix>) -> String {
    let length = prefix.map_or(128, |p| p.length);
    let Ok(net) = Ipv6Net::new(address, length) else { return format!("the server at {address}") };
    match length {
        128 => "one server, the one at this address".to_owned(),
        0 => "every IPv6 address in the world".to_owned(),
        _ => format!("the IPv6 addresses from `{}` to `{}`", net.network(), net.broadcast()),
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

/// Sign, name, colon, value and prefix, each with its sentence.
pub fn segments(term: &Term, text: &str) -> Vec<Segment> {
    let mut out = Vec::with_capacity(6);
    let mut push = |span, role, says: String| out.push(Segment { span, role, says });
    if let Some((qualifier, span)) = term.qualifier {
        push(span, Role::Qualifier, qualifier_sentence(qualifier).to_owned());
    }
    let name = code(term.name.text(text));
    push(term.name, name_role(term), name_sentence(term, text));
    if let Some(delimiter) = term.delimiter {
        push(delimiter, Role::Separator, format!("What follows is the value of {name}."));
    }
    match (term.domain(), term.value) {
        (Some(domain), _) if domain.is_dynamic() => out.extend(macros::segments(domain, text)),
        (domain, Some(value)) => {
            let (role, says) = value_sentence(term, domain, value.text(text));
            out.push(Segment { span: value, role, says });
        }
        (_, None) => {}
    }
    for (prefix, bits) in [(term.prefix4, 32), (term.prefix6, 128)] {
        if let Some(prefix) = prefix {
            let says = if prefix.length == bits {
                "All bits of the address count: it stands for one server.".to_owned()
            } else {
                format!(
                    "Only the first {} bits of the address count, so it stands for a whole network.",
                    prefix.length
                )
            };
            out.push(Segment { span: prefix.span, role: Role::Network, says });
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

fn name_sentence(term: &Term, text: &str) -> String {
    match &term.kind {
        TermKind::All => "`all` matches every server.".to_owned(),
        TermKind::Include(_) => {
            "`include` matches the servers that another domain's SPF record allows.".to_owned()
        }
        TermKind::A(_) => "`a` matches the addresses of a name.".to_owned(),
        TermKind::Mx(_) => "`mx` matches the servers that receive mail for a domain.".to_owned(),
        TermKind::Ptr(_) => "`ptr` matches servers whose address leads back to a name.".to_owned(),
        TermKind::Ip4(_) => "`ip4` matches an IPv4 address or a network of them.".to_owned(),
        TermKind::Ip6(_) => "`ip6` matches an IPv6 address or a network of them.".to_owned(),
        TermKind::Exists(_) => "`exists` matches when a name is found in DNS.".to_owned(),
        TermKind::Redirect(_) => "`redirect` hands the decision to another domain's record.".to_owned(),
        TermKind::Exp(_) => "`exp` names a text for refusals.".to_owned(),
        TermKind::UnknownModifier(_) => {
            format!("Receivers know no option called {}.", code(term.name.text(text)))
        }
        TermKind::Unrecognised => format!("SPF has no mechanism called {}.", code(term.name.text(text))),
    }
}

fn value_sentence(term: &Term, domain: Option<&DomainSpec>, value: &str) -> (Role, String) {
    match &term.kind {
        TermKind::Ip4(Some(_)) | TermKind::Ip6(Some(_)) => {
            (Role::Network, format!("The address {}.", code(value)))
        }
        TermKind::UnknownModifier(_) => {
            (Role::Value, format!("The value {}, which receivers skip.", code(value)))
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
            Some(_) => (Role::Domain, format!("The domain {}.{}", code(value), looks_like(value))),
            None => (Role::Unknown, format!("Receivers can't use the value {}.", code(value))),
        },
    }
}

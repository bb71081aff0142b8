//! `spf:`: the SPF record at a name lets the servers of a mechanism send.

use super::found::{Judged, records_of};
use super::reach::{Reach, reach};
use super::{Around, repaired};
use crate::dns::{Data, DnsClient, Lookup, Name, RecordType};
use crate::record::spf::{Qualifier, Term, TermKind, parse_term};
use crate::record::{Kind, Reading, Spf};
use crate::setup::{Status, Wanted};
use crate::text::Span;
use crate::text::prose::code;

/// The two terms match the same servers, in records of `owner`; their signs are left aside.
pub fn same_term(owner: &Name, (one, a): (&str, &Term), (other, b): (&str, &Term)) -> bool {
    let domain = |text: &str, term: &Term| {
        let domain = term.domain().map_or(owner.as_str(), |domain| domain.span.text(text));
        domain.strip_suffix('.').unwrap_or(domain).to_ascii_lowercase()
    };
    let four = |term: &Term| term.prefix4.map_or(32, |prefix| prefix.length);
    let six = |term: &Term| term.prefix6.map_or(128, |prefix| prefix.length);
    let domains = || domain(one, a) == domain(other, b);
    if a.problem.is_some() || b.problem.is_some() {
        return false;
    }
    match (&a.kind, &b.kind) {
        (TermKind::Include(_), TermKind::Include(_))
        | (TermKind::Exists(_), TermKind::Exists(_))
        | (TermKind::Ptr(_), TermKind::Ptr(_)) => domains(),
        (TermKind::A(_), TermKind::A(_)) | (TermKind::Mx(_), TermKind::Mx(_)) => {
            domains() && four(a) == four(b) && six(a) == six(b)
        }
        (TermKind::Ip4(Some(x)), TermKind::Ip4(Some(y))) => {
            let mask = u32::MAX.checked_shl(32 - u32::from(four(a))).unwrap_or(0);
            four(a) == four(b) && x.to_bits() & mask == y.to_bits() & mask
        }
        (TermKind::Ip6(Some(x)), TermKind::Ip6(Some(y))) => {
            let mask = u128::MAX.checked_shl(128 - u32::from(six(a))).unwrap_or(0);
            six(a) == six(b) && x.to_bits() & mask == y.to_bits() & mask
        }
        _ => false,
    }
}

/// The mechanism that is asked for, as a term.
pub fn term(mechanism: &str) -> Term {
    parse_term(mechanism, Span::new(0, mechanism.len()))
}

/// The record itself holds the term, where receivers reach it and with the sign that lets a server send.
pub fn is_held(owner: &Name, record: &str, mechanism: &str) -> bool {
    let wanted = term(mechanism);
    Spf::parse(record).reachable().any(|term| {
        term.effect() == Qualifier::Pass && same_term(owner, (record, term), (mechanism, &wanted))
    })
}

/// The texts that receivers take for SPF records, and the ones that were meant as such.
pub fn records(lookup: &Lookup) -> (Vec<String>, Vec<String>) {
    records_of(Kind::Spf, |text| Spf::parse(text).recognised, lookup)
}

/// How it stands by the answer for its own name.
pub async fn judge<C: DnsClient>(
    around: &Around<'_, C>,
    wanted: &Wanted,
    mechanism: &str,
    lookup: &Lookup,
) -> Judged {
    let name = code(wanted.name.as_str());
    let (found, meant) = records(lookup);
    match found.as_slice() {
        [_, _, ..] => {
            let says = format!("{name} holds {} SPF records, and receivers accept only one.", found.len());
            Judged::new(Status::Conflict, says, lookup).seeing(&found).holding(&found)
        }
        [record] => one(around, wanted, mechanism, record, lookup).await.seeing(&found),
        [] => none(around, wanted, mechanism, &meant, lookup).await,
    }
}

async fn one<C: DnsClient>(
    around: &Around<'_, C>,
    wanted: &Wanted,
    mechanism: &str,
    record: &str,
    lookup: &Lookup,
) -> Judged {
    let (name, shown) = (code(wanted.name.as_str()), code(mechanism));
    let owner = &wanted.name;
    let spf = Spf::parse(record);
    if spf.reading() != Reading::Used || !record.is_ascii() {
        let bad = spf.terms.iter().find(|term| term.problem.is_some());
        let part = bad.map_or("a character in it".to_owned(), |term| code(term.span.text(record)));
        let says = format!("{name} holds an SPF record that receivers can't read: they stop at {part}.");
        let whole = repaired(Kind::Spf, record).unwrap_or_else(|| record.to_owned());
        return Judged::new(Status::Damaged, says, lookup).holding(&[whole]);
    }
    let now = reach(around.client, &around.budget, owner, record).await;
    let with = |status: Status, says: String| {
        let judged = match status {
            Status::Met => Judged::met(lookup, says),
            status => Judged::new(status, says, lookup),
        };
        Judged { lookups: Some(now.lookups()), ..judged.holding(&[record.to_owned()]) }
    };
    let held = is_held(owner, record, mechanism);
    if let Some(why) = now.trouble() {
        let what = if held { "holds" } else { "does not hold" };
        return with(Status::Conflict, format!("The SPF record at {name} {what} {shown}. {why}"));
    }
    if held {
        return with(Status::Met, format!("The SPF record at {name} holds {shown}."));
    }
    if let Some(says) = another_way(around, wanted, mechanism, &now).await {
        return with(Status::MetAnotherWay, says);
    }
    let wish = term(mechanism);
    let twin = spf.terms.iter().find(|own| same_term(owner, (record, own), (mechanism, &wish)));
    let option = spf.terms.iter().find(|own| {
        own.is_mechanism_written_as_option(record)
            && own.span.text(record).replacen('=', ":", 1).eq_ignore_ascii_case(mechanism)
    });
    let says = match (twin, option) {
        (Some(own), _) if own.effect() != Qualifier::Pass => format!(
            "The SPF record at {name} holds {}, and with that sign it does not let these servers send.",
            code(own.span.text(record))
        ),
        (Some(own), _) => format!(
            "In the SPF record at {name}, {} stands behind {}, so receivers never come to it.",
            code(own.span.text(record)),
            code(spf.all().map_or("all", |(_, all)| all.span.text(record)))
        ),
        (None, Some(own)) => format!(
            "The SPF record at {name} holds {} with an equals sign, and receivers skip that.",
            code(own.span.text(record))
        ),
        (None, None) => {
            format!("The SPF record at {name} does not let these servers send: {shown} is missing.")
        }
    };
    with(Status::Different, says)
}

/// How the servers may send all the same, as a sentence.
async fn another_way<C: DnsClient>(
    around: &Around<'_, C>,
    wanted: &Wanted,
    mechanism: &str,
    now: &Reach,
) -> Option<String> {
    let (name, shown) = (code(wanted.name.as_str()), code(mechanism));
    if now.is_everyone() {
        return Some(format!(
            "The SPF record at {name} lets every server send, and so these too. That protects nobody."
        ));
    }
    let wish = term(mechanism);
    if let Some(domain) = now.holds(mechanism, &wish) {
        return Some(if domain.eq_ignore_ascii_case(wanted.name.as_str()) {
            format!("The SPF record at {name} hands over to the record that {shown} asks for.")
        } else {
            format!(
                "The SPF record at {name} leads to that of {}, which lets these servers send.",
                code(&domain)
            )
        });
    }
    let asked = reach(around.client, &around.budget, &wanted.name, &format!("v=spf1 {mechanism} -all")).await;
    now.covers(&asked).then(|| {
        let flattened = if matches!(wish.kind, TermKind::Include(_)) {
            " It goes out of date when the vendor changes them."
        } else {
            ""
        };
        format!("The SPF record at {name} lists all the addresses that {shown} stands for.{flattened}")
    })
}

/// No record that receivers recognise is there.
async fn none<C: DnsClient>(
    around: &Around<'_, C>,
    wanted: &Wanted,
    mechanism: &str,
    meant: &[String],
    lookup: &Lookup,
) -> Judged {
    let name = code(wanted.name.as_str());
    if let [text, ..] = meant {
        let whole = repaired(Kind::Spf, text).filter(|text| Spf::parse(text).recognised);
        let says = format!("{name} holds {}, which receivers do not take for an SPF record.", code(text));
        let held: Vec<String> = whole.into_iter().collect();
        return Judged::new(Status::Damaged, says, lookup).seeing(meant).holding(&held);
    }
    // Looked at only where nothing else is there (RFC 7208, section 3.1).
    let old = around.ask(&wanted.name, RecordType::Spf).await;
    let old: Vec<String> = old.found().filter_map(old_text).collect();
    if let Some(text) = old.iter().find(|text| is_held(&wanted.name, text, mechanism)) {
        let says =
            format!("{name} holds the record with the type SPF. Receivers read SPF from TXT records only.");
        return Judged::new(Status::WrongType, says, lookup).seeing(&old).holding(std::slice::from_ref(text));
    }
    Judged::absent(lookup, "an SPF record")
}

/// The text of a record of SPF's own type: its strings, each with its length before it.
fn old_text(data: &Data) -> Option<String> {
    let Data::Other { code: 99, bytes } = data else { return data.text() };
    let mut text = Vec::new();
    let mut rest = bytes.as_slice();
    while let Some((length, after)) = rest.split_first() {
        let string = after.get(..usize::from(*length))?;
        text.extend_from_slice(string);
        rest = &after[string.len()..];
    }
    String::from_utf8(text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_are_the_same_by_what_they_match() {
        for (one, other, expected) in [
            ("include:a.example", "+INCLUDE:A.example.", true),
            ("include:a.example", "include:b.example", false),
            ("a", "a:x.example", true),
            ("a", "a:x.example/32//128", true),
            ("a", "mx", false),
            ("ip4:192.0.2.1/24", "ip4:192.0.2.9/24", true),
            ("ip4:192.0.2.1", "ip4:192.0.2.1/32", true),
            ("ip4:0.0.0.0/0", "ip4:1.1.1.1/0", true),
            ("ip6:2001:db8::/32", "ip6:2001:DB8:0::1/32", true),
            ("exists:%{i}.x.example", "exists:%{I}.x.example", true),
            ("include:", "include:", false),
        ] {
            let owner = "x.example".parse().unwrap();
            assert_eq!(
                same_term(&owner, (one, &term(one)), (other, &term(other))),
                expected,
                "{one} {other}"
            );
        }
    }
}

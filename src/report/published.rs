//! Is it published? A pasted record, held against what DNS holds at its name.

use crate::dns::{Absence, Data, DnsClient, Lookup, Name, Outcome, Question, RecordType, Trouble};
use crate::record::{Kind, Record, classify};
use crate::text::prose::code;
use crate::text::{count, list};

/// A record that was pasted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wanted<'a> {
    /// What it is for.
    pub kind: Kind,
    /// The text that DNS should hold.
    pub value: &'a str,
}

/// How a pasted record and DNS agree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Published {
    /// The same text is there.
    AsPasted,
    /// A text is there that means the same: blanks or capitals differ, or the key is wrapped in other tags.
    SameMeaning,
    /// There is a record of its kind, and it is another one.
    Different,
    /// There are records at the name, and none is of its kind.
    AnotherKind,
    /// There is nothing of its type.
    Absent(Absence),
    /// Nobody knows.
    Unknown(Trouble),
}

/// What came of asking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// How they agree.
    pub published: Published,
    /// The same in one or two sentences.
    pub says: String,
    /// The records of its kind that DNS holds, or all of its type where there is none of its kind.
    pub seen: Vec<String>,
    /// What was asked.
    pub lookup: Lookup,
}

/// The name at which a pasted record belongs, in a domain that the reader gave.
///
/// `written` is the name as pasted, whole or as a DNS panel shows it; without one, the kind alone has to tell, which
/// it can't for a DKIM key.
pub fn place(kind: Kind, written: Option<&str>, domain: &Name) -> Option<Name> {
    let Some(written) = written else {
        return match kind {
            Kind::Dmarc => domain.child("_dmarc").ok(),
            Kind::Spf | Kind::Mx | Kind::SenderId | Kind::Verification => Some(domain.clone()),
            Kind::MtaSts => domain.child("_mta-sts").ok(),
            Kind::TlsRpt => domain.child("_smtp._tls").ok(),
            Kind::Bimi => domain.child("default._bimi").ok(),
            Kind::Dkim
            | Kind::DmarcReportAuthorisation
            | Kind::MtaStsPolicy
            | Kind::Tlsa
            | Kind::Cname
            | Kind::Other => None,
        };
    };
    if written == "@" {
        return Some(domain.clone());
    }
    let name = Name::literal(written).ok()?;
    if name.is_within(domain) { Some(name) } else { domain.child(name.as_str()).ok() }
}

/// The domain that a whole name belongs to: `example.com` for `s1._domainkey.example.com`. None for what a DNS panel shows
/// of a name, as `_dmarc` alone.
pub fn domain_of(written: &str) -> Option<Name> {
    let labels: Vec<&str> = written.trim_end_matches('.').split('.').collect();
    let marked = labels.iter().rposition(|label| label.starts_with('_')).map_or(0, |at| at + 1);
    let domain = labels.get(marked..).filter(|rest| rest.len() > 1)?.join(".");
    Name::literal(&domain).ok()
}

/// The type of record that holds this kind.
pub fn record_type(kind: Kind) -> RecordType {
    match kind {
        Kind::Mx => RecordType::Mx,
        Kind::Tlsa => RecordType::Tlsa,
        Kind::Cname => RecordType::Cname,
        Kind::Spf
        | Kind::SenderId
        | Kind::Dkim
        | Kind::Dmarc
        | Kind::DmarcReportAuthorisation
        | Kind::MtaSts
        | Kind::MtaStsPolicy
        | Kind::TlsRpt
        | Kind::Bimi
        | Kind::Verification
        | Kind::Other => RecordType::Txt,
    }
}

/// Asks for what stands at a name, and compares it.
pub async fn published<C: DnsClient>(client: &C, name: &Name, wanted: Wanted<'_>) -> Standing {
    let lookup = client.ask(Question::new(name.clone(), record_type(wanted.kind))).await;
    compare(lookup, wanted)
}

fn compare(lookup: Lookup, wanted: Wanted<'_>) -> Standing {
    let name = lookup.question.name.as_str();
    let all: Vec<String> = lookup.found().map(text_of).collect();
    let of_kind: Vec<String> =
        all.iter().filter(|text| is_kind(&lookup, text, wanted.kind)).cloned().collect();
    let published = match &lookup.answer.outcome {
        Outcome::Unknown(trouble) => Published::Unknown(*trouble),
        Outcome::Absent { what, .. } => Published::Absent(*what),
        Outcome::Found(_) if all.iter().any(|text| is_same_text(wanted, text)) => Published::AsPasted,
        Outcome::Found(_) if of_kind.iter().any(|text| means_same(wanted, text)) => Published::SameMeaning,
        Outcome::Found(_) if of_kind.is_empty() => Published::AnotherKind,
        Outcome::Found(_) => Published::Different,
    };
    let says = says(name, wanted.kind, &published, &of_kind, &lookup);
    let seen = if of_kind.is_empty() { all } else { of_kind };
    Standing { published, says, seen, lookup }
}

fn text_of(data: &Data) -> String {
    match data {
        Data::Txt(_) => data.text().unwrap_or_default(),
        Data::Mx { exchange, .. } if !exchange.is_root() => format!("{data}."),
        _ => data.to_string(),
    }
}

fn is_kind(lookup: &Lookup, text: &str, kind: Kind) -> bool {
    let rtype = lookup.question.rtype.to_string();
    let found = classify(Some(lookup.question.name.as_str()), Some(&rtype), text);
    // What a verification text proves stands in its first word, so another one is of another kind.
    found == kind && !matches!(kind, Kind::Verification | Kind::Other)
}

/// Byte for byte; a name is the same in capitals, and with or without a dot at its end.
fn is_same_text(wanted: Wanted<'_>, text: &str) -> bool {
    match wanted.kind {
        Kind::Mx | Kind::Cname => {
            let plain = |text: &str| {
                let words: Vec<&str> = text.split_whitespace().collect();
                let joined = words.join(" ").to_ascii_lowercase();
                joined.strip_suffix('.').filter(|rest| !rest.ends_with(' ')).unwrap_or(&joined).to_owned()
            };
            plain(wanted.value) == plain(text)
        }
        _ => wanted.value == text,
    }
}

fn means_same(wanted: Wanted<'_>, text: &str) -> bool {
    let rtype = record_type(wanted.kind).to_string();
    let read = |value: &str| Record::parse(wanted.kind, value, Some(&rtype));
    match (read(wanted.value), read(text)) {
        (Record::Dkim(one), Record::Dkim(other)) => {
            let bare = |record: &crate::record::Dkim, text: &str| {
                record.key_span(text).text(text).split_whitespace().collect::<String>()
            };
            one.reading() == other.reading() && bare(&one, wanted.value) == bare(&other, text)
        }
        // Case matters nowhere in SPF but in macros, and in a DMARC record nowhere but in its version.
        (one, other) if one.reading() == other.reading() => {
            let plain = |text: &str| {
                let words: Vec<&str> = text.split_whitespace().collect();
                let joined = words.join(" ").to_ascii_lowercase();
                joined.replace("; ", ";").trim_end_matches(';').to_owned()
            };
            !wanted.value.contains('%') && plain(wanted.value) == plain(text)
        }
        _ => false,
    }
}

fn says(name: &str, kind: Kind, published: &Published, of_kind: &[String], lookup: &Lookup) -> String {
    let (name, title) = (code(name), kind.title());
    let alias = match lookup.answer.aliases.last() {
        Some(target) => format!(" {name} is an alias of {}.", code(target.as_str())),
        None => String::new(),
    };
    let twin = of_kind.len() > 1 && matches!(kind, Kind::Spf | Kind::Dmarc | Kind::Dkim);
    let beside = if twin {
        format!(" Beside it stands another {title} record, and receivers accept only one.")
    } else {
        String::new()
    };
    match published {
        Published::AsPasted => format!("{name} holds this record as pasted.{beside}{alias}"),
        Published::SameMeaning => {
            format!(
                "{name} holds this record. It is written in another way, and means the same.{beside}{alias}"
            )
        }
        Published::Different => {
            let seen: Vec<String> = of_kind.iter().take(3).map(|text| code(text)).collect();
            let records = if of_kind.len() == 1 { "another record" } else { "other records" };
            format!("{name} holds {records} in its place: {}.{alias}", list(&seen))
        }
        Published::AnotherKind => {
            let n = lookup.found().count();
            let held = count(n, "other record", "other records");
            format!(
                "This record is not at {name}. {held} of its type stand{} there.{alias}",
                if n == 1 { "s" } else { "" }
            )
        }
        Published::Absent(Absence::NoSuchName) => {
            format!("This record is not published: the name {name} does not exist in DNS.")
        }
        Published::Absent(Absence::NoSuchType) => {
            format!("This record is not published: {name} holds no {} records.{alias}", lookup.question.rtype)
        }
        Published::Unknown(trouble) => {
            format!("Could not ask for {name}, so it may well be there: {}.", trouble.words())
        }
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;

    use super::*;
    use crate::dns::Zone;

    const ZONE: &str = r#"
        example.com TXT "v=spf1 include:a.example ~all"
        example.com TXT "other=1"
        example.com MX 10 mx.example.com
        two.example TXT "v=spf1 a -all"
        two.example TXT "v=spf1 mx -all"
        s1._domainkey.example.com TXT "v=DKIM1;k=rsa;" "p=QUJD"
        s2._domainkey.example.com CNAME s2.service.example
        s2.service.example TXT "p=QUJD"
        _dmarc.example.com TXT "v=DMARC1;p=none"
        gone.example TXT !timeout
        empty.example A 192.0.2.1
    "#;

    fn of(kind: Kind, name: &str, value: &str) -> Standing {
        let zone = Zone::parse(ZONE).unwrap();
        let name = name.parse().unwrap();
        published(&zone, &name, Wanted { kind, value }).now_or_never().unwrap()
    }

    #[test]
    fn a_pasted_record_is_held_against_dns() {
        use Published::*;
        for (kind, name, value, expected) in [
            (Kind::Spf, "example.com", "v=spf1 include:a.example ~all", AsPasted),
            (Kind::Spf, "example.com", "v=spf1  include:A.example  ~all", SameMeaning),
            (Kind::Spf, "example.com", "v=spf1 include:b.example ~all", Different),
            (Kind::Spf, "two.example", "v=spf1 a -all", AsPasted),
            (Kind::Mx, "example.com", "10 MX.example.com.", AsPasted),
            (Kind::Mx, "example.com", "20 mx.example.com.", Different),
            (Kind::Dkim, "s1._domainkey.example.com", "v=DKIM1; k=rsa; p=QU JD", SameMeaning),
            (Kind::Dkim, "s1._domainkey.example.com", "v=DKIM1; k=rsa; p=QUJE", Different),
            (Kind::Dmarc, "_dmarc.example.com", "v=DMARC1; p=none;", SameMeaning),
            (Kind::Dmarc, "_dmarc.example.com", "v=dmarc1; p=none;", Different),
            (Kind::Dmarc, "example.com", "v=DMARC1; p=none", AnotherKind),
            (Kind::Verification, "example.com", "other=1", AsPasted),
            (Kind::Verification, "example.com", "other=2", AnotherKind),
            (Kind::Spf, "empty.example", "v=spf1 -all", Absent(Absence::NoSuchType)),
            (Kind::Spf, "none.example", "v=spf1 -all", Absent(Absence::NoSuchName)),
            (Kind::Spf, "gone.example", "v=spf1 -all", Unknown(Trouble::Timeout)),
        ] {
            let standing = of(kind, name, value);
            assert_eq!(standing.published, expected, "{name} {value}: {}", standing.says);
        }
    }

    #[test]
    fn what_stands_beside_it_and_where_it_leads_is_said() {
        assert!(of(Kind::Spf, "two.example", "v=spf1 a -all").says.contains("another SPF record"));
        let alias = of(Kind::Dkim, "s2._domainkey.example.com", "v=DKIM1; p=QUJD");
        assert_eq!(alias.published, Published::SameMeaning);
        assert!(alias.says.contains("alias of `s2.service.example`"), "{}", alias.says);
        assert!(of(Kind::Spf, "gone.example", "v=spf1 -all").says.contains("may well be there"));
    }

    #[test]
    fn a_whole_name_tells_its_domain() {
        for (written, expected) in [
            ("s1._domainkey.example.com.", Some("example.com")),
            ("_dmarc.example.com", Some("example.com")),
            ("example.com", Some("example.com")),
            ("_dmarc", None),
            ("s1._domainkey", None),
            ("mail", None),
            ("", None),
            ("a..b", None),
        ] {
            assert_eq!(domain_of(written).as_ref().map(Name::as_str), expected, "{written}");
        }
    }

    #[test]
    fn a_record_has_its_place_in_the_domain() {
        let domain: Name = "example.com".parse().unwrap();
        for (kind, written, expected) in [
            (Kind::Spf, None, Some("example.com")),
            (Kind::Dmarc, None, Some("_dmarc.example.com")),
            (Kind::Dmarc, Some("_dmarc"), Some("_dmarc.example.com")),
            (Kind::Dkim, Some("s1._domainkey"), Some("s1._domainkey.example.com")),
            (Kind::Dkim, Some("s1._domainkey.Example.com."), Some("s1._domainkey.example.com")),
            (Kind::Dkim, None, None),
            (Kind::Mx, Some("@"), Some("example.com")),
        ] {
            let name = place(kind, written, &domain);
            assert_eq!(name.as_ref().map(Name::as_str), expected, "{kind:?} {written:?}");
        }
    }
}

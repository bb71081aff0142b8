//! A record that DNS holds, as the rules look at it.

use super::Item;
use crate::dns::{Data, Lookup, Name, RecordType};
use crate::record::{Kind, Record, classify};
use crate::text::odd::tidied;

/// The records of a lookup that are about mail, in the order of the answer.
///
/// They stand at the name that was asked for: where that is an alias, its owner sees them there.
pub fn items(lookup: &Lookup) -> Vec<Item> {
    lookup.found().filter_map(|data| item(&lookup.question.name, data)).collect()
}

/// The texts of a lookup that are not about mail: proofs for services, and whatever else.
pub fn others(lookup: &Lookup) -> Vec<Item> {
    let all = lookup.found().filter(|data| matches!(data, Data::Txt(_)));
    all.filter_map(|data| read(&lookup.question.name, data)).filter(|item| !is_about_mail(item)).collect()
}

/// The alias that a lookup met at the name that was asked for.
pub fn alias(lookup: &Lookup) -> Option<Item> {
    let value = format!("{}.", lookup.answer.aliases.first()?);
    let (name, rtype) = (lookup.question.name.to_string(), RecordType::Cname.to_string());
    let record = Record::parse(Kind::Cname, &value, Some(&rtype));
    Some(Item { name: Some(name), rtype: Some(rtype), tidied: None, value, strings: Vec::new(), record })
}

fn is_about_mail(item: &Item) -> bool {
    !matches!(item.kind(), Kind::Other | Kind::Verification)
}

/// One record; none where it is not about mail.
pub fn item(name: &Name, data: &Data) -> Option<Item> {
    read(name, data).filter(is_about_mail)
}

fn read(name: &Name, data: &Data) -> Option<Item> {
    let (value, strings) = match data {
        Data::Txt(strings) => (data.text()?, strings.iter().map(Vec::len).collect()),
        Data::Mx { preference, exchange } if exchange.is_root() => (format!("{preference} ."), Vec::new()),
        Data::Mx { preference, exchange } => (format!("{preference} {exchange}."), Vec::new()),
        Data::Tlsa { .. } => (data.to_string(), Vec::new()),
        _ => return None,
    };
    let (name, rtype) = (name.to_string(), data.rtype().to_string());
    let kind = classify(Some(&name), Some(&rtype), &value);
    let record = Record::parse(kind, &value, Some(&rtype));
    Some(Item { name: Some(name), rtype: Some(rtype), tidied: tidied(&value), value, strings, record })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(rtype: RecordType, text: &str) -> Option<Item> {
        item(&"example.com".parse().unwrap(), &Data::parse(rtype, text).unwrap())
    }

    #[test]
    fn records_are_judged_as_dns_holds_them() {
        let spf = of(RecordType::Txt, "\"v=spf1 \" \"“mx” -all\"").unwrap();
        assert_eq!((spf.value.as_str(), spf.strings.as_slice()), ("v=spf1 “mx” -all", &[7, 13][..]));
        assert_eq!(spf.tidied.as_deref(), Some("v=spf1 mx -all"));
        assert_eq!(spf.kind(), Kind::Spf);
        assert_eq!(of(RecordType::Mx, "10 mail.example").unwrap().value, "10 mail.example.");
        assert_eq!(of(RecordType::Mx, "0 .").unwrap().value, "0 .");
        assert_eq!(of(RecordType::Txt, "\"google-site-verification=abc\""), None);
        assert_eq!(of(RecordType::A, "192.0.2.1"), None);
    }
}

//! Which part of a name can be registered, as far as a small table can tell.

use crate::dns::Name;

/// Registries that sell names one level below these labels as well as directly below their own.
///
/// The Public Suffix List (publicsuffix.org) has ten thousand rows, which is more than the rest of the page weighs. These are
/// its common ones; of its private part, names that are sold in quantity alone are here.
const TWO_LABELS: &[(&str, &str)] = &[
    ("ae", "ac co gov mil net org sch"),
    ("ar", "bet com coop edu gob gov int mil musica mutual net org senasa tur"),
    ("at", "ac co gv or sth"),
    ("au", "asn com conf edu gov id info net org oz"),
    ("be", "ac"),
    ("ca", "ab bc gc mb nb nf nl ns nt nu on pe qc sk yk"),
    ("cl", "co gob gov mil"),
    ("co", "com edu gov mil net nom org"),
    ("com", "br cn de eu gb hu jpn kr mex no qc ru sa se uk us uy za"),
    ("es", "com edu gob nom org"),
    // No registry sells `example` (RFC 2606): the domains that the page shows as examples stand below this label.
    ("example", "waxseal"),
    ("fr", "asso com gouv nom prd tm"),
    ("gr", "com edu gov net org"),
    ("hk", "com edu gov idv net org"),
    ("id", "ac biz co desa go mil my net or ponpes sch web"),
    ("in", "ac co edu firm gen gov ind mil net nic org res"),
    ("io", "co com edu gov mil net nom org"),
    ("jp", "ac ad co ed go gr lg ne or"),
    ("kr", "ac co es go hs kg mil ms ne or pe re sc"),
    ("me", "ac co edu gov its net org priv"),
    ("mx", "com edu gob net org"),
    ("my", "biz com edu gov mil name net org"),
    ("net", "gb hu in jp se uk"),
    ("nz", "ac co cri geek gen govt health iwi kiwi maori mil net org parliament school"),
    ("org", "ae eu us"),
    ("pe", "com edu gob mil net nom org"),
    ("ph", "com edu gov i mil net ngo org"),
    ("pt", "com edu gov int net nome org publ"),
    ("ro", "arts com firm info nom nt org rec store tm www"),
    ("sg", "com edu gov net org per"),
    ("tw", "club com ebiz edu game gov idv mil net org"),
    ("uk", "ac co gov ltd me net nhs org plc police sch"),
    ("vn", "ac biz com edu gov health info int name net org pro"),
];

/// Registries that sell names below these labels alone: what stands beside them is not known here.
const BELOW_ALONE: &[(&str, &str)] = &[
    (
        "br",
        "adm adv agr art blog com eco edu emp eng esp fot gov ind inf jus leg med mil mp net nom org pro psi tec \
         tur tv wiki",
    ),
    ("cn", "ac com edu gov mil net org"),
    ("il", "ac co gov idf k12 muni net org"),
    ("ke", "ac co go info me mobi ne or sc"),
    ("ng", "com edu gov i mil mobi name net org sch"),
    ("th", "ac co go in mi net or"),
    ("tr", "av bbs bel biz com dr edu gen gov info kep k12 mil name net org pol tel tsk tv web"),
    ("ua", "com edu gov in net org"),
    ("za", "ac co gov law mil net nom org school web"),
];

/// Registries of two letters that sell every name directly below their own.
const FLAT: &[&str] =
    &["ai", "cc", "ch", "cz", "de", "dk", "eu", "fi", "ie", "is", "li", "lu", "nl", "sk", "to", "tv"];

/// Labels that registries of two letters like to sell names below.
const USUAL: &[&str] = &["asso", "firm", "gouv", "govt", "info", "name", "priv", "school"];

/// The domain that somebody registered: a public suffix with one label before it.
///
/// `None` where the table can't tell, or where the name is a suffix itself. Below a registry of two letters that has
/// no row, a label that looks like a part of the registry (`com`, `gov`, `sch`) leaves it open.
pub fn registrable(name: &Name) -> Option<Name> {
    let mut above: Vec<Name> =
        std::iter::successors(Some(name.clone()), Name::parent).take_while(|name| !name.is_root()).collect();
    above.reverse();
    let top = above.first()?.as_str();
    let second = above.get(1)?.as_str();
    let label = second.strip_suffix(top)?.strip_suffix('.')?;
    let row = |table: &[(&str, &'static str)]| table.iter().find(|(tld, _)| *tld == top).map(|(_, row)| *row);
    let is_in = |row: &str| row.split(' ').any(|known| known == label);
    let is_suffix = if let Some(row) = row(TWO_LABELS) {
        is_in(row)
    } else if let Some(row) = row(BELOW_ALONE) {
        is_in(row).then_some(true)?
    } else if top.len() > 2 || FLAT.contains(&top) {
        false
    } else {
        (label.len() > 3 && !USUAL.contains(&label)).then_some(false)?
    };
    above.get(if is_suffix { 2 } else { 1 }).cloned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_suffix_has_one_label_or_two() {
        for (name, expected) in [
            ("example.com", Some("example.com")),
            ("a.b.example.com", Some("example.com")),
            ("news.example.co.uk", Some("example.co.uk")),
            ("example.uk", Some("example.uk")),
            ("co.uk", None),
            ("com", None),
            ("news.example.eu", Some("example.eu")),
            ("news.web.de", Some("web.de")),
            ("shop.example.uk.com", Some("example.uk.com")),
            ("example.com.br", Some("example.com.br")),
            ("a.example.br", None),
            ("a.com.ws", None),
            ("a.example.ws", Some("example.ws")),
            (".", None),
        ] {
            let found = registrable(&name.parse().unwrap());
            assert_eq!(found.as_ref().map(Name::as_str), expected, "{name}");
        }
    }
}

//! The records of a domain that sends and takes no mail.

use super::Entry;
use crate::dns::RecordType;

/// The three: nobody may send (RFC 7208, section 10.1.2), no server takes mail (RFC 7505), and what claims to come from
/// there is refused (RFC 9989).
pub fn trio() -> [Entry; 3] {
    let mx = Entry { place: "@", rtype: RecordType::Mx, value: ".".to_owned(), priority: Some(0) };
    [Entry::txt("@", "v=spf1 -all"), mx, Entry::txt(super::dmarc::PLACE, "v=DMARC1; p=reject;")]
}

/// What to look at first, in whole sentences.
pub const NOTES: [&str; 2] = [
    "Take away all other MX and SPF records of the domain: beside another one, these do harm.",
    "Do this only where nobody writes from the domain, no website of yours does, and nobody writes to it.",
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::build::explained;
    use crate::report::Verdict;

    #[test]
    fn the_three_are_right_together() {
        let report = explained(&trio(), Some(&"example.com".parse().unwrap()));
        assert_eq!(report.records.len(), 3);
        assert!(report.verdict >= Verdict::Advice, "{report:?}");
        let kinds: Vec<&str> = report.records.iter().map(|record| record.kind.id()).collect();
        assert_eq!(kinds, ["spf", "mx", "dmarc"]);
        assert_eq!(report.records[1].value, "0 .");
    }
}

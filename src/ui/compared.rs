//! How pasted records and DNS agree, in the words of the page.

use crate::dns::Name;
use crate::record::Kind;
use crate::report::published::{Published, Standing, domain_of};
use crate::report::{RecordReport, Verdict};
use crate::text::count;
use crate::text::prose::{code, plain};

/// How one record and DNS agree, as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Which record it is.
    pub title: String,
    /// How it stands.
    pub verdict: Verdict,
    /// The same in a word or two.
    pub word: &'static str,
    /// What was found, in sentences.
    pub says: String,
}

/// The domain that the records say they belong to; none where no name of theirs is whole.
pub fn domain_of_all(records: &[RecordReport]) -> Option<Name> {
    records.iter().filter_map(|record| record.name.as_deref()).find_map(domain_of)
}

/// A file of a web server is in no DNS, and nobody can say where a text belongs of which nobody knows what it is.
pub fn can_be_compared(kind: Kind) -> bool {
    !matches!(kind, Kind::MtaStsPolicy | Kind::Other)
}

/// What came of asking for one record.
pub fn row(kind: Kind, standing: Standing) -> Row {
    let (verdict, word) = match standing.published {
        Published::AsPasted | Published::SameMeaning => (Verdict::Good, "Published"),
        Published::Different => (Verdict::Warning, "Another record is there"),
        Published::AnotherKind | Published::Absent(_) => (Verdict::Error, "Not there"),
        Published::Unknown(_) => (Verdict::Unknown, "Could not ask"),
    };
    let title = [kind.title(), " at ", &code(standing.lookup.question.name.as_str())].concat();
    Row { title, verdict, word, says: standing.says }
}

/// A record whose name can't be told.
pub fn unplaced(record: &RecordReport) -> Row {
    let says = "The text does not say at which name this record belongs. Paste its name with it, as in \
                `s1._domainkey TXT …`.";
    Row {
        title: record.kind.title().to_owned(),
        verdict: Verdict::Unknown,
        word: "Name needed",
        says: says.to_owned(),
    }
}

/// What is said aloud at the end.
pub fn summary(rows: &[Row]) -> String {
    let good = rows.iter().filter(|row| row.verdict == Verdict::Good).count();
    match rows {
        [one] => [one.word, ". ", &plain(&one.says)].concat(),
        _ => [&good.to_string(), " of ", &count(rows.len(), "record", "records"), " published."].concat(),
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;

    use super::*;
    use crate::paste::Hints;
    use crate::report::explain_records;
    use crate::report::published::{Wanted, place, published};
    use crate::ui::teaching;

    fn records(text: &str) -> Vec<RecordReport> {
        explain_records(text, &Hints::default()).records
    }

    #[test]
    fn records_tell_their_domain() {
        let domain = |text: &str| domain_of_all(&records(text)).map(|name| name.to_string());
        assert_eq!(
            domain("_dmarc.right.waxseal.example. TXT \"v=DMARC1; p=reject\"").as_deref(),
            Some("right.waxseal.example")
        );
        assert_eq!(domain("_dmarc TXT \"v=DMARC1; p=reject\""), None);
        assert_eq!(domain("v=spf1 mx -all"), None);
    }

    #[test]
    fn each_record_gets_a_word() {
        let name: Name = "right.waxseal.example".parse().unwrap();
        let of = |kind, value: &str| {
            let at = place(kind, None, &name).unwrap();
            row(kind, published(teaching::zone(), &at, Wanted { kind, value }).now_or_never().unwrap())
        };
        let same = of(Kind::Spf, "v=spf1 mx include:spf.post.example -all");
        assert_eq!((same.verdict, same.word), (Verdict::Good, "Published"));
        let other = of(Kind::Spf, "v=spf1 mx -all");
        assert_eq!((other.verdict, other.word), (Verdict::Warning, "Another record is there"));
        let gone = of(Kind::SenderId, "spf2.0/pra mx -all");
        assert_eq!((gone.verdict, gone.word), (Verdict::Error, "Not there"));
        assert_eq!(summary(&[same.clone(), other, gone]), "1 of 3 records published.");
        assert!(summary(&[same]).starts_with("Published. "));
        let key = &records("v=DKIM1; p=QUJD")[0];
        assert_eq!(unplaced(key).word, "Name needed");
    }
}

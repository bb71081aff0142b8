//! A record that is edited where it stands: the text of the box with another value in the place of the old one.

use crate::build::impact::{Impact, impact};
use crate::paste::Hints;
use crate::record::{Kind, Record};
use crate::report::{RecordReport, Report, explain_records};
use crate::text::strings::{LONGEST_STRING, in_strings};

/// The text with the value of its record number `index` replaced. All else stays as it was pasted, where the value can be
/// found in it as it is; where it was split, escaped or wrapped, the records are written anew, one a line.
pub fn replaced(text: &str, hints: &Hints, index: usize, new: &str) -> Option<String> {
    let report = explain_records(text, hints);
    let old = &report.records.get(index)?.value;
    let is_right = |text: &String| reads_as(&explain_records(text, hints), &report, index, new);
    in_place(text, &report, index, old, new)
        .filter(is_right)
        .or_else(|| Some(anew(&report, index, new)).filter(is_right))
}

/// The value where it stands in the text: of several that are the same, the one of this record.
fn in_place(text: &str, report: &Report, index: usize, old: &str, new: &str) -> Option<String> {
    let before = report.records.iter().take(index).map(|record| record.value.matches(old).count()).sum();
    let (at, _) = text.match_indices(old).nth(before).filter(|_| !old.is_empty())?;
    let quoted = text[..at].ends_with('"');
    // A string that would become too long has to be split.
    if quoted && new.len() > LONGEST_STRING {
        return None;
    }
    Some([&text[..at], new, &text[at + old.len()..]].concat())
}

/// All records as lines of a zone file.
fn anew(report: &Report, index: usize, new: &str) -> String {
    let line = |(i, record): (usize, &RecordReport)| {
        let value = if i == index { new } else { &record.value };
        let Some(name) = &record.name else { return value.to_owned() };
        match rtype(record) {
            "TXT" => [name, ". IN TXT ", &in_strings(value)].concat(),
            rtype => [name, ". IN ", rtype, " ", value].concat(),
        }
    };
    report.records.iter().enumerate().map(line).collect::<Vec<_>>().join("\n\n")
}

/// The type that a record of this kind has.
fn rtype(record: &RecordReport) -> &str {
    match (record.kind, &record.record) {
        (Kind::Mx, _) => "MX",
        (Kind::Cname, _) => "CNAME",
        (Kind::Tlsa, _) => "TLSA",
        (_, Record::Other(_, other)) => other.rtype.as_deref().unwrap_or("TXT"),
        _ => "TXT",
    }
}

/// The new text holds the new value there, and all other records as they were.
fn reads_as(now: &Report, before: &Report, index: usize, new: &str) -> bool {
    now.records.len() == before.records.len()
        && now.records.iter().zip(&before.records).enumerate().all(|(i, (now, before))| {
            let (value, is_alike) =
                if i == index { (new, true) } else { (&*before.value, now.kind == before.kind) };
            is_alike && now.name == before.name && now.value == value
        })
}

/// What would be other than before the first edit, for record number `index` of the two texts.
pub fn impacts(first: &str, now: &str, hints: &Hints, index: usize) -> Vec<Impact> {
    let of = |text: &str| explain_records(text, hints).records.into_iter().nth(index);
    match (of(first), of(now)) {
        (Some(old), Some(new)) if old.kind == new.kind => {
            impact(new.kind, new.name.as_deref(), &old.value, &new.value)
        }
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str, index: usize, new: &str) -> Option<String> {
        replaced(text, &Hints::default(), index, new)
    }

    #[test]
    fn only_the_value_changes_where_it_stands_as_it_is() {
        for (text, index, new, expected) in [
            ("v=spf1 mx ~all", 0, "v=spf1 mx -all", "v=spf1 mx -all"),
            (
                "; mine\nexample.com.  300 IN TXT \"v=spf1 mx ~all\" ; old\n_dmarc.example.com. TXT \"v=DMARC1; p=none\"",
                1,
                "v=DMARC1; p=reject",
                "; mine\nexample.com.  300 IN TXT \"v=spf1 mx ~all\" ; old\n_dmarc.example.com. TXT \"v=DMARC1; p=reject\"",
            ),
            (
                "a.example. TXT \"v=spf1 mx ~all\"\nb.example. TXT \"v=spf1 mx ~all\"",
                1,
                "v=spf1 a ~all",
                "a.example. TXT \"v=spf1 mx ~all\"\nb.example. TXT \"v=spf1 a ~all\"",
            ),
        ] {
            assert_eq!(of(text, index, new).as_deref(), Some(expected));
        }
    }

    #[test]
    fn what_was_split_is_written_anew_and_reads_the_same() {
        let text = "example.com. TXT \"v=spf1 m\" \"x ~all\"\nexample.com. MX 10 mx.example.com.";
        assert_eq!(
            of(text, 0, "v=spf1 -all").unwrap(),
            "example.com. IN TXT \"v=spf1 -all\"\n\nexample.com. IN MX 10 mx.example.com."
        );
        let around = "\n\ns1._domainkey.example.com. IN CNAME s1.vendor.example.\n\n_25._tcp.mx.example.com. IN TLSA 3 1 1 8cb0fc6c527506a053f4f14c8464bebbd6dede2738d11468dd953d7d6a3021f1\n\nmx.example.com. IN A 192.0.2.1";
        let split = ["example.com. TXT \"v=spf1 m\" \"x ~all\"", around].concat();
        assert_eq!(
            of(&split, 0, "v=spf1 -all").unwrap(),
            ["example.com. IN TXT \"v=spf1 -all\"", around].concat(),
            "what is no text stays of its own type"
        );
        let long = format!("v=spf1{} -all", " ip4:192.0.2.1".repeat(30));
        let grown = of("example.com. TXT \"v=spf1 -all\"", 0, &long).unwrap();
        assert!(
            grown.contains("\" \"") && explain_records(&grown, &Hints::default()).records[0].value == long
        );
        assert_eq!(of(text, 9, "x"), None);
    }

    #[test]
    fn what_would_break_is_held_against_the_first_text() {
        let says = impacts("v=spf1 mx a -all", "v=spf1 -all", &Hints::default(), 0);
        assert_eq!(says.len(), 2, "{says:?}");
        assert!(impacts("v=spf1 -all", "v=DMARC1; p=none", &Hints::default(), 0).is_empty());
    }
}

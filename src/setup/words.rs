//! What every front end says of a checklist in the same words.

use super::{SetupReport, Test};

/// What a record is for, in a few words.
pub fn title(test: &Test, name: &str) -> &'static str {
    match test {
        Test::Spf(_) => "Who may send your mail (SPF)",
        Test::Dkim(_) => "A key that signs your mail (DKIM)",
        Test::Cname(_) if name.contains("_domainkey") => "A key that signs your mail (DKIM)",
        Test::Dmarc(_) => "What receivers do with false mail (DMARC)",
        Test::Is(_) | Test::Starts(_) => "A text that the vendor looks for (TXT)",
        Test::Mx { .. } => "A server that takes in mail (MX)",
        Test::Cname(_) => "A name that leads to the vendor (CNAME)",
    }
}

/// How many are done, in words.
pub fn done(report: &SetupReport) -> String {
    match (report.done(), report.total()) {
        (1, 1) => "the one record is done".to_owned(),
        (done, total) if done == total => format!("all {total} records are done"),
        (0, 1) => "the one record is not done yet".to_owned(),
        (done, total) => {
            format!("{done} of {total} records {} done", if done == 1 { "is" } else { "are" })
        }
    }
}

//! What every front end says of a checklist in the same words.

use super::{SetupReport, Status, Test};
use crate::providers::DnsHost;

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

/// What stands above the fields to fill in. What could not be asked may be there already.
pub fn enter(status: Status, host: Option<&DnsHost>) -> String {
    let order = if status == Status::CouldNotAsk { "If it is not there yet, enter" } else { "Enter" };
    let name = host.map_or("your DNS host", |host| host.name);
    match host.and_then(|host| host.where_in_panel) {
        Some(way) => format!("{order} at {name}: {way}"),
        None => format!("{order} at {name}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::providers;

    #[test]
    fn what_could_not_be_asked_may_be_there() {
        assert_eq!(enter(Status::Absent, None), "Enter at your DNS host");
        assert_eq!(enter(Status::CouldNotAsk, None), "If it is not there yet, enter at your DNS host");
        let host = providers::by_name_server("amy.ns.cloudflare.com", None);
        assert!(enter(Status::Different, host).starts_with("Enter at Cloudflare"));
    }
}

//! The examples of rules, judged as the rules judge them.

use waxseal::paste::Hints;
use waxseal::report::domain::check_zone;
use waxseal::report::{Report, explain_records};
use waxseal::rules::{Check, Rule};

/// An example of a rule, judged: records as pasted, or a domain with its zone.
pub fn report(rule: &Rule, example: &str) -> Report {
    match rule.check {
        Check::Records(_) => explain_records(example, &Hints::default()),
        Check::Dns(_) => check_zone(example).unwrap_or_else(|line| panic!("{}: {line}", rule.id)).report,
    }
}

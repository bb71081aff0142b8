//! Whether a record is to be edited or added: a second one beside the first may undo both.

use crate::setup::check::found::Judged;
use crate::setup::{Status, Test, Wanted};
use crate::text::prose::code;

const ADD: &str = "Add a record.";
const ADD_BESIDE: &str = "Add a record. Leave the others at this name as they are.";
const EDIT: &str = "Edit the record that is there. Don't add a second one.";
const EDIT_ONE: &str = "Edit one of these records, and delete the others.";
const SHARED: &str = "This is the record from above. Enter it once.";

/// What to do at the name, as a sentence or two; none where nobody knows what is there.
///
/// `shares` says that a need before this one has the same record to add.
pub fn step(one: &Wanted, how: &Judged, shares: bool) -> Option<String> {
    let is_one = matches!(one.test, Test::Spf(_) | Test::Dmarc(_));
    let adds = matches!(how.status, Status::Absent | Status::WrongType | Status::WrongName);
    if is_one && adds && shares {
        return Some(SHARED.to_owned());
    }
    let is_alias = !matches!(one.test, Test::Cname(_)) && !how.lookup.answer.aliases.is_empty();
    let says = match (how.status, &one.test) {
        (Status::CouldNotAsk | Status::Met | Status::MetAnotherWay, _) => return None,
        (Status::WrongName, _) => return Some(moved(one, how)),
        (Status::WrongType, _) => "Delete the record of the other type, and add this one.",
        // What stands at the end of an alias is not the reader's to edit.
        _ if is_alias => ADD,
        (Status::Absent, _) if how.lookup.found().next().is_some() => ADD_BESIDE,
        (Status::Absent, _) => ADD,
        (Status::Conflict, Test::Mx { .. }) => "This record is there, so don't add it again.",
        (Status::Conflict, Test::Dkim(_)) => EDIT_ONE,
        (Status::Different, Test::Dkim(_)) if how.seen.len() > 1 => EDIT_ONE,
        (Status::Conflict, _) if how.held.len() > 1 => EDIT_ONE,
        // Of these, a name may hold several.
        (Status::Different, Test::Is(_) | Test::Starts(_) | Test::Mx { .. }) => ADD,
        // It is no CNAME that is there: that it has to go is said in a note.
        (Status::Different, Test::Cname(_)) if how.lookup.found().next().is_none() => ADD,
        (Status::Conflict | Status::Different | Status::Damaged, _) => EDIT,
    };
    Some(says.to_owned())
}

/// It stands at another name. There it may still do good, unless the name is a slip.
fn moved(one: &Wanted, how: &Judged) -> String {
    let Some(astray) = &how.astray else { return ADD.to_owned() };
    let place = code(astray.place.as_str());
    match &one.test {
        // Other SPF records may include the one there, whatever its name.
        test if astray.is_slip && !matches!(test, Test::Spf(_)) => {
            format!("Enter this, then delete the one at {place}.")
        }
        // Until it is gone, mail to that name goes astray.
        Test::Mx { .. } => {
            format!("First delete the one at {place}, unless its mail should go there. Then enter this.")
        }
        _ => format!("Enter this. Then delete the one at {place}, unless something else needs it."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::setup::{SetupReport, check, parse};
    use futures_util::FutureExt;

    const APEX: &str =
        "a.example SOA n.a.example h.a.example 1 1 1 1 1\na.example NS n.a.example\na.example A 192.0.2.1\n";

    fn checked(needs: &str, zone: &str) -> SetupReport {
        let setup = parse(&format!("#/setup?need={}", needs.replace('\n', "&need="))).unwrap();
        let zone = crate::dns::Zone::parse(&[APEX, zone].concat()).unwrap();
        let domain = "a.example".parse().unwrap();
        check(&zone, &setup, &domain).now_or_never().unwrap().unwrap()
    }

    fn steps(needs: &str, zone: &str) -> Vec<Option<String>> {
        checked(needs, zone).needs.into_iter().map(|need| need.step).collect()
    }

    #[test]
    fn one_record_is_edited_and_several_are_added() {
        const SPF: &str = "TXT @ spf:ip4:192.0.2.1";
        for (need, zone, says) in [
            (SPF, "", ADD),
            (SPF, "a.example TXT \"other=1\"", ADD_BESIDE),
            (SPF, "a.example TXT \"v=spf1 ip4:192.0.2.9 -all\"", EDIT),
            (SPF, "a.example TXT \"v=spf1 ip4:192.0.2.300 -all\"", EDIT),
            (SPF, "a.example TXT \"v=spf1 -all\"\na.example TXT \"v=spf1 ~all\"", EDIT_ONE),
            ("TXT _dmarc dmarc:p>=reject", "_dmarc.a.example TXT \"v=DMARC1; p=none\"", EDIT),
            ("TXT _dmarc dmarc:p>=reject", "", ADD),
            ("TXT @ is:vendor=12345678", "a.example TXT vendor=87654321", ADD),
            ("TXT @ is:vendor=12345678", "a.example TXT \"other\"", ADD_BESIDE),
            ("TXT @ is:vendor=12345678", "a.example TXT \"vendor=12345 678\"", EDIT),
            ("CNAME x to.v.example", "x.a.example CNAME old.v.example", EDIT),
            ("CNAME x to.v.example", "x.a.example CNAME to.v.example.a.example", EDIT),
            ("CNAME x to.v.example", "x.a.example A 192.0.2.7", ADD),
            ("MX in 10 mx.v.example", "in.a.example MX 10 old.v.example", ADD),
            (
                "MX in only 10 mx.v.example",
                "in.a.example MX 10 mx.v.example\nin.a.example MX 20 x.example",
                { "This record is there, so don't add it again." },
            ),
            (
                "CNAME x to.v.example",
                "x.a.example TXT to.v.example",
                "Delete the record of the other type, and add this one.",
            ),
        ] {
            assert_eq!(steps(need, zone), [Some(says.to_owned())], "{need} {zone}");
        }
    }

    #[test]
    fn what_stands_at_the_wrong_name_is_deleted_where_that_does_no_harm() {
        for (need, zone, says) in [
            (
                "CNAME x to.v.example",
                "x.a.example.a.example CNAME to.v.example",
                "Enter this, then delete the one at `x.a.example.a.example`.",
            ),
            (
                "TXT _v is:vendor=12345678",
                "v.a.example TXT vendor=12345678",
                "Enter this, then delete the one at `v.a.example`.",
            ),
            (
                "TXT _spf spf:ip4:192.0.2.1",
                "spf.a.example TXT \"v=spf1 ip4:192.0.2.1 -all\"",
                "Enter this. Then delete the one at `spf.a.example`, unless something else needs it.",
            ),
            (
                "TXT news spf:ip4:192.0.2.1",
                "a.example TXT \"v=spf1 ip4:192.0.2.1 -all\"",
                "Enter this. Then delete the one at `a.example`, unless something else needs it.",
            ),
            (
                "MX in 10 mx.v.example",
                "a.example MX 10 mx.v.example",
                "First delete the one at `a.example`, unless its mail should go there. Then enter this.",
            ),
        ] {
            assert_eq!(steps(need, zone), [Some(says.to_owned())], "{need} {zone}");
        }
    }

    #[test]
    fn nothing_is_said_where_nothing_is_known_and_a_shared_record_is_added_once() {
        assert_eq!(steps("TXT x is:y", "x.a.example TXT y"), [None]);
        assert_eq!(steps("TXT x is:y", "x.a.example TXT !timeout"), [None]);
        let two = steps("TXT @ spf:ip4:192.0.2.1\nTXT @ spf:ip4:192.0.2.2", "");
        assert_eq!(two, [Some(ADD.to_owned()), Some(SHARED.to_owned())]);
        let two = steps("TXT @ spf:ip4:192.0.2.1\nTXT @ spf:ip4:192.0.2.2", "a.example TXT \"v=spf1 -all\"");
        assert_eq!(two, [Some(EDIT.to_owned()), Some(EDIT.to_owned())]);
    }
}

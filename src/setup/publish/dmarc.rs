//! One DMARC record that keeps what is there and holds what is asked for: the policy is raised and never lowered.

use crate::build::edit::with_tag;
use crate::record::Dmarc;
use crate::record::dmarc::{DmarcTag, Policy};
use crate::setup::check::dmarc::{For, addresses, goes_to, policy};
use crate::setup::{PolicyTag, ReportTag, TagTest};
use crate::text::apply_edits;
use crate::text::prose::code;

/// What to publish.
pub struct Merged {
    /// The value; none where no value meets everything.
    pub value: Option<String>,
    /// The piece of it that is to be filled in.
    pub blank: Option<String>,
    /// What is to be said of it.
    pub notes: Vec<String>,
}

/// The record to publish in the place of those that are `held`.
pub fn merged<'t>(held: &[String], tests: impl Iterator<Item = &'t TagTest>, vendor: Option<&str>) -> Merged {
    let tests: Vec<&TagTest> = tests.collect();
    let mut out = Merged { value: None, blank: None, notes: Vec::new() };
    let mut text = base(held);
    let mut refused = false;
    for test in &tests {
        if let TagTest::AtLeast(tag, wanted) = test {
            raise(&mut text, *tag, *wanted);
        }
    }
    for test in &tests {
        match test {
            TagTest::AtLeast(..) => {}
            TagTest::Equals { tag, value } => {
                if !set(&mut text, tag, value) {
                    refused = true;
                    out.notes.push(format!(
                        "The link asks for {}, and the record asks for more. Keep what is there, and tell the vendor.",
                        code(&format!("{tag}={value}"))
                    ));
                }
            }
            TagTest::Reports(tag, to) => report_to(&mut text, *tag, to, vendor, &mut out),
        }
    }
    // Where a policy would have to be lowered, there may be nothing else to change.
    out.value = Some(text).filter(|text| !refused || held != [text.clone()]);
    out
}

/// What a new record is made of. Of several, the strictest stays, with the addresses of all.
fn base(held: &[String]) -> String {
    let strictness = |text: &&String| Dmarc::parse(text).effective_policy();
    let Some(strictest) = held.iter().max_by_key(strictness) else { return "v=DMARC1; p=none".to_owned() };
    let mut text = strictest.clone();
    for other in held.iter().filter(|other| *other != strictest) {
        for tag in [ReportTag::Aggregate, ReportTag::Failure] {
            for address in addresses(tag, other, &Dmarc::parse(other)) {
                add_address(&mut text, tag, &address);
            }
        }
    }
    let dmarc = Dmarc::parse(&text);
    if dmarc.policy.is_none() {
        put(&mut text, "p", Policy::None.word());
    }
    text
}

/// Raises a policy to the one that is asked for, `t=y` out of the way where that lowers it again.
fn raise(text: &mut String, tag: PolicyTag, wanted: Policy) {
    let dmarc = Dmarc::parse(text);
    let now = policy(tag, text, &dmarc, For::Itself);
    if now < wanted || dmarc.bad_subpolicy {
        for (name, bad) in [("sp", DmarcTag::SubdomainPolicy), ("np", DmarcTag::NonexistentPolicy)] {
            if dmarc.value(text, bad).is_some_and(|value| Policy::read(value).is_none()) {
                put(text, name, now.word());
            }
        }
        put(text, tag.name(), now.max(wanted).word());
    }
    let dmarc = Dmarc::parse(text);
    if dmarc.testing && policy(tag, text, &dmarc, For::Itself).softened() < wanted {
        put(text, "t", "n");
    }
}

/// Gives a tag the value that is asked for; false where that would lower a policy.
fn set(text: &mut String, tag: &str, value: &str) -> bool {
    let policies = [PolicyTag::Domain, PolicyTag::Subdomains, PolicyTag::Nonexistent];
    let named = policies.into_iter().find(|policy| policy.name() == tag);
    if let (Some(tag), Some(wanted)) = (named, Policy::read(value)) {
        let dmarc = Dmarc::parse(text);
        let now = policy(tag, text, &dmarc, For::Itself);
        if now > wanted {
            return false;
        }
        if now == wanted {
            return true;
        }
    }
    let dmarc = Dmarc::parse(text);
    let same = dmarc.list.get(text, tag).is_some_and(|tag| tag.value.text(text).eq_ignore_ascii_case(value));
    if !same {
        put(text, tag, value);
    }
    true
}

/// Adds an address to a list of addresses; a blank where only the host of the mailbox is known.
fn report_to(text: &mut String, tag: ReportTag, to: &str, vendor: Option<&str>, out: &mut Merged) {
    let there = addresses(tag, text, &Dmarc::parse(text));
    if there.iter().any(|address| goes_to(address, to)) {
        return;
    }
    if to.contains('@') {
        add_address(text, tag, to);
        return;
    }
    // Angle brackets can't stand in an address: left as it is, the blank is no mailbox of anybody's.
    let blank = format!("<address at {to}>");
    add_address(text, tag, &blank);
    let who = vendor.map_or("the vendor".to_owned(), code);
    out.notes.push(format!(
        "In the place of {} belongs the address that {} gives you; the link names its host alone.",
        code(&blank),
        who
    ));
    out.blank = Some(blank);
}

fn add_address(text: &mut String, tag: ReportTag, address: &str) {
    let dmarc = Dmarc::parse(text);
    if addresses(tag, text, &dmarc).iter().any(|known| known.eq_ignore_ascii_case(address)) {
        return;
    }
    let value =
        dmarc.list.get(text, tag.name()).map_or("", |tag| tag.value.text(text)).trim().trim_end_matches(',');
    let value =
        if value.is_empty() { format!("mailto:{address}") } else { format!("{value},mailto:{address}") };
    put(text, tag.name(), &value);
}

/// Gives a tag a value, where it stands or at the end; a policy right behind the version.
fn put(text: &mut String, name: &str, value: &str) {
    *text = apply_edits(text, &[with_tag(text, name, value)]);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::setup::{Need, Test};

    fn of(held: &[&str], tests: &str) -> Merged {
        let held: Vec<String> = held.iter().map(|text| (*text).to_owned()).collect();
        let Test::Dmarc(tests) = Need::read(&format!("TXT _dmarc dmarc:{tests}")).unwrap().test else {
            panic!()
        };
        merged(&held, tests.iter(), Some("Eploy"))
    }

    #[test]
    fn one_value_holds_everything_and_keeps_what_is_there() {
        for (held, tests, expected) in [
            (vec![], "p>=none", "v=DMARC1; p=none"),
            (vec![], "p>=quarantine,rua~a@b.example", "v=DMARC1; p=quarantine; rua=mailto:a@b.example"),
            (vec!["v=DMARC1; p=none; fo=1"], "p>=reject", "v=DMARC1; p=reject; fo=1"),
            (vec!["v=DMARC1;p=reject;"], "p>=none,adkim=s", "v=DMARC1;p=reject; adkim=s;"),
            (vec!["v=DMARC1; p=reject; t=y"], "p>=reject", "v=DMARC1; p=reject; t=n"),
            (vec!["v=DMARC1; p=reject; t=y"], "p>=quarantine", "v=DMARC1; p=reject; t=y"),
            (vec!["v=DMARC1; p=reject; sp=nothing"], "p>=quarantine", "v=DMARC1; p=quarantine; sp=none"),
            (vec!["v=DMARC1; p=reject; sp=none"], "sp>=quarantine", "v=DMARC1; p=reject; sp=quarantine"),
            (
                vec!["v=DMARC1; p=none; rua=mailto:x@y.example"],
                "rua~a@b.example,ruf~a@b.example",
                "v=DMARC1; p=none; rua=mailto:x@y.example,mailto:a@b.example; ruf=mailto:a@b.example",
            ),
            (vec!["v=DMARC1; rua=mailto:x@y.example"], "p>=none", "v=DMARC1; p=none; rua=mailto:x@y.example"),
            (
                vec!["v=DMARC1; p=none; rua=mailto:a@b.example", "v=DMARC1; p=reject"],
                "p>=none",
                "v=DMARC1; p=reject; rua=mailto:a@b.example",
            ),
        ] {
            assert_eq!(of(&held, tests).value.as_deref(), Some(expected), "{held:?} {tests}");
        }
    }

    #[test]
    fn a_mailbox_that_nobody_knows_is_a_blank() {
        let merged = of(&["v=DMARC1; p=none; rua=mailto:x@y.example"], "rua~b.example");
        let blank = merged.blank.unwrap();
        assert_eq!(merged.value.unwrap(), format!("v=DMARC1; p=none; rua=mailto:x@y.example,mailto:{blank}"));
        assert!(merged.notes[0].contains("Eploy"));
    }

    #[test]
    fn a_policy_is_never_lowered() {
        let merged = of(&["v=DMARC1; p=reject"], "p=none");
        assert!(merged.value.is_none() && merged.notes[0].contains("`p=none`"));
        let merged = of(&["v=DMARC1; p=reject"], "p=none,fo=1");
        assert_eq!(merged.value.as_deref(), Some("v=DMARC1; p=reject; fo=1"));
        assert_eq!(of(&["v=DMARC1; p=none"], "p=reject").value.as_deref(), Some("v=DMARC1; p=reject"));
    }
}

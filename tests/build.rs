//! Records that are made and changed, on texts that nobody would write: nothing panics, and what is not changed stays.

use futures_util::FutureExt;
use waxseal::build::controls::{additions, controls};
use waxseal::build::dmarc::Wishes;
use waxseal::build::impact::impact;
use waxseal::build::road::{STAGES, at, stage_of};
use waxseal::build::slim::Plan;
use waxseal::build::spf::{Senders, one_of};
use waxseal::build::transport::Transport;
use waxseal::dns::Zone;
use waxseal::paste::Hints;
use waxseal::record::{Dmarc, Kind, Spf};
use waxseal::report::explain_records;
use waxseal::spf::tree::tree;
use waxseal::text::apply_edits;
use waxseal::ui::build::mend::{impacts, replaced};

#[path = "common/random.rs"]
mod random;

use random::Random;

const PIECES: [&str; 44] = [
    "v=spf1",
    "v=DMARC1",
    "v=DKIM1",
    " ",
    " ",
    " ",
    ";",
    ";",
    "; ",
    "=",
    ":",
    "p=",
    "p=reject",
    "sp=none",
    "np=x",
    "t=y",
    "rua=",
    "mailto:a@b.example",
    ",",
    "a",
    "mx",
    "all",
    "-all",
    "~all",
    "?",
    "+",
    "include:",
    "x.example",
    "redirect=",
    "exp=e.example",
    "ip4:192.0.2.1",
    "/24",
    "//64",
    "ip6:2001:db8::",
    "<",
    ">",
    "\"",
    "\\",
    "é",
    "\u{200b}",
    "10 ",
    "\n",
    "%{i}",
    "include:x.example ",
];

fn text(random: &mut Random) -> String {
    let mut out = String::new();
    let start = ["", "v=spf1 ", "v=DMARC1; ", "v=DKIM1; "][random.below(4)];
    out.push_str(start);
    for _ in 0..random.below(14) {
        out.push_str(random.pick(&PIECES));
    }
    out
}

#[test]
fn nothing_panics_and_answers_that_are_not_given_change_nothing() {
    let mut random = Random(20_261_125);
    for _ in 0..4_000 {
        let (one, other) = (text(&mut random), text(&mut random));
        let wishes = Wishes::of(&one);
        let written = wishes.write(&one);
        if Dmarc::parse(&one).recognised && Dmarc::parse(&one).policy.is_some() {
            assert_eq!(written, one);
        }
        assert!(Dmarc::parse(&Wishes::of(&other).write("")).effective_policy().is_some(), "{other:?}");
        let _ = (wishes.notes(Some(&other)), wishes.problem(), stage_of(&one));
        for stage in &STAGES {
            let _ = at(&one, stage);
        }
        let senders = Senders::of(&one);
        if Spf::parse(&one).recognised {
            assert_eq!(senders.write(&one), one);
        }
        let typed = Senders { more: other.clone(), ..Senders::default() };
        let made = typed.write("");
        assert!(
            Spf::parse(&made).terms.iter().all(|term| term.problem.is_none()),
            "{other:?} became {made:?}"
        );
        let _ = (typed.notes(), typed.problem(), one_of(&[one.clone(), other.clone()]));
        let transport = Transport { servers: other.clone(), reports: one.clone(), ..Transport::default() };
        let _ = (transport.plan(&other), transport.problem(), transport.notes());
        for kind in [Kind::Spf, Kind::Dmarc, Kind::Dkim, Kind::Mx, Kind::TlsRpt] {
            for control in controls(kind, &one) {
                for field in &control.fields {
                    let same = apply_edits(&one, &[field.edit(field.at.text(&one))]);
                    assert_eq!(same, one, "the value as written changes nothing");
                    let _ = apply_edits(&one, &[field.edit(&other)]);
                }
                let _ = control.remove.map(|edit| apply_edits(&one, &[edit]));
            }
            for addition in additions(kind, &one) {
                let _ = apply_edits(&one, &[addition.edit]);
            }
            let _ = impact(kind, None, &one, &other);
        }
    }
}

#[test]
fn an_edit_of_a_text_changes_that_record_alone() {
    let mut random = Random(7);
    let hints = Hints::default();
    let values = ["v=spf1 mx ~all", "v=DMARC1; p=none", "v=spf1 -all", "v=DKIM1; p=abcd", "10 mx.x.example."];
    let mut edited = 0;
    for _ in 0..400 {
        let lines: Vec<String> = (0..1 + random.below(4))
            .map(|i| {
                let value = random.pick(&values);
                match (random.below(4), value.starts_with('1')) {
                    (_, true) => format!("h{i}.example. IN MX {value}"),
                    (0, _) => format!("h{i}.example. IN TXT \"{}\" \"{}\"", &value[..5], &value[5..]),
                    (1, _) => format!("h{i}.example. 300 TXT \"{value}\" ; note"),
                    (2, _) => format!("h{i}.example. TXT {value}"),
                    _ => value.to_owned(),
                }
            })
            .collect();
        let before = lines.join("\n\n");
        let report = explain_records(&before, &hints);
        let index = random.below(report.records.len());
        let new = ["v=spf1 a -all", "v=DMARC1; p=reject", "v=spf1 a mx ip4:192.0.2.1 ~all"][random.below(3)];
        let Some(after) = replaced(&before, &hints, index, new) else { continue };
        let now = explain_records(&after, &hints);
        for (i, (old, now)) in report.records.iter().zip(&now.records).enumerate() {
            assert_eq!(now.value, if i == index { new } else { &old.value }, "{before:?} became {after:?}");
        }
        let _ = impacts(&before, &after, &hints, index);
        edited += 1;
    }
    assert!(edited > 250, "only {edited} texts could be edited");
}

#[test]
fn steps_of_a_record_that_leads_in_circles_are_bounded() {
    let mut zone = String::from(
        "a.example TXT \"v=spf1 include:a.example include:b.example mx ptr exists:%{i}.x.example",
    );
    for i in 0..30 {
        zone.push_str(&format!("\" \" include:h{i}.example a:h{i}.example"));
    }
    zone.push_str(" -all\"\nb.example TXT \"v=spf1 include:a.example ip4:0.0.0.0/0 ~all\"\n");
    for i in 0..30 {
        zone.push_str(&format!(
            "h{i}.example TXT \"v=spf1 include:h{}.example ip4:192.0.2.{i} -all\"\n",
            (i + 1) % 30
        ));
    }
    let zone = Zone::parse(&zone).expect("the zone can be read");
    let tree = tree(&zone, &"a.example".parse().expect("a name")).now_or_never().expect("it answers at once");
    let plan = Plan::of(&tree).expect("there is a record");
    assert!(plan.steps.len() <= 80);
    let all: Vec<usize> = (0..plan.steps.len()).collect();
    let after = plan.after(&all);
    assert!(after.lookups <= plan.lookups && Spf::parse(&after.text).recognised);
}

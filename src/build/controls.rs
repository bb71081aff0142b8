//! What of a record can be changed where it stands: for each part the choices that it has.

use super::edit::{with_tag, without_tag};
use crate::record::dmarc::DmarcTag;
use crate::record::spf::{Spf, Term, TermKind, with_gap};
use crate::record::tag_list::TagList;
use crate::record::{Kind, Mx};
use crate::text::{Edit, Span};

/// How many parts have controls: more are edited as text.
const PARTS: usize = 60;

/// A value with the words for it.
pub type Choice = (&'static str, &'static str);

/// One part, with what can be changed in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Control {
    /// The part as written. Text from strangers.
    pub text: String,
    /// What can be changed.
    pub fields: Vec<Field>,
    /// Takes the part out; none where the record would be none without it.
    pub remove: Option<Edit>,
}

/// One value that can be changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// What it is, for people.
    pub label: &'static str,
    /// Where it stands; empty where nothing is written.
    pub at: Span,
    /// As it is now; of one with choices, in the way that the choices are written.
    pub value: String,
    /// What it can be; anything, where there are none.
    pub choices: &'static [Choice],
}

impl Field {
    /// The edit that gives it another value.
    pub fn edit(&self, value: &str) -> Edit {
        Edit::replace(self.at, value)
    }
}

/// Something that the record does not say yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Addition {
    /// What it is, as the words on a button.
    pub label: &'static str,
    /// The edit.
    pub edit: Edit,
}

const SIGNS: &[Choice] =
    &[("", "may send"), ("~", "is doubtful (~)"), ("-", "must not send (-)"), ("?", "is left open (?)")];
const ENDINGS: &[Choice] = &[
    ("-", "refuse them (-all)"),
    ("~", "mark them as doubtful (~all)"),
    ("?", "say nothing (?all)"),
    ("", "let all of them send (+all)"),
];
const POLICIES: &[Choice] = &[
    ("none", "do nothing (none)"),
    ("quarantine", "put it into spam (quarantine)"),
    ("reject", "refuse it (reject)"),
];
const MATCHES: &[Choice] = &[("r", "subdomains count too (r)"), ("s", "only the same name (s)")];
const YES_NO: &[Choice] = &[("y", "yes (y)"), ("n", "no (n)")];

/// The parts of a record that can be changed, in order. None for a kind that is edited as text.
pub fn controls(kind: Kind, text: &str) -> Vec<Control> {
    match kind {
        Kind::Spf => terms(text),
        Kind::Dmarc => tags(text, dmarc_field),
        Kind::Dkim => tags(text, dkim_field),
        Kind::MtaSts | Kind::TlsRpt | Kind::Bimi | Kind::DmarcReportAuthorisation => tags(text, other_field),
        Kind::Mx => mx(text),
        Kind::SenderId | Kind::MtaStsPolicy | Kind::Tlsa | Kind::Cname | Kind::Verification | Kind::Other => {
            Vec::new()
        }
    }
}

/// What can be added with one press.
pub fn additions(kind: Kind, text: &str) -> Vec<Addition> {
    if kind != Kind::Dmarc {
        return Vec::new();
    }
    let list = TagList::parse(text);
    let all: [(&str, &str, &str); 6] = [
        ("p", "none", "Add a policy (p)"),
        ("sp", "reject", "Add a policy for subdomains (sp)"),
        ("np", "reject", "Add a policy for names that do not exist (np)"),
        ("rua", "mailto:", "Add an address for reports (rua)"),
        ("t", "y", "Add the test mode (t)"),
        ("adkim", "r", "Add how DKIM has to match (adkim)"),
    ];
    let lacking = all.into_iter().filter(|(name, ..)| list.get(text, name).is_none());
    lacking.map(|(name, value, label)| Addition { label, edit: with_tag(text, name, value) }).collect()
}

fn terms(text: &str) -> Vec<Control> {
    let spf = Spf::parse(text);
    spf.terms.iter().take(PARTS).map(|term| control(text, term)).collect()
}

fn control(text: &str, term: &Term) -> Control {
    let start = term.qualifier.map_or(term.span.start, |(_, sign)| sign.end);
    let at = term.qualifier.map_or(Span::new(term.span.start, term.span.start), |(_, sign)| sign);
    let sign = at.text(text).replace('+', "");
    let is_all = matches!(term.kind, TermKind::All);
    let mut fields = Vec::new();
    if !is_all {
        let rest = Span::new(start, term.span.end);
        fields.push(Field { label: "Part", at: rest, value: rest.text(text).to_owned(), choices: &[] });
    }
    if term.is_mechanism() {
        let (label, choices) = if is_all { ("All other servers", ENDINGS) } else { ("This server", SIGNS) };
        fields.push(Field { label, at, value: sign, choices });
    }
    Control {
        text: term.span.text(text).to_owned(),
        fields,
        remove: Some(Edit::delete(with_gap(text, term.span))),
    }
}

/// What can be chosen for a tag with this name, and its label; none where it stays as it is.
type ForTag = fn(&str) -> Option<(&'static str, &'static [Choice])>;

fn tags(text: &str, field: ForTag) -> Vec<Control> {
    let list = TagList::parse(text);
    let control = |(index, tag): (usize, &crate::record::tag_list::Tag)| {
        let name = tag.name.text(text).to_ascii_lowercase();
        let is_version = name == "v";
        let value = tag.value.text(text);
        let field = field(&name).filter(|_| tag.equals.is_some()).map(|(label, choices)| {
            let known = choices.iter().find(|(word, _)| word.eq_ignore_ascii_case(value));
            let value = known.map_or(value, |(word, _)| word).to_owned();
            Field { label, at: tag.value, value, choices }
        });
        let remove = if is_version { None } else { without_tag(&list, index) };
        Control { text: tag.span.text(text).to_owned(), fields: field.into_iter().collect(), remove }
    };
    list.tags.iter().take(PARTS).enumerate().map(control).collect()
}

fn dmarc_field(name: &str) -> Option<(&'static str, &'static [Choice])> {
    Some(match DmarcTag::from_name(name) {
        DmarcTag::Version => return None,
        DmarcTag::Policy => ("Mail that fails", POLICIES),
        DmarcTag::SubdomainPolicy => ("Mail of subdomains that fails", POLICIES),
        DmarcTag::NonexistentPolicy => ("Mail of names that do not exist", POLICIES),
        DmarcTag::Testing => ("Test mode", YES_NO),
        DmarcTag::PublicSuffix => ("Registry", &[("y", "yes (y)"), ("n", "no (n)"), ("u", "not said (u)")]),
        DmarcTag::DkimAlignment => ("DKIM has to match", MATCHES),
        DmarcTag::SpfAlignment => ("SPF has to match", MATCHES),
        DmarcTag::AggregateReports => ("Daily reports go to", &[]),
        DmarcTag::FailureReports => ("Reports on single messages go to", &[]),
        DmarcTag::FailureOptions => ("When those are sent", &[]),
        DmarcTag::Percent | DmarcTag::ReportFormat | DmarcTag::ReportInterval | DmarcTag::Unknown => {
            ("Value", &[])
        }
    })
}

fn dkim_field(name: &str) -> Option<(&'static str, &'static [Choice])> {
    Some(match name {
        "v" => return None,
        "k" => ("Kind of key", &[("rsa", "RSA (rsa)"), ("ed25519", "Ed25519 (ed25519)")]),
        "t" => ("Flags", &[]),
        "p" => ("Public key", &[]),
        _ => ("Value", &[]),
    })
}

fn other_field(name: &str) -> Option<(&'static str, &'static [Choice])> {
    (name != "v").then_some(("Value", &[]))
}

fn mx(text: &str) -> Vec<Control> {
    let mx = Mx::parse(text);
    let at =
        mx.preference.map(|at| Field { label: "Number", at, value: at.text(text).to_owned(), choices: &[] });
    let host =
        Field { label: "Mail server", at: mx.host, value: mx.host.text(text).to_owned(), choices: &[] };
    vec![Control { text: text.to_owned(), fields: at.into_iter().chain([host]).collect(), remove: None }]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::apply_edits;

    #[test]
    fn a_choice_changes_its_own_place_alone() {
        let text = "v=spf1  +MX include:a.example  ~all exp=e.example";
        let controls = controls(Kind::Spf, text);
        let done = |part: usize, field: usize, value: &str| {
            apply_edits(text, &[controls[part].fields[field].edit(value)])
        };
        assert_eq!(controls.len(), 4);
        assert_eq!(done(0, 1, "~"), "v=spf1  ~MX include:a.example  ~all exp=e.example");
        assert_eq!(done(1, 0, "include:b.example"), "v=spf1  +MX include:b.example  ~all exp=e.example");
        assert_eq!(done(1, 1, "-"), "v=spf1  +MX -include:a.example  ~all exp=e.example");
        assert_eq!(done(2, 0, "-"), "v=spf1  +MX include:a.example  -all exp=e.example");
        assert_eq!(controls[3].fields.len(), 1, "an option has no sign");
        let out = apply_edits(text, &[controls[1].remove.clone().unwrap()]);
        assert_eq!(out, "v=spf1  +MX  ~all exp=e.example");
    }

    #[test]
    fn every_value_shown_is_the_value_written() {
        for (kind, text) in [
            (Kind::Spf, "v=spf1 a ?mx:x.example/24 -ip4:192.0.2.1 bad:thing all"),
            (Kind::Dmarc, "v=DMARC1; P = Reject;sp=x; t=y;junk; rua=mailto:a@x.example"),
            (Kind::Dkim, "v=DKIM1; k=rsa; t=y:s; p=abc"),
            (Kind::Mx, "10 mail.example.com."),
            (Kind::TlsRpt, "v=TLSRPTv1; rua=mailto:a@x.example"),
        ] {
            for control in controls(kind, text) {
                for field in &control.fields {
                    let same = apply_edits(text, &[field.edit(&field.value)]);
                    assert!(same.eq_ignore_ascii_case(text), "{text}: {field:?}");
                }
            }
        }
        let dmarc = controls(Kind::Dmarc, "v=DMARC1; P = Reject;sp=x");
        assert_eq!(dmarc[1].fields[0].value, "reject");
        assert_eq!(dmarc[2].fields[0].value, "x", "what is no choice stays as it is");
        assert_eq!((dmarc[0].fields.len(), dmarc[0].remove.is_none()), (0, true));
    }

    #[test]
    fn what_is_not_said_yet_can_be_added() {
        let text = "v=DMARC1; p=none; rua=mailto:a@x.example;";
        let labels: Vec<&str> = additions(Kind::Dmarc, text).iter().map(|one| one.label).collect();
        assert_eq!(labels.len(), 4);
        let first = additions(Kind::Dmarc, text).remove(0);
        assert_eq!(apply_edits(text, &[first.edit]), "v=DMARC1; p=none; rua=mailto:a@x.example; sp=reject;");
        assert!(additions(Kind::Mx, "10 x.example").is_empty());
    }
}

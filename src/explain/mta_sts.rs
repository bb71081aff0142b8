//! MTA-STS records in words.

use super::tile::Tiler;
use super::{Part, Role, domain_words, tag_list};
use crate::record::MtaSts;
use crate::record::mta_sts::IdProblem;
use crate::text::prose::code;

/// Each part and what it does.
pub fn parts(sts: &MtaSts, text: &str) -> Vec<Part> {
    let mut tiler = Tiler::new(text, tag_list::gap);
    let id = sts.id(text).map(|tag| tag.span);
    for (i, tag) in sts.list.tags.iter().enumerate() {
        if tag.equals.is_none() {
            tiler.push(tag.span, Role::Unknown, tag_list::no_equals(tag, text), Vec::new());
            continue;
        }
        let name = tag.name.text(text);
        let (role, says, name_says) = if i == 0 && name.eq_ignore_ascii_case("v") {
            let says = if sts.recognised {
                "This text is an MTA-STS record, version 1."
            } else {
                "Senders look for exactly `v=STSv1` and a semicolon here."
            };
            (Role::Version, says.to_owned(), "`v` names the kind of record.")
        } else if Some(tag.span) == id {
            (Role::Value, id_says(sts, tag.value.text(text)), "`id` names the edition of the policy.")
        } else {
            let says =
                format!("{} is not known to the standard, and senders skip it.", code(tag.span.text(text)));
            (Role::Unknown, says, "This name is not known to the standard.")
        };
        let value = tag_list::whole(tag, role, says.clone());
        tiler.push(tag.span, role, says, tag_list::segments(tag, text, name_says.to_owned(), value));
    }
    tiler.finish()
}

fn id_says(sts: &MtaSts, value: &str) -> String {
    match sts.id_problem {
        None => format!(
            "This is edition {} of the policy. When the text here changes, senders fetch the file again.",
            code(value)
        ),
        Some(IdProblem::Missing | IdProblem::Name | IdProblem::Empty | IdProblem::Blank) => {
            "Senders look for `id=` and the edition of the policy here, with no blank between.".to_owned()
        }
        Some(IdProblem::Character) => {
            format!("Senders can't use {}: an edition is made of letters and digits alone.", code(value))
        }
        Some(IdProblem::Long) => {
            format!("Senders can't use {}: it is longer than 32 characters.", code(value))
        }
    }
}

/// That there is a policy.
pub fn summary(sts: &MtaSts, name: Option<&str>) -> String {
    let name =
        name.map(|name| name.strip_prefix("_mta-sts.").unwrap_or(name)).filter(|name| *name != "_mta-sts");
    let domain = domain_words(name);
    if !sts.recognised {
        return format!(
            "Senders see no MTA-STS record for {domain} here, because the text does not start with `v=STSv1;`."
        );
    }
    if sts.id_problem.is_some() || !sts.unreadable.is_empty() {
        return format!("Senders can't read this record, so to them {domain} has no MTA-STS policy.");
    }
    match name {
        Some(name) if name != "@" && !name.is_empty() => format!(
            "Senders are told that {name} has rules on encryption; they fetch them from the web server {}.",
            code(&["mta-sts.", name].concat())
        ),
        _ => {
            "Senders are told that this domain has rules on encryption; they fetch them from the web server \
              `mta-sts.` before its name."
                .to_owned()
        }
    }
}

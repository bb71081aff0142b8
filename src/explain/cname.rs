//! CNAME records in words: where a name leads, and what mail looks for there.

use super::tile::Tiler;
use super::{Part, Role};
use crate::record::Cname;
use crate::record::cname::Purpose;
use crate::record::mx::{HostProblem, host_words};
use crate::text::prose::code;

/// The target.
pub fn parts(cname: &Cname, text: &str, name: Option<&str>) -> Vec<Part> {
    let mut tiler = Tiler::new(text, |_| "Blanks here change nothing.");
    tiler.push(cname.target, Role::Host, target_says(cname, text, name), Vec::new());
    tiler.finish()
}

fn target_says(cname: &Cname, text: &str, name: Option<&str>) -> String {
    let target = code(cname.target.text(text));
    match cname.problem {
        None if cname.is_to_itself(text, name) => {
            "This is the name that the alias stands at, so it leads nowhere.".to_owned()
        }
        None => {
            let looks = looks(cname, text, name);
            let target = host_words(cname.target.text(text));
            format!("Whoever asks for this name gets what stands at {target}.{looks}")
        }
        Some(HostProblem::Address) => format!("A CNAME record leads to a name, and {target} is an address."),
        Some(HostProblem::Url) => format!("A CNAME record leads to a name, and {target} is a web address."),
        Some(HostProblem::MailAddress) => {
            format!("A CNAME record leads to a name, and {target} is a mail address.")
        }
        Some(HostProblem::Missing | HostProblem::Words | HostProblem::BadName | HostProblem::Underscore) => {
            format!("A CNAME record leads to a name, and {target} is none.")
        }
    }
}

fn looks(cname: &Cname, text: &str, name: Option<&str>) -> String {
    let purpose = Purpose::of(name.unwrap_or(""), &cname.name(text));
    cname.service(text, purpose).map(|service| format!(" This looks like {service}.")).unwrap_or_default()
}

/// Where it leads, and what is looked for there.
pub fn summary(cname: &Cname, text: &str, name: Option<&str>) -> String {
    if cname.problem.is_some() {
        return "This CNAME record leads nowhere, because its value is not the name of anything.".to_owned();
    }
    let host = cname.name(text);
    let own = match name {
        Some(name) if !name.is_empty() && name != "@" => code(name),
        _ => "This name".to_owned(),
    };
    if cname.is_to_itself(text, name) {
        return format!("{own} stands for itself, so DNS finds nothing there.");
    }
    let purpose = Purpose::of(name.unwrap_or(""), &host);
    let target = match cname.service(text, purpose) {
        Some(service) => format!("{}, which looks like {service}", host_words(&host)),
        None => host_words(&host),
    };
    let what = match purpose {
        Purpose::Key => "Receivers that look for a DKIM key here take the one that stands there.",
        Purpose::Policy => "Receivers that look for the DMARC record here take the one that stands there.",
        Purpose::MtaSts => "Senders that look for MTA-STS here take the record that stands there.",
        Purpose::TlsReports => "Senders that report on encryption take the record that stands there.",
        Purpose::Logo => "Receivers that look for a logo here take the record that stands there.",
        Purpose::Proof => "It shows a service that you control the domain. Mail does not use it.",
        Purpose::Host => "All that is asked of this name, its mail too, is answered by what stands there.",
    };
    format!("{own} stands for {target}. {what}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_alias_to_itself_answers_nothing() {
        let said = |text: &str| {
            let (cname, name) = (Cname::parse(text), Some("s1._domainkey.example.com"));
            (summary(&cname, text, name), parts(&cname, text, name)[0].says.to_string())
        };
        let (whole, part) = said("S1._domainkey.example.com.");
        assert_eq!(whole, "`s1._domainkey.example.com` stands for itself, so DNS finds nothing there.");
        assert_eq!(part, "This is the name that the alias stands at, so it leads nowhere.");
        let (whole, part) = said("s1.dkim.example.net.");
        assert!(whole.contains("take the one that stands there") && part.starts_with("Whoever asks"));
    }
}

//! MX records in words.

use super::tile::Tiler;
use super::{Part, Role, domain_words};
use crate::providers;
use crate::record::mx::{APEX, HostProblem, host_words};
use crate::record::{Mx, Reading};
use crate::text::prose::code;

/// The number and the host.
pub fn parts(mx: &Mx, text: &str) -> Vec<Part> {
    let mut tiler = Tiler::new(text, |_| "A space parts the number from the host.");
    if let Some(span) = mx.preference {
        let says = if mx.is_null() {
            "The number of a record that says `no mail here` is 0.".to_owned()
        } else if mx.preference_value.is_some() {
            "Sending servers try the MX record with the lowest number first.".to_owned()
        } else {
            "Sending servers can't use this number: it has to be from 0 to 65535.".to_owned()
        };
        tiler.push(span, Role::Priority, says, Vec::new());
    }
    tiler.push(mx.host, Role::Host, host_says(mx, text), Vec::new());
    tiler.finish()
}

fn host_says(mx: &Mx, text: &str) -> String {
    let host = code(mx.host.text(text));
    if mx.is_null() {
        return "A dot alone names no server: the domain takes no mail.".to_owned();
    }
    if mx.is_root {
        return "A dot alone names no server.".to_owned();
    }
    match mx.problem {
        None if mx.reserved(text).is_some() => {
            format!("Mail would go to the server {host}, a name that senders elsewhere can't use.")
        }
        None => {
            let provider = providers::by_mx_host(&mx.host_name(text));
            let looks = provider.map(|p| format!(" This looks like {}.", p.name)).unwrap_or_default();
            match mx.host.text(text) {
                APEX => "Mail is delivered to the domain itself.".to_owned(),
                host => format!("Mail is delivered to the server {}.{looks}", host_words(host)),
            }
        }
        Some(HostProblem::Address) => {
            format!("Senders look for a server's name here, and {host} is an address.")
        }
        Some(HostProblem::Url) => {
            format!("Senders look for a server's name here, and {host} is a web address.")
        }
        Some(HostProblem::MailAddress) => {
            format!("Senders look for a server's name here, and {host} is a mail address.")
        }
        Some(HostProblem::Underscore) => {
            format!("Mail is delivered to {host}; an underscore is not allowed in a server's name.")
        }
        Some(HostProblem::Missing | HostProblem::Words | HostProblem::BadName) => {
            format!("Senders look for a server's name here, and {host} is none.")
        }
    }
}

/// Where mail goes.
pub fn summary(mx: &Mx, text: &str, name: Option<&str>) -> String {
    let domain = domain_words(name);
    if mx.is_null() {
        return format!("Mail to {domain} is refused: this record says that the domain takes no mail.");
    }
    if mx.reading() != Reading::Used {
        return if mx.host.is_empty() || mx.is_root || mx.problem.is_some() {
            format!("Senders can't deliver mail for {domain} with this record, because it names no server.")
        } else {
            format!(
                "Senders can't use this record for {domain}, because it starts with no number from 0 to 65535."
            )
        };
    }
    let host = mx.host_name(text);
    if mx.reserved(text).is_some() {
        return format!(
            "Senders elsewhere can't deliver mail for {domain} with this record, because no server on the internet has the name {}.",
            code(&host)
        );
    }
    match providers::by_mx_host(&host) {
        Some(provider) => {
            format!("Mail for {domain} goes to {}; this looks like {}.", code(&host), provider.name)
        }
        None if host == APEX => format!("Mail for {domain} goes to the domain itself."),
        None => format!("Mail for {domain} goes to the server {}.", code(&host)),
    }
}

//! A template of Domain Connect: JSON with the records of one service, and `%variables%` in them
//! (draft-ietf-dconn-domainconnect, "Template Definition" and "Template Record").

use super::json::Json;
use super::{Imported, record};
use crate::setup::variables;
use crate::text::prose::code;

/// The most records of a template that are looked at; a link holds fewer.
const RECORDS: usize = 200;

/// Reads a template into what it expects.
pub fn read(template: &Json, out: &mut Imported) {
    let name = [template.text("providerName"), template.text("serviceName")]
        .into_iter()
        .find(|name| !name.is_empty());
    out.vendor = name.map(str::to_owned);
    let records = match template.get("records") {
        Some(Json::List(records)) => records,
        _ => {
            out.notes
                .push("This JSON has no list `records`, as a template of Domain Connect has.".to_owned());
            return;
        }
    };
    let mut says_host = false;
    for one in records.iter().take(RECORDS) {
        let rtype = one.text("type").to_ascii_uppercase();
        let host = one.text("host");
        says_host |= ["host", "pointsTo", "data", "spfRules"].iter().any(|part| holds_host(one.text(part)));
        let name = name_of(host);
        match rtype.as_str() {
            // An SPF record that is merged: its parts alone.
            "SPFM" => {
                let parts = filled(one.text("spfRules"));
                record(out, &name, "TXT", &["v=spf1 ", &parts].concat());
            }
            "TXT" => record(out, &name, "TXT", &filled(one.text("data"))),
            "CNAME" => record(out, &name, "CNAME", &target(one.text("pointsTo"))),
            "MX" => {
                let priority = one.text("priority");
                let priority = if priority.parse::<u16>().is_ok() { priority } else { "10" };
                record(out, &name, "MX", &[priority, " ", &target(one.text("pointsTo"))].concat());
            }
            _ => out.leave_out(&[&rtype, " ", host].concat(), "links ask for TXT, MX and CNAME alone."),
        }
    }
    if records.len() > RECORDS {
        out.notes.push(format!("Only the first {RECORDS} records of this template were read."));
    }
    if says_host {
        out.notes.push(
            "The template holds `%host%`, a name below the domain. A link has no such place, so the list asks at the \
             domain itself."
                .to_owned(),
        );
    }
}

fn holds_host(text: &str) -> bool {
    text.to_ascii_lowercase().contains("%host%")
}

/// `host` is relative to the domain; `@` and nothing stand for the domain itself.
fn name_of(host: &str) -> String {
    let filled = filled(host);
    let relative = filled.trim_end_matches('.');
    let relative = relative.strip_suffix("{domain}").unwrap_or(relative).trim_end_matches('.');
    if relative.is_empty() { "@".to_owned() } else { relative.to_owned() }
}

/// `pointsTo` is a whole name; `@` stands for the domain.
fn target(points_to: &str) -> String {
    if points_to == "@" { "{domain}".to_owned() } else { filled(points_to) }
}

/// The text with its `%variables%` as a link writes them. What stands between other percent signs, such as a macro of
/// SPF, stays.
fn filled(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('%') {
        out.push_str(before);
        let Some((name, behind)) = after.split_once('%').filter(|(name, _)| is_name(name)) else {
            out.push('%');
            rest = after;
            continue;
        };
        match name.to_ascii_lowercase().as_str() {
            "domain" | "fqdn" => out.push_str("{domain}"),
            "host" => {}
            _ => out.extend(["{", &name.replace('.', "-"), "}"]),
        }
        rest = behind;
    }
    out.push_str(rest);
    out
}

/// Links have no dots in the names of variables.
fn is_name(name: &str) -> bool {
    variables::is_name(&name.replace('.', "-"))
}

/// What a text that was meant as a template says of itself.
pub fn broken(text: &str, at: usize) -> String {
    let before: Vec<char> = text[..at].chars().rev().take(24).collect();
    let near: String = before.into_iter().rev().collect();
    if near.trim().is_empty() {
        return "This looks like JSON, and can't be read from its start on.".to_owned();
    }
    format!("This looks like JSON, and can't be read behind {}.", code(near.trim()))
}

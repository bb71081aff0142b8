//! A TLSA record at a bare name: senders look below `_25._tcp`.

use crate::facts::Facts;
use crate::record::Kind;
use crate::rules::places::{INNER, Place, Places};
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc};
use crate::text::Span;
use crate::text::near::twice;
use crate::text::prose::code;

/// The rule.
pub static RULE: Rule = Rule {
    id: "tlsa-wrong-name",
    severity: Severity::Error,
    title: "A TLSA record at a name where senders don't look",
    kind: Kind::Tlsa,
    reference: rfc!(6698, "3"),
    why: "Senders look for these records at `_25._tcp`, a dot, and the name of the mail server: 25 is the port of mail. A record at the bare name is never found.",
    bad: "mail.example.com. IN TLSA 3 1 1 8cb0fc6c527506a053f4f14c8464bebbd6dede2738d11468dd953d7d6a3021f1",
    good: "_25._tcp.mail.example.com. IN TLSA 3 1 1 8cb0fc6c527506a053f4f14c8464bebbd6dede2738d11468dd953d7d6a3021f1",
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    let places = Places::of(facts, right);
    for (record, item, _) in facts.tlsa() {
        let Some(finding) = places.judge(&RULE, (record, item), ["Senders", "TLSA records"]) else {
            continue;
        };
        // Such a name is made for aliases to lead to.
        let target = item.name.as_deref().filter(|name| name.split('.').any(|label| label == "_dane"));
        let name = item.name.as_deref().unwrap_or("");
        out.push(match (target, places.place(item)) {
            // Which server is meant, the name does not say.
            (None, Place::Inner(_)) => {
                let message = format!(
                    "{INNER} Senders look for TLSA records at {} and the name of a mail server, and never at {}.",
                    code("_25._tcp."),
                    code(name)
                );
                let title = format!("Enter the record at {} and the name of the mail server", code("_25._tcp."));
                let fix = Fix::new(title, None, Confidence::Review);
                Finding::new(&RULE, record, Span::new(0, item.value.len()), message).fixed_by(fix)
            }
            (Some(target), _) => {
                let message = format!(
                    "Senders find this record only if an alias at {} and the name of a mail server leads to {}.",
                    code("_25._tcp."),
                    code(target)
                );
                Finding::new(&RULE, record, Span::new(0, item.value.len()), message)
                    .weighing(Severity::Advice)
            }
            (None, _) => finding,
        });
    }
}

/// The place where it belongs; none where it stands at one, be it of another service.
fn right(name: &str) -> Option<String> {
    let join = |host: &str| if host.is_empty() { "_25._tcp".to_owned() } else { format!("_25._tcp.{host}") };
    let split = ["_tcp", "_udp", "_sctp"].into_iter().find_map(|way| Some((way, name.split_once(way)?)));
    let (host, is_place) = match split {
        Some((way, (port, host))) => {
            let digits = port.strip_suffix('.').and_then(|port| port.strip_prefix('_'));
            let is_port =
                digits.is_some_and(|port| !port.is_empty() && port.bytes().all(|b| b.is_ascii_digit()));
            // Mail goes over TCP alone; other services have other ways.
            let is_way = way == "_tcp" || digits != Some("25");
            (host.trim_start_matches('.'), is_port && is_way)
        }
        None => (name.trim_start_matches("_25."), false),
    };
    let doubled = twice(host);
    match (is_place, doubled) {
        (true, Some(host)) => Some(join(host)),
        (true, None) => None,
        (false, doubled) => Some(join(if host == "@" { "" } else { doubled.unwrap_or(host) })),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_place_is_right() {
        for (name, expected) in [
            ("_25._tcp.mail.example.com", None),
            ("_443._tcp.www.example.com", None),
            ("_25._tcp", None),
            ("_853._udp.dns.example.com", None),
            ("_25._udp.mail.example.com", Some("_25._tcp.mail.example.com")),
            ("_25._sctp.mail.example.com", Some("_25._tcp.mail.example.com")),
            ("_udp.mail.example.com", Some("_25._tcp.mail.example.com")),
            ("mail.example.com", Some("_25._tcp.mail.example.com")),
            ("_25.mail.example.com", Some("_25._tcp.mail.example.com")),
            ("25._tcp.mail.example.com", Some("_25._tcp.mail.example.com")),
            ("_25._tcp.mail.example.com.mail.example.com", Some("_25._tcp.mail.example.com")),
        ] {
            assert_eq!(right(name).as_deref(), expected, "{name}");
        }
    }
}

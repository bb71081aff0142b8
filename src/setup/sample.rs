//! A made-up customer, for whoever writes a link: what their checklist will look like before, on the way and after.
//!
//! The records that are "done" are those that the checklist itself tells customers to publish.

use futures_util::FutureExt;

use super::{Refusal, Setup, SetupReport, Test, Wanted, check, fill, variables};
use crate::dns::{Name, Zone};

/// The domain of the made-up customer. Nobody can register it (RFC 6761, section 6.5).
pub const DOMAIN: &str = "customer.example";

/// A key that receivers can use.
const KEY: &str = "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";

/// How far the customer is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Stage {
    /// Nothing was entered.
    #[default]
    Nothing,
    /// Every other record is there; one stands at a doubled name.
    HalfWay,
    /// All that the checklist asks for was entered.
    Done,
}

/// What the checklist shows that customer.
///
/// # Errors
/// With made-up values for the variables, a need can't be met by any record.
pub fn report(setup: &Setup, stage: Stage) -> Result<SetupReport, Refusal> {
    let domain: Name = DOMAIN.parse().map_err(|_| Refusal::Missing(Vec::new()))?;
    let mut setup = Setup { domain: None, ..setup.clone() };
    make_up(&mut setup);
    let wanted = fill(&setup, &domain)?;
    let around = around(&wanted, &domain);
    let ask = |lines: &str| {
        let zone = Zone::parse(lines).unwrap_or_default().titled("a made-up customer");
        // A zone in memory answers at once.
        check(&zone, &setup, &domain).now_or_never().unwrap_or(Err(Refusal::Missing(Vec::new())))
    };
    let before = ask(&[around.as_str(), &line(&domain, "TXT", "v=spf1 mx ~all")].concat())?;
    if stage == Stage::Nothing {
        return Ok(before);
    }
    let mut lines: Vec<String> = Vec::new();
    for (at, (need, wanted)) in before.needs.iter().zip(&wanted).enumerate() {
        if stage == Stage::HalfWay && at % 2 == 1 && at != 1 {
            continue;
        }
        let doubled = stage == Stage::HalfWay && at == 1;
        let place = |name: &Name| {
            if doubled { domain.child(name.as_str()).unwrap_or(name.clone()) } else { name.clone() }
        };
        let new = match (&need.publish, &wanted.test) {
            // Which key, only the vendor knows.
            (_, Test::Dkim(None)) => {
                line(&place(&need.name), "TXT", &["v=DKIM1; k=ed25519; p=", KEY].concat())
            }
            (Some(publish), _) => {
                let value = match &publish.blank {
                    Some(blank) => publish.value.replace(blank.as_str(), &mailbox(blank)),
                    None => publish.value.clone(),
                };
                let value = publish.priority.map_or(value.clone(), |priority| format!("{priority} {value}"));
                line(&place(&publish.name), &publish.rtype.to_string(), &value)
            }
            (None, _) => continue,
        };
        // Needs on one record share it.
        if !lines.contains(&new) {
            lines.push(new);
        }
    }
    let has_spf = lines.iter().any(|one| one.starts_with(&[domain.as_str(), " TXT \"v=spf1"].concat()));
    if !has_spf {
        lines.push(line(&domain, "TXT", "v=spf1 mx ~all"));
    }
    ask(&[around, lines.concat()].concat())
}

/// The mailbox that stands for a blank, such as `<address at reports.example>`.
fn mailbox(blank: &str) -> String {
    let host = blank.trim_matches(['<', '>']).rsplit(' ').next().unwrap_or_default();
    ["reports@", host].concat()
}

/// Gives every variable that is open a value that fits where it stands.
fn make_up(setup: &mut Setup) {
    let keys: Vec<String> = setup
        .needs
        .iter()
        .filter_map(|need| match &need.test {
            Test::Dkim(Some(key)) => Some(variables::names(key).map(str::to_owned)),
            _ => None,
        })
        .flatten()
        .collect();
    for name in setup.missing() {
        let value = if keys.contains(&name) { KEY.to_owned() } else { ["example-", &name].concat() };
        setup.variables.retain(|(known, _)| *known != name);
        setup.variables.push((name, value.to_ascii_lowercase().replace('_', "-")));
    }
    for (name, value) in &mut setup.variables {
        if keys.contains(name) && value.eq_ignore_ascii_case(KEY) {
            KEY.clone_into(value);
        }
    }
}

/// What the customer has before, and what the vendor has.
fn around(wanted: &[Wanted], domain: &Name) -> String {
    let mut out = format!(
        "{domain} SOA ns1.dns-host.example hostmaster.{domain} 1 7200 3600 1209600 3600\n\
         {domain} NS ns1.dns-host.example\n{domain} MX 10 mail.{domain}\nmail.{domain} A 192.0.2.25\n"
    );
    let mut known: Vec<String> = Vec::new();
    let mut add = |name: &str, rtype: &str, value: &str| {
        let Ok(name) = Name::literal(name) else { return };
        let new = line(&name, rtype, value);
        if !name.is_within(domain) && !known.contains(&new) {
            out.push_str(&new);
            known.push(new);
        }
    };
    for one in wanted {
        match &one.test {
            Test::Spf(mechanism) => {
                let (name, target) = mechanism.split_once(':').unwrap_or((mechanism, ""));
                let target = target.split('/').next().unwrap_or_default();
                match name.to_ascii_lowercase().as_str() {
                    "include" => add(target, "TXT", "v=spf1 ip4:203.0.113.0/24 ~all"),
                    "a" | "exists" => add(target, "A", "203.0.113.5"),
                    "mx" => add(target, "MX", "10 mail.customer.example"),
                    _ => {}
                }
            }
            Test::Mx { host, .. } => add(host, "A", "203.0.113.25"),
            Test::Cname(target) if one.need.name.contains("_domainkey") => {
                add(target, "TXT", &["v=DKIM1; k=ed25519; p=", KEY].concat());
            }
            Test::Cname(target) => add(target, "A", "203.0.113.80"),
            Test::Dkim(_) | Test::Dmarc(_) | Test::Is(_) | Test::Starts(_) => {}
        }
    }
    out
}

/// A line of a zone.
fn line(name: &Name, rtype: &str, value: &str) -> String {
    let value = match rtype {
        "TXT" => ["\"", &value.replace('\\', "\\\\").replace('"', "\\\""), "\""].concat(),
        _ => value.to_owned(),
    };
    [name.as_str(), " ", rtype, " ", &value, "\n"].concat()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::setup::{Status, parse};

    fn statuses(link: &str, stage: Stage) -> Vec<Status> {
        report(&parse(link).unwrap(), stage).unwrap().needs.iter().map(|need| need.status).collect()
    }

    /// What the checklist tells customers to publish is what it then finds right.
    #[test]
    fn what_customers_are_told_to_publish_is_all_that_is_asked_for() {
        let article = "#/setup?for=Acme&need=TXT _a is:{token}&need=CNAME {t1}._domainkey {t1}.dkim.vendor.example\
            &need=TXT @ spf:include:spf.vendor.example&need=TXT @ spf:ip4:203.0.113.7&need=MX bounce 10 mx.vendor.example\
            &need=TXT bounce spf:include:spf.vendor.example&need=TXT _dmarc dmarc:p>=quarantine,rua~reports.vendor.example\
            &need=TXT s1._domainkey dkim&need=TXT s2._domainkey dkim:{key}&need=TXT @ starts:MS=\
            &need=CNAME www {domain}&need=MX in only 5 in.vendor.example&need=TXT b is:a \"b\" \\c; d";
        assert!(statuses(article, Stage::Nothing).iter().all(|status| !status.is_met()));
        assert_eq!(statuses(article, Stage::Done), [Status::Met; 13]);
        let half = statuses(article, Stage::HalfWay);
        assert!(half[0].is_met() && half[1] == Status::WrongName && half[5] == Status::Absent, "{half:?}");
        for mechanism in [
            "a:a.vendor.example",
            "mx:m.vendor.example",
            "exists:e.vendor.example",
            "a",
            "mx",
            "ip6:2001:db8::/32",
        ] {
            let link = format!("#/setup?need=TXT b spf:{mechanism}");
            assert_eq!(statuses(&link, Stage::Done), [Status::Met], "{mechanism}");
        }
    }

    #[test]
    fn a_variable_that_no_made_up_value_fits_is_said() {
        let refusal =
            report(&parse("#/setup?need=TXT @ spf:ip4:{address}").unwrap(), Stage::Done).unwrap_err();
        assert!(matches!(refusal, Refusal::Unfit { .. }), "{refusal:?}");
    }

    #[test]
    fn a_link_that_sets_everything_is_taken_as_it_is() {
        let setup = parse("#/setup?set.t=x&domain=else.example&need=TXT @ is:{t}").unwrap();
        let report = report(&setup, Stage::Done).unwrap();
        assert_eq!((report.domain.as_str(), report.needs[0].expects.as_str()), (DOMAIN, "is:x"));
    }
}

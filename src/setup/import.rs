//! What a support team has at hand, made into needs: the table of an article, lines of a zone file, a template of
//! Domain Connect, or a link that was made before.

mod json;
mod template;

use super::{Need, Setup, link, parse};
use crate::paste::{Hints, Pasted, unpack};
use crate::record::{Kind, classify};
use crate::text::prose::code;

/// The longest text that is read, in bytes.
const LONGEST: usize = 200_000;

/// What was made of a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Imported {
    /// The needs, in the order of the text. Their ids are not numbered yet.
    pub needs: Vec<Need>,
    /// Who asks, where the text says so.
    pub vendor: Option<String>,
    /// The address of the article, where the text says so.
    pub help: Option<String>,
    /// What variables stand for, where the text says so.
    pub variables: Vec<(String, String)>,
    /// What was left out, and why; whole sentences.
    pub notes: Vec<String>,
}

impl Imported {
    fn leave_out(&mut self, what: &str, why: &str) {
        self.notes.push(format!("{} was left out: {why}", code(what)));
    }

    fn line(&mut self, line: &str) {
        match Need::read(line) {
            Ok(need) if self.needs.contains(&need) => {}
            Ok(need) => self.needs.push(need),
            Err(problem) => self.leave_out(line, &problem.message),
        }
    }
}

/// Reads what was pasted. `sample` is the domain that its examples use: names below it are relative to the reader's.
pub fn import(pasted: &str, sample: &str) -> Imported {
    let mut out = Imported::default();
    let text = pasted.trim();
    if text.len() > LONGEST {
        out.notes.push(
            "This is more than an article holds, so it was not read: paste its records alone.".to_owned(),
        );
    } else if let Some(link) = text.find("#/setup?").map(|at| &text[at..]).filter(|link| !link.contains('\n'))
    {
        match parse(link) {
            Ok(setup) => from_link(setup, &mut out),
            Err(error) => out.notes.push(format!("This link can't be read. {}", error.message)),
        }
    } else if text.starts_with('{') {
        match json::read(text) {
            Ok(template) => template::read(&template, &mut out),
            Err(at) => out.notes.push(template::broken(text, at)),
        }
    } else {
        for one in unpack(text, &Hints::default()) {
            from_paste(&one, sample, &mut out);
        }
    }
    // No link holds more of them.
    if out.needs.len() > link::NEEDS {
        let more = out.needs.len() - link::NEEDS;
        out.needs.truncate(link::NEEDS);
        out.notes.push(format!("A link holds {} records, so the last {more} were left out.", link::NEEDS));
    }
    out
}

fn from_link(setup: Setup, out: &mut Imported) {
    out.needs = setup.needs;
    out.vendor = setup.vendor;
    out.help = setup.help;
    out.variables = setup.variables;
}

fn from_paste(pasted: &Pasted, sample: &str, out: &mut Imported) {
    let name = relative(pasted.name.as_deref(), sample);
    let kind = classify(pasted.name.as_deref(), pasted.rtype.as_deref(), &pasted.value);
    let value = pasted.tidied.as_deref().unwrap_or(&pasted.value);
    let rtype = match (pasted.rtype.as_deref(), kind) {
        (Some("SPF"), _) => "TXT",
        (Some(rtype), _) => rtype,
        (None, Kind::Mx) => "MX",
        (None, Kind::Cname) => "CNAME",
        (None, _) => "TXT",
    };
    into_needs(out, &name, rtype, kind, value, sample);
}

/// One record of a template.
fn record(out: &mut Imported, name: &str, rtype: &str, value: &str) {
    let kind = classify(Some(name), Some(rtype), value);
    into_needs(out, name, rtype, kind, value, "");
}

/// What an article that shows this record expects.
fn into_needs(out: &mut Imported, name: &str, rtype: &str, kind: Kind, value: &str, sample: &str) {
    let value = value.trim();
    match (rtype, kind) {
        ("MX" | "CNAME", _) => {
            let bare = value.strip_suffix('.').unwrap_or(value);
            out.line(&format!("{rtype} {name} {bare}"));
        }
        ("TXT", Kind::Spf) => {
            let before = out.needs.len();
            let terms = value.split_whitespace().skip(1).map(|term| term.strip_prefix('+').unwrap_or(term));
            let asked = |term: &&str| {
                !term.contains('=') && !term.trim_start_matches(['-', '~', '?']).eq_ignore_ascii_case("all")
            };
            for term in terms.filter(asked) {
                out.line(&format!("TXT {name} spf:{term}"));
            }
            if out.needs.len() == before {
                out.leave_out(value, "it names no server that may send.");
            }
        }
        ("TXT", Kind::Dmarc) => out.line(&format!("TXT {name} dmarc:{}", dmarc_tests(value, sample))),
        ("TXT", Kind::Dkim) => {
            let key = value.split(';').find_map(|tag| tag.trim().strip_prefix("p="));
            let key: String = key.unwrap_or("").split_whitespace().collect();
            out.line(&if key.is_empty() {
                format!("TXT {name} dkim")
            } else {
                format!("TXT {name} dkim:{key}")
            });
        }
        ("TXT", _) => out.line(&format!("TXT {name} is:{value}")),
        _ => out.leave_out(&format!("{rtype} {name} {value}"), "links ask for TXT, MX and CNAME alone."),
    }
}

/// The tests of a DMARC record's tags: at least its policy, and reports to whoever is not the reader.
fn dmarc_tests(value: &str, sample: &str) -> String {
    let tag = |wanted: &str| {
        let tags = value.split(';').filter_map(|tag| tag.split_once('='));
        tags.map(|(name, value)| (name.trim(), value.trim()))
            .find(|(name, _)| name.eq_ignore_ascii_case(wanted))
    };
    let mut tests = Vec::new();
    if let Some((_, policy)) = tag("p") {
        tests.push(["p>=", &policy.to_ascii_lowercase()].concat());
    }
    // Reports to the customer's own address are the customer's own affair.
    let sample = sample.trim().trim_matches('.');
    let own = |to: &str| {
        let domain = to.rsplit_once('@').map_or(to, |(_, domain)| domain);
        domain == "{domain}" || (!sample.is_empty() && domain.eq_ignore_ascii_case(sample))
    };
    let reports = tag("rua").map_or("", |(_, uris)| uris).split(',');
    tests.extend(
        reports
            .filter_map(|uri| uri.trim().strip_prefix("mailto:"))
            .map(|to| to.split('!').next().unwrap_or(to))
            .filter(|to| !own(to))
            .map(|to| ["rua~", to].concat()),
    );
    if tests.is_empty() { "p>=none".to_owned() } else { tests.join(",") }
}

/// A name of the article, relative to the domain that it uses as an example.
fn relative(name: Option<&str>, sample: &str) -> String {
    let sample = sample.trim().trim_matches('.').to_ascii_lowercase();
    let Some(name) = name.map(|name| name.trim_end_matches('.')) else { return "@".to_owned() };
    let lower = name.to_ascii_lowercase();
    if name.is_empty() || name == "@" || lower == sample {
        return "@".to_owned();
    }
    let inner = lower.strip_suffix(&sample).and_then(|rest| rest.strip_suffix('.'));
    let kept = inner.filter(|_| !sample.is_empty()).map(|inner| &name[..inner.len()]);
    kept.unwrap_or(name).to_owned()
}

#[cfg(test)]
mod tests;

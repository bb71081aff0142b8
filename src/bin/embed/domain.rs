//! `checkDomain`: what DNS holds about a domain's mail, judged.

use std::pin::pin;

use futures_util::future::{Either, select};
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::prelude::*;
use waxseal::browser::chance::label;
use waxseal::browser::doh::field;
use waxseal::browser::time::{Now, Wait};
use waxseal::dns::typed::Typed;
use waxseal::dns::{self, Absence, Clock, Log, Outcome};
use waxseal::facts::Wish;
use waxseal::facts::keys::Wanted;
use waxseal::report::domain::rehearsal::rehearsing;
use waxseal::report::domain::{Ask, DomainReport, check_domain, judge_domain};

use crate::given::{is_missing, strings};
use crate::progress::Progress;
use crate::shapes::{Finding, RecordReport, findings, records, time};
use crate::{abort, resolver, type_error, typed};

/// The most selectors that may be given; fewer are tried.
const SELECTORS: u32 = 1000;

/// Looks a domain up, and judges it.
///
/// # Errors
/// The input can't be used, or the caller's signal stopped it.
#[wasm_bindgen(js_name = checkDomain, skip_typescript)]
pub async fn check_domain_js(domain: JsValue, options: JsValue) -> Result<JsValue, JsValue> {
    let typed = typed(&domain, "checkDomain")?;
    let client = resolver::client(&field(&options, "resolver"))?;
    let progress = Progress::new(field(&options, "onProgress"))?;
    let wish = wish(&typed, &field(&options, "selectors"))?;
    let input = domain.as_string().unwrap_or_default();
    let asked_at = time(Now.now());
    let log = Log::new(client, |_| {});
    let shape = |report: &DomainReport| {
        let shape = Shape::new(&input, &typed, &asked_at, &log.lookups(), log.progress(), report)
            .serialize(&Serializer::json_compatible());
        shape.map_err(JsValue::from)
    };
    let on_change = |domain: &_| progress.put(domain);
    let work = async {
        let check = check_domain(&log, &wish, &on_change);
        let check = pin!(rehearsing(check, &Wait, |report| drop(shape(report))));
        let tell = pin!(progress.tell(|domain| shape(&judge_domain(domain))));
        match select(check, tell).await {
            Either::Left((report, _)) => report,
            Either::Right(((), check)) => check.await,
        }
    };
    let report = abort::unless(&field(&options, "signal"), work).await?;
    shape(&report)
}

fn wish(typed: &Typed, selectors: &JsValue) -> Result<Wish, JsValue> {
    let given = if is_missing(selectors) {
        Vec::new()
    } else {
        let says = || type_error("checkDomain takes an array of strings for selectors.");
        strings(selectors, SELECTORS).ok_or_else(says)?
    };
    let selectors = typed.selector.iter().cloned().chain(given).map(Wanted::given).collect();
    Ok(Wish { domain: typed.name.clone(), selectors, probe: label() })
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Shape<'r> {
    input: &'r str,
    domain: &'r str,
    notes: &'r [String],
    verdict: &'static str,
    summary: &'r str,
    #[serde(skip_serializing_if = "Option::is_none")]
    resolver: Option<String>,
    asked_at: &'r str,
    headlines: Vec<Headline<'r>>,
    encryption: Headline<'r>,
    journey: Vec<Stop<'r>>,
    records: Vec<RecordReport<'r>>,
    findings: Vec<Finding<'r>>,
    changes: Vec<Change<'r>>,
    lookups: Vec<Lookup>,
    progress: Counts,
}

#[derive(Serialize)]
struct Headline<'r> {
    id: &'static str,
    asks: &'static str,
    verdict: &'static str,
    answer: &'r str,
    reason: &'r str,
}

#[derive(Serialize)]
struct Stop<'r> {
    title: &'static str,
    asks: &'static str,
    verdict: &'static str,
    says: &'r str,
}

#[derive(Serialize)]
struct Change<'r> {
    title: &'r str,
    rule: &'static str,
    verdict: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'r str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    host: Option<&'r str>,
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    rtype: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<&'r str>,
}

#[derive(Serialize)]
struct Lookup {
    name: String,
    #[serde(rename = "type")]
    rtype: String,
    outcome: &'static str,
    resolver: String,
    ms: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    ttl: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'static str>,
}

#[derive(Serialize)]
struct Counts {
    asked: usize,
    answered: usize,
    waiting: usize,
}

impl<'r> Shape<'r> {
    fn new(
        input: &'r str,
        typed: &'r Typed,
        asked_at: &'r str,
        lookups: &[dns::Lookup],
        progress: dns::Progress,
        whole: &'r DomainReport,
    ) -> Self {
        let DomainReport { report, headlines, encryption, journey, changes, .. } = whole;
        let headlines = headlines.iter().map(Headline::new);
        let journey = journey.iter().map(|stop| Stop {
            title: stop.title,
            asks: stop.asks,
            verdict: stop.verdict.id(),
            says: &stop.says,
        });
        let changes = changes.iter().map(|change| Change {
            title: &change.title,
            rule: change.rule,
            verdict: change.verdict.id(),
            name: change.name.as_deref(),
            host: change.host.as_deref(),
            rtype: change.rtype,
            value: change.value.as_deref(),
        });
        Self {
            input,
            domain: typed.name.as_str(),
            notes: &typed.notes,
            verdict: report.verdict.id(),
            summary: &report.summary,
            resolver: lookups.iter().max_by_key(|lookup| lookup.at).map(|last| last.resolver.to_string()),
            asked_at,
            headlines: headlines.collect(),
            encryption: Headline::new(encryption),
            journey: journey.collect(),
            records: records(report),
            findings: findings(report),
            changes: changes.collect(),
            lookups: lookups.iter().map(Lookup::new).collect(),
            progress: Counts {
                asked: progress.asked,
                answered: progress.answered,
                waiting: progress.waiting,
            },
        }
    }
}

impl<'r> Headline<'r> {
    fn new(headline: &'r waxseal::report::domain::Headline) -> Self {
        Self {
            id: match headline.ask {
                Ask::Forge => "forge",
                Ask::Receive => "receive",
                Ask::Trust => "trust",
                Ask::Encrypt => "encrypt",
            },
            asks: headline.ask.words(),
            verdict: headline.verdict.id(),
            answer: &headline.answer,
            reason: &headline.reason,
        }
    }
}

impl Lookup {
    fn new(lookup: &dns::Lookup) -> Self {
        let (outcome, reason) = match &lookup.answer.outcome {
            Outcome::Found(_) => ("found", None),
            // RFC 9824: a signed denial may say by NXNAME what its response code does not.
            Outcome::Absent { .. } if lookup.answer.no_such_name() => ("no-such-name", None),
            Outcome::Absent { what: Absence::NoSuchName, .. } => ("no-such-name", None),
            Outcome::Absent { what: Absence::NoSuchType, .. } => ("no-such-type", None),
            Outcome::Unknown(trouble) => ("could-not-ask", Some(trouble.id())),
        };
        Self {
            name: lookup.question.name.to_string(),
            rtype: lookup.question.rtype.to_string(),
            outcome,
            resolver: lookup.resolver.to_string(),
            ms: lookup.took,
            ttl: lookup.answer.ttl(),
            reason,
        }
    }
}

//! `evaluateSpf`: what receivers make of an SPF record for one message, with every step.

use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::prelude::*;
use waxseal::browser::doh::field;
use waxseal::browser::idna::to_ascii;
use waxseal::browser::time::Now;
use waxseal::dns::AnyClient;
use waxseal::spf::{Receiver, Run, Sender, StepOutcome, check_host};

use crate::shapes::Units;
use crate::{abort, resolver, type_error};

/// RFC 7208's `check_host()`.
///
/// # Errors
/// The input can't be used, or the caller's signal stopped it.
#[wasm_bindgen(js_name = evaluateSpf, skip_typescript)]
pub async fn evaluate_spf(input: JsValue, options: JsValue) -> Result<JsValue, JsValue> {
    let sender = sender(&input)?;
    let client = resolver::client(&field(&options, "resolver"))?;
    let receiver = field(&options, "receiver").as_string().unwrap_or_default();
    let receiver = Receiver { name: &receiver, clock: &Now };
    let client: AnyClient<'_> = &client;
    let run = abort::unless(&field(&options, "signal"), check_host(&client, &sender, receiver)).await?;
    SpfRun::new(&run).serialize(&Serializer::json_compatible()).map_err(Into::into)
}

fn sender(input: &JsValue) -> Result<Sender, JsValue> {
    let text = |name: &str| {
        let value = field(input, name);
        if value.is_undefined() || value.is_null() {
            return Ok(None);
        }
        let says = || type_error(&["evaluateSpf takes a string for ", name, "."].concat());
        value.as_string().map(Some).ok_or_else(says)
    };
    let ip =
        text("ip")?.ok_or_else(|| type_error("evaluateSpf needs the IP address of the sending server."))?;
    let ip = ip.trim().parse().map_err(|_| {
        type_error(&format!("evaluateSpf takes an IPv4 or IPv6 address, and {ip:?} is neither."))
    })?;
    let (mail_from, helo, domain) = (text("mailFrom")?, text("helo")?, text("domain")?);
    if [&mail_from, &helo, &domain].into_iter().all(|text| text.as_deref().unwrap_or("").trim().is_empty()) {
        return Err(type_error("evaluateSpf needs one of mailFrom, helo and domain."));
    }
    Ok(Sender {
        ip,
        mail_from: in_ascii(mail_from.unwrap_or_default()),
        helo: in_ascii(helo.unwrap_or_default()),
        domain: domain.map(in_ascii),
    })
}

/// RFC 7208 §4.3: names are checked in their ASCII form.
fn in_ascii(name: String) -> String {
    let (local, domain) = name.rsplit_once('@').map_or((None, name.as_str()), |(l, d)| (Some(l), d));
    if domain.is_ascii() {
        return name;
    }
    match (local, to_ascii(domain.trim())) {
        (_, None) => name,
        (None, Some(domain)) => domain,
        (Some(local), Some(domain)) => [local, "@", &domain].concat(),
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SpfRun<'r> {
    result: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    explanation: Option<&'r str>,
    lookups: u32,
    void_lookups: u32,
    steps: Vec<Step<'r>>,
    steps_left_out: usize,
}

#[derive(Serialize)]
struct Step<'r> {
    domain: &'r str,
    #[serde(skip_serializing_if = "Option::is_none")]
    record: Option<&'r str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    term: Option<&'r str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    start: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end: Option<usize>,
    says: &'r str,
    depth: u32,
    outcome: &'static str,
}

impl<'r> SpfRun<'r> {
    fn new(run: &'r Run) -> Self {
        // The places of a step lie in the record that was found last at its depth.
        let mut records: Vec<Units> = Vec::new();
        let steps = run.steps.iter().map(|step| {
            if let (StepOutcome::Record, Some(record)) = (step.outcome, &step.record) {
                records.resize_with(step.depth as usize, Units::default);
                records.push(Units::new(record));
            }
            let units = records.get(step.depth as usize);
            let at = |byte: usize| units.map_or(byte, |units| units.at(byte));
            Step {
                domain: &step.domain,
                record: step.record.as_deref(),
                term: step.term.as_deref(),
                start: step.span.map(|span| at(span.start)),
                end: step.span.map(|span| at(span.end)),
                says: &step.says,
                depth: step.depth,
                outcome: step.outcome.id(),
            }
        });
        Self {
            result: run.result.id(),
            explanation: run.explanation.as_deref(),
            lookups: run.used.lookups,
            void_lookups: run.used.void_lookups,
            steps: steps.collect(),
            steps_left_out: run.steps_left_out,
        }
    }
}

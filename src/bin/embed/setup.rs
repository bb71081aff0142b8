//! `parseSetup`, `formatSetup`, `checkSetup`: what a vendor's link expects, held against a domain.

use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use std::collections::BTreeMap;
use wasm_bindgen::prelude::*;
use waxseal::browser::doh::field;
use waxseal::browser::time::Now;
use waxseal::dns::{AnyClient, Clock, Log};
use waxseal::providers;
use waxseal::setup::{self, SetupError, VERSION, check, format, parse, plain, words};

use crate::given::{is_missing, list};
use crate::shapes::time;
use crate::{abort, resolver, type_error, typed};

/// The most needs or variables that are looked at; a link that holds so many is refused.
const MOST: u32 = 1000;

/// Reads a link.
///
/// # Errors
/// It can't be read: a `SetupError` says why and where. It is no string: a `TypeError`.
#[wasm_bindgen(js_name = parseSetup, skip_typescript)]
pub fn parse_setup(link: &JsValue) -> Result<JsValue, JsValue> {
    let link = link.as_string().ok_or_else(|| type_error("parseSetup takes a string."))?;
    let setup = parse(&link).map_err(setup_error)?;
    Setup::new(&setup).serialize(&Serializer::json_compatible()).map_err(Into::into)
}

/// Writes a setup as the fragment of a link.
///
/// # Errors
/// It could not be read back: a `SetupError`. It is no setup: a `TypeError`.
#[wasm_bindgen(js_name = formatSetup, skip_typescript)]
pub fn format_setup(setup: &JsValue) -> Result<JsValue, JsValue> {
    Ok(format(&read(setup)?).into())
}

/// Holds a setup, or a link to one, against a domain.
///
/// # Errors
/// The input can't be used, values are missing, or the caller's signal stopped it.
#[wasm_bindgen(js_name = checkSetup, skip_typescript)]
pub async fn check_setup(setup: JsValue, domain: JsValue, options: JsValue) -> Result<JsValue, JsValue> {
    let setup = match setup.as_string() {
        Some(link) => parse(&link).map_err(setup_error)?,
        None => read(&setup)?,
    };
    let typed = typed(&domain, "checkSetup")?;
    let client = resolver::client(&field(&options, "resolver"))?;
    if field(&options, "fresh").is_truthy() {
        resolver::ask_again(&client);
    }
    let page = field(&options, "page").as_string().unwrap_or_default();
    let log = Log::new(client, |_| {});
    let started = Now.now();
    let client: AnyClient<'_> = &log;
    let work = check(&client, &setup, &typed.name);
    let report = abort::unless(&field(&options, "signal"), work).await?;
    let report = report.map_err(|refusal| type_error(&waxseal::text::prose::plain(&refusal.says())))?;
    SetupReport::new(&report, started, &page).serialize(&Serializer::json_compatible()).map_err(Into::into)
}

fn setup_error(error: SetupError) -> JsValue {
    let thrown = js_sys::Error::new(&waxseal::text::prose::plain(&error.message));
    thrown.set_name("SetupError");
    // It fails on a frozen object, which this is not.
    let _ = js_sys::Reflect::set(&thrown, &"at".into(), &JsValue::from_f64(error.at as f64));
    thrown.into()
}

/// Reads a `Setup` of `waxseal.d.ts`, by way of its link: so the limits of links hold for it, too.
fn read(given: &JsValue) -> Result<setup::Setup, JsValue> {
    let text = |name: &str| {
        let value = field(given, name);
        if is_missing(&value) {
            return Ok(None);
        }
        value.as_string().map(Some).ok_or_else(|| no_setup(name))
    };
    if given.as_string().is_some() || !given.is_object() {
        return Err(type_error("A setup is what parseSetup gives."));
    }
    let mut link = setup::Setup {
        vendor: text("vendor")?,
        help: text("help")?,
        domain: text("domain")?,
        ..setup::Setup::default()
    };
    let variables = field(given, "variables");
    if !is_missing(&variables) {
        let names = js_sys::Reflect::own_keys(&variables).map_err(|_| no_setup("variables"))?;
        for name in list(&names, MOST).ok_or_else(|| no_setup("variables"))? {
            let name = name.as_string().ok_or_else(|| no_setup("variables"))?;
            let value = field(&variables, &name).as_string().ok_or_else(|| no_setup("variables"))?;
            link.variables.push((name, value));
        }
    }
    let mut out = format(&link);
    for need in list(&field(given, "needs"), MOST).ok_or_else(|| no_setup("needs"))? {
        let part = |name: &str| field(&need, name).as_string().ok_or_else(|| no_setup("needs"));
        let need = [part("type")?, part("name")?, part("expects")?].join(" ");
        out.extend(["&need=", &waxseal::text::percent::encode(&need)]);
    }
    parse(&out).map_err(setup_error)
}

fn no_setup(part: &str) -> JsValue {
    type_error(&["A setup is what parseSetup gives: its ", part, " can't be read."].concat())
}

#[derive(Serialize)]
struct Setup<'s> {
    version: u8,
    #[serde(skip_serializing_if = "Option::is_none")]
    vendor: Option<&'s str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<&'s str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    domain: Option<&'s str>,
    variables: BTreeMap<&'s str, &'s str>,
    missing: Vec<String>,
    needs: Vec<Need<'s>>,
}

#[derive(Serialize)]
struct Need<'s> {
    id: &'s str,
    #[serde(rename = "type")]
    rtype: String,
    name: &'s str,
    expects: String,
    asks: String,
}

impl<'s> Setup<'s> {
    fn new(setup: &'s setup::Setup) -> Self {
        Self {
            version: VERSION,
            vendor: setup.vendor.as_deref(),
            help: setup.help.as_deref(),
            domain: setup.domain.as_deref(),
            variables: setup.variables.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect(),
            missing: setup.missing(),
            needs: setup.needs.iter().map(Need::new).collect(),
        }
    }
}

impl<'s> Need<'s> {
    fn new(need: &'s setup::Need) -> Self {
        Self {
            id: &need.id,
            rtype: need.rtype().to_string(),
            name: &need.name,
            expects: need.expects(),
            asks: words::asks(need),
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SetupReport<'r> {
    domain: &'r str,
    #[serde(skip_serializing_if = "Option::is_none")]
    vendor: Option<&'r str>,
    resolver: &'r str,
    asked_at: String,
    done: usize,
    total: usize,
    needs: Vec<NeedReport<'r>>,
    /// No rule of the catalogue is about setups yet.
    findings: [(); 0],
    alarms: Vec<Alarm<'r>>,
    link: &'r str,
    summary: String,
    next: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    dns_host: Option<DnsHost>,
    support_note: String,
}

#[derive(Serialize)]
struct DnsHost {
    name: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<&'static str>,
}

#[derive(Serialize)]
struct Alarm<'r> {
    need: &'r str,
    says: &'r str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct NeedReport<'r> {
    need: Need<'r>,
    name: &'r str,
    expects: &'r str,
    status: &'static str,
    title: &'static str,
    stands: &'static str,
    says: &'r str,
    seen: &'r [String],
    notes: &'r [String],
    findings: [(); 0],
    #[serde(skip_serializing_if = "Option::is_none")]
    publish: Option<Publish<'r>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    kept_until: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Publish<'r> {
    name: &'r str,
    host: &'r str,
    #[serde(rename = "type")]
    rtype: String,
    value: &'r str,
    #[serde(skip_serializing_if = "Option::is_none")]
    priority: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    blank: Option<&'r str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    lookups_before: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    lookups_after: Option<u32>,
    fields: Vec<Field>,
    #[serde(skip_serializing_if = "Option::is_none")]
    step: Option<&'r str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<&'static str>,
}

#[derive(Serialize)]
struct Field {
    label: &'static str,
    value: String,
}

impl<'r> SetupReport<'r> {
    fn new(report: &'r setup::SetupReport, started: u64, page: &str) -> Self {
        let host = report.zone.dns_host();
        let apex = report.zone.apex.as_ref().map(|apex| apex.as_str());
        let asked_at = if report.asked_at == 0 { started } else { report.asked_at };
        let alarms = report.alarms.iter().map(|alarm| Alarm { need: &alarm.need, says: &alarm.says });
        Self {
            domain: report.domain.as_str(),
            vendor: report.vendor.as_deref(),
            resolver: &report.resolver,
            asked_at: time(asked_at),
            done: report.done(),
            total: report.total(),
            needs: report.needs.iter().map(|need| NeedReport::new(need, apex, host)).collect(),
            findings: [],
            alarms: alarms.collect(),
            link: &report.link,
            summary: words::done(report),
            next: words::next(report),
            dns_host: host.map(|host| DnsHost { name: host.name, place: host.where_in_panel }),
            support_note: plain::for_support(report, page, &time(asked_at)),
        }
    }
}

impl<'r> NeedReport<'r> {
    fn new(need: &'r setup::NeedReport, apex: Option<&str>, host: Option<&providers::DnsHost>) -> Self {
        let form = |publish| setup::fields(publish, apex, host).into_iter();
        Self {
            need: Need::new(&need.need),
            name: need.name.as_str(),
            expects: &need.expects,
            status: need.status.id(),
            title: words::title(&need.need.test, &need.need.name),
            stands: need.status.words(),
            says: &need.says,
            seen: &need.seen,
            notes: &need.notes,
            findings: [],
            publish: need.publish.as_ref().map(|publish| Publish {
                name: publish.name.as_str(),
                host: &publish.host,
                rtype: publish.rtype.to_string(),
                value: &publish.value,
                priority: publish.priority,
                blank: publish.blank.as_deref(),
                lookups_before: publish.lookups_before,
                lookups_after: publish.lookups_after,
                step: need.step.as_deref(),
                note: host.and_then(|host| setup::note(host, publish.rtype)),
                fields: form(publish).map(|one| Field { label: one.label, value: one.value }).collect(),
            }),
            kept_until: need.kept_until.map(time),
        }
    }
}

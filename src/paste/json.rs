//! Records as programs hold them: the JSON of a DNS host's interface, of a command, of DNS over HTTPS.

use serde_json::{Deserializer, Map, Value};

use super::noise::is_number;
use super::rows::{self, Row, is_name};
use crate::record::{Kind, classify};

/// What may hold the name of a record, the better one first.
const NAMES: [&str; 8] =
    ["name", "host", "hostname", "dnsname", "recordname", "record_name", "rrset_name", "fqdn"];
const TYPES: [&str; 6] = ["type", "recordtype", "record_type", "dnstype", "rrtype", "rrset_type"];
/// What may hold the value, or the list of values.
const VALUES: [&str; 18] = [
    "content",
    "data",
    "value",
    "values",
    "target",
    "rrdatas",
    "rrdata",
    "rdata",
    "rrset_values",
    "resourcerecords",
    "records",
    "answers",
    "answer",
    "destination",
    "pointsto",
    "text",
    "exchange",
    "address",
];
const NUMBERS: [&str; 5] = ["priority", "preference", "prio", "pref", "mx_priority"];
/// Texts that are no JSON are tried so often: each try may read to the end.
const TRIES: usize = 8;

/// A stretch of a text.
#[derive(Debug)]
pub enum Piece<'t> {
    /// No JSON with records in it.
    Text(&'t str),
    /// The records of a JSON text.
    Rows(Vec<Row>),
}

/// The text in pieces, in order; JSON starts with its line.
pub fn pieces(text: &str) -> Vec<Piece<'_>> {
    let (mut out, mut from, mut at, mut tries) = (Vec::new(), 0, 0, TRIES);
    while tries > 0
        && let Some(start) = start(text, at)
    {
        let mut values = Deserializer::from_str(&text[start..]).into_iter::<Value>();
        let rows = match values.next() {
            Some(Ok(value)) => {
                let mut rows = Vec::new();
                walk(&value, &Above::default(), &mut rows);
                rows
            }
            _ => Vec::new(),
        };
        if rows.is_empty() {
            tries -= 1;
            at = text[start..].find('\n').map_or(text.len(), |end| start + end);
            continue;
        }
        out.push(Piece::Text(&text[from..start]));
        out.push(Piece::Rows(rows));
        at = start + values.byte_offset();
        // What parts several of them.
        at += text[at..].len() - text[at..].trim_start_matches([',', ';']).len();
        from = at;
    }
    out.push(Piece::Text(&text[from..]));
    out
}

/// Where the next line starts with an object or a list.
fn start(text: &str, from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        let rest = &text[at..];
        let blank = rest.len() - rest.trim_start_matches([' ', '\t', '\r', '\u{feff}']).len();
        if rest[blank..].starts_with(['{', '[']) {
            return Some(at + blank);
        }
        at += rest.find('\n')? + 1;
    }
}

/// What the objects around a value say of it.
#[derive(Clone, Debug, Default)]
struct Above {
    name: Option<String>,
    rtype: Option<String>,
}

fn walk(value: &Value, above: &Above, out: &mut Vec<Row>) {
    match value {
        Value::Array(all) => all.iter().for_each(|one| walk(one, above, out)),
        Value::Object(fields) => object(fields, above, out),
        _ => {}
    }
}

fn object(fields: &Map<String, Value>, above: &Above, out: &mut Vec<Row>) {
    let text = |keys: &[&str]| {
        field(fields, keys).and_then(Value::as_str).map(str::trim).filter(|text| !text.is_empty())
    };
    let name = text(&NAMES).filter(|name| is_name(name)).map(str::to_owned);
    let rtype = field(fields, &TYPES).and_then(record_type);
    let here =
        Above { name: name.or_else(|| above.name.clone()), rtype: rtype.or_else(|| above.rtype.clone()) };
    let before = out.len();
    if let Some(value) = field(fields, &VALUES) {
        let number = field(fields, &NUMBERS).and_then(number_of);
        values(value, number.as_deref(), &here, out);
    }
    if out.len() > before {
        return;
    }
    for (key, value) in fields {
        // `"_dmarc.example.com": "v=DMARC1; …"`, `"spf": "v=spf1 …"`
        if let Value::String(text) = value
            && !matches!(kind(text), Kind::Other | Kind::Verification)
        {
            let name =
                Some(key).filter(|key| is_name(key) && key.contains(['.', '_']) && !key.ends_with("_record"));
            let named =
                Above { name: name.cloned().or_else(|| here.name.clone()), rtype: here.rtype.clone() };
            out.extend(row(text, None, &named));
            continue;
        }
        // `"MXRecords": [{ "exchange": …, "preference": 10 }]`, `"CNAMERecord": { "cname": … }`
        let lower = key.to_ascii_lowercase();
        let typed = lower.strip_suffix("records").or_else(|| lower.strip_suffix("record"));
        let rtype = rows::record_type(&typed.unwrap_or(&lower).to_ascii_uppercase());
        let is_typed = rtype.is_some();
        let inside = Above { name: here.name.clone(), rtype: rtype.or_else(|| here.rtype.clone()) };
        if is_typed { values(value, None, &inside, out) } else { walk(value, &inside, out) }
    }
}

/// A field by the first of these keys that holds anything; upper and lower case alike.
fn field<'v>(fields: &'v Map<String, Value>, keys: &[&str]) -> Option<&'v Value> {
    keys.iter().find_map(|key| {
        let found = fields.iter().find(|(name, _)| name.eq_ignore_ascii_case(key));
        found.map(|(_, value)| value).filter(|value| !value.is_null())
    })
}

/// `"TXT"`, `"Microsoft.Network/dnszones/TXT"`, `16`.
fn record_type(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => {
            rows::record_type(&text.rsplit('/').next().unwrap_or(text).to_ascii_uppercase())
        }
        Value::Number(number) => rows::record_type(&format!("TYPE{number}")),
        _ => None,
    }
}

fn number_of(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()).filter(|text| is_number(text)),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// The values of one name and type: a text, a list of texts, or a list of objects that each hold one.
fn values(value: &Value, number: Option<&str>, of: &Above, out: &mut Vec<Row>) {
    match value {
        Value::String(text) => out.extend(row(text, number, of)),
        Value::Array(all) => {
            let texts: Vec<&str> = all.iter().filter_map(Value::as_str).collect();
            // The strings of one text: only the first is a record by itself.
            let is_one = texts.len() > 1
                && of.rtype.as_deref() == Some("TXT")
                && texts.iter().skip(1).all(|text| kind(text) == Kind::Other)
                && kind(texts[0]) != Kind::Other;
            if is_one {
                out.extend(row(&texts.concat(), number, of));
                return;
            }
            for one in all {
                match one {
                    Value::String(text) => out.extend(row(text, number, of)),
                    one => walk(one, of, out),
                }
            }
        }
        Value::Object(_) => walk(value, of, out),
        _ => {}
    }
}

fn kind(text: &str) -> Kind {
    classify(None, Some("TXT"), text.trim_start_matches('"'))
}

/// A record; none where neither its type nor its text says that it is one.
fn row(text: &str, number: Option<&str>, of: &Above) -> Option<Row> {
    let text = text.trim();
    let is_mx = of.rtype.as_deref() == Some("MX");
    let is_server = is_mx && text.split_whitespace().next_back().is_some_and(rows::is_host);
    let is_one = of.rtype.is_some() && of.name.is_some() || is_server || kind(text) != Kind::Other;
    if text.is_empty() || !is_one {
        return None;
    }
    let value = match number {
        Some(number) if is_mx && !text.contains(' ') => [number, " ", text].concat(),
        _ => text.to_owned(),
    };
    Some(Row { name: of.name.clone(), rtype: of.rtype.clone(), value, note: None })
}

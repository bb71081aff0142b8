//! What a caller's own resolver gives, as DNS has it. Whatever its shape, it gives an answer or none.

use wasm_bindgen::prelude::*;
use waxseal::browser::doh::field;
use waxseal::dns::{Answer, Data, ExtendedError, Found, Name, Outcome, Question, RecordType, section};

use crate::given::{is_missing, list, strings};

/// More records than any answer of 65,535 bytes can hold.
const MOST: u32 = 8192;

/// Reads an `Answer` of `waxseal.d.ts`; none where it has another shape.
pub fn read(given: &JsValue, question: &Question) -> Option<Answer> {
    let rcode = match field(given, "rcode").as_string()?.to_ascii_uppercase().as_str() {
        "NOERROR" => 0,
        "FORMERR" => 1,
        "NXDOMAIN" => 3,
        "NOTIMP" => 4,
        "REFUSED" => 5,
        _ => 2,
    };
    let rows = field(given, "answers");
    let rows = if is_missing(&rows) { Vec::new() } else { list(&rows, MOST)? };
    let mut records = Vec::new();
    for row in rows {
        let rtype: RecordType = field(&row, "type").as_string()?.parse().unwrap_or(RecordType::Other(0));
        // Signatures and the like stand beside what was asked for.
        if rtype != question.rtype && rtype != RecordType::Cname {
            continue;
        }
        let name: Name = field(&row, "name").as_string()?.parse().ok()?;
        let ttl = field(&row, "ttl").as_f64().unwrap_or(0.0) as u32;
        records.push((name, Found { ttl, data: data(rtype, &field(&row, "data"))? }));
    }
    let mut answer = section::read(question, rcode, records)?;
    answer.authenticated = field(given, "authenticated").is_truthy();
    answer.extended_error =
        field(given, "ede").as_f64().map(|code| ExtendedError { code: code as u16, text: String::new() });
    if let Outcome::Absent { ttl, .. } = &mut answer.outcome {
        *ttl = field(given, "negativeTtl").as_f64().map(|seconds| seconds as u32);
        answer.nxname = field(given, "nxname").is_truthy() && rcode == 0;
    }
    Some(answer)
}

fn data(rtype: RecordType, data: &JsValue) -> Option<Data> {
    if rtype != RecordType::Txt {
        return Data::parse(rtype, &data.as_string()?);
    }
    if let Some(text) = data.as_string() {
        return Some(Data::txt(&text));
    }
    let strings: Vec<Vec<u8>> = strings(data, MOST)?.into_iter().map(String::into_bytes).collect();
    // RFC 1035 §3.3: a character-string has 255 bytes at most.
    strings.iter().all(|string| string.len() <= 255).then_some(Data::Txt(strings))
}

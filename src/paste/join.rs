//! Lines that go on with the value above them.

use base64ct::{Base64, Encoding};

use crate::providers;
use crate::record::dmarc::Policy;
use crate::record::spf::is_mechanism_name;
use crate::record::{Kind, classify};

/// The lines of a bare value: a key goes on without a blank, everything else with one.
pub fn join_lines(raw: &str) -> String {
    let raw = raw.trim();
    if !raw.contains('\n') {
        return raw.to_owned();
    }
    let mut out = String::with_capacity(raw.len());
    for line in raw.lines() {
        let inside_key = is_base64(line) && out.rsplit(';').next().is_some_and(ends_in_key);
        if !out.is_empty() && !inside_key && !is_torn(&out, line) {
            out.push(' ');
        }
        out.push_str(line);
    }
    out
}

/// The last tag is a key, with at least a few characters of it; the policy of DMARC has the same tag.
pub fn ends_in_key(last: &str) -> bool {
    last.trim_start()
        .strip_prefix("p=")
        .is_some_and(|key| key.is_empty() || is_base64(key) && Policy::read(key).is_none())
}

/// A line break stands within a word, as where a document was copied: what stands on both sides of it is one word, as far as
/// that is sure.
fn is_torn(so_far: &str, line: &str) -> bool {
    let last = so_far.rsplit(char::is_whitespace).next().unwrap_or(so_far);
    let word = line.split(|c: char| c.is_whitespace() || c == ';').next().unwrap_or("");
    let whole = || [last, word].concat();
    match classify(None, None, so_far) {
        Kind::Spf => {
            let name = word.trim_start_matches(['+', '-', '~', '?']);
            if word.contains([':', '=']) || is_mechanism_name(name.split('/').next().unwrap_or(name)) {
                return false;
            }
            let is_open = last.contains([':', '=']) && last.ends_with([':', '=', '.', '-']);
            let is_rest = last.contains([':', '=']) && word.starts_with(['.', '/']);
            let is_known = || {
                let name = |term: &str| term.split_once("include:").map(|(_, name)| name.to_owned());
                name(&whole()).is_some_and(|name| providers::by_spf_domain(&name).is_some())
                    && name(last).is_some_and(|name| providers::by_spf_domain(&name).is_none())
            };
            is_open || is_rest || word.contains('.') && is_known()
        }
        Kind::Dmarc => {
            let policy = |text: &str| {
                let tag = text.rsplit(';').next().unwrap_or(text).trim();
                tag.strip_prefix("p=")
                    .or_else(|| tag.strip_prefix("sp="))
                    .map(|value| Policy::read(value).is_some())
            };
            let is_address = last.rsplit([',', '=']).next().is_some_and(|address| {
                address.starts_with("mailto:")
                    && address.split_once('@').is_some_and(|(_, domain)| !domain.contains('.'))
                    && !last.ends_with(';')
            });
            (policy(last) == Some(false) && policy(&whole()) == Some(true))
                || is_address && word.contains('.')
        }
        _ => false,
    }
}

/// The key in a last tag is whole: its padding was seen, or as many bytes as it says it has (X.690, section 8.1.3).
fn is_whole(last: &str) -> bool {
    let key = last.trim().strip_prefix("p=").unwrap_or("");
    let length = |bytes: Vec<u8>| match bytes[..] {
        [0x30, 0x82, high, low, ..] => Some(4 + usize::from(u16::from_be_bytes([high, low]))),
        [0x30, 0x81, length, ..] => Some(3 + usize::from(length)),
        _ => None,
    };
    let head = key.get(..8).and_then(|head| Base64::decode_vec(head).ok());
    key.ends_with('=') || head.and_then(length).is_some_and(|bytes| key.len() >= (bytes * 8).div_ceil(6))
}

pub fn is_base64(text: &str) -> bool {
    let body = text.trim().trim_end_matches(';');
    !body.is_empty() && body.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/' | b'='))
}

/// Whether `line` can go on with the value `so_far`: a piece of a key, terms of SPF, tags.
pub fn goes_on(so_far: &str, line: &str) -> bool {
    let last = so_far.rsplit(';').next().unwrap_or(so_far);
    if is_base64(line) {
        let last = last.replace('\n', "");
        if ends_in_key(&last) {
            return !is_whole(&last);
        }
    }
    let spf = matches!(classify(None, None, so_far), Kind::Spf);
    let word = line.split_whitespace().next().unwrap_or("");
    if spf {
        let name = word.trim_start_matches(['+', '-', '~', '?', '–', '—']);
        let end = name.find([':', '=', '/']).unwrap_or(name.len());
        return is_mechanism_name(&name[..end])
            || matches!(
                name[..end].to_ascii_lowercase().as_str(),
                "redirect" | "exp" | "ipv4" | "ipv6" | "ip"
            )
            || is_torn(so_far, line);
    }
    if is_torn(so_far, line) {
        return true;
    }
    // A tag and its value, or an address that goes on with a list.
    let so_far = so_far.trim_end();
    is_tag(line)
        || (so_far.ends_with(',') && word.contains(['@', ':']))
        // A tag without its value, and no padding of a key.
        || (last.trim().find('=').is_some_and(|at| at + 1 == last.trim().len()) && word.len() == line.trim_end().len())
}

/// `p=none`, `p = none`.
fn is_tag(line: &str) -> bool {
    let name = line.bytes().take_while(u8::is_ascii_alphanumeric).count();
    name > 0 && line[name..].trim_start().starts_with('=')
}

//! A signature that receivers can't read: a tag twice, a part in another form, or a value that they don't know.

use super::{is_dkim, sign_anew, signatures, signed};
use crate::facts::Facts;
use crate::record::Kind;
use crate::record::header::Header;
use crate::record::tag_list::{Tag, TagList};
use crate::rules::{Check, Finding, Findings, Rule, Severity, rfc};
use crate::text::prose::code;

/// The rule.
pub static RULE: Rule = Rule {
    id: "dkim-signature-unreadable",
    severity: Severity::Error,
    title: "A signature that receivers can't read",
    kind: Kind::Dkim,
    reference: rfc!(6376, "3.5"),
    why: "Receivers know a short list of ways to sign. A value outside it, a part that stands twice or a part without an \
          equals sign makes the whole signature useless to them.",
    bad: signed!("c=strict; h=from:to:subject; "),
    good: signed!("h=from:to:subject; "),
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    for (record, text, header, list) in signatures(facts) {
        let Some((tag, says)) = fault(header, list, text) else { continue };
        let fix = sign_anew("Set the sending service to sign in a form that receivers know");
        out.push(Finding::new(&RULE, record, tag.span, says).fixed_by(fix));
    }
}

/// The first thing that stops receivers.
pub fn fault<'l>(header: &Header, list: &'l TagList, text: &str) -> Option<(&'l Tag, String)> {
    if let Some(tag) = list.tags.iter().find(|tag| tag.equals.is_none() || !tag.well_named) {
        let what = code(tag.span.text(text));
        return Some((tag, [&what, " is no `name=value`, so receivers can't read this signature."].concat()));
    }
    if let Some((_, tag)) = list.repeated(text).first() {
        let what = code(tag.name.text(text));
        return Some((
            tag,
            ["The tag ", &what, " stands here twice, so receivers discard the signature."].concat(),
        ));
    }
    list.tags.iter().find_map(|tag| {
        let value = tag.value.text(text);
        let is_known = match tag.name.text(text) {
            "v" if is_dkim(header) => value == "1",
            "a" => matches!(value, "" | "rsa-sha256" | "ed25519-sha256" | "rsa-sha1"),
            "c" => value.split('/').all(|part| matches!(part.trim(), "simple" | "relaxed")),
            "q" => value.split(':').any(|part| part.trim() == "dns/txt"),
            _ => true,
        };
        (!is_known).then(|| {
            let what = code(tag.span.text(text));
            (tag, ["Receivers don't know ", &what, ", so they can't check this signature."].concat())
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stops_receivers_is_named() {
        for (text, expected) in [
            ("DKIM-Signature: v=1; a=rsa-sha256; c=relaxed; q=dns/txt", None),
            ("DKIM-Signature: v=2; a=rsa-sha256", Some("v=2")),
            ("DKIM-Signature: v=1; a=rsa-md5", Some("a=rsa-md5")),
            ("DKIM-Signature: v=1; c=relaxed/strict", Some("c=relaxed/strict")),
            ("DKIM-Signature: v=1; q=http", Some("q=http")),
            ("DKIM-Signature: v=1; s=a; s=b", Some("s=b")),
            ("DKIM-Signature: v=1; rsa; s=b", Some("rsa")),
            ("ARC-Seal: v=9; i=1", None),
        ] {
            let header = Header::parse(text);
            let crate::record::header::Body::Tags(list) = &header.body else { panic!("{text}") };
            assert_eq!(fault(&header, list, text).map(|(tag, _)| tag.span.text(text)), expected, "{text}");
        }
    }
}

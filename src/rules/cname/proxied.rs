//! An alias for a key that runs through a proxy for web sites: it answers with addresses, and holds no key.

use crate::facts::{Domain, Facts};
use crate::record::Kind;
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc};
use crate::text::prose::code;

/// The rule.
pub static RULE: Rule = Rule {
    id: "cname-proxied",
    severity: Severity::Error,
    title: "An alias for mail behind a web proxy",
    kind: Kind::Cname,
    reference: rfc!(6376, "3.6.2"),
    why: "Cloudflare can lead visitors of a web site through its own servers. A name that is set so answers with the addresses \
          of those servers alone. An alias for mail is lost by it, and receivers find no key.",
    bad: "example.com. SOA amy.ns.cloudflare.com. dns.cloudflare.com. 1 2 3 4 5\n\
          example.com. NS amy.ns.cloudflare.com.\nexample.com. NS bob.ns.cloudflare.com.\n\
          s1._domainkey.example.com. A 192.0.2.80\n; selector: s1",
    good: "example.com. SOA amy.ns.cloudflare.com. dns.cloudflare.com. 1 2 3 4 5\n\
           example.com. NS amy.ns.cloudflare.com.\nexample.com. NS bob.ns.cloudflare.com.\n\
           s1._domainkey.example.com. CNAME s1.domainkey.u123456.wl.sendgrid.net.\n\
           s1.domainkey.u123456.wl.sendgrid.net. TXT \"v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\"\n\
           _dmarc.example.com. TXT \"v=DMARC1; p=reject\"\n; selector: s1",
    check: Check::Dns(check),
};

fn check(domain: &Domain, _: &Facts, out: &mut Findings) {
    for lookup in domain.proxied.found() {
        let name = lookup.question.name.as_str();
        let Some(address) = lookup.found().next() else { continue };
        let message = format!(
            "{} holds no key, and answers with the address {}. That is how an alias looks that runs through Cloudflare's proxy.",
            code(name),
            code(&address.to_string())
        );
        let title = "At Cloudflare, set this record to `DNS only`, with the grey cloud";
        let mut fix = Fix::new(title, None, Confidence::Review);
        fix.name = Some(name.to_owned());
        fix.rtype = Some("CNAME");
        out.push(Finding::about_domain(&RULE, message).fixed_by(fix));
    }
}

#[cfg(test)]
mod tests {
    use super::super::said;
    use super::*;

    #[test]
    fn only_addresses_of_its_own_tell() {
        assert_eq!(said(&RULE, RULE.bad).len(), 1);
        for (from, to) in [
            // Every name has an address.
            ("s1._domainkey", "*._domainkey"),
            // Nobody knows whether every name has.
            (
                "s1._domainkey.example.com. A 192.0.2.80",
                "s1._domainkey.example.com. A 192.0.2.80\nno-such-name._domainkey.example.com A !timeout",
            ),
            ("A 192.0.2.80", "A !timeout\ns1._domainkey.example.com. AAAA 2001:db8::1"),
            ("amy.ns.cloudflare.com.", "ns.example.net."),
            ("A 192.0.2.80", "TXT !timeout\ns1._domainkey.example.com. A 192.0.2.80"),
        ] {
            let zone = RULE.bad.replace(from, to);
            assert_eq!(said(&RULE, &zone), [], "{zone}");
        }
    }
}

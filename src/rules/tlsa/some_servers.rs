//! Some of the mail servers have TLSA records, and others have none.

use crate::facts::transport::Dane;
use crate::facts::{Domain, Facts};
use crate::record::Kind;
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc};
use crate::text::list;
use crate::text::prose::code;

/// The rule.
pub static RULE: Rule = Rule {
    id: "tlsa-some-servers",
    severity: Severity::Warning,
    title: "Not every mail server is protected",
    kind: Kind::Tlsa,
    reference: rfc!(7672, "2.2"),
    why: "Senders choose among the servers of the MX records. Whoever sits on the way can keep them from the protected ones, and mail then goes to a server without a TLSA record.",
    bad: "example.com. MX 10 mail.example.com.\nmail.example.com. A 192.0.2.25\n_25._tcp.mail.example.com. TLSA 3 1 1 8cb0fc6c527506a053f4f14c8464bebbd6dede2738d11468dd953d7d6a3021f1\nexample.com. MX 20 old.example.com.\nold.example.com. A 192.0.2.26\nexample.com. * !signed",
    good: "example.com. MX 10 mail.example.com.\nmail.example.com. A 192.0.2.25\nexample.com. TXT \"v=spf1 mx -all\"\n_dmarc.example.com. TXT \"v=DMARC1; p=reject\"\n_25._tcp.mail.example.com. TLSA 3 1 1 8cb0fc6c527506a053f4f14c8464bebbd6dede2738d11468dd953d7d6a3021f1\nexample.com. * !signed\n_smtp._tls.example.com. TXT \"v=TLSRPTv1; rua=mailto:tls@example.com\"",
    check: Check::Dns(check),
};

fn check(domain: &Domain, _: &Facts, out: &mut Findings) {
    let hosts = &domain.mail.hosts;
    let of = |wanted: Dane| hosts.iter().filter(move |host| domain.dane(host) == wanted);
    let open: Vec<String> = of(Dane::Absent).map(|host| code(host.name.as_str())).collect();
    let Some(protected) = of(Dane::Protects).next().filter(|_| !open.is_empty()) else { return };
    let message = format!(
        "DANE protects mail to {}, and {} has no TLSA record. Mail can be led there.",
        code(protected.name.as_str()),
        list(&open)
    );
    let title = "Publish TLSA records for every mail server";
    out.push(Finding::about_domain(&RULE, message).fixed_by(Fix::new(title, None, Confidence::Review)));
}

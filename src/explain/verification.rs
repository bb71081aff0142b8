//! Texts that prove who holds a domain, in words: whose they are, and what hangs on them.

use super::tile::Tiler;
use super::{Part, Role, Segment, domain_words};
use crate::providers::{ProofRole, Verifier};
use crate::record::Verification;
use crate::text::prose::code;

/// Whose it is, and what the service looks for.
pub fn parts(verification: &Verification, text: &str, name: Option<&str>) -> Vec<Part> {
    let mut tiler = Tiler::new(text, |_| "Only the service that asked for this text reads it.");
    let verifier = verification.verifier(name);
    let (label, token) = (verification.label, verification.token);
    if let Some(separator) = verification.separator {
        let says = match verifier {
            Some(verifier) => format!("This says that the text is for {}.", verifier.name),
            None => format!("This names the service that asked for the text: {}.", code(label.text(text))),
        };
        let segments = vec![
            Segment::new(label, Role::Name, says.clone()),
            Segment::new(separator, Role::Separator, "What follows is the proof itself."),
        ];
        tiler.push(label.to(separator), Role::Name, says, segments);
    }
    tiler.push(token, Role::Value, token_says(verifier), Vec::new());
    tiler.finish()
}

fn token_says(verifier: Option<&Verifier>) -> String {
    match verifier {
        Some(Verifier { name, role: ProofRole::Setting }) => {
            format!("This is what {name} reads from the text.")
        }
        Some(Verifier { name, .. }) => {
            format!(
                "A code that {name} made up for one account. Only those who hold the domain can enter it here."
            )
        }
        None => {
            "A code that a service made up for one account. Only those who hold the domain can enter it here."
                .to_owned()
        }
    }
}

/// Whose it is, what it proves, and whether it can go.
pub fn summary(verification: &Verification, text: &str, name: Option<&str>) -> String {
    let domain = domain_words(domain_of(name));
    let Some(verifier) = verification.verifier(name) else {
        let label = verification.label.text(text);
        let named = if label.is_empty() { String::new() } else { format!(", named {},", code(label)) };
        return format!(
            "A service asked for this text{named} to see that you control {domain}. Receivers of mail don't read it: delete it only if you \
             know that the service is no longer used."
        );
    };
    let service = verifier.name;
    if verification.is_parted_wrong {
        return format!(
            "{service} gives out a text like this one to see that you control {domain}. As it stands here, it may not count there."
        );
    }
    match verifier.role {
        ProofRole::Proof => format!(
            "This text shows {service} that you control {domain}. Receivers of mail don't read it: delete it only if you no longer use \
             {service}, which may look for it again."
        ),
        ProofRole::Kept => format!(
            "This text shows {service} that you control {domain}. Receivers of mail don't read it, but {service} looks for it again from \
             time to time: delete it only if you no longer use its service."
        ),
        ProofRole::Setting => format!(
            "This text tells {service} how to treat {domain}. Keep it as long as you use {service}: without the text, \
             the setting is gone."
        ),
        ProofRole::Certificate => format!(
            "This text shows {service} that you control {domain}, before a certificate is issued. Receivers of mail don't read it: it may \
             be looked for again when the certificate is renewed."
        ),
    }
}

/// The domain without the labels that the service asked for.
fn domain_of(name: Option<&str>) -> Option<&str> {
    let mut rest = name?;
    while let Some((first, after)) = rest.split_once('.') {
        if !first.starts_with('_') {
            break;
        }
        rest = after;
    }
    (!rest.starts_with('_')).then_some(rest)
}

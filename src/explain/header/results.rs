//! What receivers write about their checks: `Authentication-Results`, the ARC field made like it, and `Received-SPF`.

use super::super::Role;
use super::step;
use crate::record::header::{Field, Header, MethodResult, Statement, Word, after_at};
use crate::text::list;
use crate::text::prose::code;

/// The role of a statement, and what it says.
pub fn says(header: &Header, index: usize, statement: &Statement, text: &str) -> (Role, String) {
    if header.field == Field::ReceivedSpf {
        return received(header, index, statement, text);
    }
    if let Some(result) = header.result(text, index) {
        return (Role::Policy, result_says(result));
    }
    let Some(word) = statement.words.first() else {
        return (Role::Unknown, "A note for people, in brackets; programs skip it.".to_owned());
    };
    if word.is_named(text, "i") {
        return (Role::Value, ["This is step ", &code(word.bare(text)), " of the chain."].concat());
    }
    if header.author(text) == Some(word.bare(text)) && index <= 1 {
        return (Role::Host, author_says(word.bare(text)));
    }
    if word.span.text(text).eq_ignore_ascii_case("none") {
        return (Role::Policy, "No check was made.".to_owned());
    }
    (Role::Unknown, ["Programs can't read ", &code(word.span.text(text)), " here: it is no result."].concat())
}

fn author_says(name: &str) -> String {
    [
        &code(name),
        " made these checks. Trust what it says only if that is your own mail service: others can write such a line too.",
    ]
    .concat()
}

/// A result in words.
fn result_says(result: MethodResult<'_>) -> String {
    let of = |domain: Option<&str>| domain.map(|domain| [" of ", &code(domain)].concat()).unwrap_or_default();
    let outcome = result.result();
    match result.method().as_str() {
        "dkim" => {
            let whose = of(result.signer());
            match outcome.as_str() {
                "pass" => ["The DKIM signature", &whose, " holds: what it signs was not changed on the way."]
                    .concat(),
                "fail" => ["The DKIM signature", &whose, " does not hold."].concat(),
                "none" => "The message has no DKIM signature.".to_owned(),
                "policy" => {
                    ["The DKIM signature", &whose, " is of a kind that this receiver does not accept."]
                        .concat()
                }
                "neutral" => ["The DKIM signature", &whose, " could not be read."].concat(),
                "temperror" => {
                    ["The key for the DKIM signature", &whose, " could not be asked for at the time."]
                        .concat()
                }
                "permerror" => {
                    ["The DKIM signature", &whose, " can't be checked: it or its key has a fault."].concat()
                }
                other => unknown("DKIM", other),
            }
        }
        "spf" => spf_says(&outcome, result.sender()),
        "dmarc" => {
            let whose = match result.property("header.from") {
                Some(domain) => [" for ", &code(after_at(domain))].concat(),
                None => String::new(),
            };
            match outcome.as_str() {
                "pass" | "bestguesspass" => ["The message passed DMARC", &whose, "."].concat(),
                "fail" => [
                    "The message failed DMARC",
                    &whose,
                    ": no check passed for the domain that the reader sees.",
                ]
                .concat(),
                "none" => ["No DMARC record was found", &whose, "."].concat(),
                "temperror" => ["The DMARC record", &whose, " could not be asked for at the time."].concat(),
                "permerror" => ["The DMARC record", &whose, " could not be used."].concat(),
                other => unknown("DMARC", other),
            }
        }
        "arc" => match outcome.as_str() {
            "pass" => {
                "The ARC chain is whole, so the results of those who passed the message on can be read."
                    .to_owned()
            }
            "fail" => "The ARC chain is broken, so what it says counts for nothing.".to_owned(),
            "none" => "The message has no ARC chain.".to_owned(),
            other => unknown("ARC", other),
        },
        "iprev" => match outcome.as_str() {
            "pass" => {
                "The address of the sending server has a name, and that name leads back to it.".to_owned()
            }
            "fail" | "permerror" => {
                "The address of the sending server has no name that leads back to it.".to_owned()
            }
            other => unknown("the server's name", other),
        },
        "auth" => unknown("the sender's log-in", &outcome),
        "bimi" => unknown("BIMI", &outcome),
        other => unknown(&code(other), &outcome),
    }
}

fn unknown(check: &str, outcome: &str) -> String {
    ["The check of ", check, " ended with ", &code(outcome), "."].concat()
}

/// What SPF said (RFC 7208, section 2.6), of the domain that was asked about.
fn spf_says(outcome: &str, domain: Option<&str>) -> String {
    let domain = domain.map_or_else(|| "the sender's domain".to_owned(), code);
    match outcome {
        "pass" => ["The sending server may send mail for ", &domain, "."].concat(),
        "fail" | "hardfail" => ["The sending server may not send mail for ", &domain, "."].concat(),
        "softfail" => ["The sending server is probably not one that sends for ", &domain, "."].concat(),
        "neutral" => ["The SPF record of ", &domain, " says nothing of the sending server."].concat(),
        "none" => ["There was no SPF record for ", &domain, "."].concat(),
        "policy" => ["The receiver's own rules decided about mail from ", &domain, "."].concat(),
        "temperror" => ["The SPF record of ", &domain, " could not be asked for at the time."].concat(),
        "permerror" => ["The SPF record of ", &domain, " has a fault that made it useless."].concat(),
        other => unknown("SPF", other),
    }
}

fn received(header: &Header, index: usize, statement: &Statement, text: &str) -> (Role, String) {
    let Some(word) = statement.words.first() else {
        return (Role::Unknown, "A note for people, in brackets; programs skip it.".to_owned());
    };
    if index == 0 && word.equals.is_none() {
        let outcome = word.span.text(text).to_ascii_lowercase();
        return (Role::Policy, spf_says(&outcome, header.spf_domain(text)));
    }
    let role = match word.name.text(text).to_ascii_lowercase().as_str() {
        "client-ip" => Role::Network,
        "envelope-from" | "helo" => Role::Domain,
        _ => Role::Value,
    };
    (role, pair(header, word, text).1)
}

/// A word that is no pair.
pub fn lone_word(header: &Header, word: &Word, text: &str) -> String {
    let bare = word.bare(text);
    if header.field == Field::ReceivedSpf && header.spf_result(text) == Some(bare) {
        return "What SPF said.".to_owned();
    }
    if header.author(text) == Some(bare) {
        return "The name of the server that made the checks.".to_owned();
    }
    if bare.bytes().all(|b| b.is_ascii_digit()) {
        return "The version of this form of line.".to_owned();
    }
    "Words that programs skip.".to_owned()
}

/// What a pair is for, and what its value says.
pub fn pair(header: &Header, word: &Word, text: &str) -> (String, String) {
    let name = word.name.text(text).to_ascii_lowercase();
    let value = code(word.bare(text));
    let (purpose, start) = match (header.field, name.as_str()) {
        (Field::ReceivedSpf, "client-ip") => {
            ("The address of the sending server.", "The message came from the server at ")
        }
        (_, "smtp.mailfrom" | "envelope-from") => {
            ("The address that errors go back to. SPF asks about its domain.", "Errors go back to ")
        }
        (_, "smtp.helo" | "helo") => {
            ("What the sending server called itself.", "The sending server called itself ")
        }
        (Field::ReceivedSpf, "receiver") => ("Who made the check.", "The check was made by "),
        (Field::ReceivedSpf, "mechanism") => {
            ("What in the record decided.", "The part of the record that decided is ")
        }
        (Field::ReceivedSpf, "identity") => {
            ("Which of the sender's names was asked about.", "SPF asked about ")
        }
        (Field::ReceivedSpf, "problem") => ("What went wrong.", "The receiver notes this trouble: "),
        (_, "header.d") => ("The domain that signed.", "The signature is of "),
        (_, "header.i") => ("For whom it was signed.", "It was signed for "),
        (_, "header.s") => ("The name of the key.", "The key is called "),
        (_, "header.b") => {
            ("The start of the signature.", "It tells signatures apart: the one meant starts with ")
        }
        (_, "header.a") => ("How the signature was made.", "It was made by "),
        (_, "header.from") => {
            ("The domain of the address that the reader sees.", "The reader sees a sender at ")
        }
        (_, "policy.iprev") => ("The address that was looked up.", "The address that was looked up is "),
        (_, "reason") => ("Why it came out so, in words.", "The receiver gives this reason: "),
        (Field::ArcResults, "i") => ("The number of the step.", "The step has the number "),
        // Microsoft's, beside what DMARC said.
        (_, "action") => ("What the receiver did with the message.", "The receiver notes what it did: "),
        _ if !name.contains('.') && header.field != Field::ReceivedSpf => ("The check.", "The result is "),
        _ => ("A detail that the receiver adds.", "The receiver adds this detail: "),
    };
    (purpose.to_owned(), [start, &value, "."].concat())
}

/// Who says what.
pub fn summary(header: &Header, text: &str) -> String {
    if header.field == Field::ReceivedSpf {
        let ip = header.spf_value(text, "client-ip");
        let whence = ip.map(|ip| ["The message came from ", &code(ip), ". "].concat()).unwrap_or_default();
        let outcome = header.spf_result(text).unwrap_or("").to_ascii_lowercase();
        if outcome.is_empty() {
            return [&whence, "This line does not say what SPF found."].concat();
        }
        return whence + &spf_says(&outcome, header.spf_domain(text));
    }
    let who = header.author(text).map_or_else(|| "A receiver".to_owned(), code);
    let step = step(header, text);
    let results: Vec<String> = header.results(text).map(in_short).collect();
    if results.is_empty() {
        return [&step, &who, " says nothing of any check here."].concat();
    }
    let shown = if results.len() > 8 { &results[..8] } else { &results };
    [&step, &who, " checked this message and says: ", &list(shown), "."].concat()
}

/// `SPF passed`
fn in_short(result: MethodResult<'_>) -> String {
    let method = match result.method().as_str() {
        "dkim" => "DKIM".to_owned(),
        "spf" => "SPF".to_owned(),
        "dmarc" => "DMARC".to_owned(),
        "arc" => "ARC".to_owned(),
        other => code(other),
    };
    match result.result().as_str() {
        "pass" => [&method, " passed"].concat(),
        "fail" => [&method, " failed"].concat(),
        other => [&method, " ended with ", &code(other)].concat(),
    }
}

//! Rules on SPF records.
//!
//! Rules of syntax share out the problems of a term among themselves: [`complaint`] says whose each is, so that
//! no problem is without its rule and none has two.

mod allows_everyone;
mod bad_macro;
mod bad_network;
mod behind;
mod cheaper;
mod duplicate_term;
mod elsewhere;
mod ends_clearly;
mod exists_for_everyone;
mod finds_nothing;
mod huge_network;
mod include_loop;
mod include_unaligned;
mod include_unusable;
mod includes_itself;
mod large_record;
mod large_txt_set;
mod live;
mod long_string;
mod lookups;
mod mechanism_as_option;
mod missing;
mod missing_space;
mod missing_value;
mod near_lookup_limit;
mod never_reached;
mod no_ending;
mod not_a_bare_domain;
mod not_recognised;
mod odd_character;
mod option_as_mechanism;
mod placeholder;
mod private_network;
mod ptr;
mod quotes_inside;
mod record_type;
mod repeated_option;
mod second_version;
mod sender_id_version;
mod sender_names_it;
pub mod sends_no_mail;
mod stray_punctuation;
mod too_many_lookups;
mod torn_name;
mod two_records;
mod unknown_option;
mod unknown_term;
mod value_not_allowed;
mod void_lookups;
mod wildcard;
mod wrong_address_mechanism;

pub(super) use sends_no_mail::is_closed;

use super::{Rule, written};
use crate::record::domain_spec::DomainProblem;
use crate::record::slip::version_slip;
use crate::record::spf::{Spf, Term, TermProblem, is_mechanism_name, parse_term, with_gap};
use crate::text::Span;

/// A record of this kind stands where nobody looks for it, and none where it belongs, which a rule of its own tells.
pub(super) fn is_elsewhere(domain: &crate::facts::Domain) -> bool {
    elsewhere::stray(domain).is_some()
}

/// In the order of the catalogue.
pub static RULES: &[&Rule] = &[
    &missing::RULE,
    &not_recognised::RULE,
    &sender_id_version::RULE,
    &two_records::RULE,
    &second_version::RULE,
    &allows_everyone::RULE,
    &record_type::RULE,
    &elsewhere::RULE,
    &odd_character::RULE,
    &quotes_inside::RULE,
    &placeholder::RULE,
    &stray_punctuation::RULE,
    &missing_space::RULE,
    &torn_name::RULE,
    &mechanism_as_option::RULE,
    &option_as_mechanism::RULE,
    &wrong_address_mechanism::RULE,
    &bad_network::RULE,
    &not_a_bare_domain::RULE,
    &missing_value::RULE,
    &value_not_allowed::RULE,
    &bad_macro::RULE,
    &repeated_option::RULE,
    &unknown_term::RULE,
    &too_many_lookups::RULE,
    &void_lookups::RULE,
    &include_unusable::RULE,
    &includes_itself::RULE,
    &include_loop::RULE,
    &near_lookup_limit::RULE,
    &finds_nothing::RULE,
    &huge_network::RULE,
    &sender_names_it::RULE,
    &exists_for_everyone::RULE,
    &no_ending::RULE,
    &never_reached::RULE,
    &ptr::RULE,
    &private_network::RULE,
    &long_string::RULE,
    &large_record::RULE,
    &large_txt_set::RULE,
    &include_unaligned::RULE,
    &unknown_option::RULE,
    &duplicate_term::RULE,
    &wildcard::RULE,
    &lookups::RULE,
    &ends_clearly::RULE,
    &sends_no_mail::RULE,
];

/// Which rule speaks of a problem.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Complaint {
    StrayPunctuation,
    OptionAsMechanism,
    WrongAddressMechanism,
    BadNetwork,
    NotABareDomain,
    MissingValue,
    ValueNotAllowed,
    BadMacro,
    RepeatedOption,
    UnknownTerm,
}

fn complaint(problem: TermProblem) -> Complaint {
    use Complaint as C;
    use DomainProblem as D;
    use TermProblem as P;
    match problem {
        P::StrayPunctuation => C::StrayPunctuation,
        P::QualifierOnModifier | P::ModifierWithColon => C::OptionAsMechanism,
        P::NameAsAddress | P::WrongFamily | P::Domain(D::Address) => C::WrongAddressMechanism,
        P::PartialAddress | P::LeadingZero | P::BadAddress | P::PrefixTooLong | P::BadPrefix => C::BadNetwork,
        P::Domain(D::SingleLabel | D::BadTopLabel | D::BadCharacter | D::NotAscii) => C::NotABareDomain,
        P::Domain(
            D::LonePercent | D::UnknownLetter | D::ExplanationLetter | D::ZeroParts | D::BadTransformer,
        ) => C::BadMacro,
        P::MissingValue | P::Domain(D::Missing) => C::MissingValue,
        P::UnexpectedValue | P::UnexpectedPrefix => C::ValueNotAllowed,
        P::RepeatedModifier => C::RepeatedOption,
        P::UnknownMechanism | P::EmptyName | P::BadCharacter => C::UnknownTerm,
    }
}

/// The terms that `wanted` speaks of: their index, what stops receivers, and where. `strings` has the lengths of the
/// strings that the text was joined of.
///
/// Left out are terms whose trouble is an odd character, a missing space, one too many or a version written apart: those have
/// rules of their own, and are the cause.
fn unreadable<'a>(
    text: &'a str,
    strings: &'a [usize],
    spf: &'a Spf,
    wanted: Complaint,
) -> impl Iterator<Item = (usize, &'a Term, TermProblem, Span)> {
    spf.terms.iter().enumerate().filter_map(move |(i, term)| {
        let (problem, span) = term.problem?;
        let ours = complaint(problem) == wanted
            && !written::has_odd(term.span.text(text))
            && missing_space::second_term(text, strings, term).is_none()
            && !torn_name::is_piece(text, spf, i)
            && !meant_version(text)
                .or_else(|| version_slip(text).map(|slip| slip.span))
                .is_some_and(|version| version.covers(term.span));
        ours.then_some((i, term, problem, span))
    })
}

/// Where a text that starts almost as an SPF record has its version: `v = spf1`, `V:SPF1`, `spf1`.
fn meant_version(text: &str) -> Option<Span> {
    let start = text.len() - text.trim_start().len();
    let mut at = start;
    let mut rest = ['v', '=', 's', 'p', 'f', '1'].into_iter().peekable();
    // `spf1` alone, without the `v=` before it.
    if text[start..].get(..3).is_some_and(|head| head.eq_ignore_ascii_case("spf")) {
        rest.nth(1);
    }
    for (i, c) in text[start..].char_indices() {
        let Some(expected) = rest.peek() else { break };
        let same = c.eq_ignore_ascii_case(expected) || (*expected == '=' && c == ':');
        if same {
            rest.next();
            at = start + i + 1;
        } else if c != ' ' {
            break;
        }
    }
    rest.peek().is_none().then_some(Span::new(start, at))
}

/// The term reads well as `words`.
fn reads_well(words: &str) -> bool {
    parse_term(words, Span::new(0, words.len())).problem.is_none()
}

/// A word that an SPF term may start with, up to its `:`, `/` or `=`.
fn starts_a_term(word: &str) -> bool {
    let bare = word.trim_start_matches(['+', '-', '~', '?']);
    let name = &bare[..bare.find([':', '/', '=']).unwrap_or(bare.len())];
    is_mechanism_name(name) || name.eq_ignore_ascii_case("redirect") || name.eq_ignore_ascii_case("exp")
}

#[cfg(test)]
use super::said;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paste::Hints;
    use crate::report::explain_records;

    /// Of all that asks for something, only `rule` speaks, and with its fix the record is right.
    pub fn check_mended(rule: &Rule, text: &str, expected: &str) {
        let report = explain_records(text, &Hints::default());
        let record = &report.records[0];
        assert_eq!(record.corrected.as_deref(), Some(expected), "{text}");
        let wrong = record.findings.iter().filter(|found| found.fix.is_some());
        assert_eq!(wrong.map(|found| found.rule.id).collect::<Vec<_>>(), [rule.id], "{text}");
    }

    #[test]
    fn a_version_is_seen_however_it_is_written() {
        for (text, expected) in [
            ("v=spf1 -all", Some("v=spf1")),
            ("v = spf1 -all", Some("v = spf1")),
            (" V:SPF1; mx", Some("V:SPF1")),
            ("spf1 mx", Some("spf1")),
            ("v=spf10", Some("v=spf1")),
            ("v=spf2.0/pra", None),
            ("include:a.com", None),
        ] {
            assert_eq!(meant_version(text).map(|span| span.text(text)), expected, "{text}");
        }
    }
}

//! From what a link says to what one domain must hold: variables and the domain filled in.

use super::need::read_test;
use super::{Need, Setup, Test, variables};
use crate::dns::{Name, NameProblem};
use crate::text::list;
use crate::text::prose::code;

/// A need with everything filled in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// The need as the link has it.
    pub need: Need,
    /// Where the record belongs.
    pub name: Name,
    /// What must hold there.
    pub test: Test,
}

/// Why nothing is checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// These variables are not set.
    Missing(Vec<String>),
    /// With the values that the variables have, a need can't be met by any record.
    Unfit {
        /// The need's id.
        id: String,
        /// Why, as a sentence.
        says: String,
    },
}

impl Refusal {
    /// The reason as a sentence.
    pub fn says(&self) -> String {
        match self {
            Self::Missing(names) => {
                let names: Vec<String> = names.iter().map(|name| code(name)).collect();
                format!("A check needs a value for {}.", list(&names))
            }
            Self::Unfit { says, .. } => says.clone(),
        }
    }
}

/// Fills a setup in for one domain.
///
/// # Errors
/// A variable has no value, or has one that does not fit where it stands.
pub fn fill(setup: &Setup, domain: &Name) -> Result<Vec<Wanted>, Refusal> {
    let missing = setup.missing();
    if !missing.is_empty() {
        return Err(Refusal::Missing(missing));
    }
    setup.needs.iter().map(|need| wanted(setup, need, domain)).collect()
}

fn wanted(setup: &Setup, need: &Need, domain: &Name) -> Result<Wanted, Refusal> {
    let value = |name: &str| match name {
        variables::DOMAIN => Some(domain.as_str()),
        _ => setup.value(name).map(str::trim),
    };
    let unfit = |says: String| Refusal::Unfit { id: need.id.clone(), says };
    let relative = variables::replace(&need.name, value);
    let name = if relative == "@" { Ok(domain.clone()) } else { domain.child(&relative) };
    let name = name.map_err(|problem| {
        let why = match problem {
            NameProblem::LongName | NameProblem::LongLabel => "is too long for a name in DNS",
            _ => "can't be a name in DNS",
        };
        unfit(format!("{} {why}.", code(&relative)))
    })?;
    let test = need.test.map(|text| variables::replace(text, value));
    // What a variable stands for is part of one text, and never a word of its own.
    match read_test(test.rtype(), &test.to_string()) {
        Ok(read) if read == test => Ok(Wanted { need: need.clone(), name, test }),
        Ok(_) => Err(unfit(format!(
            "With its values filled in, {} means something else.",
            code(&test.to_string())
        ))),
        Err(problem) => Err(unfit(problem.message)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::setup::parse;

    fn filled(link: &str) -> Result<Vec<String>, Refusal> {
        let setup = parse(link).unwrap();
        let wanted = fill(&setup, &"example.com".parse().unwrap())?;
        Ok(wanted.iter().map(|wanted| format!("{} {}", wanted.name, wanted.test)).collect())
    }

    #[test]
    fn variables_and_the_domain_are_filled_in() {
        let link =
            "#/setup?set.t=ab&need=CNAME {t}._domainkey {t}.dkim.example&need=TXT @ is:{t} of {domain}";
        assert_eq!(
            filled(link).unwrap(),
            ["ab._domainkey.example.com ab.dkim.example", "example.com is:ab of example.com"]
        );
    }

    #[test]
    fn a_check_without_a_variable_is_refused() {
        let refusal = filled("#/setup?set.b=&need=TXT @ is:{a}{b}{a}").unwrap_err();
        assert_eq!(refusal, Refusal::Missing(vec!["a".into(), "b".into()]));
        assert_eq!(refusal.says(), "A check needs a value for `a` and `b`.");
    }

    #[test]
    fn a_value_that_does_not_fit_is_refused() {
        for link in [
            "#/setup?set.t=a..b&need=CNAME {t}._domainkey x.example",
            "#/setup?set.t=a%20b&need=MX @ 10 {t}.example",
            "#/setup?set.t=~all&need=TXT @ spf:{t}",
            "#/setup?set.t=x.example,p=reject&need=TXT _dmarc dmarc:rua~{t}",
            "#/setup?set.t=.&need=CNAME a {t}",
        ] {
            assert!(matches!(filled(link), Err(Refusal::Unfit { .. })), "{link}: {:?}", filled(link));
        }
    }
}

//! The page that makes links to a checklist: from what a support team pastes to a link. Plain state, tested without a
//! browser.

use crate::dns::RecordType;
use crate::paste::{Hints, Pasted, unpack};
use crate::record::{Kind, classify};
use crate::setup::{self, Need, Setup, Test};
use crate::text::prose::code;

/// What is typed on the page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    /// Who asks.
    pub vendor: String,
    /// The address of the article.
    pub help: String,
    /// The domain that the article's examples use.
    pub sample: String,
    /// `name=value`, one a line.
    pub variables: String,
    /// `<type> <name> <test>`, one a line.
    pub needs: String,
}

/// A link that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Made {
    /// The fragment.
    pub link: String,
    /// What it reads back to.
    pub setup: Setup,
    /// What may confuse a customer, as whole sentences.
    pub warnings: Vec<String>,
}

impl Draft {
    /// Nothing is on the list.
    pub fn is_blank(&self) -> bool {
        self.needs.trim().is_empty()
    }

    /// The link.
    ///
    /// # Errors
    /// What stands in its way, as a sentence.
    pub fn made(&self) -> Result<Made, String> {
        let filled = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        let mut setup = Setup { vendor: filled(&self.vendor), help: filled(&self.help), ..Setup::default() };
        for (at, line) in lines(&self.variables) {
            let Some((name, value)) = line.split_once('=') else {
                return Err(format!("Line {at} of the variables, {}, holds no `=`.", code(line)));
            };
            setup.variables.push((name.trim().to_owned(), value.trim().to_owned()));
        }
        for (at, line) in lines(&self.needs) {
            let need =
                Need::read(line).map_err(|problem| format!("Line {at} of the list: {}", problem.message))?;
            setup.needs.push(need);
        }
        setup.number();
        let link = setup::format(&setup);
        // What is handed out is what reads back.
        let setup = setup::parse(&link).map_err(|error| error.message)?;
        let warnings = warnings(&setup);
        Ok(Made { link, setup, warnings })
    }

    /// Puts what was pasted at the end of the list; how many lines that are.
    pub fn add(&mut self, pasted: &str) -> usize {
        let new: Vec<String> =
            unpack(pasted, &Hints::default()).iter().flat_map(|one| expected(one, &self.sample)).collect();
        for line in &new {
            if !self.needs.is_empty() && !self.needs.ends_with('\n') {
                self.needs.push('\n');
            }
            self.needs.push_str(line);
        }
        new.len()
    }
}

/// The lines that hold something, counted from 1.
fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines().enumerate().map(|(at, line)| (at + 1, line.trim())).filter(|(_, line)| !line.is_empty())
}

/// What an article that shows this record expects.
fn expected(pasted: &Pasted, sample: &str) -> Vec<String> {
    let name = relative(pasted.name.as_deref(), sample);
    let kind = classify(pasted.name.as_deref(), pasted.rtype.as_deref(), &pasted.value);
    let value = pasted.tidied.as_deref().unwrap_or(&pasted.value).trim();
    let bare = |host: &str| host.strip_suffix('.').unwrap_or(host).to_owned();
    match (pasted.rtype.as_deref(), kind) {
        (Some("MX"), _) | (None, Kind::Mx) => vec![format!("MX {name} {}", bare(value))],
        (Some("CNAME"), _) => vec![format!("CNAME {name} {}", bare(value))],
        (_, Kind::Spf) => value
            .split_whitespace()
            .skip(1)
            .map(|term| term.strip_prefix('+').unwrap_or(term))
            .filter(|term| {
                !term.contains('=') && !term.trim_start_matches(['-', '~', '?']).eq_ignore_ascii_case("all")
            })
            .map(|term| format!("TXT {name} spf:{term}"))
            .collect(),
        (_, Kind::Dmarc) => {
            let tag = |wanted: &str| {
                let tags = value.split(';').filter_map(|tag| tag.split_once('='));
                tags.map(|(name, value)| (name.trim(), value.trim()))
                    .find(|(name, _)| name.eq_ignore_ascii_case(wanted))
            };
            let mut tests = Vec::new();
            if let Some((_, policy)) = tag("p") {
                tests.push(["p>=", &policy.to_ascii_lowercase()].concat());
            }
            // Reports to the customer's own address are the customer's own affair.
            let reports = tag("rua").map_or("", |(_, uris)| uris).split(',');
            let own = ["@", sample.trim()].concat();
            tests.extend(
                reports
                    .filter_map(|uri| uri.trim().strip_prefix("mailto:"))
                    .map(|to| to.split('!').next().unwrap_or(to))
                    .filter(|to| sample.trim().is_empty() || !to.ends_with(&own))
                    .map(|to| ["rua~", to].concat()),
            );
            vec![format!("TXT {name} dmarc:{}", tests.join(","))]
        }
        (_, Kind::Dkim) => {
            let key = value.split(';').find_map(|tag| tag.trim().strip_prefix("p="));
            let key: String = key.unwrap_or("").split_whitespace().collect();
            vec![if key.is_empty() { format!("TXT {name} dkim") } else { format!("TXT {name} dkim:{key}") }]
        }
        _ => vec![format!("TXT {name} is:{value}")],
    }
}

/// A name of the article, relative to the domain that it uses as an example.
fn relative(name: Option<&str>, sample: &str) -> String {
    let sample = sample.trim().trim_matches('.').to_ascii_lowercase();
    match name {
        None | Some("" | "@") => "@".to_owned(),
        Some(name) if name == sample => "@".to_owned(),
        Some(name) => {
            let inner = name.strip_suffix(&sample).and_then(|rest| rest.strip_suffix('.'));
            inner.filter(|_| !sample.is_empty()).unwrap_or(name).to_owned()
        }
    }
}

/// What may confuse a customer.
fn warnings(setup: &Setup) -> Vec<String> {
    let mut out = Vec::new();
    for need in &setup.needs {
        let shown = code(&need.to_string());
        match &need.test {
            Test::Mx { .. } if need.name == "@" => out.push(format!(
                "{shown} asks for a mail server at the customer's own domain, where it takes in their own mail."
            )),
            Test::Is(text) | Test::Starts(text) if text.trim_start().to_ascii_lowercase().starts_with("v=spf1") => {
                out.push(format!(
                    "{shown} wants one exact SPF record. A customer who sends mail in any other way too can't have it: \
                     `spf:` and one part of it asks for that part alone."
                ));
            }
            _ => {}
        }
        if need.rtype() == RecordType::Txt && matches!(need.test, Test::Is(_)) && need.texts()[1].is_empty() {
            out.push(format!("{shown} asks for an empty text."));
        }
    }
    for name in setup.missing() {
        out.push(format!("The link does not set {}, so each customer is asked for it.", code(&name)));
    }
    if setup.vendor.is_none() {
        out.push("The link does not say who asks.".to_owned());
    }
    out
}

/// A link for the source of a web page.
pub fn html(address: &str) -> String {
    let address =
        address.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;").replace('>', "&gt;");
    format!("<a href=\"{address}\" rel=\"noopener\" role=\"button\">Check your DNS records</a>")
}

/// A link in Markdown.
pub fn markdown(address: &str) -> String {
    let address = address.replace('(', "%28").replace(')', "%29").replace(' ', "%20");
    format!("[Check your DNS records]({address})")
}

#[cfg(test)]
mod tests {
    use super::*;

    const ZONE: &str = "_amazonses.example.com. 300 IN TXT \"abc=\"\n\
        s1._domainkey.example.com. IN CNAME s1.dkim.vendor.example.\n\
        example.com. IN TXT \"v=spf1 +include:spf.vendor.example ip4:192.0.2.1 ~all\"\n\
        bounce.example.com. IN MX 10 mx.vendor.example.\n\
        _dmarc.example.com. IN TXT \"v=DMARC1; p=Quarantine; rua=mailto:a@example.com,mailto:b@reports.vendor.example!10m\"\n\
        k1._domainkey.example.com. IN TXT \"v=DKIM1; p=MIGf MA0G\"";

    fn draft() -> Draft {
        Draft {
            vendor: "Acme".into(),
            sample: "Example.com.".to_lowercase().trim_end_matches('.').into(),
            ..Draft::default()
        }
    }

    #[test]
    fn zone_lines_become_needs() {
        let mut draft = draft();
        assert_eq!(draft.add(ZONE), 7, "{}", draft.needs);
        assert_eq!(
            draft.needs.lines().collect::<Vec<_>>(),
            [
                "TXT _amazonses is:abc=",
                "CNAME s1._domainkey s1.dkim.vendor.example",
                "TXT @ spf:include:spf.vendor.example",
                "TXT @ spf:ip4:192.0.2.1",
                "MX bounce 10 mx.vendor.example",
                "TXT _dmarc dmarc:p>=quarantine,rua~b@reports.vendor.example",
                "TXT k1._domainkey dkim:MIGfMA0G",
            ]
        );
    }

    #[test]
    fn a_link_reads_back_to_the_same_list() {
        let mut draft = draft();
        draft.add(&ZONE.lines().take(5).collect::<Vec<_>>().join("\n"));
        draft.variables = "region = eu\n\n".to_owned();
        draft.needs.push_str("\nCNAME {t1} {region}.vendor.example");
        let made = draft.made().unwrap();
        let again: Vec<String> = made.setup.needs.iter().map(ToString::to_string).collect();
        assert_eq!(again, draft.needs.lines().collect::<Vec<_>>());
        assert_eq!(setup::parse(&made.link).unwrap(), made.setup);
        assert_eq!(made.warnings, ["The link does not set `t1`, so each customer is asked for it."]);
    }

    #[test]
    fn what_confuses_is_said() {
        let warned = |needs: &str| Draft { needs: needs.to_owned(), ..draft() }.made().unwrap().warnings;
        assert!(warned("MX @ 10 mx.vendor.example")[0].contains("own mail"));
        assert!(warned("TXT @ is:v=spf1 include:x.example -all")[0].contains("exact SPF"));
        assert_eq!(warned("MX b 10 mx.vendor.example"), Vec::<String>::new());
    }

    #[test]
    fn what_stands_in_the_way_names_its_line() {
        let why = |draft: Draft| draft.made().unwrap_err();
        assert!(
            why(Draft { needs: "\nTXT @ is:x\nA @ x".into(), ..draft() }).starts_with("Line 3 of the list: ")
        );
        assert!(why(Draft { variables: "x".into(), ..draft() }).starts_with("Line 1 of the variables, `x`"));
        let help = Draft { help: "http://x.example".into(), needs: "TXT @ is:x".into(), ..draft() };
        assert!(why(help).contains("https://"));
    }

    #[test]
    fn the_forms_of_a_link_hold_no_markup_of_their_own() {
        let address = "https://x.example/#/setup?for=a\"><b>&need=TXT%20@%20is:(x)";
        let html = html(address);
        assert!(html.contains("a&quot;&gt;&lt;b&gt;&amp;need=") && html.matches('<').count() == 2, "{html}");
        assert!(markdown(address).ends_with("is:%28x%29)"));
    }
}

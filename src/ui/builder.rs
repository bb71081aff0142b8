//! The page that makes links to a checklist: from what a support team pastes to a link. Plain state, tested without a
//! browser.

use crate::setup::{self, Need, Setup, TagTest, Test, import, variables};
use crate::text::count;
use crate::text::prose::code;

/// What a row of the list asks for: a type of record and how it is compared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum What {
    /// TXT: a part of the SPF record.
    #[default]
    Spf,
    /// TXT: any DKIM key.
    AnyKey,
    /// TXT: this DKIM key.
    Key,
    /// TXT: tags of the DMARC record.
    Dmarc,
    /// TXT: this text.
    Is,
    /// TXT: the start of a text.
    Starts,
    /// CNAME
    Cname,
    /// MX
    Mx,
    /// MX, and no other server.
    OnlyMx,
}

impl What {
    /// All, in the order in which they are offered.
    pub const ALL: [What; 9] = [
        Self::Spf,
        Self::Cname,
        Self::AnyKey,
        Self::Key,
        Self::Dmarc,
        Self::Is,
        Self::Starts,
        Self::Mx,
        Self::OnlyMx,
    ];

    /// In words, for the list to choose from.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Spf => "TXT: a part of the SPF record",
            Self::AnyKey => "TXT: a DKIM key, whichever it is",
            Self::Key => "TXT: this DKIM key",
            Self::Dmarc => "TXT: tags of the DMARC record",
            Self::Is => "TXT: exactly this text",
            Self::Starts => "TXT: a text that starts like this",
            Self::Cname => "CNAME: leads to this name",
            Self::Mx => "MX: this mail server",
            Self::OnlyMx => "MX: this mail server and no other",
        }
    }

    /// What is to be written beside it, with an example; none where nothing is.
    pub const fn value(self) -> Option<(&'static str, &'static str)> {
        match self {
            Self::Spf => Some(("Part of the record", "include:spf.vendor.example")),
            Self::AnyKey => None,
            Self::Key => Some(("Key: what follows p=", "MIIBIjANBgkq…")),
            Self::Dmarc => Some(("Tests, with commas between them", "p>=none,rua~reports.vendor.example")),
            Self::Is => Some(("Text", "vendor-verification={token}")),
            Self::Starts => Some(("Start of the text", "MS=")),
            Self::Cname => Some(("Target", "s1.dkim.vendor.example")),
            Self::Mx | Self::OnlyMx => Some(("Priority and mail server", "10 mx.vendor.example")),
        }
    }

    const fn of(test: &Test) -> Self {
        match test {
            Test::Spf(_) => Self::Spf,
            Test::Dkim(None) => Self::AnyKey,
            Test::Dkim(Some(_)) => Self::Key,
            Test::Dmarc(_) => Self::Dmarc,
            Test::Is(_) => Self::Is,
            Test::Starts(_) => Self::Starts,
            Test::Mx { only: false, .. } => Self::Mx,
            Test::Mx { only: true, .. } => Self::OnlyMx,
            Test::Cname(_) => Self::Cname,
        }
    }

    /// What stands before the value in a need.
    const fn before(self) -> (&'static str, &'static str) {
        match self {
            Self::Spf => ("TXT", "spf:"),
            Self::AnyKey => ("TXT", "dkim"),
            Self::Key => ("TXT", "dkim:"),
            Self::Dmarc => ("TXT", "dmarc:"),
            Self::Is => ("TXT", "is:"),
            Self::Starts => ("TXT", "starts:"),
            Self::Cname => ("CNAME", ""),
            Self::Mx => ("MX", ""),
            Self::OnlyMx => ("MX", "only "),
        }
    }
}

/// One record on the list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// Stays with the row for as long as the list is open.
    pub id: u64,
    /// What it asks for.
    pub what: What,
    /// `@`, or a name relative to the customer's domain.
    pub name: String,
    /// What is written beside it.
    pub value: String,
}

impl Row {
    fn of(id: u64, need: &Need) -> Self {
        let what = What::of(&need.test);
        let expects = need.expects();
        let value = expects.strip_prefix(what.before().1).unwrap_or(&expects).to_owned();
        Self { id, what, name: need.name.clone(), value }
    }

    /// As a link writes it.
    pub fn line(&self) -> String {
        let (rtype, before) = self.what.before();
        let value = if self.what.value().is_some() { self.value.as_str() } else { "" };
        // Blanks at the ends of a text count.
        let value = if matches!(self.what, What::Is | What::Starts) { value } else { value.trim() };
        [rtype, " ", self.name.trim(), " ", before, value].concat()
    }

    /// The need that it stands for.
    ///
    /// # Errors
    /// What is wrong with it, as a sentence.
    pub fn need(&self) -> Result<Need, String> {
        if self.name.trim().contains(char::is_whitespace) {
            return Err(format!("{} holds a blank, and a name has none.", code(self.name.trim())));
        }
        Need::read(&self.line()).map_err(|problem| problem.message)
    }

    /// What it asks for, as a sentence; or what is wrong with it.
    ///
    /// # Errors
    /// As [`Row::need`].
    pub fn says(&self) -> Result<String, String> {
        self.need().map(|need| setup::words::asks(&need))
    }
}

/// What is on the page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    /// Who asks.
    pub vendor: String,
    /// The address of the article.
    pub help: String,
    /// The domain that the article's examples use.
    pub sample: String,
    /// The list.
    pub rows: Vec<Row>,
    /// What variables stand for, where the link sets them.
    pub values: Vec<(String, String)>,
    last: u64,
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
    /// An empty list, for an article whose examples use this domain.
    pub fn new(sample: &str) -> Self {
        Self { sample: sample.to_owned(), ..Self::default() }
    }

    /// The link.
    ///
    /// # Errors
    /// What stands in its way, as a sentence.
    pub fn made(&self) -> Result<Made, String> {
        let filled = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        let mut setup = Setup { vendor: filled(&self.vendor), help: filled(&self.help), ..Setup::default() };
        for (at, row) in self.rows.iter().enumerate() {
            let need = row.need().map_err(|why| format!("Record {} of the list: {why}", at + 1))?;
            setup.needs.push(need);
        }
        for name in self.variables() {
            let value = self.value(&name).trim();
            if !value.is_empty() {
                setup.variables.push((name, value.to_owned()));
            }
        }
        setup.number();
        let link = setup::format(&setup);
        // What is handed out is what reads back.
        let setup = setup::parse(&link).map_err(|error| error.message)?;
        let warnings = warnings(&setup);
        Ok(Made { link, setup, warnings })
    }

    /// The variables that stand in the list, in the order in which they first do.
    pub fn variables(&self) -> Vec<String> {
        let mut out: Vec<String> = Vec::new();
        for text in self.rows.iter().flat_map(|row| [&row.name, &row.value]) {
            for name in variables::names(text) {
                if name != variables::DOMAIN && !out.iter().any(|known| known == name) {
                    out.push(name.to_owned());
                }
            }
        }
        out
    }

    /// What the link sets a variable to; empty where each customer is asked for it.
    pub fn value(&self, variable: &str) -> &str {
        self.values.iter().find(|(name, _)| name == variable).map_or("", |(_, value)| value)
    }

    /// Sets a variable for every customer.
    pub fn set(&mut self, variable: &str, value: String) {
        self.values.retain(|(name, _)| name != variable);
        self.values.push((variable.to_owned(), value));
    }

    /// Puts what was pasted at the end of the list; says what came of it.
    pub fn add(&mut self, pasted: &str) -> Vec<String> {
        let imported = import(pasted, &self.sample);
        let there: Vec<String> = self.rows.iter().map(Row::line).collect();
        let new: Vec<&Need> =
            imported.needs.iter().filter(|need| !there.contains(&need.to_string())).collect();
        let mut says = vec![match (new.len(), imported.needs.len()) {
            (0, 0) => "No record was found in this text.".to_owned(),
            (0, _) => "All of these records are on the list already.".to_owned(),
            (added, _) => ["Added ", &count(added, "record", "records"), " to the list."].concat(),
        }];
        for need in new {
            self.last += 1;
            self.rows.push(Row::of(self.last, need));
        }
        for (field, found) in [(&mut self.vendor, imported.vendor), (&mut self.help, imported.help)] {
            if let Some(found) = found.filter(|_| field.trim().is_empty()) {
                *field = found;
            }
        }
        for (name, value) in imported.variables {
            self.set(&name, value);
        }
        says.extend(imported.notes);
        says
    }

    /// A new row at the end of the list; gives its id.
    pub fn add_row(&mut self) -> u64 {
        self.last += 1;
        self.rows.push(Row { id: self.last, name: "@".to_owned(), ..Row::default() });
        self.last
    }

    /// Takes a row away; gives the id of the one that is now at its place, or before it.
    pub fn remove(&mut self, id: u64) -> Option<u64> {
        let at = self.rows.iter().position(|row| row.id == id)?;
        self.rows.remove(at);
        self.rows.get(at).or(self.rows.last()).map(|row| row.id)
    }

    /// Moves a row one place up.
    pub fn raise(&mut self, id: u64) {
        if let Some(at) = self.rows.iter().position(|row| row.id == id).filter(|at| *at > 0) {
            self.rows.swap(at, at - 1);
        }
    }

    /// A row by its id.
    pub fn row(&mut self, id: u64) -> Option<&mut Row> {
        self.rows.iter_mut().find(|row| row.id == id)
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
            Test::Is(text) | Test::Starts(text) => match whole(text) {
                Some("SPF") => out.push(format!(
                    "{shown} wants one exact SPF record. A customer who sends mail in any other way too can't have it: \
                     `spf:` and one part of it asks for that part alone."
                )),
                Some(kind) => out.push(format!(
                    "{shown} compares a {kind} record letter by letter, so a record that does the same in other words \
                     counts as another value."
                )),
                None => {}
            },
            Test::Dmarc(tests) => {
                for test in tests {
                    if let TagTest::Equals { tag, value } = test
                        && matches!(tag.as_str(), "p" | "sp" | "np")
                    {
                        out.push(format!(
                            "{shown} wants exactly {}, so a customer with a stricter policy is not done. With `>=` they \
                             are.",
                            code(&[tag, "=", value].concat())
                        ));
                    }
                }
            }
            Test::Spf(_) | Test::Dkim(_) | Test::Mx { .. } | Test::Cname(_) => {}
        }
        if is_whole(&need.name) {
            out.push(format!(
                "{shown} has a name that looks like a whole domain. Names are relative, so customers would be asked for {}.",
                code(&[&need.name, ".their-domain.example"].concat())
            ));
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

/// The kind of record that a text is the whole of.
fn whole(text: &str) -> Option<&'static str> {
    let start = text.trim_start().to_ascii_lowercase();
    let kinds = [("v=spf1", "SPF"), ("v=dmarc1", "DMARC"), ("v=dkim1", "DKIM")];
    kinds.into_iter().find(|(version, _)| start.starts_with(version)).map(|(_, kind)| kind)
}

/// It ends as domains do, and relative names don't.
fn is_whole(name: &str) -> bool {
    let end = name.rsplit_once('.').map_or("", |(_, end)| end);
    ["com", "net", "org", "example", "uk", "de", "eu", "io"]
        .iter()
        .any(|known| end.eq_ignore_ascii_case(known))
}

/// What the button says.
const LABEL: &str = "Check your DNS records";

fn attribute(text: &str) -> String {
    text.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;").replace('>', "&gt;")
}

/// A link for the source of a web page that looks like a button, wherever it stands.
pub fn html(address: &str) -> String {
    let style = "display:inline-block;padding:.7em 1.1em;border-radius:8px;background:#7a1f1c;color:#fff;text-decoration:none";
    format!("<a href=\"{}\" rel=\"noopener\" style=\"{style}\">{LABEL}</a>", attribute(address))
}

/// A link in Markdown.
pub fn markdown(address: &str) -> String {
    let address = address.replace('(', "%28").replace(')', "%29").replace(' ', "%20");
    format!("[{LABEL}]({address})")
}

/// The checklist itself, for the source of a web page: the script of the page at `address`, and the element.
pub fn embed(address: &str) -> String {
    let (page, link) = address.split_once('#').unwrap_or((address, ""));
    let folder = page.rsplit_once('/').map_or("", |(folder, _)| folder);
    format!(
        "<script type=\"module\" src=\"{}/waxseal-check.js\"></script>\n<waxseal-check link=\"#{}\"><a href=\"{}\">{LABEL}</a></waxseal-check>",
        attribute(folder),
        attribute(link),
        attribute(address)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft(needs: &[&str]) -> Draft {
        let mut draft = Draft { vendor: "Acme".into(), ..Draft::default() };
        for need in needs {
            draft.last += 1;
            draft.rows.push(Row::of(draft.last, &Need::read(need).unwrap()));
        }
        draft
    }

    const ONE_OF_EACH: [&str; 10] = [
        "TXT @ spf:include:a.example",
        "TXT s1._domainkey dkim",
        "TXT s2._domainkey dkim:MIG+f/=",
        "TXT _dmarc dmarc:p>=none,rua~a.example",
        "TXT a is: only 10 x ",
        "TXT a starts:spf:",
        "CNAME {t1}._domainkey {t1}.a.example",
        "MX b 10 mx.a.example",
        "MX c only 10 mx.a.example",
        "TXT d is:{token}",
    ];

    #[test]
    fn a_link_reads_back_to_the_same_list() {
        let mut first = draft(&ONE_OF_EACH);
        first.help = "https://help.example/x".into();
        first.set("t1", "ab".into());
        let made = first.made().unwrap();
        let again: Vec<String> = made.setup.needs.iter().map(ToString::to_string).collect();
        assert_eq!(again, ONE_OF_EACH);
        let mut second = Draft::default();
        assert_eq!(second.add(&made.link), ["Added 10 records to the list."]);
        assert_eq!(second.rows.iter().map(Row::line).collect::<Vec<_>>(), ONE_OF_EACH);
        assert_eq!(second.rows, first.rows);
        assert_eq!(second.made().unwrap(), made);
        // Every kind of row is among them.
        assert!(What::ALL.iter().all(|what| first.rows.iter().any(|row| row.what == *what)));
    }

    #[test]
    fn rows_come_and_go() {
        let mut draft = draft(&["TXT a is:1", "TXT b is:2", "TXT c is:3"]);
        draft.raise(3);
        assert_eq!(draft.rows.iter().map(|row| row.id).collect::<Vec<_>>(), [1, 3, 2]);
        draft.raise(1);
        assert_eq!((draft.remove(3), draft.remove(2), draft.remove(7)), (Some(2), Some(1), None));
        let id = draft.add_row();
        assert_eq!((id, draft.rows[1].name.as_str()), (4, "@"));
        assert!(draft.made().unwrap_err().starts_with("Record 2 of the list: "));
        draft.row(id).unwrap().value = "include:x.example".into();
        assert_eq!(
            draft.rows[1].says().unwrap(),
            "The SPF record at the domain itself has `include:x.example`, or lets the same servers send."
        );
        draft.row(id).unwrap().name = "a b".into();
        assert!(draft.rows[1].says().unwrap_err().contains("holds a blank"));
        assert_eq!((draft.remove(1), draft.remove(4)), (Some(4), None));
        assert!(draft.made().is_err(), "a link with nothing on its list");
    }

    #[test]
    fn what_is_pasted_is_added_once_and_told() {
        let mut draft = Draft { sample: "example.com".into(), ..Draft::default() };
        let article = "_a.example.com. IN TXT \"x\"\nwww.example.com. IN A 192.0.2.1";
        assert_eq!(
            draft.add(article),
            [
                "Added 1 record to the list.",
                "`A www 192.0.2.1` was left out: links ask for TXT, MX and CNAME alone."
            ]
        );
        assert_eq!(draft.add(article)[0], "All of these records are on the list already.");
        assert_eq!(draft.add(" "), ["No record was found in this text."]);
        draft.add("{\"providerName\": \"Acme\", \"records\": [{\"type\": \"TXT\", \"host\": \"b\", \"data\": \"%t%\"}]}");
        assert_eq!((draft.vendor.as_str(), draft.variables()), ("Acme", vec!["t".to_owned()]));
        draft.add("#/setup?for=Other&set.t=v&need=TXT%20c%20is:{t}");
        assert_eq!((draft.vendor.as_str(), draft.value("t"), draft.rows.len()), ("Acme", "v", 3));
    }

    #[test]
    fn variables_are_those_of_the_list() {
        let mut draft = draft(&["TXT {a} is:{b}{a}", "CNAME x.{c} {domain}"]);
        draft.set("b", " x ".into());
        draft.set("gone", "y".into());
        assert_eq!(draft.variables(), ["a", "b", "c"]);
        assert_eq!(draft.made().unwrap().setup.variables, [("b".to_owned(), "x".to_owned())]);
    }

    #[test]
    fn what_confuses_is_said() {
        let warned = |need: &str| draft(&[need]).made().unwrap().warnings;
        for (need, says) in [
            ("MX @ 10 mx.vendor.example", "own mail"),
            ("TXT @ is:v=spf1 include:x.example -all", "exact SPF"),
            ("TXT _dmarc is:v=DMARC1; p=none", "a DMARC record letter by letter"),
            ("TXT s._domainkey starts:v=DKIM1;", "a DKIM record letter by letter"),
            ("TXT _dmarc dmarc:p=none", "wants exactly `p=none`"),
            ("TXT _dmarc.acme.com is:x", "`_dmarc.acme.com.their-domain.example`"),
            ("TXT a is:{t}", "does not set `t`"),
        ] {
            assert!(warned(need)[0].contains(says), "{:?}", warned(need));
        }
        for need in
            ["MX b 10 mx.vendor.example", "TXT _dmarc dmarc:p>=none", "CNAME s1._domainkey s1.x.example"]
        {
            assert_eq!(warned(need), Vec::<String>::new());
        }
        let nobody = Draft { vendor: String::new(), ..draft(&["TXT a is:b"]) };
        assert_eq!(nobody.made().unwrap().warnings, ["The link does not say who asks."]);
    }

    #[test]
    fn what_stands_in_the_way_is_said() {
        let help = Draft { help: "http://x.example".into(), ..draft(&["TXT @ is:x"]) };
        assert!(help.made().unwrap_err().contains("https://"));
        let long = Draft { vendor: "x".repeat(61), ..draft(&["TXT @ is:x"]) };
        assert!(long.made().is_err());
    }

    #[test]
    fn the_forms_of_a_link_hold_no_markup_of_their_own() {
        let address = "https://x.example/a/index.html#/setup?for=a\"><b>&need=TXT%20@%20is:(x)";
        let html = html(address);
        assert!(html.contains("a&quot;&gt;&lt;b&gt;&amp;need=") && html.matches('<').count() == 2, "{html}");
        assert!(markdown(address).ends_with("is:%28x%29)"));
        let embed = embed(address);
        assert!(
            embed.starts_with(
                "<script type=\"module\" src=\"https://x.example/a/waxseal-check.js\"></script>\n"
            ),
            "{embed}"
        );
        assert!(
            embed.contains("<waxseal-check link=\"#/setup?for=a&quot;&gt;&lt;b&gt;&amp;need="),
            "{embed}"
        );
        assert_eq!(embed.matches('<').count(), 6, "{embed}");
    }
}

//! What a vendor's article asks its readers to publish: the needs that a link carries, held against a domain.
//!
//! The link's form is a contract with every article that holds one: `docs/linking.md`. The way through this folder:
//! [`link`] (a fragment to a [`Setup`] and back), [`mod@fill`] (variables), [`mod@check`] (what DNS holds, by meaning),
//! [`publish`] (what to enter), [`enter`] (in which field of the form), [`report`].

pub mod check;
pub mod enter;
pub mod fill;
pub mod import;
pub mod link;
pub mod need;
pub mod plain;
pub mod publish;
pub mod report;
pub mod sample;
pub mod status;
pub mod variables;
pub mod words;

use crate::dns::{DnsClient, Name};

pub use check::check;
pub use enter::{Field, fields, note};
pub use fill::{Refusal, Wanted, fill};
pub use import::{Imported, import};
pub use link::{format, parse};
pub use need::{Need, PolicyTag, ReportTag, TagTest, Test};
pub use report::{Alarm, NeedReport, Publish, SetupReport};
pub use status::Status;

/// What an SPF record would come to at a name, whether it stands there yet or not: how many lookups it needs, and why
/// receivers would give up on it, as a sentence.
pub async fn weigh<C: DnsClient>(client: &C, name: &Name, record: &str) -> (u32, Option<String>) {
    let reach = check::reach::reach(client, &check::reach::Budget::default(), name, record).await;
    (reach.lookups(), reach.trouble())
}

/// The version of the link's form, the only one so far.
pub const VERSION: u8 = 1;

/// What a vendor expects. Everything in it came with a link, and is text from a stranger.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Setup {
    /// Who asks, in the link's own words.
    pub vendor: Option<String>,
    /// The `https` address of the article.
    pub help: Option<String>,
    /// The domain to fill in for the reader, as the link has it.
    pub domain: Option<String>,
    /// What the variables stand for, in the order in which the link sets them.
    pub variables: Vec<(String, String)>,
    /// The records, in order.
    pub needs: Vec<Need>,
}

impl Setup {
    /// What a variable stands for; none where it is not set, or set to nothing.
    pub fn value(&self, variable: &str) -> Option<&str> {
        let set = self.variables.iter().find(|(name, _)| name == variable);
        set.map(|(_, value)| value.as_str()).filter(|value| !value.is_empty())
    }

    /// The variables that the needs hold and nobody has set, in the order in which they first stand there.
    pub fn missing(&self) -> Vec<String> {
        let mut out: Vec<String> = Vec::new();
        for text in self.needs.iter().flat_map(Need::texts) {
            for name in variables::names(text) {
                if name != variables::DOMAIN
                    && self.value(name).is_none()
                    && !out.iter().any(|known| known == name)
                {
                    out.push(name.to_owned());
                }
            }
        }
        out
    }

    /// The host of the article's address, as it is shown beside it.
    pub fn help_host(&self) -> Option<&str> {
        link::host(self.help.as_deref()?)
    }

    /// Gives each need the id that belongs to it: its type and its name, and a number where another has the same.
    pub fn number(&mut self) {
        for i in 0..self.needs.len() {
            let bare = self.needs[i].bare_id();
            let before = self.needs[..i].iter().filter(|need| need.bare_id() == bare).count();
            self.needs[i].id = if before == 0 { bare } else { format!("{bare}-{}", before + 1) };
        }
    }
}

/// Why a link can't be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetupError {
    /// One sentence.
    pub message: String,
    /// Where, in UTF-16 units of the link as given.
    pub at: usize,
}

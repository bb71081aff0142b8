//! One record that a vendor expects: `<type> <name> <test>`, as a link writes it.

mod read;

use std::fmt;

pub use read::Problem;
pub(super) use read::test as read_test;

use crate::dns::RecordType;
use crate::record::dmarc::Policy;

/// One record that is expected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Need {
    /// Its name among the needs of its link: type and name, as in `txt-_dmarc`.
    pub id: String,
    /// `@`, or a name relative to the reader's domain; may hold variables.
    pub name: String,
    /// What must hold.
    pub test: Test,
}

/// What must hold of a record. Texts are as the link has them, with their variables.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Test {
    /// TXT: the SPF record authorises what this mechanism does.
    Spf(String),
    /// TXT: a DKIM key that receivers can use; with a text, this key in base64.
    Dkim(Option<String>),
    /// TXT: a DMARC record of which all of these hold.
    Dmarc(Vec<TagTest>),
    /// TXT: this text.
    Is(String),
    /// TXT: a text that starts like this.
    Starts(String),
    /// MX
    Mx {
        /// No host may stand beside it that no need of the link names.
        only: bool,
        /// Lower numbers are tried first.
        preference: u16,
        /// The server.
        host: String,
    },
    /// CNAME: leads to this name.
    Cname(String),
}

/// What must hold of one tag of a DMARC record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TagTest {
    /// The tag has this value, without regard to case.
    Equals {
        /// In lower case.
        tag: String,
        /// As written.
        value: String,
    },
    /// The policy is this one or a stricter one, after `t=y` is applied.
    AtLeast(PolicyTag, Policy),
    /// Reports go to a host or below it, or to the whole address where it holds an `@`.
    Reports(ReportTag, String),
}

/// A tag that holds a policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PolicyTag {
    /// `p`
    Domain,
    /// `sp`
    Subdomains,
    /// `np`
    Nonexistent,
}

/// A tag that holds addresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReportTag {
    /// `rua`
    Aggregate,
    /// `ruf`
    Failure,
}

impl PolicyTag {
    /// As it is written.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Domain => "p",
            Self::Subdomains => "sp",
            Self::Nonexistent => "np",
        }
    }
}

impl ReportTag {
    /// As it is written.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Aggregate => "rua",
            Self::Failure => "ruf",
        }
    }
}

impl Test {
    /// The type of the record.
    pub const fn rtype(&self) -> RecordType {
        match self {
            Self::Spf(_) | Self::Dkim(_) | Self::Dmarc(_) | Self::Is(_) | Self::Starts(_) => RecordType::Txt,
            Self::Mx { .. } => RecordType::Mx,
            Self::Cname(_) => RecordType::Cname,
        }
    }

    /// The same with each of its texts changed.
    pub fn map(&self, change: impl Fn(&str) -> String) -> Self {
        match self {
            Self::Spf(text) => Self::Spf(change(text)),
            Self::Dkim(key) => Self::Dkim(key.as_deref().map(change)),
            Self::Dmarc(tests) => Self::Dmarc(
                tests
                    .iter()
                    .map(|test| match test {
                        TagTest::Equals { tag, value } => {
                            TagTest::Equals { tag: tag.clone(), value: change(value) }
                        }
                        TagTest::AtLeast(tag, policy) => TagTest::AtLeast(*tag, *policy),
                        TagTest::Reports(tag, to) => TagTest::Reports(*tag, change(to)),
                    })
                    .collect(),
            ),
            Self::Is(text) => Self::Is(change(text)),
            Self::Starts(text) => Self::Starts(change(text)),
            Self::Mx { only, preference, host } => {
                Self::Mx { only: *only, preference: *preference, host: change(host) }
            }
            Self::Cname(target) => Self::Cname(change(target)),
        }
    }

    /// Its texts, in order.
    fn texts(&self) -> Vec<&str> {
        match self {
            Self::Dkim(None) => Vec::new(),
            Self::Spf(text)
            | Self::Dkim(Some(text))
            | Self::Is(text)
            | Self::Starts(text)
            | Self::Mx { host: text, .. }
            | Self::Cname(text) => vec![text],
            Self::Dmarc(tests) => tests
                .iter()
                .filter_map(|test| match test {
                    TagTest::Equals { value, .. } => Some(value.as_str()),
                    TagTest::Reports(_, to) => Some(to.as_str()),
                    TagTest::AtLeast(..) => None,
                })
                .collect(),
        }
    }
}

impl Need {
    /// Reads `<type> <name> <test>`. Its id is the one that it has alone; see [`super::Setup::number`].
    ///
    /// # Errors
    /// What is wrong, and at which byte of the text.
    pub fn read(text: &str) -> Result<Self, Problem> {
        read::need(text)
    }

    /// The type of the record.
    pub const fn rtype(&self) -> RecordType {
        self.test.rtype()
    }

    /// The test as the link writes it.
    pub fn expects(&self) -> String {
        self.test.to_string()
    }

    /// Every text that may hold a variable, in order.
    pub fn texts(&self) -> Vec<&str> {
        let mut out = vec![self.name.as_str()];
        out.extend(self.test.texts());
        out
    }

    pub(super) fn bare_id(&self) -> String {
        format!("{}-{}", self.rtype(), self.name).to_ascii_lowercase()
    }
}

impl fmt::Display for TagTest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Equals { tag, value } => write!(f, "{tag}={value}"),
            Self::AtLeast(tag, policy) => write!(f, "{}>={}", tag.name(), policy.word()),
            Self::Reports(tag, to) => write!(f, "{}~{to}", tag.name()),
        }
    }
}

impl fmt::Display for Test {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Spf(mechanism) => write!(f, "spf:{mechanism}"),
            Self::Dkim(None) => f.write_str("dkim"),
            Self::Dkim(Some(key)) => write!(f, "dkim:{key}"),
            Self::Dmarc(tests) => {
                let tests: Vec<String> = tests.iter().map(ToString::to_string).collect();
                write!(f, "dmarc:{}", tests.join(","))
            }
            Self::Is(text) => write!(f, "is:{text}"),
            Self::Starts(text) => write!(f, "starts:{text}"),
            Self::Mx { only, preference, host } => {
                write!(f, "{}{preference} {host}", if *only { "only " } else { "" })
            }
            Self::Cname(target) => f.write_str(target),
        }
    }
}

impl fmt::Display for Need {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {}", self.rtype(), self.name, self.test)
    }
}

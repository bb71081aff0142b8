//! What `check_host()` did, step by step, for people.

use super::SpfResult;
use crate::text::Span;

/// How many steps are kept: what is left out would not be read, and a hostile record has thousands.
const STEPS: usize = 1000;

/// One step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The domain whose record is being read.
    pub domain: String,
    /// The record, at the step that finds it.
    pub record: Option<String>,
    /// The part of the record that this step is about.
    pub term: Option<String>,
    /// Where that part stands in the record.
    pub span: Option<Span>,
    /// What happens, as a sentence.
    pub says: String,
    /// How many records lead to this one by `include` or `redirect`.
    pub depth: u32,
    /// What comes of it.
    pub outcome: StepOutcome,
}

/// What comes of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepOutcome {
    /// A record is there to be read.
    Record,
    /// The steps that follow, one level deeper, tell.
    Asks,
    /// The part matches, so it decides.
    Match,
    /// The part does not match, so the next one is looked at.
    NoMatch,
    /// What is given along with a refusal.
    Explanation,
    /// The reading of a record ends in this.
    Result(SpfResult),
}

impl StepOutcome {
    /// As the JS API calls it.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Record => "record",
            Self::Asks => "asks",
            Self::Match => "match",
            Self::NoMatch => "no-match",
            Self::Explanation => "explanation",
            Self::Result(result) => result.id(),
        }
    }
}

/// The steps so far.
#[derive(Debug, Default)]
pub(super) struct Trace {
    steps: Vec<Step>,
    left_out: usize,
}

impl Trace {
    pub(super) fn push(&mut self, step: Step) {
        // What a record ends in is always kept: there are not many of them.
        if self.steps.len() < STEPS || matches!(step.outcome, StepOutcome::Result(_)) {
            self.steps.push(step);
        } else {
            self.left_out += 1;
        }
    }

    /// The steps, and how many more there were.
    pub(super) fn finish(self) -> (Vec<Step>, usize) {
        (self.steps, self.left_out)
    }
}

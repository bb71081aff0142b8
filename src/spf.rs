//! What receivers make of an SPF record for one message: `check_host()` (RFC 7208, section 4).
//!
//! Beside it stand what needs no message: the [`tree`] of all that a record leads to, the [`networks`] that it lets
//! send, and the [`origin`] of an address.

pub mod expand;
pub mod limits;
mod mechanism;
pub mod networks;
pub mod origin;
mod result;
mod sender;
pub mod trace;
pub mod tree;

use futures_util::FutureExt;
use futures_util::future::LocalBoxFuture;

pub use limits::Used;
pub use result::SpfResult;
pub use sender::Sender;
pub use trace::{Step, StepOutcome};

use crate::dns::{Absence, Clock, Data, DnsClient, Lookup, Name, NameProblem, Outcome, Question, RecordType};
use crate::record::Reading;
use crate::record::domain_spec::DomainSpec;
use crate::record::spf::{Spf, Term, TermKind};
use crate::text::Span;
use crate::text::prose::code;
use expand::{Purpose, Values};
use result::{closing, decided};
use sender::Identity;
use trace::Trace;

/// What a run needs beside the sender.
#[derive(Clone, Copy)]
pub struct Receiver<'a> {
    /// Its name, for `%{r}`; may be empty.
    pub name: &'a str,
    /// The time.
    pub clock: &'a dyn Clock,
}

/// What came of a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// What a receiver goes by.
    pub result: SpfResult,
    /// The domain's own words, where it refuses and gives some. Text from strangers.
    pub explanation: Option<String>,
    /// What was used of the limits.
    pub used: Used,
    /// What happened, in order.
    pub steps: Vec<Step>,
    /// How many more steps there were than are kept.
    pub steps_left_out: usize,
}

/// Evaluates the SPF record that applies to a sender, as a receiver does.
pub async fn check_host<C: DnsClient>(client: &C, sender: &Sender, receiver: Receiver<'_>) -> Run {
    let identity = Identity::new(sender);
    let started = receiver.clock.now();
    let mut evaluator = Evaluator {
        client,
        receiver,
        started,
        used: Used::default(),
        trace: Trace::default(),
        validated: None,
        path: Vec::new(),
        identity,
    };
    let domain = evaluator.identity.domain.clone();
    let checked = evaluator.start(&domain).await;
    let mut explanation = None;
    // RFC 7208 §6.2: the explanation is given with a fail, and with nothing else.
    if let (SpfResult::Fail, Some(source)) = (checked.result, checked.explanation) {
        explanation = evaluator.explain(&source).await;
    }
    let whole = Place { domain: &domain, record: "", depth: 0 };
    evaluator.say(whole, None, checked.result, closing(&domain, checked.result));
    let used = evaluator.used;
    let (steps, steps_left_out) = evaluator.trace.finish();
    Run { result: checked.result, explanation, used, steps, steps_left_out }
}

/// Why evaluation ends in the middle: `temperror` or `permerror`, and a sentence.
#[derive(Debug)]
struct Halt {
    result: SpfResult,
    says: String,
}

impl Halt {
    fn permanent(says: String) -> Self {
        Self { result: SpfResult::PermError, says }
    }

    fn temporary(says: String) -> Self {
        Self { result: SpfResult::TempError, says }
    }
}

/// What the record of a domain ends in.
#[derive(Debug)]
struct Checked {
    result: SpfResult,
    explanation: Option<Source>,
    /// There was no record, or the name can't have one.
    nothing_there: bool,
}

impl Checked {
    fn only(result: SpfResult) -> Self {
        Self { result, explanation: None, nothing_there: false }
    }
}

/// Where an explanation comes from.
#[derive(Debug)]
struct Source {
    domain: String,
    record: String,
    target: DomainSpec,
    term: Span,
    depth: u32,
}

/// The record that is being read.
#[derive(Clone, Copy)]
struct Place<'r> {
    domain: &'r str,
    record: &'r str,
    depth: u32,
}

struct Evaluator<'a, C> {
    client: &'a C,
    receiver: Receiver<'a>,
    started: u64,
    identity: Identity,
    used: Used,
    trace: Trace,
    /// The names of the address that lead back to it, once they were asked for.
    validated: Option<Vec<Name>>,
    /// The domains whose records are being read, each led to by the one before it.
    path: Vec<String>,
}

impl<C: DnsClient> Evaluator<'_, C> {
    /// The first record: what is no name that can have one gives `none`.
    async fn start(&mut self, domain: &str) -> Checked {
        let problem = match Name::literal(domain) {
            _ if domain.starts_with('[') => Some("is an address in brackets and no name"),
            // RFC 7208 §4.3: a name that is not well formed, or has one label alone, gives none.
            Ok(name) if name.depth() < 2 => Some("is one word alone and no full domain name"),
            Ok(_) => None,
            Err(NameProblem::Empty) => Some("is no name"),
            Err(NameProblem::EmptyLabel) => Some("has two dots side by side, so it can't be a name in DNS"),
            Err(NameProblem::LongLabel) => {
                Some("has a part of more than 63 characters, so it can't be in DNS")
            }
            Err(NameProblem::LongName) => Some("has more than 253 characters, so it can't be in DNS"),
            Err(NameProblem::NotAscii | NameProblem::BadEscape) => {
                Some("has letters that DNS holds in another form (`xn--…`)")
            }
        };
        if let Some(problem) = problem {
            let place = Place { domain, record: "", depth: 0 };
            self.say(place, None, SpfResult::None, format!("{} {problem}.", code(domain)));
            return Checked::only(SpfResult::None);
        }
        let mut void = true;
        self.check(domain.to_owned(), 0, &mut void).await
    }

    /// `check_host()` for one domain, and for all that its record leads to.
    fn check<'s>(
        &'s mut self,
        domain: String,
        depth: u32,
        void: &'s mut bool,
    ) -> LocalBoxFuture<'s, Checked> {
        async move {
            let place = Place { domain: &domain, record: "", depth };
            match self.fetch(place, void).await {
                Ok(Some(record)) => {
                    self.path.push(domain.to_ascii_lowercase());
                    let checked = self.evaluate(Place { record: &record, ..place }).await;
                    self.path.pop();
                    checked
                }
                Ok(None) => Checked { nothing_there: true, ..Checked::only(SpfResult::None) },
                Err(halt) => {
                    self.say(place, None, halt.result, halt.says);
                    Checked::only(halt.result)
                }
            }
        }
        .boxed_local()
    }

    /// The SPF record of a domain; none where it has none, which has been said then.
    async fn fetch(&mut self, place: Place<'_>, void: &mut bool) -> Result<Option<String>, Halt> {
        let domain = code(place.domain);
        let Ok(name) = Name::literal(place.domain) else {
            self.say(place, None, SpfResult::None, format!("{domain} can't be a name in DNS."));
            return Ok(None);
        };
        let lookup = self.ask(name, RecordType::Txt).await?;
        match &lookup.answer.outcome {
            Outcome::Found(_) => {}
            Outcome::Absent { what, .. } => {
                self.used.void(void)?;
                let says = match what {
                    // RFC 7208 §4.3: a domain that does not exist gives none.
                    Absence::NoSuchName => format!("{domain} does not exist."),
                    Absence::NoSuchType => format!("{domain} has no TXT records, so it has no SPF record."),
                };
                self.say(place, None, SpfResult::None, says);
                return Ok(None);
            }
            // RFC 7208 §4.4: any other trouble with DNS is a temperror.
            Outcome::Unknown(trouble) => {
                return Err(Halt::temporary(format!(
                    "The TXT records of {domain} could not be read: {}.",
                    trouble.words()
                )));
            }
        }
        let records: Vec<String> =
            lookup.found().filter(|data| is_spf(data)).filter_map(Data::text).collect();
        match records.as_slice() {
            // RFC 7208 §4.5: no record gives none, and more than one a permerror.
            [] => {
                self.say(place, None, SpfResult::None, format!("{domain} has no SPF record."));
                Ok(None)
            }
            [record] => {
                self.trace.push(Step {
                    domain: place.domain.to_owned(),
                    record: Some(record.clone()),
                    term: None,
                    span: None,
                    says: format!("{domain} has an SPF record: {}.", code(record)),
                    depth: place.depth,
                    outcome: StepOutcome::Record,
                });
                Ok(Some(record.clone()))
            }
            many => Err(Halt::permanent(format!(
                "{domain} has {} SPF records, and receivers accept only one.",
                many.len()
            ))),
        }
    }

    /// Reads a record from left to right until something decides.
    async fn evaluate(&mut self, place: Place<'_>) -> Checked {
        let spf = Spf::parse(place.record);
        // RFC 7208 §4.6: an error of syntax anywhere is a permerror, before anything is evaluated.
        if spf.reading() != Reading::Used || !place.record.is_ascii() {
            let bad = spf.terms.iter().find(|term| term.problem.is_some());
            let says = bad.map_or_else(
                || format!("The record of {} holds characters that SPF does not allow.", code(place.domain)),
                |term| format!("Receivers can't read {}.", code(term.span.text(place.record))),
            );
            self.say(place, bad.map(|term| term.span), SpfResult::PermError, says);
            return Checked::only(SpfResult::PermError);
        }
        match self.directives(place, &spf).await {
            Ok(checked) => checked,
            Err((halt, span)) => {
                self.say(place, span, halt.result, halt.says);
                Checked::only(halt.result)
            }
        }
    }

    async fn directives(&mut self, place: Place<'_>, spf: &Spf) -> Result<Checked, (Halt, Option<Span>)> {
        for term in spf.terms.iter().filter(|term| term.is_mechanism()) {
            let at = |halt| (halt, Some(term.span));
            if term.is_lookup() {
                self.used.lookup().map_err(at)?;
            }
            let (matches, says) = self.matches(place, term).await.map_err(at)?;
            if !matches {
                self.step(place, Some(term.span), StepOutcome::NoMatch, says);
                continue;
            }
            self.step(place, Some(term.span), StepOutcome::Match, says);
            // RFC 7208 §4.6.2: the first mechanism that matches decides, by its sign.
            let result = SpfResult::from(term.effect());
            if place.depth > 0 {
                self.say(place, None, result, decided(place.domain, result));
            }
            return Ok(Checked { explanation: source(place, spf), ..Checked::only(result) });
        }
        if let Some((_, term)) = spf.redirect() {
            return self.redirect(place, term).await.map_err(|halt| (halt, Some(term.span)));
        }
        // RFC 7208 §4.7: where nothing matches and there is no redirect, the result is neutral.
        let says = format!(
            "Nothing in the record of {} matches, so it says neither yes nor no.",
            code(place.domain)
        );
        self.say(place, None, SpfResult::Neutral, says);
        Ok(Checked::only(SpfResult::Neutral))
    }

    async fn redirect(&mut self, place: Place<'_>, term: &Term) -> Result<Checked, Halt> {
        self.used.lookup()?;
        let target = self.target(place, term.domain()).await?;
        let says = format!(
            "Nothing matches, so the record of {} is used instead.{}",
            code(&target.text),
            self.circle(&target.text)
        );
        self.step(place, Some(term.span), StepOutcome::Asks, says);
        let mut void = false;
        let checked = match target.name {
            Some(_) => self.check(target.text.clone(), place.depth + 1, &mut void).await,
            None => Checked { nothing_there: true, ..Checked::only(SpfResult::None) },
        };
        // RFC 7208 §6.1: a target without a record, or that can't be a name, is a permerror.
        if checked.nothing_there {
            return Err(Halt::permanent(format!("{} has no SPF record to use instead.", code(&target.text))));
        }
        // RFC 7208 §6.2: the explanation is that of the target, never that of the record that leads there.
        Ok(checked)
    }

    /// A sentence for a domain whose record is being read already: receivers go round until they reach a limit.
    fn circle(&self, domain: &str) -> &'static str {
        let domain = domain.to_ascii_lowercase();
        if self.path.contains(&domain) { " It leads back to itself, in a circle." } else { "" }
    }

    /// The name that a term asks about: its domain with macros replaced, or the current domain.
    async fn target(&mut self, place: Place<'_>, spec: Option<&DomainSpec>) -> Result<Target, Halt> {
        // RFC 7208 §4.8: without a domain-spec the target is the domain itself.
        let Some(spec) = spec else {
            return Ok(Target {
                text: place.domain.to_owned(),
                name: Name::literal(place.domain).ok(),
                never: false,
            });
        };
        let validated = self.validated_for(place.domain, spec).await?;
        let values = self.values(place.domain, validated.as_deref());
        let text = expand::expand(spec, place.record, &values, Purpose::Name);
        let never = expand::holds_odd_local_part(spec, &values);
        let name = if never { None } else { Name::literal(&text).ok() };
        Ok(Target { text, name, never })
    }

    /// The domain's own words for a refusal; none where there is any trouble with them.
    async fn explain(&mut self, source: &Source) -> Option<String> {
        let place = Place { domain: &source.domain, record: &source.record, depth: source.depth };
        // RFC 7208 §6.2: where the domain's explanation can't be had, it is as if there were none.
        let target = self.target(place, Some(&source.target)).await.ok()?;
        let lookup = self.ask(target.name?, RecordType::Txt).await.ok()?;
        let mut texts = lookup.found();
        let (text, None) = (texts.next()?.text()?, texts.next()) else { return None };
        // The explanation may name the validated name too.
        let validated = match text.to_ascii_lowercase().contains("%{p") {
            true => self.validated_name(&source.domain).await.ok()?,
            false => None,
        };
        let values = self.values(&source.domain, validated.as_deref());
        let explanation = expand::explanation(&text, &values)?;
        let says = format!("{} gives this reason: {}.", code(&source.domain), code(&explanation));
        self.step(place, Some(source.term), StepOutcome::Explanation, says);
        Some(explanation)
    }

    /// The validated name of the address, where a text needs it.
    async fn validated_for(&mut self, domain: &str, spec: &DomainSpec) -> Result<Option<String>, Halt> {
        use crate::record::domain_spec::MacroLetter::ValidatedName;
        if spec.macros().any(|expand| expand.letter == ValidatedName) {
            self.validated_name(domain).await
        } else {
            Ok(None)
        }
    }

    fn values<'v>(&'v self, domain: &'v str, validated: Option<&'v str>) -> Values<'v> {
        Values {
            local_part: &self.identity.local_part,
            sender_domain: &self.identity.sender_domain,
            domain,
            ip: self.identity.ip,
            validated,
            helo: &self.identity.helo,
            receiver: self.receiver.name,
            time: self.receiver.clock.now() / 1000,
        }
    }

    async fn ask(&self, name: Name, rtype: RecordType) -> Result<Lookup, Halt> {
        // RFC 7208 §4.6.4: at least 20 seconds are allowed for the whole, and more than that is a temperror.
        if self.receiver.clock.now().saturating_sub(self.started) > limits::TIME {
            let seconds = limits::TIME / 1000;
            return Err(Halt::temporary(format!(
                "DNS took more than {seconds} seconds, and receivers stop then."
            )));
        }
        Ok(self.client.ask(Question::new(name, rtype)).await)
    }

    fn step(&mut self, place: Place<'_>, span: Option<Span>, outcome: StepOutcome, says: String) {
        self.trace.push(Step {
            domain: place.domain.to_owned(),
            record: None,
            term: span.map(|span| span.text(place.record).to_owned()),
            span,
            says,
            depth: place.depth,
            outcome,
        });
    }

    fn say(&mut self, place: Place<'_>, span: Option<Span>, result: SpfResult, says: String) {
        self.step(place, span, StepOutcome::Result(result), says);
    }
}

/// What a term asks about.
#[derive(Debug)]
struct Target {
    /// As the macros give it.
    text: String,
    /// As DNS can be asked for it; none where it can't be.
    name: Option<Name>,
    /// It holds what stands before the `@` of this sender, and that can be in no name.
    never: bool,
}

/// RFC 7208 §4.5: exactly `v=spf1` in any case, then a space or the end.
fn is_spf(data: &Data) -> bool {
    let Data::Txt(strings) = data else { return false };
    let text = strings.concat();
    text.get(..6).is_some_and(|version| version.eq_ignore_ascii_case(b"v=spf1"))
        && matches!(text.get(6), None | Some(b' '))
}

fn source(place: Place<'_>, spf: &Spf) -> Option<Source> {
    let term = spf.terms.iter().find(|term| matches!(term.kind, TermKind::Exp(_)))?;
    Some(Source {
        domain: place.domain.to_owned(),
        record: place.record.to_owned(),
        target: term.domain()?.clone(),
        term: term.span,
        depth: place.depth,
    })
}

#[cfg(test)]
mod tests;

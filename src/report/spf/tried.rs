//! What receivers make of one server that sends for a domain.

use std::net::IpAddr;

use super::Verdict;
use crate::dns::{AnyClient, Clock, DnsClient, Name};
use crate::spf::limits;
use crate::spf::origin::{OriginState, origin};
use crate::spf::{Receiver, Run, Sender, SpfResult, StepOutcome, check_host};
use crate::text::count;
use crate::text::prose::code;

/// What came of one sender.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tried {
    /// The result, in a sentence.
    pub says: String,
    /// The word that mail headers use for it.
    pub result: &'static str,
    /// How it weighs.
    pub verdict: Verdict,
    /// What was used of the limits, in a sentence.
    pub used: String,
    /// What happened, in order.
    pub steps: Vec<StepLine>,
    /// How many more steps there were.
    pub steps_left_out: usize,
    /// The domain's own words on a refusal. Text from strangers.
    pub explanation: Option<String>,
    /// What the address is called, and whether the name leads back, in a sentence or two.
    pub origin: String,
    /// How that weighs.
    pub origin_verdict: Verdict,
}

/// One step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepLine {
    /// The domain whose record is being read. Text from strangers.
    pub domain: String,
    /// What happens, as a sentence.
    pub says: String,
    /// How many records lead there.
    pub depth: u32,
    /// What comes of it, as the JS API calls it.
    pub outcome: &'static str,
    /// It decides something.
    pub decides: bool,
}

/// Evaluates the record of a domain for one sender; `from` may be empty. The name of the address is asked for beside it.
pub async fn try_sender<C: DnsClient>(
    client: &C,
    domain: &Name,
    ip: IpAddr,
    from: &str,
    clock: &dyn Clock,
) -> Tried {
    let sender =
        Sender { ip, mail_from: from.to_owned(), helo: domain.to_string(), domain: Some(domain.to_string()) };
    let client: AnyClient<'_> = client;
    let run = check_host(&client, &sender, Receiver { name: "", clock });
    let (run, origin) = futures_util::future::join(run, origin(&client, ip)).await;
    let origin_verdict = match origin.state {
        OriginState::LeadsBack => Verdict::Good,
        OriginState::LeadsElsewhere | OriginState::NoName => Verdict::Warning,
        OriginState::Unknown(_) => Verdict::Unknown,
    };
    tried(run, domain, origin.says, origin_verdict)
}

fn tried(run: Run, domain: &Name, origin: String, origin_verdict: Verdict) -> Tried {
    let (says, verdict) = result(run.result, domain);
    let lookups = count(run.used.lookups as usize, "lookup", "lookups");
    let used = match run.used.void_lookups {
        _ if run.used.lookups > limits::LOOKUPS => {
            format!("Receivers make {} lookups at most, so they did not make the last one.", limits::LOOKUPS)
        }
        0 => format!("This took {lookups} of the {} that receivers make.", limits::LOOKUPS),
        void => format!(
            "This took {lookups} of the {} that receivers make; {void} of them asked for what is not there.",
            limits::LOOKUPS
        ),
    };
    let steps = run.steps.into_iter().map(|step| StepLine {
        domain: step.domain,
        says: step.says,
        depth: step.depth,
        outcome: step.outcome.id(),
        decides: matches!(step.outcome, StepOutcome::Match | StepOutcome::Result(_)),
    });
    Tried {
        says,
        result: run.result.id(),
        verdict,
        used,
        steps: steps.collect(),
        steps_left_out: run.steps_left_out,
        explanation: run.explanation,
        origin,
        origin_verdict,
    }
}

/// What receivers do (RFC 7208, section 8), the word of the standard last.
fn result(result: SpfResult, domain: &Name) -> (String, Verdict) {
    let domain = code(domain.as_str());
    match result {
        SpfResult::Pass => (format!("Receivers accept this server for {domain}: pass."), Verdict::Good),
        SpfResult::Fail => {
            (format!("Receivers may refuse this server's mail for {domain}: fail."), Verdict::Error)
        }
        SpfResult::SoftFail => {
            (format!("Receivers trust this server's mail for {domain} less: softfail."), Verdict::Warning)
        }
        SpfResult::Neutral => {
            (format!("{domain} says neither yes nor no about this server: neutral."), Verdict::Warning)
        }
        SpfResult::None => (format!("Receivers find no SPF record for {domain}: none."), Verdict::Warning),
        SpfResult::TempError => (
            format!("DNS did not answer all that receivers ask about {domain}: temperror."),
            Verdict::Unknown,
        ),
        SpfResult::PermError => {
            (format!("Receivers can't use the SPF record of {domain}: permerror."), Verdict::Error)
        }
    }
}

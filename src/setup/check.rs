//! Holding what a vendor expects against a domain: by meaning, and by the first status that applies.

mod apex;
mod cname;
pub(super) mod dkim;
pub(super) mod dmarc;
mod elsewhere;
pub(super) mod found;
mod mx;
pub(super) mod reach;
pub(super) mod spf;
mod text;

use futures_util::FutureExt;
use futures_util::future::{LocalBoxFuture, Shared, join, join_all};

use apex::Apex;
use found::Judged;
use reach::Budget;

use super::{Alarm, Refusal, Setup, SetupReport, Status, Test, Wanted, fill, publish};
use crate::dns::{AnyClient, DnsClient, Lookup, Name, Question, RecordType};
use crate::paste::Hints;
use crate::record::{Kind, Reading};
use crate::report::explain_records;
use crate::text::odd::tidied;
use crate::text::prose::code;

/// Checks everything that a setup expects of a domain.
///
/// # Errors
/// Nothing was asked: a variable has no value, or has one that does not fit.
pub async fn check<C: DnsClient>(client: &C, setup: &Setup, domain: &Name) -> Result<SetupReport, Refusal> {
    let wanted = fill(setup, domain)?;
    let client: AnyClient<'_> = client;
    let client = &client;
    let apex = apex::find(client, domain).boxed_local().shared();
    let around = Around { client, domain, apex, wanted: &wanted, budget: Budget::default() };
    let needs = join_all(wanted.iter().map(|one| around.judge(one)));
    let zone = async { around.apex.clone().await.zone(client).await };
    let (mut judged, zone) = join(needs, zone).await;
    for (one, judged) in wanted.iter().zip(&mut judged) {
        judged.notes.extend(around.alignment(one));
    }
    let alarms = around.alarms().await;
    let apex = around.apex.clone().await;
    let published = publish::all(&around, &apex.name, setup.vendor.as_deref(), &judged).await;
    Ok(SetupReport::new(setup, domain, zone, &wanted, judged, published, alarms))
}

/// What a need may look at beside its own answer.
pub struct Around<'a, C> {
    /// Whom to ask.
    pub client: &'a C,
    /// The reader's domain.
    pub domain: &'a Name,
    /// Where its zone starts, once that is known.
    pub apex: Shared<LocalBoxFuture<'a, Apex>>,
    /// All that the link expects.
    pub wanted: &'a [Wanted],
    /// What SPF records may still lead to.
    pub budget: Budget,
}

impl<C: DnsClient> Around<'_, C> {
    /// Asks for the records of a type at a name.
    pub async fn ask(&self, name: &Name, rtype: RecordType) -> Lookup {
        self.client.ask(Question::new(name.clone(), rtype)).await
    }

    /// The same for a name that is a guess: it can wait.
    async fn guess(&self, name: &Name, rtype: RecordType) -> Lookup {
        self.client.ask_later(Question::new(name.clone(), rtype)).await
    }

    async fn judge(&self, wanted: &Wanted) -> Judged {
        let lookup = self.ask(&wanted.name, wanted.test.rtype()).await;
        if let Some(trouble) = found::trouble(&lookup) {
            return Judged::unknown(&lookup, trouble);
        }
        let judged = match &wanted.test {
            Test::Spf(mechanism) => spf::judge(self, wanted, mechanism, &lookup).await,
            Test::Dkim(key) => dkim::judge(wanted, key.as_deref(), &lookup),
            Test::Dmarc(tests) => dmarc::judge(self, wanted, tests, &lookup).await,
            Test::Is(text) => text::judge(wanted, text::Expected { text, whole: true }, &lookup),
            Test::Starts(text) => text::judge(wanted, text::Expected { text, whole: false }, &lookup),
            Test::Mx { only, preference, host } => {
                let expected = mx::Expected { only: *only, preference: *preference, host };
                mx::judge(self, wanted, expected, &lookup).await
            }
            Test::Cname(target) => cname::judge(self, wanted, target, &lookup).await,
        };
        if judged.status != Status::Absent {
            return judged;
        }
        elsewhere::look(self, wanted, judged).await
    }

    /// What is known of the worth of an SPF part at the main domain: nothing, but where the link itself gives the
    /// vendor a return address below it (RFC 7489, section 3.1.2: SPF counts for the domain of that address).
    fn alignment(&self, wanted: &Wanted) -> Option<String> {
        let Test::Spf(mechanism) = &wanted.test else { return None };
        let below = self.wanted.iter().find(|other| {
            let takes_returns = |one: &&Wanted| one.name == other.name && matches!(one.test, Test::Mx { .. });
            other.name != wanted.name
                && other.name.is_within(&wanted.name)
                && matches!(&other.test, Test::Spf(same) if same == mechanism)
                && self.wanted.iter().any(|one| takes_returns(&one))
        })?;
        Some(format!(
            "Receivers look up SPF at the return address, and the link gives this mail one at {}. So this part at {} \
             counts only for mail that is sent without it.",
            code(below.name.as_str()),
            code(wanted.name.as_str())
        ))
    }

    /// Mail servers of the vendor at the main domain, where they would take the domain's own mail.
    async fn alarms(&self) -> Vec<Alarm> {
        let mut hosts = Vec::new();
        for wanted in self.wanted.iter().filter(|wanted| wanted.name != *self.domain) {
            if let Test::Mx { host, .. } = &wanted.test {
                hosts.push((wanted, host));
            }
        }
        if hosts.is_empty() {
            return Vec::new();
        }
        let mut tops = vec![self.domain.clone(), self.apex.clone().await.name];
        tops.dedup();
        let mut alarms = Vec::new();
        for top in tops {
            let servers = found::servers(&self.ask(&top, RecordType::Mx).await);
            let astray = hosts.iter().filter(|(_, host)| {
                servers.iter().any(|(_, server)| {
                    found::same_name(server.as_str(), host) && !self.wants_server(&top, server)
                })
            });
            alarms.extend(astray.map(|(wanted, host)| Alarm {
                need: wanted.need.id.clone(),
                says: format!(
                    "{top} itself has {} as a mail server, so mail to your own people can go there and be lost. It \
                     belongs at {} alone: take it away from {top} first.",
                    code(host),
                    code(wanted.name.as_str()),
                    top = code(top.as_str())
                ),
            }));
        }
        alarms
    }
}

/// The text with what can safely be repaired; none where that changes nothing.
fn repaired(kind: Kind, text: &str) -> Option<String> {
    let hints = Hints { kind: Some(kind), rtype: Some("TXT".to_owned()), name: None };
    let tidy = tidied(text).unwrap_or_else(|| text.to_owned());
    let report = explain_records(&tidy, &hints);
    let repaired = match report.records.as_slice() {
        [one] if one.record.kind() == kind => {
            let corrected = one.corrected.clone().unwrap_or_else(|| one.value.clone());
            if one.reading == Reading::Used { one.value.clone() } else { corrected }
        }
        _ => tidy,
    };
    (repaired != text).then_some(repaired)
}

/// The name is `wanted` with one of the domains put behind it, as DNS panels do where the dot at the end is missing.
fn doubled(found: &Name, wanted: &str, domains: &[&Name]) -> bool {
    let Ok(wanted) = Name::literal(wanted) else { return false };
    domains.iter().any(|domain| domain.child(wanted.as_str()).is_ok_and(|twice| twice == *found))
}

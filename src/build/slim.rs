//! An SPF record that needs more lookups than receivers make, brought under the limit step by step.
//!
//! Every step says what it saves, and what comes of all of them is worked out on the tree that DNS gave: which servers
//! could send before and can't afterwards is known, and not guessed.

use std::net::IpAddr;

use crate::providers::{Provider, bounces_elsewhere, by_spf_domain};
use crate::record::Spf;
use crate::record::spf::{Qualifier, TermKind};
use crate::spf::limits;
use crate::spf::networks::{AllowList, Network};
use crate::spf::tree::{Branch, State, Tree, Twig};
use crate::text::prose::code;
use crate::text::{Edit, apply_edits, count, list};

/// So many terms are looked at: a record that anyone keeps has fewer.
const TERMS: usize = 30;

/// So many networks may take the place of one term.
const NETWORKS: usize = 60;

/// So many networks are named in a sentence.
const NAMED: usize = 4;

/// What a step does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// Takes out a part that leads to nothing, or at which receivers give up.
    LeadsNowhere,
    /// Takes out a part whose servers another part lets in too.
    Double,
    /// Takes out a service that bounces at a name of its own.
    Unaligned,
    /// Puts the addresses of the domain's own servers in the place of `a` or `mx`.
    Own,
    /// Puts the networks of a service in the place of its name.
    Flatten,
}

/// One thing that can be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// What it does.
    pub what: What,
    /// The part that it is about. Text from strangers.
    pub term: String,
    /// The same as an order: `Take out …`.
    pub title: String,
    /// The reason, in a sentence or two.
    pub says: String,
    /// What it costs, in a sentence or two.
    pub price: Option<String>,
    /// How many lookups it saves.
    pub saves: u32,
    index: usize,
    edit: Edit,
}

impl Step {
    /// It lets nobody fall out who can send now.
    pub fn is_safe(&self) -> bool {
        matches!(self.what, What::LeadsNowhere | What::Double)
    }
}

/// A record with all that can be done about its lookups.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The record as it is.
    pub text: String,
    /// How many lookups it needs; at least, where it is not exact.
    pub lookups: u32,
    /// Nothing below it was left unread.
    pub exact: bool,
    /// What can be done, the steps that take nobody out first.
    pub steps: Vec<Step>,
    tree: Tree,
    allowed: AllowList,
}

/// What comes of some steps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slimmed {
    /// The new record.
    pub text: String,
    /// How many lookups it needs.
    pub lookups: u32,
    /// Who could send before and can't now, in sentences.
    pub lost: Vec<String>,
}

impl Slimmed {
    /// Receivers read it to its end.
    pub const fn fits(&self) -> bool {
        self.lookups <= limits::LOOKUPS
    }
}

impl Plan {
    /// Looks for what can be done; none where there is no record that receivers can read.
    pub fn of(tree: &Tree) -> Option<Self> {
        let (text, spf) = tree.root.record()?;
        let text = text.to_owned();
        let mut plan = Self {
            lookups: tree.lookups(),
            exact: tree.exact(),
            steps: Vec::new(),
            allowed: AllowList::new(tree),
            tree: tree.clone(),
            text,
        };
        let twigs: Vec<&Twig> = tree
            .root
            .twigs
            .iter()
            .filter(|twig| twig.reached && twig.total > 0)
            .filter(|twig| {
                spf.terms.get(twig.index).is_some_and(|term| {
                    term.effect() == Qualifier::Pass && !matches!(term.kind, TermKind::Redirect(_))
                })
            })
            .take(TERMS)
            .collect();
        let mut left = tree.clone();
        let mut taken: Vec<usize> = Vec::new();
        // From the end: of two parts that let the same servers in, the first stays.
        for twig in twigs.iter().rev() {
            if let Some(step) = plan.needless(twig, &mut left) {
                taken.push(twig.index);
                plan.steps.push(step);
            }
        }
        plan.steps.reverse();
        for twig in &twigs {
            if taken.contains(&twig.index) {
                continue;
            }
            let service = twig.target.as_deref().and_then(by_spf_domain);
            plan.steps.extend(service.and_then(|service| plan.unaligned(twig, service)));
            let own = plan.flattened(twig, service);
            plan.steps.extend(own);
        }
        plan.steps.sort_by_key(|step| match step.what {
            What::LeadsNowhere | What::Double => 0,
            What::Unaligned => 1,
            What::Own => 2,
            What::Flatten => 3,
        });
        Some(plan)
    }

    /// What comes of the steps with these numbers. Of two about one part, the first counts.
    pub fn after(&self, chosen: &[usize]) -> Slimmed {
        let mut edits: Vec<(usize, &Edit)> = Vec::new();
        for step in chosen.iter().filter_map(|at| self.steps.get(*at)) {
            match edits.iter_mut().find(|(index, _)| *index == step.index) {
                // To take a part out is more than to write it in another way.
                Some(known) if step.edit.text.is_empty() => known.1 = &step.edit,
                Some(_) => {}
                None => edits.push((step.index, &step.edit)),
            }
        }
        let edits: Vec<Edit> = edits.into_iter().map(|(_, edit)| edit.clone()).collect();
        let text = without_doubles(&apply_edits(&self.text, &edits));
        let tree = regrown(&self.tree, &text);
        let lost = lost(&self.allowed, &AllowList::new(&tree));
        Slimmed { lookups: tree.lookups(), lost: lost_words(&lost), text }
    }

    /// The numbers of the steps that take nobody out.
    pub fn safe(&self) -> Vec<usize> {
        self.steps.iter().enumerate().filter(|(_, step)| step.is_safe()).map(|(at, _)| at).collect()
    }

    fn take_out(&self, twig: &Twig, what: What, says: String, price: Option<String>) -> Step {
        Step {
            what,
            term: twig.text.clone(),
            title: ["Take out ", &code(&twig.text)].concat(),
            says,
            price,
            saves: twig.total,
            index: twig.index,
            edit: Edit::delete(crate::record::spf::with_gap(&self.text, twig.span)),
        }
    }

    /// A part that lets nobody send whom another part of `left` does not; `left` loses it.
    fn needless(&self, twig: &Twig, left: &mut Tree) -> Option<Step> {
        let term = code(&twig.text);
        let child = twig.child.as_deref();
        let (what, says) = match child.map(|child| (&child.state, child)) {
            Some((State::NoSuchName | State::NoRecord | State::NotAName | State::Loop, child)) => {
                let why = child.says().unwrap_or_default();
                let says = [&why, " Receivers give up when they come to ", &term, "."];
                (What::LeadsNowhere, says.concat())
            }
            _ if twig.void.is_always() && child.is_none() => (
                What::LeadsNowhere,
                [term.as_str(), " finds no server, and costs a lookup all the same."].concat(),
            ),
            _ => {
                // Of what was not read whole, nobody knows whom it lets send.
                twig.exact().then_some(())?;
                let alone = AllowList::new(&alone(&self.tree, twig));
                (alone.not_listed.is_empty() && !alone.networks.is_empty()).then_some(())?;
                let text = left.root.record()?.0.to_owned();
                let at = left.root.twigs.iter().find(|own| own.text == twig.text)?;
                let rest = apply_edits(&text, &[Edit::delete(crate::record::spf::with_gap(&text, at.span))]);
                let rest = regrown(left, &rest);
                if !lost(&AllowList::new(left), &AllowList::new(&rest)).is_empty() {
                    return None;
                }
                *left = rest;
                (
                    What::Double,
                    ["Every server that ", &term, " lets send is let in by another part too."].concat(),
                )
            }
        };
        Some(self.take_out(twig, what, says, None))
    }

    fn unaligned(&self, twig: &Twig, service: &Provider) -> Option<Step> {
        twig.child.as_deref().filter(|_| bounces_elsewhere(service))?;
        let says = [
            service.name,
            " seldom puts your domain into the return address, and receivers check SPF there. For such mail this part does \
             nothing.",
        ]
        .concat();
        let price =
            "Turn DKIM on there first. Keep this part if your return address there is at your domain itself.";
        Some(self.take_out(twig, What::Unaligned, says, Some(price.to_owned())))
    }

    /// The networks in the place of a part, where they can be listed.
    fn flattened(&self, twig: &Twig, service: Option<&Provider>) -> Option<Step> {
        twig.exact().then_some(())?;
        let allowed = AllowList::new(&alone(&self.tree, twig));
        let is_whole = allowed.not_listed.is_empty() && allowed.exceptions.is_empty();
        if !is_whole || allowed.networks.is_empty() || allowed.networks.len() > NETWORKS {
            return None;
        }
        let terms: Vec<String> = allowed.networks.iter().map(term_of).collect();
        let text = terms.join(" ");
        let networks = count(terms.len(), "network", "networks");
        let more = text.len().saturating_sub(twig.text.len());
        let longer =
            if more == 0 { String::new() } else { format!(" The record grows by {more} characters.") };
        let (what, says, price) = if twig.child.is_none() {
            let says =
                [&code(&twig.text), " stands for ", &networks, ", which can be written down."].concat();
            (
                What::Own,
                says,
                format!("When these servers move, you have to write the new addresses in.{longer}"),
            )
        } else {
            let who = match service {
                Some(service) => service.name.to_owned(),
                None => code(twig.target.as_deref().unwrap_or_default()),
            };
            let what_can = if terms.len() == 1 { "It can" } else { "They can" };
            let says = [
                who.as_str(),
                " sends from ",
                &networks,
                " today. ",
                what_can,
                " take the place of its name.",
            ]
            .concat();
            let price = format!(
                "{who} moves its servers without telling you. Compare the networks every week: mail from a new one fails.{longer}"
            );
            (What::Flatten, says, price)
        };
        Some(Step {
            what,
            term: twig.text.clone(),
            title: ["Put ", &networks, " in the place of ", &code(&twig.text)].concat(),
            says,
            price: Some(price),
            saves: twig.total,
            index: twig.index,
            edit: Edit::replace(twig.span, text),
        })
    }
}

fn term_of(network: &Network) -> String {
    let name = if network.net.addr().is_ipv4() { "ip4:" } else { "ip6:" };
    [name, &network.shown()].concat()
}

/// A network that was written down for two parts stands there once.
fn without_doubles(text: &str) -> String {
    let spf = Spf::parse(text);
    let mut seen: Vec<&str> = Vec::new();
    let mut edits = Vec::new();
    for term in &spf.terms {
        let words = term.span.text(text);
        if matches!(term.kind, TermKind::Ip4(_) | TermKind::Ip6(_)) {
            if seen.contains(&words) {
                edits.push(Edit::delete(crate::record::spf::with_gap(text, term.span)));
            }
            seen.push(words);
        }
    }
    apply_edits(text, &edits)
}

/// The tree for another text of the same record: the parts that stayed lead where they led.
fn regrown(tree: &Tree, text: &str) -> Tree {
    let spf = Spf::parse(text);
    let mut left: Vec<&Twig> = tree.root.twigs.iter().collect();
    let mut twigs: Vec<Twig> = Vec::new();
    for (index, term) in spf.terms.iter().enumerate() {
        let words = term.span.text(text);
        if let Some(at) = left.iter().position(|twig| twig.text == words) {
            twigs.push(Twig { index, span: term.span, ..left.remove(at).clone() });
        }
    }
    let lookups = twigs.iter().map(|twig| twig.total).sum();
    let exact = twigs.iter().all(Twig::exact);
    let state = State::Record { value: text.to_owned(), spf };
    let root = Branch { domain: tree.root.domain.clone(), lookup: None, state, twigs, lookups, exact };
    Tree { root, void_lookups: tree.void_lookups, unknown: Vec::new(), cut_off: tree.cut_off }
}

/// The tree of a record that holds one part alone.
fn alone(tree: &Tree, twig: &Twig) -> Tree {
    regrown(tree, &["v=spf1 ", &twig.text].concat())
}

/// The networks of `before` that `after` does not hold. Both lists are as few networks as can be, so that one network lies
/// in one other.
fn lost<'a>(before: &'a AllowList, after: &AllowList) -> Vec<&'a Network> {
    if after.is_everyone() {
        return Vec::new();
    }
    let key = |network: &Network| network.net.network();
    let holds = |network: &Network| {
        let at = after.networks.partition_point(|other| key(other) <= key(network));
        at.checked_sub(1)
            .and_then(|at| after.networks.get(at))
            .is_some_and(|other| other.net.contains(&network.net))
    };
    before.networks.iter().filter(|network| !holds(network)).collect()
}

fn lost_words(lost: &[&Network]) -> Vec<String> {
    if lost.is_empty() {
        return Vec::new();
    }
    let mut names: Vec<String> = lost.iter().take(NAMED).map(|network| code(&network.shown())).collect();
    let more = lost.len().saturating_sub(NAMED);
    if more > 0 {
        names.push(count(more, "more network", "more networks"));
    }
    let is_one_address = |network: &&Network| {
        matches!((network.net.addr(), network.net.prefix_len()), (IpAddr::V4(_), 32) | (IpAddr::V6(_), 128))
    };
    let what = if lost.iter().all(is_one_address) { "Mail from " } else { "Mail from the servers in " };
    vec![[what, &list(&names), " is allowed now, and would not be any more."].concat()]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dns::Zone;
    use crate::spf::tree::tree;
    use futures_util::FutureExt;

    const ZONE: &str = r#"
        a.example TXT "v=spf1 a mx include:big.example include:gone.example a:none.example include:sendgrid.net include:part.example include:%{i}.dyn.example ip4:203.0.113.0/24 ~all"
        a.example A 192.0.2.1
        a.example MX 10 a.example
        big.example TXT "v=spf1 include:part.example include:more.example -all"
        part.example TXT "v=spf1 ip4:198.51.100.0/25 -all"
        more.example TXT "v=spf1 ip4:198.51.100.128/25 -all"
        sendgrid.net TXT "v=spf1 ip4:192.0.2.128/25 -all"
    "#;

    fn plan(zone: &str) -> Plan {
        let zone = Zone::parse(zone).unwrap();
        let tree = tree(&zone, &"a.example".parse().unwrap()).now_or_never().unwrap();
        Plan::of(&tree).unwrap()
    }

    fn titles(plan: &Plan) -> Vec<(&str, u32)> {
        plan.steps.iter().map(|step| (step.title.as_str(), step.saves)).collect()
    }

    #[test]
    fn each_step_says_what_it_saves() {
        let plan = plan(ZONE);
        assert_eq!(plan.lookups, 10);
        assert_eq!(
            titles(&plan),
            [
                ("Take out `mx`", 1),
                ("Take out `include:gone.example`", 1),
                ("Take out `a:none.example`", 1),
                ("Take out `include:part.example`", 1),
                ("Take out `include:sendgrid.net`", 1),
                ("Put 1 network in the place of `a`", 1),
                ("Put 1 network in the place of `include:big.example`", 3),
                ("Put 1 network in the place of `include:sendgrid.net`", 1),
            ]
        );
        assert!(plan.steps.iter().filter(|step| !step.is_safe()).all(|step| step.price.is_some()));
    }

    #[test]
    fn what_comes_of_the_steps_is_worked_out() {
        let plan = plan(ZONE);
        let safe = plan.after(&plan.safe());
        assert_eq!((safe.lookups, safe.lost.len()), (6, 0));
        assert_eq!(
            safe.text,
            "v=spf1 a include:big.example include:sendgrid.net include:%{i}.dyn.example ip4:203.0.113.0/24 ~all"
        );
        let all: Vec<usize> = (0..plan.steps.len()).collect();
        let all = plan.after(&all);
        assert_eq!(
            all.text,
            "v=spf1 ip4:192.0.2.1 ip4:198.51.100.0/24 include:%{i}.dyn.example ip4:203.0.113.0/24 ~all"
        );
        assert_eq!(
            all.lost,
            ["Mail from the servers in `192.0.2.128/25` is allowed now, and would not be any more."]
        );
        assert!(all.fits());
        assert_eq!(plan.after(&[]).text, plan.text);
        assert_eq!(plan.after(&[99]).lookups, 10);
    }

    #[test]
    fn of_two_parts_with_the_same_servers_one_stays() {
        let plan =
            plan("a.example TXT \"v=spf1 a a:b.example -all\"\na.example A 192.0.2.1\nb.example A 192.0.2.1");
        assert_eq!(titles(&plan)[0], ("Take out `a:b.example`", 1));
        assert_eq!(plan.steps.iter().filter(|step| step.is_safe()).count(), 1);
        let both = plan.after(&[0, 1]);
        assert_eq!((both.text.as_str(), both.lost.len()), ("v=spf1 ip4:192.0.2.1 -all", 0));
    }

    #[test]
    fn what_could_not_be_asked_is_not_taken_out() {
        let plan = plan(
            "a.example TXT \"v=spf1 include:slow.example a:late.example -all\"\nslow.example TXT !timeout\nlate.example A !timeout",
        );
        assert!(plan.steps.is_empty(), "{:?}", titles(&plan));
        assert!(!plan.exact);
    }
}

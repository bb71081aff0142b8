//! Zones in memory: a client that needs no network, for tests and for examples.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Absence, Answer, Data, DnsClient, Found, Lookup, Name, Outcome, Question, RecordType, Trouble};

/// How long what it says may be kept, where a record does not say so.
const TTL: u32 = 3600;

/// How many aliases are followed.
const ALIASES: usize = 16;

/// Names with their records and with the trouble that asking for them brings.
#[derive(Clone, Debug, Default)]
pub struct Zone {
    names: BTreeMap<Name, Node>,
    /// Everything at and below these is signed.
    signed: Vec<Name>,
    title: Arc<str>,
}

#[derive(Clone, Debug, Default)]
struct Node {
    records: Vec<Found>,
    /// For one type, or for every type of which no record is there.
    trouble: Vec<(Option<RecordType>, Trouble)>,
    /// The name does not exist, and whoever asks is told so in the way of RFC 9824.
    nxname: bool,
}

impl Zone {
    /// A zone without names; `title` is what its lookups give as the resolver.
    pub fn new(title: &str) -> Self {
        Self { names: BTreeMap::new(), signed: Vec::new(), title: Arc::from(title) }
    }

    /// Reads one record from each line, as `name [ttl] [IN] type data`; `name type !timeout` is trouble, and `*`
    /// for a type every type of which the name has no record. `name * !nxname` is a name that does not exist, denied as
    /// if it did (RFC 9824). `name * !signed` signs everything at and below a name, and the root is signed by itself. What follows a `;` at the start of a word outside
    /// of quotes is a comment. Names are whole, with or without a dot at their end.
    ///
    /// # Errors
    /// The first line that can't be read.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut zone = Self::new("zone");
        for line in text.lines() {
            let line = without_comment(line).trim();
            if !line.is_empty() {
                zone.add_line(line).ok_or_else(|| line.to_owned())?;
            }
        }
        Ok(zone)
    }

    /// Gives the zone another title.
    #[must_use]
    pub fn titled(mut self, title: &str) -> Self {
        self.title = Arc::from(title);
        self
    }

    /// Adds a record.
    pub fn add(&mut self, name: Name, ttl: u32, data: Data) {
        self.names.entry(name).or_default().records.push(Found { ttl, data });
    }

    /// From now on whoever asks for this type, or for any type that has no record here, meets trouble.
    pub fn fail(&mut self, name: Name, rtype: Option<RecordType>, trouble: Trouble) {
        self.names.entry(name).or_default().trouble.push((rtype, trouble));
    }

    /// The names that have a record or trouble, in order.
    pub fn names(&self) -> impl Iterator<Item = &Name> {
        self.names.keys()
    }

    /// What the zone says, at once.
    pub fn answer(&self, question: &Question) -> Answer {
        let mut answer = self.unsigned(question);
        let is_signed =
            |name: &Name| name.is_root() || self.signed.iter().any(|signed| name.is_within(signed));
        answer.authenticated = !matches!(answer.outcome, Outcome::Unknown(_))
            && is_signed(&question.name)
            && answer.aliases.iter().all(is_signed);
        answer
    }

    fn unsigned(&self, question: &Question) -> Answer {
        let mut name = question.name.clone();
        let mut aliases = Vec::new();
        let mut ttl = u32::MAX;
        while aliases.len() <= ALIASES {
            let Some(node) = self.node(&name) else {
                return self.absent(&name, aliases);
            };
            let of_type = |rtype: RecordType| node.records.iter().filter(move |r| r.data.rtype() == rtype);
            let mut records: Vec<Found> = of_type(question.rtype).cloned().collect();
            if !records.is_empty() {
                for record in &mut records {
                    record.ttl = record.ttl.min(ttl);
                }
                return Answer { aliases, ..Answer::new(Outcome::Found(records)) };
            }
            let here =
                |(rtype, _): &&(Option<RecordType>, Trouble)| rtype.is_none_or(|r| r == question.rtype);
            if let Some((_, trouble)) = node.trouble.iter().find(here) {
                return Answer { aliases, ..Answer::unknown(*trouble) };
            }
            // RFC 1034 §3.6.2: a question for another type than CNAME is asked again at the alias's target.
            let target = of_type(RecordType::Cname).find_map(|record| match &record.data {
                Data::Cname(target) => Some((target.clone(), record.ttl)),
                _ => None,
            });
            let Some((target, alias_ttl)) = target else {
                return self.absent(&name, aliases);
            };
            ttl = ttl.min(alias_ttl);
            name = target.clone();
            aliases.push(target);
        }
        Answer::unknown(Trouble::ServerFailure)
    }

    fn add_line(&mut self, line: &str) -> Option<()> {
        let (name, mut rest) = word(line)?;
        let name: Name = name.parse().ok()?;
        let mut ttl = TTL;
        loop {
            let (next, after) = word(rest)?;
            rest = after;
            if let Ok(seconds) = next.parse() {
                ttl = seconds;
            } else if !next.eq_ignore_ascii_case("IN") {
                if (next, rest.trim()) == ("*", "!signed") {
                    self.signed.push(name);
                    return Some(());
                }
                if (next, rest.trim()) == ("*", "!nxname") {
                    self.names.entry(name).or_default().nxname = true;
                    return Some(());
                }
                let rtype = if next == "*" { None } else { Some(next.parse::<RecordType>().ok()?) };
                if let Some(trouble) = rest.trim().strip_prefix('!') {
                    self.fail(name, rtype, trouble_by_id(trouble)?);
                } else {
                    self.add(name, ttl, Data::parse(rtype?, rest)?);
                }
                return Some(());
            }
        }
    }

    /// What stands at a name, or at the wildcard that covers it (RFC 4592, section 3.3.1).
    fn node(&self, name: &Name) -> Option<&Node> {
        if let Some(node) = self.names.get(name) {
            return Some(node);
        }
        let mut above = name.parent();
        while let Some(encloser) = above.filter(|_| !self.has_below(name)) {
            if let Some(node) = encloser.child("*").ok().and_then(|wildcard| self.names.get(&wildcard)) {
                return Some(node);
            }
            if self.names.contains_key(&encloser) || self.has_below(&encloser) {
                return None;
            }
            above = encloser.parent();
        }
        None
    }

    fn has_below(&self, name: &Name) -> bool {
        self.names.keys().any(|other| other != name && other.is_within(name))
    }

    fn absent(&self, name: &Name, aliases: Vec<Name>) -> Answer {
        let exists = self.node(name).is_some() || self.has_below(name);
        let what = if exists { Absence::NoSuchType } else { Absence::NoSuchName };
        let nxname = self.node(name).is_some_and(|node| node.nxname);
        Answer { aliases, nxname, ..Answer::new(Outcome::Absent { what, ttl: Some(TTL) }) }
    }
}

impl DnsClient for Zone {
    async fn ask(&self, question: Question) -> Lookup {
        let answer = self.answer(&question);
        Lookup::new(question, answer, self.title.clone())
    }
}

fn word(text: &str) -> Option<(&str, &str)> {
    let text = text.trim_start();
    let end = text.find(char::is_whitespace).unwrap_or(text.len());
    (end > 0).then(|| text.split_at(end))
}

fn without_comment(line: &str) -> &str {
    let (mut quoted, mut escaped, mut after_blank) = (false, false, true);
    for (at, c) in line.char_indices() {
        match c {
            ';' if !quoted && after_blank => return &line[..at],
            '"' if !escaped => quoted = !quoted,
            _ => {}
        }
        escaped = c == '\\' && !escaped;
        after_blank = c.is_whitespace();
    }
    line
}

fn trouble_by_id(id: &str) -> Option<Trouble> {
    let all = [
        Trouble::Timeout,
        Trouble::BlockedOrUnreachable,
        Trouble::HttpError(500),
        Trouble::ServerFailure,
        Trouble::Refused,
        Trouble::BadAnswer,
        Trouble::DnssecBroken,
    ];
    all.into_iter().find(|trouble| trouble.id() == id.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "
        ; a comment
        example.com.      300 IN TXT \"v=spf1 ; -all\" ; another
        example.com           MX  10 mail.example.com.
        www.example.com   60     CNAME web.example.com
        web.example.com          A   192.0.2.1
        a.b.example.com          A   192.0.2.2
        *.wild.example.com       TXT \"yes\"
        one.wild.example.com     A   192.0.2.3
        round.example.com        CNAME round.example.com
        away.example.com         CNAME nowhere.example.net
        slow.example.com         TXT !timeout
        slow.example.com         A   192.0.2.4
        dark.example.com         *   !refused
        dark.example.com         A   192.0.2.5
        gone.example.com         *   !nxname
    ";

    fn ask(name: &str, rtype: RecordType) -> Answer {
        let question = Question::new(name.parse().unwrap(), rtype);
        Zone::parse(TEXT).unwrap().answer(&question)
    }

    fn absence(name: &str, rtype: RecordType) -> Option<Absence> {
        match ask(name, rtype).outcome {
            Outcome::Absent { what, .. } => Some(what),
            Outcome::Found(_) | Outcome::Unknown(_) => None,
        }
    }

    #[test]
    fn records_are_found() {
        let answer = ask("EXAMPLE.com", RecordType::Txt);
        assert_eq!(
            answer.outcome,
            Outcome::Found(vec![Found { ttl: 300, data: Data::txt("v=spf1 ; -all") }])
        );
        let answer = ask("www.example.com", RecordType::A);
        assert_eq!(answer.aliases, ["web.example.com".parse().unwrap()]);
        assert_eq!(answer.ttl(), Some(60));
        assert!(matches!(ask("two.wild.example.com", RecordType::Txt).outcome, Outcome::Found(_)));
        assert!(matches!(ask("www.example.com", RecordType::Cname).outcome, Outcome::Found(_)));
    }

    #[test]
    fn absence_is_of_two_kinds() {
        assert_eq!(absence("example.com", RecordType::A), Some(Absence::NoSuchType));
        assert_eq!(absence("b.example.com", RecordType::A), Some(Absence::NoSuchType));
        assert_eq!(absence("c.b.example.com", RecordType::A), Some(Absence::NoSuchName));
        assert_eq!(absence("two.wild.example.com", RecordType::A), Some(Absence::NoSuchType));
        assert_eq!(absence("one.wild.example.com", RecordType::Txt), Some(Absence::NoSuchType));
        assert_eq!(absence("x.one.wild.example.com", RecordType::Txt), Some(Absence::NoSuchName));
        assert_eq!(absence("away.example.com", RecordType::A), Some(Absence::NoSuchName));
        assert_eq!(absence("gone.example.com", RecordType::A), Some(Absence::NoSuchType));
        assert!(ask("gone.example.com", RecordType::A).nxname && !ask("example.com", RecordType::A).nxname);
    }

    #[test]
    fn trouble_is_neither() {
        let trouble = |name, rtype| match ask(name, rtype).outcome {
            Outcome::Unknown(trouble) => Some(trouble),
            Outcome::Found(_) | Outcome::Absent { .. } => None,
        };
        assert_eq!(trouble("slow.example.com", RecordType::Txt), Some(Trouble::Timeout));
        assert_eq!(trouble("slow.example.com", RecordType::A), None);
        assert_eq!(trouble("dark.example.com", RecordType::Mx), Some(Trouble::Refused));
        assert_eq!(trouble("dark.example.com", RecordType::A), None);
        assert_eq!(trouble("round.example.com", RecordType::A), Some(Trouble::ServerFailure));
    }

    #[test]
    fn signatures_hold_for_all_that_leads_to_an_answer() {
        let text =
            "a.example A 192.0.2.1\nx.a.example CNAME b.example\nb.example A 192.0.2.2\na.example * !signed";
        let zone = Zone::parse(text).unwrap();
        let is_signed =
            |name: &str| zone.answer(&Question::new(name.parse().unwrap(), RecordType::A)).authenticated;
        assert!(is_signed("a.example") && is_signed("none.a.example") && is_signed("."));
        assert!(!is_signed("b.example") && !is_signed("x.a.example"));
    }

    #[test]
    fn a_line_that_can_t_be_read_is_named() {
        assert_eq!(Zone::parse("a.example A 192.0.2").unwrap_err(), "a.example A 192.0.2");
        assert!(Zone::parse("a.example").is_err());
    }
}

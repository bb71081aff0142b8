//! What the answer section of a response comes to, whatever brought it.

use super::{Absence, Answer, Data, Found, Name, Outcome, Question, RecordType, Trouble};

/// Reads a response code with the records of an answer section, each with its owner. Of these, the aliases that lead
/// on from the name asked for count, and the records of the type asked for at their end.
///
/// None where the aliases go in a circle.
pub fn read(question: &Question, rcode: u16, records: Vec<(Name, Found)>) -> Option<Answer> {
    let mut answer = Answer::new(match rcode {
        0 => Outcome::Absent { what: Absence::NoSuchType, ttl: None },
        3 => Outcome::Absent { what: Absence::NoSuchName, ttl: None },
        5 => Outcome::Unknown(Trouble::Refused),
        _ => Outcome::Unknown(Trouble::ServerFailure),
    });
    answer.rcode = rcode;
    if matches!(answer.outcome, Outcome::Unknown(_)) {
        return Some(answer);
    }
    let (owner, ttl) = follow(question, &records, &mut answer.aliases)?;
    let found: Vec<Found> = records
        .into_iter()
        .filter(|(name, record)| *name == owner && record.data.rtype() == question.rtype)
        .map(|(_, record)| Found { ttl: record.ttl.min(ttl), data: record.data })
        .collect();
    if !found.is_empty() {
        answer.outcome = Outcome::Found(found);
    }
    Some(answer)
}

/// Where the aliases lead: the last name, and the shortest TTL on the way.
fn follow(question: &Question, records: &[(Name, Found)], aliases: &mut Vec<Name>) -> Option<(Name, u32)> {
    let (mut owner, mut ttl) = (question.name.clone(), u32::MAX);
    if question.rtype == RecordType::Cname {
        return Some((owner, ttl));
    }
    // RFC 1034 §3.6.2: a name that is an alias has no other data, so the chain is followed to its end.
    while let Some((target, seconds)) = records.iter().find_map(|(name, record)| match &record.data {
        Data::Cname(target) if *name == owner => Some((target, record.ttl)),
        _ => None,
    }) {
        if aliases.contains(target) || *target == question.name {
            return None;
        }
        ttl = ttl.min(seconds);
        owner = target.clone();
        aliases.push(target.clone());
    }
    Some((owner, ttl))
}

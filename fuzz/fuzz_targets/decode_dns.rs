//! Any bytes, taken for a DNS answer: nothing panics, aliases end, and what is found is of the type asked for.

#![no_main]

use libfuzzer_sys::fuzz_target;
use waxseal::dns::{Outcome, Question, RecordType, wire};

const TYPES: [RecordType; 10] = [
    RecordType::A,
    RecordType::Ns,
    RecordType::Cname,
    RecordType::Soa,
    RecordType::Ptr,
    RecordType::Mx,
    RecordType::Txt,
    RecordType::Aaaa,
    RecordType::Tlsa,
    RecordType::Other(65280),
];

fuzz_target!(|bytes: &[u8]| {
    for rtype in TYPES {
        let question = Question::new("a.example".parse().unwrap(), rtype);
        // The head of an answer to this question, so that the fuzzer need not find it; then the bytes as they are.
        let mut message = wire::encode(&question);
        message.truncate(12 + 11 + 4);
        message[2] = 0x81;
        message[3] = 0x80;
        (message[7], message[9], message[11]) = (2, 1, 1);
        message.extend(bytes);
        for message in [message.as_slice(), bytes] {
            let answer = wire::decode(message, &question);
            if let Outcome::Found(found) = &answer.outcome {
                assert!(!found.is_empty() && found.iter().all(|record| record.data.rtype() == rtype));
            }
            let mut seen = answer.aliases.clone();
            seen.sort();
            seen.dedup();
            assert_eq!(seen.len(), answer.aliases.len());
        }
    }
});

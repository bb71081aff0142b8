use domain::base::iana::Rcode;
use domain::base::name::Name as WireName;
use domain::base::{Rtype, Ttl};

use super::*;
use crate::dns::Absence;

fn question(name: &str, rtype: RecordType) -> Question {
    Question::new(name.parse().unwrap(), rtype)
}

fn wire(name: &str) -> WireName<Vec<u8>> {
    WireName::vec_from_str(name).unwrap()
}

/// An answer with these records in its answer and authority sections, as `(owner, type, TTL, data)`.
type Row<'a> = (&'a str, u16, u32, &'a [u8]);

fn message(asked: &Question, rcode: u8, answers: &[Row<'_>], authority: &[Row<'_>]) -> Vec<u8> {
    let mut builder = MessageBuilder::new_vec();
    let header = builder.header_mut();
    header.set_qr(true);
    header.set_rcode(Rcode::masked_from_int(rcode));
    let mut builder = builder.question();
    builder.push((wire(asked.name.as_str()), Rtype::from_int(asked.rtype.code()))).unwrap();
    let record = |(name, rtype, ttl, data): &Row<'_>| {
        let data = UnknownRecordData::from_octets(Rtype::from_int(*rtype), data.to_vec()).unwrap();
        (wire(name), Class::IN, Ttl::from_secs(*ttl), data)
    };
    let mut builder = builder.answer();
    answers.iter().for_each(|row| builder.push(record(row)).unwrap());
    let mut builder = builder.authority();
    authority.iter().for_each(|row| builder.push(record(row)).unwrap());
    builder.finish()
}

fn bytes_of(name: &str) -> Vec<u8> {
    wire(name).into_octets()
}

fn found(answer: &Answer) -> Vec<String> {
    match &answer.outcome {
        Outcome::Found(records) => records.iter().map(|record| record.data.to_string()).collect(),
        Outcome::Absent { .. } | Outcome::Unknown(_) => Vec::new(),
    }
}

const BAD: Outcome = Outcome::Unknown(Trouble::BadAnswer);

#[test]
fn a_question_has_id_0_and_asks_for_signatures() {
    let question = question("www.example.com", RecordType::A);
    let bytes = encode(&question);
    let expected = b"\0\0\x01\x20\0\x01\0\0\0\0\0\x01\x03www\x07example\x03com\0\0\x01\0\x01\
        \0\0\x29\x04\xd0\0\0\x80\0\0\0";
    assert_eq!(bytes, expected);
    let unchecked = Question { checking_disabled: true, ..question };
    assert_eq!(encode(&unchecked)[3], 0x30);
    // RFC 8484 §4.1.1 has the same name without the flags and options that are added here.
    assert!(encode_base64(&unchecked).starts_with("AAABMAABAAAAAAABA3d3dwdleGFtcGxlA2NvbQAAAQAB"));
    assert!(!encode_base64(&unchecked).contains('='));
}

#[test]
fn records_are_read() {
    let mx = [b"\x00\x0a".as_slice(), &bytes_of("mail.example")].concat();
    for (rtype, code, data, expected) in [
        (RecordType::A, 1, b"\xc0\x00\x02\x01".to_vec(), "192.0.2.1"),
        (RecordType::Mx, 15, mx, "10 mail.example"),
        (RecordType::Txt, 16, b"\x03v=s\x00\x02pf".to_vec(), "\"v=s\" \"\" \"pf\""),
        (RecordType::Ptr, 12, bytes_of("Host.Example"), "host.example"),
        (RecordType::Tlsa, 52, b"\x03\x01\x01\xab".to_vec(), "3 1 1 ab"),
        (RecordType::Other(65280), 65280, b"\x01".to_vec(), "\\# 1 01"),
    ] {
        let asked = question("a.example", rtype);
        let answer = decode(&message(&asked, 0, &[("A.Example", code, 300, &data)], &[]), &asked);
        assert_eq!(found(&answer), [expected]);
        assert_eq!(answer.ttl(), Some(300));
    }
}

#[test]
fn aliases_are_followed_in_any_order_and_in_any_case() {
    let asked = question("a.example", RecordType::Txt);
    let rows: [Row<'_>; 4] = [
        ("c.EXAMPLE", 16, 300, b"\x03yes"),
        ("B.example", 5, 60, &bytes_of("C.example")),
        ("x.example", 16, 300, b"\x02no"),
        ("A.example", 5, 900, &bytes_of("b.example")),
    ];
    let answer = decode(&message(&asked, 0, &rows, &[]), &asked);
    assert_eq!(found(&answer), ["\"yes\""]);
    assert_eq!(answer.ttl(), Some(60));
    assert_eq!(answer.aliases, ["b.example".parse().unwrap(), "c.example".parse().unwrap()]);
}

#[test]
fn an_alias_that_leads_nowhere_is_an_absence() {
    let asked = question("a.example", RecordType::Txt);
    let rows: [Row<'_>; 1] = [("a.example", 5, 60, &bytes_of("b.example"))];
    let answer = decode(&message(&asked, 3, &rows, &[]), &asked);
    assert_eq!(answer.outcome, Outcome::Absent { what: Absence::NoSuchName, ttl: None });
    assert_eq!(answer.aliases.len(), 1);
}

#[test]
fn an_absence_says_how_long_it_may_be_kept() {
    let asked = question("a.example", RecordType::Txt);
    let soa = [&bytes_of("ns.example"), &bytes_of("h.example"), [0, 0, 0, 9].repeat(5).as_slice()].concat();
    for (rcode, what) in [(0, Absence::NoSuchType), (3, Absence::NoSuchName)] {
        let answer = decode(&message(&asked, rcode, &[], &[("example", 6, 300, &soa)]), &asked);
        assert_eq!(answer.outcome, Outcome::Absent { what, ttl: Some(9) });
        assert_eq!(answer.no_such_name(), rcode == 3);
    }
}

#[test]
fn compact_denial_is_recognised() {
    let asked = question("a.example", RecordType::Txt);
    // RRSIG (46), NSEC (47) and NXNAME (128) in window 0.
    let mut bitmap = [0_u8; 19];
    (bitmap[1 + 1 + 5], bitmap[1 + 1 + 16]) = (0b0000_0011, 0b1000_0000);
    (bitmap[0], bitmap[1]) = (0, 17);
    let with = [bytes_of("\\000.a.example").as_slice(), &bitmap].concat();
    let answer = decode(&message(&asked, 0, &[], &[("a.example", 47, 300, &with)]), &asked);
    assert!(answer.nxname && answer.no_such_name());
    assert_eq!(answer.outcome, Outcome::Absent { what: Absence::NoSuchType, ttl: None });
    let other = decode(&message(&asked, 0, &[], &[("b.example", 47, 300, &with)]), &asked);
    assert!(!other.nxname, "it speaks of another name");
    bitmap[18] = 0;
    bitmap[17] = 1;
    let without = [bytes_of("\\000.a.example").as_slice(), &bitmap].concat();
    assert!(!decode(&message(&asked, 0, &[], &[("a.example", 47, 300, &without)]), &asked).nxname);
}

#[test]
fn a_resolver_in_trouble_is_no_absence() {
    let asked = question("a.example", RecordType::Txt);
    for (rcode, trouble) in [
        (1, Trouble::ServerFailure),
        (2, Trouble::ServerFailure),
        (4, Trouble::ServerFailure),
        (5, Trouble::Refused),
    ] {
        let answer = decode(&message(&asked, rcode, &[], &[]), &asked);
        assert_eq!(answer.outcome, Outcome::Unknown(trouble));
        assert_eq!(answer.rcode, u16::from(rcode));
    }
    let mut bytes = message(&asked, 2, &[], &[]);
    // An OPT record with an extended error, and the upper bits of the response code.
    bytes[11] = 1;
    bytes.extend(b"\0\0\x29\x04\xd0\x01\0\0\0\0\x0a\0\x0f\0\x06\0\x06oops");
    let answer = decode(&bytes, &asked);
    assert_eq!(answer.extended_error, Some(ExtendedError { code: 6, text: "oops".into() }));
    assert_eq!((answer.rcode, answer.outcome), (18, Outcome::Unknown(Trouble::ServerFailure)));
}

#[test]
fn what_answers_another_question_is_a_bad_answer() {
    let asked = question("a.example", RecordType::Txt);
    let good = message(&asked, 0, &[("a.example", 16, 300, b"\x01x")], &[]);
    assert_eq!(found(&decode(&good, &asked)), ["\"x\""]);
    assert_eq!(decode(&good, &question("b.example", RecordType::Txt)).outcome, BAD);
    assert_eq!(decode(&good, &question("a.example", RecordType::Mx)).outcome, BAD);
    for (at, value, why) in [
        (0, 1, "the ID"),
        (2, 0x00, "it is a question"),
        (2, 0x82, "it is cut off"),
        (2, 0xa8, "another kind of message"),
        (5, 0, "it has no question"),
        (5, 2, "it has two"),
    ] {
        let mut bytes = good.clone();
        bytes[at] = value;
        assert_eq!(decode(&bytes, &asked).outcome, BAD, "{why}");
    }
}

#[test]
fn what_breaks_off_is_a_bad_answer() {
    let asked = question("a.example", RecordType::Txt);
    let good = message(&asked, 0, &[("a.example", 16, 300, b"\x01x")], &[("x.example", 16, 1, b"\x01y")]);
    for end in 0..good.len() {
        assert_eq!(decode(&good[..end], &asked).outcome, BAD, "at {end}");
    }
    for data in [b"\x02x".as_slice(), b"\x01xy\xff"] {
        let bytes = message(&asked, 0, &[("a.example", 16, 300, data)], &[]);
        assert_eq!(decode(&bytes, &asked).outcome, BAD);
    }
}

#[test]
fn loops_end() {
    let asked = question("a.example", RecordType::Txt);
    let around: [Row<'_>; 2] =
        [("a.example", 5, 60, &bytes_of("b.example")), ("b.example", 5, 60, &bytes_of("a.example"))];
    assert_eq!(decode(&message(&asked, 0, &around, &[]), &asked).outcome, BAD);
    let own: [Row<'_>; 1] = [("a.example", 5, 60, &bytes_of("a.example"))];
    assert_eq!(decode(&message(&asked, 0, &own, &[]), &asked).outcome, BAD);
    // A name that points to itself.
    let mut bytes = message(&asked, 0, &[("a.example", 16, 300, b"\x01x")], &[]);
    let owner = 12 + bytes_of("a.example").len() + 4;
    (bytes[owner], bytes[owner + 1]) = (0xc0, owner as u8);
    assert_eq!(decode(&bytes, &asked).outcome, BAD);
}

/// Numbers that look random and are the same in each run (xorshift).
fn random(state: &mut u64) -> u64 {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    *state
}

#[test]
fn no_bytes_make_it_panic() {
    let asked = question("a.example", RecordType::Txt);
    let rows: [Row<'_>; 2] =
        [("a.example", 5, 60, &bytes_of("b.example")), ("b.example", 16, 60, b"\x03abc\x01d")];
    let good = message(&asked, 0, &rows, &[("example", 47, 1, b"\x01x\0\0\x01\xff")]);
    let mut state = 7208;
    for _ in 0..20_000 {
        let mut bytes = good.clone();
        for _ in 0..=random(&mut state) % 4 {
            let at = random(&mut state) as usize % bytes.len();
            bytes[at] = random(&mut state) as u8;
        }
        bytes.truncate(bytes.len() - random(&mut state) as usize % 3);
        decode(&bytes, &asked);
        let noise: Vec<u8> = (0..random(&mut state) % 80).map(|_| random(&mut state) as u8).collect();
        decode(&noise, &asked);
    }
}

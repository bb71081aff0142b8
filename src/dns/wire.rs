//! Questions and answers as bytes (RFC 1035, section 4; RFC 8484, section 6).

use base64ct::{Base64UrlUnpadded, Encoding};
use domain::base::iana::{Class, Opcode, Rtype};
use domain::base::message::RecordSection;
use domain::base::message_builder::MessageBuilder;
use domain::base::name::ParsedName;
use domain::base::rdata::{ParseRecordData, UnknownRecordData};
use domain::base::record::ParsedRecord;
use domain::base::{Message, Name as WireName, Ttl};
use domain::rdata;

use super::{
    Answer, Data, ExtendedError, Found, Name, Outcome, Question, RecordType, Trouble, name::NameProblem,
    section,
};

/// The longest answer that fits in one packet nearly everywhere; a resolver that speaks HTTP does not look at it.
const PAYLOAD: u16 = 1232;

/// The type whose mere presence in a denial says that the name does not exist (RFC 9824).
const NXNAME: u16 = 128;

/// A name of the message, borrowed from it.
type Borrowed<'m> = ParsedName<&'m [u8]>;

/// The bytes of a question.
pub fn encode(question: &Question) -> Vec<u8> {
    let mut wire = Vec::new();
    for label in question.name.labels() {
        // A label has 63 bytes at most, so its length fits.
        wire.push(label.len() as u8);
        wire.extend(label);
    }
    wire.push(0);
    let mut builder = MessageBuilder::new_vec();
    let header = builder.header_mut();
    // RFC 8484 §4.1: the ID is 0, so that equal questions have equal addresses and can be cached.
    header.set_id(0);
    header.set_rd(true);
    // RFC 6840: AD in a question asks for AD in the answer.
    header.set_ad(true);
    header.set_cd(question.checking_disabled);
    let mut questions = builder.question();
    // A vector grows as it must and a `Name` is within the limits, so nothing here can fail.
    if let Ok(name) = WireName::from_octets(wire) {
        let _ = questions.push((name, Rtype::from_int(question.rtype.code())));
    }
    let mut additional = questions.additional();
    let _ = additional.opt(|opt| {
        opt.set_udp_payload_size(PAYLOAD);
        // RFC 3225: DO asks for the signed denials too.
        opt.set_dnssec_ok(true);
        Ok(())
    });
    additional.finish()
}

/// The question as the value of `dns=` in an address (RFC 8484, section 4.1.1).
pub fn encode_base64(question: &Question) -> String {
    Base64UrlUnpadded::encode_string(&encode(question))
}

/// What an answer to `question` says. Bytes that are no answer to it give [`Trouble::BadAnswer`].
pub fn decode(bytes: &[u8], question: &Question) -> Answer {
    read(bytes, question).unwrap_or_else(|Bad| Answer::unknown(Trouble::BadAnswer))
}

/// The message can't be read, or answers something else.
struct Bad;

impl<E: std::error::Error> From<E> for Bad {
    fn from(_: E) -> Self {
        Self
    }
}

fn read(bytes: &[u8], question: &Question) -> Result<Answer, Bad> {
    let message = Message::from_octets(bytes)?;
    let header = message.header();
    if !header.qr() || header.id() != 0 || header.opcode() != Opcode::QUERY || header.tc() {
        return Err(Bad);
    }
    let opt = message.opt();
    let rcode = opt.as_ref().map_or(u16::from(header.rcode().to_int()), |opt| opt.rcode(header).to_int());
    let says = matches!(rcode, 0 | 3);
    // A server that could not read the question may leave it out of what it says of that.
    if says || message.header_counts().qdcount() != 0 {
        let asked = message.sole_question()?;
        if name(asked.qname())? != question.name
            || asked.qtype().to_int() != question.rtype.code()
            || asked.qclass() != Class::IN
        {
            return Err(Bad);
        }
    }
    let records = if says { answers(message.answer()?, question.rtype)? } else { Vec::new() };
    let mut answer = section::read(question, rcode, records).ok_or(Bad)?;
    answer.authenticated = header.ad();
    answer.extended_error = opt.and_then(|opt| {
        let error = opt.opt().extended_error()?;
        let text = String::from_utf8_lossy(error.text_slice().unwrap_or_default()).into_owned();
        Some(ExtendedError { code: error.code().to_int(), text })
    });
    if !says {
        return Ok(answer);
    }
    let denial = denial(message.authority()?, answer.aliases.last().unwrap_or(&question.name))?;
    // The rest is read too, so that a message that breaks off there is not taken for a whole one.
    for record in message.additional()? {
        record?;
    }
    if let Outcome::Absent { ttl, .. } = &mut answer.outcome {
        *ttl = denial.ttl;
        answer.nxname = denial.nxname && rcode == 0;
    }
    Ok(answer)
}

/// The records of the answer section that are aliases or what was asked for, with their owners.
fn answers(section: RecordSection<'_, &[u8]>, wanted: RecordType) -> Result<Vec<(Name, Found)>, Bad> {
    let mut out = Vec::new();
    for record in section {
        let record = record?;
        let rtype = RecordType::from_code(record.rtype().to_int());
        if record.class() == Class::IN && (rtype == wanted || rtype == RecordType::Cname) {
            let found = Found { ttl: seconds(record.ttl()), data: data(&record, rtype)? };
            out.push((name(&record.owner())?, found));
        }
    }
    Ok(out)
}

/// What the authority section says of records that are absent.
#[derive(Default)]
struct Denial {
    ttl: Option<u32>,
    nxname: bool,
}

fn denial(section: RecordSection<'_, &[u8]>, owner: &Name) -> Result<Denial, Bad> {
    let mut denial = Denial::default();
    for record in section {
        let record = record?;
        match record.rtype() {
            Rtype::SOA => {
                let soa = parsed::<rdata::Soa<Borrowed<'_>>>(&record)?;
                // RFC 2308 §5: the TTL of an absence is the lesser of the SOA's own and its last field.
                denial.ttl = Some(seconds(record.ttl()).min(seconds(soa.minimum())));
            }
            Rtype::NSEC if name(&record.owner())? == *owner => {
                let nsec = parsed::<rdata::Nsec<&[u8], Borrowed<'_>>>(&record)?;
                denial.nxname |= nsec.types().contains(Rtype::from_int(NXNAME));
            }
            _ => {}
        }
    }
    Ok(denial)
}

fn data(record: &ParsedRecord<'_, &[u8]>, rtype: RecordType) -> Result<Data, Bad> {
    Ok(match rtype {
        RecordType::A => Data::A(parsed::<rdata::A>(record)?.addr()),
        RecordType::Aaaa => Data::Aaaa(parsed::<rdata::Aaaa>(record)?.addr()),
        RecordType::Cname => Data::Cname(name(parsed::<rdata::Cname<Borrowed<'_>>>(record)?.cname())?),
        RecordType::Ns => Data::Ns(name(parsed::<rdata::Ns<Borrowed<'_>>>(record)?.nsdname())?),
        RecordType::Ptr => Data::Ptr(name(parsed::<rdata::Ptr<Borrowed<'_>>>(record)?.ptrdname())?),
        RecordType::Mx => {
            let mx = parsed::<rdata::Mx<Borrowed<'_>>>(record)?;
            Data::Mx { preference: mx.preference(), exchange: name(mx.exchange())? }
        }
        RecordType::Txt => {
            Data::Txt(parsed::<rdata::Txt<&[u8]>>(record)?.iter().map(<[u8]>::to_vec).collect())
        }
        RecordType::Soa => {
            let soa = parsed::<rdata::Soa<Borrowed<'_>>>(record)?;
            Data::Soa {
                primary: name(soa.mname())?,
                mailbox: name(soa.rname())?,
                serial: soa.serial().into_int(),
                minimum: soa.minimum().as_secs(),
            }
        }
        RecordType::Tlsa => {
            let bytes = parsed::<UnknownRecordData<&[u8]>>(record)?;
            let &[usage, selector, matching, ref bytes @ ..] = *bytes.data() else { return Err(Bad) };
            Data::Tlsa { usage, selector, matching, bytes: bytes.to_vec() }
        }
        RecordType::Spf | RecordType::Other(_) => {
            let other = parsed::<UnknownRecordData<&[u8]>>(record)?;
            Data::Other { code: rtype.code(), bytes: other.data().to_vec() }
        }
    })
}

/// The data of a record, which must be of this form.
fn parsed<'m, D: ParseRecordData<'m, &'m [u8]>>(record: &ParsedRecord<'m, &'m [u8]>) -> Result<D, Bad> {
    Ok(record.to_record::<D>()?.ok_or(Bad)?.into_data())
}

fn name<O: AsRef<[u8]> + ?Sized>(name: &ParsedName<&O>) -> Result<Name, Bad> {
    let labels = name.iter().filter(|label| !label.is_root());
    Name::from_labels(labels.map(|label| label.as_slice())).map_err(|_: NameProblem| Bad)
}

/// RFC 2181 §8: a TTL whose first bit is set counts as 0.
fn seconds(ttl: Ttl) -> u32 {
    let seconds = ttl.as_secs();
    if seconds > i32::MAX as u32 { 0 } else { seconds }
}

#[cfg(test)]
mod tests;

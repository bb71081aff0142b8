//! The key in `p=`: base64, then DER (RFC 6376, section 3.6.1; RFC 8463, section 4.2).

use base64ct::{Base64, Base64Unpadded, Encoding};
use pkcs1::RsaPublicKeyRef;
use spki::SubjectPublicKeyInfoRef;
use spki::der::asn1::BitStringRef;
use spki::der::{Decode, Header, Reader, SliceReader};

use super::KeyType;
use crate::record::tag_list::is_blank;

/// How the bytes of a key are wrapped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// As the standard for this type of key says.
    Expected,
    /// RSA as `RSAPublicKey`, without the wrapper that verifiers expect.
    Pkcs1,
    /// Ed25519 inside a wrapper, where the 32 bytes alone belong.
    Wrapped,
}

/// What `p=` holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Key {
    /// There is no `p`.
    Missing,
    /// `p` is empty: the key is withdrawn.
    Revoked,
    /// The text is no base64.
    NotBase64,
    /// The key ends before its own length says.
    Truncated {
        /// Bytes that the key announces.
        announced: usize,
        /// Bytes that are there.
        present: usize,
    },
    /// An RSA key.
    Rsa {
        /// Length of the modulus in bits.
        bits: usize,
        /// How it is wrapped.
        form: Form,
        /// `k` says that it is another type.
        mislabelled: bool,
    },
    /// An Ed25519 key.
    Ed25519 {
        /// How it is wrapped.
        form: Form,
        /// `k` does not say `ed25519`.
        mislabelled: bool,
    },
    /// Base64, but no key that a verifier can load.
    NotAKey,
}

impl Key {
    /// Reads the value of `p`.
    pub fn read(value: &str, declared: KeyType) -> Key {
        let compact: String = value.chars().filter(|c| !is_blank(*c)).collect();
        if compact.is_empty() {
            return Key::Revoked;
        }
        let Some(bytes) = decode(&compact) else {
            return Key::NotBase64;
        };
        match bytes.len() {
            32 => Key::Ed25519 { form: Form::Expected, mislabelled: declared != KeyType::Ed25519 },
            _ => der(&bytes, declared),
        }
    }

    /// A verifier can load it and may accept it (RFC 8301, section 3.2, for the least length).
    pub fn is_usable(&self) -> bool {
        match self {
            // The standard names the bare form and its appendix the wrapped one; verifiers of today take the
            // wrapped one, and many take both (RFC 6376, erratum 3017).
            Key::Rsa { bits, form: _, mislabelled } => *bits >= 1024 && !mislabelled,
            Key::Ed25519 { form, mislabelled } => *form == Form::Expected && !mislabelled,
            Key::Missing | Key::Revoked | Key::NotBase64 | Key::Truncated { .. } | Key::NotAKey => false,
        }
    }
}

/// How many bytes stand behind the end of a key that is whole, and the key without them.
pub(crate) fn bytes_behind(value: &str) -> Option<(usize, String)> {
    let compact: String = value.chars().filter(|c| !is_blank(*c)).collect();
    let bytes = decode(&compact)?;
    let (announced, _) = announced_length(&bytes)?;
    let extra = bytes.len().checked_sub(announced).filter(|extra| *extra > 0)?;
    Some((extra, Base64::encode_string(&bytes[..announced])))
}

/// Base64, with or without its padding: verifiers differ in how much they ask for, and the bytes are the same.
/// A text that was cut in the middle of a group of four is decoded as far as its whole groups go.
pub(crate) fn decode(compact: &str) -> Option<Vec<u8>> {
    let bare = compact.trim_end_matches('=');
    if compact.len() - bare.len() > 2
        || !bare.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'+' || b == b'/')
    {
        return None;
    }
    // A cut group of one letter holds no byte. The bits of any other that fill no byte say nothing, so the group is
    // filled up with zeros, and the bytes made of them are left out.
    let mut letters = if bare.len() % 4 == 1 { &bare[..bare.len() - 1] } else { bare }.to_owned();
    let whole = letters.len() * 3 / 4;
    while letters.len() % 4 != 0 {
        letters.push('A');
    }
    let mut bytes = Base64Unpadded::decode_vec(&letters).ok()?;
    bytes.truncate(whole);
    Some(bytes)
}

fn der(bytes: &[u8], declared: KeyType) -> Key {
    let Some((announced, header)) = announced_length(bytes) else { return Key::NotAKey };
    if announced > bytes.len() {
        // Only what starts as a key does can be a key that was cut.
        let inside = &bytes[header..];
        let starts_as_key = inside.first().is_some_and(|b| matches!(b, 0x30 | 0x02));
        return if starts_as_key { Key::Truncated { announced, present: bytes.len() } } else { Key::NotAKey };
    }
    let bytes = &bytes[..announced];
    if let Ok(info) = SubjectPublicKeyInfoRef::from_der(bytes) {
        return wrapped(&info, declared);
    }
    rsa_bits(bytes).map_or(Key::NotAKey, |bits| Key::Rsa {
        bits,
        form: Form::Pkcs1,
        mislabelled: declared == KeyType::Ed25519,
    })
}

fn wrapped(info: &SubjectPublicKeyInfoRef<'_>, declared: KeyType) -> Key {
    let inside: &BitStringRef<'_> = &info.subject_public_key;
    let oid = info.algorithm.oid.to_string();
    match oid.as_str() {
        "1.2.840.113549.1.1.1" => rsa_bits(inside.raw_bytes()).map_or(Key::NotAKey, |bits| Key::Rsa {
            bits,
            form: Form::Expected,
            mislabelled: declared == KeyType::Ed25519,
        }),
        "1.3.101.112" => Key::Ed25519 { form: Form::Wrapped, mislabelled: declared != KeyType::Ed25519 },
        _ => Key::NotAKey,
    }
}

fn rsa_bits(bytes: &[u8]) -> Option<usize> {
    let key = RsaPublicKeyRef::from_der(bytes).ok()?;
    let modulus = key.modulus.as_bytes();
    let first = modulus.iter().position(|b| *b != 0)?;
    Some((modulus.len() - first) * 8 - modulus[first].leading_zeros() as usize)
}

/// The length of the outermost SEQUENCE, header included, and the length of that header.
fn announced_length(bytes: &[u8]) -> Option<(usize, usize)> {
    let mut reader = SliceReader::new(bytes).ok()?;
    // The header alone is read, so that one which announces more than is there can be told from no key.
    let header = Header::decode(&mut reader).ok()?;
    if header.tag() != spki::der::Tag::Sequence {
        return None;
    }
    let start = usize::try_from(reader.position()).ok()?;
    Some((start + usize::try_from(header.length()).ok()?, start))
}

#[cfg(test)]
mod tests {
    use super::*;

    const RSA_1024: &str = "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDwIRP/UC3SBsEmGqZ9ZJW3/DkMoGeLnQg1fWn7/zYtIxN2SnFCjxOCKG9v3b4jYfcTNh5ijSsq631uBItLa7od+v/RtdC2UzJ1lWT947qR+Rcac2gbto/NMqJ0fzfVjH4OuKhitdY9tf6mcwGjaNBcWToIMmPSPDdQPNUYckcQ2QIDAQAB";
    /// RFC 8463, appendix A.2.
    const ED25519: &str = "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";

    fn rsa(value: &str) -> Key {
        Key::read(value, KeyType::Rsa)
    }

    #[test]
    fn rsa_keys_are_measured() {
        assert_eq!(rsa(RSA_1024), Key::Rsa { bits: 1024, form: Form::Expected, mislabelled: false });
        let spaced = format!("{} {}", &RSA_1024[..100], &RSA_1024[100..]);
        assert_eq!(rsa(&spaced), rsa(RSA_1024), "blanks inside are allowed");
        let inner = Base64::encode_string(&Base64::decode_vec(RSA_1024).unwrap()[22..]);
        assert_eq!(rsa(&inner), Key::Rsa { bits: 1024, form: Form::Pkcs1, mislabelled: false });
    }

    #[test]
    fn base64_is_decoded_whether_or_not_it_is_padded_or_cut() {
        let bytes: Vec<u8> = (0..=255).rev().chain(0..=255).collect();
        for length in 0..bytes.len() {
            let text = Base64::encode_string(&bytes[..length]);
            assert_eq!(decode(&text).as_deref(), Some(&bytes[..length]), "{text}");
            assert_eq!(decode(text.trim_end_matches('=')).as_deref(), Some(&bytes[..length]), "{text}");
        }
        assert_eq!(decode("YWJj+/=="), Some(b"abc\xfb".to_vec()), "bits that fill no byte are left");
        assert_eq!(decode("YWJjZ"), Some(b"abc".to_vec()), "a cut group of one letter holds no byte");
        assert_eq!((decode("YW=j"), decode("YW==="), decode("YW-_")), (None, None, None));
    }

    #[test]
    fn a_key_that_was_cut_says_how_much_is_there() {
        for length in [40, 100, 199, 200, 201, 202, 203, 212] {
            let Key::Truncated { announced, present } = rsa(&RSA_1024[..length]) else { panic!("{length}") };
            assert_eq!((announced, present), (162, length * 3 / 4), "{length}");
        }
    }

    #[test]
    fn ed25519_is_raw_bytes() {
        let read = |value: &str| Key::read(value, KeyType::Ed25519);
        assert_eq!(read(ED25519), Key::Ed25519 { form: Form::Expected, mislabelled: false });
        assert_eq!(rsa(ED25519), Key::Ed25519 { form: Form::Expected, mislabelled: true });
        let mut wrapped = vec![0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00];
        wrapped.extend(Base64::decode_vec(ED25519).unwrap());
        assert_eq!(
            read(&Base64::encode_string(&wrapped)),
            Key::Ed25519 { form: Form::Wrapped, mislabelled: false }
        );
    }

    #[test]
    fn what_is_no_key() {
        assert_eq!(rsa(""), Key::Revoked);
        assert_eq!(rsa("-----BEGIN PUBLIC KEY-----MIGf"), Key::NotBase64);
        assert_eq!(rsa("YWJj"), Key::NotAKey);
        assert_eq!(rsa("abc\\;"), Key::NotBase64);
    }
}

//! Keys as text: multibase base58btc (`z…`) of a multicodec prefix and the key's bytes.
//!
//! W3C, Controlled Identifiers 1.0, section 2.2.2 (Multikey). `0xed` is an Ed25519 public key, `0x1300` a private one, both as
//! unsigned varints.

use bs58::Alphabet;

/// Length of an Ed25519 key, public or private, bytes.
pub(crate) const KEY_BYTES: usize = 32;

/// What a key is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum KeyKind {
    /// `z6Mk…`.
    Public,
    /// `z3u2…`: the seed.
    Secret,
}

impl KeyKind {
    const fn prefix(self) -> [u8; 2] {
        match self {
            Self::Public => [0xed, 0x01],
            Self::Secret => [0x80, 0x26],
        }
    }
}

/// Bytes in base58btc, with the `z` that says so.
pub(crate) fn encode(bytes: &[u8]) -> String {
    format!("z{}", bs58::encode(bytes).with_alphabet(Alphabet::BITCOIN).into_string())
}

/// The bytes of a text in base58btc.
pub(crate) fn decode(text: &str) -> Option<Vec<u8>> {
    bs58::decode(text.strip_prefix('z')?).with_alphabet(Alphabet::BITCOIN).into_vec().ok()
}

/// A key as text.
pub(crate) fn encode_key(kind: KeyKind, key: &[u8; KEY_BYTES]) -> String {
    encode(&[&kind.prefix()[..], key].concat())
}

/// The key that a text stands for, if it is an Ed25519 key of this kind.
pub(crate) fn decode_key(kind: KeyKind, text: &str) -> Option<[u8; KEY_BYTES]> {
    decode(text)?.strip_prefix(&kind.prefix()[..])?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_of_other_programs_are_read_and_written() {
        // A pair by Python's cryptography 50: the public key of this private one.
        let public = "z6MkiP7ZLtBLeYsu7ZyzcGdqoSjd2PDkjdQCVVqrQhYu8GgV";
        let secret = "z3u2en7t5LR2WtQH5PfFqMqwVHgeXouLzo6haApm8XHqvjxq";
        for (kind, text) in [(KeyKind::Public, public), (KeyKind::Secret, secret)] {
            let key = decode_key(kind, text).expect("a key");
            assert_eq!(encode_key(kind, &key), text);
        }
        assert_eq!(decode_key(KeyKind::Public, secret), None);
        for broken in ["", "z", "6Mkr", "z6MkiP7ZLtBLeYsu7ZyzcGdqoSjd2PDkjdQCVVqrQhYu8Gg0", &public[..40]] {
            assert_eq!(decode_key(KeyKind::Public, broken), None, "{broken}");
        }
    }
}

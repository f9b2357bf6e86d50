//! The file of a signing key: in the clear, or under a passphrase.
//!
//! Key derivation PBKDF2 with SHA-256 (RFC 8018), encryption AES-256-GCM (NIST SP 800-38D): what WebCrypto has, so that the
//! counsellor's page and the command line read each other's files. Iterations after OWASP, Password Storage Cheat Sheet (2023).

use std::{error::Error, fmt};

use aes_gcm::aead::{Aead, KeyInit};
use aes_gcm::{Aes256Gcm, Nonce};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use ed25519_dalek::{Signer as _, SigningKey};
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

use crate::did::multibase::{self, KEY_BYTES, KeyKind};
use crate::did::{DidWeb, PublicKey, verification_method};

const FORMAT: &str = "thetis-key 1";
const KDF: &str = "PBKDF2-SHA-256";
const CIPHER: &str = "AES-256-GCM";
const ITERATIONS: u32 = 600_000;
/// A file that asks for more would keep the computer busy for minutes.
const MOST_ITERATIONS: u32 = 10_000_000;
const SALT_BYTES: usize = 16;
const IV_BYTES: usize = 12;

/// What a new key needs of chance: 60 bytes that nobody can guess.
#[derive(Clone)]
pub struct Entropy(Zeroizing<[u8; Self::BYTES]>);

impl Entropy {
    /// Seed of the key, salt and initialisation vector of its encryption.
    pub const BYTES: usize = KEY_BYTES + SALT_BYTES + IV_BYTES;

    /// From the system's random numbers.
    #[must_use]
    pub fn new(bytes: [u8; Self::BYTES]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    fn part<const N: usize>(&self, from: usize) -> [u8; N] {
        self.0[from..from + N].try_into().expect("N bytes")
    }
}

/// Who a new key is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeyOwner {
    /// Whoever holds it: `did:key`.
    Holder,
    /// Whoever publishes under an address: `did:web`.
    Web(DidWeb),
}

/// A key that signs, with the identifier it signs for.
#[derive(Clone, Debug)]
pub struct Signer {
    id: String,
    key: SigningKey,
}

impl Signer {
    /// Identifier: `did:key:…` or `did:web:…`.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The public half.
    #[must_use]
    pub fn public_key(&self) -> PublicKey {
        PublicKey::of(self.key.verifying_key())
    }

    /// Where verifiers find the public half.
    #[must_use]
    pub fn method(&self) -> String {
        verification_method(&self.id, &self.public_key())
    }

    pub(crate) fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.key.sign(message).to_bytes()
    }
}

/// Why a key file cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum KeyFileError {
    /// It is something else.
    NotAKey,
    /// A later version wrote it.
    Newer,
    /// Something of it is missing or changed.
    Damaged,
    /// It is encrypted, and no passphrase was given.
    Locked,
    /// The passphrase is not the one it was encrypted with, or the file was changed.
    WrongPassphrase,
}

impl fmt::Display for KeyFileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotAKey => "this is no key file: make one with thetis badge keygen",
            Self::Newer => "this key file is of a newer form than this program knows: use a newer thetis",
            Self::Damaged => "the key file is damaged: something of it is missing or changed; use a copy of it",
            Self::Locked => "the key is under a passphrase: give it with --passphrase-file, or type it at a terminal",
            Self::WrongPassphrase => "this is not the passphrase of the key, or the key file was changed",
        })
    }
}

impl Error for KeyFileError {}

/// A key file as it was read: whose it is can be seen, the private key not yet used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct KeyFile {
    format: String,
    id: String,
    public_key_multibase: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    secret_key_multibase: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    encrypted: Option<Encrypted>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Encrypted {
    kdf: String,
    iterations: u32,
    salt: String,
    cipher: String,
    iv: String,
    ciphertext: String,
}

impl KeyFile {
    /// A new key, under a passphrase if one is given.
    #[must_use]
    pub fn new(owner: &KeyOwner, entropy: &Entropy, passphrase: Option<&str>) -> Self {
        let seed = Zeroizing::new(entropy.part::<KEY_BYTES>(0));
        let public = PublicKey::of(SigningKey::from_bytes(&seed).verifying_key());
        let id = match owner {
            KeyOwner::Holder => public.did(),
            KeyOwner::Web(web) => web.to_string(),
        };
        let encrypted = passphrase.map(|passphrase| {
            let salt = entropy.part::<SALT_BYTES>(KEY_BYTES);
            let iv = entropy.part::<IV_BYTES>(KEY_BYTES + SALT_BYTES);
            let ciphertext = cipher(passphrase, &salt, ITERATIONS)
                .encrypt(&Nonce::from(iv), &seed[..])
                .expect("a seed is far below the longest message");
            Encrypted {
                kdf: KDF.to_owned(),
                iterations: ITERATIONS,
                salt: URL_SAFE_NO_PAD.encode(salt),
                cipher: CIPHER.to_owned(),
                iv: URL_SAFE_NO_PAD.encode(iv),
                ciphertext: URL_SAFE_NO_PAD.encode(ciphertext),
            }
        });
        let secret = encrypted.is_none().then(|| multibase::encode_key(KeyKind::Secret, &seed));
        Self {
            format: FORMAT.to_owned(),
            id,
            public_key_multibase: public.multibase(),
            secret_key_multibase: secret,
            encrypted,
        }
    }

    /// Its text.
    #[must_use]
    pub fn to_json(&self) -> String {
        let mut text = serde_json::to_string_pretty(self).expect("text and numbers only");
        text.push('\n');
        text
    }

    /// Read one.
    ///
    /// # Errors
    /// [`KeyFileError`], but for those of a passphrase.
    pub fn read(text: &str) -> Result<Self, KeyFileError> {
        let value: serde_json::Value = serde_json::from_str(text).map_err(|_| KeyFileError::NotAKey)?;
        match value.get("format").and_then(serde_json::Value::as_str) {
            Some(FORMAT) => {}
            Some(other) if other.starts_with("thetis-key ") => return Err(KeyFileError::Newer),
            _ => return Err(KeyFileError::NotAKey),
        }
        let file: Self = serde_json::from_value(value).map_err(|_| KeyFileError::Damaged)?;
        let is_own = match file.id.strip_prefix("did:key:") {
            Some(key) => key == file.public_key_multibase,
            None => file.id.starts_with("did:web:") && file.id.parse::<DidWeb>().is_ok(),
        };
        let one_secret = file.secret_key_multibase.is_some() != file.encrypted.is_some();
        if is_own && one_secret && file.public().is_some() { Ok(file) } else { Err(KeyFileError::Damaged) }
    }

    /// The public half.
    ///
    /// # Panics
    /// Never: a file without was refused when it was read.
    #[must_use]
    pub fn public_key(&self) -> PublicKey {
        self.public().expect("checked when it was made or read")
    }

    fn public(&self) -> Option<PublicKey> {
        PublicKey::from_multibase(&self.public_key_multibase)
    }

    /// Identifier: `did:key:…` or `did:web:…`.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Whether it takes a passphrase to use it.
    #[must_use]
    pub const fn is_locked(&self) -> bool {
        self.encrypted.is_some()
    }

    /// The key, ready to sign.
    ///
    /// # Errors
    /// A passphrase that is missing or wrong; halves that do not belong together.
    pub fn open(&self, passphrase: Option<&str>) -> Result<Signer, KeyFileError> {
        let seed = match (&self.encrypted, &self.secret_key_multibase) {
            (Some(encrypted), _) => encrypted.open(passphrase.ok_or(KeyFileError::Locked)?)?,
            (None, Some(secret)) => {
                Zeroizing::new(multibase::decode_key(KeyKind::Secret, secret).ok_or(KeyFileError::Damaged)?)
            }
            (None, None) => return Err(KeyFileError::Damaged),
        };
        let key = SigningKey::from_bytes(&seed);
        if self.public() != Some(PublicKey::of(key.verifying_key())) {
            return Err(KeyFileError::Damaged);
        }
        Ok(Signer { id: self.id.clone(), key })
    }
}

impl Encrypted {
    fn open(&self, passphrase: &str) -> Result<Zeroizing<[u8; KEY_BYTES]>, KeyFileError> {
        if (self.kdf.as_str(), self.cipher.as_str()) != (KDF, CIPHER) {
            return Err(KeyFileError::Newer);
        }
        if !(1..=MOST_ITERATIONS).contains(&self.iterations) {
            return Err(KeyFileError::Damaged);
        }
        let bytes = |text: &str| URL_SAFE_NO_PAD.decode(text).map_err(|_| KeyFileError::Damaged);
        let (salt, iv, ciphertext) = (bytes(&self.salt)?, bytes(&self.iv)?, bytes(&self.ciphertext)?);
        let iv: [u8; IV_BYTES] = iv.try_into().map_err(|_| KeyFileError::Damaged)?;
        let clear = cipher(passphrase, &salt, self.iterations)
            .decrypt(&Nonce::from(iv), &ciphertext[..])
            .map(Zeroizing::new)
            .map_err(|_| KeyFileError::WrongPassphrase)?;
        clear[..].try_into().map(Zeroizing::new).map_err(|_| KeyFileError::Damaged)
    }
}

/// The same letters may be typed in several ways, composed or as a letter and its accent: NFC makes them one.
fn cipher(passphrase: &str, salt: &[u8], iterations: u32) -> Aes256Gcm {
    let passphrase: Zeroizing<String> = Zeroizing::new(passphrase.nfc().collect());
    let key = Zeroizing::new(pbkdf2::pbkdf2_hmac_array::<Sha256, 32>(passphrase.as_bytes(), salt, iterations));
    Aes256Gcm::new((&*key).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entropy() -> Entropy {
        Entropy::new(std::array::from_fn(|place| place as u8))
    }

    #[test]
    fn a_key_signs_after_being_written_and_read() {
        let owners = [KeyOwner::Holder, KeyOwner::Web("example.org:team".parse().expect("an address"))];
        for owner in owners {
            for passphrase in [None, Some("caf\u{e9}")] {
                let file = KeyFile::new(&owner, &entropy(), passphrase);
                let read = KeyFile::read(&file.to_json()).expect("a key");
                assert_eq!((&read, read.is_locked()), (&file, passphrase.is_some()));
                // The same word, typed as a letter and its accent.
                let signer = read.open(passphrase.map(|_| "cafe\u{301}")).expect("opens");
                assert!(signer.public_key().verifies(b"message", &signer.sign(b"message")));
                assert!(!signer.public_key().verifies(b"massage", &signer.sign(b"message")));
                assert_eq!(signer.method(), format!("{}#{}", file.id(), signer.public_key().multibase()));
                assert!(!file.to_json().contains("z3u2") || passphrase.is_none());
            }
        }
    }

    #[test]
    fn what_cannot_be_used_says_why() {
        let locked = KeyFile::new(&KeyOwner::Holder, &entropy(), Some("right"));
        assert_eq!(locked.open(None).err(), Some(KeyFileError::Locked));
        assert_eq!(locked.open(Some("wrong")).err(), Some(KeyFileError::WrongPassphrase));
        let clear = KeyFile::new(&KeyOwner::Holder, &entropy(), None);
        let other = KeyFile::new(&KeyOwner::Holder, &Entropy::new([7; Entropy::BYTES]), None);
        let mixed = KeyFile { secret_key_multibase: other.secret_key_multibase, ..clear.clone() };
        assert_eq!(mixed.open(None).err(), Some(KeyFileError::Damaged));
        let text = clear.to_json();
        for (broken, error) in [
            ("{}".to_owned(), KeyFileError::NotAKey),
            ("key".to_owned(), KeyFileError::NotAKey),
            (text.replace("thetis-key 1", "thetis-key 2"), KeyFileError::Newer),
            (text.replacen("did:key:z6Mk", "did:key:z6Mx", 1), KeyFileError::Damaged),
            (text.replace("secretKeyMultibase", "secretKey"), KeyFileError::Damaged),
        ] {
            assert_eq!(KeyFile::read(&broken).err(), Some(error), "{broken}");
        }
    }
}

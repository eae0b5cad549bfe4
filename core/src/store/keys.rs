//! The keys: a random data key for the database, sealed to each user; each user's own secret, wrapped by the passphrase.
//!
//! passphrase → Argon2id → wraps the user's 32-byte secret (XChaCha20-Poly1305). From that secret HKDF-SHA256 makes an
//! X25519 pair, to which the data key is sealed (HPKE, RFC 9180), and an Ed25519 pair, which signs. So the data key can
//! be changed for everybody without anybody's passphrase. The recovery key makes an X25519 pair of its own.

use crate::error::{Error, Result};
use crate::ids::{fill, random};
use argon2::{Algorithm, Argon2, Params, Version};
use chacha20poly1305::aead::{Aead as _, KeyInit as _, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use ed25519_dalek::SigningKey;
use hkdf::Hkdf;
use hpke::aead::ChaCha20Poly1305;
use hpke::kdf::HkdfSha256;
use hpke::kem::X25519HkdfSha256;
use hpke::{Deserializable as _, Kem as _, OpModeR, OpModeS, Serializable as _};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use std::ops::{Deref, DerefMut};
use zeroize::Zeroizing;

/// 32 secret bytes, wiped when dropped. They stand on the heap, so that handing them on moves a pointer: bytes that are moved
/// themselves leave a copy on the stack, which nothing wipes.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct SecretBytes(Box<Zeroizing<[u8; 32]>>);

impl SecretBytes {
    /// With these bytes, of which the caller wipes its own copy.
    pub fn new(bytes: &[u8; 32]) -> Self {
        let mut secret = Self::default();
        secret.copy_from_slice(bytes);
        secret
    }
}

impl Deref for SecretBytes {
    type Target = [u8; 32];
    fn deref(&self) -> &[u8; 32] {
        &self.0
    }
}

impl DerefMut for SecretBytes {
    fn deref_mut(&mut self) -> &mut [u8; 32] {
        &mut self.0
    }
}

impl std::fmt::Debug for SecretBytes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SecretBytes(…)")
    }
}

/// How a passphrase becomes a key. Stored with each wrap, so that it can be raised later.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Derivation {
    /// Memory in KiB.
    pub memory_kib: u32,
    /// Passes over it.
    pub passes: u32,
    /// 16 random bytes, hexadecimal.
    pub salt: String,
}

impl Derivation {
    /// Argon2id with 64 MiB and 3 passes: 100 to 250 ms on the machines it is meant for.
    pub fn fresh() -> Result<Self> {
        Ok(Self {
            memory_kib: 65_536,
            passes: 3,
            salt: hex(&random::<16>()?),
        })
    }

    fn key(&self, passphrase: &str) -> Result<SecretBytes> {
        let damaged = || Error::Damaged {
            what: "the key file's derivation".into(),
        };
        // A key file asking for more than 1 GiB or 64 passes was not written by this program.
        if self.memory_kib > 1_048_576 || self.passes > 64 {
            return Err(damaged());
        }
        let params =
            Params::new(self.memory_kib, self.passes, 1, Some(32)).map_err(|_| damaged())?;
        let mut key = SecretBytes::default();
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into(
                passphrase.as_bytes(),
                &unhex(&self.salt)?,
                key.as_mut_slice(),
            )
            .map_err(|_| damaged())?;
        Ok(key)
    }
}

/// Bytes sealed under a symmetric key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wrapped {
    /// 24 bytes, hexadecimal.
    pub nonce: String,
    /// Ciphertext with its tag, hexadecimal.
    pub sealed: String,
}

/// Bytes sealed to a public key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SealedTo {
    /// The encapsulated key, hexadecimal.
    pub encapsulated: String,
    /// Ciphertext with its tag, hexadecimal.
    pub sealed: String,
}

fn hex(bytes: &[u8]) -> String {
    data_encoding::HEXLOWER.encode(bytes)
}

fn unhex(text: &str) -> Result<Vec<u8>> {
    data_encoding::HEXLOWER
        .decode(text.as_bytes())
        .map_err(|_| Error::Damaged {
            what: "the key file".into(),
        })
}

/// What only the holder of the data key can write under a text: HKDF-SHA256 from that key, bound to the text.
pub fn seal_of(data_key: &SecretBytes, text: &[u8]) -> Result<String> {
    let mut seal = [0u8; 32];
    let mut info = b"casebook key file 1 ".to_vec();
    info.extend_from_slice(&Sha256::digest(text));
    Hkdf::<Sha256>::new(None, data_key.as_slice())
        .expand(&info, &mut seal)
        .map_err(|_| Error::Damaged {
            what: "the key file's seal".into(),
        })?;
    Ok(hex(&seal))
}

/// A digest that takes as long as a passphrase does, over something public: what it is made of can't be tried by the
/// billion. Part of a stored format: the parameters never change.
pub fn slow_digest(text: &[u8], salt: &[u8; 16]) -> Result<[u8; 32]> {
    let failed = || Error::Damaged {
        what: "the derivation of a fingerprint".into(),
    };
    let params = Params::new(65_536, 3, 1, Some(32)).map_err(|_| failed())?;
    let mut digest = [0; 32];
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(text, salt, &mut digest)
        .map_err(|_| failed())?;
    Ok(digest)
}

/// Wraps 32 bytes by a passphrase. `bound` is authenticated with them.
pub fn wrap(
    secret: &SecretBytes,
    passphrase: &str,
    derivation: &Derivation,
    bound: &[u8],
) -> Result<Wrapped> {
    wrap_with(secret, passphrase, derivation, bound, random::<24>()?)
}

/// The same with a nonce that is handed in, which is never used twice: for the test vectors of the format.
pub fn wrap_with(
    secret: &SecretBytes,
    passphrase: &str,
    derivation: &Derivation,
    bound: &[u8],
    nonce: [u8; 24],
) -> Result<Wrapped> {
    let key = derivation.key(passphrase)?;
    let sealed = XChaCha20Poly1305::new((&*key).into())
        .encrypt(
            &XNonce::from(nonce),
            Payload {
                msg: secret.as_slice(),
                aad: bound,
            },
        )
        .map_err(|_| Error::Damaged {
            what: "the cipher".into(),
        })?;
    Ok(Wrapped {
        nonce: hex(&nonce),
        sealed: hex(&sealed),
    })
}

/// Opens a wrap. The tag alone decides: any failure of it is `WrongPassphrase`.
pub fn unwrap(
    wrapped: &Wrapped,
    passphrase: &str,
    derivation: &Derivation,
    bound: &[u8],
) -> Result<SecretBytes> {
    let key = derivation.key(passphrase)?;
    let nonce =
        <[u8; 24]>::try_from(unhex(&wrapped.nonce)?.as_slice()).map_err(|_| Error::Damaged {
            what: "the key file".into(),
        })?;
    let sealed = unhex(&wrapped.sealed)?;
    let opened = Zeroizing::new(
        XChaCha20Poly1305::new((&*key).into())
            .decrypt(
                &XNonce::from(nonce),
                Payload {
                    msg: &sealed,
                    aad: bound,
                },
            )
            .map_err(|_| Error::WrongPassphrase)?,
    );
    secret(&opened)
}

fn secret(bytes: &[u8]) -> Result<SecretBytes> {
    let mut out = SecretBytes::default();
    if bytes.len() != out.len() {
        return Err(Error::Damaged {
            what: "a wrapped key".into(),
        });
    }
    out.copy_from_slice(bytes);
    Ok(out)
}

/// A fresh 256-bit secret.
pub fn fresh_secret() -> Result<SecretBytes> {
    let mut secret = SecretBytes::default();
    fill(secret.as_mut_slice())?;
    Ok(secret)
}

fn derive(secret: &SecretBytes, purpose: &str) -> SecretBytes {
    let mut out = SecretBytes::default();
    // 32 bytes are far below HKDF's limit of 255 blocks, so this cannot fail.
    let _ = Hkdf::<Sha256>::new(None, secret.as_slice()).expand(purpose.as_bytes(), out.as_mut());
    out
}

/// What one holder of a secret can do: sign, and open what is sealed to them.
pub struct Holder {
    signing: SigningKey,
    private: <X25519HkdfSha256 as hpke::Kem>::PrivateKey,
    public: <X25519HkdfSha256 as hpke::Kem>::PublicKey,
}

impl std::fmt::Debug for Holder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Holder(…)")
    }
}

impl Holder {
    /// The pairs that belong to a secret.
    pub fn of(secret: &SecretBytes) -> Self {
        let (private, public) = X25519HkdfSha256::derive_keypair(
            derive(secret, "casebook x25519 sealing key 1").as_slice(),
        );
        let signing = SigningKey::from_bytes(&derive(secret, "casebook ed25519 signing key 1"));
        Self {
            signing,
            private,
            public,
        }
    }

    /// The signing pair.
    pub const fn signing(&self) -> &SigningKey {
        &self.signing
    }

    /// The public half of the signing pair, hexadecimal.
    pub fn signing_public(&self) -> String {
        hex(self.signing.verifying_key().as_bytes())
    }

    /// The public half of the sealing pair, hexadecimal.
    pub fn sealing_public(&self) -> String {
        hex(&self.public.to_bytes())
    }

    /// Opens what was sealed to this holder. `bound` must be what it was sealed with.
    pub fn open(&self, sealed: &SealedTo, bound: &[u8]) -> Result<SecretBytes> {
        let damaged = || Error::Damaged {
            what: "the key file: a sealed data key".into(),
        };
        let encapsulated =
            <X25519HkdfSha256 as hpke::Kem>::EncappedKey::from_bytes(&unhex(&sealed.encapsulated)?)
                .map_err(|_| damaged())?;
        let opened = Zeroizing::new(
            hpke::single_shot_open::<ChaCha20Poly1305, HkdfSha256, X25519HkdfSha256>(
                &OpModeR::Base,
                &self.private,
                &encapsulated,
                INFO,
                &unhex(&sealed.sealed)?,
                bound,
            )
            .map_err(|_| damaged())?,
        );
        secret(&opened)
    }
}

const INFO: &[u8] = b"casebook data key 1";

/// Seals 32 bytes to a holder's public key. `bound` is authenticated with them.
pub fn seal_to(public: &str, key: &SecretBytes, bound: &[u8]) -> Result<SealedTo> {
    let damaged = || Error::Damaged {
        what: "the key file: a public key".into(),
    };
    let public = <X25519HkdfSha256 as hpke::Kem>::PublicKey::from_bytes(&unhex(public)?)
        .map_err(|_| damaged())?;
    let (encapsulated, sealed) = hpke::single_shot_seal::<
        ChaCha20Poly1305,
        HkdfSha256,
        X25519HkdfSha256,
    >(&OpModeS::Base, &public, INFO, key.as_slice(), bound)
    .map_err(|_| damaged())?;
    Ok(SealedTo {
        encapsulated: hex(&encapsulated.to_bytes()),
        sealed: hex(&sealed),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quick() -> Derivation {
        Derivation {
            memory_kib: 64,
            passes: 1,
            salt: "00".repeat(16),
        }
    }

    #[test]
    fn only_the_right_passphrase_and_binding_open_a_wrap() {
        let secret = fresh_secret().unwrap();
        let wrapped = wrap(&secret, "a long passphrase", &quick(), b"register 1").unwrap();
        assert_eq!(
            unwrap(&wrapped, "a long passphrase", &quick(), b"register 1").unwrap(),
            secret
        );
        for (pass, bound) in [
            ("A long passphrase", "register 1"),
            ("a long passphrase", "register 2"),
        ] {
            assert!(matches!(
                unwrap(&wrapped, pass, &quick(), bound.as_bytes()),
                Err(Error::WrongPassphrase)
            ));
        }
    }

    #[test]
    fn a_data_key_opens_for_its_holder_only_and_only_where_it_was_bound() {
        let (a, b) = (
            Holder::of(&fresh_secret().unwrap()),
            Holder::of(&fresh_secret().unwrap()),
        );
        let key = fresh_secret().unwrap();
        let sealed = seal_to(&a.sealing_public(), &key, b"generation 3").unwrap();
        assert_eq!(a.open(&sealed, b"generation 3").unwrap(), key);
        assert!(b.open(&sealed, b"generation 3").is_err());
        assert!(a.open(&sealed, b"generation 2").is_err());
    }

    #[test]
    fn the_same_secret_always_makes_the_same_pairs() {
        // A vector for the stored format: changing the derivation would lock every register.
        let secret = SecretBytes::new(&[7; 32]);
        let holder = Holder::of(&secret);
        assert_eq!(
            holder.signing_public(),
            Holder::of(&secret).signing_public()
        );
        assert_eq!(
            (
                holder.signing_public().as_str(),
                holder.sealing_public().as_str()
            ),
            (VECTOR_SIGNING, VECTOR_SEALING)
        );
    }

    const VECTOR_SIGNING: &str = "5912714ae3438adc8865739c56a2c4897737ffeb33ceefb03b73bc0ef2831730";
    const VECTOR_SEALING: &str = "053af50974d0f281d56608a208f9bf837c7babc0228874deed7fdc1c9081c46e";
}

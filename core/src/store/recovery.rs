//! The recovery key: 160 random bits, printed as eight groups of four, with a check so that a slip is noticed.
//!
//! Crockford's base 32 (no I, L, O, U): 32 characters hold the 160 bits less 10 that are a checksum.

use super::keys::{Holder, SecretBytes};
use crate::error::{Error, Result};
use crate::ids::random;
use crate::sensitive::Secret;
use hkdf::Hkdf;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// A recovery key.
pub struct RecoveryKey(Zeroizing<String>);

impl RecoveryKey {
    /// A new key: 30 random characters and 2 of checksum.
    pub fn fresh() -> Result<Self> {
        let bytes = Zeroizing::new(random::<30>()?);
        let mut text = Zeroizing::new(String::with_capacity(32));
        for byte in bytes.iter() {
            // 256 is a multiple of 32, so every character is equally likely.
            text.push(char::from(
                ALPHABET
                    .get(usize::from(byte % 32))
                    .copied()
                    .unwrap_or(b'0'),
            ));
        }
        let check = checksum(&text);
        text.push_str(&check);
        Ok(Self(text))
    }

    /// Reads a key as typed: case, spaces and dashes do not matter; I, L and O are read as the digits they look like.
    ///
    /// Errors: `Invalid` naming `field` when it cannot be a recovery key.
    pub fn parse(typed: &Secret, field: &str) -> Result<Self> {
        let fault = |message: &str| Error::field(field, "recovery-key", message);
        let mut text = Zeroizing::new(String::with_capacity(32));
        for c in typed.expose().chars() {
            match c.to_ascii_uppercase() {
                'I' | 'L' => text.push('1'),
                'O' => text.push('0'),
                c if c.is_ascii() && u8::try_from(c).is_ok_and(|b| ALPHABET.contains(&b)) => {
                    text.push(c)
                }
                c if c.is_whitespace() || c == '-' || c == '\u{2010}' || c == '\u{2013}' => {}
                _ => {
                    return Err(fault(
                        "A recovery key has only letters and digits, in eight groups of four.",
                    ));
                }
            }
        }
        if text.len() != 32 {
            return Err(fault(
                "A recovery key has 32 letters and digits, in eight groups of four.",
            ));
        }
        let (body, check) = text.split_at(30);
        if checksum(body) != check {
            return Err(fault(
                "One of the letters or digits is not right. Compare each group with the printed key.",
            ));
        }
        Ok(Self(text))
    }

    /// Eight groups of four.
    pub fn printed(&self) -> String {
        let mut out = String::with_capacity(39);
        for (i, c) in self.0.chars().enumerate() {
            if i > 0 && i % 4 == 0 {
                out.push('-');
            }
            out.push(c);
        }
        out
    }

    /// What the key opens. It has 150 random bits, so that no slow derivation is needed.
    pub fn holder(&self) -> Holder {
        let mut secret = SecretBytes::default();
        let _ = Hkdf::<Sha256>::new(Some(b"casebook recovery key 1"), self.0.as_bytes())
            .expand(b"holder", secret.as_mut());
        Holder::of(&secret)
    }
}

fn checksum(body: &str) -> String {
    let digest = Sha256::digest(body.as_bytes());
    digest
        .iter()
        .take(2)
        .map(|b| char::from(ALPHABET.get(usize::from(b % 32)).copied().unwrap_or(b'0')))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_reads_back_however_it_is_typed() {
        let key = RecoveryKey::fresh().unwrap();
        let printed = key.printed();
        assert_eq!(printed.len(), 39);
        for typed in [
            printed.to_lowercase(),
            printed.replace('-', " "),
            printed.replace('0', "o").replace('1', "l"),
        ] {
            let read = RecoveryKey::parse(&Secret::new(typed), "recovery_key").unwrap();
            assert_eq!(
                read.holder().sealing_public(),
                key.holder().sealing_public()
            );
        }
    }

    #[test]
    fn a_slip_is_noticed_before_anything_is_tried() {
        let key = RecoveryKey::fresh().unwrap().printed();
        let mut missed = 0;
        for place in (0..39).filter(|p| p % 5 != 4) {
            let mut typed: Vec<char> = key.chars().collect();
            typed[place] = if typed[place] == 'Z' { 'Y' } else { 'Z' };
            if RecoveryKey::parse(&Secret::new(typed.iter().collect::<String>()), "k").is_ok() {
                missed += 1;
            }
        }
        // A ten-bit checksum misses one slip in 1,024.
        assert!(missed <= 1);
    }
}

//! The register's fingerprint: twelve words that commit to the whole journal up to one entry, for the minutes of a
//! meeting. Whoever has the words can show later that nothing before that entry was changed, taken out or put in.
//!
//! 132 bits: 100 of a digest over the ends of all chains at that entry, 28 of the entry's position, 4 of a check on the
//! words themselves. The digest is slow to make (Argon2id), so that nobody looks for two journals with the same words.
//! Words and numbers: `docs/adr/0014-twelve-words.md`.

use crate::error::{Error, Result};
use crate::ids::ChainId;
use crate::store::{keys, word_list};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// The ends of all chains at one entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ends {
    /// The entry's position: all up to it are meant.
    pub position: u32,
    /// How many entries that is.
    pub entries: u32,
    /// Place in its chain and hash of the last entry of each chain.
    pub chains: BTreeMap<ChainId, (u64, [u8; 32])>,
}

/// How many words.
const WORDS: usize = 12;

/// Of the digest, in bits.
const DIGEST: u32 = 100;
/// Of the position.
const POSITION: u32 = 28;
/// Of the check.
const CHECK: u32 = 4;

/// A fingerprint as its words say it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fingerprint {
    digest: u128,
    position: u32,
}

fn first_bits(bytes: &[u8], bits: u32) -> u128 {
    let number = bytes
        .iter()
        .take(16)
        .fold(0u128, |number, byte| number << 8 | u128::from(*byte));
    number >> (128 - bits)
}

/// Spreads the position over its bits: journals of any length have words that look alike nowhere.
fn mask(digest: u128) -> u32 {
    let spread = Sha256::digest([b"casebook position ".as_slice(), &digest.to_be_bytes()].concat());
    u32::try_from(first_bits(&spread, POSITION)).unwrap_or_default()
}

fn check(digest: u128, masked: u32) -> u128 {
    let text = [
        b"casebook words ".as_slice(),
        &digest.to_be_bytes(),
        &masked.to_be_bytes(),
    ]
    .concat();
    first_bits(&Sha256::digest(text), CHECK)
}

impl Ends {
    /// The fingerprint. Errors: `Refused` for a journal too long to be named (268 million entries).
    pub fn fingerprint(&self) -> Result<Fingerprint> {
        if self.position >> POSITION != 0 {
            return Err(Error::Refused {
                rule: "too-long-to-name",
                message: "The record is too long for a fingerprint of twelve words.".into(),
            });
        }
        let mut text = format!(
            "casebook fingerprint 1\n{} {}\n",
            self.position, self.entries
        );
        for (chain, (sequence, hash)) in &self.chains {
            let hash = data_encoding::HEXLOWER.encode(hash);
            text.push_str(&format!("{chain} {sequence} {hash}\n"));
        }
        let slow = keys::slow_digest(&Sha256::digest(text), b"casebook words 1")?;
        Ok(Fingerprint {
            digest: first_bits(&slow, DIGEST),
            position: self.position,
        })
    }
}

impl Fingerprint {
    /// The last entry that it speaks of.
    pub const fn position(&self) -> u32 {
        self.position
    }

    /// The twelve words.
    pub fn words(&self) -> String {
        let masked = self.position ^ mask(self.digest);
        let check = check(self.digest, masked);
        // 132 bits do not fit one number: eleven at a time from the front.
        let bits: Vec<bool> = [
            (self.digest, DIGEST),
            (u128::from(masked), POSITION),
            (check, CHECK),
        ]
        .iter()
        .flat_map(|(number, count)| (0..*count).rev().map(move |bit| number >> bit & 1 == 1))
        .collect();
        let list = word_list::words();
        bits.chunks(11)
            .filter_map(|eleven| {
                let index = eleven
                    .iter()
                    .fold(0usize, |index, bit| index << 1 | usize::from(*bit));
                list.get(index).copied()
            })
            .collect::<Vec<_>>()
            .join(" ")
    }

    /// Reads words as they were typed: capitals, commas, line breaks, numbers before them and words cut after their
    /// fourth letter are taken.
    ///
    /// Errors: `Invalid` naming `fingerprint`, and the word that is none.
    pub fn read(typed: &str) -> Result<Self> {
        let fault = |message: String| Error::field("fingerprint", "words", message);
        let words = word_list::typed(typed);
        if words.len() != WORDS {
            return Err(fault(format!(
                "A fingerprint has twelve words; these are {}.",
                words.len()
            )));
        }
        let mut bits: Vec<bool> = Vec::with_capacity(WORDS * 11);
        for (word, place) in words.iter().zip(1u32..) {
            let index = word_list::index_of(word).ok_or_else(|| {
                fault(format!(
                    "Word {place} (“{word}”) is not one that a fingerprint is made of. Look at it again."
                ))
            })?;
            bits.extend((0..11).rev().map(|bit| index >> bit & 1 == 1));
        }
        let number = |from: u32, count: u32| {
            let skip = usize::try_from(from).unwrap_or(usize::MAX);
            let take = usize::try_from(count).unwrap_or_default();
            bits.iter()
                .skip(skip)
                .take(take)
                .fold(0u128, |number, bit| number << 1 | u128::from(*bit))
        };
        let digest = number(0, DIGEST);
        let masked = u32::try_from(number(DIGEST, POSITION)).unwrap_or_default();
        if number(DIGEST + POSITION, CHECK) != check(digest, masked) {
            return Err(fault(
                "These words do not belong together: one is wrong, or two have changed places. Look at them again.".into(),
            ));
        }
        Ok(Self {
            digest,
            position: masked ^ mask(digest),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ends(position: u32) -> Ends {
        let chain = ChainId::from_bytes([7; 16]);
        Ends {
            position,
            entries: position,
            chains: BTreeMap::from([(chain, (u64::from(position), [9; 32]))]),
        }
    }

    #[test]
    fn the_list_is_the_one_that_was_written_down() {
        // BIP-39, English: 2,048 words, each told by its first four letters. Another list would give other words for the
        // fingerprints in minutes that were kept.
        let list = word_list::words();
        let text = list.map(|w| format!("{w}\n")).concat();
        assert_eq!(
            data_encoding::HEXLOWER.encode(&Sha256::digest(text)),
            "2f5eed53a4727b4bf8880d8f3f199efc90e58503646d9ff8eff3a2ed3b24dbda"
        );
        let mut begins: Vec<String> = list.iter().map(|w| w.chars().take(4).collect()).collect();
        begins.dedup();
        assert_eq!(begins.len(), 2_048);
    }

    #[test]
    fn twelve_words_read_back_however_they_are_typed() {
        for position in [1, 412, 3_000_000, (1 << 28) - 1] {
            let made = ends(position).fingerprint().unwrap();
            let words = made.words();
            assert_eq!(words.split(' ').count(), 12, "{words}");
            assert_eq!(Fingerprint::read(&words).unwrap(), made);
            let typed: String = words
                .split(' ')
                .zip(1..)
                .map(|(word, n)| {
                    let short: String = word.chars().take(4).collect();
                    format!("{n}. {},\n", short.to_uppercase())
                })
                .collect();
            assert_eq!(Fingerprint::read(&typed).unwrap(), made, "{typed}");
            assert_eq!(made.position(), position);
        }
        assert!(ends(1 << 28).fingerprint().is_err());
    }

    #[test]
    fn other_ends_have_other_words_from_the_first_on() {
        let first = ends(412).fingerprint().unwrap().words();
        let next = ends(413).fingerprint().unwrap().words();
        let mut changed = ends(412);
        changed
            .chains
            .values_mut()
            .for_each(|(_, hash)| hash[31] ^= 1);
        let changed = changed.fingerprint().unwrap().words();
        let mut fewer = ends(412);
        fewer.entries = 411;
        let fewer = fewer.fingerprint().unwrap().words();
        for other in [&next, &changed, &fewer] {
            let same = first
                .split(' ')
                .zip(other.split(' '))
                .filter(|(a, b)| a == b);
            assert!(same.count() <= 2, "{first} / {other}");
        }
    }

    #[test]
    fn a_mistyped_word_is_named_and_swapped_ones_are_mostly_noticed() {
        let words = ends(412).fingerprint().unwrap().words();
        let said = |typed: &str| match Fingerprint::read(typed) {
            Err(Error::Invalid(faults)) => faults[0].message.clone(),
            other => panic!("{other:?}"),
        };
        assert!(said("abandon ability").contains("twelve words; these are 2"));
        let mut wrong: Vec<&str> = words.split(' ').collect();
        wrong[4] = "okafor";
        assert!(said(&wrong.join(" ")).contains("Word 5 (“okafor”)"));
        let mut noticed = 0;
        for place in 0..11 {
            let mut swapped: Vec<&str> = words.split(' ').collect();
            swapped.swap(place, place + 1);
            noticed += u32::from(Fingerprint::read(&swapped.join(" ")).is_err());
        }
        // One in sixteen passes the check, and then does not fit the record.
        assert!(noticed >= 8, "{noticed}");
    }
}

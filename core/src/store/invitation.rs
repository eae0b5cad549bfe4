//! The code of an invitation: six words, 60 random bits and 6 of a check, so that a slip is noticed before it counts as a
//! wrong try.

use super::word_list;
use crate::error::{Error, Result};
use crate::ids::random;
use crate::sensitive::Secret;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

/// How many words.
const WORDS: usize = 6;
/// How many bits are chance.
const CHANCE: u32 = 60;
/// How many bits check them.
const CHECK: u32 = 6;

/// A code, as its words.
pub struct InvitationCode(Zeroizing<String>);

impl InvitationCode {
    /// A new code.
    pub fn fresh() -> Result<Self> {
        let chance = random::<8>()?;
        Ok(Self::of(u64::from_be_bytes(chance) >> (64 - CHANCE)))
    }

    fn of(chance: u64) -> Self {
        let bits = u128::from(chance) << CHECK | u128::from(check(chance));
        let mut text = Zeroizing::new(String::new());
        for place in (0..WORDS).rev() {
            let index = usize::try_from(bits >> (11 * place) & 0x7ff).unwrap_or_default();
            if !text.is_empty() {
                text.push(' ');
            }
            text.push_str(word_list::words().get(index).copied().unwrap_or_default());
        }
        Self(text)
    }

    /// Reads a code as typed: capitals, numbers, commas and lines do not matter, and four letters of a word are enough.
    ///
    /// Errors: `Invalid` naming `field` when it cannot be a code.
    pub fn parse(typed: &Secret, field: &str) -> Result<Self> {
        let fault = |message: String| Error::field(field, "invitation-code", message);
        let words = Zeroizing::new(word_list::typed(typed.expose()));
        if words.len() != WORDS {
            return Err(fault("The code of an invitation has six words.".into()));
        }
        let mut bits = 0u128;
        for (word, place) in words.iter().zip(1u32..) {
            let index = word_list::index_of(word).ok_or_else(|| {
                fault(format!(
                    "Word {place} is not one that a code is made of. Look at it again."
                ))
            })?;
            bits = bits << 11 | u128::try_from(index).unwrap_or_default();
        }
        let chance = u64::try_from(bits >> CHECK).unwrap_or_default();
        if bits & ((1 << CHECK) - 1) != u128::from(check(chance)) {
            return Err(fault(
                "These words do not belong together: one is wrong, or two have changed places."
                    .into(),
            ));
        }
        Ok(Self::of(chance))
    }

    /// Six words with blanks between them: shown once, and what the invitation is wrapped by.
    pub fn words(&self) -> &str {
        &self.0
    }
}

fn check(chance: u64) -> u8 {
    let digest =
        Sha256::digest([b"casebook invitation ".as_slice(), &chance.to_be_bytes()].concat());
    digest.first().copied().unwrap_or_default() >> (8 - CHECK)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(typed: &str) -> Result<InvitationCode> {
        InvitationCode::parse(&Secret::new(typed), "code")
    }

    #[test]
    fn a_code_reads_back_however_it_is_typed_and_another_is_another() {
        let code = InvitationCode::fresh().unwrap();
        assert_eq!(code.words().split(' ').count(), 6);
        assert_ne!(code.words(), InvitationCode::fresh().unwrap().words());
        let short: String = code
            .words()
            .split(' ')
            .zip(1..)
            .map(|(word, n)| {
                let short: String = word.chars().take(4).collect();
                format!("{n}. {},\n", short.to_uppercase())
            })
            .collect();
        for typed in [
            code.words().to_owned(),
            short,
            format!("  {}. ", code.words()),
        ] {
            assert_eq!(parse(&typed).unwrap().words(), code.words());
        }
    }

    #[test]
    fn a_slip_is_noticed_before_anything_is_tried() {
        let list = word_list::words();
        let code = InvitationCode::of(0x0123_4567_89ab_cdef >> 4);
        let words: Vec<&str> = code.words().split(' ').collect();
        let mut missed = 0;
        for place in 0..6 {
            for other in list.iter().step_by(64).filter(|w| **w != words[place]) {
                let mut typed = words.clone();
                typed[place] = other;
                missed += u32::from(parse(&typed.join(" ")).is_ok());
            }
        }
        // A check of six bits misses one slip in 64: of 192 tried, three are to be expected.
        assert!(missed <= 10, "{missed}");
        for wrong in [
            "",
            "abandon ability able",
            "casebook casebook casebook casebook casebook casebook",
        ] {
            let Err(Error::Invalid(faults)) = parse(wrong) else {
                panic!("{wrong}");
            };
            assert_eq!(faults[0].field, "code");
            assert!(
                !faults[0].message.contains("casebook"),
                "a code is never repeated"
            );
        }
    }
}

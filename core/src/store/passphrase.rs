//! How strong a passphrase is, by zxcvbn's estimate of the guesses it withstands.

use crate::error::{Error, FieldError, Result};

/// An estimate with advice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Strength {
    /// 0 to 4.
    pub score: u8,
    /// 3 or more, and at least [`MINIMUM`] characters.
    pub acceptable: bool,
    /// One plain sentence.
    pub guidance: String,
}

/// The fewest characters that a passphrase may have.
pub const MINIMUM: usize = 12;

/// Longer than this adds no strength that anybody could use, and slows the derivation.
pub const MAXIMUM: usize = 256;

/// Estimates a passphrase; names and other words that a guesser would try first count for nothing.
pub fn strength(passphrase: &str, known: &[&str]) -> Strength {
    let length = passphrase.chars().count();
    let known: Vec<String> = known.iter().map(|k| k.to_lowercase()).collect();
    let words: Vec<&str> = known
        .iter()
        .flat_map(|k| k.split_whitespace())
        .chain(["casebook", "register", "hospital", "nhs"])
        .collect();
    let capped: String = passphrase.chars().take(100).collect();
    // What is left without the words that a guesser tries first must be strong by itself.
    let mut rest = capped.to_lowercase();
    for word in words.iter().filter(|w| w.chars().count() >= 3) {
        rest = rest.replace(word, "");
    }
    let score = [&capped, &rest]
        .into_iter()
        .map(|text| u8::from(zxcvbn::zxcvbn(text, &words).score()))
        .min()
        .unwrap_or(0);
    let acceptable = score >= 3 && (MINIMUM..=MAXIMUM).contains(&length);
    let guidance = if length > MAXIMUM {
        format!("Use at most {MAXIMUM} characters.")
    } else if length < MINIMUM {
        format!(
            "Use at least {MINIMUM} characters: three or four unrelated words are easiest to remember."
        )
    } else if acceptable && score == 4 {
        "Very strong.".to_owned()
    } else if acceptable {
        "Strong enough. One more unrelated word would make it very strong.".to_owned()
    } else {
        "Too easy to guess. Add one or two words that have nothing to do with you or with each other."
            .to_owned()
    };
    Strength {
        score,
        acceptable,
        guidance,
    }
}

/// Errors: `Invalid` naming `field` for a passphrase that is not [`Strength::acceptable`].
pub fn require(passphrase: &str, known: &[&str], field: &str) -> Result<()> {
    let strength = strength(passphrase, known);
    if strength.acceptable {
        return Ok(());
    }
    Err(Error::Invalid(vec![FieldError::new(
        field,
        "passphrase-strength",
        strength.guidance,
    )]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_common_and_personal_passphrases_are_refused() {
        for weak in [
            "",
            "short",
            "password1234",
            "aaaaaaaaaaaaaaaa",
            "Okafor Okafor",
            "casebook casebook",
        ] {
            assert!(!strength(weak, &["Dr A. Okafor"]).acceptable, "{weak}");
        }
    }

    #[test]
    fn a_few_unrelated_words_are_accepted() {
        assert!(strength("gravel teapot lighthouse moth", &["Dr A. Okafor"]).acceptable);
    }
}

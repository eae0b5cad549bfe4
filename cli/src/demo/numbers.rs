//! NHS numbers for people who do not exist: from the range beginning 999, which is kept for tests,
//! with a check digit that passes Modulus 11.

use super::chance::Chance;
use std::collections::BTreeSet;

/// The check digit of nine digits; `None` where Modulus 11 gives 10, which is never issued.
fn check_digit(nine: u32) -> Option<u32> {
    let mut rest = nine;
    let mut sum = 0;
    // From the right the weights are 2 to 10.
    for weight in 2..=10 {
        sum += weight * (rest % 10);
        rest /= 10;
    }
    match 11 - sum % 11 {
        11 => Some(0),
        10 => None,
        digit => Some(digit),
    }
}

/// Gives each number once.
#[derive(Debug)]
pub(super) struct Numbers {
    chance: Chance,
    given: BTreeSet<u32>,
}

impl Numbers {
    /// The numbers of a seed.
    pub(super) const fn new(seed: u64) -> Self {
        Self {
            chance: Chance::new(seed, u64::MAX),
            given: BTreeSet::new(),
        }
    }

    /// The next number, ten digits. There are about 909,000; far fewer are ever asked for.
    pub(super) fn next(&mut self) -> String {
        loop {
            let nine = 999_000_000 + self.chance.below(1_000_000);
            if let Some(check) = check_digit(nine)
                && self.given.insert(nine)
            {
                return format!("{nine}{check}");
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use casebook_core::patients::NhsNumber;

    #[test]
    fn the_check_digit_agrees_with_numbers_worked_by_hand() {
        for (nine, check) in [
            (999_000_001, Some(8)),
            (999_000_002, Some(6)),
            (999_000_010, Some(7)),
            (999_000_005, Some(0)),
            (943_476_591, Some(9)),
            (999_000_000, None),
        ] {
            assert_eq!(check_digit(nine), check, "{nine}");
        }
    }

    #[test]
    fn every_number_is_in_the_test_range_passes_the_register_s_own_check_and_comes_once() {
        let mut numbers = Numbers::new(1);
        let mut seen = BTreeSet::new();
        for _ in 0..5_000 {
            let number = numbers.next();
            assert!(number.starts_with("999") && number.len() == 10, "{number}");
            assert!(NhsNumber::parse(&number).is_ok(), "{number}");
            assert!(seen.insert(number));
        }
    }

    #[test]
    fn the_same_seed_gives_the_same_numbers() {
        let draw = |seed| {
            let mut numbers = Numbers::new(seed);
            (0..5).map(|_| numbers.next()).collect::<Vec<_>>()
        };
        assert_eq!(draw(1), draw(1));
        assert_ne!(draw(1), draw(2));
    }
}

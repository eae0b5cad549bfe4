//! The NHS number: ten digits, the last a Modulus 11 check (weights 10 to 2; 11 becomes 0; 10 is never given).

use crate::error::{FieldError, Result};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// A valid NHS number.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NhsNumber(u64);

impl NhsNumber {
    /// Reads a number in any spacing, with dashes or without.
    ///
    /// Errors: `Invalid` naming `nhs_number` for a wrong length, other characters, or a failed check digit.
    pub fn parse(text: &str) -> Result<Self> {
        Self::check(text).map_err(|e| crate::error::Error::Invalid(vec![e]))
    }

    /// As [`NhsNumber::parse`], with the bare fault.
    pub(crate) fn check(text: &str) -> std::result::Result<Self, FieldError> {
        let fault = |rule: &str, message: &str| FieldError::new("nhs_number", rule, message);
        let kept: String = text
            .chars()
            .filter(|c| !c.is_whitespace() && !matches!(c, '-' | '\u{2010}'..='\u{2015}'))
            .collect();
        if kept.is_empty() || !kept.chars().all(|c| c.is_ascii_digit()) {
            return Err(fault(
                "digits",
                "An NHS number is 10 digits, such as 999 000 0018.",
            ));
        }
        if kept.len() != 10 {
            return Err(fault(
                "length",
                &format!("An NHS number has 10 digits; this has {}.", kept.len()),
            ));
        }
        let digits: Vec<u64> = kept
            .chars()
            .filter_map(|c| c.to_digit(10))
            .map(u64::from)
            .collect();
        let sum: u64 = digits
            .iter()
            .zip((2..=10u64).rev())
            .map(|(d, w)| d * w)
            .sum();
        let check = match 11 - sum % 11 {
            11 => 0,
            other => other,
        };
        if digits.last() != Some(&check) {
            return Err(fault(
                "modulus-11",
                "The last digit does not fit the others: a digit was mistyped. Check the number, or leave it empty for now.",
            ));
        }
        Ok(Self(digits.iter().fold(0, |n, d| n * 10 + d)))
    }

    /// Ten digits without spaces, as stored and searched.
    pub fn digits(self) -> String {
        format!("{:010}", self.0)
    }
}

/// The 3-3-4 form (NHS CUI NUM-0002).
impl fmt::Display for NhsNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (first, middle, last) = (
            self.0 / 10_000_000,
            self.0 / 10_000 % 1_000,
            self.0 % 10_000,
        );
        write!(f, "{first:03} {middle:03} {last:04}")
    }
}

impl fmt::Debug for NhsNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("NhsNumber(…)")
    }
}

impl Serialize for NhsNumber {
    fn serialize<S: Serializer>(&self, s: S) -> std::result::Result<S::Ok, S::Error> {
        s.serialize_str(&self.digits())
    }
}

impl<'de> Deserialize<'de> for NhsNumber {
    fn deserialize<D: Deserializer<'de>>(d: D) -> std::result::Result<Self, D::Error> {
        let text = String::deserialize(d)?;
        Self::check(&text).map_err(|e| serde::de::Error::custom(e.message))
    }
}

impl ts_rs::TS for NhsNumber {
    type WithoutGenerics = Self;
    type OptionInnerType = Self;
    fn name(_: &ts_rs::Config) -> String {
        "NhsNumber".to_owned()
    }
    fn inline(_: &ts_rs::Config) -> String {
        "string".to_owned()
    }
    fn decl(_: &ts_rs::Config) -> String {
        "type NhsNumber = string;".to_owned()
    }
    fn decl_concrete(cfg: &ts_rs::Config) -> String {
        Self::decl(cfg)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_that_pass_the_check_are_read_in_any_spacing_and_shown_3_3_4() {
        for (typed, shown) in [
            ("9434765919", "943 476 5919"),
            ("999 000 0018", "999 000 0018"),
            (" 999-000-0026 ", "999 000 0026"),
            ("99900 00107", "999 000 0107"),
            ("9990000050", "999 000 0050"),
        ] {
            assert_eq!(NhsNumber::parse(typed).unwrap().to_string(), shown);
        }
    }

    #[test]
    fn numbers_that_fail_the_check_are_refused() {
        for typed in [
            "999 123 4560",
            "123 456 7890",
            "999 000 0019",
            "99900001",
            "",
            "99900000l8",
        ] {
            assert!(NhsNumber::check(typed).is_err(), "{typed}");
        }
        assert!((0..10).all(|d| NhsNumber::check(&format!("999000000{d}")).is_err()));
    }

    #[test]
    fn every_single_wrong_digit_is_noticed() {
        let good = "9990000018";
        for place in 0..10 {
            for digit in '0'..='9' {
                let mut typed: Vec<char> = good.chars().collect();
                if typed[place] != digit {
                    typed[place] = digit;
                    assert!(NhsNumber::check(&typed.iter().collect::<String>()).is_err());
                }
            }
        }
    }
}

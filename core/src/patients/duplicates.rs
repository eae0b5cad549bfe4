//! Who may already be in the register, and whose names could be taken for one another.
//!
//! Deliberately simple and explainable: every reason is shown in words, a person decides.

use super::{Patient, PatientId};
use serde::Serialize;
use ts_rs::TS;

/// How likely two entries are the same person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum Likeness {
    /// The name alone is confusingly similar: a warning, not a duplicate.
    SimilarName,
    /// Name and date of birth nearly agree.
    Likely,
    /// The NHS number is the same.
    SameNumber,
}

/// A patient who may be the same person.
#[derive(Clone, Debug, Serialize, TS)]
pub struct DuplicateView {
    /// The patient.
    pub id: PatientId,
    /// `NOWAK, Halina (Ms)`
    pub name: String,
    /// `14-Mar-1983 (43y)` or `Not Known`.
    pub born: String,
    /// `999 000 0018`, or `Not Known`.
    pub nhs_number: String,
    /// How likely.
    pub likeness: Likeness,
    /// Why, in words: `Same NHS number`.
    pub why: String,
}

/// A name for comparing: lower case, letters only, accents folded, so that `Żółć` meets `Zolc`.
pub fn folded(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    text.nfkd()
        .flat_map(char::to_lowercase)
        .map(|c| match c {
            'ł' => 'l',
            'ø' => 'o',
            'đ' | 'ð' => 'd',
            'ı' => 'i',
            'ß' => 's',
            other => other,
        })
        .filter(|c| c.is_alphabetic())
        .collect()
}

/// Edits (insert, remove, replace, swap of neighbours) from one folded name to another.
fn edits(a: &str, b: &str) -> usize {
    let a: Vec<char> = a.chars().collect();
    let b: Vec<char> = b.chars().collect();
    let mut before: Vec<usize> = Vec::new();
    let mut previous: Vec<usize> = (0..=b.len()).collect();
    for (i, ca) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, cb) in b.iter().enumerate() {
            let up = previous.get(j + 1).copied().unwrap_or(usize::MAX - 1) + 1;
            let left = row.last().copied().unwrap_or(usize::MAX - 1) + 1;
            let across = previous.get(j).copied().unwrap_or(usize::MAX - 1) + usize::from(ca != cb);
            let mut best = up.min(left).min(across);
            let swapped = i > 0 && j > 0 && a.get(i - 1) == Some(cb) && b.get(j - 1) == Some(ca);
            if swapped {
                best = best.min(before.get(j - 1).copied().unwrap_or(usize::MAX - 1) + 1);
            }
            row.push(best);
        }
        before = std::mem::replace(&mut previous, row);
    }
    previous.last().copied().unwrap_or(0)
}

fn near(a: &str, b: &str) -> bool {
    if a == b {
        return true;
    }
    let (long_a, long_b) = (a.chars().count(), b.chars().count());
    // One edit changes the length by one at most, and short names must agree.
    long_a.min(long_b) >= 5 && long_a.abs_diff(long_b) <= 1 && edits(a, b) <= 1
}

/// What of a patient is compared: names folded once, so that a list can keep them.
#[derive(Clone, Debug)]
pub struct Identity {
    /// Folded.
    pub family: String,
    /// Folded.
    pub given: String,
    /// Ten digits; empty where it is not known.
    pub nhs_number: String,
    /// Where it is known.
    pub born_on: Option<chrono::NaiveDate>,
}

impl Identity {
    /// Of a patient.
    pub fn of(patient: &Patient) -> Self {
        Self {
            family: folded(&patient.name.family),
            given: folded(&patient.name.given),
            nhs_number: patient.nhs_number.map(|n| n.digits()).unwrap_or_default(),
            born_on: patient.born_on,
        }
    }
}

/// Could the two names be taken for each other on a list?
pub fn similar_names(a: &Identity, b: &Identity) -> bool {
    let straight = near(&a.family, &b.family)
        && (a.given.chars().next() == b.given.chars().next() || near(&a.given, &b.given));
    straight || (near(&a.family, &b.given) && near(&a.given, &b.family))
}

/// How alike two patients are and why; `None` where nothing suggests one person.
pub fn likeness(a: &Identity, b: &Identity) -> Option<(Likeness, &'static str)> {
    if !a.nhs_number.is_empty() && a.nhs_number == b.nhs_number {
        return Some((Likeness::SameNumber, "Same NHS number"));
    }
    let names = similar_names(a, b);
    let different_numbers = !a.nhs_number.is_empty() && !b.nhs_number.is_empty();
    match (a.born_on, b.born_on) {
        (Some(x), Some(y)) if x == y && names && !different_numbers => {
            Some((Likeness::Likely, "Similar name, same date of birth"))
        }
        (Some(x), Some(y)) if names && !different_numbers && swapped_or_slipped(x, y) => Some((
            Likeness::Likely,
            "Similar name, date of birth differs by a slip",
        )),
        (None, _) | (_, None) if names && !different_numbers => {
            Some((Likeness::Likely, "Similar name, date of birth not known"))
        }
        _ if names => Some((Likeness::SimilarName, "Similar name")),
        _ => None,
    }
}

/// Day and month exchanged, or exactly one of day, month and year different.
fn swapped_or_slipped(a: chrono::NaiveDate, b: chrono::NaiveDate) -> bool {
    use chrono::Datelike;
    let same = [
        a.day() == b.day(),
        a.month() == b.month(),
        a.year() == b.year(),
    ];
    let exchanged = a.day() == b.month() && a.month() == b.day() && a.year() == b.year();
    exchanged || same.iter().filter(|s| **s).count() == 2
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::patients::{NhsNumber, PersonName};

    fn patient(given: &str, family: &str, born: (i32, u32, u32), number: Option<&str>) -> Identity {
        Identity::of(&Patient {
            nhs_number: number.map(|n| NhsNumber::parse(n).unwrap()),
            name: PersonName {
                given: given.into(),
                family: family.into(),
                ..PersonName::default()
            },
            born_on: chrono::NaiveDate::from_ymd_opt(born.0, born.1, born.2),
            ..Patient::default()
        })
    }

    #[test]
    fn the_same_nhs_number_is_the_same_person_whatever_the_name() {
        let a = patient("Halina", "Nowak", (1983, 3, 14), Some("999 000 0018"));
        let b = patient("Ana", "Silva", (1990, 1, 1), Some("9990000018"));
        assert_eq!(likeness(&a, &b).unwrap().0, Likeness::SameNumber);
    }

    #[test]
    fn accents_exchanged_parts_and_slips_do_not_hide_a_duplicate() {
        let a = patient("Łukasz", "Żółć", (1983, 3, 4), None);
        for b in [
            patient("Lukasz", "Zolc", (1983, 3, 4), None),
            patient("Zolc", "Lukasz", (1983, 3, 4), None),
            patient("Lukasz", "Zolc", (1983, 4, 3), None),
            patient("Lukazs", "Zolc", (1983, 3, 4), None),
        ] {
            assert_eq!(likeness(&a, &b).unwrap().0, Likeness::Likely, "{b:?}");
        }
    }

    #[test]
    fn two_people_with_their_own_numbers_only_get_a_name_warning() {
        let a = patient("Sian", "Evans", (1983, 3, 4), Some("999 000 0018"));
        let b = patient("Siân", "Evans", (1983, 3, 4), Some("999 000 0026"));
        assert_eq!(likeness(&a, &b).unwrap().0, Likeness::SimilarName);
    }

    #[test]
    fn different_people_are_left_alone() {
        let a = patient("Halina", "Nowak", (1983, 3, 14), None);
        let b = patient("Ciarán", "O’Neill", (1983, 3, 14), None);
        assert!(likeness(&a, &b).is_none());
    }

    #[test]
    fn the_short_cut_for_lengths_changes_no_answer() {
        let names = [
            "",
            "li",
            "lim",
            "evans",
            "evens",
            "evan",
            "evanss",
            "vaens",
            "llewelyn",
            "llewellyn",
            "llewellynn",
            "nowak",
            "nowk",
            "żółć",
        ];
        for a in names {
            for b in names {
                let shorter = a.chars().count().min(b.chars().count());
                let plain = edits(a, b) <= usize::from(shorter >= 5);
                assert_eq!(near(a, b), plain, "{a} {b}");
            }
        }
    }
}

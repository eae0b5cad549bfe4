//! The states of a value set: `profile,index` and a line for each state, every one exactly once.

use crate::instruments::definition::Definition;
use crate::instruments::value_set;
use crate::signed::Faults;
use std::collections::{BTreeMap, BTreeSet};

/// The most decimals of an index.
const DECIMALS: usize = 6;

/// An index as it is written, in millionths; at most six decimals.
fn millionths(text: &str) -> Option<i32> {
    let (negative, number) = match text.strip_prefix(['-', '−']) {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (whole, part) = number.split_once('.').unwrap_or((number, "0"));
    let digits = |t: &str| !t.is_empty() && t.bytes().all(|b| b.is_ascii_digit());
    if !digits(whole) || !digits(part) || part.len() > DECIMALS || whole.len() > 2 {
        return None;
    }
    let whole: i32 = whole.parse().ok()?;
    let part: i32 = format!("{part:0<6}").parse().ok()?;
    let value = whole.checked_mul(1_000_000)?.checked_add(part)?;
    Some(if negative { -value } else { value })
}

/// Reads the states. Every fault names its line.
pub(super) fn states(
    definition: &Definition,
    text: &str,
    faults: &mut Faults,
) -> BTreeMap<String, String> {
    let wanted: BTreeSet<String> = value_set::states(definition).into_iter().collect();
    let mut found: BTreeMap<String, String> = BTreeMap::new();
    let mut lines = (1u32..)
        .zip(text.lines())
        .map(|(number, line)| (number, line.trim()))
        .filter(|(_, line)| !line.is_empty());
    let header = lines.next().map_or("", |(_, line)| line);
    if header.replace(' ', "") != "profile,index" {
        faults.add(
            "states, line 1",
            "header",
            "The first line is profile,index.",
        );
    }
    for (number, line) in lines {
        let at = format!("states, line {number}");
        let Some((profile, index)) = line.split_once(',') else {
            faults.add(at, "columns", "Write a profile, a comma and its index.");
            continue;
        };
        let (profile, index) = (profile.trim(), index.trim());
        if !wanted.contains(profile) {
            faults.add(
                at,
                "profile",
                &format!("“{profile}” is no state of {}.", definition.title),
            );
            continue;
        }
        match millionths(index) {
            None => faults.add(
                at,
                "number",
                "Write the index as a number with a point and at most six decimals, such as 0.906 or -0.285.",
            ),
            Some(value) if !(-2_000_000..=1_000_000).contains(&value) => {
                faults.add(
                    at,
                    "range",
                    "An index is at most 1, full health, and at least -2.",
                );
            }
            Some(_) if found.contains_key(profile) => {
                faults.add(
                    at,
                    "twice",
                    &format!("The state {profile} is there twice."),
                );
            }
            Some(_) => {}
        }
        found.insert(profile.to_owned(), index.replace('−', "-"));
    }
    let missing: Vec<&str> = wanted
        .iter()
        .filter(|state| !found.contains_key(*state))
        .map(String::as_str)
        .collect();
    if let [first, ..] = missing.as_slice() {
        let message = format!(
            "{} of {} states are missing; the first is {first}.",
            missing.len(),
            wanted.len()
        );
        faults.add("states", "missing", &message);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::instruments::catalogue::newest;

    #[test]
    fn an_index_is_read_exactly_and_nothing_is_guessed() {
        for (text, read) in [
            ("1", 1_000_000),
            ("0.906", 906_000),
            ("-0.285", -285_000),
            ("−0.5", -500_000),
            ("0.123456", 123_456),
        ] {
            assert_eq!(millionths(text), Some(read), "{text}");
        }
        for text in [
            "",
            ".5",
            "1.",
            "0.1234567",
            "one",
            "1e2",
            "0,5",
            "100",
            "--1",
        ] {
            assert_eq!(millionths(text), None, "{text}");
        }
    }

    #[test]
    fn the_states_are_those_of_the_instrument() {
        let states = value_set::states(newest("eq-5d-3l").unwrap());
        assert_eq!(states.len(), 243);
        assert_eq!(
            (states[0].as_str(), states[242].as_str()),
            ("11111", "33333")
        );
        assert_eq!(value_set::states(newest("eq-5d-5l").unwrap()).len(), 3_125);
        assert!(value_set::states(newest("phq-9").unwrap()).is_empty());
    }
}

//! Scoring answer sheets without a register: a line of JSON in, a line of JSON out. The arithmetic is the core's.

use crate::output;
use casebook_core::instruments::definition::Definition;
use casebook_core::instruments::{ScoredView, Sheet, catalogue, did_you_mean, scoring};
use casebook_core::{Error, Result};
use serde::Serialize;
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::io::BufRead;

/// One score of a line.
#[derive(Serialize)]
struct Score {
    /// A number, or a text where the score is a profile; null where there is none.
    value: Value,
    /// The range; absent for a profile, which has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    min: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max: Option<u32>,
    /// The instrument's own word; absent where there is none.
    #[serde(skip_serializing_if = "String::is_empty")]
    band: String,
    /// Why there is no value; absent where there is one.
    #[serde(skip_serializing_if = "String::is_empty")]
    reason: String,
}

/// One line of the answer.
#[derive(Serialize)]
struct Line {
    instrument: String,
    version: String,
    scores: BTreeMap<String, Score>,
    missing: u32,
    flags: Vec<String>,
}

impl From<ScoredView> for Line {
    fn from(scored: ScoredView) -> Self {
        Self {
            instrument: scored.instrument,
            version: scored.version,
            scores: scored
                .scores
                .into_iter()
                .map(|s| {
                    let ranged = s.max > s.min;
                    let score = Score {
                        value: match s.hundredths {
                            Some(hundredths) => Value::from(f64::from(hundredths) / 100.0),
                            None if s.value.is_empty() => Value::Null,
                            None => Value::from(s.value),
                        },
                        min: ranged.then_some(s.min),
                        max: ranged.then_some(s.max),
                        band: s.band,
                        reason: s.reason,
                    };
                    (s.scale, score)
                })
                .collect(),
            missing: scored.missing,
            flags: scored.flags,
        }
    }
}

/// Scores every line of the standard input. The first faulty line ends it; those before are already printed.
pub(crate) fn score(instrument: &str) -> Result<()> {
    let definition = known(instrument)?;
    for (number, line) in (1u64..).zip(std::io::stdin().lock().lines()) {
        let line = line.map_err(|_| Error::Io {
            doing: "reading the answer sheets",
            path: String::new(),
        })?;
        if line.trim().is_empty() {
            continue;
        }
        let answered = Line::from(one(definition, number, &line)?);
        let text = serde_json::to_string(&answered).map_err(|_| Error::Io {
            doing: "writing JSON",
            path: String::new(),
        })?;
        output::say(&text)?;
    }
    Ok(())
}

/// Errors: `Invalid` with the instruments that there are.
pub(super) fn known(instrument: &str) -> Result<&'static Definition> {
    match catalogue::newest(instrument) {
        Err(Error::NotFound { .. }) => {
            let all = catalogue::all()?;
            let ids: Vec<&str> = all.iter().map(|d| d.id.as_str()).collect();
            let near = match did_you_mean(instrument, ids.iter().copied()) {
                near if near.is_empty() => ".".to_owned(),
                near => near,
            };
            Err(Error::field(
                "instrument",
                "unknown",
                format!("There is {}{near}", ids.join(", ")),
            ))
        }
        other => other,
    }
}

/// The entries of one line as they stand, doubles included.
struct Answers(Vec<(String, Value)>);

impl<'de> Deserialize<'de> for Answers {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        struct Entries;
        impl<'de> Visitor<'de> for Entries {
            type Value = Answers;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("one answer sheet")
            }

            fn visit_map<A: MapAccess<'de>>(
                self,
                mut map: A,
            ) -> std::result::Result<Answers, A::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    entries.push(entry);
                }
                Ok(Answers(entries))
            }
        }
        deserializer.deserialize_map(Entries)
    }
}

/// Scores one line. Errors: `Invalid` naming the line, and the item where it is one.
fn one(definition: &Definition, number: u64, line: &str) -> Result<ScoredView> {
    let fault = |item: &str, rule: &str, message: String| {
        let place = match item {
            "" => format!("line {number}"),
            item => format!("line {number}, {item}"),
        };
        Error::field(place, rule, message)
    };
    let Answers(answers) = serde_json::from_str(line).map_err(|_| {
        fault(
            "",
            "json",
            "A line is one JSON object, such as {\"q1\":0,\"q3\":2}.".to_owned(),
        )
    })?;
    let mut sheet = Sheet::new();
    let mut not_applicable = Vec::new();
    let mut seen = BTreeSet::new();
    for (item, answer) in answers {
        // JSON lets a later one take the place of an earlier one; an answer about safety must not go that way.
        if !seen.insert(item.clone()) {
            return Err(fault(
                &item,
                "double",
                "This item is answered twice.".to_owned(),
            ));
        }
        match &answer {
            // What was written is no part of a score.
            Value::String(_) if definition.item(&item).is_some_and(|i| i.in_words) => {}
            Value::Null => not_applicable.push(item),
            _ => match answer.as_u64().and_then(|n| u32::try_from(n).ok()) {
                Some(position) => {
                    sheet.insert(item, position);
                }
                None => {
                    return Err(fault(
                        &item,
                        "number",
                        "Give the position of the option, 0 for the first, or null where the item does not apply.".to_owned(),
                    ));
                }
            },
        }
    }
    scoring::score(definition, &sheet, &not_applicable).map_err(|faults| {
        Error::Invalid(
            faults
                .into_iter()
                .map(|mut f| {
                    f.field = format!("line {number}, {}", f.field);
                    f
                })
                .collect(),
        )
    })
}

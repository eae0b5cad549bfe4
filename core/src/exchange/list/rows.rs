//! A row as the parts of one case of the exchange format. What can't be turned into it is a fault of its cell; whether the
//! rest may be recorded is for the nouns' own rules.

use super::super::reading::RawCase;
use super::at;
use super::fields::{Reading, Source};
use super::mapping::{Mapped, Mapping, tidy};
use super::table::Row;
use crate::error::FieldError;
use chrono::NaiveDate;
use serde_json::{Map, Value, json};

/// A row, turned.
pub(super) struct Made {
    pub(super) raw: RawCase,
    /// The fields that the people of the case came from.
    pub(super) people: Vec<usize>,
}

pub(super) fn case(
    mapping: &Mapping,
    columns: &[Vec<usize>],
    row: &Row,
    faults: &mut Vec<FieldError>,
) -> Made {
    let mut whole = json!({
        "patient": {},
        "case": {
            "kind": "", "source": "", "received_on": "", "urgency": "", "reason": "",
            "referrer": {}, "people": [], "status": "referred", "closing_reason": "",
        },
    });
    let (mut people, mut from) = (Vec::new(), Vec::new());
    let (mut number, mut hospital) = (String::new(), String::new());
    for (place, (mapped, columns)) in mapping.fields.iter().zip(columns).enumerate() {
        let text = text(mapped, columns, row);
        let mut fault = |rule: &str, message: String| {
            let at = at(row.line, &mapped.source, mapped.field.name);
            faults.push(FieldError::new(at, rule, message));
        };
        let value = match (mapped.field.reading, &mapped.source) {
            (Reading::Day, Source::Columns(_)) if !text.is_empty() => {
                match day(&text, &mapping.dates) {
                    Ok(day) => day.to_string(),
                    Err(message) => {
                        fault("date", message);
                        text
                    }
                }
            }
            (Reading::Word(ours), Source::Columns(_)) => {
                match word(&text, mapped, &ours(), mapped.field.required) {
                    Ok(Some(word)) => word,
                    Ok(None) => continue,
                    Err(message) => {
                        fault("word", message);
                        text
                    }
                }
            }
            (Reading::Person(role), _) => {
                if !text.is_empty() {
                    people.push(json!({ "role": role, "name": text, "user_id": null }));
                    from.push(place);
                }
                continue;
            }
            _ => text,
        };
        match mapped.field.name {
            "patient.hospital_number" => number = value,
            "patient.hospital" => hospital = value,
            name => set(&mut whole, name, value),
        }
    }
    if !number.is_empty() {
        let identifier = json!({ "system": "mrn", "value": number, "issuer": hospital });
        put(&mut whole, "patient.identifiers", json!([identifier]));
    }
    put(&mut whole, "case.people", Value::Array(people));
    Made {
        raw: RawCase {
            patient: whole.get_mut("patient").map(Value::take),
            case: whole.get_mut("case").map(Value::take),
            ..RawCase::default()
        },
        people: from,
    }
}

/// What the columns of a field say in this row.
fn text(mapped: &Mapped, columns: &[usize], row: &Row) -> String {
    if let Source::Fixed(value) = &mapped.source {
        return value.clone();
    }
    let cells: Vec<&str> = columns
        .iter()
        .filter_map(|place| row.cells.get(*place))
        .map(|cell| cell.trim())
        .filter(|cell| !cell.is_empty())
        .collect();
    cells.join(if matches!(mapped.field.reading, Reading::Lines) {
        "\n"
    } else {
        " "
    })
}

/// A day by the formats of the list. Errors: a sentence; it does not repeat what the cell says.
fn day(text: &str, formats: &[String]) -> Result<NaiveDate, String> {
    let mut days: Vec<NaiveDate> = formats
        .iter()
        .filter_map(|format| NaiveDate::parse_from_str(text, format).ok())
        .collect();
    days.sort();
    days.dedup();
    match days.as_slice() {
        [day] => Ok(*day),
        [] => Err(format!("This is no day written as {}.", formats.join(" or "))),
        _ => Err("The mapping’s formats read two different days in this. Keep the one that the list uses.".into()),
    }
}

/// One of our words; nothing for an empty cell that may be empty. Errors: a sentence.
fn word(
    text: &str,
    mapped: &Mapped,
    ours: &[&str],
    required: bool,
) -> Result<Option<String>, String> {
    let theirs = tidy(text).to_lowercase();
    if let Some(our) = mapped.words.get(&theirs) {
        return Ok(Some(our.clone()));
    }
    if ours.contains(&theirs.as_str()) {
        return Ok(Some(theirs));
    }
    let name = mapped.field.name;
    match (text.is_empty(), required) {
        (true, false) => Ok(None),
        (true, true) => Err(format!(
            "This is empty. Fill it in, or say under [words.\"{name}\"] what \"\" means."
        )),
        (false, _) => Err(format!(
            "The mapping has no word for this. Add it under [words.\"{name}\"]; ours are {}.",
            ours.join(", ")
        )),
    }
}

fn set(whole: &mut Value, path: &str, text: String) {
    put(whole, path, Value::String(text));
}

fn put(whole: &mut Value, path: &str, value: Value) {
    let mut at = whole;
    let mut names = path.split('.').peekable();
    while let Some(name) = names.next() {
        if !at.is_object() {
            *at = Value::Object(Map::new());
        }
        let Some(object) = at.as_object_mut() else {
            return;
        };
        if names.peek().is_none() {
            object.insert(name.to_owned(), value);
            return;
        }
        at = object.entry(name).or_insert(Value::Null);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_read_by_the_formats_alone_and_never_guessed() {
        let formats = |f: &[&str]| f.iter().map(|f| (*f).to_owned()).collect::<Vec<_>>();
        let uk = formats(&["%d/%m/%Y"]);
        assert_eq!(day("3/4/1980", &uk).unwrap().to_string(), "1980-04-03");
        for wrong in [
            "31/02/1980",
            "1980-04-03",
            "3/4/1980 10:00",
            "03.04.1980",
            "x",
        ] {
            assert!(day(wrong, &uk).is_err(), "{wrong}");
        }
        let both = formats(&["%d/%m/%Y", "%m/%d/%Y"]);
        assert!(
            day("3/4/1980", &both)
                .unwrap_err()
                .contains("two different")
        );
        assert!(day("13/4/1980", &both).is_ok());
        assert!(day("3/3/1980", &both).is_ok());
        let timed = formats(&["%d-%b-%Y %H:%M"]);
        assert_eq!(
            day("20-Nov-2026 14:30", &timed).unwrap().to_string(),
            "2026-11-20"
        );
    }
}

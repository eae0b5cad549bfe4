//! Every fault of shape in a part, by the JSON Schema that is generated from the types. Reading stops at the first fault of
//! a form; whoever writes a file by a program wants all of them at once. The schema is the one of the documentation, and
//! uses few words of JSON Schema: those are what is understood here.

use super::reading::push;
use crate::error::FieldError;
use serde_json::Value;
use std::sync::OnceLock;

/// What `docs` says of the format; a test keeps it that of the types.
const SCHEMA: &str = include_str!("../../../docs/exchange.schema.json");

fn root() -> &'static Value {
    static READ: OnceLock<Value> = OnceLock::new();
    READ.get_or_init(|| serde_json::from_str(SCHEMA).unwrap_or_default())
}

/// The faults of shape in what stands at a path of the file, such as `cases[3].risk_notes[0]`. None where the schema has
/// nothing against it, or does not know the place.
pub(super) fn faults(at: &str, value: &Value) -> Vec<FieldError> {
    let mut found = Vec::new();
    if let Some(schema) = place(at) {
        look(schema, value, at, &mut found);
    }
    found
}

/// What the schema says of a path.
fn place(at: &str) -> Option<&'static Value> {
    let mut schema = root();
    for name in at.split('.') {
        let (name, item) = match name.split_once('[') {
            Some((name, _)) => (name, true),
            None => (name, false),
        };
        schema = meant(schema).get("properties")?.get(name)?;
        if item {
            schema = meant(schema).get("items")?;
        }
    }
    Some(schema)
}

/// What a reference, or a choice between something and nothing, stands for.
fn meant(schema: &'static Value) -> &'static Value {
    let next = match schema.get("$ref").and_then(Value::as_str) {
        Some(to) => to.strip_prefix('#').and_then(|path| root().pointer(path)),
        None => choices(schema).iter().find(|c| !is(c, "null")),
    };
    match next {
        Some(next) => meant(next),
        None => schema,
    }
}

fn choices(schema: &'static Value) -> &'static [Value] {
    list(schema, "anyOf")
}

fn list(schema: &'static Value, key: &str) -> &'static [Value] {
    schema
        .get(key)
        .and_then(Value::as_array)
        .map_or(&[], Vec::as_slice)
}

/// Is this type among those that the schema allows?
fn is(schema: &Value, name: &str) -> bool {
    match schema.get("type") {
        Some(Value::String(one)) => one == name,
        Some(Value::Array(several)) => several.iter().any(|t| t == name),
        _ => false,
    }
}

fn fault(found: &mut Vec<FieldError>, at: &str, rule: &str, message: String) {
    found.push(FieldError::new(at, rule, message));
}

fn look(schema: &'static Value, value: &Value, at: &str, found: &mut Vec<FieldError>) {
    if value.is_null() && (is(schema, "null") || choices(schema).iter().any(|c| is(c, "null"))) {
        return;
    }
    let schema = meant(schema);
    let words: Vec<&str> = list(schema, "oneOf")
        .iter()
        .filter_map(|word| word.get("const")?.as_str())
        .collect();
    if !words.is_empty() {
        if !value.as_str().is_some_and(|said| words.contains(&said)) {
            let message = format!("Use one of these words: {}.", words.join(", "));
            fault(found, at, "word", message);
        }
        return;
    }
    let (fits, expected) = if is(schema, "object") {
        (value.is_object(), "an object")
    } else if is(schema, "array") {
        (value.is_array(), "a list")
    } else if is(schema, "string") {
        (value.is_string(), "text")
    } else if is(schema, "boolean") {
        (value.is_boolean(), "true or false")
    } else if is(schema, "integer") {
        let whole = value.as_u64().is_some_and(|n| n <= u64::from(u32::MAX));
        (whole, "a whole number from 0 to 4294967295")
    } else {
        (true, "")
    };
    if !fits {
        let message = format!("Something else is expected here: {expected}.");
        fault(found, at, "type", message);
        return;
    }
    match value {
        Value::Object(fields) => object(schema, fields, at, found),
        Value::Array(items) => {
            if let Some(each) = schema.get("items") {
                for (number, item) in items.iter().enumerate() {
                    look(each, item, &format!("{at}[{number}]"), found);
                }
            }
        }
        _ => {}
    }
}

fn object(
    schema: &'static Value,
    fields: &serde_json::Map<String, Value>,
    at: &str,
    found: &mut Vec<FieldError>,
) {
    let below = |name: &str| {
        let mut path = at.to_owned();
        push(&mut path, name);
        path
    };
    for name in list(schema, "required").iter().filter_map(Value::as_str) {
        if !fields.contains_key(name) {
            let message = format!("The field {name} is missing.");
            fault(found, &below(name), "required", message);
        }
    }
    let known = schema.get("properties").and_then(Value::as_object);
    let others = schema.get("additionalProperties");
    for (name, value) in fields {
        if let Some(schema) = known.and_then(|k| k.get(name)) {
            look(schema, value, &below(name), found);
        } else if others == Some(&Value::Bool(false)) {
            let names = known.map(|k| k.keys().map(String::as_str).collect::<Vec<_>>());
            let names = names.unwrap_or_default().join(", ");
            let message = format!("There is no such field here. There is: {names}.");
            fault(found, &below(name), "unknown", message);
        } else if let Some(each) = others {
            look(each, value, &below(name), found);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{ExchangeCase, reading};
    use super::*;
    use serde_json::json;

    fn example() -> Value {
        let page = include_str!("../../../docs/exchange.md");
        let text = page.split("```json\n").nth(1).unwrap();
        let file: Value = serde_json::from_str(text.split("```").next().unwrap()).unwrap();
        file["cases"][0].clone()
    }

    #[test]
    fn ten_faults_of_shape_in_one_form_are_ten_lines() {
        let mut case = example();
        case["case"] = json!({
            "kind": "Mrs Jones", "source": 7, "received_on": 20261118, "urgency": null, "reason": ["Pain"],
            "referrer": { "name": "Dr J. Hughes", "role": 1, "organisation": "Ward 14", "bleep": "1234" },
            "people": [{ "role": "nobody", "name": "Dr A. Okafor", "user_id": null }, "Dr B."],
            "closing_reason": "", "Mrs Jones": 1
        });
        let mut found = Vec::new();
        let raw = reading::case("cases[4]", case, &mut found).unwrap();
        let form = raw.case.unwrap();
        let read: Option<crate::cases::CaseForm> =
            reading::part("cases[4].case", &form, &mut found);
        assert!(read.is_none());
        let mut said: Vec<_> = found
            .iter()
            .map(|f| {
                (
                    f.field.trim_start_matches("cases[4].case."),
                    f.rule.as_str(),
                )
            })
            .collect();
        said.sort_unstable();
        assert_eq!(
            said,
            [
                ("?", "unknown"),
                ("kind", "word"),
                ("people[0].role", "word"),
                ("people[1]", "type"),
                ("reason", "type"),
                ("received_on", "type"),
                ("referrer.bleep", "unknown"),
                ("referrer.role", "type"),
                ("source", "word"),
                ("status", "required"),
                ("urgency", "word"),
            ]
        );
        assert!(!format!("{found:?}").contains("Jones"));
    }

    /// Every place in a value, as a JSON pointer.
    fn places(value: &Value, at: &str, all: &mut Vec<String>) {
        all.push(at.to_owned());
        match value {
            Value::Object(fields) => fields
                .iter()
                .for_each(|(name, v)| places(v, &format!("{at}/{name}"), all)),
            Value::Array(items) => (0..)
                .zip(items)
                .for_each(|(n, v): (u32, _)| places(v, &format!("{at}/{n}"), all)),
            _ => {}
        }
    }

    #[test]
    fn what_the_types_refuse_the_schema_names_and_nothing_else() {
        let case = example();
        let mut all = Vec::new();
        places(&case, "", &mut all);
        let others = [
            json!(null),
            json!(-1),
            json!(1.5),
            json!(5_000_000_000_u64),
            json!(true),
            json!("x"),
            json!([]),
            json!({}),
            json!({ "unheard_of": 1 }),
        ];
        let mut refused = 0;
        let mut compare = |changed: Value, at: &str| {
            let taken = serde_json::from_value::<ExchangeCase>(changed.clone()).is_ok();
            let found = faults("cases[0]", &changed);
            // A list is read as an object's fields in their order, and an account's id has a form of its own.
            if !at.ends_with("user_id") {
                assert!(taken || !found.is_empty(), "{at} {changed}");
            }
            refused += usize::from(!taken);
            (taken, found)
        };
        assert!(compare(case.clone(), "").1.is_empty());
        for at in &all {
            for other in &others {
                let mut changed = case.clone();
                *changed.pointer_mut(at).unwrap() = other.clone();
                let (taken, found) = compare(changed, at);
                assert!(
                    !taken || found.is_empty() || other.is_array(),
                    "{at} {found:?}"
                );
            }
            let (parent, name) = at.rsplit_once('/').unwrap_or_default();
            let mut changed = case.clone();
            if let Some(fields) = changed.pointer_mut(parent).and_then(Value::as_object_mut) {
                fields.remove(name);
                let (taken, found) = compare(changed, at);
                assert_eq!(taken, found.is_empty(), "without {at}: {found:?}");
            }
        }
        assert!(refused > 500, "{refused}");
    }
}

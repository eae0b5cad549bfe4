//! The worked examples beside each instrument, each with its source.

use casebook_core::instruments::{Sheet, catalogue, scoring};
use std::collections::BTreeSet;
use std::path::Path;
use toml::Value;

fn texts(value: Option<&Value>) -> Vec<String> {
    value
        .and_then(Value::as_array)
        .map(|list| {
            list.iter()
                .map(|v| v.as_str().unwrap().to_owned())
                .collect()
        })
        .unwrap_or_default()
}

fn said<'a>(example: &'a Value, field: &str) -> &'a str {
    example.get(field).and_then(Value::as_str).unwrap_or("")
}

#[test]
fn every_worked_example_scores_as_its_source_says() {
    for definition in catalogue::all().unwrap() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!(
            "../assets/instruments/{}/{}.examples.toml",
            definition.id, definition.version
        ));
        let file: Value = toml::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
        let examples = file["examples"].as_array().unwrap();
        assert!(examples.len() >= 4, "{}", definition.id);
        let (mut scored, mut refused) = (0, 0);
        let mut covered = BTreeSet::new();
        for example in examples {
            let source = said(example, "source");
            assert!(
                !source.is_empty(),
                "an example of {} has no source",
                definition.id
            );
            let known = [
                "source",
                "scale",
                "answers",
                "not_applicable",
                "value",
                "max",
                "band",
                "missing",
                "reason",
                "flags",
            ];
            for field in example.as_table().unwrap().keys() {
                assert!(known.contains(&field.as_str()), "{source}: {field}");
            }
            let answers: Sheet = example["answers"]
                .as_table()
                .unwrap()
                .iter()
                .map(|(id, p)| (id.clone(), u32::try_from(p.as_integer().unwrap()).unwrap()))
                .collect();
            let view = scoring::score(definition, &answers, &texts(example.get("not_applicable")))
                .unwrap();
            // The first scale, unless another is named.
            let total = match said(example, "scale") {
                "" => &view.scores[0],
                id => view.scores.iter().find(|s| s.scale == id).unwrap(),
            };
            covered.insert(total.scale.clone());
            assert_eq!(total.value, said(example, "value"), "{source}");
            assert_eq!(
                i64::from(total.max),
                example["max"].as_integer().unwrap(),
                "{source}"
            );
            assert_eq!(total.band, said(example, "band"), "{source}");
            let missing = example
                .get("missing")
                .and_then(Value::as_integer)
                .unwrap_or(0);
            assert_eq!(i64::from(view.missing), missing, "{source}");
            assert_eq!(view.flags, texts(example.get("flags")), "{source}");
            match said(example, "reason") {
                "" => {
                    scored += 1;
                    assert_eq!(total.reason, "", "{source}");
                    // A profile has no sum that could be written out.
                    assert!(
                        total.hundredths.is_none()
                            || total.arithmetic.contains(&format!("= {}.", total.value)),
                        "{}",
                        total.arithmetic
                    );
                }
                reason => {
                    refused += 1;
                    assert!(
                        total.reason.starts_with(reason),
                        "{source}: {}",
                        total.reason
                    );
                    assert_eq!(total.hundredths, None, "{source}");
                }
            }
        }
        assert!(scored > 2 && refused > 0, "{}", definition.id);
        for scale in &definition.scales {
            let unlike_others = !scale.id.ends_with("-bimodal") && !scale.id.ends_with("-likert");
            assert!(
                covered.contains(&scale.id) || !unlike_others,
                "no example of {} {}",
                definition.id,
                scale.id
            );
        }
    }
}

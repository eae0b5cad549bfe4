//! What an assessment's form must hold before it is signed, and how a section reads as plain text.

use super::definition::{AssessmentDefinition, AssessmentField, AssessmentSection, FieldKind};
use super::{Answers, Assessment, AssessmentForm};
use crate::error::Result;
use crate::signed::Faults;
use std::collections::BTreeMap;

/// The most lines of one table.
const MOST_ROWS: usize = 100;

/// Checks and tidies a form. Errors: `Invalid` naming each field by its path.
pub fn check(definition: &AssessmentDefinition, form: &AssessmentForm) -> Result<Assessment> {
    let mut faults = Faults::default();
    let mut answers = Answers::default();
    for (path, _, field) in definition.fields() {
        match field.kind {
            FieldKind::Text | FieldKind::Line => {
                if let Some(typed) = form.answers.texts.get(&path) {
                    let text = faults.text(&path, typed);
                    if !text.is_empty() {
                        answers.texts.insert(path, text);
                    }
                }
            }
            FieldKind::Options => {
                let ticked = form.answers.chosen.get(&path);
                let kept: Vec<String> = field
                    .options
                    .iter()
                    .map(|o| o.id.clone())
                    .filter(|id| ticked.is_some_and(|t| t.contains(id)))
                    .collect();
                if let Some(odd) = ticked
                    .into_iter()
                    .flatten()
                    .find(|t| !field.options.iter().any(|o| o.id == **t))
                {
                    faults.add(&path, "unknown", &format!("This form has no option {odd}."));
                }
                if !kept.is_empty() {
                    answers.chosen.insert(path, kept);
                }
            }
            FieldKind::Rows => {
                let rows = table(
                    &mut faults,
                    &path,
                    field,
                    form.answers.rows.get(&path).map_or(&[][..], Vec::as_slice),
                );
                if !rows.is_empty() {
                    answers.rows.insert(path, rows);
                }
            }
        }
    }
    let known: Vec<String> = definition.fields().map(|(path, _, _)| path).collect();
    for path in form
        .answers
        .texts
        .keys()
        .chain(form.answers.chosen.keys())
        .chain(form.answers.rows.keys())
    {
        if !known.contains(path) {
            faults.add(path, "unknown", "This form has no such part.");
        }
    }
    if answers == Answers::default() && faults.0.is_empty() {
        faults.add(
            "answers",
            "required",
            "Write something in at least one section before signing.",
        );
    }
    faults.none()?;
    Ok(Assessment {
        definition: definition.id.clone(),
        definition_version: definition.version,
        answers,
    })
}

fn table(
    faults: &mut Faults,
    path: &str,
    field: &AssessmentField,
    typed: &[BTreeMap<String, String>],
) -> Vec<BTreeMap<String, String>> {
    if typed.len() > MOST_ROWS {
        faults.add(path, "length", "Use at most 100 lines.");
    }
    let mut rows = Vec::new();
    for (number, line) in typed.iter().enumerate() {
        let mut kept = BTreeMap::new();
        for column in &field.columns {
            let Some(cell) = line.get(&column.id) else {
                continue;
            };
            let place = format!("{path}.{number}.{}", column.id);
            let text = faults.text(&place, cell);
            let offered = column.options.is_empty() || column.options.iter().any(|o| o.id == text);
            if text.is_empty() {
                continue;
            }
            if !offered {
                faults.add(place, "unknown", "Choose one of the options offered.");
            }
            kept.insert(column.id.clone(), text);
        }
        if !kept.is_empty() {
            rows.push(kept);
        }
    }
    rows
}

/// One field as plain text: a paragraph, the labels of what was ticked, or a bullet a line of the table.
fn field_text(path: &str, field: &AssessmentField, answers: &Answers) -> String {
    match field.kind {
        FieldKind::Text | FieldKind::Line => answers.texts.get(path).cloned().unwrap_or_default(),
        FieldKind::Options => {
            let ticked = answers.chosen.get(path);
            field
                .options
                .iter()
                .filter(|o| ticked.is_some_and(|t| t.contains(&o.id)))
                .map(|o| o.label.clone())
                .collect::<Vec<_>>()
                .join(", ")
        }
        FieldKind::Rows => {
            let line = |row: &BTreeMap<String, String>| {
                let cells: Vec<String> = field
                    .columns
                    .iter()
                    .filter_map(|column| {
                        let cell = row.get(&column.id)?;
                        let text = column
                            .options
                            .iter()
                            .find(|o| o.id == *cell)
                            .map_or(cell, |o| &o.label);
                        Some(text.split_whitespace().collect::<Vec<_>>().join(" "))
                    })
                    .collect();
                format!("- {}", cells.join("; "))
            };
            answers
                .rows
                .get(path)
                .into_iter()
                .flatten()
                .map(line)
                .collect::<Vec<_>>()
                .join("\n")
        }
    }
}

/// Is anything written in a section?
pub fn written(section: &AssessmentSection, answers: &Answers) -> bool {
    section.fields.iter().any(|field| {
        let path = format!("{}.{}", section.id, field.id);
        answers.texts.contains_key(&path)
            || answers.chosen.contains_key(&path)
            || answers.rows.contains_key(&path)
    })
}

/// A section as a letter prints it: the account first, then each other answer after its label. Empty where nothing is
/// written.
pub fn section_text(section: &AssessmentSection, answers: &Answers) -> String {
    let said = |f: &AssessmentField| field_text(&format!("{}.{}", section.id, f.id), f, answers);
    section
        .fields
        .iter()
        .enumerate()
        .map(|(place, field)| (place, field, said(field)))
        .filter(|(_, _, text)| !text.is_empty())
        .map(|(place, field, text)| match field.kind {
            // The heading of the section is label enough for its own account.
            FieldKind::Text if place == 0 => text,
            FieldKind::Rows if section.fields.len() == 1 => text,
            FieldKind::Rows => format!("{}:\n{text}", field.label),
            _ => format!("{}: {text}", field.label),
        })
        .collect::<Vec<_>>()
        .join("\n\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Error;

    fn definition() -> AssessmentDefinition {
        toml::from_str(
            r#"
            id = "x"
            version = 1
            title = "X"
            source = "made for this test"
            [[sections]]
            id = "symptoms"
            heading = "Symptoms"
            [[sections.fields]]
            id = "account"
            label = "Account"
            kind = "text"
            [[sections.fields]]
            id = "syndromes"
            label = "Syndromes"
            kind = "options"
            options = [{ id = "ibs", label = "Irritable bowel" }, { id = "cfs", label = "Chronic fatigue" }]
            [[sections]]
            id = "tests"
            heading = "Tests"
            [[sections.fields]]
            id = "list"
            label = "Tests"
            kind = "rows"
            columns = [{ id = "test", label = "Test" }, { id = "result", label = "Result", options = [{ id = "n", label = "normal" }] }]
            "#,
        )
        .unwrap()
    }

    fn form() -> AssessmentForm {
        let mut form = AssessmentForm::default();
        let answers = &mut form.answers;
        answers
            .texts
            .insert("symptoms.account".into(), "  Tired, in pain.\n".into());
        answers.chosen.insert(
            "symptoms.syndromes".into(),
            vec!["cfs".into(), "ibs".into()],
        );
        let row = |test: &str, result: &str| {
            BTreeMap::from([
                ("test".to_owned(), test.to_owned()),
                ("result".to_owned(), result.to_owned()),
            ])
        };
        answers
            .rows
            .insert("tests.list".into(), vec![row("", ""), row("ECG", "n")]);
        form
    }

    #[test]
    fn what_was_not_written_is_absent_and_the_rest_is_tidied_into_the_forms_order() {
        let kept = check(&definition(), &form()).unwrap().answers;
        assert_eq!(kept.texts["symptoms.account"], "Tired, in pain.");
        assert_eq!(kept.chosen["symptoms.syndromes"], ["ibs", "cfs"]);
        assert_eq!(
            kept.rows["tests.list"].len(),
            1,
            "an empty line costs nothing"
        );
    }

    #[test]
    fn an_empty_form_an_unknown_part_and_an_unknown_option_are_refused_by_name() {
        let field = |form: &AssessmentForm| match check(&definition(), form) {
            Err(Error::Invalid(faults)) => faults[0].field.clone(),
            other => panic!("{other:?}"),
        };
        assert_eq!(field(&AssessmentForm::default()), "answers");
        let mut odd = form();
        odd.answers
            .texts
            .insert("symptoms.nothing".into(), "x".into());
        assert_eq!(field(&odd), "symptoms.nothing");
        let mut odd = form();
        odd.answers
            .chosen
            .insert("symptoms.syndromes".into(), vec!["flu".into()]);
        assert_eq!(field(&odd), "symptoms.syndromes");
        let mut odd = form();
        odd.answers.rows.get_mut("tests.list").unwrap()[1].insert("result".into(), "odd".into());
        assert_eq!(field(&odd), "tests.list.1.result");
    }

    #[test]
    fn a_section_reads_as_text_with_the_labels_of_what_was_ticked() {
        let definition = definition();
        let kept = check(&definition, &form()).unwrap().answers;
        assert_eq!(
            section_text(&definition.sections[0], &kept),
            "Tired, in pain.\n\nSyndromes: Irritable bowel, Chronic fatigue"
        );
        assert_eq!(
            section_text(&definition.sections[1], &kept),
            "- ECG; normal"
        );
        assert_eq!(
            section_text(&definition.sections[1], &Answers::default()),
            ""
        );
    }
}

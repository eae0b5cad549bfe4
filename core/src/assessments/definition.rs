//! What an assessment's form looks like: read from `assets/assessments/<id>/vN.toml`, checked, cached.

use crate::cases::CaseKind;
use crate::error::{Error, Result};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::sync::OnceLock;
use ts_rs::TS;

/// How a field is filled in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum FieldKind {
    /// Several sentences.
    Text,
    /// A few words.
    Line,
    /// Any number of the options.
    Options,
    /// Lines of a small table.
    Rows,
}

/// One option of a field or of a column.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct AssessmentOption {
    /// Stable name.
    pub id: String,
    /// On screen and on paper.
    pub label: String,
    /// A plain phrase beside it; may be empty.
    #[serde(default)]
    pub hint: String,
}

/// One column of a table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct AssessmentColumn {
    /// Stable name.
    pub id: String,
    /// On screen.
    pub label: String,
    /// Choices; empty for a free text.
    #[serde(default)]
    pub options: Vec<AssessmentOption>,
}

/// One field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct AssessmentField {
    /// Stable name within its section.
    pub id: String,
    /// On screen.
    pub label: String,
    /// How it is filled in.
    pub kind: FieldKind,
    /// What to think of; may be empty.
    #[serde(default)]
    pub hint: String,
    /// With `options`: what there is to tick.
    #[serde(default)]
    pub options: Vec<AssessmentOption>,
    /// With `rows`: the columns.
    #[serde(default)]
    pub columns: Vec<AssessmentColumn>,
}

/// One section of the form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct AssessmentSection {
    /// Stable name.
    pub id: String,
    /// On screen.
    pub heading: String,
    /// What belongs here; may be empty.
    #[serde(default)]
    pub hint: String,
    /// Left out of letters unless the clinician writes it there.
    #[serde(default)]
    pub private: bool,
    /// Offered for these kinds of case only; empty for all.
    #[serde(default)]
    pub kinds: Vec<CaseKind>,
    /// The fields in order.
    pub fields: Vec<AssessmentField>,
}

/// An assessment's form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct AssessmentDefinition {
    /// `biopsychosocial`
    pub id: String,
    /// Version of the definition.
    pub version: u32,
    /// `Biopsychosocial assessment`
    pub title: String,
    /// Where its headings come from.
    pub source: String,
    /// The sections in order.
    pub sections: Vec<AssessmentSection>,
}

impl AssessmentDefinition {
    /// Every field with its path (`section.field`).
    pub fn fields(
        &self,
    ) -> impl Iterator<Item = (String, &AssessmentSection, &AssessmentField)> + '_ {
        self.sections.iter().flat_map(|section| {
            section
                .fields
                .iter()
                .map(move |field| (format!("{}.{}", section.id, field.id), section, field))
        })
    }
}

const FILES: &[(&str, &str)] = &[(
    "assets/assessments/biopsychosocial/v1.toml",
    include_str!("../../../assets/assessments/biopsychosocial/v1.toml"),
)];

fn all() -> Result<&'static [AssessmentDefinition]> {
    static READ: OnceLock<std::result::Result<Vec<AssessmentDefinition>, (String, String)>> =
        OnceLock::new();
    READ.get_or_init(|| FILES.iter().map(|(file, text)| read(file, text)).collect())
        .as_deref()
        .map_err(|(file, hint)| Error::BadAsset {
            file: file.clone(),
            hint: hint.clone(),
        })
}

/// The newest version of a definition. Errors: `NotFound`, `BadAsset`.
pub fn newest(id: &str) -> Result<&'static AssessmentDefinition> {
    all()?
        .iter()
        .filter(|d| d.id == id)
        .max_by_key(|d| d.version)
        .ok_or(Error::NotFound {
            what: "assessment form",
        })
}

/// A definition as a saved assessment names it. Errors: `NotFound`, `BadAsset`.
pub fn exactly(id: &str, version: u32) -> Result<&'static AssessmentDefinition> {
    all()?
        .iter()
        .find(|d| d.id == id && d.version == version)
        .ok_or(Error::NotFound {
            what: "assessment form",
        })
}

fn read(file: &str, text: &str) -> std::result::Result<AssessmentDefinition, (String, String)> {
    let fault = |hint: String| (file.to_owned(), hint);
    let definition: AssessmentDefinition =
        toml::from_str(text).map_err(|e| fault(e.to_string()))?;
    let mut seen = BTreeSet::new();
    for (path, _, field) in definition.fields() {
        if !seen.insert(path.clone()) {
            return Err(fault(format!("the field {path} is there twice")));
        }
        let options = field.kind == FieldKind::Options;
        let rows = field.kind == FieldKind::Rows;
        if options == field.options.is_empty() {
            return Err(fault(format!(
                "{path} needs kind = \"options\" and options, or neither"
            )));
        }
        if rows == field.columns.is_empty() {
            return Err(fault(format!(
                "{path} needs kind = \"rows\" and columns, or neither"
            )));
        }
        let named = |ids: Vec<&String>| {
            let mut seen = BTreeSet::new();
            ids.into_iter().find(|id| !seen.insert(*id)).cloned()
        };
        if let Some(twice) = named(field.options.iter().map(|o| &o.id).collect())
            .or_else(|| named(field.columns.iter().map(|c| &c.id).collect()))
        {
            return Err(fault(format!("{path} has {twice} twice")));
        }
    }
    if seen.is_empty() {
        return Err(fault("there is no field".to_owned()));
    }
    Ok(definition)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_that_ships_reads_and_asks_what_the_commissioning_guide_asks() {
        let form = newest("biopsychosocial").unwrap();
        assert_eq!(exactly("biopsychosocial", form.version).unwrap(), form);
        for section in [
            "symptoms",
            "function",
            "investigations",
            "comorbidity",
            "mental-state",
            "substances",
            "adversity",
            "help-seeking",
            "iatrogenic",
            "patient-view",
        ] {
            assert!(form.sections.iter().any(|s| s.id == section), "{section}");
        }
        let adversity = form.sections.iter().find(|s| s.id == "adversity").unwrap();
        assert!(adversity.private, "early history stays out of letters");
    }

    #[test]
    fn a_faulty_form_is_refused_with_its_place() {
        let (file, text) = FILES[0];
        for (from, to, says) in [
            ("kind = \"rows\"", "kind = \"line\"", "rows"),
            ("kind = \"options\"", "kind = \"text\"", "options"),
            ("heading = ", "haeding = ", "haeding"),
        ] {
            let (named, hint) = read(file, &text.replacen(from, to, 1)).unwrap_err();
            assert_eq!(named, file);
            assert!(hint.contains(says), "{hint}");
        }
    }
}

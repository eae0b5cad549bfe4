//! A letter's sections in order: read from `assets/letters/<id>/vN.toml`, checked, cached.

use super::{facts, figures};
use crate::error::{Error, Result};
use serde::Deserialize;
use std::collections::BTreeSet;
use std::sync::OnceLock;

/// One section.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SectionTemplate {
    /// Stable name.
    pub id: String,
    /// Printed heading.
    pub heading: String,
    /// Printed even when empty, with `when_empty`.
    #[serde(default)]
    pub mandatory: bool,
    /// What is printed in an empty mandatory section.
    #[serde(default)]
    pub when_empty: String,
    /// The facts that fill it, in order.
    #[serde(default)]
    pub fill: Vec<String>,
    /// What it was written in: a section of an earlier day begins with that day.
    #[serde(default)]
    pub dated: Option<facts::Source>,
    /// Tables and charts under the text, in order.
    #[serde(default)]
    pub figures: Vec<String>,
    /// What belongs here: for the screen.
    #[serde(default)]
    pub hint: String,
}

/// Whom a kind of letter is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Addressee {
    /// The GP; the patient gets a copy. Dates in clinical form.
    #[default]
    Gp,
    /// The team whose patient it is: an entry for their own notes. No salutation, no copies.
    Host,
    /// The patient: dates in long form (NHS CUI D+Ta-0011), no clinical identifiers beyond the patient's own.
    Patient,
}

/// One kind of letter.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LetterTemplate {
    /// `gp`
    pub id: String,
    /// Version of the template.
    pub version: u32,
    /// `Letter to the GP`
    pub title: String,
    /// Where the headings come from.
    pub source: String,
    /// Whom it is for.
    #[serde(default)]
    pub addressee: Addressee,
    /// After the patient's name in the subject line of a letter to the GP; empty for the kind of the case.
    #[serde(default)]
    pub subject: String,
    /// The fact without which there is no such letter; may be empty.
    #[serde(default)]
    pub needs: String,
    /// What is said where that fact is missing.
    #[serde(default)]
    pub needs_says: String,
    /// A sentence above the first section; may be empty.
    #[serde(default)]
    pub opening: String,
    /// The sections in order.
    pub sections: Vec<SectionTemplate>,
}

impl LetterTemplate {
    /// Is it written about a review of the pathway? Only then is the pathway gathered.
    pub fn about_a_review(&self) -> bool {
        facts::is_of_a_review(&self.needs)
    }
}

const FILES: &[(&str, &str)] = &[
    (
        "assets/letters/gp-letter/v1.toml",
        include_str!("../../../assets/letters/gp-letter/v1.toml"),
    ),
    (
        "assets/letters/host-entry/v1.toml",
        include_str!("../../../assets/letters/host-entry/v1.toml"),
    ),
    (
        "assets/letters/safety-plan/v1.toml",
        include_str!("../../../assets/letters/safety-plan/v1.toml"),
    ),
    (
        "assets/letters/pathway-review/v1.toml",
        include_str!("../../../assets/letters/pathway-review/v1.toml"),
    ),
];

fn all() -> Result<&'static [LetterTemplate]> {
    static READ: OnceLock<std::result::Result<Vec<LetterTemplate>, (String, String)>> =
        OnceLock::new();
    READ.get_or_init(|| FILES.iter().map(|(file, text)| read(file, text)).collect())
        .as_deref()
        .map_err(|(file, hint)| Error::BadAsset {
            file: file.clone(),
            hint: hint.clone(),
        })
}

/// The newest template of a kind. Errors: `NotFound`, `BadAsset`.
pub fn newest(kind: &str) -> Result<&'static LetterTemplate> {
    all()?
        .iter()
        .filter(|t| t.id == kind)
        .max_by_key(|t| t.version)
        .ok_or(Error::NotFound {
            what: "kind of letter",
        })
}

/// The template that a letter was composed with. Errors: `NotFound`, `BadAsset`.
pub fn exactly(kind: &str, version: u32) -> Result<&'static LetterTemplate> {
    all()?
        .iter()
        .find(|t| t.id == kind && t.version == version)
        .ok_or(Error::NotFound {
            what: "kind of letter",
        })
}

/// What a list calls a kind of letter.
pub fn title(kind: &str) -> String {
    newest(kind).map_or_else(|_| "Letter".to_owned(), |t| t.title.clone())
}

fn read(file: &str, text: &str) -> std::result::Result<LetterTemplate, (String, String)> {
    let fault = |hint: String| (file.to_owned(), hint);
    let template: LetterTemplate = toml::from_str(text).map_err(|e| fault(e.to_string()))?;
    if !template.needs.is_empty() && !facts::is_a_fact(&template.needs) {
        return Err(fault(format!("needs {}, which is no fact", template.needs)));
    }
    if template.needs.is_empty() != template.needs_says.is_empty() {
        return Err(fault("needs both needs and needs_says, or neither".into()));
    }
    let mut seen = BTreeSet::new();
    for section in &template.sections {
        if !seen.insert(&section.id) {
            return Err(fault(format!("the section {} is there twice", section.id)));
        }
        if section.mandatory == section.when_empty.is_empty() {
            return Err(fault(format!(
                "the section {} needs both mandatory and when_empty, or neither",
                section.id
            )));
        }
        for fact in &section.fill {
            if facts::is_of_a_review(fact) && !template.about_a_review() {
                return Err(fault(format!(
                    "the section {} is filled by {fact}, but the letter needs no review",
                    section.id
                )));
            }
            if !facts::is_a_fact(fact) {
                return Err(fault(format!(
                    "the section {} is filled by {fact}, which is no fact; there are {}",
                    section.id,
                    facts::names()
                )));
            }
        }
        for figure in &section.figures {
            if figures::label(figure).is_none() {
                return Err(fault(format!(
                    "the section {} has the figure {figure}, which there is not",
                    section.id
                )));
            }
        }
    }
    Ok(template)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_letter_about_a_patient_reads_and_never_leaves_allergies_or_risk_blank() {
        for template in all().unwrap() {
            if template.addressee == Addressee::Patient {
                continue;
            }
            for id in ["allergies", "risk"] {
                assert!(
                    template.sections.iter().any(|s| s.id == id && s.mandatory),
                    "{id}"
                );
            }
        }
    }

    #[test]
    fn a_faulty_template_is_refused_with_what_is_wrong() {
        let (file, text) = FILES[0];
        for (from, to, says) in [
            (
                "fill = [\"allergies\"]",
                "fill = [\"alergies\"]",
                "alergies",
            ),
            ("id = \"agreed\"", "id = \"allergies\"", "twice"),
            (
                "fill = [\"allergies\"]",
                "fill = [\"review-team\"]",
                "needs no review",
            ),
            ("when_empty = \"Not recorded.\"", "", "when_empty"),
        ] {
            let (_, hint) = read(file, &text.replacen(from, to, 1)).unwrap_err();
            assert!(hint.contains(says), "{hint}");
        }
    }
}

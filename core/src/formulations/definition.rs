//! What a formulation's form looks like: read from `assets/formulations/<id>/vN.toml`, checked, cached.

use crate::error::{Error, Result};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::sync::OnceLock;
use ts_rs::TS;

/// A row or a column of the grid.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct Axis {
    /// Part of the cell's name: `perpetuating`.
    pub id: String,
    /// On screen: `Perpetuating`.
    pub label: String,
    /// A plain phrase beside it: `what keeps it going`; may be empty.
    #[serde(default)]
    pub hint: String,
}

/// What to think of in one cell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct Prompt {
    /// `row.column`
    pub cell: String,
    /// The prompt, shown while the cell is empty or has the focus.
    pub text: String,
}

/// A formulation's form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct FormulationDefinition {
    /// `five-ps`
    pub id: String,
    /// Version of the definition.
    pub version: u32,
    /// `5Ps`
    pub title: String,
    /// Where it comes from and how sure that is.
    pub source: String,
    /// The rows.
    pub rows: Vec<Axis>,
    /// The columns.
    pub columns: Vec<Axis>,
    /// Prompts by cell.
    pub prompts: Vec<Prompt>,
}

impl FormulationDefinition {
    /// Every cell, row by row, with its name on screen.
    pub fn cells(&self) -> impl Iterator<Item = (String, String)> + '_ {
        self.rows.iter().flat_map(move |row| {
            self.columns.iter().map(move |column| {
                (
                    format!("{}.{}", row.id, column.id),
                    format!("{}, {}", row.label, column.label.to_lowercase()),
                )
            })
        })
    }
}

const FILES: &[(&str, &str)] = &[(
    "assets/formulations/five-ps/v1.toml",
    include_str!("../../../assets/formulations/five-ps/v1.toml"),
)];

/// Every definition that ships with the program.
///
/// Errors: `BadAsset` naming the file, the place and, for a misspelt field, the nearest right one.
pub fn all() -> Result<&'static [FormulationDefinition]> {
    static READ: OnceLock<std::result::Result<Vec<FormulationDefinition>, (String, String)>> =
        OnceLock::new();
    READ.get_or_init(|| FILES.iter().map(|(file, text)| read(file, text)).collect())
        .as_deref()
        .map_err(|(file, hint)| Error::BadAsset {
            file: file.clone(),
            hint: hint.clone(),
        })
}

/// The newest version of a definition. Errors: `NotFound`.
pub fn newest(id: &str) -> Result<&'static FormulationDefinition> {
    all()?
        .iter()
        .filter(|d| d.id == id)
        .max_by_key(|d| d.version)
        .ok_or(Error::NotFound {
            what: "formulation form",
        })
}

/// A definition as a saved formulation names it. Errors: `NotFound`.
pub fn exactly(id: &str, version: u32) -> Result<&'static FormulationDefinition> {
    all()?
        .iter()
        .find(|d| d.id == id && d.version == version)
        .ok_or(Error::NotFound {
            what: "formulation form",
        })
}

fn read(file: &str, text: &str) -> std::result::Result<FormulationDefinition, (String, String)> {
    let fault = |hint: String| (file.to_owned(), hint);
    let definition: FormulationDefinition =
        toml::from_str(text).map_err(|e| fault(e.to_string()))?;
    let mut seen = BTreeSet::new();
    for (cell, _) in definition.cells() {
        if !seen.insert(cell.clone()) {
            return Err(fault(format!("the cell {cell} is there twice")));
        }
    }
    if seen.is_empty() {
        return Err(fault("there is no cell".to_owned()));
    }
    let mut prompted = BTreeSet::new();
    for prompt in &definition.prompts {
        if !seen.contains(&prompt.cell) {
            return Err(fault(format!(
                "there is a prompt for {}, which is no cell",
                prompt.cell
            )));
        }
        if !prompted.insert(prompt.cell.clone()) {
            return Err(fault(format!("{} has two prompts", prompt.cell)));
        }
    }
    Ok(definition)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_five_ps_have_fifteen_cells_each_with_a_prompt() {
        let five = newest("five-ps").unwrap();
        assert_eq!(five.cells().count(), 15);
        assert_eq!(five.prompts.len(), 15);
        assert_eq!(exactly("five-ps", five.version).unwrap(), five);
    }

    #[test]
    fn a_faulty_definition_is_refused_with_its_place() {
        let (file, text) = FILES[0];
        for (from, to, says) in [
            ("hint = \"what helps\"", "hnt = \"what helps\"", "hnt"),
            (
                "cell = \"presenting.body\"",
                "cell = \"presenting.bdy\"",
                "presenting.bdy",
            ),
            ("id = \"mind\"", "id = \"body\"", "twice"),
        ] {
            let (named, hint) = read(file, &text.replacen(from, to, 1)).unwrap_err();
            assert_eq!(named, file);
            assert!(hint.contains(says), "{hint}");
        }
    }
}

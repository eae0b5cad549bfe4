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

//! Everything that a letter may say, gathered from the record. Plain data: what is not here is in no letter.

use super::{LeftOut, Recipient};
use crate::cases::Case;
use crate::dates;
use crate::formulations::Formulation;
use crate::formulations::definition::FormulationDefinition;
use crate::ids::RevisionId;
use crate::patients::Patient;
use chrono::NaiveDate;

/// The facts that a template may ask for.
pub const NAMES: &[&str] = &[
    "referrer",
    "referral-reason",
    "formulation-presenting",
    "formulation-narrative",
    "formulation-perpetuating",
    "formulation-protective",
    "formulation-shared",
    "patient-agrees",
    "communication",
    "allergies",
];

/// Who writes.
#[derive(Clone, Debug)]
pub struct Author {
    /// Name as it signs.
    pub name: String,
    /// Post and grade; may be empty.
    pub post: String,
    /// Professional registration; may be empty.
    pub registration: String,
}

/// A formulation in force.
#[derive(Clone, Debug)]
pub struct InForce {
    /// Its form.
    pub definition: FormulationDefinition,
    /// What it says.
    pub formulation: Formulation,
    /// Who signed it and when.
    pub signed: String,
}

/// Everything that a letter may say.
#[derive(Clone, Debug)]
pub struct Facts {
    /// The patient.
    pub patient: Patient,
    /// The case.
    pub case: Case,
    /// The formulation in force.
    pub formulation: Option<InForce>,
    /// Who writes.
    pub author: Author,
    /// Today.
    pub today: NaiveDate,
    /// The revisions that were read.
    pub revisions: Vec<RevisionId>,
    /// What the record holds and the letter leaves out.
    pub left_out: Vec<LeftOut>,
}

fn sentence(parts: &[&str]) -> String {
    parts
        .iter()
        .map(|p| p.trim())
        .filter(|p| !p.is_empty())
        .collect::<Vec<_>>()
        .join(", ")
}

impl Facts {
    /// The text of one fact; empty where the record has nothing.
    pub fn text(&self, name: &str) -> String {
        let case = &self.case;
        match name {
            "referrer" => {
                let who = sentence(&[
                    &case.referrer.name,
                    &case.referrer.role,
                    &case.referrer.organisation,
                ]);
                let source = case.source.label();
                let who = if who.is_empty() {
                    source.to_owned()
                } else {
                    format!("{who} ({source})")
                };
                format!(
                    "{who}. Referral received {}, {}.",
                    dates::clinical(case.received_on),
                    case.urgency.label().to_lowercase()
                )
            }
            "referral-reason" => format!("Reason for referral: {}", case.reason.trim()),
            "formulation-presenting" => self.row("presenting", ""),
            "formulation-narrative" => self
                .formulation
                .as_ref()
                .map(|f| f.formulation.narrative.clone())
                .unwrap_or_default(),
            "formulation-perpetuating" => self.row("perpetuating", "What keeps it going:"),
            "formulation-protective" => self.row("protective", "What helps:"),
            "formulation-shared" => self
                .formulation
                .as_ref()
                .and_then(|f| f.formulation.shared_on)
                .map(|d| {
                    format!(
                        "The formulation was shared with the patient on {}.",
                        dates::clinical(d)
                    )
                })
                .unwrap_or_default(),
            "patient-agrees" => self
                .formulation
                .as_ref()
                .map(|f| f.formulation.patient_agrees.clone())
                .unwrap_or_default(),
            "communication" => {
                let needs = &self.patient.communication;
                let mut lines = Vec::new();
                if !needs.interpreter.is_empty() {
                    lines.push(format!("- Needs {} interpreter", needs.interpreter));
                }
                lines.extend(
                    needs
                        .needs
                        .lines()
                        .map(str::trim)
                        .filter(|l| !l.is_empty())
                        .map(|l| format!("- {l}")),
                );
                if !needs.preferred_term.is_empty() {
                    lines.push(format!("- Prefers the term “{}”", needs.preferred_term));
                }
                lines.join("\n")
            }
            "allergies" => "Allergies not recorded.".to_owned(),
            _ => String::new(),
        }
    }

    /// One row of the formulation as a list, a bullet for each cell that says something.
    fn row(&self, row: &str, title: &str) -> String {
        let Some(found) = &self.formulation else {
            return String::new();
        };
        let mut lines: Vec<String> = found
            .definition
            .columns
            .iter()
            .filter_map(|column| {
                let text = found
                    .formulation
                    .cells
                    .get(&format!("{row}.{}", column.id))?;
                let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
                Some(format!("- {flat}"))
            })
            .collect();
        if !lines.is_empty() && !title.is_empty() {
            lines.insert(0, title.to_owned());
        }
        lines.join("\n")
    }

    /// The GP, or the practice when no GP is named.
    pub fn gp(&self) -> Recipient {
        let gp = &self.patient.gp;
        let (name, organisation) = if gp.gp_name.is_empty() {
            (gp.practice.clone(), String::new())
        } else {
            (gp.gp_name.clone(), gp.practice.clone())
        };
        Recipient {
            name,
            organisation,
            address: gp.address.join("\n"),
        }
    }
}

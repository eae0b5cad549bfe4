//! Rules of the three lists: what they must hold, and how they read in a line.

use super::{
    Allergies, AllergiesForm, Allergy, AllergyState, Diagnoses, DiagnosesForm, Diagnosis,
    DiagnosisStatus, Medicine, MedicineStatus, Medicines, MedicinesForm,
};
use crate::error::{Error, Result};
use crate::signed::Faults;

/// Said wherever nobody has recorded anything. Never left blank.
pub const ALLERGIES_NOT_RECORDED: &str = "Allergies not recorded";
/// The same for medicines.
pub const MEDICINES_NOT_RECORDED: &str = "Medicines not recorded";

/// Checks diagnoses. Errors: `Invalid`.
pub fn diagnoses(form: &DiagnosesForm) -> Result<Diagnoses> {
    let mut faults = Faults::default();
    let mut items = Vec::new();
    for (place, item) in form.items.iter().enumerate() {
        let field = |name: &str| format!("items.{place}.{name}");
        let kept = Diagnosis {
            title: faults.text(field("title"), &item.title),
            code: faults.text(field("code"), &item.code),
            code_system: faults.text(field("code_system"), &item.code_system),
            status: item.status,
            since: faults.text(field("since"), &item.since),
            note: faults.text(field("note"), &item.note),
        };
        let others = [&kept.code, &kept.since, &kept.note];
        if kept.title.is_empty() && others.iter().all(|t| t.is_empty()) {
            continue;
        }
        if kept.title.is_empty() {
            faults.add(
                field("title"),
                "required",
                "Enter the diagnosis in words, or remove this line.",
            );
        }
        items.push(kept);
    }
    faults.none()?;
    Ok(Diagnoses { items })
}

/// Checks allergies. Errors: `Invalid`.
pub fn allergies(form: &AllergiesForm) -> Result<Allergies> {
    let mut faults = Faults::default();
    let mut items = Vec::new();
    for (place, item) in form.items.iter().enumerate() {
        let field = |name: &str| format!("items.{place}.{name}");
        let kept = Allergy {
            substance: faults.text(field("substance"), &item.substance),
            reaction: faults.text(field("reaction"), &item.reaction),
            note: faults.text(field("note"), &item.note),
        };
        if kept == Allergy::default() {
            continue;
        }
        if kept.substance.is_empty() {
            faults.add(
                field("substance"),
                "required",
                "Enter what it is, or remove this line.",
            );
        }
        items.push(kept);
    }
    let source = faults.text("source", &form.source);
    match form.state {
        None => faults.add(
            "state",
            "required",
            "Choose whether there are allergies or none are known.",
        ),
        Some(AllergyState::NoneKnown) if !items.is_empty() => faults.add(
            "state",
            "contradiction",
            "None known and a list cannot both be so. Remove the lines, or choose known allergies.",
        ),
        Some(AllergyState::Known) if items.is_empty() => faults.add(
            "items.0.substance",
            "required",
            "Enter at least one, or choose that none are known.",
        ),
        Some(_) => {}
    }
    faults.none()?;
    Ok(Allergies {
        state: form.state.unwrap_or(AllergyState::Known),
        items,
        source,
    })
}

/// Why allergies that were recorded are taken off, as it is signed; empty where none is. Errors: `Invalid` naming
/// `reason` where one goes without a word.
pub fn taken_off(before: Option<&Allergies>, after: &Allergies, reason: &str) -> Result<String> {
    let gone: Vec<&str> = before
        .iter()
        .flat_map(|b| &b.items)
        .map(|i| i.substance.as_str())
        .filter(|s| {
            !after
                .items
                .iter()
                .any(|i| i.substance.to_lowercase() == s.to_lowercase())
        })
        .collect();
    let why = reason.trim();
    if gone.is_empty() {
        return Ok(String::new());
    }
    if why.is_empty() {
        return Err(Error::field(
            "reason",
            "required",
            format!("Say why {} is taken off the list.", gone.join(", ")),
        ));
    }
    Ok(format!("Taken off: {}. {why}", gone.join(", ")))
}

/// Checks medicines. Errors: `Invalid`.
pub fn medicines(form: &MedicinesForm) -> Result<Medicines> {
    let mut faults = Faults::default();
    let mut items = Vec::new();
    for (place, item) in form.items.iter().enumerate() {
        let field = |name: &str| format!("items.{place}.{name}");
        let kept = Medicine {
            name: faults.text(field("name"), &item.name),
            dose: faults.text(field("dose"), &item.dose),
            status: item.status,
            why: faults.text(field("why"), &item.why),
            prescribes: faults.text(field("prescribes"), &item.prescribes),
            monitors: faults.text(field("monitors"), &item.monitors),
            reviews: faults.text(field("reviews"), &item.reviews),
            review: faults.text(field("review"), &item.review),
        };
        let others = [
            &kept.dose,
            &kept.why,
            &kept.prescribes,
            &kept.monitors,
            &kept.reviews,
            &kept.review,
        ];
        if kept.name.is_empty() && others.iter().all(|t| t.is_empty()) {
            continue;
        }
        if kept.name.is_empty() {
            faults.add(
                field("name"),
                "required",
                "Enter the medicine, or remove this line.",
            );
        }
        if kept.status != MedicineStatus::Current && kept.why.is_empty() {
            faults.add(
                field("why"),
                "required",
                &format!("Say why it was {}.", kept.status.label().to_lowercase()),
            );
        }
        items.push(kept);
    }
    let source = faults.text("source", &form.source);
    if form.none_taken && items.iter().any(|m| m.status != MedicineStatus::Stopped) {
        faults.add(
            "none_taken",
            "contradiction",
            "No medicines and a list of them cannot both be so. Remove the lines, or clear the box.",
        );
    }
    if !form.none_taken && items.is_empty() {
        faults.add(
            "items.0.name",
            "required",
            "Enter at least one, or tick that no medicines are taken.",
        );
    }
    faults.none()?;
    Ok(Medicines {
        none_taken: form.none_taken,
        items,
        source,
    })
}

/// `Known allergies: penicillin, latex`, `No known allergies` or `Allergies not recorded`.
pub fn allergy_statement(allergies: Option<&Allergies>) -> String {
    match allergies {
        None => ALLERGIES_NOT_RECORDED.to_owned(),
        Some(a) if a.state == AllergyState::NoneKnown => AllergyState::NoneKnown.label().to_owned(),
        Some(a) => format!(
            "{}: {}",
            AllergyState::Known.label(),
            a.items
                .iter()
                .map(|i| i.substance.clone())
                .collect::<Vec<_>>()
                .join(", ")
        ),
    }
}

/// Allergies as a letter prints them: each with its reaction. Never empty.
pub fn allergies_text(allergies: Option<&Allergies>) -> String {
    match allergies {
        Some(a) if a.state == AllergyState::Known => a
            .items
            .iter()
            .map(|i| {
                let more = [&i.reaction, &i.note]
                    .into_iter()
                    .filter(|t| !t.is_empty())
                    .cloned()
                    .collect::<Vec<_>>()
                    .join("; ");
                if more.is_empty() {
                    format!("- {}", i.substance)
                } else {
                    format!("- {}: {more}", i.substance)
                }
            })
            .collect::<Vec<_>>()
            .join("\n"),
        other => format!("{}.", allergy_statement(other)),
    }
}

/// `Dissociative seizures (F44.5, ICD-10), confirmed, since March 2024`
pub fn diagnosis_line(diagnosis: &Diagnosis) -> String {
    let mut line = diagnosis.title.clone();
    if !diagnosis.code.is_empty() {
        let code = [&diagnosis.code, &diagnosis.code_system]
            .into_iter()
            .filter(|t| !t.is_empty())
            .cloned()
            .collect::<Vec<_>>()
            .join(", ");
        line.push_str(&format!(" ({code})"));
    }
    if diagnosis.status != DiagnosisStatus::Confirmed {
        line.push_str(&format!(", {}", diagnosis.status.label().to_lowercase()));
    }
    if !diagnosis.since.is_empty() {
        line.push_str(&format!(", since {}", diagnosis.since));
    }
    line
}

/// `Sertraline 50 mg once daily`
pub fn medicine_line(medicine: &Medicine) -> String {
    [&medicine.name, &medicine.dose]
        .into_iter()
        .filter(|t| !t.is_empty())
        .cloned()
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Error;

    fn refused(result: Result<impl std::fmt::Debug>) -> String {
        match result {
            Err(Error::Invalid(f)) => f[0].field.clone(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn none_known_and_not_recorded_are_two_things_and_neither_is_blank() {
        assert_eq!(allergies_text(None), "Allergies not recorded.");
        let none = allergies(&AllergiesForm {
            state: Some(AllergyState::NoneKnown),
            ..AllergiesForm::default()
        })
        .unwrap();
        assert_eq!(allergies_text(Some(&none)), "No known allergies.");
        assert_eq!(refused(allergies(&AllergiesForm::default())), "state");
        let known = AllergiesForm {
            state: Some(AllergyState::Known),
            ..AllergiesForm::default()
        };
        assert_eq!(refused(allergies(&known)), "items.0.substance");
        let penicillin = Allergy {
            substance: "Penicillin".into(),
            reaction: "rash".into(),
            note: String::new(),
        };
        let both = AllergiesForm {
            state: Some(AllergyState::NoneKnown),
            items: vec![penicillin.clone()],
            ..AllergiesForm::default()
        };
        assert_eq!(refused(allergies(&both)), "state");
        let known = allergies(&AllergiesForm {
            state: Some(AllergyState::Known),
            items: vec![penicillin, Allergy::default()],
            ..AllergiesForm::default()
        })
        .unwrap();
        assert_eq!(
            allergy_statement(Some(&known)),
            "Known allergies: Penicillin"
        );
        assert_eq!(allergies_text(Some(&known)), "- Penicillin: rash");
    }

    #[test]
    fn a_medicine_that_was_started_changed_or_stopped_says_why() {
        let medicine = |status| Medicine {
            name: "Sertraline".into(),
            dose: "50 mg once daily".into(),
            status,
            why: String::new(),
            prescribes: "GP".into(),
            monitors: String::new(),
            reviews: String::new(),
            review: String::new(),
        };
        let of = |status, none_taken| MedicinesForm {
            none_taken,
            items: vec![medicine(status)],
            source: String::new(),
        };
        assert!(medicines(&of(MedicineStatus::Current, false)).is_ok());
        assert_eq!(
            refused(medicines(&of(MedicineStatus::Stopped, false))),
            "items.0.why"
        );
        assert_eq!(
            refused(medicines(&of(MedicineStatus::Current, true))),
            "none_taken"
        );
    }

    #[test]
    fn a_diagnosis_reads_with_its_code_only_where_it_has_one() {
        let mut diagnosis = Diagnosis {
            title: "Dissociative seizures".into(),
            code: String::new(),
            code_system: String::new(),
            status: DiagnosisStatus::Confirmed,
            since: String::new(),
            note: String::new(),
        };
        assert_eq!(diagnosis_line(&diagnosis), "Dissociative seizures");
        diagnosis.code = "F44.5".into();
        diagnosis.code_system = "ICD-10".into();
        diagnosis.status = DiagnosisStatus::Working;
        diagnosis.since = "March 2024".into();
        assert_eq!(
            diagnosis_line(&diagnosis),
            "Dissociative seizures (F44.5, ICD-10), working diagnosis, since March 2024"
        );
    }
}

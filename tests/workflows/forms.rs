//! What the clinicians of these stories write: forms filled as at a bedside, and short ways through the requests.

use super::desk::Desk;
use casebook_core::assessments::AssessmentForm;
use casebook_core::care::api::{record_allergies, record_diagnoses, record_medicines};
use casebook_core::care::{
    AllergiesForm, Allergy, AllergyState, DiagnosesForm, Diagnosis, DiagnosisStatus, Medicine,
    MedicineStatus, MedicinesForm, RecordAllergiesRequest, RecordDiagnosesRequest,
    RecordMedicinesRequest,
};
use casebook_core::cases::api::save_draft;
use casebook_core::ids::{CaseId, PatientId, RecordId};
use casebook_core::letters::api::{
    ComposeLetterRequest, SignLetterRequest, compose_letter, sign_letter,
};
use casebook_core::letters::{ComposedLetter, LetterRow};
use casebook_core::measures::api::{record_measure, respond_to_safety_answer};
use casebook_core::measures::{
    Completion, MeasureForm, MeasuresView, RecordMeasureRequest, RespondToSafetyAnswerRequest,
    SafetyOutcome,
};
use casebook_core::record::SaveDraftRequest;
use casebook_core::risk::{DomainFinding, RiskDomain, RiskNoteForm};
use casebook_core::safety_plans::{Helper, SafetyPlanForm};
use casebook_core::severity::{RatingBasis, Severity, SeverityForm};
use casebook_core::today::api::today;
use casebook_core::today::{TodayRequest, Waiting};
use casebook_core::{Error, Register, Session};

pub fn assessment_form() -> AssessmentForm {
    let mut form = AssessmentForm {
        definition: "biopsychosocial".into(),
        ..AssessmentForm::default()
    };
    let write = |form: &mut AssessmentForm, field: &str, text: &str| {
        form.answers.texts.insert(field.into(), text.into());
    };
    let definition = casebook_core::assessments::definition::newest("biopsychosocial").unwrap();
    // The first text of each section: the form is data, and this story does not know its fields by heart.
    for (section, text) in [
        ("symptoms", "Chest pain most days, breathless on the stairs"),
        (
            "function",
            "Off work since March; walks to the corner and back",
        ),
        ("adversity", "Brought up by an aunt after a fire at home"),
        ("patient-view", "It is my heart, and they are missing it"),
    ] {
        let (path, _, _) = definition
            .fields()
            .find(|(_, s, f)| {
                s.id == section && f.kind == casebook_core::assessments::definition::FieldKind::Text
            })
            .unwrap();
        write(&mut form, &path, text);
    }
    form
}

pub fn risk_form() -> RiskNoteForm {
    RiskNoteForm {
        assessed_on: "20-Nov-2026".into(),
        findings: vec![
            DomainFinding {
                domain: RiskDomain::Suicide,
                text: "Asked directly: wishes at night not to wake up, no plan, no means sought."
                    .into(),
            },
            DomainFinding {
                domain: RiskDomain::SafeguardingChild,
                text: "Nephew Kit, 6, sleeps at the flat at weekends.".into(),
            },
        ],
        formulation: "Worst alone at night after a normal test; her sister’s visits help.".into(),
        management: "Sister stays until Sunday; ward knows; plan made.".into(),
        protective: "Her sister; her choir.".into(),
        review_by: "27-Nov-2026".into(),
        reviewer: "Dr A. Okafor".into(),
        ..RiskNoteForm::default()
    }
}

pub fn plan_form() -> SafetyPlanForm {
    SafetyPlanForm {
        warning_signs: "I count my heartbeats\nI stop answering my sister".into(),
        coping: "Sing the alto line".into(),
        people: vec![Helper {
            name: "My sister Ada".into(),
            phone: "0113 496 0111".into(),
            note: "any time".into(),
        }],
        services: vec![Helper {
            name: "Samaritans".into(),
            phone: "116 123".into(),
            note: "day and night".into(),
        }],
        surroundings: "Ada keeps the tablets this week".into(),
        reasons: "The choir tour in spring".into(),
        made_on: "20-Nov-2026".into(),
        ..SafetyPlanForm::default()
    }
}

pub fn severity_form(level: Severity, on: &str) -> SeverityForm {
    SeverityForm {
        rated_on: on.into(),
        severity: Some(level),
        onset: "March 2025".into(),
        rationale: "Daily, off work, four angiograms".into(),
        basis: Some(RatingBasis::FaceToFace),
        ..SeverityForm::default()
    }
}

pub fn keep(
    register: &Register,
    session: &Session,
    case: CaseId,
    kind: &str,
    state: serde_json::Value,
) {
    let draft = SaveDraftRequest {
        kind: kind.into(),
        patient_id: None,
        case_id: Some(case),
        base: None,
        state,
    };
    save_draft(register, session, &draft).unwrap();
}

pub fn record_care(register: &Register, session: &Session, patient: PatientId) {
    let diagnosis = Diagnosis {
        title: "Non-cardiac chest pain".into(),
        code: "R07.4".into(),
        code_system: "ICD-10".into(),
        status: DiagnosisStatus::Confirmed,
        since: "2025".into(),
        note: String::new(),
    };
    let form = DiagnosesForm {
        items: vec![diagnosis],
    };
    record_diagnoses(
        register,
        session,
        &RecordDiagnosesRequest {
            patient_id: patient,
            base: None,
            form,
        },
    )
    .unwrap();
    let form = AllergiesForm {
        state: Some(AllergyState::Known),
        items: vec![Allergy {
            substance: "Penicillin".into(),
            reaction: "rash".into(),
            note: String::new(),
        }],
        source: "Patient and ward chart".into(),
    };
    record_allergies(
        register,
        session,
        &RecordAllergiesRequest {
            patient_id: patient,
            base: None,
            form,
            reason: String::new(),
        },
    )
    .unwrap();
    let form = MedicinesForm {
        none_taken: false,
        items: vec![Medicine {
            name: "Codeine".into(),
            dose: "30 mg four times a day".into(),
            status: MedicineStatus::Changed,
            why: "constipation; being reduced".into(),
            prescribes: "GP".into(),
            monitors: "Practice pharmacist".into(),
            reviews: "GP".into(),
            review: "in four weeks".into(),
        }],
        source: "Ward chart".into(),
    };
    record_medicines(
        register,
        session,
        &RecordMedicinesRequest {
            patient_id: patient,
            base: None,
            form,
        },
    )
    .unwrap();
}

/// A sheet of the first items in order, on paper.
pub fn sheet(instrument: &str, on: &str, answers: &[u32]) -> MeasureForm {
    MeasureForm {
        instrument: instrument.into(),
        completed_on: on.into(),
        completion: Some(Completion::Paper),
        answers: (1..)
            .zip(answers)
            .map(|(n, a)| (format!("q{n}"), *a))
            .collect(),
        ..MeasureForm::default()
    }
}

pub fn fill(desk: &Desk, case_id: CaseId, form: MeasureForm) -> MeasuresView {
    let request = RecordMeasureRequest { case_id, form };
    record_measure(&desk.register, &desk.session, &request).unwrap()
}

pub fn respond(
    desk: &Desk,
    case_id: CaseId,
    measure_id: RecordId,
    outcome: SafetyOutcome,
    note: &str,
) -> Result<MeasuresView, Error> {
    let request = RespondToSafetyAnswerRequest {
        case_id,
        measure_id,
        outcome,
        note: note.into(),
    };
    respond_to_safety_answer(&desk.register, &desk.session, &request)
}

pub fn composed(
    register: &Register,
    session: &Session,
    case: CaseId,
    kind: &str,
) -> ComposedLetter {
    let request = ComposeLetterRequest {
        case_id: case,
        kind: kind.into(),
        afresh: false,
        puts_right: None,
    };
    compose_letter(register, session, &request).unwrap()
}

pub fn text(letter: &ComposedLetter, section: &str) -> String {
    letter
        .content
        .sections
        .iter()
        .find(|s| s.id == section)
        .unwrap()
        .text
        .clone()
}

pub fn signed(register: &Register, session: &Session, letter: ComposedLetter) -> LetterRow {
    let request = SignLetterRequest {
        case_id: letter.case_id,
        content: letter.content,
        as_it_stands: false,
        puts_right: None,
        submission: Default::default(),
    };
    sign_letter(register, session, &request).unwrap()
}

pub fn waiting(register: &Register, session: &Session) -> Vec<(Waiting, String)> {
    let view = today(register, session, &TodayRequest { everyone: false }).unwrap();
    view.rows.into_iter().map(|r| (r.kind, r.what)).collect()
}

//! What is found, rated, planned and measured, entered through the same functions as the window's.

use super::findings::{
    Assessed, Care, Condition, Drug, Note, Plan, Rating, Response, Sitting, dated, retold,
};
use super::play::{Standing, Theatre, What};
use super::script::Story;
use casebook_core::assessments::api::sign_assessment;
use casebook_core::assessments::{AssessmentForm, SignAssessmentRequest};
use casebook_core::care::api::{record_allergies, record_diagnoses, record_medicines};
use casebook_core::care::{
    AllergiesForm, DiagnosesForm, Diagnosis, Medicine, MedicinesForm, RecordAllergiesRequest,
    RecordDiagnosesRequest, RecordMedicinesRequest,
};
use casebook_core::measures::api::{record_measure, respond_to_safety_answer};
use casebook_core::measures::{MeasureForm, RecordMeasureRequest, RespondToSafetyAnswerRequest};
use casebook_core::reasons::api::give;
use casebook_core::reasons::{Reason, Why};
use casebook_core::risk::api::sign_risk_note;
use casebook_core::risk::{DomainFinding, RiskNoteForm, SignRiskNoteRequest};
use casebook_core::safety_plans::api::sign_safety_plan;
use casebook_core::safety_plans::{SafetyPlanForm, SignSafetyPlanRequest};
use casebook_core::severity::api::rate_severity;
use casebook_core::severity::{RateSeverityRequest, SeverityForm};
use casebook_core::{Error, Result};
use chrono::{Days, NaiveDate};

fn tidy(text: &str) -> String {
    text.trim().to_owned()
}

impl Theatre {
    /// Whatever concerns the chart rather than paper, the case or the formulation.
    pub(super) fn chart(
        &self,
        story: &Story,
        standing: &mut Standing,
        what: What,
        today: NaiveDate,
    ) -> Result<()> {
        let missing = || Error::NotFound {
            what: "made-up finding",
        };
        match what {
            What::Care(i) => self.care(standing, story.care.get(i).ok_or_else(missing)?, today),
            What::Assessment => {
                let found = story.assessment.as_ref().ok_or_else(missing)?;
                self.assess(standing, found, today)
            }
            What::DraftAssessment => {
                let found = story.draft_assessment.as_ref().ok_or_else(missing)?;
                self.draft_assessment(standing, found, today)
            }
            What::Severity(i) => {
                self.rate(standing, story.severity.get(i).ok_or_else(missing)?, today)
            }
            What::Risk(i) => {
                self.note_risk(standing, story.risk.get(i).ok_or_else(missing)?, today)
            }
            What::SafetyPlan => {
                let plan = story.safety_plan.as_ref().ok_or_else(missing)?;
                self.plan(standing, plan, today)
            }
            What::Measures(i) => {
                self.measure(standing, story.measures.get(i).ok_or_else(missing)?, today)
            }
            What::Response(i) => {
                let sitting = story.measures.get(i).ok_or_else(missing)?;
                self.respond(standing, sitting.response.as_ref().ok_or_else(missing)?)
            }
            _ => Err(missing()),
        }
    }

    fn assess(&self, standing: &Standing, found: &Assessed, today: NaiveDate) -> Result<()> {
        let request = SignAssessmentRequest {
            case_id: standing.case_id()?,
            base: None,
            form: assessment(found, today),
            amendment: None,
        };
        sign_assessment(&self.register, &self.session, &request).map(drop)
    }

    fn draft_assessment(
        &self,
        standing: &Standing,
        found: &Assessed,
        today: NaiveDate,
    ) -> Result<()> {
        let form = assessment(found, today);
        self.keep(standing, "assessment", None, serde_json::to_value(&form))
    }

    fn rate(&self, standing: &Standing, rating: &Rating, today: NaiveDate) -> Result<()> {
        // A second opinion on a case that is not on the rater's own list has its reason, as anybody's would.
        let asked = Reason {
            why: Why::Opinion,
            words: String::new(),
        };
        give(
            &self.register,
            &self.session,
            &[standing.case_id()?],
            &asked,
        )?;
        let request = RateSeverityRequest {
            case_id: standing.case_id()?,
            form: severity(rating, today),
        };
        rate_severity(&self.register, &self.session, &request).map(drop)
    }

    fn note_risk(&self, standing: &Standing, note: &Note, today: NaiveDate) -> Result<()> {
        let request = SignRiskNoteRequest {
            case_id: standing.case_id()?,
            form: risk_note(note, today),
        };
        sign_risk_note(&self.register, &self.session, &request).map(drop)
    }

    fn plan(&self, standing: &Standing, plan: &Plan, today: NaiveDate) -> Result<()> {
        let request = SignSafetyPlanRequest {
            case_id: standing.case_id()?,
            base: None,
            form: SafetyPlanForm {
                warning_signs: tidy(&plan.warning_signs),
                coping: tidy(&plan.coping),
                distractions: tidy(&plan.distractions),
                people: plan.people.clone(),
                services: plan.services.clone(),
                surroundings: tidy(&plan.surroundings),
                reasons: tidy(&plan.reasons),
                made_on: today.to_string(),
            },
            amendment: None,
        };
        sign_safety_plan(&self.register, &self.session, &request).map(drop)
    }

    /// Records the lists that are there, each from the revision that it changes.
    fn care(&self, standing: &mut Standing, care: &Care, today: NaiveDate) -> Result<()> {
        let patient_id = standing.patient_id()?;
        let [diagnoses, allergies, medicines] = standing.lists;
        let lists = Lists::of(care, today);
        if let Some(form) = lists.diagnoses {
            let request = RecordDiagnosesRequest {
                patient_id,
                base: diagnoses,
                form,
            };
            let view = record_diagnoses(&self.register, &self.session, &request)?;
            standing.lists[0] = view.diagnoses.revision;
        }
        if let Some(form) = lists.allergies {
            let request = RecordAllergiesRequest {
                patient_id,
                base: allergies,
                form,
                reason: String::new(),
            };
            let view = record_allergies(&self.register, &self.session, &request)?;
            standing.lists[1] = view.allergies.revision;
        }
        if let Some(form) = lists.medicines {
            let request = RecordMedicinesRequest {
                patient_id,
                base: medicines,
                form,
            };
            let view = record_medicines(&self.register, &self.session, &request)?;
            standing.lists[2] = view.medicines.revision;
        }
        Ok(())
    }

    fn measure(&self, standing: &mut Standing, sitting: &Sitting, today: NaiveDate) -> Result<()> {
        for instrument in sitting.answers.keys() {
            let request = RecordMeasureRequest {
                case_id: standing.case_id()?,
                form: sheet(sitting, instrument, today),
            };
            let view = record_measure(&self.register, &self.session, &request)?;
            standing.open_answers = view
                .safety
                .iter()
                .filter(|answer| answer.open)
                .map(|answer| answer.measure_id)
                .collect();
        }
        Ok(())
    }

    /// Answers for every sheet that is open: one talk with the patient does for all of a sitting.
    fn respond(&self, standing: &mut Standing, response: &Response) -> Result<()> {
        let case_id = standing.case_id()?;
        let mut measures = std::mem::take(&mut standing.open_answers);
        measures.sort();
        measures.dedup();
        for measure_id in measures {
            let request = RespondToSafetyAnswerRequest {
                case_id,
                measure_id,
                outcome: response.outcome,
                note: tidy(&response.note),
            };
            respond_to_safety_answer(&self.register, &self.session, &request)?;
        }
        Ok(())
    }
}

/// A rating as the window sends it.
pub(super) fn severity(rating: &Rating, today: NaiveDate) -> SeverityForm {
    let rating = retold(rating, &|text| dated(text, today));
    SeverityForm {
        rated_on: today.to_string(),
        severity: Some(rating.severity),
        onset: rating.onset.map(|o| o.typed(today)).unwrap_or_default(),
        comorbidity: rating.comorbidity,
        evidence: rating.evidence,
        rationale: tidy(&rating.rationale),
        basis: Some(rating.basis),
    }
}

/// A risk note as the window sends it.
pub(super) fn risk_note(note: &Note, today: NaiveDate) -> RiskNoteForm {
    let note = retold(note, &|text| dated(text, today));
    let review_by = today
        .checked_add_days(Days::new(u64::from(note.review_in)))
        .unwrap_or(today);
    let findings = note
        .findings
        .iter()
        .map(|(domain, text)| DomainFinding {
            domain: *domain,
            text: tidy(text),
        })
        .collect();
    RiskNoteForm {
        assessed_on: today.to_string(),
        findings,
        long_standing: tidy(&note.long_standing),
        changeable: tidy(&note.changeable),
        imminent: tidy(&note.imminent),
        protective: tidy(&note.protective),
        formulation: tidy(&note.formulation),
        management: tidy(&note.management),
        others_involved: tidy(&note.others_involved),
        patient_view: tidy(&note.patient_view),
        review_by: review_by.to_string(),
        reviewer: note.reviewer,
    }
}

/// The lists as the window sends them.
pub(super) struct Lists {
    pub(super) diagnoses: Option<DiagnosesForm>,
    pub(super) allergies: Option<AllergiesForm>,
    pub(super) medicines: Option<MedicinesForm>,
}

impl Lists {
    pub(super) fn of(care: &Care, today: NaiveDate) -> Self {
        let care = retold(care, &|text| dated(text, today));
        let diagnosis = |c: Condition| Diagnosis {
            code_system: if c.code.is_empty() { "" } else { "ICD-10" }.to_owned(),
            title: c.title,
            code: c.code,
            status: c.status,
            since: c.since,
            note: c.note,
        };
        let medicine = |d: Drug| Medicine {
            name: d.name,
            dose: d.dose,
            status: d.status,
            why: d.why,
            prescribes: d.prescribes,
            monitors: d.monitors,
            reviews: d.reviews,
            review: d.review,
        };
        Self {
            diagnoses: care.diagnoses.map(|items| DiagnosesForm {
                items: items.into_iter().map(diagnosis).collect(),
            }),
            allergies: care.allergies,
            medicines: care.medicines.map(|medication| MedicinesForm {
                none_taken: medication.none_taken,
                source: medication.source,
                items: medication.items.into_iter().map(medicine).collect(),
            }),
        }
    }
}

pub(super) fn assessment(found: &Assessed, today: NaiveDate) -> AssessmentForm {
    AssessmentForm {
        definition: "biopsychosocial".to_owned(),
        answers: retold(found, &|text| dated(text, today)).answers(),
    }
}

/// One sheet of a sitting as the window sends it: items are named by their number in the form.
pub(super) fn sheet(sitting: &Sitting, instrument: &str, today: NaiveDate) -> MeasureForm {
    let answers = sitting
        .answers
        .get(instrument)
        .map_or(&[][..], Vec::as_slice);
    let not_applicable = sitting
        .not_applicable
        .get(instrument)
        .map_or(&[][..], Vec::as_slice);
    MeasureForm {
        instrument: instrument.to_owned(),
        completed_on: today.to_string(),
        completion: Some(sitting.completion),
        answers: (1usize..)
            .zip(answers)
            .filter_map(|(number, option)| {
                Some((format!("q{number}"), u32::try_from(*option).ok()?))
            })
            .collect(),
        not_applicable: not_applicable.iter().map(|n| format!("q{n}")).collect(),
        note: tidy(&sitting.note),
        ..MeasureForm::default()
    }
}

//! Cases of the register as the exchange format has them: what is in force, and nothing that says who signed.

use super::{
    ExchangeCase, ExchangeFormulation, ExchangeGoal, ExchangeRating, ExchangeResponse,
    ExchangeReview, IMPORTED,
};
use crate::assessments;
use crate::care::{self, Allergies, Diagnoses, Medicines};
use crate::cases;
use crate::contacts::{self, SessionNote};
use crate::dates;
use crate::error::Result;
use crate::formulations::{self, Formulation};
use crate::goals;
use crate::ids::{CaseId, RecordId};
use crate::measures::{self, Measure, SafetyResponse};
use crate::pathway::{self, PathwayReview};
use crate::patients;
use crate::record::Body;
use crate::risk::{self, RiskNote};
use crate::safety_plans;
use crate::severity::{self, SeverityRating};
use crate::signed;
use rusqlite::Connection;

/// The records of a kind that are in force, in the order in which they were recorded.
fn recorded<B: Body>(connection: &Connection, case: CaseId) -> Result<Vec<(RecordId, B)>> {
    let mut all: Vec<(RecordId, B)> = signed::all_of_case::<B>(connection, case)?
        .into_iter()
        .filter(|(_, _, from)| from.withdrawn.is_empty())
        .map(|(revision, body, _)| (revision.record, body))
        .collect();
    all.reverse();
    Ok(all)
}

/// Their forms.
fn in_force<B: Body, F>(
    connection: &Connection,
    case: CaseId,
    form: impl Fn(&B) -> F,
) -> Result<Vec<F>> {
    let all = recorded::<B>(connection, case)?;
    Ok(all.iter().map(|(_, body)| form(body)).collect())
}

fn reviews(connection: &Connection, case: CaseId) -> Result<Vec<ExchangeReview>> {
    let decisions = pathway::store::decisions(connection, case)?;
    let reviews = recorded::<PathwayReview>(connection, case)?;
    Ok(reviews
        .into_iter()
        .map(|(record, review)| ExchangeReview {
            form: pathway::rules::review_form(&review),
            mdt: pathway::store::decision(&decisions, record)
                .map(|(_, decided, _)| pathway::rules::mdt_form(decided)),
            record: review.record,
        })
        .collect())
}

/// Responses to sheets in force: one to a sheet that was withdrawn has nothing that it answers.
fn responses(
    connection: &Connection,
    case: CaseId,
    sheets: &[RecordId],
) -> Result<Vec<ExchangeResponse>> {
    let all = recorded::<SafetyResponse>(connection, case)?;
    Ok(all
        .into_iter()
        .filter_map(|(_, response)| {
            let measure = sheets.iter().position(|s| *s == response.measure)?;
            Some(ExchangeResponse {
                measure: u32::try_from(measure).ok()?,
                outcome: response.outcome,
                note: response.note,
            })
        })
        .collect())
}

/// One case.
pub(super) fn case(connection: &Connection, id: CaseId) -> Result<ExchangeCase> {
    let (_, case, patient) = cases::store::case(connection, id)?;
    let (_, person, _) = patients::store::patient(connection, patient)?;
    let mut form = cases::api::form(&case);
    for person in &mut form.people {
        // An account means nothing outside its register; the name does.
        person.user_id = None;
    }
    let (sheets, measures): (Vec<_>, Vec<_>) = recorded::<Measure>(connection, id)?
        .into_iter()
        .map(|(record, body)| (record, measures::rules::form(&body)))
        .unzip();
    Ok(ExchangeCase {
        patient: patients::rules::form(&person),
        case: form,
        diagnoses: care::store::current::<Diagnoses>(connection, patient)?
            .map(|(_, list)| care::store::diagnoses_form(&list)),
        allergies: care::store::current::<Allergies>(connection, patient)?
            .map(|(_, list)| care::store::allergies_form(&list)),
        medicines: care::store::current::<Medicines>(connection, patient)?
            .map(|(_, list)| care::store::medicines_form(&list)),
        assessment: assessments::store::in_force(connection, id)?
            .map(|(_, _, _, body)| assessments::store::form(&body)),
        severity: in_force::<SeverityRating, _>(connection, id, severity::store::form)?,
        formulations: versions(connection, id)?,
        risk_notes: in_force::<RiskNote, _>(connection, id, risk::rules::form)?,
        safety_plan: safety_plans::store::in_force(connection, id)?
            .map(|(_, _, body)| safety_plans::rules::form(&body)),
        measures,
        sessions: in_force::<SessionNote, _>(connection, id, contacts::rules::form)?,
        goals: goals(connection, id)?,
        pathway: pathway::store::plan(connection, id)?
            .map(|(_, plan)| pathway::rules::plan_form(Some(&plan))),
        pathway_reviews: reviews(connection, id)?,
        safety_responses: responses(connection, id, &sheets)?,
    })
}

fn versions(connection: &Connection, case: CaseId) -> Result<Vec<ExchangeFormulation>> {
    let mut all = Vec::new();
    for known in formulations::definition::all()? {
        let record = formulations::store::record(connection, case, &known.id)?;
        let Some((_, current)) = signed::in_force(connection, record)? else {
            continue;
        };
        for (_, _, body, from) in signed::versions::<Formulation>(connection, current.record)? {
            all.push(ExchangeFormulation {
                form: formulations::store::form(&body),
                reason: own_reason(&from.reason),
            });
        }
    }
    Ok(all)
}

/// Why a version was written, without that it was imported.
fn own_reason(signed: &str) -> String {
    match signed.strip_prefix(IMPORTED) {
        Some("") => String::new(),
        Some(rest) => rest.strip_prefix(": ").unwrap_or(signed).to_owned(),
        None => signed.to_owned(),
    }
}

fn goals(connection: &Connection, case: CaseId) -> Result<Vec<ExchangeGoal>> {
    Ok(goals::store::goals(connection, case)?
        .iter()
        .filter(|(_, _, from, _)| from.withdrawn.is_empty())
        .map(|(_, goal, _, ratings)| ExchangeGoal {
            form: goals::rules::form(goal),
            ratings: ratings
                .iter()
                .filter(|(_, _, from)| from.withdrawn.is_empty())
                .map(|(_, rating, _)| ExchangeRating {
                    rated_on: dates::clinical(rating.rated_on),
                    form: goals::GoalRatingForm {
                        patient: rating.patient,
                        clinician: rating.clinician,
                        evidence: rating.evidence.clone(),
                    },
                })
                .collect(),
        })
        .collect())
}

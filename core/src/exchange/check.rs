//! From the parts of a case to what would be recorded, by each noun's own rules. Every fault is collected with its path.

use super::reading::{RawCase, below, part};
use super::{ExchangeFormulation, ExchangeGoal, ExchangeResponse, ExchangeReview};
use crate::assessments::{self, Assessment, AssessmentForm};
use crate::care::{self, Allergies, Diagnoses, Medicines};
use crate::cases::{self, Case};
use crate::contacts::{self, SessionNote};
use crate::error::{Error, FieldError, Result};
use crate::formulations::{self, Formulation};
use crate::goals::{self, Goal, GoalRating};
use crate::ids::RecordId;
use crate::measures::{self, Measure, MeasureForm};
use crate::pathway::{self, MdtDecision, PathwayPlan, PathwayReview, ReviewDecision};
use crate::patients::{self, Patient, PatientForm};
use crate::risk::{self, RiskNote};
use crate::safety_plans::{self, SafetyPlan};
use crate::severity::{self, SeverityRating};
use crate::trust_data::Catalogue;
use chrono::NaiveDate;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::collections::BTreeSet;

/// A case that may be recorded.
pub(super) struct Checked {
    pub(super) patient: Patient,
    pub(super) case: Case,
    pub(super) diagnoses: Option<Diagnoses>,
    pub(super) allergies: Option<Allergies>,
    pub(super) medicines: Option<Medicines>,
    pub(super) assessment: Option<Assessment>,
    pub(super) severity: Vec<SeverityRating>,
    pub(super) formulations: Vec<(Formulation, String)>,
    pub(super) risk_notes: Vec<RiskNote>,
    pub(super) safety_plan: Option<SafetyPlan>,
    /// By their places in the file, which responses name; nothing for a sheet with a fault.
    pub(super) measures: Vec<Option<Measure>>,
    pub(super) sessions: Vec<SessionNote>,
    pub(super) goals: Vec<(RecordId, Goal, Vec<GoalRating>)>,
    pub(super) pathway: Option<PathwayPlan>,
    pub(super) pathway_reviews: Vec<(RecordId, PathwayReview, Option<MdtDecision>)>,
    /// Whether one needs a note depends on the answer of the time before: that is checked against the register.
    pub(super) safety_responses: Vec<(usize, ExchangeResponse)>,
}

/// A form that is filled in today may leave the day out; what was agreed elsewhere was agreed on a day.
const DAY: &str = "Enter the day, such as 20-Nov-2026.";

/// Collects faults below one place of the file.
struct Place<'a> {
    at: String,
    faults: &'a mut Vec<FieldError>,
}

impl Place<'_> {
    fn add(&mut self, at: &str, rule: &str, message: &str) {
        self.faults
            .push(FieldError::new(below(&self.at, at), rule, message));
    }

    /// What a rule makes of a form. Errors: other than `Invalid`, which is collected.
    fn ruled<T>(&mut self, at: &str, outcome: Result<T>) -> Result<Option<T>> {
        let at = below(&self.at, at);
        match outcome {
            Ok(body) => Ok(Some(body)),
            Err(Error::Invalid(found)) => {
                self.faults
                    .extend(found.into_iter().map(|fault| FieldError {
                        field: below(&at, &fault.field),
                        ..fault
                    }));
                Ok(None)
            }
            // A form of a type, or a sheet of an instrument, that this program does not carry.
            Err(Error::NotFound { .. }) => {
                self.faults.push(FieldError::new(
                    at,
                    "unknown",
                    "This program does not know this form or instrument.",
                ));
                Ok(None)
            }
            Err(other) => Err(other),
        }
    }

    fn one<F: DeserializeOwned, T>(
        &mut self,
        at: &str,
        value: Option<Value>,
        rule: impl FnOnce(&F) -> Result<T>,
    ) -> Result<Option<T>> {
        let Some(value) = value else {
            return Ok(None);
        };
        match part::<F>(&below(&self.at, at), &value, self.faults) {
            Some(form) => self.ruled(at, rule(&form)),
            None => Ok(None),
        }
    }

    fn all<F: DeserializeOwned, T>(
        &mut self,
        at: &str,
        values: Vec<Value>,
        rule: impl Fn(&F) -> Result<T>,
    ) -> Result<Vec<T>> {
        let placed = self.placed(at, values, rule)?;
        Ok(placed.into_iter().flatten().collect())
    }

    /// The same with nothing in the place of what has a fault, so that places keep their numbers.
    fn placed<F: DeserializeOwned, T>(
        &mut self,
        at: &str,
        values: Vec<Value>,
        rule: impl Fn(&F) -> Result<T>,
    ) -> Result<Vec<Option<T>>> {
        let mut checked = Vec::new();
        for (number, value) in values.into_iter().enumerate() {
            checked.push(self.one(&format!("{at}.{number}"), Some(value), &rule)?);
        }
        Ok(checked)
    }
}

/// What one case of the file would record, as far as it can be recorded: the patient and the case where those alone are
/// sound, so that they are compared with the register even when another part is faulty.
pub(super) fn case(
    known: &Catalogue<'_>,
    at: String,
    raw: RawCase,
    today: NaiveDate,
    faults: &mut Vec<FieldError>,
) -> Result<Option<Checked>> {
    let mut place = Place { at, faults };
    for (name, value) in [("patient", &raw.patient), ("case", &raw.case)] {
        if value.is_none() {
            place.add(name, "required", "This part is missing.");
        }
    }
    let patient = place.one("patient", raw.patient, |form: &PatientForm| {
        patients::rules::read(form, today).map_err(Error::Invalid)
    })?;
    let case = place.one("case", raw.case, |form| cases::api::check(form, today))?;
    let diagnoses = place.one("diagnoses", raw.diagnoses, care::rules::diagnoses)?;
    let allergies = place.one("allergies", raw.allergies, care::rules::allergies)?;
    let medicines = place.one("medicines", raw.medicines, care::rules::medicines)?;
    let assessment = place.one("assessment", raw.assessment, |form: &AssessmentForm| {
        let definition = assessments::definition::newest(&form.definition)?;
        assessments::rules::check(definition, form)
    })?;
    // A case whose kind was changed keeps the ratings from before, so they are taken in every kind of case.
    let severity = place.all("severity", raw.severity, |form| {
        severity::rules::check(form, today)
    })?;
    let formulations = formulations(&mut place, raw.formulations, today)?;
    let risk_notes = place.all("risk_notes", raw.risk_notes, |form| {
        risk::rules::check_earlier(form, today)
    })?;
    let safety_plan = place.one("safety_plan", raw.safety_plan, |form| {
        safety_plans::rules::check(form, today)
    })?;
    let measures = place.placed("measures", raw.measures, |form: &MeasureForm| {
        let definition = known.scoring(&form.instrument, &form.version)?;
        measures::rules::check(&definition, form, today)
    })?;
    let sessions = place.all("sessions", raw.sessions, |form| {
        contacts::rules::check(form, today)
    })?;
    let goals = goals(&mut place, raw.goals, today)?;
    let pathway = place.one("pathway", raw.pathway, |form| {
        pathway::rules::plan(form, today)
    })?;
    let pathway_reviews = reviews(&mut place, raw.pathway_reviews, today)?;
    let safety_responses = responses(&mut place, raw.safety_responses, measures.len());
    let (Some(patient), Some(case)) = (patient, case) else {
        return Ok(None);
    };
    Ok(Some(Checked {
        patient,
        case,
        diagnoses,
        allergies,
        medicines,
        assessment,
        severity,
        formulations,
        risk_notes,
        safety_plan,
        measures,
        sessions,
        goals,
        pathway,
        pathway_reviews,
        safety_responses,
    }))
}

fn formulations(
    place: &mut Place<'_>,
    values: Vec<Value>,
    today: NaiveDate,
) -> Result<Vec<(Formulation, String)>> {
    let mut seen = BTreeSet::new();
    let mut checked = Vec::new();
    for (number, value) in values.into_iter().enumerate() {
        let at = format!("formulations.{number}");
        let path = below(&place.at, &at);
        let Some(version) = part::<ExchangeFormulation>(&path, &value, place.faults) else {
            continue;
        };
        let form = &version.form;
        let body = formulations::definition::newest(&form.definition)
            .and_then(|definition| formulations::api::check(definition, form, today));
        let reason = version.reason.trim();
        if !seen.insert(form.definition.clone()) && reason.is_empty() {
            place.add(
                &format!("{at}.reason"),
                "required",
                "Say why this version was written.",
            );
        }
        if reason.chars().count() > crate::signed::LONGEST {
            place.add(
                &format!("{at}.reason"),
                "length",
                "Use at most 20,000 characters.",
            );
        }
        if let Some(body) = place.ruled(&format!("{at}.form"), body)? {
            checked.push((body, reason.to_owned()));
        }
    }
    Ok(checked)
}

fn goals(
    place: &mut Place<'_>,
    values: Vec<Value>,
    today: NaiveDate,
) -> Result<Vec<(RecordId, Goal, Vec<GoalRating>)>> {
    let mut checked = Vec::new();
    for (number, value) in values.into_iter().enumerate() {
        let at = format!("goals.{number}");
        let path = below(&place.at, &at);
        let Some(goal) = part::<ExchangeGoal>(&path, &value, place.faults) else {
            continue;
        };
        if goal.form.agreed_on.trim().is_empty() {
            place.add(&format!("{at}.form.agreed_on"), "required", DAY);
        }
        let id = RecordId::random()?;
        let body = place.ruled(
            &format!("{at}.form"),
            goals::rules::check(&goal.form, today),
        )?;
        let mut ratings = Vec::new();
        for (number, rating) in goal.ratings.iter().enumerate() {
            let at = format!("{at}.ratings.{number}");
            if rating.rated_on.trim().is_empty() {
                place.add(&format!("{at}.rated_on"), "required", DAY);
            }
            let outcome = goals::rules::check_rating(id, &rating.rated_on, &rating.form, today);
            // The day stands beside the form here, not in it.
            let outcome = outcome.map_err(|error| match error {
                Error::Invalid(found) => Error::Invalid(
                    found
                        .into_iter()
                        .map(|fault| match fault.field.as_str() {
                            "rated_on" => fault,
                            field => FieldError {
                                field: format!("form.{field}"),
                                ..fault
                            },
                        })
                        .collect(),
                ),
                other => other,
            });
            ratings.extend(place.ruled(&at, outcome)?);
        }
        if let Some(body) = body {
            checked.push((id, body, ratings));
        }
    }
    Ok(checked)
}

/// Reviews, held to the gate like one that is signed today, and what the team decided on them.
fn reviews(
    place: &mut Place<'_>,
    values: Vec<Value>,
    today: NaiveDate,
) -> Result<Vec<(RecordId, PathwayReview, Option<MdtDecision>)>> {
    let mut checked = Vec::new();
    for (number, value) in values.into_iter().enumerate() {
        let at = format!("pathway_reviews.{number}");
        let path = below(&place.at, &at);
        let Some(brought) = part::<ExchangeReview>(&path, &value, place.faults) else {
            continue;
        };
        if brought.form.held_on.trim().is_empty() {
            place.add(&format!("{at}.form.held_on"), "required", DAY);
        }
        let record = place.ruled(
            &format!("{at}.record"),
            pathway::rules::record_from_elsewhere(&brought.record),
        )?;
        // The form is looked into even where the record is faulty, with what the file says it said.
        let record = record.unwrap_or_else(|| brought.record.clone());
        let outcome = pathway::rules::review(&brought.form, record, today);
        let body = place.ruled(&format!("{at}.form"), at_the_gate(outcome))?;
        let id = RecordId::random()?;
        let mut decided = None;
        if let Some(form) = &brought.mdt {
            let at = format!("{at}.mdt");
            if brought
                .form
                .decision
                .is_some_and(|d| d != ReviewDecision::Mdt)
            {
                place.add(
                    &at,
                    "mdt-not-asked",
                    "This review was not sent to the multidisciplinary team.",
                );
            }
            if form.held_on.trim().is_empty() {
                place.add(&format!("{at}.held_on"), "required", DAY);
            }
            // Compared with the day of the review where there is one; any day is after the first.
            let reviewed_on = body.as_ref().map_or(NaiveDate::MIN, |b| b.held_on);
            decided = place.ruled(&at, pathway::rules::mdt(id, reviewed_on, form, today))?;
        }
        if let Some(body) = body {
            checked.push((id, body, decided));
        }
    }
    Ok(checked)
}

/// What the gate refuses, as a fault of the field that it is about.
fn at_the_gate<T>(outcome: Result<T>) -> Result<T> {
    outcome.map_err(|error| match error {
        Error::Refused {
            rule: rule @ "gate-measures",
            message,
        } => Error::field("no_repeat_reason", rule, &message),
        Error::Refused { rule, message } => Error::field("decision", rule, &message),
        other => other,
    })
}

fn responses(
    place: &mut Place<'_>,
    values: Vec<Value>,
    sheets: usize,
) -> Vec<(usize, ExchangeResponse)> {
    let mut found = Vec::new();
    for (number, value) in values.into_iter().enumerate() {
        let at = format!("safety_responses.{number}");
        let path = below(&place.at, &at);
        let Some(response) = part::<ExchangeResponse>(&path, &value, place.faults) else {
            continue;
        };
        if usize::try_from(response.measure).is_ok_and(|n| n < sheets) {
            found.push((number, response));
        } else {
            place.add(
                &format!("{at}.measure"),
                "range",
                "There is no sheet at this place of measures. The first has the place 0.",
            );
        }
    }
    found
}

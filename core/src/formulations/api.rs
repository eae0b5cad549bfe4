//! What a caller may do with formulations.

use super::definition::{self, FormulationDefinition};
use super::{
    ComparisonView, Formulation, FormulationForm, FormulationView, SignFormulationRequest, compare,
    store,
};
use crate::cases;
use crate::error::{Error, Result};
use crate::ids::{CaseId, RevisionId};
use crate::op::Op;
use crate::reasons;
use crate::record::read;
use crate::register::Register;
use crate::session::Session;
use crate::signed::{self, Change, Faults, WithdrawRequest};
use crate::submissions::store::Onlooker;
use crate::submissions::{self, SubmissionForm};
use serde::Deserialize;
use ts_rs::TS;

/// A case's formulation of one type.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct FormulationRequest {
    /// The case.
    pub case_id: CaseId,
    /// The type: `five-ps`.
    pub definition: String,
}

/// Two versions that were written from the same one, made into one.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct SettleFormulationRequest {
    /// The case.
    pub case_id: CaseId,
    /// Both versions.
    pub parents: [RevisionId; 2],
    /// What it says from now on.
    pub form: FormulationForm,
    /// How it was settled; required.
    pub reason: String,
}

/// Two versions to be set side by side.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct CompareFormulationsRequest {
    /// The case.
    pub case_id: CaseId,
    /// The older version.
    pub before: RevisionId,
    /// The newer version.
    pub after: RevisionId,
}

/// Checks and tidies a form. Errors: `Invalid`.
pub(crate) fn check(
    definition: &FormulationDefinition,
    form: &FormulationForm,
    today: chrono::NaiveDate,
) -> Result<Formulation> {
    let mut faults = Faults::default();
    let known: Vec<String> = definition.cells().map(|(cell, _)| cell).collect();
    let mut cells = std::collections::BTreeMap::new();
    for (cell, text) in &form.cells {
        let field = format!("cells.{cell}");
        if !known.contains(cell) {
            faults.add(&field, "unknown", "This form has no such part.");
        }
        let text = faults.text(&field, text);
        if !text.is_empty() {
            cells.insert(cell.clone(), text);
        }
    }
    let shared_on = faults.day("shared_on", &form.shared_on, Some(today));
    let narrative = faults.text("narrative", &form.narrative);
    let patient_agrees = faults.text("patient_agrees", &form.patient_agrees);
    if cells.is_empty() && narrative.is_empty() {
        faults.add(
            "cells",
            "required",
            "Write something in at least one part before signing.",
        );
    }
    faults.none()?;
    Ok(Formulation {
        definition: definition.id.clone(),
        definition_version: definition.version,
        cells,
        narrative,
        patient_agrees,
        shared_on,
    })
}

fn draft_kind(definition: &str) -> String {
    format!("formulation:{definition}")
}

/// Signs a formulation into the record: the first version, or a change of the one it started from.
///
/// Errors: `Invalid`; `Conflict` when somebody else has signed since `base`, unless it is to be kept beside.
pub fn sign_formulation(
    register: &Register,
    session: &Session,
    request: &SignFormulationRequest,
) -> Result<FormulationView> {
    reasons::enter(register, session, request.case_id, "signing formulations")?;
    let definition = definition::newest(&request.form.definition)?;
    let body = check(definition, &request.form, register.clock().today())?;
    let case = request.case_id;
    let alone = session.role.is_supervised();
    let submission =
        register.read(|c| submissions::api::check(c, session, &request.submission, alone))?;
    let change = Change {
        base: request.base,
        amendment: request.amendment.as_ref(),
        keep_beside: request.keep_beside,
    };
    change.reason()?;
    register.write(session, Op::SignFormulation, |tx| {
        let subject = signed::subject(tx.connection(), case)?;
        let existing = store::record(tx.connection(), case, &definition.id)?;
        let version = signed::sign_only(tx, subject, existing, change, &body)?;
        if alone {
            submissions::api::hand_in(tx, subject, version, &submission)?;
        }
        signed::finish_draft(tx, session, &draft_kind(&definition.id), subject)
    })?;
    view(register, session, case, &definition.id)
}

/// Settles a fork. Errors: `Invalid`; `Conflict` unless `parents` are its two heads.
pub fn settle_formulation(
    register: &Register,
    session: &Session,
    request: &SettleFormulationRequest,
) -> Result<FormulationView> {
    reasons::enter(register, session, request.case_id, "settling formulations")?;
    let definition = definition::newest(&request.form.definition)?;
    let body = check(definition, &request.form, register.clock().today())?;
    if request.reason.trim().is_empty() {
        return Err(Error::field(
            "reason",
            "required",
            "Say how the two versions were brought together.",
        ));
    }
    let case = request.case_id;
    register.write(session, Op::SettleFormulation, |tx| {
        let record =
            store::record(tx.connection(), case, &definition.id)?.ok_or(Error::NotFound {
                what: "formulation",
            })?;
        let revision = tx.settle(record, request.parents, &body)?;
        tx.sign_with(revision, &format!("Settled: {}", request.reason.trim()))?;
        let subject = signed::subject(tx.connection(), case)?;
        let version = (record, revision);
        if session.role.is_supervised() {
            submissions::api::hand_in(tx, subject, version, &SubmissionForm::default())?;
        }
        signed::finish_draft(tx, session, &draft_kind(&definition.id), subject)
    })?;
    view(register, session, case, &definition.id)
}

/// Takes a formulation back as entered in error. It stays readable, marked.
pub fn withdraw_formulation(
    register: &Register,
    session: &Session,
    request: &WithdrawRequest,
) -> Result<FormulationView> {
    reasons::enter(
        register,
        session,
        request.case_id,
        "withdrawing formulations",
    )?;
    signed::required_reason(&request.reason)?;
    let written = register.write(session, Op::WithdrawFormulation, |tx| {
        Ok(signed::withdraw::<Formulation>(tx, request)?.definition)
    })?;
    view(register, session, request.case_id, &written.value)
}

/// A case's formulation with its versions and this user's draft.
pub fn formulation(
    register: &Register,
    session: &Session,
    request: &FormulationRequest,
) -> Result<FormulationView> {
    reasons::enter(register, session, request.case_id, "reading formulations")?;
    view(register, session, request.case_id, &request.definition)
}

fn view(
    register: &Register,
    session: &Session,
    case: CaseId,
    kind: &str,
) -> Result<FormulationView> {
    let definition = definition::newest(kind)?;
    let onlooker = Onlooker::of(register, session)?;
    register.read(|c| {
        let (_, patient) = cases::store::record(c, case)?;
        let record = store::record(c, case, kind)?;
        let standing = record.map(|r| read::standing(c, r)).transpose()?;
        Ok(FormulationView {
            case_id: case,
            record_id: record,
            definition: definition.clone(),
            versions: record
                .map(|r| store::versions(c, &onlooker, r))
                .transpose()?
                .unwrap_or_default(),
            forked: standing.is_some_and(|s| s.heads > 1),
            withdrawn: record
                .map(|r| signed::withdrawn(c, r))
                .transpose()?
                .unwrap_or_default(),
            draft: signed::draft_view(c, session, &draft_kind(kind), Some(case), patient)?,
        })
    })
}

/// Two versions side by side, the older first.
pub fn compare_formulations(
    register: &Register,
    session: &Session,
    request: &CompareFormulationsRequest,
) -> Result<ComparisonView> {
    reasons::enter(register, session, request.case_id, "reading formulations")?;
    register.read(|c| {
        let record = read::revision(c, request.before)?.record;
        let all = read::revisions(c, record)?;
        let find = |id: RevisionId| -> Result<(u32, Formulation)> {
            let (number, revision) = (1u32..)
                .zip(&all)
                .find(|(_, r)| r.id == id && r.case == Some(request.case_id))
                .ok_or(Error::NotFound { what: "version" })?;
            Ok((number, revision.read()?))
        };
        let (before, after) = (find(request.before)?, find(request.after)?);
        let definition = definition::exactly(&after.1.definition, after.1.definition_version)?;
        Ok(compare::compare(
            definition,
            (before.0, &before.1),
            (after.0, &after.1),
        ))
    })
}

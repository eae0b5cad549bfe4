//! What a caller may do with formulations.

use super::definition::{self, FormulationDefinition};
use super::{
    Amendment, AmendmentKind, ComparisonView, Formulation, FormulationForm, FormulationView,
    SignFormulationRequest, compare, store,
};
use crate::cases;
use crate::dates;
use crate::error::{Error, FieldError, Result};
use crate::ids::{CaseId, RecordId, RevisionId};
use crate::op::Op;
use crate::record::drafts::{self, DraftKey};
use crate::record::{Subject, WriteTx, read};
use crate::register::Register;
use crate::session::Session;
use rusqlite::Connection;
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

/// A record taken back as entered in error.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct WithdrawRequest {
    /// The case.
    pub case_id: CaseId,
    /// The record.
    pub record_id: RecordId,
    /// Why; required.
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

/// The longest text of one cell, in characters.
const LONGEST: usize = 20_000;

fn check(
    definition: &FormulationDefinition,
    form: &FormulationForm,
    today: chrono::NaiveDate,
) -> Result<Formulation> {
    let mut faults = Vec::new();
    let known: Vec<String> = definition.cells().map(|(cell, _)| cell).collect();
    let mut cells = std::collections::BTreeMap::new();
    for (cell, text) in &form.cells {
        if !known.contains(cell) {
            faults.push(FieldError::new(
                format!("cells.{cell}"),
                "unknown",
                "This form has no such part.",
            ));
        }
        if text.chars().count() > LONGEST {
            faults.push(FieldError::new(
                format!("cells.{cell}"),
                "length",
                "Use at most 20,000 characters.",
            ));
        }
        if !text.trim().is_empty() {
            cells.insert(cell.clone(), text.trim().to_owned());
        }
    }
    let shared_on = if form.shared_on.trim().is_empty() {
        None
    } else {
        match dates::parse(&form.shared_on) {
            Some(date) if date <= today => Some(date),
            Some(_) => {
                faults.push(FieldError::new(
                    "shared_on",
                    "future",
                    "This date is in the future.",
                ));
                None
            }
            None => {
                faults.push(FieldError::new(
                    "shared_on",
                    "date",
                    "Enter the day it was shared, such as 20-Nov-2026.",
                ));
                None
            }
        }
    };
    if cells.is_empty() && form.narrative.trim().is_empty() {
        faults.push(FieldError::new(
            "cells",
            "required",
            "Write something in at least one part before signing.",
        ));
    }
    if !faults.is_empty() {
        return Err(Error::Invalid(faults));
    }
    Ok(Formulation {
        definition: definition.id.clone(),
        definition_version: definition.version,
        cells,
        narrative: form.narrative.trim().to_owned(),
        patient_agrees: form.patient_agrees.trim().to_owned(),
        shared_on,
    })
}

fn reason(amendment: Option<&Amendment>) -> Result<String> {
    match amendment {
        Some(a) if !a.reason.trim().is_empty() => Ok(match a.kind {
            AmendmentKind::NewVersion => format!("New version: {}", a.reason.trim()),
            AmendmentKind::Correction => format!("Correction: {}", a.reason.trim()),
        }),
        _ => Err(Error::field(
            "amendment.reason",
            "required",
            "Say why the signed formulation is being changed.",
        )),
    }
}

fn finish(tx: &mut WriteTx<'_>, session: &Session, case: CaseId, kind: &str) -> Result<()> {
    let kind = format!("formulation:{kind}");
    // The window keys a draft by case; with the patient named as well it is the same form.
    for draft in drafts::list(tx.connection(), session.user, Some(case))? {
        if draft.kind == kind {
            drafts::discard(tx.connection(), session.user, draft.id)?;
        }
    }
    Ok(())
}

/// Signs a formulation into the record: the first version, or a change of the one it started from.
///
/// Errors: `Invalid`; `Conflict` when somebody else has signed since `base`, unless it is to be kept beside.
pub fn sign_formulation(
    register: &Register,
    session: &Session,
    request: &SignFormulationRequest,
) -> Result<FormulationView> {
    session.clinical("signing formulations")?;
    let definition = definition::newest(&request.form.definition)?;
    let body = check(definition, &request.form, register.clock().today())?;
    let case = request.case_id;
    let why = match request.base {
        Some(_) => reason(request.amendment.as_ref())?,
        None => String::new(),
    };
    register.write(session, Op::SignFormulation, |tx| {
        let (_, patient) = cases::store::record(tx.connection(), case)?;
        let existing = store::record(tx.connection(), case, &definition.id)?;
        let standing = existing
            .map(|r| read::standing(tx.connection(), r))
            .transpose()?;
        let in_force = standing.filter(|s| s.status != "withdrawn");
        let revision = match (in_force, request.base) {
            (None, _) => tx.create(
                Subject {
                    patient: Some(patient),
                    case: Some(case),
                },
                RecordId::random()?,
                &body,
            )?,
            (Some(standing), None) => {
                return Err(Error::Conflict {
                    base: String::new(),
                    current: standing.revision.to_string(),
                });
            }
            (Some(standing), Some(base)) if request.keep_beside => {
                tx.keep_beside(standing.record, base, &body)?
            }
            (Some(standing), Some(base)) => tx.revise(standing.record, base, &body)?,
        };
        tx.sign_with(revision, &why)?;
        finish(tx, session, case, &definition.id)
    })?;
    view(register, session, case, &definition.id)
}

/// Settles a fork. Errors: `Invalid`; `Conflict` unless `parents` are its two heads.
pub fn settle_formulation(
    register: &Register,
    session: &Session,
    request: &SettleFormulationRequest,
) -> Result<FormulationView> {
    session.clinical("settling formulations")?;
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
        finish(tx, session, case, &definition.id)
    })?;
    view(register, session, case, &definition.id)
}

/// Takes a formulation back as entered in error. It stays readable, marked.
pub fn withdraw_formulation(
    register: &Register,
    session: &Session,
    request: &WithdrawRequest,
) -> Result<FormulationView> {
    session.clinical("withdrawing formulations")?;
    let why = required_reason(&request.reason)?;
    let written = register.write(session, Op::WithdrawFormulation, |tx| {
        let kind: Formulation = belonging(tx.connection(), request)?.read()?;
        tx.withdraw(request.record_id, &why)?;
        Ok(kind.definition)
    })?;
    view(register, session, request.case_id, &written.value)
}

/// The current revision of a record that must belong to the case. Errors: `NotFound`.
pub(crate) fn belonging(
    connection: &Connection,
    request: &WithdrawRequest,
) -> Result<crate::record::Revision> {
    let revision = read::current(connection, request.record_id)?;
    if revision.case == Some(request.case_id) {
        Ok(revision)
    } else {
        Err(Error::NotFound {
            what: "record in this case",
        })
    }
}

/// Errors: `Invalid` naming `reason` for an empty one.
pub(crate) fn required_reason(reason: &str) -> Result<String> {
    if reason.trim().is_empty() {
        return Err(Error::field(
            "reason",
            "required",
            "Say what was entered in error.",
        ));
    }
    Ok(reason.trim().to_owned())
}

/// A case's formulation with its versions and this user's draft.
pub fn formulation(
    register: &Register,
    session: &Session,
    request: &FormulationRequest,
) -> Result<FormulationView> {
    session.clinical("reading formulations")?;
    view(register, session, request.case_id, &request.definition)
}

fn view(
    register: &Register,
    session: &Session,
    case: CaseId,
    kind: &str,
) -> Result<FormulationView> {
    let definition = definition::newest(kind)?;
    register.read(|c| {
        let (_, patient) = cases::store::record(c, case)?;
        let record = store::record(c, case, kind)?;
        let standing = record.map(|r| read::standing(c, r)).transpose()?;
        let draft_kind = format!("formulation:{kind}");
        let mut draft = None;
        for patient in [None, Some(patient)] {
            let key = DraftKey {
                user: session.user,
                kind: &draft_kind,
                patient,
                case: Some(case),
            };
            draft = draft.or(drafts::find(c, &key)?);
        }
        Ok(FormulationView {
            case_id: case,
            record_id: record,
            definition: definition.clone(),
            versions: record
                .map(|r| store::versions(c, r))
                .transpose()?
                .unwrap_or_default(),
            forked: standing.is_some_and(|s| s.heads > 1),
            withdrawn: record
                .map(|r| store::withdrawn(c, r))
                .transpose()?
                .unwrap_or_default(),
            draft: draft.map(|d| cases::api::draft_view(c, d)).transpose()?,
        })
    })
}

/// Two versions side by side, the older first.
pub fn compare_formulations(
    register: &Register,
    session: &Session,
    request: &CompareFormulationsRequest,
) -> Result<ComparisonView> {
    session.clinical("reading formulations")?;
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

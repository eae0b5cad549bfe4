//! What a caller may do with cases, and with the drafts that stand in them.

use super::{
    Case, CaseForm, CasePerson, CaseRow, CaseStatus, CaseView, CaseloadRequest, CaseloadView,
    Referrer, store,
};
use crate::assessments;
use crate::care;
use crate::dates;
use crate::error::{Error, FieldError, Result};
use crate::formulations;
use crate::ids::{CaseId, DraftId, PatientId, RecordId, RevisionId};
use crate::letters;
use crate::measures;
use crate::op::Op;
use crate::pathway;
use crate::patients;
use crate::patients::rules::{banner, tidy};
use crate::preferences::Preferences;
use crate::reasons;
use crate::record::audit::Audited;
use crate::record::drafts::{self, Draft, DraftKey};
use crate::record::{DraftSaved, DraftView, SaveDraftRequest, Subject, read};
use crate::register::Register;
use crate::risk;
use crate::safety_plans;
use crate::schedules;
use crate::session::Session;
use crate::severity;
use crate::submissions;
use crate::users;
use chrono::NaiveDate;
use rusqlite::Connection;
use serde::Deserialize;
use ts_rs::TS;

/// One case.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct CaseRequest {
    /// The case.
    pub case_id: CaseId,
}

/// A new case of a patient.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct AddCaseRequest {
    /// The patient.
    pub patient_id: PatientId,
    /// The form.
    pub form: CaseForm,
}

/// A change of a case's details.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct ChangeCaseRequest {
    /// The case.
    pub case_id: CaseId,
    /// The revision that the form started from.
    pub base: RevisionId,
    /// The form.
    pub form: CaseForm,
}

/// A draft to be thrown away.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct DiscardDraftRequest {
    /// The draft.
    pub draft_id: DraftId,
}

/// Checks and tidies a form. Errors: `Invalid`.
pub(crate) fn check(form: &CaseForm, today: NaiveDate) -> Result<Case> {
    let mut faults = Vec::new();
    let received_on = match dates::parse(&form.received_on) {
        Some(date) if date <= today => Some(date),
        Some(_) => {
            faults.push(FieldError::new(
                "received_on",
                "future",
                "A referral cannot have come in the future.",
            ));
            None
        }
        None => {
            faults.push(FieldError::new(
                "received_on",
                "date",
                "Enter the day the referral was received, such as 20-Nov-2026.",
            ));
            None
        }
    };
    if form.reason.trim().is_empty() {
        faults.push(FieldError::new(
            "reason",
            "required",
            "Enter what the referrer asks, in their words or yours.",
        ));
    }
    if form.status == CaseStatus::Closed && form.closing_reason.trim().is_empty() {
        faults.push(FieldError::new(
            "closing_reason",
            "required",
            "Enter why the case is closed.",
        ));
    }
    let mut people: Vec<CasePerson> = Vec::new();
    for (place, person) in form.people.iter().enumerate() {
        let name = tidy(&person.name);
        if name.is_empty() {
            faults.push(FieldError::new(
                format!("people.{place}.name"),
                "required",
                "Enter a name, or remove this line.",
            ));
        }
        people.push(CasePerson {
            role: person.role,
            name,
            user_id: person.user_id,
        });
    }
    match received_on {
        Some(received_on) if faults.is_empty() => Ok(Case {
            kind: form.kind,
            source: form.source,
            received_on,
            urgency: form.urgency,
            reason: form.reason.trim().to_owned(),
            referrer: Referrer {
                name: tidy(&form.referrer.name),
                role: tidy(&form.referrer.role),
                organisation: tidy(&form.referrer.organisation),
                contact: tidy(&form.referrer.contact),
            },
            people,
            status: form.status,
            closing_reason: match form.status {
                CaseStatus::Closed => form.closing_reason.trim().to_owned(),
                _ => String::new(),
            },
        }),
        _ => Err(Error::Invalid(faults)),
    }
}

/// The form that shows a case.
pub(crate) fn form(case: &Case) -> CaseForm {
    CaseForm {
        kind: case.kind,
        source: case.source,
        received_on: dates::clinical(case.received_on),
        urgency: case.urgency,
        reason: case.reason.clone(),
        referrer: case.referrer.clone(),
        people: case.people.clone(),
        status: case.status,
        closing_reason: case.closing_reason.clone(),
    }
}

/// The caseload.
pub fn caseload(
    register: &Register,
    session: &Session,
    request: &CaseloadRequest,
) -> Result<CaseloadView> {
    session.clinical("seeing the caseload")?;
    let today = register.clock().today();
    register.read(|c| store::caseload(c, session.user, request, today))
}

/// The line of one case, as the caseload has it: what is shown of a case that is not open yet. Errors: `NotFound`.
pub fn case_row(register: &Register, session: &Session, request: &CaseRequest) -> Result<CaseRow> {
    session.clinical("seeing the caseload")?;
    let today = register.clock().today();
    register.read(|c| store::one_row(c, session.user, request.case_id, today))
}

/// Opens a case for a patient.
pub fn add_case(
    register: &Register,
    session: &Session,
    request: &AddCaseRequest,
) -> Result<CaseView> {
    session.clinical("opening cases")?;
    let case = check(&request.form, register.clock().today())?;
    let (id, patient) = (CaseId::random()?, request.patient_id);
    register.write(session, Op::AddCase, |tx| {
        patients::store::record(tx.connection(), patient)?;
        tx.create(
            Subject {
                patient: Some(patient),
                case: Some(id),
            },
            RecordId::random()?,
            &case,
        )?;
        let key = DraftKey {
            user: session.user,
            kind: "case",
            patient: Some(patient),
            case: None,
        };
        drafts::done(tx.connection(), &key)
    })?;
    view(register, session, id)
}

/// Changes a case's details. Errors: `Conflict` when somebody else has changed them since `base`.
pub fn change_case(
    register: &Register,
    session: &Session,
    request: &ChangeCaseRequest,
) -> Result<CaseView> {
    reasons::enter(register, session, request.case_id, "changing cases")?;
    let case = check(&request.form, register.clock().today())?;
    let id = request.case_id;
    register.write(session, Op::ChangeCase, |tx| {
        let (record, patient) = store::record(tx.connection(), id)?;
        tx.revise(record, request.base, &case)?;
        let key = DraftKey {
            user: session.user,
            kind: "case-change",
            patient: Some(patient),
            case: Some(id),
        };
        drafts::done(tx.connection(), &key)
    })?;
    view(register, session, id)
}

/// A case and everything that its overview shows; audited.
pub fn open_case(
    register: &Register,
    session: &Session,
    request: &CaseRequest,
) -> Result<CaseView> {
    reasons::enter(register, session, request.case_id, "opening cases")?;
    let view = view(register, session, request.case_id)?;
    register.note_read(
        session,
        Audited::CaseOpened,
        Some(view.record_id),
        Some(view.id),
        Some(view.banner.patient_id),
    );
    Ok(view)
}

fn view(register: &Register, session: &Session, id: CaseId) -> Result<CaseView> {
    let today = register.clock().today();
    let missed_count = Preferences::read(register.layout())?.missed_sessions_count;
    let onlooker = submissions::store::Onlooker::of(register, session)?;
    register.read(|c| {
        let (revision, case, patient_id) = store::case(c, id)?;
        let (_, patient, similar) = patients::store::patient(c, patient_id)?;
        Ok(CaseView {
            id,
            record_id: revision.record,
            revision: revision.id,
            banner: banner(
                patient_id,
                &patient,
                similar,
                care::store::allergy_statement(c, patient_id)?,
                today,
            ),
            form: form(&case),
            kind: case.kind.label().to_owned(),
            status: case.status.label().to_owned(),
            recorded: users::store::recorded(c, revision.author, &revision.at)?,
            assessment: assessments::store::summary(c, id)?,
            severity: if case.kind.has_severity() {
                severity::store::summary(c, id)?
            } else {
                None
            },
            has_severity: case.kind.has_severity(),
            pathway: pathway::store::summary(c, id, missed_count)?,
            formulation: formulations::store::summary(c, id)?,
            risk: risk::store::summary(c, id, patient_id, today)?,
            safety_plan: safety_plans::store::summary(c, id)?,
            safety_answers: measures::safety::open_answers(c, id)?,
            measures: measures::store::summaries(c, id)?,
            measures_due: schedules::store::views(c, id, missed_count, today)?,
            care: care::store::summary(c, patient_id)?,
            letters: letters::store::rows(c, &onlooker, id)?,
            drafts: drafts::list_about(c, session.user, id, patient_id)?
                .into_iter()
                .map(|d| draft_view(c, d))
                .collect::<Result<_>>()?,
            opened_outside: if store::has_part(c, id, session.user)? {
                reasons::store::openings(c, id, 5)?
            } else {
                Vec::new()
            },
            timeline: store::timeline(c, id)?,
        })
    })
}

/// A draft as screens show it, with its patient's name and whether the record has moved on since.
pub(crate) fn draft_view(connection: &Connection, draft: Draft) -> Result<DraftView> {
    let patient = match (draft.patient, draft.case) {
        (Some(patient), _) => Some(patient),
        (None, Some(case)) => store::record(connection, case)
            .map(|(_, patient)| patient)
            .ok(),
        (None, None) => None,
    };
    let patient_name = match patient {
        Some(id) => patients::store::patient(connection, id)
            .map(|(_, patient, _)| patient.name.banner())
            .unwrap_or_default(),
        None => String::new(),
    };
    let out_of_date = match draft.base {
        // A draft that starts from what is not there is shown all the same: it has somebody's words in it.
        Some(base) => read::revision(connection, base)
            .and_then(|r| read::heads(connection, r.record))
            .map_or(true, |heads| heads != [base]),
        None => false,
    };
    Ok(DraftView {
        id: draft.id,
        kind: draft.kind,
        patient_id: patient,
        case_id: draft.case,
        base: draft.base,
        state: draft.state,
        saved: dates::clinical_instant(&draft.saved_at),
        patient_name,
        out_of_date,
    })
}

/// All drafts of the session's user, newest first.
pub fn list_drafts(register: &Register, session: &Session) -> Result<Vec<DraftView>> {
    session.clinical("seeing drafts")?;
    register.read(|c| {
        drafts::list(c, session.user, None)?
            .into_iter()
            .map(|d| draft_view(c, d))
            .collect()
    })
}

/// Is what a draft is said to be of there, and does it belong together? Errors: `NotFound`, `Refused`.
fn drafted_of(connection: &Connection, request: &SaveDraftRequest) -> Result<()> {
    if let Some(patient) = request.patient_id {
        patients::store::record(connection, patient)?;
    }
    if let Some(case) = request.case_id {
        let (_, patient) = store::record(connection, case)?;
        if request.patient_id.is_some_and(|named| named != patient) {
            return Err(Error::Refused {
                rule: "another-patient",
                message: "This case belongs to another patient.".into(),
            });
        }
    }
    if let Some(base) = request.base {
        read::revision(connection, base)?;
    }
    Ok(())
}

/// Keeps a draft: on the disk when this returns.
pub fn save_draft(
    register: &Register,
    session: &Session,
    request: &SaveDraftRequest,
) -> Result<DraftSaved> {
    session.clinical("keeping drafts")?;
    if request.kind.is_empty() || request.kind.len() > 80 {
        return Err(Error::field(
            "kind",
            "length",
            "A draft needs a kind of 1 to 80 characters.",
        ));
    }
    // The program keeps these itself; one that is kept puts the case on its user's list.
    if request.kind == crate::sittings::DRAFT {
        return Err(Error::field(
            "kind",
            "reserved",
            "What a patient fills in is kept by itself.",
        ));
    }
    let written = register.write(session, Op::SaveDraft, |tx| {
        drafted_of(tx.connection(), request)?;
        let key = DraftKey {
            user: session.user,
            kind: &request.kind,
            patient: request.patient_id,
            case: request.case_id,
        };
        let id = drafts::save(tx.connection(), &key, request.base, &request.state, tx.at())?;
        Ok(DraftSaved {
            id,
            saved: dates::clock_time(tx.at()),
        })
    })?;
    Ok(written.value)
}

/// Throws one of one's own drafts away.
pub fn discard_draft(
    register: &Register,
    session: &Session,
    request: &DiscardDraftRequest,
) -> Result<()> {
    session.clinical("discarding drafts")?;
    register
        .write(session, Op::DiscardDraft, |tx| {
            drafts::discard(tx.connection(), session.user, request.draft_id)
        })
        .map(drop)
}

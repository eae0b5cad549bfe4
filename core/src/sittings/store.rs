//! Sittings among the drafts: one for each clinician and case.

use super::{DRAFT, Sitting, WaitingSittingView, rules};
use crate::dates;
use crate::error::{Error, Result};
use crate::ids::{CaseId, PatientId};
use crate::patients;
use crate::record::WriteTx;
use crate::record::drafts::{self, Draft, DraftKey};
use crate::session::Session;
use crate::trust_data::Catalogue;
use rusqlite::Connection;

const fn key(session: &Session, case: CaseId) -> DraftKey<'static> {
    DraftKey {
        user: session.user,
        kind: DRAFT,
        patient: None,
        case: Some(case),
    }
}

fn read(draft: &Draft) -> Result<Sitting> {
    serde_json::from_value(draft.state.clone()).map_err(|_| Error::Damaged {
        what: "the answers kept on this device".into(),
    })
}

/// The sitting of a case that waits for this user. Errors: `NotFound`.
pub(super) fn sitting(connection: &Connection, session: &Session, case: CaseId) -> Result<Sitting> {
    drafts::find(connection, &key(session, case))?
        .as_ref()
        .map(read)
        .transpose()?
        .ok_or(Error::NotFound {
            what: "questionnaire that waits",
        })
}

/// Is there one?
pub(super) fn waits(connection: &Connection, session: &Session, case: CaseId) -> Result<bool> {
    Ok(drafts::find(connection, &key(session, case))?.is_some())
}

/// Keeps a sitting: on the disk once the write is through.
pub(super) fn keep(
    tx: &WriteTx<'_>,
    session: &Session,
    case: CaseId,
    sitting: &Sitting,
) -> Result<()> {
    let state = serde_json::to_value(sitting).map_err(|_| Error::Io {
        doing: "keeping the answers",
        path: String::new(),
    })?;
    drafts::save(tx.connection(), &key(session, case), None, &state, tx.at()).map(drop)
}

/// Its answers are in the record now.
pub(super) fn done(tx: &WriteTx<'_>, session: &Session, case: CaseId) -> Result<()> {
    drafts::done(tx.connection(), &key(session, case))
}

/// The sitting that waits, as the clinician is told of it.
pub(super) fn waiting(
    connection: &Connection,
    session: &Session,
    case: CaseId,
    patient: PatientId,
) -> Result<Option<WaitingSittingView>> {
    let Some(draft) = drafts::find(connection, &key(session, case))? else {
        return Ok(None);
    };
    let sitting = read(&draft)?;
    let known = Catalogue::new(connection);
    let (_, patient, _) = patients::store::patient(connection, patient)?;
    Ok(Some(WaitingSittingView {
        draft_id: draft.id,
        says: rules::waits(&known, &sitting, &patient.name)?,
        titles: rules::titles(&known, &sitting)?,
        saved: dates::clinical_instant(&draft.saved_at),
        finished: sitting.finished,
        recordable: rules::recordable(&sitting),
    }))
}

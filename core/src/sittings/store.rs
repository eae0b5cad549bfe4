//! Sittings among the drafts: one for each clinician and case.

use super::{DRAFT, OthersSittingView, Sitting, WaitingSittingView, rules};
use crate::cases;
use crate::dates;
use crate::error::{Error, Result};
use crate::ids::{CaseId, DraftId, PatientId, UserId};
use crate::patients;
use crate::record::WriteTx;
use crate::record::drafts::{self, Draft, DraftKey};
use crate::session::Session;
use crate::trust_data::Catalogue;
use crate::users::deputies::{self, Passed};
use crate::users::{self, UserView};
use chrono::{DateTime, Utc};
use rusqlite::Connection;

const fn key(user: UserId, case: CaseId) -> DraftKey<'static> {
    DraftKey {
        user,
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
pub(super) fn sitting(connection: &Connection, user: UserId, case: CaseId) -> Result<Sitting> {
    drafts::find(connection, &key(user, case))?
        .as_ref()
        .map(read)
        .transpose()?
        .ok_or(Error::NotFound {
            what: "questionnaire that waits",
        })
}

/// Is there one?
pub(super) fn waits(connection: &Connection, user: UserId, case: CaseId) -> Result<bool> {
    Ok(drafts::find(connection, &key(user, case))?.is_some())
}

/// Keeps a sitting: on the disk once the write is through.
pub(super) fn keep(tx: &WriteTx<'_>, user: UserId, case: CaseId, sitting: &Sitting) -> Result<()> {
    let state = serde_json::to_value(sitting).map_err(|_| Error::Io {
        doing: "keeping the answers",
        path: String::new(),
    })?;
    drafts::save(tx.connection(), &key(user, case), None, &state, tx.at()).map(drop)
}

/// Its answers are in the record now.
pub(super) fn done(tx: &WriteTx<'_>, user: UserId, case: CaseId) -> Result<()> {
    drafts::done(tx.connection(), &key(user, case))
}

/// The sitting that waits, as the clinician is told of it.
pub(super) fn waiting(
    connection: &Connection,
    session: &Session,
    case: CaseId,
    patient: PatientId,
) -> Result<Option<WaitingSittingView>> {
    let Some(draft) = drafts::find(connection, &key(session.user, case))? else {
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

/// The answers go on with whoever took the device back. `false` where answers of theirs wait in this case already: then
/// each keeps their own.
pub(super) fn pass_on(tx: &WriteTx<'_>, from: UserId, to: UserId, case: CaseId) -> Result<bool> {
    if waits(tx.connection(), to, case)? {
        return Ok(false);
    }
    let sitting = sitting(tx.connection(), from, case)?;
    keep(tx, to, case, &sitting)?;
    done(tx, from, case)?;
    Ok(true)
}

/// What somebody has to do with answers that nobody has recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Concern {
    /// They handed the device over.
    Own,
    /// They have a part in the case.
    Part,
    /// Answers about safety are among them, and have passed to them as such answers do once they are recorded.
    Passed,
    /// Nothing.
    None,
}

/// Answers on the device that nobody has recorded.
#[derive(Clone, Debug)]
pub struct Unrecorded {
    draft: DraftId,
    sitting: Sitting,
    /// Who handed the device over.
    pub owner: UserView,
    /// The case.
    pub case: CaseId,
    /// The patient.
    pub patient: PatientId,
    /// When the last answer was kept, RFC 3339 in UTC.
    pub saved_at: String,
    /// Answers about safety are among them.
    pub about_safety: bool,
}

impl Unrecorded {
    /// Something was answered.
    pub fn recordable(&self) -> bool {
        rules::recordable(&self.sitting)
    }

    /// `PHQ-9 and GAD-7: 7 of 16 answered, answers about safety among them`; the last only where it may be said.
    pub fn counted(&self, known: &Catalogue<'_>, say_safety: bool) -> Result<String> {
        rules::counted(known, &self.sitting, say_safety && self.about_safety)
    }

    /// What somebody has to do with it. Of what holds no answer nobody but its owner is told.
    pub fn concern(
        &self,
        connection: &Connection,
        user: UserId,
        now: DateTime<Utc>,
    ) -> Result<Concern> {
        if self.owner.id == user {
            return Ok(Concern::Own);
        }
        if !self.recordable() {
            return Ok(Concern::None);
        }
        if self.about_safety {
            let passed = users::store::passed(connection, &self.owner, &self.saved_at, now)?;
            if passed != Passed::Not
                && deputies::is_for(passed, &users::store::user(connection, user)?)
            {
                return Ok(Concern::Passed);
            }
        }
        Ok(match cases::store::has_part(connection, self.case, user)? {
            true => Concern::Part,
            false => Concern::None,
        })
    }
}

/// All answers on the device that nobody has recorded, whoever handed it over.
pub fn unrecorded(connection: &Connection, known: &Catalogue<'_>) -> Result<Vec<Unrecorded>> {
    let mut out = Vec::new();
    for owner in users::store::users(connection)? {
        for draft in drafts::list_of(connection, owner.id, DRAFT)? {
            if let Some(case) = draft.case {
                out.push(kept_for(connection, known, &owner, case, draft)?);
            }
        }
    }
    Ok(out)
}

/// Those of one case. Nothing of any other is read: this is asked at the door of a case.
pub fn unrecorded_of(
    connection: &Connection,
    known: &Catalogue<'_>,
    case: CaseId,
) -> Result<Vec<Unrecorded>> {
    let mut out = Vec::new();
    for owner in users::store::users(connection)? {
        if let Some(draft) = drafts::find(connection, &key(owner.id, case))? {
            out.push(kept_for(connection, known, &owner, case, draft)?);
        }
    }
    Ok(out)
}

fn kept_for(
    connection: &Connection,
    known: &Catalogue<'_>,
    owner: &UserView,
    case: CaseId,
    draft: Draft,
) -> Result<Unrecorded> {
    let sitting = read(&draft)?;
    let (_, patient) = cases::store::record(connection, case)?;
    Ok(Unrecorded {
        draft: draft.id,
        about_safety: rules::about_safety(known, &sitting)?,
        sitting,
        owner: owner.clone(),
        case,
        patient,
        saved_at: draft.saved_at,
    })
}

/// Answers of a case that wait for somebody else and concern this user, as the case shows them.
pub(super) fn others(
    connection: &Connection,
    user: UserId,
    case: CaseId,
    now: DateTime<Utc>,
) -> Result<Vec<OthersSittingView>> {
    let known = Catalogue::new(connection);
    let mut out = Vec::new();
    for waiting in unrecorded_of(connection, &known, case)? {
        if matches!(
            waiting.concern(connection, user, now)?,
            Concern::Part | Concern::Passed
        ) {
            out.push(OthersSittingView {
                draft_id: waiting.draft,
                of: waiting.owner.name.clone(),
                says: waiting.counted(&known, true)?,
                saved: dates::clinical_instant(&waiting.saved_at),
                about_safety: waiting.about_safety,
            });
        }
    }
    Ok(out)
}

/// Whose answers a draft holds, for somebody whom they concern. Errors: `NotFound`, also for anybody else.
pub(super) fn owner(
    connection: &Connection,
    user: UserId,
    case: CaseId,
    draft: DraftId,
    now: DateTime<Utc>,
) -> Result<UserId> {
    for waiting in unrecorded_of(connection, &Catalogue::new(connection), case)? {
        if waiting.draft == draft && waiting.concern(connection, user, now)? != Concern::None {
            return Ok(waiting.owner.id);
        }
    }
    Err(Error::NotFound {
        what: "questionnaire that waits",
    })
}

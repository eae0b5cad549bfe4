//! A letter that a supervisor returned and its author puts right: the same record, a new version.

use super::ComposeLetterRequest;
use crate::error::{Error, Result};
use crate::ids::{CaseId, RecordId, RevisionId};
use crate::letters::{LetterContent, SignedLetter, store};
use crate::record::drafts::Draft;
use crate::record::{Revision, read};
use crate::session::Session;
use crate::submissions;
use crate::submissions::SubmissionState;
use rusqlite::Connection;

fn not_returned() -> Error {
    Error::NotFound {
        what: "letter that was returned to you",
    }
}

/// A version, where it is in force, was returned, and this user wrote it.
fn to_be_put_right(
    connection: &Connection,
    session: &Session,
    case: CaseId,
    version: Revision,
) -> Result<Option<Revision>> {
    let standing = read::standing(connection, version.record)?;
    let current = standing.revision == version.id && standing.status == "signed";
    let own = version.author == session.user && version.case == Some(case);
    let returned =
        submissions::store::state(connection, &version)? == Some(SubmissionState::Returned);
    Ok((current && own && returned).then_some(version))
}

/// The returned letter that a letter about to be composed puts right: the one asked for, or the one that the draft began
/// from. Errors: `Refused` by the rule `another-draft`; `NotFound`.
pub(super) fn returned(
    connection: &Connection,
    session: &Session,
    request: &ComposeLetterRequest,
    draft: Option<&Draft>,
) -> Result<Option<Revision>> {
    let begun = draft
        .and_then(|d| d.base)
        .map(|base| read::revision(connection, base))
        .transpose()?
        .map(|version| to_be_put_right(connection, session, request.case_id, version))
        .transpose()?
        .flatten();
    let Some(asked) = request.puts_right else {
        if begun.is_some() || draft.is_some() {
            return Ok(begun);
        }
        // What came back is put right before another of its kind is begun.
        return own_returned(connection, session, request.case_id, &request.kind);
    };
    let begun_from: Option<RecordId> = begun.as_ref().map(|v| v.record);
    if draft.is_some() && begun_from != Some(asked) {
        return Err(Error::Refused {
            rule: "another-draft",
            message: "Another letter of this kind has been begun in this case. Sign or discard it first: it is under \
                      Drafts."
                .into(),
        });
    }
    if begun.is_some() {
        return Ok(begun);
    }
    let version = read::current(connection, asked)?;
    if version.read::<SignedLetter>()?.content.kind != request.kind {
        return Err(not_returned());
    }
    to_be_put_right(connection, session, request.case_id, version)?
        .ok_or_else(not_returned)
        .map(Some)
}

/// This user's letter of a kind that was returned and is not put right yet.
fn own_returned(
    connection: &Connection,
    session: &Session,
    case: CaseId,
    kind: &str,
) -> Result<Option<Revision>> {
    for letter in store::of_kind(connection, case, kind)? {
        let version = read::current(connection, letter)?;
        let found = to_be_put_right(connection, session, case, version)?;
        if found.is_some() {
            return Ok(found);
        }
    }
    Ok(None)
}

/// Errors: `Refused` while a letter of the same kind waits to be put right: signed as another it would go out unseen.
pub(super) fn first(
    connection: &Connection,
    session: &Session,
    case: CaseId,
    kind: &str,
) -> Result<()> {
    if own_returned(connection, session, case, kind)?.is_none() {
        return Ok(());
    }
    Err(Error::Refused {
        rule: "returned-first",
        message: "One of this kind was returned to you in this case. Put that one right, or withdraw it: it is under \
                  Letters."
            .into(),
    })
}

/// The record that a letter about to be signed puts right, with the reason that its signature bears. Errors: `NotFound`
/// for one that was not returned to this user; `Conflict` when another version is in force by now.
pub(super) fn record(
    connection: &Connection,
    session: &Session,
    case: CaseId,
    content: &LetterContent,
    version: RevisionId,
) -> Result<(RecordId, String)> {
    let found = read::revision(connection, version)?;
    let current = read::standing(connection, found.record)?.revision;
    if current != version {
        return Err(Error::Conflict {
            base: version.to_string(),
            current: current.to_string(),
        });
    }
    if found.read::<SignedLetter>()?.content.kind != content.kind {
        return Err(not_returned());
    }
    let record = found.record;
    to_be_put_right(connection, session, case, found)?.ok_or_else(not_returned)?;
    Ok((record, "Put right after it was returned".to_owned()))
}

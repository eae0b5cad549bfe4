//! Submissions in the journal.

use super::{Submission, SubmissionState, SubmissionView, rules};
use crate::error::{Doing, Result};
use crate::ids::{CaseId, PatientId, RecordId, RevisionId, UserId};
use crate::letters::{SignedLetter, template};
use crate::preferences::Preferences;
use crate::record::{Body, Revision, read, split_kind};
use crate::register::Register;
use crate::session::Session;
use crate::users;
use rusqlite::{Connection, OptionalExtension, Row, params};

/// Brings the list of submissions up to a revision.
pub(crate) fn project(connection: &Connection, revision: &Revision) -> Result<()> {
    let none: &[u8] = &[];
    let submission: Submission = revision.read()?;
    connection
        .prepare_cached(
            "INSERT INTO submissions (record_id, of_record, revision, to_id, author_id, at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (record_id) DO NOTHING",
        )
        .and_then(|mut s| {
            s.execute(params![
                revision.record,
                submission.of,
                submission.revision,
                submission.to.as_ref().map_or(none, |u| u.as_bytes()),
                revision.author,
                revision.at
            ])
        })
        .doing("bringing the submissions up to date")?;
    Ok(())
}

/// Who looks, and what the settings let out.
#[derive(Clone, Debug)]
pub struct Onlooker {
    user: UserId,
    countersigns: bool,
    lets_out: Vec<String>,
}

impl Onlooker {
    /// Of a session.
    pub fn of(register: &Register, session: &Session) -> Result<Self> {
        Ok(Self {
            user: session.user,
            countersigns: session.role.countersigns(),
            lets_out: Preferences::read(register.layout())?.leave_before_countersigned,
        })
    }
}

/// A submission with its author and its instant.
struct Handed {
    submission: Submission,
    author: UserId,
    at: String,
}

fn of_revision(connection: &Connection, revision: RevisionId) -> Result<Option<Handed>> {
    let found: Option<(RecordId, UserId, String)> = connection
        .prepare_cached("SELECT record_id, author_id, at FROM submissions WHERE revision = ?1")
        .and_then(|mut s| {
            s.query_row([revision], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))
                .optional()
        })
        .doing("reading a submission")?;
    found
        .map(|(record, author, at)| {
            Ok(Handed {
                submission: read::current(connection, record)?.read()?,
                author,
                at,
            })
        })
        .transpose()
}

/// How a version stands; absent for one that nobody submitted.
pub fn state(connection: &Connection, revision: &Revision) -> Result<Option<SubmissionState>> {
    if of_revision(connection, revision.id)?.is_none() {
        return Ok(None);
    }
    let attested = read::attestations(connection, revision.record)?;
    Ok(Some(
        rules::latest(&attested, revision.id).map_or(SubmissionState::Awaiting, |(state, _)| state),
    ))
}

/// The kind of letter that a version is; empty for anything else.
fn letter_kind(revision: &Revision) -> Result<String> {
    Ok(
        if split_kind(&revision.kind).is_some_and(|(name, _)| name == SignedLetter::KIND) {
            revision.read::<SignedLetter>()?.content.kind
        } else {
            String::new()
        },
    )
}

/// How a version is shown; absent for one that nobody submitted.
pub fn view(
    connection: &Connection,
    onlooker: &Onlooker,
    revision: &Revision,
) -> Result<Option<SubmissionView>> {
    let Some(handed) = of_revision(connection, revision.id)? else {
        return Ok(None);
    };
    let Some(case_id) = revision.case else {
        return Ok(None);
    };
    let attested = read::attestations(connection, revision.record)?;
    let standing = read::standing(connection, revision.record)?;
    let latest = rules::latest(&attested, revision.id);
    let state = latest.map_or(SubmissionState::Awaiting, |(state, _)| state);
    let says = match latest {
        Some((state, a)) => {
            let what = if state == SubmissionState::Countersigned {
                "Countersigned"
            } else {
                "Returned"
            };
            let who = users::store::recorded(connection, a.author, &a.at)?;
            format!("{what} by {who}")
        }
        None => {
            let by = match handed.submission.to {
                Some(to) => users::store::name(connection, to)?,
                None => "whoever may countersign".to_owned(),
            };
            let since = crate::dates::clinical_instant(&handed.at);
            format!("Awaiting countersignature by {by}, submitted {since}")
        }
    };
    let kind = letter_kind(revision)?;
    let own = handed.author == onlooker.user;
    // What has been changed or withdrawn since is nobody's to countersign any more.
    let current =
        standing.revision == revision.id && standing.status == "signed" && standing.heads == 1;
    let countersigned = state == SubmissionState::Countersigned;
    Ok(Some(SubmissionView {
        case_id,
        record_id: revision.record,
        revision: revision.id,
        state,
        says,
        note: handed.submission.note,
        comment: latest.map(|(_, a)| a.reason.clone()).unwrap_or_default(),
        own,
        may_countersign: onlooker.countersigns
            && !own
            && revision.author != onlooker.user
            && current
            && !countersigned,
        held: !kind.is_empty() && rules::held(&kind, state, &onlooker.lets_out),
    }))
}

/// One submission that is not settled, for the list of what waits.
#[derive(Clone, Debug)]
pub struct Open {
    /// The record.
    pub record: RecordId,
    /// Its kind, without the schema: `formulation`, `letter`.
    pub record_kind: String,
    /// `Letter to the GP`, `Formulation`.
    pub what: String,
    /// The case.
    pub case: CaseId,
    /// The patient.
    pub patient: PatientId,
    /// Who submitted it.
    pub author: UserId,
    /// To whom.
    pub to: Option<UserId>,
    /// When it was submitted or returned, RFC 3339 in UTC.
    pub since: String,
    /// Awaiting, or returned.
    pub state: SubmissionState,
    /// Who returned it; absent while it waits.
    pub returned_by: Option<UserId>,
}

/// Everything that waits for a countersignature or was returned and not put right, in the order of submission. Read from
/// the lists alone: no body is opened.
pub fn open(connection: &Connection) -> Result<Vec<Open>> {
    connection
        .prepare_cached(
            "SELECT s.of_record, r.record_kind, r.case_id, r.patient_id, s.author_id, s.to_id, s.at, coalesce(l.kind, ''),
                    coalesce(b.at, ''), b.author_id
             FROM submissions AS s JOIN records AS r ON r.record_id = s.of_record
             LEFT JOIN letters AS l ON l.record_id = s.of_record
             LEFT JOIN attestations AS b ON b.position = (
                 SELECT max(a.position) FROM attestations AS a
                 WHERE a.record_id = s.of_record AND a.revision = s.revision AND a.meaning = 'returned')
             WHERE s.perhaps_open = 1 AND r.status <> 'withdrawn' AND r.case_id <> x'' AND r.patient_id <> x''
               AND NOT EXISTS (SELECT 1 FROM parents AS p WHERE p.parent = s.revision)
               AND NOT EXISTS (SELECT 1 FROM attestations AS a WHERE a.record_id = s.of_record
                               AND a.revision = s.revision AND a.meaning = 'countersigned')
             ORDER BY s.at, s.record_id",
        )
        .and_then(|mut s| s.query_map([], open_row)?.collect())
        .doing("reading what waits for a countersignature")
}

fn open_row(r: &Row<'_>) -> rusqlite::Result<Open> {
    let (kind, at, letter, returned): (String, String, String, String) =
        (r.get(1)?, r.get(6)?, r.get(7)?, r.get(8)?);
    let name = split_kind(&kind).map_or(kind.as_str(), |(name, _)| name);
    let (state, since) = if returned.is_empty() {
        (SubmissionState::Awaiting, at)
    } else {
        (SubmissionState::Returned, returned)
    };
    Ok(Open {
        record: r.get(0)?,
        record_kind: name.to_owned(),
        what: if letter.is_empty() {
            crate::title_of(name).to_owned()
        } else {
            template::title(&letter)
        },
        case: r.get(2)?,
        patient: r.get(3)?,
        author: r.get(4)?,
        to: crate::record::journal::optional(r, 5, UserId::from_bytes)?,
        since,
        state,
        returned_by: r.get(9)?,
    })
}

/// How many current versions in a case an account has submitted that nobody has countersigned, the returned ones
/// included; read from the lists alone.
pub fn not_countersigned(connection: &Connection, case: CaseId, author: UserId) -> Result<u32> {
    connection
        .prepare_cached(
            "SELECT count(*) FROM records AS r JOIN submissions AS s ON s.revision = r.revision
             WHERE r.case_id = ?1 AND r.case_id <> x'' AND r.status = 'signed' AND s.author_id = ?2
               AND NOT EXISTS (SELECT 1 FROM attestations AS a WHERE a.record_id = r.record_id
                               AND a.revision = r.revision AND a.meaning = 'countersigned')",
        )
        .and_then(|mut s| s.query_row(params![case, author], |r| r.get(0)))
        .doing("reading what waits for a countersignature")
}

//! What every signed record of a case has in common: it is signed, amended with a reason, withdrawn as entered in
//! error, and shown with who wrote it and when. A noun brings its form and its rules; the ceremony is here, once.

use crate::cases;
use crate::error::{Error, FieldError, Result};
use crate::ids::{CaseId, PatientId, RecordId, RevisionId};
use crate::record::drafts::{self, DraftKey};
use crate::record::read::{self, Attested};
use crate::record::{Body, DraftView, Revision, Subject, WriteTx};
use crate::session::Session;
use crate::users;
use rusqlite::Connection;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Why something signed is being changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum AmendmentKind {
    /// The understanding has moved on: a new version.
    NewVersion,
    /// Something was recorded wrongly.
    Correction,
}

/// The reason of a change to something signed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct Amendment {
    /// Why.
    pub kind: AmendmentKind,
    /// In words; required.
    pub reason: String,
}

impl Amendment {
    /// As it is signed. Errors: `Invalid` naming `amendment.reason` for an empty one.
    fn words(&self) -> Result<String> {
        let mut faults = Faults::default();
        let why = faults.required(
            "amendment.reason",
            &self.reason,
            "Say why what was signed is being changed.",
        );
        faults.none()?;
        Ok(match self.kind {
            AmendmentKind::NewVersion => format!("New version: {why}"),
            AmendmentKind::Correction => format!("Correction: {why}"),
        })
    }
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

/// Who wrote a version, who signed it, and why it was changed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, TS)]
pub struct Provenance {
    /// Who wrote it and when: `Dr A. Okafor, 20-Nov-2026 14:02`.
    pub recorded: String,
    /// Who signed it and when; empty while unsigned.
    pub signed: String,
    /// Why it was changed; empty for the first version.
    pub reason: String,
    /// Withdrawn as entered in error: who, when and why; empty when in force.
    pub withdrawn: String,
}

/// How a form that is about to be signed came to be.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Change<'a> {
    /// The version that it started from; absent for the first.
    pub base: Option<RevisionId>,
    /// Why; required with `base`.
    pub amendment: Option<&'a Amendment>,
    /// Keep it beside a version that somebody else has signed meanwhile.
    pub keep_beside: bool,
}

impl Change<'_> {
    /// The reason as it is signed; empty for a first version. Errors: `Invalid`.
    pub(crate) fn reason(&self) -> Result<String> {
        match (self.base, self.amendment) {
            (None, _) => Ok(String::new()),
            (Some(_), Some(amendment)) => amendment.words(),
            (Some(_), None) => Err(Error::field(
                "amendment.reason",
                "required",
                "Say why what was signed is being changed.",
            )),
        }
    }
}

/// Whom a record of a case is about.
pub(crate) fn subject(connection: &Connection, case: CaseId) -> Result<Subject> {
    let (_, patient) = cases::store::record(connection, case)?;
    Ok(Subject {
        patient: Some(patient),
        case: Some(case),
    })
}

/// Signs a record of which there is one: the first version, or a change of the one it started from. A withdrawn record
/// is followed by a new one. Errors: `Conflict` when somebody else has signed since `base`, unless it is kept beside.
pub(crate) fn sign_only<B: Body>(
    tx: &mut WriteTx<'_>,
    subject: Subject,
    existing: Option<RecordId>,
    change: Change<'_>,
    body: &B,
) -> Result<(RecordId, RevisionId)> {
    let why = change.reason()?;
    let standing = existing
        .map(|r| read::standing(tx.connection(), r))
        .transpose()?;
    let in_force = standing.filter(|s| s.status != "withdrawn");
    let (record, revision) = match (in_force, change.base) {
        (None, _) => {
            let record = RecordId::random()?;
            (record, tx.create(subject, record, body)?)
        }
        (Some(standing), None) => {
            return Err(Error::Conflict {
                base: String::new(),
                current: standing.revision.to_string(),
            });
        }
        (Some(standing), Some(base)) if change.keep_beside => (
            standing.record,
            tx.keep_beside(standing.record, base, body)?,
        ),
        (Some(standing), Some(base)) => (standing.record, tx.revise(standing.record, base, body)?),
    };
    tx.sign_with(revision, &why)?;
    Ok((record, revision))
}

/// Signs a record of which there may be many, such as a rating on a day.
pub(crate) fn sign_new<B: Body>(
    tx: &mut WriteTx<'_>,
    subject: Subject,
    body: &B,
) -> Result<RecordId> {
    let record = RecordId::random()?;
    let revision = tx.create(subject, record, body)?;
    tx.sign(revision)?;
    Ok(record)
}

/// Amends one of many records of a case, with its reason. Errors: `NotFound` outside the case; `Conflict`.
pub(crate) fn amend<B: Body>(
    tx: &mut WriteTx<'_>,
    case: CaseId,
    record: RecordId,
    change: Change<'_>,
    body: &B,
) -> Result<()> {
    let why = change.reason()?;
    let current = read::current(tx.connection(), record)?;
    if current.case != Some(case) {
        return Err(Error::NotFound {
            what: "record in this case",
        });
    }
    // Of another kind than was meant it is not there at all.
    let _: B = current.read()?;
    let base = change.base.ok_or(Error::Conflict {
        base: String::new(),
        current: current.id.to_string(),
    })?;
    let revision = tx.revise(record, base, body)?;
    tx.sign_with(revision, &why)
}

/// Takes a record of the kind `B` back. Errors: `Invalid` without a reason; `NotFound` outside the case.
pub(crate) fn withdraw<B: Body>(tx: &mut WriteTx<'_>, request: &WithdrawRequest) -> Result<B> {
    let why = required_reason(&request.reason)?;
    let body: B = belonging(tx.connection(), request)?.read()?;
    tx.withdraw(request.record_id, &why)?;
    Ok(body)
}

/// The current revision of a record that must belong to the case. Errors: `NotFound`.
fn belonging(connection: &Connection, request: &WithdrawRequest) -> Result<Revision> {
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
    let mut faults = Faults::default();
    let why = faults.required("reason", reason, "Say what was entered in error.");
    faults.none()?;
    Ok(why)
}

/// A text without what nobody sees at its ends: a note of such letters alone says nothing.
fn tidy(typed: &str) -> &str {
    typed.trim_matches(|c: char| {
        c.is_whitespace()
            || matches!(
                c,
                '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}'
            )
    })
}

/// A user's draft of a case or of its patient: the window keys it by the case, by the patient, or by both.
pub(crate) fn draft(
    connection: &Connection,
    session: &Session,
    kind: &str,
    case: Option<CaseId>,
    patient: PatientId,
) -> Result<Option<drafts::Draft>> {
    for (patient, case) in [(None, case), (Some(patient), case), (Some(patient), None)] {
        if patient.is_none() && case.is_none() {
            continue;
        }
        let key = DraftKey {
            user: session.user,
            kind,
            patient,
            case,
        };
        if let Some(found) = drafts::find(connection, &key)? {
            return Ok(Some(found));
        }
    }
    Ok(None)
}

/// The same as a screen shows it.
pub(crate) fn draft_view(
    connection: &Connection,
    session: &Session,
    kind: &str,
    case: Option<CaseId>,
    patient: PatientId,
) -> Result<Option<DraftView>> {
    draft(connection, session, kind, case, patient)?
        .map(|d| cases::api::draft_view(connection, d))
        .transpose()
}

/// Removes the drafts of what has just been signed.
pub(crate) fn finish_draft(
    tx: &mut WriteTx<'_>,
    session: &Session,
    kind: &str,
    subject: Subject,
) -> Result<()> {
    for patient in [None, subject.patient] {
        for case in [None, subject.case] {
            let key = DraftKey {
                user: session.user,
                kind,
                patient,
                case,
            };
            if patient.is_some() || case.is_some() {
                drafts::done(tx.connection(), &key)?;
            }
        }
    }
    Ok(())
}

fn said(
    connection: &Connection,
    attested: &[Attested],
    of: RevisionId,
    meaning: &str,
) -> Result<String> {
    attested
        .iter()
        .find(|a| a.revision == of && a.meaning == meaning)
        .map_or(Ok(String::new()), |a| {
            users::store::recorded(connection, a.author, &a.at)
        })
}

/// Where a revision comes from, in the words that stand on every panel.
pub(crate) fn provenance(connection: &Connection, revision: &Revision) -> Result<Provenance> {
    let attested = read::attestations(connection, revision.record)?;
    Ok(Provenance {
        recorded: users::store::recorded(connection, revision.author, &revision.at)?,
        signed: said(connection, &attested, revision.id, "signed")?,
        reason: attested
            .iter()
            .find(|a| a.revision == revision.id && a.meaning == "signed")
            .map(|a| a.reason.clone())
            .unwrap_or_default(),
        withdrawn: withdrawal(connection, &attested)?,
    })
}

fn withdrawal(connection: &Connection, attested: &[Attested]) -> Result<String> {
    match attested.iter().find(|a| a.meaning == "withdrawn") {
        None => Ok(String::new()),
        Some(a) => Ok(format!(
            "{}: {}",
            users::store::recorded(connection, a.author, &a.at)?,
            a.reason
        )),
    }
}

/// `Dr A. Okafor, 20-Nov-2026 14:02: wrong patient`, or empty when in force.
pub(crate) fn withdrawn(connection: &Connection, record: RecordId) -> Result<String> {
    withdrawal(connection, &read::attestations(connection, record)?)
}

/// The revision in force of a record that may be there, with the number of its version: signed and not withdrawn.
pub(crate) fn in_force(
    connection: &Connection,
    record: Option<RecordId>,
) -> Result<Option<(u32, Revision)>> {
    let Some(record) = record else {
        return Ok(None);
    };
    let standing = read::standing(connection, record)?;
    if standing.status != "signed" {
        return Ok(None);
    }
    Ok(Some((
        standing.revisions,
        read::revision(connection, standing.revision)?,
    )))
}

/// Every record of one kind in a case with what it says, newest first, the withdrawn ones included and marked.
pub(crate) fn all_of_case<B: Body>(
    connection: &Connection,
    case: CaseId,
) -> Result<Vec<(Revision, B, Provenance)>> {
    read::of_case(connection, case, B::KIND)?
        .into_iter()
        .map(|record| {
            let revision = read::current(connection, record)?;
            let body = revision.read()?;
            let from = provenance(connection, &revision)?;
            Ok((revision, body, from))
        })
        .collect()
}

/// Every version of a record, oldest first, numbered by the order of revisions.
pub(crate) fn versions<B: Body>(
    connection: &Connection,
    record: RecordId,
) -> Result<Vec<(u32, Revision, B, Provenance)>> {
    (1u32..)
        .zip(read::revisions(connection, record)?)
        .map(|(number, revision)| {
            let body = revision.read()?;
            let from = provenance(connection, &revision)?;
            Ok((number, revision, body, from))
        })
        .collect()
}

/// Removes the draft of what has just been signed where there may be many of its kind: one that started from the same
/// version. An amendment leaves the draft of a new record alone, and the other way round.
pub(crate) fn finish_draft_from(
    tx: &mut WriteTx<'_>,
    session: &Session,
    kind: &str,
    subject: Subject,
    base: Option<RevisionId>,
) -> Result<()> {
    let Some(patient) = subject.patient else {
        return Ok(());
    };
    match draft(tx.connection(), session, kind, subject.case, patient)? {
        Some(kept) if kept.base == base => finish_draft(tx, session, kind, subject),
        _ => Ok(()),
    }
}

/// The first sentences of a text, at most `most` characters, ended by an ellipsis where it is cut.
pub(crate) fn extract(text: &str, most: usize) -> String {
    let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if flat.chars().count() <= most {
        return flat;
    }
    let cut: String = flat.chars().take(most).collect();
    let whole = cut
        .rsplit_once(' ')
        .map_or(cut.as_str(), |(whole, _)| whole);
    format!("{whole}…")
}

/// Collects what is wrong with a form while its texts are tidied.
#[derive(Debug, Default)]
pub(crate) struct Faults(pub Vec<FieldError>);

/// The longest text of one field, in characters.
pub(crate) const LONGEST: usize = 20_000;

impl Faults {
    /// One more fault.
    pub(crate) fn add(&mut self, field: impl Into<String>, rule: &str, message: &str) {
        self.0.push(FieldError::new(field, rule, message));
    }

    /// A text without its outer blanks; too long a one is a fault.
    pub(crate) fn text(&mut self, field: impl Into<String>, typed: &str) -> String {
        if typed.chars().count() > LONGEST {
            self.add(field, "length", "Use at most 20,000 characters.");
        }
        tidy(typed).to_owned()
    }

    /// The same for a text that must be there.
    pub(crate) fn required(
        &mut self,
        field: impl Into<String>,
        typed: &str,
        message: &str,
    ) -> String {
        let field = field.into();
        if tidy(typed).is_empty() {
            self.add(field.clone(), "required", message);
        }
        self.text(field, typed)
    }

    /// A day as typed that may not lie ahead of `latest`; nothing for an empty text.
    pub(crate) fn day(
        &mut self,
        field: impl Into<String>,
        typed: &str,
        latest: Option<chrono::NaiveDate>,
    ) -> Option<chrono::NaiveDate> {
        let field = field.into();
        if typed.trim().is_empty() {
            return None;
        }
        match crate::dates::parse(typed) {
            Some(date) if latest.is_some_and(|l| date > l) => {
                self.add(field, "future", "This date is in the future.");
                None
            }
            Some(date) => Some(date),
            None => {
                self.add(field, "date", "Enter a day, such as 20-Nov-2026.");
                None
            }
        }
    }

    /// The value of a check of its own, or its faults among these. Errors: whatever is no fault of a field.
    pub(crate) fn of<T>(&mut self, checked: Result<T>) -> Result<Option<T>> {
        match checked {
            Ok(value) => Ok(Some(value)),
            Err(Error::Invalid(fields)) => {
                self.0.extend(fields);
                Ok(None)
            }
            Err(other) => Err(other),
        }
    }

    /// Errors: `Invalid` when anything was wrong.
    pub(crate) fn none(self) -> Result<()> {
        if self.0.is_empty() {
            Ok(())
        } else {
            Err(Error::Invalid(self.0))
        }
    }
}

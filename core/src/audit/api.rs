//! Who may look into the audit.

use super::{AuditKind, AuditRequest, AuditView, MOST, saving, store};
use crate::dates;
use crate::error::Result;
use crate::ids::{PatientId, RecordId};
use crate::op::Op;
use crate::record::audit::Audited;
use crate::register::Register;
use crate::session::Session;
use crate::signed::Faults;
use crate::{cases, users};
use chrono::{Local, NaiveDate, TimeZone as _, Utc};

/// Entries of the audit, newest first, for those who keep accounts. The looking is itself audited, on the disk before
/// anything is answered.
///
/// Errors: `NotAllowed`; `Invalid` naming `from`, `to` or `limit`; `NotFound` for a case, an account or an entry.
pub fn audit(register: &Register, session: &Session, request: &AuditRequest) -> Result<AuditView> {
    let (asked, view) = asked(register, session, request, store::rows)?;
    register.write(session, Op::ReadAudit, |tx| {
        tx.audit_own(
            Audited::AuditRead,
            asked.record,
            request.case_id,
            asked.patient,
            &asked.words,
        )
    })?;
    Ok(view)
}

/// The same entries as a CSV file, all of them, whatever `limit` and `before` say. That the file leaves, and where to, is on
/// the disk in the audit before anything is answered.
///
/// Errors: as [`audit`]; `Refused` for more than 100,000 entries.
pub fn save_audit(
    register: &Register,
    session: &Session,
    request: &AuditRequest,
    place: &str,
) -> Result<Vec<u8>> {
    let request = AuditRequest {
        limit: MOST,
        before: None,
        ..request.clone()
    };
    let (asked, rows) = asked(register, session, &request, store::all)?;
    let file = saving::csv(&rows)?;
    let detail = match asked.words.as_str() {
        "" => place.to_owned(),
        words => format!("{place} ({words})"),
    };
    register.write(session, Op::ReadAudit, |tx| {
        tx.audit_own(
            Audited::AuditSaved,
            asked.record,
            request.case_id,
            asked.patient,
            &detail,
        )
    })?;
    Ok(file)
}

/// `casebook-audit-2026-11-26.csv`: what a dialog offers. Errors: `NotAllowed`.
pub fn audit_file_name(register: &Register, session: &Session) -> Result<String> {
    session.keeps_accounts("saving the audit")?;
    Ok(format!("casebook-audit-{}.csv", register.clock().today()))
}

/// What was asked for, as the audit keeps it.
struct Asked {
    record: Option<RecordId>,
    patient: Option<PatientId>,
    words: String,
}

fn asked<T>(
    register: &Register,
    session: &Session,
    request: &AuditRequest,
    find: impl FnOnce(&rusqlite::Connection, &store::Wanted) -> Result<T>,
) -> Result<(Asked, T)> {
    session.keeps_accounts("looking into the audit")?;
    let mut faults = Faults::default();
    let from = day(&mut faults, "from", &request.from);
    let to = day(&mut faults, "to", &request.to);
    if from.zip(to).is_some_and(|(from, to)| to < from) {
        faults.add("to", "order", "The last day lies before the first.");
    }
    if !(1..=MOST).contains(&request.limit) {
        faults.add("limit", "range", "Ask for 1 to 1,000 entries at once.");
    }
    faults.none()?;
    // What waits to be audited belongs to what is asked for.
    register.record_reads()?;
    let (view, subject) = register.read(|c| {
        let subject = request
            .case_id
            .map(|id| cases::store::record(c, id))
            .transpose()?;
        if let Some(user) = request.user_id {
            users::store::user(c, user)?;
        }
        let wanted = store::Wanted {
            kind: request.kind,
            case: request.case_id.zip(subject.map(|(_, patient)| patient)),
            user: request.user_id,
            from: from.map(begins),
            until: to.and_then(|day| day.succ_opt()).map(begins),
            limit: request.limit,
            before: request.before,
        };
        Ok((find(c, &wanted)?, subject))
    })?;
    let mut asked = Vec::new();
    if request.kind != AuditKind::All {
        asked.push(request.kind.word().to_owned());
    }
    if let Some(user) = request.user_id {
        asked.push(format!("account {user}"));
    }
    if let Some(from) = from {
        asked.push(format!("from {from}"));
    }
    if let Some(to) = to {
        asked.push(format!("to {to}"));
    }
    let asked = Asked {
        record: subject.map(|(record, _)| record),
        patient: subject.map(|(_, patient)| patient),
        words: asked.join(", "),
    };
    Ok((asked, view))
}

fn day(faults: &mut Faults, field: &str, typed: &str) -> Option<NaiveDate> {
    if typed.trim().is_empty() {
        return None;
    }
    let day = dates::parse(typed);
    if day.is_none() {
        faults.add(field, "date", "Write the day as 20-Nov-2026.");
    }
    day
}

/// The instant at which a day begins where the computer stands, as instants are stored.
fn begins(day: NaiveDate) -> String {
    let midnight = day.and_time(chrono::NaiveTime::MIN);
    let instant = Local
        .from_local_datetime(&midnight)
        .earliest()
        // A day without a midnight, where the clocks go forward then.
        .map_or_else(|| midnight.and_utc(), |at| at.with_timezone(&Utc));
    crate::clock::stamp(instant)
}

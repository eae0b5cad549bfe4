//! Who may look into the audit.

use super::{AuditRequest, AuditView, MOST, store};
use crate::dates;
use crate::error::Result;
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
            case: request.case_id.zip(subject.map(|(_, patient)| patient)),
            user: request.user_id,
            from: from.map(begins),
            until: to.and_then(|day| day.succ_opt()).map(begins),
            limit: request.limit,
            before: request.before,
        };
        Ok((store::rows(c, &wanted)?, subject))
    })?;
    let mut asked = Vec::new();
    if let Some(user) = request.user_id {
        asked.push(format!("account {user}"));
    }
    if let Some(from) = from {
        asked.push(format!("from {from}"));
    }
    if let Some(to) = to {
        asked.push(format!("to {to}"));
    }
    register.write(session, Op::ReadAudit, |tx| {
        tx.audit_own(
            Audited::AuditRead,
            subject.map(|(record, _)| record),
            request.case_id,
            subject.map(|(_, patient)| patient),
            &asked.join(", "),
        )
    })?;
    Ok(view)
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

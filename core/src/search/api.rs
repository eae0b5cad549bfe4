//! What a caller may look for.

use super::rules::Wanted;
use super::{SearchRequest, SearchView, store};
use crate::error::Result;
use crate::patients;
use crate::reasons;
use crate::record::audit::Audited;
use crate::register::Register;
use crate::session::Session;

/// How many patients are shown at most.
const PATIENTS: usize = 8;

/// How many records are shown at most.
const NOTES: usize = 20;

/// Patients and records that fit what is typed.
pub fn search(
    register: &Register,
    session: &Session,
    request: &SearchRequest,
) -> Result<SearchView> {
    session.clinical("searching the record")?;
    let today = register.clock().today();
    let wanted = Wanted::read(&request.text);
    let most = u32::try_from(PATIENTS).unwrap_or(u32::MAX) + 1;
    let view = register.read(|c| {
        let mut found = patients::store::find(c, &request.text, most)?;
        let more_patients = found.len() > PATIENTS;
        found.truncate(PATIENTS);
        let mut patients = found
            .into_iter()
            .map(|id| patients::store::row(c, id, today))
            .collect::<Result<Vec<_>>>()?;
        patients.sort_by(|a, b| a.name.cmp(&b.name));
        let (notes, more) = store::notes(
            c,
            &wanted,
            request.newest_first,
            NOTES,
            today,
            |case, patient| reasons::door::may_quote(c, register, session, case, patient),
        )?;
        Ok(SearchView {
            patients,
            more_patients,
            notes,
            more,
        })
    })?;
    // Looking through the notes shows what stands in many cases: it is audited, though not what was typed.
    if !wanted.is_empty() {
        register.note_read_once(session, Audited::RecordSearched);
    }
    Ok(view)
}

//! Blank questionnaires for a patient: they leave the register with a name on them.

use crate::error::Result;
use crate::ids::CaseId;
use crate::instruments::catalogue;
use crate::letters::sheet;
use crate::op::Op;
use crate::reasons;
use crate::record::audit::Audited;
use crate::register::Register;
use crate::session::Session;
use crate::{cases, patients};
use serde::Deserialize;
use ts_rs::TS;

/// A blank questionnaire for a patient.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct BlankSheetRequest {
    /// The case.
    pub case_id: CaseId,
    /// `phq-9`
    pub instrument: String,
}

/// A file name for it: the instrument, nothing about the patient. Errors: `Refused` by the rule `not-on-paper`.
pub fn blank_sheet_name(
    register: &Register,
    session: &Session,
    request: &BlankSheetRequest,
) -> Result<String> {
    reasons::enter(register, session, request.case_id, "saving blank sheets")?;
    let definition = catalogue::newest(&request.instrument)?;
    sheet::may_be_printed(definition)?;
    Ok(format!("{}-blank.pdf", definition.id))
}

/// The PDF of a blank questionnaire with the patient's name, date of birth and NHS number on every page, to be saved at
/// `to`: audited durably before the bytes are handed out.
///
/// Errors: `NotFound`; `ReasonNeeded`; `Refused` by the rule `not-on-paper` where its terms do not plainly allow it; `Letter` for a name
/// that no font has.
pub fn blank_sheet(
    register: &Register,
    session: &Session,
    request: &BlankSheetRequest,
    to: &str,
) -> Result<Vec<u8>> {
    reasons::enter(register, session, request.case_id, "saving blank sheets")?;
    let definition = catalogue::newest(&request.instrument)?;
    let (id, patient) = register.read(|c| {
        let (_, id) = cases::store::record(c, request.case_id)?;
        let (_, patient, _) = patients::store::patient(c, id)?;
        Ok((id, patient))
    })?;
    let today = register.clock().today();
    let laid_out = sheet::sheet(definition, Some(&patient), today, register.made_up())?;
    let rendered = crate::letters::render(&laid_out)?;
    register.write(session, Op::SaveBlankSheet, |tx| {
        tx.audit_own(
            Audited::SheetSaved,
            None,
            Some(request.case_id),
            Some(id),
            to,
        )
    })?;
    Ok(rendered.bytes)
}

//! Blank questionnaires on paper: of nobody yet, or for the patient of a case.

use super::{fill, give_reason, place, private_new, refuse_existing, score};
use crate::arguments::Door;
use crate::{door, output};
use casebook_core::Result;
use casebook_core::clock::{Clock, SystemClock};
use casebook_core::ids::CaseId;
use casebook_core::letters::api::{BlankSheetRequest, blank_sheet};
use casebook_core::letters::{render, sheet};
use casebook_core::reasons::Reason;
use std::path::Path;

pub(crate) fn write(
    instrument: &str,
    out: &Path,
    case: Option<&str>,
    reason: Option<&Reason>,
    door: &Door,
    json: bool,
) -> Result<()> {
    let definition = score::known(instrument)?;
    sheet::may_be_printed(definition)?;
    refuse_existing(out)?;
    let said = || {
        let file = out.display().to_string();
        let text = format!("Blank {}: {file}", definition.title);
        let answer = serde_json::json!({
            "file": file,
            "instrument": definition.id,
            "version": definition.version,
        });
        output::either(json, &answer, &text)
    };
    let Some(case) = case else {
        let blank = sheet::sheet(definition, None, SystemClock.today(), false)?;
        let bytes = render(&blank)?.bytes;
        saved(out, || Ok(bytes))?;
        return said();
    };
    let request = BlankSheetRequest {
        case_id: CaseId::parse(case, "case")?,
        instrument: definition.id.clone(),
    };
    door::within(door, json, |register, session| {
        give_reason(register, session, request.case_id, reason)?;
        saved(out, || {
            blank_sheet(register, session, &request, &place(out))
        })?;
        said()
    })
}

/// The place is taken before anything leaves the register, and given back where nothing does.
fn saved(out: &Path, bytes: impl FnOnce() -> Result<Vec<u8>>) -> Result<()> {
    let mut file = private_new(out)?;
    let written = bytes().and_then(|bytes| fill(&mut file, &bytes, out));
    if written.is_err() {
        let _ = std::fs::remove_file(out);
    }
    written
}

//! Who opened, changed, copied and exported what.

use super::{fill, place, private_new, refuse_existing};
use crate::arguments::Door;
use crate::{door, output};
use casebook_core::audit::{AuditKind, AuditRequest, api};
use casebook_core::ids::CaseId;
use casebook_core::{Register, Result, Session};
use std::path::Path;

/// Which entries, as typed.
pub(crate) struct Wanted<'a> {
    pub(crate) by: Option<&'a str>,
    pub(crate) case: Option<&'a str>,
    pub(crate) kind: AuditKind,
    pub(crate) csv: Option<&'a Path>,
    pub(crate) from: &'a str,
    pub(crate) to: &'a str,
    pub(crate) limit: u32,
    pub(crate) before: Option<u32>,
}

pub(crate) fn list(door: &Door, wanted: &Wanted<'_>, json: bool) -> Result<()> {
    let case_id = wanted
        .case
        .map(|id| CaseId::parse(id, "case"))
        .transpose()?;
    if let Some(file) = wanted.csv {
        refuse_existing(file)?;
    }
    door::within(door, json, |register, session| {
        // The role first: who may not look learns no names of accounts from a wrong one.
        session.keeps_accounts("looking into the audit")?;
        let user_id = wanted
            .by
            .map(|name| door::named_account(register, session, name, "by"))
            .transpose()?
            .map(|user| user.id);
        let request = AuditRequest {
            kind: wanted.kind,
            case_id,
            user_id,
            from: wanted.from.to_owned(),
            to: wanted.to.to_owned(),
            limit: wanted.limit,
            before: wanted.before,
        };
        if let Some(file) = wanted.csv {
            return save(register, session, &request, file, json);
        }
        let view = api::audit(register, session, &request)?;
        if json {
            return output::json(&view);
        }
        let rows: Vec<Vec<String>> = view
            .rows
            .iter()
            .map(|r| {
                vec![
                    r.entry.to_string(),
                    r.when.clone(),
                    r.who.clone(),
                    r.what.clone(),
                    r.case_id.map(|id| id.to_string()).unwrap_or_default(),
                    r.detail.clone(),
                ]
            })
            .collect();
        let mut text = output::table(&["Entry", "When", "Who", "What", "Case", "Detail"], &rows);
        match (view.rows.last(), view.more) {
            (None, _) => text = "No entries.".to_owned(),
            (Some(last), true) => text.push_str(&format!(
                "\nThere is more: go on with --before {}.",
                last.entry
            )),
            (Some(_), false) => {}
        }
        output::say(&text)
    })
}

fn save(
    register: &Register,
    session: &Session,
    request: &AuditRequest,
    path: &Path,
    json: bool,
) -> Result<()> {
    let mut file = private_new(path)?;
    // The audit names the file before the first byte leaves the register.
    let written = api::save_audit(register, session, request, &place(path))
        .and_then(|bytes| fill(&mut file, &bytes, path));
    if written.is_err() {
        let _ = std::fs::remove_file(path);
    }
    written?;
    let shown = path.display().to_string();
    output::either(
        json,
        &serde_json::json!({ "file": shown }),
        &format!("Written to {shown}, unencrypted. The audit says so."),
    )
}

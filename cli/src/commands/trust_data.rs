//! What the trust loads of its own for measures: check, load, list, withdraw.

use super::exchange::faulty;
use crate::arguments::Door;
use crate::{door, output};
use casebook_core::ids::RecordId;
use casebook_core::trust_data::reading::LARGEST;
use casebook_core::trust_data::{
    LoadTrustDataRequest, TrustDataRow, WithdrawTrustDataRequest, api,
};
use casebook_core::{Error, Result};
use std::fs::File;
use std::io::Read;
use std::path::Path;

/// The file, and one byte beyond the limit where there is more: the core then says that it is too large.
fn read(file: &Path) -> Result<LoadTrustDataRequest> {
    let most = u64::try_from(LARGEST).unwrap_or(u64::MAX).saturating_add(1);
    let mut text = String::new();
    File::open(file)
        .and_then(|open| open.take(most).read_to_string(&mut text))
        .map_err(|_| Error::Io {
            doing: "reading the file, which has to be UTF-8 text",
            path: file.display().to_string(),
        })?;
    Ok(LoadTrustDataRequest { text })
}

pub(crate) fn check(door: &Door, file: &Path, json: bool) -> Result<()> {
    let request = read(file)?;
    let outcome = door::within(door, json, |register, session| {
        // What is wrong with the file is told apart from what is wrong with the door.
        Ok(api::check_trust_data(register, session, &request))
    })?;
    let found = match outcome {
        Err(Error::Invalid(faults)) => return Err(faulty(&faults, "loaded", json)?),
        other => other?,
    };
    let mut told = format!("No fault. {}: {}", found.says, found.name);
    for line in &found.details {
        told.push_str(&format!("\n  {line}"));
    }
    if !found.replaces.is_empty() {
        told.push_str(&format!("\nIt would take the place of: {}", found.replaces));
    }
    output::either(json, &found, &told)
}

pub(crate) fn load(door: &Door, file: &Path, json: bool) -> Result<()> {
    let request = read(file)?;
    let outcome = door::within(door, json, |register, session| {
        Ok(api::load_trust_data(register, session, &request))
    })?;
    let view = match outcome {
        Err(Error::Invalid(faults)) => return Err(faulty(&faults, "loaded", json)?),
        other => other?,
    };
    // What was written last comes first.
    let told = view.rows.first().map(one).unwrap_or_default();
    output::either(json, &view.rows.first(), &format!("Loaded. {told}"))
}

fn one(row: &TrustDataRow) -> String {
    let mut told = format!("{}: {}\n  id {}", row.says, row.name, row.id);
    let lines = [
        ("from", &row.source),
        ("licence", &row.licence),
        ("loaded by", &row.loaded),
        ("withdrawn by", &row.withdrawn),
        ("not used:", &row.problem),
    ];
    for (what, text) in lines.into_iter().filter(|(_, text)| !text.is_empty()) {
        told.push_str(&format!("\n  {what} {text}"));
    }
    for line in &row.details {
        told.push_str(&format!("\n  {line}"));
    }
    for line in &row.earlier {
        told.push_str(&format!("\n  took the place of {line}"));
    }
    told
}

pub(crate) fn list(door: &Door, json: bool) -> Result<()> {
    door::within(door, json, |register, session| {
        let view = api::trust_data(register, session)?;
        let files: Vec<String> = view.rows.iter().map(one).collect();
        let files = match files.is_empty() {
            true => "The trust has loaded nothing of its own.".to_owned(),
            false => files.join("\n\n"),
        };
        let values: Vec<Vec<String>> = view
            .change_values
            .iter()
            .map(|row| {
                vec![
                    row.scale.clone(),
                    row.least.clone(),
                    row.level.clone(),
                    row.cut_off.clone(),
                    match row.set_by_trust {
                        true => format!("Set by this trust: {}", row.values),
                        false => row.values.clone(),
                    },
                ]
            })
            .collect();
        let headings = ["Scale", "Reliable from", "Level", "Cut-off", "Values"];
        let table = output::table(&headings, &values);
        output::either(json, &view, &format!("{files}\n\n{table}"))
    })
}

pub(crate) fn withdraw(door: &Door, id: &str, reason: &str, json: bool) -> Result<()> {
    let request = WithdrawTrustDataRequest {
        record_id: RecordId::parse(id, "id")?,
        reason: reason.to_owned(),
    };
    door::within(door, json, |register, session| {
        let view = api::withdraw_trust_data(register, session, &request)?;
        let row = view.rows.iter().find(|row| row.id == request.record_id);
        let told = row.map(one).unwrap_or_default();
        output::either(json, &row, &format!("No longer in use. {told}"))
    })
}

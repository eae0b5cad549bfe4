//! Looking: the caseload, one case, patients.

use super::give_reason;
use crate::arguments::Door;
use crate::{door, output};
use casebook_core::Result;
use casebook_core::cases::api::{CaseRequest, caseload, open_case};
use casebook_core::cases::{CaseView, CaseloadRequest};
use casebook_core::formulations::FormulationView;
use casebook_core::formulations::api::{FormulationRequest, formulation};
use casebook_core::formulations::definition;
use casebook_core::ids::CaseId;
use casebook_core::patients::PatientRow;
use casebook_core::patients::api::{FindPatientsRequest, find_patients};
use casebook_core::reasons::Reason;
use casebook_core::search::{self, SearchRequest};
use serde::Serialize;

fn similar(warning: bool) -> &'static str {
    if warning { "similar name" } else { "" }
}

pub(crate) fn list(door: &Door, text: &str, mine: bool, closed: bool, json: bool) -> Result<()> {
    let request = CaseloadRequest {
        text: text.to_owned(),
        mine,
        closed,
    };
    let found = door::within(door, json, |register, session| {
        caseload(register, session, &request)
    })?;
    if json {
        return output::json(&found.rows);
    }
    let rows: Vec<Vec<String>> = found
        .rows
        .iter()
        .map(|r| {
            vec![
                r.name.clone(),
                r.born.clone(),
                r.nhs_number.clone(),
                r.kind.clone(),
                r.status.label().to_owned(),
                r.urgency.label().to_owned(),
                r.received_on.clone(),
                similar(r.similar_name_warning).to_owned(),
                r.id.to_string(),
            ]
        })
        .collect();
    let headings = [
        "Name", "Born", "NHS No.", "Kind", "Status", "Urgency", "Received", "Warning", "Case",
    ];
    let shown = found.rows.len();
    output::say(&format!(
        "{}\n{shown} of {} cases.",
        output::table(&headings, &rows),
        found.total
    ))
}

/// Patients, and records that say what is looked for.
pub(crate) fn search_notes(door: &Door, text: &str, newest_first: bool, json: bool) -> Result<()> {
    let request = SearchRequest {
        text: text.to_owned(),
        newest_first,
    };
    let found = door::within(door, json, |register, session| {
        search::api::search(register, session, &request)
    })?;
    if json {
        return output::json(&found);
    }
    let mut lines = vec![patients(&found.patients), String::new()];
    for hit in &found.notes {
        let snippet: String = hit.snippet.iter().map(|p| p.text.as_str()).collect();
        lines.push(format!("{}, {}, {}", hit.on, hit.title, hit.who));
        put(&mut lines, "  Patient", &hit.patient);
        put(&mut lines, "  Born", &hit.born);
        put(&mut lines, "  NHS No.", &hit.nhs_number);
        put(&mut lines, "  Warning", similar(hit.similar_name_warning));
        let case = hit.case_id.map(|c| c.to_string()).unwrap_or_default();
        put(&mut lines, "  Case", &case);
        let says = if hit.quoted {
            snippet.as_str()
        } else {
            "not on your list: shown once the case is open"
        };
        put(&mut lines, "  Says", says);
        lines.push(String::new());
    }
    let more = if found.more { ", and more" } else { "" };
    lines.push(format!("{} records{more}.", found.notes.len()));
    output::say(&lines.join("\n"))
}

pub(crate) fn search(door: &Door, text: &str, json: bool) -> Result<()> {
    let request = FindPatientsRequest {
        text: text.to_owned(),
    };
    let found = door::within(door, json, |register, session| {
        find_patients(register, session, &request)
    })?;
    output::either(json, &found, &patients(&found))
}

fn patients(found: &[PatientRow]) -> String {
    let rows: Vec<Vec<String>> = found
        .iter()
        .map(|p| {
            vec![
                p.name.clone(),
                p.born.clone(),
                p.nhs_number.clone(),
                similar(p.similar_name_warning).to_owned(),
                p.cases
                    .iter()
                    .map(|c| c.id.to_string())
                    .collect::<Vec<_>>()
                    .join(" "),
            ]
        })
        .collect();
    let headings = ["Name", "Born", "NHS No.", "Warning", "Cases"];
    format!(
        "{}\n{} patients.",
        output::table(&headings, &rows),
        found.len()
    )
}

/// A case as `show --json` prints it.
#[derive(Serialize)]
struct Shown {
    case: CaseView,
    /// Absent while nothing of this type is signed or drafted.
    formulations: Vec<FormulationView>,
}

pub(crate) fn show(door: &Door, case_id: &str, reason: Option<&Reason>, json: bool) -> Result<()> {
    let case_id = CaseId::parse(case_id, "case_id")?;
    let shown = door::within(door, json, |register, session| {
        give_reason(register, session, case_id, reason)?;
        let case = open_case(register, session, &CaseRequest { case_id })?;
        let mut formulations = Vec::new();
        for kind in definition::all()? {
            let request = FormulationRequest {
                case_id,
                definition: kind.id.clone(),
            };
            let view = formulation(register, session, &request)?;
            if !view.versions.is_empty() || view.draft.is_some() {
                formulations.push(view);
            }
        }
        Ok(Shown { case, formulations })
    })?;
    if json {
        output::json(&shown)
    } else {
        output::say(&page(&shown))
    }
}

fn put(lines: &mut Vec<String>, label: &str, text: &str) {
    if !text.trim().is_empty() {
        let mut label = label;
        for line in text.trim().lines().filter(|l| !l.is_empty()) {
            lines.push(format!("{label:<24}{line}"));
            label = "";
        }
    }
}

fn page(shown: &Shown) -> String {
    let Shown { case, formulations } = shown;
    let (banner, form) = (&case.banner, &case.form);
    let mut lines = vec![banner.name.clone()];
    put(&mut lines, "Preferred name", &banner.preferred_name);
    put(&mut lines, "Born", &banner.born);
    put(
        &mut lines,
        "Died",
        format!("{} {}", banner.died, banner.age_at_death).trim(),
    );
    put(&mut lines, "Gender", &banner.gender);
    put(&mut lines, "NHS No.", &banner.nhs_number);
    put(&mut lines, "Alerts", &banner.alerts.join("; "));
    put(&mut lines, "Allergies", &banner.allergies);
    put(&mut lines, "Warning", similar(banner.similar_name_warning));
    lines.push(String::new());
    lines.push(format!("{} ({})", case.kind, case.status));
    put(&mut lines, "Case", &case.id.to_string());
    put(
        &mut lines,
        "Received",
        &format!(
            "{}, {}",
            form.received_on,
            form.urgency.label().to_lowercase()
        ),
    );
    let referrer = [
        &form.referrer.name,
        &form.referrer.role,
        &form.referrer.organisation,
    ]
    .into_iter()
    .filter(|p| !p.is_empty())
    .cloned()
    .collect::<Vec<_>>()
    .join(", ");
    put(
        &mut lines,
        "From",
        &format!("{}: {referrer}", form.source.label()),
    );
    put(&mut lines, "Reason", &form.reason);
    for person in &form.people {
        put(&mut lines, person.role.label(), &person.name);
    }
    put(&mut lines, "Closed because", &form.closing_reason);
    put(&mut lines, "Recorded", &case.recorded);
    for view in formulations {
        formulation_lines(&mut lines, view);
    }
    if !case.letters.is_empty() {
        lines.push(String::new());
        lines.push("Letters".to_owned());
        for letter in &case.letters {
            let mut line = format!(
                "  {}, {}, to {}, {} pages, signed by {} ({})",
                letter.dated_on,
                letter.title,
                letter.recipient,
                letter.pages,
                letter.signed,
                letter.id
            );
            if !letter.withdrawn.is_empty() {
                line.push_str(&format!(", withdrawn: {}", letter.withdrawn));
            }
            lines.push(line);
        }
    }
    if !case.drafts.is_empty() {
        lines.push(String::new());
        lines.push("Drafts kept, not yet in the record".to_owned());
        for draft in &case.drafts {
            lines.push(format!("  {}, {}", draft.kind, draft.saved));
        }
    }
    lines.push(String::new());
    lines.push("What happened, newest first".to_owned());
    for row in &case.timeline {
        lines.push(format!("  {}  {}, {}", row.at, row.what, row.who));
    }
    lines.join("\n")
}

fn formulation_lines(lines: &mut Vec<String>, view: &FormulationView) {
    lines.push(String::new());
    let Some(version) = view.versions.first() else {
        return lines.push(format!("{}: only a draft", view.definition.title));
    };
    lines.push(format!(
        "{}, version {}",
        view.definition.title, version.version
    ));
    put(lines, "Signed", &version.provenance.signed);
    put(lines, "Why changed", &version.provenance.reason);
    if view.forked {
        lines.push("Two versions stand beside each other: a person must settle them.".to_owned());
    }
    put(lines, "Withdrawn", &view.withdrawn);
    for (cell, label) in view.definition.cells() {
        if let Some(text) = version.form.cells.get(&cell) {
            lines.push(format!("  {label}: {text}"));
        }
    }
    put(lines, "Account", &version.form.narrative);
    put(
        lines,
        "In the patient’s words",
        &version.form.patient_agrees,
    );
    put(lines, "Shared", &version.form.shared_on);
}

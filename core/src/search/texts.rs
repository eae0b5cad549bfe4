//! What of each kind of record can be searched: its free text and the words that were chosen, one small function a
//! kind. A kind that is not searched says so in [`NOT_SEARCHED`].

use crate::assessments::definition::{AssessmentField, AssessmentOption};
use crate::assessments::{Assessment, definition};
use crate::care::{Allergies, Diagnoses, Medicines};
use crate::cases::Case;
use crate::contacts::SessionNote;
use crate::dates;
use crate::error::Result;
use crate::formulations::Formulation;
use crate::goals::{Goal, GoalRating};
use crate::letters::{SignedLetter, template};
use crate::measures::{Measure, SafetyResponse};
use crate::pathway::{MdtDecision, PathwayPlan, PathwayReview};
use crate::record::{Revision, Searched};
use crate::risk::RiskNote;
use crate::safety_plans::{Helper, SafetyPlan};
use crate::severity::SeverityRating;
use chrono::NaiveDate;

/// Kinds that are not searched, each with why.
pub const NOT_SEARCHED: &[(&str, &str)] = &[
    ("user", "an account is no patient's record"),
    ("reason-rule", "a setting is no patient's record"),
    (
        "trust-data",
        "an instrument's wording or figures are no patient's record",
    ),
    (
        "patient",
        "patients are found by name and number, by their own list",
    ),
    (
        "measure-schedule",
        "when measures are to be filled in has no text of its own",
    ),
    ("letter-sending", "where a letter went stands with it"),
    ("letter-pdf", "the letter's text is searched"),
    ("letter-layout", "the letter's text is searched"),
    ("letter-countersignature", "the letter's text is searched"),
    ("submission", "between a trainee and a supervisor"),
    (
        "supervision-log",
        "a log is open to those who took part in it only",
    ),
    (
        "supervision-action-closing",
        "part of a log, open to those who took part in it only",
    ),
];

type Found = Result<Option<Searched>>;

/// What is said of one entry of a list, in one line.
fn line(parts: &[&str]) -> String {
    let said: Vec<&str> = parts
        .iter()
        .map(|part| part.trim())
        .filter(|part| !part.is_empty())
        .collect();
    said.join(", ")
}

/// Of a kind that is not searched.
pub(crate) fn none(_: &Revision) -> Found {
    Ok(None)
}

/// The parts that say something, a line each. Control characters go, so that a hit is shown as it was read.
fn found<'a>(
    on: Option<NaiveDate>,
    title: &str,
    parts: impl IntoIterator<Item = &'a str>,
) -> Found {
    let lines: Vec<String> = parts
        .into_iter()
        .map(|part| {
            part.split(|c: char| c.is_whitespace() || c.is_control())
                .filter(|word| !word.is_empty())
                .collect::<Vec<_>>()
                .join(" ")
        })
        .filter(|line| !line.is_empty())
        .collect();
    Ok((!lines.is_empty()).then(|| Searched {
        on,
        title: title.trim().to_owned(),
        body: lines.join("\n"),
    }))
}

pub(crate) fn case(revision: &Revision) -> Found {
    let c: Case = revision.read()?;
    found(
        Some(c.received_on),
        "Question asked",
        [c.reason.as_str(), &c.closing_reason],
    )
}

fn label(options: &[AssessmentOption], id: &str) -> String {
    options
        .iter()
        .find(|o| o.id == id)
        .map_or_else(|| id.to_owned(), |o| o.label.clone())
}

fn answer(answers: &crate::assessments::Answers, path: &str, field: &AssessmentField) -> String {
    let mut said: Vec<String> = answers.texts.get(path).cloned().into_iter().collect();
    for id in answers.chosen.get(path).into_iter().flatten() {
        said.push(label(&field.options, id));
    }
    for row in answers.rows.get(path).into_iter().flatten() {
        for column in &field.columns {
            said.extend(row.get(&column.id).map(|v| label(&column.options, v)));
        }
    }
    said.retain(|s| !s.trim().is_empty());
    said.join("; ")
}

pub(crate) fn assessment(revision: &Revision) -> Found {
    let a: Assessment = revision.read()?;
    let Ok(form) = definition::exactly(&a.definition, a.definition_version) else {
        return found(None, "", a.answers.texts.values().map(String::as_str));
    };
    let said: Vec<String> = form
        .fields()
        .map(|(path, _, field)| answer(&a.answers, &path, field))
        .collect();
    found(None, "", said.iter().map(String::as_str))
}

pub(crate) fn severity(revision: &Revision) -> Found {
    let s: SeverityRating = revision.read()?;
    let e = &s.evidence;
    found(
        Some(s.rated_on),
        s.severity.label(),
        [
            s.rationale.as_str(),
            &e.symptoms,
            &e.body_systems,
            &e.function,
            &e.help_seeking,
            &e.comorbidity,
            &e.iatrogenic,
        ],
    )
}

pub(crate) fn risk_note(revision: &Revision) -> Found {
    let r: RiskNote = revision.read()?;
    let findings: Vec<String> = r
        .findings
        .iter()
        .map(|f| format!("{}: {}", f.domain.label(), f.text))
        .collect();
    let parts = findings.iter().map(String::as_str).chain([
        r.long_standing.as_str(),
        &r.changeable,
        &r.imminent,
        &r.protective,
        &r.formulation,
        &r.management,
        &r.others_involved,
        &r.patient_view,
        &r.reviewer,
    ]);
    found(Some(r.assessed_on), "", parts)
}

pub(crate) fn safety_plan(revision: &Revision) -> Found {
    let p: SafetyPlan = revision.read()?;
    let helpers: Vec<String> = p
        .people
        .iter()
        .chain(&p.services)
        .map(|Helper { name, phone, note }| line(&[name, phone, note]))
        .collect();
    let lines = [&p.warning_signs, &p.coping, &p.distractions]
        .into_iter()
        .flatten()
        .chain(&helpers)
        .chain(&p.surroundings)
        .map(String::as_str)
        .chain([p.reasons.as_str()]);
    found(p.made_on, "", lines)
}

pub(crate) fn diagnoses(revision: &Revision) -> Found {
    let d: Diagnoses = revision.read()?;
    let lines: Vec<String> = d
        .items
        .iter()
        .map(|i| {
            let status = i.status.label().to_lowercase();
            line(&[&i.title, &i.code, &status, &i.since, &i.note])
        })
        .collect();
    found(None, "", lines.iter().map(String::as_str))
}

pub(crate) fn allergies(revision: &Revision) -> Found {
    let a: Allergies = revision.read()?;
    let lines: Vec<String> = a
        .items
        .iter()
        .map(|i| line(&[&i.substance, &i.reaction, &i.note]))
        .collect();
    found(None, "", lines.iter().map(String::as_str))
}

pub(crate) fn medicines(revision: &Revision) -> Found {
    let m: Medicines = revision.read()?;
    let lines: Vec<String> = m
        .items
        .iter()
        .map(|i| {
            let status = i.status.label().to_lowercase();
            line(&[
                &i.name,
                &i.dose,
                &status,
                &i.why,
                &i.prescribes,
                &i.monitors,
                &i.reviews,
                &i.review,
            ])
        })
        .collect();
    found(None, "", lines.iter().map(String::as_str))
}

pub(crate) fn session(revision: &Revision) -> Found {
    let s: SessionNote = revision.read()?;
    found(
        Some(s.held_on),
        s.attendance.label(),
        [s.note.as_str(), &s.homework],
    )
}

pub(crate) fn goal(revision: &Revision) -> Found {
    let g: Goal = revision.read()?;
    found(
        Some(g.agreed_on),
        "",
        [
            g.words.as_str(),
            &g.specific,
            &g.measurable,
            &g.achievable,
            &g.realistic,
            &g.baseline,
            &g.target,
        ],
    )
}

pub(crate) fn goal_rating(revision: &Revision) -> Found {
    let r: GoalRating = revision.read()?;
    found(Some(r.rated_on), "", [r.evidence.as_str()])
}

pub(crate) fn pathway_plan(revision: &Revision) -> Found {
    let p: PathwayPlan = revision.read()?;
    let notes = p.criteria.iter().map(|c| c.note.as_str());
    found(
        p.agreed_on,
        "",
        notes.chain([p.why.as_str(), &p.delivered_by]),
    )
}

pub(crate) fn pathway_review(revision: &Revision) -> Found {
    let r: PathwayReview = revision.read()?;
    found(
        Some(r.held_on),
        r.decision.label(),
        [
            r.understanding.as_str(),
            &r.patient_view,
            &r.clinician_view,
            &r.safety,
            &r.service_use,
            &r.no_repeat_reason,
            &r.question,
            &r.relapse_plan,
            &r.end_note,
        ],
    )
}

pub(crate) fn mdt_decision(revision: &Revision) -> Found {
    let d: MdtDecision = revision.read()?;
    found(
        Some(d.held_on),
        d.outcome.label(),
        [
            d.rationale.as_str(),
            &d.motivation,
            &d.present,
            &d.disagreement,
        ],
    )
}

pub(crate) fn formulation(revision: &Revision) -> Found {
    let f: Formulation = revision.read()?;
    let form = crate::formulations::definition::exactly(&f.definition, f.definition_version).ok();
    // Cell by cell as on the sheet; what a form of another version calls differently comes after.
    let ordered: Vec<String> = form
        .into_iter()
        .flat_map(|d| d.cells())
        .map(|c| c.0)
        .collect();
    let cells = ordered.iter().filter_map(|id| f.cells.get(id));
    let others = f
        .cells
        .iter()
        .filter(|(id, _)| !ordered.contains(id))
        .map(|(_, text)| text);
    let parts = [&f.narrative, &f.patient_agrees]
        .into_iter()
        .chain(cells)
        .chain(others)
        .map(String::as_str);
    found(f.shared_on, form.map_or("", |d| &d.title), parts)
}

pub(crate) fn measure(revision: &Revision) -> Found {
    let m: Measure = revision.read()?;
    found(Some(m.completed_on), "", [m.note.as_str()])
}

pub(crate) fn safety_response(revision: &Revision) -> Found {
    let r: SafetyResponse = revision.read()?;
    found(None, r.outcome.label(), [r.note.as_str()])
}

pub(crate) fn letter(revision: &Revision) -> Found {
    let content = revision.read::<SignedLetter>()?.content;
    let to = &content.recipient;
    let sections = content
        .sections
        .iter()
        .filter(|s| s.included)
        .flat_map(|s| [s.heading.as_str(), &s.text]);
    found(
        dates::stored(&content.dated_on),
        &format!("{}, to {}", template::title(&content.kind), to.name),
        [to.name.as_str(), &to.organisation]
            .into_iter()
            .chain(sections),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::{PatientId, RecordId, RevisionId, UserId};
    use crate::record::Kind;

    fn empty(kind: &Kind) -> Revision {
        Revision {
            position: 1,
            id: RevisionId::from_bytes([1; 32]),
            record: RecordId::random().unwrap(),
            kind: format!("{}@{}", kind.name, kind.schema),
            case: None,
            patient: Some(PatientId::random().unwrap()),
            author: UserId::random().unwrap(),
            at: "2026-11-20T12:00:00Z".into(),
            parents: Vec::new(),
            body: Some(b"{}".to_vec()),
        }
    }

    #[test]
    fn every_kind_is_searched_or_named_as_not_searched() {
        for kind in crate::KINDS {
            // What is searched reads the body, and an empty one is no record of its kind.
            let read = !matches!((kind.texts)(&empty(kind)), Ok(None));
            // Lists of a patient may be empty, which reads well and has no text.
            let list = ["diagnoses", "allergies", "medicines"].contains(&kind.name);
            let named = NOT_SEARCHED.iter().any(|(name, _)| *name == kind.name);
            assert!(
                named != (read || list),
                "{}: is it searched? Say so in NOT_SEARCHED if not",
                kind.name
            );
        }
        for (name, _) in NOT_SEARCHED {
            assert!(
                crate::KINDS.iter().any(|k| k.name == *name),
                "{name} is no kind"
            );
        }
    }
}

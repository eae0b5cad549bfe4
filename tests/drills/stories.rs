//! Stories told by a process that something is about to happen to. After each step it says how far the record has come, so
//! that whoever looks afterwards knows what had been acknowledged.

use crate::workflows::desk::{PASSPHRASE, case_form, five_ps, new_user, patient_form, signing};
use crate::workflows::forms::{
    assessment_form, composed, keep, plan_form, record_care, risk_form, severity_form, sheet,
    signed,
};
use casebook_core::assessments::SignAssessmentRequest;
use casebook_core::assessments::api::sign_assessment;
use casebook_core::cases::api::{
    AddCaseRequest, CaseRequest, DiscardDraftRequest, add_case, discard_draft, list_drafts,
    open_case,
};
use casebook_core::exchange::ExportRequest;
use casebook_core::exchange::api::export;
use casebook_core::formulations::api::sign_formulation;
use casebook_core::ids::CaseId;
use casebook_core::letters::api::{LetterRequest, letter_pdf, record_sending};
use casebook_core::letters::{RecordSendingRequest, SendingWay};
use casebook_core::measures::RecordMeasureRequest;
use casebook_core::measures::api::record_measure;
use casebook_core::patients::api::{RegisterPatientRequest, register_patient};
use casebook_core::risk::SignRiskNoteRequest;
use casebook_core::risk::api::sign_risk_note;
use casebook_core::safety_plans::SignSafetyPlanRequest;
use casebook_core::safety_plans::api::sign_safety_plan;
use casebook_core::sensitive::Secret;
use casebook_core::severity::api::rate_severity;
use casebook_core::severity::{RateSeverityRequest, Severity};
use casebook_core::store::work::Work;
use casebook_core::users::api::{add_user, change_passphrase, close_user, reopen_user};
use casebook_core::users::{AccountRequest, ChangePassphraseRequest, Role};
use casebook_core::{Error, Register, Session};
use sha2::{Digest as _, Sha256};
use std::io::Write as _;

/// How far a record has come: how many entries, and what the drafts are.
pub(super) fn reached(register: &Register, session: &Session) -> (u32, String) {
    let entries = register
        .read(|c| {
            Ok(
                c.query_row("SELECT count(*) FROM journal", [], |r| r.get(0))
                    .unwrap(),
            )
        })
        .unwrap();
    let mut drafts: Vec<String> = list_drafts(register, session)
        .unwrap()
        .into_iter()
        .map(|d| format!("{} {:?} {}", d.kind, d.case_id, d.state))
        .collect();
    drafts.sort();
    let digest = Sha256::digest(drafts.join("\n"));
    (entries, data_encoding::HEXLOWER.encode(&digest[..8]))
}

/// Says that what was asked has been answered.
pub(super) fn acknowledge(register: &Register, session: &Session) {
    let (entries, drafts) = reached(register, session);
    say(&format!("reached {entries} {drafts} {}", session.user));
}

/// One line that stands alone, whatever the harness prints.
pub(super) fn say(line: &str) {
    let mut out = std::io::stdout().lock();
    writeln!(out, "\n{line}").unwrap();
    out.flush().unwrap();
}

type Step<'a> = Box<dyn Fn(&Register, &Session) -> Result<(), Error> + 'a>;

/// The bedside: registered, begun, interrupted, signed, rated, made safe, filed and written to the GP.
pub(super) fn bedside(register: &Register, session: &Session, ack: impl Fn(&Register, &Session)) {
    for step in bedside_steps(register, session, &ack) {
        step(register, session).unwrap();
        ack(register, session);
    }
    letters(register, session, &ack);
}

/// A patient with a case.
fn begin(register: &Register, session: &Session) -> Result<CaseId, Error> {
    let request = RegisterPatientRequest {
        form: patient_form("Halina", "Nowak", "999 000 0018"),
        not_duplicates: Vec::new(),
    };
    let patient_id = register_patient(register, session, &request)?.id;
    let form = case_form();
    Ok(add_case(register, session, &AddCaseRequest { patient_id, form })?.id)
}

/// What is signed at the bedside, one thing a step.
fn bedside_steps<'a>(
    register: &Register,
    session: &Session,
    ack: &impl Fn(&Register, &Session),
) -> Vec<Step<'a>> {
    let case_id = begin(register, session).unwrap();
    ack(register, session);
    let draft = |kind: &'static str, state: serde_json::Value| -> Step<'a> {
        Box::new(move |r, s| {
            keep(r, s, case_id, kind, state.clone());
            Ok(())
        })
    };
    vec![
        draft(
            "assessment",
            serde_json::to_value(assessment_form()).unwrap(),
        ),
        draft("risk-note", serde_json::to_value(risk_form()).unwrap()),
        draft(
            "formulation:five-ps",
            serde_json::to_value(five_ps("Chest")).unwrap(),
        ),
        draft(
            "formulation:five-ps",
            serde_json::to_value(five_ps("Chest pain")).unwrap(),
        ),
        Box::new(move |r, s| {
            let form = assessment_form();
            let request = SignAssessmentRequest {
                case_id,
                base: None,
                form,
                amendment: None,
            };
            sign_assessment(r, s, &request).map(drop)
        }),
        Box::new(move |r, s| {
            let form = severity_form(Severity::Moderate, "20-Nov-2026");
            rate_severity(r, s, &RateSeverityRequest { case_id, form }).map(drop)
        }),
        Box::new(move |r, s| {
            sign_formulation(r, s, &signing(case_id, None, "Chest pain")).map(drop)
        }),
        Box::new(move |r, s| {
            let form = risk_form();
            sign_risk_note(r, s, &SignRiskNoteRequest { case_id, form }).map(drop)
        }),
        Box::new(move |r, s| {
            let form = plan_form();
            let request = SignSafetyPlanRequest {
                case_id,
                base: None,
                form,
                amendment: None,
            };
            sign_safety_plan(r, s, &request).map(drop)
        }),
        Box::new(move |r, s| {
            let form = sheet("phq-9", "20-Nov-2026", &[1, 2, 0, 1, 2, 0, 1, 0, 0]);
            record_measure(r, s, &RecordMeasureRequest { case_id, form }).map(drop)
        }),
        Box::new(move |r, s| {
            let patient = r
                .read(|c| casebook_core::cases::store::record(c, case_id))?
                .1;
            record_care(r, s, patient);
            Ok(())
        }),
        Box::new(move |r, s| open_case(r, s, &CaseRequest { case_id }).map(drop)),
    ]
}

/// The papers of the only case there is.
fn letters(register: &Register, session: &Session, ack: &impl Fn(&Register, &Session)) {
    let case = register
        .read(|c| {
            Ok(c.query_row("SELECT case_id FROM cases LIMIT 1", [], |r| {
                r.get::<_, CaseId>(0)
            })
            .unwrap())
        })
        .unwrap();
    for (kind, way, place) in [
        (
            "host-entry",
            SendingWay::HostRecord,
            "Ward 14, medical notes",
        ),
        ("gp", SendingWay::Post, ""),
    ] {
        let letter = composed(register, session, case, kind);
        ack(register, session);
        let row = signed(register, session, letter);
        ack(register, session);
        letter_pdf(register, session, &LetterRequest { letter_id: row.id }).unwrap();
        let request = RecordSendingRequest {
            letter_id: row.id,
            way,
            place: place.into(),
            sent_on: "20-Nov-2026".into(),
            by: String::new(),
        };
        record_sending(register, session, &request).unwrap();
        ack(register, session);
    }
}

/// Drafts that grow and are thrown away.
pub(super) fn drafts(register: &Register, session: &Session, ack: impl Fn(&Register, &Session)) {
    let case = begin(register, session).unwrap();
    for round in 1..6usize {
        let state = serde_json::json!({ "text": "word ".repeat(round * 400) });
        keep(register, session, case, "letter:gp", state);
        ack(register, session);
    }
    let draft_id = list_drafts(register, session).unwrap()[0].id;
    discard_draft(register, session, &DiscardDraftRequest { draft_id }).unwrap();
    ack(register, session);
}

/// Accounts come, go and change their passphrase: the key file changes with the record.
pub(super) fn accounts(register: &Register, session: &Session, ack: impl Fn(&Register, &Session)) {
    let added = add_user(register, session, &new_user("Dr B. Trainee", Role::Trainee)).unwrap();
    ack(register, session);
    let user_id = added.id;
    close_user(register, session, &AccountRequest { user_id }).unwrap();
    ack(register, session);
    reopen_user(register, session, &AccountRequest { user_id }).unwrap();
    ack(register, session);
    let request = ChangePassphraseRequest {
        current: Secret::new(PASSPHRASE),
        // Another and back again, so that whoever looks opens it with the one that there is now.
        new: Secret::new(OTHER),
    };
    change_passphrase(register, session, &request).unwrap();
    ack(register, session);
}

/// What opens the register at the end of [`accounts`].
pub(super) const OTHER: &str = "violet tractor saucepan nine";

/// Versions one on the other, a backup in between, and the way out as a file.
pub(super) fn keeping(register: &Register, session: &Session, ack: impl Fn(&Register, &Session)) {
    let case = begin(register, session).unwrap();
    let mut base = None;
    for n in 0..4 {
        let view = sign_formulation(
            register,
            session,
            &signing(case, base, &format!("Version {n}")),
        );
        base = Some(view.unwrap().versions[0].revision);
        ack(register, session);
    }
    register.back_up_here(&Work::default()).unwrap();
    ack(register, session);
    export(register, session, &ExportRequest::default(), "a file").unwrap();
    ack(register, session);
    register.rebuild(session).unwrap();
    ack(register, session);
}

/// The story of that name, in a register that stands.
pub(super) fn tell(story: &str, register: &Register, session: &Session) {
    let ack = acknowledge;
    match story {
        "bedside" => bedside(register, session, ack),
        "drafts" => drafts(register, session, ack),
        "accounts" => accounts(register, session, ack),
        "keeping" => keeping(register, session, ack),
        other => panic!("no story {other}"),
    }
}

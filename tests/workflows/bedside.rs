//! Story 1, at the bedside: registered, assessed, rated, formulated, made safe, interrupted, signed, filed and written
//! to the GP, all before leaving the ward.

use super::desk::{Desk, PASSPHRASE, five_ps, noon, signing};
use super::forms::{
    assessment_form, composed, keep, plan_form, record_care, risk_form, severity_form, signed,
    text, waiting,
};
use casebook_core::assessments::api::{assessment, sign_assessment};
use casebook_core::assessments::{AssessmentForm, SignAssessmentRequest};
use casebook_core::cases::api::{CaseRequest, list_drafts, open_case};
use casebook_core::clock::FixedClock;
use casebook_core::formulations::api::sign_formulation;
use casebook_core::letters::api::{LetterRequest, letter_pdf, letter_text, record_sending};
use casebook_core::letters::{RecordSendingRequest, SendingWay};
use casebook_core::risk::api::{check_risk_note, risk, sign_risk_note};
use casebook_core::risk::{RiskNoteForm, RiskStanding, SignRiskNoteRequest};
use casebook_core::safety_plans::SignSafetyPlanRequest;
use casebook_core::safety_plans::api::sign_safety_plan;
use casebook_core::sensitive::Secret;
use casebook_core::severity::api::rate_severity;
use casebook_core::severity::{RateSeverityRequest, Severity};
use casebook_core::today::Waiting;
use casebook_core::{Error, Register};
use std::sync::Arc;

#[test]
fn the_bedside_story_goes_from_registration_to_the_letter_through_a_kill() {
    let desk = Desk::new();
    let patient = desk.patient("Halina", "Nowak", "999 000 0018");
    let case = desk.case(patient);

    // Everything is begun, nothing is signed, and the battery goes flat.
    keep(
        &desk.register,
        &desk.session,
        case,
        "assessment",
        serde_json::to_value(assessment_form()).unwrap(),
    );
    keep(
        &desk.register,
        &desk.session,
        case,
        "risk-note",
        serde_json::to_value(risk_form()).unwrap(),
    );
    keep(
        &desk.register,
        &desk.session,
        case,
        "formulation:five-ps",
        serde_json::to_value(five_ps("Chest pain")).unwrap(),
    );
    let (_folder, layout, session) = desk.drop_dead();
    let clock = Arc::new(FixedClock::new(noon()));
    let (register, session) =
        Register::unlock(&layout, session.user, &Secret::new(PASSPHRASE), clock).unwrap();
    assert_eq!(list_drafts(&register, &session).unwrap().len(), 3);
    let view = assessment(&register, &session, &CaseRequest { case_id: case }).unwrap();
    let kept: AssessmentForm = serde_json::from_value(view.draft.unwrap().state).unwrap();
    assert_eq!(kept, assessment_form(), "what was typed is there as it was");
    let view = risk(&register, &session, &CaseRequest { case_id: case }).unwrap();
    assert_eq!(
        view.standing,
        RiskStanding::NotAssessed,
        "a draft is no assessment"
    );
    let kept_note: RiskNoteForm = serde_json::from_value(view.draft.unwrap().state).unwrap();

    // Signed, one after the other.
    let request = SignAssessmentRequest {
        case_id: case,
        base: None,
        form: kept,
        amendment: None,
    };
    let view = sign_assessment(&register, &session, &request).unwrap();
    assert!(view.draft.is_none() && view.versions.len() == 1);
    let rated = rate_severity(
        &register,
        &session,
        &RateSeverityRequest {
            case_id: case,
            form: severity_form(Severity::Moderate, "20-Nov-2026"),
        },
    )
    .unwrap();
    assert_eq!(rated.ratings[0].duration, "since March 2025, 20 months");
    sign_formulation(&register, &session, &signing(case, None, "Chest pain")).unwrap();
    assert!(
        check_risk_note(&register, &session, &kept_note)
            .unwrap()
            .notices
            .is_empty()
    );
    let noted = sign_risk_note(
        &register,
        &session,
        &SignRiskNoteRequest {
            case_id: case,
            form: kept_note,
        },
    )
    .unwrap();
    assert_eq!(noted.standing, RiskStanding::Current);
    sign_safety_plan(
        &register,
        &session,
        &SignSafetyPlanRequest {
            case_id: case,
            base: None,
            form: plan_form(),
            amendment: None,
        },
    )
    .unwrap();
    record_care(&register, &session, patient);

    // One page for the ward's own notes: composed in one step, copied as text, filed.
    let entry = composed(&register, &session, case, "host-entry");
    assert_eq!(entry.content.recipient.name, "Ward 14");
    assert!(text(&entry, "risk").contains("Last assessed on 20-Nov-2026"));
    assert!(text(&entry, "allergies").contains("Penicillin"));
    let entry = signed(&register, &session, entry);
    assert!(
        waiting(&register, &session)
            .iter()
            .any(|(k, _)| *k == Waiting::EntryNotFiled)
    );
    let copied = letter_text(
        &register,
        &session,
        &LetterRequest {
            letter_id: entry.id,
        },
    )
    .unwrap();
    for words in [
        "NOWAK, Halina",
        "999 000 0018",
        "IF THE PATIENT WANTS TO LEAVE",
        "Codeine",
        "Signed electronically",
    ] {
        assert!(copied.text.contains(words), "{words}\n{}", copied.text);
    }
    let no_place = RecordSendingRequest {
        letter_id: entry.id,
        way: SendingWay::HostRecord,
        place: String::new(),
        sent_on: String::new(),
        by: String::new(),
    };
    assert!(
        matches!(record_sending(&register, &session, &no_place), Err(Error::Invalid(f)) if f[0].field == "place")
    );
    let filed = RecordSendingRequest {
        place: "Ward 14, medical notes".into(),
        ..no_place
    };
    let row = record_sending(&register, &session, &filed).unwrap();
    assert!(
        row.sent
            .starts_with("Filed in the host’s record: Ward 14, medical notes, 20-Nov-2026"),
        "{}",
        row.sent
    );
    assert!(
        !waiting(&register, &session)
            .iter()
            .any(|(k, _)| *k == Waiting::EntryNotFiled)
    );

    // The plan on paper for the patient, in the patient's own words and dates.
    let plan = composed(&register, &session, case, "safety-plan");
    assert_eq!(
        text(&plan, "people"),
        "- My sister Ada: 0113 496 0111 (any time)"
    );
    assert!(plan.content.copies.is_empty());
    let plan = signed(&register, &session, plan);
    let handed = RecordSendingRequest {
        letter_id: plan.id,
        way: SendingWay::Handed,
        place: String::new(),
        sent_on: "20-Nov-2026".into(),
        by: String::new(),
    };
    record_sending(&register, &session, &handed).unwrap();

    // The letter to the GP says what is signed, and leaves out what names others.
    let letter = composed(&register, &session, case, "gp");
    assert_eq!(
        text(&letter, "diagnoses"),
        "- Non-cardiac chest pain (R07.4, ICD-10), since 2025"
    );
    assert_eq!(text(&letter, "allergies"), "- Penicillin: rash");
    assert!(text(&letter, "clinical-summary").contains("MUS severity: moderate"));
    assert!(text(&letter, "clinical-summary").contains("no validated numeric scale"));
    let safety = text(&letter, "risk");
    assert!(
        safety.contains("no plan, no means sought") && safety.contains("safety plan was made"),
        "{safety}"
    );
    let whole = serde_json::to_string(&letter.content).unwrap();
    assert!(!whole.contains("Kit") && !whole.contains("fire at home"));
    let left: Vec<&str> = letter.left_out.iter().map(|l| l.what.as_str()).collect();
    assert!(
        left.iter().any(|l| l.contains("safeguarding: child")),
        "{left:?}"
    );
    let figures: Vec<&str> = letter
        .content
        .sections
        .iter()
        .flat_map(|s| &s.figures)
        .map(|f| f.id.as_str())
        .collect();
    assert_eq!(figures, ["medicines"], "one rating is no chart");
    let row = signed(&register, &session, letter);
    let pdf = letter_pdf(&register, &session, &LetterRequest { letter_id: row.id }).unwrap();
    assert!(pdf.starts_with(b"%PDF-"));
    assert!(
        waiting(&register, &session)
            .iter()
            .any(|(k, w)| *k == Waiting::LetterUnsent && w.contains("Rahman"))
    );

    let overview = open_case(&register, &session, &CaseRequest { case_id: case }).unwrap();
    assert_eq!(overview.banner.allergies, "Known allergies: Penicillin");
    assert_eq!(overview.risk.standing, RiskStanding::Current);
    assert_eq!(
        overview.safety_plan.unwrap().given,
        "Given to the patient on 20-Nov-2026"
    );
    assert_eq!(overview.severity.unwrap().label, "Moderate");
    let verdict = register.verify(|_| true).unwrap();
    assert!(verdict.faults.is_empty(), "{:?}", verdict.faults);
    assert!(register.differing_projections().unwrap().is_empty());
}

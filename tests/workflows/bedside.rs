//! Story 1, at the bedside: registered, assessed, rated, formulated, made safe, interrupted, signed, filed and written
//! to the GP, all before leaving the ward.

use super::desk::{Desk, PASSPHRASE, five_ps, noon, signing};
use casebook_core::assessments::api::{assessment, sign_assessment};
use casebook_core::assessments::{AssessmentForm, SignAssessmentRequest};
use casebook_core::care::api::{record_allergies, record_diagnoses, record_medicines};
use casebook_core::care::{
    AllergiesForm, Allergy, AllergyState, DiagnosesForm, Diagnosis, DiagnosisStatus, Medicine,
    MedicineStatus, MedicinesForm, RecordAllergiesRequest, RecordDiagnosesRequest,
    RecordMedicinesRequest,
};
use casebook_core::cases::api::{CaseRequest, list_drafts, open_case, save_draft};
use casebook_core::clock::FixedClock;
use casebook_core::formulations::api::sign_formulation;
use casebook_core::ids::{CaseId, PatientId};
use casebook_core::letters::api::{
    ComposeLetterRequest, LetterRequest, SignLetterRequest, compose_letter, letter_pdf,
    letter_text, record_sending, sign_letter,
};
use casebook_core::letters::{ComposedLetter, LetterRow, RecordSendingRequest, SendingWay};
use casebook_core::record::SaveDraftRequest;
use casebook_core::risk::api::{check_risk_note, risk, sign_risk_note};
use casebook_core::risk::{
    DomainFinding, RiskDomain, RiskNoteForm, RiskStanding, SignRiskNoteRequest,
};
use casebook_core::safety_plans::api::{safety_plan, sign_safety_plan};
use casebook_core::safety_plans::{Helper, SafetyPlanForm, SignSafetyPlanRequest};
use casebook_core::sensitive::Secret;
use casebook_core::severity::api::{rate_severity, severity};
use casebook_core::severity::{RateSeverityRequest, RatingBasis, Severity, SeverityForm};
use casebook_core::today::api::today;
use casebook_core::today::{TodayRequest, Waiting};
use casebook_core::{Error, Register, Session};
use std::sync::Arc;

pub fn assessment_form() -> AssessmentForm {
    let mut form = AssessmentForm {
        definition: "biopsychosocial".into(),
        ..AssessmentForm::default()
    };
    let write = |form: &mut AssessmentForm, field: &str, text: &str| {
        form.answers.texts.insert(field.into(), text.into());
    };
    let definition = casebook_core::assessments::definition::newest("biopsychosocial").unwrap();
    // The first text of each section: the form is data, and this story does not know its fields by heart.
    for (section, text) in [
        ("symptoms", "Chest pain most days, breathless on the stairs"),
        (
            "function",
            "Off work since March; walks to the corner and back",
        ),
        ("adversity", "Brought up by an aunt after a fire at home"),
        ("patient-view", "It is my heart, and they are missing it"),
    ] {
        let (path, _, _) = definition
            .fields()
            .find(|(_, s, f)| {
                s.id == section && f.kind == casebook_core::assessments::definition::FieldKind::Text
            })
            .unwrap();
        write(&mut form, &path, text);
    }
    form
}

pub fn risk_form() -> RiskNoteForm {
    RiskNoteForm {
        assessed_on: "20-Nov-2026".into(),
        findings: vec![
            DomainFinding {
                domain: RiskDomain::Suicide,
                text: "Asked directly: wishes at night not to wake up, no plan, no means sought."
                    .into(),
            },
            DomainFinding {
                domain: RiskDomain::SafeguardingChild,
                text: "Nephew Kit, 6, sleeps at the flat at weekends.".into(),
            },
        ],
        formulation: "Worst alone at night after a normal test; her sister’s visits help.".into(),
        management: "Sister stays until Sunday; ward knows; plan made.".into(),
        protective: "Her sister; her choir.".into(),
        review_by: "27-Nov-2026".into(),
        reviewer: "Dr A. Okafor".into(),
        ..RiskNoteForm::default()
    }
}

pub fn plan_form() -> SafetyPlanForm {
    SafetyPlanForm {
        warning_signs: "I count my heartbeats\nI stop answering my sister".into(),
        coping: "Sing the alto line".into(),
        people: vec![Helper {
            name: "My sister Ada".into(),
            phone: "0113 496 0111".into(),
            note: "any time".into(),
        }],
        services: vec![Helper {
            name: "Samaritans".into(),
            phone: "116 123".into(),
            note: "day and night".into(),
        }],
        surroundings: "Ada keeps the tablets this week".into(),
        reasons: "The choir tour in spring".into(),
        ..SafetyPlanForm::default()
    }
}

fn severity_form(level: Severity, on: &str) -> SeverityForm {
    SeverityForm {
        rated_on: on.into(),
        severity: Some(level),
        onset: "March 2025".into(),
        rationale: "Daily, off work, four angiograms".into(),
        basis: Some(RatingBasis::FaceToFace),
        ..SeverityForm::default()
    }
}

fn keep(
    register: &Register,
    session: &Session,
    case: CaseId,
    kind: &str,
    state: serde_json::Value,
) {
    let draft = SaveDraftRequest {
        kind: kind.into(),
        patient_id: None,
        case_id: Some(case),
        base: None,
        state,
    };
    save_draft(register, session, &draft).unwrap();
}

fn record_care(register: &Register, session: &Session, patient: PatientId) {
    let diagnosis = Diagnosis {
        title: "Non-cardiac chest pain".into(),
        code: "R07.4".into(),
        code_system: "ICD-10".into(),
        status: DiagnosisStatus::Confirmed,
        since: "2025".into(),
        note: String::new(),
    };
    let form = DiagnosesForm {
        items: vec![diagnosis],
    };
    record_diagnoses(
        register,
        session,
        &RecordDiagnosesRequest {
            patient_id: patient,
            base: None,
            form,
        },
    )
    .unwrap();
    let form = AllergiesForm {
        state: Some(AllergyState::Known),
        items: vec![Allergy {
            substance: "Penicillin".into(),
            reaction: "rash".into(),
            note: String::new(),
        }],
        source: "Patient and ward chart".into(),
    };
    record_allergies(
        register,
        session,
        &RecordAllergiesRequest {
            patient_id: patient,
            base: None,
            form,
        },
    )
    .unwrap();
    let form = MedicinesForm {
        none_taken: false,
        items: vec![Medicine {
            name: "Codeine".into(),
            dose: "30 mg four times a day".into(),
            status: MedicineStatus::Changed,
            why: "constipation; being reduced".into(),
            prescribes: "GP".into(),
            monitors: "Practice pharmacist".into(),
            reviews: "GP".into(),
            review: "in four weeks".into(),
        }],
        source: "Ward chart".into(),
    };
    record_medicines(
        register,
        session,
        &RecordMedicinesRequest {
            patient_id: patient,
            base: None,
            form,
        },
    )
    .unwrap();
}

fn composed(register: &Register, session: &Session, case: CaseId, kind: &str) -> ComposedLetter {
    let request = ComposeLetterRequest {
        case_id: case,
        kind: kind.into(),
        afresh: false,
    };
    compose_letter(register, session, &request).unwrap()
}

fn text(letter: &ComposedLetter, section: &str) -> String {
    letter
        .content
        .sections
        .iter()
        .find(|s| s.id == section)
        .unwrap()
        .text
        .clone()
}

fn signed(register: &Register, session: &Session, letter: ComposedLetter) -> LetterRow {
    let request = SignLetterRequest {
        case_id: letter.case_id,
        content: letter.content,
    };
    sign_letter(register, session, &request).unwrap()
}

fn waiting(register: &Register, session: &Session) -> Vec<(Waiting, String)> {
    let view = today(register, session, &TodayRequest { everyone: false }).unwrap();
    view.rows.into_iter().map(|r| (r.kind, r.what)).collect()
}

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

#[test]
fn a_risk_note_grows_stale_by_its_review_day_and_shows_on_today() {
    let desk = Desk::new();
    let case = desk.case(desk.patient("Halina", "Nowak", "999 000 0018"));
    let request = SignRiskNoteRequest {
        case_id: case,
        form: risk_form(),
    };
    sign_risk_note(&desk.register, &desk.session, &request).unwrap();
    assert!(waiting(&desk.register, &desk.session).is_empty());
    desk.clock.set("2026-11-28T12:00:00Z".parse().unwrap());
    let view = risk(
        &desk.register,
        &desk.session,
        &CaseRequest { case_id: case },
    )
    .unwrap();
    assert_eq!(view.standing, RiskStanding::ReviewDue);
    assert_eq!(
        waiting(&desk.register, &desk.session),
        [(Waiting::RiskReview, "Risk review".to_owned())]
    );
    let letter = composed(&desk.register, &desk.session, case, "gp");
    assert!(
        text(&letter, "risk").contains("not reviewed since"),
        "an old note never reads as today's"
    );
    assert_eq!(view.next.protective, "Her sister; her choir.");
    assert!(
        view.next.management.is_empty(),
        "what was decided on a day is asked anew"
    );

    let again = SignRiskNoteRequest {
        case_id: case,
        form: RiskNoteForm {
            review_by: "12-Dec-2026".into(),
            ..risk_form()
        },
    };
    sign_risk_note(&desk.register, &desk.session, &again).unwrap();
    assert!(
        waiting(&desk.register, &desk.session).is_empty(),
        "the newer note takes its place"
    );
}

#[test]
fn two_raters_may_differ_both_are_kept_and_a_rating_in_error_steps_aside() {
    let mut desk = Desk::new();
    let case = desk.case(desk.patient("Halina", "Nowak", "999 000 0018"));
    let rate = |desk: &Desk, level, on: &str| {
        let request = RateSeverityRequest {
            case_id: case,
            form: severity_form(level, on),
        };
        rate_severity(&desk.register, &desk.session, &request).unwrap()
    };
    rate(&desk, Severity::Severe, "18-Nov-2026");
    let colleague = casebook_core::users::api::add_user(
        &desk.register,
        &desk.session,
        &super::desk::new_user("Dr R. Patel", casebook_core::users::Role::Trainee),
    )
    .unwrap();
    desk.register.lock(&desk.session).unwrap();
    let (register, session) = Register::unlock(
        &desk.layout,
        colleague.id,
        &Secret::new(PASSPHRASE),
        desk.clock.clone(),
    )
    .unwrap();
    (desk.register, desk.session) = (register, session);
    let view = rate(&desk, Severity::Moderate, "20-Nov-2026");
    assert_eq!(
        view.ratings[0].change,
        "Less severe than on 18-Nov-2026 (severe to moderate)"
    );
    let overview = open_case(
        &desk.register,
        &desk.session,
        &CaseRequest { case_id: case },
    )
    .unwrap();
    let summary = overview.severity.unwrap();
    assert_eq!(summary.differs, "Dr A. Okafor rated severe on 18-Nov-2026");
    let chart = view.chart.unwrap();
    assert_eq!(chart.steps.len(), 2);
    assert_ne!(chart.steps[0].by, chart.steps[1].by);

    let request = casebook_core::signed::WithdrawRequest {
        case_id: case,
        record_id: view.ratings[0].id,
        reason: "Wrong patient".into(),
    };
    let view =
        casebook_core::severity::api::withdraw_severity(&desk.register, &desk.session, &request)
            .unwrap();
    assert!(
        view.ratings[0]
            .provenance
            .withdrawn
            .contains("Wrong patient"),
        "it stays readable"
    );
    assert_eq!(view.chart.unwrap().steps.len(), 1);
    let view = severity(
        &desk.register,
        &desk.session,
        &CaseRequest { case_id: case },
    )
    .unwrap();
    assert_eq!(view.ratings.len(), 2);
}

#[test]
fn a_case_of_another_kind_has_no_severity_and_says_so() {
    let desk = Desk::new();
    let patient = desk.patient("Halina", "Nowak", "999 000 0018");
    let mut form = super::desk::case_form();
    form.kind = casebook_core::cases::CaseKind::SelfHarm;
    let case = casebook_core::cases::api::add_case(
        &desk.register,
        &desk.session,
        &casebook_core::cases::api::AddCaseRequest {
            patient_id: patient,
            form,
        },
    )
    .unwrap();
    assert!(!case.has_severity);
    let request = RateSeverityRequest {
        case_id: case.id,
        form: severity_form(Severity::Mild, "20-Nov-2026"),
    };
    let refused = rate_severity(&desk.register, &desk.session, &request);
    assert!(matches!(
        refused,
        Err(Error::Refused {
            rule: "severity-kind",
            ..
        })
    ));
}

#[test]
fn lists_of_a_patient_are_shared_by_all_cases_and_a_second_writer_is_told() {
    let desk = Desk::new();
    let patient = desk.patient("Halina", "Nowak", "999 000 0018");
    let (one, two) = (desk.case(patient), desk.case(patient));
    let none_known = |base| RecordAllergiesRequest {
        patient_id: patient,
        base,
        form: AllergiesForm {
            state: Some(AllergyState::NoneKnown),
            ..AllergiesForm::default()
        },
    };
    let before = open_case(&desk.register, &desk.session, &CaseRequest { case_id: one }).unwrap();
    assert_eq!(before.banner.allergies, "Allergies not recorded");
    let view = record_allergies(&desk.register, &desk.session, &none_known(None)).unwrap();
    for case in [one, two] {
        let overview = open_case(
            &desk.register,
            &desk.session,
            &CaseRequest { case_id: case },
        )
        .unwrap();
        assert_eq!(overview.banner.allergies, "No known allergies");
        let letter = composed(&desk.register, &desk.session, case, "gp");
        assert_eq!(text(&letter, "allergies"), "No known allergies.");
        assert_eq!(text(&letter, "medications"), "Medicines not recorded.");
    }
    let stale = record_allergies(&desk.register, &desk.session, &none_known(None));
    assert!(matches!(stale, Err(Error::Conflict { .. })), "{stale:?}");
    record_allergies(
        &desk.register,
        &desk.session,
        &none_known(view.allergies.revision),
    )
    .unwrap();
}

#[test]
fn a_new_version_of_a_plan_has_not_been_given_until_it_is() {
    let desk = Desk::new();
    let case = desk.case(desk.patient("Halina", "Nowak", "999 000 0018"));
    let sign = |base, reason: Option<&str>| SignSafetyPlanRequest {
        case_id: case,
        base,
        form: plan_form(),
        amendment: reason.map(|r| casebook_core::signed::Amendment {
            kind: casebook_core::signed::AmendmentKind::NewVersion,
            reason: r.into(),
        }),
    };
    let view = sign_safety_plan(&desk.register, &desk.session, &sign(None, None)).unwrap();
    let letter = composed(&desk.register, &desk.session, case, "safety-plan");
    let row = signed(&desk.register, &desk.session, letter);
    let handed = RecordSendingRequest {
        letter_id: row.id,
        way: SendingWay::Handed,
        place: String::new(),
        sent_on: String::new(),
        by: String::new(),
    };
    record_sending(&desk.register, &desk.session, &handed).unwrap();
    let given = |desk: &Desk| {
        open_case(
            &desk.register,
            &desk.session,
            &CaseRequest { case_id: case },
        )
        .unwrap()
        .safety_plan
        .unwrap()
        .given
    };
    assert_eq!(given(&desk), "Given to the patient on 20-Nov-2026");
    let base = Some(view.versions[0].revision);
    let refused = sign_safety_plan(&desk.register, &desk.session, &sign(base, None));
    assert!(matches!(refused, Err(Error::Invalid(f)) if f[0].field == "amendment.reason"));
    sign_safety_plan(
        &desk.register,
        &desk.session,
        &sign(base, Some("New number")),
    )
    .unwrap();
    assert_eq!(given(&desk), "Not yet given to the patient");
    let view = safety_plan(
        &desk.register,
        &desk.session,
        &CaseRequest { case_id: case },
    )
    .unwrap();
    assert_eq!(view.versions.len(), 2);
}

#[test]
fn an_answer_about_safety_overtakes_the_note_at_once_in_every_case_of_the_patient() {
    use casebook_core::measures::api::{record_measure, respond_to_safety_answer};
    use casebook_core::measures::{
        Completion, MeasureForm, RecordMeasureRequest, RespondToSafetyAnswerRequest, SafetyOutcome,
    };
    let desk = Desk::new();
    let patient = desk.patient("Halina", "Nowak", "999 000 0018");
    let (one, two) = (desk.case(patient), desk.case(patient));
    let request = SignRiskNoteRequest {
        case_id: one,
        form: risk_form(),
    };
    sign_risk_note(&desk.register, &desk.session, &request).unwrap();
    let standing = |desk: &Desk| {
        risk(&desk.register, &desk.session, &CaseRequest { case_id: one })
            .unwrap()
            .standing
    };
    assert_eq!(standing(&desk), RiskStanding::Current);
    let form = MeasureForm {
        instrument: "phq-9".into(),
        completed_on: "20-Nov-2026".into(),
        completion: Some(Completion::Paper),
        answers: (1..=9)
            .map(|n| (format!("q{n}"), u32::from(n == 9)))
            .collect(),
        ..MeasureForm::default()
    };
    let filled = record_measure(
        &desk.register,
        &desk.session,
        &RecordMeasureRequest { case_id: two, form },
    )
    .unwrap();
    assert_eq!(standing(&desk), RiskStanding::Overtaken);
    let letter = composed(&desk.register, &desk.session, one, "gp");
    assert!(text(&letter, "risk").contains("is newer than this assessment"));
    assert!(
        waiting(&desk.register, &desk.session)
            .iter()
            .any(|(k, _)| *k == Waiting::SafetyAnswer)
    );

    let unchanged = RespondToSafetyAnswerRequest {
        case_id: two,
        measure_id: filled.safety[0].measure_id,
        outcome: SafetyOutcome::Unchanged,
        note: String::new(),
    };
    respond_to_safety_answer(&desk.register, &desk.session, &unchanged).unwrap();
    assert_eq!(
        standing(&desk),
        RiskStanding::Current,
        "talked about, and nothing has changed"
    );
    assert!(waiting(&desk.register, &desk.session).is_empty());
}

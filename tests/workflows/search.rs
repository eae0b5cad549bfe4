//! Search: what is signed is found at once, by whoever may read it, and nothing that is typed is a command.

use super::desk::{Desk, PASSPHRASE, new_user};
use super::forms::{composed, plan_form, record_care, risk_form, signed};
use casebook_core::Error;
use casebook_core::cases::api::CaseRequest;
use casebook_core::risk::SignRiskNoteRequest;
use casebook_core::risk::api::{risk, sign_risk_note, withdraw_risk_note};
use casebook_core::safety_plans::SignSafetyPlanRequest;
use casebook_core::safety_plans::api::sign_safety_plan;
use casebook_core::search::api::search;
use casebook_core::search::{NoteHit, SearchRequest, SearchView};
use casebook_core::sensitive::Secret;
use casebook_core::signed::WithdrawRequest;
use casebook_core::store::key_file::KeyFile;
use casebook_core::store::open;
use casebook_core::supervision::api::sign_supervision_log;
use casebook_core::supervision::{
    SignSupervisionLogRequest, SupervisionFormat, SupervisionLogForm,
};
use casebook_core::users::Role;
use casebook_core::users::api::add_user;
use casebook_core::{Register, Session};

fn found(desk: &Desk, text: &str) -> SearchView {
    ask(desk, text, false)
}

fn ask(desk: &Desk, text: &str, newest_first: bool) -> SearchView {
    let request = SearchRequest {
        text: text.into(),
        newest_first,
    };
    search(&desk.register, &desk.session, &request).unwrap()
}

fn kinds(desk: &Desk, text: &str) -> Vec<String> {
    let mut kinds: Vec<String> = found(desk, text)
        .notes
        .into_iter()
        .map(|n| n.kind)
        .collect();
    kinds.sort();
    kinds
}

fn shown(hit: &NoteHit) -> String {
    hit.snippet
        .iter()
        .map(|p| {
            if p.hit {
                format!("[{}]", p.text)
            } else {
                p.text.clone()
            }
        })
        .collect()
}

#[test]
fn what_is_signed_is_found_with_its_patient_its_day_and_the_words_around_it() {
    let desk = Desk::new();
    let case = desk.case(desk.patient("Halina", "Nowak", "999 000 0018"));
    assert!(found(&desk, "choir").notes.is_empty());
    let request = SignRiskNoteRequest {
        case_id: case,
        form: risk_form(),
    };
    sign_risk_note(&desk.register, &desk.session, &request).unwrap();
    let view = found(&desk, "CHO");
    let [hit] = view.notes.as_slice() else {
        panic!("one record says it: {:?}", view.notes)
    };
    assert_eq!(hit.case_id, Some(case));
    assert_eq!(
        (
            hit.patient.as_str(),
            hit.nhs_number.as_str(),
            hit.born.as_str()
        ),
        ("NOWAK, Halina (Ms)", "999 000 0018", "14-Mar-1983 (43y)")
    );
    assert_eq!(
        (
            hit.kind.as_str(),
            hit.title.as_str(),
            hit.on.as_str(),
            hit.who.as_str()
        ),
        ("risk-note", "Risk note", "20-Nov-2026", "Dr A. Okafor")
    );
    assert!(
        shown(hit).contains("Her sister; her [choir]."),
        "{}",
        shown(hit)
    );
    assert_eq!(kinds(&desk, "\"normal angiograms\""), ["case"]);
    assert!(found(&desk, "\"angiograms normal\"").notes.is_empty());
    assert!(
        found(&desk, "choir absent").notes.is_empty(),
        "every word has to be there"
    );
}

#[test]
fn a_new_version_replaces_the_old_text_and_a_withdrawn_record_is_not_found() {
    let desk = Desk::new();
    let case = desk.case(desk.patient("Halina", "Nowak", "999 000 0018"));
    let first = desk.sign(case, None, "A tight band around the chest");
    assert_eq!(kinds(&desk, "tight band"), ["formulation"]);
    let base = first.versions[0].revision;
    desk.sign(case, Some(base), "A stone upon the breastbone");
    assert!(found(&desk, "tight band").notes.is_empty());
    assert_eq!(kinds(&desk, "breastbone"), ["formulation"]);

    let request = SignRiskNoteRequest {
        case_id: case,
        form: risk_form(),
    };
    sign_risk_note(&desk.register, &desk.session, &request).unwrap();
    assert_eq!(kinds(&desk, "tablets"), [""; 0]);
    assert_eq!(kinds(&desk, "nephew"), ["risk-note"]);
    let view = risk(
        &desk.register,
        &desk.session,
        &CaseRequest { case_id: case },
    )
    .unwrap();
    let request = WithdrawRequest {
        case_id: case,
        record_id: view.notes[0].id,
        reason: "Another patient’s".into(),
    };
    withdraw_risk_note(&desk.register, &desk.session, &request).unwrap();
    assert_eq!(kinds(&desk, "nephew"), [""; 0]);
}

#[test]
fn plans_lists_and_letters_are_found_too_and_made_anew_the_search_is_the_same() {
    let desk = Desk::new();
    let patient = desk.patient("Halina", "Nowak", "999 000 0018");
    let case = desk.case(patient);
    record_care(&desk.register, &desk.session, patient);
    desk.sign(case, None, "A tight band around the chest");
    let plan = SignSafetyPlanRequest {
        case_id: case,
        base: None,
        form: plan_form(),
        amendment: None,
    };
    sign_safety_plan(&desk.register, &desk.session, &plan).unwrap();
    let letter = composed(&desk.register, &desk.session, case, "gp");
    signed(&desk.register, &desk.session, letter);
    assert_eq!(kinds(&desk, "alto line"), ["safety-plan"]);
    assert_eq!(kinds(&desk, "penicillin"), ["allergies", "letter"]);
    let lists = found(&desk, "R07.4").notes;
    assert!(
        lists.iter().all(|n| n.case_id == Some(case)),
        "a list of the person is read in the person's case"
    );
    assert!(kinds(&desk, "Dr S. Rahman").contains(&"letter".to_owned()));

    let before: Vec<String> = found(&desk, "chest pain").notes.iter().map(shown).collect();
    assert!(before.len() >= 2, "{before:?}");
    assert_eq!(desk.register.differing_projections().unwrap(), [""; 0]);
    desk.register.rebuild(&desk.session).unwrap();
    assert_eq!(desk.register.differing_projections().unwrap(), [""; 0]);
    let after: Vec<String> = found(&desk, "chest pain").notes.iter().map(shown).collect();
    assert_eq!(after, before);
}

/// Takes a register back to the format of before there was a search.
pub const BEFORE_THE_SEARCH: &str = "DROP TABLE search_texts; DROP TABLE search_words;
             DROP INDEX journal_by_patient;
             DROP INDEX journal_by_author;
             DROP INDEX journal_by_instant;
             DROP TRIGGER measure_schedules_course_went_on;
             DROP TRIGGER measure_schedules_case_closed_or_opened;
             DROP TABLE measure_schedules;
             DROP TABLE friends_and_family;
             DROP TABLE trust_data;
             ALTER TABLE measures DROP COLUMN version;
             DROP TABLE departures;
             DROP INDEX journal_of_keys;
             DROP TABLE outside_openings;
             DROP INDEX journal_writers;
             DROP TABLE reason_rule;
             ALTER TABLE users DROP COLUMN invited_until;
             ALTER TABLE users DROP COLUMN deputy_id;
             ALTER TABLE users DROP COLUMN pass_on_hours;
             PRAGMA user_version = 5;";

#[test]
fn a_register_of_before_there_was_a_search_finds_what_was_signed_then() {
    let mut desk = Desk::new();
    let case = desk.case(desk.patient("Halina", "Nowak", "999 000 0018"));
    desk.sign(case, None, "A tight band around the chest");
    desk.register.lock(&desk.session).unwrap();
    let (_, key) = KeyFile::read(&desk.layout)
        .unwrap()
        .unlock(desk.session.user, PASSPHRASE)
        .unwrap();
    let connection = open::connection(&desk.layout.database(), &key, false).unwrap();
    connection.execute_batch(BEFORE_THE_SEARCH).unwrap();
    drop(connection);
    (desk.register, desk.session) = Register::unlock(
        &desk.layout,
        desk.session.user,
        &Secret::new(PASSPHRASE),
        desk.clock.clone(),
    )
    .unwrap();
    assert_eq!(kinds(&desk, "tight band"), ["formulation"]);
    assert_eq!(desk.register.differing_projections().unwrap(), [""; 0]);
}

#[test]
fn words_that_disagree_with_their_texts_are_noticed_and_made_anew() {
    let desk = Desk::new();
    let case = desk.case(desk.patient("Halina", "Nowak", "999 000 0018"));
    let first = desk.sign(case, None, "A tight band around the chest");
    let (_, key) = KeyFile::read(&desk.layout)
        .unwrap()
        .unlock(desk.session.user, PASSPHRASE)
        .unwrap();
    let forget = || {
        open::connection(&desk.layout.database(), &key, false)
            .unwrap()
            .execute_batch("INSERT INTO search_words (search_words) VALUES ('delete-all')")
            .unwrap();
    };
    forget();
    assert_eq!(
        desk.register.differing_projections().unwrap(),
        ["search_words"]
    );
    assert!(found(&desk, "tight band").notes.is_empty());
    desk.register.rebuild(&desk.session).unwrap();
    assert_eq!(kinds(&desk, "tight band"), ["formulation"]);
    assert_eq!(desk.register.differing_projections().unwrap(), [""; 0]);
    forget();
    let base = first.versions[0].revision;
    desk.sign(case, Some(base), "A stone upon the breastbone");
    assert_eq!(
        kinds(&desk, "breastbone"),
        ["formulation"],
        "and keep nobody from signing"
    );
    assert_eq!(desk.register.differing_projections().unwrap(), [""; 0]);
}

#[test]
fn patients_are_found_by_parts_of_their_names_and_by_number_in_any_spacing() {
    let desk = Desk::new();
    let case = desk.case(desk.patient("Małgorzata", "Wiśniewska-Nowak", "999 000 0018"));
    for text in ["wisn", "now malg", "999 000 0018", "9990000018", "99900 00"] {
        let view = found(&desk, text);
        let [patient] = view.patients.as_slice() else {
            panic!("{text}: {:?}", view.patients)
        };
        assert_eq!(patient.cases[0].id, case, "{text}");
        assert!(!view.more_patients);
    }
}

#[test]
fn newest_first_goes_by_the_day_a_record_is_about_and_a_full_list_says_that_there_is_more() {
    let desk = Desk::new();
    let case = desk.case(desk.patient("Halina", "Nowak", "999 000 0018"));
    for day in 1..=21 {
        let mut form = risk_form();
        // Written in another order than that of the days.
        form.assessed_on = format!("{:02}-Nov-2026", (day * 5) % 20 + 1);
        form.review_by = "27-Nov-2026".into();
        let request = SignRiskNoteRequest {
            case_id: case,
            form,
        };
        sign_risk_note(&desk.register, &desk.session, &request).unwrap();
    }
    let view = ask(&desk, "nephew", true);
    let days: Vec<&str> = view.notes.iter().map(|n| n.on.as_str()).collect();
    assert_eq!(days.len(), 20);
    assert!(view.more);
    assert!(days.is_sorted_by(|a, b| a >= b), "{days:?}");
    assert!(found(&desk, "nephew").more);
}

#[test]
fn a_supervision_log_is_never_found() {
    let desk = Desk::new();
    let trainee = add_user(
        &desk.register,
        &desk.session,
        &new_user("Dr T. Adeyemi", Role::Trainee),
    )
    .unwrap();
    desk.case(desk.patient("Halina", "Nowak", "999 000 0018"));
    let request = SignSupervisionLogRequest {
        record_id: None,
        base: None,
        form: SupervisionLogForm {
            held_on: "20-Nov-2026".into(),
            minutes: "60".into(),
            format: Some(SupervisionFormat::Individual),
            supervisor: Some(desk.session.user),
            supervisees: vec![trainee.id],
            themes: "Feeling useless beside a silent patient.".into(),
            ..SupervisionLogForm::default()
        },
        amendment: None,
    };
    sign_supervision_log(&desk.register, &desk.session, &request).unwrap();
    assert!(found(&desk, "useless").notes.is_empty());
}

#[test]
fn who_may_not_read_the_record_may_not_search_it() {
    let mut desk = Desk::new();
    desk.case(desk.patient("Halina", "Nowak", "999 000 0018"));
    let guardian = add_user(
        &desk.register,
        &desk.session,
        &new_user("K. Lewis", Role::Guardian),
    )
    .unwrap();
    desk.register.lock(&desk.session).unwrap();
    let (register, session) = Register::unlock(
        &desk.layout,
        guardian.id,
        &Secret::new(PASSPHRASE),
        desk.clock.clone(),
    )
    .unwrap();
    (desk.register, desk.session) = (register, session);
    let refused = |session: &Session| {
        let request = SearchRequest {
            text: "nowak".into(),
            newest_first: false,
        };
        search(&desk.register, session, &request)
    };
    assert!(matches!(
        refused(&desk.session),
        Err(Error::NotAllowed { .. })
    ));
    let bedside = Session {
        role: Role::Consultant,
        mode: casebook_core::session::Mode::Patient,
        ..desk.session.clone()
    };
    assert!(matches!(refused(&bedside), Err(Error::PatientMode)));
}

#[test]
fn whatever_is_typed_is_data() {
    let desk = Desk::new();
    let case = desk.case(desk.patient("Halina", "Nowak", "999 000 0018"));
    desk.sign(
        case,
        None,
        "Near and not far: a (tight) band* AND \"numb\" hands; O'Brien 😀",
    );
    let long = "chest ".repeat(1_700) + &"x".repeat(10_000);
    for nasty in [
        "",
        "\"",
        "\"\"\"",
        "*",
        "a*b*",
        "NEAR(chest pain, 2)",
        "AND",
        "OR NOT",
        "chest AND",
        "-chest",
        "^chest",
        "body : chest",
        "{body title} : x",
        "chest + pain",
        "'; DROP TABLE search_texts; --",
        "\0",
        "chest\0pain",
        "😀",
        "\u{202e}\u{301}\u{301}",
        "“",
        "日本語",
        "\\",
        "%",
        "_",
        &long,
    ] {
        let _ = ask(&desk, nasty, false);
        let _ = ask(&desk, nasty, true);
    }
    assert_eq!(kinds(&desk, "tight AND \"numb"), ["formulation"]);
    assert_eq!(kinds(&desk, "o'br"), ["formulation"]);
    assert_eq!(
        kinds(&desk, "not OR numb"),
        [""; 0],
        "OR is a word like any other, and nobody wrote it"
    );
    assert_eq!(desk.register.differing_projections().unwrap(), [""; 0]);
}

#[test]
fn a_search_is_audited_once_while_somebody_types_and_without_what_was_typed() {
    let desk = Desk::new();
    desk.case(desk.patient("Halina", "Nowak", "999 000 0018"));
    let before = desk.register.verify(|_| true).unwrap().entries;
    for text in ["an", "ang", "angi", "angiogram"] {
        found(&desk, text);
    }
    let typed = desk.register.verify(|_| true).unwrap().entries;
    assert_eq!(typed, before + 1);
    desk.clock.set("2026-11-20T12:05:00Z".parse().unwrap());
    found(&desk, "choir");
    let later = desk.register.verify(|_| true).unwrap().entries;
    assert_eq!(later, before + 2);
}

//! The device in a patient's hands: nothing but the questionnaire answers, whatever the page asks.

use super::{PASSPHRASE, Page, case, listed, patient, request};
use crate::idle;
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tauri::Manager;

/// What answers while a patient has the device.
const A_PATIENTS: [&str; 6] = [
    "register_state",
    "sitting",
    "answer_item",
    "finish_sitting",
    "give_friends_and_family_answer",
    "take_back",
];

pub(super) fn handed_over(page: &Page, pin: &str) -> Value {
    let made = page.set_up();
    let patient = page.ask(
        "register_patient",
        json!({ "form": patient(), "not_duplicates": [] }),
    );
    let case = page.ask(
        "add_case",
        json!({ "patient_id": patient["id"], "form": case() }),
    );
    let state = page.ask(
        "hand_over",
        json!({ "case_id": case["id"], "instruments": ["phq-9"], "identity_checked": true, "pin": pin,
                "friends_and_family": true }),
    );
    assert_eq!(state["state"], "with-patient");
    json!({ "user_id": made["session"]["user"]["id"], "case_id": case["id"] })
}

#[test]
fn while_a_patient_has_the_device_every_other_command_is_refused() {
    let page = Page::new();
    handed_over(&page, "");
    let names = listed();
    assert!(names.len() >= 90, "the list has shrunk to {}", names.len());
    for name in names {
        if !A_PATIENTS.contains(&name) {
            assert_eq!(
                page.refusal(name, request(name)),
                "patient-mode",
                "{name} answered otherwise"
            );
        }
    }
    // After all those calls the patient goes on, and the page has learnt nothing of anybody else.
    let state = page.ask("register_state", Value::Null);
    assert_eq!(state["accounts"], json!([]));
    assert_eq!(
        (&state["session"], &state["folder"]),
        (&Value::Null, &json!(""))
    );
    let shown = page.ask("answer_item", request("answer_item"));
    assert_eq!(shown["sheets"][0]["items"][0]["option"], 1);
    let text = page.ask("sitting", Value::Null).to_string();
    for hidden in ["Testcase", "999 000 0018", "9990000018", "1983", "total"] {
        assert!(!text.contains(hidden), "the patient is shown {hidden}");
    }
}

#[test]
fn what_the_shell_would_let_through_the_core_refuses() {
    let page = Page::new();
    page.set_up();
    page.shell
        .leave_it_to_the_core(casebook_core::session::Mode::Patient);
    // These know no session, or are refused for another reason where one is open already.
    let without_session = [
        "check_passphrase",
        "preferences",
        "set_up_register",
        "unlock",
        "reset_passphrase",
        "accept_invitation",
        "lock",
        "work_progress",
        "stop_work",
        "restorable",
        "restore_backup",
        "sitting",
        "answer_item",
        "finish_sitting",
        "give_friends_and_family_answer",
        "take_back",
        "covered",
        "resume",
    ];
    for name in listed() {
        if !without_session.contains(&name) {
            assert_eq!(
                page.refusal(name, request(name)),
                "patient-mode",
                "{name} is open to a patient's session"
            );
        }
    }
}

#[test]
fn the_questionnaire_answers_only_while_the_device_is_handed_over() {
    let page = Page::new();
    page.set_up();
    for name in [
        "sitting",
        "answer_item",
        "finish_sitting",
        "give_friends_and_family_answer",
        "take_back",
    ] {
        assert_eq!(page.refusal(name, request(name)), "refused", "{name}");
    }
}

#[test]
fn the_window_fills_the_screen_and_stays_open_from_handing_over_until_staff_are_back() {
    let page = Page::new();
    let drawn: Arc<Mutex<Vec<bool>>> = Arc::default();
    let told = drawn.clone();
    page.shell
        .on_curtain(move |closed| told.lock().unwrap().push(closed));
    let ids = handed_over(&page, "4711");
    assert!(page.shell.is_curtained() && page.shell.with_patient());
    assert_eq!(
        page.refusal(
            "take_back",
            json!({ "by": "pin", "name": "", "secret": "0815" })
        ),
        "invalid"
    );
    assert_eq!(
        page.refusal(
            "take_back",
            json!({ "by": "pin", "name": "", "secret": "4711" })
        ),
        "too-soon"
    );
    assert!(page.shell.is_curtained() && page.shell.with_patient());

    // Nobody came for it: it locks, and is no desk for the next passer-by.
    idle::put_away(page.window.app_handle(), &page.shell);
    assert_eq!(page.ask("register_state", Value::Null)["state"], "locked");
    assert!(page.shell.is_curtained() && !page.shell.with_patient());
    assert_eq!(page.refusal("sitting", Value::Null), "locked");
    let unlock = json!({ "user_id": ids["user_id"], "passphrase": PASSPHRASE });
    page.ask("unlock", unlock);
    assert!(!page.shell.is_curtained());

    let again = json!({ "case_id": ids["case_id"], "instruments": [], "identity_checked": true, "pin": "",
                        "friends_and_family": false });
    page.ask("hand_over", again);
    page.ask("answer_item", request("answer_item"));
    page.ask("finish_sitting", Value::Null);
    let back = page.ask(
        "take_back",
        json!({ "by": "passphrase", "name": "", "secret": PASSPHRASE }),
    );
    assert_eq!(back["session"]["user"]["id"], ids["user_id"]);
    assert_eq!(back["handed_back"]["recorded"].as_array().unwrap().len(), 1);
    assert!(!page.shell.is_curtained() && !page.shell.with_patient());
    assert_eq!(*drawn.lock().unwrap(), [true, false, true, false]);
    page.ask("open_case", json!({ "case_id": ids["case_id"] }));
}

#[test]
fn a_patient_has_twenty_minutes_for_a_question_and_staff_what_they_chose() {
    let page = Page::new();
    page.set_up();
    let staff = idle::limit_now(&page.shell);
    let page = Page::new();
    handed_over(&page, "");
    assert_eq!(idle::limit_now(&page.shell), Duration::from_secs(1200));
    assert!(staff < Duration::from_secs(1200));
    // A patient who answers is there; looking at the state is nobody's doing.
    std::thread::sleep(Duration::from_millis(300));
    page.ask("register_state", Value::Null);
    assert!(page.shell.is_idle(Duration::from_millis(250)));
    page.ask("sitting", Value::Null);
    assert!(!page.shell.is_idle(Duration::from_millis(250)));
}

//! The window covered: nothing but going on and locking answers, whatever the page asks.

use super::{PASSPHRASE, Page, case, listed, patient, request};
use crate::idle;
use casebook_core::session::Mode;
use serde_json::{Value, json};
use std::time::Duration;

/// What answers while the window is covered.
const A_COVERS: [&str; 4] = ["register_state", "covered", "resume", "lock"];

fn with_pin() -> Page {
    let page = Page::new();
    page.set_up();
    let view = page.ask("set_pin", json!({ "pin": "4711" }));
    assert_eq!(view["cover_pin"], true);
    page
}

fn resume(page: &Page, by: &str, secret: &str) -> Result<Value, String> {
    page.call("resume", json!({ "by": by, "secret": secret }))
        .map(|_| Value::Null)
        .map_err(|error| error["code"].as_str().unwrap().to_owned())
}

#[test]
fn while_the_window_is_covered_every_other_command_is_refused() {
    let page = with_pin();
    let patient = page.ask(
        "register_patient",
        json!({ "form": patient(), "not_duplicates": [] }),
    );
    page.ask(
        "add_case",
        json!({ "patient_id": patient["id"], "form": case() }),
    );
    let state = page.ask("cover", Value::Null);
    assert_eq!(state["state"], "covered");
    assert_eq!(
        (&state["accounts"], &state["folder"], &state["session"]),
        (&json!([]), &json!(""), &Value::Null)
    );
    for name in listed() {
        if !A_COVERS.contains(&name) {
            assert_eq!(
                page.refusal(name, request(name)),
                "covered",
                "{name} answered otherwise"
            );
        }
    }
    let shown = page.ask("covered", Value::Null);
    assert_eq!(shown["name"], "Dr A. Okafor");
    assert_eq!(shown["pin"], true);
    assert!(!shown.to_string().contains("Testcase"));
    resume(&page, "pin", "4711").unwrap();
    page.ask("patient", json!({ "patient_id": patient["id"] }));
    assert_eq!(page.refusal("covered", Value::Null), "refused");
}

#[test]
fn what_the_shell_would_let_through_the_core_refuses_covered() {
    let page = Page::new();
    page.set_up();
    page.shell.leave_it_to_the_core(Mode::Covered);
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
                "covered",
                "{name} is open to a covered session"
            );
        }
    }
}

#[test]
fn five_wrong_pins_lock_and_the_right_one_no_longer_opens() {
    let page = with_pin();
    page.ask("cover", Value::Null);
    for (nth, wait) in [(1, 1), (2, 2), (3, 4), (4, 8), (5, 0)] {
        let expected = if nth == 5 { "locked" } else { "invalid" };
        assert_eq!(resume(&page, "pin", "0815").unwrap_err(), expected, "{nth}");
        if nth < 5 {
            // The right one waits like any other.
            assert_eq!(resume(&page, "pin", "4711").unwrap_err(), "too-soon");
            std::thread::sleep(Duration::from_secs(wait));
        }
    }
    assert_eq!(page.ask("register_state", Value::Null)["state"], "locked");
    assert_eq!(resume(&page, "pin", "4711").unwrap_err(), "locked");
}

#[test]
fn without_a_pin_the_passphrase_goes_on_and_another_one_does_not() {
    let page = Page::new();
    page.set_up();
    page.ask("cover", Value::Null);
    assert_eq!(page.ask("covered", Value::Null)["pin"], false);
    assert_eq!(resume(&page, "pin", "4711").unwrap_err(), "refused");
    assert_eq!(
        resume(&page, "passphrase", "not this one").unwrap_err(),
        "wrong-passphrase"
    );
    resume(&page, "passphrase", PASSPHRASE).unwrap();
    let all = json!({ "kind": "all", "case_id": null, "user_id": null, "from": "", "to": "", "limit": 50, "before": null });
    let audit = page.ask("audit", all).to_string();
    for said in ["Window covered", "Window uncovered"] {
        assert!(audit.contains(said), "{audit}");
    }
}

#[test]
fn a_pin_ends_with_the_lock_and_a_cover_with_its_minutes_whatever_is_tried() {
    let page = with_pin();
    page.ask("cover", Value::Null);
    assert_eq!(idle::limit_now(&page.shell), Duration::from_secs(600));
    std::thread::sleep(Duration::from_millis(300));
    page.ask("covered", Value::Null);
    let _ = resume(&page, "pin", "0815");
    assert!(
        page.shell.is_idle(Duration::from_millis(250)),
        "a try won time"
    );
    let locked = page.ask("lock", Value::Null);
    assert_eq!(locked["state"], "locked");
    page.ask(
        "unlock",
        json!({ "user_id": locked["accounts"][0]["id"], "passphrase": PASSPHRASE }),
    );
    page.ask("cover", Value::Null);
    assert_eq!(page.ask("covered", Value::Null)["pin"], false);
}

//! The commands as the page calls them: over Tauri's own message channel, with the permissions that ship.

mod covering;
mod patient_mode;
mod permissions;
mod reasons;

use crate::shell::Shell;
use crate::{context, with_commands};
use casebook_core::clock::SystemClock;
use casebook_core::store::Layout;
use serde_json::{Value, json};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tauri::ipc::{CallbackFn, InvokeBody, InvokeResponseBody};
use tauri::test::{INVOKE_KEY, MockRuntime, get_ipc_response, mock_builder};
use tauri::webview::InvokeRequest;
use tauri::{App, Manager, WebviewWindow, WebviewWindowBuilder};

const PASSPHRASE: &str = "lantern quarry mitten orbit";

struct Page {
    _app: App<MockRuntime>,
    window: WebviewWindow<MockRuntime>,
    shell: Arc<Shell>,
    folder: tempfile::TempDir,
}

impl Page {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (app, window, shell) = opened(folder.path());
        Self {
            _app: app,
            window,
            shell,
            folder,
        }
    }

    fn call(&self, name: &str, request: Value) -> Result<InvokeResponseBody, Value> {
        let body = if request.is_null() {
            json!({})
        } else {
            json!({ "request": request })
        };
        get_ipc_response(
            &self.window,
            InvokeRequest {
                cmd: name.to_owned(),
                callback: CallbackFn(0),
                error: CallbackFn(1),
                url: "tauri://localhost".parse().unwrap(),
                body: InvokeBody::Json(body),
                headers: tauri::http::HeaderMap::new(),
                invoke_key: INVOKE_KEY.to_owned(),
            },
        )
    }

    fn ask(&self, name: &str, request: Value) -> Value {
        match self.call(name, request) {
            Ok(InvokeResponseBody::Json(text)) => serde_json::from_str(&text).unwrap(),
            Ok(InvokeResponseBody::Raw(_)) => panic!("{name} answered bytes"),
            Err(error) => panic!("{name}: {error}"),
        }
    }

    fn bytes(&self, name: &str, request: Value) -> Vec<u8> {
        match self.call(name, request) {
            Ok(InvokeResponseBody::Raw(bytes)) => bytes,
            other => panic!("{name}: {other:?}"),
        }
    }

    fn refusal(&self, name: &str, request: Value) -> String {
        match self.call(name, request) {
            Ok(answer) => panic!("{name} answered {answer:?}"),
            Err(error) => error["code"]
                .as_str()
                .map_or_else(|| error.to_string(), str::to_owned),
        }
    }

    fn set_up(&self) -> Value {
        self.ask(
            "set_up_register",
            json!({ "name": "Dr A. Okafor", "role": "consultant", "post": "Consultant in medical psychotherapy",
                    "registration": "GMC 0000000", "passphrase": PASSPHRASE }),
        )
    }
}

/// A window with the configuration and the permissions that ship, on the register in `folder`.
fn opened(folder: &Path) -> (App<MockRuntime>, WebviewWindow<MockRuntime>, Arc<Shell>) {
    let layout = Layout::new(folder.join("register"));
    let shell = Arc::new(Shell::new(layout, Arc::new(SystemClock)));
    let app = with_commands(mock_builder(), shell.clone())
        .build(context())
        .unwrap();
    let window = WebviewWindowBuilder::new(&app, "main", tauri::WebviewUrl::default())
        .build()
        .unwrap();
    (app, window, shell)
}

fn patient() -> Value {
    json!({
        "nhs_number": "999 000 0018", "identifiers": [],
        "name": { "title": "Ms", "given": "Amara", "family": "Testcase", "preferred": "" },
        "born_on": "14-Mar-1983", "died_on": "", "gender": "female", "gender_described": "",
        "address": "1 Example Street\nAnytown", "phone": "", "gp_name": "Dr B. Example",
        "practice": "Example Surgery", "ods_code": "", "practice_address": "2 Example Street\nAnytown",
        "next_of_kin": { "name": "", "relationship": "", "phone": "" },
        "communication": { "interpreter": "", "needs": "", "preferred_term": "" },
    })
}

fn case() -> Value {
    json!({
        "kind": "mus", "source": "gp", "received_on": "02-Nov-2026", "urgency": "routine",
        "reason": "Chest pain without a cardiac cause.",
        "referrer": { "name": "Dr B. Example", "role": "GP", "organisation": "Example Surgery", "contact": "" },
        "people": [], "status": "assessment", "closing_reason": "",
    })
}

fn formulation() -> Value {
    json!({ "definition": "five-ps", "cells": { "perpetuating.mind": "Watches the heart beat." },
            "narrative": "Fear and pain feed each other.", "patient_agrees": "", "shared_on": "" })
}

fn letter() -> Value {
    json!({ "kind": "gp", "template_version": 1, "dated_on": "2026-11-20",
            "recipient": { "name": "Dr B. Example", "organisation": "", "address": "" },
            "sections": [], "copies": [], "composed_from": [] })
}

fn measure() -> Value {
    json!({ "instrument": "gad-7", "completed_on": "20-Nov-2026", "completion": "paper" })
}

/// A request that can be read, for each command.
fn request(name: &str) -> Value {
    let id = "0".repeat(32);
    let hash = "0".repeat(64);
    let case_id = json!({ "case_id": id });
    match name {
        "register_state" | "lock" | "keep_awake" | "cover" | "covered" | "users"
        | "work_progress" | "stop_work" | "backups" | "back_up" | "preferences" | "drafts"
        | "supervision" | "sitting" | "finish_sitting" | "trust_data" | "reason_rule" => {
            Value::Null
        }
        "open_case_with_reason" => {
            json!({ "case_id": id, "reason": { "why": "on-duty", "words": "" } })
        }
        "set_reason_rule" => json!({ "asked": true }),
        "check_trust_data" | "load_trust_data" => json!({ "text": "" }),
        "withdraw_trust_data" => json!({ "record_id": id, "reason": "" }),
        "verify_register" => json!({ "fingerprint": "" }),
        "restorable" => json!({ "look_in": "" }),
        "restore_backup" => {
            json!({ "file": "/nowhere", "user_id": id, "passphrase": "a", "into": "", "anyway": false })
        }
        "audit" | "save_audit" => json!({
            "kind": "all", "case_id": null, "user_id": null, "from": "", "to": "", "limit": 1, "before": null
        }),
        "check_passphrase" => json!({ "passphrase": "a", "name": "" }),
        "confirm_recovery_key" => json!({ "recovery_key": "0000" }),
        "unlock" => json!({ "user_id": id, "passphrase": "a" }),
        "change_passphrase" => json!({ "current": "a", "new": "b" }),
        "reset_passphrase" => json!({ "user_id": id, "recovery_key": "0", "new_passphrase": "a" }),
        "set_up_register" | "add_user" => {
            json!({ "name": "", "role": "clinician", "post": "", "registration": "", "passphrase": "a" })
        }
        "new_recovery_key" => json!({ "passphrase": "a" }),
        "save_recovery_sheet" => json!({ "recovery_key": "0000" }),
        "accept_invitation" => json!({ "user_id": id, "code": "", "new_passphrase": "a" }),
        "invite_user" => {
            json!({ "name": "", "role": "clinician", "post": "", "registration": "", "days": 7 })
        }
        "invite_again" => json!({ "user_id": id, "days": 7 }),
        "change_user" => {
            json!({ "user_id": id, "name": "", "role": "clinician", "post": "", "registration": "" })
        }
        "set_deputy" => json!({ "user_id": id, "deputy_id": null, "hours": 24 }),
        "left_behind" | "close_user" | "reopen_user" => json!({ "user_id": id }),
        "set_pin" => json!({ "pin": "4711" }),
        "resume" => json!({ "by": "pin", "secret": "0815" }),
        "set_preferences" => json!({ "theme": "dark" }),
        "caseload" => json!({ "text": "", "mine": false, "closed": false }),
        "find_patients" => json!({ "text": "" }),
        "check_patient" => json!({ "form": patient(), "patient_id": null }),
        "register_patient" => json!({ "form": patient(), "not_duplicates": [] }),
        "change_patient" => json!({ "patient_id": id, "base": hash, "form": patient() }),
        "patient" => json!({ "patient_id": id }),
        "add_case" => json!({ "patient_id": id, "form": case() }),
        "change_case" => json!({ "case_id": id, "base": hash, "form": case() }),
        "case_row" | "open_case" | "letters" | "measure_schedule" | "assessment" | "severity"
        | "risk" | "safety_plan" | "measures" | "sessions" | "goals" | "pathway"
        | "countersigners" | "case_supervision" | "case_sittings" => case_id,
        "save_blank_sheet" => json!({ "case_id": id, "instrument": "phq-9" }),
        "record_sitting" => json!({ "case_id": id, "draft_id": null }),
        "hand_over" => {
            json!({ "case_id": id, "instruments": ["phq-9"], "identity_checked": true, "pin": "",
                    "friends_and_family": false })
        }
        "give_friends_and_family_answer" => json!({ "experience": "good" }),
        "friends_and_family" => json!({ "from": "", "to": "" }),
        "add_friends_and_family_cards" => {
            json!({ "month": "2026-11", "cards": [{ "experience": "good" }] })
        }
        "answer_item" => {
            json!({ "instrument": "phq-9", "item": "q1", "reply": "chosen", "option": 1 })
        }
        "take_back" => json!({ "by": "pin", "name": "", "secret": "0000" }),
        "respond_to_sitting" => {
            json!({ "case_id": id, "measure_ids": [id], "outcome": "acted", "note": "" })
        }
        "countersign" | "return_submission" => {
            json!({ "case_id": id, "record_id": id, "revision": hash, "comment": "" })
        }
        "supervision_log" => json!({ "record_id": id }),
        "sign_supervision_log" => {
            json!({ "record_id": null, "base": null, "form": {}, "amendment": null })
        }
        "agree_supervision_log" => json!({ "record_id": id, "revision": hash }),
        "return_supervision_log" => json!({ "record_id": id, "revision": hash, "comment": "" }),
        "withdraw_supervision_log" => json!({ "record_id": id, "reason": "" }),
        "close_supervision_action" => {
            json!({ "log_id": id, "action_id": id, "done": true, "note": "" })
        }
        "caseload_review" => json!({ "user_id": null }),
        "sign_session" | "sign_goal" => json!({
            "case_id": id, "record_id": null, "base": null, "form": {}, "amendment": null
        }),
        "rate_goal" => json!({ "case_id": id, "goal_id": id, "rated_on": "", "form": {} }),
        "record_pathway" => json!({ "case_id": id, "base": null, "form": {} }),
        "sign_pathway_review" => json!({ "case_id": id, "form": {} }),
        "sign_mdt_decision" => json!({ "case_id": id, "review_id": id, "form": {} }),
        "sign_assessment" => {
            let form = json!({ "definition": "biopsychosocial" });
            json!({ "case_id": id, "base": null, "form": form, "amendment": null })
        }
        "rate_severity" | "sign_risk_note" => json!({ "case_id": id, "form": {} }),
        "check_risk_note" => json!({}),
        "sign_safety_plan" => {
            json!({ "case_id": id, "base": null, "form": {}, "amendment": null })
        }
        "care" => json!({ "patient_id": id }),
        "record_diagnoses" | "record_allergies" | "record_medicines" => {
            json!({ "patient_id": id, "base": null, "form": {} })
        }
        "set_measure_schedule" => json!({ "case_id": id, "base": null, "instruments": [] }),
        "score_measure" => json!({ "form": measure() }),
        "record_measure" => json!({ "case_id": id, "form": measure() }),
        "respond_to_safety_answer" => {
            json!({ "case_id": id, "measure_id": id, "outcome": "acted", "note": "" })
        }
        "search" => json!({ "text": "nowak", "newest_first": false }),
        "today" => json!({ "everyone": false }),
        "record_sending" => {
            json!({ "letter_id": id, "way": "post", "place": "", "sent_on": "", "by": "" })
        }
        "formulation" => json!({ "case_id": id, "definition": "five-ps" }),
        "sign_formulation" => {
            json!({ "case_id": id, "base": null, "form": formulation(), "amendment": null, "keep_beside": false })
        }
        "settle_formulation" => {
            json!({ "case_id": id, "parents": [hash, hash], "form": formulation(), "reason": "" })
        }
        "withdraw_formulation"
        | "withdraw_letter"
        | "withdraw_sending"
        | "withdraw_assessment"
        | "withdraw_severity"
        | "withdraw_risk_note"
        | "withdraw_safety_plan"
        | "withdraw_measure"
        | "withdraw_session"
        | "withdraw_goal"
        | "withdraw_pathway_review" => {
            json!({ "case_id": id, "record_id": id, "reason": "" })
        }
        "compare_formulations" => json!({ "case_id": id, "before": hash, "after": hash }),
        "save_draft" => {
            json!({ "kind": "patient", "patient_id": null, "case_id": null, "base": null, "state": {} })
        }
        "discard_draft" => json!({ "draft_id": id }),
        "compose_letter" => json!({ "case_id": id, "kind": "gp", "afresh": false }),
        "preview_letter" | "sign_letter" => json!({ "case_id": id, "content": letter() }),
        "letter_pdf" | "save_letter_pdf" | "open_saved_pdf" | "letter_text" | "print_letter" => {
            json!({ "letter_id": id })
        }
        other => panic!("no request is known for {other}: add one"),
    }
}

fn listed() -> Vec<&'static str> {
    include_str!("../commands.list")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once('(').map(|(name, _)| name))
        .collect()
}

#[test]
fn every_command_that_needs_a_session_answers_locked_without_one() {
    let page = Page::new();
    // Without a session these say something of their own.
    let open = [
        "register_state",
        "check_passphrase",
        "set_up_register",
        "unlock",
        "reset_passphrase",
        "accept_invitation",
        "lock",
        "preferences",
        "work_progress",
        "stop_work",
        "restorable",
        "restore_backup",
    ];
    let names = listed();
    assert!(names.len() >= 40, "the list has shrunk to {}", names.len());
    for name in names {
        let answer = page.call(name, request(name));
        let locked = matches!(&answer, Err(error) if error["code"] == "locked");
        assert_eq!(locked, !open.contains(&name), "{name} answered {answer:?}");
    }
}

#[test]
fn what_is_not_in_the_list_is_no_command() {
    let page = Page::new();
    for name in [
        "wipe",
        "plugin:app|version",
        "plugin:event|listen",
        "plugin:window|set_title",
    ] {
        let refusal = page.refusal(name, Value::Null);
        assert!(
            refusal.contains("not allowed") || refusal.contains("not found"),
            "{name}: {refusal}"
        );
    }
}

#[test]
fn without_a_register_the_page_is_told_so_and_an_unreadable_request_is_refused() {
    let page = Page::new();
    assert_eq!(page.ask("register_state", Value::Null)["state"], "none");
    assert_eq!(page.ask("lock", Value::Null)["state"], "none");
    assert_eq!(
        page.refusal("set_up_register", request("set_up_register")),
        "invalid"
    );
    assert!(
        page.refusal("open_case", json!({ "case_id": 7 }))
            .contains("invalid args")
    );
}

#[test]
fn a_case_goes_from_the_first_account_to_the_signed_letter() {
    let page = Page::new();
    let made = page.set_up();
    page.ask(
        "confirm_recovery_key",
        json!({ "recovery_key": made["recovery_key"] }),
    );
    assert_eq!(page.ask("register_state", Value::Null)["state"], "unlocked");
    assert_eq!(
        page.refusal("set_up_register", request("set_up_register")),
        "refused"
    );

    let patient = page.ask(
        "register_patient",
        json!({ "form": patient(), "not_duplicates": [] }),
    );
    let case = page.ask(
        "add_case",
        json!({ "patient_id": patient["id"], "form": case() }),
    );
    let case_id = &case["id"];
    let draft = page.ask(
        "save_draft",
        json!({ "kind": "formulation:five-ps", "patient_id": null, "case_id": case_id, "base": null,
                "state": formulation() }),
    );
    assert_eq!(page.ask("drafts", Value::Null)[0]["id"], draft["id"]);
    let signed = page.ask(
        "sign_formulation",
        json!({ "case_id": case_id, "base": null, "form": formulation(), "amendment": null, "keep_beside": false }),
    );
    assert_eq!(signed["versions"][0]["version"], 1);

    let composed = page.ask(
        "compose_letter",
        json!({ "case_id": case_id, "kind": "gp", "afresh": false }),
    );
    let content = &composed["content"];
    let preview = page.bytes(
        "preview_letter",
        json!({ "case_id": case_id, "content": content }),
    );
    assert!(preview.starts_with(b"%PDF-"));
    let letter = page.ask(
        "sign_letter",
        json!({ "case_id": case_id, "content": content }),
    );
    let pdf = page.bytes("letter_pdf", json!({ "letter_id": letter["id"] }));
    assert!(pdf.starts_with(b"%PDF-") && pdf != preview);
    assert_eq!(casebook_core::letters::api::sha256(&pdf), letter["sha256"]);
    assert_eq!(
        page.refusal("open_saved_pdf", json!({ "letter_id": letter["id"] })),
        "not-found"
    );

    assert_eq!(page.ask("lock", Value::Null)["state"], "locked");
    assert_eq!(
        page.refusal("letter_pdf", json!({ "letter_id": letter["id"] })),
        "locked"
    );
    let user_id = &made["session"]["user"]["id"];
    assert_eq!(
        page.refusal(
            "unlock",
            json!({ "user_id": user_id, "passphrase": "wrong" })
        ),
        "wrong-passphrase"
    );
    page.ask(
        "unlock",
        json!({ "user_id": user_id, "passphrase": PASSPHRASE }),
    );
    assert_eq!(
        page.ask("verify_register", request("verify_register"))["faults"],
        json!([])
    );
}

#[test]
fn a_second_window_on_an_open_register_is_told_that_it_is_in_use() {
    let page = Page::new();
    let made = page.set_up();
    let (app, window, shell) = opened(page.folder.path());
    let second = Page {
        _app: app,
        window,
        shell,
        folder: tempfile::tempdir().unwrap(),
    };
    let unlock = json!({ "user_id": made["session"]["user"]["id"], "passphrase": PASSPHRASE });
    let refused = second.call("unlock", unlock.clone()).unwrap_err();
    assert_eq!(refused["code"], "in-use");
    let said = refused["message"].as_str().unwrap();
    assert!(
        said.contains("Dr A. Okafor has had it open on this computer"),
        "{said}"
    );
    page.ask("lock", Value::Null);
    second.ask("unlock", unlock);
}

#[test]
fn commands_keep_the_register_awake_and_looking_at_its_state_does_not() {
    let page = Page::new();
    page.set_up();
    let shell = page.window.state::<Arc<Shell>>();
    std::thread::sleep(Duration::from_millis(300));
    assert!(shell.is_idle(Duration::from_millis(250)));
    page.ask("register_state", Value::Null);
    assert!(shell.is_idle(Duration::from_millis(250)));
    page.ask("keep_awake", Value::Null);
    assert!(!shell.is_idle(Duration::from_millis(250)));
    crate::idle::put_away(page.window.app_handle(), &page.shell);
    assert!(
        !shell.is_idle(Duration::ZERO),
        "a locked register is never idle"
    );
    assert_eq!(page.refusal("keep_awake", Value::Null), "locked");
}

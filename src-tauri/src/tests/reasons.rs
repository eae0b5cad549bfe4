//! A case of a colleague's, met by every command of the window: without a reason none of them shows or writes anything of it.

use super::{Page, case, formulation, letter, listed, patient, request};
use serde_json::{Value, json};

const OTHERS: &str = "harbour violet anvil spoon";

/// These take a case or a patient and need no reason, and why.
const WITHOUT: &[(&str, &str)] = &[
    ("open_case_with_reason", "this gives it"),
    ("case_row", "the line that the caseload has"),
    ("patient", "who the patient is and which cases there are"),
    ("change_patient", "who the patient is"),
    ("check_patient", "who the patient is"),
    ("add_case", "a referral of one's own"),
    ("save_draft", "one's own words are never refused"),
    (
        "open_saved_pdf",
        "a file that this session has saved, if any",
    ),
    ("audit", "ids alone, for those who keep accounts"),
    ("save_audit", "ids alone, for those who keep accounts"),
];

/// A register with a case of its first account's, at which a second consultant works: the ids of that case.
fn at_a_colleagues_case() -> (Page, Value) {
    let page = Page::new();
    page.set_up();
    let added = page.ask(
        "add_user",
        json!({ "name": "Dr B. Mensah", "role": "consultant", "post": "", "registration": "", "passphrase": OTHERS }),
    );
    let patient = page.ask(
        "register_patient",
        json!({ "form": patient(), "not_duplicates": [] }),
    );
    let case = page.ask(
        "add_case",
        json!({ "patient_id": patient["id"], "form": case() }),
    );
    page.ask(
        "sign_formulation",
        json!({ "case_id": case["id"], "base": null, "form": formulation(), "amendment": null, "keep_beside": false }),
    );
    let composed = page.ask(
        "compose_letter",
        json!({ "case_id": case["id"], "kind": "gp", "afresh": false }),
    );
    let letter = page.ask(
        "sign_letter",
        json!({ "case_id": case["id"], "content": composed["content"] }),
    );
    page.ask("lock", Value::Null);
    page.ask(
        "unlock",
        json!({ "user_id": added["id"], "passphrase": OTHERS }),
    );
    let ids =
        json!({ "case_id": case["id"], "patient_id": patient["id"], "letter_id": letter["id"] });
    (page, ids)
}

/// The request of a command, made to be about this case; absent where it is about none.
fn about(name: &str, ids: &Value) -> Option<Value> {
    let mut asked = request(name);
    let fields = asked.as_object_mut()?;
    let mut meant = false;
    for id in ["case_id", "patient_id", "letter_id"] {
        if fields.contains_key(id) {
            fields.insert(id.to_owned(), ids[id].clone());
            meant = true;
        }
    }
    if name == "sign_letter" || name == "preview_letter" {
        fields.insert("content".to_owned(), letter());
    }
    meant.then_some(asked)
}

#[test]
fn every_command_that_is_about_a_colleagues_case_asks_for_a_reason() {
    let (page, ids) = at_a_colleagues_case();
    let mut asked = 0;
    for name in listed() {
        let Some(request) = about(name, &ids) else {
            continue;
        };
        if WITHOUT.iter().any(|(without, _)| *without == name) {
            continue;
        }
        asked += 1;
        // Where to save is asked after this.
        assert_eq!(page.refusal(name, request), "reason-needed", "{name}");
    }
    assert!(asked >= 55, "only {asked} commands were about the case");
}

#[test]
fn a_reason_opens_the_case_until_the_register_is_locked() {
    let (page, ids) = at_a_colleagues_case();
    let open = json!({ "case_id": ids["case_id"] });
    let mut with = open.clone();
    with["reason"] = json!({ "why": "other", "words": "" });
    assert_eq!(
        page.refusal("open_case_with_reason", with.clone()),
        "invalid"
    );
    assert_eq!(page.refusal("open_case", open.clone()), "reason-needed");
    with["reason"] = json!({ "why": "on-duty", "words": "" });
    page.ask("open_case_with_reason", with);
    for name in ["open_case", "measures", "letters"] {
        page.ask(name, open.clone());
    }
    let user = page.ask("register_state", Value::Null)["session"]["user"]["id"].clone();
    page.ask("lock", Value::Null);
    page.ask("unlock", json!({ "user_id": user, "passphrase": OTHERS }));
    assert_eq!(page.refusal("open_case", open), "reason-needed");
}

//! Who may do what: every command is called without a session, with the device in a patient's hands, covered, and in
//! every role, and what they answer is the table in `docs/permissions.md`.

use super::patient_mode::handed_over;
use super::{Page, listed, request};
use casebook_core::users::Role;
use serde_json::{Value, json};
use std::fmt::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;

/// These end or replace the session that is asked about; each is called once on a page of its own.
const ENDS_THE_SESSION: [&str; 4] = ["lock", "unlock", "set_up_register", "cover"];

/// These ask where to save before anything else, of whoever may.
const ASKS_WHERE: [&str; 2] = ["save_audit", "save_recovery_sheet"];

const HEAD: &str = "# Who may do what

Written by a test that calls every command of the window: without a session, with the device in a patient’s hands, covered,
and in every role (`CASEBOOK_WRITE_PERMISSIONS=1 cargo test -p casebook permissions`). Do not edit.

**yes**: the command does its work, or says what is wrong with what was asked. An empty cell: refused, whatever was asked. A
yes is no promise for every record: what a command does with a particular one (a colleague’s draft, another’s submission, a
log of somebody else’s supervision) has rules of its own, which its page names. `casebookctl` asks the same core, with the same
roles.

";

/// Is the command refused whatever was asked? Anything else that it answers is its work.
fn refused(page: &Page, name: &str) -> bool {
    if ASKS_WHERE.contains(&name) {
        // There is no dialog here: whoever gets as far as that never hears back.
        let asked = catch_unwind(AssertUnwindSafe(|| page.call(name, request(name))));
        return asked.is_ok_and(|answer| answer.is_err_and(|error| error["code"] != "invalid"));
    }
    match page.call(name, request(name)) {
        Ok(_) => false,
        Err(error) => {
            let code = error["code"]
                .as_str()
                .unwrap_or_else(|| panic!("{name} answered {error}"));
            // What a patient answers has nowhere to go while staff have the device, and nobody goes on who never stopped.
            matches!(code, "locked" | "patient-mode" | "covered" | "not-allowed")
                || error["rule"] == "no-sitting"
                || error["rule"] == "not-covered"
        }
    }
}

/// A page at which somebody of `role` works.
fn in_role(role: Role) -> Page {
    let page = Page::new();
    page.set_up();
    if role != Role::Consultant {
        let added = page.ask(
            "add_user",
            json!({ "name": "B. Mensah", "role": role.word(), "post": "", "registration": "",
                    "passphrase": "harbour violet anvil spoon" }),
        );
        page.ask("lock", Value::Null);
        page.ask(
            "unlock",
            json!({ "user_id": added["id"], "passphrase": "harbour violet anvil spoon" }),
        );
    }
    page
}

/// What every command answers on one page, in the order of the list.
fn column(make: impl Fn() -> Page) -> Vec<bool> {
    let page = make();
    listed()
        .into_iter()
        .map(|name| {
            if ENDS_THE_SESSION.contains(&name) {
                !refused(&make(), name)
            } else {
                !refused(&page, name)
            }
        })
        .collect()
}

fn table() -> String {
    let mut columns = vec![
        ("locked".to_owned(), column(locked)),
        ("patient’s hands".to_owned(), column(with_patient)),
        ("covered".to_owned(), column(covered)),
    ];
    for role in Role::ALL {
        let title = role.word().replace('-', " ");
        columns.push((title, column(|| in_role(role))));
    }
    let mut out = String::from(HEAD);
    let titles: Vec<&str> = columns.iter().map(|(t, _)| t.as_str()).collect();
    writeln!(out, "| command | {} |", titles.join(" | ")).unwrap();
    writeln!(out, "| --- |{}", " --- |".repeat(columns.len())).unwrap();
    for (place, name) in listed().into_iter().enumerate() {
        let cells: Vec<&str> = columns
            .iter()
            .map(|(_, answers)| if answers[place] { "yes" } else { "" })
            .collect();
        writeln!(out, "| `{name}` | {} |", cells.join(" | ")).unwrap();
    }
    out
}

fn locked() -> Page {
    let page = Page::new();
    page.set_up();
    page.ask("lock", Value::Null);
    page
}

fn with_patient() -> Page {
    let page = Page::new();
    handed_over(&page, "");
    page
}

fn covered() -> Page {
    let page = Page::new();
    page.set_up();
    page.ask("cover", Value::Null);
    page
}

#[test]
fn the_table_of_permissions_is_what_the_commands_answer() {
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../docs/permissions.md");
    let now = table();
    if std::env::var_os("CASEBOOK_WRITE_PERMISSIONS").is_some() {
        std::fs::write(&file, &now).unwrap();
    }
    let kept = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(
        kept == now,
        "docs/permissions.md is out of date: run with CASEBOOK_WRITE_PERMISSIONS=1, and look at what has changed"
    );
}

#[test]
fn a_service_lead_and_a_guardian_open_no_patients_record() {
    for role in [Role::ServiceLead, Role::Guardian] {
        let page = in_role(role);
        for name in [
            "caseload",
            "find_patients",
            "open_case",
            "search",
            "today",
            "measures",
            "letters",
        ] {
            assert_eq!(
                page.refusal(name, request(name)),
                "not-allowed",
                "{name} as {}",
                role.word()
            );
        }
    }
}

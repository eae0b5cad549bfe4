//! A register is open in one program at a time: whoever comes second is told who has it, and a kill leaves nothing shut.

use super::desk::{Desk, PASSPHRASE};
use casebook_core::clock::SystemClock;
use casebook_core::error::ErrorCode;
use casebook_core::ids::UserId;
use casebook_core::sensitive::Secret;
use casebook_core::store::Layout;
use casebook_core::users::UnlockRequest;
use casebook_core::users::api::unlock;
use casebook_core::{Error, Register, Result, Session};
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;

const CHILD: &str = "CASEBOOK_HOLDS_OPEN";

fn enter(layout: &Layout, user: UserId, take_over: bool) -> Result<(Arc<Register>, Session)> {
    let request = UnlockRequest {
        user_id: user,
        passphrase: Secret::new(PASSPHRASE),
        take_over,
    };
    unlock(layout, &request, Arc::new(SystemClock))
}

/// Not a test of its own: the process that has the register open, until it is killed.
#[test]
fn the_process_that_holds_the_register_open() {
    let Ok(what) = std::env::var(CHILD) else {
        return;
    };
    let (folder, user) = what.split_once('|').unwrap();
    let _open = enter(
        &Layout::new(folder),
        UserId::parse(user, "user").unwrap(),
        false,
    )
    .unwrap();
    println!("\nopen");
    std::thread::sleep(std::time::Duration::from_secs(120));
}

fn held_open(layout: &Layout, user: UserId) -> Child {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args([
            "the_process_that_holds_the_register_open",
            "--nocapture",
            "--test-threads=1",
        ])
        .env(CHILD, format!("{}|{user}", layout.folder().display()))
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    assert!(lines.map_while(|l| l.ok()).any(|line| line == "open"));
    child
}

fn refusal(answer: Result<(Arc<Register>, Session)>) -> Error {
    match answer {
        Ok(_) => panic!("it let a second program in"),
        Err(error) => error,
    }
}

#[test]
fn a_second_program_is_told_who_has_the_register_open_and_a_kill_shuts_nobody_out() {
    let desk = Desk::new();
    desk.register.lock(&desk.session).unwrap();
    assert!(
        !desk.layout.holder().exists(),
        "locking left its description"
    );
    let user = desk.session.user;
    let mut child = held_open(&desk.layout, user);
    // Taking over is for what can't be seen; a lock that is seen stays.
    for take_over in [false, true] {
        let refused = refusal(enter(&desk.layout, user, take_over));
        let view = refused.view();
        assert_eq!((view.code, view.rule.as_str()), (ErrorCode::InUse, ""));
        for said in [
            "Dr A. Okafor has had it open on this computer since",
            &format!("process {}", child.id()),
            "Lock or close it there",
        ] {
            assert!(view.message.contains(said), "{said}: {}", view.message);
        }
    }
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(desk.layout.holder().exists(), "nobody could have tidied up");
    let (register, session) = enter(&desk.layout, user, false).unwrap();
    assert!(register.verify(|_| true).unwrap().faults.is_empty());
    register.lock(&session).unwrap();
    assert!(!desk.layout.holder().exists());
}

#[test]
fn while_a_passphrase_is_wrong_nothing_is_left_held() {
    let desk = Desk::new();
    desk.register.lock(&desk.session).unwrap();
    let wrong = Register::unlock(
        &desk.layout,
        desk.session.user,
        &Secret::new("not this one at all"),
        desk.clock.clone(),
    );
    assert!(matches!(wrong, Err(Error::WrongPassphrase)));
    assert!(!desk.layout.holder().exists());
}

#[test]
fn a_register_that_another_computer_had_open_opens_once_somebody_says_that_it_is_over() {
    let desk = Desk::new();
    let user = desk.session.user;
    // As a synchronised folder carries it over: what the other one wrote comes, its lock does not.
    let there = std::fs::read_to_string(desk.layout.holder()).unwrap();
    desk.register.lock(&desk.session).unwrap();
    let mut holder: serde_json::Value = serde_json::from_str(&there).unwrap();
    holder["computer"] = "ward-7".into();
    holder["mark"] = "0123456789abcdef".into();
    std::fs::write(desk.layout.holder(), holder.to_string()).unwrap();
    let view = refusal(enter(&desk.layout, user, false)).view();
    assert_eq!(
        (view.code, view.rule.as_str()),
        (ErrorCode::InUse, "elsewhere")
    );
    assert!(
        view.message
            .contains("Dr A. Okafor has had it open on the computer ward-7")
    );
    assert!(view.message.contains("two computers at once"));
    let (register, session) = enter(&desk.layout, user, true).unwrap();
    register.lock(&session).unwrap();
}

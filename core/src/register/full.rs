//! A full and an unwritable disk, tried on the writer's own connection.

use super::held;
use crate::clock::SystemClock;
use crate::error::{ErrorCode, Result};
use crate::record::{SaveDraftRequest, drafts};
use crate::sensitive::Secret;
use crate::store::Layout;
use crate::users::{NewUser, Role};
use crate::{Register, Session};
use std::sync::Arc;

fn opened(folder: &std::path::Path) -> (Arc<Register>, Session) {
    let first = NewUser {
        name: "Dr A. Okafor".into(),
        role: Role::Consultant,
        post: String::new(),
        registration: String::new(),
        passphrase: Secret::new("gravel teapot lighthouse moth"),
    };
    let layout = Layout::new(folder.join("register"));
    let (register, session, _) = Register::set_up(&layout, &first, Arc::new(SystemClock)).unwrap();
    (register, session)
}

fn save(register: &Register, session: &Session, words: usize) -> Result<()> {
    let request = SaveDraftRequest {
        kind: "patient".into(),
        patient_id: None,
        case_id: None,
        base: None,
        state: serde_json::json!({ "text": "word ".repeat(words) }),
    };
    crate::cases::api::save_draft(register, session, &request).map(drop)
}

fn pragma(register: &Register, name: &str, value: i64) {
    let mut writer = held(&register.writer);
    let connection = &writer.as_mut().unwrap().connection;
    connection
        .pragma_update(None, name, value)
        .unwrap_or_default();
}

#[test]
fn a_full_disk_is_named_and_what_was_kept_before_is_whole_when_there_is_room_again() {
    let folder = tempfile::tempdir().unwrap();
    let (register, session) = opened(folder.path());
    save(&register, &session, 10).unwrap();
    // No smaller than it is: from now on it can't grow.
    pragma(&register, "max_page_count", 1);
    let refused = save(&register, &session, 100_000).unwrap_err();
    assert_eq!(refused.code(), ErrorCode::DiskFull, "{refused}");
    let said = refused.to_string();
    assert!(
        said.contains("still on this screen") && said.contains("Make room"),
        "{said}"
    );
    assert_eq!(
        register.read(|c| drafts::count(c, session.user)).unwrap(),
        1
    );
    pragma(&register, "max_page_count", 1_000_000);
    save(&register, &session, 100_000).unwrap();
    assert!(register.verify(|_| true).unwrap().faults.is_empty());
    register.lock(&session).unwrap();
}

#[test]
fn a_register_that_cannot_be_written_to_is_named_and_goes_on_being_read() {
    let folder = tempfile::tempdir().unwrap();
    let (register, session) = opened(folder.path());
    save(&register, &session, 10).unwrap();
    pragma(&register, "query_only", 1);
    let refused = save(&register, &session, 20).unwrap_err();
    assert_eq!(refused.code(), ErrorCode::ReadOnly, "{refused}");
    assert_eq!(
        register.read(|c| drafts::count(c, session.user)).unwrap(),
        1
    );
    pragma(&register, "query_only", 0);
    save(&register, &session, 20).unwrap();
    register.lock(&session).unwrap();
}

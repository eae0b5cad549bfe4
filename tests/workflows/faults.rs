//! The disk fails under an open register: what is said, and that nothing is half written or lost.

use super::desk::Desk;
use casebook_core::Error;
use casebook_core::cases::api::save_draft;
use casebook_core::error::ErrorCode;
use casebook_core::record::SaveDraftRequest;

fn draft(desk: &Desk, words: &str) -> Result<(), Error> {
    let request = SaveDraftRequest {
        kind: "patient".into(),
        patient_id: None,
        case_id: None,
        base: None,
        state: serde_json::json!({ "text": words }),
    };
    save_draft(&desk.register, &desk.session, &request).map(drop)
}

#[test]
fn a_register_that_was_moved_away_under_an_open_window_takes_nothing_more_until_it_is_back() {
    let mut desk = Desk::new();
    draft(&desk, "before").unwrap();
    let (there, away) = (
        desk.layout.database(),
        desk.layout.folder().join("elsewhere"),
    );
    for replaced in [false, true] {
        std::fs::rename(&there, &away).unwrap();
        if replaced {
            std::fs::copy(&away, &there).unwrap();
        }
        let refused = draft(&desk, "lost without a word").unwrap_err();
        assert_eq!(refused.code(), ErrorCode::Moved, "{refused}");
        assert!(refused.to_string().contains("still on this screen"));
        let _ = std::fs::remove_file(&there);
        std::fs::rename(&away, &there).unwrap();
        draft(&desk, "after").unwrap();
    }
    desk.unlock_again();
    assert!(desk.register.verify(|_| true).unwrap().faults.is_empty());
}

#[test]
fn a_register_that_is_gone_locks_all_the_same() {
    let desk = Desk::new();
    std::fs::rename(
        desk.layout.database(),
        desk.layout.folder().join("elsewhere"),
    )
    .unwrap();
    let signed = desk.register.lock(&desk.session);
    assert!(matches!(signed, Err(Error::Moved)));
    assert!(matches!(draft(&desk, "after"), Err(Error::Locked)));
    assert!(!desk.layout.holder().exists());
}

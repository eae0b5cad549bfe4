//! The guardian asks who has looked at a case, and what a colleague did in a month.

use super::countersigning::{desk, sit_down};
use super::desk::{Desk, new_user};
use casebook_core::Error;
use casebook_core::audit::api::audit;
use casebook_core::audit::{AuditRequest, AuditView};
use casebook_core::cases::api::{CaseRequest, open_case};
use casebook_core::patients::api::{PatientRequest, patient};
use casebook_core::users::api::{add_user, close_user};
use casebook_core::users::{AccountRequest, Role};

fn all() -> AuditRequest {
    AuditRequest {
        limit: 1_000,
        ..AuditRequest::default()
    }
}

fn asked(desk: &Desk, request: &AuditRequest) -> AuditView {
    audit(&desk.register, &desk.session, request).unwrap()
}

fn lines(view: &AuditView) -> Vec<String> {
    view.rows
        .iter()
        .map(|r| format!("{}, {}", r.what, r.who))
        .collect()
}

#[test]
fn the_guardian_sees_who_opened_and_changed_a_case_and_is_seen_looking() {
    let (mut desk, trainee, case) = desk();
    let guardian = add_user(
        &desk.register,
        &desk.session,
        &new_user("Ms G. Keeper", Role::Guardian),
    )
    .unwrap()
    .id;
    let other = desk.case(desk.patient("Ewa", "Zielińska", "999 000 0026"));
    desk.sign(case, None, "Signed by the consultant");
    sit_down(&mut desk, trainee);
    let opened = open_case(
        &desk.register,
        &desk.session,
        &CaseRequest { case_id: case },
    )
    .unwrap();
    let request = PatientRequest {
        patient_id: opened.banner.patient_id,
    };
    patient(&desk.register, &desk.session, &request).unwrap();
    assert!(matches!(
        audit(&desk.register, &desk.session, &all()),
        Err(Error::NotAllowed { .. })
    ));
    sit_down(&mut desk, guardian);
    let of_case = AuditRequest {
        case_id: Some(case),
        ..all()
    };
    let seen = asked(&desk, &of_case);
    assert_eq!(
        lines(&seen),
        [
            "Patient opened, Dr T. Adeyemi",
            "Case opened, Dr T. Adeyemi",
            "Formulation signed, Dr A. Okafor",
            "Formulation recorded, Dr A. Okafor",
            "Case recorded, Dr A. Okafor",
            "Patient’s details recorded, Dr A. Okafor",
        ]
    );
    let shown = serde_json::to_string(&seen).unwrap();
    for private in ["Nowak", "Halina", "Chest", "Signed by", "999 000"] {
        assert!(!shown.contains(private), "{private}: {shown}");
    }
    let again = asked(&desk, &of_case);
    assert_eq!(lines(&again)[0], "Audit looked at, Ms G. Keeper");
    assert_eq!(again.rows.len(), seen.rows.len() + 1);

    let by_trainee = AuditRequest {
        user_id: Some(trainee),
        ..all()
    };
    let theirs = asked(&desk, &by_trainee);
    assert_eq!(
        lines(&theirs),
        [
            "Patient opened, Dr T. Adeyemi",
            "Case opened, Dr T. Adeyemi",
            "Unlocked, Dr T. Adeyemi"
        ]
    );
    let both = AuditRequest {
        user_id: Some(trainee),
        case_id: Some(other),
        ..all()
    };
    assert!(asked(&desk, &both).rows.is_empty());
    let whole = asked(&desk, &all());
    assert!(lines(&whole).contains(&"Keys of an account made, Dr A. Okafor".to_owned()));
    assert!(
        whole
            .rows
            .iter()
            .any(|r| r.what == "Audit looked at" && r.detail == format!("account {trainee}"))
    );
    let kept = AccountRequest { user_id: trainee };
    close_user(&desk.register, &desk.session, &kept).unwrap();
    let last = asked(&desk, &AuditRequest { limit: 3, ..all() });
    assert!(last.rows.iter().any(|r| r.what == "Account closed"
        && r.detail == "Dr T. Adeyemi"
        && r.who == "Ms G. Keeper"));
    assert_eq!(asked(&desk, &by_trainee).rows.len(), 3, "a closed one too");
    assert!(desk.register.verify(|_| true).unwrap().faults.is_empty());
}

#[test]
fn the_audit_is_read_in_parts_that_join_without_gap_or_double() {
    let (desk, _, case) = desk();
    let mut base = None;
    for n in 0..6 {
        let view = desk.sign(case, base, &format!("Version {n}"));
        base = view.versions.first().map(|v| v.revision);
    }
    // All of it bears one instant: only the entry's number tells the order.
    for request in [
        all(),
        AuditRequest {
            case_id: Some(case),
            ..all()
        },
        AuditRequest {
            user_id: Some(desk.session.user),
            ..all()
        },
    ] {
        let whole: Vec<u32> = asked(&desk, &request)
            .rows
            .iter()
            .map(|r| r.entry)
            .collect();
        let mut parts = Vec::new();
        let mut before = Some(whole[0] + 1);
        while before.is_some() {
            let part = asked(
                &desk,
                &AuditRequest {
                    limit: 4,
                    before,
                    ..request.clone()
                },
            );
            assert!(part.rows.len() <= 4);
            parts.extend(part.rows.iter().map(|r| r.entry));
            before = part.more.then(|| part.rows.last().unwrap().entry);
        }
        assert_eq!(parts, whole);
        assert!(whole.windows(2).all(|w| w[0] > w[1]));
    }
    for (limit, before, code) in [(0, None, "limit"), (1_001, None, "limit")] {
        let outcome = audit(
            &desk.register,
            &desk.session,
            &AuditRequest {
                limit,
                before,
                ..AuditRequest::default()
            },
        );
        assert!(matches!(&outcome, Err(Error::Invalid(f)) if f[0].field == code));
    }
    let nowhere = AuditRequest {
        before: Some(u32::MAX),
        ..all()
    };
    assert!(matches!(
        audit(&desk.register, &desk.session, &nowhere),
        Err(Error::NotFound { .. })
    ));
}

#[test]
fn days_are_asked_for_as_they_are_where_the_computer_stands() {
    let desk = Desk::new();
    let case = desk.case(desk.patient("Halina", "Nowak", "999 000 0018"));
    let open = || {
        let request = CaseRequest { case_id: case };
        open_case(&desk.register, &desk.session, &request).unwrap();
    };
    open();
    desk.clock.set("2026-11-22T12:00:00Z".parse().unwrap());
    open();
    let opened = |from: &str, to: &str| {
        let request = AuditRequest {
            from: from.into(),
            to: to.into(),
            case_id: Some(case),
            ..all()
        };
        lines(&asked(&desk, &request))
            .iter()
            .filter(|l| l.starts_with("Case opened"))
            .count()
    };
    assert_eq!(opened("", ""), 2);
    assert_eq!(opened("20-Nov-2026", "20-Nov-2026"), 1);
    assert_eq!(opened("21-Nov-2026", "21-Nov-2026"), 0);
    assert_eq!(opened("21-Nov-2026", ""), 1);
    assert_eq!(opened("", "22-Nov-2026"), 2);
    for (from, to, field) in [
        ("yesterday", "", "from"),
        ("", "31-Feb-2026", "to"),
        ("20-Nov-2026", "19-Nov-2026", "to"),
    ] {
        let request = AuditRequest {
            from: from.into(),
            to: to.into(),
            ..all()
        };
        let outcome = audit(&desk.register, &desk.session, &request);
        assert!(
            matches!(&outcome, Err(Error::Invalid(f)) if f[0].field == field),
            "{outcome:?}"
        );
    }
}

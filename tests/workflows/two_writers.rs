//! Two people change the same thing: nobody's words are lost, and a person settles it.

use super::desk::{Desk, PASSPHRASE, cover, five_ps, new_user, signing};
use casebook_core::cases::api::{CaseRequest, ChangeCaseRequest, change_case, open_case};
use casebook_core::formulations::api::{
    CompareFormulationsRequest, SettleFormulationRequest, compare_formulations, settle_formulation,
    sign_formulation, withdraw_formulation,
};
use casebook_core::sensitive::Secret;
use casebook_core::signed::WithdrawRequest;
use casebook_core::users::{Role, UnlockRequest};
use casebook_core::{Error, users};

#[test]
fn the_second_writer_is_told_and_may_keep_both_until_somebody_settles_it() {
    let mut desk = Desk::new();
    let case = desk.case(desk.patient("Halina", "Nowak", "999 000 0018"));
    let first = desk.sign(case, None, "One").versions[0].revision;
    let colleague = users::api::add_user(
        &desk.register,
        &desk.session,
        &new_user("Dr R. Patel", Role::Trainee),
    )
    .unwrap();

    // The colleague signs a second version while the consultant still looks at the first.
    desk.register.lock(&desk.session).unwrap();
    let request = UnlockRequest {
        user_id: colleague.id,
        passphrase: Secret::new(PASSPHRASE),
        take_over: false,
    };
    let (register, session) =
        users::api::unlock(&desk.layout, &request, desk.clock.clone()).unwrap();
    cover(&register, &session, case);
    let theirs = sign_formulation(
        &register,
        &session,
        &signing(case, Some(first), "Two, by the trainee"),
    )
    .unwrap();
    register.lock(&session).unwrap();
    let request = UnlockRequest {
        user_id: desk.session.user,
        passphrase: Secret::new(PASSPHRASE),
        take_over: false,
    };
    let (register, session) =
        users::api::unlock(&desk.layout, &request, desk.clock.clone()).unwrap();
    (desk.register, desk.session) = (register, session);

    let mine = signing(case, Some(first), "Two, by the consultant");
    let refused = sign_formulation(&desk.register, &desk.session, &mine).unwrap_err();
    let Error::Conflict { current, .. } = refused else {
        panic!("{refused:?}")
    };
    assert_eq!(current, theirs.versions[0].revision.to_string());

    let mut beside = mine;
    beside.keep_beside = true;
    let forked = sign_formulation(&desk.register, &desk.session, &beside).unwrap();
    assert!(forked.forked);
    assert_eq!(forked.versions.len(), 3);
    let heads = [forked.versions[0].revision, forked.versions[1].revision];
    let comparison = compare_formulations(
        &desk.register,
        &desk.session,
        &CompareFormulationsRequest {
            case_id: case,
            before: heads[1],
            after: heads[0],
        },
    )
    .unwrap();
    assert_eq!(comparison.changed, 1);

    // While it is forked nobody adds a fourth to one side by accident.
    let more = sign_formulation(
        &desk.register,
        &desk.session,
        &signing(case, Some(heads[0]), "Three"),
    );
    assert!(matches!(more, Err(Error::Conflict { .. })));

    let settled = settle_formulation(
        &desk.register,
        &desk.session,
        &SettleFormulationRequest {
            case_id: case,
            parents: heads,
            form: five_ps("Both hold"),
            reason: "Talked it through".into(),
        },
    )
    .unwrap();
    assert!(!settled.forked);
    assert_eq!(settled.versions.len(), 4);
    assert_eq!(
        settled.versions[0].provenance.reason,
        "Settled: Talked it through"
    );
    let texts: Vec<&str> = settled
        .versions
        .iter()
        .map(|v| v.form.cells["presenting.body"].as_str())
        .collect();
    assert_eq!(
        texts,
        [
            "Both hold",
            "Two, by the consultant",
            "Two, by the trainee",
            "One"
        ]
    );
    assert!(desk.register.verify(|_| true).unwrap().faults.is_empty());
}

#[test]
fn a_change_of_something_signed_needs_a_reason_and_a_base() {
    let desk = Desk::new();
    let case = desk.case(desk.patient("Halina", "Nowak", ""));
    let first = desk.sign(case, None, "One").versions[0].revision;
    let mut request = signing(case, Some(first), "Two");
    request.amendment = None;
    let refused = sign_formulation(&desk.register, &desk.session, &request);
    assert!(matches!(&refused, Err(Error::Invalid(f)) if f[0].field == "amendment.reason"));
    let refused = sign_formulation(&desk.register, &desk.session, &signing(case, None, "Two"));
    assert!(matches!(refused, Err(Error::Conflict { .. })));
    let changed = desk.sign(case, Some(first), "Two");
    assert_eq!(
        changed.versions[0].provenance.reason,
        "New version: Heard more"
    );
    assert_eq!(changed.versions[0].version, 2);
}

#[test]
fn what_was_entered_in_error_is_withdrawn_with_its_reason_and_stays_readable() {
    let desk = Desk::new();
    let case = desk.case(desk.patient("Halina", "Nowak", ""));
    let view = desk.sign(case, None, "Wrong patient's words");
    let request = WithdrawRequest {
        case_id: case,
        record_id: view.record_id.unwrap(),
        reason: "Wrong patient".into(),
    };
    let other = desk.case(desk.patient("Ana", "Silva", ""));
    let elsewhere = WithdrawRequest {
        case_id: other,
        ..request.clone()
    };
    assert!(matches!(
        withdraw_formulation(&desk.register, &desk.session, &elsewhere),
        Err(Error::NotFound { .. })
    ));
    let empty = WithdrawRequest {
        reason: " ".into(),
        ..request.clone()
    };
    assert!(matches!(
        withdraw_formulation(&desk.register, &desk.session, &empty),
        Err(Error::Invalid(_))
    ));

    let withdrawn = withdraw_formulation(&desk.register, &desk.session, &request).unwrap();
    assert!(withdrawn.withdrawn.ends_with(": Wrong patient"));
    assert_eq!(withdrawn.versions.len(), 1);
    let overview = open_case(
        &desk.register,
        &desk.session,
        &CaseRequest { case_id: case },
    )
    .unwrap();
    assert!(overview.formulation.is_none());
    let afresh = desk.sign(case, None, "The right words");
    assert_eq!((afresh.versions.len(), afresh.withdrawn.as_str()), (1, ""));
}

#[test]
fn a_case_changed_meanwhile_is_a_conflict_and_nothing_is_overwritten() {
    let desk = Desk::new();
    let case = desk.case(desk.patient("Halina", "Nowak", ""));
    let request = CaseRequest { case_id: case };
    let before = open_case(&desk.register, &desk.session, &request).unwrap();
    let mut form = before.form.clone();
    form.reason = "First".into();
    change_case(
        &desk.register,
        &desk.session,
        &ChangeCaseRequest {
            case_id: case,
            base: before.revision,
            form: form.clone(),
        },
    )
    .unwrap();
    form.reason = "Second".into();
    let late = change_case(
        &desk.register,
        &desk.session,
        &ChangeCaseRequest {
            case_id: case,
            base: before.revision,
            form,
        },
    );
    assert!(matches!(late, Err(Error::Conflict { .. })));
    assert_eq!(
        open_case(&desk.register, &desk.session, &request)
            .unwrap()
            .form
            .reason,
        "First"
    );
}

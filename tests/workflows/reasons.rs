//! A colleague's case opens with a reason; one's own opens at once. Those who answer for the record see who had none.

use super::desk::{Desk, PASSPHRASE, case_form, new_user, noon};
use super::forms::sheet;
use super::supervision::Team;
use casebook_core::audit::api::audit;
use casebook_core::audit::{AuditKind, AuditRequest, AuditRow};
use casebook_core::cases::api::{
    CaseRequest, ChangeCaseRequest, change_case, open_case, save_draft,
};
use casebook_core::cases::{CaseForm, CasePerson, CaseRole, CaseView};
use casebook_core::exchange::ExportRequest;
use casebook_core::exchange::api::export;
use casebook_core::ids::{CaseId, UserId};
use casebook_core::measures::RecordMeasureRequest;
use casebook_core::measures::api::record_measure;
use casebook_core::reasons::api::{give, open_case_with_reason, reason_rule, set_reason_rule};
use casebook_core::reasons::{OpenWithReasonRequest, Reason, SetReasonRuleRequest, Why};
use casebook_core::record::SaveDraftRequest;
use casebook_core::search::SearchRequest;
use casebook_core::search::api::search;
use casebook_core::sensitive::Secret;
use casebook_core::supervision::SupervisionLogForm;
use casebook_core::users::api::{add_user, close_user, set_deputy};
use casebook_core::users::{AccountRequest, Role, SetDeputyRequest};
use casebook_core::{Error, Register};
use chrono::TimeDelta;

fn add(desk: &Desk, name: &str, role: Role) -> UserId {
    add_user(&desk.register, &desk.session, &new_user(name, role))
        .unwrap()
        .id
}

fn sit_down(desk: &mut Desk, user: UserId) {
    desk.register.lock(&desk.session).unwrap();
    let (register, session) = Register::unlock(
        &desk.layout,
        user,
        &Secret::new(PASSPHRASE),
        desk.clock.clone(),
    )
    .unwrap();
    desk.register = register;
    desk.session = session;
}

fn open(desk: &Desk, case_id: CaseId) -> Result<CaseView, Error> {
    open_case(&desk.register, &desk.session, &CaseRequest { case_id })
}

fn asks(desk: &Desk, case_id: CaseId) -> bool {
    matches!(open(desk, case_id), Err(Error::ReasonNeeded))
}

fn say(why: Why, words: &str) -> Reason {
    Reason {
        why,
        words: words.into(),
    }
}

fn open_with(desk: &Desk, case_id: CaseId, reason: Reason) -> Result<CaseView, Error> {
    let request = OpenWithReasonRequest { case_id, reason };
    open_case_with_reason(&desk.register, &desk.session, &request)
}

fn outside(desk: &Desk) -> Vec<AuditRow> {
    let request = AuditRequest {
        kind: AuditKind::Outside,
        limit: 100,
        ..AuditRequest::default()
    };
    audit(&desk.register, &desk.session, &request).unwrap().rows
}

fn name_on(desk: &Desk, case_id: CaseId, role: CaseRole, user: UserId, name: &str) {
    let base = open(desk, case_id).unwrap();
    let form = CaseForm {
        people: vec![CasePerson {
            role,
            name: name.into(),
            user_id: Some(user),
        }],
        ..case_form()
    };
    let request = ChangeCaseRequest {
        case_id,
        base: base.revision,
        form,
    };
    change_case(&desk.register, &desk.session, &request).unwrap();
}

#[test]
fn a_colleagues_case_opens_with_a_reason_and_the_audit_and_the_case_say_who_and_why() {
    let mut desk = Desk::new();
    let okafor = desk.session.user;
    let case = desk.case(desk.patient("Halina", "Nowak", "999 000 0018"));
    name_on(
        &desk,
        case,
        CaseRole::ResponsibleConsultant,
        okafor,
        "Dr A. Okafor",
    );
    let nurse = add(&desk, "Sr B. Clarke", Role::Clinician);

    sit_down(&mut desk, nurse);
    assert!(asks(&desk, case));
    let error = open(&desk, case).unwrap_err().to_string();
    assert!(!error.contains("Nowak"), "{error}");
    let found = |desk: &Desk| {
        let request = SearchRequest {
            text: "angiograms".into(),
            newest_first: false,
        };
        search(&desk.register, &desk.session, &request)
            .unwrap()
            .notes
    };
    let hit = &found(&desk)[0];
    assert!(!hit.quoted && hit.snippet.is_empty(), "{hit:?}");
    let whole = ExportRequest::default();
    assert!(matches!(
        export(&desk.register, &desk.session, &whole, "/nowhere"),
        Err(Error::ReasonNeeded)
    ));
    assert!(matches!(
        open_with(&desk, case, say(Why::Other, " ")),
        Err(Error::Invalid(_))
    ));
    let seen = open_with(&desk, case, say(Why::Other, "Ward round")).unwrap();
    assert!(
        seen.opened_outside.is_empty(),
        "who looked in is for those who work on the case"
    );
    assert!(open(&desk, case).is_ok() && found(&desk)[0].quoted);
    // A second reason for what is open already is not kept.
    open_with(&desk, case, say(Why::OnDuty, "")).unwrap();

    sit_down(&mut desk, nurse);
    assert!(asks(&desk, case), "asked again after the lock");

    sit_down(&mut desk, okafor);
    let rows = outside(&desk);
    assert_eq!(rows.len(), 1);
    assert_eq!(
        (
            rows[0].who.as_str(),
            rows[0].what.as_str(),
            rows[0].detail.as_str(),
            rows[0].case_id
        ),
        (
            "Sr B. Clarke",
            "Opened outside own list",
            "Another reason: Ward round",
            Some(case)
        )
    );
    let told = open(&desk, case).unwrap().opened_outside;
    assert_eq!(told.len(), 1);
    assert_eq!(told[0].who, "Sr B. Clarke");
    assert_eq!(told[0].why, "Another reason: Ward round");
    assert!(desk.register.differing_projections().unwrap().is_empty());
}

#[test]
fn whoever_is_named_has_written_or_is_deputy_of_somebody_named_opens_without_a_reason() {
    let mut desk = Desk::new();
    let okafor = desk.session.user;
    let nurse = add(&desk, "Sr B. Clarke", Role::Clinician);
    let deputy = add(&desk, "Mr E. Price", Role::Clinician);
    let stranger = add(&desk, "Ms F. Young", Role::Trainee);
    let case = desk.case(desk.patient("Halina", "Nowak", "999 000 0018"));
    assert!(open(&desk, case).is_ok(), "whoever registered the case");
    name_on(&desk, case, CaseRole::KeyWorker, nurse, "Sr B. Clarke");
    let request = SetDeputyRequest {
        user_id: nurse,
        deputy_id: Some(deputy),
        hours: 24,
    };
    set_deputy(&desk.register, &desk.session, &request).unwrap();
    for (user, is_asked) in [
        (nurse, false),
        (deputy, false),
        (stranger, true),
        (okafor, false),
    ] {
        sit_down(&mut desk, user);
        assert_eq!(asks(&desk, case), is_asked, "{}", desk.session.name);
    }
}

#[test]
fn an_answer_about_safety_that_has_passed_to_somebody_opens_its_case_to_them() {
    let mut desk = Desk::new();
    let okafor = desk.session.user;
    let nurse = add(&desk, "Sr B. Clarke", Role::Clinician);
    let second = add(&desk, "Dr G. Hall", Role::Consultant);
    sit_down(&mut desk, nurse);
    let case_id = desk.case(desk.patient("Halina", "Nowak", "999 000 0018"));
    let request = RecordMeasureRequest {
        case_id,
        form: sheet("core-10", "20-Nov-2026", &[2, 2, 2, 2, 2, 1, 2, 2, 2, 2]),
    };
    record_measure(&desk.register, &desk.session, &request).unwrap();
    sit_down(&mut desk, second);
    assert!(asks(&desk, case_id));
    sit_down(&mut desk, okafor);
    close_user(
        &desk.register,
        &desk.session,
        &AccountRequest { user_id: nurse },
    )
    .unwrap();
    desk.clock.set(noon() + TimeDelta::hours(1));
    sit_down(&mut desk, second);
    assert!(!asks(&desk, case_id), "it waits for the consultants now");
}

#[test]
fn nobody_puts_a_case_onto_their_own_list_by_a_draft() {
    let mut desk = Desk::new();
    let nurse = add(&desk, "Sr B. Clarke", Role::Clinician);
    let case = desk.case(desk.patient("Halina", "Nowak", "999 000 0018"));
    sit_down(&mut desk, nurse);
    let draft = |kind: &str| {
        let request = SaveDraftRequest {
            kind: kind.into(),
            patient_id: None,
            case_id: Some(case),
            base: None,
            state: serde_json::json!({}),
        };
        save_draft(&desk.register, &desk.session, &request)
    };
    assert!(matches!(draft("sitting"), Err(Error::Invalid(_))));
    draft("severity").unwrap();
    assert!(asks(&desk, case));
}

#[test]
fn a_team_may_do_without_reasons_and_who_chose_that_stands_in_the_record() {
    let mut desk = Desk::new();
    let okafor = desk.session.user;
    let nurse = add(&desk, "Sr B. Clarke", Role::Clinician);
    let case = desk.case(desk.patient("Halina", "Nowak", "999 000 0018"));
    let choose = |desk: &Desk, asked| {
        set_reason_rule(
            &desk.register,
            &desk.session,
            &SetReasonRuleRequest { asked },
        )
    };
    let rule = reason_rule(&desk.register, &desk.session).unwrap();
    assert!(rule.asked && rule.chosen.is_empty());
    sit_down(&mut desk, nurse);
    assert!(matches!(
        choose(&desk, false),
        Err(Error::NotAllowed { .. })
    ));
    sit_down(&mut desk, okafor);
    assert!(!choose(&desk, false).unwrap().asked);
    sit_down(&mut desk, nurse);
    assert!(open(&desk, case).is_ok());
    let chosen = reason_rule(&desk.register, &desk.session).unwrap().chosen;
    assert!(chosen.starts_with("Dr A. Okafor, "), "{chosen}");
    sit_down(&mut desk, okafor);
    choose(&desk, true).unwrap();
    sit_down(&mut desk, nurse);
    assert!(asks(&desk, case));
    assert!(desk.register.differing_projections().unwrap().is_empty());
    sit_down(&mut desk, okafor);
    let written = AuditRequest {
        kind: AuditKind::Written,
        limit: 100,
        ..AuditRequest::default()
    };
    let rows = audit(&desk.register, &desk.session, &written).unwrap().rows;
    let told = |begin: &str| -> Vec<String> {
        let of = rows.iter().filter(|row| row.what.starts_with(begin));
        of.map(|row| row.detail.clone()).collect()
    };
    assert_eq!(
        told("Rule about reasons"),
        ["A reason is asked", "No reason is asked"]
    );
    assert_eq!(told("Account")[0], "Sr B. Clarke, clinician");
}

#[test]
fn one_reason_opens_several_cases_and_stands_in_the_audit_of_each() {
    let mut desk = Desk::new();
    let okafor = desk.session.user;
    let nurse = add(&desk, "Sr B. Clarke", Role::Clinician);
    let cases = [
        desk.case(desk.patient("Halina", "Nowak", "999 000 0018")),
        desk.case(desk.patient("Marek", "Lis", "999 000 0026")),
    ];
    sit_down(&mut desk, nurse);
    give(&desk.register, &desk.session, &cases, &say(Why::Review, "")).unwrap();
    assert!(
        export(
            &desk.register,
            &desk.session,
            &ExportRequest::default(),
            "/nowhere"
        )
        .is_ok()
    );
    sit_down(&mut desk, okafor);
    assert_eq!(outside(&desk).len(), 2);
}

#[test]
fn a_log_of_supervision_opens_a_case_once_another_has_signed_it() {
    let mut team = Team::new();
    let (clarke, adeyemi, case) = (team.clarke, team.adeyemi, team.case);
    team.turn(clarke);
    let log = team
        .sign(SupervisionLogForm {
            supervisor: Some(clarke),
            supervisees: vec![adeyemi],
            actions: Vec::new(),
            ..team.form()
        })
        .unwrap();
    assert!(
        asks(&team.desk, case),
        "nobody brings a case onto their own list by their own signature"
    );
    team.turn(adeyemi);
    team.agree(&log).unwrap();
    team.turn(clarke);
    assert!(!asks(&team.desk, case));
}

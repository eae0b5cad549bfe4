//! Weekly supervision: a log filled from the caseload review, signed by a trainee, returned, put right and signed by
//! both; what is to be done stands on both their days. Accounts take turns at one register.

use super::desk::{Desk, PASSPHRASE, case_form, new_user};
use super::forms::{fill, sheet};
use super::ten_sessions::{fields, hold, rule, week};
use casebook_core::cases::api::{AddCaseRequest, CaseRequest, add_case, open_case, save_draft};
use casebook_core::cases::{CasePerson, CaseRole};
use casebook_core::contacts::Attendance;
use casebook_core::ids::{CaseId, RecordId, RevisionId, UserId};
use casebook_core::record::SaveDraftRequest;
use casebook_core::sensitive::Secret;
use casebook_core::signed::{Amendment, AmendmentKind};
use casebook_core::supervision::api::{
    agree_supervision_log, case_supervision, caseload_review, close_supervision_action,
    return_supervision_log, sign_supervision_log, supervision, supervision_log,
    withdraw_supervision_log,
};
use casebook_core::supervision::{
    AgreeSupervisionLogRequest, CaseDiscussion, CaseloadReviewRequest, CaseloadReviewView,
    CloseSupervisionActionRequest, DiscussedCaseForm, LogState, ReturnSupervisionLogRequest,
    SignSupervisionLogRequest, SupervisionActionForm, SupervisionFormat, SupervisionLogForm,
    SupervisionLogRequest, SupervisionLogView, SupervisionView, WithdrawSupervisionLogRequest,
};
use casebook_core::today::api::today;
use casebook_core::today::{TodayRequest, TodayRow, Waiting};
use casebook_core::users::Role;
use casebook_core::users::api::add_user;
use casebook_core::{Error, Register};

/// Dr A. Okafor supervises Dr T. Adeyemi, who holds one case; Sr B. Clarke works beside them.
pub(super) struct Team {
    pub(super) desk: Desk,
    pub(super) okafor: UserId,
    pub(super) adeyemi: UserId,
    pub(super) clarke: UserId,
    pub(super) case: CaseId,
}

impl Team {
    pub(super) fn new() -> Self {
        let desk = Desk::new();
        let account = |name, role| {
            add_user(&desk.register, &desk.session, &new_user(name, role))
                .unwrap()
                .id
        };
        let adeyemi = account("Dr T. Adeyemi", Role::Trainee);
        let clarke = account("Sr B. Clarke", Role::Clinician);
        let mut form = case_form();
        form.people = vec![CasePerson {
            role: CaseRole::Therapist,
            name: "Dr T. Adeyemi".into(),
            user_id: Some(adeyemi),
        }];
        let patient_id = desk.patient("Halina", "Nowak", "999 000 0018");
        let request = AddCaseRequest { patient_id, form };
        let case = add_case(&desk.register, &desk.session, &request)
            .unwrap()
            .id;
        Self {
            okafor: desk.session.user,
            desk,
            adeyemi,
            clarke,
            case,
        }
    }

    /// The next person sits down at the same computer.
    pub(super) fn turn(&mut self, user: UserId) {
        self.desk.register.lock(&self.desk.session).unwrap();
        (self.desk.register, self.desk.session) = Register::unlock(
            &self.desk.layout,
            user,
            &Secret::new(PASSPHRASE),
            self.desk.clock.clone(),
        )
        .unwrap();
    }

    pub(super) fn form(&self) -> SupervisionLogForm {
        let action = |owner, what: &str, due: &str, case_id| SupervisionActionForm {
            id: None,
            what: what.into(),
            owner: Some(owner),
            due_on: due.into(),
            case_id,
        };
        SupervisionLogForm {
            held_on: "20-Nov-2026".into(),
            minutes: "60".into(),
            format: Some(SupervisionFormat::Individual),
            supervisor: Some(self.okafor),
            supervisees: vec![self.adeyemi],
            cases: vec![DiscussedCaseForm {
                case_id: Some(self.case),
                question: "How to talk about ending?".into(),
                discussed: "Each goodbye brings the pain back.".into(),
                reasons: Vec::new(),
            }],
            themes: "Feeling useless beside a patient who is silent.".into(),
            actions: vec![
                action(
                    self.adeyemi,
                    "Name the ending in the next session",
                    "27-Nov-2026",
                    Some(self.case),
                ),
                action(
                    self.okafor,
                    "Ask for a room with a window",
                    "20-Nov-2026",
                    None,
                ),
            ],
            ..SupervisionLogForm::default()
        }
    }

    pub(super) fn sign(&self, form: SupervisionLogForm) -> Result<SupervisionLogView, Error> {
        let request = SignSupervisionLogRequest {
            record_id: None,
            base: None,
            form,
            amendment: None,
        };
        sign_supervision_log(&self.desk.register, &self.desk.session, &request)
    }

    pub(super) fn amend(
        &self,
        record: RecordId,
        base: RevisionId,
        form: SupervisionLogForm,
    ) -> Result<SupervisionLogView, Error> {
        let request = SignSupervisionLogRequest {
            record_id: Some(record),
            base: Some(base),
            form,
            amendment: Some(Amendment {
                kind: AmendmentKind::Correction,
                reason: "The question was another".into(),
            }),
        };
        sign_supervision_log(&self.desk.register, &self.desk.session, &request)
    }

    pub(super) fn agree(&self, log: &SupervisionLogView) -> Result<SupervisionLogView, Error> {
        let request = AgreeSupervisionLogRequest {
            record_id: log.id,
            revision: log.revision,
        };
        agree_supervision_log(&self.desk.register, &self.desk.session, &request)
    }

    pub(super) fn give_back(
        &self,
        log: &SupervisionLogView,
        comment: &str,
    ) -> Result<SupervisionLogView, Error> {
        let request = ReturnSupervisionLogRequest {
            record_id: log.id,
            revision: log.revision,
            comment: comment.into(),
        };
        return_supervision_log(&self.desk.register, &self.desk.session, &request)
    }

    pub(super) fn withdraw(
        &self,
        record_id: RecordId,
        reason: &str,
    ) -> Result<SupervisionLogView, Error> {
        let request = WithdrawSupervisionLogRequest {
            record_id,
            reason: reason.into(),
        };
        withdraw_supervision_log(&self.desk.register, &self.desk.session, &request)
    }

    pub(super) fn close(
        &self,
        log_id: RecordId,
        action_id: RecordId,
        done: bool,
        note: &str,
    ) -> Result<SupervisionView, Error> {
        let request = CloseSupervisionActionRequest {
            log_id,
            action_id,
            done,
            note: note.into(),
        };
        close_supervision_action(&self.desk.register, &self.desk.session, &request)
    }

    pub(super) fn open(&self, record_id: RecordId) -> Result<SupervisionLogView, Error> {
        let request = SupervisionLogRequest { record_id };
        supervision_log(&self.desk.register, &self.desk.session, &request)
    }

    pub(super) fn page(&self) -> SupervisionView {
        supervision(&self.desk.register, &self.desk.session).unwrap()
    }

    pub(super) fn said(&self) -> Vec<CaseDiscussion> {
        let request = CaseRequest { case_id: self.case };
        case_supervision(&self.desk.register, &self.desk.session, &request).unwrap()
    }

    pub(super) fn review(&self, user_id: Option<UserId>) -> Result<CaseloadReviewView, Error> {
        let request = CaseloadReviewRequest { user_id };
        caseload_review(&self.desk.register, &self.desk.session, &request)
    }

    /// What waits from supervision.
    pub(super) fn waits(&self, everyone: bool) -> Vec<TodayRow> {
        let request = TodayRequest { everyone };
        let mut rows = today(&self.desk.register, &self.desk.session, &request)
            .unwrap()
            .rows;
        rows.retain(|r| {
            matches!(
                r.kind,
                Waiting::SupervisionSignature | Waiting::SupervisionAction | Waiting::Returned
            )
        });
        rows
    }

    pub(super) fn kinds(&self) -> Vec<(Waiting, String)> {
        self.waits(false)
            .into_iter()
            .map(|r| (r.kind, r.when))
            .collect()
    }
}

#[test]
fn a_log_is_filled_from_the_review_returned_put_right_and_signed_by_both() {
    let mut team = Team::new();
    team.turn(team.adeyemi);
    hold(&team.desk, team.case, 9, Attendance::DidNotAttend);
    hold(&team.desk, team.case, 10, Attendance::DidNotAttend);
    fill(
        &team.desk,
        team.case,
        sheet("phq-9", &week(10), &[1, 1, 1, 1, 1, 1, 0, 0, 1]),
    );
    let review = team.review(None).unwrap();
    let row = &review.rows[0];
    assert_eq!(row.case.patient, "NOWAK, Halina (Ms)");
    assert_eq!(row.case.nhs_number, "999 000 0018");
    assert_eq!(row.discussed, "Not discussed yet");
    let codes: Vec<&str> = row.reasons.iter().map(|r| r.code.as_str()).collect();
    assert_eq!(codes, ["safety-answer", "missed", "new"]);
    assert!(row.reasons[0].safety && !row.reasons[1].safety);

    let mut form = team.form();
    form.cases[0].reasons = row.reasons.iter().map(|r| r.says.clone()).collect();
    let draft = SaveDraftRequest {
        kind: "supervision-log".into(),
        patient_id: None,
        case_id: None,
        base: None,
        state: serde_json::json!({ "themes": "half written" }),
    };
    save_draft(&team.desk.register, &team.desk.session, &draft).unwrap();
    assert!(team.page().draft.is_some());
    let log = team.sign(form.clone()).unwrap();
    assert!(team.page().draft.is_none(), "what was signed is no draft");
    assert_eq!(log.row.state, LogState::Awaiting);
    assert_eq!(log.row.says, "Waits for Dr A. Okafor");
    assert!(!log.may_sign && log.may_amend && !log.row.waits_for_me);
    assert!(log.provenance.signed.starts_with("Dr T. Adeyemi"));
    assert_eq!(
        log.cases[0].reasons[1],
        format!("2 sessions missed in a row, the last on {}", week(10))
    );
    let discussed = &team.review(None).unwrap().rows[0];
    assert_eq!(discussed.discussed, "Discussed 20-Nov-2026");
    assert!(discussed.reasons.iter().all(|r| r.code != "new"));

    // The supervisor finds it among what waits, and returns it.
    team.turn(team.okafor);
    let waits = team.waits(false);
    let kinds: Vec<Waiting> = waits.iter().map(|r| r.kind).collect();
    assert_eq!(
        kinds,
        [Waiting::SupervisionSignature, Waiting::SupervisionAction]
    );
    assert_eq!(
        waits[0].what,
        "Supervision log, individual supervision, 60 minutes"
    );
    assert_eq!(waits[0].who, "Dr T. Adeyemi");
    assert_eq!(waits[0].record_id, Some(log.id));
    assert!(waits[0].patient.is_empty() && waits[0].case_id.is_none());
    assert!(team.page().logs[0].waits_for_me);
    let returned = team.give_back(&log, "The question was another.").unwrap();
    assert_eq!(returned.row.state, LogState::Returned);
    assert_eq!(returned.row.says, "Returned by Dr A. Okafor");
    assert!(
        returned.signatures[0]
            .says
            .ends_with(": The question was another.")
    );
    assert!(returned.may_sign, "a mind may be changed");
    assert_eq!(team.kinds().len(), 1, "it is with the author now");

    team.turn(team.adeyemi);
    let waits = team.waits(false);
    assert_eq!(waits[0].kind, Waiting::Returned);
    assert_eq!(waits[0].record_kind, "supervision-log");
    assert_eq!(waits[0].who, "Dr A. Okafor");
    let read = team.open(log.id).unwrap();
    let mut form = read.form.clone();
    form.cases[0].question = "Whether to talk about ending".into();
    let amended = team.amend(log.id, read.revision, form).unwrap();
    assert_eq!(amended.versions, 2);
    assert_eq!(amended.row.says, "Waits for Dr A. Okafor");
    assert_eq!(
        amended.actions[0].action_id, log.actions[0].action_id,
        "an action stays the same through an amendment"
    );

    team.turn(team.okafor);
    let stale = team.agree(&log).unwrap_err();
    assert!(matches!(stale, Error::Conflict { .. }));
    let agreed = team.agree(&amended).unwrap();
    assert_eq!(agreed.row.state, LogState::Agreed);
    assert_eq!(agreed.row.says, "Signed by everybody");
    let names: Vec<(&str, &str, bool)> = agreed
        .signatures
        .iter()
        .map(|s| (s.name.as_str(), s.part.as_str(), s.signed))
        .collect();
    assert_eq!(
        names,
        [
            ("Dr A. Okafor", "Supervisor", true),
            ("Dr T. Adeyemi", "Supervisee", true)
        ]
    );
    assert!(
        agreed.provenance.signed.starts_with("Dr T. Adeyemi")
            && agreed
                .provenance
                .reason
                .contains("The question was another"),
        "where a log comes from is what its author signed"
    );
    assert_eq!(rule(team.agree(&amended).unwrap_err()), "already-signed");
    let verified = team.desk.register.verify(|_| true).unwrap();
    assert!(verified.faults.is_empty(), "{:?}", verified.faults);
    assert_eq!(team.desk.register.differing_projections().unwrap(), [""; 0]);
}

#[test]
fn what_is_to_be_done_stands_on_both_days_until_it_is_closed() {
    let mut team = Team::new();
    team.turn(team.adeyemi);
    let log = team.sign(team.form()).unwrap();
    let [own, theirs] = [log.actions[0].action_id, log.actions[1].action_id];
    let due = (
        Waiting::SupervisionAction,
        "To be done by 27-Nov-2026".to_owned(),
    );
    assert_eq!(team.kinds(), std::slice::from_ref(&due));
    let row = &team.waits(true)[0];
    assert_eq!(row.patient, "NOWAK, Halina (Ms)");
    assert_eq!(row.case_id, Some(team.case));
    assert!(!row.overdue);
    assert_eq!(team.page().actions.len(), 1);
    let moved = team.desk.clock.clone();
    moved.set("2026-11-28T12:00:00Z".parse().unwrap());
    assert!(team.waits(false)[0].overdue && team.page().actions[0].overdue);

    let bare = team.close(log.id, own, false, " ").unwrap_err();
    assert_eq!(fields(bare), ["note"]);
    let page = team
        .close(log.id, own, true, "Named it; she wept.")
        .unwrap();
    assert!(page.actions.is_empty());
    assert_eq!(page.logs[0].open_actions, 1);
    assert_eq!(
        rule(team.close(log.id, own, true, "").unwrap_err()),
        "already-closed"
    );
    let unknown = team.close(log.id, log.id, true, "").unwrap_err();
    assert!(matches!(unknown, Error::NotFound { .. }));
    assert_eq!(team.kinds(), []);
    assert_eq!(
        team.open(log.id).unwrap().actions[0].closed,
        "Done: Named it; she wept. Dr T. Adeyemi, 28-Nov-2026"
    );

    team.turn(team.okafor);
    let overdue = (
        Waiting::SupervisionAction,
        "Was to be done by 20-Nov-2026".to_owned(),
    );
    assert!(team.kinds().contains(&overdue));
    team.close(log.id, theirs, false, "The team moves house.")
        .unwrap();
    let read = team.open(log.id).unwrap();
    assert_eq!(
        read.actions[1].closed,
        "No longer needed: The team moves house. Dr A. Okafor, 28-Nov-2026"
    );
    assert!(read.actions.iter().all(|a| !a.may_close && !a.overdue));
    assert_eq!(team.desk.register.differing_projections().unwrap(), [""; 0]);
}

#[test]
fn who_did_not_take_part_finds_no_log_but_what_was_said_of_the_case() {
    let mut team = Team::new();
    team.turn(team.adeyemi);
    let log = team.sign(team.form()).unwrap();
    assert!(team.said()[0].may_open);
    let overview = CaseRequest { case_id: team.case };
    let timeline = open_case(&team.desk.register, &team.desk.session, &overview)
        .unwrap()
        .timeline;
    assert!(
        timeline.iter().all(|t| !t.what.contains("Supervision")),
        "a log belongs to no one case"
    );

    team.turn(team.clarke);
    assert!(team.page().logs.is_empty() && team.waits(true).is_empty());
    assert!(matches!(team.open(log.id), Err(Error::NotFound { .. })));
    assert!(matches!(team.agree(&log), Err(Error::NotFound { .. })));
    assert!(matches!(
        team.give_back(&log, "No"),
        Err(Error::NotFound { .. })
    ));
    assert!(matches!(
        team.withdraw(log.id, "No"),
        Err(Error::NotFound { .. })
    ));
    let amended = team.amend(log.id, log.revision, log.form.clone());
    assert!(matches!(amended, Err(Error::NotFound { .. })));
    let closed = team.close(log.id, log.actions[0].action_id, true, "");
    assert!(matches!(closed, Err(Error::NotFound { .. })));
    team.desk.cover(team.case);
    let said = team.said();
    assert!(!said[0].may_open);
    assert_eq!(
        said[0].title,
        "Individual supervision, Dr A. Okafor with Dr T. Adeyemi"
    );
    assert_eq!(said[0].discussed, "Each goodbye brings the pain back.");
    let about: Vec<&str> = said[0].actions.iter().map(|a| a.what.as_str()).collect();
    assert_eq!(about, ["Name the ending in the next session"]);
    assert!(!said[0].actions[0].may_close);

    // Nobody looks through another's caseload but who supervises.
    assert!(matches!(
        team.review(Some(team.adeyemi)),
        Err(Error::NotAllowed { .. })
    ));
    assert_eq!(team.page().caseloads.len(), 1);
    assert!(team.review(None).unwrap().rows.is_empty());
    team.turn(team.okafor);
    assert_eq!(team.review(Some(team.adeyemi)).unwrap().rows.len(), 1);
    let caseloads = team.page().caseloads;
    assert_eq!((caseloads.len(), caseloads[0].id), (3, team.okafor));
}

#[test]
fn nobody_changes_or_takes_back_what_another_wrote_and_the_second_amendment_is_told() {
    let mut team = Team::new();
    team.turn(team.adeyemi);
    let log = team.sign(team.form()).unwrap();
    assert_eq!(rule(team.agree(&log).unwrap_err()), "already-signed");
    assert_eq!(rule(team.give_back(&log, "Mine").unwrap_err()), "own-log");
    let second = team.amend(log.id, log.revision, log.form.clone()).unwrap();
    let late = team.amend(log.id, log.revision, log.form.clone());
    assert!(matches!(late, Err(Error::Conflict { .. })));
    let without_reason = SignSupervisionLogRequest {
        record_id: Some(log.id),
        base: Some(second.revision),
        form: second.form.clone(),
        amendment: None,
    };
    let refused = sign_supervision_log(&team.desk.register, &team.desk.session, &without_reason);
    assert_eq!(fields(refused.unwrap_err()), ["amendment.reason"]);

    team.turn(team.okafor);
    let theirs = team.amend(log.id, second.revision, second.form.clone());
    assert_eq!(rule(theirs.unwrap_err()), "another-author");
    assert_eq!(
        rule(team.withdraw(log.id, "Not mine").unwrap_err()),
        "another-author"
    );
    assert_eq!(
        fields(team.give_back(&second, "  ").unwrap_err()),
        ["comment"]
    );
    team.give_back(&second, "The wrong week?").unwrap();
    let agreed = team.agree(&second).unwrap();
    assert_eq!(agreed.row.state, LogState::Agreed, "the latest word counts");

    team.turn(team.adeyemi);
    assert_eq!(fields(team.withdraw(log.id, "").unwrap_err()), ["reason"]);
    let gone = team.withdraw(log.id, "Another week’s").unwrap();
    assert_eq!(gone.row.state, LogState::Withdrawn);
    assert!(gone.provenance.withdrawn.contains("Another week’s"));
    assert!(!gone.may_amend && !gone.may_sign && gone.row.open_actions == 0);
    assert!(team.said().is_empty() && team.kinds().is_empty());
    assert_eq!(team.page().logs[0].says, "Withdrawn as entered in error");
    assert_eq!(rule(team.agree(&second).unwrap_err()), "withdrawn");
    let dead = team.close(log.id, log.actions[0].action_id, true, "");
    assert_eq!(rule(dead.unwrap_err()), "withdrawn");
    let dead = team.amend(log.id, second.revision, second.form.clone());
    assert_eq!(rule(dead.unwrap_err()), "withdrawn");
    assert_eq!(
        team.review(None).unwrap().rows[0].discussed,
        "Not discussed yet"
    );
    assert_eq!(team.desk.register.differing_projections().unwrap(), [""; 0]);
    assert!(
        team.desk
            .register
            .verify(|_| true)
            .unwrap()
            .faults
            .is_empty()
    );
}

#[test]
fn a_form_is_refused_by_its_fields_and_nothing_is_kept() {
    let mut team = Team::new();
    team.turn(team.clarke);
    let refused = |form: SupervisionLogForm| fields(team.sign(form).unwrap_err());
    assert_eq!(refused(team.form()), ["supervisees"], "she was not there");
    let mut form = team.form();
    form.supervisees.push(team.clarke);
    form.supervisees.push(team.clarke);
    form.held_on = "21-Nov-2026".into();
    form.minutes = "0".into();
    form.cases[0].discussed = " ".into();
    form.actions[0].due_on = "soon".into();
    form.actions[1].owner = None;
    assert_eq!(
        refused(form),
        [
            "held_on",
            "minutes",
            "supervisees.2",
            "cases.0.discussed",
            "actions.0.due_on",
            "actions.1.owner"
        ]
    );
    let mut form = team.form();
    form.supervisees.push(team.clarke);
    form.cases[0].case_id = Some(CaseId::from_bytes([7; 16]));
    form.actions.clear();
    assert!(matches!(team.sign(form), Err(Error::NotFound { .. })));
    assert!(team.page().logs.is_empty());
}

#[test]
fn accounts_without_patients_take_no_part() {
    let mut team = Team::new();
    let lead = add_user(
        &team.desk.register,
        &team.desk.session,
        &new_user("Ms L. Lead", Role::ServiceLead),
    )
    .unwrap();
    assert!(team.page().people.iter().all(|u| u.id != lead.id));
    let mut form = team.form();
    form.supervisees = vec![lead.id];
    form.actions.clear();
    assert_eq!(fields(team.sign(form).unwrap_err()), ["supervisees.0"]);
    assert!(matches!(
        team.review(Some(lead.id)),
        Err(Error::NotFound { .. })
    ));
    let log = team.sign(team.form()).unwrap();
    team.turn(lead.id);
    let refused = supervision(&team.desk.register, &team.desk.session);
    assert!(matches!(refused, Err(Error::NotAllowed { .. })));
    assert!(matches!(team.open(log.id), Err(Error::NotAllowed { .. })));
    assert!(matches!(team.review(None), Err(Error::NotAllowed { .. })));
}

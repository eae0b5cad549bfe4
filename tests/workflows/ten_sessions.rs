//! What the stories of the ten sessions fill in, and short ways through their requests.

use super::desk::Desk;
use super::forms::{fill, sheet};
use casebook_core::Error;
use casebook_core::cases::api::CaseRequest;
use casebook_core::contacts::api::sign_session;
use casebook_core::contacts::{
    Attendance, ContactForm, Phase, SessionNoteForm, SessionsView, SignSessionRequest,
};
use casebook_core::goals::api::{rate_goal, sign_goal};
use casebook_core::goals::{GoalForm, GoalRatingForm, GoalsView, RateGoalRequest, SignGoalRequest};
use casebook_core::ids::{CaseId, RecordId};
use casebook_core::pathway::api::{
    pathway, record_pathway, sign_mdt_decision, sign_pathway_review, withdraw_pathway_review,
};
use casebook_core::pathway::{
    MdtDecisionForm, MdtOutcome, PathwayOption, PathwayPlanForm, PathwayReviewForm, PathwayView,
    RecordPathwayRequest, ReviewDecision, SignMdtDecisionRequest, SignPathwayReviewRequest,
};
use casebook_core::signed::WithdrawRequest;

/// The day of the n-th weekly session; the tenth is on 16-Nov-2026, four days before these stories' today.
pub fn week(n: u32) -> String {
    let tenth = chrono::NaiveDate::from_ymd_opt(2026, 11, 16).unwrap();
    let day = tenth - chrono::Days::new(u64::from(10 - n) * 7);
    day.format("%d-%b-%Y").to_string()
}

/// How the six phases fall on ten sessions in these stories.
fn phases(n: u32) -> Vec<Phase> {
    match n {
        0..=2 => vec![Phase::Engagement],
        3 => vec![Phase::SharedUnderstanding, Phase::GoalAgreement],
        4..=6 => vec![Phase::CoreIntervention],
        7..=8 => vec![Phase::ActivatingTherapies],
        _ => vec![Phase::RelapseManagement],
    }
}

pub fn session_form(n: u32, attendance: Attendance) -> SessionNoteForm {
    let came = attendance == Attendance::Attended;
    SessionNoteForm {
        held_on: week(n),
        attendance: Some(attendance),
        minutes: if came { "50" } else { "" }.into(),
        form: Some(ContactForm::FaceToFace),
        phases: phases(n),
        note: if came {
            "Walked the corridor twice; kept to the timetable."
        } else {
            "Rang: her sister was ill."
        }
        .into(),
        homework: "Walk by the clock".into(),
    }
}

pub fn hold(desk: &Desk, case_id: CaseId, n: u32, attendance: Attendance) -> SessionsView {
    let request = SignSessionRequest {
        case_id,
        record_id: None,
        base: None,
        form: session_form(n, attendance),
        amendment: None,
    };
    sign_session(&desk.register, &desk.session, &request).unwrap()
}

/// Ten weeks, the fourth of them missed.
pub fn ten_weeks(desk: &Desk, case: CaseId) -> SessionsView {
    for n in 1..10 {
        let attendance = if n == 4 {
            Attendance::DidNotAttend
        } else {
            Attendance::Attended
        };
        hold(desk, case, n, attendance);
    }
    hold(desk, case, 10, Attendance::Attended)
}

pub fn shown(desk: &Desk, case_id: CaseId) -> PathwayView {
    pathway(&desk.register, &desk.session, &CaseRequest { case_id }).unwrap()
}

/// All six criteria met on the first day, and option 1.
pub fn plan_form(mut form: PathwayPlanForm) -> PathwayPlanForm {
    for line in &mut form.criteria {
        line.met_on = week(1);
    }
    PathwayPlanForm {
        option: Some(PathwayOption::HospitalTeam),
        agreed_on: week(1),
        why: "She wants to work on walking first.".into(),
        delivered_by: "Sr B. Clarke, liaison nurse".into(),
        sessions: String::new(),
        ..form
    }
}

pub fn enter(desk: &Desk, case_id: CaseId) -> PathwayView {
    let found = shown(desk, case_id);
    let request = RecordPathwayRequest {
        case_id,
        base: found.plan.revision,
        form: plan_form(found.plan.form),
    };
    record_pathway(&desk.register, &desk.session, &request).unwrap()
}

pub fn goal_form(words: &str) -> GoalForm {
    GoalForm {
        words: words.into(),
        specific: "To the school gate and back, four days a week".into(),
        measurable: "Ticks on the kitchen calendar".into(),
        achievable: "Her sister comes along at first".into(),
        realistic: "She walks to the corner already".into(),
        by: "20-Dec-2026".into(),
        baseline: "To the corner and back".into(),
        target: "To the school gate".into(),
        agreed_on: week(3),
        status: None,
    }
}

pub fn agree_goal(desk: &Desk, case_id: CaseId, words: &str) -> GoalsView {
    let request = SignGoalRequest {
        case_id,
        record_id: None,
        base: None,
        form: goal_form(words),
        amendment: None,
    };
    sign_goal(&desk.register, &desk.session, &request).unwrap()
}

pub fn rate(
    desk: &Desk,
    case_id: CaseId,
    goal_id: RecordId,
    n: u32,
    [patient, clinician]: [u32; 2],
) -> Result<GoalsView, Error> {
    let request = RateGoalRequest {
        case_id,
        goal_id,
        rated_on: week(n),
        form: GoalRatingForm {
            patient: Some(patient),
            clinician: Some(clinician),
            evidence: "Calendar".into(),
        },
    };
    rate_goal(&desk.register, &desk.session, &request)
}

/// CORE-10 on the day of a session, worse or better.
pub fn measured(desk: &Desk, case: CaseId, n: u32, answers: [u32; 10]) {
    fill(desk, case, sheet("core-10", &week(n), &answers));
}

pub const AT_FIRST: [u32; 10] = [3, 1, 1, 3, 3, 0, 3, 3, 3, 3];
pub const LATER: [u32; 10] = [1, 3, 3, 1, 1, 0, 1, 1, 1, 1];

pub fn review_form(decision: ReviewDecision) -> PathwayReviewForm {
    PathwayReviewForm {
        held_on: week(10),
        understanding: "“When pain comes I stop, and when I stop everything comes back.”".into(),
        patient_view: "I walk again, and I am not afraid of it.".into(),
        clinician_view: "She paces by the clock and no longer by the pain.".into(),
        service_use: "No attendance at the emergency department since August.".into(),
        clinician_agrees: Some(true),
        patient_agrees: Some(true),
        decision: Some(decision),
        question: "May we go on for four sessions?".into(),
        relapse_plan: "Keep the timetable; ring after two bad weeks.".into(),
        ..PathwayReviewForm::default()
    }
}

pub fn review(desk: &Desk, case_id: CaseId, form: PathwayReviewForm) -> Result<PathwayView, Error> {
    let request = SignPathwayReviewRequest { case_id, form };
    sign_pathway_review(&desk.register, &desk.session, &request)
}

pub fn go_on(sessions: &str) -> MdtDecisionForm {
    MdtDecisionForm {
        held_on: "18-Nov-2026".into(),
        present: "Dr A. Okafor, Sr B. Clarke".into(),
        outcome: Some(MdtOutcome::Continue),
        rationale: "Walking has begun to carry over into work.".into(),
        motivation: "She has asked for a return-to-work plan and keeps her diary.".into(),
        sessions: sessions.into(),
        disagreement: String::new(),
    }
}

pub fn discharge() -> MdtDecisionForm {
    MdtDecisionForm {
        outcome: Some(MdtOutcome::Discharge),
        disagreement: "She would like to go on; the team sees no further gain for now.".into(),
        ..MdtDecisionForm::default()
    }
}

pub fn decide(
    desk: &Desk,
    case_id: CaseId,
    review_id: RecordId,
    form: MdtDecisionForm,
) -> Result<PathwayView, Error> {
    let request = SignMdtDecisionRequest {
        case_id,
        review_id,
        form,
    };
    sign_mdt_decision(&desk.register, &desk.session, &request)
}

pub fn take_back(
    desk: &Desk,
    case_id: CaseId,
    record_id: RecordId,
    reason: &str,
) -> Result<PathwayView, Error> {
    let request = WithdrawRequest {
        case_id,
        record_id,
        reason: reason.into(),
    };
    withdraw_pathway_review(&desk.register, &desk.session, &request)
}

pub fn rule(error: Error) -> &'static str {
    match error {
        Error::Refused { rule, .. } => rule,
        other => panic!("{other:?}"),
    }
}

pub fn fields(error: Error) -> Vec<String> {
    match error {
        Error::Invalid(faults) => faults.into_iter().map(|f| f.field).collect(),
        other => panic!("{other:?}"),
    }
}

//! The ten-session pathway of the made-up cases: as it stands in the material, and entered through the same functions
//! as the window's.

use super::play::{Standing, Theatre, What};
use casebook_core::cases::api::CaseRequest;
use casebook_core::contacts::api::sign_session;
use casebook_core::contacts::{
    Attendance, ContactForm, Phase, SessionNoteForm, SignSessionRequest,
};
use casebook_core::goals::api::{goals, rate_goal, sign_goal};
use casebook_core::goals::{
    GoalForm, GoalRatingForm, GoalStatus, RateGoalRequest, SignGoalRequest,
};
use casebook_core::pathway::api::{record_pathway, sign_mdt_decision, sign_pathway_review};
use casebook_core::pathway::{
    CriterionForm, EntryCriterion, MdtDecisionForm, MdtOutcome, PathwayOption, PathwayPlanForm,
    PathwayReviewForm, RecordPathwayRequest, ReviewDecision, SignMdtDecisionRequest,
    SignPathwayReviewRequest,
};
use casebook_core::schedules::api::set_measure_schedule;
use casebook_core::schedules::rules::usual;
use casebook_core::schedules::{Occasions, SetMeasureScheduleRequest};
use casebook_core::signed::{Amendment, AmendmentKind};
use casebook_core::{Error, Result};
use chrono::{Days, NaiveDate};
use serde::Deserialize;
use std::collections::BTreeMap;

/// Entry, option, and all that follows.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Pathway {
    /// Entered and agreed, days ago.
    pub(super) on: u32,
    pub(super) option: PathwayOption,
    pub(super) why: String,
    pub(super) delivered_by: String,
    /// How many were agreed; ten where nothing is said.
    #[serde(default)]
    pub(super) sessions_agreed: Option<u32>,
    /// Criteria that are met with what they rest on.
    pub(super) criteria: BTreeMap<EntryCriterion, String>,
    pub(super) sessions: Vec<Held>,
    #[serde(default)]
    pub(super) goals: Vec<Aim>,
    #[serde(default)]
    pub(super) reviews: Vec<Reviewed>,
}

const fn attended() -> Attendance {
    Attendance::Attended
}

const fn face_to_face() -> ContactForm {
    ContactForm::FaceToFace
}

/// A session.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Held {
    /// Days ago.
    pub(super) on: u32,
    #[serde(default = "attended")]
    pub(super) attendance: Attendance,
    #[serde(default = "face_to_face")]
    pub(super) form: ContactForm,
    /// Fifty where nothing is said.
    #[serde(default)]
    pub(super) minutes: String,
    #[serde(default)]
    pub(super) phases: Vec<Phase>,
    pub(super) note: String,
    #[serde(default)]
    pub(super) homework: String,
}

/// A goal with its ratings.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Aim {
    /// Agreed, days ago; chance sets it in an outline.
    #[serde(default)]
    pub(super) on: u32,
    pub(super) words: String,
    pub(super) specific: String,
    pub(super) measurable: String,
    #[serde(default)]
    pub(super) achievable: String,
    #[serde(default)]
    pub(super) realistic: String,
    /// Days from the agreement until it is to be reached.
    pub(super) within: u32,
    pub(super) baseline: String,
    pub(super) target: String,
    #[serde(default)]
    pub(super) ratings: Vec<Score>,
    /// How it ended; absent while it is worked on.
    #[serde(default)]
    pub(super) ended: Option<Ended>,
}

/// How the work on a goal ended.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Ended {
    /// Days ago; chance sets it in an outline.
    #[serde(default)]
    pub(super) on: u32,
    pub(super) status: GoalStatus,
    /// Why, as the amendment says it.
    pub(super) why: String,
}

/// The ratings of a day.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Score {
    /// Days ago.
    pub(super) on: u32,
    pub(super) patient: u32,
    pub(super) clinician: u32,
    #[serde(default)]
    pub(super) evidence: String,
}

/// A review.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Reviewed {
    /// Days ago; chance sets it in an outline.
    #[serde(default)]
    pub(super) on: u32,
    #[serde(default)]
    pub(super) understanding: String,
    #[serde(default)]
    pub(super) patient_view: String,
    #[serde(default)]
    pub(super) clinician_view: String,
    #[serde(default)]
    pub(super) service_use: String,
    #[serde(default)]
    pub(super) clinician_agrees: Option<bool>,
    #[serde(default)]
    pub(super) patient_agrees: Option<bool>,
    #[serde(default)]
    pub(super) no_repeat_reason: String,
    pub(super) decision: ReviewDecision,
    #[serde(default)]
    pub(super) question: String,
    #[serde(default)]
    pub(super) relapse_plan: String,
    #[serde(default)]
    pub(super) end_note: String,
    /// What the team decided; absent while it has not.
    #[serde(default)]
    pub(super) team: Option<Decided>,
}

/// What the team decided.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Decided {
    /// Days after the review.
    pub(super) after: u32,
    pub(super) present: String,
    pub(super) outcome: MdtOutcome,
    #[serde(default)]
    pub(super) rationale: String,
    #[serde(default)]
    pub(super) motivation: String,
    #[serde(default)]
    pub(super) sessions: u32,
    #[serde(default)]
    pub(super) disagreement: String,
}

impl Pathway {
    /// What happens with the days ago, in the order in which it would be done on one day.
    pub(super) fn wanted(&self) -> Vec<(u32, What)> {
        let mut wanted = vec![(self.on, What::Enter)];
        let sessions = self.sessions.iter().enumerate();
        wanted.extend(sessions.map(|(i, s)| (s.on, What::Session(i))));
        for (i, goal) in self.goals.iter().enumerate() {
            wanted.push((goal.on, What::Goal(i)));
            let ratings = goal.ratings.iter().enumerate();
            wanted.extend(ratings.map(|(j, r)| (r.on, What::Rate(i, j))));
            wanted.extend(goal.ended.iter().map(|e| (e.on, What::Settle(i))));
        }
        for (i, review) in self.reviews.iter().enumerate() {
            wanted.push((review.on, What::Review(i)));
            let team = review.team.as_ref();
            wanted.extend(team.map(|t| (review.on.saturating_sub(t.after), What::Decide(i))));
        }
        wanted
    }
}

const fn missing() -> Error {
    Error::NotFound {
        what: "made-up step of a pathway",
    }
}

fn tidy(text: &str) -> String {
    text.trim().to_owned()
}

/// Entry and option as the window sends them.
pub(super) fn plan(pathway: &Pathway, today: NaiveDate) -> PathwayPlanForm {
    let day = today.to_string();
    PathwayPlanForm {
        criteria: pathway
            .criteria
            .iter()
            .map(|(criterion, note)| CriterionForm {
                criterion: *criterion,
                met_on: day.clone(),
                note: tidy(note),
            })
            .collect(),
        option: Some(pathway.option),
        agreed_on: day,
        why: tidy(&pathway.why),
        delivered_by: tidy(&pathway.delivered_by),
        sessions: pathway
            .sessions_agreed
            .map(|n| n.to_string())
            .unwrap_or_default(),
    }
}

/// A session as the window sends it.
pub(super) fn session(held: &Held, today: NaiveDate) -> SessionNoteForm {
    let minutes = match (held.attendance, held.minutes.as_str()) {
        (Attendance::Attended, "") => "50",
        (_, typed) => typed,
    };
    SessionNoteForm {
        held_on: today.to_string(),
        attendance: Some(held.attendance),
        minutes: minutes.to_owned(),
        form: Some(held.form),
        phases: held.phases.clone(),
        note: tidy(&held.note),
        homework: tidy(&held.homework),
    }
}

/// A goal as the window sends it when it is agreed.
pub(super) fn goal(aim: &Aim, today: NaiveDate) -> GoalForm {
    let by = today
        .checked_add_days(Days::new(u64::from(aim.within)))
        .unwrap_or(today);
    GoalForm {
        words: tidy(&aim.words),
        specific: tidy(&aim.specific),
        measurable: tidy(&aim.measurable),
        achievable: tidy(&aim.achievable),
        realistic: tidy(&aim.realistic),
        by: by.to_string(),
        baseline: tidy(&aim.baseline),
        target: tidy(&aim.target),
        agreed_on: today.to_string(),
        status: None,
    }
}

/// The ratings of a day as the window sends them.
pub(super) fn rating(score: &Score) -> GoalRatingForm {
    GoalRatingForm {
        patient: Some(score.patient),
        clinician: Some(score.clinician),
        evidence: tidy(&score.evidence),
    }
}

impl Theatre {
    /// Whatever concerns the pathway.
    pub(super) fn walk(
        &self,
        pathway: &Pathway,
        standing: &mut Standing,
        what: What,
        today: NaiveDate,
    ) -> Result<()> {
        match what {
            What::Enter => self.enter(standing, pathway, today),
            What::Session(i) => self.hold(
                standing,
                pathway.sessions.get(i).ok_or_else(missing)?,
                today,
            ),
            What::Goal(i) => self.agree(standing, pathway.goals.get(i).ok_or_else(missing)?, today),
            What::Rate(i, j) => {
                let goal = pathway.goals.get(i).ok_or_else(missing)?;
                self.score(standing, goal, j, today)
            }
            What::Settle(i) => self.settle(standing, pathway.goals.get(i).ok_or_else(missing)?),
            What::Review(i) => {
                let review = pathway.reviews.get(i).ok_or_else(missing)?;
                self.review(standing, review, today)
            }
            What::Decide(i) => {
                let review = pathway.reviews.get(i).ok_or_else(missing)?;
                self.decide(standing, review.team.as_ref().ok_or_else(missing)?, today)
            }
            _ => Err(missing()),
        }
    }

    fn enter(&self, standing: &Standing, pathway: &Pathway, today: NaiveDate) -> Result<()> {
        let request = RecordPathwayRequest {
            case_id: standing.case_id()?,
            base: None,
            form: plan(pathway, today),
        };
        record_pathway(&self.register, &self.session, &request)?;
        self.schedule(standing)
    }

    /// CORE-10 by the schedule that this program suggests, from entry on.
    fn schedule(&self, standing: &Standing) -> Result<()> {
        let request = SetMeasureScheduleRequest {
            case_id: standing.case_id()?,
            base: None,
            instruments: vec![Occasions {
                instrument: "core-10".to_owned(),
                ..usual()
            }],
        };
        set_measure_schedule(&self.register, &self.session, &request).map(drop)
    }

    fn hold(&self, standing: &Standing, held: &Held, today: NaiveDate) -> Result<()> {
        let request = SignSessionRequest {
            case_id: standing.case_id()?,
            record_id: None,
            base: None,
            form: session(held, today),
            amendment: None,
        };
        sign_session(&self.register, &self.session, &request).map(drop)
    }

    fn agree(&self, standing: &mut Standing, aim: &Aim, today: NaiveDate) -> Result<()> {
        let request = SignGoalRequest {
            case_id: standing.case_id()?,
            record_id: None,
            base: None,
            form: goal(aim, today),
            amendment: None,
        };
        let view = sign_goal(&self.register, &self.session, &request)?;
        let words = tidy(&aim.words);
        let found = view.goals.iter().find(|g| g.form.words == words);
        standing.goals.insert(words, found.ok_or_else(missing)?.id);
        Ok(())
    }

    /// A goal that was reached or set aside is amended: its words stay, its status does not.
    fn settle(&self, standing: &Standing, aim: &Aim) -> Result<()> {
        let ended = aim.ended.as_ref().ok_or_else(missing)?;
        let case_id = standing.case_id()?;
        let id = *standing.goals.get(&tidy(&aim.words)).ok_or_else(missing)?;
        let view = goals(&self.register, &self.session, &CaseRequest { case_id })?;
        let found = view.goals.into_iter().find(|g| g.id == id);
        let found = found.ok_or_else(missing)?;
        let request = SignGoalRequest {
            case_id,
            record_id: Some(id),
            base: Some(found.revision),
            form: GoalForm {
                status: Some(ended.status),
                ..found.form
            },
            amendment: Some(Amendment {
                kind: AmendmentKind::NewVersion,
                reason: tidy(&ended.why),
            }),
        };
        sign_goal(&self.register, &self.session, &request).map(drop)
    }

    fn score(&self, standing: &Standing, aim: &Aim, turn: usize, today: NaiveDate) -> Result<()> {
        let score = aim.ratings.get(turn).ok_or_else(missing)?;
        let request = RateGoalRequest {
            case_id: standing.case_id()?,
            goal_id: *standing.goals.get(&tidy(&aim.words)).ok_or_else(missing)?,
            rated_on: today.to_string(),
            form: rating(score),
        };
        rate_goal(&self.register, &self.session, &request).map(drop)
    }

    fn review(&self, standing: &mut Standing, review: &Reviewed, today: NaiveDate) -> Result<()> {
        let request = SignPathwayReviewRequest {
            case_id: standing.case_id()?,
            form: PathwayReviewForm {
                held_on: today.to_string(),
                understanding: tidy(&review.understanding),
                patient_view: tidy(&review.patient_view),
                clinician_view: tidy(&review.clinician_view),
                safety: String::new(),
                service_use: tidy(&review.service_use),
                clinician_agrees: review.clinician_agrees,
                patient_agrees: review.patient_agrees,
                no_repeat_reason: tidy(&review.no_repeat_reason),
                decision: Some(review.decision),
                question: tidy(&review.question),
                relapse_plan: tidy(&review.relapse_plan),
                end_note: tidy(&review.end_note),
            },
        };
        let view = sign_pathway_review(&self.register, &self.session, &request)?;
        standing.review = view.reviews.first().map(|r| r.id);
        Ok(())
    }

    fn decide(&self, standing: &Standing, decided: &Decided, today: NaiveDate) -> Result<()> {
        let request = SignMdtDecisionRequest {
            case_id: standing.case_id()?,
            review_id: standing.review.ok_or_else(missing)?,
            form: MdtDecisionForm {
                held_on: today.to_string(),
                present: tidy(&decided.present),
                outcome: Some(decided.outcome),
                rationale: tidy(&decided.rationale),
                motivation: tidy(&decided.motivation),
                sessions: decided.sessions.to_string(),
                disagreement: tidy(&decided.disagreement),
            },
        };
        sign_mdt_decision(&self.register, &self.session, &request).map(drop)
    }
}

//! Rules of the pathway: entry, the review and its gate.

use super::{
    CriterionForm, CriterionMet, EntryCriterion, MdtDecision, MdtDecisionForm, MdtOutcome,
    PathwayPlan, PathwayPlanForm, PathwayReview, PathwayReviewForm, ReviewDecision, ReviewGoal,
    ReviewMeasure, ReviewRecord,
};
use crate::dates;
use crate::error::{Error, Result};
use crate::ids::RecordId;
use crate::signed::Faults;
use chrono::NaiveDate;

/// Sessions of either option where nothing else was agreed (JCPMH 2017).
pub const TEN: u32 = 10;
/// The most sessions that one agreement may name.
const MOST: u32 = 40;

/// Checks entry and option. Errors: `Invalid`.
pub fn plan(form: &PathwayPlanForm, today: NaiveDate) -> Result<PathwayPlan> {
    let mut faults = Faults::default();
    let mut criteria: Vec<CriterionMet> = Vec::new();
    for (place, line) in form.criteria.iter().enumerate() {
        let met_on = faults.day(
            format!("criteria.{place}.met_on"),
            &line.met_on,
            Some(today),
        );
        let note = faults.text(format!("criteria.{place}.note"), &line.note);
        if line.met_on.trim().is_empty() && !note.is_empty() {
            // Nothing that was typed is dropped without a word.
            faults.add(
                format!("criteria.{place}.met_on"),
                "required",
                "Enter since when it is met, or leave the note empty while it is not.",
            );
        }
        if let Some(met_on) = met_on {
            criteria.push(CriterionMet {
                criterion: line.criterion,
                met_on,
                note,
            });
        }
    }
    criteria.sort_by_key(|c| c.criterion);
    criteria.dedup_by_key(|c| c.criterion);
    let agreed_on = faults.day("agreed_on", &form.agreed_on, Some(today));
    let why = if form.option.is_some() {
        if form.agreed_on.trim().is_empty() {
            faults.add(
                "agreed_on",
                "required",
                "Enter the day on which it was agreed with the patient.",
            );
        }
        faults.required("why", &form.why, "Say why this option.")
    } else {
        if !form.agreed_on.trim().is_empty() {
            faults.add(
                "option",
                "required",
                "Choose what was agreed, or leave its day empty.",
            );
        }
        faults.text("why", &form.why)
    };
    let sessions = match form.sessions.trim() {
        "" => TEN,
        typed => match typed.parse::<u32>() {
            Ok(n) if (1..=MOST).contains(&n) => n,
            _ => {
                faults.add("sessions", "range", "Enter a number from 1 to 40.");
                TEN
            }
        },
    };
    let plan = PathwayPlan {
        criteria,
        option: form.option,
        agreed_on: form.option.and(agreed_on),
        why,
        delivered_by: faults.text("delivered_by", &form.delivered_by),
        sessions,
    };
    faults.none()?;
    Ok(plan)
}

/// The form that shows a plan: every criterion, met or not.
pub fn plan_form(plan: Option<&PathwayPlan>) -> PathwayPlanForm {
    let met = |criterion: EntryCriterion| {
        plan.and_then(|p| p.criteria.iter().find(|c| c.criterion == criterion))
    };
    PathwayPlanForm {
        criteria: EntryCriterion::ALL
            .iter()
            .map(|criterion| CriterionForm {
                criterion: *criterion,
                met_on: met(*criterion)
                    .map(|c| dates::clinical(c.met_on))
                    .unwrap_or_default(),
                note: met(*criterion).map(|c| c.note.clone()).unwrap_or_default(),
            })
            .collect(),
        option: plan.and_then(|p| p.option),
        agreed_on: plan
            .and_then(|p| p.agreed_on)
            .map(dates::clinical)
            .unwrap_or_default(),
        why: plan.map(|p| p.why.clone()).unwrap_or_default(),
        delivered_by: plan.map(|p| p.delivered_by.clone()).unwrap_or_default(),
        sessions: plan.map_or(TEN, |p| p.sessions).to_string(),
    }
}

/// `General intake: met. Leeds pathway: 3 of 4 met.`
pub fn entry(plan: Option<&PathwayPlan>) -> String {
    let Some(plan) = plan else {
        return "Entry criteria not recorded.".to_owned();
    };
    let count = |leeds: bool| {
        plan.criteria
            .iter()
            .filter(|c| c.criterion.is_leeds() == leeds)
            .count()
    };
    let said = |met: usize, of: usize| {
        if met == of {
            "met".to_owned()
        } else {
            format!("{met} of {of} met")
        }
    };
    format!(
        "General intake: {}. Leeds pathway: {}.",
        said(count(false), 2),
        said(count(true), 4)
    )
}

/// Checks a review and holds the gate.
///
/// Errors: `Invalid` for what is missing; `Refused` with `gate-agreement` for a completed discharge that not both agree
/// to, with `gate-measures` for one without a repeated measure or a reason.
pub fn review(
    form: &PathwayReviewForm,
    record: ReviewRecord,
    today: NaiveDate,
) -> Result<PathwayReview> {
    let mut faults = Faults::default();
    let held_on = faults
        .day("held_on", &form.held_on, Some(today))
        .unwrap_or(today);
    if form.decision.is_none() {
        faults.add("decision", "required", "Choose what was decided.");
    }
    let decision = form.decision.unwrap_or(ReviewDecision::Mdt);
    // Somebody who no longer comes can't be asked; nobody has to write what is not true.
    let asked = !decision.is_other_end();
    if asked && form.clinician_agrees.is_none() {
        faults.add(
            "clinician_agrees",
            "required",
            "Say whether you hold that progress is sufficient.",
        );
    }
    let understanding = if asked {
        faults.required(
            "understanding",
            &form.understanding,
            "Write the shared understanding in the patient’s words.",
        )
    } else {
        faults.text("understanding", &form.understanding)
    };
    let question = if decision == ReviewDecision::Mdt {
        faults.required(
            "question",
            &form.question,
            "Say what the team is asked to decide.",
        )
    } else {
        faults.text("question", &form.question)
    };
    let relapse_plan = if decision == ReviewDecision::Completed {
        faults.required(
            "relapse_plan",
            &form.relapse_plan,
            "Write what helps against a relapse, and what to do in one.",
        )
    } else {
        faults.text("relapse_plan", &form.relapse_plan)
    };
    let review = PathwayReview {
        held_on,
        understanding,
        patient_view: faults.text("patient_view", &form.patient_view),
        clinician_view: faults.text("clinician_view", &form.clinician_view),
        safety: faults.text("safety", &form.safety),
        service_use: faults.text("service_use", &form.service_use),
        clinician_agrees: form.clinician_agrees,
        patient_agrees: form.patient_agrees,
        no_repeat_reason: if record.repeated {
            String::new()
        } else {
            faults.text("no_repeat_reason", &form.no_repeat_reason)
        },
        decision,
        question,
        relapse_plan,
        end_note: faults.text("end_note", &form.end_note),
        record,
    };
    faults.none()?;
    gate(&review)?;
    Ok(review)
}

/// The most sessions that a review brought from elsewhere may speak of: the steps of a pathway are drawn one by one.
const MOST_HELD: u32 = 999;

/// Checks what the record of another register said on the day of a review: it was gathered there and can't be gathered
/// again. Errors: `Invalid`, also for a measure that is called repeated while none has a last score.
pub fn record_from_elsewhere(record: &ReviewRecord) -> Result<ReviewRecord> {
    let mut faults = Faults::default();
    if record.session_number > MOST_HELD {
        faults.add("session_number", "range", "Enter a number from 0 to 999.");
    }
    if record.repeated && record.measures.iter().all(|m| m.last.trim().is_empty()) {
        faults.add(
            "repeated",
            "repeated",
            "No measure here has a last score. Give it, or say false.",
        );
    }
    let checked = ReviewRecord {
        session_number: record.session_number,
        attendance: faults.text("attendance", &record.attendance),
        coverage: (0..)
            .zip(&record.coverage)
            .map(|(n, line): (u32, _)| faults.text(format!("coverage.{n}"), line))
            .collect(),
        goals: (0..)
            .zip(&record.goals)
            .map(|(n, goal): (u32, _)| {
                let mut text = |name, said| faults.text(format!("goals.{n}.{name}"), said);
                ReviewGoal {
                    words: text("words", &goal.words),
                    by: text("by", &goal.by),
                    baseline: text("baseline", &goal.baseline),
                    target: text("target", &goal.target),
                    change: text("change", &goal.change),
                    status: text("status", &goal.status),
                }
            })
            .collect(),
        measures: (0..)
            .zip(&record.measures)
            .map(|(n, measure): (u32, _)| {
                let mut text = |name, said| faults.text(format!("measures.{n}.{name}"), said);
                ReviewMeasure {
                    title: text("title", &measure.title),
                    first: text("first", &measure.first),
                    last: text("last", &measure.last),
                    change: text("change", &measure.change),
                }
            })
            .collect(),
        repeated: record.repeated,
        severity: faults.text("severity", &record.severity),
        safety: faults.text("safety", &record.safety),
        medicines: faults.text("medicines", &record.medicines),
    };
    faults.none()?;
    Ok(checked)
}

/// The gate of session ten: a completed discharge only when clinician and patient agree, and when measures were
/// repeated or a reason says why not. Everything else that is to be decided goes to the team.
fn gate(review: &PathwayReview) -> Result<()> {
    if review.decision != ReviewDecision::Completed {
        return Ok(());
    }
    if review.clinician_agrees != Some(true) || review.patient_agrees != Some(true) {
        return Err(Error::Refused {
            rule: "gate-agreement",
            message: "A completed discharge needs the agreement of clinician and patient. Without it the review goes to the multidisciplinary team.".into(),
        });
    }
    if !review.record.repeated && review.no_repeat_reason.is_empty() {
        return Err(Error::Refused {
            rule: "gate-measures",
            message: "A completed discharge needs a measure from the start that was repeated, or the reason why none was. Enter a measure, or write the reason.".into(),
        });
    }
    Ok(())
}

/// The form that shows a review.
pub fn review_form(review: &PathwayReview) -> PathwayReviewForm {
    PathwayReviewForm {
        held_on: dates::clinical(review.held_on),
        understanding: review.understanding.clone(),
        patient_view: review.patient_view.clone(),
        clinician_view: review.clinician_view.clone(),
        safety: review.safety.clone(),
        service_use: review.service_use.clone(),
        clinician_agrees: review.clinician_agrees,
        patient_agrees: review.patient_agrees,
        no_repeat_reason: review.no_repeat_reason.clone(),
        decision: Some(review.decision),
        question: review.question.clone(),
        relapse_plan: review.relapse_plan.clone(),
        end_note: review.end_note.clone(),
    }
}

/// Checks a decision of the team. Beyond the sessions agreed only with a rationale and the patient's motivation.
/// Errors: `Invalid`, also for a day before that of the review.
pub fn mdt(
    review: RecordId,
    reviewed_on: NaiveDate,
    form: &MdtDecisionForm,
    today: NaiveDate,
) -> Result<MdtDecision> {
    let mut faults = Faults::default();
    let held_on = faults
        .day("held_on", &form.held_on, Some(today))
        .unwrap_or(today);
    if held_on < reviewed_on {
        faults.add(
            "held_on",
            "before",
            "The team can’t have decided before the review was held.",
        );
    }
    if form.outcome.is_none() {
        faults.add("outcome", "required", "Choose what the team decided.");
    }
    let outcome = form.outcome.unwrap_or(MdtOutcome::Continue);
    let (mut rationale, mut motivation, mut disagreement) = Default::default();
    let mut sessions = 0;
    match outcome {
        MdtOutcome::Continue => {
            rationale = faults.required(
                "rationale",
                &form.rationale,
                "Write the clinical rationale for going on.",
            );
            motivation = faults.required(
                "motivation",
                &form.motivation,
                "Write what the patient wants to work on, and how that shows.",
            );
            match form.sessions.trim().parse::<u32>() {
                Ok(n @ 1..=20) => sessions = n,
                _ => faults.add(
                    "sessions",
                    "range",
                    "Enter how many more sessions, from 1 to 20. The last of them is a review.",
                ),
            }
        }
        MdtOutcome::Discharge => {
            disagreement = faults.required(
                "disagreement",
                &form.disagreement,
                "Write who disagrees with what.",
            );
        }
    }
    let present = faults.text("present", &form.present);
    faults.none()?;
    Ok(MdtDecision {
        review,
        held_on,
        present,
        outcome,
        rationale,
        motivation,
        sessions,
        disagreement,
    })
}

/// The form that shows a decision.
pub fn mdt_form(decision: &MdtDecision) -> MdtDecisionForm {
    MdtDecisionForm {
        held_on: dates::clinical(decision.held_on),
        present: decision.present.clone(),
        outcome: Some(decision.outcome),
        rationale: decision.rationale.clone(),
        motivation: decision.motivation.clone(),
        sessions: if decision.sessions == 0 {
            String::new()
        } else {
            decision.sessions.to_string()
        },
        disagreement: decision.disagreement.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 20).unwrap()
    }

    fn form(decision: ReviewDecision) -> PathwayReviewForm {
        PathwayReviewForm {
            understanding: "When pain comes I stop".into(),
            clinician_agrees: Some(true),
            patient_agrees: Some(true),
            decision: Some(decision),
            question: "Four more sessions?".into(),
            relapse_plan: "Pace by the clock".into(),
            ..PathwayReviewForm::default()
        }
    }

    fn record(repeated: bool) -> ReviewRecord {
        ReviewRecord {
            repeated,
            ..ReviewRecord::default()
        }
    }

    fn rule(result: Result<PathwayReview>) -> &'static str {
        match result {
            Err(Error::Refused { rule, .. }) => rule,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_completed_discharge_needs_both_to_agree() {
        for (clinician, patient) in [
            (Some(true), Some(false)),
            (Some(false), Some(true)),
            (Some(true), None),
        ] {
            let form = PathwayReviewForm {
                clinician_agrees: clinician,
                patient_agrees: patient,
                ..form(ReviewDecision::Completed)
            };
            assert_eq!(rule(review(&form, record(true), today())), "gate-agreement");
            let to_the_team = PathwayReviewForm {
                decision: Some(ReviewDecision::Mdt),
                ..form
            };
            assert!(review(&to_the_team, record(false), today()).is_ok());
        }
    }

    #[test]
    fn a_completed_discharge_needs_a_repeated_measure_or_a_reason() {
        let bare = form(ReviewDecision::Completed);
        assert_eq!(rule(review(&bare, record(false), today())), "gate-measures");
        assert!(review(&bare, record(true), today()).is_ok());
        let reason = PathwayReviewForm {
            no_repeat_reason: "She did not wish to".into(),
            ..bare
        };
        assert!(review(&reason, record(false), today()).is_ok());
    }

    #[test]
    fn other_ends_are_open_without_anybodys_agreement() {
        for decision in ReviewDecision::ALL.iter().filter(|d| d.is_other_end()) {
            let bare = PathwayReviewForm {
                decision: Some(*decision),
                ..PathwayReviewForm::default()
            };
            assert!(
                review(&bare, record(false), today()).is_ok(),
                "{decision:?}"
            );
        }
    }

    #[test]
    fn the_team_goes_on_only_with_rationale_and_motivation_and_ends_only_with_the_disagreement() {
        let id = RecordId::from_bytes([1; 16]);
        let fields = |form: &MdtDecisionForm| match mdt(id, today(), form, today()) {
            Err(Error::Invalid(faults)) => faults.into_iter().map(|f| f.field).collect::<Vec<_>>(),
            other => panic!("{other:?}"),
        };
        let mut form = MdtDecisionForm {
            outcome: Some(MdtOutcome::Continue),
            ..MdtDecisionForm::default()
        };
        assert_eq!(fields(&form), ["rationale", "motivation", "sessions"]);
        form.outcome = Some(MdtOutcome::Discharge);
        assert_eq!(fields(&form), ["disagreement"]);
    }

    #[test]
    fn entry_is_counted_apart_for_the_general_intake_and_for_leeds() {
        let mut form = plan_form(None);
        for line in form.criteria.iter_mut().take(3) {
            line.met_on = "01-Nov-2026".into();
        }
        let plan = plan(&form, today()).unwrap();
        assert_eq!(
            entry(Some(&plan)),
            "General intake: met. Leeds pathway: 1 of 4 met."
        );
        assert_eq!(plan.sessions, 10);
        let chosen = PathwayPlanForm {
            option: Some(super::super::PathwayOption::Cbt),
            ..form
        };
        assert!(
            super::plan(&chosen, today()).is_err(),
            "an option wants its day and its reason"
        );
    }
}

//! What the letter of a pathway review says: the newest review in force, with sessions and goals up to its day. Safety,
//! measures, severity and lists are those of the day of the letter: what is newer is never left out.

use super::facts::Facts;
use crate::care::{MedicineStatus, rules as care_rules};
use crate::contacts::{Attendance, Phase, SessionNote};
use crate::dates;
use crate::goals::{Goal, GoalRating};
use crate::pathway::{
    EntryCriterion, MdtDecision, MdtOutcome, PathwayPlan, PathwayReview, ReviewDecision,
};
use chrono::NaiveDate;

/// The facts of a review, by the names that a template uses.
pub const NAMES: &[&str] = &[
    "review-held",
    "review-entry",
    "review-attendance",
    "review-phases",
    "review-understanding",
    "review-goals",
    "review-measures",
    "review-safety",
    "review-medicines",
    "review-service-use",
    "review-patient",
    "review-clinician",
    "review-decision",
    "review-team",
    "review-relapse",
];

/// A goal in force with its ratings in force, oldest first.
#[derive(Clone, Debug)]
pub struct RatedGoal {
    /// The goal.
    pub goal: Goal,
    /// Its ratings up to the day of the review.
    pub ratings: Vec<GoalRating>,
}

/// The newest review in force with what belongs to it.
#[derive(Clone, Debug)]
pub struct ReviewFacts {
    /// The review.
    pub review: PathwayReview,
    /// Entry and option; absent where nothing is recorded.
    pub plan: Option<PathwayPlan>,
    /// Sessions agreed in all, those that the team added included.
    pub agreed: u32,
    /// Sessions in force up to the day of the review, oldest first.
    pub sessions: Vec<SessionNote>,
    /// Goals in force, in the order in which they were agreed.
    pub goals: Vec<RatedGoal>,
    /// What the team decided; absent where nothing was or is to be decided.
    pub team: Option<MdtDecision>,
}

fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A sentence of its own: begun with a capital, ended by a full stop; empty stays empty.
fn closed(text: &str) -> String {
    let text = flat(text);
    if text.is_empty() || text.ends_with(['.', '!', '?', '”', '"', '…']) {
        return text;
    }
    format!("{text}.")
}

fn days(of: &[NaiveDate]) -> String {
    let each: Vec<String> = of.iter().map(|d| dates::clinical(*d)).collect();
    each.join(", ")
}

impl ReviewFacts {
    /// The text of one fact; empty where there is nothing to say.
    pub fn text(&self, name: &str, facts: &Facts) -> String {
        let review = &self.review;
        match name {
            "review-held" => self.held(),
            "review-entry" => self.plan.as_ref().map(entry).unwrap_or_default(),
            "review-attendance" => self.attendance(),
            "review-phases" => self.phases(),
            "review-understanding" => review.understanding.clone(),
            "review-goals" => self.goals(),
            "review-measures" if review.no_repeat_reason.is_empty() => String::new(),
            "review-measures" => format!(
                "No measure was repeated: {}",
                closed(&review.no_repeat_reason)
            ),
            "review-safety" => review.safety.clone(),
            "review-medicines" => medicines(facts),
            "review-service-use" => review.service_use.clone(),
            "review-patient" => review.patient_view.clone(),
            "review-clinician" => review.clinician_view.clone(),
            "review-decision" => self.decision(),
            "review-team" => self.team(),
            "review-relapse" => review.relapse_plan.clone(),
            _ => String::new(),
        }
    }

    fn held(&self) -> String {
        let mut said = vec![format!(
            "Review held on {}.",
            dates::clinical(self.review.held_on)
        )];
        let Some(plan) = &self.plan else {
            said.push("Entry and option are not recorded.".to_owned());
            return said.join(" ");
        };
        if let Some(option) = plan.option {
            said.push(closed(option.label()));
        }
        if let Some(on) = plan.agreed_on {
            said.push(format!(
                "Agreed with the patient on {}: {}",
                dates::clinical(on),
                closed(&plan.why)
            ));
        }
        if !plan.delivered_by.is_empty() {
            said.push(format!("Delivered by {}", closed(&plan.delivered_by)));
        }
        said.join(" ")
    }

    /// How many were agreed, and each kind of attendance with its days.
    fn attendance(&self) -> String {
        let mut lines = Vec::new();
        // Where nobody recorded how many were agreed, nothing is said of it.
        if let Some(first) = self.plan.as_ref().map(|p| p.sessions) {
            lines.push(if first == self.agreed {
                format!("{first} sessions were agreed.")
            } else {
                format!(
                    "{first} sessions were agreed at first, {} in all.",
                    self.agreed
                )
            });
        }
        for attendance in Attendance::ALL {
            let on: Vec<NaiveDate> = self
                .sessions
                .iter()
                .filter(|s| s.attendance == *attendance)
                .map(|s| s.held_on)
                .collect();
            if !on.is_empty() {
                lines.push(format!(
                    "- {} ({}): {}",
                    attendance.label(),
                    on.len(),
                    days(&on)
                ));
            }
        }
        lines.join("\n")
    }

    /// `Sessions by phase: engagement 2, shared understanding 1, …`
    fn phases(&self) -> String {
        if self.sessions.iter().all(|s| s.phases.is_empty()) {
            return String::new();
        }
        let each: Vec<String> = Phase::ALL
            .iter()
            .map(|phase| {
                let times = self.sessions.iter().filter(|s| s.phases.contains(phase));
                format!("{} {}", phase.label().to_lowercase(), times.count())
            })
            .collect();
        format!("Sessions by phase: {}.", each.join(", "))
    }

    /// Each goal with its five parts and what the newest rating rests on; first and newest ratings are in the table.
    fn goals(&self) -> String {
        self.goals
            .iter()
            .map(|RatedGoal { goal, ratings }| {
                let mut said = vec![format!("{}: {}", flat(&goal.words), closed(&goal.specific))];
                said.push(format!("Seen by: {}", closed(&goal.measurable)));
                for (name, part) in [("With", &goal.achievable), ("Now since", &goal.realistic)] {
                    if !part.is_empty() {
                        said.push(format!("{name}: {}", closed(part)));
                    }
                }
                said.push(format!("By {}.", dates::clinical(goal.by)));
                if let Some(last) = ratings.iter().rev().find(|r| !r.evidence.is_empty()) {
                    said.push(format!("Evidence: {}", closed(&last.evidence)));
                }
                format!("- {}", said.join(" "))
            })
            .collect::<Vec<_>>()
            .join("\n")
    }

    /// The decision, and who holds that progress is sufficient.
    fn decision(&self) -> String {
        let review = &self.review;
        let mut said = vec![closed(review.decision.label())];
        let holds = |who: &str, view: Option<bool>, none: &str| match view {
            Some(true) => format!("The {who} holds that progress is sufficient."),
            Some(false) => format!("The {who} does not hold that progress is sufficient."),
            None => none.to_owned(),
        };
        if !review.decision.is_other_end() {
            said.push(holds("clinician", review.clinician_agrees, ""));
            said.push(holds(
                "patient",
                review.patient_agrees,
                "The patient could not be asked.",
            ));
        }
        said.push(closed(&review.end_note));
        said.retain(|s| !s.is_empty());
        said.join(" ")
    }

    /// What the team was asked and what it decided.
    fn team(&self) -> String {
        if self.review.decision != ReviewDecision::Mdt {
            return String::new();
        }
        let question = format!("Question: {}", closed(&self.review.question));
        let Some(decided) = &self.team else {
            return format!("{question} The team has not decided yet.");
        };
        let mut said = vec![format!(
            "Decided on {}: {}",
            dates::clinical(decided.held_on),
            match decided.outcome {
                MdtOutcome::Continue if decided.sessions == 1 =>
                    "continue for one more session, which is a further review.".to_owned(),
                MdtOutcome::Continue => format!(
                    "continue for {} more sessions, the last of them a further review.",
                    decided.sessions
                ),
                MdtOutcome::Discharge => "discharge.".to_owned(),
            }
        )];
        for (name, part) in [
            ("Rationale", &decided.rationale),
            ("The patient’s motivation", &decided.motivation),
            ("Disagreement", &decided.disagreement),
            ("Present", &decided.present),
        ] {
            if !part.is_empty() {
                said.push(format!("{name}: {}", closed(part)));
            }
        }
        format!("{question}\n\n{}", said.join(" "))
    }
}

/// Criteria that are met with their days, and those that are not recorded as met.
fn entry(plan: &PathwayPlan) -> String {
    if plan.criteria.is_empty() {
        return "No entry criterion is recorded as met.".to_owned();
    }
    let named = |criterion: EntryCriterion| lower_first(criterion.label());
    let first = plan.criteria.first().map(|c| c.met_on);
    let one_day = first.filter(|day| plan.criteria.iter().all(|c| c.met_on == *day));
    let met: Vec<String> = plan
        .criteria
        .iter()
        .map(|c| match one_day {
            Some(_) => named(c.criterion),
            None => format!("{} ({})", named(c.criterion), dates::clinical(c.met_on)),
        })
        .collect();
    let missing: Vec<String> = EntryCriterion::ALL
        .iter()
        .filter(|c| plan.criteria.iter().all(|m| m.criterion != **c))
        .map(|c| named(*c))
        .collect();
    if let (Some(day), true) = (one_day, missing.is_empty()) {
        return format!(
            "All criteria of entry, those of the general intake and the four of the Leeds pathway, were met on {}.",
            dates::clinical(day)
        );
    }
    let on = one_day.map_or_else(String::new, |d| format!(" on {}", dates::clinical(d)));
    let mut said = format!("Entry criteria met{on}: {}.", met.join("; "));
    if !missing.is_empty() {
        said.push_str(&format!(" Not recorded as met: {}.", missing.join("; ")));
    }
    said
}

fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map(|first| first.to_lowercase().chain(letters).collect())
        .unwrap_or_default()
}

/// Medicines that were started, changed or stopped, with why. An unrecorded list never reads as "none".
fn medicines(facts: &Facts) -> String {
    let Some(list) = &facts.medicines else {
        return format!("{}.", care_rules::MEDICINES_NOT_RECORDED);
    };
    let changed: Vec<String> = list
        .items
        .iter()
        .filter(|m| m.status != MedicineStatus::Current)
        .map(|m| {
            format!(
                "- {}, {}: {}",
                care_rules::medicine_line(m),
                m.status.label().to_lowercase(),
                closed(&m.why)
            )
        })
        .collect();
    if changed.is_empty() {
        return "No medicine in the list is marked as started, changed or stopped.".to_owned();
    }
    changed.join("\n")
}

//! What the letter of a pathway review says: the newest review in force, with sessions and goals up to its day. Safety,
//! measures, severity and lists are those of the day of the letter: what is newer is never left out.

use super::facts::Facts;
use crate::care::{MedicineStatus, rules as care_rules};
use crate::charts::line::Numbered;
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
    "review-attendance",
    "review-understanding",
    "review-goals",
    "review-measures",
    "review-severity",
    "review-safety",
    "review-medicines",
    "review-service-use",
    "review-views",
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
    /// Those of them that have a number, with it.
    pub numbered: Vec<Numbered>,
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

/// `1 session was`, `10 sessions were`
fn sessions(number: u32) -> String {
    match number {
        1 => "1 session was".to_owned(),
        n => format!("{n} sessions were"),
    }
}

/// Whose view it is, then the view as it was written.
fn view_of(whose: &str, said: &str) -> String {
    if said.is_empty() {
        return String::new();
    }
    format!("The {whose}’s view: {said}")
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
            "review-attendance" => self.attendance(),
            "review-understanding" => review.understanding.clone(),
            "review-goals" => self.goals(),
            "review-measures" if review.no_repeat_reason.is_empty() => String::new(),
            "review-measures" => format!(
                "No measure was repeated: {}",
                closed(&review.no_repeat_reason)
            ),
            "review-severity" => severity(facts),
            "review-safety" => review.safety.clone(),
            "review-medicines" => medicines(facts),
            "review-service-use" => review.service_use.clone(),
            "review-views" => [
                view_of("patient", &review.patient_view),
                view_of("clinician", &review.clinician_view),
            ]
            .into_iter()
            .filter(|v| !v.is_empty())
            .collect::<Vec<_>>()
            .join("\n"),
            "review-decision" => self.decision(),
            "review-team" => self.team(),
            "review-relapse" => review.relapse_plan.clone(),
            _ => String::new(),
        }
    }

    fn held(&self) -> String {
        let mut said = Vec::new();
        let Some(plan) = &self.plan else {
            return "Entry and option are not recorded.".to_owned();
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
        said.push(entry(plan));
        said.join(" ")
    }

    /// How many were agreed, and each kind of attendance with its days; then what was worked on, in a line of its own.
    fn attendance(&self) -> String {
        let mut said = Vec::new();
        // Where nobody recorded how many were agreed, nothing is said of it.
        if let Some(first) = self.plan.as_ref().map(|p| p.sessions) {
            said.push(if first == self.agreed {
                format!("{} agreed.", sessions(first))
            } else {
                format!(
                    "{} agreed at first, {} in all.",
                    sessions(first),
                    self.agreed
                )
            });
        }
        if self.sessions.is_empty() {
            said.push("No session is recorded.".to_owned());
        }
        for attendance in Attendance::ALL {
            let on: Vec<NaiveDate> = self
                .sessions
                .iter()
                .filter(|s| s.attendance == *attendance)
                .map(|s| s.held_on)
                .collect();
            if !on.is_empty() {
                said.push(format!(
                    "{} ({}): {}.",
                    attendance.label(),
                    on.len(),
                    days(&on)
                ));
            }
        }
        let counted = said.join(" ");
        let phases = self.phases();
        if phases.is_empty() {
            return counted;
        }
        format!("{counted}\n{phases}")
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

    /// Each goal with what its table has no room for: what exactly, how it is seen, by when, and what the newest rating
    /// rests on. With what help and why now is for those who work on it.
    fn goals(&self) -> String {
        self.goals
            .iter()
            .map(|RatedGoal { goal, ratings }| {
                let mut said = vec![format!("{}: {}", flat(&goal.words), closed(&goal.specific))];
                if !goal.measurable.is_empty() {
                    said.push(format!("Measured by: {}", closed(&goal.measurable)));
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

    /// The decision, what came of it, and who holds that progress is sufficient.
    fn decision(&self) -> String {
        let review = &self.review;
        let decided = match (review.decision, &self.team) {
            (ReviewDecision::Mdt, None) => {
                "Referred to the multidisciplinary team, which has not decided yet.".to_owned()
            }
            (ReviewDecision::Mdt, Some(team)) => format!(
                "Referred to the multidisciplinary team, which decided on {}: {}",
                dates::clinical(team.held_on),
                match team.outcome {
                    MdtOutcome::Continue if team.sessions == 1 =>
                        "continue for one more session, which is a further review.".to_owned(),
                    MdtOutcome::Continue => format!(
                        "continue for {} more sessions, the last of them a further review.",
                        team.sessions
                    ),
                    MdtOutcome::Discharge => "discharge.".to_owned(),
                }
            ),
            (other, _) => closed(other.label()),
        };
        let mut said = vec![decided];
        if !review.decision.is_other_end() {
            said.push(
                match (review.clinician_agrees, review.patient_agrees) {
                    (Some(true), Some(true)) => "Both hold that progress is sufficient.",
                    (Some(false), Some(false)) => {
                        "Neither clinician nor patient holds that progress is sufficient."
                    }
                    (Some(true), Some(false)) => {
                        "The clinician holds that progress is sufficient, the patient does not."
                    }
                    (Some(false), Some(true)) => {
                        "The patient holds that progress is sufficient, the clinician does not."
                    }
                    (Some(true), None) => {
                        "The clinician holds that progress is sufficient; the patient could not be asked."
                    }
                    (Some(false), None) => {
                        "The clinician does not hold that progress is sufficient; the patient could not be asked."
                    }
                    (None, _) => "",
                }
                .to_owned(),
            );
        }
        said.push(closed(&review.end_note));
        // Everything that follows is of this day, whatever has been recorded since.
        let on = dates::clinical(review.held_on);
        said.push(format!(
            "Review held on {on}; this letter tells how things stood then."
        ));
        said.retain(|s| !s.is_empty());
        said.join(" ")
    }

    /// What the team was asked, and on what its decision rests.
    fn team(&self) -> String {
        if self.review.decision != ReviewDecision::Mdt {
            return String::new();
        }
        let mut said = vec![format!("Question: {}", closed(&self.review.question))];
        if let Some(decided) = &self.team {
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
        }
        said.join(" ")
    }
}

/// The newest rating in full, then those before it, oldest first.
fn severity(facts: &Facts) -> String {
    // Whose classification it is stands in the form and in the letter after an assessment; here it would only be long.
    let newest = facts.text("severity").replace(
        crate::severity::rules::LABEL,
        "A clinician’s classification, not a scale.",
    );
    let chart = facts.severity.as_ref().and_then(|s| s.chart.as_ref());
    let Some(chart) = chart.filter(|_| !newest.is_empty()) else {
        return newest;
    };
    let earlier = chart.steps.split_last().map_or(&[][..], |(_, rest)| rest);
    let each: Vec<String> = earlier
        .iter()
        .filter_map(|step| {
            let word = chart.levels.get(usize::try_from(step.level).ok()?)?;
            Some(format!("{} on {}", word.to_lowercase(), step.label))
        })
        .collect();
    if each.is_empty() {
        return newest;
    }
    format!("{newest} Rated before: {}.", each.join(", "))
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
            "All entry criteria, general and of the Leeds pathway, were met on {}.",
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

//! How chance lets an outlined case go along the pathway: weekly sessions, some missed, a goal, and an end or none yet.
//! It draws from a stream of its own, so that nothing else of a case depends on it.

use super::chance::Chance;
use super::pathway::{Aim, Ended, Held, Pathway, Reviewed, Score};
use super::script::Story;
use casebook_core::cases::{CaseKind, CaseStatus};
use casebook_core::contacts::{Attendance, ContactForm, Phase};
use casebook_core::goals::GoalStatus;
use casebook_core::pathway::{EntryCriterion, PathwayOption, ReviewDecision};
use serde::Deserialize;
use std::collections::BTreeMap;

/// What the pathway of an outlined case says, whoever it is.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Ordinary {
    why: String,
    delivered_by: String,
    /// What is noted in a session of each phase.
    notes: BTreeMap<Phase, String>,
    missed: String,
    cancelled: String,
    goal: Aim,
    /// Why a goal is called reached at the end, and why it is set aside.
    reached: String,
    set_aside: String,
    completed: Reviewed,
    to_the_team: Reviewed,
    stopped: Reviewed,
}

/// The phase of a session by its number.
const fn phase(number: u32) -> Phase {
    match number {
        0..=2 => Phase::Engagement,
        3 => Phase::SharedUnderstanding,
        4 => Phase::GoalAgreement,
        5..=7 => Phase::CoreIntervention,
        8 | 9 => Phase::ActivatingTherapies,
        _ => Phase::RelapseManagement,
    }
}

/// The session that many days ago, with what chance makes of it.
fn session(
    ordinary: &Ordinary,
    on: u32,
    number: &mut u32,
    chance: &mut Chance,
    say: &dyn Fn(&str) -> String,
) -> Held {
    let (attendance, note) = match chance.below(100) {
        0..=7 => (Attendance::DidNotAttend, &ordinary.missed),
        8..=12 => (Attendance::PatientCancelled, &ordinary.cancelled),
        _ => (
            Attendance::Attended,
            ordinary
                .notes
                .get(&phase(*number + 1))
                .unwrap_or(&ordinary.missed),
        ),
    };
    // What was missed without a word counts here; what was cancelled never does.
    *number += u32::from(attendance != Attendance::PatientCancelled);
    Held {
        on,
        attendance,
        form: ContactForm::FaceToFace,
        minutes: String::new(),
        phases: vec![phase(*number)],
        note: say(note),
        homework: String::new(),
    }
}

/// The frame of a pathway, days ago.
#[derive(Clone, Copy, Debug)]
pub(super) struct Way {
    /// It was entered.
    pub(super) begins: u32,
    /// Nothing goes on after this.
    pub(super) on_hold: Option<u32>,
    /// The team lets it go on beyond ten sessions.
    pub(super) extended: bool,
}

/// Adds a pathway to a story of persistent physical symptoms.
pub(super) fn walk(
    story: &mut Story,
    ordinary: &Ordinary,
    way: Way,
    chance: &mut Chance,
    say: &dyn Fn(&str) -> String,
) {
    let Way {
        begins,
        on_hold,
        extended,
    } = way;
    let closed = story.then.iter().find(|s| s.status == CaseStatus::Closed);
    let open = closed.is_none();
    let end = closed.map_or(on_hold.unwrap_or_default(), |s| s.on) + 2;
    if story.referral.kind != CaseKind::Mus || begins <= end + 7 {
        return;
    }
    let stops = chance.below(100) < 22 && on_hold.is_none() && !extended;
    let stops = stops.then(|| chance.between(2, 7));
    let better = chance.below(100) < 60 && !extended;
    let waits = chance.below(100) < 30 && !extended;

    let mut sessions: Vec<Held> = Vec::new();
    let (mut on, mut number) = (begins - 7, 0);
    let agreed = 10;
    while number < stops.unwrap_or(agreed) {
        sessions.push(session(ordinary, on, &mut number, chance, say));
        let Some(next) = on.checked_sub(7).filter(|next| *next >= end) else {
            break;
        };
        on = next;
    }
    let mut last = sessions.last().map_or(on, |s| s.on);
    let came = |s: &&Held| s.attendance == Attendance::Attended;
    let days: Vec<u32> = sessions.iter().filter(came).map(|s| s.on).collect();
    let mut goals = Vec::new();
    if let (Some(third), true) = (days.get(2), days.len() > 3) {
        let mut aim = ordinary.goal.clone();
        (aim.on, aim.words) = (*third, say(&aim.words));
        let gain = if better { 3 } else { 1 };
        aim.ratings = (0u32..)
            .zip(days.iter().skip(2).step_by(3))
            .map(|(turn, on)| Score {
                on: *on,
                patient: 2 + turn * gain,
                clinician: 3 + turn * gain,
                evidence: String::new(),
            })
            .collect();
        goals.push(aim);
    }
    let reached = |goal: &Aim| goal.ratings.last().is_some_and(|r| r.patient >= 7);
    let retold = |review: &Reviewed, on: u32| Reviewed {
        on,
        understanding: story
            .formulations
            .first()
            .map_or_else(|| say(&review.understanding), |f| f.patient_agrees.clone()),
        patient_view: say(&review.patient_view),
        clinician_view: say(&review.clinician_view),
        end_note: say(&review.end_note),
        ..review.clone()
    };
    let mut reviews = Vec::new();
    if number >= agreed {
        if better || !open {
            reviews.push(retold(&ordinary.completed, last));
        } else if last > end {
            let mut review = retold(&ordinary.to_the_team, last);
            if waits || review.team.as_ref().is_some_and(|t| last <= t.after + 1) {
                review.team = None;
            }
            let more = review.team.as_ref().map(|t| (t.after, t.sessions));
            reviews.push(review);
            // What the team has agreed beyond the ten goes on week by week.
            let (after, granted) = more.unwrap_or_default();
            let mut next = last.checked_sub(after + 7);
            while let Some(on) = next.filter(|on| *on >= end && number < agreed + granted) {
                sessions.push(session(ordinary, on, &mut number, chance, say));
                next = on.checked_sub(7);
            }
            if granted > 0 && number >= agreed + granted {
                let on = sessions.last().map_or(last, |s| s.on);
                reviews.push(retold(&ordinary.completed, on));
                last = on;
            }
        }
    } else if !open || stops.is_some_and(|s| number >= s) {
        reviews.push(retold(&ordinary.stopped, last));
    }
    // A pathway that is over leaves no goal that is still being worked on.
    let over = (reviews.last()).is_some_and(|r: &Reviewed| r.decision != ReviewDecision::Mdt);
    for goal in goals.iter_mut().filter(|_| over) {
        let (status, why) = if reached(goal) {
            (GoalStatus::Reached, &ordinary.reached)
        } else {
            (GoalStatus::SetAside, &ordinary.set_aside)
        };
        goal.ended = Some(Ended {
            on: last,
            status,
            why: say(why),
        });
    }
    story.pathway = Some(Pathway {
        on: begins,
        option: if chance.below(3) == 0 {
            PathwayOption::Cbt
        } else {
            PathwayOption::HospitalTeam
        },
        why: say(&ordinary.why),
        delivered_by: ordinary.delivered_by.clone(),
        sessions_agreed: None,
        criteria: EntryCriterion::ALL
            .iter()
            .map(|c| (*c, String::new()))
            .collect(),
        sessions,
        goals,
        reviews,
    });
}

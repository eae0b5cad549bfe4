//! Rules of goals and ratings.

use super::{Goal, GoalForm, GoalRating, GoalRatingForm, GoalStatus};
use crate::charts::{ChartPoint, LineChart};
use crate::dates;
use crate::error::Result;
use crate::ids::RecordId;
use crate::signed::Faults;
use chrono::NaiveDate;

/// The highest rating: reached.
pub const TOP: u32 = 10;

/// Checks and tidies a goal. Errors: `Invalid`.
pub fn check(form: &GoalForm, today: NaiveDate) -> Result<Goal> {
    let mut faults = Faults::default();
    let words = faults.required(
        "words",
        &form.words,
        "Write the goal in the patient’s words.",
    );
    let specific = faults.required("specific", &form.specific, "Say what exactly.");
    let measurable = faults.required("measurable", &form.measurable, "Say how it will be seen.");
    let by = if form.by.trim().is_empty() {
        faults.add("by", "required", "Enter the day by which.");
        None
    } else {
        faults.day("by", &form.by, None)
    };
    let baseline = faults.required("baseline", &form.baseline, "Say where the patient starts.");
    let target = faults.required("target", &form.target, "Say where the patient wants to be.");
    let agreed_on = faults
        .day("agreed_on", &form.agreed_on, Some(today))
        .unwrap_or(today);
    if by.is_some_and(|by| by < agreed_on) {
        faults.add("by", "past", "The goal ends before it was agreed.");
    }
    let goal = Goal {
        words,
        specific,
        measurable,
        achievable: faults.text("achievable", &form.achievable),
        realistic: faults.text("realistic", &form.realistic),
        by: by.unwrap_or(today),
        baseline,
        target,
        agreed_on,
        status: form.status.unwrap_or(GoalStatus::Open),
    };
    faults.none()?;
    Ok(goal)
}

/// Checks the ratings of a day. Errors: `Invalid`.
pub fn check_rating(
    goal: RecordId,
    rated_on: &str,
    form: &GoalRatingForm,
    today: NaiveDate,
) -> Result<GoalRating> {
    let mut faults = Faults::default();
    let rated_on = faults
        .day("rated_on", rated_on, Some(today))
        .unwrap_or(today);
    for (field, rating) in [("patient", form.patient), ("clinician", form.clinician)] {
        if rating.is_some_and(|r| r > TOP) {
            faults.add(field, "range", "Ratings go from 0 to 10.");
        }
    }
    if form.patient.is_none() && form.clinician.is_none() {
        faults.add("patient", "required", "Enter at least one rating.");
    }
    let evidence = faults.text("evidence", &form.evidence);
    faults.none()?;
    Ok(GoalRating {
        goal,
        rated_on,
        patient: form.patient,
        clinician: form.clinician,
        evidence,
    })
}

/// The form that shows a goal.
pub fn form(goal: &Goal) -> GoalForm {
    GoalForm {
        words: goal.words.clone(),
        specific: goal.specific.clone(),
        measurable: goal.measurable.clone(),
        achievable: goal.achievable.clone(),
        realistic: goal.realistic.clone(),
        by: dates::clinical(goal.by),
        baseline: goal.baseline.clone(),
        target: goal.target.clone(),
        agreed_on: dates::clinical(goal.agreed_on),
        status: Some(goal.status),
    }
}

/// First and newest rating of one side, oldest first given: `2 to 7`, `2` for a single one, empty for none.
pub fn ends(oldest_first: &[&GoalRating], side: fn(&GoalRating) -> Option<u32>) -> String {
    let all: Vec<u32> = oldest_first.iter().filter_map(|r| side(r)).collect();
    match all.as_slice() {
        [] => String::new(),
        [only] => only.to_string(),
        [first, .., last] => format!("{first} to {last}"),
    }
}

/// First and newest rating of each side, oldest first given: `patient 2 to 7, clinician 3 to 6`.
pub fn change(oldest_first: &[&GoalRating]) -> String {
    [
        ("patient", ends(oldest_first, |r| r.patient)),
        ("clinician", ends(oldest_first, |r| r.clinician)),
    ]
    .into_iter()
    .filter(|(_, said)| !said.is_empty())
    .map(|(who, said)| format!("{who} {said}"))
    .collect::<Vec<_>>()
    .join(", ")
}

/// The patient's ratings over time; `None` for fewer than two.
pub fn chart(goal: &Goal, oldest_first: &[&GoalRating]) -> Option<LineChart> {
    let rated: Vec<(NaiveDate, u32)> = oldest_first
        .iter()
        .filter_map(|r| Some((r.rated_on, r.patient?)))
        .collect();
    let ((first_on, first), (last_on, last)) = (rated.first()?, rated.last()?);
    if rated.len() < 2 {
        return None;
    }
    Some(LineChart {
        title: goal.words.clone(),
        alt: format!(
            "Rated by the patient {first} of 10 on {} and {last} of 10 on {}; {} ratings.",
            dates::clinical(*first_on),
            dates::clinical(*last_on),
            rated.len()
        ),
        min: 0,
        max: 10,
        scale: 1,
        points: rated
            .iter()
            .map(|(on, value)| ChartPoint {
                label: dates::clinical(*on),
                value: i32::try_from(*value).unwrap_or(0),
                day: i32::try_from((*on - *first_on).num_days()).unwrap_or(0),
                apart: false,
                band: String::new(),
                since: String::new(),
            })
            .collect(),
        lines: Vec::new(),
        bands: Vec::new(),
        error_band: None,
        sessions: Vec::new(),
        days: 0,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Error;

    fn day(d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, d).unwrap()
    }

    fn filled() -> GoalForm {
        GoalForm {
            words: "Walk to the school gate".into(),
            specific: "Gate and back, four days a week".into(),
            measurable: "Ticks on the calendar".into(),
            by: "20-Dec-2026".into(),
            baseline: "To the corner".into(),
            target: "Gate and back".into(),
            ..GoalForm::default()
        }
    }

    #[test]
    fn a_goal_has_a_start_a_target_and_a_day_and_does_not_end_before_it_begins() {
        let Err(Error::Invalid(faults)) = check(&GoalForm::default(), day(20)) else {
            panic!("an empty goal was taken");
        };
        let fields: Vec<&str> = faults.iter().map(|f| f.field.as_str()).collect();
        assert_eq!(
            fields,
            [
                "words",
                "specific",
                "measurable",
                "by",
                "baseline",
                "target"
            ]
        );
        let mut late = filled();
        late.by = "19-Nov-2026".into();
        assert!(matches!(check(&late, day(20)), Err(Error::Invalid(f)) if f[0].rule == "past"));
        assert!(check(&filled(), day(20)).is_ok());
    }

    #[test]
    fn ratings_go_from_nought_to_ten_and_nought_is_not_the_same_as_none() {
        let goal = RecordId::from_bytes([1; 16]);
        let rate = |patient, clinician| {
            let form = GoalRatingForm {
                patient,
                clinician,
                evidence: String::new(),
            };
            check_rating(goal, "", &form, day(20))
        };
        assert!(rate(Some(11), None).is_err());
        assert!(rate(None, None).is_err());
        let nought = rate(Some(0), None).unwrap();
        assert_eq!(nought.patient, Some(0));
        let later = GoalRating {
            rated_on: day(27),
            patient: Some(7),
            clinician: Some(6),
            ..nought.clone()
        };
        assert_eq!(change(&[&nought, &later]), "patient 0 to 7, clinician 6");
        let goal = check(&filled(), day(20)).unwrap();
        let drawn = chart(&goal, &[&nought, &later]).unwrap();
        assert_eq!((drawn.points[0].value, drawn.points[1].day), (0, 7));
        assert!(chart(&goal, &[&nought]).is_none());
    }
}

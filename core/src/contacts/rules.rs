//! Rules of the session note, and how sessions are numbered and counted.

use super::{
    Attendance, AttendanceSummary, ContactForm, Phase, SessionNote, SessionNoteForm, SessionStep,
};
use crate::charts::line::Numbered;
use crate::dates;
use crate::error::Result;
use crate::signed::Faults;
use chrono::NaiveDate;

/// Checks and tidies a form. Errors: `Invalid`.
pub fn check(form: &SessionNoteForm, today: NaiveDate) -> Result<SessionNote> {
    let mut faults = Faults::default();
    let held_on = if form.held_on.trim().is_empty() {
        faults.add("held_on", "required", "Enter the day of the session.");
        None
    } else {
        faults.day("held_on", &form.held_on, Some(today))
    };
    if form.attendance.is_none() {
        faults.add("attendance", "required", "Choose whether it took place.");
    }
    let attended = form.attendance == Some(Attendance::Attended);
    let mut minutes = 0;
    if attended {
        match form.minutes.trim().parse::<u32>() {
            Ok(typed @ 1..=480) => minutes = typed,
            _ => faults.add(
                "minutes",
                "range",
                "Enter the minutes as a number from 1 to 480.",
            ),
        }
        if form.form.is_none() {
            faults.add("form", "required", "Choose how you met.");
        }
        if form.phases.is_empty() {
            faults.add(
                "phases",
                "required",
                "Choose at least one phase that was worked on.",
            );
        }
    }
    let note = if attended {
        faults.required("note", &form.note, "Write what was worked on.")
    } else {
        faults.text("note", &form.note)
    };
    let homework = faults.text("homework", &form.homework);
    let mut phases = if attended {
        form.phases.clone()
    } else {
        Vec::new()
    };
    phases.sort();
    phases.dedup();
    faults.none()?;
    Ok(SessionNote {
        held_on: held_on.unwrap_or(today),
        attendance: form.attendance.unwrap_or(Attendance::Attended),
        minutes,
        form: form.form.unwrap_or(ContactForm::FaceToFace),
        phases,
        note,
        homework,
    })
}

/// The form that shows a note.
pub fn form(note: &SessionNote) -> SessionNoteForm {
    SessionNoteForm {
        held_on: dates::clinical(note.held_on),
        attendance: Some(note.attendance),
        minutes: if note.minutes == 0 {
            String::new()
        } else {
            note.minutes.to_string()
        },
        form: Some(note.form),
        phases: note.phases.clone(),
        note: note.note.clone(),
        homework: note.homework.clone(),
    }
}

/// Does a session of this kind count towards the number agreed?
pub fn counts(attendance: Attendance, missed_count: bool) -> bool {
    match attendance {
        Attendance::Attended => true,
        Attendance::DidNotAttend => missed_count,
        Attendance::PatientCancelled | Attendance::TeamCancelled => false,
    }
}

/// The number of each session, oldest first; none for one that does not count.
pub fn numbers(oldest_first: &[&SessionNote], missed_count: bool) -> Vec<Option<u32>> {
    let mut last = 0u32;
    oldest_first
        .iter()
        .map(|note| {
            counts(note.attendance, missed_count).then(|| {
                last = last.saturating_add(1);
                last
            })
        })
        .collect()
}

/// The sessions that have a number, for the axis of a chart, oldest first.
pub fn numbered(oldest_first: &[&SessionNote], missed_count: bool) -> Vec<Numbered> {
    oldest_first
        .iter()
        .zip(numbers(oldest_first, missed_count))
        .filter_map(|(note, number)| {
            Some(Numbered {
                on: note.held_on,
                number: number?,
            })
        })
        .collect()
}

/// The sessions counted, and that in a sentence.
pub fn attendance(oldest_first: &[&SessionNote], missed_count: bool) -> AttendanceSummary {
    let count = |a: Attendance| {
        u32::try_from(oldest_first.iter().filter(|n| n.attendance == a).count()).unwrap_or(u32::MAX)
    };
    let mut found = AttendanceSummary {
        attended: count(Attendance::Attended),
        missed: count(Attendance::DidNotAttend),
        patient_cancelled: count(Attendance::PatientCancelled),
        team_cancelled: count(Attendance::TeamCancelled),
        last_number: numbers(oldest_first, missed_count)
            .into_iter()
            .flatten()
            .max()
            .unwrap_or(0),
        missed_count,
        sentence: String::new(),
    };
    let mut parts = vec![format!("{} attended", found.attended)];
    if found.missed > 0 {
        let how = if missed_count {
            "counts"
        } else {
            "does not count"
        };
        parts.push(format!("{} missed without a word ({how})", found.missed));
    }
    if found.patient_cancelled > 0 {
        parts.push(format!(
            "{} cancelled by the patient",
            found.patient_cancelled
        ));
    }
    if found.team_cancelled > 0 {
        parts.push(format!("{} cancelled by the team", found.team_cancelled));
    }
    found.sentence = format!("{}.", parts.join(", "));
    found
}

/// The pathway as steps: what was, what comes next, and the review as the last of the sessions agreed.
pub fn steps(oldest_first: &[&SessionNote], missed_count: bool, agreed: u32) -> Vec<SessionStep> {
    let mut steps: Vec<SessionStep> = oldest_first
        .iter()
        .zip(numbers(oldest_first, missed_count))
        .filter_map(|(note, number)| {
            let number = number?;
            let missed = note.attendance != Attendance::Attended;
            Some(SessionStep {
                number,
                state: if missed { "missed" } else { "done" }.to_owned(),
                on: dates::clinical(note.held_on),
                says: if missed {
                    note.attendance.label().to_owned()
                } else {
                    labels(&note.phases).join(", ")
                },
            })
        })
        .collect();
    let held = steps.last().map_or(0, |s| s.number);
    for number in held.saturating_add(1)..=agreed {
        let last = number == agreed;
        steps.push(SessionStep {
            number,
            state: if number == held.saturating_add(1) {
                "next"
            } else if last {
                "review"
            } else {
                "ahead"
            }
            .to_owned(),
            on: String::new(),
            says: if last { "Review" } else { "" }.to_owned(),
        });
    }
    steps
}

/// Phases in words.
pub fn labels(phases: &[Phase]) -> Vec<String> {
    phases.iter().map(|p| p.label().to_owned()).collect()
}

/// How often each phase was worked on.
pub fn coverage(notes: &[&SessionNote]) -> Vec<String> {
    Phase::ALL
        .iter()
        .map(|phase| {
            let times = notes.iter().filter(|n| n.phases.contains(phase)).count();
            format!("{} {times}", phase.label())
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Error;

    fn note(day: u32, attendance: Attendance) -> SessionNote {
        SessionNote {
            held_on: NaiveDate::from_ymd_opt(2026, 11, day).unwrap(),
            attendance,
            minutes: 50,
            form: ContactForm::FaceToFace,
            phases: vec![Phase::Engagement],
            note: "x".into(),
            homework: String::new(),
        }
    }

    #[test]
    fn a_missed_session_counts_only_where_the_setting_says_so_and_a_cancelled_one_never() {
        let notes = [
            note(1, Attendance::Attended),
            note(2, Attendance::DidNotAttend),
            note(3, Attendance::TeamCancelled),
            note(4, Attendance::Attended),
        ];
        let all: Vec<&SessionNote> = notes.iter().collect();
        assert_eq!(numbers(&all, true), [Some(1), Some(2), None, Some(3)]);
        assert_eq!(numbers(&all, false), [Some(1), None, None, Some(2)]);
        let counted = attendance(&all, false);
        assert_eq!(counted.last_number, 2);
        assert_eq!(
            counted.sentence,
            "2 attended, 1 missed without a word (does not count), 1 cancelled by the team."
        );
        let steps = steps(&all, true, 10);
        assert_eq!(steps.len(), 10);
        assert_eq!(
            (steps[1].state.as_str(), steps[3].state.as_str()),
            ("missed", "next")
        );
        assert_eq!(steps[9].says, "Review");
    }

    #[test]
    fn a_session_that_took_place_says_how_long_how_and_what_and_a_missed_one_need_not() {
        let today = NaiveDate::from_ymd_opt(2026, 11, 20).unwrap();
        let mut form = SessionNoteForm {
            held_on: "20-Nov-2026".into(),
            attendance: Some(Attendance::Attended),
            ..SessionNoteForm::default()
        };
        let Err(Error::Invalid(faults)) = check(&form, today) else {
            panic!("an empty session was taken");
        };
        let fields: Vec<&str> = faults.iter().map(|f| f.field.as_str()).collect();
        assert_eq!(fields, ["minutes", "form", "phases", "note"]);
        form.attendance = Some(Attendance::DidNotAttend);
        assert_eq!(check(&form, today).unwrap().minutes, 0);
    }
}

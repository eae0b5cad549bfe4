//! Rules of the supervision log, and how one stands.

use super::{
    DiscussedCase, DiscussedCaseForm, LogState, SupervisionAction, SupervisionActionForm,
    SupervisionFormat, SupervisionLog, SupervisionLogForm,
};
use crate::dates;
use crate::error::Result;
use crate::ids::{RecordId, UserId};
use crate::signed::Faults;
use chrono::NaiveDate;

/// What a form is checked against.
#[derive(Clone, Copy, Debug)]
pub struct Around<'a> {
    /// Today.
    pub today: NaiveDate,
    /// Who signs.
    pub author: UserId,
    /// Accounts that may take part.
    pub people: &'a [UserId],
    /// The actions of the version before: these keep their ids.
    pub kept: &'a [RecordId],
    /// Those of them that are closed: these stay as they were when somebody said what became of them.
    pub closed: &'a [SupervisionAction],
    /// Who has signed or returned a version: nobody is taken out of a log that they have had their say on.
    pub spoke: &'a [UserId],
}

/// Checks and tidies a form; `fresh` gives an id to each new action. Errors: `Invalid`.
pub fn check(
    form: &SupervisionLogForm,
    around: Around<'_>,
    mut fresh: impl FnMut() -> Result<RecordId>,
) -> Result<SupervisionLog> {
    let mut faults = Faults::default();
    let held_on = required_day(
        &mut faults,
        "held_on",
        &form.held_on,
        Some(around.today),
        "Enter the day on which you met.",
    );
    let minutes = match form.minutes.trim().parse::<u32>() {
        Ok(typed @ 1..=480) => typed,
        _ => {
            faults.add(
                "minutes",
                "range",
                "Enter the minutes as a number from 1 to 480.",
            );
            0
        }
    };
    if form.format.is_none() {
        faults.add("format", "required", "Choose the type of supervision.");
    }
    people(&mut faults, form, around);
    let cases = cases(&mut faults, &form.cases);
    let question = faults.text("question", &form.question);
    let themes = faults.text("themes", &form.themes);
    let risk_raised = faults.text("risk_raised", &form.risk_raised);
    if form.cases.is_empty() && question.is_empty() && themes.is_empty() {
        faults.add(
            "question",
            "required",
            "Add a case, or write the question or the themes: something was talked about.",
        );
    }
    let taking_part: Vec<UserId> = form
        .supervisor
        .into_iter()
        .chain(form.supervisees.iter().copied())
        .collect();
    let actions = Actions {
        held_on,
        taking_part: &taking_part,
        cases: &form.cases,
    };
    let mut checked = Vec::new();
    for (place, action) in form.actions.iter().enumerate() {
        let found = actions.check(&mut faults, place, action);
        if let Some((Some(id), now)) = &found {
            let closed = around.closed.iter().find(|c| c.id == *id);
            if closed.is_some_and(|before| {
                SupervisionAction {
                    id: *id,
                    ..now.clone()
                } != *before
            }) {
                faults.add(
                    format!("actions.{place}.what"),
                    "closed",
                    "This action is closed. Leave it as it was, and add another for what is to be done now.",
                );
            }
        }
        checked.extend(found);
    }
    faults.none()?;
    let (Some(held_on), Some(format), Some(supervisor)) = (held_on, form.format, form.supervisor)
    else {
        // Each of them was a fault.
        return Err(crate::Error::field(
            "held_on",
            "required",
            "Enter the day on which you met.",
        ));
    };
    let mut used: Vec<RecordId> = Vec::new();
    let mut actions = Vec::new();
    for (id, action) in checked {
        let id = match id.filter(|id| around.kept.contains(id) && !used.contains(id)) {
            Some(id) => id,
            None => fresh()?,
        };
        used.push(id);
        actions.push(SupervisionAction { id, ..action });
    }
    Ok(SupervisionLog {
        held_on,
        minutes,
        format,
        supervisor,
        supervisees: form.supervisees.clone(),
        cases,
        question,
        themes,
        outcomes_looked_at: form.outcomes_looked_at,
        risk_raised,
        actions,
    })
}

fn required_day(
    faults: &mut Faults,
    field: &str,
    typed: &str,
    latest: Option<NaiveDate>,
    message: &str,
) -> Option<NaiveDate> {
    if typed.trim().is_empty() {
        faults.add(field, "required", message);
        None
    } else {
        faults.day(field, typed, latest)
    }
}

/// Who supervised whom.
fn people(faults: &mut Faults, form: &SupervisionLogForm, around: Around<'_>) {
    const UNKNOWN: &str = "Choose somebody whose account may take part in supervision.";
    match form.supervisor {
        None => faults.add("supervisor", "required", "Choose who supervised."),
        Some(id) if !around.people.contains(&id) => faults.add("supervisor", "unknown", UNKNOWN),
        Some(_) => {}
    }
    if form.supervisees.is_empty() {
        faults.add("supervisees", "required", "Choose who was supervised.");
    }
    let gone = |id: &&UserId| form.supervisor != Some(**id) && !form.supervisees.contains(id);
    if around.spoke.iter().any(|id| gone(&id)) {
        faults.add(
            "supervisees",
            "spoke",
            "Somebody who has signed or returned this log would be taken out of it. Put them back; withdraw the log if \
             they did not take part.",
        );
    }
    for (place, id) in form.supervisees.iter().enumerate() {
        let field = format!("supervisees.{place}");
        if form.supervisor == Some(*id) {
            faults.add(field, "supervisor", "This person is the supervisor.");
        } else if form.supervisees.iter().take(place).any(|o| o == id) {
            faults.add(field, "twice", "This person is named twice.");
        } else if !around.people.contains(id) {
            faults.add(field, "unknown", UNKNOWN);
        }
    }
    let named = form.supervisor.is_some() && !form.supervisees.is_empty();
    let takes_part =
        form.supervisor == Some(around.author) || form.supervisees.contains(&around.author);
    if named && !takes_part {
        faults.add(
            "supervisees",
            "author",
            "Only somebody who took part can sign a log. Name yourself as supervisor or supervisee.",
        );
    }
}

/// What was said of each case.
fn cases(faults: &mut Faults, forms: &[DiscussedCaseForm]) -> Vec<DiscussedCase> {
    let mut out = Vec::new();
    for (place, form) in forms.iter().enumerate() {
        let field = |name: &str| format!("cases.{place}.{name}");
        let earlier = || forms.iter().take(place).any(|o| o.case_id == form.case_id);
        match form.case_id {
            None => faults.add(
                field("case_id"),
                "required",
                "Choose a case, or remove this line.",
            ),
            Some(_) if earlier() => faults.add(
                field("case_id"),
                "twice",
                "This case is on the list already.",
            ),
            Some(_) => {}
        }
        let question = faults.text(field("question"), &form.question);
        let discussed = faults.required(
            field("discussed"),
            &form.discussed,
            "Write what was said of this case.",
        );
        let reasons = form
            .reasons
            .iter()
            .map(|r| faults.text(field("reasons"), r))
            .filter(|r| !r.is_empty())
            .collect();
        if let Some(case_id) = form.case_id {
            out.push(DiscussedCase {
                case_id,
                question,
                discussed,
                reasons,
            });
        }
    }
    out
}

/// What actions are checked against.
struct Actions<'a> {
    held_on: Option<NaiveDate>,
    taking_part: &'a [UserId],
    cases: &'a [DiscussedCaseForm],
}

impl Actions<'_> {
    /// The action with the id that the form gave; its own id is set later.
    fn check(
        &self,
        faults: &mut Faults,
        place: usize,
        form: &SupervisionActionForm,
    ) -> Option<(Option<RecordId>, SupervisionAction)> {
        let field = |name: &str| format!("actions.{place}.{name}");
        let what = faults.required(field("what"), &form.what, "Write what is to be done.");
        match form.owner {
            None => faults.add(field("owner"), "required", "Choose who is to do it."),
            Some(id) if !self.taking_part.contains(&id) => faults.add(
                field("owner"),
                "took-part",
                "Choose somebody who took part: whoever is to do it has to know of it.",
            ),
            Some(_) => {}
        }
        let due_on = required_day(
            faults,
            &field("due_on"),
            &form.due_on,
            None,
            "Enter the day by which it is to be done.",
        );
        if let (Some(due), Some(held)) = (due_on, self.held_on)
            && due < held
        {
            faults.add(
                field("due_on"),
                "order",
                "This day is before the day on which you met.",
            );
        }
        if form.case_id.is_some() && !self.cases.iter().any(|c| c.case_id == form.case_id) {
            faults.add(
                field("case_id"),
                "discussed",
                "Choose one of the cases that were discussed, or none.",
            );
        }
        let (owner, due_on) = (form.owner?, due_on?);
        let action = SupervisionAction {
            // Replaced by one that was kept or is fresh.
            id: RecordId::from_bytes([0; 16]),
            what,
            owner,
            due_on,
            case_id: form.case_id,
        };
        Some((form.id, action))
    }
}

/// The form that shows a log.
pub fn form(log: &SupervisionLog) -> SupervisionLogForm {
    SupervisionLogForm {
        held_on: dates::clinical(log.held_on),
        minutes: log.minutes.to_string(),
        format: Some(log.format),
        supervisor: Some(log.supervisor),
        supervisees: log.supervisees.clone(),
        cases: log
            .cases
            .iter()
            .map(|c| DiscussedCaseForm {
                case_id: Some(c.case_id),
                question: c.question.clone(),
                discussed: c.discussed.clone(),
                reasons: c.reasons.clone(),
            })
            .collect(),
        question: log.question.clone(),
        themes: log.themes.clone(),
        outcomes_looked_at: log.outcomes_looked_at,
        risk_raised: log.risk_raised.clone(),
        actions: log
            .actions
            .iter()
            .map(|a| SupervisionActionForm {
                id: Some(a.id),
                what: a.what.clone(),
                owner: Some(a.owner),
                due_on: dates::clinical(a.due_on),
                case_id: a.case_id,
            })
            .collect(),
    }
}

/// `Individual supervision, 60 minutes`
pub fn title(format: SupervisionFormat, minutes: u32) -> String {
    let unit = if minutes == 1 { "minute" } else { "minutes" };
    format!("{}, {minutes} {unit}", format.label())
}

/// The latest word of somebody who took part on the version that is current.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Word {
    /// Nothing yet.
    None,
    /// Signed it.
    Signed,
    /// Returned it with a comment.
    Returned,
}

/// How a log stands and in words, from what each of those who took part has said of its current version.
pub fn state(withdrawn: bool, words: &[(String, Word)]) -> (LogState, String) {
    let names = |of: Word| {
        words
            .iter()
            .filter(|(_, word)| *word == of)
            .map(|(name, _)| name.as_str())
            .collect::<Vec<_>>()
            .join(", ")
    };
    let (returned, missing) = (names(Word::Returned), names(Word::None));
    if withdrawn {
        (LogState::Withdrawn, LogState::Withdrawn.label().to_owned())
    } else if !returned.is_empty() {
        (LogState::Returned, format!("Returned by {returned}"))
    } else if !missing.is_empty() {
        (LogState::Awaiting, format!("Waits for {missing}"))
    } else {
        (LogState::Agreed, LogState::Agreed.label().to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Error;
    use crate::ids::CaseId;

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, day).unwrap()
    }

    fn user(n: u8) -> UserId {
        UserId::from_bytes([n; 16])
    }

    fn case(n: u8) -> CaseId {
        CaseId::from_bytes([n; 16])
    }

    fn action(n: u8) -> RecordId {
        RecordId::from_bytes([n; 16])
    }

    const KEPT: [u8; 1] = [9];

    fn checked(form: &SupervisionLogForm) -> Result<SupervisionLog> {
        let people = [user(1), user(2), user(3)];
        let kept = KEPT.map(action);
        let around = Around {
            today: day(20),
            author: user(2),
            people: &people,
            kept: &kept,
            closed: &[],
            spoke: &[],
        };
        let mut next = 100;
        check(form, around, || {
            next += 1;
            Ok(action(next))
        })
    }

    fn faults(form: &SupervisionLogForm) -> Vec<String> {
        let Err(Error::Invalid(faults)) = checked(form) else {
            panic!("it was taken");
        };
        faults
            .iter()
            .map(|f| format!("{} {}", f.field, f.rule))
            .collect()
    }

    fn form() -> SupervisionLogForm {
        SupervisionLogForm {
            held_on: "20-Nov-2026".into(),
            minutes: " 60 ".into(),
            format: Some(SupervisionFormat::Individual),
            supervisor: Some(user(1)),
            supervisees: vec![user(2)],
            cases: vec![DiscussedCaseForm {
                case_id: Some(case(7)),
                question: "  How to end? ".into(),
                discussed: " Said goodbye twice.".into(),
                reasons: vec!["New".into(), "  ".into()],
            }],
            actions: vec![SupervisionActionForm {
                id: None,
                what: " Ring the ward ".into(),
                owner: Some(user(2)),
                due_on: "20-Nov-2026".into(),
                case_id: Some(case(7)),
            }],
            ..SupervisionLogForm::default()
        }
    }

    #[test]
    fn a_log_is_tidied_and_comes_back_as_the_form_that_made_it() {
        let log = checked(&form()).unwrap();
        assert_eq!(log.cases[0].question, "How to end?");
        assert_eq!(log.cases[0].reasons, ["New"]);
        assert_eq!(log.actions[0].what, "Ring the ward");
        assert_eq!((log.minutes, log.actions[0].id), (60, action(101)));
        let again = super::form(&log);
        assert_eq!(again.actions[0].id, Some(action(101)));
        assert_eq!(again.cases[0].discussed, "Said goodbye twice.");
    }

    #[test]
    fn an_empty_form_says_everything_that_is_wanted() {
        assert_eq!(
            faults(&SupervisionLogForm::default()),
            [
                "held_on required",
                "minutes range",
                "format required",
                "supervisor required",
                "supervisees required",
                "question required",
            ]
        );
    }

    #[test]
    fn an_action_keeps_the_id_of_the_version_before_and_no_other() {
        let mut wanted = form();
        for id in [9, 9, 8] {
            wanted.actions.push(SupervisionActionForm {
                id: Some(action(id)),
                ..wanted.actions[0].clone()
            });
        }
        let ids: Vec<RecordId> = checked(&wanted)
            .unwrap()
            .actions
            .iter()
            .map(|a| a.id)
            .collect();
        assert_eq!(ids, [101, 9, 102, 103].map(action));
    }

    #[test]
    fn every_fault_of_people_cases_and_actions_is_named_by_its_place() {
        let mut wrong = form();
        wrong.supervisees = vec![user(1), user(3), user(3), user(4)];
        assert_eq!(
            faults(&wrong),
            [
                "supervisees.0 supervisor",
                "supervisees.2 twice",
                "supervisees.3 unknown",
                "supervisees author",
                "actions.0.owner took-part"
            ]
        );
        let mut wrong = form();
        wrong.held_on = "21-Nov-2026".into();
        wrong.minutes = "481".into();
        wrong.cases.push(wrong.cases[0].clone());
        wrong.cases.push(DiscussedCaseForm::default());
        assert_eq!(
            faults(&wrong),
            [
                "held_on future",
                "minutes range",
                "cases.1.case_id twice",
                "cases.2.case_id required",
                "cases.2.discussed required"
            ]
        );
        let mut wrong = form();
        wrong.actions = vec![
            SupervisionActionForm::default(),
            SupervisionActionForm {
                due_on: "19-Nov-2026".into(),
                case_id: Some(case(8)),
                ..form().actions[0].clone()
            },
        ];
        assert_eq!(
            faults(&wrong),
            [
                "actions.0.what required",
                "actions.0.owner required",
                "actions.0.due_on required",
                "actions.1.due_on order",
                "actions.1.case_id discussed"
            ]
        );
    }

    #[test]
    fn a_return_outweighs_what_is_missing_and_a_withdrawal_outweighs_both() {
        let words = |a, b| vec![("Dr A".to_owned(), a), ("Dr B".to_owned(), b)];
        let says = |withdrawn, a, b| state(withdrawn, &words(a, b));
        assert_eq!(
            says(false, Word::Signed, Word::None),
            (LogState::Awaiting, "Waits for Dr B".into())
        );
        assert_eq!(
            says(false, Word::None, Word::Returned),
            (LogState::Returned, "Returned by Dr B".into())
        );
        assert_eq!(
            says(false, Word::Signed, Word::Signed),
            (LogState::Agreed, "Signed by everybody".into())
        );
        assert_eq!(
            says(true, Word::Returned, Word::None).0,
            LogState::Withdrawn
        );
    }
}

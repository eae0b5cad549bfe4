use super::*;
use crate::instruments::Sheet;
use crate::measures::Completion;

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 20).unwrap()
}

fn gad(answers: &[(&str, u32)]) -> MeasureForm {
    MeasureForm {
        instrument: "gad-7".into(),
        completed_on: "20-Nov-2026".into(),
        completion: Some(Completion::Paper),
        answers: answers
            .iter()
            .map(|(id, p)| ((*id).to_owned(), *p))
            .collect(),
        ..MeasureForm::default()
    }
}

fn faults(form: &MeasureForm) -> Vec<(String, String)> {
    match check(catalogue::newest("gad-7").unwrap(), form, today()).unwrap_err() {
        Error::Invalid(fields) => fields.into_iter().map(|f| (f.field, f.rule)).collect(),
        other => panic!("{other}"),
    }
}

#[test]
fn a_sheet_needs_a_day_that_is_not_ahead_how_it_was_filled_in_and_an_answer() {
    let said = |field: &str, rule: &str| (field.to_owned(), rule.to_owned());
    assert_eq!(
        faults(&MeasureForm::default()),
        [
            said("completed_on", "required"),
            said("completion", "required"),
            said("answers", "required")
        ]
    );
    let mut form = gad(&[("q1", 1)]);
    form.completed_on = "21-Nov-2026".into();
    assert_eq!(faults(&form), [said("completed_on", "future")]);
    let form = gad(&[("q1", 4), ("q9", 0)]);
    assert_eq!(
        faults(&form),
        [said("answers.q1", "option"), said("answers.q9", "unknown")]
    );
}

#[test]
fn an_incomplete_sheet_is_kept_with_no_score_and_what_was_ticked() {
    let form = gad(&[("q1", 3), ("q2", 2)]);
    let kept = check(catalogue::newest("gad-7").unwrap(), &form, today()).unwrap();
    assert_eq!(kept.scores["total"].hundredths, None);
    assert_eq!(kept.answers, form.answers);
    assert_eq!((kept.engine, kept.version.as_str()), (ENGINE, "v1"));
    assert_eq!(super::form(&kept), form);
    let view = scored(&kept, catalogue::newest(&kept.instrument).ok());
    assert_eq!(view.scores[0].value, "");
    assert!(
        view.scores[0]
            .reason
            .starts_with("Items 3, 4, 5, 6 and 7 are not answered")
    );
}

#[test]
fn a_kept_score_is_shown_as_it_was_kept_even_where_it_would_be_another_today() {
    let all: Vec<(String, u32)> = (1..=7).map(|n| (format!("q{n}"), 1)).collect();
    let mut form = gad(&[]);
    form.answers = all.into_iter().collect::<Sheet>();
    let mut kept = check(catalogue::newest("gad-7").unwrap(), &form, today()).unwrap();
    let view = scored(&kept, catalogue::newest(&kept.instrument).ok());
    assert_eq!(view.scores[0].arithmetic, "1 + 1 + 1 + 1 + 1 + 1 + 1 = 7.");
    kept.engine = 0;
    if let Some(score) = kept.scores.get_mut("total") {
        score.hundredths = Some(800);
    }
    let view = scored(&kept, catalogue::newest(&kept.instrument).ok());
    assert_eq!(
        (view.scores[0].value.as_str(), view.scores[0].hundredths),
        ("8", Some(800))
    );
    assert!(view.scores[0].arithmetic.contains("version 0"));
    kept.version = "v99".into();
    assert_eq!(
        scored(&kept, catalogue::newest(&kept.instrument).ok()).scores[0].value,
        "8"
    );
}

#[test]
fn a_profile_and_what_was_written_are_kept_and_shown_again() {
    let mut form = gad(&[]);
    form.instrument = "eq-5d-5l".into();
    for (item, position) in ["q1", "q2", "q3", "q4", "q5", "q6"]
        .into_iter()
        .zip([0, 0, 1, 2, 1, 75])
    {
        form.answers.insert(item.into(), position);
    }
    let eq = catalogue::newest("eq-5d-5l").unwrap();
    let mut kept = check(eq, &form, today()).unwrap();
    assert_eq!(kept.scores["profile"].text, "11232");
    assert_eq!(kept.scores["vas"].hundredths, Some(7_500));
    let view = scored(&kept, catalogue::newest(&kept.instrument).ok());
    let values: Vec<&str> = view.scores.iter().map(|s| s.value.as_str()).collect();
    assert_eq!(values, ["75", "11232"]);
    // As it was kept, where this program does not know the version.
    kept.version = "v99".into();
    let view = scored(&kept, catalogue::newest(&kept.instrument).ok());
    assert!(
        view.scores
            .iter()
            .any(|s| s.value == "11232" && s.reason.is_empty())
    );
    form.answers.insert("q6".into(), 101);
    let Err(Error::Invalid(said)) = check(eq, &form, today()) else {
        panic!("a mark of 101");
    };
    assert_eq!(said[0].message, "Enter a whole number from 0 to 100.");

    let mut form = gad(&[("q1", 4)]);
    form.instrument = "pss".into();
    form.in_words = [("q3", " Kind staff "), ("q4", "  ")]
        .into_iter()
        .map(|(id, text)| (id.to_owned(), text.to_owned()))
        .collect();
    let pss = catalogue::newest("pss").unwrap();
    let kept = check(pss, &form, today()).unwrap();
    assert_eq!(kept.in_words.len(), 1);
    assert_eq!(kept.in_words["q3"], "Kind staff");
    assert_eq!(super::form(&kept).in_words, kept.in_words);
    form.in_words.insert("q1".into(), "Excellent".into());
    form.answers.insert("q3".into(), 0);
    let Err(Error::Invalid(said)) = check(pss, &form, today()) else {
        panic!("a text for a rating, and a rating for a text");
    };
    let places: Vec<(&str, &str)> = said
        .iter()
        .map(|f| (f.field.as_str(), f.rule.as_str()))
        .collect();
    assert_eq!(places, [("answers.q1", "unknown"), ("answers.q3", "words")]);
}

#[test]
fn change_is_said_from_the_first_to_the_last_and_not_compared_across_maxima() {
    let at = |day: u32, hundredths: i32, max: u32| Dated {
        on: NaiveDate::from_ymd_opt(2026, 11, day).unwrap(),
        hundredths,
        max,
    };
    assert_eq!(change(&[at(3, 1800, 40)]), "");
    assert_eq!(
        change(&[at(3, 1800, 40), at(10, 2000, 40), at(20, 1250, 40)]),
        "From 18 on 03-Nov-2026 to 12.5 on 20-Nov-2026."
    );
    assert_eq!(
        change(&[at(3, 2000, 40), at(20, 1800, 32)]),
        "20 of 40 on 03-Nov-2026; 18 of 32 on 20-Nov-2026. The totals are out of different maxima."
    );
}

#[test]
fn a_response_says_what_was_done_unless_the_answer_was_that_of_the_time_before() {
    let request = |outcome, note: &str| RespondToSafetyAnswerRequest {
        case_id: crate::ids::CaseId::from_bytes([1; 16]),
        measure_id: crate::ids::RecordId::from_bytes([2; 16]),
        outcome,
        note: note.into(),
    };
    assert!(response(&request(SafetyOutcome::Unchanged, " "), true).is_ok());
    assert!(response(&request(SafetyOutcome::Unchanged, " "), false).is_err());
    for outcome in [SafetyOutcome::Acted, SafetyOutcome::NotReached] {
        let said = "Telephoned, no answer; again at 16:00";
        assert!(response(&request(outcome, " "), true).is_err());
        assert!(response(&request(outcome, said), false).is_ok());
    }
}

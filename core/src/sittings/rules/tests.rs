use super::*;
use crate::trust_data::catalogue::bare;

// A register in which the trust has loaded nothing.
fn begin(instruments: &[String], today: NaiveDate) -> Result<Sitting> {
    super::begin(&Catalogue::new(&bare()), instruments, today)
}

fn answer(sitting: &mut Sitting, request: &AnswerItemRequest, today: NaiveDate) -> Result<()> {
    super::answer(&Catalogue::new(&bare()), sitting, request, today)
}

fn views(sitting: &Sitting) -> Result<Vec<SittingSheetView>> {
    super::views(&Catalogue::new(&bare()), sitting)
}

fn waits(sitting: &Sitting, name: &PersonName) -> Result<String> {
    super::waits(&Catalogue::new(&bare()), sitting, name)
}

fn titles(sitting: &Sitting) -> Result<String> {
    super::titles(&Catalogue::new(&bare()), sitting)
}

#[allow(clippy::type_complexity)] // As the function itself.
fn forms(sitting: &Sitting) -> Result<(Vec<(Known, MeasureForm)>, Vec<String>)> {
    super::forms(&Catalogue::new(&bare()), sitting)
}

fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 20).unwrap()
}

fn begun(instruments: &[&str]) -> Result<Sitting> {
    let named: Vec<String> = instruments.iter().map(|i| (*i).to_owned()).collect();
    begin(&named, day())
}

fn says(sitting: &mut Sitting, item: &str, reply: Reply, option: Option<u32>) -> Result<()> {
    let request = AnswerItemRequest {
        instrument: "phq-15".into(),
        item: item.into(),
        reply,
        option,
    };
    answer(sitting, &request, day())
}

fn rule(result: Result<impl Sized>) -> String {
    match result.err().unwrap() {
        Error::Invalid(fields) => fields[0].rule.clone(),
        Error::Refused { rule, .. } => rule.into(),
        other => other.to_string(),
    }
}

#[test]
fn only_what_may_be_shown_in_full_is_handed_over_and_each_once() {
    assert_eq!(begun(&["phq-9", "gad-7"]).unwrap().sheets.len(), 2);
    assert_eq!(rule(begun(&["phq-9", "wsas"])), "licence");
    // Rated by a clinician, asked of the referrer, answered in words.
    for other in ["cgi", "irac", "rss", "pss"] {
        assert_eq!(
            rule(begun(&["phq-9", other])),
            "not-for-patients",
            "{other}"
        );
    }
    assert_eq!(rule(begun(&["phq-9", "phq-9"])), "twice");
    assert_eq!(rule(begun(&["no-such"])), "unknown");
}

#[test]
fn a_later_answer_takes_the_place_of_the_one_before_whatever_it_was() {
    let mut sitting = begun(&["phq-15"]).unwrap();
    for (reply, option) in [
        (Reply::Chosen, Some(2)),
        (Reply::LeftOut, None),
        (Reply::NotApplicable, None),
        (Reply::Chosen, Some(0)),
    ] {
        says(&mut sitting, "q4", reply, option).unwrap();
        let view = &views(&sitting).unwrap()[0].items[3];
        assert_eq!((view.reply, view.option), (Some(reply), option));
        let sheet = &sitting.sheets[0];
        assert_eq!(
            sheet.answers.len() + sheet.left_out.len() + sheet.not_applicable.len(),
            1
        );
    }
}

#[test]
fn an_answer_that_is_not_offered_is_refused_and_changes_nothing() {
    let mut sitting = begun(&["phq-15"]).unwrap();
    let before = sitting.clone();
    for (item, reply, option) in [
        ("q1", Reply::Chosen, Some(3)),
        ("q1", Reply::Chosen, None),
        ("q1", Reply::LeftOut, Some(1)),
        ("q1", Reply::NotApplicable, None),
    ] {
        assert_eq!(rule(says(&mut sitting, item, reply, option)), "option");
    }
    assert!(matches!(
        says(&mut sitting, "q99", Reply::LeftOut, None),
        Err(Error::NotFound { .. })
    ));
    assert_eq!(sitting, before);
    sitting.finished = true;
    assert_eq!(
        rule(says(&mut sitting, "q1", Reply::Chosen, Some(1))),
        "sitting-finished"
    );
}

#[test]
fn the_sitting_goes_on_at_the_first_item_with_which_nothing_was_done() {
    let mut sitting = begun(&["phq-15"]).unwrap();
    says(&mut sitting, "q1", Reply::Chosen, Some(0)).unwrap();
    says(&mut sitting, "q2", Reply::LeftOut, None).unwrap();
    let place = |s: &Sitting| resume(&views(s).unwrap());
    assert_eq!(place(&sitting), Some(SittingPlace { sheet: 0, item: 2 }));
    for number in 3..=15 {
        says(&mut sitting, &format!("q{number}"), Reply::LeftOut, None).unwrap();
    }
    assert_eq!(place(&sitting), None);
}

#[test]
fn what_was_not_wanted_and_what_was_not_reached_are_said_apart() {
    let mut sitting = begun(&["gad-7", "phq-15"]).unwrap();
    for number in 1..=15 {
        says(&mut sitting, &format!("q{number}"), Reply::Chosen, Some(1)).unwrap();
    }
    let only = |s: &Sitting| forms(s).unwrap().0[0].1.note.clone();
    assert_eq!(only(&sitting), "");
    says(&mut sitting, "q3", Reply::LeftOut, None).unwrap();
    says(&mut sitting, "q4", Reply::NotApplicable, None).unwrap();
    says(&mut sitting, "q6", Reply::LeftOut, None).unwrap();
    sitting.sheets[1].answers.remove("q15");
    assert_eq!(
        only(&sitting),
        "The patient chose not to answer items 3 and 6. Not reached: item 15."
    );
    let (forms, without) = forms(&sitting).unwrap();
    assert_eq!((forms.len(), without), (1, vec!["GAD-7".to_owned()]));
    assert_eq!(forms[0].1.not_applicable, ["q4"]);
    assert_eq!(forms[0].1.completed_on, "20-Nov-2026");
}

#[test]
fn the_patient_sees_nothing_that_is_counted() {
    let sitting = begun(&["core-10", "phq-9"]).unwrap();
    let json = serde_json::to_value(views(&sitting).unwrap()).unwrap();
    let keys: Vec<&str> = json[0]["items"][0]
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    assert_eq!(
        keys,
        [
            "id",
            "may_not_apply",
            "number",
            "number_to",
            "option",
            "options",
            "reply",
            "text"
        ]
    );
    assert!(!json.to_string().contains("clinical cut-off"));
}

#[test]
fn a_pin_has_four_to_eight_digits_that_are_not_the_first_anybody_tries() {
    for good in ["", "4711", "1357", "12345679", "0001"] {
        assert!(check_pin(good).is_ok(), "{good}");
    }
    for bad in ["471", "123456789", "47 1", "abcd", "４７１１"] {
        assert_eq!(rule(check_pin(bad)), "digits", "{bad}");
    }
    for easy in ["0000", "1234", "987654", "11111111"] {
        assert_eq!(rule(check_pin(easy)), "easy", "{easy}");
    }
}

#[test]
fn a_patient_is_called_as_they_like_to_be() {
    let name = |given: &str, preferred: &str| PersonName {
        title: String::new(),
        given: given.into(),
        family: "Nowak".into(),
        preferred: preferred.into(),
    };
    assert_eq!(called(&name("Halina Maria", "")), "Halina");
    assert_eq!(called(&name("Halina Maria", "Hania")), "Hania");
    assert_eq!(called(&name("", "")), "Nowak");
    let sitting = begun(&["phq-9", "core-10"]).unwrap();
    assert_eq!(
        waits(&sitting, &name("Halina", "")).unwrap(),
        "Halina’s questionnaires: 0 of 20 answered, not recorded yet"
    );
    assert_eq!(titles(&sitting).unwrap(), "PHQ-9 and CORE-10");
}

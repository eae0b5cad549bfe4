//! Instruments of several scores in a case: a part is never read as the whole, and a change is said to be more than
//! chance only where a source says so.

use super::desk::Desk;
use super::forms::{composed, fill, sheet};
use casebook_core::measures::MeasureForm;
use casebook_core::measures::store;

#[test]
fn the_score_of_a_part_stands_under_its_name() {
    let desk = Desk::new();
    let case = desk.case(desk.patient("Halina", "Nowak", "999 000 0018"));
    // Anxiety 7 times 2, depression 7 times 1.
    let answers = [2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1];
    let view = fill(&desk, case, sheet("hads", "20-Nov-2026", &answers));
    let scores = &view.series[0].rows[0].scored.scores;
    let values: Vec<(&str, &str)> = scores
        .iter()
        .map(|s| (s.label.as_str(), s.value.as_str()))
        .collect();
    assert_eq!(values, [("Anxiety", "14"), ("Depression", "7")]);
    let chart = view.series[0].chart.as_ref().unwrap();
    assert_eq!(
        chart.alt,
        "HADS, Anxiety was 14 on 20-Nov-2026; 1 completion."
    );
    let summary = desk.register.read(|c| store::summaries(c, case)).unwrap();
    assert_eq!(summary[0].latest, "Anxiety: 14 of 21");
    // One score needs no name.
    fill(&desk, case, sheet("gad-7", "20-Nov-2026", &[1; 7]));
    let summary = desk.register.read(|c| store::summaries(c, case)).unwrap();
    let gad = summary.iter().find(|s| s.instrument == "gad-7").unwrap();
    assert_eq!(gad.latest, "7 of 21");
}

#[test]
fn a_profile_and_a_text_go_into_the_record_and_come_out_as_they_were() {
    let desk = Desk::new();
    let case = desk.case(desk.patient("Halina", "Nowak", "999 000 0018"));
    fill(
        &desk,
        case,
        sheet("eq-5d-5l", "03-Nov-2026", &[0, 0, 1, 2, 1, 75]),
    );
    let view = fill(
        &desk,
        case,
        MeasureForm {
            in_words: [("q3".to_owned(), "Somebody listened".to_owned())].into(),
            ..sheet("pss", "20-Nov-2026", &[4])
        },
    );
    let of = |instrument: &str| {
        let found = view.series.iter().find(|s| s.instrument.id == instrument);
        found.unwrap().rows[0].clone()
    };
    assert_eq!(of("eq-5d-5l").scored.scores[1].value, "11232");
    assert_eq!(of("pss").form.in_words["q3"], "Somebody listened");
    assert_eq!(of("pss").scored.scores[0].band, "excellent");
}

#[test]
fn totals_with_and_without_what_is_not_known_are_not_joined() {
    let desk = Desk::new();
    let case = desk.case(desk.patient("Halina", "Nowak", "999 000 0018"));
    let mut unknown = [2; 12];
    unknown[3] = 5;
    fill(&desk, case, sheet("honos", "03-Nov-2026", &[2; 12]));
    let view = fill(&desk, case, sheet("honos", "20-Nov-2026", &unknown));
    let chart = view.series[0].chart.as_ref().unwrap();
    assert_eq!(
        chart.alt,
        "HoNOS, Total was 24 of 48 on 03-Nov-2026 and 22 of 44 on 20-Nov-2026; 2 completions; totals out of different maxima are not joined."
    );
    assert!(chart.points[1].apart);
    assert!(view.series[0].change.contains("different maxima"));
    assert_eq!(view.series[0].reliable, "");
}

#[test]
fn a_change_has_a_class_where_a_source_says_from_when_it_is_more_than_chance() {
    let desk = Desk::new();
    let case = desk.case(desk.patient("Halina", "Nowak", "999 000 0018"));
    let reliable = |instrument: &str, before: &[u32], after: &[u32]| {
        fill(&desk, case, sheet(instrument, "03-Nov-2026", before));
        let view = fill(&desk, case, sheet(instrument, "20-Nov-2026", after));
        let found = view.series.iter().find(|s| s.instrument.id == instrument);
        found.unwrap().reliable.clone()
    };
    assert_eq!(
        reliable(
            "core-10",
            &[2, 2, 2, 2, 2, 0, 2, 2, 2, 2],
            &[1, 3, 3, 1, 1, 0, 1, 1, 1, 1]
        ),
        "Recovered on CORE-10: reliably improved, 90 %, and now below the cut-off of 11: from 18 to 9, 9 lower; a change of 5.66 or more is reliable. Values: Clinical sample, SD 7.7, alpha .90: novopsych.com, CORE-10, citing Barkham and others 2013, Couns Psychother Res 13:3-13."
    );
    assert_eq!(
        reliable("gad-7", &[1; 7], &[1, 1, 1, 1, 1, 1, 0]),
        "No reliable change on GAD-7: from 7 to 6, 1 lower; a change of 4 or more is reliable. Values, from a secondary source: NHS Talking Therapies manual, as cited by cbtwatch.com: a change of 4 or more is reliable, 8 or more is a case."
    );
    // No source, no class.
    assert_eq!(reliable("wsas", &[8; 5], &[0; 5]), "");
}

#[test]
fn the_parts_of_an_instrument_stand_on_one_axis_and_the_error_of_each_is_its_own() {
    let desk = Desk::new();
    let case = desk.case(desk.patient("Halina", "Nowak", "999 000 0018"));
    let hads = |on: &str, answer: u32| fill(&desk, case, sheet("hads", on, &[answer; 14]));
    assert!(hads("02-Nov-2026", 2).series[0].parts.is_none());
    let view = hads("20-Nov-2026", 1);
    let parts = view.series[0].parts.as_ref().unwrap();
    let titles: Vec<&str> = parts.charts.iter().map(|c| c.title.as_str()).collect();
    assert_eq!(titles, ["Anxiety", "Depression"]);
    assert_eq!((parts.title.as_str(), parts.days), ("Parts of HADS", 18));
    assert!(parts.note.is_empty());
    // One instrument is no comparison of several; one score of one scale has no parts.
    assert!(view.board.is_none());
    fill(&desk, case, sheet("core-om", "02-Nov-2026", &[2; 34]));
    let view = fill(&desk, case, sheet("core-om", "20-Nov-2026", &[1; 34]));
    let core = view
        .series
        .iter()
        .find(|s| s.instrument.id == "core-om")
        .unwrap();
    let parts = core.parts.as_ref().unwrap();
    assert_eq!(parts.charts.len(), core.rows[0].scored.scores.len());
    // Only the scale whose index is published is hatched.
    let hatched: Vec<&str> = parts
        .charts
        .iter()
        .filter(|c| c.error_band.is_some())
        .map(|c| c.title.as_str())
        .collect();
    assert_eq!(hatched.len(), 1);
    assert_eq!(view.board.as_ref().map(|b| b.charts.len()), Some(2));
}

#[test]
fn a_letter_says_the_language_version_of_a_sheet_that_was_not_in_english_and_of_no_other() {
    let desk = Desk::new();
    let case = desk.case(desk.patient("Halina", "Nowak", "999 000 0018"));
    fill(&desk, case, sheet("gad-7", "20-Nov-2026", &[1; 7]));
    let translated = MeasureForm {
        language: "Polish, made-up trust".into(),
        ..sheet("phq-9", "20-Nov-2026", &[1; 9])
    };
    let view = fill(&desk, case, translated);
    let row = &view
        .series
        .iter()
        .find(|s| s.instrument.id == "phq-9")
        .unwrap()
        .rows[0];
    assert!(
        row.completion
            .ends_with("language version: Polish, made-up trust")
    );
    let letter = composed(&desk.register, &desk.session, case, "gp");
    let said = letter
        .content
        .sections
        .iter()
        .map(|s| s.text.as_str())
        .collect::<Vec<_>>()
        .join("\n");
    let line = |title: &str| {
        said.lines()
            .find(|l| l.contains(title))
            .unwrap_or_else(|| panic!("{said}"))
            .to_owned()
    };
    assert!(
        line("- PHQ-9: ").ends_with("on 20-Nov-2026, language version: Polish, made-up trust"),
        "{said}"
    );
    assert!(line("- GAD-7: ").ends_with("on 20-Nov-2026"), "{said}");
}

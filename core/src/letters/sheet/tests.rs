use super::*;
use crate::instruments::catalogue;
use crate::letters::layout::{Item as Painted, Pages, Tag, lay_out};
use crate::letters::{LetterError, render};
use crate::patients::{NhsNumber, PersonName};

fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 26).unwrap()
}

fn blank(id: &str) -> Letter {
    sheet(catalogue::newest(id).unwrap(), None, day(), false).unwrap()
}

fn patient() -> Patient {
    Patient {
        nhs_number: Some(NhsNumber::parse("999 000 0018").unwrap()),
        name: PersonName {
            title: "Ms".into(),
            given: "Halina".into(),
            family: "Nowak".into(),
            ..PersonName::default()
        },
        born_on: NaiveDate::from_ymd_opt(1968, 11, 14),
        ..Patient::default()
    }
}

fn texts(pages: &Pages, page: usize) -> String {
    let items = pages.pages[page].items.iter();
    let texts = items.filter_map(|item| match item {
        Painted::Text(text) => Some(text.text.as_str()),
        Painted::Path(_) => None,
    });
    texts.collect::<Vec<_>>().join("|")
}

/// Every wording of an instrument, in the order of its form.
fn wording(definition: &Definition) -> Vec<String> {
    definition.items.iter().map(|i| i.text.clone()).collect()
}

#[test]
fn only_what_its_terms_plainly_allow_is_printed_and_the_others_say_why_and_what_to_do() {
    let mut printed = Vec::new();
    for definition in catalogue::all().unwrap() {
        match sheet(definition, None, day(), false) {
            Ok(letter) => {
                printed.push(definition.id.as_str());
                render(&letter).unwrap();
            }
            Err(Error::Refused { rule, message }) => {
                assert_eq!(rule, "not-on-paper");
                assert!(message.starts_with(&format!(
                    "There is no blank sheet of {}: ",
                    definition.title
                )));
                assert!(
                    message.ends_with(
                        "Use the owner’s own paper form, and enter the answers from it."
                    )
                );
            }
            Err(other) => panic!("{other:?}"),
        }
        // Whoever adds a wording has to say whether it may be copied.
        let full = definition.licence == Licence::FullText;
        assert_eq!(
            full,
            !definition.paper.because.is_empty(),
            "{}",
            definition.id
        );
    }
    assert_eq!(
        printed,
        ["core-10", "core-om", "phq-9", "gad-7", "phq-15", "cgi"]
    );
    let why = |id: &str| {
        may_be_printed(catalogue::newest(id).unwrap())
            .unwrap_err()
            .to_string()
    };
    assert!(why("pss").contains("at second hand only"));
    assert!(why("wsas").contains("its wording is not in this program"));
}

#[test]
fn wording_that_a_trust_has_loaded_is_not_printed() {
    let mut loaded = catalogue::newest("core-10").unwrap().clone();
    loaded.laid.wording = Some(crate::ids::RevisionId::from_bytes([7; 32]));
    let refused = sheet(&loaded, None, day(), false).unwrap_err().to_string();
    assert!(refused.contains("for the screen only"), "{refused}");
    assert!(!loaded.view().on_paper);
}

#[test]
fn a_sheet_has_every_item_and_option_as_published_and_in_the_order_of_the_form() {
    for id in ["core-10", "core-om", "phq-9", "gad-7", "phq-15", "cgi"] {
        let definition = catalogue::newest(id).unwrap();
        let mut items = Vec::new();
        let mut said: Vec<String> = Vec::new();
        for block in &blank(id).blocks {
            match block {
                Block::Grid(grid) => {
                    assert!(grid.options.iter().all(|o| !o.is_empty()));
                    said.push(grid.question.clone());
                    for row in &grid.rows {
                        let item = &definition.items[items.len()];
                        assert_eq!(row.label, (items.len() + 1).to_string());
                        assert_eq!(grid.options, definition.options(item).unwrap().labels);
                        items.push(row.text.clone());
                    }
                }
                Block::Choices(choices) => {
                    let item = &definition.items[items.len()];
                    let words: Vec<&String> = choices.options.iter().map(|o| &o.value).collect();
                    assert_eq!(
                        words,
                        definition
                            .options(item)
                            .unwrap()
                            .labels
                            .iter()
                            .collect::<Vec<_>>()
                    );
                    items.push(choices.text.clone());
                }
                Block::Paragraph { runs } => {
                    said.insert(0, runs.iter().map(|r| r.text.as_str()).collect());
                }
                _ => {}
            }
        }
        assert_eq!(items, wording(definition), "{id}");
        said.retain(|s| !s.is_empty());
        assert_eq!(said.join("\n"), definition.preamble.trim(), "{id}");
    }
}

#[test]
fn beside_a_box_stands_what_it_counts_turned_round_where_the_item_is_and_nothing_where_it_is_not_scored()
 {
    let numbers = |id: &str, row: usize| {
        let rows = blank(id)
            .blocks
            .into_iter()
            .filter_map(|block| match block {
                Block::Grid(grid) => Some(grid.rows),
                Block::Choices(c) => Some(vec![GridRow {
                    label: c.label,
                    text: c.text,
                    numbers: c.options.into_iter().map(|o| o.label).collect(),
                }]),
                _ => None,
            });
        rows.flatten().nth(row).unwrap().numbers.join(" ")
    };
    assert_eq!(numbers("core-10", 0), "0 1 2 3 4");
    assert_eq!(numbers("core-10", 1), "4 3 2 1 0");
    assert_eq!(numbers("phq-9", 8), "0 1 2 3");
    assert_eq!(numbers("phq-9", 9), "   ", "the tenth is in no total");
    assert_eq!(
        numbers("cgi", 0),
        " 1 2 3 4 5 6 7",
        "“Not assessed” is no rating"
    );
}

#[test]
fn every_page_says_whose_it_is_of_which_day_whose_wording_and_which_version() {
    let definition = catalogue::newest("core-om").unwrap();
    for whose in [None, Some(patient())] {
        let letter = sheet(definition, whose.as_ref(), day(), true).unwrap();
        let pages = lay_out(&letter).unwrap();
        assert_eq!(pages.pages.len(), 3);
        for page in 0..3 {
            let text = texts(&pages, page);
            for wanted in [
                "Name ",
                "Date of birth ",
                "Date filled in ",
                &definition.credit,
                "CORE-OM, core-om v1 · Made-up case",
                &format!("Page {} of 3", page + 1),
                "Over the last week",
                "Most or all",
            ] {
                assert!(text.contains(wanted), "{wanted} on page {page}: {text}");
            }
            let named = ["NOWAK, Halina (Ms)", "14 November 1968", "999 000 0018"];
            assert!(
                named.iter().all(|n| text.contains(n) == whose.is_some()),
                "{text}"
            );
        }
        // Once, not on every page.
        let all: String = (0..3).map(|page| texts(&pages, page)).collect();
        for once in ["IMPORTANT", "Filled in by ", "with help from ", "language "] {
            assert_eq!(all.matches(once).count(), 1, "{once}");
        }
    }
}

#[test]
fn what_is_not_known_of_a_patient_is_a_line_to_write_on() {
    let mut unknown = patient();
    (unknown.nhs_number, unknown.born_on) = (None, None);
    let letter = sheet(
        catalogue::newest("gad-7").unwrap(),
        Some(&unknown),
        day(),
        false,
    )
    .unwrap();
    let person = letter.sheet.unwrap().person;
    let shown: Vec<(&str, &str)> = person
        .iter()
        .flatten()
        .map(|b| (b.label.as_str(), b.value.as_str()))
        .collect();
    assert_eq!(
        shown,
        [
            ("Name", "NOWAK, Halina (Ms)"),
            ("Date of birth", ""),
            ("Date filled in", "")
        ]
    );
}

#[test]
fn a_short_sheet_is_one_page_and_what_a_patient_reads_is_large() {
    for id in ["core-10", "phq-9", "gad-7", "phq-15", "cgi"] {
        let pages = lay_out(&blank(id)).unwrap();
        assert_eq!(pages.pages.len(), 1, "{id}");
        for item in pages.pages.iter().flat_map(|p| &p.items) {
            let Painted::Text(text) = item else { continue };
            let number = text.text.len() == 1 && text.size == 9_000;
            let foot = text.size == 8_500 && text.y > 770_000;
            assert!(
                text.size >= 11_000 || number || foot,
                "{}: {}",
                text.size,
                text.text
            );
        }
    }
}

#[test]
fn no_item_is_parted_from_its_boxes() {
    let pages = lay_out(&blank("core-om")).unwrap();
    let boxes = |page: usize| {
        let items = pages.pages[page].items.iter();
        let squares =
            items.filter(|i| matches!(i, Painted::Path(p) if p.closed && p.fill.is_none()));
        squares.count()
    };
    let numbers = |page: usize| {
        let items = pages.pages[page].items.iter();
        let small = items.filter(
            |i| matches!((i, i.tag()), (Painted::Text(t), Tag::Node(_)) if t.size == 9_000),
        );
        small.count()
    };
    let all: Vec<usize> = (0..3).map(boxes).collect();
    assert_eq!(all.iter().sum::<usize>(), 34 * 5);
    assert!(all.iter().all(|n| n % 5 == 0), "{all:?}");
    assert_eq!(all, (0..3).map(numbers).collect::<Vec<_>>());
}

#[test]
fn answers_in_words_and_numbers_have_lines_to_write_on() {
    let mut allowed = catalogue::newest("pss").unwrap().clone();
    allowed.paper.allowed = true;
    let letter = sheet(&allowed, None, day(), false).unwrap();
    let lines: Vec<u32> = letter
        .blocks
        .iter()
        .filter_map(|b| match b {
            Block::Written(written) => Some(written.lines),
            _ => None,
        })
        .collect();
    assert_eq!(lines, [LINES; 3]);
    render(&letter).unwrap();
}

#[test]
fn a_sheet_with_what_belongs_into_a_letter_is_refused_and_the_other_way_round() {
    let malformed = |letter: &Letter| matches!(render(letter), Err(LetterError::Malformed { .. }));
    let mut strange = blank("gad-7");
    strange
        .blocks
        .push(Block::Signature(crate::letters::model::Signature::default()));
    assert!(malformed(&strange));
    let mut letter = blank("gad-7");
    letter.sheet = None;
    assert!(malformed(&letter));
    let mut crooked = blank("gad-7");
    if let Some(Block::Grid(grid)) = crooked.blocks.first_mut() {
        grid.rows[3].numbers.pop();
    }
    assert!(malformed(&crooked));
}

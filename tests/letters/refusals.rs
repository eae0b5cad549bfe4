//! No letter rather than a wrong one.

use casebook_core::charts::{ChartPoint, LineChart};
use casebook_core::letters::check::{check, read_back};
use casebook_core::letters::layout::Item;
use casebook_core::letters::model::{Block, Column, Labelled, SheetFrame, Table};
use casebook_core::letters::pdf::{Painter, PrintpdfPainter};
use casebook_core::letters::{LetterError, render};
use lopdf::Object;

use crate::letters::support::{broken, exchange, fixture, letter_of, pages, pdf};

#[test]
fn every_character_without_a_glyph_is_named_with_its_place_before_there_is_a_file() {
    let mut letter = letter_of(vec![
        Block::heading(1, "Plan"),
        Block::paragraph("She writes 你 and 你 and 😀 here."),
        Block::heading(1, "Medication"),
        Block::paragraph("你"),
    ]);
    letter.recipient[0] = "Dr \u{e000}".to_owned();
    letter.identifiers.push(Labelled::new("", "\u{1}"));
    let Err(error) = render(&letter) else {
        panic!("a letter came out")
    };
    let message = error.to_string();
    let LetterError::MissingGlyph { characters } = error else {
        panic!("{error:?}")
    };
    let found: Vec<(char, &str)> = characters
        .iter()
        .map(|c| (c.character, c.place.as_str()))
        .collect();
    assert_eq!(
        found,
        [
            ('\u{e000}', "Address"),
            ('你', "Plan"),
            ('😀', "Plan"),
            ('你', "Medication"),
            ('\u{1}', "Identifiers"),
        ]
    );
    assert!(characters[1].near.contains("writes 你 and"));
    // A message may reach a log: it names characters and no text.
    assert!(
        message.contains("U+4F60") && !message.contains("writes"),
        "{message}"
    );
}

#[test]
fn tables_charts_and_dates_that_contradict_themselves_are_refused() {
    let table = |cells: usize| {
        Block::Table(Table {
            caption: String::new(),
            columns: vec![Column::new("A", 1), Column::new("B", 1)],
            rows: vec![vec![String::new(); cells]],
        })
    };
    let chart = |value: i32, max: i32| {
        Block::Chart(LineChart {
            bands: Vec::new(),
            error_band: None,
            sessions: Vec::new(),
            days: 0,
            title: String::new(),
            alt: "A chart.".to_owned(),
            min: 0,
            max,
            scale: 1,
            points: vec![ChartPoint {
                day: 0,
                apart: false,
                band: String::new(),
                since: String::new(),
                label: "x".to_owned(),
                value,
            }],
            lines: Vec::new(),
        })
    };
    let malformed = |block: Block| {
        matches!(
            render(&letter_of(vec![block])),
            Err(LetterError::Malformed { .. })
        )
    };
    assert!(!malformed(table(2)) && malformed(table(3)) && malformed(table(1)));
    assert!(!malformed(chart(5, 10)) && malformed(chart(11, 10)) && malformed(chart(0, 0)));
    let mut letter = fixture("short");
    letter.meta.created = "3 June 2026".to_owned();
    assert!(matches!(
        render(&letter),
        Err(LetterError::Malformed { .. })
    ));
    letter.meta.created = "2026-06-03T10:42:00+01:00".to_owned();
    render(&letter).unwrap();
}

fn reason(result: Result<(), LetterError>) -> String {
    match result {
        Err(LetterError::Check { reason }) => reason,
        other => panic!("not refused: {other:?}"),
    }
}

#[test]
fn the_check_refuses_a_file_that_says_something_else() {
    let letter = fixture("short");
    let pages = pages(&letter);
    let good = pdf(&letter);
    check(&letter, &pages, &good).unwrap();

    let mut other = letter.clone();
    other.blocks[0] = Block::paragraph("Another letter.");
    assert!(reason(check(&other, &pages, &good)).contains("differs"));
    other = letter.clone();
    other.blocks.pop();
    assert!(reason(check(&other, &pages, &good)).contains("elements"));

    let changed = broken(&good, |d| assert!(exchange(d, "<0065>", "<0033>") > 0));
    assert!(reason(check(&letter, &pages, &changed)).contains("differs"));
    let no_glyph = broken(&good, |document| {
        for id in document.page_iter().collect::<Vec<_>>() {
            let content = document.get_page_content(id);
            let content = String::from_utf8(content).unwrap();
            let at = content.find("[<").map(|i| i + 2).unwrap();
            let mut bad = content.clone();
            bad.replace_range(at..at + 4, "0000");
            let stream = document.get_page_contents(id)[0];
            let stream = document
                .get_object_mut(stream)
                .unwrap()
                .as_stream_mut()
                .unwrap();
            stream.dict.remove(b"Filter");
            stream.set_plain_content(bad.into_bytes());
        }
    });
    assert!(matches!(
        check(&letter, &pages, &no_glyph),
        Err(LetterError::Check { .. })
    ));
    let no_tags = broken(&good, |document| {
        document
            .catalog_mut()
            .unwrap()
            .remove(b"StructTreeRoot")
            .unwrap();
    });
    assert!(reason(check(&letter, &pages, &no_tags)).contains("read back"));
    let mut heavy = good.clone();
    heavy.extend(vec![b'\n'; 400_000]);
    assert!(reason(check(&letter, &pages, &heavy)).contains("larger"));
    assert!(reason(check(&letter, &pages, b"no PDF at all")).contains("read back"));
}

#[test]
fn the_check_refuses_a_page_that_does_not_say_whose_it_is() {
    let letter = fixture("long");
    let pages = pages(&letter);
    let good = pdf(&letter);
    let mut other = letter.clone();
    other.identifiers[2].value = "999 000 0018".to_owned();
    assert!(reason(check(&other, &pages, &good)).contains("whose"));

    let short = broken(&good, |document| {
        let last = document.page_iter().last().unwrap();
        let parent = document
            .get_dictionary(last)
            .unwrap()
            .get(b"Parent")
            .unwrap();
        let parent = parent.as_reference().unwrap();
        let tree = document.get_dictionary_mut(parent).unwrap();
        let kids = tree
            .get_mut(b"Kids")
            .and_then(Object::as_array_mut)
            .unwrap();
        kids.pop();
    });
    assert!(matches!(
        check(&letter, &pages, &short),
        Err(LetterError::Check { .. })
    ));
    assert_eq!(read_back(&good).unwrap().artifacts.len(), 4);
}

#[test]
fn the_check_refuses_a_page_of_a_sheet_without_whose_it_is_or_whose_wording() {
    let letter = fixture("sheet core-om of somebody");
    let pages = pages(&letter);
    let good = pdf(&letter);
    check(&letter, &pages, &good).unwrap();
    let without = |change: &dyn Fn(&mut SheetFrame)| {
        let mut other = letter.clone();
        change(other.sheet.as_mut().unwrap());
        reason(check(&other, &pages, &good))
    };
    assert!(without(&|f| f.version = "core-om v2".to_owned()).contains("page 1 does not carry"));
    assert!(without(&|f| f.credit.push('!')).contains("differs"));
    assert!(without(&|f| f.person[0][0].value = "ANOTHER".to_owned()).contains("differs"));
    // What is an element of the first page is looked for in the head and foot of the later ones.
    for gone in ["O’NEILL-ŻÓŁĆ", "© CORE System Trust"] {
        let mut bad = pages.clone();
        bad.pages[1]
            .items
            .retain(|item| !matches!(item, Item::Text(text) if text.text.contains(gone)));
        assert_ne!(bad, pages);
        let bytes = PrintpdfPainter.paint(&bad).unwrap();
        let said = reason(check(&letter, &bad, &bytes));
        assert!(said.contains("page 2 does not carry"), "{gone}: {said}");
    }
}

#[test]
fn a_draft_says_so_on_every_page() {
    let mut letter = fixture("long");
    letter.draft = true;
    let rendered = render(&letter).unwrap();
    let read = read_back(&rendered.bytes).unwrap();
    assert_eq!(read.elements[0], "DRAFT – not signed");
    assert!(
        read.artifacts[1..]
            .iter()
            .all(|page| page.contains("DRAFT – not signed"))
    );
    assert!(!read_back(&pdf(&fixture("long"))).unwrap().elements[0].contains("DRAFT"));
}

//! What programs copy out of a letter is what the letter says.

use casebook_core::instruments::catalogue;
use casebook_core::letters::check::expected;
use casebook_core::letters::layout::lines::in_points;
use casebook_core::letters::layout::page::{Role, Tag};
use casebook_core::letters::layout::{Item, Pages};
use casebook_core::letters::model::Letter;

use crate::letters::support::{
    FIXTURES, broken, exchange, file, fixture, pages, pdf, run, squeeze,
};

/// A way of copying text out: a program and what it is told. `FILE` stands for the letter.
type Reader = (&'static str, &'static [&'static str]);

/// The ways that are tried.
const READERS: [Reader; 4] = [
    ("pdftotext", &["FILE", "-"]),
    ("pdftotext", &["-raw", "FILE", "-"]),
    ("pdftotext", &["-layout", "FILE", "-"]),
    ("mutool", &["draw", "-q", "-F", "txt", "FILE"]),
];

/// Letters in Latin, Greek and Cyrillic: all but the other scripts.
fn exact() -> impl Iterator<Item = &'static str> {
    FIXTURES.into_iter().filter(|name| *name != "scripts")
}

/// The text that a reader copies out.
fn copied(reader: &Reader, bytes: &[u8]) -> String {
    let (_folder, path) = file(bytes);
    let (program, arguments) = reader;
    let path = path.to_str().unwrap();
    let arguments: Vec<&str> = arguments
        .iter()
        .map(|a| if *a == "FILE" { path } else { a })
        .collect();
    let output = run(program, &arguments);
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
}

/// Stretches of text as they are painted: on one line, with no gap.
fn painted(pages: &Pages, wanted: impl Fn(Tag) -> bool) -> Vec<Vec<String>> {
    let mut all = Vec::new();
    for page in &pages.pages {
        let mut stretches: Vec<String> = Vec::new();
        let mut end = None;
        for item in &page.items {
            let Item::Text(text) = item else { continue };
            if !wanted(text.tag) || text.glyphs.is_empty() {
                continue;
            }
            let advance = text.glyphs.iter().map(|g| g.advance).sum();
            let joined = end.is_some_and(|(x, y, tag): (i32, i32, Tag)| {
                y == text.y && tag == text.tag && (text.x - x).abs() < 100
            });
            match stretches.last_mut() {
                Some(last) if joined => last.push_str(&text.text),
                _ => stretches.push(text.text.clone()),
            }
            end = Some((text.x + in_points(advance, text.size), text.y, text.tag));
        }
        all.push(stretches.iter().map(|s| squeeze(s)).collect());
    }
    all
}

/// What a reader lost or changed: stretches that are not found, and, where the reader keeps
/// the order of the file, whole elements that are not found once header and footer are off.
fn faults(letter: &Letter, bytes: &[u8], reader: &Reader) -> Vec<String> {
    let pages = pages(letter);
    let text = copied(reader, bytes);
    let sheets: Vec<String> = text.split('\u{c}').map(squeeze).collect();
    let sheet = |i: usize| sheets.get(i).map(String::as_str).unwrap_or_default();
    let mut faults = Vec::new();
    for (i, stretches) in painted(&pages, |_| true).iter().enumerate() {
        // mutool puts no page marks: all of it is one sheet.
        let on = if reader.0 == "mutool" {
            squeeze(&text)
        } else {
            sheet(i).to_owned()
        };
        faults.extend(
            stretches
                .iter()
                .filter(|s| !on.contains(s.as_str()))
                .cloned(),
        );
    }
    if reader.1.contains(&"-raw") {
        let mut whole = String::new();
        let running = painted(&pages, |tag| matches!(tag, Tag::Header | Tag::Footer));
        for (i, marks) in running.iter().enumerate() {
            let mut body = sheet(i).to_owned();
            for mark in marks {
                if let Some(at) = body.rfind(mark.as_str()) {
                    body.replace_range(at..at + mark.len(), "");
                }
            }
            whole.push_str(&body);
            whole.push(' ');
        }
        let whole = squeeze(&whole);
        // The labels of a chart stand apart: each has been looked for on its own.
        let charts: Vec<String> = (0..pages.nodes.len())
            .filter(|node| pages.nodes[*node].role == Role::Figure)
            .map(|node| {
                painted(&pages, |tag| tag == Tag::Node(node))
                    .concat()
                    .concat()
            })
            .collect();
        let elements = expected(letter, &pages).into_iter().map(|e| squeeze(&e));
        let elements = elements.filter(|e| !charts.contains(e));
        faults.extend(elements.filter(|element| !whole.contains(element.as_str())));
    }
    faults
}

#[test]
fn everything_printed_is_copied_out_exactly() {
    for name in exact() {
        let letter = fixture(name);
        let bytes = pdf(&letter);
        for reader in &READERS {
            // mutool before 1.22 takes no notice of replacement texts: an accent that stands
            // over another accent, as in Yoruba, is not its to copy.
            let letter = if reader.0 == "mutool" && name == "names" {
                continue;
            } else {
                &letter
            };
            let faults = faults(letter, &bytes, reader);
            assert!(faults.is_empty(), "{name}, {:?}: {faults:#?}", reader);
        }
    }
}

#[test]
fn every_instrument_that_has_a_blank_sheet_is_among_those_that_are_read_out() {
    for definition in catalogue::all().unwrap() {
        let named = format!("sheet {}", definition.id);
        let tried = FIXTURES.contains(&named.as_str());
        assert_eq!(tried, definition.on_paper(), "{named}");
    }
}

#[test]
fn names_and_signs_from_many_places_are_copied_out_of_the_page() {
    let bytes = pdf(&fixture("names"));
    for reader in &READERS {
        let text = squeeze(&copied(reader, &bytes));
        for sign in [
            "Łukasz Żółć",
            "Siân Ŵyn",
            "Şükrü",
            "Ελένη",
            "Юрий",
            "O’Neill",
            "“Curly quotes”",
            "‘single ones’",
            "− 3",
            "≥ 10",
            "½",
            "CO₂",
            "21 °C",
            "café",
            "naïve",
            "Nguyễn Thị Hằng",
            "efficient office affluent",
            "✓",
            "☐",
            "µg",
        ] {
            assert!(text.contains(sign), "{sign} in {:?}: {text}", reader);
        }
    }
}

#[test]
fn no_character_of_another_script_is_lost() {
    let bytes = pdf(&fixture("scripts"));
    let text = copied(&READERS[0], &bytes);
    let has = |word: &str| word.chars().all(|c| text.contains(c));
    for word in [
        "ليلى",
        "المثال",
        "محمد",
        "דוד",
        "אברהם",
        "ইসলাম",
        "রফিকুল",
        "शर्मा",
        "ਸਿੰਘ",
        "ƙ",
        "Ɓala",
    ] {
        assert!(has(word), "{word} in {text}");
    }
}

#[test]
fn a_wrong_character_map_is_found_by_every_reader() {
    let letter = fixture("short");
    let good = pdf(&letter);
    let bad = broken(&good, |document| {
        // U+0065 "e" becomes U+0033 "3" in every font.
        assert!(exchange(document, "<0065>", "<0033>") > 0);
    });
    for reader in &READERS {
        assert!(!faults(&letter, &bad, reader).is_empty(), "{:?}", reader);
    }
}

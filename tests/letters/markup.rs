//! What a clinician types.

use casebook_core::letters::blocks_from_text;
use casebook_core::letters::model::{Block, Run};

fn texts(block: &Block) -> Vec<String> {
    match block {
        Block::Paragraph { runs } => runs.iter().map(|r| r.text.clone()).collect(),
        Block::List { items } => items
            .iter()
            .map(|i| format!("{}|{}", i.label, i.runs[0].text))
            .collect(),
        other => panic!("unexpected {other:?}"),
    }
}

#[test]
fn blank_lines_part_paragraphs_and_marks_begin_items() {
    let blocks = blocks_from_text(
        "First line\nsecond line\n\n- one\n• two\n  more of two\n\n3. three\n4. four\r\n\r\nEnd",
    );
    let found: Vec<Vec<String>> = blocks.iter().map(texts).collect();
    assert_eq!(
        found,
        [
            vec!["First line\nsecond line".to_owned()],
            vec!["•|one".to_owned(), "•|two\n  more of two".to_owned()],
            vec!["3.|three".to_owned(), "4.|four".to_owned()],
            vec!["End".to_owned()],
        ]
    );
}

#[test]
fn nothing_else_is_markup() {
    let typed = "*not bold* _nor italic_ # no heading <b>&amp;</b> [link](x) `code` -5 °C 1.5 mg";
    assert_eq!(
        blocks_from_text(typed),
        [Block::Paragraph {
            runs: vec![Run::plain(typed)]
        }]
    );
    assert_eq!(
        blocks_from_text("2026. A year"),
        [Block::paragraph("2026. A year")]
    );
    assert!(blocks_from_text(" \n\n\t\n").is_empty());
}

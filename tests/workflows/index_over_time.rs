//! The index of an EQ-5D profile over time: drawn and compared by one value set, and never across two.

use super::desk::Desk;
use super::forms::{composed, fill, sheet};
use super::trust_data::{load, series, set, started, view};
use casebook_core::charts::LineChart;
use casebook_core::ids::CaseId;
use casebook_core::letters::api::{PreviewLetterRequest, preview_letter};
use casebook_core::letters::check::read_back;

fn on(desk: &Desk, case: CaseId, day: &str, levels: &[u32; 6]) {
    fill(desk, case, sheet("eq-5d-5l", day, levels));
}

fn drawn(desk: &Desk, case: CaseId) -> Option<LineChart> {
    series(&view(desk, case), "eq-5d-5l").index
}

/// The cells of the index's row in the table of a letter to the GP; empty where there is none. And all that it says.
fn row(desk: &Desk, case: CaseId) -> (Vec<String>, Vec<String>) {
    let letter = composed(&desk.register, &desk.session, case, "gp");
    let request = PreviewLetterRequest {
        case_id: case,
        content: letter.content,
    };
    let bytes = preview_letter(&desk.register, &desk.session, &request).unwrap();
    let said = read_back(&bytes).unwrap().elements;
    let at = said.iter().position(|s| s == "EQ-5D-5L: Index");
    let cells = at.map_or_else(Vec::new, |at| said[at + 1..at + 4].to_vec());
    (cells, said)
}

#[test]
fn an_index_has_its_picture_and_its_row_in_a_letters_table_and_is_not_compared_across_sets() {
    let (desk, case) = started();
    on(&desk, case, "02-Nov-2026", &[0, 0, 1, 2, 1, 75]);
    load(&desk, &set("Made-up set A", 1));
    on(&desk, case, "03-Nov-2026", &[0, 0, 1, 2, 1, 70]);
    assert!(drawn(&desk, case).is_none(), "one is no picture");
    let (cells, _) = row(&desk, case);
    assert_eq!(
        cells,
        ["–", "0.95 (Made-up set A)", "–"],
        "none is made up for a sheet of before"
    );

    on(&desk, case, "10-Nov-2026", &[0, 0, 0, 1, 0, 80]);
    on(&desk, case, "17-Nov-2026", &[0, 0, 0, 0, 0, 90]);
    let chart = drawn(&desk, case).unwrap();
    assert_eq!(chart.title, "EQ-5D-5L, Index (Made-up set A)");
    let values: Vec<i32> = chart.points.iter().map(|p| p.value).collect();
    assert_eq!((values.first(), values.len()), (Some(&95), 3), "{values:?}");
    let (_, said) = row(&desk, case);
    assert!(
        said.iter().any(|s| s == "EQ-5D-5L, Index (Made-up set A)"),
        "{said:#?}"
    );

    load(&desk, &set("Made-up set B", 2));
    on(&desk, case, "20-Nov-2026", &[0, 0, 1, 2, 1, 75]);
    assert!(drawn(&desk, case).is_none(), "the newest set has one alone");
}

#[test]
fn the_first_and_the_newest_index_are_compared_where_they_are_by_one_set_only() {
    let (desk, case) = started();
    load(&desk, &set("Made-up set A", 1));
    on(&desk, case, "03-Nov-2026", &[0, 0, 1, 2, 1, 70]);
    on(&desk, case, "10-Nov-2026", &[0, 0, 0, 0, 0, 90]);
    let (cells, said) = row(&desk, case);
    assert_eq!(
        cells,
        [
            "0.95 (Made-up set A)",
            "0.99 (Made-up set A)",
            "0.04 higher"
        ]
    );
    // The scale beside it is compared as before.
    let scale = said.iter().position(|s| s == "EQ-5D-5L").unwrap();
    assert_eq!(said[scale + 3], "20 higher");

    load(&desk, &set("Made-up set B", 2));
    on(&desk, case, "17-Nov-2026", &[0, 0, 1, 2, 1, 75]);
    let (cells, _) = row(&desk, case);
    assert_eq!(
        cells,
        [
            "0.95 (Made-up set A)",
            "0.91 (Made-up set B)",
            "not comparable: different value sets"
        ]
    );
}

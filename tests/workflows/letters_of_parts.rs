//! An instrument without a total goes into a letter whole: each of its parts, and none of them in place of the others.

use super::desk::Desk;
use super::forms::{composed, fill, sheet};
use casebook_core::letters::api::{PreviewLetterRequest, preview_letter};
use casebook_core::letters::check::read_back;

#[test]
fn all_eight_scales_of_the_iip_are_in_the_table_and_the_picture_of_a_letter_to_the_gp() {
    let desk = Desk::new();
    let case_id = desk.case(desk.patient("Halina", "Nowak", "999 000 0018"));
    for (day, answer) in [("01-Sep-2026", 3), ("01-Oct-2026", 2), ("19-Nov-2026", 1)] {
        fill(&desk, case_id, sheet("iip-32", day, &[answer; 32]));
        fill(&desk, case_id, sheet("hads", day, &[answer; 14]));
        fill(
            &desk,
            case_id,
            sheet("phq-9", day, &[answer.min(2), 0, 0, 0, 0, 0, 0, 0, 0]),
        );
    }
    let letter = composed(&desk.register, &desk.session, case_id, "gp");
    let request = PreviewLetterRequest {
        case_id,
        content: letter.content,
    };
    let bytes = preview_letter(&desk.register, &desk.session, &request).unwrap();
    let said = read_back(&bytes).unwrap().elements;
    for part in [
        "IIP-32: PA, domineering",
        "IIP-32: BC, vindictive",
        "IIP-32: DE, cold",
        "HADS: Anxiety",
        "HADS: Depression",
    ] {
        assert!(said.iter().any(|s| s == part), "{part}: {said:#?}");
    }
    let rows = said.iter().filter(|s| s.starts_with("IIP-32: ")).count();
    assert_eq!(rows, 8, "{said:#?}");
    // The picture has all of them under one title, and no first scale alone.
    let starts = |start: &str| said.iter().filter(|s| s.starts_with(start)).count();
    assert_eq!((starts("Parts of IIP-32"), starts("Parts of HADS")), (1, 1));
    assert_eq!(starts("IIP-32, PA, domineering"), 0, "{said:#?}");
    assert!(said.iter().any(|s| s == "PHQ-9"));
}

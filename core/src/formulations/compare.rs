//! Two versions side by side: which cells differ, and which words in them.

use super::definition::FormulationDefinition;
use super::{CellChange, ComparedCell, ComparisonView, Formulation, Piece};
use crate::dates;

/// The words of a text, each with the blanks that follow it, so that joined they give the text back.
fn words(text: &str) -> Vec<&str> {
    text.split_inclusive(char::is_whitespace).collect()
}

/// The longest run of words that both have in common, in order, as flags for each side.
fn common(a: &[&str], b: &[&str]) -> (Vec<bool>, Vec<bool>) {
    let at = |table: &[Vec<u32>], i: usize, j: usize| -> u32 {
        table.get(i).and_then(|r| r.get(j)).copied().unwrap_or(0)
    };
    let mut table = vec![vec![0u32; b.len() + 1]; a.len() + 1];
    for (i, wa) in a.iter().enumerate().rev() {
        for (j, wb) in b.iter().enumerate().rev() {
            let best = if wa.trim() == wb.trim() {
                at(&table, i + 1, j + 1) + 1
            } else {
                at(&table, i + 1, j).max(at(&table, i, j + 1))
            };
            if let Some(cell) = table.get_mut(i).and_then(|r| r.get_mut(j)) {
                *cell = best;
            }
        }
    }
    let (mut kept_a, mut kept_b) = (vec![false; a.len()], vec![false; b.len()]);
    let (mut i, mut j) = (0, 0);
    while let (Some(wa), Some(wb)) = (a.get(i), b.get(j)) {
        if wa.trim() == wb.trim() {
            if let (Some(x), Some(y)) = (kept_a.get_mut(i), kept_b.get_mut(j)) {
                (*x, *y) = (true, true);
            }
            (i, j) = (i + 1, j + 1);
        } else if at(&table, i + 1, j) >= at(&table, i, j + 1) {
            i += 1;
        } else {
            j += 1;
        }
    }
    (kept_a, kept_b)
}

fn pieces(words: &[&str], kept: &[bool]) -> Vec<Piece> {
    let mut out: Vec<Piece> = Vec::new();
    for (word, kept) in words.iter().zip(kept) {
        match out.last_mut() {
            Some(piece) if piece.differs != *kept => piece.text.push_str(word),
            _ => out.push(Piece {
                text: (*word).to_owned(),
                differs: !kept,
            }),
        }
    }
    out
}

/// The most words that are compared one by one: 2,000 on each side. Longer texts are shown whole.
const LONGEST: usize = 2_000;

fn compared(cell: &str, label: &str, before: &str, after: &str) -> ComparedCell {
    let (a, b) = (words(before), words(after));
    let (kept_a, kept_b) = if a.len() > LONGEST || b.len() > LONGEST {
        (
            vec![before == after; a.len()],
            vec![before == after; b.len()],
        )
    } else {
        common(&a, &b)
    };
    ComparedCell {
        cell: cell.to_owned(),
        label: label.to_owned(),
        change: match (before.trim(), after.trim()) {
            (x, y) if x == y => CellChange::Same,
            ("", _) => CellChange::Added,
            (_, "") => CellChange::Removed,
            _ => CellChange::Changed,
        },
        before: pieces(&a, &kept_a),
        after: pieces(&b, &kept_b),
    }
}

/// Compares two versions, each given with its number.
pub fn compare(
    definition: &FormulationDefinition,
    before: (u32, &Formulation),
    after: (u32, &Formulation),
) -> ComparisonView {
    let text = |f: &Formulation, cell: &str| f.cells.get(cell).cloned().unwrap_or_default();
    let shared = |f: &Formulation| {
        f.shared_on
            .map_or_else(|| "Not yet shared".to_owned(), dates::clinical)
    };
    let (old, new) = (before.1, after.1);
    let mut cells: Vec<ComparedCell> = definition
        .cells()
        .map(|(cell, label)| compared(&cell, &label, &text(old, &cell), &text(new, &cell)))
        .collect();
    cells.push(compared(
        "narrative",
        "Narrative",
        &old.narrative,
        &new.narrative,
    ));
    cells.push(compared(
        "patient_agrees",
        "What the patient agrees with",
        &old.patient_agrees,
        &new.patient_agrees,
    ));
    cells.push(compared(
        "shared_on",
        "Shared with the patient",
        &shared(old),
        &shared(new),
    ));
    let changed = cells
        .iter()
        .filter(|c| c.change != CellChange::Same)
        .count();
    ComparisonView {
        before: before.0,
        after: after.0,
        changed: u32::try_from(changed).unwrap_or(u32::MAX),
        cells,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formulations::definition::newest;

    fn formulation(cells: &[(&str, &str)], narrative: &str) -> Formulation {
        Formulation {
            definition: "five-ps".into(),
            definition_version: 1,
            cells: cells
                .iter()
                .map(|(c, t)| ((*c).to_owned(), (*t).to_owned()))
                .collect(),
            narrative: narrative.into(),
            patient_agrees: String::new(),
            shared_on: None,
        }
    }

    #[test]
    fn changed_words_are_marked_and_nothing_is_lost() {
        let old = formulation(
            &[("presenting.body", "Chest pain most days, worse at night")],
            "",
        );
        let new = formulation(
            &[
                ("presenting.body", "Chest pain on some days, worse at night"),
                ("protective.mind", "Humour"),
            ],
            "",
        );
        let view = compare(newest("five-ps").unwrap(), (1, &old), (2, &new));
        assert_eq!(view.changed, 2);
        let cell = view
            .cells
            .iter()
            .find(|c| c.cell == "presenting.body")
            .unwrap();
        assert_eq!(cell.change, CellChange::Changed);
        let joined = |p: &[Piece]| p.iter().map(|p| p.text.as_str()).collect::<String>();
        assert_eq!(joined(&cell.before), "Chest pain most days, worse at night");
        assert_eq!(
            joined(&cell.after),
            "Chest pain on some days, worse at night"
        );
        let differing: String = cell
            .after
            .iter()
            .filter(|p| p.differs)
            .map(|p| p.text.as_str())
            .collect();
        assert_eq!(differing, "on some ");
        let added = view
            .cells
            .iter()
            .find(|c| c.cell == "protective.mind")
            .unwrap();
        assert_eq!(added.change, CellChange::Added);
    }

    #[test]
    fn the_same_version_has_no_change() {
        let one = formulation(&[("presenting.body", "Pain")], "A story");
        assert_eq!(
            compare(newest("five-ps").unwrap(), (1, &one), (1, &one)).changed,
            0
        );
    }
}

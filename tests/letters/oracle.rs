//! A second painter, krilla, paints the same layout: the pictures must agree.

use casebook_core::letters::layout::Item;
use casebook_core::letters::pdf::{Painter, PrintpdfPainter};

use crate::letters::second_painter::KrillaPainter;
use crate::letters::support::{FIXTURES, file, fixture, pages, run};

/// Most pixels of a hundred thousand that may differ by more than a quarter of the range.
const TOLERATED: usize = 50;

/// Grey pictures of the pages at 150 dots per inch.
fn pictures(bytes: &[u8]) -> Vec<Vec<u8>> {
    let (folder, path) = file(bytes);
    let target = folder.path().join("page");
    let arguments = [
        "-r",
        "150",
        "-gray",
        path.to_str().unwrap(),
        target.to_str().unwrap(),
    ];
    assert!(run("pdftoppm", &arguments).status.success());
    let mut names: Vec<_> = std::fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|p| p.extension().is_some_and(|e| e == "pgm"))
        .collect();
    names.sort();
    names
        .iter()
        .map(|name| std::fs::read(name).unwrap())
        .collect()
}

/// Pixels of a hundred thousand that differ, over all pages.
fn difference(one: &[Vec<u8>], other: &[Vec<u8>]) -> usize {
    assert_eq!(one.len(), other.len());
    let all: usize = one.iter().map(Vec::len).sum();
    let differ = |(a, b): (&u8, &u8)| a.abs_diff(*b) > 32;
    let count: usize = one
        .iter()
        .zip(other)
        .map(|(a, b)| {
            assert_eq!(a.len(), b.len());
            a.iter().zip(b).filter(|pair| differ(*pair)).count()
        })
        .sum();
    count * 100_000 / all
}

#[test]
fn two_painters_draw_the_same_pictures() {
    for name in FIXTURES {
        let pages = pages(&fixture(name));
        let ours = pictures(&PrintpdfPainter.paint(&pages).unwrap());
        let theirs = pictures(&KrillaPainter.paint(&pages).unwrap());
        let found = difference(&ours, &theirs);
        assert!(
            found <= TOLERATED,
            "{name}: {found} of 100,000 pixels differ"
        );
    }
}

#[test]
fn a_line_that_is_moved_a_little_is_seen() {
    let right = pages(&fixture("short"));
    let mut wrong = right.clone();
    for item in &mut wrong.pages[0].items {
        if let Item::Text(text) = item
            && text.text.starts_with("She has had pain")
        {
            text.x += 1_500;
        }
    }
    assert_ne!(right, wrong);
    let ours = pictures(&PrintpdfPainter.paint(&right).unwrap());
    let theirs = pictures(&KrillaPainter.paint(&wrong).unwrap());
    assert!(difference(&ours, &theirs) > TOLERATED);
}

//! A second painter, krilla, paints the same layout: the pictures must agree.

use std::collections::BTreeMap;

use casebook_core::letters::LetterError;
use casebook_core::letters::layout::page::{Colour, Path, Text};
use casebook_core::letters::layout::style::{PAGE_HEIGHT, PAGE_WIDTH};
use casebook_core::letters::layout::{Item, Pages};
use casebook_core::letters::pdf::{Painter, PrintpdfPainter, points};
use casebook_core::letters::text::FaceId;
use krilla::color::rgb;
use krilla::geom::{PathBuilder, Point};
use krilla::page::PageSettings;
use krilla::paint::{Fill, Stroke, StrokeDash};
use krilla::surface::Surface;
use krilla::text::{Font, GlyphId, KrillaGlyph};

use crate::letters::support::{FIXTURES, file, fixture, pages, run};

/// Most pixels of a hundred thousand that may differ by more than a quarter of the range.
const TOLERATED: usize = 50;

struct KrillaPainter;

impl Painter for KrillaPainter {
    fn paint(&self, pages: &Pages) -> Result<Vec<u8>, LetterError> {
        let mut document = krilla::Document::new();
        let mut fonts: BTreeMap<FaceId, Font> = BTreeMap::new();
        for page in &pages.pages {
            let size = PageSettings::from_wh(points(PAGE_WIDTH), points(PAGE_HEIGHT)).unwrap();
            let mut sheet = document.start_page_with(size);
            let mut surface = sheet.surface();
            for item in &page.items {
                match item {
                    Item::Text(text) => {
                        let font = fonts.entry(text.face).or_insert_with(|| {
                            Font::new(text.face.facts().bytes.to_vec().into(), 0).unwrap()
                        });
                        draw_text(&mut surface, text, font.clone());
                    }
                    Item::Path(path) => draw_path(&mut surface, path),
                }
            }
            surface.finish();
            sheet.finish();
        }
        document.finish().map_err(|e| LetterError::Writing {
            reason: format!("{e:?}"),
        })
    }
}

fn colour(Colour(r, g, b): Colour) -> rgb::Color {
    rgb::Color::new(r, g, b)
}

fn ems(value: i32) -> f32 {
    f32::from(i16::try_from(value).unwrap()) / 1000.0
}

fn draw_text(surface: &mut Surface<'_>, text: &Text, font: Font) {
    let glyphs: Vec<KrillaGlyph> = text
        .glyphs
        .iter()
        .map(|g| KrillaGlyph {
            glyph_id: GlyphId::new(u32::from(g.gid)),
            text_range: g.start..g.start + g.len,
            x_advance: ems(g.advance),
            x_offset: ems(g.dx),
            y_offset: ems(g.dy),
            y_advance: 0.0,
            location: None,
        })
        .collect();
    surface.set_stroke(None);
    surface.set_fill(Some(Fill {
        paint: colour(text.colour).into(),
        ..Fill::default()
    }));
    let start = Point::from_xy(points(text.x), points(text.y));
    surface.draw_glyphs(start, &glyphs, font, &text.text, points(text.size), false);
}

fn draw_path(surface: &mut Surface<'_>, path: &Path) {
    let mut builder = PathBuilder::new();
    for (i, (x, y)) in path.points.iter().enumerate() {
        if i == 0 {
            builder.move_to(points(*x), points(*y));
        } else {
            builder.line_to(points(*x), points(*y));
        }
    }
    if path.closed {
        builder.close();
    }
    let Some(shape) = builder.finish() else {
        return;
    };
    surface.set_fill(path.fill.map(|c| Fill {
        paint: colour(c).into(),
        ..Fill::default()
    }));
    surface.set_stroke(path.stroke.map(|s| Stroke {
        paint: colour(s.colour).into(),
        width: points(s.width),
        dash: (s.dash > 0).then(|| StrokeDash {
            array: vec![points(s.dash); 2],
            offset: 0.0,
        }),
        ..Stroke::default()
    }));
    surface.draw_path(&shape);
}

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

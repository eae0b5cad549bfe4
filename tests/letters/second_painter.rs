//! A second painter, krilla, which paints the same layout: the letter tests compare its pictures with ours, the bench
//! its time.

use std::collections::BTreeMap;

use casebook_core::letters::LetterError;
use casebook_core::letters::layout::page::{Colour, Path, Text};
use casebook_core::letters::layout::style::{PAGE_HEIGHT, PAGE_WIDTH};
use casebook_core::letters::layout::{Item, Pages};
use casebook_core::letters::pdf::{Painter, points};
use casebook_core::letters::text::FaceId;
use krilla::color::rgb;
use krilla::geom::{PathBuilder, Point};
use krilla::page::PageSettings;
use krilla::paint::{Fill, Stroke, StrokeDash};
use krilla::surface::Surface;
use krilla::text::{Font, GlyphId, KrillaGlyph};

/// Paints with krilla, without tags.
pub(crate) struct KrillaPainter;

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

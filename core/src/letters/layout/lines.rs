//! Breaking a shaped text into lines, and placing lines as items.

use super::page::{Item, Mpt, Tag, Text};
use super::style::Style;
use crate::letters::text::{Break, Glyph, Shaped, shape::Item as ShapedItem};

/// A line of a shaped text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line {
    /// Byte offset of its first character.
    pub start: usize,
    /// Byte offset after its last character, the spaces at its end included.
    pub end: usize,
    /// Its width without the spaces at its end, in thousandths of the type size.
    pub width: i32,
}

/// Widths of a text's clusters, summed up.
struct Widths {
    starts: Vec<usize>,
    sums: Vec<i32>,
}

impl Widths {
    fn new(shaped: &Shaped) -> Self {
        let mut clusters: Vec<(usize, i32)> = Vec::new();
        for item in &shaped.items {
            let mut add = |glyph: &Glyph| match clusters.last_mut() {
                Some((start, width)) if *start == glyph.start => *width += glyph.advance,
                _ => clusters.push((glyph.start, glyph.advance)),
            };
            if item.level % 2 == 1 {
                item.glyphs.iter().rev().for_each(&mut add);
            } else {
                item.glyphs.iter().for_each(&mut add);
            }
        }
        let mut sum = 0;
        let mut starts = Vec::with_capacity(clusters.len() + 1);
        let mut sums = Vec::with_capacity(clusters.len() + 1);
        for (start, width) in clusters {
            starts.push(start);
            sums.push(sum);
            sum += width;
        }
        starts.push(shaped.text.len());
        sums.push(sum);
        Self { starts, sums }
    }

    /// Width of everything before a byte offset.
    fn until(&self, at: usize) -> i32 {
        let index = self.starts.partition_point(|start| *start < at);
        self.sums
            .get(index)
            .or(self.sums.last())
            .copied()
            .unwrap_or(0)
    }
}

/// Breaks a text into lines no wider than `measure`: as many words on each line as go.
/// A word that is wider than the measure is broken where it must be.
pub fn break_lines(shaped: &Shaped, size: Mpt, measure: Mpt) -> Vec<Line> {
    let widths = Widths::new(shaped);
    let limit = in_ems(measure, size);
    let length = shaped.text.len();
    let ink_end = |start: usize, end: usize| {
        let text = shaped.text.get(start..end).unwrap_or_default();
        start + text.trim_end_matches([' ', '\n']).len()
    };
    let width = |start: usize, end: usize| widths.until(ink_end(start, end)) - widths.until(start);

    let mut lines = Vec::new();
    let mut start = 0;
    let mut from = 0;
    while start < length {
        let mut allowed = None;
        let mut avoided = None;
        let mut end = None;
        let ahead = shaped.breaks.get(from..).unwrap_or_default();
        for opportunity in ahead
            .iter()
            .copied()
            .filter(|o| o.at > start && o.at < length)
        {
            if width(start, opportunity.at) > limit {
                break;
            }
            match opportunity.kind {
                Break::Forced => {
                    end = Some(opportunity.at);
                    break;
                }
                Break::Allowed => allowed = Some(opportunity.at),
                Break::Avoided => avoided = Some(opportunity.at),
            }
        }
        let end = match end {
            Some(end) => end,
            None if width(start, length) <= limit
                && !ahead
                    .iter()
                    .any(|o| o.kind == Break::Forced && o.at > start && o.at < length) =>
            {
                length
            }
            None => allowed
                .or(avoided)
                .unwrap_or_else(|| break_word(shaped, &widths, start, limit)),
        };
        lines.push(Line {
            start,
            end,
            width: width(start, end),
        });
        start = end;
        from = shaped.breaks.partition_point(|o| o.at <= start);
    }
    lines
}

/// Where a word that is wider than the line is broken: after a mark such as "/" or "@" if
/// one fits, else after the last cluster that fits; always after at least one cluster.
fn break_word(shaped: &Shaped, widths: &Widths, start: usize, limit: i32) -> usize {
    let base = widths.until(start);
    let first = widths.starts.partition_point(|s| *s <= start);
    let mut last = None;
    let mut neat = None;
    for (at, sum) in widths.starts.iter().zip(&widths.sums).skip(first) {
        if sum - base > limit {
            break;
        }
        last = Some(*at);
        let before = shaped.text.get(..*at).and_then(|t| t.chars().next_back());
        if before.is_some_and(|c| "/-–@._".contains(c)) {
            neat = Some(*at);
        }
    }
    neat.or(last)
        .or_else(|| widths.starts.get(first).copied())
        .unwrap_or(shaped.text.len())
}

/// A width in thousandths of a point, in thousandths of the type size.
fn in_ems(width: Mpt, size: Mpt) -> i32 {
    let ems = i64::from(width) * 1000 / i64::from(size.max(1));
    i32::try_from(ems).unwrap_or(i32::MAX)
}

/// A width in thousandths of the type size, in thousandths of a point.
pub fn in_points(ems: i32, size: Mpt) -> Mpt {
    let points = (i64::from(ems) * i64::from(size) + 500).div_euclid(1000);
    Mpt::try_from(points).unwrap_or(Mpt::MAX)
}

/// Width of a text on one line, spaces at its end included.
pub fn natural_width(shaped: &Shaped, size: Mpt) -> Mpt {
    let ems = shaped
        .items
        .iter()
        .flat_map(|i| &i.glyphs)
        .map(|g| g.advance)
        .sum();
    in_points(ems, size)
}

/// Width of the widest word of a text.
pub fn widest_word(shaped: &Shaped, size: Mpt) -> Mpt {
    let widths = Widths::new(shaped);
    let mut widest = 0;
    let mut start = 0;
    for (at, character) in shaped.text.char_indices() {
        if matches!(character, ' ' | '\n') {
            widest = widest.max(widths.until(at) - widths.until(start));
            start = at + character.len_utf8();
        }
    }
    widest = widest.max(widths.until(shaped.text.len()) - widths.until(start));
    in_points(widest, size)
}

/// The items that paint one line, with the left end of the baseline at `x`, `y`. They come
/// in the order in which the text is read, whatever their places.
pub fn place_line(
    shaped: &Shaped,
    line: Line,
    style: &Style,
    (x, y): (Mpt, Mpt),
    tag: Tag,
    out: &mut Vec<Item>,
) {
    let on_line: Vec<(&ShapedItem, usize, usize)> = shaped
        .items
        .iter()
        .filter_map(|item| {
            let start = item.range.start.max(line.start);
            let end = item.range.end.min(line.end);
            (start < end).then_some((item, start, end))
        })
        .collect();
    let levels: Vec<unicode_bidi::Level> = on_line
        .iter()
        .map(|(item, ..)| {
            unicode_bidi::Level::new(item.level).unwrap_or(unicode_bidi::Level::ltr())
        })
        .collect();
    let order = unicode_bidi::BidiInfo::reorder_visual(&levels);

    let mut placed: Vec<(usize, Text)> = Vec::with_capacity(on_line.len());
    let mut pen = 0;
    for logical in order {
        let Some((item, start, end)) = on_line.get(logical).copied() else {
            continue;
        };
        let glyphs: Vec<Glyph> = item
            .glyphs
            .iter()
            .filter(|g| g.start >= start && g.start < end)
            .map(|g| Glyph {
                start: g.start - start,
                ..*g
            })
            .collect();
        let advance: i32 = glyphs.iter().map(|g| g.advance).sum();
        let text = shaped
            .text
            .get(start..end)
            .unwrap_or_default()
            .replace('\n', " ");
        placed.push((
            logical,
            Text {
                x: x + in_points(pen, style.size),
                y,
                face: item.face,
                size: style.size,
                colour: style.colour,
                text,
                glyphs,
                tag,
            },
        ));
        pen += advance;
    }
    placed.sort_by_key(|(logical, _)| *logical);
    out.extend(placed.into_iter().map(|(_, text)| Item::Text(text)));
}

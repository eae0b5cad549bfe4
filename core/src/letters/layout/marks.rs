//! Strokes, areas and marks that charts are made of.

use super::builder::{Align, Builder};
use super::lines::natural_width;
use super::page::{Colour, Item, Mpt, Path, Stroke, Tag};
use super::style::{ACCENT, CHART_TEXT, RULE};
use crate::charts::{ChartPoint, ChartSession};
use crate::letters::engine::LetterError;

pub(super) fn stroke(
    points: Vec<(Mpt, Mpt)>,
    width: Mpt,
    colour: Colour,
    dash: Mpt,
    tag: Tag,
) -> Item {
    Item::Path(Path {
        points,
        closed: false,
        stroke: Some(Stroke {
            width,
            colour,
            dash,
        }),
        fill: None,
        tag,
    })
}

/// An area in the colour of the paper.
pub(super) fn paper(corner: (Mpt, Mpt), width: Mpt, height: Mpt, tag: Tag) -> Item {
    area(corner, width, height, Colour(0xff, 0xff, 0xff), tag)
}

/// An area in one colour.
pub(super) fn area((x, y): (Mpt, Mpt), width: Mpt, height: Mpt, fill: Colour, tag: Tag) -> Item {
    Item::Path(Path {
        points: vec![
            (x, y),
            (x + width, y),
            (x + width, y + height),
            (x, y + height),
        ],
        closed: true,
        stroke: None,
        fill: Some(fill),
        tag,
    })
}

/// A round mark: a polygon of sixteen corners, near enough to a circle at this size.
pub(super) fn dot((x, y): (Mpt, Mpt), tag: Tag) -> Item {
    const QUARTER: [(Mpt, Mpt); 4] = [(2_600, 0), (2_402, 995), (1_838, 1_838), (995, 2_402)];
    let mut points = Vec::with_capacity(16);
    for turn in 0..4 {
        for (a, b) in QUARTER {
            let (dx, dy) = match turn {
                0 => (a, b),
                1 => (-b, a),
                2 => (-a, -b),
                _ => (b, -a),
            };
            points.push((x + dx, y + dy));
        }
    }
    Item::Path(Path {
        points,
        closed: true,
        stroke: None,
        fill: Some(ACCENT),
        tag,
    })
}

/// The mark of a point: the first is a square, the newest a diamond, one that stands apart a triangle, any other round.
/// The same shapes are on screen.
pub(super) fn point_mark(
    points: &[ChartPoint],
    index: usize,
    (x, y): (Mpt, Mpt),
    tag: Tag,
) -> Item {
    let apart = points.get(index).is_some_and(|p| p.apart);
    let corners: &[(Mpt, Mpt)] = if apart {
        &[(0, -3_600), (3_400, 2_600), (-3_400, 2_600)]
    } else if index == 0 {
        &[
            (-2_500, -2_500),
            (2_500, -2_500),
            (2_500, 2_500),
            (-2_500, 2_500),
        ]
    } else if index + 1 == points.len() {
        &[(0, -3_600), (3_600, 0), (0, 3_600), (-3_600, 0)]
    } else {
        return dot((x, y), tag);
    };
    Item::Path(Path {
        points: corners.iter().map(|(dx, dy)| (x + dx, y + dy)).collect(),
        closed: true,
        stroke: None,
        fill: Some(ACCENT),
        tag,
    })
}

/// Distance between the lines of hatching, along the axis.
const HATCH: usize = 6_000;

/// An interval as hatching between its edges, which is seen on a grey printer and through what lies over it.
pub(super) fn hatch(
    (left, right): (Mpt, Mpt),
    (high, low): (Mpt, Mpt),
    tag: Tag,
    items: &mut Vec<Item>,
) {
    for edge in [high, low] {
        let line = vec![(left, edge), (right, edge)];
        items.push(stroke(line, 500, RULE, 0, tag));
    }
    // Each rises by as much as it goes to the right, and is cut at both ends of the plot.
    for foot in (left - (low - high)..right).step_by(HATCH) {
        let (from, to) = (foot.max(left), (foot + low - high).min(right));
        if from < to {
            let line = vec![(from, low - (from - foot)), (to, low - (to - foot))];
            items.push(stroke(line, 400, RULE, 0, tag));
        }
    }
}

impl Builder {
    /// Session numbers under an axis of days: each with its tick, and its number where that touches no other.
    pub(super) fn draw_sessions(
        &mut self,
        sessions: &[ChartSession],
        place: impl Fn(i32) -> Mpt,
        (axis, right): (Mpt, Mpt),
        tag: Tag,
        items: &mut Vec<Item>,
    ) -> Result<(), LetterError> {
        let mut numbers = Vec::new();
        let mut limit = Mpt::MAX;
        for session in sessions.iter().rev() {
            let x = place(session.day);
            items.push(stroke(
                vec![(x, axis), (x, axis + 3_500)],
                600,
                RULE,
                0,
                tag,
            ));
            let text = session.number.to_string();
            let shaped = self.shape(&text, &CHART_TEXT)?;
            let half = natural_width(&shaped, CHART_TEXT.size) / 2;
            if x + half + 3_000 <= limit {
                limit = x - half;
                numbers.push((text, x));
            }
        }
        let baseline = axis + SESSION_BASELINE;
        for (text, x) in numbers.into_iter().rev() {
            self.label(&text, &CHART_TEXT, (x, baseline), Align::Middle, tag, items)?;
        }
        let place = (right + 5_000, baseline);
        self.label("session", &CHART_TEXT, place, Align::Left, tag, items)?;
        Ok(())
    }
}

/// From the axis down to the feet of the session numbers.
const SESSION_BASELINE: Mpt = 11_500;
/// Room that session numbers take under an axis.
pub(super) const SESSION_ROOM: Mpt = 11_000;

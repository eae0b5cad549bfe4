//! Ordered words over time: a row a word, a mark a rating. Nothing is joined across rows, since nothing lies between.

use super::builder::{Align, Builder};
use super::chart::refuse;
use super::flow::Fragment;
use super::lines::natural_width;
use super::marks::{dot, stroke};
use super::page::{Item, Mpt, Path, Stroke, Tag};
use super::style::{ACCENT, CHART_TEXT, HAIR, LEFT, MEASURE, RULE};
use crate::charts::StepsChart;
use crate::letters::engine::LetterError;
use std::collections::BTreeMap;

/// Height of one row.
const ROW: Mpt = 24_000;
/// Room below the rows for the dates.
const FOOTROOM: Mpt = 20_000;
/// Room below the dates for the names of the raters.
const LEGEND: Mpt = 14_000;
/// Distance of the first and the last mark from the ends of a row.
const INSET: Mpt = 30_000;

impl Builder {
    /// Steps with their title.
    pub fn push_steps(&mut self, chart: &StepsChart) -> Result<(), LetterError> {
        let levels = chart.levels.len();
        let inside = |level: u32| usize::try_from(level).is_ok_and(|l| l < levels);
        if chart.steps.is_empty() || !chart.steps.iter().all(|s| inside(s.level)) {
            return Err(refuse(
                "a chart of steps has none, or one outside its levels",
            ));
        }
        if chart.alt.trim().is_empty() {
            return Err(refuse("a chart has no sentence that says what it shows"));
        }
        let before = self.figure_title(&chart.title)?;
        let node = self.figure_node(&chart.alt);
        let raters = raters(chart);
        let items = self.draw_steps(chart, &raters, Tag::Node(node))?;
        let rows = Mpt::try_from(levels).unwrap_or(Mpt::MAX / ROW) * ROW;
        let legend = if raters.len() > 1 { LEGEND } else { 0 };
        self.fragments.push(Fragment {
            before,
            height: rows + FOOTROOM + legend,
            items,
            ..Fragment::default()
        });
        Ok(())
    }

    fn draw_steps(
        &mut self,
        chart: &StepsChart,
        raters: &BTreeMap<&str, usize>,
        tag: Tag,
    ) -> Result<Vec<Item>, LetterError> {
        let mut items = Vec::new();
        let mut gutter = 0;
        for word in &chart.levels {
            let shaped = self.shape(word, &CHART_TEXT)?;
            gutter = gutter.max(natural_width(&shaped, CHART_TEXT.size));
        }
        let (left, right) = (LEFT + gutter + 8_000, LEFT + MEASURE);
        let count = Mpt::try_from(chart.levels.len()).unwrap_or(0);
        // The lowest word stands at the foot.
        let middle = |level: Mpt| (count - 1 - level) * ROW + ROW / 2;
        for (level, word) in (0..count).zip(&chart.levels) {
            let y = middle(level);
            items.push(stroke(vec![(left, y), (right, y)], 500, HAIR, 0, tag));
            let place = (left - 8_000, y + 2_900);
            self.label(word, &CHART_TEXT, place, Align::Right, tag, &mut items)?;
        }
        let foot = count * ROW;
        items.push(stroke(vec![(left, foot), (right, foot)], 500, RULE, 0, tag));

        let days = i64::from(chart.steps.last().map_or(0, |s| s.day));
        let room = i64::from(right - left - 2 * INSET);
        let x = |day: i32| {
            let along = if days > 0 {
                room * i64::from(day) / days
            } else {
                room / 2
            };
            left + INSET + Mpt::try_from(along).unwrap_or(0)
        };
        let places: Vec<(Mpt, Mpt)> = chart
            .steps
            .iter()
            .map(|s| (x(s.day), middle(Mpt::try_from(s.level).unwrap_or(0))))
            .collect();
        let mut following = places.iter().skip(1);
        for place in &places {
            // A rating holds until the next one.
            let until = following.next().map_or(right - 6_000, |next| next.0);
            items.push(stroke(
                vec![*place, (until, place.1)],
                1_500,
                ACCENT,
                0,
                tag,
            ));
        }
        for (step, place) in chart.steps.iter().zip(&places) {
            let shape = raters.get(step.by.as_str()).copied().unwrap_or(0);
            items.push(mark(*place, shape, tag));
        }
        let mut limit = Mpt::MAX;
        let mut shown = Vec::new();
        for (step, (x, _)) in chart.steps.iter().zip(&places).rev() {
            let shaped = self.shape(&step.label, &CHART_TEXT)?;
            let width = natural_width(&shaped, CHART_TEXT.size);
            if x + width / 2 + 5_000 <= limit {
                limit = x - width / 2;
                shown.push((step.label.as_str(), *x));
            }
        }
        for (label, x) in shown.into_iter().rev() {
            self.label(
                label,
                &CHART_TEXT,
                (x, foot + 14_000),
                Align::Middle,
                tag,
                &mut items,
            )?;
        }
        if raters.len() > 1 {
            let mut ordered: Vec<(&str, usize)> = raters.iter().map(|(n, s)| (*n, *s)).collect();
            ordered.sort_by_key(|(_, shape)| *shape);
            let mut at = left;
            let y = foot + FOOTROOM + 6_000;
            for (name, shape) in ordered {
                items.push(mark((at + 3_000, y - 2_900), shape, tag));
                let width = self.label(
                    name,
                    &CHART_TEXT,
                    (at + 9_000, y),
                    Align::Left,
                    tag,
                    &mut items,
                )?;
                at += width + 24_000;
            }
        }
        Ok(items)
    }
}

/// Who rated, each with the number of a shape, in the order of their first rating.
fn raters(chart: &StepsChart) -> BTreeMap<&str, usize> {
    let mut found = BTreeMap::new();
    for step in &chart.steps {
        let next = found.len();
        found.entry(step.by.as_str()).or_insert(next);
    }
    found
}

/// A mark: round for the first rater, then square, then a triangle.
fn mark(place: (Mpt, Mpt), shape: usize, tag: Tag) -> Item {
    let (x, y) = place;
    let points = match shape % 3 {
        0 => return dot(place, tag),
        1 => vec![
            (x - 2_600, y - 2_600),
            (x + 2_600, y - 2_600),
            (x + 2_600, y + 2_600),
            (x - 2_600, y + 2_600),
        ],
        _ => vec![
            (x, y - 3_200),
            (x + 3_200, y + 2_600),
            (x - 3_200, y + 2_600),
        ],
    };
    Item::Path(Path {
        points,
        closed: true,
        stroke: None::<Stroke>,
        fill: Some(ACCENT),
        tag,
    })
}

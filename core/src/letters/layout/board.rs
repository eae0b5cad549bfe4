//! Several measures on one axis of days: low charts one under another, the days once at the foot.

use super::builder::{Align, Builder};
use super::chart::{refuse, sound, value_text};
use super::flow::Fragment;
use super::lines::natural_width;
use super::marks::{SESSION_ROOM, area, hatch, paper, point_mark, stroke};
use super::page::{Item, Mpt, Role, Tag};
use super::style::{
    ACCENT, ALERT, CAPTION, CHART_TEXT, CHART_VALUE, HAIR, LEFT, MEASURE, RULE, Style, TINT,
};
use crate::charts::{LineChart, TimeBoard};
use crate::letters::engine::LetterError;

/// Height of each plot.
const PLOT: Mpt = 25_000;
/// From the foot of a plot to the top of the next.
const BETWEEN: Mpt = 11_000;
/// Room above the first plot, for half a figure.
const HEADROOM: Mpt = 4_000;
/// The widest that the column of titles may be.
const TITLES: Mpt = 112_000;
/// Room for the highest and the lowest value of an axis.
const GUTTER: Mpt = 20_000;
/// Distance of the first and the last day from the ends of a plot: a value has room there.
const INSET: Mpt = 28_000;
/// Room below the lowest axis for the days.
const FOOTROOM: Mpt = 15_000;
/// The most charts over one axis: they stand on one page, whatever its height.
pub const ROWS: usize = 12;

/// Titles beside their plots.
const TITLE: Style = Style {
    size: 9_000,
    leading: 11_000,
    ..CAPTION
};

/// Where all charts of a board have their plots, and how long their axis is.
#[derive(Clone, Copy)]
struct Axis {
    left: Mpt,
    right: Mpt,
    days: i32,
}

impl Axis {
    fn x(self, day: i32) -> Mpt {
        let room = i64::from(self.right - self.left - 2 * INSET);
        let along = if self.days > 0 {
            room * i64::from(day) / i64::from(self.days)
        } else {
            room / 2
        };
        self.left + INSET + Mpt::try_from(along).unwrap_or(0)
    }
}

impl Builder {
    /// Charts one under another on one axis.
    pub fn push_board(&mut self, board: &TimeBoard) -> Result<(), LetterError> {
        if board.charts.is_empty() || board.alt.trim().is_empty() {
            return Err(refuse(
                "a board has no charts, or no sentence that says what it shows",
            ));
        }
        let alert = Style {
            colour: ALERT,
            ..CHART_TEXT
        };
        let mut margin = 0;
        for line in board.charts.iter().flat_map(|c| &c.lines) {
            let shaped = self.shape(&line.label, &alert)?;
            margin = margin.max(natural_width(&shaped, alert.size));
        }
        let mut titles = 0;
        for chart in &board.charts {
            let shaped = self.shape(&chart.title, &TITLE)?;
            titles = titles.max(natural_width(&shaped, TITLE.size) + 8_000);
        }
        let axis = Axis {
            left: LEFT + titles.min(TITLES) + GUTTER,
            right: LEFT + MEASURE - 5_000 - margin.clamp(36_000, MEASURE / 4),
            days: board.days,
        };
        for charts in board.charts.chunks(ROWS) {
            let before = self.figure_title(&board.title)?;
            let mut items = Vec::new();
            let mut top = HEADROOM;
            for chart in charts {
                sound(chart)?;
                if chart.points.last().is_some_and(|p| p.day > board.days) {
                    return Err(refuse("a chart of a board has a day outside its axis"));
                }
                self.board_row(chart, axis, top, &mut items)?;
                top += PLOT + BETWEEN;
            }
            let foot = top - BETWEEN + 4_000;
            let tag = Tag::Node(self.figure_node(&board.alt));
            let line = vec![(axis.left, foot), (axis.right, foot)];
            items.push(stroke(line, 500, RULE, 0, tag));
            let mut down = foot;
            if !board.sessions.is_empty() {
                let ends = (foot, axis.right);
                self.draw_sessions(&board.sessions, |day| axis.x(day), ends, tag, &mut items)?;
                down += SESSION_ROOM;
            }
            let baseline = down + 11_500;
            if board.days > 0 {
                let place = (axis.x(0), baseline);
                self.label(
                    &board.from,
                    &CHART_TEXT,
                    place,
                    Align::Middle,
                    tag,
                    &mut items,
                )?;
            }
            let place = (axis.x(board.days), baseline);
            self.label(
                &board.to,
                &CHART_TEXT,
                place,
                Align::Middle,
                tag,
                &mut items,
            )?;
            self.fragments.push(Fragment {
                before,
                height: down + FOOTROOM,
                items,
                ..Fragment::default()
            });
        }
        Ok(())
    }

    /// One chart: its title at the left, its plot, what its lines are at the right, and the first and the newest value
    /// beside their points.
    fn board_row(
        &mut self,
        chart: &LineChart,
        axis: Axis,
        top: Mpt,
        items: &mut Vec<Item>,
    ) -> Result<(), LetterError> {
        self.board_title(&chart.title, top, items)?;
        let tag = Tag::Node(self.figure_node(&chart.alt));
        let (left, right, bottom) = (axis.left, axis.right, top + PLOT);
        let y = |value: i32| {
            let range = i64::from(chart.max) - i64::from(chart.min);
            let above = i64::from(PLOT) * (i64::from(value) - i64::from(chart.min)) / range.max(1);
            bottom - Mpt::try_from(above).unwrap_or(0)
        };
        for (number, band) in chart.bands.iter().enumerate() {
            let next = chart.bands.get(number + 1);
            let high = y(next.map_or(band.to, |next| next.from));
            if number % 2 == 1 {
                let height = y(band.from) - high;
                items.push(area((left, high), right - left, height, TINT, tag));
            }
        }
        if let Some(error) = &chart.error_band {
            hatch((left, right), (y(error.to), y(error.from)), tag, items);
        }
        for (edge, colour) in [(chart.max, HAIR), (chart.min, RULE)] {
            let line = vec![(left, y(edge)), (right, y(edge))];
            items.push(stroke(line, 500, colour, 0, tag));
            let place = (left - 5_000, y(edge) + 2_900);
            let text = value_text(edge, chart.scale);
            self.label(&text, &CHART_TEXT, place, Align::Right, tag, items)?;
        }
        let mut named: Vec<Mpt> = Vec::new();
        for line in &chart.lines {
            let at = y(line.value);
            items.push(stroke(
                vec![(left, at), (right, at)],
                900,
                ALERT,
                3_000,
                tag,
            ));
            // A name that would touch another gives way: the first is the one that the sentences name.
            if named.iter().all(|other| (other - at).abs() >= 9_000) {
                named.push(at);
                let style = Style {
                    colour: ALERT,
                    ..CHART_TEXT
                };
                let place = (right + 5_000, at + 2_900);
                self.label(&line.label, &style, place, Align::Left, tag, items)?;
            }
        }
        let places: Vec<(Mpt, Mpt)> = chart
            .points
            .iter()
            .map(|p| (axis.x(p.day), y(p.value)))
            .collect();
        let mut run: Vec<(Mpt, Mpt)> = Vec::new();
        for (point, place) in chart.points.iter().zip(&places) {
            // What stands apart, such as a total out of another maximum, is not joined.
            if point.apart && run.len() > 1 {
                items.push(stroke(std::mem::take(&mut run), 1_300, ACCENT, 0, tag));
            } else if point.apart {
                run.clear();
            }
            run.push(*place);
        }
        if run.len() > 1 {
            items.push(stroke(run, 1_300, ACCENT, 0, tag));
        }
        for (index, place) in places.iter().enumerate() {
            items.push(point_mark(&chart.points, index, *place, tag));
        }
        let (first, newest) = (
            chart.points.first().zip(places.first()),
            chart.points.last().zip(places.last()),
        );
        if let Some((point, place)) = first.filter(|_| places.len() > 1) {
            let text = value_text(point.value, chart.scale);
            self.board_value(&text, *place, Align::Right, tag, items)?;
        }
        if let Some((point, place)) = newest {
            let text = value_text(point.value, chart.scale);
            self.board_value(&text, *place, Align::Left, tag, items)?;
        }
        Ok(())
    }

    /// A value beside its point, on paper of its own so that no line strikes it through.
    fn board_value(
        &mut self,
        text: &str,
        (x, y): (Mpt, Mpt),
        align: Align,
        tag: Tag,
        items: &mut Vec<Item>,
    ) -> Result<(), LetterError> {
        let shaped = self.shape(text, &CHART_VALUE)?;
        let width = natural_width(&shaped, CHART_VALUE.size);
        let (left, at) = match align {
            Align::Right => (x - 6_000 - width, x - 6_000),
            _ => (x + 6_000, x + 6_000),
        };
        items.push(paper((left - 1_000, y - 4_000), width + 2_000, 8_000, tag));
        self.label(text, &CHART_VALUE, (at, y + 3_000), align, tag, items)?;
        Ok(())
    }

    /// The title of a row: in the middle of its plot, in two lines where one is too short.
    fn board_title(
        &mut self,
        title: &str,
        top: Mpt,
        items: &mut Vec<Item>,
    ) -> Result<(), LetterError> {
        if title.is_empty() {
            return Ok(());
        }
        let tag = Tag::Node(self.node(0, Role::Paragraph));
        let shaped = self.shape(title, &TITLE)?;
        let mut lines = Vec::new();
        let place = (LEFT, 0, TITLES - 6_000);
        let (height, _) = super::builder::stack(&shaped, &TITLE, place, tag, &mut lines);
        let down = top + (PLOT - height) / 2;
        items.extend(lines.into_iter().map(|item| lowered(item, down)));
        Ok(())
    }
}

/// A line of text further down.
fn lowered(mut item: Item, by: Mpt) -> Item {
    if let Item::Text(text) = &mut item {
        text.y += by;
    }
    item
}

//! Line charts, drawn with lines and text.

use super::builder::{Align, Builder, lines_of, stack};
use super::flow::Fragment;
use super::lines::natural_width;
use super::marks::{SESSION_ROOM, area, hatch, paper, point_mark, stroke};
use super::page::{Item, Mpt, Role, Tag};
use super::style::{
    ACCENT, ALERT, CAPTION, CHART_TEXT, CHART_VALUE, HAIR, LEFT, MEASURE, RULE, Style, TINT,
};
use crate::charts::{ChartPoint, LineChart as Chart};
use crate::letters::engine::LetterError;

/// Height of the plot.
const PLOT: Mpt = 118_000;
/// The same where charts stand side by side.
const LOW_PLOT: Mpt = 50_000;
/// Room between charts side by side.
const BETWEEN: Mpt = 18_000;
/// Room above the plot for the value of the highest point.
const HEADROOM: Mpt = 15_000;
/// Room below the plot for the labels of the points.
const FOOTROOM: Mpt = 20_000;
/// Distance of the first and the last point from the ends of the plot.
const INSET: Mpt = 26_000;

/// The room that a chart is given within its fragment.
#[derive(Clone, Copy)]
struct Frame {
    left: Mpt,
    right: Mpt,
    /// Top of the plot.
    top: Mpt,
    /// Height of the plot.
    plot: Mpt,
    /// The words of bands and lines are printed beside the plot. Beside another chart there is no room: the table has the
    /// bands, and the title says what the lines are.
    words: bool,
}

/// Where the plot is, and which values its edges stand for.
struct Plot {
    left: Mpt,
    right: Mpt,
    top: Mpt,
    height: Mpt,
    words: bool,
    min: i32,
    max: i32,
    /// Days from the first point to the last; 0 spaces the points evenly.
    days: i32,
}

/// A value beside its point.
struct PrintedValue {
    text: String,
    /// Middle of its baseline.
    place: (Mpt, Mpt),
    /// Half its width.
    half: Mpt,
}

impl Plot {
    fn bottom(&self) -> Mpt {
        self.top + self.height
    }

    fn y(&self, value: i32) -> Mpt {
        let range = i64::from(self.max) - i64::from(self.min);
        let above =
            (i64::from(value) - i64::from(self.min)) * i64::from(self.height) / range.max(1);
        self.bottom() - Mpt::try_from(above).unwrap_or(0)
    }

    fn x(&self, index: usize, point: &ChartPoint, count: usize) -> Mpt {
        let room = i64::from(self.right - self.left - 2 * INSET);
        if self.days > 0 {
            let along = room * i64::from(point.day) / i64::from(self.days);
            return self.left + INSET + Mpt::try_from(along).unwrap_or(0);
        }
        let (Ok(index), Ok(steps)) = (i64::try_from(index), i64::try_from(count.saturating_sub(1)))
        else {
            return self.left;
        };
        let along = if steps == 0 {
            room / 2
        } else {
            room * index / steps
        };
        self.left + INSET + Mpt::try_from(along).unwrap_or(0)
    }
}

/// Errors: `Malformed` for a chart that can't be drawn.
pub(super) fn sound(chart: &Chart) -> Result<(), LetterError> {
    if chart.points.is_empty() {
        return Err(refuse("a chart has no points"));
    }
    if chart.max <= chart.min || chart.scale < 1 {
        return Err(refuse("the axis of a chart has no length"));
    }
    let inside = |value: i32| (chart.min..=chart.max).contains(&value);
    if !chart.points.iter().all(|p| inside(p.value))
        || !chart.lines.iter().all(|l| inside(l.value))
        || !chart.bands.iter().all(|b| inside(b.from) && inside(b.to))
        || !(chart.error_band.iter()).all(|b| inside(b.from) && inside(b.to) && b.from <= b.to)
    {
        return Err(refuse("a chart has a value outside its axis"));
    }
    if chart.alt.trim().is_empty() {
        return Err(refuse("a chart has no sentence that says what it shows"));
    }
    let end = chart.points.last().map_or(0, |p| p.day).max(chart.days);
    let on_axis = |day: i32| (0..=end).contains(&day);
    if !(chart.points.iter().map(|p| p.day))
        .chain(chart.sessions.iter().map(|s| s.day))
        .all(on_axis)
    {
        return Err(refuse("a chart has a day outside its axis"));
    }
    if !(chart.points.windows(2)).all(|pair| matches!(pair, [a, b] if a.day <= b.day)) {
        return Err(refuse("the points of a chart are not in order of time"));
    }
    Ok(())
}

/// Room for session numbers between the axis and the days.
const fn sessions_room(chart: &Chart) -> Mpt {
    if chart.sessions.is_empty() {
        0
    } else {
        SESSION_ROOM
    }
}

pub(super) fn refuse(reason: &str) -> LetterError {
    LetterError::Malformed {
        reason: reason.to_owned(),
    }
}

impl Builder {
    /// A chart with its title.
    pub fn push_chart(&mut self, chart: &Chart) -> Result<(), LetterError> {
        sound(chart)?;
        let before = self.figure_title(&chart.title)?;
        let node = self.figure_node(&chart.alt);
        let frame = Frame {
            left: LEFT,
            right: LEFT + MEASURE,
            top: HEADROOM,
            plot: PLOT,
            words: true,
        };
        let items = self.draw(chart, frame, Tag::Node(node))?;
        let height = HEADROOM + PLOT + FOOTROOM + sessions_room(chart);
        self.fragments.push(Fragment {
            before,
            height,
            items,
            ..Fragment::default()
        });
        Ok(())
    }

    /// Several charts, low and side by side: three to a line, two where that fills the lines better.
    pub fn push_charts(&mut self, charts: &[Chart]) -> Result<(), LetterError> {
        let columns = if charts.len() == 3 || charts.len() > 4 {
            3
        } else {
            2
        };
        let width = (MEASURE - (columns - 1) * BETWEEN) / columns;
        let places: Vec<Mpt> = (0..columns).map(|i| LEFT + i * (width + BETWEEN)).collect();
        for row in charts.chunks(places.len()) {
            let before = self.gap(11_000);
            let mut items = Vec::new();
            // The plots of a line stand level, whatever their titles need.
            let mut titles = 0;
            let mut above = Vec::with_capacity(row.len());
            for (chart, left) in row.iter().zip(&places) {
                sound(chart)?;
                let (title, height, tag) = self.small_title(chart, (*left, width))?;
                titles = titles.max(height);
                above.push((title, tag));
            }
            for ((chart, left), (title, tag)) in row.iter().zip(&places).zip(above) {
                items.extend(title);
                let frame = Frame {
                    left: *left,
                    right: left + width,
                    top: titles + HEADROOM,
                    plot: LOW_PLOT,
                    words: false,
                };
                items.extend(self.draw(chart, frame, tag)?);
            }
            let sessions = row.iter().map(sessions_room).max().unwrap_or(0);
            self.fragments.push(Fragment {
                before,
                height: titles + HEADROOM + LOW_PLOT + FOOTROOM + sessions,
                items,
                ..Fragment::default()
            });
        }
        Ok(())
    }

    /// The title above a chart that stands beside another, in as many lines as it needs, and beside or under it what the
    /// chart's lines are: these belong to the figure. Answers the height too, and the figure's tag.
    fn small_title(
        &mut self,
        chart: &Chart,
        (left, width): (Mpt, Mpt),
    ) -> Result<(Vec<Item>, Mpt, Tag), LetterError> {
        let mut items = Vec::new();
        let mut height = 0;
        let mut taken = width;
        if !chart.title.is_empty() {
            let tag = Tag::Node(self.node(0, Role::Paragraph));
            let shaped = self.shape(&chart.title, &CAPTION)?;
            let place = (left, 0, width);
            (height, _) = stack(&shaped, &CAPTION, place, tag, &mut items);
            if height <= CAPTION.leading {
                taken = natural_width(&shaped, CAPTION.size) + 8_000;
            }
        }
        let tag = Tag::Node(self.figure_node(&chart.alt));
        for line in &chart.lines {
            let style = Style {
                colour: ALERT,
                ..CHART_TEXT
            };
            let shaped = self.shape(&line.label, &style)?;
            if taken + natural_width(&shaped, style.size) > width {
                height += style.leading;
                taken = 0;
            }
            // Beside a title the two share a baseline.
            let baseline = height - 3_700;
            let place = (left + taken, baseline);
            let used = self.label(&line.label, &style, place, Align::Left, tag, &mut items)?;
            taken += used + 8_000;
        }
        Ok((items, height, tag))
    }

    /// The title above a figure, kept with it. Answers the gap that the figure leaves above itself.
    pub(super) fn figure_title(&mut self, title: &str) -> Result<Mpt, LetterError> {
        let before = self.gap(11_000);
        if title.is_empty() {
            return Ok(before);
        }
        let node = self.node(0, Role::Paragraph);
        let shaped = self.shape(title, &CAPTION)?;
        let mut lines = lines_of(&shaped, &CAPTION, (LEFT, MEASURE), before, Tag::Node(node));
        for line in &mut lines {
            line.keep = true;
            line.is_line = false;
        }
        self.fragments.extend(lines);
        Ok(2_000)
    }

    /// A figure in the structure tree, with the sentence that says what it shows.
    pub(super) fn figure_node(&mut self, alt: &str) -> usize {
        let node = self.node(0, Role::Figure);
        if let Some(figure) = self.nodes.get_mut(node) {
            figure.alt = Some(alt.to_owned());
        }
        node
    }

    fn draw(&mut self, chart: &Chart, frame: Frame, tag: Tag) -> Result<Vec<Item>, LetterError> {
        let mut items = Vec::new();
        let ticks = ticks(chart.min, chart.max, chart.scale);
        let mut gutter = 0;
        for tick in &ticks {
            let shaped = self.shape(&value_text(*tick, chart.scale), &CHART_TEXT)?;
            gutter = gutter.max(natural_width(&shaped, CHART_TEXT.size));
        }
        let mut margin = 0;
        for line in chart.lines.iter().filter(|_| frame.words) {
            let shaped = self.shape(&line.label, &CHART_TEXT)?;
            margin = margin.max(natural_width(&shaped, CHART_TEXT.size) + 6_000);
        }
        for band in chart.bands.iter().filter(|_| frame.words) {
            let shaped = self.shape(&band.label, &CHART_TEXT)?;
            margin = margin.max(natural_width(&shaped, CHART_TEXT.size) + 6_000);
        }
        let plot = Plot {
            left: frame.left + gutter + 7_000,
            right: frame.right - margin.min((frame.right - frame.left) / 3),
            top: frame.top,
            height: frame.plot,
            words: frame.words,
            min: chart.min,
            max: chart.max,
            days: chart.points.last().map_or(0, |p| p.day).max(chart.days),
        };

        self.draw_bands(chart, &plot, tag, &mut items)?;
        if let Some(error) = &chart.error_band {
            let edges = (plot.y(error.to), plot.y(error.from));
            hatch((plot.left, plot.right), edges, tag, &mut items);
        }
        for tick in ticks {
            let y = plot.y(tick);
            let colour = if tick == chart.min { RULE } else { HAIR };
            items.push(stroke(
                vec![(plot.left, y), (plot.right, y)],
                500,
                colour,
                0,
                tag,
            ));
            let text = value_text(tick, chart.scale);
            let place = (plot.left - 6_000, y + 2_900);
            self.label(&text, &CHART_TEXT, place, Align::Right, tag, &mut items)?;
        }
        for line in &chart.lines {
            let y = plot.y(line.value);
            items.push(stroke(
                vec![(plot.left, y), (plot.right, y)],
                900,
                ALERT,
                3_000,
                tag,
            ));
            if !plot.words {
                continue;
            }
            let style = Style {
                colour: ALERT,
                ..CHART_TEXT
            };
            let place = (plot.right + 5_000, y + 2_900);
            self.label(&line.label, &style, place, Align::Left, tag, &mut items)?;
        }
        self.draw_points(chart, &plot, tag, &mut items)?;
        if !chart.sessions.is_empty() {
            let room = i64::from(plot.right - plot.left - 2 * INSET);
            let days = i64::from(plot.days.max(1));
            let place = |day: i32| {
                let along = room * i64::from(day) / days;
                plot.left + INSET + Mpt::try_from(along).unwrap_or(0)
            };
            let axis = (plot.bottom(), plot.right);
            self.draw_sessions(&chart.sessions, place, axis, tag, &mut items)?;
        }
        Ok(items)
    }

    /// The instrument's own words beside their stretch of the axis, every other stretch tinted: a quiet ground, no
    /// verdict. A word that would touch the name of a line gives way: the line matters more.
    fn draw_bands(
        &mut self,
        chart: &Chart,
        plot: &Plot,
        tag: Tag,
        items: &mut Vec<Item>,
    ) -> Result<(), LetterError> {
        for (number, band) in chart.bands.iter().enumerate() {
            // Scores are whole or in between: a band reaches to where the next begins.
            let top = chart
                .bands
                .get(number + 1)
                .map_or(band.to, |next| next.from);
            let (high, low) = (plot.y(top), plot.y(band.from));
            if number % 2 == 1 {
                items.push(area(
                    (plot.left, high),
                    plot.right - plot.left,
                    low - high,
                    TINT,
                    tag,
                ));
            }
            let middle = (high + low) / 2 + 2_900;
            let taken = chart
                .lines
                .iter()
                .any(|line| (plot.y(line.value) + 2_900 - middle).abs() < 8_000);
            if plot.words && !taken && low - high >= 6_500 {
                let place = (plot.right + 5_000, middle);
                self.label(&band.label, &CHART_TEXT, place, Align::Left, tag, items)?;
            }
        }
        Ok(())
    }

    fn draw_points(
        &mut self,
        chart: &Chart,
        plot: &Plot,
        tag: Tag,
        items: &mut Vec<Item>,
    ) -> Result<(), LetterError> {
        let points = &chart.points;
        let count = points.len();
        let places: Vec<(Mpt, Mpt)> = points
            .iter()
            .enumerate()
            .map(|(i, p)| (plot.x(i, p, count), plot.y(p.value)))
            .collect();
        let values = self.place_values(chart, plot, &places)?;
        for PrintedValue {
            place: (x, baseline),
            half,
            ..
        } in &values
        {
            // Paper behind the figures, so that no line of the grid strikes them through.
            let corner = (x - half - 1_000, baseline - 7_000);
            items.push(paper(corner, 2 * half + 2_000, 8_500, tag));
        }
        // Points that stand apart, such as those of a form with another maximum, are not joined.
        let mut run: Vec<(Mpt, Mpt)> = Vec::new();
        for (point, place) in points.iter().zip(&places) {
            if point.apart && run.len() > 1 {
                items.push(stroke(std::mem::take(&mut run), 1_500, ACCENT, 0, tag));
            } else if point.apart {
                run.clear();
            }
            run.push(*place);
        }
        if run.len() > 1 {
            items.push(stroke(run, 1_500, ACCENT, 0, tag));
        }
        for (index, place) in places.iter().enumerate() {
            items.push(point_mark(points, index, *place, tag));
        }

        // The last label always stands, and the first where the two have room; another gives way where it would touch
        // either or the next.
        let mut shown = Vec::new();
        let mut limit = Mpt::MAX;
        let mut first_ends = Mpt::MIN;
        for (i, (point, (x, _))) in points.iter().zip(&places).enumerate().rev() {
            let shaped = self.shape(&point.label, &CHART_TEXT)?;
            let half = natural_width(&shaped, CHART_TEXT.size) / 2;
            if limit == Mpt::MAX
                && let (Some(first), Some((at, _))) = (points.first(), places.first())
            {
                let shaped = self.shape(&first.label, &CHART_TEXT)?;
                let ends = at + natural_width(&shaped, CHART_TEXT.size) / 2 + 5_000;
                if ends <= x - half {
                    first_ends = ends;
                }
            }
            let clear = i == 0 || limit == Mpt::MAX || x - half >= first_ends;
            if clear && x + half + 5_000 <= limit {
                limit = x - half;
                shown.push((point.label.as_str(), *x));
            }
        }
        for (label, x) in shown.into_iter().rev() {
            let place = (x, plot.bottom() + sessions_room(chart) + 14_000);
            self.label(label, &CHART_TEXT, place, Align::Middle, tag, items)?;
        }

        for value in values {
            let PrintedValue { text, place, .. } = value;
            self.label(&text, &CHART_VALUE, place, Align::Middle, tag, items)?;
        }
        Ok(())
    }

    /// The values that are printed beside their points. One that would touch its
    /// neighbour is left out: the table beside a chart has them all.
    fn place_values(
        &mut self,
        chart: &Chart,
        plot: &Plot,
        places: &[(Mpt, Mpt)],
    ) -> Result<Vec<PrintedValue>, LetterError> {
        let mut values = Vec::with_capacity(places.len());
        let mut limit = Mpt::MIN;
        for (i, (point, (x, y))) in chart.points.iter().zip(places).enumerate() {
            let text = value_text(point.value, chart.scale);
            let shaped = self.shape(&text, &CHART_VALUE)?;
            let half = natural_width(&shaped, CHART_VALUE.size) / 2;
            if x - half < limit {
                continue;
            }
            limit = x + half + 3_000;
            // In a valley the line climbs on both sides: the value goes below it, if there
            // is room above the axis and no other line is in the way.
            let higher = |j: Option<usize>| {
                j.and_then(|j| places.get(j))
                    .is_some_and(|(_, other)| other < y)
            };
            let valley = higher(i.checked_sub(1)) && higher(i.checked_add(1));
            let crossed = chart
                .lines
                .iter()
                .any(|line| (*y..y + 16_000).contains(&plot.y(line.value)));
            let below = valley && !crossed && y + 14_000 < plot.bottom();
            let baseline = if below { y + 12_500 } else { y - 6_500 };
            values.push(PrintedValue {
                text,
                place: (*x, baseline),
                half,
            });
        }
        Ok(values)
    }
}

/// Values at which the axis is marked: the smallest neat step that gives at most six marks.
fn ticks(min: i32, max: i32, scale: i32) -> Vec<i32> {
    let range = i64::from(max) - i64::from(min);
    let mut step = i64::from(scale);
    'search: loop {
        for factor in [1, 2, 5] {
            if range <= step * factor * 5 {
                step *= factor;
                break 'search;
            }
        }
        step *= 10;
    }
    let mut marks = Vec::new();
    let mut mark = i64::from(min);
    while mark <= i64::from(max) {
        marks.extend(i32::try_from(mark));
        mark += step;
    }
    marks
}

/// A value as it is printed.
pub fn value_text(value: i32, scale: i32) -> String {
    let sign = if value < 0 { "−" } else { "" };
    let (size, scale) = (value.unsigned_abs(), scale.unsigned_abs().max(1));
    let (whole, rest) = (size / scale, size % scale);
    if rest == 0 {
        return format!("{sign}{whole}");
    }
    let places = usize::try_from(scale.ilog10()).unwrap_or(0);
    format!("{sign}{whole}.{rest:0places$}")
}

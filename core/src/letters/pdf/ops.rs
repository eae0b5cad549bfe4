//! From a page of the display list to printpdf's operators.

use std::collections::BTreeMap;

use printpdf::{
    Color, DictItem, Line, LineDashPattern, LinePoint, Op, PaintMode, PdfFontHandle, Point,
    Polygon, PolygonRing, Pt, Rgb, TextItem, TextMatrix, WindingOrder,
};

use super::fonts::{Cluster, Fonts, clusters, font_id, stand_in};
use super::points;
use super::tags::{Contents, role_name};
use crate::letters::layout::page::{Colour, Item, Mpt, Node, Page, Path, Stroke, Tag, Text};
use crate::letters::layout::style::PAGE_HEIGHT;
use crate::letters::text::FaceId;

/// What has been set on the page so far, so that nothing is set twice.
#[derive(Default)]
struct State {
    fill: Option<Colour>,
    font: Option<(FaceId, Mpt)>,
    stroke: Option<Stroke>,
}

/// The operators of one page. Every item stands in the marked content of its node, or is
/// marked as an artifact; `contents` gathers which mark belongs to which node.
pub fn operators(page: &Page, nodes: &[Node], fonts: &Fonts, contents: &mut Contents) -> Vec<Op> {
    contents.begin_page();
    let mut ops = Vec::new();
    let mut state = State::default();
    let mut open: Option<Tag> = None;
    for item in &page.items {
        let tag = item.tag();
        if open != Some(tag) {
            if open.is_some() {
                ops.push(Op::EndMarkedContent);
            }
            ops.push(begin(tag, nodes, contents));
            open = Some(tag);
        }
        match item {
            Item::Text(text) => draw_text(text, fonts, &mut state, &mut ops),
            Item::Path(path) => draw_path(path, &mut state, &mut ops),
        }
    }
    if open.is_some() {
        ops.push(Op::EndMarkedContent);
    }
    ops
}

fn begin(tag: Tag, nodes: &[Node], contents: &mut Contents) -> Op {
    let name = |text: &str| DictItem::Name(text.as_bytes().to_vec());
    let mut map = BTreeMap::new();
    let tag = match tag {
        Tag::Node(node) => {
            map.insert("MCID".to_owned(), DictItem::Int(contents.mark(node)));
            nodes.get(node).map_or("P", |node| role_name(node.role))
        }
        Tag::Header | Tag::Footer => {
            let subtype = if tag == Tag::Header {
                "Header"
            } else {
                "Footer"
            };
            map.insert("Type".to_owned(), name("Pagination"));
            map.insert("Subtype".to_owned(), name(subtype));
            "Artifact"
        }
        Tag::Decoration => {
            map.insert("Type".to_owned(), name("Layout"));
            "Artifact"
        }
    };
    Op::BeginMarkedContentWithProperties {
        tag: tag.to_owned(),
        properties: DictItem::Dict { map },
    }
}

fn draw_text(text: &Text, fonts: &Fonts, state: &mut State, ops: &mut Vec<Op>) {
    if text.glyphs.is_empty() {
        return;
    }
    set_fill(text.colour, state, ops);
    ops.push(Op::StartTextSection);
    if state.font != Some((text.face, text.size)) {
        let font = PdfFontHandle::External(font_id(text.face));
        ops.push(Op::SetFont {
            font,
            size: Pt(points(text.size)),
        });
        state.font = Some((text.face, text.size));
    }
    let mut show = Show {
        text,
        fonts,
        pen: 0,
        at: 0,
        raised: 0,
        batch: Vec::new(),
    };
    show.go_to(0, ops);
    for cluster in clusters(text) {
        let own = fonts.speaks_for_itself(text.face, &cluster);
        if !own {
            show.flush(ops);
            ops.push(actual_text(cluster.text));
        }
        show.cluster(&cluster, ops);
        if !own {
            show.flush(ops);
            ops.push(Op::EndMarkedContent);
        }
    }
    show.flush(ops);
    ops.push(Op::EndTextSection);
}

/// Shows the glyphs of one text.
struct Show<'a> {
    text: &'a Text,
    fonts: &'a Fonts,
    /// Where the next glyph belongs, thousandths of the size from the text's left end.
    pen: i32,
    /// Where the reader's pen is after what was shown.
    at: i32,
    /// How far the reader's baseline is raised.
    raised: i32,
    /// Glyphs, each by its stand-in character, and the adjustments between them.
    batch: Vec<TextItem>,
}

impl Show<'_> {
    /// Sets the position, at the pen and raised by so many thousandths of the size.
    fn go_to(&mut self, raised: i32, ops: &mut Vec<Op>) {
        let along = crate::letters::layout::lines::in_points(self.pen, self.text.size);
        let up = crate::letters::layout::lines::in_points(raised, self.text.size);
        let x = points(self.text.x + along);
        let y = points(PAGE_HEIGHT - self.text.y + up);
        ops.push(Op::SetTextMatrix {
            matrix: TextMatrix::Raw([1.0, 0.0, 0.0, 1.0, x, y]),
        });
        self.at = self.pen;
        self.raised = raised;
    }

    fn cluster(&mut self, cluster: &Cluster<'_>, ops: &mut Vec<Op>) {
        for glyph in cluster.glyphs {
            let Some((gid, width, _)) = self.fonts.glyph(self.text.face, glyph.gid) else {
                continue;
            };
            if glyph.dy != self.raised {
                self.flush(ops);
                self.go_to(glyph.dy, ops);
            }
            // A positive adjustment moves to the left.
            let adjustment = self.at - (self.pen + glyph.dx);
            if adjustment != 0 {
                self.batch.push(TextItem::Offset(whole(adjustment)));
            }
            match self.batch.last_mut() {
                Some(TextItem::Text(shown)) => shown.push(stand_in(gid)),
                _ => self.batch.push(TextItem::Text(stand_in(gid).to_string())),
            }
            self.at = self.pen + glyph.dx + i32::from(width);
            self.pen += glyph.advance;
        }
    }

    fn flush(&mut self, ops: &mut Vec<Op>) {
        if !self.batch.is_empty() {
            ops.push(Op::ShowText {
                items: std::mem::take(&mut self.batch),
            });
        }
    }
}

/// A small whole number as the painter wants it.
fn whole(value: i32) -> f32 {
    f32::from(i16::try_from(value).unwrap_or(if value < 0 { i16::MIN } else { i16::MAX }))
}

/// The characters that a reader copies in place of the glyphs that follow.
fn actual_text(text: &str) -> Op {
    let mut data = vec![0xfe, 0xff];
    data.extend(text.encode_utf16().flat_map(u16::to_be_bytes));
    let mut map = BTreeMap::new();
    map.insert(
        "ActualText".to_owned(),
        DictItem::String {
            data,
            literal: false,
        },
    );
    Op::BeginMarkedContentWithProperties {
        tag: "Span".to_owned(),
        properties: DictItem::Dict { map },
    }
}

fn draw_path(path: &Path, state: &mut State, ops: &mut Vec<Op>) {
    let corners: Vec<LinePoint> = path
        .points
        .iter()
        .map(|(x, y)| LinePoint {
            p: Point {
                x: Pt(points(*x)),
                y: Pt(points(PAGE_HEIGHT - y)),
            },
            bezier: false,
        })
        .collect();
    if let Some(fill) = path.fill {
        set_fill(fill, state, ops);
        ops.push(Op::DrawPolygon {
            polygon: Polygon {
                rings: vec![PolygonRing {
                    points: corners.clone(),
                }],
                mode: PaintMode::Fill,
                winding_order: WindingOrder::NonZero,
            },
        });
    }
    if let Some(stroke) = path.stroke {
        let old = state.stroke;
        if old.map(|s| s.colour) != Some(stroke.colour) {
            ops.push(Op::SetOutlineColor {
                col: colour(stroke.colour),
            });
        }
        if old.map(|s| s.width) != Some(stroke.width) {
            ops.push(Op::SetOutlineThickness {
                pt: Pt(points(stroke.width)),
            });
        }
        if old.map_or(0, |s| s.dash) != stroke.dash {
            let lengths = [points(stroke.dash), points(stroke.dash)];
            let lengths = if stroke.dash == 0 { &[][..] } else { &lengths };
            ops.push(Op::SetLineDashPattern {
                dash: LineDashPattern::new(0.0, lengths),
            });
        }
        state.stroke = Some(stroke);
        let line = Line {
            points: corners,
            is_closed: path.closed,
        };
        ops.push(Op::DrawLine { line });
    }
}

fn set_fill(wanted: Colour, state: &mut State, ops: &mut Vec<Op>) {
    if state.fill != Some(wanted) {
        ops.push(Op::SetFillColor {
            col: colour(wanted),
        });
        state.fill = Some(wanted);
    }
}

/// A colour with its parts rounded to thousandths, which is finer than the eye.
fn colour(Colour(r, g, b): Colour) -> Color {
    let part = |value: u8| (f32::from(value) / 255.0 * 1000.0).round() / 1000.0;
    Color::Rgb(Rgb {
        r: part(r),
        g: part(g),
        b: part(b),
        icc_profile: None,
    })
}

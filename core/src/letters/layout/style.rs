//! How a letter looks: measures, type sizes and colours, in one place.

use super::page::{Colour, Mpt};
use crate::letters::text::FaceId;

/// Thousandths of a point in so many tenths of a millimetre.
const fn tenths_of_mm(tenths: Mpt) -> Mpt {
    tenths * 72_000 / 254
}

/// A4.
pub const PAGE_WIDTH: Mpt = 595_276;
/// A4.
pub const PAGE_HEIGHT: Mpt = 841_890;
/// Left and right margin: 24 mm gives lines of about 85 letters.
pub const LEFT: Mpt = tenths_of_mm(240);
/// Width of the text.
pub const MEASURE: Mpt = PAGE_WIDTH - 2 * LEFT;
/// Top of the letterhead on the first page.
pub const LETTERHEAD_TOP: Mpt = 46_000;
/// Top of the text on later pages, under the running header.
pub const TOP: Mpt = 76_000;
/// Lowest point of the text.
pub const BOTTOM: Mpt = 778_000;
/// Baseline of the running header.
pub const HEADER_BASELINE: Mpt = 51_000;
/// Baseline of the footer.
pub const FOOTER_BASELINE: Mpt = 806_000;
/// Top and bottom of the banner that marks a draft.
pub const BANNER: (Mpt, Mpt) = (14_000, 33_000);

/// Top of the address block. The window of a DL envelope (35 by 90 mm, 20 mm from the left
/// and 18 mm from the bottom of a 110 mm envelope) shows the sheet, folded in three, from
/// 57 to 92 mm when it has slipped to the top and from 46 to 81 mm when it rests at the
/// bottom; seven lines from 51 mm stay legible in the usual position.
pub const ADDRESS_TOP: Mpt = tenths_of_mm(510);
/// Width of the address block.
pub const ADDRESS_WIDTH: Mpt = tenths_of_mm(800);
/// Nothing but the address may stand in the window: the text begins below it.
pub const BODY_TOP: Mpt = tenths_of_mm(930);
/// Left end of the reference block.
pub const REFERENCES_LEFT: Mpt = tenths_of_mm(1240);
/// Width of the labels in the reference block.
pub const REFERENCES_LABEL: Mpt = 60_000;

/// Text colour.
pub const INK: Colour = Colour(0x1c, 0x21, 0x27);
/// Headings, letterhead and the line of a chart.
pub const ACCENT: Colour = Colour(0x1f, 0x3f, 0x5f);
/// Labels, header and footer: 6.5 to 1 on white.
pub const QUIET: Colour = Colour(0x55, 0x5f, 0x6a);
/// Rules.
pub const RULE: Colour = Colour(0xb9, 0xc2, 0xcb);
/// Fine rules between rows.
pub const HAIR: Colour = Colour(0xd9, 0xde, 0xe3);
/// Tint behind column headings.
pub const TINT: Colour = Colour(0xf1, 0xf4, 0xf7);
/// Tint of the draft banner.
pub const WARNING: Colour = Colour(0xff, 0xf1, 0xcc);
/// Edge of the draft banner and colour of the cut-off line.
pub const ALERT: Colour = Colour(0x8a, 0x3b, 0x12);

/// Face, size, leading and colour of a kind of text.
#[derive(Debug, Clone, Copy)]
pub struct Style {
    /// The face.
    pub face: FaceId,
    /// The type size.
    pub size: Mpt,
    /// Distance of baselines.
    pub leading: Mpt,
    /// The colour.
    pub colour: Colour,
}

const fn style(face: FaceId, size: Mpt, leading: Mpt, colour: Colour) -> Style {
    Style {
        face,
        size,
        leading,
        colour,
    }
}

impl Style {
    /// Depth of the baseline below the top of the line: the line's slack is shared evenly
    /// above and below a box of 0.74 and 0.24 of the size.
    pub const fn baseline(&self) -> Mpt {
        (self.leading - self.size * 98 / 100) / 2 + self.size * 74 / 100
    }

    /// The same style in another face.
    pub const fn with_face(self, face: FaceId) -> Self {
        Self { face, ..self }
    }
}

/// Running text.
pub const BODY: Style = style(FaceId::Regular, 11_000, 15_000, INK);
/// What is to be read off and typed.
pub const LARGE: Style = style(FaceId::Semibold, 30_000, 42_000, INK);
/// The subject line.
pub const SUBJECT: Style = style(FaceId::Semibold, 13_000, 17_000, INK);
/// A heading of a section.
pub const HEADING_1: Style = style(FaceId::Semibold, 12_500, 16_000, ACCENT);
/// A heading within a section.
pub const HEADING_2: Style = style(FaceId::Semibold, 11_000, 15_000, INK);
/// The lowest heading.
pub const HEADING_3: Style = style(FaceId::Italic, 11_000, 15_000, INK);
/// The sender.
pub const ORGANISATION: Style = style(FaceId::Semibold, 15_000, 19_000, ACCENT);
/// The sender's team.
pub const TEAM: Style = style(FaceId::Regular, 11_000, 15_000, ACCENT);
/// The sender's address.
pub const CONTACT: Style = style(FaceId::Regular, 9_000, 12_000, QUIET);
/// The address block.
pub const ADDRESS: Style = style(FaceId::Regular, 11_000, 14_000, INK);
/// Values in the reference block.
pub const REFERENCE: Style = style(FaceId::Regular, 10_000, 14_000, INK);
/// Labels in the reference block.
pub const REFERENCE_LABEL: Style = style(FaceId::Regular, 10_000, 14_000, QUIET);
/// Cells.
pub const CELL: Style = style(FaceId::Regular, 10_000, 13_000, INK);
/// Column headings.
pub const CELL_HEADING: Style = style(FaceId::Semibold, 10_000, 13_000, INK);
/// Captions of tables and charts.
pub const CAPTION: Style = style(FaceId::Semibold, 10_000, 13_500, INK);
/// Names in a table of names and values.
pub const KEY: Style = style(FaceId::Regular, 11_000, 15_000, QUIET);
/// Text in a chart.
pub const CHART_TEXT: Style = style(FaceId::Regular, 8_500, 11_000, QUIET);
/// Values in a chart.
pub const CHART_VALUE: Style = style(FaceId::Semibold, 9_000, 11_000, INK);
/// Running header and footer.
pub const RUNNING: Style = style(FaceId::Regular, 8_500, 11_000, QUIET);
/// Identifiers in the footer.
pub const RUNNING_STRONG: Style = style(FaceId::Semibold, 8_500, 11_000, QUIET);
/// The draft banner.
pub const BANNER_TEXT: Style = style(FaceId::Semibold, 10_500, 14_000, ALERT);
/// The line under a signature.
pub const SIGNED: Style = style(FaceId::Regular, 10_000, 14_000, QUIET);

/// Space between paragraphs.
pub const PARAGRAPH_GAP: Mpt = 7_000;
/// Space between items of a list.
pub const ITEM_GAP: Mpt = 2_500;
/// Indent of list items.
pub const INDENT: Mpt = 17_000;
/// Space above and below the text of a cell.
pub const CELL_PAD: Mpt = 3_500;
/// Space at the left and the right of the text of a cell.
pub const CELL_SIDE: Mpt = 5_000;

/// Left and right margin of a sheet that is filled in by hand: 17 mm, to leave room for the boxes.
pub const SHEET_LEFT: Mpt = tenths_of_mm(170);
/// Width of what stands on a sheet.
pub const SHEET_MEASURE: Mpt = PAGE_WIDTH - 2 * SHEET_LEFT;
/// Top of the first line of a sheet.
pub const SHEET_TOP: Mpt = 34_000;
/// A sheet's title.
pub const SHEET_TITLE: Style = style(FaceId::Semibold, 19_000, 24_000, ACCENT);
/// The title in full.
pub const SHEET_FULL_TITLE: Style = style(FaceId::Regular, 11_000, 15_000, QUIET);
/// Instructions and items.
pub const SHEET_TEXT: Style = style(FaceId::Regular, 12_000, 15_500, INK);
/// What is asked of all items.
pub const SHEET_QUESTION: Style = style(FaceId::Semibold, 12_000, 15_500, INK);
/// The options over their boxes.
pub const SHEET_OPTION: Style = style(FaceId::Regular, 11_000, 13_000, INK);
/// What an option counts, beside its box: for whoever adds up.
pub const SHEET_NUMBER: Style = style(FaceId::Regular, 9_000, 11_000, QUIET);
/// What is to be written in.
pub const SHEET_LABEL: Style = style(FaceId::Regular, 11_000, 15_000, QUIET);
/// What is known of it.
pub const SHEET_VALUE: Style = style(FaceId::Semibold, 11_000, 15_000, INK);
/// Edge of a box, and lines to write on.
pub const PEN: Colour = Colour(0x55, 0x5f, 0x6a);

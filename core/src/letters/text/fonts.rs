//! The bundled faces: their bytes, and what a PDF font descriptor must say of them.
//!
//! Every face has 1,000 units to the em, so that a width in font units is also a width in
//! thousandths of the type size; `the_faces_are_as_described` in the tests checks this
//! table against the files.

use std::sync::OnceLock;

use harfrust::{Direction, Font, Script, ShapePlan};
use serde::{Deserialize, Serialize};

use crate::letters::engine::LetterError;

/// A bundled face.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FaceId {
    /// Source Sans 3 Regular: Latin, Greek, Cyrillic; the text face.
    Regular,
    /// Source Sans 3 Semibold: headings and what is bold.
    Semibold,
    /// Source Sans 3 Italic.
    Italic,
    /// Noto Sans, cut to the Latin letters that Source Sans lacks.
    LatinExtra,
    /// Noto Sans Arabic.
    Arabic,
    /// Noto Sans Hebrew.
    Hebrew,
    /// Noto Sans Bengali.
    Bengali,
    /// Noto Sans Devanagari.
    Devanagari,
    /// Noto Sans Gurmukhi.
    Gurmukhi,
}

/// What is known of a face without parsing it.
#[derive(Debug, Clone, Copy)]
pub struct FaceFacts {
    /// PostScript name, as it is written in the PDF after the subset's tag.
    pub name: &'static str,
    /// The font file.
    pub bytes: &'static [u8],
    /// Height of the line above the baseline, font units.
    pub ascent: i16,
    /// Depth below the baseline, font units, negative.
    pub descent: i16,
    /// Height of capitals, font units.
    pub cap_height: i16,
    /// Degrees, negative when the face leans to the right.
    pub italic_angle: i16,
    /// Thickness of upright stems, font units.
    pub stem: i16,
    /// Extent of all glyphs: x min, y min, x max, y max, font units.
    pub bounds: [i16; 4],
    /// ISO 15924 tag of the script that the face is mostly used for.
    pub script: [u8; 4],
}

const fn facts(
    name: &'static str,
    bytes: &'static [u8],
    line: (i16, i16, i16),
    slant_and_stem: (i16, i16),
    bounds: [i16; 4],
    script: [u8; 4],
) -> FaceFacts {
    FaceFacts {
        name,
        bytes,
        ascent: line.0,
        descent: line.1,
        cap_height: line.2,
        italic_angle: slant_and_stem.0,
        stem: slant_and_stem.1,
        bounds,
        script,
    }
}

macro_rules! font {
    ($file:literal) => {
        include_bytes!(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../assets/fonts/",
            $file
        ))
    };
}

static REGULAR: FaceFacts = facts(
    "SourceSans3-Regular",
    font!("SourceSans3-Regular.ttf"),
    (1000, -326, 660),
    (0, 84),
    [-614, -295, 2159, 958],
    *b"Latn",
);
static SEMIBOLD: FaceFacts = facts(
    "SourceSans3-Semibold",
    font!("SourceSans3-Semibold.ttf"),
    (1000, -326, 660),
    (0, 124),
    [-630, -305, 2158, 972],
    *b"Latn",
);
static ITALIC: FaceFacts = facts(
    "SourceSans3-It",
    font!("SourceSans3-It.ttf"),
    (1000, -326, 660),
    (-11, 78),
    [-636, -295, 2077, 957],
    *b"Latn",
);
static LATIN_EXTRA: FaceFacts = facts(
    "NotoSans-Regular",
    font!("NotoSans-Regular.ttf"),
    (1069, -293, 714),
    (0, 89),
    [-621, -389, 2800, 1067],
    *b"Latn",
);
static ARABIC: FaceFacts = facts(
    "NotoSansArabic-Regular",
    font!("NotoSansArabic-Regular.ttf"),
    (1374, -738, 416),
    (0, 89),
    [-220, -548, 7175, 1359],
    *b"Arab",
);
static HEBREW: FaceFacts = facts(
    "NotoSansHebrew-Regular",
    font!("NotoSansHebrew-Regular.ttf"),
    (1068, -292, 714),
    (0, 89),
    [-210, -239, 814, 820],
    *b"Hebr",
);
static BENGALI: FaceFacts = facts(
    "NotoSansBengali-Regular",
    font!("NotoSansBengali-Regular.ttf"),
    (917, -408, 622),
    (0, 89),
    [-696, -404, 1493, 917],
    *b"Beng",
);
static DEVANAGARI: FaceFacts = facts(
    "NotoSansDevanagari-Regular",
    font!("NotoSansDevanagari-Regular.ttf"),
    (896, -408, 622),
    (0, 89),
    [-606, -394, 1407, 1347],
    *b"Deva",
);
static GURMUKHI: FaceFacts = facts(
    "NotoSansGurmukhi-Regular",
    font!("NotoSansGurmukhi-Regular.ttf"),
    (896, -408, 622),
    (0, 89),
    [-529, -398, 1532, 896],
    *b"Guru",
);

impl FaceId {
    /// Every face, in the order in which one is looked for that has a character.
    pub const ALL: [Self; 9] = [
        Self::Regular,
        Self::Semibold,
        Self::Italic,
        Self::LatinExtra,
        Self::Arabic,
        Self::Hebrew,
        Self::Bengali,
        Self::Devanagari,
        Self::Gurmukhi,
    ];

    /// The faces that stand in for a character that the wanted face lacks.
    pub const FALLBACKS: [Self; 6] = [
        Self::LatinExtra,
        Self::Arabic,
        Self::Hebrew,
        Self::Bengali,
        Self::Devanagari,
        Self::Gurmukhi,
    ];

    /// What is known of the face.
    pub const fn facts(self) -> &'static FaceFacts {
        match self {
            Self::Regular => &REGULAR,
            Self::Semibold => &SEMIBOLD,
            Self::Italic => &ITALIC,
            Self::LatinExtra => &LATIN_EXTRA,
            Self::Arabic => &ARABIC,
            Self::Hebrew => &HEBREW,
            Self::Bengali => &BENGALI,
            Self::Devanagari => &DEVANAGARI,
            Self::Gurmukhi => &GURMUKHI,
        }
    }

    fn cell(self) -> &'static OnceLock<Option<Face>> {
        static CELLS: [OnceLock<Option<Face>>; 9] = [const { OnceLock::new() }; 9];
        let [
            regular,
            semibold,
            italic,
            latin,
            arabic,
            hebrew,
            bengali,
            devanagari,
            gurmukhi,
        ] = &CELLS;
        match self {
            Self::Regular => regular,
            Self::Semibold => semibold,
            Self::Italic => italic,
            Self::LatinExtra => latin,
            Self::Arabic => arabic,
            Self::Hebrew => hebrew,
            Self::Bengali => bengali,
            Self::Devanagari => devanagari,
            Self::Gurmukhi => gurmukhi,
        }
    }

    /// The parsed face. Parsing is done once for the life of the process: it depends on
    /// nothing but the embedded bytes.
    ///
    /// # Errors
    /// [`LetterError::Font`] if the embedded file can't be parsed.
    pub fn face(self) -> Result<&'static Face, LetterError> {
        self.cell()
            .get_or_init(|| Face::parse(self.facts()))
            .as_ref()
            .ok_or_else(|| LetterError::Font {
                face: self.facts().name.to_owned(),
            })
    }
}

/// A parsed face with the shaping plan for its own script, which is most of the cost of
/// shaping a short text.
pub struct Face {
    /// The parsed font.
    pub font: Font,
    /// The plan for the face's own script and direction.
    pub plan: ShapePlan,
}

impl Face {
    fn parse(facts: &'static FaceFacts) -> Option<Self> {
        let font = Font::new(facts.bytes, 0)?;
        let script: Script = std::str::from_utf8(&facts.script).ok()?.parse().ok()?;
        let direction = match &facts.script {
            b"Arab" | b"Hebr" => Direction::RightToLeft,
            _ => Direction::LeftToRight,
        };
        let plan = ShapePlan::new(&font, direction, Some(script), None, &[]);
        Some(Self { font, plan })
    }

    /// Whether the face has a glyph of its own for the character.
    pub fn covers(&self, character: char) -> bool {
        self.font
            .charmap()
            .map_unicode(character)
            .is_some_and(|gid| gid.to_u32() != 0)
    }
}

impl std::fmt::Debug for Face {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Face").finish_non_exhaustive()
    }
}

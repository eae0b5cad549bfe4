//! The glyphs that a letter uses: which characters each stands for, and the subsets of the
//! faces that go into the file.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use harfrust::{GlyphId, ShaperFont};
use printpdf::{FontId, FontMetrics, ParsedFont, PdfDocument, PdfFont};
use sha2::{Digest, Sha256};
use subsetter::GlyphRemapper;

use super::writing;
use crate::letters::engine::LetterError;
use crate::letters::layout::page::{Item, Pages, Text};
use crate::letters::text::{FaceId, Glyph};

/// The characters that a glyph without any of its own is mapped to. It stands in a cluster
/// whose whole text is given by its first glyph, or as a replacement text.
const NOTHING: &str = "\u{200b}";

/// The fonts of a letter.
#[derive(Debug)]
pub struct Fonts {
    subsets: BTreeMap<FaceId, Subset>,
}

/// One face of a letter.
#[derive(Debug)]
pub struct Subset {
    /// Name with the subset's tag.
    pub name: String,
    /// The cut-down font file.
    bytes: Vec<u8>,
    /// By the face's glyph number: the number in the subset, the width, the characters.
    glyphs: BTreeMap<u16, (u16, u16, String)>,
}

/// Glyphs that together stand for one stretch of text.
#[derive(Debug, Clone, Copy)]
pub struct Cluster<'a> {
    /// The characters.
    pub text: &'a str,
    /// The glyphs from left to right.
    pub glyphs: &'a [Glyph],
}

/// The clusters of a text from left to right.
pub fn clusters(text: &Text) -> impl Iterator<Item = Cluster<'_>> {
    text.glyphs
        .chunk_by(|a, b| a.start == b.start)
        .map(|glyphs| {
            let range = glyphs.first().map_or(0..0, |g| g.start..g.start + g.len);
            Cluster {
                text: text.text.get(range).unwrap_or_default(),
                glyphs,
            }
        })
}

impl Fonts {
    /// Gathers the glyphs of a layout and cuts the faces down to them.
    ///
    /// # Errors
    /// [`LetterError::Font`] if a face can't be cut, [`LetterError::Writing`] if a glyph is
    /// the one that stands for no glyph.
    pub fn of(pages: &Pages) -> Result<Self, LetterError> {
        let mut claims: BTreeMap<FaceId, BTreeMap<u16, &str>> = BTreeMap::new();
        let texts = || {
            pages
                .pages
                .iter()
                .flat_map(|page| &page.items)
                .filter_map(|item| match item {
                    Item::Text(text) => Some(text),
                    Item::Path(_) => None,
                })
        };
        // A glyph that stands alone for its characters has the first claim on its entry in
        // the character map.
        for text in texts() {
            let claimed = claims.entry(text.face).or_default();
            for cluster in clusters(text) {
                if let [glyph] = cluster.glyphs {
                    claimed.entry(glyph.gid).or_insert(cluster.text);
                }
            }
        }
        for text in texts() {
            let claimed = claims.entry(text.face).or_default();
            for cluster in clusters(text).filter(|c| c.glyphs.len() > 1) {
                for (i, glyph) in cluster.glyphs.iter().enumerate() {
                    let text = if i == 0 { cluster.text } else { NOTHING };
                    claimed.entry(glyph.gid).or_insert(text);
                }
            }
        }
        let mut subsets = BTreeMap::new();
        for (face, claimed) in claims {
            subsets.insert(face, Subset::cut(face, &claimed)?);
        }
        Ok(Self { subsets })
    }

    /// Hands the subsets to the painter.
    pub fn register(&self, document: &mut PdfDocument) {
        for (face, subset) in &self.subsets {
            let facts = face.facts();
            let widths = subset
                .glyphs
                .values()
                .map(|(new, width, _)| (*new, *width))
                .collect();
            let metrics = FontMetrics {
                ascent: facts.ascent,
                descent: facts.descent,
            };
            let parsed = ParsedFont::with_glyph_data(
                subset.bytes.clone(),
                0,
                Some(subset.name.clone()),
                subset
                    .glyphs
                    .values()
                    .map(|(new, ..)| (u32::from(stand_in(*new)), *new))
                    .collect(),
                widths,
                1000,
                metrics,
            );
            document
                .resources
                .fonts
                .map
                .insert(font_id(*face), PdfFont::new(parsed));
        }
    }

    /// The subsets.
    pub fn subsets(&self) -> impl Iterator<Item = (FaceId, &Subset)> {
        self.subsets.iter().map(|(face, subset)| (*face, subset))
    }

    /// Number in the subset, width and characters of a glyph.
    pub fn glyph(&self, face: FaceId, gid: u16) -> Option<(u16, u16, &str)> {
        let (new, width, text) = self.subsets.get(&face)?.glyphs.get(&gid)?;
        Some((*new, *width, text))
    }

    /// Whether the character map alone gives a cluster's characters.
    pub fn speaks_for_itself(&self, face: FaceId, cluster: &Cluster<'_>) -> bool {
        match cluster.glyphs {
            [glyph] => self
                .glyph(face, glyph.gid)
                .is_some_and(|(_, _, t)| t == cluster.text),
            _ => false,
        }
    }
}

impl Subset {
    /// The map from codes to characters that goes into the file.
    pub fn character_map(&self) -> String {
        let mut pairs: Vec<(u16, &str)> = self
            .glyphs
            .values()
            .map(|(new, _, text)| (*new, text.as_str()))
            .collect();
        pairs.sort_unstable();
        let mut map = String::from(
            "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n\
             /CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n\
             /CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n\
             1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n",
        );
        // Writing to a string can't fail; a block holds at most a hundred pairs.
        for block in pairs.chunks(100) {
            let _ = writeln!(map, "{} beginbfchar", block.len());
            for (code, text) in block {
                let _ = write!(map, "<{code:04X}> <");
                for unit in text.encode_utf16() {
                    let _ = write!(map, "{unit:04X}");
                }
                map.push_str(">\n");
            }
            map.push_str("endbfchar\n");
        }
        map.push_str("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n");
        map
    }

    fn cut(face: FaceId, claimed: &BTreeMap<u16, &str>) -> Result<Self, LetterError> {
        let facts = face.facts();
        if claimed.contains_key(&0) {
            return Err(writing(format!("a text in {} has no glyph", facts.name)));
        }
        let font_error = || LetterError::Font {
            face: facts.name.to_owned(),
        };
        let gids: Vec<u16> = claimed.keys().copied().collect();
        let remapper = GlyphRemapper::new_from_glyphs_sorted(&gids);
        let bytes = subsetter::subset(facts.bytes, 0, &remapper).map_err(|_| font_error())?;
        let font = ShaperFont::new(&face.face()?.font);
        let mut glyphs = BTreeMap::new();
        let mut hash = Sha256::new();
        hash.update(facts.name.as_bytes());
        for (gid, text) in claimed {
            hash.update(gid.to_be_bytes());
            // Stand-ins end with the private use area; no letter comes near.
            let new = remapper
                .get(*gid)
                .filter(|new| *new < 6_400)
                .ok_or_else(font_error)?;
            let width = font.default_glyph_h_advance(GlyphId::new(u32::from(*gid)));
            let width = u16::try_from(width).map_err(|_| font_error())?;
            glyphs.insert(*gid, (new, width, (*text).to_owned()));
        }
        let tag: String = hash
            .finalize()
            .iter()
            .take(6)
            .map(|byte| char::from(b'A' + byte % 26))
            .collect();
        Ok(Self {
            name: format!("{tag}+{}", facts.name),
            bytes,
            glyphs,
        })
    }
}

/// The character by which the painter is told to show a glyph of a subset. It can be told
/// glyph numbers outright, but writes each as a string of its own; characters are written
/// together, which makes a page half as long.
pub fn stand_in(gid: u16) -> char {
    char::from_u32(0xE000 + u32::from(gid)).unwrap_or('\u{E000}')
}

/// The name of a face among the resources of a page.
pub fn font_id(face: FaceId) -> FontId {
    let name = match face {
        FaceId::Regular => "Text",
        FaceId::Semibold => "Bold",
        FaceId::Italic => "Ital",
        FaceId::LatinExtra => "Latn",
        FaceId::Arabic => "Arab",
        FaceId::Hebrew => "Hebr",
        FaceId::Bengali => "Beng",
        FaceId::Devanagari => "Deva",
        FaceId::Gurmukhi => "Guru",
    };
    FontId(name.to_owned())
}

//! From a text with styles to positioned glyphs, through the bundled faces.

use std::collections::BTreeMap;
use std::ops::Range;

use harfrust::{Buffer, ClusterLevel, Direction, Script, ShapeOptions, ShaperFont};
use serde::{Deserialize, Serialize};
use unicode_bidi::{BidiInfo, Level};
use unicode_normalization::char::is_combining_mark;
use unicode_script::{Script as UnicodeScript, UnicodeScript as _};

use super::breaks::{Opportunity, opportunities};
use super::fonts::{Face, FaceId};
use super::normalise::Printable;
use crate::letters::engine::{LetterError, MissingCharacter};

/// A glyph of a shaped text. Distances are in thousandths of the type size.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Glyph {
    /// The glyph's number in its face.
    pub gid: u16,
    /// How far the next glyph is moved to the right.
    pub advance: i32,
    /// How far this glyph is moved to the right of the pen.
    pub dx: i32,
    /// How far this glyph is raised above the baseline.
    pub dy: i32,
    /// Byte offset of the first character that this glyph stands for.
    pub start: usize,
    /// Length in bytes of the characters that it stands for, together with the other
    /// glyphs of the same `start`.
    pub len: usize,
}

/// A stretch of a text in one face and one direction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// The face.
    pub face: FaceId,
    /// Embedding level; odd levels run from right to left.
    pub level: u8,
    /// The bytes of the text.
    pub range: Range<usize>,
    /// The glyphs from left to right.
    pub glyphs: Vec<Glyph>,
}

/// A text ready to be broken into lines.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Shaped {
    /// The printed characters.
    pub text: String,
    /// Its stretches, in the order of the text.
    pub items: Vec<Item>,
    /// Where lines may end.
    pub breaks: Vec<Opportunity>,
}

/// Shapes texts, and remembers every character that no bundled face has.
pub struct Shaper {
    buffer: Option<Buffer>,
    fonts: BTreeMap<FaceId, ShaperFont<'static, 'static>>,
    place: String,
    missing: Vec<MissingCharacter>,
}

impl Default for Shaper {
    fn default() -> Self {
        Self::new()
    }
}

impl std::fmt::Debug for Shaper {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Shaper")
            .field("missing", &self.missing)
            .finish_non_exhaustive()
    }
}

/// A stretch of text that will be shaped at once.
struct Stretch {
    face: FaceId,
    script: UnicodeScript,
    level: u8,
    range: Range<usize>,
}

impl Shaper {
    /// A shaper that has met no text yet.
    pub fn new() -> Self {
        Self {
            buffer: None,
            fonts: BTreeMap::new(),
            place: String::new(),
            missing: Vec::new(),
        }
    }

    /// Names the part of the letter that is shaped next, for [`MissingCharacter::place`].
    pub fn enter(&mut self, place: &str) {
        place.clone_into(&mut self.place);
    }

    /// The characters met so far that no face has.
    pub fn into_missing(self) -> Vec<MissingCharacter> {
        self.missing
    }

    /// Shapes one text in one face.
    ///
    /// # Errors
    /// [`LetterError::Font`] if a bundled face can't be used.
    pub fn shape_plain(&mut self, face: FaceId, text: &str) -> Result<Shaped, LetterError> {
        self.shape(&[(face, text)])
    }

    /// Shapes one text of several styles.
    ///
    /// # Errors
    /// [`LetterError::Font`] if a bundled face can't be used.
    pub fn shape(&mut self, runs: &[(FaceId, &str)]) -> Result<Shaped, LetterError> {
        let mut printed = Printable::default();
        let mut styles: Vec<(usize, FaceId)> = Vec::with_capacity(runs.len());
        for (face, text) in runs {
            printed.push(text);
            styles.push((printed.text.len(), *face));
        }
        let Printable { text, glued } = printed;
        let breaks = opportunities(&text, &glued);
        let stretches = self.itemise(&text, &styles)?;
        let mut items = Vec::with_capacity(stretches.len());
        for stretch in stretches {
            let glyphs = self.shape_stretch(&text, &stretch)?;
            let Stretch {
                face, level, range, ..
            } = stretch;
            items.push(Item {
                face,
                level,
                range,
                glyphs,
            });
        }
        Ok(Shaped {
            text,
            items,
            breaks,
        })
    }

    /// Cuts a text where the face, the script or the direction changes. A character and
    /// the marks on it are never parted, so that an accent is drawn by the face that draws
    /// its letter.
    fn itemise(
        &mut self,
        text: &str,
        styles: &[(usize, FaceId)],
    ) -> Result<Vec<Stretch>, LetterError> {
        let levels = levels_of(text);
        let level_at = |at: usize| {
            levels
                .as_ref()
                .and_then(|l| l.get(at))
                .map_or(0, Level::number)
        };
        let mut stretches: Vec<Stretch> = Vec::new();
        let mut styles = styles.iter().peekable();
        let mut characters = text.char_indices().peekable();
        let mut script = UnicodeScript::Latin;
        while let Some((start, first)) = characters.next() {
            let mut end = start + first.len_utf8();
            while let Some((_, mark)) = characters.next_if(|(_, c)| extends_cluster(*c)) {
                end += mark.len_utf8();
            }
            while styles.next_if(|(until, _)| *until <= start).is_some() {}
            let wanted = styles.peek().map_or(FaceId::Regular, |(_, face)| *face);
            let cluster = text.get(start..end).unwrap_or_default();
            let face = self.face_for(wanted, cluster, text, start)?;
            let own = first.script();
            if !matches!(own, UnicodeScript::Common | UnicodeScript::Inherited) {
                script = own;
            }
            let level = level_at(start);
            match stretches.last_mut() {
                Some(s) if s.face == face && s.script == script && s.level == level => {
                    s.range.end = end;
                }
                _ => stretches.push(Stretch {
                    face,
                    script,
                    level,
                    range: start..end,
                }),
            }
        }
        Ok(stretches)
    }

    /// The wanted face, or the first other that has every character of the cluster.
    fn face_for(
        &mut self,
        wanted: FaceId,
        cluster: &str,
        text: &str,
        at: usize,
    ) -> Result<FaceId, LetterError> {
        let covers = |face: &Face| cluster.chars().all(|c| is_unseen(c) || face.covers(c));
        if covers(wanted.face()?) {
            return Ok(wanted);
        }
        for other in FaceId::FALLBACKS {
            if covers(other.face()?) {
                return Ok(other);
            }
        }
        // Name the characters that no face has at all; if each is somewhere but they are
        // nowhere together, the cluster's first character stands for the lot.
        let mut lost = Vec::new();
        for character in cluster.chars().filter(|c| !is_unseen(*c)) {
            let mut known = false;
            for face in FaceId::ALL {
                known = known || face.face()?.covers(character);
            }
            if !known {
                lost.push(character);
            }
        }
        if lost.is_empty() {
            lost.extend(cluster.chars().next());
        }
        for character in lost {
            let entry = MissingCharacter {
                character,
                code: format!("U+{:04X}", u32::from(character)),
                place: self.place.clone(),
                near: surroundings(text, at),
            };
            let same = |m: &MissingCharacter| m.character == character && m.place == entry.place;
            if !self.missing.iter().any(same) {
                self.missing.push(entry);
            }
        }
        Ok(wanted)
    }

    fn shape_stretch(&mut self, text: &str, stretch: &Stretch) -> Result<Vec<Glyph>, LetterError> {
        let face = stretch.face.face()?;
        let font = self
            .fonts
            .entry(stretch.face)
            .or_insert_with(|| ShaperFont::new(&face.font));
        let mut buffer = self.buffer.take().unwrap_or_default();
        buffer.clear();
        buffer.set_cluster_level(ClusterLevel::MonotoneGraphemes);
        let rtl = stretch.level % 2 == 1;
        let direction = if rtl {
            Direction::RightToLeft
        } else {
            Direction::LeftToRight
        };
        let script: Option<Script> = stretch.script.short_name().parse().ok();
        buffer.set_direction(direction);
        buffer.set_script(script);
        let slice = text.get(stretch.range.clone()).unwrap_or_default();
        for (at, character) in slice.char_indices() {
            // A line feed ends its line and is drawn as the space that it stands for, so
            // that the words on both sides of it stay apart when read aloud.
            let character = if character == '\n' { ' ' } else { character };
            let cluster = u32::try_from(stretch.range.start + at).unwrap_or(u32::MAX);
            buffer.push(u32::from(character), cluster);
        }
        let same = face.plan.direction() == direction && face.plan.script() == script;
        let options = ShapeOptions::new().plan(same.then_some(&face.plan));
        harfrust::shape(font, &mut buffer, options).map_err(|_| LetterError::Font {
            face: stretch.face.facts().name.to_owned(),
        })?;

        let mut glyphs = Vec::with_capacity(buffer.len());
        for (info, position) in buffer.glyph_infos().iter().zip(buffer.glyph_positions()) {
            glyphs.push(Glyph {
                gid: u16::try_from(info.glyph_id).unwrap_or(0),
                advance: position.x_advance,
                dx: position.x_offset,
                dy: position.y_offset,
                start: usize::try_from(info.cluster).unwrap_or(usize::MAX),
                len: 0,
            });
        }
        self.buffer = Some(buffer);
        set_lengths(&mut glyphs, stretch.range.end, rtl);
        Ok(glyphs)
    }
}

/// Gives each glyph the length of its cluster: up to where the next cluster of the text
/// begins.
fn set_lengths(glyphs: &mut [Glyph], end: usize, rtl: bool) {
    let mut next = end;
    let mut current = usize::MAX;
    let mut visit = |glyph: &mut Glyph| {
        if glyph.start != current && current != usize::MAX {
            next = current;
        }
        current = glyph.start;
        glyph.len = next.saturating_sub(glyph.start);
    };
    if rtl {
        glyphs.iter_mut().for_each(&mut visit);
    } else {
        glyphs.iter_mut().rev().for_each(&mut visit);
    }
}

/// Embedding levels by byte, or nothing when all of the text runs from left to right.
/// Letters are English: the base direction is left to right even where a name begins.
fn levels_of(text: &str) -> Option<Vec<Level>> {
    let plain = text
        .chars()
        .all(|c| u32::from(c) < 0x590 || (0x2000..0x2600).contains(&u32::from(c)));
    if plain {
        return None;
    }
    let info = BidiInfo::new(text, Some(Level::ltr()));
    info.has_rtl().then_some(info.levels)
}

fn extends_cluster(c: char) -> bool {
    is_combining_mark(c) || matches!(c, '\u{200c}' | '\u{200d}')
}

/// Characters that need no glyph of their own: the shaper hides them or uses a space.
fn is_unseen(c: char) -> bool {
    matches!(c, '\n' | '\u{200c}' | '\u{200d}')
}

/// Up to fifteen characters on each side of a byte offset.
fn surroundings(text: &str, at: usize) -> String {
    let (before, after) = text.split_at_checked(at).unwrap_or((text, ""));
    let skipped = before.chars().count().saturating_sub(15);
    before
        .chars()
        .skip(skipped)
        .chain(after.chars().take(16))
        .collect()
}

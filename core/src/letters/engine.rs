//! The way from a [`Letter`] to the bytes of its PDF, and what can go wrong on it.

use serde::{Deserialize, Serialize};

use super::check;
use super::layout;
use super::model::Letter;
use super::pdf::{Painter, PrintpdfPainter};

/// A finished letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendered {
    /// The PDF file. The same letter gives the same bytes, on every machine and day.
    pub bytes: Vec<u8>,
    /// Number of pages.
    pub pages: usize,
}

/// A character that can't be printed, because no bundled face has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MissingCharacter {
    /// The character itself.
    pub character: char,
    /// Its Unicode number, such as `U+4F60`.
    pub code: String,
    /// The part of the letter that it stands in: the section's heading, or "Letterhead",
    /// "Address", "References", "Identifiers", "Salutation", "Subject".
    pub place: String,
    /// The text around it. Patient text: for the screen, never for a log.
    pub near: String,
}

/// Why there is no letter. No message holds any of the letter's text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LetterError {
    /// Characters that no bundled face has. All of them are listed at once.
    #[error("the letter has characters that can't be printed: {}", codes(.characters))]
    MissingGlyph {
        /// Each character once for every part of the letter that it stands in.
        characters: Vec<MissingCharacter>,
    },
    /// The letter is not well formed: a table row with too many cells, a chart without
    /// points, a date that is none.
    #[error("the letter can't be laid out: {reason}")]
    Malformed {
        /// What is wrong, in plain words.
        reason: String,
    },
    /// A bundled font file can't be used.
    #[error("the bundled font {face} can't be used")]
    Font {
        /// PostScript name of the face.
        face: String,
    },
    /// The PDF could not be written.
    #[error("the PDF could not be written: {reason}")]
    Writing {
        /// What went wrong.
        reason: String,
    },
    /// The finished file does not say what the letter says. It is not handed out.
    #[error("the finished letter failed its check: {reason}")]
    Check {
        /// Which check failed.
        reason: String,
    },
}

fn codes(characters: &[MissingCharacter]) -> String {
    let mut codes: Vec<&str> = characters.iter().map(|c| c.code.as_str()).collect();
    codes.sort_unstable();
    codes.dedup();
    codes.join(", ")
}

/// Lays out a letter, paints it, and reads the file back before it is handed out.
///
/// # Errors
/// [`LetterError::MissingGlyph`] if a character has no glyph; [`LetterError::Malformed`] if
/// the letter contradicts itself; [`LetterError::Check`] if the file does not say exactly
/// what the letter says.
pub fn render(letter: &Letter) -> Result<Rendered, LetterError> {
    let pages = layout::lay_out(letter)?;
    let bytes = PrintpdfPainter.paint(&pages)?;
    check::check(letter, &pages, &bytes)?;
    Ok(Rendered {
        bytes,
        pages: pages.pages.len(),
    })
}

//! Letters: the engine that turns a letter, given as plain data, into a PDF.
//!
//! The stages, each of them plain data that a test can read:
//! [`model::Letter`] -> [`text`] (glyphs and where lines may break) -> [`layout`]
//! ([`layout::Pages`]: a display list, a structure tree, an outline) -> [`pdf`] (bytes)
//! -> [`check`] (reads the bytes back).
//!
//! Nothing here names the database, the file system, a clock or randomness.

pub mod check;
pub mod engine;
pub mod layout;
pub mod model;
pub mod pdf;
pub mod text;

pub use engine::{LetterError, MissingCharacter, Rendered, render};
pub use model::{Block, Letter, blocks_from_text};

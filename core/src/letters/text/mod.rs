//! From characters to glyphs: normal forms, faces and fallbacks, shaping, and where a
//! line may break. Knows nothing of pages, blocks or PDF.

pub mod breaks;
pub mod fonts;
pub mod normalise;
pub mod shape;

pub use breaks::{Break, Opportunity};
pub use fonts::FaceId;
pub use shape::{Glyph, Item, Shaped, Shaper};

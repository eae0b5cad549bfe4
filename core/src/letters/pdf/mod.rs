//! From pages to the bytes of a PDF.
//!
//! printpdf paints: it writes the operators of each page, the fonts with their character
//! maps, and the tree of pages. What makes the file a tagged PDF 1.7 that meets PDF/A-2b
//! is added to its objects afterwards.

pub mod finish;
pub mod fonts;
pub mod metadata;
pub mod ops;
pub mod tags;

use printpdf::{PdfDocument, PdfPage, PdfSaveOptions, Pt};

use crate::letters::engine::LetterError;
use crate::letters::layout::Pages;
use crate::letters::layout::page::Mpt;
use crate::letters::layout::style::{PAGE_HEIGHT, PAGE_WIDTH};

/// Paints a layout. One painter is in use; the tests paint with a second one and compare.
pub trait Painter {
    /// The bytes of a PDF.
    ///
    /// # Errors
    /// [`LetterError::Font`] or [`LetterError::Writing`] if it can't be written.
    fn paint(&self, pages: &Pages) -> Result<Vec<u8>, LetterError>;
}

/// Paints with printpdf.
#[derive(Debug, Clone, Copy, Default)]
pub struct PrintpdfPainter;

impl Painter for PrintpdfPainter {
    fn paint(&self, pages: &Pages) -> Result<Vec<u8>, LetterError> {
        let fonts = fonts::Fonts::of(pages)?;
        let mut document = PdfDocument::new(&pages.title);
        fonts.register(&mut document);
        let mut contents = tags::Contents::default();
        for page in &pages.pages {
            let ops = ops::operators(page, &pages.nodes, &fonts, &mut contents);
            let (width, height) = (Pt(points(PAGE_WIDTH)), Pt(points(PAGE_HEIGHT)));
            document
                .pages
                .push(PdfPage::new(width.into(), height.into(), ops));
        }
        let options = PdfSaveOptions {
            optimize: false,
            subset_fonts: false,
            secure: true,
            image_optimization: None,
        };
        let mut warnings = Vec::new();
        let written = document.to_lopdf_document(&options, &mut warnings);
        if !warnings.is_empty() {
            return Err(writing(format!(
                "the painter gave {} warnings",
                warnings.len()
            )));
        }
        finish::finish(written, pages, &fonts, &contents)
    }
}

/// Thousandths of a point as points.
pub fn points(value: Mpt) -> f32 {
    let whole = i16::try_from(value / 1000).unwrap_or(i16::MAX);
    let rest = i16::try_from(value % 1000).unwrap_or(0);
    f32::from(whole) + f32::from(rest) / 1000.0
}

/// An error of the writer.
pub fn writing(reason: impl Into<String>) -> LetterError {
    LetterError::Writing {
        reason: reason.into(),
    }
}

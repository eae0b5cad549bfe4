//! The form of a text in which it is printed, and in which it can be copied out again.

use unicode_normalization::UnicodeNormalization;

/// A text as it will be printed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Printable {
    /// The characters: composed (NFC), lines ended by line feeds, every kind of space a
    /// plain space, without marks that leave no ink.
    pub text: String,
    /// Byte offsets of those spaces at which a line must not break, because they were
    /// typed as no-break spaces.
    pub glued: Vec<usize>,
}

impl Printable {
    /// Adds more text at the end.
    pub fn push(&mut self, text: &str) {
        let mut previous_was_return = false;
        for character in text.nfc() {
            let after_return = std::mem::replace(&mut previous_was_return, character == '\r');
            match character {
                '\n' if after_return => {}
                '\r' | '\n' | '\u{2028}' | '\u{2029}' => self.text.push('\n'),
                '\u{a0}' | '\u{2007}' | '\u{202f}' => {
                    self.glued.push(self.text.len());
                    self.text.push(' ');
                }
                '\t'
                | '\u{1680}'
                | '\u{2000}'..='\u{2006}'
                | '\u{2008}'..='\u{200a}'
                | '\u{205f}'
                | '\u{3000}' => self.text.push(' '),
                c if is_inkless(c) => {}
                c => self.text.push(c),
            }
        }
    }
}

/// The printed form of a text, with line feeds where lines are forced to break.
pub fn printable(text: &str) -> String {
    let mut printed = Printable::default();
    printed.push(text);
    printed.text
}

/// Characters that come along when text is pasted, that print nothing and that would only
/// be a trap for whoever copies the text out again: soft hyphen, zero-width space, word
/// joiner, byte order mark, direction marks, variation selectors. The joiners U+200C and
/// U+200D stay: they shape Arabic and Indic letters.
fn is_inkless(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
    )
}

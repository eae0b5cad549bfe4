//! 2,048 words that are read aloud and typed without a slip (BIP-39, English): the first four letters tell each.

use bip39::Language;

/// The words, in their order.
pub fn words() -> &'static [&'static str; 2048] {
    Language::English.word_list()
}

/// A word's place in the list, by all of its letters or by the first four or more.
pub fn index_of(word: &str) -> Option<usize> {
    let list = words();
    list.iter().position(|w| *w == word).or_else(|| {
        (word.chars().count() >= 4)
            .then(|| list.iter().position(|w| w.starts_with(word)))
            .flatten()
    })
}

/// What was typed, as words: small letters, without numbers, commas and line ends.
pub fn typed(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphabetic())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}

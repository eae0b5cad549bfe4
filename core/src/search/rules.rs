//! What a typed text means, and how a hit is shown. Pure.

use super::SnippetPiece;
use std::collections::BTreeSet;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// How much of what is typed is read at all; nobody means more than this.
const READ: usize = 400;
/// How many words and phrases count.
const TERMS: usize = 8;
/// A word of one letter says nothing yet while it is being typed.
const SHORTEST: usize = 2;
/// How many hits of one text are weighed for its snippet.
const HITS: usize = 60;
/// How many letters a snippet shows, about two lines.
const SHOWN: usize = 170;
/// How many of them stand before the first hit.
const BEFORE: usize = 50;

/// A word, or words that stand next to each other.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Term {
    /// As typed, without quotation marks.
    typed: String,
    /// Its words, folded.
    words: Vec<String>,
    /// The last word may go on.
    begins: bool,
}

/// What is looked for in texts. Every term has to be there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    terms: Vec<Term>,
}

fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '«' | '»')
}

/// Lower case without accents, as the index has it.
fn folded(word: &str) -> String {
    if word.is_ascii() {
        return word.to_ascii_lowercase();
    }
    word.nfkd()
        .filter(|c| !is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .collect()
}

fn in_word(c: char) -> bool {
    c.is_alphanumeric() || !c.is_ascii() && is_combining_mark(c)
}

/// The words of a text with where they begin and end.
fn words(text: &str) -> impl Iterator<Item = (usize, usize)> + '_ {
    let mut chars = text.char_indices().peekable();
    std::iter::from_fn(move || {
        let (from, _) = chars.by_ref().find(|(_, c)| in_word(*c))?;
        while chars.next_if(|(_, c)| in_word(*c)).is_some() {}
        Some((from, chars.peek().map_or(text.len(), |(to, _)| *to)))
    })
}

impl Term {
    fn read(typed: &str, begins: bool) -> Option<Self> {
        // A quotation mark or a zero byte would end the term early; nothing else has a meaning inside one.
        let typed: String = typed
            .chars()
            .map(|c| {
                if is_quote(c) || c.is_control() {
                    ' '
                } else {
                    c
                }
            })
            .collect();
        let words: Vec<String> = words(&typed)
            .filter_map(|(from, to)| typed.get(from..to).map(folded))
            .filter(|w| !w.is_empty())
            .collect();
        (!words.is_empty()).then_some(Self {
            typed,
            words,
            begins,
        })
    }
}

/// Is a word of a text, `whole` or how it begins, this folded one?
fn is_said(word: &str, wanted: &str, whole: bool) -> bool {
    if word.is_ascii() {
        let (word, wanted) = (word.as_bytes(), wanted.as_bytes());
        let begins = |part: &[u8]| part.eq_ignore_ascii_case(wanted);
        return word.get(..wanted.len()).is_some_and(begins)
            && (!whole || word.len() == wanted.len());
    }
    let word = folded(word);
    if whole {
        word == wanted
    } else {
        word.starts_with(wanted)
    }
}

impl Term {
    /// Are these words of a text, as many as the term has, the term's?
    fn stands_in(&self, here: &[&str]) -> bool {
        let end = self.words.len().saturating_sub(1);
        here.iter()
            .zip(&self.words)
            .enumerate()
            .all(|(at, (word, wanted))| is_said(word, wanted, !(self.begins && at == end)))
    }
}

/// How much a text weighs that says the terms so often: as BM25 has it, saturating with every further time and less in a
/// text longer than `usual`. How rare a term is in the whole register does not count: telling it takes a walk through
/// every record that says it, and every text that is weighed says every term.
pub(super) fn weight(counts: &[u32], length: u32, usual: f64) -> f64 {
    const SATURATES: f64 = 1.2;
    const BY_LENGTH: f64 = 0.75;
    let long = SATURATES * (1.0 - BY_LENGTH + BY_LENGTH * f64::from(length) / usual.max(1.0));
    counts
        .iter()
        .map(|count| {
            let often = f64::from(*count);
            often * (SATURATES + 1.0) / (often + long)
        })
        .sum()
}

impl Wanted {
    /// Reads what was typed: words, of which the last may still be incomplete, and phrases in quotation marks.
    pub fn read(text: &str) -> Self {
        let text: String = text.chars().take(READ).collect();
        let parts: Vec<&str> = text.split(is_quote).collect();
        let last = parts.len().saturating_sub(1);
        let mut terms = Vec::new();
        for (place, part) in parts.into_iter().enumerate() {
            if place % 2 == 1 {
                // A phrase whose end is not typed yet goes on.
                terms.extend(Term::read(part, place == last));
                continue;
            }
            let typed: Vec<&str> = part.split_whitespace().collect();
            let goes_on = place == last && !part.ends_with(char::is_whitespace);
            let end = typed.len().saturating_sub(1);
            for (at, word) in typed.into_iter().enumerate() {
                terms.extend(Term::read(word, goes_on && at == end));
            }
        }
        terms.truncate(TERMS);
        let unfinished = |t: &Term| {
            t.begins && t.words.len() == 1 && t.words.iter().all(|w| w.chars().count() < SHORTEST)
        };
        terms.retain(|t| !unfinished(t));
        Self { terms }
    }

    /// Is there nothing to look for?
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// As the index is asked. Every term is quoted, so that no word or sign in it is a command.
    pub(super) fn expression(&self) -> String {
        self.terms
            .iter()
            .map(|t| format!("\"{}\"{}", t.typed, if t.begins { "*" } else { "" }))
            .collect::<Vec<_>>()
            .join(" ")
    }

    /// How often a text says each of the terms.
    pub(super) fn counts(&self, text: &str) -> Vec<u32> {
        let all: Vec<&str> = words(text)
            .filter_map(|(from, to)| text.get(from..to))
            .collect();
        self.terms
            .iter()
            .map(|term| {
                let here = all.windows(term.words.len()).filter(|w| term.stands_in(w));
                u32::try_from(here.count()).unwrap_or(u32::MAX)
            })
            .collect()
    }

    /// Where a text says what is looked for, in order: from, to, and which term.
    fn hits(&self, text: &str) -> Vec<(usize, usize, usize)> {
        let all: Vec<(usize, usize, String)> = words(text)
            .map(|(from, to)| (from, to, folded(text.get(from..to).unwrap_or_default())))
            .collect();
        let mut hits: Vec<(usize, usize, usize)> = Vec::new();
        for place in 0..all.len() {
            if hits.len() >= HITS {
                break;
            }
            for (which, term) in self.terms.iter().enumerate() {
                let here = all.get(place..place + term.words.len()).unwrap_or_default();
                let end = term.words.len() - 1;
                let fits = here.len() == term.words.len()
                    && here
                        .iter()
                        .zip(&term.words)
                        .enumerate()
                        .all(|(at, (word, wanted))| {
                            word.2 == *wanted
                                || term.begins && at == end && word.2.starts_with(wanted.as_str())
                        });
                if let (true, Some(first), Some(last)) = (fits, here.first(), here.last()) {
                    hits.push((first.0, last.1, which));
                }
            }
        }
        hits.sort_unstable();
        hits
    }

    /// Where the place begins that says most of what is looked for within the length of a snippet; the first of such.
    fn fullest(hits: &[(usize, usize, usize)]) -> usize {
        let mut best = (0, 0);
        for (at, (from, ..)) in hits.iter().enumerate() {
            let within = hits
                .iter()
                .skip(at)
                .take_while(|(_, to, _)| to - from < SHOWN - BEFORE);
            let terms = within.map(|h| h.2).collect::<BTreeSet<_>>().len();
            if terms > best.0 {
                best = (terms, *from);
            }
        }
        best.1
    }

    /// What two terms found in one place is marked once.
    fn apart(hits: Vec<(usize, usize, usize)>) -> Vec<(usize, usize)> {
        let mut apart: Vec<(usize, usize)> = Vec::new();
        for (from, to, _) in hits {
            match apart.last_mut() {
                Some(before) if from < before.1 => before.1 = before.1.max(to),
                _ => apart.push((from, to)),
            }
        }
        apart
    }

    /// The text around the hits, where most of them stand together, cut at words, as pieces to be shown.
    pub fn snippet(&self, text: &str) -> Vec<SnippetPiece> {
        let hits = self.hits(text);
        let first = Self::fullest(&hits);
        let hits = Self::apart(hits);
        let back = text
            .get(..first)
            .unwrap_or_default()
            .char_indices()
            .rev()
            .nth(BEFORE)
            .map_or(0, |(at, _)| at);
        // Cut where there is a space, so that no word is shown in part.
        let from = match text.get(back..first).and_then(|t| t.find(' ')) {
            Some(space) if back > 0 => back + space + 1,
            Some(_) => 0,
            None if back > 0 => first,
            None => 0,
        };
        let rest = text.get(from..).unwrap_or_default();
        let to = match rest.char_indices().nth(SHOWN) {
            None => text.len(),
            Some((cut, _)) => {
                let space = rest.get(..cut).and_then(|t| t.rfind(' '));
                space
                    .map(|s| from + s)
                    .filter(|e| *e > first)
                    .unwrap_or(from + cut)
            }
        };
        let mut pieces = Vec::new();
        let mut put = |text: &str, hit: bool| {
            if !text.is_empty() {
                pieces.push(SnippetPiece {
                    text: text.replace('\n', " · "),
                    hit,
                });
            }
        };
        if from > 0 {
            put("… ", false);
        }
        let mut at = from;
        let shown = hits
            .into_iter()
            .filter(|(begin, end)| *end > from && *begin < to);
        for (begin, end) in shown {
            let begin = begin.max(from);
            put(text.get(at..begin).unwrap_or_default(), false);
            let end = end.min(to);
            put(text.get(begin..end).unwrap_or_default(), true);
            at = end;
        }
        put(text.get(at..to).unwrap_or_default(), false);
        if to < text.len() {
            put(" …", false);
        }
        pieces
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(typed: &str, text: &str) -> String {
        Wanted::read(typed)
            .snippet(text)
            .into_iter()
            .map(|p| {
                if p.hit {
                    format!("[{}]", p.text)
                } else {
                    p.text
                }
            })
            .collect()
    }

    #[test]
    fn the_last_word_may_go_on_and_the_others_are_whole() {
        assert_eq!(Wanted::read("leg weak").expression(), "\"leg\" \"weak\"*");
        assert_eq!(Wanted::read("leg weak ").expression(), "\"leg\" \"weak\"");
        assert_eq!(
            Wanted::read("“letting go” s").expression(),
            "\"letting go\""
        );
        assert_eq!(Wanted::read("\"letting g").expression(), "\"letting g\"*");
    }

    #[test]
    fn nothing_that_is_typed_is_a_command() {
        assert_eq!(
            Wanted::read("a* NEAR(b c) body:x -y AND ^z").expression(),
            "\"a*\" \"NEAR(b\" \"c)\" \"body:x\" \"-y\" \"AND\" "
                .to_owned()
                .trim_end()
                .to_owned()
        );
        for nothing in ["", "   ", "\"\"", "\"", "***", "🙂", "x", "- - -", "\0"] {
            assert!(Wanted::read(nothing).is_empty(), "{nothing:?}");
        }
    }

    #[test]
    fn a_snippet_marks_whole_words_phrases_and_beginnings_whatever_their_accents() {
        assert_eq!(
            shown("seiz", "Two seizures since May."),
            "Two [seizures] since May."
        );
        assert_eq!(shown("cafe", "At the Café."), "At the [Café].");
        assert_eq!(
            shown("\"self harm\"", "No self-harm, no harm to self."),
            "No [self-harm], no harm to self."
        );
        assert_eq!(
            shown("seizure", "Seizured? No"),
            "[Seizured]? No",
            "the last word is a beginning"
        );
    }

    #[test]
    fn a_snippet_of_a_long_text_stands_around_the_first_hit() {
        let long = format!(
            "{}needle{}",
            "hay stack ".repeat(60),
            " and so on".repeat(60)
        );
        let text = shown("needle", &long);
        assert!(text.starts_with("… ") && text.ends_with(" …"), "{text}");
        assert!(
            text.contains("[needle]") && text.chars().count() < 200,
            "{text}"
        );
        assert_eq!(shown("absent", "A\nB"), "A · B");
        let spread = format!("hay here. {} needle in hay", "so on ".repeat(60));
        let text = shown("needle hay", &spread);
        assert!(
            text.contains("[needle] in [hay]"),
            "where both stand together: {text}"
        );
    }

    #[test]
    fn a_text_weighs_more_that_says_it_more_often_in_fewer_words() {
        let weighed = |typed: &str, texts: &[&str]| -> Vec<f64> {
            let wanted = Wanted::read(typed);
            let one = |text: &&str| {
                weight(
                    &wanted.counts(text),
                    u32::try_from(text.len()).unwrap(),
                    40.0,
                )
            };
            texts.iter().map(one).collect()
        };
        let counts = |typed: &str, text: &str| Wanted::read(typed).counts(text);
        assert_eq!(counts("low mood", "Low mood. LOW! Moody, slow."), [2, 2]);
        assert_eq!(
            counts("low mood ", "Low mood. LOW! Moody, slow."),
            [2, 1],
            "a word that is whole"
        );
        assert_eq!(
            counts("\"low mood\" ", "Low mood; mood low; low, mood"),
            [2]
        );
        assert_eq!(
            counts("sian ", "Siân and SIÂN’s sister"),
            [2],
            "without accents"
        );
        let found = weighed(
            "mood",
            &[
                "mood",
                "mood, mood",
                "mood and a great deal more about other things than that",
            ],
        );
        assert!(found[1] > found[0] && found[0] > found[2], "{found:?}");
    }
}

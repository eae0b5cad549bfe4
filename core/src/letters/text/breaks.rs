//! Where a line may break: the Unicode rules (UAX 14), less the places where a clinical
//! letter would be misread or look careless.
//!
//! A line breaks at spaces only. A break after a hyphen or a slash would be lost or doubled
//! when the text is copied out ("self-critical" becomes "selfcritical" in some readers),
//! and a surname must not lose its hyphen.

use unicode_linebreak::{BreakOpportunity, linebreaks};

/// How readily a line breaks somewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Break {
    /// Only where the words would otherwise be wider than the line: inside a date, between
    /// a number and its unit, between a title and a surname.
    Avoided,
    /// An ordinary place.
    Allowed,
    /// A line feed.
    Forced,
}

/// A place at which a line may or must end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Opportunity {
    /// Byte offset of the first character of the next line.
    pub at: usize,
    /// How readily.
    pub kind: Break,
}

/// The places at which lines of a printable text may end, in order. `glued` are the
/// offsets of spaces that were typed as no-break spaces.
pub fn opportunities(text: &str, glued: &[usize]) -> Vec<Opportunity> {
    let words = words_of(text);
    let mut found = Vec::new();
    let mut next_word = words.iter().enumerate().peekable();
    for (at, opportunity) in linebreaks(text) {
        let Some(before) = text.get(..at).and_then(|t| t.chars().next_back()) else {
            continue;
        };
        if before == '\n' {
            found.push(Opportunity {
                at,
                kind: Break::Forced,
            });
            continue;
        }
        if opportunity == BreakOpportunity::Mandatory || before != ' ' {
            continue;
        }
        if glued.binary_search(&(at - 1)).is_ok() {
            found.push(Opportunity {
                at,
                kind: Break::Avoided,
            });
            continue;
        }
        while next_word.next_if(|(_, (start, _))| *start < at).is_some() {}
        let index = next_word.peek().map_or(words.len(), |(i, _)| *i);
        let kind = if belongs_together(&words, index) {
            Break::Avoided
        } else {
            Break::Allowed
        };
        found.push(Opportunity { at, kind });
    }
    found
}

/// The words of a text with their byte offsets.
fn words_of(text: &str) -> Vec<(usize, &str)> {
    let mut words = Vec::new();
    let mut start = None;
    for (at, character) in text.char_indices() {
        if matches!(character, ' ' | '\n') {
            if let Some(from) = start.take() {
                words.extend(text.get(from..at).map(|word| (from, word)));
            }
        } else if start.is_none() {
            start = Some(at);
        }
    }
    if let Some(from) = start {
        words.extend(text.get(from..).map(|word| (from, word)));
    }
    words
}

/// Whether the word at `next` must stay on the line of the word before it.
fn belongs_together(words: &[(usize, &str)], next: usize) -> bool {
    let word = |index: Option<usize>| index.and_then(|i| words.get(i)).map_or("", |w| w.1);
    let two_back = word(next.checked_sub(2));
    let left = word(next.checked_sub(1));
    let right = word(Some(next));
    let right_two = word(next.checked_add(1));
    if left.is_empty() || right.is_empty() {
        return false;
    }
    let (a, b) = (core(left), core(right));
    let ends = !left.ends_with([',', ';', ':', '.', ')', ']', '?', '!']);

    let digits_then_digits = ends && ends_in_digit(a) && starts_with_digit(b) && !has_letter(a);
    let quantity = ends && ends_in_digit(a) && is_unit(b);
    let day_month = is_day(a) && is_month(b);
    let month_year = is_month(a) && is_year(b);
    let weekday_day = is_weekday(a) && is_day(b) && is_month(core(right_two));
    let numbered = is_numbered(left) && starts_with_digit(b);
    let nhs =
        matches!(a, "NHS" | "CHI" | "H&C") && matches!(right, "No." | "No" | "no." | "number");
    let titled = is_title(a) && b.chars().next().is_some_and(char::is_uppercase);
    let initial = is_initial(left)
        && !two_back.is_empty()
        && right.chars().next().is_some_and(char::is_uppercase);
    let operator_right = is_operator(left) && starts_with_digit(b);
    let operator_left =
        matches!(right, "=" | "±" | "+" | "×" | "x") && starts_with_digit(core(right_two));
    let dash = matches!(right, "–" | "—" | "-" | "/");
    let postcode = is_outward(a) && is_inward(b);
    let of_total = b == "of" && ends_in_digit(a) && starts_with_digit(core(right_two));
    let total = a == "of" && ends_in_digit(core(two_back)) && starts_with_digit(b);

    digits_then_digits
        || quantity
        || day_month
        || month_year
        || weekday_day
        || numbered
        || nhs
        || titled
        || initial
        || operator_right
        || operator_left
        || dash
        || postcode
        || of_total
        || total
}

/// A word without the punctuation around it.
fn core(word: &str) -> &str {
    word.trim_start_matches(['(', '[', '“', '‘', '"', '\''])
        .trim_end_matches([',', ';', ':', '.', ')', ']', '?', '!', '”', '’', '"', '\''])
}

fn ends_in_digit(word: &str) -> bool {
    word.chars()
        .next_back()
        .is_some_and(|c| c.is_ascii_digit() || "½¼¾⅓⅔²³".contains(c))
}

fn starts_with_digit(word: &str) -> bool {
    let mut characters = word.chars();
    let first = characters.next();
    let first = if first.is_some_and(|c| "−-+£€$≥≤<>~≈±".contains(c)) {
        characters.next()
    } else {
        first
    };
    first.is_some_and(|c| c.is_ascii_digit() || "½¼¾⅓⅔".contains(c))
}

fn has_letter(word: &str) -> bool {
    word.chars().any(char::is_alphabetic)
}

fn is_operator(word: &str) -> bool {
    matches!(
        word,
        "=" | "≥" | "≤" | "<" | ">" | "±" | "+" | "−" | "×" | "x" | "~" | "≈" | "≠" | "£" | "€"
    )
}

fn is_day(word: &str) -> bool {
    let number = word
        .strip_suffix("st")
        .or_else(|| word.strip_suffix("nd"))
        .or_else(|| word.strip_suffix("rd"))
        .or_else(|| word.strip_suffix("th"))
        .unwrap_or(word);
    let number = number.rsplit(['–', '-']).next().unwrap_or(number);
    number.len() <= 2
        && number
            .parse::<u8>()
            .is_ok_and(|day| (1..=31).contains(&day))
}

fn is_year(word: &str) -> bool {
    let year = word.split(['–', '/']).next().unwrap_or(word);
    year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit())
}

fn is_month(word: &str) -> bool {
    matches!(
        word,
        "January"
            | "February"
            | "March"
            | "April"
            | "May"
            | "June"
            | "July"
            | "August"
            | "September"
            | "October"
            | "November"
            | "December"
            | "Jan"
            | "Feb"
            | "Mar"
            | "Apr"
            | "Jun"
            | "Jul"
            | "Aug"
            | "Sep"
            | "Sept"
            | "Oct"
            | "Nov"
            | "Dec"
    )
}

fn is_weekday(word: &str) -> bool {
    matches!(
        word,
        "Monday"
            | "Tuesday"
            | "Wednesday"
            | "Thursday"
            | "Friday"
            | "Saturday"
            | "Sunday"
            | "Mon"
            | "Tue"
            | "Wed"
            | "Thu"
            | "Fri"
            | "Sat"
            | "Sun"
    )
}

fn is_title(word: &str) -> bool {
    matches!(
        word,
        "Mr" | "Mrs"
            | "Ms"
            | "Miss"
            | "Mx"
            | "Dr"
            | "Prof"
            | "Professor"
            | "Sir"
            | "Dame"
            | "Lord"
            | "Lady"
            | "Rev"
            | "Revd"
            | "Sister"
            | "Nurse"
    )
}

/// "J." or "J": an initial, but not the pronoun "I" nor the article "A".
fn is_initial(word: &str) -> bool {
    let mut characters = word.chars();
    let first = characters.next();
    let rest = characters.as_str();
    first.is_some_and(char::is_uppercase)
        && (rest == "." || (rest.is_empty() && !matches!(first, Some('I' | 'A'))))
}

/// A word after which a number belongs to it.
fn is_numbered(word: &str) -> bool {
    matches!(
        word.trim_start_matches(['(', '[']),
        "No."
            | "no."
            | "No"
            | "Nos."
            | "number"
            | "Section"
            | "section"
            | "s."
            | "Ward"
            | "ward"
            | "Table"
            | "Figure"
            | "Page"
            | "page"
            | "p."
            | "pp."
            | "Part"
            | "part"
            | "Step"
            | "step"
            | "Band"
            | "band"
            | "Grade"
            | "grade"
            | "Item"
            | "item"
            | "Question"
            | "question"
            | "Level"
            | "level"
            | "Stage"
            | "stage"
            | "Session"
            | "session"
            | "Room"
            | "room"
            | "Suite"
            | "Floor"
            | "week"
            | "Week"
            | "c."
            | "approx."
    )
}

fn is_unit(word: &str) -> bool {
    let unit = word.split('/').next().unwrap_or(word);
    matches!(
        unit,
        "mg" | "g"
            | "kg"
            | "mcg"
            | "µg"
            | "μg"
            | "ng"
            | "micrograms"
            | "microgram"
            | "milligrams"
            | "grams"
            | "ml"
            | "mL"
            | "l"
            | "L"
            | "dl"
            | "dL"
            | "litres"
            | "cm"
            | "mm"
            | "m"
            | "km"
            | "metres"
            | "miles"
            | "°C"
            | "°F"
            | "°"
            | "%"
            | "mmol"
            | "µmol"
            | "μmol"
            | "nmol"
            | "pmol"
            | "mol"
            | "mmHg"
            | "kPa"
            | "Hz"
            | "bpm"
            | "beats"
            | "units"
            | "unit"
            | "IU"
            | "mU"
            | "U"
            | "kcal"
            | "kJ"
            | "st"
            | "lb"
            | "lbs"
            | "ft"
            | "seconds"
            | "second"
            | "minutes"
            | "minute"
            | "min"
            | "mins"
            | "hours"
            | "hour"
            | "hrs"
            | "hr"
            | "h"
            | "days"
            | "day"
            | "nights"
            | "weeks"
            | "week"
            | "months"
            | "month"
            | "years"
            | "year"
            | "yrs"
            | "times"
            | "sessions"
            | "session"
            | "points"
            | "point"
            | "am"
            | "pm"
            | "a.m"
            | "p.m"
            | "mSv"
            | "x10"
            | "×"
            | "tablets"
            | "tablet"
            | "capsules"
            | "capsule"
            | "drops"
            | "puffs"
            | "per"
    )
}

/// The first half of a British postcode.
fn is_outward(word: &str) -> bool {
    let letters = word.bytes().take_while(u8::is_ascii_uppercase).count();
    (1..=2).contains(&letters)
        && (2..=4).contains(&word.len())
        && word.as_bytes().get(letters).is_some_and(u8::is_ascii_digit)
        && word
            .bytes()
            .all(|b| b.is_ascii_digit() || b.is_ascii_uppercase())
}

/// The second half of a British postcode.
fn is_inward(word: &str) -> bool {
    let mut bytes = word.bytes();
    word.len() == 3
        && bytes.next().is_some_and(|b| b.is_ascii_digit())
        && bytes.all(|b| b.is_ascii_uppercase())
}

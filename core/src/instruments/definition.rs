//! What an instrument is: read from `assets/instruments/<id>/vN.toml`. A field that is misspelt, and a meaning that
//! does not hold, are refused with the file and the nearest right word.

use super::change::ChangeRule;
use super::value_set::ValueSet;
use super::{InstrumentView, ItemView, Licence, OptionView, Paper, check};
use crate::ids::RevisionId;
use serde::{Deserialize, Deserializer};
use std::collections::BTreeMap;

/// A set of options that several items share.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OptionSet {
    /// Stable name.
    pub id: String,
    /// The words as printed, in order; the numbers alone where the wording may not be shown.
    #[serde(default)]
    pub labels: Vec<String>,
    /// In place of labels: the answer is itself a whole number from 0 to this one, as on a visual analogue scale.
    #[serde(default)]
    pub numbers_to: Option<u32>,
    /// Labels that say that no rating was made: `Not assessed`, or HoNOS's `9`. They count nothing, and never 0.
    #[serde(default)]
    pub unrated: Vec<String>,
    /// What each counts; 0, 1, 2 … where absent.
    #[serde(default)]
    pub counts: Option<Vec<u32>>,
}

/// An item.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// `q1` for the first, and so on in order.
    pub id: String,
    /// Which options; absent for one that is answered in words.
    #[serde(default)]
    pub options: String,
    /// Answered in the patient's or the referrer's own words, so never scored.
    #[serde(default)]
    pub in_words: bool,
    /// The wording exactly as published; absent where it may not be shown.
    #[serde(default)]
    pub text: String,
    /// A neutral tag of few words; `Item 3` where absent.
    #[serde(default)]
    pub tag: String,
    /// What the trust's own copy says in place of each option; empty where none is loaded. It is shown and never counted:
    /// counts, ratings and profiles go by the options themselves.
    #[serde(skip)]
    pub words: Vec<String>,
}

/// What a trust has laid over an instrument that the program carries, by the revision of the record that holds it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Laid {
    /// Its licensed wording, that is shown.
    pub wording: Option<RevisionId>,
    /// The value set from which a profile has its index.
    pub value_set: Option<(RevisionId, std::sync::Arc<ValueSet>)>,
}

/// Who answers an instrument.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AnsweredBy {
    /// The patient.
    #[default]
    Patient,
    /// A clinician, about the patient.
    Clinician,
    /// Whoever referred the patient.
    Referrer,
}

/// What a scale does with what its items count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Arithmetic {
    /// Adds them.
    Sum,
    /// Adds them and divides by how many were answered.
    Mean,
    /// No arithmetic: the labels that were chosen, one after the other, as in the EQ-5D profile `11232`.
    Chosen,
}

/// A whole number or a fraction by which a sum or mean is multiplied: `10`, `100/36`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Factor {
    /// Above the line.
    pub top: u32,
    /// Below the line, never 0.
    pub bottom: u32,
}

impl Default for Factor {
    fn default() -> Self {
        Self { top: 1, bottom: 1 }
    }
}

impl<'de> Deserialize<'de> for Factor {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = String::deserialize(d)?;
        let (top, bottom) = text.split_once('/').unwrap_or((&text, "1"));
        match (top.trim().parse(), bottom.trim().parse()) {
            (Ok(top), Ok(bottom))
                if (1..=10_000).contains(&top) && (1..=10_000).contains(&bottom) =>
            {
                Ok(Self { top, bottom })
            }
            _ => Err(serde::de::Error::custom(format!(
                "`{text}` is no factor; write \"10\" or \"100/36\""
            ))),
        }
    }
}

/// A number in hundredths, written as a whole number or as a text such as `"2.5"`: there are no floats.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hundredths(pub i32);

impl<'de> Deserialize<'de> for Hundredths {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Written {
            Whole(i32),
            Text(String),
        }
        let read = match Written::deserialize(d) {
            Ok(Written::Whole(n)) => n.checked_mul(100).map(Self),
            Ok(Written::Text(text)) => Self::parse(&text),
            Err(_) => None,
        };
        read.ok_or_else(|| {
            serde::de::Error::custom(
                "write a whole number, or a text with at most two decimals such as \"2.5\"",
            )
        })
    }
}

impl Hundredths {
    /// Reads a number of at most two decimals; `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let (whole, part) = text.split_once('.').unwrap_or((text, "0"));
        let digits = |t: &str| !t.is_empty() && t.bytes().all(|b| b.is_ascii_digit());
        if !digits(whole) || !digits(part) || part.len() > 2 {
            return None;
        }
        let hundredths: i32 = format!("{part:0<2}").parse().ok()?;
        whole
            .parse::<i32>()
            .ok()?
            .checked_mul(100)?
            .checked_add(hundredths)
            .map(Self)
    }
}

/// A band of a scale, both edges as printed.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Band {
    /// Lowest value in it.
    pub from: Hundredths,
    /// Highest value in it, as printed. A value between two bands, which only a prorated score has, is in the lower.
    pub to: Hundredths,
    /// The instrument's own word.
    pub label: String,
}

/// A line drawn across the chart.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CutOff {
    /// Where.
    pub at: Hundredths,
    /// What it is called: `clinical cut-off`.
    pub label: String,
}

/// One score of an instrument. The first in the file is the one that is drawn over time.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scale {
    /// Stable name: `total`.
    pub id: String,
    /// On screen and on paper.
    pub label: String,
    /// Its items.
    pub items: Vec<String>,
    /// What is done with them.
    pub arithmetic: Arithmetic,
    /// What the sum or the mean is multiplied by.
    #[serde(default)]
    pub factor: Factor,
    /// How many items may be unanswered.
    pub max_missing: u32,
    /// Whether the unanswered ones are taken to be like the answered ones. Without it, all are needed.
    #[serde(default)]
    pub prorate: bool,
    /// How many items may be answered with an option that is no rating. They are left out, and the highest value falls.
    #[serde(default)]
    pub max_unrated: u32,
    /// Items without an answer to which there is no score, whatever the rest of the rule allows.
    #[serde(default)]
    pub needs: Vec<String>,
    /// The rule in words, with its source.
    pub missing_rule: String,
    /// What the options count in this scale, in place of what they count elsewhere: `[0, 0, 1, 1]`.
    #[serde(default)]
    pub counts: Option<Vec<u32>>,
    /// What the options of single items count in this scale, as printed: never turned round.
    #[serde(default)]
    pub recode: BTreeMap<String, Vec<u32>>,
    /// The smallest step between two printed values: the bands follow each other by it.
    #[serde(default = "one")]
    pub step: Hundredths,
    /// The bands, lowest first; empty for none.
    #[serde(default)]
    pub bands: Vec<Band>,
    /// Whether the bands hold also where some item does not apply.
    #[serde(default)]
    pub bands_without_all_items: bool,
    /// Cut-offs; the first is the one that is named in words.
    #[serde(default)]
    pub cut_offs: Vec<CutOff>,
    /// Where bands and cut-offs come from; may be empty where there are none.
    #[serde(default)]
    pub bands_source: String,
    /// From when a change is more than chance; absent where there is no source for it.
    #[serde(default)]
    pub change: Option<ChangeRule>,
}

const fn one() -> Hundredths {
    Hundredths(100)
}

/// An instrument.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Definition {
    /// `core-10`
    pub id: String,
    /// `v1`
    pub version: String,
    /// `CORE-10`
    pub title: String,
    /// In full.
    pub full_title: String,
    /// What it asks about: `the last week`; may be empty.
    pub period: String,
    /// How much may be shown.
    pub licence: Licence,
    /// Who answers it: only what a patient answers is handed to one.
    #[serde(default)]
    pub answered_by: AnsweredBy,
    /// The owner's own line.
    pub credit: String,
    /// Whether blank sheets may be printed; not where nothing is said.
    #[serde(default)]
    pub paper: Paper,
    /// What comes before the items; may be empty.
    #[serde(default)]
    pub preamble: String,
    /// Items that are counted the other way round.
    #[serde(default)]
    pub reversed: Vec<String>,
    /// Items about safety: an answer other than the first asks what was done about it.
    #[serde(default)]
    pub about_safety: Vec<String>,
    /// Items that are asked and not counted.
    #[serde(default)]
    pub unscored: Vec<String>,
    /// Items that do not apply to everybody, each with the reason.
    #[serde(default)]
    pub not_applicable: BTreeMap<String, String>,
    /// Sets of options.
    pub options: Vec<OptionSet>,
    /// The items in order.
    pub items: Vec<Item>,
    /// The scores.
    pub scales: Vec<Scale>,
    /// What the trust has laid over it; nothing in a file that the program carries.
    #[serde(skip)]
    pub laid: Laid,
}

/// What each option of an item counts, turned round for a reversed item.
fn turned(mut counts: Vec<u32>, reversed: bool) -> Vec<u32> {
    if reversed {
        counts.reverse();
    }
    counts
}

impl Definition {
    /// Reads a definition and checks what it means. Errors: the fault in words.
    pub fn read(file: &str, text: &str) -> Result<Self, String> {
        let mut definition: Self =
            toml::from_str(text).map_err(|e| check::with_hint(&e.to_string()))?;
        check::numbers(&definition)?;
        for set in &mut definition.options {
            if let Some(highest) = set.numbers_to {
                set.labels = (0..=highest).map(|n| n.to_string()).collect();
            }
        }
        check::meaning(file, &definition)?;
        Ok(definition)
    }

    /// Whether a key that a trust entered means something, as for a file that the program carries. Errors: the fault in
    /// words.
    pub fn sound(&self) -> Result<(), String> {
        check::meaning(&format!("/{}/{}.toml", self.id, self.version), self)
    }

    /// An item by its id.
    pub fn item(&self, id: &str) -> Option<&Item> {
        self.items.iter().find(|i| i.id == id)
    }

    /// The options of an item.
    pub fn options(&self, item: &Item) -> Option<&OptionSet> {
        self.options.iter().find(|o| o.id == item.options)
    }

    /// How many options an item has.
    pub fn choices(&self, item: &Item) -> usize {
        self.options(item).map_or(0, |o| o.labels.len())
    }

    /// 1 for the first item.
    pub fn number(&self, id: &str) -> u32 {
        (1u32..)
            .zip(&self.items)
            .find(|(_, i)| i.id == id)
            .map_or(0, |(n, _)| n)
    }

    fn plain_counts(&self, item: &Item) -> Vec<u32> {
        let Some(set) = self.options(item) else {
            return Vec::new();
        };
        set.counts
            .clone()
            .unwrap_or_else(|| (0u32..).zip(&set.labels).map(|(n, _)| n).collect())
    }

    /// Whether the option at a position says that no rating was made.
    pub fn unrated(&self, item: &Item, position: u32) -> bool {
        self.options(item).is_some_and(|set| {
            usize::try_from(position)
                .ok()
                .and_then(|p| set.labels.get(p))
                .is_some_and(|label| set.unrated.contains(label))
        })
    }

    /// What each option of an item counts in a scale. What an option that is no rating has here is never used.
    pub fn counts(&self, scale: &Scale, item: &Item) -> Vec<u32> {
        if let Some(recoded) = scale.recode.get(&item.id) {
            return recoded.clone();
        }
        let counts = scale
            .counts
            .clone()
            .unwrap_or_else(|| self.plain_counts(item));
        turned(counts, self.reversed.contains(&item.id))
    }

    /// The score that is drawn over time: the first scale.
    pub fn headline(&self) -> Option<&Scale> {
        self.scales.first()
    }

    /// Does the first scale stand for the whole, as a total does? Scales of other items beside it, as in HADS and IIP-32,
    /// are parts of which none says what another does.
    pub fn has_a_whole(&self) -> bool {
        self.headline().is_none_or(|first| {
            self.scales
                .iter()
                .all(|scale| scale.items.iter().all(|item| first.items.contains(item)))
        })
    }

    /// May a blank sheet be printed? Only of the wording that the program carries: what a trust loads says nothing of paper.
    pub fn on_paper(&self) -> bool {
        self.licence == Licence::FullText && self.laid.wording.is_none() && self.paper.allowed
    }

    /// What stands for the item where it is shown: the wording, or a neutral tag where that may not be shown.
    pub fn wording(&self, item: &Item) -> String {
        match self.licence {
            Licence::FullText => item.text.clone(),
            Licence::ScoreOnly if item.tag.is_empty() => format!("Item {}", self.number(&item.id)),
            Licence::ScoreOnly => item.tag.clone(),
        }
    }

    /// What stands for an option where it is shown: the words, or its number alone.
    pub fn option_label(&self, item: &Item, position: u32) -> String {
        let words = usize::try_from(position)
            .ok()
            .and_then(|p| item.words.get(p).cloned());
        match (self.licence, words) {
            (_, Some(words)) => words,
            (Licence::FullText, None) => self.printed(item, position).unwrap_or_default(),
            (Licence::ScoreOnly, None) => self.code(item, position),
        }
    }

    fn printed(&self, item: &Item, position: u32) -> Option<String> {
        let position = usize::try_from(position).ok()?;
        self.options(item)?.labels.get(position).cloned()
    }

    /// What stands for an option in a profile: as the definition has it, whatever wording is laid over it.
    pub fn code(&self, item: &Item, position: u32) -> String {
        let printed = self.printed(item, position);
        match (self.licence, self.laid.wording) {
            (Licence::FullText, None) => printed.unwrap_or_default(),
            // HoNOS prints 9 where the sixth option stands, EQ-5D 1 for the first: the number as printed, and no word.
            _ => printed
                .filter(|label| check::is_neutral(label))
                .unwrap_or_else(|| position.to_string()),
        }
    }

    /// The instrument as a form needs it.
    pub fn view(&self) -> InstrumentView {
        let each = |part: fn(&Scale) -> &str| {
            // Scales that say the same say it once.
            let mut said: Vec<(&str, Vec<&str>)> = Vec::new();
            for scale in &self.scales {
                let text = part(scale).trim();
                match said.iter_mut().find(|(known, _)| *known == text) {
                    Some((_, labels)) => labels.push(&scale.label),
                    None if text.is_empty() => {}
                    None => said.push((text, vec![&scale.label])),
                }
            }
            let lines: Vec<String> = said
                .into_iter()
                .map(|(text, labels)| match labels.len() == self.scales.len() {
                    true => text.to_owned(),
                    false => format!("{}: {text}", labels.join(", ")),
                })
                .collect();
            lines.join(" ")
        };
        InstrumentView {
            id: self.id.clone(),
            version: self.version.clone(),
            title: self.title.clone(),
            full_title: self.full_title.clone(),
            preamble: match self.licence {
                Licence::FullText => self.preamble.trim().to_owned(),
                Licence::ScoreOnly => String::new(),
            },
            period: self.period.clone(),
            licence: self.licence,
            on_paper: self.on_paper(),
            credit: self.credit.clone(),
            items: self.items.iter().map(|i| self.item_view(i)).collect(),
            missing_rule: each(|s| &s.missing_rule),
            bands_source: each(|s| &s.bands_source),
        }
    }

    /// An item as a form needs it.
    pub fn item_view(&self, item: &Item) -> ItemView {
        let reversed = self.reversed.contains(&item.id);
        let number_to = self.options(item).and_then(|set| set.numbers_to);
        let counts = match number_to {
            // A hundred and one options would be no help to a form.
            Some(_) => Vec::new(),
            None => turned(self.plain_counts(item), reversed),
        };
        ItemView {
            id: item.id.clone(),
            number: self.number(&item.id),
            text: self.wording(item),
            options: (0u32..)
                .zip(counts)
                .map(|(position, counts)| OptionView {
                    label: self.option_label(item, position),
                    counts: Some(counts).filter(|_| !self.unrated(item, position)),
                })
                .collect(),
            reversed,
            not_applicable: self
                .not_applicable
                .get(&item.id)
                .cloned()
                .unwrap_or_default(),
            number_to,
            in_words: item.in_words,
            unscored: self.unscored.contains(&item.id),
            about_safety: self.about_safety.contains(&item.id),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::instruments::catalogue::newest;

    #[test]
    fn decimals_are_read_into_hundredths_and_nothing_is_guessed() {
        for (text, read) in [("2.5", 250), ("16.47", 1647), ("0.05", 5), ("3", 300)] {
            assert_eq!(Hundredths::parse(text), Some(Hundredths(read)), "{text}");
        }
        for text in ["", "2.", ".5", "1.234", "-1", "1e2", "two"] {
            assert_eq!(Hundredths::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_reversed_item_keeps_its_words_in_order_and_turns_only_what_they_count() {
        let view = newest("core-10").unwrap().view();
        let (straight, turned) = (&view.items[0], &view.items[1]);
        assert!(!straight.reversed && turned.reversed);
        let words = |i: &ItemView| {
            i.options
                .iter()
                .map(|o| o.label.clone())
                .collect::<Vec<_>>()
        };
        assert_eq!(words(straight), words(turned));
        let counts = |i: &ItemView| {
            i.options
                .iter()
                .filter_map(|o| o.counts)
                .collect::<Vec<_>>()
        };
        assert_eq!(counts(straight), [0, 1, 2, 3, 4]);
        assert_eq!(counts(turned), [4, 3, 2, 1, 0]);
    }

    #[test]
    fn what_is_no_rating_counts_nothing_and_a_number_has_no_list_of_options() {
        let counts = |id: &str, item: usize| {
            let view = newest(id).unwrap().view();
            let options = view.items[item].options.clone();
            options
                .into_iter()
                .map(|o| (o.label, o.counts))
                .collect::<Vec<_>>()
        };
        assert_eq!(counts("cgi", 0)[0], ("Not assessed".to_owned(), None));
        let honos = counts("honos", 0);
        assert_eq!(honos[4], ("4".to_owned(), Some(4)));
        assert_eq!(
            honos[5],
            ("9".to_owned(), None),
            "as printed, not the place"
        );
        assert_eq!(counts("eq-5d-5l", 0)[0], ("1".to_owned(), Some(0)));
        assert_eq!(counts("honos", 12)[5].0, "F");
        let vas = &newest("eq-5d-5l").unwrap().view().items[5];
        assert_eq!((vas.number_to, vas.options.len()), (Some(100), 0));
        let written = &newest("pss").unwrap().view().items[2];
        assert!(written.in_words && written.unscored && written.options.is_empty());
    }

    #[test]
    fn scales_that_say_the_same_say_it_once() {
        let view = newest("iip-32").unwrap().view();
        assert_eq!(view.missing_rule.matches("mean of the four").count(), 1);
        assert!(
            view.missing_rule.starts_with("The mean"),
            "no scale is named where all say it"
        );
        let view = newest("core-om").unwrap().view();
        assert!(view.missing_rule.contains("Well-being, Risk: The mean"));
    }

    #[test]
    fn score_only_shows_tags_and_numbers_and_no_wording() {
        let mut definition = newest("core-10").unwrap().clone();
        definition.licence = Licence::ScoreOnly;
        definition.items[5].tag = "Plans".into();
        let view = definition.view();
        assert_eq!(view.preamble, "");
        assert_eq!(view.items[0].text, "Item 1");
        assert_eq!(view.items[5].text, "Plans");
        assert_eq!(view.items[0].options[4].label, "4");
        assert!(!format!("{view:?}").contains("I have felt"));
    }
}

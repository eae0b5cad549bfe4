//! How the Friends and Family Test is worded: data, with what of it nobody has confirmed.

use super::{Experience, FriendsAndFamilyOption, FriendsAndFamilyQuestion};
use crate::error::{Error, Result};
use serde::Deserialize;
use std::sync::OnceLock;

/// The wording.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wording {
    /// Where it is from.
    pub source: String,
    /// The question.
    pub question: String,
    /// The first question in words.
    pub why: String,
    /// The second.
    pub better: String,
    /// What nobody has checked, besides the options that say so themselves.
    pub unconfirmed: Vec<String>,
    /// The possible answers in order.
    pub options: Vec<WordingOption>,
}

/// A possible answer.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WordingOption {
    /// Which.
    pub experience: Experience,
    /// As it is asked.
    pub label: String,
    /// Somebody has compared it with what is printed elsewhere.
    pub confirmed: bool,
}

const FILE: &str = "assets/lists/friends-and-family.toml";

/// The wording that comes with the program. Errors: `BadAsset`.
pub fn wording() -> Result<&'static Wording> {
    static READ: OnceLock<std::result::Result<Wording, String>> = OnceLock::new();
    READ.get_or_init(|| {
        read(include_str!(
            "../../../assets/lists/friends-and-family.toml"
        ))
    })
    .as_ref()
    .map_err(|hint| Error::BadAsset {
        file: FILE.to_owned(),
        hint: hint.clone(),
    })
}

fn read(text: &str) -> std::result::Result<Wording, String> {
    let wording: Wording = toml::from_str(text).map_err(|e| e.to_string())?;
    let asked: Vec<Experience> = wording.options.iter().map(|o| o.experience).collect();
    if asked != Experience::ALL {
        let words: Vec<&str> = Experience::ALL.iter().map(|e| e.word()).collect();
        return Err(format!(
            "options: give each of these once, in this order: {}.",
            words.join(", ")
        ));
    }
    let texts = [&wording.question, &wording.why, &wording.better];
    let labels = wording.options.iter().map(|o| &o.label);
    if texts.into_iter().chain(labels).any(|t| t.trim().is_empty()) {
        return Err("no question and no label may be empty.".into());
    }
    Ok(wording)
}

impl Wording {
    /// As a person sees it: nothing of what is unconfirmed.
    pub fn asked(&self) -> FriendsAndFamilyQuestion {
        FriendsAndFamilyQuestion {
            question: self.question.clone(),
            options: self
                .options
                .iter()
                .map(|o| FriendsAndFamilyOption {
                    experience: o.experience,
                    label: o.label.clone(),
                })
                .collect(),
            why: self.why.clone(),
            better: self.better.clone(),
        }
    }

    /// What nobody has confirmed, for staff.
    pub fn unconfirmed(&self) -> Vec<String> {
        let labels: Vec<String> = self
            .options
            .iter()
            .filter(|o| !o.confirmed)
            .map(|o| format!("“{}”", o.label))
            .collect();
        let options = match labels.as_slice() {
            [] => None,
            [one] => Some(format!("The words of the answer {one}.")),
            many => Some(format!("The words of the answers {}.", many.join(" and "))),
        };
        options
            .into_iter()
            .chain(self.unconfirmed.clone())
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = include_str!("../../../assets/lists/friends-and-family.toml");

    #[test]
    fn the_wording_is_that_of_april_2020_and_says_to_staff_what_is_unconfirmed() {
        let wording = wording().unwrap();
        assert_eq!(
            wording.question,
            "Overall, how was your experience of our service?"
        );
        let labels: Vec<&str> = wording.options.iter().map(|o| o.label.as_str()).collect();
        assert_eq!(
            labels,
            [
                "Very good",
                "Good",
                "Neither good nor poor",
                "Poor",
                "Very poor",
                "Don’t know"
            ]
        );
        assert_eq!(
            wording.unconfirmed()[0],
            "The words of the answers “Neither good nor poor” and “Don’t know”."
        );
        let asked = serde_json::to_string(&wording.asked()).unwrap();
        assert!(!asked.contains("confirmed"), "{asked}");
    }

    #[test]
    fn a_wording_that_lacks_an_answer_turns_them_round_or_asks_nothing_is_refused() {
        assert!(read(TEXT).is_ok());
        let turned = TEXT
            .replace("\"very-good\"", "\"x\"")
            .replace("\"very-poor\"", "\"very-good\"")
            .replace("\"x\"", "\"very-poor\"");
        let cut = TEXT.rsplit_once("[[options]]").unwrap().0;
        let empty = TEXT.replace(
            "\"Overall, how was your experience of our service?\"",
            "\" \"",
        );
        for broken in [turned.as_str(), cut, &empty] {
            assert!(read(broken).is_err());
        }
    }
}

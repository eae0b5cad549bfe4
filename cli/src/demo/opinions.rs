//! What made-up people said of the service: cards of the Friends and Family Test, typed on the last day.

use super::play::Theatre;
use casebook_core::Result;
use casebook_core::friends_and_family::api::add_cards;
use casebook_core::friends_and_family::{
    AddFriendsAndFamilyCardsRequest, Experience, FriendsAndFamilyForm, rules,
};
use serde::Deserialize;

/// The file.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Opinions {
    pub(super) months: Vec<Cards>,
}

/// The cards of a month.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Cards {
    /// Months before the newest that is shown.
    back: u32,
    /// How many of each answer.
    counts: [usize; Experience::ALL.len()],
    why: Vec<String>,
    better: Vec<String>,
}

impl Cards {
    fn forms(&self) -> Vec<FriendsAndFamilyForm> {
        let experiences = Experience::ALL
            .iter()
            .zip(self.counts)
            .flat_map(|(experience, count)| std::iter::repeat_n(*experience, count));
        experiences
            .enumerate()
            .map(|(n, experience)| FriendsAndFamilyForm {
                experience: Some(experience),
                why: self.why.get(n).cloned().unwrap_or_default(),
                better: self.better.get(n).cloned().unwrap_or_default(),
            })
            .collect()
    }
}

impl Theatre {
    /// Adds the cards of every month.
    pub(super) fn add_opinions(&self, opinions: &Opinions) -> Result<()> {
        let newest = rules::newest_shown(self.register.clock().today());
        for cards in &opinions.months {
            let request = AddFriendsAndFamilyCardsRequest {
                month: newest.minus(cards.back).stored(),
                cards: cards.forms(),
            };
            add_cards(&self.register, &self.session, &request)?;
        }
        Ok(())
    }
}

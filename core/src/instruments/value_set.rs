//! A value set: which index a profile has. It is the owner's and the trust loads it; the program carries none. The index
//! is looked up and never worked out, and is never without the name of its set.

use super::ScoreView;
use super::definition::{Arithmetic, Definition, Scale};
use std::collections::BTreeMap;

/// The scale that an index is kept under.
pub const INDEX: &str = "index";

/// A value set as the trust loaded it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ValueSet {
    /// Its name, that stands beside every index.
    pub name: String,
    /// Where it is published.
    pub source: String,
    /// The index of each state, as it is written there.
    pub states: BTreeMap<String, String>,
}

/// The scale of an instrument that joins several items to a profile.
pub fn profile(definition: &Definition) -> Option<&Scale> {
    let chosen = |s: &&Scale| s.arithmetic == Arithmetic::Chosen && s.items.len() > 1;
    definition.scales.iter().find(chosen)
}

/// Every state that a profile can have, lowest first; none where the instrument has no profile.
pub fn states(definition: &Definition) -> Vec<String> {
    let Some(scale) = profile(definition) else {
        return Vec::new();
    };
    let mut all = vec![String::new()];
    for item in scale.items.iter().filter_map(|id| definition.item(id)) {
        let levels = u32::try_from(definition.choices(item)).unwrap_or_default();
        let codes: Vec<String> = (0..levels).map(|p| definition.code(item, p)).collect();
        all = all
            .iter()
            .flat_map(|begun| codes.iter().map(move |code| format!("{begun}{code}")))
            .collect();
    }
    all
}

/// The index of the profile among `scores`; `None` where no value set is laid over the instrument.
pub(super) fn index(definition: &Definition, scores: &[ScoreView]) -> Option<ScoreView> {
    let (_, set) = definition.laid.value_set.as_ref()?;
    let scale = profile(definition)?;
    let profile = scores.iter().find(|s| s.scale == scale.id)?;
    let found = set.states.get(&profile.value);
    Some(ScoreView {
        scale: INDEX.to_owned(),
        label: "Index".to_owned(),
        value: found.map_or_else(String::new, |index| format!("{index} ({})", set.name)),
        hundredths: None,
        min: 0,
        max: 0,
        band: String::new(),
        reason: match found {
            Some(_) => String::new(),
            None => "Without a whole profile there is no index.".to_owned(),
        },
        arithmetic: found.map_or_else(String::new, |_| {
            format!(
                "Looked up for the profile {} in the value set “{}”: {}",
                profile.value, set.name, set.source
            )
        }),
    })
}

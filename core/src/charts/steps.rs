//! Ordered words over time.

use super::{ChartStep, StepsChart};
use chrono::NaiveDate;

/// A step before it is drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The day.
    pub on: NaiveDate,
    /// Which of the levels, counted from 0.
    pub level: u32,
    /// Who said so.
    pub by: String,
}

/// The chart of some steps; `None` where there is none. `levels` are the words, lowest first.
pub fn chart(title: &str, levels: &[&str], steps: &[Step]) -> Option<StepsChart> {
    let mut sorted = steps.to_vec();
    sorted.sort_by_key(|s| s.on);
    let (first, last) = (sorted.first()?, sorted.last()?);
    let word = |step: &Step| {
        usize::try_from(step.level)
            .ok()
            .and_then(|l| levels.get(l))
            .map(|w| w.to_lowercase())
            .unwrap_or_default()
    };
    let day = |on: NaiveDate| crate::dates::clinical(on);
    let alt = if sorted.len() == 1 {
        format!("{title}: {} on {}.", word(first), day(first.on))
    } else {
        format!(
            "{title}: {} on {}, {} on {}; {} ratings.",
            word(first),
            day(first.on),
            word(last),
            day(last.on),
            sorted.len()
        )
    };
    Some(StepsChart {
        title: title.to_owned(),
        alt,
        levels: levels.iter().map(|w| (*w).to_owned()).collect(),
        steps: sorted
            .iter()
            .map(|step| ChartStep {
                label: day(step.on),
                level: step.level,
                by: step.by.clone(),
                day: i32::try_from((step.on - first.on).num_days()).unwrap_or(i32::MAX),
            })
            .collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_stand_in_order_of_time_and_the_sentence_says_first_and_last() {
        let on = |d: u32| NaiveDate::from_ymd_opt(2026, 11, d).unwrap();
        let step = |d: u32, level: u32| Step {
            on: on(d),
            level,
            by: "Dr A. Okafor".into(),
        };
        let levels = ["Mild", "Moderate", "Severe"];
        let made = chart("MUS severity", &levels, &[step(20, 1), step(2, 2)]).unwrap();
        assert_eq!(
            made.alt,
            "MUS severity: severe on 02-Nov-2026, moderate on 20-Nov-2026; 2 ratings."
        );
        assert_eq!(made.steps[1].day, 18);
        assert!(chart("MUS severity", &levels, &[]).is_none());
    }
}

//! Whether a change is more than chance, and whether it is one to the healthy side (Jacobson and Truax 1991, J Consult
//! Clin Psychol 59:12-19). Pure and in whole numbers: a root is taken once, to millionths, and rounded once, to the
//! hundredths in which scores are kept and indices are published, a half upwards.
//!
//! A reliable change index belongs to the sample that it was worked out from, so a rule names its source and how sure it
//! is; a scale without a rule has no class, and two scores out of different maxima or of different versions have none.

use super::definition::{Definition, Hundredths, Scale};
use super::scoring::{decimal, range_of};
use serde::{Deserialize, Serialize};

/// How sure a figure is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sure {
    /// Read in the paper or on the owner's own page.
    Confirmed,
    /// Read in another source that cites it.
    Secondary,
}

/// Which way is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Better {
    /// The lower, as with distress.
    Lower,
    /// The higher, as with health.
    Higher,
}

/// Where the line between the clinical and the general population lies, worked out from both.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Norms {
    /// Mean of people who are treated.
    pub clinical_mean: Hundredths,
    /// Their standard deviation.
    pub clinical_sd: Hundredths,
    /// Mean of the general population.
    pub general_mean: Hundredths,
    /// Its standard deviation.
    pub general_sd: Hundredths,
}

/// From when a change of a scale is more than chance. Either an index as published, or the standard deviation and the
/// reliability that it is worked out from.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChangeRule {
    /// Which way is better.
    pub better: Better,
    /// The level of certainty in per cent: 90 or 95; absent where the source of a published index does not say it.
    #[serde(default)]
    pub level: Option<u32>,
    /// The index as published: a change of that much or more is reliable.
    #[serde(default)]
    pub index: Option<Hundredths>,
    /// Standard deviation before treatment.
    #[serde(default)]
    pub sd: Option<Hundredths>,
    /// Reliability, below 1.
    #[serde(default)]
    pub reliability: Option<Hundredths>,
    /// The clinical cut-off as published: the first value on the clinical side.
    #[serde(default)]
    pub cut_off: Option<Hundredths>,
    /// Where it is not published: what it is worked out from.
    #[serde(default)]
    pub norms: Option<Norms>,
    /// Which sample, where it is written.
    pub source: String,
    /// How sure that is.
    pub sure: Sure,
    /// What the trust that set these values calls them; empty for those that the program carries.
    #[serde(skip)]
    pub set_by_trust: String,
}

/// What became of a patient on a scale.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Class {
    /// Reliably better, and from the clinical side of the cut-off to the other.
    Recovered,
    /// Reliably better, and not across the cut-off.
    Improved,
    /// A change that may be chance.
    Unchanged,
    /// Reliably worse.
    Deteriorated,
}

/// One score of a scale, as it was kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scored<'a> {
    /// The version of the instrument.
    pub version: &'a str,
    /// The score.
    pub hundredths: i32,
    /// The highest possible that day.
    pub max: u32,
}

/// A change with its class and the numbers that it rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The class.
    pub class: Class,
    /// `Reliably improved on CORE-10, 90 %: from 18 to 11.5, 6.5 lower; a change of 5.66 or more is reliable.`
    pub words: String,
}

/// 1.645 for 90 per cent, 1.96 for 95, in thousandths.
fn z(level: u32) -> Option<u128> {
    match level {
        90 => Some(1_645),
        95 => Some(1_960),
        _ => None,
    }
}

fn positive(value: Hundredths) -> Option<u128> {
    u128::try_from(value.0).ok().filter(|n| *n > 0)
}

/// z × √2 × SD × √(1 − r), in millionths, what lies behind them cut off; `None` for another level than 90 or 95 and for
/// figures that cannot be.
pub fn reliable_change_index(level: u32, sd: Hundredths, reliability: Hundredths) -> Option<u64> {
    let (z, sd) = (z(level)?, positive(sd)?);
    let unreliable = u128::try_from(100_i32.checked_sub(reliability.0)?).ok()?;
    if unreliable == 0 || reliability.0 < 0 {
        return None;
    }
    // z in thousandths, SD and 1 − r in hundredths: the root of the product is in millionths.
    let square = (z * sd).checked_pow(2)?.checked_mul(2 * unreliable)?;
    u64::try_from(square.isqrt()).ok()
}

/// A number of millionths in a larger part, `1_000` for thousandths and `10_000` for hundredths, a half upwards: the
/// whole millionths are at or above a half exactly where the root is, so this is the only rounding.
pub const fn rounded(millionths: u64, part: u64) -> u64 {
    (millionths + part / 2) / part
}

/// Criterion c of Jacobson and Truax: the point between both means, weighted by the spreads, in hundredths, a half
/// upwards.
pub fn cut_off_of(norms: &Norms) -> Option<Hundredths> {
    let (sd, general_sd) = (positive(norms.clinical_sd)?, positive(norms.general_sd)?);
    let mean = u128::try_from(norms.clinical_mean.0).ok()?;
    let general_mean = u128::try_from(norms.general_mean.0).ok()?;
    let top = sd * general_mean + general_sd * mean;
    let bottom = sd + general_sd;
    let rounded = (2 * top + bottom) / (2 * bottom);
    i32::try_from(rounded).ok().map(Hundredths)
}

impl ChangeRule {
    /// The least change that is reliable.
    pub fn least(&self) -> Option<Hundredths> {
        match (self.index, self.sd, self.reliability) {
            (Some(index), None, None) => Some(index),
            (None, Some(sd), Some(reliability)) => {
                let index = reliable_change_index(self.level?, sd, reliability)?;
                i32::try_from(rounded(index, 10_000)).ok().map(Hundredths)
            }
            _ => None,
        }
    }

    /// Which values these are: the trust's, by name, or those of the program; with the sample that they come from.
    pub fn values(&self) -> String {
        let source = self.source.trim().trim_end_matches('.');
        match (self.set_by_trust.as_str(), self.sure) {
            ("", Sure::Confirmed) => format!("Values: {source}."),
            ("", Sure::Secondary) => format!("Values, from a secondary source: {source}."),
            (name, _) => format!("Values set by this trust ({name}): {source}."),
        }
    }

    /// The first value on the clinical side, where there is one.
    pub fn line(&self) -> Option<Hundredths> {
        self.cut_off
            .or_else(|| self.norms.as_ref().and_then(cut_off_of))
    }

    /// What is wrong with it. Errors: the fault in words.
    pub fn fault(&self, lowest: Hundredths, highest: Hundredths) -> Result<(), String> {
        if self.level.is_some_and(|level| z(level).is_none()) {
            return Err("the level is 90 or 95".to_owned());
        }
        let Some(least) = self.least() else {
            return Err(
                "write index, or level with sd and a reliability above 0 and below 1".to_owned(),
            );
        };
        if least.0 < 1 {
            return Err("an index of 0 would call every change reliable".to_owned());
        }
        if self.cut_off.is_some() && self.norms.is_some() {
            return Err("write cut_off or norms, not both".to_owned());
        }
        match self.line() {
            None if self.norms.is_some() => return Err("the norms give no cut-off".to_owned()),
            Some(line) if line < lowest || line > highest => {
                return Err(format!("the cut-off {} is outside", decimal(line.0)));
            }
            _ => {}
        }
        if self.source.trim().is_empty() {
            return Err("it names no source".to_owned());
        }
        Ok(())
    }
}

/// What became of a patient on a scale from one score to another; `None` where the scale has no rule, the two are of
/// different versions or out of different maxima, or an item did not apply.
pub fn change(
    definition: &Definition,
    scale: &Scale,
    before: Scored<'_>,
    after: Scored<'_>,
) -> Option<Change> {
    let rule = scale.change.as_ref()?;
    let (_, max) = range_of(definition, scale)?;
    let same = |scored: Scored<'_>| scored.version == definition.version && scored.max == max;
    if !same(before) || !same(after) {
        return None;
    }
    let least = rule.least()?;
    let higher = after.hundredths.checked_sub(before.hundredths)?;
    let reliable = higher.checked_abs()? >= least.0;
    let better = match rule.better {
        Better::Lower => higher < 0,
        Better::Higher => higher > 0,
    };
    let line = rule.line();
    let clinical = |value: i32| {
        line.map(|at| match rule.better {
            Better::Lower => value >= at.0,
            Better::Higher => value <= at.0,
        })
    };
    let crossed =
        clinical(before.hundredths) == Some(true) && clinical(after.hundredths) == Some(false);
    let class = match (reliable, better) {
        (false, _) => Class::Unchanged,
        (true, false) => Class::Deteriorated,
        (true, true) if crossed => Class::Recovered,
        (true, true) => Class::Improved,
    };
    Some(Change {
        class,
        words: words(&named(definition, scale), rule, class, before, after, least),
    })
}

/// The instrument, with the scale where several have a rule.
fn named(definition: &Definition, scale: &Scale) -> String {
    match definition
        .scales
        .iter()
        .filter(|s| s.change.is_some())
        .count()
    {
        0 | 1 => definition.title.clone(),
        _ => format!("{}, {}", definition.title, scale.label),
    }
}

fn words(
    title: &str,
    rule: &ChangeRule,
    class: Class,
    before: Scored<'_>,
    after: Scored<'_>,
    least: Hundredths,
) -> String {
    let level = rule
        .level
        .map_or_else(String::new, |level| format!(", {level} %"));
    let line = rule.line().map(|at| decimal(at.0)).unwrap_or_default();
    let side = match rule.better {
        Better::Lower => "below",
        Better::Higher => "above",
    };
    let said = match class {
        Class::Recovered => {
            format!(
                "Recovered on {title}: reliably improved{level}, and now {side} the cut-off of {line}"
            )
        }
        Class::Improved => format!("Reliably improved on {title}{level}"),
        Class::Unchanged => format!("No reliable change on {title}{level}"),
        Class::Deteriorated => format!("Reliably deteriorated on {title}{level}"),
    };
    let higher = after.hundredths - before.hundredths;
    let by = match higher {
        0 => "the same".to_owned(),
        less if less < 0 => format!("{} lower", decimal(-less)),
        more => format!("{} higher", decimal(more)),
    };
    format!(
        "{said}: from {} to {}, {by}; a change of {} or more is reliable. {}",
        decimal(before.hundredths),
        decimal(after.hundredths),
        decimal(least.0),
        rule.values()
    )
}

#[cfg(test)]
mod tests;

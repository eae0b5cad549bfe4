//! What of anonymous answers may be shown, and what is counted. No SQL, no clock.
//!
//! Nothing is shown of fewer than [`AT_LEAST`] answers, and nothing from which such a figure could be taken by subtracting
//! one showing from another:
//!
//! - A month is shown when no answer can come to it one by one any more ([`shown_from`]); later cards come five or more at a
//!   time, and none to a month that is shown together with others: it would leave them behind.
//! - What is shown does not depend on what is asked for: each month with enough answers stands by itself, and the others of
//!   a quarter that is over stand together where they have enough. A range only chooses among these units, and a unit that
//!   lies partly outside it is left out.
//! - A total adds up units that are shown, and nothing else.

use super::{
    AddFriendsAndFamilyCardsRequest, Answer, Experience, FriendsAndFamilyForm,
    FriendsAndFamilyMonth, FriendsAndFamilyRequest, FriendsAndFamilyRow, Month,
};
use crate::dates;
use crate::error::{Error, Result};
use crate::signed::Faults;
use chrono::{Days, NaiveDate};
use std::collections::BTreeMap;

/// Of fewer answers nothing is shown.
pub const AT_LEAST: u32 = 5;

/// Up to this day of the following month the cards of a month may be added one by one.
const LAST_DAY_FOR_CARDS: u64 = 10;

/// How many months are shown where no first one is named.
const USUAL_MONTHS: u32 = 12;

/// How many months may be shown at once.
const MOST_MONTHS: usize = 60;

/// How many cards may be added at once.
const MOST_CARDS: usize = 500;

/// How many months there are to choose from.
const MONTHS_TO_CHOOSE: u32 = 36;

/// The month from which on the question is asked in these words; with another question the answers mean another thing.
const WORDING_SINCE: &str = "2020-04";

/// How many of each answer, in the order of [`Experience::ALL`].
pub type Tally = [u32; Experience::ALL.len()];

/// The answers of each month that has any.
pub type Tallies = BTreeMap<Month, Tally>;

fn sum(tally: &Tally) -> u32 {
    tally.iter().copied().fold(0, u32::saturating_add)
}

fn plus(one: &Tally, other: &Tally) -> Tally {
    let mut both = *one;
    for (of, more) in both.iter_mut().zip(other) {
        *of = of.saturating_add(*more);
    }
    both
}

fn of(tallies: &Tallies, month: Month) -> Tally {
    tallies.get(&month).copied().unwrap_or_default()
}

/// The day from which on a month is shown.
pub fn shown_from(month: Month) -> NaiveDate {
    let next = month.plus(1).first_day();
    next.checked_add_days(Days::new(LAST_DAY_FOR_CARDS))
        .unwrap_or(next)
}

/// The newest month that is shown.
pub fn newest_shown(today: NaiveDate) -> Month {
    let last = Month::of(today).minus(1);
    match today >= shown_from(last) {
        true => last,
        false => last.minus(1),
    }
}

/// Months that are counted together: all that is ever shown of them is their sum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    /// Its months.
    pub months: Vec<Month>,
    /// Their answers; absent where they are too few.
    pub tally: Option<Tally>,
}

/// The months of a month's quarter that have too few answers, where the quarter is over and they have enough together.
fn together(tallies: &Tallies, month: Month, newest: Month) -> Option<Unit> {
    let quarter = month.quarter();
    if quarter.iter().any(|m| *m > newest) {
        return None;
    }
    // A month without any is among them: that it had none is not told either.
    let few = quarter
        .into_iter()
        .filter(|m| sum(&of(tallies, *m)) < AT_LEAST);
    let months: Vec<Month> = few.collect();
    let tally = months
        .iter()
        .fold(Tally::default(), |all, m| plus(&all, &of(tallies, *m)));
    (sum(&tally) >= AT_LEAST).then_some(Unit {
        months,
        tally: Some(tally),
    })
}

/// What is shown of a range of months, by the newest month that is shown at all.
pub fn units(tallies: &Tallies, (first, last): (Month, Month), newest: Month) -> Vec<Unit> {
    let mut units: Vec<Unit> = Vec::new();
    for month in first.up_to(last.min(newest)) {
        if units.iter().any(|u| u.months.contains(&month)) {
            continue;
        }
        let tally = of(tallies, month);
        if sum(&tally) >= AT_LEAST {
            units.push(Unit {
                months: vec![month],
                tally: Some(tally),
            });
            continue;
        }
        let alone = Unit {
            months: vec![month],
            tally: None,
        };
        let whole = together(tallies, month, newest)
            .filter(|u| u.months.iter().all(|m| (first..=last).contains(m)));
        units.push(whole.unwrap_or(alone));
    }
    units
}

/// Percent, to the nearest whole one, a half upwards.
fn percent(part: u32, whole: u32) -> u32 {
    let (part, whole) = (u64::from(part), u64::from(whole));
    let rounded = (part * 200 + whole).checked_div(whole * 2).unwrap_or(0);
    u32::try_from(rounded).unwrap_or(100)
}

fn counted(tally: &Tally, which: &[Experience]) -> u32 {
    Experience::ALL
        .iter()
        .zip(tally)
        .filter(|(experience, _)| which.contains(experience))
        .fold(0, |all, (_, count)| all.saturating_add(*count))
}

fn title(months: &[Month]) -> String {
    let Some((last, before)) = months.split_last() else {
        return String::new();
    };
    if before.is_empty() {
        return last.label();
    }
    let names: Vec<&str> = before.iter().map(|m| m.name()).collect();
    format!("{} and {} together", names.join(", "), last.label())
}

fn row_of(title: String, months: &[Month], tally: Option<Tally>) -> FriendsAndFamilyRow {
    let months = months.iter().map(|m| m.stored()).collect();
    let Some(tally) = tally else {
        return FriendsAndFamilyRow {
            title,
            months,
            shown: false,
            responses: 0,
            counts: Vec::new(),
            positive: 0,
            negative: 0,
            why_not: format!("Fewer than {AT_LEAST} answers: not shown"),
        };
    };
    let responses = sum(&tally);
    let share = |which: &[Experience]| percent(counted(&tally, which), responses);
    FriendsAndFamilyRow {
        title,
        months,
        shown: true,
        responses,
        counts: tally.to_vec(),
        positive: share(&[Experience::VeryGood, Experience::Good]),
        negative: share(&[Experience::Poor, Experience::VeryPoor]),
        why_not: String::new(),
    }
}

/// A line of results.
pub fn row(unit: &Unit) -> FriendsAndFamilyRow {
    row_of(title(&unit.months), &unit.months, unit.tally)
}

/// All that is shown; nothing where fewer than two lines are.
pub fn total(units: &[Unit]) -> Option<FriendsAndFamilyRow> {
    let shown: Vec<(&Unit, Tally)> = units
        .iter()
        .filter_map(|u| u.tally.map(|tally| (u, tally)))
        .collect();
    if shown.len() < 2 {
        return None;
    }
    let mut months: Vec<Month> = shown.iter().flat_map(|(u, _)| u.months.clone()).collect();
    months.sort_unstable();
    let tally = shown
        .iter()
        .fold(Tally::default(), |all, (_, tally)| plus(&all, tally));
    Some(row_of("All that is shown".into(), &months, Some(tally)))
}

/// A month, as typed, that can be asked for or answered in. Errors go into `faults`.
fn month(faults: &mut Faults, field: &str, typed: &str) -> Option<Month> {
    let Some(month) = Month::parse(typed) else {
        faults.add(field, "month", "Give a month, such as October 2026.");
        return None;
    };
    if Month::parse(WORDING_SINCE).is_some_and(|since| month < since) {
        faults.add(
            field,
            "wording",
            "Before April 2020 the question was another. Its answers can’t be counted with these.",
        );
        return None;
    }
    Some(month)
}

/// The months that are asked for. Errors: `Invalid` naming `from` or `to`.
pub fn range(request: &FriendsAndFamilyRequest, today: NaiveDate) -> Result<(Month, Month)> {
    let mut faults = Faults::default();
    let newest = newest_shown(today);
    let last = match request.to.trim() {
        "" => Some(newest),
        typed => month(&mut faults, "to", typed),
    };
    if let Some(early) = last.filter(|last| *last > newest) {
        faults.add(
            "to",
            "too-early",
            &format!(
                "Results of {} are shown from {}.",
                early.label(),
                dates::clinical(shown_from(early))
            ),
        );
    }
    let first = match request.from.trim() {
        "" => last.map(|last| last.minus(USUAL_MONTHS - 1)),
        typed => month(&mut faults, "from", typed),
    };
    if let (Some(first), Some(last)) = (first, last) {
        if first > last {
            faults.add("to", "order", "The last month is before the first one.");
        } else if first.up_to(last).count() > MOST_MONTHS {
            let most = format!("Ask for at most {MOST_MONTHS} months at a time.");
            faults.add("from", "range", &most);
        }
    }
    faults.none()?;
    match (first, last) {
        (Some(first), Some(last)) => Ok((first, last)),
        _ => Err(Error::NotFound { what: "month" }),
    }
}

fn answer(faults: &mut Faults, field: &str, form: &FriendsAndFamilyForm) -> Option<Answer> {
    let (why, better) = (
        faults.text(format!("{field}why"), &form.why),
        faults.text(format!("{field}better"), &form.better),
    );
    let Some(experience) = form.experience else {
        faults.add(
            format!("{field}experience"),
            "required",
            "Choose one of the answers.",
        );
        return None;
    };
    Some(Answer {
        experience,
        why,
        better,
    })
}

/// An answer that somebody gives for themselves. Errors: `Invalid`.
pub fn check_answer(form: &FriendsAndFamilyForm) -> Result<Answer> {
    let mut faults = Faults::default();
    let answer = answer(&mut faults, "", form);
    faults.none()?;
    answer.ok_or(Error::NotFound { what: "answer" })
}

/// How many cards of a month have to be added at a time: one while the month is not shown yet.
pub fn cards_at_least(month: Month, today: NaiveDate) -> u32 {
    match month > newest_shown(today) {
        true => 1,
        false => AT_LEAST,
    }
}

/// Cards as they are to be kept. Errors: `Invalid` naming `month`, `cards`, or `cards.0.experience`.
pub fn check_cards(
    request: &AddFriendsAndFamilyCardsRequest,
    today: NaiveDate,
) -> Result<(Month, Vec<Answer>)> {
    let mut faults = Faults::default();
    let found = month(&mut faults, "month", &request.month);
    if let Some(month) = found {
        let at_least = cards_at_least(month, today);
        let enough = usize::try_from(at_least).is_ok_and(|n| request.cards.len() >= n);
        if month > Month::of(today) {
            faults.add("month", "future", "This month has not begun.");
        } else if request.cards.is_empty() {
            faults.add("cards", "required", "Add at least one card.");
        } else if !enough {
            faults.add(
                "cards",
                "too-few",
                &format!(
                    "Results of {} are shown already. Add {at_least} or more cards of it together, so that nobody can \
                     tell one from the results before and after; or add them to the month that is not shown yet.",
                    month.label()
                ),
            );
        } else if request.cards.len() > MOST_CARDS {
            let most = format!("Add at most {MOST_CARDS} cards at a time.");
            faults.add("cards", "too-many", &most);
        }
    }
    let answers: Vec<Answer> = request
        .cards
        .iter()
        .take(MOST_CARDS)
        .enumerate()
        .filter_map(|(n, card)| answer(&mut faults, &format!("cards.{n}."), card))
        .collect();
    faults.none()?;
    let month = found.ok_or(Error::NotFound { what: "month" })?;
    Ok((month, answers))
}

/// Errors: `Invalid` naming `month`, for one that is shown together with others: with more answers it would stand alone, and
/// what is left of the others could be told.
pub fn check_apart(tallies: &Tallies, month: Month, today: NaiveDate) -> Result<()> {
    match together(tallies, month, newest_shown(today)).filter(|u| u.months.contains(&month)) {
        None => Ok(()),
        Some(unit) => Err(Error::field(
            "month",
            "together",
            format!(
                "{} are shown. No card can be added to one of them any more: add it to the month that is not shown yet.",
                title(&unit.months)
            ),
        )),
    }
}

fn choice(month: Month, today: NaiveDate) -> FriendsAndFamilyMonth {
    FriendsAndFamilyMonth {
        month: month.stored(),
        label: month.label(),
        at_least: cards_at_least(month, today),
    }
}

fn before(month: Month) -> impl Iterator<Item = Month> {
    let since = Month::parse(WORDING_SINCE);
    (0..MONTHS_TO_CHOOSE)
        .map(move |n| month.minus(n))
        .filter(move |m| since.is_none_or(|since| *m >= since))
}

/// Months whose results can be asked for, newest first.
pub fn months(today: NaiveDate) -> Vec<FriendsAndFamilyMonth> {
    before(newest_shown(today))
        .map(|m| choice(m, today))
        .collect()
}

/// Months to which cards can be added, newest first.
pub fn card_months(tallies: &Tallies, today: NaiveDate) -> Vec<FriendsAndFamilyMonth> {
    before(Month::of(today))
        .filter(|m| check_apart(tallies, *m, today).is_ok())
        .map(|m| choice(m, today))
        .collect()
}

/// `Results of November 2026 are shown from 11-Dec-2026.`
pub fn next(today: NaiveDate) -> String {
    let month = newest_shown(today).plus(1);
    let day = dates::clinical(shown_from(month));
    format!("Results of {} are shown from {day}.", month.label())
}

/// What is said when cards have been added.
pub fn added(month: Month, count: usize, today: NaiveDate) -> String {
    let answers = match count {
        1 => "1 answer".to_owned(),
        many => format!("{many} answers"),
    };
    let mut says = format!("{answers} added to {}.", month.label());
    if month > newest_shown(today) {
        let day = dates::clinical(shown_from(month));
        says.push_str(&format!(" Its results are shown from {day}."));
    }
    says
}

#[cfg(test)]
mod tests;

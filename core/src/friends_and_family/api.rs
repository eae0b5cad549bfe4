//! What a caller may do with the Friends and Family Test. The answers are anonymous, so every account may see what is
//! shown of them and add cards; who looked is audited. **Who answered, or that anybody did, never is.**

use super::{
    AddFriendsAndFamilyCardsRequest, FriendsAndFamilyCardsView, FriendsAndFamilyForm,
    FriendsAndFamilyQuestion, FriendsAndFamilyRequest, FriendsAndFamilyView, Month, rules, store,
    wording,
};
use crate::error::Result;
use crate::op::Op;
use crate::record::audit::Audited;
use crate::register::Register;
use crate::session::Session;

/// The results of some months. Errors: `Invalid` naming `from` or `to`.
pub fn friends_and_family(
    register: &Register,
    session: &Session,
    request: &FriendsAndFamilyRequest,
) -> Result<FriendsAndFamilyView> {
    session.staff()?;
    let today = register.clock().today();
    let (first, last) = rules::range(request, today)?;
    let newest = rules::newest_shown(today);
    let wording = wording()?;
    let view = register.read(|c| {
        let tallies = store::tallies(c)?;
        let units = rules::units(&tallies, (first, last), newest);
        let shown = units.iter().filter(|u| u.tally.is_some());
        let (why, better) = store::texts(c, shown.flat_map(|u| u.months.iter().copied()))?;
        Ok(FriendsAndFamilyView {
            from: first.stored(),
            to: last.stored(),
            asked: wording.asked(),
            rows: units.iter().map(rules::row).collect(),
            total: rules::total(&units),
            why,
            better,
            months: rules::months(today),
            card_months: rules::card_months(&tallies, today),
            next: rules::next(today),
            unconfirmed: wording.unconfirmed(),
            source: wording.source.clone(),
        })
    })?;
    register.note_read_once(session, Audited::FriendsAndFamilyRead);
    Ok(view)
}

/// Adds answers from paper cards. Nothing of it is audited: an entry would say when an answer came.
///
/// Errors: `Invalid`, also where a month whose results are shown is given fewer than five, or is shown together with others.
pub fn add_cards(
    register: &Register,
    session: &Session,
    request: &AddFriendsAndFamilyCardsRequest,
) -> Result<FriendsAndFamilyCardsView> {
    session.staff()?;
    let today = register.clock().today();
    let (month, answers) = rules::check_cards(request, today)?;
    let count = answers.len();
    register.write(session, Op::AddFriendsAndFamilyCards, |tx| {
        rules::check_apart(&store::tallies(tx.connection())?, month, today)?;
        store::add(tx.connection(), month, answers)
    })?;
    Ok(FriendsAndFamilyCardsView {
        added: u32::try_from(count).unwrap_or(u32::MAX),
        says: rules::added(month, count, today),
    })
}

/// The question as a person sees it.
pub(crate) fn asked() -> Result<FriendsAndFamilyQuestion> {
    Ok(wording()?.asked())
}

/// Puts the answer of somebody who has the device among those of this month. Whose hands it is in is not asked.
///
/// Errors: `Invalid`.
pub(crate) fn give(
    register: &Register,
    session: &Session,
    form: &FriendsAndFamilyForm,
) -> Result<()> {
    let month = Month::of(register.clock().today());
    let answer = rules::check_answer(form)?;
    register
        .write(session, Op::GiveFriendsAndFamilyAnswer, |tx| {
            store::add(tx.connection(), month, vec![answer])
        })
        .map(drop)
}

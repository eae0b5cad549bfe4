//! What waits for the session's user.

use super::{LeftBehindView, TodayRequest, TodayView, left, store};
use crate::dates;
use crate::error::Result;
use crate::preferences::Preferences;
use crate::register::Register;
use crate::session::Session;
use crate::users::AccountRequest;

/// How many rows a screen shows at most.
const MOST: usize = 200;

/// What waits, most pressing first.
pub fn today(register: &Register, session: &Session, request: &TodayRequest) -> Result<TodayView> {
    session.clinical("seeing what waits")?;
    let today = register.clock().today();
    let preferences = Preferences::read(register.layout())?;
    let wanted = store::Wanted {
        user: session.user,
        everyone: request.everyone,
        today,
        now: register.clock().now(),
        countersigns: session.role.countersigns(),
        lets_out: preferences.leave_before_countersigned,
        missed_count: preferences.missed_sessions_count,
    };
    let (rows, total, safety) = register.read(|c| store::rows(c, &wanted, MOST))?;
    Ok(TodayView {
        date: dates::with_weekday(today),
        rows,
        total,
        safety,
    })
}

/// What waits for an account that is closed or is about to be, counted only: whoever keeps accounts need not be
/// clinical. Errors: `NotAllowed`; `NotFound`.
pub fn left_behind(
    register: &Register,
    session: &Session,
    request: &AccountRequest,
) -> Result<LeftBehindView> {
    session.keeps_accounts("seeing what waits for somebody who goes")?;
    let lines = register.read(|c| left::lines(c, request.user_id))?;
    Ok(LeftBehindView { lines })
}

//! Does the computer's clock fit the record? It decides nothing: order comes from links and a counter. But what is written
//! bears its time, and what is due goes by it.

use crate::clock::stamp;
use crate::dates::clinical_instant;
use crate::error::{Doing, Result};
use chrono::{DateTime, TimeDelta, Utc};
use rusqlite::Connection;

/// A clock may be put right by so much without a word, as the network's time does.
const SLACK: TimeDelta = TimeDelta::minutes(5);
/// Nobody leaves a register alone for so long.
const AHEAD: TimeDelta = TimeDelta::days(2 * 365);

/// What is odd about the clock against the newest entry, with both times; empty for nothing.
pub(super) fn clock_notice(connection: &Connection, now: DateTime<Utc>) -> Result<String> {
    let newest: Option<String> = connection
        .query_row("SELECT max(at) FROM journal", [], |r| r.get(0))
        .doing("reading when the newest entry was written")?;
    Ok(newest.map_or_else(String::new, |at| compare(&at, now)))
}

fn compare(newest: &str, now: DateTime<Utc>) -> String {
    let Ok(written) = DateTime::parse_from_rfc3339(newest).map(|at| at.with_timezone(&Utc)) else {
        return String::new();
    };
    let behind = now + SLACK < written;
    if !behind && now <= written + AHEAD {
        return String::new();
    }
    let far = match behind {
        true => "later than that",
        false => "years before that",
    };
    format!(
        "The clock of this computer says {}; the newest entry of the record is of {}, {far}. The order of what is written \
         does not depend on the clock, but the times on it do, and what is due. Put the clock right if it is wrong.",
        clinical_instant(&stamp(now)),
        clinical_instant(newest),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_that_is_behind_or_years_ahead_is_told_with_both_times_and_no_other_is() {
        let newest = "2026-11-20T12:00:00.000Z";
        let noon: DateTime<Utc> = newest.parse().unwrap();
        for (off, said) in [
            (TimeDelta::zero(), ""),
            (TimeDelta::minutes(-5), ""),
            (TimeDelta::minutes(-6), "later than that"),
            (TimeDelta::days(-400), "later than that"),
            (TimeDelta::days(700), ""),
            (TimeDelta::days(731), "years before that"),
        ] {
            let notice = compare(newest, noon + off);
            assert_eq!(notice.is_empty(), said.is_empty(), "{off}: {notice}");
            assert!(notice.contains(said));
            if !said.is_empty() {
                assert!(notice.contains("20-Nov-2026"), "{notice}");
            }
        }
        assert_eq!(compare("no instant", noon), "");
    }
}

//! The clock is wrong by ten years, or turned back: order and numbers come from the record, and waiting is not cut short.

use super::{bout, make_cheap};
use crate::workflows::desk::{Desk, PASSPHRASE, noon, signing};
use crate::workflows::ten_sessions::hold;
use casebook_core::cases::api::CaseRequest;
use casebook_core::clock::FixedClock;
use casebook_core::contacts::Attendance;
use casebook_core::contacts::api::sessions;
use casebook_core::formulations::api::{FormulationRequest, formulation, sign_formulation};
use casebook_core::ids::{CaseId, UserId};
use casebook_core::sensitive::Secret;
use casebook_core::store::Layout;
use casebook_core::store::key_file::KeyFile;
use casebook_core::{Error, Register};
use chrono::{DateTime, TimeDelta, Utc};
use std::sync::Arc;
use std::time::Duration;

fn years(n: i64) -> TimeDelta {
    TimeDelta::days(3_653 * n)
}

/// Day and number of each session.
type Numbers = Vec<(String, Option<u32>)>;

/// The versions of a formulation in their order, and the numbers of the sessions by day.
fn order(desk: &Desk, case_id: CaseId) -> (Vec<String>, Numbers) {
    let request = FormulationRequest {
        case_id,
        definition: "five-ps".into(),
    };
    let view = formulation(&desk.register, &desk.session, &request).unwrap();
    let versions = view
        .versions
        .iter()
        .map(|v| v.revision.to_string())
        .collect();
    let held = sessions(&desk.register, &desk.session, &CaseRequest { case_id }).unwrap();
    let numbers = held
        .sessions
        .iter()
        .map(|s| (s.held_on.clone(), s.number))
        .collect();
    (versions, numbers)
}

/// The same story, each step at its own time. Answers with versions in the order in which they were signed, and what is shown.
fn told(times: [TimeDelta; 6]) -> (Vec<String>, Vec<String>, Numbers) {
    let mut desk = Desk::new();
    let case = desk.case(desk.patient("Halina", "Nowak", "999 000 0018"));
    let mut written = Vec::new();
    let mut base = None;
    for (n, time) in (1u32..).zip(times) {
        // Days are typed by somebody who knows the date: a session is held on its own day whatever the clock says.
        desk.clock.set(noon());
        hold(&desk, case, n, Attendance::Attended);
        desk.clock.set(noon() + time);
        let mut request = signing(case, base, &format!("Version {n}"));
        // A day of 2026 would lie ahead of a clock that is behind, and be refused.
        request.form.shared_on = String::new();
        let view = sign_formulation(&desk.register, &desk.session, &request).unwrap();
        let signed = view.versions[0].revision;
        base = Some(signed);
        written.push(signed.to_string());
        desk.unlock_again();
    }
    desk.clock.set(noon() + times[5]);
    let verdict = desk.register.verify(|_| true).unwrap();
    assert!(verdict.faults.is_empty(), "{:?}", verdict.faults);
    let (shown, numbers) = order(&desk, case);
    (written, shown, numbers)
}

#[test]
fn a_wrong_clock_changes_no_order_and_no_number() {
    let bout = bout("wrong clock", 1, 1, 0.0);
    let right = told([TimeDelta::zero(); 6]);
    let mut stories = 0;
    for times in [
        [0, 10, -10, 0, 10, -10],
        [10, 10, 10, -10, -10, -10],
        [-10, 0, -10, 0, -10, 0],
    ] {
        let (written, mut shown, numbers) = told(times.map(years));
        // The newest stands first.
        shown.reverse();
        assert_eq!(shown, written, "{times:?}");
        assert_eq!(numbers, right.2, "{times:?}");
        stories += 1;
    }
    bout.tell(
        &format!("{stories} stories with a clock ten years off, ahead and back"),
        "versions in the order of signing, sessions with the same numbers in all",
    );
}

fn wait(layout: &Layout, user: UserId, typed: &str, now: DateTime<Utc>) -> Option<u32> {
    // Each time a new process would do the same: nothing is kept but the files.
    match Register::unlock(
        layout,
        user,
        &Secret::new(typed),
        Arc::new(FixedClock::new(now)),
    ) {
        Err(Error::TooSoon { seconds }) => Some(seconds),
        Err(Error::WrongPassphrase) => None,
        Ok(_) => None,
        Err(other) => panic!("{other:?}"),
    }
}

#[test]
fn the_wait_after_wrong_passphrases_outlives_a_restart_and_a_changed_clock() {
    let bout = bout("waiting after wrong passphrases", 1, 1, 0.0);
    let desk = Desk::new();
    let (layout, user) = (desk.layout.clone(), desk.session.user);
    make_cheap(&layout, user);
    desk.register.lock(&desk.session).unwrap();
    drop(desk.register);
    let mut now = noon();
    let mut waits = Vec::new();
    for _ in 0..11 {
        assert_eq!(wait(&layout, user, "not the passphrase", now), None);
        let seconds = wait(&layout, user, PASSPHRASE, now).unwrap_or(0);
        waits.push(seconds);
        if seconds > 0 {
            // Set back by ten years it takes no shorter, and no longer than a minute.
            let back = wait(&layout, user, PASSPHRASE, now - years(10)).unwrap();
            assert!((seconds..=60).contains(&back), "{seconds} {back}");
        } else {
            // The right one came and cleared the count: begin again.
            for _ in 0..waits.len() {
                assert_eq!(wait(&layout, user, "not the passphrase", now), None);
            }
        }
        now += TimeDelta::seconds(i64::from(seconds));
    }
    assert_eq!(waits, [0, 0, 1, 2, 4, 8, 16, 32, 60, 60, 60]);
    bout.tell(
        "11 wrong passphrases, each after a restart, with the clock set back ten years in between",
        "waits of 0, 0, 1, 2, 4, 8, 16, 32, 60, 60, 60 s, never shorter",
    );
}

/// How long this thread has had the processor: others that want it too are no part of that.
fn spent() -> Duration {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap();
    Duration::from_nanos(text.split(' ').next().unwrap().parse().unwrap())
}

#[test]
fn right_and_wrong_passphrases_are_timed() {
    let bout = bout("time of right and wrong passphrases", 4, 60, 1.5);
    let desk = Desk::new();
    let keys = KeyFile::read(&desk.layout).unwrap();
    let (mut right, mut wrong) = (Vec::new(), Vec::new());
    let mut tried = 0;
    while bout.goes_on(tried) {
        for (typed, times) in [
            (PASSPHRASE, &mut right),
            ("gravel teapot lighthouse mouse", &mut wrong),
        ] {
            let begun = spent();
            let outcome = keys.unlock(desk.session.user, typed);
            times.push(spent().saturating_sub(begun));
            assert_eq!(outcome.is_ok(), typed == PASSPHRASE);
        }
        tried += 1;
    }
    let middle = |times: &mut Vec<Duration>| {
        times.sort();
        times[times.len() / 2].as_secs_f64() * 1_000.0
    };
    let (right, wrong) = (middle(&mut right), middle(&mut wrong));
    // Told, not asserted: a busy machine is no fault of the program.
    bout.tell(
        &format!("{tried} of each"),
        &format!(
            "{right:.1} ms and {wrong:.1} ms of the processor in the middle, {:.1} % apart",
            (right - wrong).abs() / right * 100.0
        ),
    );
}

//! What people think of the service: asked after a questionnaire and on paper cards, kept without a name.

use super::desk::{Desk, PASSPHRASE, new_user};
use casebook_core::audit::AuditRequest;
use casebook_core::audit::api::audit;
use casebook_core::friends_and_family::api::{add_cards, friends_and_family};
use casebook_core::friends_and_family::{
    AddFriendsAndFamilyCardsRequest, Experience, FriendsAndFamilyForm, FriendsAndFamilyRequest,
    FriendsAndFamilyView,
};
use casebook_core::sensitive::Secret;
use casebook_core::sittings::{
    AnswerItemRequest, HandOver, HandOverRequest, Reply, TakeBackBy, TakeBackRequest, api,
};
use casebook_core::store::migrate;
use casebook_core::users::{Role, api::add_user};
use casebook_core::{Error, Session};
use chrono::{DateTime, Utc};
use rusqlite::Connection;
use std::collections::BTreeSet;

fn form(experience: Experience, why: &str, better: &str) -> FriendsAndFamilyForm {
    FriendsAndFamilyForm {
        experience: Some(experience),
        why: why.into(),
        better: better.into(),
    }
}

fn add(desk: &Desk, month: &str, cards: Vec<FriendsAndFamilyForm>) -> Result<u32, Error> {
    let month = month.into();
    let request = AddFriendsAndFamilyCardsRequest { month, cards };
    add_cards(&desk.register, &desk.session, &request).map(|view| view.added)
}

fn results(desk: &Desk) -> FriendsAndFamilyView {
    let request = FriendsAndFamilyRequest::default();
    friends_and_family(&desk.register, &desk.session, &request).unwrap()
}

fn hand(desk: &Desk, friends_and_family: bool) -> HandOver {
    let patient = desk.patient("Halina", "Nowak", "999 000 0018");
    let request = HandOverRequest {
        case_id: desk.case(patient),
        instruments: vec!["phq-9".into()],
        identity_checked: true,
        pin: Secret::new(""),
        friends_and_family,
    };
    let handed = api::hand_over(&desk.register, &desk.session, &request).unwrap();
    let answer = AnswerItemRequest {
        instrument: "phq-9".into(),
        item: "q1".into(),
        reply: Reply::Chosen,
        option: Some(1),
    };
    api::answer_item(&desk.register, &handed, &answer).unwrap();
    handed
}

fn rule(result: Result<impl Sized, Error>) -> String {
    match result.err().expect("it was refused") {
        Error::Refused { rule, .. } => rule.into(),
        Error::Invalid(fields) => format!("{}: {}", fields[0].field, fields[0].rule),
        other => format!("{:?}", other.code()),
    }
}

/// How many entries the journal has, reads that wait for theirs included.
fn entries(desk: &Desk) -> u32 {
    desk.register.verify(|_| true).unwrap().entries
}

/// Every table but the two, with how many rows it has and what stands in them.
fn everything_else(desk: &Desk) -> Vec<(String, Vec<String>)> {
    let read = |c: &Connection| -> rusqlite::Result<Vec<(String, Vec<String>)>> {
        let tables: Vec<String> = c
            .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> 'friends_and_family' ORDER BY name")?
            .query_map([], |r| r.get(0))?
            .collect::<Result<_, _>>()?;
        tables
            .into_iter()
            .map(|table| {
                let mut statement = c.prepare(&format!("SELECT * FROM {table}"))?;
                let columns = statement.column_count();
                let rows = statement
                    .query_map([], |row| {
                        let cells: Result<Vec<String>, _> = (0..columns)
                            .map(|n| row.get_ref(n).map(|cell| format!("{cell:?}")))
                            .collect();
                        Ok(cells?.join("|"))
                    })?
                    .collect::<Result<Vec<_>, _>>()?;
                Ok((table, rows))
            })
            .collect()
    };
    desk.register.read(|c| Ok(read(c).unwrap())).unwrap()
}

#[test]
fn the_table_of_answers_has_no_column_and_no_reference_that_could_lead_to_anybody() {
    let mut connection = Connection::open_in_memory().unwrap();
    migrate::bring_up(&mut connection).unwrap();
    let all = |sql: &str| -> Vec<String> {
        let mut statement = connection.prepare(sql).unwrap();
        let rows = statement.query_map([], |r| r.get(0)).unwrap();
        rows.map(Result::unwrap).collect()
    };
    assert_eq!(
        all("SELECT name FROM pragma_table_info('friends_and_family') ORDER BY cid"),
        ["month", "answer_key", "experience", "why", "better"]
    );
    // Without a rowid there is no number of arrival.
    assert_eq!(
        all("SELECT wr || '' FROM pragma_table_list WHERE name = 'friends_and_family'"),
        ["1"]
    );
    assert!(all("SELECT \"table\" FROM pragma_foreign_key_list('friends_and_family')").is_empty());
    // No index, trigger or view of any other table speaks of it.
    let speaking = "SELECT name FROM sqlite_schema WHERE sql LIKE '%friends_and_family%'";
    assert_eq!(all(speaking), ["friends_and_family"]);
    // A day is no month.
    let day = "INSERT INTO friends_and_family VALUES ('2026-11-20', zeroblob(16), 'good', '', '')";
    assert!(connection.execute(day, []).is_err());
}

#[test]
fn an_answer_on_the_device_is_kept_and_nothing_else_in_the_register_changes() {
    let desk = Desk::new();
    let handed = hand(&desk, true);
    let given = form(Experience::Good, "You listened.", "The chairs.");
    let give = |form: &FriendsAndFamilyForm| {
        api::give_friends_and_family_answer(&desk.register, &handed, form)
    };
    // The questionnaires come first.
    let shown = api::sitting(&desk.register, &handed).unwrap();
    assert_eq!(shown.friends_and_family, None);
    assert_eq!(rule(give(&given)), "sitting-open");
    let shown = api::finish_sitting(&desk.register, &handed).unwrap();
    let asked = shown.friends_and_family.expect("it is asked");
    assert_eq!(
        asked.question,
        "Overall, how was your experience of our service?"
    );
    assert_eq!(asked.options.len(), 6);
    assert_eq!(
        rule(give(&FriendsAndFamilyForm::default())),
        "experience: required"
    );

    let (before, counted) = (everything_else(&desk), entries(&desk));
    let shown = give(&given).unwrap();
    assert_eq!(shown.friends_and_family, None);
    assert_eq!(everything_else(&desk), before);
    assert_eq!(entries(&desk), counted);
    assert_eq!(rule(give(&given)), "not-offered");

    // Back with the clinician: neither the case nor the audit knows that anything was answered.
    let back = TakeBackRequest {
        by: TakeBackBy::Passphrase,
        name: String::new(),
        secret: Secret::new(PASSPHRASE),
    };
    api::take_back(&desk.register, &handed, &back).unwrap();
    let everything = format!("{:?}", everything_else(&desk));
    assert!(!everything.contains("You listened") && !everything.contains("very-good"));
    let kept: Vec<(String, String)> = desk
        .register
        .read(|c| {
            let mut statement = c
                .prepare("SELECT month, experience FROM friends_and_family")
                .unwrap();
            let rows = statement.query_map([], |r| Ok((r.get(0)?, r.get(1)?)));
            Ok(rows.unwrap().map(Result::unwrap).collect())
        })
        .unwrap();
    assert_eq!(kept, [("2026-11".to_owned(), "good".to_owned())]);
}

#[test]
fn it_is_asked_only_where_the_clinician_chose_so_and_the_audit_of_both_is_the_same() {
    let desk = Desk::new();
    let without = hand(&desk, false);
    let shown = api::finish_sitting(&desk.register, &without).unwrap();
    assert_eq!(shown.friends_and_family, None);
    let given = form(Experience::Good, "", "");
    let refused = api::give_friends_and_family_answer(&desk.register, &without, &given);
    assert_eq!(rule(refused), "not-offered");
    let said = |desk: &Desk| -> Vec<(String, String)> {
        let request = AuditRequest {
            limit: 100,
            ..AuditRequest::default()
        };
        let view = audit(&desk.register, &desk.session, &request).unwrap();
        view.rows.into_iter().map(|r| (r.what, r.detail)).collect()
    };
    let other = Desk::new();
    hand(&other, true);
    assert_eq!(said(&desk), said(&other));
}

#[test]
fn results_come_when_the_month_is_over_and_are_suppressed_under_five() {
    let desk = Desk::new();
    let at = |at: &str| desk.clock.set(at.parse::<DateTime<Utc>>().unwrap());
    for n in 0..4 {
        let why = format!("Reason {}", 4 - n);
        add(&desk, "2026-11", vec![form(Experience::VeryGood, &why, "")]).unwrap();
    }
    assert!(results(&desk).rows.iter().all(|r| !r.shown));
    at("2026-12-11T09:00:00Z");
    let view = results(&desk);
    let last = view.rows.last().unwrap();
    assert_eq!(
        (last.title.as_str(), last.shown, last.responses),
        ("November 2026", false, 0)
    );
    assert_eq!(last.why_not, "Fewer than 5 answers: not shown");
    assert!(view.why.is_empty() && view.total.is_none());

    // One more would show the month, and with it what the one was: five of them together, or none.
    let one = vec![form(Experience::Poor, "", "")];
    assert_eq!(rule(add(&desk, "2026-11", one)), "cards: too-few");
    let late = vec![form(Experience::DontKnow, "Late", "Parking"); 5];
    add(&desk, "2026-11", late).unwrap();
    let view = results(&desk);
    let last = view.rows.last().unwrap();
    assert_eq!(last.counts, [4, 0, 0, 0, 0, 5]);
    assert_eq!((last.responses, last.positive, last.negative), (9, 44, 0));
    assert_eq!(
        view.why[5..],
        ["Reason 1", "Reason 2", "Reason 3", "Reason 4"]
    );
    assert_eq!(view.better, vec!["Parking"; 5]);
}

/// Key and text of each answer, in the order in which they lie in the table.
fn rows(desk: &Desk) -> Vec<(Vec<u8>, String)> {
    desk.register
        .read(|c| {
            let mut statement = c
                .prepare("SELECT answer_key, why FROM friends_and_family")
                .unwrap();
            let rows = statement.query_map([], |r| Ok((r.get(0)?, r.get(1)?)));
            Ok(rows.unwrap().map(Result::unwrap).collect())
        })
        .unwrap()
}

#[test]
fn neither_key_nor_place_tells_in_which_order_the_answers_came() {
    let desk = Desk::new();
    let mut keys: BTreeSet<Vec<u8>> = BTreeSet::new();
    for n in 0..24 {
        let why = format!("{n:02}");
        add(&desk, "2026-11", vec![form(Experience::Good, &why, "")]).unwrap();
        let found = rows(&desk);
        assert_eq!(found.len(), n + 1);
        // Every key is new each time: an answer can't be followed from one copy of the file to the next by its key.
        for (key, _) in found {
            assert!(keys.insert(key), "a key was kept");
        }
    }
    let order: Vec<String> = rows(&desk).into_iter().map(|(_, why)| why).collect();
    let mut sorted = order.clone();
    sorted.sort();
    // Twenty-four answers lie in the order in which they came once in 6e23 times.
    assert_ne!(order, sorted);
    assert_eq!(sorted.len(), 24);
}

#[test]
fn every_account_may_look_which_is_audited_and_no_patient_may() {
    let desk = Desk::new();
    let guardian = new_user("Ms C. Guardian", Role::Guardian);
    let user = add_user(&desk.register, &desk.session, &guardian).unwrap();
    let session = Session {
        user: user.id,
        name: user.name,
        role: Role::Guardian,
        ..desk.session.clone()
    };
    let request = FriendsAndFamilyRequest::default();
    friends_and_family(&desk.register, &session, &request).unwrap();
    let by_whom = AuditRequest {
        user_id: Some(session.user),
        limit: 10,
        ..AuditRequest::default()
    };
    let view = audit(&desk.register, &desk.session, &by_whom).unwrap();
    let whats: Vec<&str> = view.rows.iter().map(|r| r.what.as_str()).collect();
    assert_eq!(whats, ["Friends and Family results looked at"]);

    let handed = hand(&desk, true);
    let refused = friends_and_family(&desk.register, handed.session(), &request);
    assert_eq!(rule(refused), "PatientMode");
    let cards = AddFriendsAndFamilyCardsRequest {
        month: "2026-11".into(),
        cards: vec![form(Experience::Good, "", "")],
    };
    let refused = add_cards(&desk.register, handed.session(), &cards);
    assert_eq!(rule(refused), "PatientMode");
}

#[test]
fn answers_outlive_the_lock_and_the_making_anew_of_all_lists() {
    let mut desk = Desk::new();
    add(&desk, "2026-10", vec![form(Experience::Good, "", ""); 6]).unwrap();
    desk.unlock_again();
    desk.register.rebuild(&desk.session).unwrap();
    assert!(desk.register.verify(|_| true).unwrap().faults.is_empty());
    assert_eq!(results(&desk).rows.last().unwrap().responses, 6);
}

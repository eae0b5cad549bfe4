//! A trust loads what is its own: a wording that it is licensed to show, figures of its own patients, a value set, a key.

use super::desk::{Desk, new_user};
use super::forms::{composed, fill, sheet, text};
use casebook_core::cases::api::CaseRequest;
use casebook_core::ids::{CaseId, RecordId};
use casebook_core::instruments::{Licence, catalogue, value_set};
use casebook_core::measures::api::{measures, record_measure, score_measure};
use casebook_core::measures::{
    MeasureForm, MeasureSeries, MeasuresView, RecordMeasureRequest, ScoreMeasureRequest,
};
use casebook_core::sensitive::Secret;
use casebook_core::sittings::api as at_the_device;
use casebook_core::sittings::{
    AnswerItemRequest, HandOverRequest, RecordSittingRequest, Reply, TakeBackBy, TakeBackRequest,
};
use casebook_core::trust_data::api::{
    check_trust_data, load_trust_data, trust_data, withdraw_trust_data,
};
use casebook_core::trust_data::{LoadTrustDataRequest, TrustDataView, WithdrawTrustDataRequest};
use casebook_core::users::Role;
use casebook_core::users::api::add_user;
use casebook_core::{Error, Session};

const WORDING: &str = include_str!("../../docs/trust-data/wording.toml");
const CHANGE: &str = include_str!("../../docs/trust-data/change-values.toml");
const KEY: &str = include_str!("../../docs/trust-data/key.toml");
const BEGUN: &str = include_str!("../../docs/trust-data/value-set.toml");

/// A made-up value set in which each level above the first takes `each` hundredths off.
pub(super) fn set(name: &str, each: u32) -> String {
    let mut states = String::from("profile,index\n");
    for state in value_set::states(catalogue::newest("eq-5d-5l").unwrap()) {
        let off: u32 = state
            .chars()
            .filter_map(|c| c.to_digit(10))
            .map(|d| d - 1)
            .sum();
        states.push_str(&format!("{state},0.{:02}\n", 99 - each * off));
    }
    let begun = BEGUN
        .replace("eq-5d-3l", "eq-5d-5l")
        .replace("Made-up value set, for trying out", name);
    let (head, _) = begun.split_once("states =").unwrap();
    format!("{head}states = '''\n{states}'''\n")
}

pub(super) fn load(desk: &Desk, text: &str) -> TrustDataView {
    let request = LoadTrustDataRequest { text: text.into() };
    load_trust_data(&desk.register, &desk.session, &request).unwrap()
}

fn withdraw(desk: &Desk, record_id: RecordId) -> TrustDataView {
    let request = WithdrawTrustDataRequest {
        record_id,
        reason: "The licence has ended".into(),
    };
    withdraw_trust_data(&desk.register, &desk.session, &request).unwrap()
}

pub(super) fn started() -> (Desk, CaseId) {
    let desk = Desk::new();
    let case = desk.case(desk.patient("Halina", "Nowak", "999 000 0018"));
    (desk, case)
}

pub(super) fn view(desk: &Desk, case_id: CaseId) -> MeasuresView {
    measures(&desk.register, &desk.session, &CaseRequest { case_id }).unwrap()
}

pub(super) fn series(view: &MeasuresView, instrument: &str) -> MeasureSeries {
    let found = view.series.iter().find(|s| s.instrument.id == instrument);
    found.unwrap().clone()
}

fn index(view: &MeasuresView, row: usize) -> String {
    let row = series(view, "eq-5d-5l").rows[row].clone();
    let found = row.scored.scores.into_iter().find(|s| s.scale == "index");
    found.map(|s| s.value).unwrap_or_default()
}

fn hand_over(
    desk: &Desk,
    case_id: CaseId,
    instruments: &[&str],
) -> Result<casebook_core::sittings::HandOver, Error> {
    let request = HandOverRequest {
        case_id,
        instruments: instruments.iter().map(|i| (*i).to_owned()).collect(),
        identity_checked: true,
        pin: Secret::new("4711"),
        friends_and_family: false,
    };
    at_the_device::hand_over(&desk.register, &desk.session, &request)
}

fn rule<T>(outcome: Result<T, Error>) -> String {
    match outcome.err().expect("it was refused") {
        Error::Refused { rule, .. } => rule.into(),
        Error::Invalid(faults) => format!("{}: {}", faults[0].field, faults[0].rule),
        other => format!("{:?}", other.code()),
    }
}

/// The record verifies, and every list is what the journal makes of it.
fn whole(desk: &Desk) {
    assert!(desk.register.verify(|_| true).unwrap().faults.is_empty());
    assert!(desk.register.differing_projections().unwrap().is_empty());
}

#[test]
fn licensed_wording_is_shown_on_entry_and_to_the_patient_and_old_sheets_keep_their_own() {
    let (desk, case) = started();
    fill(&desk, case, sheet("wsas", "02-Nov-2026", &[1; 5]));
    assert_eq!(
        rule(hand_over(&desk, case, &["wsas"])),
        "instruments: licence"
    );

    let loaded = load(&desk, WORDING);
    let row = &loaded.rows[0];
    assert_eq!(row.says, "Licensed wording for WSAS");
    assert_eq!(
        row.licence,
        "Example NHS Foundation Trust (made up), Licence 0000 (made up)"
    );
    assert!(row.loaded.starts_with("Dr A. Okafor, 20-Nov-2026"));
    assert!(!loaded.without_wording.contains(&"WSAS".to_owned()));

    let now = view(&desk, case);
    let wsas = now.catalogue.iter().find(|i| i.id == "wsas").unwrap();
    assert_eq!(wsas.licence, Licence::FullText);
    assert_eq!(wsas.items[0].text, "Made-up question about work");
    assert_eq!(wsas.items[0].options[2].label, "2 Made-up: slightly");
    assert_eq!(wsas.items[0].options[2].counts, Some(2));
    assert_eq!(wsas.credit, "© nobody: made-up wording, for trying out.");
    assert_eq!(wsas.preamble, "Made-up preamble: think of the last week.");
    // The sheet of before was filled in without it, and is shown so.
    let before = series(&now, "wsas").rows[0].shown_as.clone().unwrap();
    assert_eq!(
        (before.licence, before.items[0].text.as_str()),
        (Licence::ScoreOnly, "Work")
    );

    let handed = hand_over(&desk, case, &["wsas"]).unwrap();
    let shown = at_the_device::sitting(&desk.register, &handed).unwrap();
    assert_eq!(
        shown.sheets[0].items[4].text,
        "Made-up question about those who are close"
    );
    assert_eq!(
        shown.sheets[0].credit,
        "© nobody: made-up wording, for trying out."
    );
    for number in 1..=5 {
        let answer = AnswerItemRequest {
            instrument: "wsas".into(),
            item: format!("q{number}"),
            reply: Reply::Chosen,
            option: Some(4),
        };
        at_the_device::answer_item(&desk.register, &handed, &answer).unwrap();
    }
    at_the_device::finish_sitting(&desk.register, &handed).unwrap();
    let back = TakeBackRequest {
        by: TakeBackBy::Pin,
        name: String::new(),
        secret: Secret::new("4711"),
    };
    at_the_device::take_back(&desk.register, &handed, &back).unwrap();

    // A second edition, then the end of the licence: the sheet goes on showing what the patient saw.
    let second = WORDING.replace("about work", "about work, second edition");
    let loaded = load(&desk, &second);
    assert_eq!(loaded.rows.len(), 1);
    assert_eq!(
        loaded.rows[0].earlier.len(),
        1,
        "the first is named, and by whom"
    );
    let withdrawn = withdraw(&desk, loaded.rows[0].id);
    assert!(
        withdrawn.rows[0]
            .withdrawn
            .ends_with(": The licence has ended")
    );
    let now = view(&desk, case);
    let wsas = series(&now, "wsas");
    assert_eq!(wsas.instrument.licence, Licence::ScoreOnly);
    let own = wsas.rows[0].shown_as.clone().unwrap();
    assert_eq!(own.items[0].text, "Made-up question about work");
    assert_eq!(own.credit, "© nobody: made-up wording, for trying out.");
    assert_eq!(wsas.rows[1].shown_as, None);
    assert_eq!(wsas.rows[0].scored.scores[0].value, "20");
    assert_eq!(
        rule(hand_over(&desk, case, &["wsas"])),
        "instruments: licence"
    );
    whole(&desk);
}

#[test]
fn a_profile_answered_on_the_device_is_that_of_the_places_and_not_of_the_words() {
    let (desk, case) = started();
    load(&desk, &set("Made-up set A", 1));
    let head = set("Made-up wording", 1).replace("value-set", "wording");
    let (head, _) = head.split_once("states =").unwrap();
    let mut words = format!(
        "{head}credit = \"© nobody\"\n[options]\nlevel = [\"none\", \"slight\", \"moderate\", \"severe\", \"all\"]\n"
    );
    for number in 1..=6 {
        words.push_str(&format!(
            "[[items]]\nid = \"q{number}\"\ntext = \"Made-up {number}\"\n"
        ));
    }
    load(&desk, &words);
    let handed = hand_over(&desk, case, &["eq-5d-5l"]).unwrap();
    let shown = at_the_device::sitting(&desk.register, &handed).unwrap();
    let items = &shown.sheets[0].items;
    assert_eq!(
        (items[0].options[4].as_str(), items[0].number_to),
        ("all", None)
    );
    assert_eq!((items[5].options.len(), items[5].number_to), (0, Some(100)));
    for (number, option) in (1..).zip([0, 0, 1, 2, 1, 75]) {
        let answer = AnswerItemRequest {
            instrument: "eq-5d-5l".into(),
            item: format!("q{number}"),
            reply: Reply::Chosen,
            option: Some(option),
        };
        at_the_device::answer_item(&desk.register, &handed, &answer).unwrap();
    }
    at_the_device::finish_sitting(&desk.register, &handed).unwrap();
    let back = TakeBackRequest {
        by: TakeBackBy::Pin,
        name: String::new(),
        secret: Secret::new("4711"),
    };
    at_the_device::take_back(&desk.register, &handed, &back).unwrap();
    let now = view(&desk, case);
    let row = &series(&now, "eq-5d-5l").rows[0];
    let values: Vec<&str> = row.scored.scores.iter().map(|s| s.value.as_str()).collect();
    assert_eq!(values, ["75", "11232", "0.95 (Made-up set A)"]);
}

#[test]
fn a_questionnaire_that_was_begun_is_not_shown_again_when_its_wording_is_out_of_use() {
    let (desk, case) = started();
    let loaded = load(&desk, WORDING);
    let handed = hand_over(&desk, case, &["wsas"]).unwrap();
    let answer = AnswerItemRequest {
        instrument: "wsas".into(),
        item: "q1".into(),
        reply: Reply::Chosen,
        option: Some(4),
    };
    at_the_device::answer_item(&desk.register, &handed, &answer).unwrap();
    drop(handed);
    assert!(hand_over(&desk, case, &[]).is_ok());
    withdraw(&desk, loaded.rows[0].id);
    assert_eq!(rule(hand_over(&desk, case, &[])), "licence");
    let recorded = at_the_device::record_sitting(
        &desk.register,
        &desk.session,
        &RecordSittingRequest {
            case_id: case,
            draft_id: None,
        },
    );
    assert_eq!(recorded.unwrap().recorded.len(), 1);
}

#[test]
fn a_verdict_on_a_change_names_the_values_that_it_comes_from() {
    let (desk, case) = started();
    fill(
        &desk,
        case,
        sheet("core-10", "03-Nov-2026", &[2, 2, 2, 2, 2, 0, 2, 2, 2, 2]),
    );
    let twelve = sheet("core-10", "20-Nov-2026", &[1, 3, 3, 1, 1, 0, 1, 1, 2, 2]);
    let said = series(&fill(&desk, case, twelve), "core-10");
    assert!(
        said.reliable
            .starts_with("Reliably improved on CORE-10, 90 %: from 18 to 11"),
        "{}",
        said.reliable
    );
    assert!(said.reliable.ends_with("Couns Psychother Res 13:3-13."));

    let loaded = load(&desk, CHANGE);
    let row = loaded
        .change_values
        .iter()
        .find(|v| v.scale == "CORE-10")
        .unwrap();
    assert_eq!(
        (row.least.as_str(), row.level.as_str(), row.cut_off.as_str()),
        ("9.3", "95 %", "12")
    );
    assert!(row.set_by_trust);
    let said = series(&view(&desk, case), "core-10");
    assert_eq!(
        said.reliable,
        "No reliable change on CORE-10, 95 %: from 18 to 11, 7 lower; a change of 9.3 or more is reliable. Values set by this trust (Made-up outpatients, for trying out): Made-up sample of 400 outpatients; made up."
    );
    let band = said.chart.unwrap().error_band.unwrap();
    assert!(
        band.words.contains("Values set by this trust"),
        "{}",
        band.words
    );
    assert_eq!(
        said.rows[0].scored.scores[0].value, "11",
        "the score is what it was"
    );

    let withdrawn = withdraw(&desk, loaded.rows[0].id);
    assert!(withdrawn.change_values.iter().all(|v| !v.set_by_trust));
    assert!(
        series(&view(&desk, case), "core-10")
            .reliable
            .starts_with("Reliably improved")
    );
    whole(&desk);
}

#[test]
fn an_index_is_printed_with_the_name_of_its_value_set_and_stays_what_it_was() {
    let (desk, case) = started();
    let well = sheet("eq-5d-5l", "03-Nov-2026", &[0, 0, 1, 2, 1, 75]);
    assert_eq!(
        index(&fill(&desk, case, well.clone()), 0),
        "",
        "no set, no index"
    );
    load(&desk, &set("Made-up set A", 1));
    // Loaded afterwards: nothing is reckoned in silence for a sheet of before.
    assert_eq!(index(&view(&desk, case), 0), "");
    let second = MeasureForm {
        completed_on: "10-Nov-2026".into(),
        ..well.clone()
    };
    assert_eq!(index(&fill(&desk, case, second), 0), "0.95 (Made-up set A)");
    let loaded = load(&desk, &set("Made-up set B", 2));
    assert_eq!(loaded.rows[0].name, "Made-up set B");
    assert_eq!(index(&view(&desk, case), 0), "0.95 (Made-up set A)");
    let third = MeasureForm {
        completed_on: "20-Nov-2026".into(),
        ..well
    };
    let now = fill(&desk, case, third);
    assert_eq!(
        (index(&now, 0), index(&now, 1)),
        ("0.91 (Made-up set B)".into(), "0.95 (Made-up set A)".into())
    );
    let score = series(&now, "eq-5d-5l").rows[0]
        .scored
        .scores
        .last()
        .unwrap()
        .clone();
    assert!(
        score
            .arithmetic
            .starts_with("Looked up for the profile 11232 in the value set “Made-up set B”")
    );
    withdraw(&desk, loaded.rows[0].id);
    assert_eq!(index(&view(&desk, case), 0), "0.91 (Made-up set B)");
    whole(&desk);
}

#[test]
fn a_letter_prints_the_index_with_its_set_and_of_a_wording_no_more_than_before() {
    let (desk, case) = started();
    load(&desk, &set("Made-up set A", 1));
    load(&desk, WORDING);
    fill(
        &desk,
        case,
        sheet("eq-5d-5l", "20-Nov-2026", &[0, 0, 1, 2, 1, 75]),
    );
    fill(&desk, case, sheet("wsas", "20-Nov-2026", &[1; 5]));
    let letter = composed(&desk.register, &desk.session, case, "gp");
    let said = text(&letter, "assessment-scales");
    assert!(
        said.contains("EQ-5D-5L: Visual analogue scale: 75 of 100; Profile: 11232; Index: 0.95 (Made-up set A) on 20-Nov-2026"),
        "{said}"
    );
    assert!(said.contains("WSAS: 5 of 40"), "{said}");
    assert!(
        !serde_json::to_string(&letter)
            .unwrap()
            .contains("Made-up question")
    );
}

#[test]
fn a_key_of_the_trust_is_another_version_and_shares_no_line_with_the_other() {
    let (desk, case) = started();
    for day in ["01-Nov-2026", "02-Nov-2026"] {
        fill(&desk, case, sheet("iip-32", day, &[1; 32]));
    }
    let begun = sheet("iip-32", "20-Nov-2026", &[2; 32]);
    let before = series(&view(&desk, case), "iip-32");
    load(&desk, KEY);
    let now = view(&desk, case);
    let iip = now.catalogue.iter().find(|i| i.id == "iip-32").unwrap();
    assert_eq!(
        (iip.version.as_str(), iip.title.as_str()),
        ("uk-trust", "IIP-32 (UK)")
    );
    // What was scored by the other key stays as it was.
    let after = series(&now, "iip-32");
    assert_eq!(after.rows[0].scored, before.rows[0].scored);
    assert_eq!(
        (after.rows[0].title.as_str(), &after.chart),
        ("IIP-32", &before.chart)
    );

    // A sheet begun by the other key is not counted by this one.
    let request = RecordMeasureRequest {
        case_id: case,
        form: begun.clone(),
    };
    assert_eq!(
        rule(record_measure(&desk.register, &desk.session, &request)),
        "form: other-key"
    );
    let score = ScoreMeasureRequest {
        form: begun.clone(),
    };
    assert_eq!(
        rule(score_measure(&desk.register, &desk.session, &score)),
        "form: other-key"
    );
    let own = MeasureForm {
        version: "uk-trust".into(),
        ..begun
    };
    let now = fill(&desk, case, own);
    let iip = series(&now, "iip-32");
    assert_eq!(iip.rows.len(), 3);
    let labels: Vec<&str> = iip.rows[0]
        .scored
        .scores
        .iter()
        .map(|s| s.label.as_str())
        .collect();
    assert_eq!(labels[0], "Hard to be sociable");
    let chart = iip.chart.unwrap();
    assert_eq!(chart.points.len(), 1, "no line joins the two");
    assert!(chart.title.starts_with("IIP-32 (UK), "));
    assert_eq!(
        iip.change,
        "2 sheets by another key are listed; their scores are not compared with these."
    );
    assert_eq!(iip.rows[1].shown_as.clone().unwrap().version, "v1");
    // In the letter's table as well.
    let letter = composed(&desk.register, &desk.session, case, "gp");
    assert!(serde_json::to_string(&letter.content).is_ok());

    // The name of a key is used once: what a version means never changes.
    let corrected = KEY.replace("Made-up key", "Made-up key, corrected");
    let request = LoadTrustDataRequest {
        text: corrected.clone(),
    };
    assert_eq!(
        rule(load_trust_data(&desk.register, &desk.session, &request)),
        "version: used"
    );
    let loaded = load(&desk, &corrected.replace("uk-trust", "uk-trust-2"));
    assert_eq!(loaded.rows.len(), 2);
    let again = view(&desk, case);
    assert_eq!(
        again
            .catalogue
            .iter()
            .find(|i| i.id == "iip-32")
            .unwrap()
            .version,
        "uk-trust-2"
    );
    for row in loaded.rows {
        withdraw(&desk, row.id);
    }
    let now = series(&view(&desk, case), "iip-32");
    assert_eq!(now.instrument.version, "v1");
    assert_eq!(now.rows[0].scored.scores[0].label, "Hard to be sociable");
    whole(&desk);
}

#[test]
fn whoever_keeps_accounts_loads_and_withdraws_and_all_staff_may_look() {
    let (desk, _) = started();
    let loaded = load(&desk, WORDING);
    let request = LoadTrustDataRequest {
        text: CHANGE.into(),
    };
    let taken = WithdrawTrustDataRequest {
        record_id: loaded.rows[0].id,
        reason: "The licence has ended".into(),
    };
    for (number, role) in (1..).zip(Role::ALL) {
        let user = add_user(
            &desk.register,
            &desk.session,
            &new_user(&format!("Dr {number}"), role),
        )
        .unwrap();
        let session = Session {
            user: user.id,
            name: user.name.clone(),
            role,
            mode: desk.session.mode,
        };
        let seen = trust_data(&desk.register, &session).unwrap();
        assert_eq!(
            (seen.rows.len(), seen.may_change),
            (1, role.keeps_accounts()),
            "{role:?}"
        );
        assert!(check_trust_data(&desk.register, &session, &request).is_ok());
        if !role.keeps_accounts() {
            assert_eq!(
                rule(load_trust_data(&desk.register, &session, &request)),
                "NotAllowed",
                "{role:?}"
            );
            assert_eq!(
                rule(withdraw_trust_data(&desk.register, &session, &taken)),
                "NotAllowed",
                "{role:?}"
            );
        }
    }
    let checked = check_trust_data(
        &desk.register,
        &desk.session,
        &LoadTrustDataRequest {
            text: WORDING.replace("for trying out\"\nsource", "second\"\nsource"),
        },
    )
    .unwrap();
    assert_eq!(checked.replaces, "Made-up wording, for trying out");
    assert_eq!(
        trust_data(&desk.register, &desk.session)
            .unwrap()
            .rows
            .len(),
        1,
        "a check keeps nothing"
    );
}

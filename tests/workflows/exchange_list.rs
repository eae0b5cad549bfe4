//! A trust's referral list becomes new cases: by the mapping of the documentation, all rows or none, every fault by line
//! and column.

use super::desk::{Desk, new_user};
use casebook_core::Error;
use casebook_core::cases::api::{CaseRequest, caseload, open_case};
use casebook_core::cases::{CaseView, CaseloadRequest, ReferralSource, Urgency};
use casebook_core::error::FieldError;
use casebook_core::exchange::ListOutcome;
use casebook_core::exchange::api::{check_list, import_list};
use casebook_core::users::Role;
use casebook_core::users::api::add_user;

fn block(kind: &str) -> &'static str {
    let page = include_str!("../../docs/exchange.md");
    let text = page.split(&format!("```{kind}\n")).nth(1).unwrap();
    text.split("```").next().unwrap()
}

/// The list and the mapping of the documentation.
fn example() -> (&'static str, &'static str) {
    (block("csv"), block("toml"))
}

fn takes(desk: &Desk, list: &[u8], mapping: &str) -> Result<ListOutcome, Error> {
    import_list(&desk.register, &desk.session, list, mapping)
}

fn faults(outcome: Result<ListOutcome, Error>) -> Vec<FieldError> {
    match outcome {
        Err(Error::Invalid(faults)) => faults,
        other => panic!("{other:?}"),
    }
}

fn told(outcome: Result<ListOutcome, Error>) -> Vec<(String, String)> {
    faults(outcome)
        .into_iter()
        .map(|f| (f.field, f.rule))
        .collect()
}

fn said(place: &str, rule: &str) -> (String, String) {
    (place.to_owned(), rule.to_owned())
}

fn case_of(desk: &Desk, name: &str) -> CaseView {
    let request = CaseloadRequest {
        text: name.into(),
        ..CaseloadRequest::default()
    };
    let found = caseload(&desk.register, &desk.session, &request).unwrap();
    assert_eq!(found.rows.len(), 1, "{name}");
    let request = CaseRequest {
        case_id: found.rows[0].id,
    };
    open_case(&desk.register, &desk.session, &request).unwrap()
}

fn entries(desk: &Desk) -> u32 {
    desk.register.verify(|_| true).unwrap().entries
}

#[test]
fn the_documented_list_comes_in_by_the_documented_mapping() {
    let desk = Desk::new();
    let (list, mapping) = example();
    let before = entries(&desk);
    let looked = check_list(&desk.register, &desk.session, list.as_bytes(), mapping).unwrap();
    assert_eq!((looked.outcome.cases, looked.outcome.written), (3, false));
    assert_eq!(entries(&desk), before);
    let done = takes(&desk, list.as_bytes(), mapping).unwrap();
    assert_eq!(done.outcome.new_patients, 3);
    assert!(done.outcome.written);
    assert_eq!(done.unmapped, ["Bed"]);

    let morag = case_of(&desk, "abernethy");
    assert_eq!(morag.banner.name, "ABERNETHY, Morag (Mrs)");
    assert_eq!(morag.banner.nhs_number, "999 300 1007");
    assert!(morag.banner.born.starts_with("03-Apr-1961"));
    assert_eq!(morag.form.source, ReferralSource::Ward);
    assert_eq!(morag.form.urgency, Urgency::Urgent);
    assert_eq!(morag.form.received_on, "18-Nov-2026");
    assert_eq!(morag.form.referrer.role, "Cardiology registrar");
    assert_eq!(morag.form.people[0].name, "Dr A. Okafor");
    let sian = case_of(&desk, "siân");
    assert_eq!(sian.form.urgency, Urgency::Emergency);
    assert_eq!(
        sian.form.reason,
        "Seen after an overdose.\nSaid: \"I was tired of it.\" Please assess."
    );
    let idris = case_of(&desk, "featherstone");
    assert_eq!(idris.form.urgency, Urgency::Routine);
    assert_eq!(idris.banner.nhs_number, "Not Known");
    assert!(idris.form.reason.starts_with("=SUM(A1) was"));
    assert!(desk.register.verify(|_| true).unwrap().faults.is_empty());

    // The same list again: whoever has a number is known, and has this case.
    let again = told(takes(&desk, list.as_bytes(), mapping));
    assert_eq!(
        again,
        [
            said("line 2, column “Date received”", "already-there"),
            said("line 3, column “Date received”", "already-there"),
            said("line 5", "duplicate"),
        ]
    );
}

#[test]
fn every_fault_is_told_by_line_and_column_and_nothing_of_the_cells_is_repeated() {
    let desk = Desk::new();
    let (list, mapping) = example();
    let before = entries(&desk);
    let wrong = list
        .replace("29/02/1988", "29/02/1987")
        .replace("A&E", "Theatre 9")
        .replace("A81001", "PARK1")
        .replace("9993001074", "9993001075")
        .replace("19/11/2026,GP letter", "19/11/2027,GP letter")
        .replace("Featherstone", "  ");
    let found = faults(takes(&desk, wrong.as_bytes(), mapping));
    let all: Vec<_> = found
        .iter()
        .map(|f| (f.field.clone(), f.rule.clone()))
        .collect();
    assert_eq!(
        all,
        [
            said("line 2, column “Practice code”", "ods"),
            said("line 3, column “NHS No”", "modulus-11"),
            said("line 3, column “DOB”", "date"),
            said("line 3, column “From”", "word"),
            said("line 5, column “Surname”", "required"),
            said("line 5, column “Date received”", "future"),
        ]
    );
    for fault in &found {
        for cell in ["1987", "Theatre", "PARK1", "9993001075", "2027"] {
            assert!(!fault.message.contains(cell), "{fault:?}");
        }
    }
    assert_eq!(entries(&desk), before, "nothing is written");

    let row = list.lines().nth(1).unwrap();
    let twice = format!("{list}{row}\n");
    assert_eq!(
        told(takes(&desk, twice.as_bytes(), mapping)),
        [said("line 6, column “Date received”", "already-there")]
    );
    let differs = format!("{list}{}\n", row.replace("Morag", "Morna"));
    let found = faults(takes(&desk, differs.as_bytes(), mapping));
    assert_eq!(
        (found[0].field.as_str(), found[0].rule.as_str()),
        ("line 6", "differs")
    );
    assert!(found[0].message.contains("in line 2 with"), "{found:?}");
    let short = format!("{list}1,2,3\n,,,,,,,,,,,,,,,,,,,,,\n");
    assert_eq!(
        told(takes(&desk, short.as_bytes(), mapping)),
        [said("line 6", "columns")]
    );
    let open = list.replace("\"I was", "I was");
    assert_eq!(
        told(takes(&desk, open.as_bytes(), mapping))[0].1,
        "quotation-mark"
    );
}

#[test]
fn separators_ends_of_lines_and_encodings_are_read_as_they_are() {
    let (list, mapping) = example();
    for sign in [";", "\t"] {
        let desk = Desk::new();
        // The only commas within cells of the example are in its last row.
        let other = list
            .replace(", all tests", " and tests")
            .replace(',', sign)
            .replace('\n', "\r\n");
        let done = takes(&desk, format!("\u{feff}{other}").as_bytes(), mapping).unwrap();
        assert_eq!(done.outcome.cases, 3);
    }
    let desk = Desk::new();
    let windows: Vec<u8> = list
        .chars()
        .map(|c| match c {
            'Ō' => b'O',
            '’' => 0x92,
            c => u8::try_from(u32::from(c)).unwrap(),
        })
        .collect();
    let refused = faults(takes(&desk, &windows, mapping));
    assert_eq!(refused[0].rule, "utf-8");
    assert!(refused[0].message.contains("windows-1252"));
    let said_so = mapping.replace("\"utf-8\"", "\"windows-1252\"");
    takes(&desk, &windows, &said_so).unwrap();
    assert_eq!(case_of(&desk, "o’brien").banner.name, "O’BRIEN, Siân (Ms)");
    assert_eq!(
        faults(takes(&desk, list.as_bytes(), &said_so))[0].rule,
        "encoding"
    );
}

#[test]
fn a_list_without_headings_or_with_another_mapping_tells_nothing_of_its_people() {
    let desk = Desk::new();
    let (list, mapping) = example();
    let bare = list.split_once('\n').unwrap().1;
    for fault in faults(takes(&desk, bare.as_bytes(), mapping)) {
        assert_eq!(
            (fault.field.as_str(), fault.rule.as_str()),
            ("line 1", "missing")
        );
        assert!(!fault.message.contains("Abernethy"));
    }
    for (empty, rule) in [("", "required"), (list.lines().next().unwrap(), "required")] {
        assert_eq!(
            faults(takes(&desk, empty.as_bytes(), mapping))[0].rule,
            rule
        );
    }
    let guardian = new_user("Ms G. Keeper", Role::Guardian);
    add_user(&desk.register, &desk.session, &guardian).unwrap();
    let mut session = desk.session.clone();
    session.role = Role::Guardian;
    assert!(matches!(
        import_list(&desk.register, &session, list.as_bytes(), mapping),
        Err(Error::NotAllowed { .. })
    ));
}

#[test]
fn two_thousand_mutilated_lists_are_taken_whole_or_refused_with_faults() {
    let desk = Desk::new();
    let (list, mapping) = example();
    let before = entries(&desk);
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut next = |below: usize| {
        // Xorshift: the same mutilations at every run.
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % u64::try_from(below).unwrap()).unwrap()
    };
    let signs = *b"\",;\t\n\r=0 Z/\x00\x80\xc3\xff";
    let (mut whole, mut refused) = (0, 0);
    for _ in 0..2_000 {
        let mut bytes = list.as_bytes().to_vec();
        for _ in 0..=next(3) {
            let at = next(bytes.len());
            match next(4) {
                0 => bytes[at] = signs[next(signs.len())],
                1 => bytes.insert(at, signs[next(signs.len())]),
                2 => drop(bytes.remove(at)),
                _ => {
                    let end = (at + next(60)).min(bytes.len());
                    let piece: Vec<u8> = bytes.drain(at..end).collect();
                    let to = next(bytes.len());
                    bytes.splice(to..to, piece);
                }
            }
        }
        match check_list(&desk.register, &desk.session, &bytes, mapping) {
            Ok(outcome) => {
                assert!((1..=4).contains(&outcome.outcome.cases));
                whole += 1;
            }
            Err(Error::Invalid(faults)) => {
                assert!(!faults.is_empty());
                assert!(
                    faults.iter().all(|f| f.field == "file"
                        || f.field == "cases"
                        || f.field.starts_with("line ")),
                    "{faults:?}"
                );
                refused += 1;
            }
            Err(other) => panic!("{other:?}"),
        }
    }
    assert!(
        whole > 100 && refused > 100,
        "{whole} whole, {refused} refused"
    );
    assert_eq!(entries(&desk), before);
}

//! The shortest main job: a patient, a case, a formulation that saves itself, a signed letter to the GP.

use super::desk::{Desk, PASSPHRASE, five_ps, noon, signing};
use super::forms::{composed, fill, record_care, sheet, text};
use casebook_core::cases::api::{CaseRequest, list_drafts, open_case, save_draft};
use casebook_core::clock::FixedClock;
use casebook_core::formulations::FormulationForm;
use casebook_core::formulations::api::{FormulationRequest, formulation, sign_formulation};
use casebook_core::letters::api::{
    ComposeLetterRequest, LetterRequest, PreviewLetterRequest, SignLetterRequest, compose_letter,
    letter_copy, letter_pdf, letters, preview_letter, sha256, sign_letter,
};
use casebook_core::measures::api::withdraw_measure;
use casebook_core::record::SaveDraftRequest;
use casebook_core::sensitive::Secret;
use casebook_core::signed::WithdrawRequest;
use casebook_core::{Error, Register};
use std::sync::Arc;

#[test]
fn a_formulation_saves_itself_survives_a_kill_is_signed_and_goes_to_the_gp() {
    let desk = Desk::new();
    let patient = desk.patient("Halina", "Nowak", "999 000 0018");
    let case = desk.case(patient);
    let typed = five_ps("Chest pain and exhaustion, most days");
    let draft = SaveDraftRequest {
        kind: "formulation:five-ps".into(),
        patient_id: None,
        case_id: Some(case),
        base: None,
        state: serde_json::to_value(&typed).unwrap(),
    };
    save_draft(&desk.register, &desk.session, &draft).unwrap();

    // The battery goes flat. After unlocking the form is as it was.
    let (_folder, layout, session) = desk.drop_dead();
    let clock = Arc::new(FixedClock::new(noon()));
    let (register, session) =
        Register::unlock(&layout, session.user, &Secret::new(PASSPHRASE), clock).unwrap();
    assert!(register.warnings().is_empty(), "{:?}", register.warnings());
    let found = list_drafts(&register, &session).unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].patient_name, "NOWAK, Halina (Ms)");
    let view = formulation(
        &register,
        &session,
        &FormulationRequest {
            case_id: case,
            definition: "five-ps".into(),
        },
    )
    .unwrap();
    let kept: FormulationForm = serde_json::from_value(view.draft.unwrap().state).unwrap();
    assert_eq!(kept, typed);

    let signed = sign_formulation(
        &register,
        &session,
        &signing(case, None, "Chest pain and exhaustion, most days"),
    )
    .unwrap();
    assert_eq!(signed.versions.len(), 1);
    assert!(
        signed.versions[0]
            .provenance
            .signed
            .starts_with("Dr A. Okafor, 20-Nov-2026")
    );
    assert!(
        signed.draft.is_none(),
        "the draft is done once it is signed"
    );

    let request = ComposeLetterRequest {
        case_id: case,
        kind: "gp".into(),
        afresh: false,
        puts_right: None,
    };
    let mut composed = compose_letter(&register, &session, &request).unwrap();
    let text = |id: &str, c: &casebook_core::letters::LetterContent| {
        c.sections.iter().find(|s| s.id == id).unwrap().text.clone()
    };
    assert!(text("clinical-summary", &composed.content).contains("Chest pain and exhaustion"));
    assert!(text("formulation", &composed.content).contains("Rest for two days"));
    assert!(text("patient-view", &composed.content).contains("When pain comes I stop"));
    assert_eq!(
        text("allergies", &composed.content),
        "Allergies not recorded."
    );
    assert!(
        !composed
            .content
            .sections
            .iter()
            .any(|s| s.text.contains("Early history"))
    );
    assert!(
        composed
            .left_out
            .iter()
            .any(|l| l.what.contains("what made it possible"))
    );

    composed
        .content
        .sections
        .iter_mut()
        .find(|s| s.id == "actions-professionals")
        .unwrap()
        .text = "- GP to stop repeating troponin unless the pain changes".into();
    let preview = preview_letter(
        &register,
        &session,
        &PreviewLetterRequest {
            case_id: case,
            content: composed.content.clone(),
        },
    )
    .unwrap();
    assert!(preview.starts_with(b"%PDF-"));
    let row = sign_letter(
        &register,
        &session,
        &SignLetterRequest {
            case_id: case,
            content: composed.content,
            as_it_stands: false,
            puts_right: None,
            submission: Default::default(),
        },
    )
    .unwrap();
    assert_eq!(
        (
            row.recipient.as_str(),
            row.dated_on.as_str(),
            row.saved.as_str()
        ),
        ("Dr S. Rahman", "20-Nov-2026", "")
    );
    let pdf = letter_pdf(&register, &session, &LetterRequest { letter_id: row.id }).unwrap();
    assert_eq!(sha256(&pdf), row.sha256);
    assert_ne!(pdf, preview, "a preview says that it is a draft");

    let copy = letter_copy(
        &register,
        &session,
        &LetterRequest { letter_id: row.id },
        "a folder",
    )
    .unwrap();
    assert_eq!(copy, pdf, "the copy is the letter exactly as signed");
    let rows = letters(&register, &session, &CaseRequest { case_id: case }).unwrap();
    assert!(
        rows[0].saved.starts_with("20-Nov-2026"),
        "the copy that left is on record"
    );

    let overview = open_case(&register, &session, &CaseRequest { case_id: case }).unwrap();
    assert_eq!(overview.banner.nhs_number, "999 000 0018");
    assert_eq!(overview.formulation.unwrap().shared, "Shared 20-Nov-2026");
    let what: Vec<&str> = overview.timeline.iter().map(|t| t.what.as_str()).collect();
    assert_eq!(
        what,
        [
            "Letter signed",
            "Letter recorded",
            "Formulation signed",
            "Formulation recorded",
            "Case recorded"
        ]
    );
    let verdict = register.verify(|_| true).unwrap();
    assert!(verdict.faults.is_empty(), "{:?}", verdict.faults);
}

#[test]
fn a_letter_with_a_character_that_no_font_has_is_stopped_and_named_and_nothing_is_kept() {
    let desk = Desk::new();
    let case = desk.case(desk.patient("Halina", "Nowak", ""));
    let request = ComposeLetterRequest {
        case_id: case,
        kind: "gp".into(),
        afresh: false,
        puts_right: None,
    };
    let mut composed = compose_letter(&desk.register, &desk.session, &request).unwrap();
    composed.content.sections[0].text = "Seen with 你好".into();
    let refused = sign_letter(
        &desk.register,
        &desk.session,
        &SignLetterRequest {
            case_id: case,
            content: composed.content,
            as_it_stands: false,
            puts_right: None,
            submission: Default::default(),
        },
    );
    assert!(
        matches!(&refused, Err(Error::Letter { message }) if message.contains("U+4F60")),
        "{refused:?}"
    );
    assert!(
        letters(
            &desk.register,
            &desk.session,
            &CaseRequest { case_id: case }
        )
        .unwrap()
        .is_empty()
    );
}

#[test]
fn a_letter_without_a_recipient_names_the_field() {
    let desk = Desk::new();
    let case = desk.case(desk.patient("Halina", "Nowak", ""));
    let request = ComposeLetterRequest {
        case_id: case,
        kind: "gp".into(),
        afresh: false,
        puts_right: None,
    };
    let mut composed = compose_letter(&desk.register, &desk.session, &request).unwrap();
    composed.content.recipient.name.clear();
    let refused = sign_letter(
        &desk.register,
        &desk.session,
        &SignLetterRequest {
            case_id: case,
            content: composed.content,
            as_it_stands: false,
            puts_right: None,
            submission: Default::default(),
        },
    );
    assert!(matches!(&refused, Err(Error::Invalid(f)) if f[0].field == "recipient.name"));
}

#[test]
fn a_draft_letter_tells_when_the_record_has_moved_on() {
    let desk = Desk::new();
    let case = desk.case(desk.patient("Halina", "Nowak", ""));
    let request = ComposeLetterRequest {
        case_id: case,
        kind: "gp".into(),
        afresh: false,
        puts_right: None,
    };
    let composed = compose_letter(&desk.register, &desk.session, &request).unwrap();
    let draft = SaveDraftRequest {
        kind: "letter:gp".into(),
        patient_id: None,
        case_id: Some(case),
        base: None,
        state: serde_json::to_value(&composed.content).unwrap(),
    };
    save_draft(&desk.register, &desk.session, &draft).unwrap();
    let moved = |desk: &Desk| {
        let again = compose_letter(&desk.register, &desk.session, &request).unwrap();
        assert!(again.draft.is_some());
        (again.moved.clone(), again)
    };
    assert!(moved(&desk).0.is_empty());
    let first = desk.sign(case, None, "New understanding");
    let (said, again) = moved(&desk);
    assert!(said.is_empty());
    assert!(
        text(&again, "clinical-summary").contains("New understanding"),
        "what nobody edited says what the record says"
    );
    let mut edited = again.content.clone();
    let summary = edited
        .sections
        .iter_mut()
        .find(|s| s.id == "clinical-summary")
        .unwrap();
    summary.text = "In my own words.".into();
    let draft = SaveDraftRequest {
        state: serde_json::to_value(&edited).unwrap(),
        ..draft
    };
    save_draft(&desk.register, &desk.session, &draft).unwrap();
    assert!(moved(&desk).0.is_empty());
    desk.sign(case, Some(first.versions[0].revision), "Newer still");
    let (said, again) = moved(&desk);
    assert_eq!(said, ["Clinical summary"]);
    assert_eq!(text(&again, "clinical-summary"), "In my own words.");
    let afresh = ComposeLetterRequest {
        afresh: true,
        ..request
    };
    let fresh = compose_letter(&desk.register, &desk.session, &afresh).unwrap();
    assert!(
        fresh
            .content
            .sections
            .iter()
            .any(|s| s.text.contains("Newer still"))
    );
}

#[test]
fn a_letter_is_not_signed_over_a_record_that_says_something_else_by_now() {
    let desk = Desk::new();
    let case = desk.case(desk.patient("Halina", "Nowak", ""));
    let filled = fill(&desk, case, sheet("gad-7", "20-Nov-2026", &[3; 7]));
    let composed = composed(&desk.register, &desk.session, case, "gp");
    assert!(text(&composed, "assessment-scales").contains("21 of 21"));
    let wrong = WithdrawRequest {
        case_id: case,
        record_id: filled.series[0].rows[0].id,
        reason: "Another patient’s sheet".into(),
    };
    withdraw_measure(&desk.register, &desk.session, &wrong).unwrap();
    let mut request = SignLetterRequest {
        case_id: case,
        content: composed.content,
        as_it_stands: false,
        puts_right: None,
        submission: Default::default(),
    };
    let refused = sign_letter(&desk.register, &desk.session, &request);
    assert!(
        matches!(
            &refused,
            Err(Error::Refused {
                rule: "record-changed",
                ..
            })
        ),
        "{refused:?}"
    );
    request.as_it_stands = true;
    sign_letter(&desk.register, &desk.session, &request).unwrap();
}

#[test]
fn there_is_no_plan_to_print_before_one_is_signed() {
    let desk = Desk::new();
    let case_id = desk.case(desk.patient("Halina", "Nowak", ""));
    let request = ComposeLetterRequest {
        case_id,
        kind: "safety-plan".into(),
        afresh: false,
        puts_right: None,
    };
    let refused = compose_letter(&desk.register, &desk.session, &request);
    assert!(matches!(
        refused,
        Err(Error::Refused {
            rule: "nothing-to-print",
            ..
        })
    ));
}

#[test]
fn an_emptied_section_never_says_that_the_record_has_nothing() {
    let desk = Desk::new();
    let patient = desk.patient("Halina", "Nowak", "");
    let case_id = desk.case(patient);
    record_care(&desk.register, &desk.session, patient);
    let mut content = composed(&desk.register, &desk.session, case_id, "gp").content;
    for section in &mut content.sections {
        section.text.clear();
    }
    let request = SignLetterRequest {
        case_id,
        content,
        as_it_stands: true,
        puts_right: None,
        submission: Default::default(),
    };
    let Err(Error::Invalid(faults)) = sign_letter(&desk.register, &desk.session, &request) else {
        panic!("an emptied letter was signed");
    };
    assert!(
        faults.iter().any(|f| f.field == "sections.allergies"),
        "{faults:?}"
    );
}

#[test]
fn a_letter_of_another_case_or_without_its_sections_is_not_signed_even_as_it_stands() {
    let desk = Desk::new();
    let mine = desk.case(desk.patient("Halina", "Nowak", "999 000 0018"));
    let theirs = desk.case(desk.patient("Ada", "Okoro", "999 000 0026"));
    let content = composed(&desk.register, &desk.session, theirs, "gp").content;
    let mut bare = composed(&desk.register, &desk.session, mine, "gp").content;
    bare.sections.retain(|s| s.id != "allergies");
    for content in [content, bare] {
        let request = SignLetterRequest {
            case_id: mine,
            content,
            as_it_stands: true,
            puts_right: None,
            submission: Default::default(),
        };
        let refused = sign_letter(&desk.register, &desk.session, &request);
        assert!(
            matches!(
                refused,
                Err(Error::Refused {
                    rule: "another-letter",
                    ..
                })
            ),
            "{refused:?}"
        );
    }
}

//! `casebookctl sheet` as it is run: blank without a register, or with a patient's name out of one.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

mod run;

use run::{Copy, extracted, run, run_in, text};

#[test]
fn a_blank_sheet_needs_no_register_and_is_the_same_twice() {
    let folder = tempfile::tempdir().unwrap();
    let made = run_in(folder.path(), &["sheet", "phq-9", "--out", "one.pdf"], None);
    assert_eq!(
        (made.code, made.out.as_str()),
        (0, "Blank PHQ-9: one.pdf\n")
    );
    let again = run_in(
        folder.path(),
        &["sheet", "phq-9", "--out", "two.pdf", "--json"],
        None,
    );
    let said = again.json();
    assert_eq!(
        (&said["file"], &said["instrument"]),
        (&"two.pdf".into(), &"phq-9".into())
    );
    assert_eq!(said["version"], "v1");
    let bytes = |name: &str| std::fs::read(folder.path().join(name)).unwrap();
    assert_eq!(bytes("one.pdf"), bytes("two.pdf"));
    let printed = extracted(&folder.path().join("one.pdf"));
    for wanted in [
        "Name",
        "Date of birth",
        "Date filled in",
        "Little interest or pleasure in doing things",
        "Page 1 of 1",
    ] {
        assert!(printed.contains(wanted), "{wanted}: {printed}");
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let file = std::fs::metadata(folder.path().join("one.pdf")).unwrap();
        assert_eq!(file.permissions().mode() & 0o777, 0o600);
    }
    // Nothing is overwritten.
    run_in(folder.path(), &["sheet", "phq-9", "--out", "one.pdf"], None).refused("refused");
}

#[test]
fn what_may_not_be_printed_is_refused_with_the_reason_and_leaves_no_file() {
    let folder = tempfile::tempdir().unwrap();
    for (instrument, why) in [
        ("pss", "at second hand only"),
        ("hads", "its wording is not in this program"),
    ] {
        let ran = run_in(
            folder.path(),
            &["sheet", instrument, "--out", "a.pdf", "--json"],
            None,
        );
        ran.refused_as_json("refused");
        let view: serde_json::Value = serde_json::from_str(&ran.err).unwrap();
        assert_eq!(view["rule"], "not-on-paper");
        let message = view["message"].as_str().unwrap();
        assert!(
            message.contains(why) && message.contains("owner’s own paper form"),
            "{message}"
        );
    }
    run_in(folder.path(), &["sheet", "phq-8", "--out", "a.pdf"], None).refused("invalid");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    assert_eq!(
        run(&["sheet", "phq-9"], None).code,
        2,
        "a file has to be named"
    );
}

#[test]
fn for_a_case_every_page_bears_the_patient_and_the_audit_says_where_it_went() {
    let register = Copy::new();
    let case = register.case("khatun");
    let out = register.path("core-om.pdf");
    let made = register.run(&["sheet", "core-om", "--case", &case, "--out", text(&out)]);
    assert_eq!(made.code, 0, "{}", made.err);
    let printed = extracted(&out);
    let pages: Vec<&str> = printed
        .split('\u{c}')
        .filter(|p| !p.trim().is_empty())
        .collect();
    assert_eq!(pages.len(), 3);
    for page in pages {
        assert!(
            page.contains("KHĀTUN") && page.contains("999 ") && page.contains("Made-up case"),
            "{page}"
        );
    }
    let left = register
        .run(&["audit", "--left", "--limit", "1", "--json"])
        .json();
    let newest = &left["rows"][0];
    assert_eq!(newest["what"], "Blank sheet with the patient’s name saved");
    assert_eq!(
        (&newest["case_id"], &newest["detail"]),
        (&case.as_str().into(), &text(&out).into())
    );
    // A case that is not there takes no place on the disk.
    let nowhere = register.path("none.pdf");
    let nobodys = "0".repeat(case.len());
    register
        .run(&[
            "sheet",
            "phq-9",
            "--case",
            &nobodys,
            "--out",
            text(&nowhere),
        ])
        .refused("not-found");
    assert!(!nowhere.exists());
}

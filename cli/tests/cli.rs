//! `casebookctl` as it is run: the built binary, real registers in temporary folders, exit codes and both outputs.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

mod run;

use run::{Copy, extracted, run, run_in, text};
use serde_json::Value;
use std::path::Path;

const STRONG: &str = "gravel teapot lighthouse moth";

#[test]
fn a_register_is_set_up_listed_added_to_and_opened_again_by_its_recovery_key() {
    let folder = tempfile::tempdir().unwrap();
    let register = folder.path().join("r");
    let register = text(&register);
    let passphrase = folder.path().join("passphrase");
    std::fs::write(&passphrase, format!("{STRONG}\n")).unwrap();
    let file = text(&passphrase);
    let init = [
        "init",
        "--register",
        register,
        "--user",
        "Dr A. Example",
        "--role",
        "consultant",
        "--json",
    ];

    run(&init, Some("password1234")).refused_as_json("invalid");
    let made = run(&[&init[..], &["--passphrase-file", file]].concat(), None).json();
    assert_eq!(made["recovery_key"].as_str().unwrap().len(), 39);
    run(&init[..7], Some(STRONG)).refused("refused");

    let theirs = folder.path().join("theirs");
    std::fs::write(&theirs, "harbour violin cactus seventeen").unwrap();
    let door = ["--register", register, "--passphrase-file", file];
    let add = [
        "users",
        "add",
        "--name",
        "Dr R. Other",
        "--role",
        "trainee",
        "--new-passphrase-file",
        text(&theirs),
    ];
    assert_eq!(run(&[&add[..], &door].concat(), None).code, 0);
    // Two accounts: somebody must be named now.
    run(&[&["users", "list"][..], &door].concat(), None).refused("invalid");
    let listed = run(
        &[&["users", "list", "--json", "--user", "example"][..], &door].concat(),
        None,
    )
    .json();
    assert_eq!(listed[1]["name"], "Dr R. Other");

    let key = folder.path().join("key");
    std::fs::write(&key, made["recovery_key"].as_str().unwrap()).unwrap();
    let reset = [
        "users",
        "reset",
        "--register",
        register,
        "--user",
        "other",
        "--recovery-key-file",
        text(&key),
    ];
    let fresh = folder.path().join("fresh");
    std::fs::write(&fresh, "walnut ferry trombone eleven").unwrap();
    assert_eq!(
        run(
            &[&reset[..], &["--new-passphrase-file", text(&fresh)]].concat(),
            None
        )
        .code,
        0
    );
    let cases = ["cases", "--register", register, "--user", "other"];
    run(&cases, Some("harbour violin cactus seventeen")).refused("wrong-passphrase");
    assert_eq!(run(&cases, Some("walnut ferry trombone eleven")).code, 0);
}

#[test]
fn the_demo_register_holds_what_a_demonstration_needs_and_is_whole() {
    let copy = Copy::new();
    let cases = copy.run(&["cases", "--closed", "--json"]).json();
    let cases = cases.as_array().unwrap();
    assert_eq!(cases.len(), 6);
    assert_eq!(
        cases
            .iter()
            .filter(|c| c["similar_name_warning"] == true)
            .count(),
        2
    );
    assert_eq!(
        cases
            .iter()
            .filter(|c| c["nhs_number"] == "Not Known")
            .count(),
        1
    );
    assert!(cases.iter().any(|c| c["drafts"].as_u64() > Some(0)));
    let numbers = cases
        .iter()
        .filter_map(|c| c["nhs_number"].as_str())
        .filter(|n| n.starts_with("999 "));
    assert_eq!(numbers.count(), 5);

    assert!(
        copy.run(&["verify"])
            .out
            .starts_with("The record is whole: ")
    );
    assert_eq!(
        copy.run(&["rebuild", "--check", "--json"]).json()["differing"],
        Value::Array(vec![])
    );
    assert_eq!(copy.run(&["rebuild", "--json"]).json()["rebuilt"], true);
    assert_eq!(copy.run(&["rebuild", "--check"]).code, 0);
    assert_eq!(copy.run_as("patel", "demonstration", &["verify"]).code, 0);
    // The similar names stay apart.
    assert_eq!(
        copy.run(&["search", "llewell", "--json"])
            .json()
            .as_array()
            .unwrap()
            .len(),
        1
    );
    assert_eq!(
        copy.run(&["search", "sian llew", "--json"])
            .json()
            .as_array()
            .unwrap()
            .len(),
        2
    );
}

#[test]
fn the_same_seed_makes_the_same_content() {
    let folder = tempfile::tempdir().unwrap();
    let content = |name: &str, seed: &str| {
        let register = folder.path().join(name);
        let made = run(
            &[
                "demo",
                "--register",
                text(&register),
                "--cases",
                "22",
                "--seed",
                seed,
            ],
            None,
        );
        assert_eq!(made.code, 0, "{}", made.err);
        let door = ["--register", text(&register), "--user", "demo"];
        let rows = run(
            &[&["cases", "--closed", "--json"][..], &door].concat(),
            Some("demonstration"),
        )
        .json();
        let rows: Vec<String> = rows
            .as_array()
            .unwrap()
            .iter()
            .map(|r| {
                format!(
                    "{} {} {} {} {}",
                    r["name"], r["born"], r["nhs_number"], r["received_on"], r["latest"]
                )
            })
            .collect();
        // All that was written in them, without ids.
        let file = folder.path().join(format!("{name}.json"));
        let export = ["export", "json", "--out", text(&file)];
        let out = run(&[&export[..], &door].concat(), Some("demonstration"));
        assert_eq!(out.code, 0, "{}", out.err);
        (rows, std::fs::read_to_string(file).unwrap())
    };
    let first = content("a", "1");
    assert_eq!(first.0.len(), 22);
    assert_eq!(first, content("b", "1"));
    assert_ne!(first, content("c", "2"));
}

#[test]
fn a_case_is_shown_with_its_banner_formulation_and_history() {
    let copy = Copy::new();
    let id = copy.case("yildirim");
    let shown = copy.run(&["show", &id, "--json"]).json();
    assert_eq!(shown["case"]["banner"]["name"], "YILDIRIM, Ayşe (Ms)");
    let versions = shown["formulations"][0]["versions"].as_array().unwrap();
    assert_eq!(versions.len(), 2);
    assert!(
        versions[0]["provenance"]["reason"]
            .as_str()
            .unwrap()
            .starts_with("New version: ")
    );
    assert_eq!(versions[0]["form"]["cells"].as_object().unwrap().len(), 15);
    let page = copy.run(&["show", &id]).out;
    assert!(
        page.contains("5Ps, version 2") && page.contains("Letter signed, Dr A. Demo (made up)"),
        "{page}"
    );
    copy.run(&["show", "00000000000000000000000000000000"])
        .refused("not-found");
    copy.run(&["show", "zz"]).refused("invalid");
}

#[test]
fn a_letter_is_signed_saved_for_this_user_only_and_never_over_another_file() {
    let copy = Copy::new();
    let id = copy.case("khatun");
    let (out, again) = (copy.path("letter.pdf"), copy.path("again.pdf"));
    let written = copy
        .run(&["letter", "gp", "--case", &id, "--out", text(&out), "--json"])
        .json();
    let words = extracted(&out);
    assert!(
        words.contains("Mrs Rāhelā Khātun") && words.contains("Signed electronically on"),
        "{words}"
    );
    assert!(!words.contains("unsigned"), "{words}");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(
            std::fs::metadata(&out).unwrap().permissions().mode() & 0o777,
            0o600
        );
    }
    // The same bytes again, from the register.
    let letter = written["letter"]["id"].as_str().unwrap();
    assert_eq!(copy.run(&["copy", letter, "--out", text(&again)]).code, 0);
    assert_eq!(std::fs::read(&out).unwrap(), std::fs::read(&again).unwrap());
    let shown = copy.run(&["show", &id, "--json"]).json();
    assert_ne!(shown["case"]["letters"][0]["saved"], "");

    let before = std::fs::read(&out).unwrap();
    copy.run(&["letter", "gp", "--case", &id, "--out", text(&out)])
        .refused("refused");
    copy.run(&["copy", letter, "--out", text(&out)])
        .refused("refused");
    assert_eq!(before, std::fs::read(&out).unwrap());
    // Refusals sign nothing and leave no file.
    let nowhere = copy.path("no-such-folder").join("x.pdf");
    copy.run(&["letter", "gp", "--case", &id, "--out", text(&nowhere)])
        .refused("io");
    let unknown = copy.path("unknown.pdf");
    copy.run(&["letter", "psalm", "--case", &id, "--out", text(&unknown)])
        .refused("not-found");
    assert!(!unknown.exists());
    let letters = copy.run(&["show", &id, "--json"]).json()["case"]["letters"]
        .as_array()
        .unwrap()
        .len();
    assert_eq!(letters, shown["case"]["letters"].as_array().unwrap().len());
}

#[test]
fn what_a_trainee_signs_stays_in_the_register_and_nothing_is_signed_for_a_file_that_may_not_be() {
    let copy = Copy::new();
    let id = copy.case("khatun");
    let out = copy.path("held.pdf");
    let before = copy.run(&["show", &id, "--json"]).json()["case"]["letters"].clone();
    // The case is not on the trainee's own list.
    let mut typed = vec!["letter", "gp", "--case", &id, "--out", text(&out)];
    copy.run_as("patel", "demonstration", &typed)
        .refused("reason-needed");
    typed.extend(["--reason", "on-duty"]);
    copy.run_as("patel", "demonstration", &typed)
        .refused("refused");
    assert!(!out.exists());
    let after = copy.run(&["show", &id, "--json"]).json()["case"]["letters"].clone();
    assert_eq!(before, after);
    // The ward's entry is needed the same night.
    typed[1] = "host-entry";
    let written = copy.run_as("patel", "demonstration", &typed);
    assert_eq!(written.code, 0, "{}", written.err);
    assert!(extracted(&out).contains("Awaiting countersignature"));
}

#[test]
fn a_preview_is_marked_and_signs_nothing_and_a_kept_draft_is_not_passed_over() {
    let copy = Copy::new();
    let id = copy.case("wojcik");
    let (out, draft) = (copy.path("preview.pdf"), copy.path("draft.pdf"));
    let letters = || copy.run(&["show", &id, "--json"]).json()["case"]["letters"].clone();
    let before = letters();
    copy.run(&["letter", "gp", "--case", &id, "--out", text(&out)])
        .refused("refused");
    assert!(!out.exists());
    assert_eq!(
        copy.run(&[
            "letter",
            "gp",
            "--case",
            &id,
            "--out",
            text(&out),
            "--preview"
        ])
        .code,
        0
    );
    let words = extracted(&out).to_lowercase();
    assert!(
        words.contains("draft") && !words.contains("signed electronically"),
        "{words}"
    );
    let taken_up = [
        "letter",
        "gp",
        "--case",
        &id,
        "--out",
        text(&draft),
        "--preview",
        "--draft",
    ];
    assert_eq!(copy.run(&taken_up).code, 0);
    assert!(extracted(&draft).contains("Self-poisoning"));
    assert_eq!(letters(), before);
    let shown = copy.run(&["show", &id, "--json"]).json();
    let drafts = shown["case"]["drafts"].as_array().unwrap();
    assert_eq!(drafts.len(), 1, "{drafts:?}");
}

#[test]
fn a_backup_restores_to_a_register_that_says_the_same() {
    let copy = Copy::new();
    let (out, restored) = (copy.path("monday.backup"), copy.path("restored"));
    #[cfg(unix)]
    std::fs::set_permissions(
        copy.folder.path(),
        std::os::unix::fs::PermissionsExt::from_mode(0o755),
    )
    .unwrap();
    assert_eq!(copy.run(&["backup", "--out", text(&out)]).code, 0);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&out), 0o600);
        assert_eq!(
            mode(copy.folder.path()),
            0o755,
            "the folder of the backup is left as it was"
        );
    }
    copy.run(&["backup", "--out", text(&out)])
        .refused("refused");
    let left: Vec<_> = std::fs::read_dir(copy.folder.path())
        .unwrap()
        .flatten()
        .map(|e| e.file_name())
        .collect();
    assert_eq!(left.len(), 2, "{left:?}");

    let restore = [
        "restore",
        "--from",
        text(&out),
        "--register",
        text(&restored),
    ];
    assert_eq!(run(&restore, None).code, 0);
    run(&restore, None).refused("refused");
    let door = ["--register", text(&restored), "--user", "demo", "--json"];
    let there = run(&[&["verify"][..], &door].concat(), Some("demonstration")).json();
    assert_eq!(there["faults"], Value::Array(vec![]));
    let rows = |ran: run::Ran| ran.json();
    assert_eq!(
        rows(run(
            &[&["cases", "--closed"][..], &door].concat(),
            Some("demonstration")
        )),
        rows(copy.run(&["cases", "--closed", "--json"])),
    );
    assert_eq!(
        run(
            &[&["rebuild", "--check"][..], &door].concat(),
            Some("demonstration")
        )
        .code,
        0
    );

    // One byte altered: the restore says so and makes nothing.
    let mut bytes = std::fs::read(&out).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    let spoilt = copy.path("spoilt.backup");
    std::fs::write(&spoilt, bytes).unwrap();
    let elsewhere = copy.path("elsewhere");
    run(
        &[
            "restore",
            "--from",
            text(&spoilt),
            "--register",
            text(&elsewhere),
        ],
        None,
    )
    .refused("damaged");
    assert!(!elsewhere.join("register.db").exists());
}

#[test]
fn a_register_put_back_from_an_older_copy_fails_the_verification() {
    let copy = Copy::new();
    let database = copy.path("register").join("register.db");
    let older = std::fs::read(&database).unwrap();
    assert_eq!(copy.run(&["show", &copy.case("khatun")]).code, 0);
    std::fs::write(&database, older).unwrap();
    let found = copy.run(&["verify"]);
    assert_eq!(found.code, 1, "{}", found.out);
    assert!(
        found.out.contains("NOT whole") && found.out.contains("head: "),
        "{}",
        found.out
    );
    assert!(
        found.err.lines().any(|l| l.starts_with("damaged: ")),
        "{}",
        found.err
    );
}

#[test]
fn a_register_whose_head_file_was_lost_fails_the_verification() {
    let copy = Copy::new();
    std::fs::remove_file(copy.path("register").join("register.head")).unwrap();
    let found = copy.run(&["verify"]);
    assert_eq!(found.code, 1, "{}", found.out);
    assert!(
        found.out.contains("NOT whole") && found.out.contains("head: "),
        "{}",
        found.out
    );
    assert!(found.err.starts_with("warning: "), "{}", found.err);
}

#[test]
fn a_flipped_byte_of_the_database_is_damage_and_no_panic() {
    let copy = Copy::new();
    let database = copy.path("register").join("register.db");
    let mut bytes = std::fs::read(&database).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 0x10;
    std::fs::write(&database, bytes).unwrap();
    let found = copy.run(&["verify", "--json"]);
    found.refused_as_json("damaged");
}

#[test]
fn wrong_passphrases_are_refused_with_the_code_and_say_nothing_about_patients() {
    let copy = Copy::new();
    let text_mode = copy.run_as("demo", "wrong", &["cases"]);
    text_mode.refused("wrong-passphrase");
    assert_eq!(text_mode.out, "");
    copy.run_as("demo", "wrong again", &["cases", "--json"])
        .refused_as_json("wrong-passphrase");
    copy.run_as("nobody", "demonstration", &["cases"])
        .refused("invalid");
    let missing = copy.path("nothing-here");
    run(&["cases", "--register", text(&missing)], Some("x")).refused("not-found");
    // Nobody to ask: refused, not waited for.
    let register = copy.path("register");
    run(
        &["cases", "--register", text(&register), "--user", "demo"],
        None,
    )
    .refused("refused");
}

#[test]
fn wrong_usage_ends_with_two_before_anything_is_touched() {
    for arguments in [
        &[][..],
        &["sing"],
        &["demo"],
        &["demo", "--register", "/nowhere", "--cases", "0"],
        &["init", "--user", "A", "--role", "king"],
        &["letter", "gp", "--case", "0"],
        &["cases", "--passphrase", "secret"],
    ] {
        assert_eq!(run(arguments, None).code, 2, "{arguments:?}");
    }
}

#[test]
fn every_command_explains_itself_with_an_example() {
    let version = run(&["--version"], None);
    assert!(version.out.starts_with("casebookctl 0."), "{}", version.out);
    for command in [
        &[][..],
        &["init"],
        &["users"],
        &["users", "list"],
        &["users", "add"],
        &["users", "reset"],
        &["demo"],
        &["cases"],
        &["show"],
        &["search"],
        &["letter"],
        &["copy"],
        &["import"],
        &["export"],
        &["verify"],
        &["rebuild"],
        &["backup"],
        &["restore"],
    ] {
        let help = run(&[command, &["--help"]].concat(), None);
        assert_eq!(help.code, 0);
        assert!(
            help.out.contains("Example:\n  casebookctl "),
            "{command:?}\n{}",
            help.out
        );
    }
}

#[test]
fn a_demo_is_never_laid_over_something_else() {
    let folder = tempfile::tempdir().unwrap();
    let kept = folder.path().join("kept");
    std::fs::write(&kept, "mine").unwrap();
    run(
        &["demo", "--register", text(folder.path()), "--cases", "1"],
        None,
    )
    .refused("refused");
    assert_eq!(std::fs::read_to_string(&kept).unwrap(), "mine");
    let copy = Copy::new();
    let register = copy.path("register");
    run(
        &["demo", "--register", text(&register), "--cases", "1"],
        None,
    )
    .refused("refused");
    assert_eq!(copy.run(&["verify"]).code, 0);
}

#[test]
fn folders_and_files_may_be_named_without_a_path() {
    let folder = tempfile::tempdir().unwrap();
    let here = |arguments: &[&str]| run_in(folder.path(), arguments, Some("demonstration"));
    assert_eq!(
        here(&["demo", "--register", "made", "--cases", "1"]).code,
        0
    );
    let door = ["--register", "made", "--user", "demo"];
    assert_eq!(
        here(&[&["backup", "--out", "made.backup"][..], &door].concat()).code,
        0
    );
    assert_eq!(
        here(&["restore", "--from", "made.backup", "--register", "again"]).code,
        0
    );
    assert_eq!(
        here(&["verify", "--register", "again", "--user", "demo"]).code,
        0
    );
    here(&["restore", "--from", "none.backup", "--register", "third"]).refused("io");
    let init = [
        "init",
        "--register",
        "new",
        "--user",
        "Dr A. Example",
        "--role",
        "guardian",
    ];
    assert_eq!(run_in(folder.path(), &init, Some(STRONG)).code, 0);
    let users = ["users", "list", "--register", "new"];
    assert_eq!(run_in(folder.path(), &users, Some(STRONG)).code, 0);
    // A guardian keeps accounts and sees no patient.
    run_in(folder.path(), &["cases", "--register", "new"], Some(STRONG)).refused("not-allowed");
}

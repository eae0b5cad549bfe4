//! Running the built binary, and a demo register to run it on.

use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Ran {
    pub(crate) fn refused_as_json(&self, code: &str) {
        assert_eq!(self.code, 1, "{}", self.err);
        let view: Value = serde_json::from_str(&self.err).unwrap();
        assert_eq!(view["code"], code, "{view}");
        assert!(!view["message"].as_str().unwrap().is_empty());
    }

    pub(crate) fn json(&self) -> Value {
        assert_eq!(self.code, 0, "{}", self.err);
        serde_json::from_str(&self.out).unwrap()
    }

    pub(crate) fn refused(&self, code: &str) {
        assert_eq!(self.code, 1, "{} {}", self.out, self.err);
        assert!(self.err.starts_with(&format!("{code}: ")), "{}", self.err);
        assert!(!self.err.contains("panicked"), "{}", self.err);
    }
}

pub(crate) fn run(arguments: &[&str], passphrase: Option<&str>) -> Ran {
    run_in(Path::new("."), arguments, passphrase)
}

pub(crate) fn run_in(folder: &Path, arguments: &[&str], passphrase: Option<&str>) -> Ran {
    let mut command = Command::new(env!("CARGO_BIN_EXE_casebookctl"));
    command.current_dir(folder);
    command
        .args(arguments)
        .env_remove("CASEBOOK_PASSPHRASE")
        .stdin(std::process::Stdio::null());
    if let Some(passphrase) = passphrase {
        command.env("CASEBOOK_PASSPHRASE", passphrase);
    }
    let Output {
        status,
        stdout,
        stderr,
    } = command.output().unwrap();
    Ran {
        code: status.code().unwrap_or(-1),
        out: String::from_utf8(stdout).unwrap(),
        err: String::from_utf8(stderr).unwrap(),
    }
}

/// The folder of a demo register made once; each test works on a copy of its own.
pub(crate) fn demo() -> &'static Path {
    static MADE: OnceLock<tempfile::TempDir> = OnceLock::new();
    MADE.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        let register = folder.path().join("register");
        let made = run(
            &[
                "demo",
                "--register",
                text(&register),
                "--cases",
                "6",
                "--seed",
                "1",
                "--json",
            ],
            None,
        );
        assert_eq!(made.json()["cases"], 6);
        folder
    })
    .path()
}

pub(crate) fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// A copy of the demo register in a folder that is taken away at the end.
pub(crate) struct Copy {
    pub(crate) folder: tempfile::TempDir,
}

impl Copy {
    pub(crate) fn new() -> Self {
        let from = demo().join("register");
        let folder = tempfile::tempdir().unwrap();
        let to = folder.path().join("register");
        std::fs::create_dir(&to).unwrap();
        for file in [
            "register.db",
            "register.keys",
            "register.head",
            "preferences.json",
        ] {
            std::fs::copy(from.join(file), to.join(file)).unwrap();
        }
        Self { folder }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Ran {
        self.run_as("demo", "demonstration", arguments)
    }

    pub(crate) fn run_as(&self, user: &str, passphrase: &str, arguments: &[&str]) -> Ran {
        let register = self.path("register");
        let door = ["--register", text(&register), "--user", user];
        run(&[arguments, &door].concat(), Some(passphrase))
    }

    pub(crate) fn case(&self, name: &str) -> String {
        let found = self.run(&["cases", "--text", name, "--json"]).json();
        let rows = found.as_array().unwrap();
        assert_eq!(rows.len(), 1, "{found}");
        rows[0]["id"].as_str().unwrap().to_owned()
    }
}

pub(crate) fn extracted(pdf: &Path) -> String {
    let output = Command::new("pdftotext")
        .args([text(pdf), "-"])
        .output()
        .unwrap();
    assert!(output.status.success());
    String::from_utf8(output.stdout).unwrap()
}

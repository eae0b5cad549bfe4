//! Fixture letters, outside programs, and files that are broken on purpose.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use casebook_core::instruments::catalogue::newest;
use casebook_core::letters::model::{Block, Letter};
use casebook_core::letters::sheet::sheet;
use casebook_core::letters::{layout, render};
use casebook_core::patients::{NhsNumber, Patient, PersonName};
use chrono::NaiveDate;
use lopdf::{Document, Object};
use tempfile::TempDir;

/// Letters of every kind of block, names from many places, and the blank sheet of every instrument that has one, one of
/// them for somebody.
pub(crate) const FIXTURES: [&str; 12] = [
    "short",
    "long",
    "names",
    "scripts",
    "draft",
    "sheet core-10",
    "sheet core-om",
    "sheet phq-9",
    "sheet gad-7",
    "sheet phq-15",
    "sheet cgi",
    "sheet core-om of somebody",
];

/// The blank sheet of an instrument: `core-10`, `core-om of somebody`.
fn blank(named: &str) -> Letter {
    let (id, whose) = match named.strip_suffix(" of somebody") {
        Some(id) => (id, Some(somebody())),
        None => (named, None),
    };
    let day = NaiveDate::from_ymd_opt(2026, 11, 26).unwrap();
    sheet(newest(id).unwrap(), whose.as_ref(), day, false).unwrap()
}

fn somebody() -> Patient {
    Patient {
        nhs_number: Some(NhsNumber::parse("999 000 0018").unwrap()),
        name: PersonName {
            title: "Dr".to_owned(),
            given: "Siân Ελένη".to_owned(),
            family: "O’Neill-Żółć".to_owned(),
            ..PersonName::default()
        },
        born_on: NaiveDate::from_ymd_opt(1968, 11, 14),
        ..Patient::default()
    }
}

/// A fixture letter.
pub(crate) fn fixture(name: &str) -> Letter {
    if let Some(sheet) = name.strip_prefix("sheet ") {
        return blank(sheet);
    }
    let path = folder().join("fixtures").join(format!("{name}.json"));
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

/// The folder of these tests.
pub(crate) fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("letters")
}

/// The PDF of a letter.
pub(crate) fn pdf(letter: &Letter) -> Vec<u8> {
    render(letter).unwrap().bytes
}

/// The layout of a letter.
pub(crate) fn pages(letter: &Letter) -> layout::Pages {
    layout::lay_out(letter).unwrap()
}

/// The short letter with another body.
pub(crate) fn letter_of(blocks: Vec<Block>) -> Letter {
    Letter {
        blocks,
        ..fixture("short")
    }
}

/// Bytes as a file in a folder that goes away with the test.
pub(crate) fn file(bytes: &[u8]) -> (TempDir, PathBuf) {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("letter.pdf");
    std::fs::write(&path, bytes).unwrap();
    (folder, path)
}

/// Runs an outside program; a test without it fails and says how to get it.
pub(crate) fn run(program: &str, arguments: &[&str]) -> Output {
    Command::new(program)
        .args(arguments)
        .output()
        .unwrap_or_else(|error| {
            panic!(
                "{program}: {error}. Install the programs that the letter tests need:\n  \
             apt-get install poppler-utils mupdf-tools qpdf"
            )
        })
}

/// Runs `validate.py` in the environment that has the validators.
pub(crate) fn validate(check: &str, paths: &[&Path]) -> Output {
    let home = std::env::var("HOME").unwrap_or_default();
    let python = std::env::var("CASEBOOK_PYTHON").map_or_else(
        |_| Path::new(&home).join(".cache/casebook/venv"),
        PathBuf::from,
    );
    let python = if python.is_dir() {
        python.join("bin/python")
    } else {
        python
    };
    let script = folder().join("validate.py");
    let output = Command::new(&python)
        .args([script.as_os_str(), check.as_ref()])
        .args(paths)
        .output()
        .ok()
        .filter(|out| !String::from_utf8_lossy(&out.stderr).contains("ModuleNotFoundError"));
    output.unwrap_or_else(|| {
        panic!(
            "no validators in {}. Install them:\n  python3 -m venv ~/.cache/casebook/venv && \
             ~/.cache/casebook/venv/bin/pip install -r tests/letters/requirements.txt\n\
             or name another Python in CASEBOOK_PYTHON",
            python.display()
        )
    })
}

/// A file with one thing changed.
pub(crate) fn broken(bytes: &[u8], change: impl FnOnce(&mut Document)) -> Vec<u8> {
    let mut document = Document::load_mem(bytes).unwrap();
    change(&mut document);
    let mut out = Vec::new();
    document.save_to(&mut out).unwrap();
    out
}

/// Exchanges two pieces of text in every stream of a file: `from` for `to`.
pub(crate) fn exchange(document: &mut Document, from: &str, to: &str) -> usize {
    let mut exchanged = 0;
    for object in document.objects.values_mut() {
        let Object::Stream(stream) = object else {
            continue;
        };
        let Ok(content) = stream.get_plain_content() else {
            continue;
        };
        let Ok(text) = String::from_utf8(content) else {
            continue;
        };
        if text.contains(from) {
            exchanged += 1;
            stream.set_plain_content(text.replacen(from, to, 1).into_bytes());
        }
    }
    exchanged
}

/// Words with single spaces between them.
pub(crate) fn squeeze(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

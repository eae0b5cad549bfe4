//! The stored formats: `docs/formats.toml` against this program, and against a reader that is not ours.
//!
//! A value that comes out otherwise would lock registers or make them look forged: the file only ever grows.

mod vectors;

use std::path::{Path, PathBuf};
use std::process::Command;

/// Where the vectors stand.
fn file() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/formats.toml")
}

fn read_by_python(vectors: &Path) -> std::process::Output {
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
    Command::new(python)
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("formats/read.py"))
        .arg(vectors)
        .output()
        .unwrap()
}

#[test]
fn another_program_reads_the_stored_formats_without_us() {
    let told = read_by_python(&file());
    let said = String::from_utf8_lossy(&told.stdout);
    let complaint = String::from_utf8_lossy(&told.stderr);
    assert!(told.status.success(), "{said}{complaint}");
    assert!(
        said.contains("values made anew, 0 of them otherwise"),
        "{said}"
    );
}

#[test]
fn the_other_program_notices_a_changed_vector() {
    let text = std::fs::read_to_string(file()).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let changed = folder.path().join("formats.toml");
    for (from, to) in [
        ("sequence = 7\n", "sequence = 8\n"),
        ("for a test vector", "for a text vector"),
        ("\"generation\": 1", "\"generation\": 2"),
    ] {
        assert!(text.contains(from), "{from}");
        std::fs::write(&changed, text.replacen(from, to, 1)).unwrap();
        assert!(
            !read_by_python(&changed).status.success(),
            "{from} → {to} was not noticed"
        );
    }
}

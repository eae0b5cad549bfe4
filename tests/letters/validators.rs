//! What qpdf, the PDF/A validator and the PDF/UA validator say, and that each of them
//! refuses a file that is broken for it.

use std::path::Path;

use lopdf::Document;

use crate::letters::support::{FIXTURES, broken, file, fixture, pdf, run, validate};

fn all_fixtures() -> Vec<(tempfile::TempDir, std::path::PathBuf)> {
    FIXTURES
        .iter()
        .map(|name| file(&pdf(&fixture(name))))
        .collect()
}

fn assert_clean(output: &std::process::Output) {
    let said = String::from_utf8_lossy(&output.stdout);
    let wrong = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}{wrong}");
}

#[test]
fn qpdf_finds_no_fault() {
    for (_folder, path) in all_fixtures() {
        assert_clean(&run("qpdf", &["--check", path.to_str().unwrap()]));
    }
    let bytes = pdf(&fixture("short"));
    let (_folder, path) = file(&bytes[..bytes.len() - 300]);
    assert!(
        !run("qpdf", &["--check", path.to_str().unwrap()])
            .status
            .success()
    );
}

#[test]
fn every_letter_meets_pdf_a_2b() {
    let files = all_fixtures();
    let paths: Vec<&Path> = files.iter().map(|(_, path)| path.as_path()).collect();
    assert_clean(&validate("pdfa", &paths));
    let without_colours = broken(&pdf(&fixture("short")), |document| {
        document
            .catalog_mut()
            .unwrap()
            .remove(b"OutputIntents")
            .unwrap();
    });
    let (_folder, path) = file(&without_colours);
    assert!(!validate("pdfa", &[&path]).status.success());
}

#[test]
fn every_letter_can_be_read_aloud() {
    let files = all_fixtures();
    let paths: Vec<&Path> = files.iter().map(|(_, path)| path.as_path()).collect();
    assert_clean(&validate("ua", &paths));
    let without_tags = broken(&pdf(&fixture("short")), |document| {
        document
            .catalog_mut()
            .unwrap()
            .remove(b"StructTreeRoot")
            .unwrap();
    });
    let (_folder, path) = file(&without_tags);
    assert!(!validate("ua", &[&path]).status.success());
}

#[test]
fn the_file_says_what_it_is() {
    let bytes = pdf(&fixture("long"));
    assert!(bytes.starts_with(b"%PDF-1.7\n"));
    assert!(
        bytes.len() <= 55_000,
        "{} bytes for four pages",
        bytes.len()
    );
    let document = Document::load_mem(&bytes).unwrap();
    assert_eq!(document.get_pages().len(), 4);
    let catalog = document.catalog().unwrap();
    assert_eq!(catalog.get(b"Lang").unwrap().as_str().unwrap(), b"en-GB");
    let (_folder, path) = file(&bytes);
    let info = run("pdfinfo", &[path.to_str().unwrap()]);
    let info = String::from_utf8(info.stdout).unwrap();
    for line in [
        "Title:           Liaison psychiatry assessment",
        "Author:          Dr Siân Ŵyn",
        "Producer:        Casebook",
        "Tagged:          yes",
        "pts (A4)",
    ] {
        assert!(info.contains(line), "{line} in {info}");
    }
    let tree = run("pdfinfo", &["-struct-text", path.to_str().unwrap()]);
    let tree = String::from_utf8(tree.stdout).unwrap();
    for piece in [
        "H1 (block)",
        "H2 (block)",
        "Table",
        "TH",
        "Lbl",
        "Figure",
        "Caption",
    ] {
        assert!(tree.contains(piece), "{piece} in {tree}");
    }
}

#[test]
fn the_outline_holds_the_headings_one_under_another() {
    let bytes = pdf(&fixture("long"));
    let document = Document::load_mem(&bytes).unwrap();
    let toc = document.get_toc().unwrap();
    let found: Vec<(usize, &str, usize)> = toc
        .toc
        .iter()
        .map(|e| (e.level, e.title.as_str(), e.page))
        .collect();
    assert_eq!(found[0].0, 1);
    assert!(found[0].1.starts_with("Ελένη O’Neill"));
    assert_eq!(found[1], (2, "Patient", 1));
    assert!(found.contains(&(3, "Actions for you", 3)), "{found:?}");
}

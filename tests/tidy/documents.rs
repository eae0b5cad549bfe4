//! Documents that keep their word: paths that exist, links that lead somewhere.

use std::path::Path;

use crate::none;
use crate::tree::{File, files, root};

#[test]
fn every_path_that_the_architecture_names_exists() {
    let text = crate::tree::file("ARCHITECTURE.md").unwrap();
    let named = paths_named(&text.text);
    assert!(
        named.len() > 20,
        "ARCHITECTURE.md names hardly any path: {named:?}"
    );
    none(&absent(&named, |path| root().join(path).exists()));
}

#[test]
fn every_link_inside_the_clone_leads_somewhere() {
    let documents: Vec<File> = files("")
        .into_iter()
        .filter(|file| file.ends_with(&[".md"]))
        .collect();
    none(&dead_links(&documents, |path| root().join(path).exists()));
}

/// Code spans that are paths: a slash or a file's ending, and nothing that is a pattern.
fn paths_named(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut fenced = false;
    for line in text.lines() {
        if line.trim_start().starts_with("```") {
            fenced = !fenced;
        }
        if fenced {
            continue;
        }
        for span in line.split('`').skip(1).step_by(2) {
            let pattern = span.contains([' ', '<', '>', '*', '{', '(', '@']) || span.contains("::");
            let ending = [".md", ".toml", ".rs", ".lock", ".json", ".list", ".sql"];
            let path = span.contains('/') || ending.iter().any(|ending| span.ends_with(ending));
            if path && !pattern {
                found.push(span.trim_end_matches('/').to_owned());
            }
        }
    }
    found
}

fn absent(named: &[String], exists: impl Fn(&str) -> bool) -> Vec<String> {
    let gone = named.iter().filter(|path| !exists(path));
    gone.map(|path| format!("ARCHITECTURE.md names {path}, which does not exist"))
        .collect()
}

fn dead_links(documents: &[File], exists: impl Fn(&str) -> bool) -> Vec<String> {
    let mut findings = Vec::new();
    for document in documents {
        for piece in document.text.split("](").skip(1) {
            let target = piece.split([')', ' ', '#']).next().unwrap_or_default();
            if target.is_empty() || target.contains("://") || target.starts_with("mailto:") {
                continue;
            }
            let folder = Path::new(&document.path).parent().unwrap_or(Path::new(""));
            if !exists(&folder.join(target).to_string_lossy()) {
                findings.push(format!("{} links to {target}", document.path));
            }
        }
    }
    findings
}

#[test]
fn a_promised_path_that_is_not_there_is_found() {
    let named = paths_named(
        "`core/src/` and `cargo xtask`, `assets/<id>/x`, `a::b/c`, `deny.toml`\n```\n`x/y`\n```",
    );
    assert_eq!(named, ["core/src", "deny.toml"]);
    assert_eq!(absent(&named, |path| path == "deny.toml").len(), 1);
}

#[test]
fn a_dead_link_is_found() {
    let page = File::example(
        "docs/a.md",
        "[x](b.md#part) [y](https://example.org) [z](../c.md)",
    );
    assert!(dead_links(std::slice::from_ref(&page), |_| true).is_empty());
    assert_eq!(
        dead_links(&[page], |path| path == "docs/b.md"),
        ["docs/a.md links to ../c.md"]
    );
}

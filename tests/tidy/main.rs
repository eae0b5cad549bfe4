//! The rules of the house, as tests: layers, screens, shell, assets, migrations, documents, words
//! and made-up people.
//!
//! Each rule is a function from text to findings, so that a small example beside it can prove that
//! it is able to fail. What cargo, clippy or svelte-check can see is not repeated here.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that can't read the clone should stop at once"
)]

mod assets;
mod documents;
mod layers;
mod people;
mod screens;
mod shell;
mod source;
mod tree;
mod words;

/// Fails with every finding on a line of its own.
fn none(findings: &[String]) {
    assert!(findings.is_empty(), "\n  {}\n", findings.join("\n  "));
}

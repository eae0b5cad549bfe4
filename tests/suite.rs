//! Stories, letters, formats and drills: one binary, so that the crates behind it are linked once.

// A slice, an index or an unwrap that panics fails its test, which is what tests are for.
#![allow(
    missing_docs,
    unreachable_pub,
    clippy::string_slice,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss
)]

mod drills;
mod formats;
mod instruments;
mod letters;
mod workflows;

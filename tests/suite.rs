//! One test binary, so that everything is linked once.
// A slice, an index or an unwrap that panics fails its test, which is what tests are for.
#![allow(
    clippy::string_slice,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::cast_possible_truncation
)]

mod letters;

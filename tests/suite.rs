//! Stories, letters and drills: one binary, so that the crates behind it are linked once.

#![allow(missing_docs)]

mod drills;
mod workflows;

//! The record, the rules and the letters of Casebook.

pub mod letters;

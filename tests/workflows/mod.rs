//! Clinical stories in the core: one a file, each from set-up to what the clinician holds in the hand.

mod accounts_and_keys;
mod bedside;
pub mod desk;
mod first_letter;
mod patients_and_duplicates;
mod record_whole;
mod safety_answers;
mod two_writers;

//! Clinical stories in the core: one a file, each from set-up to what the clinician holds in the hand.

mod accounts_and_keys;
mod bedside;
mod countersigning;
pub mod desk;
mod exchange;
mod first_letter;
pub mod forms;
pub mod pathway;
mod pathway_records;
mod patients_and_duplicates;
mod record_whole;
mod returned;
mod review_letter;
mod risk;
mod safety_answers;
mod search;
mod severity;
mod shared_lists;
mod sittings;
mod supervision;
mod supervision_amended;
pub mod ten_sessions;
mod two_writers;

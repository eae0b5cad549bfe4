//! The commands, a file a noun. Each hands its request to the core and does nothing else.

pub(crate) mod assessments;
pub(crate) mod audit;
pub(crate) mod backups;
pub(crate) mod care;
pub(crate) mod cases;
pub(crate) mod contacts;
pub(crate) mod drafts;
pub(crate) mod formulations;
pub(crate) mod friends_and_family;
pub(crate) mod goals;
pub(crate) mod letters;
pub(crate) mod measures;
pub(crate) mod pathway;
pub(crate) mod patients;
pub(crate) mod preferences;
pub(crate) mod reasons;
pub(crate) mod register;
pub(crate) mod risk;
pub(crate) mod safety_plans;
pub(crate) mod schedules;
pub(crate) mod search;
pub(crate) mod severity;
pub(crate) mod sittings;
pub(crate) mod submissions;
pub(crate) mod supervision;
pub(crate) mod today;
pub(crate) mod trust_data;
pub(crate) mod users;

use crate::shell::Shell;
use std::sync::Arc;

/// The state that Tauri hands to a command.
pub(crate) type Held<'a> = tauri::State<'a, Arc<Shell>>;

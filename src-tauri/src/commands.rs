//! The commands, a file a noun. Each hands its request to the core and does nothing else.

pub(crate) mod cases;
pub(crate) mod drafts;
pub(crate) mod formulations;
pub(crate) mod letters;
pub(crate) mod patients;
pub(crate) mod preferences;
pub(crate) mod register;
pub(crate) mod users;

use crate::shell::Shell;
use std::sync::Arc;

/// The state that Tauri hands to a command.
pub(crate) type Held<'a> = tauri::State<'a, Arc<Shell>>;

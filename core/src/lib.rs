//! The core of Casebook: the record, its rules and its letters. No window, no network.
//!
//! Layers point down: a noun's `api` (what a caller may do) → its types and rules → its `store` → [`record`] (the one
//! way anything is written) → [`store`] (the encrypted file). See ARCHITECTURE.md.

pub mod assessments;
pub mod audit;
pub mod backups;
pub mod care;
pub mod cases;
pub mod charts;
pub mod clock;
pub mod contacts;
pub mod dates;
pub mod error;
pub mod exchange;
pub mod formulations;
pub mod friends_and_family;
pub mod goals;
pub mod ids;
pub mod instruments;
pub mod letters;
pub mod measures;
pub mod op;
pub mod pathway;
pub mod patients;
#[cfg(test)]
mod plans;
pub mod preferences;
pub mod reasons;
pub mod record;
pub mod register;
pub mod risk;
pub mod safety_plans;
pub mod schedules;
pub mod search;
pub mod sensitive;
pub mod session;
pub mod severity;
pub mod signed;
pub mod sittings;
pub mod store;
pub mod submissions;
pub mod supervision;
pub mod today;
pub mod trust_data;
pub mod users;
mod words;

#[cfg(test)]
mod bindings;

pub use error::{Error, Result};
pub use register::Register;
pub use session::Session;

pub(crate) use words::words;

use record::{Body, Kind, Kinds};
use search::texts;

/// Every kind of record that this program knows, with what brings its lists up to date.
pub(crate) const KINDS: Kinds = &[
    Kind {
        name: users::User::KIND,
        schema: users::User::SCHEMA,
        title: "Account",
        project: users::store::project,
        texts: texts::none,
    },
    Kind {
        name: patients::Patient::KIND,
        schema: patients::Patient::SCHEMA,
        title: "Patient’s details",
        project: patients::store::project,
        texts: texts::none,
    },
    Kind {
        name: cases::Case::KIND,
        schema: cases::Case::SCHEMA,
        title: "Case",
        project: cases::store::project,
        texts: texts::case,
    },
    Kind {
        name: assessments::Assessment::KIND,
        schema: assessments::Assessment::SCHEMA,
        title: "Assessment",
        project: assessments::store::project,
        texts: texts::assessment,
    },
    Kind {
        name: severity::SeverityRating::KIND,
        schema: severity::SeverityRating::SCHEMA,
        title: "Severity rating",
        project: severity::store::project,
        texts: texts::severity,
    },
    Kind {
        name: risk::RiskNote::KIND,
        schema: risk::RiskNote::SCHEMA,
        title: "Risk note",
        project: risk::store::project,
        texts: texts::risk_note,
    },
    Kind {
        name: safety_plans::SafetyPlan::KIND,
        schema: safety_plans::SafetyPlan::SCHEMA,
        title: "Safety plan",
        project: safety_plans::store::project,
        texts: texts::safety_plan,
    },
    Kind {
        name: care::Diagnoses::KIND,
        schema: care::Diagnoses::SCHEMA,
        title: "Diagnoses",
        project: care::store::project,
        texts: texts::diagnoses,
    },
    Kind {
        name: care::Allergies::KIND,
        schema: care::Allergies::SCHEMA,
        title: "Allergies",
        project: care::store::project,
        texts: texts::allergies,
    },
    Kind {
        name: care::Medicines::KIND,
        schema: care::Medicines::SCHEMA,
        title: "Medicines",
        project: care::store::project,
        texts: texts::medicines,
    },
    Kind {
        name: schedules::MeasureSchedule::KIND,
        schema: schedules::MeasureSchedule::SCHEMA,
        title: "When measures are due",
        project: schedules::store::project,
        texts: texts::none,
    },
    Kind {
        name: contacts::SessionNote::KIND,
        schema: contacts::SessionNote::SCHEMA,
        title: "Session",
        project: contacts::store::project,
        texts: texts::session,
    },
    Kind {
        name: goals::Goal::KIND,
        schema: goals::Goal::SCHEMA,
        title: "Goal",
        project: goals::store::project,
        texts: texts::goal,
    },
    Kind {
        name: goals::GoalRating::KIND,
        schema: goals::GoalRating::SCHEMA,
        title: "Goal rating",
        project: goals::store::project,
        texts: texts::goal_rating,
    },
    Kind {
        name: pathway::PathwayPlan::KIND,
        schema: pathway::PathwayPlan::SCHEMA,
        title: "Pathway: entry and option",
        project: pathway::store::project,
        texts: texts::pathway_plan,
    },
    Kind {
        name: pathway::PathwayReview::KIND,
        schema: pathway::PathwayReview::SCHEMA,
        title: "Pathway review",
        project: pathway::store::project_review,
        texts: texts::pathway_review,
    },
    Kind {
        name: pathway::MdtDecision::KIND,
        schema: pathway::MdtDecision::SCHEMA,
        title: "Decision of the team",
        project: pathway::store::project_decision,
        texts: texts::mdt_decision,
    },
    Kind {
        name: formulations::Formulation::KIND,
        schema: formulations::Formulation::SCHEMA,
        title: "Formulation",
        project: formulations::store::project,
        texts: texts::formulation,
    },
    Kind {
        name: measures::Measure::KIND,
        schema: measures::Measure::SCHEMA,
        title: "Measure",
        project: measures::store::project,
        texts: texts::measure,
    },
    Kind {
        name: trust_data::TrustData::KIND,
        schema: trust_data::TrustData::SCHEMA,
        title: "The trust’s own data for measures",
        project: trust_data::store::project,
        texts: texts::none,
    },
    Kind {
        name: measures::SafetyResponse::KIND,
        schema: measures::SafetyResponse::SCHEMA,
        title: "Response to a safety answer",
        project: measures::safety::project_response,
        texts: texts::safety_response,
    },
    Kind {
        name: reasons::ReasonRule::KIND,
        schema: reasons::ReasonRule::SCHEMA,
        title: "Rule about reasons",
        project: reasons::store::project,
        texts: texts::none,
    },
    Kind {
        name: letters::SignedLetter::KIND,
        schema: letters::SignedLetter::SCHEMA,
        title: "Letter",
        project: letters::store::project,
        texts: texts::letter,
    },
    Kind {
        name: letters::LetterSending::KIND,
        schema: letters::LetterSending::SCHEMA,
        title: "Sending of a letter",
        project: letters::store::project_sending,
        texts: texts::none,
    },
    Kind {
        name: letters::store::PDF,
        schema: 1,
        title: "Letter (PDF)",
        project: letters::store::project_file,
        texts: texts::none,
    },
    Kind {
        name: letters::store::LAYOUT,
        schema: 1,
        title: "Letter (layout)",
        project: letters::store::project_file,
        texts: texts::none,
    },
    Kind {
        name: letters::LetterCountersignature::KIND,
        schema: letters::LetterCountersignature::SCHEMA,
        title: "Letter (countersigned)",
        project: letters::store::project_countersignature,
        texts: texts::none,
    },
    Kind {
        name: submissions::Submission::KIND,
        schema: submissions::Submission::SCHEMA,
        title: "Submission for countersigning",
        project: submissions::store::project,
        texts: texts::none,
    },
    Kind {
        name: supervision::SupervisionLog::KIND,
        schema: supervision::SupervisionLog::SCHEMA,
        title: "Supervision log",
        project: supervision::store::project,
        texts: texts::none,
    },
    Kind {
        name: supervision::ActionClosing::KIND,
        schema: supervision::ActionClosing::SCHEMA,
        title: "Action from supervision closed",
        project: supervision::store::project_closing,
        texts: texts::none,
    },
];

/// What a list calls a kind of record; its stable name for one that this program does not know.
pub(crate) fn title_of(kind: &str) -> &str {
    KINDS
        .iter()
        .find(|k| k.name == kind)
        .map_or(kind, |k| k.title)
}

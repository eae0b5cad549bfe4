//! Contacts: the sessions of a case. A session's number is derived from the order of the days, never stored; whether a
//! missed session counts is a setting.

pub mod api;
pub mod rules;
pub mod store;

use crate::ids::{CaseId, RecordId, RevisionId};
use crate::record::DraftView;
use crate::signed::{Amendment, Provenance};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

crate::words!(
    /// Whether the session took place.
    Attendance {
        /// It took place.
        Attended = "attended", "Attended";
        /// The patient did not come and had not said so.
        DidNotAttend = "did-not-attend", "Did not attend";
        /// The patient cancelled.
        PatientCancelled = "patient-cancelled", "Cancelled by the patient";
        /// The team cancelled.
        TeamCancelled = "team-cancelled", "Cancelled by the team";
    }
);

crate::words!(
    /// How patient and therapist met.
    ContactForm {
        /// Face to face.
        FaceToFace = "face-to-face", "Face to face";
        /// By video.
        Video = "video", "Video";
        /// By telephone.
        Telephone = "telephone", "Telephone";
    }
);

crate::words!(
    /// The six phases of the ten sessions (JCPMH 2017, Leeds pathway). How they fall on the sessions is the
    /// clinician's: a session carries one or several.
    Phase {
        /// Engagement.
        Engagement = "engagement", "Engagement";
        /// Shared understanding.
        SharedUnderstanding = "shared-understanding", "Shared understanding";
        /// Goal agreement.
        GoalAgreement = "goal-agreement", "Goal agreement";
        /// Core intervention.
        CoreIntervention = "core-intervention", "Core intervention";
        /// Activating therapies.
        ActivatingTherapies = "activating-therapies", "Activating therapies";
        /// Relapse management.
        RelapseManagement = "relapse-management", "Relapse management";
    }
);

/// A session as the journal holds it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SessionNote {
    /// The day.
    pub held_on: NaiveDate,
    /// Whether it took place.
    pub attendance: Attendance,
    /// Minutes; 0 for a session that did not take place.
    pub minutes: u32,
    /// How they met.
    pub form: ContactForm,
    /// Phases worked on; empty for a session that did not take place.
    pub phases: Vec<Phase>,
    /// What was worked on.
    pub note: String,
    /// What the patient takes home; may be empty.
    pub homework: String,
}

impl crate::record::Body for SessionNote {
    const KIND: &'static str = "session";
    const SCHEMA: u32 = 1;
}

/// A session as a form sends it, and as its draft is kept.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct SessionNoteForm {
    /// The day, as typed; not in the future.
    pub held_on: String,
    /// Whether it took place; absent until chosen.
    pub attendance: Option<Attendance>,
    /// Minutes, as typed.
    pub minutes: String,
    /// How they met; absent until chosen.
    pub form: Option<ContactForm>,
    /// Phases worked on.
    pub phases: Vec<Phase>,
    /// What was worked on; required for a session that took place.
    pub note: String,
    /// What the patient takes home.
    pub homework: String,
}

/// Asked when a session is signed into the record.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct SignSessionRequest {
    /// The case.
    pub case_id: CaseId,
    /// The session to be amended; absent for a new one.
    pub record_id: Option<RecordId>,
    /// The version that the form started from; required with `record_id`.
    pub base: Option<RevisionId>,
    /// The note.
    pub form: SessionNoteForm,
    /// Why it is changed; required with `base`.
    pub amendment: Option<Amendment>,
}

/// One session as it is shown.
#[derive(Clone, Debug, Serialize, TS)]
pub struct SessionNoteView {
    /// The record.
    pub id: RecordId,
    /// The revision shown: an amendment starts from it.
    pub revision: RevisionId,
    /// Its number; absent for one that does not count, and for a withdrawn one.
    pub number: Option<u32>,
    /// `20-Nov-2026`
    pub held_on: String,
    /// Whether it took place, in words.
    pub attendance: String,
    /// What it says.
    pub form: SessionNoteForm,
    /// Phases in words.
    pub phases: Vec<String>,
    /// How many versions there are.
    pub versions: u32,
    /// Who and when.
    pub provenance: Provenance,
}

/// The sessions of a case, counted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, TS)]
pub struct AttendanceSummary {
    /// Sessions that took place.
    pub attended: u32,
    /// Missed without a word.
    pub missed: u32,
    /// Cancelled by the patient.
    pub patient_cancelled: u32,
    /// Cancelled by the team.
    pub team_cancelled: u32,
    /// The number of the last session that counts; 0 before the first.
    pub last_number: u32,
    /// A missed session counts: the setting that the numbers were derived with.
    pub missed_count: bool,
    /// In a sentence: `8 attended, 1 missed without a word (counts), 1 cancelled by the team.`
    pub sentence: String,
}

/// One of the steps that the pathway is drawn as.
#[derive(Clone, Debug, Serialize, TS)]
pub struct SessionStep {
    /// Its number.
    pub number: u32,
    /// `done`, `missed`, `next`, `ahead` or `review`.
    pub state: String,
    /// `20-Nov-2026`; empty for one that lies ahead.
    pub on: String,
    /// Phases in words; `Did not attend`; `Review`.
    pub says: String,
}

/// The sessions of a case.
#[derive(Clone, Debug, Serialize, TS)]
pub struct SessionsView {
    /// The case.
    pub case_id: CaseId,
    /// Sessions, newest first, the withdrawn ones included and marked.
    pub sessions: Vec<SessionNoteView>,
    /// Counted.
    pub attendance: AttendanceSummary,
    /// As steps, from the first to the last that is agreed.
    pub steps: Vec<SessionStep>,
    /// How often each phase was worked on, in the order of the phases: `Engagement 2`.
    pub coverage: Vec<String>,
    /// This user's draft of a new session; absent for none.
    pub draft: Option<DraftView>,
}

//! The made-up material as it stands in `assets/demo`: read strictly, so that a slip of the pen stops the build of a
//! demo register with the file's name.

use super::course::Ordinary;
use super::findings::{Assessed, Care, Note, Plan, Rating, Response, Sitting};
use super::opinions::Opinions;
use super::pathway::Pathway;
use super::supervision::Supervision;
use casebook_core::cases::{CaseKind, CaseRole, CaseStatus, ReferralSource, Referrer, Urgency};
use casebook_core::letters::SendingWay;
use casebook_core::patients::{Communication, Gender, NextOfKin, OtherIdentifier};
use casebook_core::signed::Amendment;
use casebook_core::users::Role;
use casebook_core::{Error, Result};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;

/// The team: letterhead and accounts.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Team {
    pub(super) letterhead: Letterhead,
    pub(super) consultant: Account,
    pub(super) trainee: Account,
}

/// What stands at the head of letters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Letterhead {
    pub(super) organisation: String,
    pub(super) team: String,
    pub(super) address: String,
    pub(super) phone: String,
    pub(super) email: String,
}

/// A member of staff.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Account {
    pub(super) name: String,
    pub(super) role: Role,
    pub(super) post: String,
    pub(super) registration: String,
    pub(super) passphrase: String,
}

/// Names and places that chance puts together.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Names {
    pub(super) streets: Vec<String>,
    pub(super) towns: Vec<Town>,
    pub(super) origins: Vec<Origin>,
    pub(super) practices: Vec<Practice>,
}

/// A town that does not exist.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Town {
    pub(super) name: String,
    /// The first half of its postcode, in an area that does not exist.
    pub(super) postcode: String,
}

/// Names that go together.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Origin {
    /// For the reader of the file only.
    #[serde(rename = "origin")]
    pub(super) _origin: String,
    pub(super) female: Vec<String>,
    pub(super) male: Vec<String>,
    /// Family names; a pair gives the woman's form and the man's.
    pub(super) family: Vec<Vec<String>>,
    /// The language for which some of them need an interpreter; empty for none.
    #[serde(default)]
    pub(super) interpreter: String,
}

/// A practice with a GP.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Practice {
    pub(super) gp: String,
    pub(super) practice: String,
    pub(super) ods_code: String,
    pub(super) address: String,
}

/// One case written out in full.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Story {
    /// Works on it as the trainee instead of the demo user.
    #[serde(default)]
    pub(super) trainee: bool,
    pub(super) patient: Patient,
    pub(super) referral: Referral,
    /// Where the case stood later on, oldest first.
    #[serde(default)]
    pub(super) then: Vec<Step>,
    #[serde(default)]
    pub(super) formulations: Vec<Version>,
    #[serde(default)]
    pub(super) letters: Vec<Letter>,
    #[serde(default)]
    pub(super) draft_formulation: Option<Version>,
    #[serde(default)]
    pub(super) draft_letter: Option<Letter>,
    #[serde(default)]
    pub(super) assessment: Option<Assessed>,
    #[serde(default)]
    pub(super) draft_assessment: Option<Assessed>,
    #[serde(default)]
    pub(super) severity: Vec<Rating>,
    #[serde(default)]
    pub(super) risk: Vec<Note>,
    #[serde(default)]
    pub(super) safety_plan: Option<Plan>,
    #[serde(default)]
    pub(super) care: Vec<Care>,
    #[serde(default)]
    pub(super) measures: Vec<Sitting>,
    /// Entries for the notes of the ward or practice.
    #[serde(default)]
    pub(super) entries: Vec<Letter>,
    /// The ten-session pathway.
    #[serde(default)]
    pub(super) pathway: Option<Pathway>,
}

/// The patient; what is not here comes by chance.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Patient {
    pub(super) title: String,
    pub(super) given: String,
    pub(super) family: String,
    #[serde(default)]
    pub(super) preferred: String,
    pub(super) gender: Gender,
    #[serde(default)]
    pub(super) gender_described: String,
    /// Years today.
    pub(super) age: u32,
    /// No NHS number is known.
    #[serde(default)]
    pub(super) no_nhs_number: bool,
    #[serde(default)]
    pub(super) identifiers: Vec<OtherIdentifier>,
    #[serde(default)]
    pub(super) next_of_kin: NextOfKin,
    #[serde(default)]
    pub(super) communication: Communication,
    /// Days ago.
    #[serde(default)]
    pub(super) died: Option<u32>,
}

/// The referral.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Referral {
    pub(super) kind: CaseKind,
    pub(super) source: ReferralSource,
    pub(super) urgency: Urgency,
    /// Days ago.
    pub(super) received: u32,
    pub(super) reason: String,
    /// The patient's GP, where nobody is named and the source is general practice.
    #[serde(default)]
    pub(super) referrer: Referrer,
    #[serde(default)]
    pub(super) people: Vec<Person>,
}

/// Somebody who works on the case.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Person {
    pub(super) role: CaseRole,
    /// `consultant` or `trainee` for the two accounts, else a name.
    pub(super) name: String,
}

/// A later standing of the case.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Step {
    /// Days ago.
    pub(super) on: u32,
    pub(super) status: CaseStatus,
    #[serde(default)]
    pub(super) closing_reason: String,
}

/// A version of a 5Ps formulation. A later one says only what it changes.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Version {
    /// Days ago.
    pub(super) on: u32,
    /// Shared with the patient, days ago.
    #[serde(default)]
    pub(super) shared: Option<u32>,
    /// Row, column, text.
    #[serde(default)]
    pub(super) cells: BTreeMap<String, BTreeMap<String, String>>,
    #[serde(default)]
    pub(super) narrative: String,
    #[serde(default)]
    pub(super) patient_agrees: String,
    #[serde(default)]
    pub(super) amendment: Option<Amendment>,
}

/// What the clinician writes into a letter after it has been composed.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Letter {
    /// Days ago.
    pub(super) on: u32,
    /// Text by section. `{composed}` stands for what the record gave.
    pub(super) sections: BTreeMap<String, String>,
    /// Sections that the clinician took out, to keep the letter short.
    #[serde(default)]
    pub(super) leave_out: Vec<String>,
    /// Absent while it has not left the team.
    #[serde(default)]
    pub(super) sent: Option<Sent>,
}

/// How a signed letter, entry or plan left the team.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Sent {
    /// Days after it was signed.
    #[serde(default)]
    pub(super) after: u32,
    pub(super) way: SendingWay,
    #[serde(default)]
    pub(super) place: String,
    /// Who did it, where it was not the account itself.
    #[serde(default)]
    pub(super) by: String,
}

/// A referral from which chance makes a case. `{name}`, `{they}`, `{them}` and `{their}` are filled in, and `{They}` and
/// `{Their}` where a sentence begins.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Outline {
    pub(super) kind: CaseKind,
    /// The youngest and the oldest whom the history would fit.
    pub(super) ages: [u32; 2],
    /// Where it would fit a woman or a man only.
    #[serde(default)]
    pub(super) sex: Option<Gender>,
    pub(super) source: ReferralSource,
    pub(super) urgency: Urgency,
    pub(super) reason: String,
    #[serde(default)]
    pub(super) referrer: Referrer,
    #[serde(default)]
    pub(super) formulation: Option<OutlineFormulation>,
    /// Texts of the assessment by `section.field`.
    pub(super) assessment: BTreeMap<String, String>,
    #[serde(default)]
    pub(super) severity: Option<OutlineSeverity>,
    pub(super) risk: Note,
    pub(super) care: Care,
    /// Instruments that are filled in.
    pub(super) measures: Vec<String>,
    /// What was done when the first sheet spoke of not wanting to live; absent where it did not.
    #[serde(default)]
    pub(super) answered: Option<Response>,
}

/// The severity of an outline: at the assessment, and why it is rated less severe where things go well.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OutlineSeverity {
    pub(super) first: Rating,
    pub(super) later: Rating,
}

/// The formulation of an outline.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OutlineFormulation {
    pub(super) cells: BTreeMap<String, BTreeMap<String, String>>,
    pub(super) narrative: String,
    pub(super) patient_agrees: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Outlines {
    pathway: Ordinary,
    outlines: Vec<Outline>,
}

/// Everything.
#[derive(Debug)]
pub(super) struct Material {
    pub(super) team: Team,
    pub(super) names: Names,
    pub(super) stories: Vec<Story>,
    pub(super) outlines: Vec<Outline>,
    /// What the pathway of an outlined case says.
    pub(super) pathway: Ordinary,
    /// The trainee's supervision.
    pub(super) supervision: Supervision,
    /// What is said of the service.
    pub(super) opinions: Opinions,
}

macro_rules! files {
    ($($name:literal),+ $(,)?) => {
        &[$((concat!("assets/demo/", $name), include_str!(concat!("../../../assets/demo/", $name)))),+]
    };
}

const TEAM: &[(&str, &str)] = files!["team.toml"];
const NAMES: &[(&str, &str)] = files!["names.toml"];
const OUTLINES: &[(&str, &str)] = files!["outlines.toml"];
const SUPERVISION: &[(&str, &str)] = files!["supervision.toml"];
const OPINIONS: &[(&str, &str)] = files!["friends-and-family.toml"];
/// In the order in which a small register takes them.
const STORIES: &[(&str, &str)] = files![
    "cases/ayse-yildirim.toml",
    "cases/sian-llewelyn.toml",
    "cases/rahela-khatun.toml",
    "cases/tomasz-wojcik.toml",
    "cases/sian-llewellyn.toml",
    "cases/yusuf-al-hasani.toml",
    "cases/georgios-papadopoulos.toml",
    "cases/malgorzata-wisniewska.toml",
    "cases/gethin-prydderch.toml",
    "cases/arundhati-chattopadhyay.toml",
    "cases/khadija-bensaid.toml",
    "cases/deniz-kaya.toml",
];

fn read<T: DeserializeOwned>(files: &[(&str, &str)]) -> Result<Vec<T>> {
    files
        .iter()
        .map(|(file, text)| {
            toml::from_str(text).map_err(|e| Error::BadAsset {
                file: (*file).to_owned(),
                hint: e.to_string(),
            })
        })
        .collect()
}

fn one<T: DeserializeOwned>(files: &[(&str, &str)]) -> Result<T> {
    read(files)?.into_iter().next().ok_or(Error::NotFound {
        what: "made-up material",
    })
}

impl Material {
    /// Reads it. Errors: `BadAsset` naming the file and the place.
    pub(super) fn read() -> Result<Self> {
        let Outlines { pathway, outlines } = one(OUTLINES)?;
        Ok(Self {
            team: one(TEAM)?,
            names: one(NAMES)?,
            stories: read(STORIES)?,
            outlines,
            pathway,
            supervision: one(SUPERVISION)?,
            opinions: one(OPINIONS)?,
        })
    }
}

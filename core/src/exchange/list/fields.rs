//! What a column of a referral list may be.

use crate::cases::{CaseKind, CaseRole, CaseStatus, ReferralSource, Urgency};

/// How a cell is read.
#[derive(Clone, Copy, Debug)]
pub(super) enum Reading {
    /// As it stands; several columns are joined by a blank.
    Text,
    /// As it stands; several columns make a line each.
    Lines,
    /// A day in one of the formats that the mapping names.
    Day,
    /// One of our words, or one that the mapping turns into it.
    Word(fn() -> Vec<&'static str>),
    /// The name of a person in the case.
    Person(CaseRole),
}

/// A field.
#[derive(Debug)]
pub(super) struct Field {
    /// As the mapping writes it.
    pub(super) name: &'static str,
    /// Where it stands in a case of the exchange format.
    pub(super) path: &'static str,
    pub(super) reading: Reading,
    pub(super) required: bool,
}

/// Where a field's value comes from.
#[derive(Clone, Debug)]
pub(super) enum Source {
    /// Columns by their headings.
    Columns(Vec<String>),
    /// The same in every row.
    Fixed(String),
}

const fn field(name: &'static str, reading: Reading) -> Field {
    Field {
        name,
        path: name,
        reading,
        required: false,
    }
}

const fn required(name: &'static str, reading: Reading) -> Field {
    Field {
        name,
        path: name,
        reading,
        required: true,
    }
}

fn genders() -> Vec<&'static str> {
    vec!["female", "male", "other", "not-specified", "not-known"]
}

fn kinds() -> Vec<&'static str> {
    CaseKind::ALL.iter().map(|w| w.word()).collect()
}

fn sources() -> Vec<&'static str> {
    ReferralSource::ALL.iter().map(|w| w.word()).collect()
}

fn urgencies() -> Vec<&'static str> {
    Urgency::ALL.iter().map(|w| w.word()).collect()
}

/// A referral comes in open: closing needs a reason and a history that a list has not.
fn statuses() -> Vec<&'static str> {
    CaseStatus::ALL
        .iter()
        .filter(|w| **w != CaseStatus::Closed)
        .map(|w| w.word())
        .collect()
}

/// Every field.
pub(super) const FIELDS: &[Field] = &[
    field("patient.nhs_number", Reading::Text),
    Field {
        name: "patient.hospital_number",
        path: "patient.identifiers",
        reading: Reading::Text,
        required: false,
    },
    Field {
        name: "patient.hospital",
        path: "patient.identifiers[0].issuer",
        reading: Reading::Text,
        required: false,
    },
    field("patient.name.title", Reading::Text),
    field("patient.name.given", Reading::Text),
    required("patient.name.family", Reading::Text),
    field("patient.name.preferred", Reading::Text),
    field("patient.born_on", Reading::Day),
    field("patient.died_on", Reading::Day),
    field("patient.gender", Reading::Word(genders)),
    field("patient.gender_described", Reading::Text),
    field("patient.address", Reading::Lines),
    field("patient.phone", Reading::Text),
    field("patient.gp_name", Reading::Text),
    field("patient.practice", Reading::Text),
    field("patient.ods_code", Reading::Text),
    field("patient.practice_address", Reading::Lines),
    field("patient.next_of_kin.name", Reading::Text),
    field("patient.next_of_kin.relationship", Reading::Text),
    field("patient.next_of_kin.phone", Reading::Text),
    field("patient.communication.interpreter", Reading::Text),
    field("patient.communication.needs", Reading::Text),
    field("patient.communication.preferred_term", Reading::Text),
    required("case.kind", Reading::Word(kinds)),
    required("case.source", Reading::Word(sources)),
    required("case.received_on", Reading::Day),
    required("case.urgency", Reading::Word(urgencies)),
    required("case.reason", Reading::Lines),
    field("case.status", Reading::Word(statuses)),
    field("case.referrer.name", Reading::Text),
    field("case.referrer.role", Reading::Text),
    field("case.referrer.organisation", Reading::Text),
    field("case.referrer.contact", Reading::Text),
    field(
        "case.people.responsible-consultant",
        Reading::Person(CaseRole::ResponsibleConsultant),
    ),
    field(
        "case.people.key-worker",
        Reading::Person(CaseRole::KeyWorker),
    ),
    field(
        "case.people.therapist",
        Reading::Person(CaseRole::Therapist),
    ),
    field(
        "case.people.therapy-supervisor",
        Reading::Person(CaseRole::TherapySupervisor),
    ),
];

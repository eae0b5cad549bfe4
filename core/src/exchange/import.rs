//! What was checked goes into the record: within one write, so that all of it is there or nothing.

use super::check::Checked;
use super::{ExchangeResponse, IMPORTED, ImportOutcome};
use crate::care;
use crate::cases::{self, CasePerson};
use crate::dates;
use crate::error::{Error, FieldError, Result};
use crate::formulations::Formulation;
use crate::ids::{CaseId, PatientId, RecordId, RevisionId};
use crate::measures::{self, RespondToSafetyAnswerRequest};
use crate::patients::duplicates::folded;
use crate::patients::{self, Likeness, Patient};
use crate::record::audit::Audited;
use crate::record::{Body, Subject, WriteTx, canonical};
use crate::session::Session;
use crate::submissions::{self, SubmissionForm};
use crate::users;
use chrono::NaiveDate;
use std::collections::{BTreeMap, HashMap};

/// One import in progress.
pub(super) struct Import<'a, 'tx> {
    pub(super) tx: &'a mut WriteTx<'tx>,
    pub(super) session: &'a Session,
    pub(super) today: NaiveDate,
    /// What the audit says of the file: its hash.
    pub(super) file: &'a str,
    pub(super) faults: Vec<FieldError>,
    pub(super) outcome: ImportOutcome,
    /// Patients of this file by what makes them the same person.
    known: HashMap<String, (PatientId, usize, Patient)>,
}

impl<'a, 'tx> Import<'a, 'tx> {
    /// The register as it stands in this write.
    pub(super) const fn connection(&self) -> &rusqlite::Connection {
        self.tx.connection()
    }

    pub(super) fn new(
        tx: &'a mut WriteTx<'tx>,
        session: &'a Session,
        today: NaiveDate,
        file: &'a str,
    ) -> Self {
        Self {
            tx,
            session,
            today,
            file,
            faults: Vec::new(),
            outcome: ImportOutcome::default(),
            known: HashMap::new(),
        }
    }

    fn fault(&mut self, place: usize, part: &str, rule: &str, message: impl Into<String>) {
        self.faults.push(FieldError::new(
            format!("cases[{place}].{part}"),
            rule,
            message,
        ));
    }

    /// Records one case. Where it may not be, the fault is kept; the caller then writes nothing at all.
    pub(super) fn case(&mut self, place: usize, checked: Checked) -> Result<()> {
        let Some(patient) = self.patient(place, &checked.patient)? else {
            return Ok(());
        };
        let received = dates::clinical(checked.case.received_on);
        let there = cases::store::of_patient(self.tx.connection(), patient)?;
        if there
            .iter()
            .any(|c| c.kind == checked.case.kind.label() && c.received_on == received)
        {
            self.fault(
                place,
                "case.received_on",
                "already-there",
                "This patient already has a case of this kind that was received on this day.",
            );
            return Ok(());
        }
        self.list(place, "diagnoses", patient, checked.diagnoses.as_ref())?;
        self.list(place, "allergies", patient, checked.allergies.as_ref())?;
        self.list(place, "medicines", patient, checked.medicines.as_ref())?;
        let subject = Subject {
            patient: Some(patient),
            case: Some(CaseId::random()?),
        };
        let mut case = checked.case.clone();
        for person in &mut case.people {
            self.at_home(person);
        }
        let record = RecordId::random()?;
        self.tx.create(subject, record, &case)?;
        self.clinical(place, subject, &checked)?;
        let (file, case) = (self.file, subject.case);
        self.tx.audit_own(
            Audited::CaseImported,
            Some(record),
            case,
            subject.patient,
            file,
        )?;
        self.outcome.cases += 1;
        Ok(())
    }

    /// An account of another installation is nobody here: the name stays.
    fn at_home(&self, person: &mut CasePerson) {
        person.user_id = person
            .user_id
            .filter(|id| users::store::user(self.tx.connection(), *id).is_ok());
    }

    /// Whose case it is: somebody of this file, of the register, or somebody new. Nothing, and a fault, where that is
    /// not certain.
    fn patient(&mut self, place: usize, patient: &Patient) -> Result<Option<PatientId>> {
        let key = match patient.nhs_number {
            Some(number) => number.digits(),
            // Without a number only every detail together says who it is.
            None => String::from_utf8_lossy(&canonical(patient)?).into_owned(),
        };
        if let Some((id, first, details)) = self.known.get(&key) {
            let (id, first) = (*id, *first);
            if details == patient {
                return Ok(Some(id));
            }
            self.fault(
                place,
                "patient",
                "differs",
                format!("The same NHS number stands in cases[{first}] with other details. Give the same details in both, or check the number."),
            );
            return Ok(None);
        }
        let duplicates =
            patients::store::duplicates(self.tx.connection(), patient, None, self.today)?;
        let id = match duplicates.iter().find(|d| patients::store::stops(d)) {
            Some(found) if found.likeness == Likeness::SameNumber => {
                let (_, here, _) = patients::store::patient(self.tx.connection(), found.id)?;
                if !same_person(&here, patient) {
                    self.fault(
                        place,
                        "patient.nhs_number",
                        "another-patient",
                        "A patient with this NHS number is registered under another name or date of birth. Check the number.",
                    );
                    return Ok(None);
                }
                found.id
            }
            Some(_) => {
                self.fault(
                    place,
                    "patient",
                    "duplicate",
                    "Somebody very like this is already registered, or stands earlier in this file. Enter this case by hand, or add the NHS number.",
                );
                return Ok(None);
            }
            None => {
                let id = PatientId::random()?;
                patients::api::add(self.tx, id, patient)?;
                self.outcome.new_patients += 1;
                id
            }
        };
        self.known.insert(key, (id, place, patient.clone()));
        Ok(Some(id))
    }

    /// A list of the person. One that is already there is left as it is, and may not say anything else.
    fn list<B: Body + PartialEq>(
        &mut self,
        place: usize,
        name: &str,
        patient: PatientId,
        body: Option<&B>,
    ) -> Result<()> {
        let Some(body) = body else {
            return Ok(());
        };
        match care::store::current::<B>(self.tx.connection(), patient)? {
            Some((_, here)) if here == *body => {}
            Some(_) => self.fault(
                place,
                name,
                "differs",
                "This patient’s list is already recorded and says something else. Take it out of the file and change the list in the register.",
            ),
            None => {
                let subject = Subject {
                    patient: Some(patient),
                    case: None,
                };
                self.sign(subject, body)?;
            }
        }
        Ok(())
    }

    fn sign<B: Body>(&mut self, subject: Subject, body: &B) -> Result<RecordId> {
        let record = RecordId::random()?;
        self.sign_as(subject, record, body)?;
        Ok(record)
    }

    fn sign_as<B: Body>(
        &mut self,
        subject: Subject,
        record: RecordId,
        body: &B,
    ) -> Result<RevisionId> {
        let revision = self.tx.create(subject, record, body)?;
        self.tx.sign_with(revision, IMPORTED)?;
        self.outcome.records += 1;
        Ok(revision)
    }

    fn clinical(&mut self, place: usize, subject: Subject, checked: &Checked) -> Result<()> {
        if let Some(body) = &checked.assessment {
            self.sign(subject, body)?;
        }
        for body in &checked.severity {
            self.sign(subject, body)?;
        }
        self.formulations(subject, &checked.formulations)?;
        for body in &checked.risk_notes {
            self.sign(subject, body)?;
        }
        if let Some(body) = &checked.safety_plan {
            self.sign(subject, body)?;
        }
        let mut sheets = Vec::new();
        for body in &checked.measures {
            sheets.push(match body {
                Some(body) => Some(self.sign(subject, body)?),
                None => None,
            });
        }
        for body in &checked.sessions {
            self.sign(subject, body)?;
        }
        for (record, goal, ratings) in &checked.goals {
            self.sign_as(subject, *record, goal)?;
            for rating in ratings {
                self.sign(subject, rating)?;
            }
        }
        if let Some(body) = &checked.pathway {
            self.sign(subject, body)?;
        }
        for (record, review, decided) in &checked.pathway_reviews {
            self.sign_as(subject, *record, review)?;
            if let Some(body) = decided {
                self.sign(subject, body)?;
            }
        }
        self.responses(place, subject, &checked.safety_responses, &sheets)
    }

    /// What was done about answers about safety. The rule looks at the answer of the time before, so it comes after the
    /// sheets.
    fn responses(
        &mut self,
        place: usize,
        subject: Subject,
        responses: &[(usize, ExchangeResponse)],
        sheets: &[Option<RecordId>],
    ) -> Result<()> {
        // Of a sheet that can't be read nobody knows whether it has the answer of the time before.
        let unknown = sheets.iter().any(Option::is_none);
        for (number, response) in responses {
            let sheet = usize::try_from(response.measure)
                .ok()
                .and_then(|n| sheets.get(n).copied().flatten());
            // A sheet with a fault was told.
            let (Some(measure_id), Some(case_id)) = (sheet, subject.case) else {
                continue;
            };
            let at = format!("safety_responses[{number}]");
            let before =
                measures::safety::answered_as_before(self.tx.connection(), case_id, measure_id);
            let as_before = match before {
                Ok(as_before) => as_before,
                Err(Error::NotFound { .. }) => {
                    self.fault(
                        place,
                        &format!("{at}.measure"),
                        "no-answer",
                        "This sheet has no answer about safety that waits for a response.",
                    );
                    continue;
                }
                Err(other) => return Err(other),
            };
            let request = RespondToSafetyAnswerRequest {
                case_id,
                measure_id,
                outcome: response.outcome,
                note: response.note.clone(),
            };
            match measures::rules::response(&request, as_before || unknown) {
                Ok(body) => drop(self.sign(subject, &body)?),
                Err(Error::Invalid(found)) => {
                    for fault in found {
                        let part = format!("{at}.{}", fault.field);
                        self.fault(place, &part, &fault.rule, fault.message);
                    }
                }
                Err(other) => return Err(other),
            }
        }
        Ok(())
    }

    /// Versions of each type follow one another; each is handed in where this user's signature needs a second.
    fn formulations(&mut self, subject: Subject, versions: &[(Formulation, String)]) -> Result<()> {
        let mut newest: BTreeMap<&str, (RecordId, RevisionId)> = BTreeMap::new();
        for (body, reason) in versions {
            let version = match newest.get(body.definition.as_str()) {
                None => {
                    let record = RecordId::random()?;
                    (record, self.tx.create(subject, record, body)?)
                }
                Some((record, base)) => (*record, self.tx.revise(*record, *base, body)?),
            };
            let why = match reason.as_str() {
                "" => IMPORTED.to_owned(),
                said => format!("{IMPORTED}: {said}"),
            };
            self.tx.sign_with(version.1, &why)?;
            self.outcome.records += 1;
            let form = SubmissionForm::default();
            if self.session.role.is_supervised() {
                submissions::api::hand_in(self.tx, subject, version, &form)?;
            }
            newest.insert(&body.definition, version);
        }
        Ok(())
    }
}

/// With the same NHS number: do name and date of birth say the same person?
fn same_person(a: &Patient, b: &Patient) -> bool {
    folded(&a.name.family) == folded(&b.name.family)
        && folded(&a.name.given) == folded(&b.name.given)
        && a.born_on.is_some()
        && a.born_on == b.born_on
}

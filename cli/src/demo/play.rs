//! Playing the cases: every event at its day and hour, under the account that does it.

use super::calendar::{Hand, at, clinic_day};
use super::cast::Part;
use super::script::{Account, Letter, Person, Step, Version};
use casebook_core::cases::api::{
    AddCaseRequest, ChangeCaseRequest, add_case, change_case, save_draft,
};
use casebook_core::cases::{CaseForm, CasePerson, CaseStatus, Urgency};
use casebook_core::clock::FixedClock;
use casebook_core::formulations::api::sign_formulation;
use casebook_core::formulations::{FormulationForm, SignFormulationRequest};
use casebook_core::ids::{CaseId, PatientId, RevisionId, UserId};
use casebook_core::letters::LetterContent;
use casebook_core::letters::api::{
    ComposeLetterRequest, SignLetterRequest, compose_letter, sign_letter,
};
use casebook_core::patients::PatientForm;
use casebook_core::patients::api::{
    ChangePatientRequest, CheckPatientRequest, RegisterPatientRequest, change_patient,
    check_patient, register_patient,
};
use casebook_core::record::SaveDraftRequest;
use casebook_core::sensitive::Secret;
use casebook_core::store::Layout;
use casebook_core::users::UnlockRequest;
use casebook_core::users::api::unlock;
use casebook_core::{Error, Register, Result, Session};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use std::sync::Arc;

/// What happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    Register,
    Open,
    Step(usize),
    Formulation(usize),
    Letter(usize),
    DraftFormulation,
    DraftLetter,
    Died,
}

/// Something that happens to a case.
#[derive(Clone, Debug)]
pub(super) struct Event {
    pub(super) at: DateTime<Utc>,
    hand: Hand,
    case: usize,
    what: What,
}

const fn hand(part: &Part) -> Hand {
    if part.story.trainee {
        Hand::Trainee
    } else {
        Hand::Consultant
    }
}

/// Everything that happens, in order. Nothing happens today: the register is ready for it.
pub(super) fn events(parts: &[Part], today: NaiveDate) -> Vec<Event> {
    let mut events = Vec::new();
    for (case, part) in parts.iter().enumerate() {
        let story = &part.story;
        let mut wanted = vec![
            (story.referral.received.saturating_sub(1), What::Register),
            (story.referral.received.saturating_sub(1), What::Open),
        ];
        wanted.extend(
            story
                .then
                .iter()
                .enumerate()
                .map(|(i, s)| (s.on, What::Step(i))),
        );
        wanted.extend(
            story
                .formulations
                .iter()
                .enumerate()
                .map(|(i, f)| (f.on, What::Formulation(i))),
        );
        wanted.extend(
            story
                .letters
                .iter()
                .enumerate()
                .map(|(i, l)| (l.on, What::Letter(i))),
        );
        wanted.extend(
            story
                .draft_formulation
                .iter()
                .map(|f| (f.on, What::DraftFormulation)),
        );
        wanted.extend(story.draft_letter.iter().map(|l| (l.on, What::DraftLetter)));
        wanted.extend(story.patient.died.map(|on| (on, What::Died)));
        // Stable: what is on the same day stays in the order above.
        wanted.sort_by_key(|(days_ago, _)| std::cmp::Reverse(*days_ago));
        let mut last: Option<DateTime<Utc>> = None;
        for (turn, (days_ago, what)) in (0u32..).zip(wanted) {
            let hand = hand(part);
            // Not at the same minute every time.
            let minute = (part.minute + turn * 37) % 200;
            let mut when = at(clinic_day(today, days_ago.max(1), hand), hand, minute);
            if let Some(last) = last.filter(|l| *l >= when) {
                when = last + TimeDelta::minutes(7);
            }
            last = Some(when);
            events.push(Event {
                at: when,
                hand,
                case,
                what,
            });
        }
    }
    events.sort_by_key(|e| (e.at, e.case));
    events
}

/// One of the two accounts.
#[derive(Debug)]
pub(super) struct Colleague {
    user: UserId,
    name: String,
    passphrase: String,
}

impl Colleague {
    pub(super) fn new(user: UserId, account: &Account) -> Self {
        Self {
            user,
            name: account.name.clone(),
            passphrase: account.passphrase.clone(),
        }
    }
}

/// What has become of a case so far.
#[derive(Debug, Default)]
struct Standing {
    patient: Option<(PatientId, RevisionId)>,
    case: Option<(CaseId, RevisionId)>,
    case_form: Option<CaseForm>,
    formulation: FormulationForm,
    signed: Option<RevisionId>,
}

/// The open register and whoever has it open.
pub(super) struct Theatre {
    layout: Layout,
    clock: Arc<FixedClock>,
    register: Arc<Register>,
    session: Session,
    consultant: Colleague,
    trainee: Colleague,
}

impl Theatre {
    pub(super) fn new(
        layout: &Layout,
        clock: Arc<FixedClock>,
        register: Arc<Register>,
        session: Session,
        [consultant, trainee]: [Colleague; 2],
    ) -> Self {
        Self {
            layout: layout.clone(),
            clock,
            register,
            session,
            consultant,
            trainee,
        }
    }

    /// Plays every event.
    pub(super) fn play(&mut self, parts: Vec<Part>, events: &[Event]) -> Result<()> {
        let mut standings: Vec<Standing> = parts.iter().map(|_| Standing::default()).collect();
        for event in events {
            let (Some(part), Some(standing)) =
                (parts.get(event.case), standings.get_mut(event.case))
            else {
                continue;
            };
            self.take_turn(event)?;
            self.perform(part, standing, event)?;
        }
        Ok(())
    }

    /// Locks; the chain's end is signed.
    pub(super) fn close(self) -> Result<()> {
        self.register.lock(&self.session)
    }

    /// Sets the clock, and lets the other account in when it is its turn.
    fn take_turn(&mut self, event: &Event) -> Result<()> {
        let whose = match event.hand {
            Hand::Consultant => &self.consultant,
            Hand::Trainee => &self.trainee,
        };
        if self.session.user != whose.user {
            self.register.lock(&self.session)?;
            self.clock.set(event.at - TimeDelta::minutes(2));
            let request = UnlockRequest {
                user_id: whose.user,
                passphrase: Secret::new(whose.passphrase.clone()),
            };
            let (register, session) = unlock(&self.layout, &request, self.clock.clone())?;
            (self.register, self.session) = (register, session);
        }
        self.clock.set(event.at);
        Ok(())
    }

    fn perform(&self, part: &Part, standing: &mut Standing, event: &Event) -> Result<()> {
        let today = event.at.date_naive();
        let story = &part.story;
        let missing = || Error::NotFound {
            what: "made-up event",
        };
        match event.what {
            What::Register => self.register_patient(part, standing),
            What::Open => self.open(part, standing, today),
            What::Step(i) => self.step(standing, story.then.get(i).ok_or_else(missing)?),
            What::Formulation(i) => {
                let version = story.formulations.get(i).ok_or_else(missing)?;
                self.formulate(standing, version, day(today, version, event.hand))
            }
            What::Letter(i) => {
                self.write_letter(standing, story.letters.get(i).ok_or_else(missing)?, true)
            }
            What::DraftLetter => self.write_letter(
                standing,
                story.draft_letter.as_ref().ok_or_else(missing)?,
                false,
            ),
            What::DraftFormulation => {
                let version = story.draft_formulation.as_ref().ok_or_else(missing)?;
                self.draft_formulation(standing, version)
            }
            What::Died => self.died(part, standing, today),
        }
    }

    fn register_patient(&self, part: &Part, standing: &mut Standing) -> Result<()> {
        let mut request = RegisterPatientRequest {
            form: part.form.clone(),
            not_duplicates: Vec::new(),
        };
        let view = match register_patient(&self.register, &self.session, &request) {
            Err(Error::Refused {
                rule: "duplicate", ..
            }) => {
                // Somebody looked, and it is somebody else.
                let check = CheckPatientRequest {
                    form: part.form.clone(),
                    patient_id: None,
                };
                let found = check_patient(&self.register, &self.session, &check)?;
                request.not_duplicates = found.duplicates.iter().map(|d| d.id).collect();
                register_patient(&self.register, &self.session, &request)?
            }
            other => other?,
        };
        standing.patient = Some((view.id, view.revision));
        Ok(())
    }

    fn people(&self, people: &[Person]) -> Vec<CasePerson> {
        people
            .iter()
            .map(|person| {
                let account = match person.name.as_str() {
                    "consultant" => Some(&self.consultant),
                    "trainee" => Some(&self.trainee),
                    _ => None,
                };
                CasePerson {
                    role: person.role,
                    name: account.map_or_else(|| person.name.clone(), |a| a.name.clone()),
                    user_id: account.map(|a| a.user),
                }
            })
            .collect()
    }

    fn open(&self, part: &Part, standing: &mut Standing, today: NaiveDate) -> Result<()> {
        let (patient_id, _) = standing
            .patient
            .ok_or(Error::NotFound { what: "patient" })?;
        let referral = &part.story.referral;
        // A routine letter is opened the day after it came; the urgent ones ring.
        let received = match referral.urgency {
            Urgency::Routine => today.pred_opt().unwrap_or(today),
            Urgency::Emergency | Urgency::Urgent => today,
        };
        let form = CaseForm {
            kind: referral.kind,
            source: referral.source,
            received_on: received.to_string(),
            urgency: referral.urgency,
            reason: referral.reason.clone(),
            referrer: referral.referrer.clone(),
            people: self.people(&referral.people),
            status: CaseStatus::Referred,
            closing_reason: String::new(),
        };
        let request = AddCaseRequest {
            patient_id,
            form: form.clone(),
        };
        let view = add_case(&self.register, &self.session, &request)?;
        standing.case = Some((view.id, view.revision));
        standing.case_form = Some(form);
        Ok(())
    }

    fn step(&self, standing: &mut Standing, step: &Step) -> Result<()> {
        let missing = || Error::NotFound { what: "case" };
        let (case_id, base) = standing.case.ok_or_else(missing)?;
        let mut form = standing.case_form.clone().ok_or_else(missing)?;
        form.status = step.status;
        form.closing_reason = step.closing_reason.clone();
        let request = ChangeCaseRequest {
            case_id,
            base,
            form: form.clone(),
        };
        let view = change_case(&self.register, &self.session, &request)?;
        standing.case = Some((case_id, view.revision));
        standing.case_form = Some(form);
        Ok(())
    }

    fn formulate(&self, standing: &mut Standing, version: &Version, shared: String) -> Result<()> {
        let (case_id, _) = standing.case.ok_or(Error::NotFound { what: "case" })?;
        let form = revised(&standing.formulation, version, shared);
        let request = SignFormulationRequest {
            case_id,
            base: standing.signed,
            form: form.clone(),
            amendment: version.amendment.clone(),
            keep_beside: false,
        };
        let view = sign_formulation(&self.register, &self.session, &request)?;
        standing.signed = view.versions.first().map(|v| v.revision);
        standing.formulation = form;
        Ok(())
    }

    fn draft_formulation(&self, standing: &Standing, version: &Version) -> Result<()> {
        let form = revised(&standing.formulation, version, String::new());
        self.keep(
            standing,
            "formulation:five-ps",
            standing.signed,
            serde_json::to_value(&form),
        )
    }

    fn write_letter(&self, standing: &Standing, letter: &Letter, sign: bool) -> Result<()> {
        let (case_id, _) = standing.case.ok_or(Error::NotFound { what: "case" })?;
        let request = ComposeLetterRequest {
            case_id,
            kind: "gp".to_owned(),
            afresh: true,
        };
        let composed = compose_letter(&self.register, &self.session, &request)?;
        let content = written(composed.content, letter)?;
        if sign {
            let request = SignLetterRequest { case_id, content };
            return sign_letter(&self.register, &self.session, &request).map(drop);
        }
        self.keep(standing, "letter:gp", None, serde_json::to_value(&content))
    }

    /// Keeps a draft as the window does: by its case.
    fn keep(
        &self,
        standing: &Standing,
        kind: &str,
        base: Option<RevisionId>,
        state: serde_json::Result<serde_json::Value>,
    ) -> Result<()> {
        let (case_id, _) = standing.case.ok_or(Error::NotFound { what: "case" })?;
        let state = state.map_err(|_| Error::Io {
            doing: "writing a draft",
            path: String::new(),
        })?;
        let request = SaveDraftRequest {
            kind: kind.to_owned(),
            patient_id: None,
            case_id: Some(case_id),
            base,
            state,
        };
        save_draft(&self.register, &self.session, &request).map(drop)
    }

    fn died(&self, part: &Part, standing: &mut Standing, today: NaiveDate) -> Result<()> {
        let (patient_id, base) = standing
            .patient
            .ok_or(Error::NotFound { what: "patient" })?;
        let form = PatientForm {
            died_on: today.pred_opt().unwrap_or(today).to_string(),
            ..part.form.clone()
        };
        let request = ChangePatientRequest {
            patient_id,
            base,
            form,
        };
        let view = change_patient(&self.register, &self.session, &request)?;
        standing.patient = Some((patient_id, view.revision));
        Ok(())
    }
}

/// The day on which a version was shared, not after it was signed.
fn day(today: NaiveDate, version: &Version, hand: Hand) -> String {
    version
        .shared
        .map(|days_ago| {
            let earlier = u64::from(days_ago.saturating_sub(version.on));
            let from = today
                .checked_sub_days(chrono::Days::new(earlier))
                .unwrap_or(today);
            clinic_day(from, 0, hand).to_string()
        })
        .unwrap_or_default()
}

/// The earlier version with what the later one says in its place.
fn revised(before: &FormulationForm, version: &Version, shared_on: String) -> FormulationForm {
    let mut form = before.clone();
    form.definition = "five-ps".to_owned();
    for (row, cells) in &version.cells {
        for (column, text) in cells {
            form.cells
                .insert(format!("{row}.{column}"), text.trim().to_owned());
        }
    }
    for (kept, new) in [
        (&mut form.narrative, &version.narrative),
        (&mut form.patient_agrees, &version.patient_agrees),
    ] {
        if !new.trim().is_empty() {
            *kept = new.trim().to_owned();
        }
    }
    form.shared_on = shared_on;
    form
}

/// The letter with what the clinician wrote. Errors: `BadAsset` for a section that the template does not have.
fn written(mut content: LetterContent, letter: &Letter) -> Result<LetterContent> {
    for (id, text) in &letter.sections {
        let section = content
            .sections
            .iter_mut()
            .find(|s| s.id == *id)
            .ok_or_else(|| Error::BadAsset {
                file: "assets/demo/cases".to_owned(),
                hint: format!("the letter has no section {id}"),
            })?;
        section.text = text.trim().replace("{composed}", section.composed.trim());
    }
    Ok(content)
}

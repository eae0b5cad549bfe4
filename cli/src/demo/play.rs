//! Playing the cases: every event at its day and hour, under the account that does it.

use super::calendar::{Hand, at, clinic_day};
use super::cast::Part;
use super::findings::Rater;
use super::pathway::Pathway;
use super::script::{Account, Person, Step, Story, Version};
use super::supervised::supervised;
use super::supervision::{self, Log};
use casebook_core::cases::api::{
    AddCaseRequest, ChangeCaseRequest, add_case, change_case, save_draft,
};
use casebook_core::cases::{CaseForm, CasePerson, CaseStatus, Urgency};
use casebook_core::clock::FixedClock;
use casebook_core::formulations::api::sign_formulation;
use casebook_core::formulations::{FormulationForm, SignFormulationRequest};
use casebook_core::ids::{CaseId, PatientId, RecordId, RevisionId, UserId};
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
use std::collections::BTreeMap;
use std::sync::Arc;

/// What happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    Register,
    Open,
    Step(usize),
    Formulation(usize),
    DraftFormulation,
    DraftLetter,
    Care(usize),
    Assessment,
    DraftAssessment,
    Severity(usize),
    Risk(usize),
    SafetyPlan,
    Measures(usize),
    Response(usize),
    Enter,
    Session(usize),
    Goal(usize),
    Rate(usize, usize),
    Settle(usize),
    Review(usize),
    Decide(usize),
    Countersign(usize),
    Sign(Paper),
    Send(Paper),
    Died,
    /// A supervision log, by its place in the file.
    Supervise(usize),
    /// The second signature under one.
    Agree(usize),
}

/// Something on paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Paper {
    /// A letter to the GP.
    Letter(usize),
    /// An entry for the host's notes.
    Entry(usize),
    /// The patient's copy of the safety plan.
    Plan,
}

/// Something that happens to a case.
#[derive(Clone, Debug)]
pub(super) struct Event {
    pub(super) at: DateTime<Utc>,
    hand: Hand,
    case: usize,
    pub(super) what: What,
}

impl Event {
    /// Something that is of no single case; it comes after those of the same minute.
    pub(super) const fn apart(at: DateTime<Utc>, hand: Hand, what: What) -> Self {
        Self {
            at,
            hand,
            case: usize::MAX,
            what,
        }
    }
}

const fn hand(part: &Part) -> Hand {
    if part.story.trainee {
        Hand::Trainee
    } else {
        Hand::Consultant
    }
}

/// Whose hand something is in.
fn hand_of(part: &Part, what: What) -> Hand {
    let rating = match what {
        What::Severity(i) => part.story.severity.get(i),
        _ => None,
    };
    match rating {
        Some(rating) if rating.by == Rater::Trainee => Hand::Trainee,
        _ => hand(part),
    }
}

/// What happens to a case with the days ago, in the order in which it would be done on one day.
fn wanted(story: &Story) -> Vec<(u32, What)> {
    fn each<T>(
        of: &[T],
        on: impl Fn(&T) -> u32,
        what: impl Fn(usize) -> What,
    ) -> impl Iterator<Item = (u32, What)> {
        of.iter().enumerate().map(move |(i, t)| (on(t), what(i)))
    }
    let opened = story.referral.received.saturating_sub(1);
    let mut wanted = vec![(opened, What::Register), (opened, What::Open)];
    wanted.extend(each(&story.then, |s| s.on, What::Step));
    wanted.extend(each(&story.measures, |m| m.on, What::Measures));
    wanted.extend(each(&story.care, |c| c.on, What::Care));
    wanted.extend(story.assessment.iter().map(|a| (a.on, What::Assessment)));
    wanted.extend(each(&story.severity, |s| s.on, What::Severity));
    wanted.extend(each(&story.risk, |r| r.on, What::Risk));
    wanted.extend(story.measures.iter().enumerate().filter_map(|(i, m)| {
        let response = m.response.as_ref()?;
        Some((m.on.saturating_sub(response.after), What::Response(i)))
    }));
    wanted.extend(story.pathway.iter().flat_map(Pathway::wanted));
    wanted.extend(each(&story.formulations, |f| f.on, What::Formulation));
    let plan = story.safety_plan.as_ref();
    wanted.extend(plan.map(|p| (p.on, What::SafetyPlan)));
    let given = plan.and_then(|p| Some(p.on.saturating_sub(p.given?)));
    wanted.extend(given.map(|on| (on, What::Sign(Paper::Plan))));
    wanted.extend(given.map(|on| (on, What::Send(Paper::Plan))));
    for (papers, named) in [
        (&story.letters, Paper::Letter as fn(usize) -> Paper),
        (&story.entries, Paper::Entry),
    ] {
        wanted.extend(each(papers, |p| p.on, |i| What::Sign(named(i))));
        wanted.extend(papers.iter().enumerate().filter_map(|(i, p)| {
            let sent = p.sent.as_ref()?;
            Some((p.on.saturating_sub(sent.after), What::Send(named(i))))
        }));
    }
    let drafts = [
        (
            story.draft_assessment.as_ref().map(|a| a.on),
            What::DraftAssessment,
        ),
        (
            story.draft_formulation.as_ref().map(|f| f.on),
            What::DraftFormulation,
        ),
        (story.draft_letter.as_ref().map(|l| l.on), What::DraftLetter),
        (story.patient.died, What::Died),
    ];
    wanted.extend(
        drafts
            .into_iter()
            .filter_map(|(on, what)| Some((on?, what))),
    );
    wanted
}

/// Everything that happens, in order. Nothing happens today: the register is ready for it.
pub(super) fn events(parts: &[Part], logs: &[Log], today: NaiveDate) -> Vec<Event> {
    let mut events: Vec<Event> = supervision::events(logs, today).collect();
    for (case, part) in parts.iter().enumerate() {
        let trainee = hand(part) == Hand::Trainee;
        let mut wanted: Vec<(NaiveDate, Hand, What)> = wanted(&part.story)
            .into_iter()
            .map(|(days_ago, what)| {
                let hand = hand_of(part, what);
                (clinic_day(today, days_ago.max(1), hand), hand, what)
            })
            .collect();
        if trainee {
            supervised(&part.story, today, &mut wanted);
        }
        // Stable: what one hand does on the same day stays in the order above.
        wanted.sort_by_key(|(day, hand, _)| (*day, *hand));
        let mut last: Option<DateTime<Utc>> = None;
        for (turn, (day, hand, what)) in (0u32..).zip(wanted) {
            // Not at the same minute every time.
            let minute = (part.minute + turn * 37) % 120;
            let mut when = at(day, hand, minute);
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
    pub(super) user: UserId,
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
pub(super) struct Standing {
    patient: Option<(PatientId, RevisionId)>,
    case: Option<(CaseId, RevisionId)>,
    case_form: Option<CaseForm>,
    formulation: FormulationForm,
    signed: Option<RevisionId>,
    /// Diagnoses, allergies and medicines as they stand.
    pub(super) lists: [Option<RevisionId>; 3],
    /// Measures whose answer about safety nobody has answered for yet.
    pub(super) open_answers: Vec<RecordId>,
    /// Goals of the pathway by their words.
    pub(super) goals: BTreeMap<String, RecordId>,
    /// The newest review of the pathway.
    pub(super) review: Option<RecordId>,
    /// What was signed on paper.
    pub(super) papers: BTreeMap<Paper, RecordId>,
}

impl Standing {
    pub(super) fn case_id(&self) -> Result<CaseId> {
        let (case_id, _) = self.case.ok_or(Error::NotFound { what: "case" })?;
        Ok(case_id)
    }

    pub(super) fn patient_id(&self) -> Result<PatientId> {
        let (patient_id, _) = self.patient.ok_or(Error::NotFound { what: "patient" })?;
        Ok(patient_id)
    }
}

/// The open register and whoever has it open.
pub(super) struct Theatre {
    layout: Layout,
    clock: Arc<FixedClock>,
    pub(super) register: Arc<Register>,
    pub(super) session: Session,
    pub(super) consultant: Colleague,
    pub(super) trainee: Colleague,
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
    pub(super) fn play(&mut self, parts: &[Part], logs: &[Log], events: &[Event]) -> Result<()> {
        let mut standings: Vec<Standing> = parts.iter().map(|_| Standing::default()).collect();
        let mut signed = supervision::Waiting::new();
        for event in events {
            let log = match event.what {
                What::Supervise(i) | What::Agree(i) => logs.get(i).map(|log| (i, log)),
                _ => None,
            };
            if let Some((i, log)) = log {
                self.take_turn(event)?;
                if event.what == What::Agree(i) {
                    self.sign_second(signed.get(&i).copied())?;
                } else {
                    let held_on = event.at.date_naive();
                    signed.insert(i, self.supervise(log, parts, &standings, held_on)?);
                }
                continue;
            }
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

    /// The consultant has it open in the end, at the hour at which it is made.
    pub(super) fn leave_at(&mut self, now: DateTime<Utc>) -> Result<()> {
        self.take_turn(&Event::apart(now, Hand::Consultant, What::Register))
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
                take_over: false,
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
            What::Countersign(_) => self.countersign_formulation(standing),
            What::DraftLetter => {
                self.draft_letter(standing, story.draft_letter.as_ref().ok_or_else(missing)?)
            }
            What::Sign(paper) => self.sign_paper(story, standing, paper),
            What::Send(paper) => self.send_paper(story, standing, paper, today),
            What::Care(_)
            | What::Assessment
            | What::DraftAssessment
            | What::Severity(_)
            | What::Risk(_)
            | What::SafetyPlan
            | What::Measures(_)
            | What::Response(_) => self.chart(story, standing, event.what, today),
            What::Enter
            | What::Session(_)
            | What::Goal(_)
            | What::Rate(..)
            | What::Settle(_)
            | What::Review(_)
            | What::Decide(_) => {
                let pathway = story.pathway.as_ref().ok_or_else(missing)?;
                self.walk(pathway, standing, event.what, today)
            }
            What::DraftFormulation => {
                let version = story.draft_formulation.as_ref().ok_or_else(missing)?;
                self.draft_formulation(standing, version)
            }
            What::Died => self.died(part, standing, today),
            What::Supervise(_) | What::Agree(_) => Err(missing()),
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

    pub(super) fn people(&self, people: &[Person]) -> Vec<CasePerson> {
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
            submission: Default::default(),
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

    /// Keeps a draft as the window does: by its case.
    pub(super) fn keep(
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
pub(super) fn revised(
    before: &FormulationForm,
    version: &Version,
    shared_on: String,
) -> FormulationForm {
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

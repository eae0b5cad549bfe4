//! A register in a temporary folder with one consultant at work, and the forms that stories fill in.

use casebook_core::cases::api::{AddCaseRequest, add_case};
use casebook_core::cases::{CaseForm, CaseKind, CaseStatus, ReferralSource, Referrer, Urgency};
use casebook_core::clock::FixedClock;
use casebook_core::formulations::api::sign_formulation;
use casebook_core::formulations::{FormulationForm, FormulationView, SignFormulationRequest};
use casebook_core::ids::{CaseId, PatientId, RevisionId};
use casebook_core::patients::api::{RegisterPatientRequest, register_patient};
use casebook_core::patients::{Gender, PatientForm, PersonName};
use casebook_core::reasons::api::give;
use casebook_core::reasons::{Reason, Why};
use casebook_core::sensitive::Secret;
use casebook_core::signed::{Amendment, AmendmentKind};
use casebook_core::store::Layout;
use casebook_core::users::{NewUser, Role};
use casebook_core::{Register, Session};
use chrono::{DateTime, Utc};
use std::sync::Arc;

pub const PASSPHRASE: &str = "gravel teapot lighthouse moth";

pub fn noon() -> DateTime<Utc> {
    "2026-11-20T12:00:00Z".parse().unwrap()
}

pub struct Desk {
    // Kept so that the folder lives as long as the register in it.
    pub _folder: tempfile::TempDir,
    pub layout: Layout,
    pub clock: Arc<FixedClock>,
    pub register: Arc<Register>,
    pub session: Session,
    pub recovery_key: String,
}

pub fn new_user(name: &str, role: Role) -> NewUser {
    NewUser {
        name: name.into(),
        role,
        post: "Consultant in medical psychotherapy".into(),
        registration: "GMC 0000000".into(),
        passphrase: Secret::new(PASSPHRASE),
    }
}

impl Desk {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let layout = Layout::new(folder.path().join("register"));
        let clock = Arc::new(FixedClock::new(noon()));
        let first = new_user("Dr A. Okafor", Role::Consultant);
        let (register, session, view) =
            casebook_core::users::api::set_up(&layout, &first, clock.clone()).unwrap();
        Self {
            _folder: folder,
            layout,
            clock,
            register,
            session,
            recovery_key: view.recovery_key,
        }
    }

    /// Lets go of the register as a killed process would: nothing is finished, the files stay as they are.
    pub fn drop_dead(self) -> (tempfile::TempDir, Layout, Session) {
        let Self {
            _folder,
            layout,
            register,
            session,
            ..
        } = self;
        // Readers, writer and lock go with the last handle; no checkpoint, no wiping, no farewell entry.
        drop(register);
        (_folder, layout, session)
    }

    pub fn unlock_again(&mut self) {
        self.register.lock(&self.session).unwrap();
        let (register, session) = Register::unlock(
            &self.layout,
            self.session.user,
            &Secret::new(PASSPHRASE),
            self.clock.clone(),
        )
        .unwrap();
        self.register = register;
        self.session = session;
    }

    pub fn patient(&self, given: &str, family: &str, number: &str) -> PatientId {
        let request = RegisterPatientRequest {
            form: patient_form(given, family, number),
            not_duplicates: Vec::new(),
        };
        register_patient(&self.register, &self.session, &request)
            .unwrap()
            .id
    }

    pub fn case(&self, patient: PatientId) -> CaseId {
        let request = AddCaseRequest {
            patient_id: patient,
            form: case_form(),
        };
        add_case(&self.register, &self.session, &request)
            .unwrap()
            .id
    }

    /// Opens a colleague's case for whoever sits here.
    pub fn cover(&self, case: CaseId) {
        cover(&self.register, &self.session, case);
    }

    pub fn sign(&self, case: CaseId, base: Option<RevisionId>, text: &str) -> FormulationView {
        sign_formulation(&self.register, &self.session, &signing(case, base, text)).unwrap()
    }
}

/// Opens a colleague's case for whoever works in a register.
pub fn cover(register: &Register, session: &Session, case: CaseId) {
    let reason = Reason {
        why: Why::Covering,
        words: String::new(),
    };
    give(register, session, &[case], &reason).unwrap();
}

pub fn patient_form(given: &str, family: &str, number: &str) -> PatientForm {
    PatientForm {
        nhs_number: number.into(),
        name: PersonName {
            title: "Ms".into(),
            given: given.into(),
            family: family.into(),
            preferred: String::new(),
        },
        born_on: "14/3/1983".into(),
        gender: Gender::Female,
        gp_name: "Dr S. Rahman".into(),
        practice: "Park Lane Surgery (made up)".into(),
        ods_code: "A81001".into(),
        practice_address: "1 Park Lane\nLeeds\nLS1 1AA".into(),
        ..PatientForm::default()
    }
}

pub fn case_form() -> CaseForm {
    CaseForm {
        kind: CaseKind::Mus,
        source: ReferralSource::Ward,
        received_on: "18-Nov-2026".into(),
        urgency: Urgency::Urgent,
        reason: "Chest pain with four normal angiograms. Please assess.".into(),
        referrer: Referrer {
            name: "Dr J. Hughes".into(),
            role: "Cardiology registrar".into(),
            organisation: "Ward 14".into(),
            contact: String::new(),
        },
        people: Vec::new(),
        status: CaseStatus::Assessment,
        closing_reason: String::new(),
    }
}

pub fn five_ps(text: &str) -> FormulationForm {
    FormulationForm {
        definition: "five-ps".into(),
        cells: [
            ("presenting.body".to_owned(), text.to_owned()),
            (
                "perpetuating.body".to_owned(),
                "Rest for two days, then everything at once".to_owned(),
            ),
            (
                "predisposing.world".to_owned(),
                "Early history that stays out of letters".to_owned(),
            ),
        ]
        .into(),
        narrative: "Pain is read as danger; each clear test soothes for an hour.".into(),
        patient_agrees: "“When pain comes I stop, and when I stop everything comes back.”".into(),
        shared_on: "20-Nov-2026".into(),
    }
}

pub fn signing(case: CaseId, base: Option<RevisionId>, text: &str) -> SignFormulationRequest {
    SignFormulationRequest {
        case_id: case,
        base,
        form: five_ps(text),
        amendment: base.map(|_| Amendment {
            kind: AmendmentKind::NewVersion,
            reason: "Heard more".into(),
        }),
        keep_beside: false,
        submission: Default::default(),
    }
}

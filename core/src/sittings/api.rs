//! What a caller may do with sittings: staff before and after, the patient in between.
//!
//! While the device is handed over the caller holds a [`HandOver`]. It carries the only session that may keep answers,
//! and that session may do nothing else.

use super::{
    AnswerItemRequest, CaseSittingsView, HandOver, HandOverRequest, HandedBackView,
    RecordSittingRequest, RespondToSittingRequest, SittingView, TakeBackBy, TakeBackRequest, rules,
    store, whose,
};
use crate::cases;
use crate::cases::api::CaseRequest;
use crate::error::{Error, Result};
use crate::friends_and_family::{FriendsAndFamilyForm, api as friends_and_family};
use crate::ids::{CaseId, RecordId, UserId};
use crate::measures::{self, MeasuresView, RespondToSafetyAnswerRequest, safety};
use crate::op::Op;
use crate::patients;
use crate::preferences::Preferences;
use crate::reasons;
use crate::record::WriteTx;
use crate::record::audit::Audited;
use crate::register::Register;
use crate::session::Session;
use crate::signed::{self, Faults};
use crate::trust_data::Catalogue;
use crate::users::{self, SessionView};

/// What can be handed over to the patient of a case, and what waits.
pub fn case_sittings(
    register: &Register,
    session: &Session,
    request: &CaseRequest,
) -> Result<CaseSittingsView> {
    reasons::enter(
        register,
        session,
        request.case_id,
        "handing the device over",
    )?;
    let case_id = request.case_id;
    let now = register.clock().now();
    register.read(|c| {
        let (_, patient) = cases::store::record(c, case_id)?;
        Ok(CaseSittingsView {
            case_id,
            choices: Catalogue::new(c)
                .all()?
                .iter()
                .map(|d| rules::choice(d))
                .collect(),
            waiting: store::waiting(c, session, case_id, patient)?,
            others: store::others(c, session.user, case_id, now)?,
        })
    })
}

/// Hands the device over: for new questionnaires, or to go on with the answers that wait. From now on the caller
/// answers nothing but [`sitting`], [`answer_item`], [`finish_sitting`], [`give_friends_and_family_answer`] and
/// [`take_back`].
///
/// Errors: `Invalid`; `Refused` where answers of an earlier hand-over wait.
pub fn hand_over(
    register: &Register,
    session: &Session,
    request: &HandOverRequest,
) -> Result<HandOver> {
    reasons::enter(
        register,
        session,
        request.case_id,
        "handing the device over",
    )?;
    let mut faults = Faults::default();
    let new = match request.instruments.as_slice() {
        [] => None,
        chosen => {
            let today = register.clock().today();
            faults.of(register.read(|c| rules::begin(&Catalogue::new(c), chosen, today)))?
        }
    };
    if !request.identity_checked {
        faults.add(
            "identity_checked",
            "required",
            "Check name and date of birth with the patient first.",
        );
    }
    faults.of(rules::check_pin(request.pin.expose()))?;
    faults.none()?;
    let case = request.case_id;
    let (_, patient) = register.read(|c| cases::store::record(c, case))?;
    // Derived before anything is written: a PIN that can't be set leaves no trace of a hand-over.
    let handed = HandOver::new(
        session,
        case,
        patient,
        &request.pin,
        request.friends_and_family,
    )?;
    register.write(session, Op::HandOver, |tx| {
        let sitting = match new {
            Some(_) if store::waits(tx.connection(), session.user, case)? => {
                return Err(Error::Refused {
                    rule: "sitting-waits",
                    message: "There are answers from an earlier hand-over. Record, go on with or discard them first.".into(),
                });
            }
            Some(new) => new,
            None if !store::waits(tx.connection(), session.user, case)? => {
                return Err(Error::field(
                    "instruments",
                    "required",
                    "Choose at least one questionnaire.",
                ));
            }
            None => {
                let mut waiting = store::sitting(tx.connection(), session.user, case)?;
                rules::may_go_on(&Catalogue::new(tx.connection()), &waiting)?;
                waiting.finished = false;
                waiting
            }
        };
        store::keep(tx, session.user, case, &sitting)?;
        tx.audit_own(
            Audited::HandedOver,
            None,
            Some(case),
            Some(patient),
            "identity checked",
        )
    })?;
    Ok(handed)
}

/// What the patient sees.
pub fn sitting(register: &Register, handed: &HandOver) -> Result<SittingView> {
    let preferences = Preferences::read(register.layout())?;
    register.read(|c| {
        let sitting = store::sitting(c, handed.session().user, handed.case())?;
        let (_, patient, _) = patients::store::patient(c, handed.patient())?;
        let sheets = rules::views(&Catalogue::new(c), &sitting)?;
        let asks = sitting.finished && handed.offers_friends_and_family();
        Ok(SittingView {
            friends_and_family: asks.then(friends_and_family::asked).transpose()?,
            given_name: rules::called(&patient.name),
            hand_back_to: handed.session().name.clone(),
            resume: rules::resume(&sheets),
            sheets,
            finished: sitting.finished,
            pin: handed.takes_pin(),
            theme: preferences.theme,
            text_percent: preferences.text_percent,
        })
    })
}

/// Keeps one answer: on the disk when this returns. Errors: `Invalid`; `NotFound`; `Refused` after the end.
pub fn answer_item(
    register: &Register,
    handed: &HandOver,
    request: &AnswerItemRequest,
) -> Result<SittingView> {
    let today = register.clock().today();
    let (session, case) = (handed.session(), handed.case());
    register.write(session, Op::AnswerItem, |tx| {
        let mut sitting = store::sitting(tx.connection(), session.user, case)?;
        rules::answer(
            &Catalogue::new(tx.connection()),
            &mut sitting,
            request,
            today,
        )?;
        store::keep(tx, session.user, case, &sitting)
    })?;
    sitting(register, handed)
}

/// The patient says that this is all.
pub fn finish_sitting(register: &Register, handed: &HandOver) -> Result<SittingView> {
    let (session, case) = (handed.session(), handed.case());
    register.write(session, Op::FinishSitting, |tx| {
        let mut sitting = store::sitting(tx.connection(), session.user, case)?;
        sitting.finished = true;
        store::keep(tx, session.user, case, &sitting)
    })?;
    sitting(register, handed)
}

/// Keeps the answer of whoever has the device to the Friends and Family Test, which the hand-over offered, among the
/// anonymous answers of the month: with nothing of this sitting, and with no line in the audit.
///
/// Errors: `Invalid`; `Refused` before the end, where it was not offered, and after the first answer.
pub fn give_friends_and_family_answer(
    register: &Register,
    handed: &HandOver,
    form: &FriendsAndFamilyForm,
) -> Result<SittingView> {
    let (session, case) = (handed.session(), handed.case());
    if !register.read(|c| Ok(store::sitting(c, session.user, case)?.finished))? {
        return Err(Error::Refused {
            rule: "sitting-open",
            message: "The questionnaires come first.".into(),
        });
    }
    handed.answer_once(|| friends_and_family::give(register, session, form))?;
    sitting(register, handed)
}

/// Takes the device back: with the PIN or the passphrase of whoever handed it over, or with the passphrase of any other
/// clinician of the register, who then goes on as themselves. What is finished goes into the record at once, signed by
/// whoever took the device back; what isn't waits for them. Answers the session that works on.
///
/// Errors: `TooSoon`; `WrongPassphrase`; `Invalid` naming `secret`, or `name` where it is nobody's who can take it back;
/// `Refused`.
pub fn take_back(
    register: &Register,
    handed: &HandOver,
    request: &TakeBackRequest,
) -> Result<(Session, HandedBackView)> {
    let (from, case) = (handed.staff().user, handed.case());
    let by = taken_by(register, handed, request)?;
    let recorded = register
        .write(&by, Op::TakeBack, |tx| {
            let wrong = handed.wrong_tries().to_string();
            let (about, patient) = (Some(case), Some(handed.patient()));
            if by.user != from {
                tx.audit_own(Audited::Unlocked, None, None, None, "0")?;
            }
            tx.audit_own(Audited::TakenBack, None, about, patient, &wrong)
        })
        .and_then(|_| {
            let ready = register.read(|c| {
                let sitting = store::sitting(c, from, case)?;
                Ok(sitting.finished && rules::recordable(&sitting))
            })?;
            match ready {
                true => record(register, &by, from, case).map(Some),
                false => waits_for(register, &by, from, case),
            }
        });
    // The secret was right, so the device is back, also where a full disk takes nothing in: the answers wait.
    let view = match recorded {
        Ok(Some(view)) => view,
        Ok(None) => handed_back(register, &by, case, String::new())?,
        Err(error) => handed_back(register, &by, case, error.to_string())?,
    };
    Ok((by, view))
}

/// The session of whoever takes the device back.
fn taken_by(register: &Register, handed: &HandOver, request: &TakeBackRequest) -> Result<Session> {
    let staff = handed.staff();
    if request.by == TakeBackBy::Pin {
        handed.try_pin(&request.secret, register.clock())?;
        return Ok(staff.clone());
    }
    let user = match request.name.trim() {
        "" => staff.user,
        typed => register
            .read(|c| Ok(whose::whose(typed, &users::store::users(c)?)))?
            .ok_or_else(|| {
                Error::field(
                    "name",
                    "unknown",
                    "Nobody of that name can take the device back. Type your name as it stands where you unlock.",
                )
            })?,
    };
    let passphrase = if user == staff.user {
        register
            .recognise(user, &request.secret)
            .map(|()| staff.clone())
    } else {
        register.change_hands(user, &request.secret)
    };
    if matches!(passphrase, Err(Error::WrongPassphrase)) {
        handed.note_wrong();
    }
    passphrase
}

/// What is not finished goes on with whoever took the device back. Where answers of theirs wait in the case already it
/// stays with whoever handed over, and they are told so.
fn waits_for(
    register: &Register,
    by: &Session,
    from: UserId,
    case: CaseId,
) -> Result<Option<HandedBackView>> {
    if by.user == from {
        return Ok(None);
    }
    let passed = register.write(by, Op::TakeBack, |tx| {
        store::pass_on(tx, from, by.user, case)
    })?;
    if passed.value {
        return Ok(None);
    }
    let name = register.read(|c| users::store::name(c, from))?;
    let problem = format!(
        "Answers of an earlier hand-over of yours wait in this case, so these stay with {name}."
    );
    handed_back(register, by, case, problem).map(Some)
}

/// Records answers that wait, each questionnaire as far as it was answered, signed by this user: their own, or those that
/// wait for somebody else and concern them.
///
/// Errors: `NotFound` where none wait for them; `Invalid` where nothing was answered.
pub fn record_sitting(
    register: &Register,
    session: &Session,
    request: &RecordSittingRequest,
) -> Result<HandedBackView> {
    reasons::enter(
        register,
        session,
        request.case_id,
        "recording questionnaires",
    )?;
    let (case, now) = (request.case_id, register.clock().now());
    let owner = match request.draft_id {
        None => session.user,
        Some(draft) => register.read(|c| store::owner(c, session.user, case, draft, now))?,
    };
    record(register, session, owner, case)
}

fn record(
    register: &Register,
    session: &Session,
    owner: UserId,
    case: CaseId,
) -> Result<HandedBackView> {
    let today = register.clock().today();
    let written = register.write(session, Op::RecordSitting, |tx| {
        let sitting = store::sitting(tx.connection(), owner, case)?;
        let subject = signed::subject(tx.connection(), case)?;
        let (forms, without_answers) = rules::forms(&Catalogue::new(tx.connection()), &sitting)?;
        if forms.is_empty() {
            return Err(Error::field(
                "answers",
                "required",
                "Nothing was answered, so there is nothing to record.",
            ));
        }
        let mut recorded: Vec<RecordId> = Vec::new();
        for (definition, form) in forms {
            let measure = measures::rules::check(&definition, &form, today)?;
            recorded.push(signed::sign_new(tx, subject, &measure)?);
        }
        store::done(tx, owner, case)?;
        Ok((recorded, without_answers))
    })?;
    let (recorded, without_answers) = written.value;
    Ok(HandedBackView {
        case_id: case,
        recorded,
        without_answers,
        waiting: None,
        problem: String::new(),
    })
}

/// Nothing was recorded: what waits, and why where it was to be.
fn handed_back(
    register: &Register,
    session: &Session,
    case_id: CaseId,
    problem: String,
) -> Result<HandedBackView> {
    register.read(|c| {
        let (_, patient) = cases::store::record(c, case_id)?;
        Ok(HandedBackView {
            case_id,
            recorded: Vec::new(),
            without_answers: Vec::new(),
            waiting: store::waiting(c, session, case_id, patient)?,
            problem,
        })
    })
}

/// The session as screens show it once the device is back.
pub fn session_view(register: &Register, session: &Session) -> Result<SessionView> {
    crate::users::api::session_view(register, session)
}

/// Records what was done about the answers about safety of a sitting: once for all its questionnaires, in one write.
///
/// Errors: as for a single answer (`measures::api::respond_to_safety_answer`); "unchanged" goes without a word only
/// where every answer is that of the time before.
pub fn respond_to_sitting(
    register: &Register,
    session: &Session,
    request: &RespondToSittingRequest,
) -> Result<MeasuresView> {
    reasons::enter(
        register,
        session,
        request.case_id,
        "responding to answers about safety",
    )?;
    if request.measure_ids.is_empty() {
        return Err(Error::NotFound {
            what: "answer about safety in this case",
        });
    }
    register.write(session, Op::RespondToSafetyAnswer, |tx| {
        respond(tx, session, request)
    })?;
    let case_id = request.case_id;
    measures::api::measures(register, session, &CaseRequest { case_id })
}

fn respond(
    tx: &mut WriteTx<'_>,
    session: &Session,
    request: &RespondToSittingRequest,
) -> Result<()> {
    let case = request.case_id;
    let subject = signed::subject(tx.connection(), case)?;
    let mut all_as_before = true;
    for measure in &request.measure_ids {
        all_as_before &= safety::answered_as_before(tx.connection(), case, *measure)?;
    }
    for measure in &request.measure_ids {
        let one = RespondToSafetyAnswerRequest {
            case_id: case,
            measure_id: *measure,
            outcome: request.outcome,
            note: request.note.clone(),
        };
        let response = measures::rules::response(&one, all_as_before)?;
        signed::sign_new(tx, subject, &response)?;
        let kind = measures::rules::response_draft_kind(*measure);
        signed::finish_draft(tx, session, &kind, subject)?;
    }
    Ok(())
}

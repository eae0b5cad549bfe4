//! What a caller may do: give a reason, and choose whether one is asked.

use super::{
    OpenWithReasonRequest, Reason, ReasonRule, ReasonRuleView, SetReasonRuleRequest, door, rules,
    store,
};
use crate::cases;
use crate::cases::CaseView;
use crate::cases::api::CaseRequest;
use crate::error::{Error, Result};
use crate::ids::{CaseId, RecordId};
use crate::op::Op;
use crate::record::audit::Audited;
use crate::record::{Subject, read};
use crate::register::Register;
use crate::session::Session;
use crate::users;

/// Opens a case with a reason. Where it would have opened without, none is kept.
///
/// Errors: `NotAllowed`; `NotFound`; `Invalid` naming `reason.words`.
pub fn open_case_with_reason(
    register: &Register,
    session: &Session,
    request: &OpenWithReasonRequest,
) -> Result<CaseView> {
    give(register, session, &[request.case_id], &request.reason)?;
    let request = CaseRequest {
        case_id: request.case_id,
    };
    cases::api::open_case(register, session, &request)
}

/// Gives one reason for several cases, such as those that are exported together; they are open to the session from then on.
/// On the disk in the audit before this returns.
///
/// Errors: as [`open_case_with_reason`].
pub fn give(
    register: &Register,
    session: &Session,
    cases: &[CaseId],
    reason: &Reason,
) -> Result<()> {
    session.clinical("opening cases")?;
    let kept = rules::kept(reason)?;
    let closed = register.read(|c| {
        let mut closed = Vec::new();
        for case in cases {
            let (record, patient) = cases::store::record(c, *case)?;
            if door::asks(c, register, session, *case)? {
                closed.push((*case, record, patient));
            }
        }
        Ok(closed)
    })?;
    if closed.is_empty() {
        return Ok(());
    }
    register.write(session, Op::GiveReason, |tx| {
        for (case, record, patient) in &closed {
            tx.audit_own(
                Audited::OpenedOutside,
                Some(*record),
                Some(*case),
                Some(*patient),
                &kept,
            )?;
        }
        Ok(())
    })?;
    register.keep_reasons(session.user, closed.into_iter().map(|(case, ..)| case));
    Ok(())
}

/// Gives a reason for the case that a record belongs to, such as a letter's. Errors: as [`open_case_with_reason`].
pub fn give_for_record(
    register: &Register,
    session: &Session,
    record: RecordId,
    reason: &Reason,
) -> Result<()> {
    session.clinical("opening cases")?;
    match register.read(|c| read::standing(c, record))?.case {
        Some(case) => give(register, session, &[case], reason),
        None => Ok(()),
    }
}

/// Is a reason asked?
pub fn reason_rule(register: &Register, session: &Session) -> Result<ReasonRuleView> {
    session.staff()?;
    register.read(|c| {
        Ok(ReasonRuleView {
            asked: store::asked(c)?,
            chosen: match read::current(c, store::RULE) {
                Ok(revision) => users::store::recorded(c, revision.author, &revision.at)?,
                Err(Error::NotFound { .. }) => String::new(),
                Err(other) => return Err(other),
            },
        })
    })
}

/// Chooses whether a reason is asked. Errors: `NotAllowed` unless the role keeps accounts.
pub fn set_reason_rule(
    register: &Register,
    session: &Session,
    request: &SetReasonRuleRequest,
) -> Result<ReasonRuleView> {
    session.keeps_accounts("choosing whether a reason is asked")?;
    let rule = ReasonRule {
        asked: request.asked,
    };
    register.write(session, Op::SetReasonRule, |tx| {
        if store::asked(tx.connection())? == rule.asked {
            return Ok(());
        }
        match read::standing(tx.connection(), store::RULE) {
            Ok(standing) => tx.revise(store::RULE, standing.revision, &rule).map(drop),
            Err(Error::NotFound { .. }) => {
                tx.create(Subject::default(), store::RULE, &rule).map(drop)
            }
            Err(other) => Err(other),
        }
    })?;
    reason_rule(register, session)
}

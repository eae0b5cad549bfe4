//! What a caller may do with the pathway.

use super::{
    MdtDecision, PathwayPlanView, PathwayReview, PathwayReviewForm, PathwayView,
    RecordPathwayRequest, ReviewDecision, SignMdtDecisionRequest, SignPathwayReviewRequest, gather,
    rules, store,
};
use crate::cases;
use crate::cases::api::CaseRequest;
use crate::dates;
use crate::error::{Error, Result};
use crate::ids::{CaseId, RecordId};
use crate::op::Op;
use crate::preferences::Preferences;
use crate::reasons;
use crate::record::read;
use crate::register::Register;
use crate::session::Session;
use crate::signed::{self, Provenance, WithdrawRequest};

/// The kinds under which drafts are kept.
const PLAN_DRAFT: &str = "pathway";
const REVIEW_DRAFT: &str = "pathway-review";
const MDT_DRAFT: &str = "mdt-decision";

/// The pathway of a case: entry, option, reviews, and what a review of today would be filled with.
pub fn pathway(
    register: &Register,
    session: &Session,
    request: &CaseRequest,
) -> Result<PathwayView> {
    reasons::enter(register, session, request.case_id, "reading the pathway")?;
    view(register, session, request.case_id)
}

/// Records entry criteria and option. Errors: `Invalid`; `Conflict` when somebody else has changed them since `base`.
pub fn record_pathway(
    register: &Register,
    session: &Session,
    request: &RecordPathwayRequest,
) -> Result<PathwayView> {
    reasons::enter(register, session, request.case_id, "recording the pathway")?;
    let body = rules::plan(&request.form, register.clock().today())?;
    let case = request.case_id;
    register.write(session, Op::RecordPathway, |tx| {
        let subject = signed::subject(tx.connection(), case)?;
        let revision = match read::only_of_case(tx.connection(), case, "pathway")? {
            None => tx.create(subject, RecordId::random()?, &body)?,
            Some(record) => {
                let current = read::standing(tx.connection(), record)?.revision;
                let base = request.base.ok_or_else(|| Error::Conflict {
                    base: String::new(),
                    current: current.to_string(),
                })?;
                tx.revise(record, base, &body)?
            }
        };
        tx.sign(revision)?;
        signed::finish_draft(tx, session, PLAN_DRAFT, subject)
    })?;
    view(register, session, case)
}

/// Signs a review with what the record says at this moment.
///
/// Errors: `Invalid`; `Refused` by the gate (`gate-agreement`, `gate-measures`); nothing is kept then but the draft.
pub fn sign_pathway_review(
    register: &Register,
    session: &Session,
    request: &SignPathwayReviewRequest,
) -> Result<PathwayView> {
    reasons::enter(register, session, request.case_id, "signing reviews")?;
    let today = register.clock().today();
    let missed_count = Preferences::read(register.layout())?.missed_sessions_count;
    let case = request.case_id;
    register.write(session, Op::SignPathwayReview, |tx| {
        let subject = signed::subject(tx.connection(), case)?;
        let (_, patient) = cases::store::record(tx.connection(), case)?;
        let record = gather::record(tx.connection(), case, patient, missed_count, today)?;
        let body = rules::review(&request.form, record, today)?;
        signed::sign_new(tx, subject, &body)?;
        signed::finish_draft(tx, session, REVIEW_DRAFT, subject)
    })?;
    view(register, session, case)
}

/// Signs what the team decided on a review.
///
/// Errors: `Invalid`; `NotFound` for a review that is not in the case; `Refused` for one that was not sent to the team,
/// was withdrawn, is decided already or has a later one in its place.
pub fn sign_mdt_decision(
    register: &Register,
    session: &Session,
    request: &SignMdtDecisionRequest,
) -> Result<PathwayView> {
    reasons::enter(
        register,
        session,
        request.case_id,
        "signing decisions of the team",
    )?;
    let today = register.clock().today();
    let missed_count = Preferences::read(register.layout())?.missed_sessions_count;
    let case = request.case_id;
    register.write(session, Op::SignMdtDecision, |tx| {
        let subject = signed::subject(tx.connection(), case)?;
        let reviews = store::reviews(tx.connection(), case)?;
        let reviewed = reviews
            .iter()
            .find(|(revision, _, _)| revision.record == request.review_id)
            .ok_or(Error::NotFound {
                what: "review in this case",
            })?;
        let standing = store::stands(tx.connection(), case, missed_count)?;
        if standing.awaits != Some(request.review_id) {
            let decided = store::decisions(tx.connection(), case)?;
            let message = if reviewed.1.decision != ReviewDecision::Mdt {
                "This review was not sent to the multidisciplinary team."
            } else if !reviewed.2.withdrawn.is_empty() {
                "This review was withdrawn: there is nothing to decide on."
            } else if store::decision(&decided, request.review_id).is_some() {
                "The team has decided on this review already."
            } else {
                "A later review stands in place of this one."
            };
            return Err(Error::Refused {
                rule: "mdt-not-asked",
                message: message.into(),
            });
        }
        let body = rules::mdt(request.review_id, reviewed.1.held_on, &request.form, today)?;
        signed::sign_new(tx, subject, &body)?;
        signed::finish_draft(tx, session, MDT_DRAFT, subject)
    })?;
    view(register, session, case)
}

/// Takes a review, or a decision of the team, back as entered in error. It stays readable, marked.
pub fn withdraw_pathway_review(
    register: &Register,
    session: &Session,
    request: &WithdrawRequest,
) -> Result<PathwayView> {
    reasons::enter(register, session, request.case_id, "withdrawing reviews")?;
    signed::required_reason(&request.reason)?;
    register.write(session, Op::WithdrawPathwayReview, |tx| {
        let kind = read::current(tx.connection(), request.record_id)?.kind;
        if kind.starts_with("mdt-decision@") {
            signed::withdraw::<MdtDecision>(tx, request).map(drop)
        } else {
            signed::withdraw::<PathwayReview>(tx, request).map(drop)
        }
    })?;
    view(register, session, request.case_id)
}

fn view(register: &Register, session: &Session, case: CaseId) -> Result<PathwayView> {
    let today = register.clock().today();
    let missed_count = Preferences::read(register.layout())?.missed_sessions_count;
    register.read(|c| {
        let (_, patient) = cases::store::record(c, case)?;
        let plan = store::plan(c, case)?;
        let body = plan.as_ref().map(|(_, p)| p);
        let reviews = store::reviews(c, case)?;
        let decisions = store::decisions(c, case)?;
        let standing = store::stands(c, case, missed_count)?;
        let record = gather::record(c, case, patient, missed_count, today)?;
        let before = reviews.iter().find(|(_, _, p)| p.withdrawn.is_empty());
        Ok(PathwayView {
            case_id: case,
            plan: PathwayPlanView {
                revision: plan.as_ref().map(|(r, _)| r.id),
                form: rules::plan_form(body),
                entry: rules::entry(body),
                option: body
                    .and_then(|p| p.option)
                    .map(|o| o.label().to_owned())
                    .unwrap_or_default(),
                provenance: match &plan {
                    Some((revision, _)) => signed::provenance(c, revision)?,
                    None => Provenance::default(),
                },
                draft: signed::draft_view(c, session, PLAN_DRAFT, Some(case), patient)?,
            },
            agreed_sessions: standing.agreed,
            review_due: standing.due,
            ended: standing.ended,
            reviews: store::views(&reviews, &decisions, standing.awaits),
            record,
            next: PathwayReviewForm {
                held_on: dates::clinical(today),
                // What was understood together is taken over; what is judged on a day begins empty.
                understanding: before
                    .map(|(_, r, _)| r.understanding.clone())
                    .unwrap_or_default(),
                ..PathwayReviewForm::default()
            },
            draft: signed::draft_view(c, session, REVIEW_DRAFT, Some(case), patient)?,
            mdt_draft: signed::draft_view(c, session, MDT_DRAFT, Some(case), patient)?,
        })
    })
}

//! The trainee's work passes the consultant: what is signed a second time, and when.

use super::calendar::Hand;
use super::play::{Paper, Standing, Theatre, What};
use super::script::Story;
use casebook_core::Result;
use casebook_core::formulations::api::{FormulationRequest, formulation};
use casebook_core::submissions::api::countersign;
use casebook_core::submissions::{CountersignRequest, SubmissionView};
use chrono::{Days, NaiveDate};

/// A trainee's letters go once the consultant has countersigned them, the day after the clinic at the earliest; so do
/// formulations. What would be done today is left for whoever opens the register.
pub(super) fn supervised(
    story: &Story,
    today: NaiveDate,
    wanted: &mut Vec<(NaiveDate, Hand, What)>,
) {
    let after = |day: NaiveDate| day.checked_add_days(Days::new(1)).unwrap_or(day);
    let signed: Vec<(NaiveDate, What)> =
        wanted.iter().map(|(day, _, what)| (*day, *what)).collect();
    for (day, hand, what) in wanted.iter_mut() {
        let What::Send(paper @ Paper::Letter(_)) = *what else {
            continue;
        };
        let begun = signed.iter().find(|(_, w)| *w == What::Sign(paper));
        *hand = Hand::Consultant;
        *day = begun.map_or(*day, |(begun, _)| (*day).max(after(*begun)));
    }
    let formulated = (0..story.formulations.len()).filter_map(|i| {
        let (day, _) = signed.iter().find(|(_, w)| *w == What::Formulation(i))?;
        Some((after(*day), Hand::Consultant, What::Countersign(i)))
    });
    wanted.extend(formulated);
    wanted.retain(|(day, hand, _)| *hand == Hand::Trainee || *day < today);
}

impl Theatre {
    /// The consultant reads what the trainee has formulated, and signs it too.
    pub(super) fn countersign_formulation(&self, standing: &Standing) -> Result<()> {
        let case_id = standing.case_id()?;
        let request = FormulationRequest {
            case_id,
            definition: "five-ps".into(),
        };
        let view = formulation(&self.register, &self.session, &request)?;
        let newest = view.versions.into_iter().next();
        self.countersign(newest.and_then(|v| v.submission))
    }

    /// Signs as the second person where that is wanted.
    pub(super) fn countersign(&self, submission: Option<SubmissionView>) -> Result<()> {
        let Some(of) = submission.filter(|s| s.may_countersign) else {
            return Ok(());
        };
        let request = CountersignRequest {
            case_id: of.case_id,
            record_id: of.record_id,
            revision: of.revision,
            comment: String::new(),
        };
        countersign(&self.register, &self.session, &request).map(drop)
    }
}

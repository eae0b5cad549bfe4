//! A case as the core would send it after something was recorded here: in place of what its made-up overview says.

import type { CaseView } from '$/ipc/types';
import { assessmentSummary } from './assessments';
import { careSummary } from './care';
import { hasMeasures, measureSummaries, safetyAnswers } from './measures';
import { pathwaySummary } from './pathway';
import { hasNotes, riskSummary } from './risk';
import { planSummary } from './safety_plans';
import { dueNow } from './schedules';
import { severitySummary } from './severity';
import { world } from './world';

export function recorded(kase: CaseView): CaseView {
  const { id, banner } = kase;
  const care = careSummary(banner.patient_id) ?? kase.care;
  const measured = hasMeasures(id);
  return {
    ...kase,
    banner: { ...banner, allergies: care === kase.care ? banner.allergies : care.allergies },
    care,
    // The lists of the person stand in each case: so do their drafts.
    drafts: world.drafts.filter(
      (d) => d.case_id === id || (d.case_id === null && d.patient_id === banner.patient_id),
    ),
    assessment: assessmentSummary(id) ?? kase.assessment,
    severity: severitySummary(id) ?? kase.severity,
    safety_plan: planSummary(id) ?? kase.safety_plan,
    risk: measured || hasNotes(id) ? riskSummary(id) : kase.risk,
    safety_answers: measured ? safetyAnswers(id).filter((a) => a.open) : kase.safety_answers,
    measures: measured ? measureSummaries(id) : kase.measures,
    measures_due: dueNow(id),
    pathway: pathwaySummary(id),
  };
}

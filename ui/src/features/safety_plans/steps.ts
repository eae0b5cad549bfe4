import type { SafetyPlanForm, SafetyPlanView } from '$/ipc/types';

/** Steps that are written as lines, not as people with numbers. */
export type LinesField = 'warning_signs' | 'coping' | 'distractions' | 'surroundings';

export const isLines = (field: string): field is LinesField =>
  ['warning_signs', 'coping', 'distractions', 'surroundings'].includes(field);

/** A new plan: nothing of the patient's yet, and the services that the trust keeps. */
export function emptyPlan(view: SafetyPlanView, today: string): SafetyPlanForm {
  return {
    warning_signs: '',
    coping: '',
    distractions: '',
    people: [],
    services: structuredClone(view.usual_services),
    surroundings: '',
    reasons: '',
    made_on: today,
  };
}

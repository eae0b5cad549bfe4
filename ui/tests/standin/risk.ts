//! The stand-in's answers: risk.

import type { Answers } from './answers';
import { error } from './world';

export const riskAnswers: Pick<
  Answers,
  'risk' | 'check_risk_note' | 'sign_risk_note' | 'withdraw_risk_note'
> = {
  risk: () => {
    throw error('not-found', 'Not in the stand-in.');
  },
  check_risk_note: () => {
    throw error('not-found', 'Not in the stand-in.');
  },
  sign_risk_note: () => {
    throw error('not-found', 'Not in the stand-in.');
  },
  withdraw_risk_note: () => {
    throw error('not-found', 'Not in the stand-in.');
  },
};

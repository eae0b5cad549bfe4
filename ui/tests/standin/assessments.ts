//! The stand-in's answers: assessments.

import type { Answers } from './answers';
import { error } from './world';

export const assessmentsAnswers: Pick<Answers, 'assessment' | 'sign_assessment' | 'withdraw_assessment'> = {
  assessment: () => {
    throw error('not-found', 'Not in the stand-in.');
  },
  sign_assessment: () => {
    throw error('not-found', 'Not in the stand-in.');
  },
  withdraw_assessment: () => {
    throw error('not-found', 'Not in the stand-in.');
  },
};

//! The stand-in's answers: safety plans.

import type { Answers } from './answers';
import { error } from './world';

export const safetyPlansAnswers: Pick<Answers, 'safety_plan' | 'sign_safety_plan' | 'withdraw_safety_plan'> =
  {
    safety_plan: () => {
      throw error('not-found', 'Not in the stand-in.');
    },
    sign_safety_plan: () => {
      throw error('not-found', 'Not in the stand-in.');
    },
    withdraw_safety_plan: () => {
      throw error('not-found', 'Not in the stand-in.');
    },
  };

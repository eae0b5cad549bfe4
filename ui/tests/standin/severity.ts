//! The stand-in's answers: severity.

import type { Answers } from './answers';
import { error } from './world';

export const severityAnswers: Pick<Answers, 'severity' | 'rate_severity' | 'withdraw_severity'> = {
  severity: () => {
    throw error('not-found', 'Not in the stand-in.');
  },
  rate_severity: () => {
    throw error('not-found', 'Not in the stand-in.');
  },
  withdraw_severity: () => {
    throw error('not-found', 'Not in the stand-in.');
  },
};

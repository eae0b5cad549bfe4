//! The stand-in's answers: today.

import type { Answers } from './answers';
import { error } from './world';

export const todayAnswers: Pick<Answers, 'today'> = {
  today: () => {
    throw error('not-found', 'Not in the stand-in.');
  },
};

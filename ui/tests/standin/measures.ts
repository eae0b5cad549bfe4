//! The stand-in's answers: measures.

import type { Answers } from './answers';
import { error } from './world';

export const measuresAnswers: Pick<
  Answers,
  'measures' | 'score_measure' | 'record_measure' | 'withdraw_measure' | 'respond_to_safety_answer'
> = {
  measures: () => {
    throw error('not-found', 'Not in the stand-in.');
  },
  score_measure: () => {
    throw error('not-found', 'Not in the stand-in.');
  },
  record_measure: () => {
    throw error('not-found', 'Not in the stand-in.');
  },
  withdraw_measure: () => {
    throw error('not-found', 'Not in the stand-in.');
  },
  respond_to_safety_answer: () => {
    throw error('not-found', 'Not in the stand-in.');
  },
};

//! The stand-in's answers: care.

import type { Answers } from './answers';
import { error } from './world';

export const careAnswers: Pick<
  Answers,
  'care' | 'record_diagnoses' | 'record_allergies' | 'record_medicines'
> = {
  care: () => {
    throw error('not-found', 'Not in the stand-in.');
  },
  record_diagnoses: () => {
    throw error('not-found', 'Not in the stand-in.');
  },
  record_allergies: () => {
    throw error('not-found', 'Not in the stand-in.');
  },
  record_medicines: () => {
    throw error('not-found', 'Not in the stand-in.');
  },
};

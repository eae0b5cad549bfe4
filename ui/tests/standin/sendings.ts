//! The stand-in's answers: sendings.

import type { Answers } from './answers';
import { error } from './world';

export const sendingsAnswers: Pick<Answers, 'record_sending' | 'letter_text' | 'print_letter'> = {
  record_sending: () => {
    throw error('not-found', 'Not in the stand-in.');
  },
  letter_text: () => {
    throw error('not-found', 'Not in the stand-in.');
  },
  print_letter: () => {
    throw error('not-found', 'Not in the stand-in.');
  },
};

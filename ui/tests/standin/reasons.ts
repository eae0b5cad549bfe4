//! The stand-in's answers: opening a case, with a reason where it is on nobody's list here.

import type { Answers } from './answers';
import { recorded } from './recorded';
import { caseRow, caseView, findCase } from './views';
import { error, invalid, world } from './world';

const opened = (case_id: string) => recorded(caseView(findCase(case_id)));

export const reasonsAnswers: Pick<
  Answers,
  'open_case' | 'case_row' | 'open_case_with_reason' | 'reason_rule' | 'set_reason_rule'
> = {
  open_case: ({ case_id }) => {
    if (world.reasonAsked && world.notOnList.includes(case_id))
      throw error('reason-needed', 'This case is not on your list. Say why you are opening it.');
    return opened(case_id);
  },
  case_row: ({ case_id }) => caseRow(findCase(case_id)),
  open_case_with_reason: ({ case_id, reason }) => {
    if (reason.why === 'other' && !reason.words.trim())
      throw invalid({
        field: 'reason.words',
        rule: 'required',
        message: 'Say in a few words why you are opening this case.',
      });
    world.notOnList = world.notOnList.filter((id) => id !== case_id);
    return opened(case_id);
  },
  reason_rule: () => ({ asked: world.reasonAsked, chosen: '' }),
  set_reason_rule: ({ asked }) => {
    world.reasonAsked = asked;
    return { asked, chosen: 'Dr A. Okafor, 22-Nov-2026 10:00' };
  },
};

//! What the tests of supervision share: logs made before the window looks.

import type { SupervisionLogForm } from '$/ipc/types';
import { answers } from '../standin/answers';
import { as } from '../standin/kept';
import { world } from '../standin/world';
import { press, unlock } from './window';

export const user = (name: string): string => world.users.find((u) => u.name === name)!.id;
export const OKAFOR = 'Dr A. Okafor';
export const PATEL = 'R. Patel';
export const MENSAH = 'J. Mensah';

export const logForm = (more: Partial<SupervisionLogForm> = {}): SupervisionLogForm => ({
  held_on: '20-Nov-2026',
  minutes: '60',
  format: 'individual',
  supervisor: user(OKAFOR),
  supervisees: [user(PATEL)],
  cases: [
    {
      case_id: world.cases[0]!.id,
      question: 'How to end',
      discussed: 'Two more sessions, then the review',
      reasons: ['No outcome measure in the last 4 sessions'],
    },
  ],
  question: '',
  themes: '',
  outcomes_looked_at: true,
  risk_raised: '',
  actions: [],
  ...more,
});
/** Signed by that person into the made-up record. */
export const logged = (by: string, more: Partial<SupervisionLogForm> = {}) =>
  as(by, () =>
    answers.sign_supervision_log({ record_id: null, base: null, amendment: null, form: logForm(more) }),
  );
export const action = (what: string, owner: string, due_on: string, case_id: string | null = null) => ({
  id: null,
  what,
  owner: user(owner),
  due_on,
  case_id,
});

/** Opens supervision; what `before` makes is there already. */
export async function openSupervision(before: () => void = () => {}): Promise<void> {
  await unlock();
  before();
  await press('link', 'Supervision');
}

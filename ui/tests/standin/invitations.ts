//! The stand-in's answers: invitations, and the recovery key on paper.

import type { Answers } from './answers';
import { sessionView } from './views';
import { error, invalid, newId, world } from './world';

const CODE = 'gravel lantern orbit meadow tunnel april';
const UNTIL = '29-Nov-2026 10:00';

export const invitationsAnswers: Pick<
  Answers,
  'invite_user' | 'invite_again' | 'accept_invitation' | 'new_recovery_key' | 'save_recovery_sheet'
> = {
  invite_user: ({ name, role, post, registration }) => {
    if (!name.trim())
      throw invalid({
        field: 'name',
        rule: 'required',
        message: 'Enter the name as it should stand under a letter.',
      });
    const user = {
      id: newId(),
      name,
      role,
      post,
      registration,
      disabled: false,
      deputy_id: null,
      pass_on_hours: 0,
      invited_until: UNTIL,
      passphrase: '',
    };
    world.users.push(user);
    return { user, code: CODE, until: UNTIL };
  },
  invite_again: ({ user_id }) => {
    const user = world.users.find((u) => u.id === user_id);
    if (!user) throw error('not-found', 'There is no such account in this register.');
    return { user, code: CODE, until: UNTIL };
  },
  accept_invitation: ({ user_id, code, new_passphrase }) => {
    const user = world.users.find((u) => u.id === user_id);
    if (!user || code !== CODE)
      throw invalid({
        field: 'code',
        rule: 'invitation-code',
        message: 'This is not the code of this person’s invitation. Compare each word.',
      });
    user.passphrase = new_passphrase;
    user.invited_until = '';
    world.me = user.id;
    world.state = 'unlocked';
    return sessionView();
  },
  new_recovery_key: ({ passphrase }) => {
    if (passphrase !== world.users.find((u) => u.id === world.me)?.passphrase)
      throw error('wrong-passphrase', 'That passphrase does not open this register.');
    world.recoveryConfirmed = false;
    return { session: sessionView(), recovery_key: world.recoveryKey };
  },
  save_recovery_sheet: () => ({ path: '/people/okafor/Documents/casebook-recovery-key-2026-11-22.pdf' }),
};

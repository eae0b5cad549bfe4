import { afterEach, expect, test } from 'vitest';
import { answers } from '../standin/answers';
import { calls } from '../standin/core';
import { as } from '../standin/kept';
import { world } from '../standin/world';
import { action, logged, logForm, MENSAH, OKAFOR, openSupervision, PATEL, user } from './supervision-window';
import {
  all,
  byTest,
  close,
  expectAccessible,
  faults,
  key,
  press,
  screenText,
  settle,
  the,
  type,
  unlock,
  unlockToCaseload,
  words,
} from './window';

afterEach(close);

const rows = () => [...document.querySelectorAll('[data-testid="supervision-log"]')].map(words);
const open = () => [...document.querySelectorAll('[data-testid="supervision-action"]')].map(words);

test('supervision is reached by its key, is its own place in the rail, and says what to do while it is empty', async () => {
  await unlock();
  await key('s', { altKey: true });
  expect(the('heading', 'Supervision')).toBeTruthy();
  expect(the('link', 'Supervision').getAttribute('aria-current')).toBe('page');
  expect(the('link', 'Caseload').getAttribute('aria-current')).toBeNull();
  expect(the('heading', 'No logs yet')).toBeTruthy();
  expect(words(byTest('supervision-actions'))).toContain('Nothing is open.');
  await expectAccessible();
});

test('a log that waits for my signature stands first and says so, though a newer one is there', async () => {
  await openSupervision(() => {
    logged(PATEL, { held_on: '06-Nov-2026' });
    logged(OKAFOR, { held_on: '20-Nov-2026', format: 'balint', supervisees: [user(PATEL), user(MENSAH)] });
  });
  expect(rows()).toHaveLength(2);
  expect(rows()[0]).toContain('06-Nov-2026');
  expect(rows()[0]).toContain('For you to sign');
  expect(rows()[1]).toContain('Balint group, 60 minutes');
  expect(rows()[1]).toContain('Dr A. Okafor with R. Patel, J. Mensah');
  expect(rows()[1]).toContain('Waits for R. Patel, J. Mensah');
  expect(rows()[1]).not.toContain('For you to sign');
  await expectAccessible();
});

test('my open actions name patient, birth and NHS number; one that is late says so in words', async () => {
  await openSupervision(() =>
    logged(OKAFOR, {
      actions: [
        action('Ring the GP', OKAFOR, '25-Nov-2026'),
        action('Repeat CORE-10', OKAFOR, '21-Nov-2026', world.cases[0]!.id),
        action('Write to the ward', PATEL, '21-Nov-2026'),
      ],
    }),
  );
  expect(open()).toHaveLength(3);
  expect(open()[0]).toContain('Repeat CORE-10');
  expect(open()[0]).toMatch(/NOWAK, Halina \(Ms\).*Born 14-Mar-1983 \(43y\), NHS No. 999 000 0018/);
  expect(open()[0]).toContain('Overdue, 21-Nov-2026');
  expect(open()[1]).toContain('By 25-Nov-2026');
});

test('what the others are to do stands under it, who first, and is closed by whoever took part', async () => {
  await openSupervision(() =>
    logged(OKAFOR, {
      actions: [
        action('Ring the GP', OKAFOR, '25-Nov-2026'),
        action('Write to the ward', PATEL, '21-Nov-2026'),
      ],
    }),
  );
  expect(words(byTest('supervision-actions'))).toContain('For Dr A. Okafor');
  expect(words(byTest('supervision-actions'))).not.toContain('Write to the ward');
  const others = () => words(byTest('others-actions'));
  expect(others()).toContain('Open actions of others For R. Patel Write to the ward');
  expect(others()).toContain('Overdue, 21-Nov-2026');
  await expectAccessible();
  await press('button', 'Close the action: Write to the ward');
  await press('button', 'Close the action');
  expect(byTest('others-actions')).toBeNull();
});

test('an action that was not done is closed only with a note, and then leaves the list', async () => {
  await openSupervision(() => logged(OKAFOR, { actions: [action('Ring the GP', OKAFOR, '25-Nov-2026')] }));
  await press('button', 'Close the action: Ring the GP');
  await expectAccessible();
  await press('radio', 'No longer needed');
  await press('button', 'Close the action');
  expect(await faults()).toEqual(['Say why it is no longer needed.']);
  await type('Why it is no longer needed', 'The GP rang first');
  await key('Enter', { ctrlKey: true });
  expect(open()).toEqual([]);
  expect(calls.findLast((c) => c.name === 'close_supervision_action')?.request).toMatchObject({
    done: false,
    note: 'The GP rang first',
  });
  await press('link', /^Individual supervision/);
  expect(open()[0]).toContain('No longer needed: The GP rang first.');
  expect(all('button', /^Close the action/)).toHaveLength(0);
});

test('an action is closed on the page of its log, where the others’ are too', async () => {
  await openSupervision(() =>
    logged(OKAFOR, { actions: [action('Write to the ward', PATEL, '25-Nov-2026')] }),
  );
  await press('link', /^Individual supervision/);
  await press('button', 'Close the action: Write to the ward');
  await press('button', 'Close the action');
  expect(open()[0]).toContain('Done. Dr A. Okafor, 22-Nov-2026 14:02');
});

test('a log is read with its cases, why they were on the list, and who has signed and who has not', async () => {
  await openSupervision(() => logged(PATEL, { themes: 'Wanting to rescue', risk_raised: 'None new' }));
  await press('link', /^Individual supervision/);
  expect(the('heading', 'Supervision log, 20-Nov-2026')).toBeTruthy();
  expect(words(byTest('discussed'))).toContain(
    'From the caseload review: No outcome measure in the last 4 sessions.',
  );
  expect(words(byTest('discussed'))).toContain('Two more sessions, then the review');
  expect(words(byTest('beyond'))).toContain('Wanting to rescue');
  expect(words(byTest('beyond'))).toContain('Looked at');
  const signed = [...(byTest('signatures')?.querySelectorAll('li') ?? [])].map(words);
  expect(signed[0]).toBe('Dr A. Okafor, supervisor Not signed Has not signed yet');
  expect(signed[1]).toContain('R. Patel, supervisee Signed');
  expect(all('button', 'Amend')).toHaveLength(0);
  await expectAccessible();
});

test('the second person is told what is signed, signs the version that was read, and is asked no more', async () => {
  await openSupervision(() => logged(PATEL));
  await press('link', /^Individual supervision/);
  await key('Enter', { ctrlKey: true });
  const dialog = words(document.querySelector('dialog[open]'));
  expect(dialog).toContain('Sign the log of 20-Nov-2026');
  expect(dialog).toContain(
    'Individual supervision, 60 minutes, Dr A. Okafor with R. Patel. 1 case: NOWAK, Halina (Ms).',
  );
  expect(dialog).toContain('Signed as Dr A. Okafor, now.');
  await expectAccessible();
  await key('Enter', { ctrlKey: true });
  expect(words(byTest('signatures'))).not.toContain('Not signed');
  expect(all('button', 'Sign this log')).toHaveLength(0);
  const log = as(PATEL, () => answers.supervision(null)).logs[0]!;
  expect(log.says).toBe('Signed by everybody');
});

test('a log that was changed after it was read is not signed, and is shown anew', async () => {
  await openSupervision(() => logged(PATEL));
  await press('link', /^Individual supervision/);
  as(PATEL, () => {
    const { id, revision } = answers.supervision_log({ record_id: answers.supervision(null).logs[0]!.id });
    const amendment = { kind: 'correction' as const, reason: 'Minutes' };
    answers.sign_supervision_log({
      record_id: id,
      base: revision,
      amendment,
      form: logForm({ minutes: '45' }),
    });
  });
  await press('button', 'Sign this log');
  await press('button', 'Sign this log');
  expect(byTest('problem')).toBeTruthy();
  expect(screenText()).toContain('Individual supervision, 45 minutes');
  expect(the('button', 'Sign this log')).toBeTruthy();
});

test('a log is returned only with a comment, and is not asked to be signed as it stands', async () => {
  await openSupervision(() => logged(PATEL));
  await press('link', /^Individual supervision/);
  await press('button', 'Return with a comment');
  await press('button', 'Return the log');
  expect(await faults()).toEqual(['Say what is to be put right.']);
  await type('What is to be put right', 'We spoke of two cases');
  await press('button', 'Return the log');
  expect(words(byTest('returned'))).toContain('We spoke of two cases');
  expect(words(byTest('with-author'))).toBe('With R. Patel to put right');
  expect(all('button', 'Sign this log')).toHaveLength(0);
  expect(all('button', 'Return with a comment')).toHaveLength(0);
  await key('Enter', { ctrlKey: true });
  expect(document.querySelector('dialog[open]')).toBeNull();
  await expectAccessible();
  await press('button', 'Sign after all');
  await press('button', 'Sign this log');
  expect(words(byTest('signatures'))).not.toContain('Not signed');
});

test('the author of a returned log goes on from the comment to the change in one keystroke', async () => {
  await openSupervision(() => {
    const { id, revision } = logged(OKAFOR);
    as(PATEL, () =>
      answers.return_supervision_log({ record_id: id, revision, comment: 'We spoke of two cases' }),
    );
  });
  expect(rows()[0]).toContain('Returned by R. Patel');
  await press('link', /^Individual supervision/);
  const notice = words(byTest('returned'));
  expect(notice).toContain('R. Patel. Returned 22-Nov-2026 14:02: We spoke of two cases');
  expect(the('button', 'Put it right')).toBeTruthy();
  await expectAccessible();
  await key('Enter', { ctrlKey: true });
  expect(the('heading', 'Change the log of 20-Nov-2026')).toBeTruthy();
  await type('What was said', 'Two sessions more; and of the ward');
  await press('button', 'Sign');
  expect(words(document.querySelector('dialog[open]'))).toContain('Addition Something was left out');
  await press('button', 'Sign into the record');
  expect(await faults()).toEqual(['Say why what was signed is being changed.']);
  await type('Reason, in a sentence', 'Second case was left out');
  await press('button', 'Sign into the record');
  expect(the('heading', 'Supervision log, 20-Nov-2026')).toBeTruthy();
  expect(byTest('returned')).toBeNull();
  expect(screenText()).toContain('Version 2: Correction: Second case was left out');
});

test('its author withdraws a log with a reason; it stays readable and asks for nothing more', async () => {
  await openSupervision(() => logged(OKAFOR));
  await press('link', /^Individual supervision/);
  await press('button', 'Withdraw as entered in error');
  await type('Reason', 'Meeting of another week');
  await press('button', 'Withdraw');
  expect(words(byTest('withdrawn'))).toContain('Meeting of another week');
  expect(words(byTest('discussed'))).toContain('Two more sessions');
  expect(all('button', 'Amend')).toHaveLength(0);
});

test('Today leads to logs to sign and to what was agreed', async () => {
  await unlock();
  logged(PATEL, { actions: [action('Ring the GP', OKAFOR, '21-Nov-2026', world.cases[0]!.id)] });
  await press('link', 'Caseload');
  await press('link', /^Today/);
  expect(words(byTest('today-supervision-signature'))).toContain(
    'Individual supervision, 60 minutes No single patient',
  );
  expect(words(byTest('today-supervision-action'))).toContain('NOWAK');
  byTest('today-supervision-action')?.querySelector('a')?.click();
  await settle();
  expect(the('heading', 'Supervision log, 20-Nov-2026')).toBeTruthy();
  await press('link', /^Today/);
  byTest('today-supervision-signature')?.querySelector('a')?.click();
  await settle();
  expect(the('button', 'Sign this log')).toBeTruthy();
});

test('the overview of a case shows every open action and the newest discussion, and leads on only who took part', async () => {
  await unlockToCaseload();
  const about = world.cases[0]!.id;
  logged(OKAFOR, {
    held_on: '06-Nov-2026',
    actions: [
      action('Ring the GP', OKAFOR, '27-Nov-2026', about),
      action('Read on groups', PATEL, '27-Nov-2026'),
    ],
  });
  logged(PATEL, {
    supervisor: user(MENSAH),
    actions: [action('Repeat CORE-10', PATEL, '21-Nov-2026', about)],
  });
  await press('link', /NOWAK/);
  const panel = words(byTest('supervision-panel'));
  expect(panel).toContain('20-Nov-2026. Individual supervision, J. Mensah with R. Patel.');
  expect(panel).toContain('Two more sessions, then the review');
  const actions = [...document.querySelectorAll('[data-testid="open-action"]')].map(words);
  expect(actions).toEqual([
    'Repeat CORE-10 Overdue, for R. Patel, by 21-Nov-2026 Supervision of 20-Nov-2026',
    'Ring the GP for Dr A. Okafor, by 27-Nov-2026 Supervision of 06-Nov-2026',
  ]);
  expect(words(byTest('discussed-times'))).toContain('Discussed twice');
  expect(all('link', /^Open the log of/).map(words)).toEqual(['06-Nov-2026']);
  await expectAccessible();
  await press('link', 'Caseload');
  await press('link', /BEGUM/);
  expect(byTest('supervision-panel')).toBeNull();
});

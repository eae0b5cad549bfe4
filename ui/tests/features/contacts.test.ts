import { afterEach, expect, test } from 'vitest';
import type { SessionNoteForm } from '$/ipc/types';
import { answers } from '../standin/answers';
import { calls } from '../standin/core';
import { world } from '../standin/world';
import { caseId, hold, missed, openPathway, sessionForm, signs } from './pathway-window';
import {
  all,
  byTest,
  close,
  discardDraft,
  expectAccessible,
  faults,
  key,
  pause,
  press,
  screenText,
  the,
  type,
  value,
  words,
} from './window';

afterEach(close);

const sessions = () => [...document.querySelectorAll('[data-testid="session"]')].map(words);
const draft = () => world.drafts.find((d) => d.kind === 'session');
const note = () => press('link', 'Note a session');

test('a session is kept while it is written, signed by keys for a named patient, and read newest first', async () => {
  await openPathway(() => hold('01-Nov-2026'));
  await note();
  expect(value('Minutes')).toBe('50');
  expect(document.querySelectorAll('main input[name=attendance]:checked')).toHaveLength(0);
  expect(document.querySelectorAll('main input[type=checkbox]:checked')).toHaveLength(0);
  await press('radio', 'Attended');
  await press('checkbox', 'Core intervention');
  await press('checkbox', 'Goal agreement');
  await type('Note', 'Climbed twice');
  await type('To do until next time', 'Once a day');
  await pause();
  expect(draft()?.state).toMatchObject({ note: 'Climbed twice', attendance: 'attended' });
  expect(draft()?.base).toBeNull();
  await expectAccessible();
  await key('Enter', { ctrlKey: true });
  expect(words(document.querySelector('dialog'))).toContain('AL-SAYYID');
  await key('Enter', { ctrlKey: true });
  const [newest, older] = sessions();
  expect(newest).toContain('Session 2, 22-Nov-2026');
  expect(newest).toContain('Goal agreement, Core intervention');
  expect(newest).toContain('Until next time. Once a day');
  expect(newest).toContain('Face to face, 50 minutes. Signed by Dr A. Okafor');
  expect(older).toContain('Session 1, 01-Nov-2026');
  expect(world.drafts).toEqual([]);
});

test('a session that was missed asks for its day and nothing else', async () => {
  await openPathway();
  await note();
  await press('radio', 'Did not attend');
  for (const name of ['Minutes', 'To do until next time']) expect(all('textbox', name)).toHaveLength(0);
  expect(all('checkbox', 'Engagement')).toHaveLength(0);
  expect(all('radio', 'Video')).toHaveLength(0);
  await expectAccessible();
  await signs();
  expect(sessions()[0]).toContain('Session 1, 22-Nov-2026 Did not attend');
});

test('what is missing is named at its field, and nothing typed is lost', async () => {
  await openPathway();
  await note();
  await type('Day', '1/1/2031');
  await press('radio', 'Attended');
  await type('Minutes', 'an hour');
  await signs();
  expect(await faults()).toEqual([
    'This date is in the future.',
    'Enter the minutes as a number from 1 to 480.',
    'Choose how you met.',
    'Choose at least one phase that was worked on.',
    'Write what was worked on.',
  ]);
  expect(value('Minutes')).toBe('an hour');
  await expectAccessible();
});

test('steps tell what was held, missed, next and the review by shape, and the same in words', async () => {
  await openPathway(() => {
    hold('01-Sep-2026');
    missed('08-Sep-2026');
  });
  const steps = [...(byTest('steps')?.querySelectorAll('li') ?? [])];
  expect(steps.map((s) => s.dataset['state'])).toEqual([
    'done',
    'missed',
    'next',
    ...Array<string>(6).fill('ahead'),
    'review',
  ]);
  const shapes = [0, 1, 2, 9].map((i) => steps[i]?.querySelector('svg')?.firstElementChild?.tagName);
  expect(shapes).toEqual(['circle', 'rect', 'circle', 'path']);
  expect(words(steps[1]?.querySelector('.visually-hidden'))).toBe(
    'Session 2, missed, 08-Sep-2026: Did not attend',
  );
  expect(steps[2]?.getAttribute('aria-current')).toBe('step');
  expect(words(byTest('attendance'))).toBe('1 attended, 1 missed without a word (counts).');
});

test('whether a missed session counts is a setting, and every number follows it', async () => {
  await openPathway(() => {
    missed('08-Sep-2026');
    hold('15-Sep-2026');
  });
  expect(sessions()[0]).toContain('Session 2, 15-Sep-2026');
  await press('link', 'Settings');
  await press('link', 'Pathway');
  const box = the('checkbox', 'A session missed without a word counts') as HTMLInputElement;
  expect(box.checked).toBe(true);
  await expectAccessible();
  box.click();
  await pause(50);
  expect(calls.at(-1)).toMatchObject({
    name: 'set_preferences',
    request: { missed_sessions_count: false, idle_minutes: 5 },
  });
  await press('link', 'Caseload');
  await press('link', /AL-SAYYID/);
  await press('link', 'Pathway');
  expect(sessions()[0]).toContain('Session 1, 15-Sep-2026');
  expect(sessions()[1]).toContain('not counted, 08-Sep-2026');
  expect(words(byTest('attendance'))).toContain('(does not count)');
});

test('phases are counted, and one that was not worked on yet is said to be so', async () => {
  await openPathway(() => {
    hold('01-Sep-2026', { phases: ['engagement', 'goal-agreement'] });
    hold('08-Sep-2026');
  });
  const panel = words(byTest('steps-panel'));
  expect(panel).toContain('Engagement 2');
  expect(panel).toContain('Goal agreement 1');
  expect(panel).toContain('Relapse management not yet');
});

test('a signed session is changed with a reason, and says so', async () => {
  await openPathway(() => hold('01-Sep-2026'));
  await press('link', 'Change the session of 01-Sep-2026');
  expect(value('Note')).toBe('Talked about the stairs');
  await type('Note', 'Talked about the lift');
  await pause();
  expect(draft()?.base).toBe(answers.sessions({ case_id: caseId() }).sessions[0]?.revision);
  await press('button', 'Sign');
  await expectAccessible();
  await press('button', 'Sign into the record');
  expect(await faults()).toEqual(['Say why what was signed is being changed.']);
  await type('Reason, in a sentence', 'Wrong word');
  await press('button', 'Sign into the record');
  expect(sessions()).toHaveLength(1);
  expect(sessions()[0]).toContain('Talked about the lift');
  expect(sessions()[0]).toContain('Version 2: Correction: Wrong word');
});

test('a session noted in error is withdrawn with a reason, stays readable, and the numbers close up', async () => {
  await openPathway(() => {
    hold('01-Sep-2026');
    hold('08-Sep-2026');
  });
  await press('button', 'Withdraw the session of 01-Sep-2026');
  await expectAccessible();
  await press('button', 'Withdraw');
  expect(await faults()).toEqual(['Say what was entered in error.']);
  await type('Reason', 'Wrong patient');
  await press('button', 'Withdraw');
  expect(sessions()[0]).toContain('Session 1, 08-Sep-2026');
  expect(sessions()[1]).toContain('Withdrawn');
  expect(sessions()[1]).toContain('Wrong patient');
  expect(all('button', 'Withdraw the session of 01-Sep-2026')).toHaveLength(0);
});

test('a session that is begun is not put aside by changing another', async () => {
  await openPathway(() => hold('01-Sep-2026'));
  await note();
  await press('radio', 'Attended');
  await type('Note', 'Begun and not finished');
  await press('link', 'Pathway');
  expect(all('link', 'Continue the session')).toHaveLength(1);
  await press('link', 'Change the session of 01-Sep-2026');
  expect(screenText()).toContain('Another session is begun');
  await expectAccessible();
  await press('button', 'Go on with what is begun');
  expect(value('Note')).toBe('Begun and not finished');
  expect((draft()?.state as SessionNoteForm).note).toBe('Begun and not finished');
});

test('a draft is found from the list of drafts and is gone on with; discarded it leaves nothing', async () => {
  await openPathway();
  await note();
  await press('radio', 'Did not attend');
  await type('Note', 'No word');
  await pause();
  await press('link', /^Drafts/);
  await press('link', 'Session note');
  expect(value('Note')).toBe('No word');
  await discardDraft();
  expect(the('heading', 'Pathway')).toBeTruthy();
  expect(world.drafts).toEqual([]);
  expect(calls.some((c) => c.name === 'sign_session')).toBe(false);
});

test('changed by somebody else meanwhile: what was typed is kept, and goes on from theirs once that is seen', async () => {
  await openPathway(() => hold('01-Sep-2026'));
  await press('link', 'Change the session of 01-Sep-2026');
  await type('Note', 'Mine');
  const [signed] = answers.sessions({ case_id: caseId() }).sessions;
  const kept = world.drafts;
  answers.sign_session({
    case_id: caseId(),
    record_id: signed!.id,
    base: signed!.revision,
    amendment: { kind: 'correction', reason: 'Day' },
    form: sessionForm('01-Sep-2026', { note: 'Theirs' }),
  });
  // The draft is of this user; the colleague's signature leaves it alone.
  world.drafts = kept;
  await press('button', 'Sign');
  await type('Reason, in a sentence', 'Wrong word');
  await press('button', 'Sign into the record');
  expect(words(byTest('conflict'))).toContain('Yours is kept as a draft');
  await press('button', 'Look at theirs, keep my draft');
  expect(sessions()[0]).toContain('Theirs');
  await press('link', 'Change the session of 01-Sep-2026');
  expect(value('Note')).toBe('Mine');
  await press('button', 'Sign');
  await type('Reason, in a sentence', 'Wrong word');
  await press('button', 'Sign into the record');
  expect(sessions()[0]).toContain('Mine');
  expect(sessions()[0]).toContain('Version 3');
});

test('a draft whose session somebody changed since is kept, can’t be signed blind, and goes on from a chosen one', async () => {
  await openPathway(() => hold('01-Sep-2026'));
  await press('link', 'Change the session of 01-Sep-2026');
  await type('Note', 'Mine');
  await pause();
  const [signed] = answers.sessions({ case_id: caseId() }).sessions;
  const kept = world.drafts;
  answers.sign_session({
    case_id: caseId(),
    record_id: signed!.id,
    base: signed!.revision,
    amendment: { kind: 'correction', reason: 'Day' },
    form: sessionForm('01-Sep-2026', { note: 'Theirs' }),
  });
  world.drafts = kept;
  await press('link', /^Drafts/);
  await press('link', 'Session note');
  expect(screenText()).toContain('has been changed by somebody else since');
  expect(value('Note')).toBe('Mine');
  expect(all('button', 'Sign')).toHaveLength(0);
  await expectAccessible();
  await press('button', 'To the pathway');
  await press('link', 'Change the session of 01-Sep-2026');
  expect(value('Note')).toBe('Mine');
  expect(the('button', 'Sign')).toBeTruthy();
});

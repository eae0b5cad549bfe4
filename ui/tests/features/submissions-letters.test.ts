import { afterEach, expect, test } from 'vitest';
import { session } from '$/features/users/session.svelte';
import { world } from '../standin/world';
import {
  caseAs,
  caseId,
  compose,
  CONSULTANT,
  formulationHandedIn,
  letterHandedIn,
  returned,
  sent,
  times,
  TRAINEE,
} from './submissions-window';
import {
  all,
  byTest,
  close,
  discardDraft,
  expectAccessible,
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

const outs = ['Save PDF', 'Print', 'Copy as text', 'Open', 'Record where it went'];
const ways = () => outs.filter((name) => all('button', name).length > 0);
let letter = '';
/** The trainee's letter is opened from the overview, where it is the newest. */
async function openLetter(name = CONSULTANT, kind = 'gp', comment = ''): Promise<void> {
  await caseAs(name, () => {
    letter = letterHandedIn(kind);
    if (comment) returned(comment, letter);
    session.savedLetters.add(letter);
  });
  byTest('letters-panel')?.querySelector<HTMLElement>('tbody a')?.click();
  await pause(100);
}

test('a held letter is read here and has no way out, not even by a key', async () => {
  await openLetter(TRAINEE);
  expect(words(byTest('held'))).toBe('This letter may not leave the register before it is countersigned.');
  expect(ways()).toEqual([]);
  expect(screenText()).not.toContain('A saved PDF lies outside');
  await expectAccessible();
  await key('Enter', { ctrlKey: true });
  expect(times('save_letter_pdf')).toBe(0);
  expect(document.querySelector('dialog[open]')).toBeNull();
});

test('what the setting lets out before goes, marked as awaiting', async () => {
  await openLetter(TRAINEE, 'host-entry');
  expect(byTest('held')).toBeNull();
  expect(ways()).toEqual(outs);
  expect(words(byTest('submission'))).toContain('Awaiting countersignature by whoever may countersign');
});

test('countersigned, the letter is fetched anew with its pages, and may go', async () => {
  await openLetter();
  const before = times('letter_pdf');
  await key('Enter', { ctrlKey: true });
  await expectAccessible();
  await press('button', 'Countersign');
  expect(sent('countersign')).toEqual({
    case_id: caseId(),
    record_id: letter,
    revision: world.cases[0]!.letters[0]!.revision,
    comment: '',
  });
  expect(times('letter_pdf')).toBe(before + 1);
  expect(byTest('held')).toBeNull();
  expect(ways()).toEqual(outs);
  expect(words(byTest('submission'))).toContain('Countersigned by Dr A. Okafor');
  await key('Enter', { ctrlKey: true });
  expect(times('save_letter_pdf')).toBe(1);
});

test('a list says in words what waits and what was returned', async () => {
  await caseAs(CONSULTANT, () => letterHandedIn());
  const row = () => words(byTest('letters-panel')?.querySelector('tbody tr'));
  expect(row()).toContain('Awaiting countersignature');
  expect(row()).not.toContain('Not sent yet');
  returned('Too long', world.cases[0]!.letters[0]!.id);
  await press('link', 'Letters');
  expect(words(document.querySelector('main tbody tr'))).toContain('Returned with a comment');
});

test('a returned letter is put right in the composer, under the comment, as a version of itself', async () => {
  await openLetter(TRAINEE, 'gp', 'Too long');
  const old = world.cases[0]!.letters[0]!.revision;
  expect(words(byTest('submission'))).toContain('Too long');
  expect(ways()).toEqual([]);
  await key('Enter', { ctrlKey: true });
  await pause(100);
  expect(sent('compose_letter')).toEqual({
    case_id: caseId(),
    kind: 'gp',
    afresh: false,
    puts_right: letter,
  });
  expect(words(byTest('returned-comment'))).toContain('Too long');
  expect(value('Attendance details')).toBe('What the trainee wrote');
  await expectAccessible();
  await type('Attendance details', 'Shorter');
  await pause();
  expect(world.drafts[0]).toMatchObject({ kind: 'letter:gp', base: old });
  await press('button', 'Sign');
  expect(words(document.querySelector('dialog[open]'))).toContain(
    'a new version of the letter that was returned',
  );
  await press('button', 'Sign the letter');
  expect(sent('sign_letter')).toMatchObject({ puts_right: old });
  expect(world.cases[0]!.letters[0]).toMatchObject({ id: letter });
  expect(words(byTest('submission'))).toContain('Awaiting countersignature');
});

test('gone on with from its draft, or composed afresh, it still puts the same letter right', async () => {
  await openLetter(TRAINEE, 'gp', 'Too long');
  await press('button', 'Put it right');
  await pause(100);
  await type('Attendance details', 'Shorter');
  await pause();
  await press('button', 'Leave');
  world.drafts[0]!.out_of_date = true;
  await press('button', 'Continue letter');
  await pause(100);
  expect(words(byTest('returned-comment'))).toContain('Too long');
  expect(value('Attendance details')).toBe('Shorter');
  await press('button', 'Compose it afresh');
  await press('button', 'Compose it afresh');
  await pause(100);
  expect(sent('compose_letter')).toMatchObject({ afresh: true, puts_right: letter });
  expect(words(byTest('returned-comment'))).toContain('Too long');
  const old = world.cases[0]!.letters[0]!.revision;
  await press('button', 'Sign');
  await press('button', 'Sign the letter');
  expect(sent('sign_letter')).toMatchObject({ puts_right: old });
});

test('a new letter puts nothing right', async () => {
  await caseAs(TRAINEE);
  await compose();
  expect(sent('compose_letter')).toMatchObject({ puts_right: null });
  expect(byTest('returned-comment')).toBeNull();
  await type('Attendance details', 'Mine');
  await pause();
  expect(world.drafts[0]?.base).toBeNull();
  await discardDraft();
});

test('somebody else’s returned letter is not this user’s to put right', async () => {
  await openLetter(CONSULTANT, 'gp', 'Too long');
  expect(words(byTest('submission'))).toContain('Returned by Dr A. Okafor');
  expect(all('button', 'Put it right')).toHaveLength(0);
  expect(words(byTest('with-author'))).toBe('With R. Patel to put right');
  expect(all('button', 'Countersign')).toHaveLength(0);
  await key('Enter', { ctrlKey: true });
  expect(document.querySelector('dialog[open]')).toBeNull();
  expect(times('save_letter_pdf')).toBe(0);
  await press('button', 'Countersign after all');
  expect(words(document.querySelector('dialog[open]'))).toContain(
    'An answer about safety waits for a response',
  );
});

const follow = async (kind: string, row = 0) => {
  byTest(`today-${kind}`)?.querySelectorAll('a')[row]?.click();
  await pause(100);
};

test('Today leads the consultant to the formulation and to the letter that wait', async () => {
  await caseAs(CONSULTANT, () => {
    formulationHandedIn();
    letter = letterHandedIn();
  });
  await press('link', /^Today/);
  const rows = byTest('today-countersignature')?.querySelectorAll('tbody tr');
  expect(words(byTest('today-countersignature'))).toContain('For you to countersign');
  expect(rows).toHaveLength(2);
  await expectAccessible();
  await follow('countersignature', 0);
  expect(the('heading', /^Formulation, version 3/)).toBeTruthy();
  await press('link', /^Today/);
  await follow('countersignature', 1);
  expect(the('heading', /^Letter to the GP, /)).toBeTruthy();
  expect(the('button', 'Countersign')).toBeTruthy();
});

test('Today leads the author to what was returned', async () => {
  await caseAs(TRAINEE, () => {
    formulationHandedIn();
    returned('Say who noticed it');
    returned('Too long', letterHandedIn());
  });
  await press('link', /^Today/);
  expect(words(byTest('today-returned'))).toContain('Returned to you');
  expect(byTest('today-countersignature')).toBeNull();
  await follow('returned', 0);
  expect(words(byTest('submission'))).toContain('Say who noticed it');
  await press('link', /^Today/);
  await follow('returned', 1);
  expect(words(byTest('submission'))).toContain('Too long');
});

test('which letters a trainee’s signature lets out is a setting for each kind', async () => {
  await caseAs(CONSULTANT);
  await press('link', 'Settings');
  await press('link', 'Countersigning');
  const ticked = () =>
    ['Entry for the host’s notes', 'Safety plan', 'Letter to the GP', 'Letter after a pathway review'].map(
      (name) => (the('checkbox', name) as HTMLInputElement).checked,
    );
  expect(ticked()).toEqual([true, true, false, false]);
  await expectAccessible();
  await press('checkbox', 'Safety plan');
  await press('checkbox', 'Letter to the GP');
  expect(sent('set_preferences')).toMatchObject({ leave_before_countersigned: ['host-entry', 'gp'] });
  expect(ticked()).toEqual([true, false, true, false]);
  expect(screenText()).toContain('Kept.');
});

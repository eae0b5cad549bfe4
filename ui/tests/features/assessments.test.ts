import { afterEach, expect, test } from 'vitest';
import type { AssessmentForm } from '$/ipc/types';
import { answers } from '../standin/answers';
import { calls, failNext } from '../standin/core';
import { as } from '../standin/kept';
import { error, world } from '../standin/world';
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
  settle,
  the,
  type,
  unlockToCaseload,
  value,
  words,
} from './window';

afterEach(close);

async function open(who: RegExp = /NOWAK/): Promise<void> {
  await unlockToCaseload();
  await press('link', who);
  await press('link', 'Assessment');
}
const answered = (
  texts: Record<string, string>,
  more: Partial<AssessmentForm['answers']> = {},
): AssessmentForm => ({ definition: 'biopsychosocial', answers: { texts, chosen: {}, rows: {}, ...more } });

/** Nowak's assessment, signed, is read. */
async function read(form = answered({ 'symptoms.text': 'Chest pain' })): Promise<void> {
  await unlockToCaseload();
  answers.sign_assessment({ case_id: world.cases[0]!.id, base: null, form, amendment: null });
  await press('link', /NOWAK/);
  await press('link', 'Assessment');
}
function signedByAnother(texts: Record<string, string>): void {
  const case_id = world.cases[0]!.id;
  const base = answers.assessment({ case_id }) as { versions: { revision: string }[] };
  as('J. Mensah', () =>
    answers.sign_assessment({
      case_id,
      base: base.versions[0]?.revision ?? null,
      form: answered(texts),
      amendment: { kind: 'new-version', reason: 'Home visit' },
    }),
  );
}
async function sign(reason = ''): Promise<void> {
  await press('button', 'Sign');
  if (reason) await type('Reason, in a sentence', reason);
  await press('button', 'Sign into the record');
}
const draft = () => world.drafts.find((d) => d.kind === 'assessment')?.state as AssessmentForm | undefined;
const sections = () => [...document.querySelectorAll('nav[aria-label=Sections] button')].map(words);
const headings = () => [...document.querySelectorAll('main section h2')].map(words);

test('any section may be written first, and none is asked for', async () => {
  await open();
  expect(document.querySelectorAll('[required], [aria-required=true]')).toHaveLength(0);
  await press('button', 'Past adversity');
  expect(document.activeElement).toBe(the('textbox', 'Past adversity'));
  await type('Past adversity', 'Two fosterings');
  await sign();
  expect(the('heading', 'Assessment, version 1')).toBeTruthy();
  expect(screenText()).toContain('Two fosterings');
});

test('the form has no fault that axe knows, and every control has its name', async () => {
  await open();
  await press('button', 'Investigations: add a line');
  await expectAccessible();
});

test('sections of another kind of case are not offered', async () => {
  await open();
  expect(sections()).not.toContain('After self-harm');
  await press('link', 'Caseload');
  await press('link', /BEGUM/);
  await press('link', 'Assessment');
  expect(sections()).toContain('After self-harm');
});

test('what is typed is kept by itself: texts, ticks and lines', async () => {
  await open();
  await type('Symptoms', 'Palpitations');
  await press('checkbox', 'Non-cardiac chest pain');
  await press('button', 'Investigations: add a line');
  await type('Investigations, line 1, Investigation', 'ECG');
  await pause();
  expect(byTest('draft-state')?.textContent).toContain('Draft saved 14:02:11');
  const saved = calls.findLast((c) => c.name === 'save_draft')?.request;
  expect(saved).toMatchObject({ kind: 'assessment', case_id: world.cases[0]!.id, base: null });
  expect(draft()?.answers).toEqual({
    texts: { 'symptoms.text': 'Palpitations' },
    chosen: { 'symptoms.syndromes': ['ncp'] },
    rows: { 'investigations.list': [{ test: 'ECG' }] },
  });
});

test('a draft that was left is gone on with where it stood', async () => {
  await open();
  await type('Symptoms', 'Palpitations');
  await press('link', 'Overview');
  await press('link', 'Assessment');
  expect(value('Symptoms')).toBe('Palpitations');
});

test('the list of sections says which are written, and forgets one that is emptied', async () => {
  await open();
  await type('Past adversity', 'Fostered');
  expect(sections()).toEqual(['Symptoms', 'Investigations so far', 'Past adversity, written']);
  await type('Past adversity', '  ');
  expect(sections()).toContain('Past adversity');
});

test('a line of a table that was left empty is not a section written', async () => {
  await open();
  await press('button', 'Investigations: add a line');
  expect(document.activeElement).toBe(the('textbox', 'Investigations, line 1, Investigation'));
  expect(sections()).toContain('Investigations so far');
  await type('Investigations, line 1, Investigation', 'ECG');
  expect(sections()).toContain('Investigations so far, written');
  await press('button', 'Investigations: remove line 1');
  expect(sections()).toContain('Investigations so far');
});

test('reading shows only what is written, with ticks in words and lines as a table', async () => {
  const investigations: Record<string, string>[] = [
    { test: 'Angiogram', result: 'normal' },
    { test: 'Echo' },
  ];
  await read(
    answered(
      { 'symptoms.text': 'Chest pain' },
      { chosen: { 'symptoms.syndromes': ['ibs'] }, rows: { 'investigations.list': investigations } },
    ),
  );
  expect(headings()).toEqual(['Symptoms', 'Investigations so far', 'Versions']);
  expect(screenText()).not.toContain('Past adversity');
  expect(screenText()).toContain('Irritable bowel syndrome');
  const rows = [...document.querySelectorAll('main tbody tr')].map((row) =>
    [...row.querySelectorAll('td')].map(words),
  );
  expect(rows).toEqual([
    ['Angiogram', 'normal'],
    ['Echo', '–'],
  ]);
  await expectAccessible();
});

test('a label and what was ticked under it do not run into each other', async () => {
  await read(answered({ 'symptoms.text': 'Pain' }, { chosen: { 'symptoms.syndromes': ['ibs', 'ncp'] } }));
  expect(screenText()).toContain('Functional syndrome. Irritable bowel syndrome, Non-cardiac chest pain');
});

test('a section that letters leave out says so, written and read', async () => {
  await open();
  expect(words(document.getElementById('section-adversity'))).toContain('Left out of letters');
  expect(words(document.getElementById('section-symptoms'))).not.toContain('Left out of letters');
  await type('Past adversity', 'Fostered');
  await sign();
  expect(the('heading', /^Past adversity left out of letters/)).toBeTruthy();
});

test('a first assessment is signed with the patient before one’s eyes, by Ctrl+Enter', async () => {
  await open();
  await type('Symptoms', 'Palpitations');
  await key('Enter', { ctrlKey: true });
  const dialog = words(document.querySelector('dialog'));
  expect(dialog).toContain('For NOWAK, Halina (Ms), born 14-Mar-1983 (43y), NHS No. 999 000 0018');
  expect(all('textbox', 'Reason, in a sentence')).toHaveLength(0);
  await expectAccessible();
  await key('Enter', { ctrlKey: true });
  expect(calls.findLast((c) => c.name === 'sign_assessment')?.request).toMatchObject({
    base: null,
    amendment: null,
    form: { answers: { texts: { 'symptoms.text': 'Palpitations' }, chosen: {}, rows: {} } },
  });
  expect(screenText()).toContain('Signed by Dr A. Okafor, 22-Nov-2026 14:02');
  expect(world.drafts).toEqual([]);
});

test('an empty form is not signed and says why', async () => {
  await open();
  await sign();
  expect(await faults()).toEqual(['Write something in at least one section before signing.']);
  expect(the('heading', 'Assessment')).toBeTruthy();
});

test('a new version starts from the last, needs a reason, and the old one stays readable', async () => {
  await read();
  await press('button', 'Write a new version');
  expect(value('Symptoms')).toBe('Chest pain');
  await type('Symptoms', 'Chest pain, less of it');
  await sign();
  expect(await faults()).toEqual(['Say why what was signed is being changed.']);
  await type('Reason, in a sentence', 'Session 8');
  await press('button', 'Sign into the record');
  expect(the('heading', 'Assessment, version 2')).toBeTruthy();
  expect(words(byTest('versions'))).toContain('New version: Session 8');
  await press('button', 'Version 1');
  expect(the('heading', 'Assessment, version 1')).toBeTruthy();
  expect(screenText()).toContain('A newer version is in force.');
  expect(screenText()).not.toContain('less of it');
});

test('a draft is discarded; what is signed is as it was', async () => {
  await read();
  await press('button', 'Write a new version');
  await type('Symptoms', 'Nonsense');
  await pause();
  await discardDraft();
  expect(world.drafts).toEqual([]);
  expect(the('heading', 'Assessment, version 1')).toBeTruthy();
  expect(screenText()).toContain('Chest pain');
  expect(screenText()).not.toContain('Nonsense');
});

test('discarding asks first, and “Keep it” keeps all of it', async () => {
  await open();
  await type('Symptoms', 'Palpitations');
  await pause();
  await press('button', 'Discard the draft');
  expect(words(document.querySelector('dialog'))).toContain('what is typed here goes for good');
  await expectAccessible();
  await press('button', 'Keep it');
  expect(value('Symptoms')).toBe('Palpitations');
  expect(draft()?.answers.texts['symptoms.text']).toBe('Palpitations');
});

test('a first draft that is discarded leaves an empty form', async () => {
  await open();
  await type('Symptoms', 'Nonsense');
  await pause();
  await discardDraft();
  expect(world.drafts).toEqual([]);
  expect(value('Symptoms')).toBe('');
});

test('a draft that cannot be saved says so, stays on screen, and is saved when it can be', async () => {
  await open();
  failNext('save_draft', error('storage', 'The register could not be written.'));
  await type('Symptoms', 'Palpitations');
  await pause();
  expect(byTest('draft-state')?.textContent).toContain('Draft not saved');
  expect(words(byTest('unsaved-notice'))).toContain('Assessment: not saved.');
  expect(value('Symptoms')).toBe('Palpitations');
  await press('button', 'Try to save again');
  expect(draft()?.answers.texts['symptoms.text']).toBe('Palpitations');
  expect(byTest('unsaved-notice')).toBeNull();
});

test('a signature that the register refuses says why and keeps what was typed', async () => {
  await open();
  await type('Symptoms', 'Palpitations');
  failNext('sign_assessment', error('storage', 'The register could not be written.'));
  await sign();
  expect(words(byTest('problem'))).toContain('could not be written');
  await press('button', 'Not yet');
  expect(value('Symptoms')).toBe('Palpitations');
  expect(draft()?.answers.texts['symptoms.text']).toBe('Palpitations');
  await sign();
  expect(the('heading', 'Assessment, version 1')).toBeTruthy();
});

test('signed by somebody else meanwhile: theirs is shown, mine stays a draft and is not signed', async () => {
  await read();
  await press('button', 'Write a new version');
  await type('Symptoms', 'Mine');
  signedByAnother({ 'symptoms.text': 'Theirs' });
  await sign('Session 8');
  expect(words(byTest('conflict'))).toContain('Yours is kept as a draft and is not signed');
  expect(value('Symptoms')).toBe('Mine');
  await expectAccessible();
  await press('button', 'Look at theirs, keep my draft');
  expect(the('heading', 'Assessment, version 2')).toBeTruthy();
  expect(screenText()).toContain('Theirs');
  expect(draft()?.answers.texts['symptoms.text']).toBe('Mine');
  await press('button', 'Continue my draft');
  expect(value('Symptoms')).toBe('Mine');
});

test('after theirs has been looked at, mine can be signed as the next version', async () => {
  await read();
  await press('button', 'Write a new version');
  await type('Symptoms', 'Mine');
  signedByAnother({ 'symptoms.text': 'Theirs' });
  await sign('Session 8');
  await press('button', 'Look at theirs, keep my draft');
  await press('button', 'Continue my draft');
  await type('Symptoms', 'Mine and theirs');
  await sign('Both of us');
  expect(the('heading', 'Assessment, version 3')).toBeTruthy();
  expect(screenText()).toContain('Mine and theirs');
});

test('about the wrong patient: withdrawn with a reason, readable, and a new one begins empty', async () => {
  await read();
  await press('button', 'Withdraw as entered in error');
  await press('button', 'Withdraw');
  expect(await faults()).toEqual(['Say what was entered in error.']);
  await type('Reason', 'Wrong patient');
  await press('button', 'Withdraw');
  expect(words(byTest('withdrawn'))).toContain('Wrong patient');
  expect(screenText()).toContain('Chest pain');
  expect(all('button', 'Withdraw as entered in error')).toHaveLength(0);
  await press('button', 'Begin a new assessment');
  expect(value('Symptoms')).toBe('');
  await type('Symptoms', 'Anew');
  await press('button', 'Sign');
  await settle();
  expect(calls.some((c) => c.name === 'sign_assessment')).toBe(false);
  await press('button', 'Sign into the record');
  expect(calls.findLast((c) => c.name === 'sign_assessment')?.request).toMatchObject({
    base: null,
    amendment: null,
  });
});

test('what follows a withdrawn assessment is called what it will be: version 1', async () => {
  await read();
  await press('button', 'Withdraw as entered in error');
  await type('Reason', 'Wrong patient');
  await press('button', 'Withdraw');
  await press('button', 'Begin a new assessment');
  await type('Symptoms', 'Anew');
  expect(all('heading', 'Assessment, version 2')).toHaveLength(0);
  await press('button', 'Sign');
  expect(the('heading', 'Sign the assessment, version 1')).toBeTruthy();
  await press('button', 'Sign into the record');
  expect(the('heading', 'Assessment, version 1')).toBeTruthy();
});

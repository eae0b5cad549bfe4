import { afterEach, expect, test } from 'vitest';
import type { SafetyPlanForm } from '$/ipc/types';
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
  the,
  type,
  unlockToCaseload,
  value,
  words,
} from './window';

afterEach(close);

const SIGNS = 'How I notice that things are getting worse';
const PEOPLE = 'People I can ask for help';
const SERVICES = 'Professionals and services I can ring';
const steps = [
  SIGNS,
  'What I can do by myself',
  'People and places that take my mind off it',
  PEOPLE,
  SERVICES,
  'How I make my surroundings safer',
];
const plan = (more: Partial<SafetyPlanForm> = {}): SafetyPlanForm => ({
  warning_signs: 'I stop answering the phone\nI lie awake at four',
  coping: '',
  distractions: '',
  people: [{ name: 'Amina', phone: '07700 900222', note: 'evenings' }],
  services: [{ name: 'In an emergency', phone: '999', note: '' }],
  surroundings: '',
  reasons: '',
  made_on: '20-Nov-2026',
  ...more,
});
const begum = () => world.cases[1]!.id;
async function open(before: () => void = () => {}): Promise<void> {
  await unlockToCaseload();
  before();
  await press('link', /BEGUM/);
  await press('link', /^(Make a safety plan|Safety plan, version)/);
}
const signed = (more: Partial<SafetyPlanForm> = {}) =>
  answers.sign_safety_plan({ case_id: begum(), base: null, form: plan(more), amendment: null });
async function sign(reason = ''): Promise<void> {
  await press('button', 'Sign');
  if (reason) await type('Reason, in a sentence', reason);
  await press('button', 'Sign into the record');
}
const draft = () => world.drafts.find((d) => d.kind === 'safety-plan')?.state as SafetyPlanForm | undefined;
const read = () => [...document.querySelectorAll('main ol.panel > li')].map(words);

test('a plan is six steps in the patient’s own voice, numbered, and the services are there to begin with', async () => {
  await open();
  const headings = [...document.querySelectorAll('main h2')].map(words);
  expect(headings).toEqual(steps);
  const numbers = [...document.querySelectorAll('main ol > li')].slice(0, 6).map((li) => words(li)[0]);
  expect(numbers).toEqual(['1', '2', '3', '4', '5', '6']);
  expect(value(`${SERVICES}, line 1, name`)).toBe('In an emergency');
  expect(value(`${SERVICES}, line 1, telephone`)).toBe('999');
  await expectAccessible();
});

test('where the numbers of the services come from, and who checked them, is said beside them', async () => {
  await open();
  expect(screenText()).toContain('Made up for tests; nobody has checked the numbers.');
});

test('whoever helps is a line with name, number and what for; a line comes and goes under the hand', async () => {
  await open();
  await press('button', `${PEOPLE}: add a line`);
  expect(document.activeElement).toBe(the('textbox', `${PEOPLE}, line 1, name`));
  await type(`${PEOPLE}, line 1, name`, 'Amina');
  await type(`${PEOPLE}, line 1, telephone`, '07700 900222');
  await type(`${PEOPLE}, line 1, when, or what for`, 'evenings');
  await press('button', `${PEOPLE}: add a line`);
  await type(`${PEOPLE}, line 2, name`, 'Neighbour');
  await expectAccessible();
  await press('button', `${PEOPLE}: remove line 1`);
  expect(value(`${PEOPLE}, line 1, name`)).toBe('Neighbour');
  expect(all('textbox', `${PEOPLE}, line 2, name`)).toHaveLength(0);
});

test('a plan is kept while it is written with the patient, signed, and read step by step', async () => {
  await open();
  await type(SIGNS, '- I stop answering the phone\n\n I lie awake at four');
  await press('button', `${PEOPLE}: add a line`);
  await type(`${PEOPLE}, line 1, name`, 'Amina');
  await type(`${PEOPLE}, line 1, telephone`, '07700 900222');
  await type('What is worth living for', 'Her garden');
  await pause();
  expect(byTest('draft-state')?.textContent).toContain('Draft saved');
  expect(draft()).toMatchObject({ reasons: 'Her garden', made_on: '22-Nov-2026' });
  await key('Enter', { ctrlKey: true });
  expect(words(document.querySelector('dialog'))).toContain('BEGUM');
  await expectAccessible();
  await key('Enter', { ctrlKey: true });
  expect(the('heading', 'Safety plan, version 1')).toBeTruthy();
  expect(screenText()).toContain('Made with the patient on 22-Nov-2026. Signed by Dr A. Okafor');
  const [signs, coping, , people, services] = read();
  expect(signs).toBe(`1 ${SIGNS} I stop answering the phoneI lie awake at four`);
  expect(coping).toContain('Nothing yet');
  expect(people).toContain('Amina, 07700 900222');
  expect(services).toContain('In an emergency, 999');
  expect(screenText()).toContain('Her garden');
  expect(world.drafts).toEqual([]);
  await expectAccessible();
});

test('a plan with nothing of the patient’s own, or nobody who answers, is not signed and says where', async () => {
  await open();
  await press('button', `${SERVICES}: remove line 1`);
  await sign();
  expect(await faults()).toEqual([
    'Write at least one thing that is the patient’s own.',
    'Name at least one service that answers day and night.',
  ]);
  await expectAccessible();
});

test('a number without a name is asked for at its line, and nothing typed is lost', async () => {
  await open();
  await type(SIGNS, 'I stop answering');
  await press('button', `${PEOPLE}: add a line`);
  await type(`${PEOPLE}, line 1, telephone`, '07700 900222');
  await sign();
  expect(await faults()).toEqual(['Enter a name, or remove this line.']);
  expect(document.activeElement).toBe(the('textbox', `${PEOPLE}, line 1, name`));
  expect(value(`${PEOPLE}, line 1, telephone`)).toBe('07700 900222');
  expect(value(SIGNS)).toBe('I stop answering');
});

test('a fault in a line of helpers is told to a screen reader at that box', async () => {
  await open();
  await type(SIGNS, 'I stop answering');
  await press('button', `${PEOPLE}: add a line`);
  await type(`${PEOPLE}, line 1, telephone`, '07700 900222');
  await sign();
  const box = the('textbox', `${PEOPLE}, line 1, name`);
  const by = document.getElementById(box.getAttribute('aria-describedby') ?? '');
  expect(words(by)).toContain('Enter a name, or remove this line.');
});

test('a signed plan is printed for the patient, by the button or by Ctrl+Enter', async () => {
  await open(signed);
  await press('button', 'Print for the patient');
  await pause(100);
  expect(the('heading', 'Safety plan for the patient').tagName).toBe('H1');
  expect(calls.find((c) => c.name === 'compose_letter')?.request).toMatchObject({ kind: 'safety-plan' });
  await press('button', 'Leave');
  await press('link', 'Safety');
  await press('link', 'Open the plan');
  await key('Enter', { ctrlKey: true });
  await pause(100);
  expect(the('heading', 'Safety plan for the patient').tagName).toBe('H1');
});

test('a plan is changed with a reason; the one before stays readable and says that it is old', async () => {
  await open(signed);
  await press('button', 'Change the plan');
  expect(value(SIGNS)).toBe('I stop answering the phone\nI lie awake at four');
  await type('What I can do by myself', 'Radio, loud');
  await sign();
  expect(await faults()).toEqual(['Say why what was signed is being changed.']);
  await type('Reason, in a sentence', 'Agreed at discharge');
  await press('button', 'Sign into the record');
  expect(the('heading', 'Safety plan, version 2')).toBeTruthy();
  expect(words(byTest('versions'))).toContain('Agreed at discharge');
  await press('button', 'Version 1');
  expect(screenText()).toContain('A newer version is in force.');
  expect(screenText()).not.toContain('Radio, loud');
});

test('the page of safety says whether there is a plan and whether the patient has got it', async () => {
  await unlockToCaseload();
  await press('link', /BEGUM/);
  await press('link', 'Safety');
  expect(words(byTest('plan-panel'))).toContain('None yet.');
  await press('link', 'Make a safety plan');
  await type(SIGNS, 'I stop answering');
  await sign();
  await press('link', 'Safety');
  expect(words(byTest('plan-panel'))).toContain('Made with the patient on 22-Nov-2026, version 1.');
  expect(words(byTest('plan-panel')?.querySelector('.nhsuk-tag--orange'))).toBe(
    'Not yet given to the patient',
  );
});

test('a plan begun and left is gone on with, or discarded', async () => {
  await open();
  await type(SIGNS, 'I stop answering');
  await press('link', 'Safety');
  expect(words(byTest('plan-panel'))).toContain('Begun, not signed yet.');
  await press('link', 'Continue the plan');
  expect(value(SIGNS)).toBe('I stop answering');
  await discardDraft();
  expect(world.drafts).toEqual([]);
  expect(value(SIGNS)).toBe('');
});

test('a refused signature says why and keeps the plan as it was written', async () => {
  await open();
  await type(SIGNS, 'I stop answering');
  failNext('sign_safety_plan', error('storage', 'The register could not be written.'));
  await sign();
  expect(words(byTest('problem'))).toContain('could not be written');
  await press('button', 'Not yet');
  expect(value(SIGNS)).toBe('I stop answering');
  expect(draft()?.warning_signs).toBe('I stop answering');
});

/** A colleague signs version 2 while mine is being written; then mine is to be signed. */
async function overtaken(): Promise<void> {
  await open(signed);
  await press('button', 'Change the plan');
  await type('What I can do by myself', 'Mine');
  const base = answers.safety_plan({ case_id: begum() }) as { versions: { revision: string }[] };
  as('J. Mensah', () =>
    answers.sign_safety_plan({
      case_id: begum(),
      base: base.versions[0]!.revision,
      form: plan({ coping: 'Theirs' }),
      amendment: { kind: 'new-version', reason: 'At home' },
    }),
  );
  await sign('At discharge');
}

test('changed by somebody else meanwhile: theirs is shown, mine stays a draft and is not signed', async () => {
  await overtaken();
  expect(words(byTest('conflict'))).toContain('Yours is kept as a draft and is not signed');
  await press('button', 'Look at theirs, keep my draft');
  expect(screenText()).toContain('Theirs');
  expect(draft()?.coping).toBe('Mine');
});

test('after theirs has been looked at, my plan can be signed as the next version', async () => {
  await overtaken();
  await press('button', 'Look at theirs, keep my draft');
  await press('button', 'Continue my draft');
  await type('What I can do by myself', 'Theirs\nMine');
  await sign('Both of us');
  expect(the('heading', 'Safety plan, version 3')).toBeTruthy();
  expect(screenText()).toContain('Mine');
});

test('a plan in error is withdrawn, says that copies must be asked back, and is printed no more', async () => {
  await open(signed);
  await press('button', 'Withdraw as entered in error');
  expect(words(document.querySelector('dialog'))).toContain('must be asked back');
  await press('button', 'Withdraw');
  expect(await faults()).toEqual(['Say what was entered in error.']);
  await type('Reason', 'Wrong patient');
  await press('button', 'Withdraw');
  expect(words(byTest('withdrawn'))).toContain('Wrong patient');
  expect(screenText()).toContain('I stop answering the phone');
  expect(all('button', 'Print for the patient')).toHaveLength(0);
  await key('Enter', { ctrlKey: true });
  expect(calls.some((c) => c.name === 'compose_letter')).toBe(false);
});

test('what follows a withdrawn plan begins empty and is called version 1', async () => {
  await open(signed);
  await press('button', 'Withdraw as entered in error');
  await type('Reason', 'Wrong patient');
  await press('button', 'Withdraw');
  await press('button', 'Make a new plan');
  expect(value(SIGNS)).toBe('');
  await type(SIGNS, 'Anew');
  await press('button', 'Sign');
  expect(the('heading', 'Sign the safety plan, version 1')).toBeTruthy();
});

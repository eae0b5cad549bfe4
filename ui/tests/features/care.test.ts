import { afterEach, expect, test } from 'vitest';
import type { AllergiesForm, DiagnosesForm, MedicinesForm, MedicineStatus } from '$/ipc/types';
import { answers } from '../standin/answers';
import { calls, failNext } from '../standin/core';
import { as } from '../standin/kept';
import { error, world } from '../standin/world';
import {
  all,
  byTest,
  choose,
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

const patient = () => world.cases[1]!.patient_id;
async function open(before: () => void = () => {}): Promise<void> {
  await unlockToCaseload();
  before();
  await press('link', /BEGUM/);
  await press('link', 'Care');
}
const panel = (of: string) => words(byTest(`${of}-panel`));
/** The first two columns of each table of medicines, heads and rows. */
const tables = () =>
  [...(byTest('medicines-panel')?.querySelectorAll('table') ?? [])].map((table) =>
    [...table.querySelectorAll('tr')].flatMap((row) => [...row.children].slice(0, 2).map(words)),
  );
const banner = () => words(byTest('patient-banner')?.querySelector('[data-testid=allergies]'));
const sent = <F>(name: string) =>
  (calls.findLast((c) => c.name === name)?.request as { form: F; base: string | null } | undefined)?.form;
const penicillin = { substance: 'Penicillin', reaction: 'rash', note: '' };
const known = (items: AllergiesForm['items'] = [penicillin]): AllergiesForm => ({
  state: 'known',
  items,
  source: '',
});
const sertraline = {
  name: 'Sertraline',
  dose: '50 mg in the morning',
  status: 'current' as const,
  why: 'panic',
  prescribes: 'GP',
  monitors: 'Clinic',
  reviews: 'Dr A. Okafor',
  review: 'January 2027',
};
const medicines = (more: Partial<MedicinesForm> = {}): MedicinesForm => ({
  none_taken: false,
  items: [sertraline],
  source: '',
  ...more,
});

test('what nobody has recorded says so and never reads as none', async () => {
  await open();
  expect(panel('allergies')).toContain('Allergies not recorded');
  expect(panel('medicines')).toContain('Medicines not recorded');
  expect(panel('diagnoses')).toContain('Not recorded.');
  expect(screenText()).not.toContain('No known allergies');
  expect(byTest('allergies-panel')?.querySelector('.nhsuk-tag--orange')).toBeTruthy();
  await expectAccessible();
});

test('the lists are the person’s: what is recorded in one case stands in the person’s other case', async () => {
  await open();
  expect(screenText()).toContain('Of the person, not of this case');
  expect(calls.find((c) => c.name === 'care')?.request).toEqual({ patient_id: patient() });
});

test('that none are known is recorded as such, with who says so, and stands in the banner at once', async () => {
  await open();
  expect(banner()).toBe('Allergies not recorded');
  await press('button', 'Change allergies');
  expect(document.querySelectorAll('main input[type=radio]:checked')).toHaveLength(0);
  await press('radio', 'No known allergies');
  await type('Who says so', 'The patient');
  await press('button', 'Record allergies');
  expect(panel('allergies')).toContain('No known allergies');
  expect(panel('allergies')).toContain('From: The patient');
  expect(panel('allergies')).toContain('Recorded by Dr A. Okafor, 22-Nov-2026 14:02.');
  expect(byTest('allergies-panel')?.querySelector('.nhsuk-tag--orange')).toBeNull();
  expect(banner()).toBe('No known allergies');
});

test('each allergy is listed with what happened, and stands in the banner', async () => {
  await open();
  await press('button', 'Change allergies');
  await press('radio', 'Known allergies');
  await type('To what', 'Penicillin');
  await type('What happened', 'anaphylaxis');
  await type('When, how sure', '2009, certain');
  await expectAccessible();
  await press('button', 'Record allergies');
  expect(panel('allergies')).toContain('Penicillin: anaphylaxis (2009, certain)');
  expect(banner()).toBe('Known allergies: Penicillin');
});

test('neither “known” nor “none known” is assumed: it must be chosen, and known must name one', async () => {
  await open();
  await press('button', 'Change allergies');
  await press('button', 'Record allergies');
  expect(await faults()).toEqual(['Choose whether there are allergies or none are known.']);
  await press('radio', 'Known allergies');
  await press('button', 'Record allergies');
  expect(await faults()).toEqual(['Enter at least one, or choose that none are known.']);
  await expectAccessible();
});

test('a slip to “No known allergies” and back loses none of the list', async () => {
  await open(() =>
    answers.record_allergies({ patient_id: patient(), base: null, form: known(), reason: '' }),
  );
  await press('button', 'Change allergies');
  await press('radio', 'No known allergies');
  await press('radio', 'Known allergies');
  expect(value('To what')).toBe('Penicillin');
  expect(value('What happened')).toBe('rash');
});

test('an allergy whose line is removed goes only with a reason, which is sent with the list', async () => {
  const latex = { substance: 'Latex', reaction: '', note: '' };
  await open(() =>
    answers.record_allergies({
      patient_id: patient(),
      base: null,
      form: known([penicillin, latex]),
      reason: '',
    }),
  );
  await press('button', 'Change allergies');
  expect(all('textbox', 'Why')).toHaveLength(0);
  await press('button', 'Allergies: remove line 1');
  expect(panel('allergies')).toContain('Taken off the record: Penicillin');
  await expectAccessible();
  await press('button', 'Record allergies');
  expect(await faults()).toEqual(['Say why Penicillin is taken off the list.']);
  expect(document.activeElement).toBe(the('textbox', 'Why'));
  expect(banner()).toBe('Known allergies: Penicillin, Latex');
  await type('Why', 'Took amoxicillin twice since, without harm');
  await press('button', 'Record allergies');
  expect(calls.findLast((c) => c.name === 'record_allergies')?.request).toMatchObject({
    reason: 'Took amoxicillin twice since, without harm',
  });
  expect(banner()).toBe('Known allergies: Latex');
});

test('“No known allergies” over a list asks why, and who said the opposite is not kept as its source', async () => {
  await open(() =>
    answers.record_allergies({
      patient_id: patient(),
      base: null,
      form: { ...known(), source: 'GP record' },
      reason: '',
    }),
  );
  await press('button', 'Change allergies');
  expect(value('Who says so')).toBe('GP record');
  await press('radio', 'No known allergies');
  expect(value('Who says so')).toBe('');
  expect(panel('allergies')).toContain('Taken off the record: Penicillin');
  await press('button', 'Record allergies');
  expect(await faults()).toEqual(['Say why Penicillin is taken off the list.']);
  await type('Why', 'Tested at the clinic, negative');
  await press('button', 'Record allergies');
  expect(banner()).toBe('No known allergies');
  expect(sent<AllergiesForm>('record_allergies')).toEqual({ state: 'none-known', items: [], source: '' });
});

test('a medicine is recorded with dose, why, and who prescribes, monitors and reviews', async () => {
  await open();
  await press('button', 'Change medicines');
  expect(document.activeElement?.closest('[data-testid=medicines-panel]')).toBeTruthy();
  await type('Medicine 1', 'Sertraline');
  await type('Dose', '50 mg in the morning');
  await type('Why', 'panic');
  await type('Prescribes', 'GP');
  await type('Monitors', 'Clinic');
  await type('Reviews', 'Dr A. Okafor');
  await type('Reviewed when', 'January 2027');
  await type('Where the list comes from', 'GP record');
  await expectAccessible();
  await key('Enter', { ctrlKey: true });
  const heads = [...(byTest('medicines-panel')?.querySelectorAll('th') ?? [])].map(words);
  expect(heads).toEqual(['Medicine', 'Why', 'Prescribes', 'Monitors', 'Reviews']);
  const cells = [...(byTest('medicines-panel')?.querySelectorAll('td') ?? [])].map(words);
  expect(cells).toEqual([
    'Sertraline 50 mg in the morning',
    'panic',
    'GP',
    'Clinic',
    'Dr A. Okafor, January 2027',
  ]);
  expect(panel('medicines')).toContain('From: GP record');
  await expectAccessible();
});

test('a medicine that was stopped must say why, and stands apart from what is taken', async () => {
  await open(() => answers.record_medicines({ patient_id: patient(), base: null, form: medicines() }));
  await press('button', 'Change medicines');
  await choose('Stands', 'Stopped');
  await type('Why stopped', '');
  await press('button', 'Record medicines');
  expect(words(byTest('error-summary'))).toContain('Say why it was stopped.');
  expect(value('Medicine 1')).toBe('Sertraline');
  await type('Why stopped', 'nausea');
  await press('button', 'Record medicines');
  expect(tables()).toEqual([['Stopped', 'Why stopped', 'Sertraline 50 mg in the morning', 'nausea']]);
});

test('what is taken and what was stopped are two tables; only what was begun or changed has a tag', async () => {
  const line = (name: string, status: MedicineStatus, why: string) => ({
    ...sertraline,
    name,
    status,
    why,
    dose: '',
  });
  const items = [
    line('Codeine', 'stopped', 'nausea'),
    sertraline,
    line('Lithium', 'changed', 'level too low'),
  ];
  await open(() =>
    answers.record_medicines({ patient_id: patient(), base: null, form: medicines({ items }) }),
  );
  expect(tables()).toEqual([
    ['Medicine', 'Why', 'Sertraline 50 mg in the morning', 'panic', 'Lithium Changed', 'level too low'],
    ['Stopped', 'Why stopped', 'Codeine', 'nausea'],
  ]);
  await expectAccessible();
});

test('that the patient takes none is recorded as such and cannot stand beside a list', async () => {
  await open();
  await press('button', 'Change medicines');
  await type('Medicine 1', 'Codeine');
  await press('checkbox', 'The patient takes no medicines');
  await press('button', 'Record medicines');
  expect(await faults()).toEqual(['No medicines and a list of them cannot both be so.']);
  await press('button', 'Medicine 1: remove');
  await press('button', 'Record medicines');
  expect(panel('medicines')).toContain('No medicines taken.');
  expect(panel('medicines')).not.toContain('not recorded');
});

test('that none are taken is said also where a stopped medicine is listed', async () => {
  const stopped = { ...sertraline, status: 'stopped' as const, why: 'nausea' };
  await open(() =>
    answers.record_medicines({
      patient_id: patient(),
      base: null,
      form: medicines({ none_taken: true, items: [stopped] }),
    }),
  );
  expect(panel('medicines')).toContain('No medicines taken.');
  expect(panel('medicines')).toContain('Sertraline');
});

test('a diagnosis is words; how sure is chosen, and a code is there for whoever wants one', async () => {
  await open();
  await press('button', 'Change diagnoses');
  await type('Diagnosis 1, in words', 'Panic disorder');
  await press('button', 'Diagnoses: add a line');
  await type('Diagnosis 2, in words', 'Asthma');
  const [, code] = all('textbox', 'Code (optional)') as HTMLInputElement[];
  code!.value = 'J45';
  code!.dispatchEvent(new InputEvent('input', { bubbles: true }));
  await choose('How sure', 'Confirmed');
  await expectAccessible();
  await press('button', 'Record diagnoses');
  const read = [...(byTest('diagnoses-panel')?.querySelectorAll('li') ?? [])].map(words);
  expect(read).toEqual(['Panic disorder Confirmed', 'Asthma J45 Working diagnosis']);
  expect(sent<DiagnosesForm>('record_diagnoses')?.items[0]?.code).toBe('');
});

test('the most relevant diagnosis is moved to the front', async () => {
  await open();
  await press('button', 'Change diagnoses');
  await type('Diagnosis 1, in words', 'Asthma');
  await press('button', 'Diagnoses: add a line');
  await type('Diagnosis 2, in words', 'Panic disorder');
  await press('button', 'Diagnosis 2: move up');
  await press('button', 'Record diagnoses');
  const read = [...(byTest('diagnoses-panel')?.querySelectorAll('li strong') ?? [])].map(words);
  expect(read).toEqual(['Panic disorder', 'Asthma']);
});

test('a line without its name leads from the message to its own box: diagnosis', async () => {
  await open();
  await press('button', 'Change diagnoses');
  await type('Since', '2019');
  await press('button', 'Record diagnoses');
  expect(await faults()).toEqual(['Enter the diagnosis in words, or remove this line.']);
  expect(document.activeElement).toBe(the('textbox', 'Diagnosis 1, in words'));
  expect(value('Since')).toBe('2019');
});

test('a line without its name leads from the message to its own box: medicine', async () => {
  await open();
  await press('button', 'Change medicines');
  await type('Dose', '30 mg');
  await press('button', 'Record medicines');
  expect(await faults()).toEqual(['Enter the medicine, or remove this line.']);
  expect(document.activeElement).toBe(the('textbox', 'Medicine 1'));
  expect(value('Dose')).toBe('30 mg');
});

test('what is typed in a list is kept by itself and gone on with', async () => {
  await open();
  await press('button', 'Change medicines');
  await type('Medicine 1', 'Codeine');
  await pause();
  const draft = world.drafts.find((d) => d.kind === 'medicines');
  expect(draft).toMatchObject({ patient_id: patient(), state: { items: [{ name: 'Codeine' }] } });
  await press('link', 'Overview');
  await press('link', 'Care');
  expect(value('Medicine 1')).toBe('Codeine');
  await discardDraft();
  expect(world.drafts).toEqual([]);
  expect(panel('medicines')).toContain('Medicines not recorded');
});

test('opening a list and typing nothing leaves no draft behind', async () => {
  await open();
  await press('button', 'Change medicines');
  await press('button', 'Change diagnoses');
  await pause();
  expect(world.drafts).toEqual([]);
});

test('recording one list keeps what is being typed in another', async () => {
  await open();
  await press('button', 'Change medicines');
  await type('Medicine 1', 'Codeine');
  await press('button', 'Change allergies');
  await press('radio', 'No known allergies');
  await press('button', 'Record allergies');
  expect(panel('allergies')).toContain('No known allergies');
  expect(value('Medicine 1')).toBe('Codeine');
  await press('button', 'Record medicines');
  expect(panel('medicines')).toContain('Codeine');
});

test('a list that somebody else changed meanwhile is not overwritten, and mine stays', async () => {
  await open(() =>
    answers.record_allergies({ patient_id: patient(), base: null, form: known(), reason: '' }),
  );
  await press('button', 'Change allergies');
  await type('What happened', 'hives');
  const base = answers.care({ patient_id: patient() }) as { allergies: { revision: string } };
  as('J. Mensah', () =>
    answers.record_allergies({
      patient_id: patient(),
      reason: '',
      base: base.allergies.revision,
      form: known([{ ...penicillin, note: '2009, certain' }]),
    }),
  );
  await press('button', 'Record allergies');
  expect(panel('allergies')).toContain('Somebody else has changed this list since you began.');
  expect(value('What happened')).toBe('hives');
  await expectAccessible();
  await discardDraft();
  expect(panel('allergies')).toContain('Penicillin: rash (2009, certain)');
});

test('a refused recording says why and keeps what was typed', async () => {
  await open();
  await press('button', 'Change medicines');
  await type('Medicine 1', 'Codeine');
  failNext('record_medicines', error('storage', 'The register could not be written.'));
  await press('button', 'Record medicines');
  expect(words(byTest('problem'))).toContain('could not be written');
  expect(value('Medicine 1')).toBe('Codeine');
});

import { afterEach, expect, test } from 'vitest';
import type { RiskStanding } from '$/ipc/types';
import { nothing } from '../standin/overview';
import { usedRegister, world } from '../standin/world';
import {
  all,
  byTest,
  close,
  expectAccessible,
  key,
  press,
  screenText,
  the,
  unlockToCaseload,
} from './window';

afterEach(close);

async function nowak(overview: (typeof world)['overview'] = {}): Promise<void> {
  await unlockToCaseload({ ...usedRegister(), overview });
  await press('link', /NOWAK/);
}
const panel = (id: string) => byTest(id)?.textContent?.replace(/\s+/g, ' ') ?? '';
const colours = (id: string) =>
  [...(byTest(id)?.querySelectorAll('.nhsuk-tag') ?? [])].map((tag) => tag.className).join(' ');

test('an open answer about safety stands before the older risk statement, and leads to the measures', async () => {
  await nowak();
  const safety = panel('risk-panel');
  expect(safety.indexOf('PHQ-9, item 9: Several days')).toBeGreaterThan(0);
  expect(safety.indexOf('PHQ-9, item 9')).toBeLessThan(safety.indexOf('Last assessed on'));
  expect(byTest('open-safety-answers')?.querySelector('svg')).toBeTruthy();
  expect(panel('waiting-panel')).toContain('PHQ-9, item 9: Several days');
  await expectAccessible();
  await press('link', 'Record what was done about it');
  expect(the('link', 'Measures').getAttribute('aria-current')).toBe('page');
});

test('no standing of the risk statement is green, and its sentence is always there', async () => {
  const marks: Record<RiskStanding, string> = {
    'not-assessed': 'orange',
    current: 'grey',
    'review-due': 'orange',
    overtaken: 'red',
  };
  for (const [standing, colour] of Object.entries(marks)) {
    await nowak({
      risk: { ...nothing.risk, standing: standing as RiskStanding, statement: `It stands ${standing}.` },
      safety_answers: [],
    });
    expect(byTest('risk-statement')?.textContent).toContain(`It stands ${standing}.`);
    expect(colours('risk-panel'), standing).toContain(colour);
    expect(colours('risk-panel'), standing).not.toContain('green');
    expect(byTest('open-safety-answers')).toBeNull();
  }
});

test('an answer that was responded to is no longer shown as waiting', async () => {
  const world = usedRegister();
  await unlockToCaseload(world);
  await press('link', /NOWAK/);
  expect(byTest('open-safety-answers')).not.toBeNull();
  const answer = {
    measure_id: 'c1',
    what: 'PHQ-9, item 9',
    item: 'Item',
    answer: 'Several days',
    before: '',
    as_before: false,
    credit: 'Made up for tests',
    on: '20-Nov-2026',
    response: 'Dr A. Okafor, 20-Nov-2026: discussed',
    open: false,
  };
  await nowak({ safety_answers: [answer] });
  expect(byTest('open-safety-answers')).toBeNull();
  expect(panel('waiting-panel')).toContain('Nothing in this case');
});

test('a safety plan that was not given says so in amber; one that was says when', async () => {
  const plan = {
    version: 1,
    made: 'Made with the patient on 20-Nov-2026',
    given: 'Not yet given to the patient',
    signed: 'Dr A. Okafor, 20-Nov-2026 14:20',
  };
  await nowak({ safety_plan: plan });
  expect(byTest('safety-plan-part')?.querySelector('.nhsuk-tag--orange')?.textContent).toContain(
    'Not yet given',
  );
  await nowak({ safety_plan: { ...plan, given: 'Given to the patient on 20-Nov-2026' } });
  expect(byTest('safety-plan-part')?.querySelector('.nhsuk-tag')).toBeNull();
  expect(panel('safety-plan-part')).toContain('Given to the patient on 20-Nov-2026');
});

test('severity is said in words with its duration, and so is that raters differ', async () => {
  await nowak();
  const severity = panel('severity-panel');
  expect(severity).toContain('Moderate, since February 2024, 33 months');
  expect(severity).toContain('Raters differ');
  expect(severity).toContain('J. Mensah rated severe');
  await press('link', 'Caseload');
  await press('link', /BEGUM/);
  expect(byTest('severity-panel')).toBeNull();
});

test('each measure says its score, its word and its change; a chart stands only where there are two scores', async () => {
  await nowak();
  const measures = panel('measures-panel');
  expect(measures).toContain('CORE-10 15 of 40, moderate');
  expect(measures).toContain('From 27 on 04-Aug-2026 to 15 on 20-Nov-2026.');
  expect(measures).toContain('WSAS no score');
  expect(byTest('measures-panel')?.querySelectorAll('[role=img]')).toHaveLength(2);
});

test('allergies come first among care, and known, none known and not recorded never look alike', async () => {
  const look = (text: string) =>
    nowak({ care: { ...nothing.care, allergies: text } }).then(() =>
      [...document.querySelectorAll<HTMLElement>('[data-testid=allergies]')].map((e) => e.dataset['look']),
    );
  expect(await look('Known allergies: penicillin')).toEqual(['known', 'known']);
  expect(await look('No known allergies')).toEqual(['none-known', 'none-known']);
  expect(await look('Allergies not recorded')).toEqual(['missing', 'missing']);
  expect(panel('care-panel').indexOf('Allergies')).toBeLessThan(panel('care-panel').indexOf('Diagnoses'));
  expect(panel('care-panel')).toContain('Medicines not recorded');
});

test('a long list of allergies is whole for a screen reader and in the tooltip', async () => {
  const long = 'Known allergies: penicillin (anaphylaxis), trimethoprim (rash), latex, peanuts';
  await nowak({ care: { ...nothing.care, allergies: long } });
  const statement = byTest('patient-banner')?.querySelector<HTMLElement>('[data-testid=allergies]');
  expect(statement?.textContent?.trim()).toBe(long);
  expect(statement?.title).toBe(long);
});

test('a long list of medicines says how many more there are', async () => {
  const medicines = Array.from({ length: 9 }, (_, n) => `Medicine ${n + 1}`);
  await nowak({ care: { ...nothing.care, medicines, no_medicines: '' } });
  expect(panel('care-panel')).toContain('Medicine 6');
  expect(panel('care-panel')).not.toContain('Medicine 7');
  expect(the('link', '3 more medicines')).toBeTruthy();
});

test('every panel that shows something recorded says who and when', async () => {
  await nowak();
  for (const id of [
    'risk-panel',
    'formulation-panel',
    'severity-panel',
    'care-panel',
    'assessment-panel',
    'referral-panel',
  ])
    expect(panel(id), id).toMatch(
      /(Dr A\. Okafor.*\d{2}-[A-Z][a-z]{2}-\d{4}|\d{2}-[A-Z][a-z]{2}-\d{4}, Dr A\. Okafor)/,
    );
});

test('what has not left yet is amber in the list of letters', async () => {
  await nowak();
  const rows = [...(byTest('letters-panel')?.querySelectorAll('tbody tr') ?? [])];
  expect(rows[0]?.querySelector('.nhsuk-tag--orange')?.textContent).toContain('Not filed yet');
  expect(rows[1]?.textContent).toContain('Posted to Dr S. Rahman on 12-Oct-2026');
  expect(rows[1]?.querySelector('.nhsuk-tag')).toBeNull();
});

test('a case with nothing in it names what is missing and calls nothing well', async () => {
  await unlockToCaseload();
  await press('link', /BEGUM/);
  await expectAccessible();
  expect(panel('risk-panel')).toContain('This does not mean that there is none');
  expect(screenText()).toContain('Allergies not recorded');
  expect(document.querySelectorAll('main .nhsuk-tag--green')).toHaveLength(0);
  await key('Enter', { ctrlKey: true });
  expect(the('link', 'Formulation').getAttribute('aria-current')).toBe('page');
});

test('Alt with a digit moves between the tabs that this case has', async () => {
  await nowak();
  const current = () => document.querySelector('nav[aria-label=Case] [aria-current]')?.textContent;
  await key('8', { altKey: true });
  expect(current()).toBe('Letters');
  await key('0', { altKey: true });
  expect(current()).toBe('History');
  await key('1', { altKey: true });
  expect(current()).toBe('Overview');
  await press('link', 'Caseload');
  await press('link', /BEGUM/);
  await key('3', { altKey: true });
  expect(current()).toBe('Formulation');
  await key('0', { altKey: true });
  expect(current()).toBe('Formulation');
  expect(all('link', 'Severity')).toHaveLength(0);
});

import { afterEach, expect, test } from 'vitest';
import type { FormulationForm } from '$/ipc/types';
import { calls } from '../standin/core';
import { newId, world } from '../standin/world';
import {
  byTest,
  close,
  expectAccessible,
  key,
  pause,
  press,
  screenText,
  the,
  type,
  unlockToCaseload,
} from './window';

afterEach(close);

async function write(): Promise<void> {
  await unlockToCaseload();
  await press('link', /NOWAK/);
  await press('link', 'Formulation');
  await press('button', 'Write a new version');
}
/** Somebody else signs version 3 meanwhile. */
function signedByAnother(): void {
  const versions = world.cases[0]?.formulation?.versions;
  const head = versions?.[0];
  if (!versions || !head) throw new Error('no formulation');
  const form = structuredClone(head.form);
  form.cells['precipitating.mind'] = 'Theirs';
  versions.unshift({
    ...head,
    revision: newId(),
    version: 3,
    form,
    provenance: { ...head.provenance, recorded: 'J. Mensah, 22-Nov-2026 13:40' },
  });
}
async function signMine(): Promise<void> {
  await press('button', 'Sign');
  await type('Reason, in a sentence', 'Session 8');
  await press('button', 'Sign into the record');
}

test('the sheet has fifteen cells, each with its own name and its prompt as help', async () => {
  await write();
  const cells = [...document.querySelectorAll<HTMLTextAreaElement>('textarea[data-cell]')];
  expect(cells).toHaveLength(15);
  expect(cells[9]?.getAttribute('aria-label')).toBe('Perpetuating, body');
  const help = document.getElementById(cells[9]?.getAttribute('aria-describedby') ?? '');
  expect(help?.textContent).toContain('what keeps it going');
  await expectAccessible();
});

test('a first formulation is kept while typing, signed with Ctrl+Enter, and read', async () => {
  await unlockToCaseload();
  await press('link', /BEGUM/);
  await press('button', 'Begin a formulation');
  await type('Presenting, body', 'Took tablets');
  await pause();
  expect(byTest('draft-state')?.textContent).toContain('Draft saved 14:02:11');
  expect((world.drafts[0]?.state as FormulationForm).cells['presenting.body']).toBe('Took tablets');
  await key('Enter', { ctrlKey: true });
  await expectAccessible();
  await key('Enter', { ctrlKey: true });
  expect(the('heading', /^Formulation, version 1/)).toBeTruthy();
  const sent = calls.find((c) => c.name === 'sign_formulation')?.request as {
    amendment: unknown;
    base: unknown;
  };
  expect(sent).toMatchObject({ amendment: null, base: null });
  expect(world.drafts).toEqual([]);
});

test('a new version needs a reason; its changed cells are marked with a word', async () => {
  await write();
  await type('Predisposing, mind', 'Something else');
  expect(screenText()).toContain('Changed');
  await press('button', 'Sign');
  await press('button', 'Sign into the record');
  expect(byTest('error-summary')?.textContent).toContain('Enter why the formulation is changed.');
  await type('Reason, in a sentence', 'Session 8');
  await press('button', 'Sign into the record');
  expect(the('heading', /^Formulation, version 3/)).toBeTruthy();
  expect(byTest('versions')?.textContent).toContain('New version: Session 8');
});

test('two versions stand side by side, marked without colour', async () => {
  await unlockToCaseload();
  await press('link', /NOWAK/);
  await press('link', 'Formulation');
  await press('link', 'Compare version 2 with version 1');
  const table = byTest('comparison');
  expect(table?.querySelectorAll('ins').length).toBeGreaterThan(0);
  expect(table?.querySelectorAll('del').length).toBeGreaterThan(0);
  expect(byTest('banner-name')).toBeTruthy();
  await expectAccessible();
});

test('signed by somebody else meanwhile: both are shown; mine can stand beside theirs and be settled', async () => {
  await write();
  await type('Predisposing, mind', 'Mine');
  signedByAnother();
  await signMine();
  const conflict = byTest('conflict');
  expect(conflict?.textContent).toContain('Mine');
  expect(conflict?.textContent).toContain('Theirs');
  await expectAccessible();
  await press('button', 'Keep mine beside theirs');
  expect(byTest('fork')).toBeTruthy();
  await expectAccessible();
  await press('button', 'Precipitating, mind: use version 3');
  await type('How it was settled', 'Asked both');
  await press('button', 'Sign the settled version');
  const settled = world.cases[0]?.formulation?.versions[0]?.form.cells;
  expect(settled).toMatchObject({ 'precipitating.mind': 'Theirs', 'predisposing.mind': 'Mine' });
  expect(the('heading', /^Formulation, version 5/)).toBeTruthy();
});

test('or one starts again from theirs', async () => {
  await write();
  await type('Predisposing, mind', 'Mine');
  signedByAnother();
  await signMine();
  await press('button', 'Start from theirs');
  expect((the('textbox', 'Precipitating, mind') as HTMLTextAreaElement).value).toBe('Theirs');
  expect(world.drafts).toEqual([]);
});

test('a formulation about the wrong patient is withdrawn with a reason and stays readable', async () => {
  await unlockToCaseload();
  await press('link', /NOWAK/);
  await press('link', 'Formulation');
  await press('button', 'Withdraw as entered in error');
  await expectAccessible();
  await press('button', 'Withdraw');
  expect(byTest('error-summary')?.textContent).toContain('Enter why it is withdrawn.');
  await type('Reason', 'Wrong patient');
  await press('button', 'Withdraw');
  expect(byTest('withdrawn')?.textContent).toContain('Wrong patient');
  expect(screenText()).toContain('Chest pain and exhaustion');
});

test('sharing with the patient is not yet, or a date', async () => {
  await unlockToCaseload();
  await press('link', /BEGUM/);
  await press('button', 'Begin a formulation');
  await press('radio', 'Yes, on a date');
  expect((the('textbox', 'Date it was shared') as HTMLInputElement).value).toBe('22-Nov-2026');
  await pause();
  expect((world.drafts[0]?.state as FormulationForm).shared_on).toBe('22-Nov-2026');
  await press('radio', 'Not yet');
  await pause();
  expect((world.drafts[0]?.state as FormulationForm).shared_on).toBe('');
});

test('Ctrl+Enter in a dialog never acts on the page behind it', async () => {
  await unlockToCaseload();
  await press('link', /NOWAK/);
  await press('link', 'Formulation');
  await press('button', 'Withdraw as entered in error');
  await key('Enter', { ctrlKey: true });
  expect(the('heading', /^Withdraw the formulation/)).toBeTruthy();
  expect(document.querySelector('textarea[data-cell]')).toBeNull();
});

test('after a withdrawal a new formulation begins empty and from nothing', async () => {
  await unlockToCaseload();
  await press('link', /NOWAK/);
  await press('link', 'Formulation');
  await press('button', 'Withdraw as entered in error');
  await type('Reason', 'Wrong patient');
  await press('button', 'Withdraw');
  await press('button', 'Begin a new formulation');
  expect((the('textbox', 'Presenting, body') as HTMLTextAreaElement).value).toBe('');
  await type('Presenting, body', 'Anew');
  await press('button', 'Sign');
  await press('button', 'Sign into the record');
  expect(calls.find((c) => c.name === 'sign_formulation')?.request).toMatchObject({
    base: null,
    amendment: null,
  });
});

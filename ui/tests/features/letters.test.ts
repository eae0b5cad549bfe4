import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { LetterContent } from '$/ipc/types';
import { answers } from '../standin/answers';
import { calls, failNext } from '../standin/core';
import { error, world } from '../standin/world';
import {
  all,
  byTest,
  choose,
  close,
  expectAccessible,
  key,
  pause,
  press,
  screenText,
  the,
  type,
  unlockToCaseload,
  words,
} from './window';

const copied: string[] = [];
let clipboardRefuses = false;
beforeEach(() => {
  copied.length = 0;
  clipboardRefuses = false;
  vi.stubGlobal('navigator', {
    ...navigator,
    userAgent: navigator.userAgent,
    clipboard: {
      writeText: async (text: string) => {
        if (clipboardRefuses) throw new Error('refused');
        copied.push(text);
      },
    },
  });
});
afterEach(close);
afterEach(() => vi.unstubAllGlobals());

async function compose(): Promise<void> {
  await unlockToCaseload();
  await press('link', /NOWAK/);
  await press('button', 'Letter to the GP');
  await pause(100);
}
const previews = () => calls.filter((c) => c.name === 'preview_letter');

test('a letter is composed with its preview, what was left out, and no fault', async () => {
  await compose();
  expect((the('textbox', 'To') as HTMLInputElement).value).toBe('Dr S. Rahman');
  expect(byTest('left-out')?.textContent).toContain('Only what is signed goes into a letter');
  expect(previews()).toHaveLength(1);
  await expectAccessible();
});

test('an edit is kept as a draft, asks for new pages, and can be put back', async () => {
  await compose();
  const before = (the('textbox', 'Clinical summary') as HTMLTextAreaElement).value;
  await type('Clinical summary', 'Other words');
  await pause();
  expect(previews().length).toBeGreaterThan(1);
  const state = world.drafts[0]?.state as LetterContent;
  expect(state.sections.find((s) => s.id === 'clinical-summary')?.text).toBe('Other words');
  expect(screenText()).toContain('Edited');
  await press('button', /^Put back what the record says/);
  expect((the('textbox', 'Clinical summary') as HTMLTextAreaElement).value).toBe(before);
});

test('a section that need not be printed can be left out; one that must cannot', async () => {
  await compose();
  await press('checkbox', 'In the letter: Formulation');
  await pause();
  expect(screenText()).toContain('Always printed');
  const state = world.drafts[0]?.state as LetterContent;
  expect(state.sections.find((s) => s.id === 'formulation')?.included).toBe(false);
  expect(all('checkbox', 'In the letter: Clinical summary')).toHaveLength(0);
});

test('copies are one a line, the date is sent as the core wants it', async () => {
  await compose();
  await type('Copies to', 'Ms Halina Nowak\n\nDr P. Hall ');
  await type('Date of the letter', '21/11/2026');
  await pause();
  expect(world.drafts[0]?.state).toMatchObject({
    copies: ['Ms Halina Nowak', 'Dr P. Hall'],
    dated_on: '2026-11-21',
  });
});

test('a letter that cannot be printed says why, in place, and cannot be signed', async () => {
  await compose();
  await type('Clinical summary', 'A ☃');
  await pause();
  expect(byTest('problem')?.textContent).toContain('cannot be printed');
  await press('button', 'Sign');
  expect((the('button', 'Sign the letter') as HTMLButtonElement).disabled).toBe(true);
});

test('signing says what it means, then shows the pages with their hash', async () => {
  await compose();
  await key('Enter', { ctrlKey: true });
  expect(screenText()).toContain('has been read and is right');
  await expectAccessible();
  await press('button', 'Sign the letter');
  expect(byTest('hash')?.textContent).toContain('b94d27b9');
  expect(screenText()).toContain('outside the register’s encryption');
  await expectAccessible();
  await press('button', 'Save PDF');
  expect(screenText()).toContain('Saved to /people/okafor/Documents/letter.pdf');
  await press('button', 'Open');
  expect(calls.at(-1)?.name).toBe('open_saved_pdf');
});

test('a signed letter is withdrawn with a reason', async () => {
  await unlockToCaseload();
  await press('link', /NOWAK/);
  await press('link', 'Letter to the GP');
  await press('button', 'Withdraw as entered in error');
  await type('Reason', 'Wrong patient');
  await press('button', 'Withdraw');
  expect(byTest('withdrawn')?.textContent).toContain('Wrong patient');
});

test('with a draft begun the button reads “Continue letter”', async () => {
  await compose();
  await type('Clinical summary', 'Other words');
  await press('button', 'Leave');
  expect(the('button', 'Continue letter')).toBeTruthy();
});

const filed = 'Filed in the host’s record';
const dialog = () => words(document.querySelector('dialog[open]'));
/** Opens what the letters panel of the first patient's overview lists under this title. */
async function openSigned(title: string): Promise<void> {
  await unlockToCaseload();
  await press('link', /NOWAK/);
  await press('link', title);
}

test('a table or chart under a section is printed or not, as its box says', async () => {
  await compose();
  await press('checkbox', 'Chart of CORE-10: printed under the text');
  await press('checkbox', 'Table of medicines: printed under the text');
  await pause();
  const state = world.drafts[0]?.state as LetterContent;
  const figures = state.sections.flatMap((s) => s.figures);
  expect(figures.find((f) => f.id === 'chart-core-10')?.included).toBe(true);
  expect(figures.find((f) => f.id === 'medicines')?.included).toBe(false);
});

test('a section with only a table is not called empty', async () => {
  await compose();
  const empties = () => screenText().match(/Empty: left out by itself/g)?.length ?? 0;
  const before = empties();
  await press('checkbox', 'Table of medicines: printed under the text');
  expect(empties()).toBe(before + 1);
});

test('Alt+E begins an entry for the notes, which is signed as an entry', async () => {
  await unlockToCaseload();
  await press('link', /NOWAK/);
  await key('e', { altKey: true });
  await pause(100);
  expect(the('heading', 'Entry for the host record').tagName).toBe('H1');
  expect(all('textbox', 'Address of the recipient')).toHaveLength(0);
  expect(screenText()).toContain('Empty: the entry says so in words.');
  await expectAccessible();
  await key('Enter', { ctrlKey: true });
  expect(the('heading', 'Sign: entry for the host record')).toBeTruthy();
  expect(screenText()).toContain('says that this entry has been read');
  await press('button', 'Sign the entry');
  expect(the('heading', /^Entry for the host record, /)).toBeTruthy();
  expect(world.cases[0]?.letters[0]?.kind).toBe('host-entry');
});

test('an entry is copied with Ctrl+Enter, and the screen says so', async () => {
  await openSigned('Entry for the host record');
  expect(byTest('where-it-went')?.textContent).toContain('Not filed yet');
  await expectAccessible();
  await key('Enter', { ctrlKey: true });
  expect(copied).toHaveLength(1);
  expect(copied[0]).toContain('Impression');
  const said = [...document.querySelectorAll('main [role=status]')].map((s) => s.textContent).join(' ');
  expect(said).toContain('Copied.');
});

test('where the clipboard is refused the text is shown, selected, to be copied with the keys', async () => {
  clipboardRefuses = true;
  await openSigned('Entry for the host record');
  await press('button', 'Copy as text');
  const box = the('textbox', 'Text to copy') as HTMLTextAreaElement;
  expect(box.value).toContain('Impression');
  expect(document.activeElement).toBe(box);
  expect([box.selectionStart, box.selectionEnd]).toEqual([0, box.value.length]);
  expect(screenText()).not.toContain('Copied.');
  await expectAccessible();
});

test('an entry is filed where the referral came from, unless somebody says otherwise', async () => {
  await openSigned('Entry for the host record');
  await choose('How', filed);
  expect((the('textbox', 'In which notes') as HTMLInputElement).value).toBe('Elm Road Surgery');
  await press('button', 'Record where it went');
  const sent = calls.find((c) => c.name === 'record_sending')?.request;
  expect(sent).toMatchObject({
    way: 'host-record',
    place: 'Elm Road Surgery',
    sent_on: '22-Nov-2026',
    by: '',
  });
  const panel = byTest('where-it-went');
  expect(panel?.textContent).toContain('Filed in the notes of Elm Road Surgery on 22-Nov-2026');
  expect(panel?.textContent).not.toContain('Not filed yet');
  expect(panel?.contains(document.activeElement)).toBe(true);
  await press('link', 'Letters');
  expect(screenText()).toContain('Filed in the notes of Elm Road Surgery');
  expect(screenText()).not.toContain('Not filed yet');
});

test('what is wrong with a sending is said at its field and nothing typed is lost', async () => {
  await openSigned('Entry for the host record');
  await choose('How', filed);
  await type('In which notes', '');
  await type('By whom', 'S. Clarke, ward clerk');
  await press('button', 'Record where it went');
  expect(byTest('error-summary')?.textContent).toContain('in whose notes');
  expect((the('textbox', 'By whom') as HTMLInputElement).value).toBe('S. Clarke, ward clerk');
  await type('In which notes', 'Ward 14');
  await press('button', 'Record where it went');
  expect(world.cases[0]?.letters[0]?.sent).toContain('Ward 14 on 22-Nov-2026 by S. Clarke, ward clerk');
});

test('how something left is not assumed: it is chosen, or nothing is recorded', async () => {
  await openSigned('Entry for the host record');
  const how = the('combobox', 'How') as HTMLSelectElement;
  expect(words(how.selectedOptions[0])).toBe('Choose');
  await press('button', 'Record where it went');
  expect(words(byTest('where-it-went'))).toContain('Choose how it left.');
  expect(document.activeElement).toBe(how);
  expect(how.getAttribute('aria-invalid')).toBe('true');
  expect(calls.some((c) => c.name === 'record_sending')).toBe(false);
  await expectAccessible();
});

test('what went somewhere else too is recorded beside the first, with its own way', async () => {
  await openSigned('Entry for the host record');
  await choose('How', filed);
  await press('button', 'Record where it went');
  expect(all('combobox', 'How')).toHaveLength(0);
  await press('button', 'It went somewhere else too');
  expect((the('combobox', 'How') as HTMLSelectElement).value).toBe('');
  await choose('How', 'Posted');
  await type('To whom', 'Ms Halina Nowak');
  await press('button', 'Record where it went');
  const said = [...(byTest('where-it-went')?.querySelectorAll('li') ?? [])].map(words);
  expect(said).toHaveLength(2);
  expect(said[0]).toContain('Posted to Ms Halina Nowak on 22-Nov-2026');
  expect(said[1]).toContain('Filed in the notes of Elm Road Surgery on 22-Nov-2026');
  await expectAccessible();
});

test('a sending recorded in error is taken back with a reason, and the form is there again', async () => {
  await openSigned('Entry for the host record');
  await choose('How', filed);
  await press('button', 'Record where it went');
  const id = world.cases[0]?.letters.find((l) => l.kind === 'host-entry')?.sendings[0]?.id;
  await press('button', /^Correct: Filed in the notes of Elm Road Surgery/);
  expect(dialog()).toContain('Filed in the notes of Elm Road Surgery');
  await press('button', 'Take it back');
  expect(dialog()).toContain('Say what was entered in error.');
  await type('Reason', 'It was put in another patient’s notes');
  await press('button', 'Take it back');
  expect(calls.findLast((c) => c.name === 'withdraw_sending')?.request).toEqual({
    case_id: world.cases[0]?.id,
    record_id: id,
    reason: 'It was put in another patient’s notes',
  });
  expect(words(byTest('where-it-went'))).not.toContain('Elm Road Surgery on');
  expect(words(byTest('where-it-went'))).toContain('Not filed yet');
  expect((the('combobox', 'How') as HTMLSelectElement).value).toBe('');
});

test('a letter over a record that has moved on is signed only on purpose, and no key does it', async () => {
  await compose();
  const message = 'The record has changed since this letter was composed.';
  failNext('sign_letter', error('refused', message, { rule: 'record-changed' }));
  const signed = () => calls.filter((c) => c.name === 'sign_letter').map((c) => c.request);
  await key('Enter', { ctrlKey: true });
  await key('Enter', { ctrlKey: true });
  expect(signed()).toMatchObject([{ as_it_stands: false }]);
  expect(dialog()).toContain('Not signed');
  expect(dialog()).toContain(message);
  expect(all('button', 'Sign the letter')).toHaveLength(0);
  await expectAccessible();
  await key('Enter', { ctrlKey: true });
  expect(signed()).toHaveLength(1);
  await press('button', 'Sign it as it stands');
  expect(signed()).toMatchObject([{ as_it_stands: false }, { as_it_stands: true }]);
  expect(the('heading', /^Letter to the GP, /)).toBeTruthy();
});

test('a draft that the record has overtaken names what was edited there, and keeps the words', async () => {
  await compose();
  await type('Clinical summary', 'Other words');
  await pause();
  expect(byTest('out-of-date')).toBeNull();
  await press('button', 'Leave');
  world.drafts[0]!.out_of_date = true;
  await press('button', 'Continue letter');
  await pause(100);
  expect(words(byTest('out-of-date'))).toContain('the record says something else by now: Clinical summary.');
  expect((the('textbox', 'Clinical summary') as HTMLTextAreaElement).value).toBe('Other words');
  await expectAccessible();
});

test('before signing one reads which sections that are always printed say nothing', async () => {
  await compose();
  await press('button', 'Sign');
  expect(dialog()).not.toMatch(/Nothing under.*Clinical summary/);
  await press('button', 'Not yet');
  await type('Clinical summary', ' ');
  await press('button', 'Sign');
  expect(dialog()).toMatch(/Nothing under.*Clinical summary/);
  expect(dialog()).not.toMatch(/Nothing under.*Information and advice given/);
});

test('before signing one reads which answers about safety nobody has responded to', async () => {
  await unlockToCaseload();
  await press('link', /BEGUM/);
  await press('button', 'Letter to the GP');
  await pause(100);
  await press('button', 'Sign');
  expect(dialog()).not.toContain('waits for a response');
  await press('button', 'Not yet');
  answers.record_measure({
    case_id: world.cases[1]!.id,
    form: {
      instrument: 'test-10',
      completed_on: '20-Nov-2026',
      completion: 'paper',
      answers: { q6: 2 },
      in_words: {},
      version: '',
      filled_in_by: null,
      language: '',
      paper_total: '',
      not_applicable: [],
      note: '',
    },
  });
  await press('link', 'Caseload');
  await press('link', /BEGUM/);
  await press('button', 'Letter to the GP');
  await pause(100);
  await press('button', 'Sign');
  expect(dialog()).toContain('An answer about safety waits for a response');
  expect(dialog()).toContain('TEST-10, item 6: Sometimes');
  await expectAccessible();
});

test('printing lays out the pages beside the window and takes them away when the letter is left', async () => {
  await openSigned('Letter to the GP');
  await press('button', 'Print');
  expect(calls.at(-1)?.name).toBe('print_letter');
  expect(document.querySelectorAll('body > .printed-pages canvas')).toHaveLength(2);
  await press('button', 'Print');
  expect(document.querySelectorAll('body > .printed-pages')).toHaveLength(1);
  await key('l', { ctrlKey: true });
  expect(document.querySelectorAll('.printed-pages')).toHaveLength(0);
});

test('a printer that cannot be reached is said in words', async () => {
  await openSigned('Letter to the GP');
  failNext('print_letter', error('io', 'The print dialog could not be opened.'));
  await press('button', 'Print');
  expect(byTest('problem')?.textContent).toContain('could not be opened');
});

test('something withdrawn is neither copied nor printed, and no key does either', async () => {
  await openSigned('Entry for the host record');
  await press('button', 'Withdraw as entered in error');
  await type('Reason', 'Wrong patient');
  await press('button', 'Withdraw');
  expect(all('button', 'Copy as text')).toHaveLength(0);
  expect(all('button', 'Print')).toHaveLength(0);
  await key('Enter', { ctrlKey: true });
  expect(copied).toHaveLength(0);
  expect(byTest('where-it-went')?.textContent).not.toContain('Not filed yet');
});

test('the letters tab begins all three kinds, the plan only once one is made', async () => {
  await unlockToCaseload();
  await press('link', /NOWAK/);
  await press('link', 'Letters');
  await press('button', 'Safety plan for the patient');
  await pause(100);
  expect(the('heading', 'Safety plan for the patient').tagName).toBe('H1');
  await expectAccessible();
  await press('button', 'Leave');
  expect(the('button', 'Entry for the notes')).toBeTruthy();
  expect(the('button', 'Letter to the GP')).toBeTruthy();
  await press('link', 'Caseload');
  await press('link', /BEGUM/);
  await press('link', 'Letters');
  expect(all('button', 'Safety plan for the patient')).toHaveLength(0);
});

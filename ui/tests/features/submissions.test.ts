import { afterEach, expect, test } from 'vitest';
import { answers } from '../standin/answers';
import { failNext } from '../standin/core';
import { as } from '../standin/kept';
import { error, world } from '../standin/world';
import {
  caseAs,
  caseId,
  compose,
  CONSULTANT,
  formulationHandedIn,
  idOf,
  returned,
  sent,
  times,
  TRAINEE,
} from './submissions-window';
import {
  all,
  byTest,
  choose,
  close,
  expectAccessible,
  key,
  pause,
  press,
  the,
  type,
  value,
  words,
} from './window';

afterEach(close);

const dialog = () => document.querySelector('dialog[open]');
const GOES = 'Goes for countersigning to';
const NOTE = 'Note to the supervisor (may be empty)';
async function writeFormulation(): Promise<void> {
  await press('link', 'Formulation');
  await press('button', 'Write a new version');
  await type('Predisposing, mind', 'Something else');
  await press('button', 'Sign');
}
const chosen = () => words((the('combobox', GOES) as HTMLSelectElement).selectedOptions[0]);

test('a trainee signs to the one who is suggested, with a note', async () => {
  await caseAs(TRAINEE);
  await writeFormulation();
  expect(chosen()).toBe('Dr A. Okafor, Consultant in medical psychotherapy');
  await expectAccessible();
  await type('Reason, in a sentence', 'Session 8');
  await type(NOTE, 'Is the third cell too long?');
  await press('button', 'Sign into the record');
  expect(sent('sign_formulation')).toMatchObject({
    submission: { to: idOf(CONSULTANT), note: 'Is the third cell too long?' },
  });
  expect(words(byTest('submission'))).toContain('Awaiting countersignature by Dr A. Okafor');
  expect(words(byTest('submission'))).toContain('Is the third cell too long?');
  expect(all('button', 'Countersign')).toHaveLength(0);
});

test('what was chosen and typed outlives “Not yet”', async () => {
  await caseAs(TRAINEE);
  await writeFormulation();
  await choose(GOES, 'Whoever may countersign');
  await type(NOTE, 'Please');
  await press('button', 'Not yet');
  await press('button', 'Sign');
  expect(chosen()).toBe('Whoever may countersign');
  expect(value(NOTE)).toBe('Please');
  await type('Reason, in a sentence', 'Session 8');
  await press('button', 'Sign into the record');
  expect(sent('sign_formulation')).toMatchObject({ submission: { to: null, note: 'Please' } });
});

test('a letter is handed in by the same dialog', async () => {
  await caseAs(TRAINEE);
  await compose();
  await key('Enter', { ctrlKey: true });
  expect(chosen()).toContain('Dr A. Okafor');
  await type(NOTE, 'My first');
  await expectAccessible();
  await press('button', 'Sign the letter');
  expect(sent('sign_letter')).toMatchObject({
    puts_right: null,
    submission: { to: idOf(CONSULTANT), note: 'My first' },
  });
});

/** The next signature is sent back for whom it is to go to. */
const refuseWhom = (command: 'sign_formulation' | 'sign_letter') =>
  failNext(
    command,
    error('invalid', 'There is a problem.', {
      fields: [{ field: 'submission.to', rule: 'role', message: 'Choose somebody who may countersign.' }],
    }),
  );
function expectWhomMarked() {
  expect(the('combobox', GOES).getAttribute('aria-invalid')).toBe('true');
  expect(words(dialog())).toContain('Choose somebody who may countersign.');
  expect(value(NOTE)).toBe('My first');
}

test('whom the core does not take is marked in the dialog of a letter, and the note stays', async () => {
  await caseAs(TRAINEE);
  await compose();
  await press('button', 'Sign');
  await type(NOTE, 'My first');
  refuseWhom('sign_letter');
  await press('button', 'Sign the letter');
  expectWhomMarked();
});

test('and so in the dialog of a formulation', async () => {
  await caseAs(TRAINEE);
  await writeFormulation();
  await type('Reason, in a sentence', 'Session 8');
  await type(NOTE, 'My first');
  refuseWhom('sign_formulation');
  await press('button', 'Sign into the record');
  expectWhomMarked();
});

test('a consultant’s dialog asks nothing of it, and nothing goes along', async () => {
  await caseAs(CONSULTANT);
  await writeFormulation();
  expect(times('countersigners')).toBe(1);
  expect(words(dialog())).toContain('Why it is changed');
  expect(words(dialog())).not.toMatch(/countersign/i);
  await type('Reason, in a sentence', 'Session 8');
  await press('button', 'Sign into the record');
  expect(sent('sign_formulation')).toMatchObject({ submission: { to: null, note: '' } });
  expect(byTest('submission')).toBeNull();
});

test('who may countersign cannot be looked up: that is said, and signing goes on', async () => {
  await caseAs(TRAINEE, () => failNext('countersigners', error('io', 'The disk did not answer.'), 2));
  await writeFormulation();
  expect(words(byTest('countersigners-unknown'))).toContain('The disk did not answer.');
  expect(words(byTest('countersigners-unknown'))).toContain('You can sign all the same');
  await expectAccessible();
  await type('Reason, in a sentence', 'Session 8');
  await press('button', 'Sign into the record');
  expect(sent('sign_formulation')).toMatchObject({ submission: { to: null, note: '' } });
  expect(the('heading', /^Formulation, version 3/)).toBeTruthy();
});

async function readHandedIn(note = ''): Promise<void> {
  await caseAs(CONSULTANT, () => formulationHandedIn({ to: idOf(CONSULTANT), note }));
  await press('link', 'Formulation');
}

test('Ctrl+Enter countersigns what was read: for whom, which version, with a comment', async () => {
  await readHandedIn('Too long?');
  expect(words(byTest('submission'))).toContain('Too long?');
  await expectAccessible();
  await key('Enter', { ctrlKey: true });
  expect(words(dialog())).toContain('Formulation, version 3');
  expect(dialog()?.querySelector('bdi')?.textContent).toContain('NOWAK');
  expect(words(dialog())).toContain('Signed as Dr A. Okafor');
  await expectAccessible();
  await type('Comment (may be empty)', 'Well put');
  await key('Enter', { ctrlKey: true });
  const [version] = world.cases[0]!.formulation!.versions;
  expect(sent('countersign')).toEqual({
    case_id: caseId(),
    record_id: world.cases[0]!.formulation!.record_id,
    revision: version!.revision,
    comment: 'Well put',
  });
  expect(words(byTest('submission'))).toContain('Countersigned by Dr A. Okafor');
  expect(words(byTest('submission'))).toContain('Well put');
  expect(all('button', 'Countersign')).toHaveLength(0);
});

test('the version that waits is compared with the one before it', async () => {
  await readHandedIn();
  await press('link', 'Compare with version 2');
  expect(the('heading', 'Version 2 beside version 3')).toBeTruthy();
  expect(words(byTest('comparison'))).toContain('Flu');
  await expectAccessible();
  await key('Enter', { ctrlKey: true });
  expect(words(dialog())).toContain('Formulation, version 3');
  await press('button', 'Countersign');
  expect(the('heading', 'Version 2 beside version 3')).toBeTruthy();
  expect(all('button', 'Countersign')).toHaveLength(0);
});

test('returning without a comment is refused at the field; what is typed stays through a failure', async () => {
  await readHandedIn();
  await press('button', 'Return with a comment');
  expect(words(dialog())).toContain('It stays in force');
  await expectAccessible();
  await press('button', 'Return it');
  expect(the('textbox', 'What is to be put right').getAttribute('aria-invalid')).toBe('true');
  expect(words(byTest('error-summary'))).toContain('Enter what is to be put right.');
  await type('What is to be put right', 'Say who noticed it');
  failNext('return_submission', error('storage', 'The disk is full.'));
  await press('button', 'Return it');
  expect(words(dialog())).toContain('The disk is full.');
  await press('button', 'Not yet');
  await press('button', 'Return with a comment');
  expect(value('What is to be put right')).toBe('Say who noticed it');
  await press('button', 'Return it');
  expect(sent('return_submission')).toMatchObject({ comment: 'Say who noticed it' });
  expect(words(byTest('submission'))).toMatch(
    /^Countersigning Returned Returned by .*Say who noticed it .*With R\. Patel to put right/,
  );
});

test('what was returned is with its author: no key signs it, and signing after all is a second way', async () => {
  await caseAs(CONSULTANT, () => {
    formulationHandedIn();
    returned('Say who noticed it');
  });
  await press('link', 'Formulation');
  expect(words(byTest('with-author'))).toBe('With R. Patel to put right');
  expect(all('button', 'Countersign')).toHaveLength(0);
  expect(all('button', 'Return with a comment')).toHaveLength(0);
  await key('Enter', { ctrlKey: true });
  expect(dialog()).toBeNull();
  expect(the('heading', /^Formulation, version 3/)).toBeTruthy();
  await expectAccessible();
  await press('button', 'Countersign after all');
  await press('button', 'Countersign');
  expect(words(byTest('submission'))).toContain('Countersigned by Dr A. Okafor');
  expect(byTest('with-author')).toBeNull();
});

test('who countersigns sees the answers about safety that wait, on the page and in the dialog', async () => {
  await readHandedIn();
  const waits = 'An answer about safety waits for a response';
  expect(words(byTest('submission'))).toContain(waits);
  await press('button', 'Return with a comment');
  expect(words(dialog())).not.toContain(waits);
  await press('button', 'Not yet');
  await press('button', 'Countersign');
  expect(words(dialog())).toContain(waits);
  await expectAccessible();
  dialog()?.querySelector('a')?.click();
  await pause(50);
  expect(dialog()).toBeNull();
  expect(the('link', 'Measures').getAttribute('aria-current')).toBe('page');
});

test('a newer version signed meanwhile is not countersigned unread: it is shown first', async () => {
  await readHandedIn();
  await press('button', 'Countersign');
  await type('Comment (may be empty)', 'Well put');
  formulationHandedIn({}, 'A later word');
  await press('button', 'Countersign');
  expect(words(byTest('newer'))).toContain('A newer version has been signed since you read this one.');
  await expectAccessible();
  await key('Enter', { ctrlKey: true });
  expect(times('countersign')).toBe(1);
  await press('button', 'Read the newer version');
  expect(the('heading', /^Formulation, version 4/)).toBeTruthy();
  await press('button', 'Countersign');
  expect(value('Comment (may be empty)')).toBe('Well put');
});

test('the author of a returned version writes a new one under the comment', async () => {
  await caseAs(TRAINEE, () => {
    formulationHandedIn();
    returned('Say who noticed it');
  });
  await press('link', 'Formulation');
  expect(words(byTest('submission'))).toContain('Say who noticed it');
  expect(all('button', 'Write a new version')).toHaveLength(1);
  await key('Enter', { ctrlKey: true });
  expect(words(byTest('returned-comment'))).toContain('Say who noticed it');
  await expectAccessible();
  await type('Predisposing, mind', 'Her sister noticed it');
  await press('button', 'Sign');
  await type('Reason, in a sentence', 'As asked');
  await press('button', 'Sign into the record');
  expect(words(byTest('submission'))).toContain('Awaiting countersignature');
});

test('a draft of one’s own does not hide what is to be countersigned', async () => {
  await caseAs(CONSULTANT, () => {
    formulationHandedIn();
    const form = structuredClone(world.cases[0]!.formulation!.versions[0]!.form);
    as(CONSULTANT, () =>
      answers.save_draft({
        kind: 'formulation:five-ps',
        patient_id: null,
        case_id: caseId(),
        base: null,
        state: { ...form, narrative: 'Mine' },
      }),
    );
  });
  await press('link', 'Formulation');
  expect(all('button', 'Countersign')).toHaveLength(1);
  await press('button', 'Continue formulation');
  expect(value('Narrative')).toBe('Mine');
});

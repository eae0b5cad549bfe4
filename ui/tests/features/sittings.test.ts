import { afterEach, expect, test } from 'vitest';
import { answers } from '../standin/answers';
import { calls, failNext } from '../standin/core';
import { threeItems } from '../standin/instruments';
import { leaveForAColleague } from '../standin/sittings';
import { error, PASSPHRASE, world } from '../standin/world';
import {
  all,
  byTest,
  close,
  expectAccessible,
  faults,
  key,
  open as openWindow,
  press,
  screenText,
  settle,
  the,
  type,
  unlockToCaseload,
  words,
} from './window';

afterEach(close);

const begum = () => world.cases[1]!.id;
async function measures(before: () => void = () => {}): Promise<void> {
  await unlockToCaseload();
  before();
  await press('link', /BEGUM/);
  await press('link', 'Measures');
}
/** Hands the device over, with a PIN or without. */
async function hand(titles: string[] = ['TEST-3'], pin = ''): Promise<void> {
  await measures();
  await press('button', 'Hand over to the patient');
  for (const title of titles) await press('checkbox', title);
  await press('checkbox', 'I have checked that this is the patient');
  if (pin) await type(/^PIN for taking it back/, pin);
  await press('button', 'Hand over');
}
async function started(titles?: string[], pin?: string): Promise<void> {
  await hand(titles, pin);
  await press('button', 'Start');
}
const question = () => document.querySelector('h1')?.textContent ?? '';
const chosen = () => document.querySelector<HTMLInputElement>('input[type=radio]:checked')?.id;
async function finished(titles: string[], digits: string): Promise<void> {
  await started(titles);
  for (const digit of digits) await key(digit);
  await press('button', 'Finish');
}
async function back(secret = PASSPHRASE, label: string | RegExp = /^Passphrase of/): Promise<void> {
  await press('button', 'Staff');
  await type(label, secret);
  // Submitted as the Enter key does.
  document.querySelector<HTMLFormElement>('#take-back')?.requestSubmit();
  await settle();
}

test('handing over wants a questionnaire and the patient’s identity, and says why some can’t be handed over', async () => {
  await measures();
  await press('button', 'Hand over to the patient');
  expect(screenText()).toContain('BEGUM, Shirin');
  expect(screenText()).toContain('born 02-Jul-1961');
  // What can't be handed over is one quiet line, with why behind it.
  expect(all('checkbox', 'TEST-5')).toHaveLength(0);
  const others = document.querySelector('dialog details');
  expect(words(others?.querySelector('summary'))).toBe('1 other can’t be handed over: show why');
  expect(words(others)).toContain(
    'TEST-5 Its wording may not be shown here. Use your licensed copy on paper.',
  );
  await press('checkbox', 'TEST-3');
  await press('checkbox', 'TEST-10');
  expect(screenText()).toContain('Asked in this order: TEST-3, TEST-10.');
  await expectAccessible();
  await press('button', 'Hand over');
  expect(await faults()).toEqual(['Check name and date of birth with the patient first.']);
  expect(world.state).toBe('unlocked');
});

test('the patient sees the questionnaire and nothing else of the register', async () => {
  await hand(['TEST-3']);
  expect(question()).toBe('Hello Shirin');
  expect(screenText()).toContain('If you are not Shirin, please hand the device back.');
  expect(document.querySelector('nav')).toBeNull();
  for (const other of ['BEGUM', '999 000 0026', 'NOWAK', 'Caseload', 'Today', 'Find a patient'])
    expect(screenText()).not.toContain(other);
  await expectAccessible();
  await press('button', 'Start');
  expect(question()).toBe('Made-up symptom');
  expect(screenText()).toContain('Question 1 of 3');
  expect(screenText()).toContain('In the last month, how often did these bother you?');
  expect(screenText()).toContain('Made up for tests');
  await expectAccessible();
});

test('a digit chooses and moves on, arrow keys only choose, Enter moves on, and Back comes back', async () => {
  await started(['TEST-10']);
  await key('2');
  expect(question()).toBe('Made-up item 2');
  expect(calls.findLast((c) => c.name === 'answer_item')?.request).toEqual({
    instrument: 'test-10',
    item: 'q1',
    reply: 'chosen',
    option: 1,
  });
  await key('9');
  expect(question(), 'there is no ninth answer').toBe('Made-up item 2');
  const radio = document.querySelector<HTMLInputElement>('#option-3')!;
  radio.checked = true;
  radio.dispatchEvent(new Event('change', { bubbles: true }));
  await settle();
  expect(question(), 'chosen by an arrow key, it stays').toBe('Made-up item 2');
  await key('Enter');
  expect(question()).toBe('Made-up item 3');
  await press('button', 'Back');
  expect(question()).toBe('Made-up item 2');
  expect(chosen()).toBe('option-3');
});

test('a question that asks for a number takes a whole one in its range, and is left out by saying so', async () => {
  const kept = threeItems.items[0]!;
  threeItems.items[0] = { ...kept, text: 'Made-up scale', options: [], number_to: 100 };
  try {
    await started();
    expect(question()).toBe('Made-up scale');
    expect(all('radio', /./)).toHaveLength(0);
    await expectAccessible();
    for (const wrong of ['', '101', '7.5', '-1']) {
      await type('A whole number from 0 to 100', wrong);
      await press('button', 'Next');
      expect(screenText(), wrong).toContain('Enter a whole number from 0 to 100, or choose');
    }
    expect(calls.some((c) => c.name === 'answer_item')).toBe(false);
    await type('A whole number from 0 to 100', '75');
    await key('Enter');
    expect(calls.findLast((c) => c.name === 'answer_item')?.request).toMatchObject({
      item: 'q1',
      option: 75,
    });
    await key('1');
    await key('1');
    expect(question()).toBe('Check your answers');
    expect(screenText()).toContain('Made-up scale75');
    await press('button', 'Change question 1');
    await press('button', 'I’d rather not answer');
    expect(screenText()).toContain('You have left out 1 question.');
    await press('button', 'Answer question 1');
    await press('button', 'Next');
    expect(question(), 'left out, and left so').toBe('Check your answers');
  } finally {
    threeItems.items[0] = kept;
  }
});

test('a question is left out by saying so, never by going on', async () => {
  await started();
  await press('button', 'Next');
  expect(question()).toBe('Made-up symptom');
  expect(screenText()).toContain('Choose an answer, or “I’d rather not answer”.');
  await press('button', 'I’d rather not answer');
  expect(question()).toBe('Made-up symptom that not everybody has');
  await press('button', 'This does not apply to me');
  expect(question()).toBe('Made-up worry');
  expect(all('button', 'This does not apply to me')).toHaveLength(0);
  await key('3');
  expect(question()).toBe('Check your answers');
  expect(screenText()).toContain('You have left out 1 question.');
  expect(screenText()).toContain('Does not apply to me');
  await expectAccessible();
  await press('button', 'Answer question 1');
  await key('1');
  expect(question(), 'it goes back to where it came from').toBe('Check your answers');
  expect(screenText()).toContain('You have answered every question.');
  await press('button', 'Change question 3');
  expect(chosen()).toBe('option-2');
  await press('button', 'Back');
  expect(question()).toBe('Check your answers');
});

test('the end thanks, shows no score and no answer, and lets nothing be changed', async () => {
  await finished(['TEST-10'], '2'.repeat(10));
  expect(question()).toBe('Thank you, Shirin');
  expect(words(byTest('patient-mode'))).toBe(
    'Shirin Staff Thank you, Shirin Please hand the device back to Dr A. Okafor.',
  );
  expect(all('button', /.*/).map(words)).toEqual(['Staff']);
  await expectAccessible();
});

test('a page that is loaded anew comes back to the question where the patient was', async () => {
  await started(['TEST-3']);
  await key('1');
  await openWindow(world);
  expect(question()).toBe('Made-up symptom that not everybody has');
  expect(byTest('patient-mode')).not.toBeNull();
  expect(calls.some((c) => c.name === 'preferences')).toBe(false);
});

test('no shortcut, menu or dragging reaches the window while a patient has it', async () => {
  await started();
  const pressed: [string, KeyboardEventInit][] = [
    ['F5', {}],
    ['F12', {}],
    ['k', { ctrlKey: true }],
    ['r', { ctrlKey: true }],
    ['l', { ctrlKey: true }],
    ['p', { ctrlKey: true }],
    ['I', { ctrlKey: true, shiftKey: true }],
    ['ArrowLeft', { altKey: true }],
    ['n', { altKey: true }],
    ['F4', { altKey: true }],
    ['q', { metaKey: true }],
  ];
  for (const [name, held] of pressed) {
    const event = new KeyboardEvent('keydown', { key: name, bubbles: true, cancelable: true, ...held });
    document.body.dispatchEvent(event);
    await settle();
    expect(event.defaultPrevented, name).toBe(true);
  }
  for (const name of ['contextmenu', 'dragstart', 'dragover', 'drop']) {
    const event = new Event(name, { bubbles: true, cancelable: true });
    document.body.dispatchEvent(event);
    expect(event.defaultPrevented, name).toBe(true);
  }
  expect(question()).toBe('Made-up symptom');
  expect(document.querySelector('dialog')).toBeNull();
  expect(world.state).toBe('with-patient');
});

test('the guard goes with the patient: staff have their keys again', async () => {
  await hand();
  await back();
  const event = new KeyboardEvent('keydown', { key: 'F5', bubbles: true, cancelable: true });
  document.body.dispatchEvent(event);
  expect(event.defaultPrevented).toBe(false);
  await key('k', { ctrlKey: true });
  expect(document.querySelector('dialog')).not.toBeNull();
});

test('closing is refused with a word, and the word goes with the next touch', async () => {
  await hand();
  dispatchEvent(new Event('casebook-stays-open'));
  await settle();
  expect(words(byTest('stays-open'))).toBe(
    'This stays open. Please hand the device back to a member of staff.',
  );
  await key('Tab');
  expect(byTest('stays-open')).toBeNull();
});

test('a wrong PIN is said, the passphrase is offered, and after five only it is taken', async () => {
  await hand(['TEST-3'], '4711');
  await press('button', 'Staff');
  expect(all('button', 'Use the passphrase')).toHaveLength(1);
  await expectAccessible();
  await press('button', 'Back to the questions');
  for (let n = 0; n < 4; n += 1) {
    await back('0815', 'PIN');
    expect(screenText()).toContain('That is not the PIN.');
    await press('button', 'Back to the questions');
  }
  await back('0815', 'PIN');
  expect(screenText()).toContain('The PIN was wrong 5 times. Use the passphrase.');
  expect(all('button', 'Use the PIN')).toHaveLength(0);
  await type(/^Passphrase of/, 'wrong');
  document.querySelector<HTMLFormElement>('#take-back')?.requestSubmit();
  await settle();
  expect(screenText()).toContain('That is not the passphrase of Dr A. Okafor.');
  await type(/^Passphrase of/, PASSPHRASE);
  document.querySelector<HTMLFormElement>('#take-back')?.requestSubmit();
  await settle();
  expect(the('heading', 'Measures')).toBeTruthy();
});

test('a colleague takes the device back under their own name with their own passphrase, and goes on as themselves', async () => {
  await finished(['TEST-10'], '2'.repeat(10));
  const colleague = world.users.find((u) => u.name === 'J. Mensah')!;
  colleague.passphrase = 'willow barometer crescent tide';
  await press('button', 'Staff');
  await press('button', 'I am not Dr A. Okafor');
  expect(screenText(), 'no list of names').not.toContain('J. Mensah');
  await expectAccessible();
  const submit = () => document.querySelector<HTMLFormElement>('#take-back')?.requestSubmit();
  // Without a name nothing is tried.
  await type('Your passphrase', colleague.passphrase);
  submit();
  await settle();
  expect(calls.some((c) => c.name === 'take_back')).toBe(false);
  await type('Your name', 'J. Nobody');
  submit();
  await settle();
  expect(screenText()).toContain('Nobody of that name can take the device back.');
  await type('Your name', 'J. Mensah');
  await type('Your passphrase', PASSPHRASE);
  submit();
  await settle();
  expect(screenText()).toContain('That is not your passphrase.');
  await type('Your passphrase', colleague.passphrase);
  submit();
  await settle();
  expect(question()).toBe('Handed back');
  expect(words(byTest('signed-in'))).toContain('J. Mensah');
});

test('a colleague’s unrecorded answers are shown as how many, and recorded by whom they concern', async () => {
  await measures(() => leaveForAColleague(begum(), 'test-10', [1, 1, 1, 1, 1, 1]));
  const waits = words(byTest('others-sitting'));
  expect(waits).toContain('TEST-10: 6 of 10 answered, answers about safety among them');
  expect(waits).toContain('J. Mensah handed the device over.');
  expect(waits).not.toContain('Seldom');
  await expectAccessible();
  await press('button', 'Record what was answered');
  expect(question()).toBe('Handed back');
  expect(words(byTest('sitting-safety'))).toContain('TEST-10, item 6: Seldom');
});

test('what stands over the items is read in full with the first, and as one quiet line after', async () => {
  await started(['TEST-3']);
  const preamble = 'In the last month, how often did these bother you?';
  expect(words(document.querySelector('.preamble'))).toBe(preamble);
  await key('1');
  expect(document.querySelector('.preamble')).toBeNull();
  expect(words(document.querySelector('.stem'))).toBe(preamble);
});

test('too many tries wait, counted down', async () => {
  await hand();
  failNext('take_back', error('too-soon', 'Wait.', { wait_seconds: 4 }));
  await back('wrong');
  expect(words(byTest('wait'))).toBe('Too many wrong tries. Wait 4 seconds.');
  expect((the('button', 'Take the device back') as HTMLButtonElement).disabled).toBe(true);
});

test('back from the patient, answers about safety come first and the scores only after', async () => {
  const earlier = () =>
    answers.record_measure({
      case_id: begum(),
      form: {
        instrument: 'test-10',
        completed_on: '02-Nov-2026',
        completion: 'paper',
        answers: Object.fromEntries(Array.from({ length: 10 }, (_, i) => [`q${i + 1}`, i === 5 ? 1 : 0])),
        version: '',
        filled_in_by: null,
        language: '',
        paper_total: '',
        in_words: {},
        not_applicable: [],
        note: '',
      },
    });
  await measures(earlier);
  await press('button', 'Hand over to the patient');
  await press('checkbox', 'TEST-10');
  await press('checkbox', 'I have checked that this is the patient');
  await press('button', 'Hand over');
  await press('button', 'Start');
  for (const digit of '2'.repeat(10)) await key(digit);
  await press('button', 'Finish');
  await back();
  expect(question()).toBe('Handed back');
  const safety = words(byTest('sitting-safety'));
  expect(safety).toContain('TEST-10, item 6: Seldom');
  expect(safety).toContain('Before: Seldom on 02-Nov-2026');
  expect(byTest('handed-back-test-10')).toBeNull();
  await expectAccessible();
  // The same answer as before: one step.
  await press('button', 'Discussed, unchanged');
  expect(calls.filter((c) => c.name === 'respond_to_sitting')).toHaveLength(1);
  expect(words(byTest('handed-back-test-10'))).toContain('On this device, by the patient');
  expect(words(byTest('handed-back-test-10'))).toMatch(/\d+ of 40/);
  await expectAccessible();
});

test('a new answer about safety is responded to in words, once for the whole sitting', async () => {
  await finished(['TEST-10', 'TEST-3'], '2'.repeat(10) + '111');
  await back();
  expect(all('button', 'Discussed, unchanged')).toHaveLength(0);
  expect(words(byTest('sitting-safety'))).toContain('Asked for the first time');
  await press('button', 'Respond in words');
  await press('radio', 'Discussed, and something was done');
  await type(/^In words/, 'Talked it through; her sister stays tonight.');
  await press('button', 'Record the response');
  expect(words(byTest('sitting-safety'))).toContain('her sister stays tonight');
  expect(calls.filter((c) => c.name === 'respond_to_sitting')).toHaveLength(1);
  expect(calls.filter((c) => c.name === 'respond_to_safety_answer')).toHaveLength(0);
  expect(byTest('handed-back-test-3')).not.toBeNull();
  expect(screenText()).toContain('Recorded as filled in by the patient on this device.');
});

test('without an answer about safety the scores are there at once', async () => {
  await finished(['TEST-3'], '111');
  await back();
  expect(byTest('sitting-safety')).toBeNull();
  expect(words(byTest('handed-back-test-3'))).toContain('0 of 6');
});

test('what was not finished waits: it is given back, recorded or discarded', async () => {
  await started(['TEST-3']);
  await key('2');
  await back();
  const waits = () => words(byTest('waiting-sitting'));
  expect(waits()).toContain('Shirin’s questionnaires: 1 of 3 answered, not recorded yet');
  expect(all('button', 'Hand over to the patient')).toHaveLength(0);
  await expectAccessible();
  await press('button', 'Discard');
  expect(screenText()).toContain('They are gone for good, answers about safety included.');
  await press('button', 'Keep them');

  await press('button', 'Give it back to the patient');
  await press('checkbox', 'I have checked that this is the patient');
  await press('button', 'Hand over');
  expect(question()).toBe('Made-up symptom that not everybody has');
  await back();
  await press('button', 'Record what was answered');
  expect(question()).toBe('Handed back');
  expect(words(byTest('handed-back-test-3'))).toContain('No score');
  expect(world.drafts).toHaveLength(0);
});

test('answers that wait are found from Drafts, and discarded only after asking', async () => {
  await started(['TEST-3']);
  await key('2');
  await back();
  await press('link', /^Drafts/);
  await press('link', 'Questionnaires on this device, not recorded yet');
  await press('button', 'Discard');
  await press('button', 'Discard the answers');
  expect(byTest('waiting-sitting')).toBeNull();
  expect(all('button', 'Hand over to the patient')).toHaveLength(1);
});

test('an answer that could not be kept stays on its question and says so', async () => {
  await started(['TEST-3']);
  failNext('answer_item', error('io', 'A file could not be read or written.'));
  await key('2');
  expect(question()).toBe('Made-up symptom');
  expect(screenText()).toContain('A file could not be read or written.');
  await key('2');
  expect(question()).toBe('Made-up symptom that not everybody has');
});

test('answers that could not be recorded are said to be kept, and lead to where it is tried again', async () => {
  await finished(['TEST-3'], '222');
  const take_back = answers.take_back;
  answers.take_back = (request) => {
    const sitting = world.drafts.find((d) => d.kind === 'sitting')!.state as unknown as { finished: boolean };
    sitting.finished = false;
    const answer = take_back(request);
    return { ...answer, handed_back: { ...answer.handed_back, problem: 'The disk is full.' } };
  };
  try {
    await back();
  } finally {
    answers.take_back = take_back;
  }
  expect(screenText()).toContain('could not be recorded. The disk is full.');
  await expectAccessible();
  await press('link', 'Try again from the measures of this case');
  await press('button', 'Record what was answered');
  expect(words(byTest('handed-back-test-3'))).toContain('3 of 6');
});

test('nothing is handed over while something typed is not on the disk', async () => {
  await measures();
  await press('button', 'Fill in a measure');
  await press('button', /^TEST-10 /);
  await type(/^Anything worth knowing/, 'Seen with her sister');
  const failure = error('io', 'A file could not be read or written.');
  failNext('save_draft', failure, 50);
  await press('link', 'Measures');
  await press('button', 'Hand over to the patient');
  await press('checkbox', 'TEST-3');
  await press('checkbox', 'I have checked that this is the patient');
  await press('button', 'Hand over');
  expect(screenText()).toContain('could not be saved as a draft');
  expect(world.state).toBe('unlocked');
});

test('a device that is back already leaves the patient’s page by itself', async () => {
  await hand(['TEST-3']);
  world.state = 'unlocked';
  failNext('take_back', error('refused', 'The device is not handed over.', { rule: 'no-sitting' }));
  await back();
  expect(byTest('patient-mode')).toBeNull();
  expect(byTest('signed-in')).not.toBeNull();
});

import { afterEach, expect, test } from 'vitest';
import { answers } from '../standin/answers';
import { calls } from '../standin/core';
import { world } from '../standin/world';
import {
  agree,
  caseId,
  decided,
  enter,
  hold,
  measured,
  missed,
  openPathway,
  reviewed,
  signs,
} from './pathway-window';
import {
  all,
  byTest,
  close,
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

/** A pathway of two sessions, both held. */
function held(): void {
  enter({ sessions: '2' });
  hold('01-Sep-2026');
  hold('08-Sep-2026', { phases: ['relapse-management'] });
}
const group = (legend: string, choice: string) => {
  const found = [...document.querySelectorAll('fieldset')].find((f) =>
    words(f.querySelector('legend')).startsWith(legend),
  );
  const label = [...(found?.querySelectorAll('label') ?? [])].find((l) => words(l) === choice);
  return document.getElementById(label?.htmlFor ?? '') as HTMLInputElement;
};
async function choose(legend: string, choice: string): Promise<void> {
  group(legend, choice).click();
  await pause(20);
}
const COMPLETED = 'Completed: discharge, agreed by clinician and patient';
const TEAM = 'To the multidisciplinary team';
/** A review that is complete but for who agrees and what was measured. */
async function writeCompleted(clinician: string, patient: string): Promise<void> {
  await press('button', 'Write the review');
  await type('Shared understanding, in the patient’s words', 'Stopping makes it worse');
  await choose('The clinician holds', clinician);
  await choose('The patient holds', patient);
  await press('radio', COMPLETED);
  await type('Relapse plan', 'Pace by the clock');
}

test('the tab is there for cases that the pathway is for, and has a key of its own', async () => {
  await openPathway();
  await press('link', 'Measures');
  await key('p', { altKey: true });
  expect(the('heading', 'Pathway').tagName).toBe('H1');
  await key('7', { altKey: true });
  expect(the('link', 'Care').getAttribute('aria-current')).toBe('page');
  await press('link', 'Caseload');
  await press('link', /BEGUM/);
  expect(all('link', 'Pathway')).toHaveLength(0);
});

test('a case of another kind has the tab once something of the pathway is recorded', async () => {
  await unlockToCaseload();
  const other = world.cases.find((c) => c.form.kind !== 'mus')!;
  answers.record_pathway({
    case_id: other.id,
    base: null,
    form: answers.pathway({ case_id: other.id }).plan.form,
  });
  await press('link', /BEGUM/);
  expect(all('link', 'Pathway')).toHaveLength(1);
});

test('entry is six criteria, two and four, each with its day; an option wants its day and its reason', async () => {
  await openPathway();
  expect(screenText()).toContain('Not begun: entry criteria and option come first.');
  await press('button', 'Record entry and option');
  await expectAccessible();
  await press('button', 'A clear organic diagnosis has been ruled out: today');
  await type('Significant and sustained loss of function', '1/11/2026');
  await type('Significant and sustained loss of function: on what it rests', 'Off work');
  await press('radio', /^Option 1/);
  await pause();
  expect(world.drafts.map((d) => d.kind)).toEqual(['pathway']);
  await key('Enter', { ctrlKey: true });
  expect(await faults()).toEqual([
    'Enter the day on which it was agreed with the patient.',
    'Say why this option.',
  ]);
  await type('Agreed with the patient on', '11/11/2026');
  await type('Why this option', 'Close to home');
  await type('Sessions agreed', '4');
  await key('Enter', { ctrlKey: true });
  const panel = words(byTest('entry-panel'));
  expect(panel).toContain('A clear organic diagnosis has been ruled out Met 22-Nov-2026');
  expect(panel).toContain('Significant and sustained loss of function Met 01-Nov-2026. Off work');
  expect(panel).toContain('Willing and able to attend regularly Not recorded as met');
  expect(panel).toContain('Agreed with the patient on 11-Nov-2026, 4 sessions');
  expect(byTest('steps')?.querySelectorAll('li')).toHaveLength(4);
  expect(world.drafts).toEqual([]);
  await expectAccessible();
});

test('entry that somebody else changed meanwhile is not overwritten', async () => {
  await openPathway(() => enter());
  await press('link', 'Change');
  await type('Why this option', 'Mine');
  enter({ why: 'Theirs' });
  await press('button', 'Record entry and option');
  expect(screenText()).toContain('Yours is kept as a draft and is not recorded');
  expect(value('Why this option')).toBe('Mine');
});

test('what is due is the one main action, from entry to the end', async () => {
  const due = () => words(document.querySelector('main .head'));
  await openPathway();
  expect(due()).toContain('Record entry and option');
  const steps: [() => void, string, string][] = [
    [() => enter({ sessions: '2' }), 'Next is session 1 of 2.', 'Note session 1'],
    [() => missed('01-Sep-2026'), 'Next is session 2, which is the review.', 'Note session 2'],
    [() => hold('08-Sep-2026'), 'Session 2 of 2 is held: the review is due.', 'Write the review'],
    [() => reviewed(), 'waits for the multidisciplinary team', 'Record the team’s decision'],
    [() => decided({ sessions: '1' }), 'Next is session 3, which is the review.', 'Note session 3'],
    [() => hold('20-Nov-2026'), 'Session 3 of 3 is held: the review is due.', 'Write the review'],
    [() => reviewed({ decision: 'moved' }), 'Ended: moved away, 22-Nov-2026.', 'Pathway'],
  ];
  for (const [make, says, action] of steps) {
    make();
    await press('link', 'Overview');
    await press('link', 'Pathway');
    expect(due()).toContain(says);
    expect(due()).toContain(action);
  }
  // Nothing is due any more; the letter of the review is offered beside.
  expect(words(document.querySelector('main .head button'))).toBe('Pathway review as letter');
  expect(document.querySelectorAll('main .head button')).toHaveLength(1);
});

test('a review stands beside what the record says, none of which can be typed', async () => {
  await openPathway(() => {
    held();
    agree();
    measured('01-Sep-2026');
    measured('20-Nov-2026');
  });
  await press('button', 'Write the review');
  const record = byTest('review-record');
  expect(words(record)).toContain('2 attended.');
  expect(words(record)).toContain('Take the stairs');
  expect(words(record)).toContain('on 01-Sep-2026 ');
  expect(words(record)).toContain('Risk has not been assessed');
  expect(record?.querySelectorAll('input, textarea, select, button')).toHaveLength(0);
  expect(all('textbox', 'Why no measure was repeated')).toHaveLength(0);
  expect(document.querySelectorAll('main input:checked')).toHaveLength(0);
  await expectAccessible();
});

test('the gate: without agreement no completed discharge; the refusal stands at the decision and leads on', async () => {
  await openPathway(held);
  await writeCompleted('Yes', 'No');
  await signs();
  expect(words(byTest('gate'))).toContain('needs the agreement of clinician and patient');
  expect(document.activeElement).toBe(byTest('gate'));
  expect(byTest('gate')?.closest('section.form-section')?.textContent).toContain('Decision');
  expect(all('button', 'Write the reason')).toHaveLength(0);
  expect(value('Relapse plan')).toBe('Pace by the clock');
  expect(world.drafts.map((d) => d.kind)).toEqual(['pathway-review']);
  await expectAccessible();
  await press('button', 'To the multidisciplinary team instead');
  expect(byTest('gate')).toBeNull();
  expect(document.activeElement?.id).toBe('question');
  await type('What the team is asked', 'Four more sessions?');
  await signs();
  expect(words(byTest('reviews-panel'))).toContain('The team has still to decide.');
});

test('the gate: a measure repeated or the reason why not; the measure leads away and the review is there again', async () => {
  await openPathway(() => {
    held();
    measured('01-Sep-2026');
  });
  await writeCompleted('Yes', 'Yes');
  await signs();
  expect(words(byTest('gate'))).toContain('a measure from the start that was repeated, or the reason');
  await press('button', 'Fill in a measure');
  expect(the('heading', 'Measures')).toBeTruthy();
  await key('p', { altKey: true });
  await press('button', 'Continue the review');
  expect(value('Relapse plan')).toBe('Pace by the clock');
  await signs();
  await press('button', 'Write the reason');
  expect(document.activeElement?.id).toBe('no-repeat-reason');
  await type('Why no measure was repeated', 'She did not wish to');
  await signs();
  expect(words(byTest('reviews-panel'))).toContain(COMPLETED);
  expect(world.drafts).toEqual([]);
});

test('a repeated measure opens the gate when both agree', async () => {
  await openPathway(() => {
    held();
    measured('01-Sep-2026');
    measured('20-Nov-2026');
  });
  await writeCompleted('Yes', 'Yes');
  await signs();
  expect(words(byTest('reviews-panel'))).toContain(COMPLETED);
});

test('other ends are always open, without agreement, understanding or measure', async () => {
  await openPathway(held);
  await press('button', 'Write the review');
  await press('radio', 'Ended: stopped attending');
  await type('What is known (optional)', 'Three letters, no answer');
  await signs();
  expect(words(byTest('reviews-panel'))).toContain('Ended: stopped attending');
});

test('a patient who could not be asked is not one who said no', async () => {
  await openPathway(held);
  await press('button', 'Write the review');
  await type('What the clinician thinks', 'She did not come');
  await choose('The patient holds', 'Yes');
  await choose('The patient holds', 'Could not be asked');
  expect(group('The patient holds', 'No').checked).toBe(false);
  expect(group('The patient holds', 'Could not be asked').checked).toBe(true);
  await pause();
  expect(world.drafts[0]?.state).toMatchObject({ patient_agrees: null });
});

test('the team goes on only with rationale, motivation and a number; the number is added to the steps', async () => {
  await openPathway(() => {
    held();
    reviewed();
  });
  await press('button', 'Record the team’s decision');
  expect(screenText()).toContain('Four more sessions?');
  await press('radio', 'Continue');
  await expectAccessible();
  await signs();
  expect(await faults()).toEqual([
    'Write the clinical rationale for going on.',
    'Write what the patient wants to work on, and how that shows.',
    'Enter how many more sessions, from 1 to 20. The last of them is a review.',
  ]);
  await type('Clinical rationale', 'Gains are recent');
  await type('The patient’s motivation', 'Came to all');
  await type('How many more sessions', '4');
  await signs();
  expect(byTest('steps')?.querySelectorAll('li')).toHaveLength(6);
  expect(words(byTest('reviews-panel'))).toContain('Continue: 4 more');
});

test('the team discharges only with the disagreement written', async () => {
  await openPathway(() => {
    held();
    reviewed();
  });
  await press('button', 'Record the team’s decision');
  await press('radio', 'Discharge, with the disagreement recorded');
  await signs();
  expect(await faults()).toEqual(['Write who disagrees with what.']);
  await type('Who disagrees with what', 'The patient wants four more sessions');
  await signs();
  expect(words(document.querySelector('main .head'))).toContain('Discharge, with the disagreement recorded');
  // Nothing is due any more; the letter of the review is offered beside.
  expect(words(document.querySelector('main .head button'))).toBe('Pathway review as letter');
  expect(document.querySelectorAll('main .head button')).toHaveLength(1);
});

test('a signed review is read with what the record said then, and leads to its letter', async () => {
  await openPathway(() => {
    held();
    reviewed();
    hold('20-Nov-2026');
  });
  await press('link', 'Review of 22-Nov-2026');
  expect(words(byTest('review'))).toContain('The team is asked Four more sessions?');
  expect(words(byTest('review'))).toContain('Clinician no, patient yes');
  expect(words(byTest('review-record'))).toContain('2 attended.');
  await expectAccessible();
  await press('button', 'Pathway review as letter');
  expect(calls.findLast((c) => c.name === 'compose_letter')).toMatchObject({
    request: { case_id: caseId(), kind: 'pathway-review' },
  });
});

test('a decision in error is withdrawn and the review waits again; a review in error stays readable', async () => {
  await openPathway(() => {
    held();
    reviewed();
    decided();
  });
  await press('link', 'Review of 22-Nov-2026');
  await press('button', 'Withdraw the decision of 22-Nov-2026');
  await type('Reason', 'Of another patient');
  await press('button', 'Withdraw');
  expect(byTest('mdt')).toBeNull();
  expect(the('button', 'Record the team’s decision')).toBeTruthy();
  await press('button', 'Withdraw the review of 22-Nov-2026');
  await expectAccessible();
  await type('Reason', 'Wrong patient');
  await press('button', 'Withdraw');
  expect(words(byTest('withdrawn'))).toContain('Wrong patient');
  expect(all('button', 'Pathway review as letter')).toHaveLength(0);
  expect(words(byTest('review'))).toContain('Stopping makes it worse');
});

test('the overview has the steps, what waits and how near the goals are', async () => {
  await openPathway(() => {
    held();
    const [goal] = agree().goals;
    answers.rate_goal({
      case_id: caseId(),
      goal_id: goal!.id,
      rated_on: '',
      form: { patient: 7, clinician: null, evidence: '' },
    });
  });
  await press('link', 'Overview');
  const panel = words(byTest('pathway-panel'));
  expect(panel).toContain('Review due');
  expect(panel).toContain('Option 1: ten sessions with the hospital mental health team');
  expect(panel).toContain('General intake: met. Leeds pathway: met.');
  expect(panel).toContain('2 attended.');
  expect(panel).toContain('Take the stairs Patient 7 of 10. Being worked on, by 20-Dec-2026.');
  expect(byTest('pathway-panel')?.querySelectorAll('[data-state=done]')).toHaveLength(2);
  await expectAccessible();
  await press('link', 'Sessions, goals and review');
  expect(the('heading', 'Pathway').tagName).toBe('H1');
});

test('each draft of the pathway has its name, and leads to where it is gone on with', async () => {
  await openPathway(() => {
    held();
    reviewed();
    const kinds = { pathway: {}, session: {}, goal: {}, 'pathway-review': {}, 'mdt-decision': {} };
    const full = {
      pathway: answers.pathway({ case_id: caseId() }).plan.form,
      session: { held_on: '', attendance: null, minutes: '', form: null, phases: [], note: '', homework: '' },
      goal: {
        words: 'G',
        specific: '',
        measurable: '',
        achievable: '',
        realistic: '',
        by: '',
        baseline: '',
        target: '',
        agreed_on: '',
        status: null,
      },
      'pathway-review': answers.pathway({ case_id: caseId() }).next,
      'mdt-decision': {
        held_on: '',
        present: '',
        outcome: null,
        rationale: '',
        motivation: '',
        sessions: '',
        disagreement: '',
      },
    };
    for (const kind of Object.keys(kinds) as (keyof typeof full)[])
      answers.save_draft({
        kind,
        patient_id: null,
        case_id: caseId(),
        base: kind === 'pathway' ? answers.pathway({ case_id: caseId() }).plan.revision : null,
        state: full[kind] as never,
      });
  });
  for (const [name, heading] of [
    ['Entry and option of the pathway', 'Entry and option'],
    ['Session note', 'Session'],
    ['Goal', 'Goal'],
    ['Pathway review', 'Pathway review'],
    ['Decision of the multidisciplinary team', 'Decision of the multidisciplinary team'],
  ] as const) {
    await press('link', /^Drafts/);
    await press('link', name);
    expect(words(document.querySelector('h1')), name).toBe(heading);
  }
});

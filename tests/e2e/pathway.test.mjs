// The pathway: entry, option, measures, sessions with one missed, goals, the review that the gate refuses, the team, and
// the end that both agree on. In the real window and by the keyboard alone. Three sessions are agreed instead of ten.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { keys, Window } from './driver.mjs';
import { look as lookAt } from './look.mjs';
import { folder, out, program, until } from './places.mjs';
import { daysAgo, openCase, registerPatient, steps } from './story.mjs';

const PASSPHRASE = 'lantern quarry mitten orbit';
const BACKSPACE = '\uE003';

/** What the story may cost, in keys that are not text. Raise it only for a reason that is worth it to everybody. */
const MOST_KEYS = 260;

const register = join(folder('register'), 'register');
let window;
const faults = [];
const look = async (name) => faults.push(...(await lookAt(window, `pathway-${name}`)));
after(() => window?.close());

const primary = () => window.press(keys.control, keys.enter);
const enter = async (role, name, how) => {
  await window.tabTo(role, name, how);
  await window.press(keys.enter);
};
const choose = async (role, name, how) => {
  await window.tabTo(role, name, how);
  await window.press(keys.space);
};
/** Types in place of what stands in a box. */
const instead = async (name, text) => {
  await window.tabTo('textbox', name);
  await window.press(keys.control, 'a');
  await window.press(BACKSPACE);
  await window.type(text);
};
const signs = async (heading) => {
  await primary();
  await window.heading(heading);
  await primary();
};
const pathway = async () => {
  await window.press(keys.alt, 'p');
  await window.heading('Pathway');
};
/** CORE-10 by its digits, on a day where one is given. The answer about safety is “not at all”. */
async function measure(digits, day) {
  await window.press(keys.alt, '6');
  await window.heading('Measures');
  await primary();
  await enter('button', 'CORE-10', { exact: false });
  await window.find('heading', 'CORE-10', { exact: false });
  if (day) await instead('Filled in on', day);
  await window.run("document.querySelector('[data-item] input').focus()");
  for (const digit of digits) await window.press(digit);
  await primary();
  await window.heading('Measures');
}
async function attend(day, phase, note) {
  await primary();
  await window.heading('Session');
  await instead('Day', day);
  await choose('radio', 'Attended');
  if ((await window.run('return document.getElementById("minutes").value')) === '') {
    await choose('radio', 'Face to face');
    await window.fill('Minutes', '50');
  }
  await choose('checkbox', phase);
  await window.fill('Note', note);
}

test('the pathway, from entry to a discharge that both agree on', { timeout: 400_000 }, async (t) => {
  const story = steps(t, () => window, { picture: 'pathway-failed.png' });
  const { then } = story;

  await then('a patient is registered with a case that the pathway is for', async () => {
    const ctl = program('casebookctl', 'CASEBOOKCTL_BIN');
    const how = ['init', '--register', register, '--user', 'Dr A. Okafor', '--role', 'clinician'];
    execFileSync(ctl, how, { env: { ...process.env, CASEBOOK_PASSPHRASE: PASSPHRASE }, stdio: 'pipe' });
    window = await Window.open({ register });
    await window.heading('Unlock');
    await window.fill('Passphrase', PASSPHRASE);
    await window.press(keys.enter);
    await window.heading('Today', 60_000);
    await registerPatient(window);
    await openCase(window);
  });

  await then('entry criteria and the option are recorded, each with its day', async () => {
    await pathway();
    await window.text('Not begun: entry criteria and option come first.');
    await primary();
    await window.heading('Entry and option');
    for (const criterion of [
      'A clear organic diagnosis has been ruled out',
      'The patient has agreed to see a specialist in persistent physical symptoms',
      'Persistent symptoms without, or out of proportion to, related disease',
      'Significant and sustained loss of function',
      'Regular help-seeking in primary, secondary or alternative care',
      'Willing and able to attend regularly',
    ])
      await enter('button', `${criterion}: today`);
    await choose('radio', 'Option 1', { exact: false });
    await enter('button', 'Agreed with the patient on: today');
    await window.fill('Why this option', 'Close to home, with somebody who knows hearts.');
    await instead('Sessions agreed', '3');
    await look('plan');
    await primary();
    await window.text('Next is session 1 of 3.');
  });

  await then('a measure is filled in at the start', () => measure('3221203221', daysAgo(30)));

  await then('a goal is agreed and rated by two digits', async () => {
    await pathway();
    await enter('link', 'Add a goal');
    await window.heading('Goal');
    await window.fill('Goal', 'Take the stairs to my own flat');
    await window.fill('Specific', 'The one flight, without stopping');
    await window.fill('Measurable', 'Ticked on the sheet by the door');
    await window.fill('Time-bound: by when', '30/12/2099');
    await window.fill('Where the patient starts', 'Lift every time');
    await window.fill('Where the patient wants to be', 'Stairs once a day');
    await look('goal-form');
    await signs('Sign the goal');
    await window.heading('Pathway');
    await enter('button', 'Rate: Take the stairs to my own flat');
    await window.heading('How near is it?');
    const pressed = window.pressed;
    await window.press('2');
    await window.press(keys.tab);
    await window.press('3');
    await primary();
    await window.text('Patient 2, clinician 3');
    assert.equal(window.pressed - pressed, 4);
  });

  await then('sessions are noted; one is missed, and takes a choice and a signature', async () => {
    await attend(daysAgo(21), 'Engagement', 'What the tightness stops her doing.');
    await look('session-form');
    await signs('Sign the session');
    await window.text('Next is session 2 of 3.');
    await primary();
    await window.heading('Session');
    await instead('Day', daysAgo(14));
    await window.tabTo('radio', 'Attended');
    await window.press(keys.right);
    await look('session-missed');
    await signs('Sign the session');
    await window.text('Next is session 3, which is the review.');
    await window.text('1 attended, 1 missed without a word (counts).');
    await attend(daysAgo(7), 'Core intervention', 'Climbed twice; counted, and did not stop.');
    await signs('Sign the session');
    await window.text('Session 3 of 3 is held: the review is due.');
    await look('due');
  });

  await then('the gate refuses a completed discharge that the patient does not agree to, and leads to the team', async () => {
    await primary();
    await window.heading('Pathway review');
    await window.fill('Shared understanding, in the patient’s words', 'When I stop for it, it grows.');
    await choose('radio', 'Yes');
    await window.press(keys.tab);
    await window.press(keys.right);
    await choose('radio', 'Completed', { exact: false });
    await window.fill('Relapse plan', 'The stairs by the clock; ring the team before the ambulance.');
    await signs('Sign the pathway review');
    await window.text('Not signed as completed');
    await window.text('A completed discharge needs the agreement of clinician and patient.');
    await look('gate-agreement');
    await enter('button', 'To the multidisciplinary team instead');
    await window.type('One more session, with a measure at its end?');
    await signs('Sign the pathway review');
    await window.text('waits for the multidisciplinary team.');
  });

  await then('the team goes on, with rationale, motivation and a number', async () => {
    await primary();
    await window.heading('Decision of the multidisciplinary team');
    await choose('radio', 'Continue');
    await window.fill('Clinical rationale', 'The gains are a week old.');
    await window.fill('The patient’s motivation', 'Came although the lift was broken.');
    await window.fill('How many more sessions', '1');
    await look('mdt');
    await signs('Sign the decision of the team');
    await window.text('Next is session 4, which is the review.');
  });

  await then('the gate wants a measure repeated; the review waits as a draft while it is filled in', async () => {
    await attend(daysAgo(0), 'Relapse management', 'What helps on a bad evening.');
    await signs('Sign the session');
    await window.text('Session 4 of 4 is held: the review is due.');
    await primary();
    await window.heading('Pathway review');
    await choose('radio', 'Yes');
    await window.press(keys.tab);
    await window.press(keys.space);
    await choose('radio', 'Completed', { exact: false });
    await window.fill('Relapse plan', 'The stairs by the clock; ring the team before the ambulance.');
    await signs('Sign the pathway review');
    await window.text('a measure from the start that was repeated, or the reason');
    await look('gate-measures');
    await enter('button', 'Fill in a measure');
    await measure('1111101111');
    await pathway();
    await primary();
    await window.heading('Pathway review');
    const kept = await window.find('textbox', 'Relapse plan');
    assert.ok((await kept.value()).startsWith('The stairs by the clock'));
    await look('review-form');
    await signs('Sign the pathway review');
    await window.text('Completed: discharge, agreed by clinician and patient');
    await look('completed');
  });

  await then('the review is read with what the record said then, and the overview says how it ended', async () => {
    await enter('link', 'Review of', { exact: false });
    await window.find('heading', 'Pathway review, ', { exact: false });
    await window.text('What the record said then');
    await window.find('button', 'Pathway review as letter');
    await look('review');
    await window.press(keys.alt, '1');
    await window.heading('Where things stand');
    await window.text('3 attended, 1 missed without a word (counts).');
    await look('overview');
  });

  await then('no screen has a fault of accessibility or runs out of the window', () => assert.deepEqual(faults, []));
  t.diagnostic(`${window?.pressed} keys that are not text`);
  if (!story.stopped) assert.ok(window.pressed <= MOST_KEYS, `the story took ${window.pressed} keys, more than ${MOST_KEYS}`);
});

/** Ends that nobody decides together: each may come at any time, and claims no agreement. */
const OTHER_ENDS = [
  'Ended: the patient declined',
  'Ended: stopped attending',
  'Ended: moved away',
  'Ended: died',
  'Ended: transferred to another team',
];

test('every other end of the pathway, and every refusal with its sentence', { timeout: 200_000 }, async (t) => {
  const story = steps(t, () => window, { picture: 'pathway-failed.png' });
  const { then } = story;
  /** The review that is in force is taken back, so that the next end can be tried in the same case. */
  const takeBack = async () => {
    await enter('link', 'Review of', { exact: false });
    await window.find('heading', 'Pathway review, ', { exact: false });
    await enter('button', 'Withdraw the review of', { exact: false });
    await window.find('heading', 'Withdraw the review as entered in error?');
    await window.fill('Reason', 'The next end is tried');
    await primary();
    await window.text('Withdrawn');
    await pathway();
    await window.text('the review is due.');
  };
  const begin = async () => {
    await primary();
    await window.heading('Pathway review');
  };
  /** Decisions stand in one group: completed first, then the team, then the other ends. */
  const decide = async (place) => {
    await choose('radio', 'Completed', { exact: false });
    for (let step = 0; step < place; step += 1) await window.press(keys.down);
  };
  const [YES, NO, NOT_ASKED] = ['', '-2', '-3'];
  // A refusal takes the focus a moment after its words are there: an answer that it swallowed is given again.
  const answer = (question, which) =>
    until(`${question}${which} chosen`, async () => {
      await window.run('document.getElementById(arguments[0]).focus()', question + which);
      await window.press(keys.space);
      return (await window.run('return document.getElementById(arguments[0]).checked', question + which)) || null;
    });
  const refuses = async (heading, ...sentences) => {
    await signs(heading);
    for (const sentence of sentences) await window.text(sentence);
  };

  await then('a second patient comes to a review after one session', async () => {
    await registerPatient(window, {
      'NHS number': '9990000026',
      'Given names': 'Bertil',
      'Family name': 'Otherwise',
      'Date of birth': '2/9/1971',
    });
    await openCase(window, 'Dizziness without a cause in ear or heart.');
    await pathway();
    await primary();
    await window.heading('Entry and option');
    await choose('radio', 'Option 1', { exact: false });
    await window.press(keys.down);
    await enter('button', 'Agreed with the patient on: today');
    await window.fill('Why this option', 'He wants to know how it works.');
    await instead('Sessions agreed', '1');
    await primary();
    await window.text('Next is session 1, which is the review.');
    await attend(daysAgo(0), 'Engagement', 'What the dizziness stops him doing.');
    await signs('Sign the session');
    await window.text('Session 1 of 1 is held: the review is due.');
  });

  for (const [place, end] of OTHER_ENDS.entries())
    await then(`${end}: without an agreement that nobody was asked for`, async () => {
      await begin();
      await decide(2 + place);
      await window.fill('What is known (optional)', 'Two calls and a letter.');
      await signs('Sign the pathway review');
      await window.text(`${end}, `);
      await window.find('button', 'Pathway review as letter');
      if (place === 1) await look('stopped');
      await takeBack();
    });

  await then('what is missing is named, and the gate holds against each disagreement', async () => {
    await begin();
    await refuses('Sign the pathway review', 'Choose what was decided.');
    await decide(0);
    await refuses(
      'Sign the pathway review',
      'Say whether you hold that progress is sufficient.',
      'Write the shared understanding in the patient’s words.',
      'Write what helps against a relapse, and what to do in one.',
    );
    await window.fill('Shared understanding, in the patient’s words', 'It turns when I hold still.');
    await window.fill('Relapse plan', 'Move first, then ring.');
    const disagreed = 'A completed discharge needs the agreement of clinician and patient.';
    await answer('clinician-agrees', NO);
    await answer('patient-agrees', YES);
    await refuses('Sign the pathway review', disagreed);
    await answer('clinician-agrees', YES);
    await answer('patient-agrees', NO);
    await refuses('Sign the pathway review', disagreed);
    await answer('patient-agrees', NOT_ASKED);
    await refuses('Sign the pathway review', disagreed);
    await answer('patient-agrees', YES);
    await refuses('Sign the pathway review', 'a measure from the start that was repeated, or the reason why none was.');
  });

  await then('a reason in place of a repeated measure is enough', async () => {
    await enter('button', 'Write the reason');
    await window.type('The forms are to follow by post.');
    await signs('Sign the pathway review');
    await window.text('Completed: discharge, agreed by clinician and patient, ');
    await takeBack();
  });

  await then('the team is asked a question, and goes on only with rationale, motivation and a number', async () => {
    await begin();
    await window.fill('Shared understanding, in the patient’s words', 'It turns when I hold still.');
    await answer('clinician-agrees', NO);
    await answer('patient-agrees', YES);
    await decide(1);
    await refuses('Sign the pathway review', 'Say what the team is asked to decide.');
    await window.fill('What the team is asked', 'Further sessions, or discharge although he is well content?');
    await signs('Sign the pathway review');
    await window.text('waits for the multidisciplinary team.');
    await primary();
    await window.heading('Decision of the multidisciplinary team');
    await refuses('Sign the decision of the team', 'Choose what the team decided.');
    await choose('radio', 'Continue');
    await refuses(
      'Sign the decision of the team',
      'Write the clinical rationale for going on.',
      'Write what the patient wants to work on, and how that shows.',
      'Enter how many more sessions, from 1 to 20. The last of them is a review.',
    );
    await look('mdt-refused');
  });

  await then('the team discharges, with the disagreement recorded', async () => {
    await window.tabTo('radio', 'Continue');
    await window.press(keys.down);
    await refuses('Sign the decision of the team', 'Write who disagrees with what.');
    await window.fill('Who disagrees with what', 'The therapist holds that it is too early; he does not.');
    await signs('Sign the decision of the team');
    await window.text('Discharge, with the disagreement recorded, ');
    await look('mdt-discharge');
  });

  await then('no screen of it has a fault of accessibility or runs out of the window', () => assert.deepEqual(faults, []));
});

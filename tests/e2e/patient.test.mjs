// The device in a patient's hands: what the patient can do, everything that gets nowhere, a kill in the middle, and the
// answers about safety first when it comes back. In the real window, by the keyboard; the ways out by whatever tries them.

import assert from 'node:assert/strict';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { keys, Window } from './driver.mjs';
import { look as lookAt } from './look.mjs';
import { folder, here, pause, program, until } from './places.mjs';
import { openCase, registerPatient, steps } from './story.mjs';

const PASSPHRASE = 'lantern quarry mitten orbit';
const PIN = '4711';
const [F5, F12, F4] = ['\uE035', '\uE03C', '\uE034'];
/** One who has been at the clinic for hours of tests is allowed few keys: a question is one of them. */
const KEYS_FOR_A_QUESTION = 1;

const register = join(folder('register'), 'register');
let window;
let screen;
const faults = [];
const look = async (name) => faults.push(...(await lookAt(window, `patient-${name}`)));
after(async () => {
  screen?.stdin.end();
  await window?.close();
});

const primary = () => window.press(keys.control, keys.enter);
const enter = async (role, name, how) => {
  await window.tabTo(role, name, how);
  await window.press(keys.enter);
};
const tick = async (name) => {
  await window.tabTo('checkbox', name);
  await window.press(keys.space);
};
const asked = () => window.run('return document.querySelector("h1")?.textContent');
/** Presses a digit and waits for what comes after the question. */
async function answers(digit) {
  const before = await asked();
  await window.press(digit);
  await until('the next question', async () => (await asked()) !== before || null);
}
/** What the core says to a command from the page, by the page's own way to it. */
const invokes = (name, request) =>
  window.runUntilDone(
    `const [name, request, done] = arguments;
     window.__TAURI_INTERNALS__.invoke(name, request === null ? {} : { request })
       .then((answer) => done({ answer }), (error) => done({ code: error.code ?? String(error) }));`,
    name,
    request,
  );
/** The windows on the display: a menu is one of them. */
const shown = () =>
  spawnSync('xdotool', ['search', '--onlyvisible', '--name', ''], { encoding: 'utf8' }).stdout.trim().split('\n').length;
/** With the display's own pointer: what a driver sends passes the toolkit by, whose menu it is. */
async function rightClick() {
  execFileSync('xdotool', ['mousemove', '500', '400', 'click', '3']);
  await pause(700);
}
async function unlocks() {
  await window.heading('Unlock');
  await window.fill('Passphrase', PASSPHRASE);
  await window.press(keys.enter);
  await window.heading('Today', 60_000);
}
async function opensMeasures() {
  await enter('link', 'Caseload');
  await window.heading('Caseload');
  await enter('link', 'TESTCASE, Amara', { exact: false });
  await window.heading('Where things stand');
  await enter('link', 'Measures');
  await window.heading('Measures');
}
async function handsOver(titles, pin) {
  for (const title of titles) await tick(title);
  await tick('I have checked that this is the patient');
  if (pin) await window.fill('PIN for taking it back (optional)', pin);
  await primary();
}
async function takesBack(name, secret) {
  await enter('button', 'Staff');
  await window.heading('For staff: take the device back');
  await window.fill(name, secret);
  await window.press(keys.enter);
}

test('the device goes to the patient and comes back', { timeout: 500_000 }, async (t) => {
  const story = steps(t, () => window, { picture: 'patient-failed.png' });
  const { then } = story;
  let told = '';

  await then('a register with one case', async () => {
    const ctl = program('casebookctl', 'CASEBOOKCTL_BIN');
    execFileSync(ctl, ['init', '--register', register, '--user', 'Dr A. Okafor', '--role', 'consultant'], {
      env: { ...process.env, CASEBOOK_PASSPHRASE: PASSPHRASE },
      stdio: 'pipe',
    });
    window = await Window.open({ register });
    screen = spawn('python3', [join(here, 'full-screen-asked.py')], { stdio: ['pipe', 'pipe', 'inherit'] });
    screen.stdout.on('data', (text) => (told += text));
    await until('the ear at the display', () => told.includes('ready') || null);
    await unlocks();
    await registerPatient(window);
    await openCase(window);
    await enter('link', 'Measures');
    await window.heading('Measures');
  });

  await then('it is handed over only once somebody has checked who the patient is', async () => {
    // That the menu comes where staff work shows that its absence later means something.
    const before = shown();
    await rightClick();
    assert.ok(shown() > before, 'staff have the menu of the window');
    execFileSync('xdotool', ['key', 'Escape']);
    await until('the menu to go', () => shown() === before || null);
    await enter('button', 'Hand over to the patient');
    await window.heading('Hand over to the patient');
    await tick('PHQ-9');
    await primary();
    await window.text('Check name and date of birth with the patient first.');
    await look('hand-over');
    await tick('GAD-7');
    await handsOver([], PIN);
    await window.heading('Hello Amara');
    await until('the window to ask for the whole screen', () => told.includes('full-screen on') || null);
    await look('welcome');
    const text = await window.run('return document.body.innerText');
    for (const other of ['TESTCASE', '999 000 0018', 'Caseload', 'Today']) assert.ok(!text.includes(other), other);
    await enter('button', 'Start');
    await window.text('Question 1 of 10');
    await look('question');
  });

  await then('no key, menu, address, drop or command leads out of the question', async () => {
    await window.run('globalThis.stillHere = true');
    const question = await asked();
    const stands = async (what) => {
      await pause(300);
      assert.equal(await window.run('return globalThis.stillHere === true'), true, `${what}: the page was left`);
      assert.equal(await asked(), question, what);
      assert.equal(await window.run('return document.querySelector("dialog,nav") === null'), true, what);
      assert.equal((await window.send('GET', '/window/handles')).length, 1, what);
    };
    for (const [what, ...chord] of [
      ['F5', F5],
      ['F12', F12],
      ['Ctrl+R', keys.control, 'r'],
      ['Ctrl+K', keys.control, 'k'],
      ['Ctrl+L', keys.control, 'l'],
      ['Ctrl+P', keys.control, 'p'],
      ['Ctrl+Shift+I', keys.control, keys.shift, 'i'],
      ['Alt+N', keys.alt, 'n'],
      ['Alt+Left', keys.alt, keys.left],
      ['Alt+F4', keys.alt, F4],
    ]) {
      await window.press(...chord);
      await stands(what);
    }
    const before = shown();
    await rightClick();
    assert.equal(shown(), before, 'a menu came up');
    await stands('the right button');
    for (const way of [
      'location.href = "https://example.org/"',
      'location.href = "file:///etc/hostname"',
      'location.href = "data:text/html,<h1>out</h1>"',
      'window.open("https://example.org/")',
      'history.back()',
    ]) {
      await window.run(way).catch(() => {});
      await stands(way);
    }
    const dropped = await window.run(
      'const event = new DragEvent("drop", { bubbles: true, cancelable: true }); document.body.dispatchEvent(event);' +
        'return event.defaultPrevented',
    );
    assert.equal(dropped, true, 'something dropped is refused');
    for (const [name, request] of [
      ['caseload', { text: '', mine: false, closed: false }],
      ['find_patients', { text: '' }],
      ['search', { text: 'chest', newest_first: false }],
      ['drafts', null],
      ['users', null],
      ['preferences', null],
      ['lock', null],
      ['verify_register', { fingerprint: '' }],
    ])
      assert.equal((await invokes(name, request)).code, 'patient-mode', name);
    const { answer } = await invokes('register_state', null);
    assert.deepEqual([answer.state, answer.accounts, answer.session], ['with-patient', [], null]);
  });

  await then('closing the window is refused with a word', async () => {
    const id = window.process();
    const found = spawnSync('xdotool', ['search', '--onlyvisible', '--pid', String(id)], { encoding: 'utf8' });
    const closing = spawn('python3', [join(here, 'close-window.py'), found.stdout.trim().split('\n').at(-1)], {
      stdio: ['pipe', 'ignore', 'inherit'],
    });
    closing.stdin.end('\n');
    await window.text('This stays open. Please hand the device back to a member of staff.');
    assert.ok(existsSync(`/proc/${id}`), 'the program goes on');
    await look('stays-open');
  });

  await then('a page that is loaded anew comes back to the question, and a kill costs no answer', async () => {
    const before = window.pressed;
    for (let n = 0; n < 4; n += 1) await answers('2');
    assert.equal(window.pressed - before, 4 * KEYS_FOR_A_QUESTION);
    await window.text('Question 5 of 10');
    await window.run('location.reload()').catch(() => {});
    const anew = 'return globalThis.stillHere === undefined && document.querySelector("h1") !== null';
    await until('the new page', async () => (await window.run(anew).catch(() => null)) || null);
    await window.text('Question 5 of 10');
    await answers('3');
    await window.text('Question 6 of 10');
    await window.kill();
    window = await Window.open({ register });
    await unlocks();
    await window.text('Questionnaires on this device, not recorded');
    await opensMeasures();
    await window.text('Amara’s questionnaires: 5 of 17 answered, not recorded yet');
    await look('waiting');
  });

  await then('it is given back, gone on with, and finished with one question left out', async () => {
    await enter('button', 'Give it back to the patient');
    await window.heading('Give the device back to the patient');
    await handsOver([], PIN);
    await window.text('Question 6 of 10');
    for (let n = 6; n <= 10; n += 1) await answers('2');
    await window.text('Questionnaire 2 of 2. Question 1 of 7');
    await enter('button', 'I’d rather not answer');
    await window.text('Question 2 of 7');
    for (let n = 2; n <= 7; n += 1) await answers('1');
    await window.heading('Check your answers');
    await window.text('You have left out 1 question.');
    await look('check');
    await enter('button', 'Finish');
    await window.heading('Thank you, Amara');
    const text = await window.run('return document.body.innerText');
    assert.ok(!/\d/.test(text), `no number and so no score: ${text}`);
    await look('thanks');
  });

  await then('a wrong secret waits, and the right one shows the answers about safety first', async () => {
    await takesBack('PIN', '0815');
    await window.text('That is not the PIN.');
    await look('take-back');
    const tries = async (secret) => {
      const ready = 'const b = document.querySelector("dialog button[type=submit]"); return !b.disabled && !b.ariaBusy';
      await until('the end of the wait', async () => (await window.run(ready)) || null, 20_000);
      await window.fill('PIN', secret);
      await window.press(keys.enter);
    };
    // The first two cost a second and two, the third four: long enough to be seen waiting.
    await pause(1500);
    await tries('0815');
    await pause(3500);
    await tries('0815');
    await tries(PIN);
    await window.text('Too many wrong tries.');
    await tries(PIN);
    await window.heading('Handed back');
    await window.text('PHQ-9, item 9: Several days');
    await window.text('Asked for the first time');
    assert.equal(await window.run('return document.querySelector("[data-testid^=handed-back]") === null'), true);
    await look('safety-first');
    await enter('button', 'Respond in words');
    await window.tabTo('radio', 'Discussed, unchanged');
    await window.press(keys.right);
    await window.fill('In words', 'Talked it through; no plan, sister stays tonight.');
    await enter('button', 'Record the response');
    await window.text('10 of 27');
    await window.text('On this device, by the patient');
    await window.text('The patient chose not to answer item 1.');
    await look('scores');
  });

  await then('the next time, the same answer is one step', async () => {
    await enter('link', 'All measures of this case');
    await window.heading('Measures');
    await enter('button', 'Hand over to the patient');
    await window.heading('Hand over to the patient');
    await handsOver(['PHQ-9']);
    await window.heading('Hello Amara');
    await enter('button', 'Start');
    await window.text('Question 1 of 10');
    for (let n = 1; n <= 10; n += 1) await answers('2');
    await window.heading('Check your answers');
    await enter('button', 'Finish');
    await window.heading('Thank you, Amara');
    await takesBack('Passphrase of Dr A. Okafor', PASSPHRASE);
    await window.heading('Handed back');
    await window.text('Before: Several days on');
    await enter('button', 'Discussed, unchanged');
    await window.text('9 of 27');
    // Staff have their window again: keys, and closing.
    await window.press(keys.control, 'k');
    await window.find('dialog', 'Find', { exact: false });
    await window.press(keys.escape);
      assert.ok(told.trim().endsWith("full-screen off"), told);
  });

  await then('every screen of it is free of faults', () => assert.deepEqual(faults, []));
});

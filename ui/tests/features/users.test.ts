import { afterEach, expect, test, vi } from 'vitest';
import { afresh } from '$/features/users/afresh';
import { IdleWatch } from '$/features/users/idle';
import { session } from '$/features/users/session.svelte';
import { calls, failNext } from '../standin/core';
import { emptyRegister, error, PASSPHRASE, usedRegister, world } from '../standin/world';
import {
  all,
  byTest,
  close,
  expectAccessible,
  key,
  open,
  pause,
  press,
  screenText,
  settle,
  the,
  type,
  unlock,
  unlockToCaseload,
  words,
} from './window';

afterEach(async () => {
  vi.useRealTimers();
  await close();
});

test('a register is set up: who, passphrase, recovery key shown once and typed back', async () => {
  await open(emptyRegister());
  await expectAccessible();
  await press('button', 'Continue');
  expect(byTest('error-summary')?.textContent).toContain('Enter your name as you sign.');
  await type('Your name', 'Dr A. Okafor');
  await press('button', 'Continue');
  await type('Passphrase', PASSPHRASE);
  await pause(200);
  expect(byTest('strength')?.textContent).toContain('Strong');
  await type('Passphrase again', 'another');
  await press('button', 'Make the register');
  expect(screenText()).toContain('The two passphrases differ');
  await type('Passphrase again', PASSPHRASE);
  await expectAccessible();
  await press('button', 'Make the register');
  expect(byTest('recovery-key')?.querySelectorAll('li')).toHaveLength(8);
  await expectAccessible();
  await press('button', 'I have written it down');
  await type('Recovery key', '7k2m nonsense');
  await press('button', 'Open the register');
  expect(screenText()).toContain('not the recovery key that was shown');
  await type('Recovery key', '7k2m qx4t 9b3n hw8c 5rjd v6yp 2zkf 8mta');
  await press('button', 'Open the register');
  expect(screenText()).toContain('Nothing waits for you');
  expect(world.recoveryConfirmed).toBe(true);
});

test('a wrong passphrase is said, the box is emptied, the right one opens', async () => {
  await open();
  await expectAccessible();
  await type('Passphrase', 'wrong');
  await press('button', 'Unlock');
  expect(screenText()).toContain('does not open this register');
  expect((the('textbox', 'Passphrase') as HTMLInputElement).value).toBe('');
  await type('Passphrase', PASSPHRASE);
  await press('button', 'Unlock');
  expect(the('heading', 'Today')).toBeTruthy();
  expect(byTest('signed-in')?.textContent).toBe('Dr A. Okafor');
});

test('after too many wrong tries the wait is counted down', async () => {
  await open();
  failNext(
    'unlock',
    error('too-soon', 'Too many wrong tries. Wait 2 seconds, then try again.', { wait_seconds: 2 }),
  );
  await type('Passphrase', 'x');
  await press('button', 'Unlock');
  expect(byTest('wait')?.textContent?.replace(/\s+/g, ' ')).toContain('Wait 2 seconds');
  expect((the('button', 'Unlock') as HTMLButtonElement).disabled).toBe(true);
  await pause(2200);
  expect(byTest('wait')).toBeNull();
  expect((the('button', 'Unlock') as HTMLButtonElement).disabled).toBe(false);
});

test('Caps Lock is pointed out', async () => {
  await open();
  const box = the('textbox', 'Passphrase');
  const event = new KeyboardEvent('keydown', { key: 'A', bubbles: true });
  Object.defineProperty(event, 'getModifierState', { value: () => true });
  box.dispatchEvent(event);
  await settle();
  expect(screenText()).toContain('Caps Lock is on');
});

test('the recovery key gives an account a new passphrase', async () => {
  await open();
  await press('button', 'Use the recovery key');
  await expectAccessible();
  await type('Recovery key', world.recoveryKey);
  await type('New passphrase', 'a new long passphrase');
  await type('New passphrase again', 'a new long passphrase');
  await press('button', 'Set the new passphrase and unlock');
  expect(the('heading', 'Today')).toBeTruthy();
});

test('after a lock the window begins as a new document, which says why, once', async () => {
  const begun = vi.spyOn(afresh, 'begin').mockReturnValue(true);
  await unlockToCaseload();
  await key('l', { ctrlKey: true });
  await settle();
  expect(begun.mock.calls).toEqual([[{ because: 'person', kept: true }]]);
  expect(screenText().trim()).toBe('');
  begun.mockRestore();
  await close();
  for (const [address, words] of [
    ['/?because=sleep', 'Locked before the computer went to sleep. Drafts are kept.'],
    ['/?because=screen', 'Locked together with the screen. Drafts are kept.'],
    ['/?because=idle&kept=no', 'Locked after 5 minutes without use. The last words typed could not be saved'],
    ['/?because=nonsense', 'The register on this computer is locked.'],
  ] as const) {
    history.replaceState(null, '', address);
    session.lockedBecause = '';
    await open();
    expect(screenText()).toContain(words);
    await close();
  }
  expect(location.search).toBe('?because=nonsense');
  history.replaceState(null, '', '/');
});

test('F9 covers: what is typed is kept, nothing of a patient stays, and the PIN leads back to the same page', async () => {
  await unlock();
  await press('link', 'Settings');
  await press('link', 'Locking');
  await type('PIN until you lock (optional)', '47');
  await press('button', 'Set the PIN');
  expect(byTest('error-summary')?.textContent).toContain('4 to 8 digits');
  await type('PIN until you lock (optional)', '4711');
  await press('button', 'Set the PIN');
  expect(screenText()).toContain('A PIN is set until you lock');
  await expectAccessible();
  await press('link', 'Register a patient');
  await type('Family name', 'Hughes');
  await key('F9');
  await settle();
  expect(world.state).toBe('covered');
  expect(screenText()).toContain('is working here');
  expect(document.documentElement.innerHTML).not.toContain('Hughes');
  await expectAccessible();
  await type('PIN', '0815');
  await press('button', 'Go on');
  expect(screenText()).toContain('That is not the PIN.');
  await type('PIN', '4711');
  await press('button', 'Go on');
  await settle();
  expect((the('textbox', 'Family name') as HTMLInputElement).value).toBe('Hughes');
});

test('covered without a PIN the passphrase leads back, and Ctrl+L locks', async () => {
  await unlockToCaseload();
  await key('F9');
  await settle();
  expect(screenText()).not.toContain('NOWAK');
  await type('Passphrase of Dr A. Okafor', PASSPHRASE);
  await press('button', 'Go on');
  await settle();
  expect(screenText()).toContain('NOWAK');
  await key('l', { ctrlKey: true, shiftKey: true });
  await settle();
  expect(world.state).toBe('covered');
  await key('l', { ctrlKey: true });
  await settle();
  expect(world.state).toBe('locked');
  expect(screenText()).toContain('You locked the register. Drafts are kept.');
});

test('what cannot be kept is not covered over', async () => {
  await unlock();
  await press('link', 'Register a patient');
  failNext('save_draft', error('disk-full', 'The disk is full.'), 99);
  await type('Family name', 'Hughes');
  await key('F9');
  expect(the('heading', 'Something typed is not saved')).toBeTruthy();
  expect(world.state).toBe('unlocked');
  await press('button', 'Stay unlocked');
  expect((the('textbox', 'Family name') as HTMLInputElement).value).toBe('Hughes');
});

test('left alone with a PIN the window is covered, not locked', async () => {
  await unlock();
  world.pin = '4711';
  if (session.view) session.view = { ...session.view, cover_pin: true };
  const later = vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 3_600_000);
  await pause(1200);
  later.mockRestore();
  await settle();
  expect(world.state).toBe('covered');
  await pause(300);
  await press('button', 'Lock');
  await settle();
  expect(world.state).toBe('locked');
});

test('Ctrl+L locks and leaves nothing of the session on screen', async () => {
  await unlockToCaseload();
  await press('link', /NOWAK/);
  await key('l', { ctrlKey: true });
  expect(screenText()).toContain('You locked the register. Drafts are kept.');
  expect(screenText()).not.toContain('NOWAK');
  expect(session.view).toBeNull();
  expect(calls.at(-1)?.name).toBe('lock');
});

test('locking with something that cannot be saved asks first and keeps what was typed', async () => {
  await unlock();
  await press('link', 'Register a patient');
  failNext('save_draft', error('storage', 'The disk is full.'), 99);
  await type('Family name', 'Hughes');
  await key('l', { ctrlKey: true });
  expect(the('heading', 'Something typed is not saved')).toBeTruthy();
  expect(world.state).toBe('unlocked');
  await press('button', 'Stay unlocked');
  expect((the('textbox', 'Family name') as HTMLInputElement).value).toBe('Hughes');
  await key('l', { ctrlKey: true });
  await press('button', 'Lock and lose it');
  expect(world.state).toBe('locked');
  expect(screenText()).toContain('could not be saved');
});

test('who comes second is told who has it open, and may say that another computer has it no longer', async () => {
  await open();
  failNext('unlock', error('in-use', 'Dr B has it open on the computer ward-7.', { rule: 'elsewhere' }), 2);
  await type('Passphrase', PASSPHRASE);
  await press('button', 'Unlock');
  expect(screenText()).toContain('It is open already');
  expect(screenText()).toContain('on the computer ward-7');
  await expectAccessible();
  await type('Passphrase', PASSPHRASE);
  await press('button', 'Unlock');
  await press('checkbox', 'It is not open there any more');
  await type('Passphrase', PASSPHRASE);
  await press('button', 'Unlock');
  const asked = calls.filter((c) => c.name === 'unlock').map((c) => c.request as { take_over: boolean });
  expect(asked.map((r) => r.take_over)).toEqual([false, false, true]);
  expect(world.state).toBe('unlocked');
});

test('a command that finds the register locked leads back to the unlock screen', async () => {
  await unlockToCaseload();
  world.state = 'locked';
  await press('link', /NOWAK/);
  expect(the('heading', 'Unlock')).toBeTruthy();
});

test('nobody there: a warning for half a minute, then locked; any movement keeps it open', () => {
  vi.useFakeTimers();
  const warn = vi.fn();
  const lock = vi.fn();
  const awake = vi.fn();
  const watch = new IdleWatch(1, { warn, lock, awake });
  vi.advanceTimersByTime(29_000);
  expect(warn).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1000);
  expect(warn).toHaveBeenLastCalledWith(30);
  dispatchEvent(new Event('pointermove'));
  expect(warn).toHaveBeenLastCalledWith(null);
  expect(awake).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(60_000);
  expect(lock).toHaveBeenCalledTimes(1);
  watch.stop();
});

test('a laptop that slept locks at the first movement, which must not rescue the session', () => {
  vi.useFakeTimers();
  const lock = vi.fn();
  const watch = new IdleWatch(5, { warn: () => {}, lock, awake: () => {} });
  vi.setSystemTime(Date.now() + 3_600_000);
  dispatchEvent(new Event('pointermove'));
  expect(lock).toHaveBeenCalledTimes(1);
  watch.stop();
});

test('settings: every section is clean; theme and text size are worn and kept', async () => {
  await unlock();
  await press('link', 'Settings');
  for (const section of ['Locking', 'Letterhead', 'Your account', 'People', 'Register', 'Appearance']) {
    await press('link', section);
    await expectAccessible();
  }
  await press('radio', 'Dark');
  expect(document.documentElement.dataset['theme']).toBe('dark');
  await press('radio', '150 %');
  expect(document.documentElement.style.fontSize).toBe('150%');
  expect(world.preferences).toMatchObject({ theme: 'dark', text_percent: 150 });
  document.documentElement.style.fontSize = '';
});

test('a preference that could not be kept is taken off again', async () => {
  await unlock();
  await press('link', 'Settings');
  failNext('set_preferences', error('io', 'The file could not be written.'));
  await press('radio', 'Dark');
  expect(screenText()).toContain('The file could not be written.');
  expect(document.documentElement.dataset['theme']).toBe('light');
});

test('a colleague is added with a passphrase typed by themselves', async () => {
  await unlock();
  await press('link', 'Settings');
  await press('link', 'People');
  await press('button', 'Add a person here');
  await expectAccessible();
  await type('Your name', 'S. Lloyd');
  await type('Passphrase', PASSPHRASE);
  await type('Passphrase again', PASSPHRASE);
  await press('button', 'Add this person');
  expect(byTest('people')?.textContent).toContain('S. Lloyd');
});

test('an account is closed behind a question, is not offered at the lock any more, and opens again', async () => {
  await unlock();
  await press('link', 'Settings');
  await press('link', 'People');
  const other = world.users.find((u) => u.id !== world.me);
  const me = world.users.find((u) => u.id === world.me);
  if (!other || !me) throw new Error('two accounts are needed');
  expect(all('button', `Close the account of ${me.name}`)).toHaveLength(0);
  await press('button', `Close the account of ${other.name}`);
  await expectAccessible();
  expect(byTest('left-behind')?.textContent).toContain('1 open case');
  expect(calls.some((c) => c.name === 'close_user')).toBe(false);
  await press('button', 'Cancel');
  expect(calls.some((c) => c.name === 'close_user')).toBe(false);
  const row = () =>
    [...(byTest('people')?.querySelectorAll('tbody tr') ?? [])].find((r) =>
      r.textContent?.includes(other.name),
    );
  expect(row()?.textContent).not.toContain('Closed');

  await press('button', `Close the account of ${other.name}`);
  failNext('close_user', error('refused', 'This account is closed already.'));
  await press('button', 'Close this account');
  expect(screenText()).toContain('This account is closed already.');
  await press('button', 'Close this account');
  expect(row()?.textContent).toContain('Closed');
  expect(screenText()).not.toContain('This account is closed already.');
  await expectAccessible();
  await key('l', { ctrlKey: true });
  expect(screenText()).not.toContain(other.name);

  await type('Passphrase', PASSPHRASE);
  await press('button', 'Unlock');
  await press('link', 'Settings');
  await press('link', 'People');
  await press('button', `Open the account of ${other.name} again`);
  expect(row()?.textContent).not.toContain('Closed');
});

test('who does not keep accounts closes none', async () => {
  const register = usedRegister();
  const me = register.users[0];
  if (me) me.role = 'clinician';
  await unlock(register);
  await press('link', 'Settings');
  await press('link', 'People');
  expect(screenText()).not.toContain('Close the account');
  expect(byTest('people')?.querySelectorAll('tbody button')).toHaveLength(0);
});

test('the record is checked and the result said in words', async () => {
  await unlock();
  await press('link', 'Settings');
  await press('link', 'Register');
  await press('button', 'Check the record');
  expect(byTest('verify-result')?.textContent).toContain('The record is whole: 412 entries, 37 signatures.');
});

test('a printer gets the fingerprint alone, with the register, the day and what it speaks of, and it goes with the screen', async () => {
  await unlock();
  await press('link', 'Settings');
  await press('link', 'Register');
  await press('button', 'Check the record');
  const printed = vi.spyOn(window, 'print').mockImplementation(() => {});
  await press('button', 'Print');
  expect(printed).toHaveBeenCalledOnce();
  const paper = document.querySelector('body > .printed-pages');
  expect(paper).toBe(byTest('printed-fingerprint'));
  const said = words(paper);
  for (const wanted of ['3b9f2c41d07e4a86b1c5d8e2f6a70913', '22-Nov-2026', '412 entries, 37 signatures'])
    expect(said).toContain(wanted);
  const list = (within: ParentNode | null) =>
    [...(within?.querySelectorAll('ol li') ?? [])].map((li) => words(li));
  expect(list(paper)).toHaveLength(12);
  expect(list(paper)).toEqual(list(byTest('fingerprint')?.parentElement ?? null));
  await press('link', 'People');
  expect(document.querySelector('.printed-pages')).toBeNull();
});

test('a made-up register says so on every screen', async () => {
  await unlock({ ...usedRegister(), madeUp: true });
  expect(screenText()).toContain('Made-up register');
  await close();
  await unlock({ ...usedRegister(), madeUp: false });
  expect(screenText()).not.toContain('Made-up register');
  expect(all('link', 'Caseload')).toHaveLength(1);
});

test('wrong tries since the last unlocking are told, and put away when they are understood', async () => {
  await unlock({ ...usedRegister(), failedTries: 2 });
  expect(byTest('failed-tries')?.textContent).toContain('2 wrong tries at your passphrase');
  await expectAccessible();
  await press('button', 'Understood');
  expect(byTest('failed-tries')).toBeNull();
});

test('the guardian begins with the accounts and sees no patients', async () => {
  const register = usedRegister();
  const me = register.users[0];
  if (me) me.role = 'guardian';
  await open(register);
  await type('Passphrase', PASSPHRASE);
  await press('button', 'Unlock');
  expect(byTest('people')).toBeTruthy();
  expect(all('link', 'Caseload')).toHaveLength(0);
  await key('k', { ctrlKey: true });
  expect(byTest('people')).toBeTruthy();
  expect(document.querySelector('dialog[open]')).toBeNull();
  expect(calls.some((c) => c.name === 'caseload' || c.name === 'search')).toBe(false);
});

test('a clock that does not fit is told once, and a folder that is no good at set-up and in Settings', async () => {
  const folderWarning = 'This folder is synchronised by OneDrive. Keep it outside.';
  await open({ ...emptyRegister(), folderWarning });
  expect(byTest('folder-warning')?.textContent).toContain('OneDrive');
  await expectAccessible();
  await close();
  await unlock({ ...usedRegister(), folderWarning, clockNotice: 'The clock says 2024.' });
  expect(byTest('clock-notice')?.textContent).toContain('The clock says 2024.');
  await expectAccessible();
  await press('button', 'Understood');
  expect(byTest('clock-notice')).toBeNull();
  await press('link', 'Settings');
  await press('link', 'Register');
  expect(byTest('folder-warning')?.textContent).toContain('OneDrive');
  await expectAccessible();
});

test.each([
  ['disk-full', 'The disk is full (saving). Make room.'],
  ['read-only', 'The register can be read but not written to.'],
  ['moved', 'The register’s file is no longer where it was opened.'],
] as const)(
  '%s: what is typed stays, the notice says why, and saving goes on by itself',
  async (code, message) => {
    await unlock();
    await press('link', 'Register a patient');
    failNext('save_draft', error(code, message), 1);
    await type('Family name', 'Hughes');
    await pause(700);
    expect(byTest('unsaved-notice')?.textContent).toContain(message);
    expect((the('textbox', 'Family name') as HTMLInputElement).value).toBe('Hughes');
    await pause(2300);
    expect(byTest('unsaved-notice')).toBeNull();
    expect(JSON.stringify(world.drafts)).toContain('Hughes');
  },
);

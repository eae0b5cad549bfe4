import { afterEach, beforeEach, expect, test } from 'vitest';
import { router } from '$/navigation/router.svelte';
import { session } from '$/features/users/session.svelte';
import { reminder } from '$/features/backups/reminder.svelte';
import { kept, resetBackups, words as fingerprint } from '../standin/backups';
import { calls, failNext } from '../standin/core';
import { emptyRegister, error, PASSPHRASE, world } from '../standin/world';
import {
  all,
  byTest,
  choose,
  close,
  expectAccessible,
  faults,
  open,
  press,
  screenText,
  settle,
  the,
  type,
  unlock,
  words,
} from './window';

/** What the newest call of a command asked. */
const lastOf = (name: string) => calls.filter((c) => c.name === name).at(-1)?.request;

beforeEach(() => resetBackups());
afterEach(async () => {
  reminder.forget();
  await close();
});

const settings = async (section: string) => {
  await press('link', /^Settings/);
  await press('link', section);
};

test('the newest backup is said, one is made now, and a second folder is kept', async () => {
  await unlock();
  await settings('Backups');
  expect(words(byTest('backups'))).toContain('Newest 22-Nov-2026 08:02 (6 hours ago)');
  expect(screenText()).toContain('a lost or broken computer takes the backups with it');
  await expectAccessible();
  await press('button', 'Back up now');
  expect(words(byTest('backups'))).toContain('Newest 22-Nov-2026 14:02 (just now)');
  expect(words(byTest('backups'))).toContain('Made, opened and verified.');
  await type('Second folder', '/media/stick/casebook ');
  await press('button', 'Keep this folder');
  expect(world.preferences.backup_folder).toBe('/media/stick/casebook');
  await choose('Remind when the newest is older than', '14 days');
  expect(world.preferences.backup_reminder_days).toBe(14);
});

test('a backup that fails is said, and one that was stopped is no fault', async () => {
  await unlock();
  await settings('Backups');
  failNext(
    'back_up',
    error('damaged', 'The register is damaged (the backup: register.db). Nothing has been changed.'),
  );
  await press('button', 'Back up now');
  expect(byTest('problem')?.textContent).toContain('the backup: register.db');
  failNext('back_up', error('refused', 'Stopped. Nothing was changed.', { rule: 'stopped' }));
  await press('button', 'Back up now');
  expect(byTest('problem')).toBeNull();
  expect(screenText()).toContain('The backup was stopped.');
});

test('a second folder that is absent is said and is no alarm; an old copy in it is', async () => {
  const second = {
    folder: '/media/stick/casebook',
    there: false,
    newest: '20-Nov-2026 08:00',
    age: '2 days ago',
    problem: '',
  };
  kept.view = { ...kept.view, second };
  await unlock();
  await reminder.refresh();
  await settle();
  expect(byTest('backup-reminder')).toBeNull();
  expect(byTest('rail-backup')).toBeNull();
  await settings('Backups');
  expect(words(byTest('backups'))).toContain('20-Nov-2026 08:00 (2 days ago) Not there now');
  kept.view = { ...kept.view, overdue: 'The newest backup in the second folder is 9 days old.' };
  await reminder.refresh();
  router.go({ page: 'today' });
  await settle();
  expect(words(byTest('backup-reminder'))).toContain('The newest backup in the second folder is 9 days old.');
  expect(words(byTest('rail-backup'))).toBe('Backup overdue');
  await expectAccessible();
  await press('link', 'See to it in Settings');
  expect(the('heading', 'Settings: backups')).toBeTruthy();
});

test('who may not say where backups go sees where they go', async () => {
  kept.view = { ...kept.view, may_set: false };
  await unlock();
  await settings('Backups');
  expect(all('textbox', 'Second folder')).toHaveLength(0);
  expect(screenText()).toContain('A consultant or the guardian says where backups go.');
});

test('a backup is restored from the screen that unlocks: chosen, told, verified, done', async () => {
  await open();
  await press('button', 'Restore a backup');
  expect(the('heading', 'Restore a backup')).toBeTruthy();
  await expectAccessible();
  // The damaged one is there, says why, and cannot be chosen; the newest good one is.
  const radios = all('radio', /./) as HTMLInputElement[];
  expect(radios.map((r) => r.disabled)).toEqual([true, false, false, false]);
  expect(radios[1]?.checked).toBe(true);
  expect(screenText()).toContain('The file is damaged');
  await press('button', 'Continue');
  expect(the('heading', 'The backup of 22-Nov-2026 08:02')).toBeTruthy();
  expect(screenText()).toContain('52 patients, 61 cases, 4,120 entries. Last entry 22-Nov-2026 08:02.');
  await expectAccessible();
  await type('Passphrase of that day', 'wrong');
  await press('button', 'Verify and restore');
  expect(screenText()).toContain('That passphrase does not open this backup');
  await type('Passphrase of that day', PASSPHRASE);
  await press('button', 'Verify and restore');
  expect(the('heading', 'Restored')).toBeTruthy();
  expect(words(byTest('restored'))).toContain('Set aside');
  const sent = lastOf('restore_backup') as { into: string; anyway: boolean };
  expect([sent.into, sent.anyway]).toEqual(['', false]);
  await expectAccessible();
  await press('button', 'Unlock it');
  expect(the('heading', 'Unlock')).toBeTruthy();
});

test('a backup whose record is not whole is not put in place unasked', async () => {
  await open();
  await press('button', 'Restore a backup');
  (all('radio', /before|20-Nov/i).at(-1) as HTMLElement).click();
  await settle();
  await press('button', 'Continue');
  await type('Passphrase of that day', PASSPHRASE);
  await press('button', 'Verify and restore');
  expect(the('heading', 'The record in this backup is not whole')).toBeTruthy();
  expect(screenText()).toContain('Entry 311: The content is not as it was written.');
  await press('button', 'Restore it all the same');
  expect(the('heading', 'Restored')).toBeTruthy();
  expect(screenText()).toContain('Not whole');
});

test('it may go into another folder, and be looked for elsewhere', async () => {
  await open();
  await press('button', 'Restore a backup');
  await type('File or folder', 'nowhere');
  await press('button', 'Look there');
  expect(await faults()).toEqual(['There is no such file or folder. Write its whole path.']);
  await type('File or folder', '/media/stick');
  await press('button', 'Look there');
  (all('radio', /15-Nov/)[0] as HTMLElement).click();
  await settle();
  await press('button', 'Continue');
  (all('radio', /Into another folder/)[0] as HTMLElement).click();
  await settle();
  await type('Passphrase of that day', PASSPHRASE);
  await press('button', 'Verify and restore');
  expect(screenText()).toContain('casebook --register FOLDER');
  const sent = lastOf('restore_backup') as { into: string };
  expect(sent.into).toBe('/people/okafor/.local/share/casebook/register-restored-2026-11-22');
});

test('a damaged register says what is damaged and is one click from its newest good backup', async () => {
  await open();
  failNext(
    'unlock',
    error(
      'damaged',
      'The register is damaged (the database register.db cannot be read with its key). Nothing has been changed.',
    ),
  );
  await type('Passphrase', PASSPHRASE);
  await press('button', 'Unlock');
  expect(screenText()).toContain('register.db cannot be read');
  expect(words(byTest('best-backup'))).toContain('made 22-Nov-2026 08:02 (6 hours ago)');
  await expectAccessible();
  await press('button', 'Restore this backup');
  expect(the('heading', 'The backup of 22-Nov-2026 08:02')).toBeTruthy();
});

test('a register that cannot even be looked at leads to its backups as well', async () => {
  await open();
  failNext('register_state', error('damaged', 'The register is damaged (the key file register.keys).'));
  void session.start();
  await settle();
  expect(the('heading', 'The register is damaged')).toBeTruthy();
  await press('button', 'Choose another');
  expect(the('heading', 'Restore a backup')).toBeTruthy();
});

test('a new computer begins with a backup instead of an empty register', async () => {
  await open(emptyRegister());
  await press('button', 'Restore a backup instead');
  expect(screenText()).toContain('No backup was found in the usual places');
  await type('File or folder', '/media/stick');
  await press('button', 'Look there');
  await press('button', 'Continue');
  // Nothing is there that could be set aside: nobody is asked where to.
  expect(all('radio', /In place of/)).toHaveLength(0);
});

test('the record is checked, its fingerprint shown, and an earlier one held against it', async () => {
  await unlock();
  await settings('Register');
  await press('button', 'Check the record');
  expect(byTest('fingerprint')?.querySelectorAll('li')).toHaveLength(12);
  await expectAccessible();
  await type('Twelve words', 'blouse toast');
  await press('button', 'Check the record');
  expect(await faults()).toEqual(['A fingerprint has twelve words; these are 2.']);
  await type('Twelve words', fingerprint);
  await press('button', 'Check the record');
  expect(words(byTest('earlier-fingerprint'))).toContain(
    'As it was Nothing up to 14-Nov-2026 16:02 was changed',
  );
  await type('Twelve words', fingerprint.split(' ').reverse().join(' '));
  await press('button', 'Check the record');
  expect(words(byTest('earlier-fingerprint'))).toContain('Not as it was');
});

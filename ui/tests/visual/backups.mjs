// Backups, restoring, fingerprints and the audit.

import { button, link, unlock } from './doors.mjs';

const settings = async (page, name) => {
  await unlock(page);
  await link(page, 'Settings').click();
  await page.getByRole('navigation', { name: 'Settings' }).getByRole('link', { name }).click();
};
const restore = async (page) => {
  await button(page, 'Restore a backup').click();
  await page.getByText('Which backup?').waitFor();
};

export const backupScreens = {
  'backup-settings': async (page) => {
    await settings(page, 'Backups');
    await page.getByTestId('backups').waitFor();
  },
  'backup-restore': restore,
  'backup-restore-where': async (page) => {
    await restore(page);
    await button(page, 'Continue').click();
  },
  'backup-restore-done': async (page) => {
    await backupScreens['backup-restore-where'](page);
    await page.getByLabel('Passphrase of that day', { exact: true }).fill('quiet lanterns over the estuary');
    await button(page, 'Verify and restore').click();
    await page.getByTestId('restored').waitFor();
  },
  'backup-damaged': async (page) => {
    await page.evaluate(() =>
      globalThis.standin.failNext('unlock', {
        code: 'damaged',
        message:
          'The register is damaged (the database register.db cannot be read with its key). Nothing has been changed. Restore the newest backup.',
        rule: '',
        fields: [],
        wait_seconds: 0,
        current_revision: null,
      }),
    );
    await page.getByLabel('Passphrase', { exact: true }).fill('x');
    await button(page, 'Unlock').click();
    await page.getByTestId('best-backup').waitFor();
  },
  'backup-fingerprint': async (page) => {
    await settings(page, 'Register');
    await button(page, 'Check the record').click();
    await page.getByTestId('fingerprint').waitFor();
    await page.getByTestId('fingerprint').scrollIntoViewIfNeeded();
  },
  'backup-fingerprint-printed': async (page) => {
    await backupScreens['backup-fingerprint'](page);
    await page.evaluate(() => (window.print = () => {}));
    await button(page, 'Print').click();
    await page.emulateMedia({ media: 'print' });
  },
  'audit-all': async (page) => {
    await unlock(page);
    await link(page, 'Audit').click();
    await page.getByTestId('audit').waitFor();
  },
  'audit-outside': async (page) => {
    await backupScreens['audit-all'](page);
    await page.getByRole('radio', { name: 'Outside own list' }).check();
    await page.getByRole('heading', { name: 'Opened outside their own list' }).waitFor();
  },
  'audit-left': async (page) => {
    await backupScreens['audit-all'](page);
    await page.getByRole('radio', { name: 'What left' }).check();
    await page.getByRole('heading', { name: 'What left the register' }).waitFor();
  },
};

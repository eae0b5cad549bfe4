// Who holds the register, and what locks or covers it.

import { button, link, nowak, unlock } from './doors.mjs';

async function refused(page, rule, message) {
  await page.evaluate(
    ([rule, message]) =>
      globalThis.standin.failNext('unlock', {
        code: 'in-use',
        message,
        rule,
        fields: [],
        wait_seconds: 0,
        current_revision: null,
      }),
    [rule, message],
  );
  await page.getByLabel('Passphrase', { exact: true }).fill('quiet lanterns over the estuary');
  await button(page, 'Unlock').click();
  await page.getByRole('heading', { name: 'It is open already' }).waitFor();
}
const held = (place) =>
  `The register is open: Dr A. Okafor has had it open ${place} since 25-Nov-2026 14:03, in the window of Casebook (process 4711).`;

const settings = async (page) => {
  await unlock(page);
  await link(page, 'Settings').click();
  await page.getByRole('navigation', { name: 'Settings' }).getByRole('link', { name: 'Locking' }).click();
};
const withPin = async (page) => {
  await settings(page);
  await page.getByLabel('PIN until you lock (optional)', { exact: true }).fill('4711');
  await button(page, 'Set the PIN').click();
  await page.getByText('A PIN is set until you lock').waitFor();
};
const covered = async (page) => {
  await page.keyboard.press('F9');
  await page.getByRole('heading', { name: 'Covered' }).waitFor();
};

const failing = (code, message) => async (page) => {
  await nowak(page);
  await page.evaluate(
    ([code, message]) =>
      globalThis.standin.failNext(
        'save_draft',
        { code, message, rule: '', fields: [], wait_seconds: 0, current_revision: null },
        99,
      ),
    [code, message],
  );
  await link(page, 'Formulation').first().click();
  await button(page, 'Write a new version').click();
  await page.getByLabel('Protective, mind').fill('Humour');
  await page.getByTestId('unsaved-notice').waitFor();
};

export const lockingScreens = {
  'fault-clock': async (page) => {
    await page.evaluate(() => {
      globalThis.standin.world.clockNotice =
        'The clock of this computer says 20-Nov-2024 09:12; the newest entry of the record is of 25-Nov-2026 14:03, later than that. The order of what is written does not depend on the clock, but the times on it do, and what is due. Put the clock right if it is wrong.';
    });
    await unlock(page);
  },
  'fault-folder-setup': async (page) => {
    await page.goto(new URL('/?empty&synchronised', page.url()).href);
    await page.getByTestId('folder-warning').waitFor();
  },
  'fault-folder-settings': async (page) => {
    await page.goto(new URL('/?synchronised', page.url()).href);
    await unlock(page);
    await link(page, 'Settings').click();
    await page
      .getByRole('navigation', { name: 'Settings' })
      .getByRole('link', { name: 'Register', exact: true })
      .click();
    await page.getByTestId('folder-warning').waitFor();
  },
  'fault-full': failing(
    'disk-full',
    'The disk is full (beginning to write). Nothing was changed, and what you typed is still on this screen. Make room on the disk, then try again.',
  ),
  'fault-read-only': failing(
    'read-only',
    'The register can be read but not written to (beginning to write). Nothing was changed, and what you typed is still on this screen. Make its folder writable again, then try again.',
  ),
  'fault-moved': failing(
    'moved',
    'The register’s file is no longer where it was opened: it was removed, renamed or replaced. Nothing more is written, and what you typed is still on this screen. Put the file back, then try again; or copy out what you typed, lock, and restore the newest backup.',
  ),
  'fault-unsaved-lock': async (page) => {
    await lockingScreens['fault-full'](page);
    await page.keyboard.press('Control+l');
    await page.getByRole('heading', { name: 'Something typed is not saved' }).waitFor();
  },
  'lock-tries': async (page) => {
    await page.evaluate(() => {
      globalThis.standin.world.failedTries = 3;
    });
    await unlock(page);
  },
  'lock-wait': async (page) => {
    await page.evaluate(() =>
      globalThis.standin.failNext('unlock', {
        code: 'too-soon',
        message: 'Too many wrong tries. Wait, then try again.',
        rule: '',
        fields: [],
        wait_seconds: 30,
        current_revision: null,
      }),
    );
    await page.getByLabel('Passphrase', { exact: true }).fill('wrong');
    await button(page, 'Unlock').click();
    await page.getByTestId('wait').waitFor();
  },
  'lock-soon': async (page) => {
    await page.clock.install();
    await page.goto(page.url());
    await nowak(page);
    await page.clock.runFor(4 * 60_000 + 40_000);
    await page.getByTestId('idle-notice').waitFor();
  },
  'cover-settings': settings,
  'cover-pin-set': withPin,
  'cover-pin': async (page) => {
    await withPin(page);
    await covered(page);
  },
  'cover-wrong': async (page) => {
    await withPin(page);
    await covered(page);
    await page.getByLabel('PIN', { exact: true }).fill('0815');
    await button(page, 'Go on').click();
    await page.getByText('That is not the PIN.').first().waitFor();
  },
  'cover-passphrase': async (page) => {
    await nowak(page);
    await covered(page);
  },
  'lock-in-use': (page) =>
    refused(page, '', `${held('on this computer')} Lock or close it there, then try again.`),
  'lock-elsewhere': (page) =>
    refused(
      page,
      'elsewhere',
      `${held('on the computer ward-7')} From here it can’t be seen whether that is still so. Lock or close it there. Go on here only if you know that it is open there no longer: two computers at once damage a register.`,
    ),
};

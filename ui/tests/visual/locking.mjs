// Who holds the register, and what locks or covers it.

import { button } from './doors.mjs';

/** Before unlocking the window has asked for its theme already: the system's has to say it. */
async function dressed(page) {
  const colorScheme = await page.evaluate(() => globalThis.standin.world.preferences.theme);
  await page.emulateMedia({ colorScheme });
}

async function refused(page, rule, message) {
  await dressed(page);
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

export const lockingScreens = {
  'lock-in-use': (page) =>
    refused(page, '', `${held('on this computer')} Lock or close it there, then try again.`),
  'lock-elsewhere': (page) =>
    refused(
      page,
      'elsewhere',
      `${held('on the computer ward-7')} From here it can’t be seen whether that is still so. Lock or close it there. Go on here only if you know that it is open there no longer: two computers at once damage a register.`,
    ),
};

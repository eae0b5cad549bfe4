// When measures are due, the sheet with what is said of its paper, and the deputy.

import { button, link, nowak, unlock } from './doors.mjs';

async function measures(page) {
  await nowak(page);
  await link(page, 'Measures').first().click();
  await page.getByRole('heading', { name: 'Measures', level: 1 }).waitFor();
}
async function choosing(page) {
  await measures(page);
  await page.getByTestId('measure-schedule').getByRole('button', { name: 'Choose' }).click();
  await page.getByRole('combobox', { name: 'Add a measure' }).selectOption({ label: 'TEST-10' });
  await page.getByRole('button', { name: /^Usual/ }).click();
  await page.getByRole('combobox', { name: 'Add a measure' }).selectOption({ label: 'TEST-5' });
}
export const scheduleScreens = {
  'schedule-choosing': choosing,
  'schedule-due': async (page) => {
    await choosing(page);
    await page
      .getByRole('button', { name: /^Usual/ })
      .last()
      .click();
    await button(page, 'Save').click();
    await page.getByText('since session 1').first().waitFor();
  },
  'schedule-sheet': async (page) => {
    await measures(page);
    await button(page, 'Fill in a measure').first().click();
    await page.getByRole('button', { name: /^TEST-10 / }).click();
    await page.locator('[data-item=q1] input').first().focus();
    for (const digit of '2122112010') await page.keyboard.press(digit);
    await page.keyboard.type('11');
    await page.keyboard.press('Enter');
    await page.getByText('the answers make').first().waitFor();
    await page.locator('#paper-total').scrollIntoViewIfNeeded();
  },
  'schedule-blank-sheet': async (page) => {
    await measures(page);
    await button(page, 'Fill in a measure').first().click();
    await page.getByRole('button', { name: 'Print a blank sheet: TEST-10' }).click();
    await page.getByText('not encrypted').waitFor();
  },
  'schedule-deputy': async (page) => {
    await unlock(page);
    await link(page, 'Settings').click();
    await link(page, 'Your account').click();
    await page.getByRole('combobox', { name: 'Deputy' }).selectOption({ label: 'J. Mensah' });
  },
};

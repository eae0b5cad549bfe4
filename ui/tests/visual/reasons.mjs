// A colleague's case, and who has looked into one.
import { button, link, nowak, unlock } from './doors.mjs';

async function asked(page) {
  await unlock(page);
  await page.evaluate(() => {
    const { world } = globalThis.standin;
    world.notOnList = [world.cases[0].id];
  });
  await link(page, /NOWAK/).click();
  await page.getByRole('heading', { name: 'This case is not on your list' }).waitFor();
}

export const reasonScreens = {
  'reason-asked': asked,
  'reason-other': async (page) => {
    await asked(page);
    await page.locator('label', { hasText: 'Another reason' }).click();
    await button(page, 'Open the case').click();
    await page.getByText('There is a problem').waitFor();
  },
  'reason-search': async (page) => {
    await asked(page);
    await page.keyboard.press('Control+K');
    await page.getByRole('combobox').fill('angiograms');
    await page.getByText('Not on your list').waitFor();
  },
  'reason-setting': async (page) => {
    await unlock(page);
    await link(page, 'Settings').click();
    await page.getByRole('navigation', { name: 'Settings' }).getByRole('link', { name: 'People' }).click();
    await page.getByText('Ask for a reason').waitFor();
  },
  'reason-told': async (page) => {
    await nowak(page);
    await page.getByTestId('opened-outside').scrollIntoViewIfNeeded();
  },
};

// Screens of the Friends and Family Test: results, cards, and the question in a patient's hands.

import { button, link, unlock } from './doors.mjs';
import { finished } from './sittings.mjs';

async function results(page) {
  await unlock(page);
  await link(page, 'Friends and Family').click();
  await page.getByTestId('fft-results').waitFor();
}
async function cards(page) {
  await results(page);
  await button(page, 'Add answers from paper cards').click();
  await page.getByTestId('fft-cards').waitFor();
}
async function offered(page) {
  await finished(page, true);
  await button(page, 'Answer one question about our service').waitFor();
}
async function asked(page) {
  await offered(page);
  await button(page, 'Answer one question about our service').click();
  await page.getByRole('heading', { name: /^Overall, how was/ }).waitFor();
}

export const friendsAndFamilyScreens = {
  'friends-and-family': results,
  'friends-and-family-words': async (page) => {
    await results(page);
    await page.getByText('How it is asked and counted').click();
    await page.getByTestId('fft-wording').scrollIntoViewIfNeeded();
  },
  'friends-and-family-cards': async (page) => {
    await cards(page);
    await page.getByRole('radio', { name: 'Good', exact: true }).check();
    await page.getByLabel(/^Please can you tell us why/).fill('They rang back when they said they would.');
  },
  'friends-and-family-cards-pile': async (page) => {
    await cards(page);
    await page.getByLabel('Month in which it was filled in').selectOption('2026-10');
    for (let n = 0; n < 5; n += 1) {
      await page.getByRole('radio', { name: 'Very good', exact: true }).check();
      await button(page, 'Next card').click();
    }
    await page.getByText('5 cards typed').waitFor();
  },
  'friends-and-family-cards-errors': async (page) => {
    await cards(page);
    await button(page, 'Add this card').click();
    await page.getByTestId('error-summary').waitFor();
  },
  'friends-and-family-offered': offered,
  'friends-and-family-asked': asked,
  'friends-and-family-asked-missing': async (page) => {
    await asked(page);
    await button(page, 'Send my answer').click();
    await page.getByRole('alert').waitFor();
  },
  'friends-and-family-asked-words': async (page) => {
    await asked(page);
    await page.getByText('Very good', { exact: true }).click();
    await page.getByLabel(/^Please can you tell us why/).fill('You listened.');
    await button(page, 'Send my answer').scrollIntoViewIfNeeded();
  },
  'friends-and-family-given': async (page) => {
    await asked(page);
    await page.getByText('Very good', { exact: true }).click();
    await button(page, 'Send my answer').click();
    await page.getByText('put with those of other people').waitFor();
  },
};

// Somebody new, and the recovery key on paper.
import { button, link, unlock } from './doors.mjs';

async function people(page) {
  await unlock(page);
  await link(page, 'Settings').click();
  await page.getByRole('navigation', { name: 'Settings' }).getByRole('link', { name: 'People' }).click();
  await page.getByTestId('people').waitFor();
}
async function invited(page) {
  await people(page);
  await button(page, 'Invite a person').click();
  await page.getByLabel('Name', { exact: true }).fill('Dr T. Adeyemi');
  await button(page, 'Make the invitation').click();
  await page.getByTestId('invitation-code').waitFor();
}
async function register(page) {
  await unlock(page);
  await link(page, 'Settings').click();
  await page.getByRole('navigation', { name: 'Settings' }).getByRole('link', { name: 'Register' }).click();
  await button(page, 'New recovery key').click();
  await page.getByLabel('Your passphrase', { exact: true }).waitFor();
}

export const invitationScreens = {
  'invite-form': async (page) => {
    await people(page);
    await button(page, 'Invite a person').click();
    await button(page, 'Make the invitation').waitFor();
  },
  'invite-code': invited,
  'invite-people': async (page) => {
    await invited(page);
    await button(page, 'I have passed it on').click();
    await page.getByText('Invited until').waitFor();
  },
  'invite-accept': async (page) => {
    await page.goto(new URL('/?invited', page.url()).href);
    await button(page, 'Use an invitation').click();
    await page.getByLabel('Code of the invitation').fill('gravel lantern');
  },
  'recovery-ask': register,
  'recovery-new': async (page) => {
    await register(page);
    await page.getByLabel('Your passphrase', { exact: true }).fill('quiet lanterns over the estuary');
    await button(page, 'Make the new key').click();
    await page.getByTestId('recovery-key').waitFor();
    await button(page, 'Save as PDF…').click();
    await page.getByText('Saved as').waitFor();
  },
};

// Ways in that every screen shares.

export const button = (page, name) => page.getByRole('button', { name, exact: true });
export const link = (page, name) => page.getByRole('link', { name });

export async function unlock(page) {
  await page.getByLabel('Passphrase', { exact: true }).fill('quiet lanterns over the estuary');
  await button(page, 'Unlock').click();
  await link(page, 'Caseload').click();
  await page.getByRole('heading', { name: 'Caseload', level: 1 }).waitFor();
}
export async function nowak(page) {
  await unlock(page);
  await link(page, /NOWAK/).click();
  await page.getByRole('heading', { name: 'Where things stand' }).waitFor();
}

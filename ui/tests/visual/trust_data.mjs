// What the trust has loaded of its own for measures, in the settings.

import { button, link, unlock } from './doors.mjs';

const example = (kind, name) => ({
  name: 'made-up.toml',
  mimeType: 'text/plain',
  buffer: Buffer.from(
    `kind = "${kind}"\nname = "${name}"\nsource = "Made up: the licensed copy, edition of 2024, page 3"\nlicence_holder = "Example NHS Foundation Trust (made up)"\nlicence_reference = "Licence 0000 (made up)"\n`,
  ),
});

async function settings(page) {
  await unlock(page);
  await link(page, 'Settings').click();
  await link(page, 'Measures').last().click();
  await page.getByTestId('trust-data').waitFor();
}
async function choose(page, kind, name) {
  await button(page, 'Load a file').click();
  await page.locator('#trust-file').setInputFiles(example(kind, name));
  await page.getByTestId('trust-file-check').locator('p').first().waitFor();
}
async function load(page, kind, name) {
  await choose(page, kind, name);
  await page.getByRole('dialog').getByRole('button', { name: 'Load', exact: true }).click();
  await page.getByText(name).first().waitFor();
}
export const trustDataScreens = {
  'trust-data-nothing': settings,
  'trust-data-faulty': async (page) => {
    await settings(page);
    await choose(page, 'words', 'Made-up wording, for trying out');
  },
  'trust-data-checked': async (page) => {
    await settings(page);
    await choose(page, 'wording', 'Made-up wording, for trying out');
  },
  'trust-data-loaded': async (page) => {
    await settings(page);
    await load(page, 'wording', 'Made-up wording, for trying out');
    await load(page, 'wording', 'Made-up wording, second edition');
    await load(page, 'change-values', 'Made-up outpatients, for trying out');
  },
};

// Screens of countersigning: what a trainee signed is made through the stand-in, as the window would.

import { button, link } from './doors.mjs';

/** Opens the first patient as somebody, after `what` was handed in and, with a comment, given back. */
async function caseAs(page, name, what = [], comment = '') {
  await page.getByRole('radio', { name }).check();
  await page.getByLabel('Passphrase', { exact: true }).fill('quiet lanterns over the estuary');
  await button(page, 'Unlock').click();
  await link(page, 'Caseload').waitFor();
  await page.evaluate(
    async ([kinds, comment]) => {
      const { invoke, world } = globalThis.standin;
      const me = world.me;
      const become = (role) => (world.me = world.users.find((u) => u.role === role).id);
      const kase = world.cases[0];
      const case_id = kase.id;
      const submission = {
        to: world.users[0].id,
        note: 'Is the row of what keeps it going too long? I was not sure how much of the family to say.',
      };
      become('trainee');
      for (const kind of kinds) {
        if (kind === 'formulation') {
          const head = kase.formulation.versions[0];
          const form = structuredClone(head.form);
          form.cells['precipitating.body'] = 'Viral illness in February 2024, two weeks in bed';
          const amendment = { kind: 'new-version', reason: 'Session 8' };
          await invoke('sign_formulation', {
            request: { case_id, base: head.revision, form, amendment, keep_beside: false, submission },
          });
        } else {
          const asked = { case_id, kind, afresh: true, puts_right: null };
          const { content } = await invoke('compose_letter', { request: asked });
          await invoke('sign_letter', {
            request: { case_id, content, as_it_stands: false, puts_right: null, submission },
          });
        }
        if (!comment) continue;
        become('consultant');
        const of = kind === 'formulation' ? kase.formulation.versions[0] : kase.letters[0];
        const record_id = kind === 'formulation' ? kase.formulation.record_id : kase.letters[0].id;
        await invoke('return_submission', {
          request: { case_id, record_id, revision: of.revision, comment },
        });
        become('trainee');
      }
      world.me = me;
    },
    [what, comment],
  );
  await link(page, 'Caseload').click();
  await link(page, /NOWAK/).click();
  await page.getByRole('heading', { name: 'Where things stand' }).waitFor();
}
const CONSULTANT = 'Dr A. Okafor';
const TRAINEE = 'R. Patel';
const said = 'Good. Say in the second row who noticed it first, and take out the sister’s diagnosis.';

async function formulation(page, name, comment) {
  await caseAs(page, name, ['formulation'], comment);
  await link(page, 'Formulation').first().click();
  await page.getByTestId('submission').waitFor();
}
async function letter(page, name, comment) {
  await caseAs(page, name, ['gp'], comment);
  await page.getByTestId('letters-panel').getByRole('link', { name: 'Letter to the GP' }).first().click();
  await page.getByTestId('submission').waitFor();
}

export const submissionScreens = {
  'submission-to': async (page) => {
    await caseAs(page, TRAINEE);
    await button(page, 'Letter to the GP').click();
    await page.getByLabel('Clinical summary').waitFor();
    await page.waitForTimeout(600);
    await button(page, 'Sign').click();
  },
  'submission-to-formulation': async (page) => {
    await caseAs(page, TRAINEE);
    await link(page, 'Formulation').first().click();
    await button(page, 'Write a new version').click();
    await button(page, 'Sign').click();
  },
  'submission-formulation': (page) => formulation(page, CONSULTANT),
  'submission-formulation-returned': (page) => formulation(page, TRAINEE, said),
  'submission-formulation-writing': async (page) => {
    await formulation(page, TRAINEE, said);
    await button(page, 'Write a new version').click();
    await page.getByTestId('returned-comment').waitFor();
  },
  'submission-countersign': async (page) => {
    await formulation(page, CONSULTANT);
    await button(page, 'Countersign').click();
  },
  'submission-return': async (page) => {
    await formulation(page, CONSULTANT);
    await button(page, 'Return with a comment').click();
    await button(page, 'Return it').click();
  },
  'submission-letter': (page) => letter(page, CONSULTANT),
  'submission-letter-held': (page) => letter(page, TRAINEE),
  'submission-letter-returned': (page) => letter(page, TRAINEE, said),
  'submission-letter-right': async (page) => {
    await letter(page, TRAINEE, said);
    await button(page, 'Put it right').click();
    await page.getByTestId('returned-comment').waitFor();
    await page.waitForTimeout(600);
  },
  'submission-letters': async (page) => {
    await caseAs(page, CONSULTANT, ['gp', 'host-entry']);
    await link(page, 'Letters').first().click();
  },
  'submission-today': async (page) => {
    await caseAs(page, CONSULTANT, ['formulation', 'gp']);
    await link(page, /^Today/).click();
  },
};

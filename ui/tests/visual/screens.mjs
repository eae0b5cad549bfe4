// How to reach each screen: by what a person would read and press.

import { submissionScreens } from './submissions.mjs';

const button = (page, name) => page.getByRole('button', { name, exact: true });
const link = (page, name) => page.getByRole('link', { name });

async function unlock(page) {
  await page.getByLabel('Passphrase', { exact: true }).fill('quiet lanterns over the estuary');
  await button(page, 'Unlock').click();
  await link(page, 'Caseload').click();
  await page.getByRole('heading', { name: 'Caseload', level: 1 }).waitFor();
}
async function nowak(page) {
  await unlock(page);
  await link(page, /NOWAK/).click();
  await page.getByRole('heading', { name: 'Where things stand' }).waitFor();
}
// A pathway as it stands after so many sessions, signed through the stand-in as the window would.
async function pathway(page, sessions, more = {}) {
  await unlock(page);
  await page.evaluate(
    async ([count, { plan, measures }]) => {
      const { invoke, world } = globalThis.standin;
      const case_id = world.cases[0].id;
      const ask = (name, request) => invoke(name, { request: { case_id, ...request } });
      const { plan: found } = await ask('pathway', {});
      const criteria = found.form.criteria.map((c, i) => ({
        ...c,
        met_on: i === 5 ? '' : '04-Aug-2026',
        note: i === 3 ? 'Off work since March' : '',
      }));
      await ask('record_pathway', {
        base: null,
        form: {
          criteria,
          option: 'hospital-team',
          agreed_on: '11-Aug-2026',
          why: 'Wants to begin close to home, with somebody who knows hearts; does not want a thought diary.',
          delivered_by: 'J. Mensah',
          sessions: '10',
          ...plan,
        },
      });
      const phases = [
        ['engagement'],
        ['engagement', 'shared-understanding'],
        ['shared-understanding', 'goal-agreement'],
        [],
        ['goal-agreement', 'core-intervention'],
        ['core-intervention'],
        ['core-intervention', 'activating-therapies'],
        ['activating-therapies'],
        ['relapse-management'],
        ['relapse-management'],
      ];
      const days = [
        '18-Aug',
        '25-Aug',
        '01-Sep',
        '08-Sep',
        '15-Sep',
        '29-Sep',
        '13-Oct',
        '27-Oct',
        '10-Nov',
        '20-Nov',
      ];
      for (let i = 0; i < count; i += 1)
        await ask('sign_session', {
          record_id: null,
          base: null,
          amendment: null,
          form: {
            held_on: `${days[i]}-2026`,
            attendance: i === 3 ? 'did-not-attend' : 'attended',
            minutes: '50',
            form: i === 6 ? 'video' : 'face-to-face',
            phases: phases[i],
            note:
              i === 3
                ? 'No word. Rang the daughter; a bad night. Next week stands.'
                : 'Kept a diary of the climbs: three days of seven, no chest pain on two of them.',
            homework: i === 3 ? '' : 'The stairs once a day at the same hour, whatever the chest says.',
          },
        });
      const goal = (words, baseline, target) =>
        ask('sign_goal', {
          record_id: null,
          base: null,
          amendment: null,
          form: {
            words,
            specific: 'The flight to her own landing',
            measurable: 'Ticked on the sheet by the door',
            achievable: 'With her daughter at first',
            realistic: 'She did it in April',
            by: '20-Dec-2026',
            baseline,
            target,
            agreed_on: '01-Sep-2026',
            status: null,
          },
        });
      if (count > 2) {
        await goal('Take the stairs to my own flat without stopping', 'Lift every time', 'Stairs once a day');
        const { goals } = await goal(
          'Sing in the choir again on Thursdays',
          'Not since February',
          'Three Thursdays of four',
        );
        const rate = (goal_id, rated_on, patient, clinician) =>
          ask('rate_goal', { goal_id, rated_on, form: { patient, clinician, evidence: '' } });
        await rate(goals[0].id, '01-Sep-2026', 2, 3);
        if (count > 6) {
          await rate(goals[0].id, '13-Oct-2026', 5, 5);
          await rate(goals[0].id, '10-Nov-2026', 7, 6);
          await rate(goals[1].id, '13-Oct-2026', 4, null);
        }
      }
      for (const on of measures ?? [])
        await ask('record_measure', {
          form: {
            instrument: 'core-10',
            completed_on: on,
            completion: 'patient-paper',
            answers: Object.fromEntries(Array.from({ length: 10 }, (_, i) => [`q${i + 1}`, 1])),
            not_applicable: [],
            values: {},
            note: '',
          },
        });
    },
    [sessions, more],
  );
  await link(page, /NOWAK/).click();
  await page.getByRole('heading', { name: 'Where things stand' }).waitFor();
}
const toPathway = async (page) => {
  await page.keyboard.press('Alt+p');
  await page.getByRole('heading', { name: 'Pathway', level: 1 }).waitFor();
};
async function review(page) {
  await pathway(page, 10);
  await toPathway(page);
  await button(page, 'Write the review').click();
  await page
    .getByLabel('Shared understanding')
    .fill('When the chest tightens I stop, and stopping makes it worse.');
  await page.getByLabel('What the patient thinks').fill('Better than in summer; afraid of being let go.');
}
const settings = (name) => async (page) => {
  await unlock(page);
  await link(page, 'Settings').click();
  await page.getByRole('navigation', { name: 'Settings' }).getByRole('link', { name }).click();
};
// A window without a register: the stand-in is emptied before the window asks.
async function empty(page) {
  await page.goto(new URL('/?empty', page.url()).href);
  await page.getByRole('heading', { name: 'Set up a register' }).waitFor();
}

// Supervision with a log of one's own and one that waits for a signature.
async function supervision(page) {
  await unlock(page);
  await page.evaluate(async () => {
    const { invoke, world } = globalThis.standin;
    const [okafor, patel] = world.users.map((u) => u.id);
    const case_id = world.cases[0].id;
    const log = (held_on, discussed, actions) => ({
      record_id: null,
      base: null,
      amendment: null,
      form: {
        held_on,
        minutes: '60',
        format: 'individual',
        supervisor: okafor,
        supervisees: [patel],
        cases: [{ case_id, question: 'How to end?', discussed, reasons: ['Not discussed yet'] }],
        question: '',
        themes: 'The wish to rescue, and tiredness after it.',
        outcomes_looked_at: true,
        risk_raised: '',
        actions,
      },
    });
    const sign = (request) => invoke('sign_supervision_log', { request });
    await sign(
      log('20-Nov-2026', 'Two more sessions, then the review.', [
        { id: null, what: 'Repeat CORE-10 before the review', owner: okafor, due_on: '21-Nov-2026', case_id },
        { id: null, what: 'Book the room', owner: okafor, due_on: '27-Nov-2026', case_id: null },
      ]),
    );
    world.me = patel;
    await sign(log('06-Nov-2026', 'She stops when pain comes. Name it with her.', []));
    world.me = okafor;
  });
  await link(page, 'Supervision').click();
  await page.getByRole('heading', { name: 'Supervision', level: 1 }).waitFor();
}
export const screens = {
  setup: empty,
  'setup-passphrase': async (page) => {
    await empty(page);
    await page.getByLabel('Your name').fill('Dr A. Okafor');
    await button(page, 'Continue').click();
    await page.getByLabel('Passphrase', { exact: true }).fill('quiet lanterns over');
    await page.getByText('Easy to type').waitFor();
  },
  'setup-key': async (page) => {
    await screens['setup-passphrase'](page);
    await page.getByLabel('Passphrase again', { exact: true }).fill('quiet lanterns over');
    await button(page, 'Make the register').click();
    await page.getByTestId('recovery-key').waitFor();
  },
  'setup-key-back': async (page) => {
    await screens['setup-key'](page);
    await button(page, 'I have written it down').click();
  },
  'first-start': async (page) => {
    await screens['setup-key-back'](page);
    await page.getByLabel('Recovery key').fill('7k2m qx4t 9b3n hw8c 5rjd v6yp 2zkf 8mta');
    await button(page, 'Open the register').click();
    await page.getByText('No cases yet').waitFor();
  },
  unlock: async (page) => {
    await page.getByLabel('Passphrase', { exact: true }).fill('wrong');
    await button(page, 'Unlock').click();
    await page.getByText('does not open this register').waitFor();
  },
  recovery: async (page) => {
    await button(page, 'Use the recovery key').click();
  },
  caseload: unlock,
  'caseload-find': async (page) => {
    await unlock(page);
    await page.locator('#find').fill('eva');
  },
  'caseload-none': async (page) => {
    await unlock(page);
    await page.locator('#find').fill('xyz');
  },
  'caseload-keys': async (page) => {
    await unlock(page);
    await page.keyboard.press('F1');
  },
  drafts: async (page) => {
    await nowak(page);
    await link(page, 'Formulation').first().click();
    await button(page, 'Write a new version').click();
    await page.getByLabel('Protective, mind').fill('Humour');
    await page.getByText(/Draft saved/).waitFor();
    await link(page, /^Drafts/).click();
  },
  register: async (page) => {
    await unlock(page);
    await link(page, 'Register a patient').click();
    await page.getByLabel('NHS number').pressSequentially('9990000018');
    await page.getByLabel('Family name').fill('Nowak');
    await page.getByLabel('Given names').fill('Halina');
    await page.getByText('May already be registered').waitFor();
  },
  'register-errors': async (page) => {
    await unlock(page);
    await link(page, 'Register a patient').click();
    await page.getByLabel('NHS number').pressSequentially('9990000011');
    await page.getByLabel('Date of birth').fill('nonsense');
    await button(page, 'Register and add the case').click();
    await page.getByTestId('error-summary').waitFor();
  },
  'case-new': async (page) => {
    await unlock(page);
    await link(page, 'Register a patient').click();
    await page.getByLabel('Family name').fill('Brynmor-Williams');
    await page.getByLabel('Given names').fill('Tomos');
    await button(page, 'Register and add the case').click();
    await page.getByRole('heading', { name: 'New case' }).waitFor();
  },
  overview: nowak,
  'overview-new': async (page) => {
    await unlock(page);
    await link(page, /BEGUM/).click();
  },
  'overview-died': async (page) => {
    await unlock(page);
    await page.getByLabel('With closed cases').check();
    await link(page, /Hugh/).click();
    await page.getByRole('heading', { name: 'Where things stand' }).waitFor();
  },
  patient: async (page) => {
    await nowak(page);
    await page.getByRole('navigation', { name: 'Case' }).getByRole('link', { name: 'Patient' }).click();
  },
  history: async (page) => {
    await nowak(page);
    await link(page, 'History').click();
  },
  formulation: async (page) => {
    await nowak(page);
    await page.getByRole('navigation', { name: 'Case' }).getByRole('link', { name: 'Formulation' }).click();
  },
  'formulation-write': async (page) => {
    await screens['formulation'](page);
    await button(page, 'Write a new version').click();
    await page
      .getByLabel('Predisposing, mind')
      .fill('Learned early that being ill brought mother home; now sees it');
    await page.getByLabel('Perpetuating, body').focus();
    await page.getByText(/Draft saved/).waitFor();
  },
  'formulation-empty': async (page) => {
    await screens['overview-new'](page);
    await button(page, 'Begin a formulation').click();
    await page.getByLabel('Perpetuating, body').focus();
  },
  'formulation-sign': async (page) => {
    await screens['formulation-write'](page);
    await page.keyboard.press('Control+Enter');
  },
  'formulation-conflict': async (page) => {
    await screens['formulation-write'](page);
    await page.evaluate(() => {
      const { world, newId } = globalThis.standin;
      const versions = world.cases[0].formulation.versions;
      const form = structuredClone(versions[0].form);
      form.cells['precipitating.mind'] = 'Told “nothing is wrong” on the ward, twice';
      versions.unshift({
        ...versions[0],
        revision: newId(),
        version: 3,
        form,
        recorded: 'J. Mensah, 22-Nov-2026 13:40',
      });
    });
    await button(page, 'Sign').click();
    await page.getByLabel('Reason, in a sentence').fill('Session 8');
    await button(page, 'Sign into the record').click();
    await page.getByTestId('conflict').waitFor();
  },
  'formulation-fork': async (page) => {
    await screens['formulation-conflict'](page);
    await button(page, 'Keep mine beside theirs').click();
    await page.getByTestId('fork').waitFor();
  },
  'formulation-failed': async (page) => {
    await screens['formulation'](page);
    await button(page, 'Write a new version').click();
    await page.evaluate(() =>
      globalThis.standin.failNext(
        'save_draft',
        {
          code: 'storage',
          message:
            'The register could not be read or written (keeping a draft). Nothing was changed; your work is kept as a draft.',
          fields: [],
          wait_seconds: 0,
          rule: '',
          current_revision: null,
        },
        99,
      ),
    );
    await page.getByLabel('Predisposing, mind').fill('Something typed');
    await page.getByTestId('unsaved-notice').waitFor();
  },
  compare: async (page) => {
    await screens['formulation'](page);
    await link(page, 'Compare version 2 with version 1').click();
    await page.getByTestId('comparison').waitFor();
  },
  'overview-current': async (page) => {
    await page.evaluate(() => {
      globalThis.standin.world.overview = {
        risk: {
          standing: 'current',
          statement: 'Last assessed on 20-Nov-2026. Review by 04-Dec-2026.',
          formulation: 'Thoughts of not waking up come when pain and worry meet on one evening. No plan.',
          management: 'Daughter and GP know whom to ring; codeine is dispensed weekly.',
          review: 'Review by 04-Dec-2026',
          signed: 'Dr A. Okafor, 20-Nov-2026 14:20',
        },
        safety_answers: [],
      };
    });
    await nowak(page);
  },
  'overview-drafts': async (page) => {
    await nowak(page);
    await button(page, 'Entry for the notes').click();
    await page.getByLabel('Impression').fill('Chest pain kept going by rest, checking and tests.');
    await page.getByText(/Draft saved/).waitFor();
    await button(page, 'Leave').click();
    await page.getByRole('navigation', { name: 'Case' }).getByRole('link', { name: 'Overview' }).click();
    await button(page, 'Continue entry').waitFor();
  },
  'overview-low': async (page) => {
    await nowak(page);
    await page.locator('main').evaluate((main) => main.scrollTo(0, 10_000));
  },
  'overview-allergies': async (page) => {
    await page.evaluate(() => {
      globalThis.standin.world.overview = {
        care: {
          diagnoses: [],
          medicines: [],
          no_medicines: 'No medicines taken',
          allergies:
            'Known allergies: penicillin (anaphylaxis, 2009), trimethoprim (rash), latex, codeine (vomiting), peanuts',
          recorded: 'Dr A. Okafor, 20-Nov-2026 14:10',
        },
      };
    });
    await nowak(page);
  },
  letters: async (page) => {
    await nowak(page);
    await page.getByRole('navigation', { name: 'Case' }).getByRole('link', { name: 'Letters' }).click();
  },
  'letter-compose': async (page) => {
    await nowak(page);
    await button(page, 'Letter to the GP').click();
    await page.getByTestId('pdf-pages').waitFor({ state: 'attached' });
    await page.waitForTimeout(900);
    await page
      .getByLabel('Clinical summary', { exact: true })
      .fill('Chest pain with four normal angiograms and eleven A&E visits in a year.');
    await page.waitForTimeout(800);
  },
  'letter-figures': async (page) => {
    await screens['letter-compose'](page);
    await page.getByLabel('Chart of CORE-10: printed under the text').check();
    await page.waitForTimeout(800);
  },
  'letter-preview': async (page) => {
    await nowak(page);
    await button(page, 'Letter to the GP').click();
    const preview = button(page, 'Preview');
    if (await preview.isVisible()) await preview.click();
    await page.getByRole('figure').first().waitFor();
  },
  'letter-sign': async (page) => {
    await screens['letter-compose'](page);
    await page.keyboard.press('Control+Enter');
  },
  'letter-unprintable': async (page) => {
    await screens['letter-compose'](page);
    await page.getByLabel('Clinical summary', { exact: true }).fill('A ☃ in it');
    await page.getByText('cannot be printed').first().waitFor({ state: 'attached' });
  },
  letter: async (page) => {
    await nowak(page);
    await page.getByTestId('letters-panel').getByRole('link', { name: 'Letter to the GP' }).click();
    await page.getByRole('figure').first().waitFor();
  },
  'letter-withdrawn': async (page) => {
    await screens['letter'](page);
    await button(page, 'Withdraw as entered in error').click();
    await page.getByLabel('Reason').fill('Wrong patient');
    await button(page, 'Withdraw').click();
    await page.getByTestId('withdrawn').waitFor();
  },
  'entry-compose': async (page) => {
    await nowak(page);
    await page.keyboard.press('Alt+e');
    await page.getByRole('heading', { name: 'Entry for the host record' }).waitFor();
    await page.waitForTimeout(900);
  },
  'entry-sign': async (page) => {
    await screens['entry-compose'](page);
    await page.keyboard.press('Control+Enter');
  },
  entry: async (page) => {
    await nowak(page);
    await page.getByTestId('letters-panel').getByRole('link', { name: 'Entry for the host' }).click();
    await page.getByRole('figure').first().waitFor();
  },
  'entry-copied': async (page) => {
    await page.evaluate(() => {
      Object.defineProperty(navigator, 'clipboard', { value: { writeText: async () => {} } });
    });
    await screens['entry'](page);
    await page.keyboard.press('Control+Enter');
    await page.getByText('Copied.').waitFor();
  },
  'entry-by-hand': async (page) => {
    await page.evaluate(() => {
      Object.defineProperty(navigator, 'clipboard', {
        value: { writeText: () => Promise.reject(new Error()) },
      });
    });
    await screens['entry'](page);
    await page.keyboard.press('Control+Enter');
    await page.getByRole('heading', { name: 'Copy the text' }).waitFor();
  },
  'entry-filed': async (page) => {
    await screens['entry'](page);
    await button(page, 'Record where it went').click();
    await page.getByText('Filed in the notes of').waitFor();
  },
  'entry-faults': async (page) => {
    await screens['entry'](page);
    await page.getByLabel('In which notes').fill('');
    await button(page, 'Record where it went').click();
    await page.getByTestId('error-summary').waitFor();
  },
  'plan-compose': async (page) => {
    await screens['letters'](page);
    await button(page, 'Safety plan for the patient').click();
    await page.getByRole('heading', { name: 'Safety plan for the patient' }).waitFor();
    await page.waitForTimeout(900);
  },
  'pathway-empty': async (page) => {
    await nowak(page);
    await toPathway(page);
  },
  'pathway-plan': async (page) => {
    await screens['pathway-empty'](page);
    await button(page, 'Record entry and option').click();
  },
  'pathway-plan-faults': async (page) => {
    await screens['pathway-plan'](page);
    await page.getByLabel('Option 1').check();
    await page.getByLabel('Willing and able to attend regularly', { exact: true }).fill('soon');
    await page.keyboard.press('Control+Enter');
    await page.getByTestId('error-summary').waitFor();
  },
  'pathway-six': async (page) => {
    await pathway(page, 7);
    await toPathway(page);
  },
  'pathway-six-low': async (page) => {
    await screens['pathway-six'](page);
    await page.locator('main').evaluate((main) => main.scrollTo(0, 620));
  },
  'pathway-goal-open': async (page) => {
    await screens['pathway-six'](page);
    await page.getByText('Five parts and ratings').first().click();
    await page.locator('main').evaluate((main) => main.scrollTo(0, 400));
  },
  'pathway-session': async (page) => {
    await screens['pathway-six'](page);
    await page.keyboard.press('Control+Enter');
    await page.getByLabel('Attended', { exact: true }).check();
    await page.getByLabel('Core intervention').check();
    await page.getByLabel('Activating therapies').check();
    await page.getByLabel('Note', { exact: true }).fill('Climbed twice.');
  },
  'pathway-session-missed': async (page) => {
    await screens['pathway-six'](page);
    await page.keyboard.press('Control+Enter');
    await page.getByLabel('Did not attend').check();
  },
  'pathway-session-sign': async (page) => {
    await screens['pathway-six'](page);
    await link(page, 'Change the session of 13-Oct-2026').click();
    await page.keyboard.press('Control+Enter');
  },
  'pathway-goal': async (page) => {
    await screens['pathway-six'](page);
    await link(page, 'Add a goal').click();
  },
  'pathway-rate': async (page) => {
    await screens['pathway-six'](page);
    await button(page, 'Rate: Sing in the choir again on Thursdays').click();
    await page.keyboard.press('8');
  },
  'pathway-review': review,
  'pathway-gate': async (page) => {
    await review(page);
    await page.getByRole('group', { name: 'The clinician holds' }).getByLabel('Yes').check();
    await page.getByRole('group', { name: 'The patient holds' }).getByLabel('Yes').check();
    await page.getByLabel('Completed').check();
    await page.getByLabel('Relapse plan').fill('Pace by the clock; ring the team before the ambulance.');
    await page.keyboard.press('Control+Enter');
    await page.keyboard.press('Control+Enter');
    await page.getByTestId('gate').waitFor();
  },
  'pathway-mdt': async (page) => {
    await review(page);
    await page.getByRole('group', { name: 'The clinician holds' }).getByLabel('No').check();
    await page.getByLabel('To the multidisciplinary team').check();
    await page.getByLabel('What the team is asked').fill('Four more sessions, to get through the winter?');
    await page.keyboard.press('Control+Enter');
    await page.keyboard.press('Control+Enter');
    await button(page, 'Record the team’s decision').click();
    await page.getByLabel('Continue').check();
  },
  'pathway-reviewed': async (page) => {
    await screens['pathway-mdt'](page);
    await page.getByLabel('Clinical rationale').fill('Gains are recent; the daughter moves in January.');
    await page
      .getByLabel('The patient’s motivation')
      .fill('Wants the choir concert; has come to nine of ten.');
    await page.getByLabel('How many more sessions').fill('4');
    await page.keyboard.press('Control+Enter');
    await page.keyboard.press('Control+Enter');
    await page.getByRole('heading', { name: 'Pathway', level: 1 }).waitFor();
    await page.getByText('Review of').waitFor();
  },
  'pathway-read-review': async (page) => {
    await screens['pathway-reviewed'](page);
    await link(page, /Review of/).click();
    await page.getByRole('heading', { name: 'Pathway review, ' }).waitFor();
  },
  'pathway-overview': async (page) => {
    await pathway(page, 7);
    await page.getByTestId('pathway-panel').scrollIntoViewIfNeeded();
  },
  supervision,
  'supervision-review': async (page) => {
    await supervision(page);
    await button(page, 'Review a caseload').click();
    await page.getByLabel(/^Discuss: NOWAK/).check();
  },
  'supervision-write': async (page) => {
    await screens['supervision-review'](page);
    await button(page, 'Write the log of these').click();
    await button(page, 'Add an action').click();
  },
  'supervision-log': async (page) => {
    await supervision(page);
    await link(page, /06-Nov-2026/).click();
    await page.getByTestId('signatures').waitFor();
  },
  'settings-pathway': settings('Pathway'),
  'settings-supervision': settings('Supervision'),
  'settings-appearance': settings('Appearance'),
  'settings-locking': settings('Locking'),
  'settings-letterhead': settings('Letterhead'),
  'settings-account': settings('Your account'),
  'settings-people': settings('People'),
  'settings-people-add': async (page) => {
    await settings('People')(page);
    await button(page, 'Add a person').click();
  },
  'settings-register': async (page) => {
    await settings('Register')(page);
    await button(page, 'Check the record').click();
    await page.getByText('The record is whole').waitFor();
  },
  ...submissionScreens,
  locked: async (page) => {
    await unlock(page);
    await page.keyboard.press('Control+l');
    await page.getByText('You locked the register').waitFor();
  },
};

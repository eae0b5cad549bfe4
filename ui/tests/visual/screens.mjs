// How to reach each screen: by what a person would read and press.

import { backupScreens } from './backups.mjs';
import { button, link, nowak, unlock } from './doors.mjs';
import { friendsAndFamilyScreens } from './friends_and_family.mjs';
import { lockingScreens } from './locking.mjs';
import { measureScreens } from './measures.mjs';
import { pathwayScreens } from './pathway.mjs';
import { invitationScreens } from './invitations.mjs';
import { reasonScreens } from './reasons.mjs';
import { scheduleScreens } from './schedules.mjs';
import { trustDataScreens } from './trust_data.mjs';
import { sittingScreens } from './sittings.mjs';
import { submissionScreens } from './submissions.mjs';

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

export const screens = {
  ...reasonScreens,
  ...invitationScreens,
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
    await page.getByText('Nothing waits for you').waitFor();
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
            'The register could not be read or written (keeping a draft). Nothing was changed, and what you typed is still on this screen. Check the disk, then try again.',
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
    await page.getByLabel('How', { exact: true }).selectOption('host-record');
    await button(page, 'Record where it went').click();
    await page.getByText('Filed in the notes of').waitFor();
  },
  'entry-faults': async (page) => {
    await screens['entry'](page);
    await page.getByLabel('How', { exact: true }).selectOption('host-record');
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
  ...friendsAndFamilyScreens,
  ...backupScreens,
  ...lockingScreens,
  ...measureScreens,
  ...pathwayScreens,
  ...scheduleScreens,
  ...trustDataScreens,
  'settings-pathway': settings('Pathway'),
  'settings-countersigning': settings('Countersigning'),
  'settings-appearance': settings('Appearance'),
  'settings-locking': settings('Locking'),
  'settings-letterhead': settings('Letterhead'),
  'settings-account': settings('Your account'),
  'settings-people': settings('People'),
  'settings-people-add': async (page) => {
    await settings('People')(page);
    await button(page, 'Add a person here').click();
  },
  'settings-register': async (page) => {
    await settings('Register')(page);
    await button(page, 'Check the record').click();
    await page.getByText('The record is whole').waitFor();
  },
  ...sittingScreens,
  ...submissionScreens,
  locked: async (page) => {
    await unlock(page);
    await page.keyboard.press('Control+l');
    await page.getByText('You locked the register').waitFor();
  },
};

// Screens of patient mode: the device handed over, in the patient's hands, and back.

import { button, link, unlock } from './doors.mjs';

async function measures(page) {
  await unlock(page);
  await link(page, /BEGUM/).click();
  await page.getByRole('navigation', { name: 'Case' }).getByRole('link', { name: 'Measures' }).click();
  await page.getByRole('heading', { name: 'Measures', level: 1 }).waitFor();
}
async function dialog(page) {
  await measures(page);
  await button(page, 'Hand over to the patient').click();
  await page.getByLabel('TEST-10').check();
  await page.getByLabel('TEST-3').check();
}
async function hand(page, service = false) {
  await dialog(page);
  if (service) await page.getByLabel('Ask afterwards how our service was').check();
  await page.getByLabel('I have checked that this is the patient').check();
  await page.getByLabel(/^PIN for taking it back/).fill('4711');
  await button(page, 'Hand over').click();
  await page.getByRole('heading', { name: 'Hello Shirin' }).waitFor();
}
async function start(page, digits = '', service = false) {
  await hand(page, service);
  await button(page, 'Start').click();
  for (const digit of digits) {
    const before = await page.locator('h1').textContent();
    await page.keyboard.press(digit);
    await page.waitForFunction((was) => document.querySelector('h1')?.textContent !== was, before);
  }
}
/** A question that is answered by a number, as a visual analogue scale is. */
async function number(page) {
  await page.evaluate(() =>
    globalThis.standin.change('sitting', (view) => ({
      ...view,
      sheets: view.sheets.map((sheet) => ({
        ...sheet,
        items: sheet.items.map((item) => ({
          ...item,
          text: 'Made-up question: how good or bad is your health today, from 0 (the worst) to 100 (the best)?',
          options: [],
          number_to: 100,
        })),
      })),
    })),
  );
  await start(page);
}
async function check(page, digits, service = false) {
  await start(page, digits, service);
  await page.getByRole('heading', { name: 'Check your answers' }).waitFor();
}
async function back(page) {
  await button(page, 'Staff').click();
  await page.getByLabel('PIN', { exact: true }).fill('4711');
  await button(page, 'Take the device back').click();
}
/** To the page of thanks, with the question about the service or without. */
export async function finished(page, service = false) {
  await check(page, `${'2'.repeat(10)}112`, service);
  await button(page, 'Finish').click();
  await page.getByRole('heading', { name: /^Thank you/ }).waitFor();
}
async function handedBack(page) {
  await finished(page);
  await back(page);
  await page.getByRole('heading', { name: 'Handed back' }).waitFor();
}

/** Today with answers that passed to this account, and with what nobody has recorded. */
async function today(page) {
  await page.evaluate(() => {
    const about = {
      patient: 'BEGUM, Shirin (Mrs)',
      nhs_number: '999 000 0026',
      born: '14-Mar-1983 (43y)',
      similar_name_warning: false,
      patient_id: globalThis.standin.world.cases[1].patient_id,
      case_id: globalThis.standin.world.cases[1].id,
      record_id: null,
      draft_kind: '',
      record_kind: '',
    };
    const rows = [
      [
        'safety-answer',
        'TEST-10, item 6: Seldom',
        'Passed to you from J. Mensah, unanswered since 20-Nov-2026 16:02',
        true,
      ],
      [
        'unrecorded-safety',
        'TEST-10: 6 of 10 answered, answers about safety among them',
        'Passed to you from J. Mensah, kept 21-Nov-2026 16:02',
        true,
      ],
      [
        'unrecorded-safety',
        'TEST-10 and TEST-3: 13 of 13 answered, answers about safety among them',
        'Kept 22-Nov-2026 09:12',
        false,
      ],
      ['unrecorded', 'TEST-3: 2 of 3 answered', 'Kept 22-Nov-2026 09:40', false],
    ].map(([kind, what, when, overdue], n) => ({
      ...about,
      kind,
      what,
      when,
      overdue,
      draft_kind: kind === 'safety-answer' ? '' : 'sitting',
      who: n === 2 ? '' : 'J. Mensah',
    }));
    globalThis.standin.change('today', (view) => ({
      ...view,
      rows: [...rows, ...view.rows],
      total: view.total + rows.length,
      safety: 3,
    }));
  });
  await unlock(page);
  await link(page, /^Today/).click();
  await page.getByTestId('today-unrecorded').waitFor();
}

export const sittingScreens = {
  'sitting-hand-over': dialog,
  'sitting-hand-over-others': async (page) => {
    await dialog(page);
    await page.getByText(/can’t be handed over/).click();
  },
  'sitting-question-second': (page) => start(page, '2'),
  'sitting-take-back-colleague': async (page) => {
    await start(page);
    await button(page, 'Staff').click();
    await button(page, 'I am not Dr A. Okafor').click();
    await page.getByLabel('Your name').fill('J. Mensah');
  },
  'sitting-others': async (page) => {
    await unlock(page);
    await page.evaluate(() =>
      globalThis.standin.leaveForAColleague(
        globalThis.standin.world.cases[1].id,
        'test-10',
        [1, 1, 1, 1, 1, 1],
      ),
    );
    await link(page, /BEGUM/).click();
    await page.getByRole('navigation', { name: 'Case' }).getByRole('link', { name: 'Measures' }).click();
    await page.getByTestId('others-sitting').waitFor();
  },
  'sitting-hand-over-errors': async (page) => {
    await dialog(page);
    await page.getByLabel(/^PIN for taking it back/).fill('12');
    await button(page, 'Hand over').click();
    await page.getByTestId('error-summary').waitFor();
  },
  'sitting-welcome': (page) => hand(page),
  'sitting-question': (page) => start(page),
  'sitting-question-answered': async (page) => {
    await start(page, '3');
    await button(page, 'Back').click();
    await page.getByText('Question 1 of 10').waitFor();
  },
  'sitting-today': today,
  'sitting-question-number': number,
  'sitting-question-number-missing': async (page) => {
    await number(page);
    await page.getByLabel(/^A whole number/).fill('175');
    await button(page, 'Next').click();
    await page.getByRole('alert').waitFor();
  },
  'sitting-question-missing': async (page) => {
    await start(page, '22');
    await button(page, 'Next').click();
    await page.getByRole('alert').waitFor();
  },
  'sitting-question-not-applicable': (page) => start(page, `${'2'.repeat(10)}1`),
  'sitting-check': async (page) => {
    await start(page, '22');
    await button(page, 'I’d rather not answer').click();
    await page.getByText('Question 4 of 10').waitFor();
    for (const digit of '2222222112') {
      const before = await page.locator('h1').textContent();
      await page.keyboard.press(digit);
      await page.waitForFunction((was) => document.querySelector('h1')?.textContent !== was, before);
    }
    await page.getByRole('heading', { name: 'Check your answers' }).waitFor();
  },
  'sitting-thanks': (page) => finished(page),
  'sitting-stays-open': async (page) => {
    await hand(page);
    await page.evaluate(() => dispatchEvent(new Event('casebook-stays-open')));
    await page.getByTestId('stays-open').waitFor();
  },
  'sitting-take-back': async (page) => {
    await start(page);
    await button(page, 'Staff').click();
    await page.getByLabel('PIN', { exact: true }).fill('0815');
    await button(page, 'Take the device back').click();
    await page.getByText('That is not the PIN.').waitFor();
  },
  'sitting-safety': handedBack,
  'sitting-scores': async (page) => {
    await handedBack(page);
    await button(page, 'Respond in words').click();
    await page.getByRole('radio', { name: 'Discussed, and something was done' }).check();
    await page.getByLabel(/^In words/).fill('Talked it through; her sister stays tonight, GP rung.');
    await button(page, 'Record the response').click();
    await page.getByTestId('handed-back-test-3').waitFor();
  },
  'sitting-waiting': async (page) => {
    await start(page, '2222');
    await back(page);
    await page.getByTestId('waiting-sitting').waitFor();
  },
};

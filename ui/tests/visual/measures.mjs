// Measures over time: several on one axis, with sessions, and the parts of one.

import { link, unlock } from './doors.mjs';

async function measures(page) {
  await unlock(page);
  await page.evaluate(async () => {
    const { invoke, world } = globalThis.standin;
    const case_id = world.cases[1].id;
    const ask = (name, request) => invoke(name, { request: { case_id, ...request } });
    const fill = (instrument, completed_on, digits, not_applicable = []) =>
      ask('record_measure', {
        form: {
          instrument,
          completed_on,
          completion: 'paper',
          answers: Object.fromEntries(
            [...digits]
              .map((d, i) => [`q${i + 1}`, Number(d)])
              .filter(([id]) => !not_applicable.includes(id)),
          ),
          version: '',
          filled_in_by: null,
          language: '',
          paper_total: '',
          in_words: {},
          not_applicable,
          note: '',
        },
      });
    await fill('test-10', '04-Aug-2026', '3113333323');
    await fill('test-10', '14-Aug-2026', '3113333223');
    await fill('test-10', '02-Sep-2026', '2122232222');
    await fill('test-10', '02-Oct-2026', '2122102010');
    await fill('test-10', '20-Nov-2026', '1441100010');
    await fill('test-5', '11-Aug-2026', '66666');
    await fill('test-5', '02-Oct-2026', '44445');
    await fill('test-5', '17-Nov-2026', '30222', ['q2']);
    const days = [
      '06-Aug',
      '13-Aug',
      '20-Aug',
      '27-Aug',
      '03-Sep',
      '17-Sep',
      '01-Oct',
      '15-Oct',
      '29-Oct',
      '12-Nov',
    ];
    for (const day of days)
      await ask('sign_session', {
        record_id: null,
        base: null,
        amendment: null,
        form: {
          held_on: `${day}-2026`,
          attendance: 'attended',
          minutes: '50',
          form: 'face-to-face',
          phases: ['engagement'],
          note: 'Kept a diary of the climbs.',
          homework: '',
        },
      });
  });
  await link(page, /BEGUM/).click();
  await link(page, 'Measures').click();
  await page.getByRole('heading', { name: 'All measures over time' }).waitFor();
}

const scrollTo = (page, place) => place.evaluate((box) => box.scrollIntoView({ block: 'start' }));

export const measureScreens = {
  'measures-together': measures,
  'measures-day': async (page) => {
    await measures(page);
    await page.getByRole('slider', { name: 'Days of all measures' }).press('ArrowLeft');
  },
  'measures-series': async (page) => {
    await measures(page);
    await scrollTo(page, page.getByTestId('series-test-10'));
    await page.getByRole('slider', { name: 'Points of TEST-10' }).press('Home');
  },
  'measures-table': async (page) => {
    await measures(page);
    const series = page.getByTestId('series-test-10');
    await series.getByText('Show as a table').first().click();
    await scrollTo(page, series.locator('figcaption').first());
  },
  'measures-from-overview': async (page) => {
    await measures(page);
    await page.getByRole('navigation', { name: 'Case' }).getByRole('link', { name: 'Overview' }).click();
    await link(page, 'TEST-5: points, table and sheets').click();
    await page.getByTestId('series-test-5').waitFor();
  },
  'measures-overview': async (page) => {
    await measures(page);
    await page.getByRole('navigation', { name: 'Case' }).getByRole('link', { name: 'Overview' }).click();
    await scrollTo(page, page.getByTestId('measures-panel'));
    await link(page, 'TEST-5: points, table and sheets').focus();
  },
  'measures-parts': async (page) => {
    await measures(page);
    const series = page.getByTestId('series-test-10');
    await series.getByText('Parts', { exact: true }).click();
    await scrollTo(page, series.getByText('Parts', { exact: true }));
  },
};

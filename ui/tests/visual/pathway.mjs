// Screens of the pathway and of supervision.

import { button, link, nowak, unlock } from './doors.mjs';

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
            in_words: {},
            filled_in_by: null,
            language: '',
            paper_total: '',
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
export const pathwayScreens = {
  'pathway-empty': async (page) => {
    await nowak(page);
    await toPathway(page);
  },
  'pathway-plan': async (page) => {
    await pathwayScreens['pathway-empty'](page);
    await button(page, 'Record entry and option').click();
  },
  'pathway-plan-faults': async (page) => {
    await pathwayScreens['pathway-plan'](page);
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
    await pathwayScreens['pathway-six'](page);
    await page.locator('main').evaluate((main) => main.scrollTo(0, 620));
  },
  'pathway-goal-open': async (page) => {
    await pathwayScreens['pathway-six'](page);
    await page.getByText('Five parts and ratings').first().click();
    await page.locator('main').evaluate((main) => main.scrollTo(0, 400));
  },
  'pathway-session': async (page) => {
    await pathwayScreens['pathway-six'](page);
    await page.keyboard.press('Control+Enter');
    await page.getByLabel('Attended', { exact: true }).check();
    await page.getByLabel('Core intervention').check();
    await page.getByLabel('Activating therapies').check();
    await page.getByLabel('Note', { exact: true }).fill('Climbed twice.');
  },
  'pathway-session-missed': async (page) => {
    await pathwayScreens['pathway-six'](page);
    await page.keyboard.press('Control+Enter');
    await page.getByLabel('Did not attend').check();
  },
  'pathway-session-sign': async (page) => {
    await pathwayScreens['pathway-six'](page);
    await link(page, 'Change the session of 13-Oct-2026').click();
    await page.keyboard.press('Control+Enter');
  },
  'pathway-goal': async (page) => {
    await pathwayScreens['pathway-six'](page);
    await link(page, 'Add a goal').click();
  },
  'pathway-rate': async (page) => {
    await pathwayScreens['pathway-six'](page);
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
    await pathwayScreens['pathway-mdt'](page);
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
    await pathwayScreens['pathway-reviewed'](page);
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
    await pathwayScreens['supervision-review'](page);
    await button(page, 'Write the log of these').click();
    await button(page, 'Add an action').click();
  },
  'supervision-log': async (page) => {
    await supervision(page);
    await link(page, /06-Nov-2026/).click();
    await page.getByTestId('signatures').waitFor();
  },
};

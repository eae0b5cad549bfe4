// A story in steps that stand on each other.

import { join } from 'node:path';
import { keys } from './driver.mjs';
import { out } from './places.mjs';

/**
 * The steps of a story: `then(name, work)` does one, and none after one that failed, of which a picture is kept.
 * `window` answers the window of that moment.
 */
export function steps(t, window, { picture, limit = 120_000 }) {
  const story = { stopped: false };
  story.then = (name, work) =>
    story.stopped ||
    t.test(name, { timeout: limit }, async () => {
      try {
        await work();
      } catch (fault) {
        // What comes after a failure says nothing.
        story.stopped = true;
        await window()?.picture(join(out, picture)).catch(() => {});
        throw fault;
      }
    });
  return story;
}

/** The day so many days ago, as people type it; a negative number lies ahead. */
export function daysAgo(days) {
  const day = new Date(Date.now() - days * 86_400_000);
  return `${day.getDate()}/${day.getMonth() + 1}/${day.getFullYear()}`;
}

/** The made-up patient of most stories; her number is of the range that is never given out. */
export const AMARA = {
  'NHS number': '9990000018',
  'Given names': 'Amara',
  'Family name': 'Testcase',
  'Date of birth': '14/3/1983',
};
/** The same, as a letter to the GP wants her. */
export const AMARA_IN_FULL = {
  'NHS number': '9990000018',
  Title: 'Ms',
  'Given names': 'Amara',
  'Family name': 'Testcase',
  'Date of birth': '14/3/1983',
  'GP’s name (optional)': 'Dr B. Example',
  Practice: 'Example Surgery',
  'Practice address': '2 Example Street\nAnytown\nAB1 2CD',
};
export const ASKED = 'Chest tightness without a cardiac cause. What keeps it going?';

/** Registers a patient by keyboard, from wherever the window is: up to the form of the first case. `look` before it is sent. */
export async function registerPatient(window, patient = AMARA, look = async () => {}) {
  await window.press(keys.alt, 'n');
  await window.heading('Register a patient');
  for (const [label, text] of Object.entries(patient)) await window.fill(label, text);
  await look();
  await window.press(keys.control, keys.enter);
  await window.heading('New case');
}

/** Opens the case of a patient just registered, received today. `more` is done to the form before it is sent. */
export async function openCase(window, asked = ASKED, more = async () => {}) {
  await window.tabTo('button', 'Referral received: today');
  await window.press(keys.enter);
  await window.fill('Question asked', asked);
  await more();
  await window.press(keys.control, keys.enter);
  await window.heading('Where things stand');
}

// A story in steps that stand on each other.

import { join } from 'node:path';
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

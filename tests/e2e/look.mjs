// What every screen is held to: its picture in both sizes and themes, axe-core's word, nothing over its edges.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { out } from './places.mjs';

/** A screen as people with different eyes have it: pictures, and a line for each fault, light and dark. */
export async function look(window, name) {
  const faults = [];
  const worn = await window.run('return document.documentElement.dataset.theme');
  for (const [width, height] of [[1280, 800], [1024, 640]]) {
    await window.resize(width, height);
    for (const theme of ['light', 'dark']) {
      await window.run('document.documentElement.dataset.theme = arguments[0]', theme);
      await window.picture(join(out, `${name}-${width}-${theme}.png`));
      for (const fault of await window.faults()) faults.push(`${name}, ${width} wide, ${theme}: ${fault}`);
      for (const over of await window.run(OVERFLOWING)) faults.push(`${name}, ${width} wide: text runs over: ${over}`);
      const wide = await window.run('return document.documentElement.scrollWidth - innerWidth');
      if (wide > 0) faults.push(`${name}, ${width} wide: ${wide} pixels run out of the window`);
    }
  }
  await window.run('document.documentElement.dataset.theme = arguments[0]', worn);
  await window.resize(1280, 800);
  return faults;
}

/** Boxes whose text is taller than they are and shows all the same, over whatever comes below. */
const OVERFLOWING = `
  return [...document.querySelectorAll('main *, dialog *')].filter((box) => {
    const style = getComputedStyle(box);
    return style.overflowY === 'visible' && style.display !== 'inline' && box.clientHeight > 0
      && box.scrollHeight > box.clientHeight + 8;
  }).map((box) => box.tagName.toLowerCase() + '.' + box.className + ' “' + box.textContent.trim().slice(0, 40) + '”');`;

/** Waits for a page of a letter with something on it. */
export async function painted(window) {
  const ink = await window.runUntilDone(`
    const done = arguments[arguments.length - 1];
    const end = Date.now() + 30000;
    const look = () => {
      const canvas = document.querySelector('[data-testid=pdf-pages] canvas');
      if (canvas && canvas.width > 0) {
        const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
        let dark = 0;
        for (let at = 0; at < data.length; at += 4) if (data[at] < 128 && data[at + 3] > 0) dark += 1;
        if (dark > 0) return done(dark / (canvas.width * canvas.height));
      }
      if (Date.now() > end) return done(0);
      setTimeout(look, 100);
    };
    look();`);
  assert.ok(ink > 0.002 && ink < 0.3, `a page of a letter is ${ink * 100} % ink`);
}

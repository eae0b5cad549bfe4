import { afterEach, expect, test } from 'vitest';
import { calls, delay, failNext } from '../standin/core';
import { error } from '../standin/world';
import {
  all,
  byTest,
  close,
  expectAccessible,
  key,
  pause,
  press,
  screenText,
  the,
  type,
  unlock,
  words,
} from './window';

afterEach(close);

const BOX = 'Find a patient, a note or an action';
const box = () => the('textbox', BOX) as HTMLInputElement;
const options = () => [...document.querySelectorAll<HTMLElement>('dialog[open] [role=option]')];
const active = () => document.getElementById(box().getAttribute('aria-activedescendant') ?? '') ?? undefined;
const groups = () =>
  [...document.querySelectorAll('dialog[open] [role=group]')].map((g) =>
    words(document.getElementById(g.getAttribute('aria-labelledby') ?? '')),
  );
const isOpen = () => document.querySelector('dialog[open]') !== null;
const searches = () => calls.filter((c) => c.name === 'search');

async function find(text: string) {
  await key('k', { ctrlKey: true });
  await type(BOX, text);
  await pause(120);
}

test('Ctrl+K opens the box from anywhere, and it says what can be found', async () => {
  await unlock();
  await press('link', 'Settings');
  await key('k', { ctrlKey: true });
  expect(document.activeElement).toBe(box());
  expect(screenText()).toContain('NHS number in any spacing');
  expect(screenText()).toContain('Register a patient Alt+N');
  expect(searches()).toHaveLength(0);
  await expectAccessible();
});

test('the rail and the main key of Today open it too, and closed it leaves nothing behind', async () => {
  await unlock();
  await press('button', /Find a patient/);
  await type(BOX, 'nowak');
  document.querySelector('dialog')?.close();
  await pause(120);
  expect(isOpen()).toBe(false);
  expect(searches()).toHaveLength(0);
  await key('Enter', { ctrlKey: true });
  expect(box().value).toBe('');
});

test('a name: one patient opens with Enter, or with the arrows, and the number is beside the name', async () => {
  await unlock();
  await find('nowak');
  expect(groups()[0]).toBe('Patients');
  expect(words(options()[0])).toMatch(/NOWAK, Halina \(Ms\).*Born 14-Mar-1983.*NHS No\. 999 000 \d{4}/);
  expect(words(document.querySelector('dialog[open] [role=status]'))).toMatch(/^1 patient/);
  expect(active()).toBeUndefined();
  await key('ArrowDown');
  expect(active()).toBe(options()[0]);
  expect(options()[0]?.getAttribute('aria-selected')).toBe('true');
  await key('ArrowUp');
  expect(active()).toBeUndefined();
  await key('Enter');
  expect(isOpen()).toBe(false);
  expect(byTest('banner-name')?.textContent).toBe('NOWAK, Halina (Ms)');
});

test('of several patients Enter points at the first and opens it only when pressed again', async () => {
  await unlock();
  await find('eva');
  expect(options().filter((o) => /Born/.test(o.textContent ?? '')).length).toBeGreaterThan(1);
  await key('Enter');
  expect(isOpen()).toBe(true);
  expect(active()).toBe(options()[0]);
  await key('Enter');
  expect(isOpen()).toBe(false);
  expect(byTest('banner-name')).toBeTruthy();
});

test('an NHS number in any spacing', async () => {
  await unlock();
  await find('nowak');
  const number = /999 000 \d{4}/.exec(options()[0]?.textContent ?? '')?.[0] ?? '';
  await type(BOX, number.replace(/ /g, ''));
  await pause(120);
  expect(words(options()[0])).toContain('NOWAK');
});

test('a note: the words are marked, and Enter opens the tab where it stands', async () => {
  await unlock();
  await find('angiograms');
  expect(groups()).toContain('Notes, best first');
  const note = options().find((o) => o.querySelector('mark'));
  expect(words(note?.querySelector('mark'))).toBe('angiograms');
  expect(words(note)).toMatch(/Born .*NHS No\./);
  await expectAccessible();
  while (active() !== note) await key('ArrowDown');
  await key('Enter');
  expect(isOpen()).toBe(false);
  expect(byTest('banner-name')).toBeTruthy();
});

test('newest first asks again with the same words', async () => {
  await unlock();
  await find('pain');
  await press('checkbox', 'Newest notes first');
  await pause(50);
  expect(searches().map((c) => c.request)).toEqual([
    { text: 'pain', newest_first: false },
    { text: 'pain', newest_first: true },
  ]);
  expect(groups()).toContain('Notes, newest first');
});

test('an action runs on the page behind, and those of a case are there in a case only', async () => {
  await unlock();
  await find('this case');
  expect(groups()).not.toContain('Actions');
  await type(BOX, 'nowak');
  await pause(120);
  await key('Enter');
  await find('this case form');
  expect(words(options()[0])).toBe('This case: formulation Alt+4');
  await key('Enter');
  expect(isOpen()).toBe(false);
  expect(all('link', 'Formulation')[0]?.getAttribute('aria-current')).toBeTruthy();
  await find('lock the');
  await key('Enter');
  expect(the('heading', 'Unlock')).toBeTruthy();
  expect(isOpen()).toBe(false);
});

test('an answer to older words is dropped, and Enter waits for the right one', async () => {
  await unlock();
  delay('search', 60);
  await key('k', { ctrlKey: true });
  await type(BOX, 'xyz');
  await pause(100);
  await type(BOX, 'nowak');
  await key('Enter');
  await pause(40);
  expect(isOpen()).toBe(true);
  await pause(250);
  expect(byTest('banner-name')?.textContent).toBe('NOWAK, Halina (Ms)');
});

test('nothing found says what is not searched; a failure can be tried again', async () => {
  await unlock();
  await find('qqq');
  expect(screenText()).toContain('supervision logs are not searched');
  failNext('search', error('storage', 'The register could not be read.'));
  await type(BOX, 'nowak');
  await pause(120);
  expect(screenText()).toContain('could not be read');
  await press('button', /again/i);
  await pause(50);
  expect(words(options()[0])).toContain('NOWAK');
});

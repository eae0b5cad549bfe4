//! The whole window over the made-up register, driven by what a person reads and presses.

import axe from 'axe-core';
import { flushSync, mount, tick, unmount } from 'svelte';
import { expect, vi } from 'vitest';
import App from '../../src/App.svelte';
// The window reads these two when it needs them; here they are there from the start, and only their promises run out.
import '../../src/Frame.svelte';
import '../../src/features/sittings/PatientMode.svelte';
import { filter } from '../../src/features/cases/filter.svelte';
import { held } from '../../src/features/drafts/held.svelte';
import { session } from '../../src/features/users/session.svelte';
import { router } from '../../src/navigation/router.svelte';
import { resetCalls } from '../standin/core';
import { become, PASSPHRASE, usedRegister, type World } from '../standin/world';

let instance: Record<string, unknown> | undefined;

/** Starts a fresh window over `world`. */
export async function open(world: World = usedRegister()): Promise<void> {
  await close();
  resetCalls();
  become(world);
  const target = document.createElement('div');
  target.id = 'app';
  document.body.append(target);
  instance = mount(App, { target });
  await settle();
}

export async function close(): Promise<void> {
  if (instance) await unmount(instance);
  instance = undefined;
  held.forget();
  router.forget();
  filter.forget();
  session.view = null;
  session.setUp = null;
  session.register = null;
  session.lockedBecause = '';
  session.unsavedAtLock = false;
  document.body.innerHTML = '';
}

/** Lets promises and effects run out. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 12; turn += 1) {
    await Promise.resolve();
    await tick();
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
  flushSync();
}

type Role = 'button' | 'link' | 'heading' | 'textbox' | 'radio' | 'checkbox' | 'combobox';
const selectors: Record<Role, string> = {
  button: 'button',
  link: 'a[href]',
  heading: 'h1,h2,h3',
  textbox: 'input:not([type=radio]):not([type=checkbox]),textarea',
  radio: 'input[type=radio]',
  checkbox: 'input[type=checkbox]',
  combobox: 'select',
};

function nameOf(element: Element): string {
  const words = (text: string | null | undefined) => (text ?? '').replace(/\s+/g, ' ').trim();
  const label = element.getAttribute('aria-label');
  if (label) return label;
  const by = element.getAttribute('aria-labelledby');
  if (by)
    return words(
      by
        .split(' ')
        .map((id) => document.getElementById(id)?.textContent ?? '')
        .join(' '),
    );
  if (
    element instanceof HTMLInputElement ||
    element instanceof HTMLTextAreaElement ||
    element instanceof HTMLSelectElement
  )
    return words([...(element.labels ?? [])].map((l) => l.textContent ?? '').join(' '));
  return words(element.textContent);
}

/** The elements of a role with that name, in the topmost dialog where one is open. */
export function all(role: Role, name: string | RegExp): HTMLElement[] {
  const dialogs = document.querySelectorAll('dialog[open]');
  const within = dialogs[dialogs.length - 1] ?? document.body;
  return [...within.querySelectorAll<HTMLElement>(selectors[role])].filter((element) =>
    typeof name === 'string' ? nameOf(element) === name : name.test(nameOf(element)),
  );
}

export function the(role: Role, name: string | RegExp): HTMLElement {
  const found = all(role, name)[0];
  if (!found) throw new Error(`no ${role} “${String(name)}” on screen:\n${screenText().slice(0, 1500)}`);
  return found;
}

export function byTest(id: string): HTMLElement | null {
  return document.querySelector(`[data-testid="${id}"]`);
}

export function screenText(): string {
  return (document.body.textContent ?? '').replace(/\s+/g, ' ').trim();
}

export async function press(role: Role, name: string | RegExp): Promise<void> {
  the(role, name).click();
  await settle();
}

export async function type(name: string | RegExp, text: string): Promise<void> {
  const box = the('textbox', name) as HTMLInputElement;
  box.focus();
  box.value = text;
  box.dispatchEvent(new InputEvent('input', { bubbles: true }));
  await settle();
}

/** Chooses what reads `word` in a list. */
export async function choose(name: string, word: string): Promise<void> {
  const select = the('combobox', name) as HTMLSelectElement;
  const option = [...select.options].find((o) => words(o) === word);
  if (!option) throw new Error(`no “${word}” under “${name}”`);
  select.value = option.value;
  select.dispatchEvent(new Event('change', { bubbles: true }));
  await settle();
}

export async function key(pressed: string, held: KeyboardEventInit = {}): Promise<void> {
  const target = document.activeElement ?? document.body;
  target.dispatchEvent(
    new KeyboardEvent('keydown', { key: pressed, bubbles: true, cancelable: true, ...held }),
  );
  await settle();
}

const stops = 'a[href],button,input,select,textarea,summary,[tabindex="0"]';

/** Where Tab leads from here: the next thing that takes the keyboard; a group of radios is one stop. */
export async function tab(): Promise<void> {
  const all = [...document.querySelectorAll<HTMLElement>(stops)].filter((element) => {
    if (element.matches(':disabled') || element.tabIndex < 0) return false;
    if (element.tagName !== 'SUMMARY' && element.closest('details:not([open])')) return false;
    if (!(element instanceof HTMLInputElement) || element.type !== 'radio') return true;
    const group = [...document.querySelectorAll<HTMLInputElement>(`input[name="${element.name}"]:enabled`)];
    return element === (group.find((radio) => radio.checked) ?? group[0]);
  });
  const here = document.activeElement ?? document.body;
  const group = here instanceof HTMLInputElement && here.type === 'radio' ? here.name : null;
  const next = all.find(
    (element) =>
      here.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING &&
      !(group && element instanceof HTMLInputElement && element.name === group),
  );
  next?.focus();
  await settle();
}

/** The lines of the error summary; each of them leads to a field. */
export async function faults(): Promise<string[]> {
  const links = [...document.querySelectorAll<HTMLAnchorElement>('[data-testid="error-summary"] a')];
  for (const link of links) {
    link.click();
    await settle();
    const target = link.getAttribute('href')?.slice(1) ?? '';
    expect(document.activeElement?.id, `“${link.textContent}” leads to its field`).toBe(target);
  }
  return links.map((link) => link.textContent ?? '');
}

export const value = (name: string | RegExp): string => (the('textbox', name) as HTMLInputElement).value;

/** What stands in a panel, in plain words. */
export const words = (element: Element | null | undefined): string =>
  (element?.textContent ?? '').replace(/\s+/g, ' ').trim();

/** Throws the draft away, having been asked. */
export async function discardDraft(): Promise<void> {
  await press('button', 'Discard the draft');
  expect(screenText()).toContain('Discard this draft?');
  await press('button', 'Discard the draft');
}

/** Waits for the debounces of drafts, checks and previews. */
export async function pause(ms = 700): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, ms));
  await settle();
}

export async function unlock(world?: World): Promise<void> {
  await open(world);
  await type('Passphrase', PASSPHRASE);
  await press('button', 'Unlock');
  expect(the('heading', 'Today')).toBeTruthy();
}

/** Unlocks and goes on to the caseload. */
export async function unlockToCaseload(world?: World): Promise<void> {
  await unlock(world);
  await press('link', 'Caseload');
  expect(the('heading', 'Caseload')).toBeTruthy();
}

/** Axe finds nothing. Rules that need a layout (contrast, target size) are checked in a browser. */
export async function expectAccessible(): Promise<void> {
  vi.useRealTimers();
  const found = await axe.run(document.body, {
    rules: { 'color-contrast': { enabled: false }, 'target-size': { enabled: false } },
  });
  const faults = found.violations.map(
    (v) => `${v.id}: ${v.help}\n  ${v.nodes.map((n) => n.html).join('\n  ')}`,
  );
  expect(faults.join('\n')).toBe('');
}

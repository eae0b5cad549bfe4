//! What can be done from here, by name: the keys that mean something on this screen, and the places of the window.

import { keyLabel } from '$/keys/keymap';
import { doable } from '$/keys/listening';
import { router } from '$/navigation/router.svelte';
import type { Route } from '$/navigation/routes';

export interface Action {
  id: string;
  text: string;
  /** As shown: `Alt+N`; empty for none. */
  key: string;
  run: () => void;
}

const places: readonly { text: string; route: Route }[] = [
  { text: 'Go to Today', route: { page: 'today' } },
  { text: 'Go to the caseload', route: { page: 'caseload' } },
  { text: 'Go to drafts', route: { page: 'drafts' } },
  { text: 'Go to settings', route: { page: 'settings', section: 'appearance' } },
  { text: 'Settings: locking', route: { page: 'settings', section: 'locking' } },
  { text: 'Settings: change passphrase', route: { page: 'settings', section: 'account' } },
];

/** The actions as they stand now: asked before a dialog covers the screen. */
export function actionsHere(): Action[] {
  const byKey = doable()
    .filter(({ name }) => name !== 'find' && (name !== 'back' || router.canGoBack))
    .map(({ name, nth, key, says, run }) => ({
      id: `${name}-${nth}`,
      text: says,
      key: keyLabel(key),
      run,
    }));
  const here = router.route.page;
  const byName = places
    .filter(({ route }) => route.page !== here || here === 'settings')
    .map(({ text, route }, at) => ({ id: `place-${at}`, text, key: '', run: () => router.go(route) }));
  return [...byKey, ...byName];
}

const wordsOf = (text: string) =>
  text
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);

/** Those of which every typed word begins a word. */
export function fitting(actions: readonly Action[], typed: string): Action[] {
  const wanted = wordsOf(typed);
  if (typed.trim() && !wanted.length) return [];
  return actions.filter(({ text }) => {
    const words = wordsOf(text);
    return wanted.every((w) => words.some((word) => word.startsWith(w)));
  });
}

//! Who acts on a key: the screen that came last, then those below it.

import { bindingFor, fits, isTyping, type KeyName } from './keymap';

/** Told which of the binding's keys it was, counted from 0. */
type Act = (nth: number) => unknown;
const acts = new Map<KeyName, Act[]>();

/** Binds a key while a screen stands. Returns the way to let go: made for `$effect`. */
export function onKey(name: KeyName, act: Act): () => void {
  const stack = acts.get(name) ?? [];
  stack.push(act);
  acts.set(name, stack);
  return () => {
    const at = stack.lastIndexOf(act);
    if (at >= 0) stack.splice(at, 1);
  };
}

/** Handles a key press; says whether it meant something here. */
export function handleKey(event: KeyboardEvent): boolean {
  const binding = bindingFor(event, isTyping(event.target));
  if (!binding) return false;
  // Behind a dialog only locking and keeping the draft go on; its own primary action is its own.
  const dialogOpen = document.querySelector('dialog[open]') !== null;
  if (dialogOpen && !['lock', 'keep-draft', 'primary'].includes(binding.name)) return false;
  const act = acts.get(binding.name)?.at(-1);
  if (!act) {
    // Ctrl+S and Ctrl+L mean something to a web view; here they never do.
    if (['lock', 'find', 'keep-draft'].includes(binding.name)) event.preventDefault();
    return false;
  }
  event.preventDefault();
  act(binding.keys.findIndex((written) => fits(event, written)));
  return true;
}

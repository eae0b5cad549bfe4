//! Who acts on a key: the screen that came last, then those below it.

import { bindingFor, fits, isTyping, keymap, type KeyName } from './keymap';

/** Told which of the binding's keys it was, counted from 0. */
type Act = (nth: number) => unknown;
const acts = new Map<KeyName, Act[]>();

/** What each of a binding's keys is for here, where the table can't say: the tabs of this case. */
const says = new Map<Act, readonly string[]>();

/** Binds a key while a screen stands. Returns the way to let go: made for `$effect`. */
export function onKey(name: KeyName, act: Act, each?: readonly string[]): () => void {
  if (each) says.set(act, each);
  const stack = acts.get(name) ?? [];
  stack.push(act);
  acts.set(name, stack);
  return () => {
    says.delete(act);
    const at = stack.lastIndexOf(act);
    if (at >= 0) stack.splice(at, 1);
  };
}

/** Something that a key does on the screen as it stands. */
export interface Doable {
  name: KeyName;
  nth: number;
  key: string;
  says: string;
  run: () => void;
}

/** Everything that keys do here, in the order of the table. */
export function doable(): Doable[] {
  return keymap.flatMap(({ name, keys, says: whole }) => {
    const act = acts.get(name)?.at(-1);
    if (!act) return [];
    const each = says.get(act);
    const texts = each ? each.slice(0, keys.length) : [whole];
    return texts.map((text, nth) => ({
      name,
      nth,
      key: keys[nth] ?? '',
      says: text,
      run: () => void act(nth),
    }));
  });
}

/** Handles a key press; says whether it meant something here. */
export function handleKey(event: KeyboardEvent): boolean {
  const binding = bindingFor(event, isTyping(event.target));
  if (!binding) return false;
  // Behind a dialog only locking, covering and keeping the draft go on; its own primary action is its own.
  const dialogOpen = document.querySelector('dialog[open]') !== null;
  if (dialogOpen && !['lock', 'cover', 'keep-draft', 'primary'].includes(binding.name)) return false;
  const act = acts.get(binding.name)?.at(-1);
  if (!act) {
    // Ctrl+S and Ctrl+L mean something to a web view; here they never do.
    if (['lock', 'cover', 'find', 'keep-draft'].includes(binding.name)) event.preventDefault();
    return false;
  }
  event.preventDefault();
  act(binding.keys.findIndex((written) => fits(event, written)));
  return true;
}

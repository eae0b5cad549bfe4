//! Every key in one table: what is bound, and what the help dialog shows.

export type KeyName = 'lock' | 'find' | 'register-patient' | 'keep-draft' | 'primary' | 'help' | 'back';

export interface Binding {
  name: KeyName;
  /** As shown: `Ctrl+K`. Several for one thing are listed. */
  keys: readonly string[];
  says: string;
  /** Also when a text box has the focus. */
  whileTyping: boolean;
}

export const keymap: readonly Binding[] = [
  { name: 'find', keys: ['Ctrl+K'], says: 'Find a patient in the caseload', whileTyping: true },
  { name: 'register-patient', keys: ['Alt+N'], says: 'Register a patient', whileTyping: true },
  { name: 'keep-draft', keys: ['Ctrl+S'], says: 'Keep the draft now', whileTyping: true },
  { name: 'primary', keys: ['Ctrl+Enter'], says: 'Do the main thing on this page', whileTyping: true },
  { name: 'back', keys: ['Alt+ArrowLeft'], says: 'Go back', whileTyping: false },
  { name: 'lock', keys: ['Ctrl+L'], says: 'Lock the register', whileTyping: true },
  { name: 'help', keys: ['F1', '?'], says: 'Show these keys', whileTyping: false },
];

/** Keys that the window leaves to the page's own controls, for the help dialog only. */
export const ownKeys: readonly { keys: readonly string[]; says: string }[] = [
  { keys: ['Esc'], says: 'Close a dialog' },
  { keys: ['↑', '↓'], says: 'Move through the caseload' },
  { keys: ['Enter'], says: 'Open the case' },
];

interface Pressed {
  key: string;
  ctrlKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
  metaKey: boolean;
}

function fits(pressed: Pressed, written: string): boolean {
  const parts = written.split('+');
  const key = parts.pop() ?? '';
  const needs = (modifier: string) => parts.includes(modifier);
  // Command stands for Ctrl on a Mac keyboard.
  const ctrl = pressed.ctrlKey || pressed.metaKey;
  if (ctrl !== needs('Ctrl') || pressed.altKey !== needs('Alt')) return false;
  // A shifted sign such as `?` says itself that Shift is held.
  if (/^[a-z]$/i.test(key) && pressed.shiftKey !== needs('Shift')) return false;
  return pressed.key.toLowerCase() === key.toLowerCase();
}

/** Which binding a key press means; `undefined` for none. */
export function bindingFor(pressed: Pressed, typing: boolean): Binding | undefined {
  return keymap.find((binding) =>
    binding.keys.some((written) => {
      if (!fits(pressed, written)) return false;
      return !typing || binding.whileTyping || /^F\d+$/.test(written);
    }),
  );
}

/** A key as people read it: `Alt+ArrowLeft` becomes `Alt+←`. */
export function keyLabel(written: string): string {
  return written.replace('ArrowLeft', '←').replace('ArrowRight', '→');
}

/** Does the focus stand where letters are typed? */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return true;
  return target instanceof HTMLInputElement && !['checkbox', 'radio', 'button'].includes(target.type);
}

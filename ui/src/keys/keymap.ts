//! Every key in one table: what is bound, and what the help dialog shows.

export type KeyName =
  | 'lock'
  | 'cover'
  | 'find'
  | 'register-patient'
  | 'keep-draft'
  | 'primary'
  | 'case-tab'
  | 'pathway'
  | 'notes-entry'
  | 'supervision'
  | 'help'
  | 'back';

export interface Binding {
  name: KeyName;
  /** As shown: `Ctrl+K`. Several for one thing are listed. */
  keys: readonly string[];
  /** What the help dialog shows in their place, where there are too many to list. */
  shown?: readonly string[];
  says: string;
  /** Also when a text box has the focus. */
  whileTyping: boolean;
}

export const keymap: readonly Binding[] = [
  { name: 'find', keys: ['Ctrl+K'], says: 'Find a patient, a note or an action', whileTyping: true },
  { name: 'register-patient', keys: ['Alt+N'], says: 'Register a patient', whileTyping: true },
  { name: 'keep-draft', keys: ['Ctrl+S'], says: 'Keep the draft now', whileTyping: true },
  { name: 'primary', keys: ['Ctrl+Enter'], says: 'Do the main thing on this page', whileTyping: true },
  {
    name: 'case-tab',
    keys: ['Alt+1', 'Alt+2', 'Alt+3', 'Alt+4', 'Alt+5', 'Alt+6', 'Alt+7', 'Alt+8', 'Alt+9', 'Alt+0'],
    shown: ['Alt+1', 'Alt+0'],
    says: 'Go to a tab of the case, first to tenth; the pathway has its own key',
    whileTyping: true,
  },
  { name: 'pathway', keys: ['Alt+P'], says: 'Go to the pathway of the case', whileTyping: true },
  {
    name: 'notes-entry',
    keys: ['Alt+E'],
    says: 'Write an entry for the notes of this case',
    whileTyping: true,
  },
  { name: 'supervision', keys: ['Alt+S'], says: 'Go to supervision', whileTyping: true },
  { name: 'back', keys: ['Alt+ArrowLeft'], says: 'Go back', whileTyping: false },
  { name: 'lock', keys: ['Ctrl+L'], says: 'Lock the register', whileTyping: true },
  { name: 'cover', keys: ['F9', 'Ctrl+Shift+L'], says: 'Cover the window for a moment', whileTyping: true },
  { name: 'help', keys: ['F1', '?'], says: 'Show all keys', whileTyping: false },
];

/** Keys that the window leaves to the page's own controls, for the help dialog only. */
export const ownKeys: readonly { keys: readonly string[]; says: string }[] = [
  { keys: ['Esc'], says: 'Close a dialog' },
  { keys: ['↑', '↓'], says: 'Move through a list' },
  { keys: ['Enter'], says: 'Open it' },
];

interface Pressed {
  key: string;
  ctrlKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
  metaKey: boolean;
  /** The key's place on the keyboard, where it is known. */
  code?: string;
}

/** Is this the key that was pressed? */
export function fits(pressed: Pressed, written: string): boolean {
  const parts = written.split('+');
  const key = parts.pop() ?? '';
  const needs = (modifier: string) => parts.includes(modifier);
  // Command stands for Ctrl on a Mac keyboard.
  const ctrl = pressed.ctrlKey || pressed.metaKey;
  if (ctrl !== needs('Ctrl') || pressed.altKey !== needs('Alt')) return false;
  // A shifted sign such as `?` says itself that Shift is held.
  if (/^[a-z]$/i.test(key) && pressed.shiftKey !== needs('Shift')) return false;
  if (/^\d$/.test(key)) {
    // Alt with the number pad types a sign by its code in Windows; some keyboards have digits only with Shift.
    if (pressed.code?.startsWith('Numpad')) return false;
    return pressed.key === key || pressed.code === `Digit${key}`;
  }
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

import { describe, expect, test, vi } from 'vitest';
import { bindingFor, isTyping, keymap } from '$/keys/keymap';
import { handleKey, onKey } from '$/keys/listening';

const press = (
  key: string,
  held: Partial<Record<'ctrlKey' | 'altKey' | 'shiftKey' | 'metaKey', boolean>> = {},
) => ({
  key,
  ctrlKey: false,
  altKey: false,
  shiftKey: false,
  metaKey: false,
  ...held,
});

describe('the keymap', () => {
  test('no two bindings share a key', () => {
    const keys = keymap.flatMap((binding) => binding.keys);
    expect(new Set(keys).size).toBe(keys.length);
  });

  test('each written key means its binding', () => {
    expect(bindingFor(press('k', { ctrlKey: true }), true)?.name).toBe('find');
    expect(bindingFor(press('l', { ctrlKey: true }), true)?.name).toBe('lock');
    expect(bindingFor(press('s', { ctrlKey: true }), true)?.name).toBe('keep-draft');
    expect(bindingFor(press('n', { altKey: true }), true)?.name).toBe('register-patient');
    expect(bindingFor(press('Enter', { ctrlKey: true }), true)?.name).toBe('primary');
    expect(bindingFor(press('F1'), true)?.name).toBe('help');
  });

  test('Alt with a digit means that tab, from the row of digits and not from the number pad', () => {
    const nth: number[] = [];
    const letGo = onKey('case-tab', (which) => nth.push(which));
    const alt = (key: string, code: string) =>
      handleKey(new KeyboardEvent('keydown', { key, code, altKey: true, cancelable: true }));
    alt('1', 'Digit1');
    alt('0', 'Digit0');
    alt('&', 'Digit1');
    expect(alt('3', 'Numpad3')).toBe(false);
    letGo();
    expect(nth).toEqual([0, 9, 0]);
    expect(bindingFor(press('e', { altKey: true }), true)?.name).toBe('notes-entry');
  });

  test('a key with another modifier means nothing', () => {
    expect(bindingFor(press('k'), false)).toBeUndefined();
    expect(bindingFor(press('k', { ctrlKey: true, altKey: true }), false)).toBeUndefined();
    expect(bindingFor(press('k', { ctrlKey: true, shiftKey: true }), false)).toBeUndefined();
  });

  test('a question mark is text while typing and help otherwise', () => {
    expect(bindingFor(press('?', { shiftKey: true }), true)).toBeUndefined();
    expect(bindingFor(press('?', { shiftKey: true }), false)?.name).toBe('help');
  });

  test('text boxes count as typing, check boxes do not', () => {
    const box = document.createElement('input');
    expect(isTyping(box)).toBe(true);
    box.type = 'checkbox';
    expect(isTyping(box)).toBe(false);
    expect(isTyping(document.createElement('textarea'))).toBe(true);
    expect(isTyping(document.body)).toBe(false);
  });

  test('the screen that came last acts, and the one below it again after it has gone', () => {
    const below = vi.fn();
    const above = vi.fn();
    const letGoBelow = onKey('primary', below);
    const letGoAbove = onKey('primary', above);
    const enter = () => new KeyboardEvent('keydown', { key: 'Enter', ctrlKey: true, cancelable: true });
    handleKey(enter());
    letGoAbove();
    handleKey(enter());
    letGoBelow();
    expect(above).toHaveBeenCalledTimes(1);
    expect(below).toHaveBeenCalledTimes(1);
    expect(handleKey(enter())).toBe(false);
  });

  test('the web view never sees its own Ctrl+S', () => {
    const event = new KeyboardEvent('keydown', { key: 's', ctrlKey: true, cancelable: true });
    handleKey(event);
    expect(event.defaultPrevented).toBe(true);
  });
});

import { describe, expect, test } from 'vitest';
import { grouped } from '$/features/patients/nhs-number';

/** `|` is the caret. */
function type(text: string): string {
  const at = text.indexOf('|');
  const next = grouped(text.replace('|', ''), at);
  return `${next.text.slice(0, next.caret)}|${next.text.slice(next.caret)}`;
}

describe('an NHS number while it is typed', () => {
  test('is grouped 3-3-4 as it grows, the caret stays at its end', () => {
    expect(type('999|')).toBe('999|');
    expect(type('9990|')).toBe('999 0|');
    expect(type('999 0000|')).toBe('999 000 0|');
    expect(type('999 000 0018|')).toBe('999 000 0018|');
  });

  test('keeps the caret behind the digit that was typed in the middle', () => {
    expect(type('99|9 000 0018')).toBe('99|9 000 0018');
    expect(type('9995| 000 018')).toBe('999 5|00 0018');
    expect(type('1|999 000 0018')).toBe('1|99 900 00018');
  });

  test('keeps the caret where a digit was deleted', () => {
    expect(type('999 |00 0018')).toBe('999| 000 018');
    expect(type('999 000 001|')).toBe('999 000 001|');
  });

  test('deleting only the space moves the caret over it, so that the next key deletes a digit', () => {
    expect(type('999|000 0018')).toBe('999| 000 0018');
  });

  test('takes a pasted number in any spacing', () => {
    expect(type('9990000018|')).toBe('999 000 0018|');
    expect(type(' 999-000-0018|')).toBe('999 000 0018|');
  });

  test('never hides what does not belong there', () => {
    expect(type('99A|')).toBe('99A|');
    expect(type('999 000 001899|')).toBe('999 000 001899|');
  });
});

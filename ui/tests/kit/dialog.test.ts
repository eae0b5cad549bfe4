import { afterEach, expect, test, vi } from 'vitest';
import { scrollable } from '$/kit/dialog/scrollable';

afterEach(() => vi.unstubAllGlobals());

/** What is said of a box of this content that is taller than its place, or not. */
function asked(html: string, scrolls: boolean): boolean | undefined {
  let look: () => void = () => {};
  vi.stubGlobal(
    'ResizeObserver',
    class {
      constructor(then: () => void) {
        look = then;
      }
      observe() {}
      disconnect() {}
    },
  );
  const box = document.createElement('div');
  box.innerHTML = html;
  Object.defineProperty(box, 'scrollHeight', { value: scrolls ? 900 : 400 });
  Object.defineProperty(box, 'clientHeight', { value: 400 });
  let said: boolean | undefined;
  scrollable((needed) => (said = needed))(box);
  look();
  return said;
}

test('what scrolls in a dialog is reached by the keyboard where nothing in it is', () => {
  expect(asked('<p>Long</p>', true)).toBe(true);
  expect(asked('<p>Short</p>', false)).toBe(false);
  expect(asked('<p><a href="#there">There</a></p>', true)).toBe(false);
  expect(asked('<h3 tabindex="-1">Only by the program</h3>', true)).toBe(true);
});

//! Theme and text size, set on the document itself.

import type { Theme } from '$/ipc/types';

let wanted: Theme = 'system';
let watching = false;

function resolve(): void {
  const systemDark = typeof matchMedia === 'function' && matchMedia('(prefers-color-scheme: dark)').matches;
  const dark = wanted === 'dark' || (wanted === 'system' && systemDark);
  document.documentElement.dataset.theme = dark ? 'dark' : 'light';
}

/** Puts on the theme; `system` follows the computer. */
export function wearTheme(theme: Theme): void {
  wanted = theme;
  if (!watching && typeof matchMedia === 'function') {
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', resolve);
    watching = true;
  }
  resolve();
}

/** Sizes all text; every length on screen is in rem and follows. 100 to 200. */
export function wearTextSize(percent: number): void {
  document.documentElement.style.fontSize = `${percent}%`;
}

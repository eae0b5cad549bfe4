// What the product's bundle may not hold: the stand-in, a remote address, anything the policy would block.

import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';
import { afterAll, beforeAll, expect, test } from 'vitest';

let out = '';
const read: Record<string, string> = {};

beforeAll(async () => {
  out = mkdtempSync(join(tmpdir(), 'casebook-ui-'));
  await build({
    configFile: 'vite.config.ts',
    logLevel: 'silent',
    build: { outDir: out, emptyOutDir: true },
  });
  read['index.html'] = readFileSync(join(out, 'index.html'), 'utf8');
  for (const name of readdirSync(join(out, 'assets')))
    read[name] = readFileSync(join(out, 'assets', name), 'latin1');
}, 120_000);
afterAll(() => rmSync(out, { recursive: true, force: true }));

const files = (part: RegExp) => Object.entries(read).filter(([name]) => part.test(name));

test('the stand-in and its made-up register are not in the product', () => {
  for (const [name, text] of files(/./)) {
    expect(text.includes('quiet lanterns over the estuary'), name).toBe(false);
    expect(text.includes('/people/okafor'), name).toBe(false);
    expect(text.includes('failNext'), name).toBe(false);
  }
});

test('the page has no script, style or event handler of its own', () => {
  const html = read['index.html'] ?? '';
  expect(html).not.toMatch(/\sstyle=|\son[a-z]+=|<style/);
  expect(html.match(/<script[^>]*>[^<]+<\/script>/)).toBeNull();
});

test('styles and page name no remote address, and no Frutiger', () => {
  for (const [name, text] of files(/\.(css|html)$/)) {
    expect(text.match(/https?:\/\//), name).toBeNull();
    expect(text.toLowerCase().includes('frutiger'), name).toBe(false);
  }
});

test('nothing is kept in the web view’s own storage, and no text is edited outside form controls', () => {
  for (const [name, text] of files(/^index.*\.js$/)) {
    for (const word of ['localStorage', 'sessionStorage', 'indexedDB', 'contenteditable'])
      expect(text.includes(word), `${name}: ${word}`).toBe(false);
  }
});

test('the letter’s painter is a chunk of its own, not loaded at the start', () => {
  expect(files(/^painter.*\.js$/)).toHaveLength(1);
  expect(read['index.html']).not.toContain('painter');
});

test('only the ipc folder imports the shell', () => {
  const walk = (folder: string): string[] =>
    readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
      entry.isDirectory() ? walk(join(folder, entry.name)) : [join(folder, entry.name)],
    );
  const importers = walk('src').filter(
    (file) => /\.(ts|svelte)$/.test(file) && /from '@tauri-apps/.test(readFileSync(file, 'utf8')),
  );
  expect(importers).toEqual([join('src', 'ipc', 'call.ts')]);
});

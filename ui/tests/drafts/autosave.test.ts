import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Autosave } from '$/features/drafts/autosave.svelte';
import { held } from '$/features/drafts/held.svelte';
import { calls, delay, failNext, resetCalls } from '../standin/core';
import { become, error, usedRegister, world } from '../standin/world';

const storage = error('storage', 'The register could not be read or written (keeping a draft).');
const saves = () => calls.filter((call) => call.name === 'save_draft');
const open = () =>
  new Autosave(
    'Formulation',
    { kind: 'formulation:five-ps', patient_id: null, case_id: null, base: null },
    { text: '' },
  );

beforeEach(() => {
  vi.useFakeTimers();
  become({ ...usedRegister(), state: 'unlocked' });
  resetCalls();
});
afterEach(() => {
  held.forget();
  vi.useRealTimers();
});

test('a pause of half a second saves what was typed', async () => {
  const autosave = open();
  autosave.changed({ text: 'a' });
  await vi.advanceTimersByTimeAsync(499);
  expect(saves()).toHaveLength(0);
  expect(autosave.state).toBe('waiting');
  await vi.advanceTimersByTimeAsync(1);
  expect(saves()).toHaveLength(1);
  expect(autosave.state).toBe('kept');
  expect(autosave.savedAt).toBe('14:02:11');
  expect(world.drafts[0]?.state).toEqual({ text: 'a' });
});

test('typing without a pause is saved within a second of its first key', async () => {
  const autosave = open();
  for (let key = 0; key < 11; key += 1) {
    autosave.changed({ text: 'x'.repeat(key + 1) });
    await vi.advanceTimersByTimeAsync(100);
  }
  expect(saves().length).toBeGreaterThanOrEqual(1);
});

test('opening a form and changing nothing makes no draft', async () => {
  const autosave = open();
  autosave.changed({ text: '' });
  await vi.advanceTimersByTimeAsync(5000);
  expect(saves()).toHaveLength(0);
  expect(autosave.state).toBe('clean');
});

test('what is typed while a save is under way is saved too', async () => {
  delay('save_draft', 300);
  const autosave = open();
  autosave.changed({ text: 'a' });
  await vi.advanceTimersByTimeAsync(600);
  autosave.changed({ text: 'ab' });
  await vi.advanceTimersByTimeAsync(2000);
  expect(world.drafts[0]?.state).toEqual({ text: 'ab' });
  expect(autosave.unsaved).toBe(false);
});

test('a failure is said, tried again by itself, and nothing typed is lost', async () => {
  failNext('save_draft', storage, 2);
  const autosave = open();
  autosave.changed({ text: 'kept' });
  await vi.advanceTimersByTimeAsync(500);
  expect(autosave.state).toBe('failed');
  expect(autosave.problem?.code).toBe('storage');
  expect(held.failed).toEqual([autosave]);
  await vi.advanceTimersByTimeAsync(2000);
  expect(autosave.state).toBe('failed');
  await vi.advanceTimersByTimeAsync(4000);
  expect(autosave.state).toBe('kept');
  expect(world.drafts[0]?.state).toEqual({ text: 'kept' });
});

test('a person can try again at once', async () => {
  failNext('save_draft', storage, 1);
  const autosave = open();
  autosave.changed({ text: 'kept' });
  await vi.advanceTimersByTimeAsync(500);
  expect(await autosave.flush()).toBe(true);
  expect(autosave.state).toBe('kept');
});

test('a screen that was left while its draft could not be saved stays held until it is', async () => {
  failNext('save_draft', storage, 1);
  const autosave = open();
  autosave.changed({ text: 'kept' });
  held.leave(autosave);
  await vi.advanceTimersByTimeAsync(0);
  expect(held.failed).toEqual([autosave]);
  await vi.advanceTimersByTimeAsync(2000);
  expect(held.failed).toEqual([]);
  expect(world.drafts[0]?.state).toEqual({ text: 'kept' });
});

test('after signing nothing is saved any more', async () => {
  const autosave = open();
  autosave.changed({ text: 'a' });
  await autosave.end();
  autosave.changed({ text: 'ab' });
  await vi.advanceTimersByTimeAsync(5000);
  expect(saves()).toHaveLength(0);
});

test('handing in before locking gives up after its time limit', async () => {
  delay('save_draft', 10_000);
  const autosave = open();
  autosave.changed({ text: 'a' });
  const done = held.flushWithin(2000);
  await vi.advanceTimersByTimeAsync(2000);
  expect(await done).toBe(false);
});

test('typing back to what was there makes the form clean again', async () => {
  const autosave = open();
  autosave.changed({ text: 'a' });
  autosave.changed({ text: '' });
  await vi.advanceTimersByTimeAsync(5000);
  expect(saves()).toHaveLength(0);
  expect(autosave.state).toBe('clean');
});

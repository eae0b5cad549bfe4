import { beforeEach, expect, test } from 'vitest';
import { askAhead, call } from '$/ipc/call';
import { calls, failNext, resetCalls } from '../standin/core';
import { become, error, usedRegister } from '../standin/world';

const task = () => new Promise((done) => setTimeout(done));
const asked = () => calls.filter(({ name }) => name === 'drafts').length;

beforeEach(() => {
  become({ ...usedRegister(), state: 'unlocked' });
  resetCalls();
});

test('the screen that was asked for gets the answer, and whoever comes after it asks', async () => {
  await askAhead('drafts');
  await call('drafts');
  expect(asked()).toBe(1);
  await call('drafts');
  expect(asked()).toBe(2);
});

test('a screen that asks before the answer is there waits for the same one', async () => {
  const ahead = askAhead('drafts');
  await Promise.all([ahead, call('drafts')]);
  expect(asked()).toBe(1);
});

test('what nobody asks for at once is not kept: neither an answer nor a refusal', async () => {
  await askAhead('drafts');
  await task();
  failNext('drafts', error('storage', 'no'), 1);
  await askAhead('drafts');
  await task();
  await call('drafts');
  expect(asked()).toBe(3);
});

test('a refusal is the screen’s as well, once', async () => {
  failNext('drafts', error('storage', 'no'), 1);
  await askAhead('drafts');
  await expect(call('drafts')).rejects.toMatchObject({ code: 'storage' });
  await call('drafts');
  expect(asked()).toBe(2);
});

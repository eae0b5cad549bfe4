import { afterEach, expect, test, vi } from 'vitest';
import { calls, delay } from '../standin/core';
import { usedRegister, world } from '../standin/world';
import {
  all,
  byTest,
  choose,
  close,
  expectAccessible,
  faults,
  press,
  screenText,
  settle,
  the,
  type,
  unlock,
} from './window';

/** What the newest call of a command asked. */
const lastOf = (name: string) => calls.filter((c) => c.name === name).at(-1)?.request;

afterEach(() => close());

const rows = () => byTest('audit')?.querySelectorAll('tbody tr').length ?? 0;

test('the audit is filtered by kind, person, day and case, and saved as it is shown', async () => {
  await unlock();
  await press('link', 'Audit');
  expect(the('heading', 'Audit')).toBeTruthy();
  expect(rows()).toBe(7);
  await expectAccessible();
  const left = all('radio', 'What left')[0] as HTMLElement;
  left.focus();
  left.click();
  await settle();
  // Whoever walks through the kinds with the arrow keys must not be thrown back to the heading.
  expect(document.activeElement).toBe(left);
  expect(the('heading', 'What left the register')).toBeTruthy();
  expect(rows()).toBe(2);
  expect(screenText()).toContain('/people/okafor/Documents/gp-letter-2026-11-22.pdf');
  await expectAccessible();
  await choose('Person', 'Dr A. Okafor');
  await type('From', '1.11.26');
  await press('button', 'Show');
  expect(await faults().catch(() => [])).toEqual([]);
  expect(screenText()).toContain('Write the day as 20-Nov-2026.');
  await type('From', '1-Nov-2026');
  await press('button', 'Show');
  await press('button', 'Save as CSV…');
  expect(screenText()).toContain(
    'Saved as /people/okafor/Documents/casebook-audit-2026-11-22.csv, unencrypted.',
  );
  expect(lastOf('save_audit')).toMatchObject({
    kind: 'left',
    from: '1-Nov-2026',
    user_id: world.users[0]?.id,
  });
  await press('button', 'Only the case cccccccc');
  expect(lastOf('audit')).toMatchObject({ kind: 'left', case_id: 'c'.repeat(32) });
  await press('button', 'Show all cases');
  expect(lastOf('audit')).toMatchObject({ kind: 'left', case_id: null });
});

test('whoever walks on through the kinds before the answer is there reads the entries of the last one', async () => {
  await unlock();
  await press('link', 'Audit');
  delay('audit', 60);
  (all('radio', 'What left')[0] as HTMLElement).click();
  await settle();
  (all('radio', 'Outside own list')[0] as HTMLElement).click();
  await vi.waitFor(() => expect(rows()).toBe(1));
  expect(the('heading', 'Opened outside their own list')).toBeTruthy();
  expect(byTest('audit')?.textContent).toContain('Opened outside own list');
});

test('who keeps no accounts has no way to the audit', async () => {
  const mine = usedRegister();
  mine.users = mine.users.map((u) => (u.id === mine.me ? { ...u, role: 'clinician' as const } : u));
  await unlock(mine);
  expect(all('link', 'Audit')).toHaveLength(0);
});

import { expect, test } from 'vitest';
import { clinicalDate, isoDate } from '$/kit/date-text/dates';

test('a date is shown as the common user interface writes it', () => {
  expect(clinicalDate('2026-11-02')).toBe('02-Nov-2026');
  expect(clinicalDate('whenever')).toBe('whenever');
});

test('a typed date becomes an ISO date, day first', () => {
  expect(isoDate('2/11/2026')).toBe('2026-11-02');
  expect(isoDate('02-Nov-2026')).toBe('2026-11-02');
  expect(isoDate('2 November 2026')).toBe('2026-11-02');
  expect(isoDate('2026-11-02')).toBe('2026-11-02');
});

test('what cannot be read is left for the core to judge', () => {
  expect(isoDate('2/13/2026')).toBe('2/13/2026');
  expect(isoDate('soon')).toBe('soon');
});

import type { Occasions } from '$/ipc/types';

/** What a line says when it is to be filled in: the boxes that can be ticked. */
export const occasions = [
  { value: 'at_start', text: 'At the start' },
  { value: 'at_review', text: 'For the review' },
  { value: 'at_discharge', text: 'At discharge' },
] as const;

/** The boxes that are ticked on a line. */
export const ticked = (line: Occasions): string[] =>
  occasions.filter(({ value }) => line[value]).map(({ value }) => value);

/** How often, in sessions; one that is kept and not among them is offered as well. */
export function everies(kept: number): { value: string; text: string }[] {
  const numbers = [0, 1, 2, 3, 4, 5, 6, 8, 10];
  if (!numbers.includes(kept)) numbers.push(kept);
  return numbers
    .toSorted((a, b) => a - b)
    .map((n) => ({
      value: String(n),
      text: n === 0 ? 'Not by number' : n === 1 ? 'Every session' : `Every ${n} sessions`,
    }));
}

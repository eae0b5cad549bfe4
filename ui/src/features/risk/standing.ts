import type { RiskStanding } from '$/ipc/types';
import type { Meaning } from '$/kit/tag/Tag.svelte';

/** How a risk statement's standing is marked. None of them is green: what is in date is not thereby well. */
export const standingMark: Record<RiskStanding, { meaning: Meaning; text: string }> = {
  'not-assessed': { meaning: 'waits', text: 'Not assessed' },
  current: { meaning: 'plain', text: 'In date' },
  'review-due': { meaning: 'waits', text: 'Review is due' },
  overtaken: { meaning: 'safety', text: 'Overtaken by a newer answer' },
};

import type { GoalForm, GoalStatus } from '$/ipc/types';
import type { Meaning } from '$/kit/tag/Tag.svelte';

export const goalStatuses: { value: GoalStatus; text: string }[] = [
  { value: 'open', text: 'Being worked on' },
  { value: 'reached', text: 'Reached' },
  { value: 'set-aside', text: 'Set aside' },
];
export const goalMeaning: Record<GoalStatus, Meaning> = {
  open: 'acts',
  reached: 'well',
  'set-aside': 'over',
};

export const emptyGoal = (today: string): GoalForm => ({
  words: '',
  specific: '',
  measurable: '',
  achievable: '',
  realistic: '',
  by: '',
  baseline: '',
  target: '',
  agreed_on: today,
  status: null,
});

/** The parts as they are read, in the order of the letters. */
export const parts: { key: 'specific' | 'measurable' | 'achievable' | 'realistic'; text: string }[] = [
  { key: 'specific', text: 'Specific' },
  { key: 'measurable', text: 'Measurable' },
  { key: 'achievable', text: 'Achievable' },
  { key: 'realistic', text: 'Realistic' },
];

import type { SubmissionState } from '$/ipc/types';
import type { Meaning } from '$/kit/tag/Tag.svelte';

/** What a person says of something that was submitted. */
export type Answer = 'countersign' | 'return';

/** In a list the words stand alone; beside the core's own sentence one word is enough. */
export const states: Record<SubmissionState, { word: string; text: string; meaning: Meaning }> = {
  awaiting: { word: 'Awaiting', text: 'Awaiting countersignature', meaning: 'waits' },
  returned: { word: 'Returned', text: 'Returned with a comment', meaning: 'acts' },
  countersigned: { word: 'Countersigned', text: 'Countersigned', meaning: 'well' },
};

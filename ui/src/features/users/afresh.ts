//! After a lock the window begins as a new document, in a new process where the shell can begin one, so that nothing of a
//! session stays in the page or behind it. Why it locked goes along as a word in the address, which says nothing of anybody.

export type Because = 'person' | 'idle' | 'ended' | 'sleep' | 'screen' | 'cover';

export interface Why {
  because: Because;
  /** What was typed last is kept. */
  kept: boolean;
}

const words: readonly Because[] = ['person', 'idle', 'ended', 'sleep', 'screen', 'cover'];

export const afresh = {
  /** Begins anew; says whether the window goes. Replaced, so that there is nothing to go back to; the shell sees the word. */
  begin({ because, kept }: Why): boolean {
    history.replaceState(null, '', `/?because=${because}${kept ? '' : '&kept=no'}`);
    location.reload();
    return true;
  },

  /** Why it began anew, once; `null` where it did not. */
  why(): Why | null {
    const asked = new URLSearchParams(location.search);
    const because = words.find((word) => word === asked.get('because'));
    if (!because) return null;
    history.replaceState(null, '', '/');
    return { because, kept: asked.get('kept') !== 'no' };
  },
};

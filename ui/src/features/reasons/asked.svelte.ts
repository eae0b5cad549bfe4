import { router } from '$/navigation/router.svelte';

/** The case for which a reason is asked at the place where the window is. */
class Asked {
  #at = $state.raw<{ case_id: string; moves: number } | null>(null);

  /** The core has not opened a case. */
  ask(case_id: string): void {
    this.#at = { case_id, moves: router.moves };
  }

  /** Does this place wait for a reason? Whoever goes elsewhere is asked anew. */
  for(case_id: string): boolean {
    return this.#at?.case_id === case_id && this.#at.moves === router.moves;
  }

  given(): void {
    this.#at = null;
  }
}

export const asked = new Asked();

//! "Find a patient" is the caseload's filter box: asked for from anywhere, answered by the caseload.

import { router } from '$/navigation/router.svelte';

class FindBox {
  /** Rises with each asking; the caseload focuses its box when it sees one. */
  asked = $state(0);

  ask(): void {
    this.asked += 1;
    if (router.route.page !== 'caseload') router.go({ page: 'caseload' });
  }

  /** The asking was answered. */
  done(): void {
    this.asked = 0;
  }
}

export const findBox = new FindBox();

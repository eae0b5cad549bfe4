//! What scrolls and holds nothing that takes the focus has to be reached by the keyboard itself.

import type { Attachment } from 'svelte/attachments';

const focusable = 'a[href], button, input, select, textarea, [tabindex]:not([tabindex="-1"])';

/** Says whether the element itself has to stand in the tab order, for as long as it is shown. */
export const scrollable =
  (says: (needed: boolean) => void): Attachment<HTMLElement> =>
  (element) => {
    if (typeof ResizeObserver === 'undefined') return;
    const look = () => {
      const within = [...element.children].some((c) => c.matches(focusable) || c.querySelector(focusable));
      says(element.scrollHeight > element.clientHeight && !within);
    };
    const watch = new ResizeObserver(look);
    watch.observe(element);
    for (const child of element.children) watch.observe(child);
    return () => watch.disconnect();
  };

import type { Attachment } from 'svelte/attachments';

/** Keeps a textarea as tall as its text. WebKitGTK 2.50 has no `field-sizing`, so the height is measured. */
export function grow(text: () => string): Attachment<HTMLTextAreaElement> {
  return (area) => {
    const fit = () => {
      area.style.height = 'auto';
      if (area.scrollHeight > 0) {
        const borders = area.offsetHeight - area.clientHeight;
        area.style.height = `${area.scrollHeight + borders}px`;
      }
    };
    $effect(() => {
      text();
      fit();
    });
    if (typeof ResizeObserver === 'undefined') return;
    let width = 0;
    const watch = new ResizeObserver(([entry]) => {
      const now = entry?.contentRect.width ?? 0;
      if (Math.abs(now - width) > 0.5) {
        width = now;
        fit();
      }
    });
    watch.observe(area);
    return () => watch.disconnect();
  };
}

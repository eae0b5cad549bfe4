//! What the printer gets: the letter's pages and nothing else of the window.

/** About 190 dots an inch on A4: sharper than the screen, small enough for a long letter. */
const WIDTH = 794;
const RATIO = 2;

/**
 * Lays the pages out beside the window, where only a printer sees them (styles/print.css). Returns the way to
 * take them away again: nothing of a letter stays behind its screen.
 */
export async function layOut(bytes: ArrayBuffer): Promise<() => void> {
  const { paint } = await import('./painter');
  const pages = await paint(bytes, WIDTH, RATIO);
  const paper = document.createElement('div');
  paper.className = 'printed-pages';
  paper.setAttribute('aria-hidden', 'true');
  for (const { canvas } of pages) {
    const page = document.createElement('div');
    page.append(canvas);
    paper.append(page);
  }
  document.body.append(paper);
  return () => paper.remove();
}

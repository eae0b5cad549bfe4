//! Paints a PDF's pages with pdf.js. A chunk of its own: loaded when the first letter is looked at.

import './gaps';
import { getDocument, GlobalWorkerOptions, VerbosityLevel, type PDFPageProxy } from 'pdfjs-dist';

export interface PaintedPage {
  canvas: HTMLCanvasElement;
  /** The page's own words, for a screen reader. */
  text: string;
}

let worker: Worker | undefined;

/**
 * Paints all pages as wide as `width` CSS pixels. Our letters are text and lines in embedded fonts: no
 * script, no form, no wasm decoder and no fetched font is needed, and none is allowed.
 */
export async function paint(bytes: ArrayBuffer, width: number, ratio: number): Promise<PaintedPage[]> {
  worker ??= new Worker(new URL('./pdf-worker.ts', import.meta.url), { type: 'module' });
  GlobalWorkerOptions.workerPort = worker;
  const task = getDocument({
    // pdf.js hands the bytes over to its worker: it gets a copy.
    data: new Uint8Array(bytes.slice(0)),
    isEvalSupported: false,
    useWasm: false,
    useWorkerFetch: false,
    useSystemFonts: false,
    disableAutoFetch: true,
    disableStream: true,
    enableXfa: false,
    stopAtErrors: true,
    verbosity: VerbosityLevel.ERRORS,
  });
  try {
    const pdf = await task.promise;
    const pages: PaintedPage[] = [];
    for (let number = 1; number <= pdf.numPages; number += 1) {
      const page = await pdf.getPage(number);
      const natural = page.getViewport({ scale: 1 });
      const viewport = page.getViewport({ scale: (width / natural.width) * ratio });
      const canvas = document.createElement('canvas');
      canvas.width = Math.round(viewport.width);
      canvas.height = Math.round(viewport.height);
      await page.render({ canvas, viewport, annotationMode: 0, background: '#ffffff' }).promise;
      const text = await wordsOf(page);
      pages.push({ canvas, text });
    }
    return pages;
  } finally {
    await task.destroy();
  }
}

/** The page's words. Read through a reader: WebKitGTK 2.50 cannot iterate over a stream, as pdf.js would. */
async function wordsOf(page: PDFPageProxy): Promise<string> {
  const reader = (page.streamTextContent() as ReadableStream<{ items: object[] }>).getReader();
  let words = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return words;
    for (const item of value.items) {
      if ('str' in item && typeof item.str === 'string')
        words += item.str + ('hasEOL' in item && item.hasEOL ? '\n' : '');
    }
  }
}

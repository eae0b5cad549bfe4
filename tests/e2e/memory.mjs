// What stands in the memory of a process, looked at from outside.

import { closeSync, openSync, readFileSync, readSync } from 'node:fs';

/** How often each of these texts stands in the memory of a process, as bytes or as JavaScript's wide characters. */
export function inMemory(id, texts) {
  const wanted = texts.flatMap((text) => [
    { text, bytes: Buffer.from(text) },
    { text: `${text} (wide)`, bytes: Buffer.from(text, 'utf16le') },
  ]);
  const found = new Map();
  const memory = openSync(`/proc/${id}/mem`, 'r');
  for (const [start, end] of present(id)) {
    const step = 16 << 20;
    // Pieces overlap, so that no text is cut in two.
    for (let at = start; at < end; at += step) {
      const buffer = Buffer.alloc(Math.min(step + 128, end - at));
      try {
        readSync(memory, buffer, 0, buffer.length, at);
      } catch {
        continue;
      }
      for (const { text, bytes } of wanted) {
        let place = -1;
        while ((place = buffer.indexOf(bytes, place + 1)) >= 0) found.set(text, (found.get(text) ?? 0) + 1);
      }
    }
  }
  closeSync(memory);
  return found;
}

/** The pieces of a process's writable memory that are really there: a browser reserves a hundred times as much. */
function present(id) {
  const pieces = [];
  const pages = openSync(`/proc/${id}/pagemap`, 'r');
  for (const line of readFileSync(`/proc/${id}/maps`, 'utf8').split('\n')) {
    const [, from, to] = /^([0-9a-f]+)-([0-9a-f]+) rw/.exec(line) ?? [];
    if (!from) continue;
    const [first, last] = [parseInt(from, 16) / 4096, parseInt(to, 16) / 4096];
    for (let page = first; page < last; page += 65_536) {
      const entries = Buffer.alloc(Math.min(65_536, last - page) * 8);
      const count = readSync(pages, entries, 0, entries.length, page * 8) / 8;
      for (let n = 0; n < count; n += 1) {
        // The two highest bits: in memory, or in the swap.
        if (entries[n * 8 + 7] < 0x40) continue;
        const at = (page + n) * 4096;
        if (pieces.at(-1)?.[1] === at) pieces.at(-1)[1] = at + 4096;
        else pieces.push([at, at + 4096]);
      }
    }
  }
  closeSync(pages);
  return pieces;
}

//! What pdf.js 5.6 uses and web views older than WebKitGTK 2.50 do not have. Loaded before pdf.js, in the page
//! and in its worker.

interface WithGaps {
  getOrInsertComputed?: unknown;
}

function define(on: object, name: string, value: unknown): void {
  if (!(name in on)) Object.defineProperty(on, name, { value, configurable: true, writable: true });
}

function getOrInsertComputed<K, V>(
  this: { has(key: K): boolean; get(key: K): V; set(key: K, value: V): unknown },
  key: K,
  compute: (key: K) => V,
): V {
  if (!this.has(key)) this.set(key, compute(key));
  return this.get(key);
}
function getOrInsert<K, V>(
  this: { has(key: K): boolean; get(key: K): V; set(key: K, value: V): unknown },
  key: K,
  value: V,
): V {
  if (!this.has(key)) this.set(key, value);
  return this.get(key);
}

for (const prototype of [Map.prototype, WeakMap.prototype] as WithGaps[]) {
  define(prototype, 'getOrInsertComputed', getOrInsertComputed);
  define(prototype, 'getOrInsert', getOrInsert);
}
// Exact enough for page geometry; the standard's correct rounding is not needed here.
define(Math, 'sumPrecise', (numbers: Iterable<number>) => {
  let sum = 0;
  for (const number of numbers) sum += number;
  return sum;
});
define(
  Promise,
  'try',
  (work: (...args: unknown[]) => unknown, ...args: unknown[]) =>
    new Promise((resolve) => resolve(work(...args))),
);
define(Uint8Array.prototype, 'toHex', function toHex(this: Uint8Array) {
  return Array.from(this, (byte) => byte.toString(16).padStart(2, '0')).join('');
});

//! Where things stand in a chart. Places only: what is shown is decided in the core.

/** Days to places between two edges, to scale; evenly where all days are the same. */
export function placesOf(days: readonly number[], from: number, to: number): number[] {
  const last = days.at(-1) ?? 0;
  if (days.length === 1) return [(from + to) / 2];
  return days.map((day, i) => from + (to - from) * (last > 0 ? day / last : i / (days.length - 1)));
}

/** Which labels stand: the last one always, another only where it does not touch the next. */
export function labelPlaces(places: readonly number[], wide: number): number[] {
  const out: number[] = [];
  let limit = Infinity;
  for (let i = places.length - 1; i >= 0; i -= 1) {
    const at = places[i] ?? 0;
    if (at + wide / 2 <= limit) {
      out.push(i);
      limit = at - wide / 2;
    }
  }
  return out;
}

/** The smallest neat step that gives at most six marks on the axis. */
export function ticksOf(min: number, max: number, scale: number): number[] {
  const range = max - min;
  let step = scale;
  for (;;) {
    const fits = [1, 2, 5].find((factor) => range <= step * factor * 5);
    if (fits) {
      step *= fits;
      break;
    }
    step *= 10;
  }
  const marks: number[] = [];
  for (let mark = min; mark <= max; mark += step) marks.push(mark);
  return marks;
}

/** A stored whole number as it reads: tenths and hundredths as decimals. */
export function shown(value: number, scale: number): string {
  return String(value / scale);
}

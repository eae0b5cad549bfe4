//! Where things stand in a chart. Places only: what is shown is decided in the core.

import type { ChartPoint } from '$/ipc/types';

/** Days to places between two edges, to scale; evenly where all days are the same. `length`: of a longer axis. */
export function placesOf(days: readonly number[], from: number, to: number, length = 0): number[] {
  const last = length || (days.at(-1) ?? 0);
  if (days.length === 1 && !length) return [(from + to) / 2];
  return days.map(
    (day, i) => from + (to - from) * (last > 0 ? day / last : i / Math.max(1, days.length - 1)),
  );
}

/** Which labels stand: the last always, the first where both have room, another only where it touches none of these. */
export function labelPlaces(places: readonly number[], wide: number): number[] {
  const out: number[] = [];
  const last = places.at(-1) ?? 0;
  const first = places[0] ?? 0;
  const both = first + wide <= last;
  let limit = Infinity;
  for (let i = places.length - 1; i >= 0; i -= 1) {
    const at = places[i] ?? 0;
    const clear = !both || i === 0 || i === places.length - 1 || at - wide >= first;
    if (clear && at + wide / 2 <= limit) {
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

/** A point on the plane of a picture. */
export interface Placed {
  x: number;
  y: number;
  at: ChartPoint;
}

/** Stretches that a line joins. What stands apart, such as a total out of another maximum, begins a new one. */
export function runsOf(points: readonly Placed[]): Placed[][] {
  const out: Placed[][] = [];
  for (const point of points) {
    if (point.at.apart || out.length === 0) out.push([]);
    out.at(-1)?.push(point);
  }
  return out.filter((run) => run.length > 1);
}

export type Shape = 'square' | 'diamond' | 'triangle' | 'circle';

/** Shape as well as colour: the first is a square, the newest a diamond, one that stands apart a triangle. */
export function shapeOf(points: readonly ChartPoint[], i: number): Shape {
  if (points[i]?.apart) return 'triangle';
  if (i === 0) return 'square';
  return i === points.length - 1 ? 'diamond' : 'circle';
}

/** The outline of a shape around a place. */
export function outline(shape: Shape, x: number, y: number, r: number): string {
  const corners: [number, number][] = {
    square: [
      [-1, -1],
      [1, -1],
      [1, 1],
      [-1, 1],
    ] as [number, number][],
    diamond: [
      [0, -1.4],
      [1.4, 0],
      [0, 1.4],
      [-1.4, 0],
    ] as [number, number][],
    triangle: [
      [0, -1.35],
      [1.3, 1],
      [-1.3, 1],
    ] as [number, number][],
    circle: [] as [number, number][],
  }[shape];
  if (corners.length === 0) return `M${x - r},${y}a${r},${r} 0 1,0 ${2 * r},0a${r},${r} 0 1,0 ${-2 * r},0Z`;
  return `M${corners.map(([dx, dy]) => `${x + dx * r},${y + dy * r}`).join('L')}Z`;
}

/** What is said of the shapes, under a picture. */
export const shapesSaid = (points: readonly ChartPoint[]): string =>
  `■ first, ◆ newest${points.some((p) => p.apart) ? ', ▲ out of another maximum: not joined' : ''}.`;

/** How a point differs from the first, in words. */
export const sinceOf = (point: ChartPoint): string => point.since || 'the first score';

/** A point in words: `03-Aug-2026: 27, moderate; the first score`. */
export function pointSaid(point: ChartPoint, scale: number): string {
  const band = point.band ? `, ${point.band}` : '';
  return `${shown(point.value, scale)}${band}; ${sinceOf(point)}`;
}

/** A title in lines of so many letters at most, broken between words. */
export function linesOf(title: string, letters: number): string[] {
  const out: string[] = [];
  for (const word of title.split(' ')) {
    const last = out.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= letters)
      out[out.length - 1] = `${last} ${word}`;
    else out.push(word);
  }
  return out;
}

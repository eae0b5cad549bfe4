//! The stand-in's pictures, worked out as the core does.

import type { ChartSession, ErrorBand, LineChart, TimeBoard } from '$/ipc/types';
import { dayOf } from './kept';

export interface Scored {
  on: string;
  value: number;
  max: number;
}
export interface Session {
  number: number;
  on: string;
}
/** How a scale is drawn. */
export interface Drawn {
  title: string;
  max: number;
  bands: [number, string][];
  /** The least change that is reliable, by a rule that was made up. */
  least?: number;
  sessions?: Session[];
}

const within = (sessions: Session[], from: string, to: string): ChartSession[] =>
  sessions
    .filter((s) => dayOf(s.on) >= dayOf(from) && dayOf(s.on) <= dayOf(to))
    .map((s) => ({ number: s.number, day: dayOf(s.on) - dayOf(from) }));

function since(first: Scored, score: Scored): string {
  if (first === score) return '';
  if (first.max !== score.max) return `out of ${score.max}: not compared with the first`;
  const by = score.value - first.value;
  return by ? `${Math.abs(by)} ${by < 0 ? 'lower' : 'higher'} than the first` : 'the same as the first';
}

function errorBand({ title, max, least }: Drawn, scores: Scored[]): ErrorBand | null {
  const first = scores[0];
  if (!least || !first || scores.length < 2 || scores.some((s) => s.max !== max)) return null;
  const [from, to] = [Math.max(0, first.value - least), Math.min(max, first.value + least)];
  const words = `Hatched: scores from ${from} to ${to}, which differ from the first of ${first.value} by less than ${least}. Such a change may be measurement error alone (90 %). Made up for tests.`;
  return { from, to, label: `${title} ± ${least} (90 %)`, words };
}

/** Scores, oldest first, over time. */
export function lineOf(drawn: Drawn, scores: Scored[]): LineChart | null {
  const [first, last] = [scores[0], scores.at(-1)];
  if (!first || !last) return null;
  const { title, max, bands } = drawn;
  const said = ['fell', 'was', 'rose'][Math.sign(last.value - first.value) + 1];
  return {
    title,
    alt:
      scores.length === 1
        ? `${title} was ${first.value} on ${first.on}; 1 completion.`
        : `${title} ${said} from ${first.value} on ${first.on} to ${last.value} on ${last.on}; ${scores.length} completions.`,
    min: 0,
    max,
    scale: 1,
    points: scores.map((s, i) => ({
      label: s.on,
      value: s.value,
      day: dayOf(s.on) - dayOf(first.on),
      apart: i > 0 && s.max !== scores[i - 1]?.max,
      band: bands.findLast(([from]) => from <= s.value)?.[1] ?? '',
      since: since(first, s),
    })),
    lines: bands.length ? [{ label: 'cut-off', value: 11 }] : [],
    bands: bands.map(([from, label], i) => ({ from, to: (bands[i + 1]?.[0] ?? max + 1) - 1, label })),
    error_band: errorBand(drawn, scores),
    sessions: within(drawn.sessions ?? [], first.on, last.on),
    days: 0,
  };
}

/** Charts on one axis of days. */
export function boardOf(
  title: string,
  what: string,
  charts: LineChart[],
  sessions: Session[],
): TimeBoard | null {
  const labels = charts.flatMap((c) => c.points.map((p) => p.label)).toSorted((a, b) => dayOf(a) - dayOf(b));
  const [from, to] = [labels[0], labels.at(-1)];
  if (charts.length < 2 || !from || !to || from === to) return null;
  const days = dayOf(to) - dayOf(from);
  const hatched = charts.flatMap((c) => c.error_band?.label ?? []);
  return {
    title,
    alt: `${charts.length} ${what} on one axis of time, from ${from} to ${to}.`,
    note: hatched.length
      ? `Hatched: nearer to the first score than the least reliable change, so that it may be measurement error alone: ${hatched.join('; ')}.`
      : '',
    from,
    to,
    days,
    charts: charts.map((chart) => ({
      ...chart,
      days,
      sessions: [],
      points: chart.points.map((p) => ({ ...p, day: dayOf(p.label) - dayOf(from) })),
    })),
    sessions: within(sessions, from, to),
  };
}

//! The stand-in's answers: when measures are due. Of the rules it knows the start alone: the core works the rest out.

import type { DueMeasure, MeasureScheduleView, Occasions } from '$/ipc/types';
import type { Answers } from './answers';
import { instruments } from './instruments';
import { Kept, stamp } from './kept';
import { newestOf } from './measures';
import { error, invalid, newId } from './world';

interface Schedule {
  revision: string;
  instruments: Occasions[];
  recorded: string;
}
const stored = new Kept<Schedule>();
const titleOf = (id: string) => instruments.find((i) => i.id === id)?.title ?? id;
const usual: Occasions = { instrument: '', at_start: true, every: 3, at_review: true, at_discharge: true };

function says(line: Occasions): string {
  const parts = [
    line.at_start && 'at the start',
    line.every === 1 ? 'every session' : line.every > 1 && `every ${line.every} sessions`,
    line.at_review && 'for the review',
    line.at_discharge && 'at discharge',
  ].filter((part) => typeof part === 'string');
  const last = parts.pop() ?? '';
  const said = parts.length ? `${parts.join(', ')} and ${last}` : last;
  return said.charAt(0).toUpperCase() + said.slice(1);
}

/** Every line at the start, from session 1, while there is no sheet. */
export function dueNow(case_id: string): DueMeasure[] {
  return (stored.get(case_id)?.instruments ?? [])
    .filter((line) => line.at_start && !newestOf(case_id, line.instrument))
    .map((line) => ({
      instrument: line.instrument,
      title: titleOf(line.instrument),
      occasion: 'start',
      says: `${titleOf(line.instrument)}, since session 1 (03-Nov-2026)`,
      overdue: true,
    }));
}

function view(case_id: string): MeasureScheduleView {
  const kept = stored.get(case_id);
  return {
    case_id,
    revision: kept?.revision ?? null,
    instruments: (kept?.instruments ?? []).map((form) => ({
      title: titleOf(form.instrument),
      says: says(form),
      form,
    })),
    due: dueNow(case_id),
    catalogue: instruments.map((i) => ({ instrument: i.id, title: i.title, full_title: i.full_title })),
    usual,
    usual_says: says(usual).toLowerCase(),
    recorded: kept?.recorded ?? '',
  };
}

export const schedulesAnswers: Pick<Answers, 'measure_schedule' | 'set_measure_schedule'> = {
  measure_schedule: ({ case_id }) => view(case_id),
  set_measure_schedule: ({ case_id, base, instruments: lines }) => {
    if ((stored.get(case_id)?.revision ?? null) !== base)
      throw error('conflict', 'Somebody else has changed this meanwhile.');
    const empty = lines.find((l) => !(l.at_start || l.every || l.at_review || l.at_discharge));
    if (empty)
      throw invalid({
        field: `instruments.${empty.instrument}`,
        rule: 'required',
        message: 'Choose when it is to be filled in, or take it off the schedule.',
      });
    stored.set(case_id, { revision: newId(), instruments: lines, recorded: stamp() });
    return view(case_id);
  },
};

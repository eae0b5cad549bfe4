import type { Reply, SittingPlace, SittingView } from '$/ipc/types';

/** What a patient does with one question. */
export interface Answer {
  reply: Reply;
  option: number | null;
}

/** How many questions, all questionnaires together. */
export const questions = (view: SittingView): number =>
  view.sheets.reduce((sum, sheet) => sum + sheet.items.length, 0);

/** `1 question`, `2 questions` */
export const counted = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`;

/** The questions without an answer: left out, or never reached. */
export function leftOut(view: SittingView): SittingPlace[] {
  return view.sheets.flatMap((sheet, s) =>
    sheet.items.flatMap(({ reply }, i) =>
      reply === null || reply === 'left-out' ? [{ sheet: s, item: i }] : [],
    ),
  );
}

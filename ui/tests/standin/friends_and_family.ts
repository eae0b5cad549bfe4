//! The stand-in's answers: what people say about the service. The figures are made up; the core counts the real ones.

import type {
  FriendsAndFamilyForm,
  FriendsAndFamilyQuestion,
  FriendsAndFamilyRow,
  FriendsAndFamilyView,
} from '$/ipc/types';
import type { Answers } from './answers';
import { demand, refuse } from './kept';

export const asked: FriendsAndFamilyQuestion = {
  question: 'Overall, how was your experience of our service?',
  options: [
    { experience: 'very-good', label: 'Very good' },
    { experience: 'good', label: 'Good' },
    { experience: 'neither', label: 'Neither good nor poor' },
    { experience: 'poor', label: 'Poor' },
    { experience: 'very-poor', label: 'Very poor' },
    { experience: 'dont-know', label: 'Don’t know' },
  ],
  why: 'Please can you tell us why you gave your answer?',
  better: 'Is there anything that we could have done better?',
};

const names = ['November 2025', 'December 2025', 'January 2026', 'February 2026', 'March 2026', 'April 2026'];
const later = ['May 2026', 'June 2026', 'July 2026', 'August 2026', 'September 2026', 'October 2026'];
const months = [...names, ...later].map((label, n) => ({
  month: n < 2 ? `2025-${11 + n}` : `2026-${String(n - 1).padStart(2, '0')}`,
  label,
  at_least: 5,
}));

function row(title: string, of: string[], counts: number[] | null): FriendsAndFamilyRow {
  const responses = counts?.reduce((sum, count) => sum + count, 0) ?? 0;
  const share = (...places: number[]) =>
    Math.round((100 * places.reduce((sum, place) => sum + (counts?.[place] ?? 0), 0)) / (responses || 1));
  return {
    title,
    months: of,
    shown: counts !== null,
    responses,
    counts: counts ?? [],
    positive: share(0, 1),
    negative: share(3, 4),
    why_not: counts ? '' : 'Fewer than 5 answers: not shown',
  };
}

/** Every month but two of a quarter stands alone; of the newest nothing is shown. */
function rows(from: string, to: string): FriendsAndFamilyRow[] {
  const figures: (number[] | null)[] = [
    [6, 2, 0, 1, 0, 0],
    [4, 3, 1, 0, 0, 0],
    null,
    [8, 4, 0, 1, 0, 1],
    [5, 1, 0, 0, 0, 0],
    null,
    null,
    [7, 3, 1, 0, 1, 0],
    [9, 2, 0, 0, 0, 0],
    [3, 2, 1, 2, 0, 0],
    [10, 4, 1, 0, 0, 1],
    [11, 3, 0, 1, 0, 0],
  ];
  const all = months.flatMap(({ month, label }, n) => {
    if (n === 6) return [];
    return n === 5
      ? [row('April and May 2026 together', ['2026-04', '2026-05'], [3, 2, 0, 0, 0, 1])]
      : [row(label, [month], figures[n] ?? null)];
  });
  return all.filter((r) => r.months.every((month) => month >= from && month <= to));
}

function total(of: FriendsAndFamilyRow[]): FriendsAndFamilyRow | null {
  const shown = of.filter((r) => r.shown);
  if (shown.length < 2) return null;
  const counts = asked.options.map((_, n) => shown.reduce((sum, r) => sum + (r.counts[n] ?? 0), 0));
  return row(
    'All that is shown',
    shown.flatMap((r) => r.months),
    counts,
  );
}

function view(from: string, to: string): FriendsAndFamilyView {
  const of = rows(from || '2025-11', to || '2026-10');
  return {
    from: from || '2025-11',
    to: to || '2026-10',
    asked,
    rows: of,
    total: total(of),
    why: [
      'Being asked what I thought was going on, before being told.',
      'I was seen on the ward on the same day and nobody said it was all in my head.',
      'It took four months to get here.',
      'She explained it to my husband as well. That changed more than the tablets did.',
    ],
    better: [
      'A letter in larger print.',
      'The room is next to the lift and you hear every word of it.',
      'Tell the ward that you are coming.',
    ],
    months: [...months].reverse(),
    card_months: [{ month: '2026-11', label: 'November 2026', at_least: 1 }, ...[...months].reverse()],
    next: 'Results of November 2026 are shown from 11-Dec-2026.',
    unconfirmed: [
      'The words of the answers “Neither good nor poor” and “Don’t know”.',
      'That “Don’t know” counts in the total of which the percentages are taken.',
      'The two questions in words, which this program chose: a service puts its own in their place.',
    ],
    source: 'NHS England’s question of April 2020, as GP practices and trusts print it.',
  };
}

const chosen = (card: FriendsAndFamilyForm) => card.experience !== null;

export const friendsAndFamilyAnswers: Pick<Answers, 'friends_and_family' | 'add_friends_and_family_cards'> = {
  friends_and_family: ({ from, to }) => {
    demand([!from || !to || from <= to, 'to', 'The last month is before the first one.']);
    return view(from, to);
  },
  add_friends_and_family_cards: ({ month, cards }) => {
    refuse(
      cards.flatMap((card, n) =>
        chosen(card)
          ? []
          : [{ field: `cards.${n}.experience`, rule: 'required', message: 'Choose one of the answers.' }],
      ),
    );
    const late = month !== '2026-11';
    demand([!late || cards.length >= 5, 'cards', 'Add 5 or more cards of it together.']);
    const label = late ? (months.find((m) => m.month === month)?.label ?? '') : 'November 2026';
    const answers = cards.length === 1 ? '1 answer' : `${cards.length} answers`;
    return {
      added: cards.length,
      says: `${answers} added to ${label}.${late ? '' : ' Its results are shown from 11-Dec-2026.'}`,
    };
  },
};

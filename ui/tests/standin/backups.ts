//! Backups, verifying and the audit, as the stand-in answers them.

import type { AuditRow, BackupRow, BackupsView } from '$/ipc/types';
import type { Answers } from './answers';
import { error, invalid, world } from './world';

export const words = 'blouse toast reward collect tomorrow exist second task claim equip inner sword';

const folder = '/people/okafor/.local/share/casebook/register';
const row = (made: string, age: string, name: string, more: Partial<BackupRow> = {}): BackupRow => ({
  file: `${folder}/backups/casebook-0f3c9a11-${name}.backup`,
  place: 'here',
  made,
  age,
  size: '12.4 MB',
  holds: '52 patients, 61 cases, 4,120 entries',
  last_entry: made,
  good: true,
  before_format: null,
  accounts: [
    { id: '1'.repeat(32), name: 'Dr A. Okafor' },
    { id: '2'.repeat(32), name: 'Dr T. Adeyemi' },
  ],
  problem: '',
  ...more,
});

/** What the stand-in has of backups; a test changes it. */
export const kept: { view: BackupsView; work: { done: number; total: number } | null; damaged: boolean } = {
  view: {
    working: false,
    problem: '',
    here: [],
    second: null,
    overdue: '',
    may_set: true,
  },
  work: null,
  damaged: false,
};

export function resetBackups(): void {
  kept.view = {
    working: false,
    problem: '',
    here: [
      row('22-Nov-2026 08:02', '6 hours ago', '20261122T080200Z'),
      row('21-Nov-2026 08:14', '1 day ago', '20261121T081400Z', { size: '12.3 MB' }),
      row('20-Nov-2026 17:40', '2 days ago', '20261120T174000Z-before-format-9', {
        before_format: 9,
        holds: '52 patients, 60 cases, 4,071 entries',
      }),
    ],
    second: null,
    overdue: '',
    may_set: true,
  };
  kept.work = null;
  kept.damaged = false;
}
resetBackups();

const audited = (
  entry: number,
  when: string,
  who: string,
  what: string,
  more: Partial<AuditRow>,
): AuditRow => ({
  entry,
  at: '2026-11-22T09:00:00.000Z',
  when,
  user_id: '1'.repeat(32),
  who,
  what,
  case_id: null,
  patient_id: null,
  record_id: null,
  left: false,
  detail: '',
  ...more,
});
const ofCase = { case_id: 'c'.repeat(32), patient_id: 'd'.repeat(32) };
const audit: AuditRow[] = [
  audited(412, '22-Nov-2026 09:41', 'Dr A. Okafor', 'Copy of a letter saved', {
    ...ofCase,
    left: true,
    detail: '/people/okafor/Documents/gp-letter-2026-11-22.pdf',
  }),
  audited(411, '22-Nov-2026 09:40', 'Dr A. Okafor', 'Letter signed', ofCase),
  audited(408, '22-Nov-2026 09:12', 'Dr T. Adeyemi', 'Letter copied as text', {
    ...ofCase,
    left: true,
    detail: 'to the clipboard',
  }),
  audited(405, '22-Nov-2026 09:02', 'Dr T. Adeyemi', 'Case opened', ofCase),
  audited(406, '22-Nov-2026 09:02', 'Dr T. Adeyemi', 'Opened outside own list', {
    ...ofCase,
    detail: 'On duty or on call',
  }),
  audited(404, '22-Nov-2026 09:01', 'Dr T. Adeyemi', 'Unlocked', { detail: 'wrong tries before: 1' }),
  audited(398, '21-Nov-2026 16:20', 'Dr A. Okafor', 'Keys of an account made', { detail: 'Dr T. Adeyemi' }),
];

export const backupsAnswers: Pick<
  Answers,
  | 'verify_register'
  | 'work_progress'
  | 'stop_work'
  | 'backups'
  | 'back_up'
  | 'restorable'
  | 'restore_backup'
  | 'audit'
  | 'save_audit'
> = {
  verify_register: ({ fingerprint }) => {
    const typed = fingerprint.trim();
    if (typed && typed.split(/\s+/).length !== 12)
      throw invalid({
        field: 'fingerprint',
        rule: 'words',
        message: `A fingerprint has twelve words; these are ${typed.split(/\s+/).length}.`,
      });
    const unchanged = typed === words;
    return {
      entries: 412,
      bodies: 96,
      signatures: 37,
      faults: [],
      summary: 'The record is whole: 412 entries, 37 signatures.',
      fingerprint: words,
      register: '3b9f2c41d07e4a86b1c5d8e2f6a70913',
      earlier: typed
        ? {
            unchanged,
            entries: 384,
            until: '14-Nov-2026 16:02',
            summary: unchanged
              ? 'Nothing up to 14-Nov-2026 16:02 was changed, taken out or put in since this fingerprint was taken: all 384 entries are the same.'
              : 'The record up to 14-Nov-2026 16:02 is NOT the one that this fingerprint was taken of: something in it was changed, taken out or put in; or the words belong to another register.',
          }
        : null,
    };
  },
  work_progress: () =>
    kept.work
      ? { under_way: true, step: 'Reading every entry and signature', ...kept.work }
      : { under_way: false, step: '', done: 0, total: 0 },
  stop_work: () => {
    kept.work = null;
    return null;
  },
  backups: () => kept.view,
  back_up: () => {
    kept.view = {
      ...kept.view,
      overdue: '',
      here: [row('22-Nov-2026 14:02', 'just now', '20261122T140200Z'), ...kept.view.here],
    };
    return kept.view;
  },
  restorable: ({ look_in }) => {
    if (look_in && !look_in.startsWith('/media'))
      throw invalid({
        field: 'look_in',
        rule: 'not-there',
        message: 'There is no such file or folder. Write its whole path.',
      });
    const other = look_in
      ? [row('15-Nov-2026 18:00', '7 days ago', '20261115T180000Z', { place: 'other' as const })]
      : [];
    const bad = row('22-Nov-2026 12:00', '2 hours ago', '20261122T120000Z', {
      problem: 'The file is damaged (the backup: register.keys).',
      accounts: [],
      holds: '',
    });
    const backups = world.state === 'none' && !look_in ? [] : [bad, ...kept.view.here, ...other];
    return {
      backups,
      best: backups.find((b) => !b.problem)?.file ?? null,
      folder,
      occupied: world.state !== 'none',
      beside: `${folder}-restored-2026-11-22`,
      notes: [],
    };
  },
  restore_backup: ({ file, into, passphrase, anyway }) => {
    const of = [...kept.view.here, row('15-Nov-2026 18:00', '7 days ago', '20261115T180000Z')].find(
      (b) => b.file === file,
    );
    if (passphrase === 'wrong')
      throw error(
        'wrong-passphrase',
        'That passphrase does not open this register. Check Caps Lock and try again.',
      );
    const faulty = of?.before_format !== null && !anyway;
    kept.damaged = false;
    return {
      done: !faulty,
      summary: faulty
        ? 'The record is NOT whole: 1 fault in 4071 entries.'
        : 'The record is whole: 4122 entries, 977 signatures.',
      faults: of?.before_format !== null ? ['Entry 311: The content is not as it was written.'] : [],
      made: of?.made ?? '',
      holds: of?.holds ?? '',
      last_entry: of?.last_entry ?? '',
      folder: into || folder,
      set_aside: into ? '' : `${folder}-set-aside-2026-11-22`,
    };
  },
  audit: ({ kind, from }) => {
    if (from && !/^\d{1,2}-[A-Z][a-z]{2}-\d{4}$/.test(from))
      throw invalid({ field: 'from', rule: 'date', message: 'Write the day as 20-Nov-2026.' });
    const rows = audit.filter(
      (r) =>
        kind === 'all' ||
        (kind === 'left' && r.left) ||
        (kind === 'outside' && r.what.startsWith('Opened outside')) ||
        (kind === 'accounts' && r.what.startsWith('Keys')) ||
        (kind === 'written' && r.what.endsWith('signed')) ||
        (kind === 'opened' && !r.what.endsWith('signed') && !r.what.startsWith('Keys')),
    );
    return { rows, more: false };
  },
  save_audit: () => ({ path: '/people/okafor/Documents/casebook-audit-2026-11-22.csv' }),
};

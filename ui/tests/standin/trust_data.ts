//! The stand-in's answers: what the trust has loaded of its own. Of the rules of the format it knows one: a file names its kind.

import type {
  ChangeValueRow,
  TrustDataCheckView,
  TrustDataKind,
  TrustDataRow,
  TrustDataView,
} from '$/ipc/types';
import type { Answers } from './answers';
import { Kept, stamp } from './kept';
import { meView } from './views';
import { error, invalid, newId } from './world';

const stored = new Kept<TrustDataRow[]>();
const rows = () => stored.get('all') ?? [];
const mayChange = () => ['consultant', 'guardian'].includes(meView().role);

const words: Record<TrustDataKind, string> = {
  wording: 'Licensed wording',
  'change-values': 'Values of change',
  'value-set': 'Value set',
  key: 'Key',
};
const shipped: ChangeValueRow = {
  scale: 'TEST-10',
  least: '5.66',
  level: '90 %',
  cut_off: '11',
  values: 'A made-up sample, for trying out',
  set_by_trust: false,
};

function view(): TrustDataView {
  const all = rows();
  const own = all.find((r) => r.kind === 'change-values' && !r.withdrawn);
  return {
    rows: [...all.filter((r) => !r.withdrawn), ...all.filter((r) => r.withdrawn)],
    change_values: [
      own
        ? {
            ...shipped,
            least: '9.3',
            level: '95 %',
            cut_off: '12',
            values: `${own.name}: Made-up sample of 400 outpatients; made up`,
            set_by_trust: true,
          }
        : shipped,
      { ...shipped, scale: 'TEST-7', least: '4', level: '', cut_off: '8' },
    ],
    without_wording: all.some((r) => r.kind === 'wording' && !r.withdrawn)
      ? ['TEST-32']
      : ['TEST-5', 'TEST-32'],
    may_change: mayChange(),
  };
}

const said = (text: string, key: string) => new RegExp(`^${key} = "(.*)"$`, 'm').exec(text)?.[1] ?? '';

function check(text: string): TrustDataCheckView & { kind: TrustDataKind } {
  const kind = said(text, 'kind');
  if (!(kind in words))
    throw invalid(
      { field: 'kind', rule: 'unknown', message: 'Write one of wording, change-values, value-set, key.' },
      { field: 'items.q3.text', rule: 'required', message: 'Write text = "…".' },
    );
  const known = kind as TrustDataKind;
  const about = known === 'change-values' ? 'TEST-10' : 'TEST-5';
  return {
    kind: known,
    says: `${words[known]} for ${about}`,
    name: said(text, 'name'),
    source: said(text, 'source'),
    licence: [said(text, 'licence_holder'), said(text, 'licence_reference')].filter(Boolean).join(', '),
    details:
      known === 'change-values'
        ? [
            'Total: a change of 9.3 or more is reliable, 95 %; cut-off 12. Made-up sample of 400 outpatients; made up',
          ]
        : ['5 items with their answers, exactly as in the file', 'Shown wherever the wording is: © nobody.'],
    replaces: rows().find((r) => r.kind === known && !r.withdrawn)?.name ?? '',
  };
}

export const trustDataAnswers: Pick<
  Answers,
  'trust_data' | 'check_trust_data' | 'load_trust_data' | 'withdraw_trust_data'
> = {
  trust_data: view,
  check_trust_data: ({ text }) => check(text),
  load_trust_data: ({ text }) => {
    if (!mayChange()) throw error('not-allowed', 'Your role does not allow this.');
    const { kind, says, name, source, licence, details } = check(text);
    const before = rows().find((r) => r.kind === kind && !r.withdrawn);
    const row: TrustDataRow = {
      id: before?.id ?? newId(),
      kind,
      says,
      instrument: 'test-5',
      version: 'v1',
      name,
      source,
      licence,
      details,
      loaded: stamp(),
      earlier: before ? [...before.earlier, `${before.name}: ${before.loaded}`] : [],
      withdrawn: '',
      problem: '',
    };
    stored.set('all', [row, ...rows().filter((r) => r.id !== row.id)]);
    return view();
  },
  withdraw_trust_data: ({ record_id, reason }) => {
    if (!reason.trim())
      throw invalid({ field: 'reason', rule: 'required', message: 'Say why it is taken out of use.' });
    stored.set(
      'all',
      rows().map((r) => (r.id === record_id ? { ...r, withdrawn: `${stamp()}: ${reason}` } : r)),
    );
    return view();
  },
};

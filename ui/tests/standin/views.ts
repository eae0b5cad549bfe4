//! The stand-in's views: what the core would send for what the world holds.

import type {
  BannerView,
  CaseRow,
  CaseView,
  ComparedCell,
  DuplicateView,
  FieldError,
  FormulationForm,
  FormulationView,
  LetterRow,
  PatientForm,
  PatientView,
  Piece,
  SessionView,
  UserView,
} from '$/ipc/types';
import { fivePs } from './five-ps';
import { summariesOf } from './overview';
import { submissionView } from './submissions';
import { error, world, type StoredCase, type StoredPatient } from './world';

export const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
export const kinds = {
  mus: 'Persistent physical symptoms',
  'long-term-condition': 'Long-term condition',
  'self-harm': 'Self-harm',
  psychotherapy: 'Psychotherapy',
  consultation: 'Consultation',
};
export const statuses = {
  referred: 'Referred',
  assessment: 'In assessment',
  treatment: 'In treatment',
  'on-hold': 'On hold',
  closed: 'Closed',
};
const genders = {
  female: 'Female',
  male: 'Male',
  other: 'Other',
  'not-specified': 'Not Specified',
  'not-known': 'Not Known',
};

/** `14/3/1983` or `14-Mar-1983` as `14-Mar-1983`; empty stays empty; `null` when it is no date. */
export function readDate(typed: string): string | null {
  if (!typed.trim()) return '';
  const parts = typed.trim().split(/[-/ .]+/);
  if (parts.length !== 3) return null;
  const [a, b, c] = parts as [string, string, string];
  const [day, month, year] = a.length === 4 ? [c, b, a] : [a, b, c];
  const m = /^\d+$/.test(month)
    ? Number(month)
    : months.findIndex((x) => x.toLowerCase() === month.slice(0, 3).toLowerCase()) + 1;
  if (!(m >= 1 && m <= 12) || !(Number(day) >= 1 && Number(day) <= 31) || !/^\d{4}$/.test(year)) return null;
  return `${day.padStart(2, '0')}-${months[m - 1]}-${year}`;
}

export function bannerName(form: PatientForm): string {
  const { title, given, family } = form.name;
  return family.toUpperCase() + (given ? `, ${given}` : '') + (title ? ` (${title})` : '');
}

function bornText(form: PatientForm): string {
  if (!form.born_on) return 'Not Known';
  const [day, month, year] = form.born_on.split('-') as [string, string, string];
  const had = months.indexOf(month) < 10 || (month === 'Nov' && Number(day) <= 22);
  const age = 2026 - Number(year) - (had ? 0 : 1);
  return form.died_on ? form.born_on : `${form.born_on} (${age}y)`;
}

const similar = (p: StoredPatient) => p.form.name.family === 'Evans';

function allergiesOf(p: StoredPatient): string {
  const stated = world.cases
    .filter((c) => c.patient_id === p.id)
    .map((c) => summariesOf(c, world.overview).care.allergies);
  return stated.find((text) => text !== 'Allergies not recorded') ?? 'Allergies not recorded';
}

export function banner(p: StoredPatient): BannerView {
  const f = p.form;
  const died = f.died_on;
  return {
    patient_id: p.id,
    name: bannerName(f),
    preferred_name: f.name.preferred,
    born: bornText(f),
    died,
    age_at_death: died ? `${Number(died.slice(-4)) - Number(f.born_on.slice(-4))}y` : '',
    gender: genders[f.gender],
    nhs_number: f.nhs_number || 'Not Known',
    alerts: [
      ...(f.communication.interpreter ? [`Needs ${f.communication.interpreter} interpreter`] : []),
      ...(f.communication.needs ? [f.communication.needs] : []),
    ],
    allergies: allergiesOf(p),
    similar_name_warning: similar(p),
  };
}

export function findPatient(id: string): StoredPatient {
  const found = world.patients.find((p) => p.id === id);
  if (!found) throw error('not-found', 'There is no such patient in this register.');
  return found;
}
export function findCase(id: string): StoredCase {
  const found = world.cases.find((c) => c.id === id);
  if (!found) throw error('not-found', 'There is no such case in this register.');
  return found;
}

export function patientView(p: StoredPatient): PatientView {
  return {
    id: p.id,
    record_id: p.record_id,
    revision: p.revision,
    form: p.form,
    banner: banner(p),
    cases: world.cases
      .filter((c) => c.patient_id === p.id)
      .map((c) => ({
        id: c.id,
        kind: kinds[c.form.kind],
        status: statuses[c.form.status],
        received_on: c.form.received_on,
      })),
    recorded: p.recorded,
  };
}

const draftsOf = (c: StoredCase) => world.drafts.filter((d) => d.case_id === c.id);

export function caseRow(c: StoredCase): CaseRow {
  const p = findPatient(c.patient_id);
  const b = banner(p);
  return {
    id: c.id,
    patient_id: p.id,
    name: b.name,
    born: b.born,
    nhs_number: b.nhs_number,
    similar_name_warning: b.similar_name_warning,
    kind: kinds[c.form.kind],
    status: c.form.status,
    urgency: c.form.urgency,
    lead: c.form.people[0]?.name ?? '',
    received_on: c.form.received_on,
    latest:
      c.formulation && !c.formulation.withdrawn
        ? `Formulation signed ${c.formulation.versions[0]?.provenance.signed.split(', ')[1]?.slice(0, 11)}`
        : '',
    drafts: draftsOf(c).length,
  };
}

export function caseView(c: StoredCase): CaseView {
  const head = c.formulation && !c.formulation.withdrawn ? c.formulation.versions[0] : undefined;
  return {
    id: c.id,
    record_id: c.record_id,
    revision: c.revision,
    banner: banner(findPatient(c.patient_id)),
    form: c.form,
    kind: kinds[c.form.kind],
    status: statuses[c.form.status],
    recorded: c.recorded,
    formulation: head
      ? {
          title: '5Ps',
          version: head.version,
          extract: head.form.patient_agrees || head.form.narrative,
          perpetuating: ['body', 'mind', 'world']
            .map((x) => head.form.cells[`perpetuating.${x}`])
            .filter(Boolean)
            .join('; '),
          shared: head.form.shared_on ? `Shared ${head.form.shared_on}` : 'Not yet shared with the patient',
          signed: head.provenance.signed,
        }
      : null,
    ...summariesOf(c, world.overview),
    has_severity: c.form.kind === 'mus',
    // What is recorded of it stands in `recorded.ts`.
    pathway: null,
    letters: c.letters.map((l) => letterRow(c, l)),
    drafts: draftsOf(c),
    opened_outside: c.form.reason.includes('angiograms')
      ? [{ when: '21-Nov-2026 18:40', who: 'Dr T. Adeyemi', why: 'On duty or on call' }]
      : [],
    timeline: c.timeline,
  };
}

/** A signed letter with how it stands now. */
export const letterRow = (c: StoredCase, row: LetterRow): LetterRow => ({
  ...row,
  submission: submissionView(c, row.revision),
});

export function formulationView(c: StoredCase): FormulationView {
  return {
    case_id: c.id,
    record_id: c.formulation?.record_id ?? null,
    definition: fivePs,
    versions: (c.formulation?.versions ?? []).map((v) => ({
      ...v,
      submission: submissionView(c, v.revision),
    })),
    forked: c.formulation?.forked ?? false,
    withdrawn: c.formulation?.withdrawn ?? '',
    draft: world.drafts.find((d) => d.case_id === c.id && d.kind === 'formulation:five-ps') ?? null,
  };
}

export function pieces(mine: string, other: string): Piece[] {
  const words = (text: string) => text.match(/\S+\s*/g) ?? [];
  const theirs = new Set(words(other).map((w) => w.trim()));
  const out: Piece[] = [];
  for (const word of words(mine)) {
    const differs = !theirs.has(word.trim());
    const last = out.at(-1);
    if (last && last.differs === differs) last.text += word;
    else out.push({ text: word, differs });
  }
  return out;
}

export function compareForms(before: FormulationForm, after: FormulationForm): ComparedCell[] {
  const places: [string, string, string, string][] = fivePs.rows.flatMap((row) =>
    fivePs.columns.map((column): [string, string, string, string] => {
      const cell = `${row.id}.${column.id}`;
      return [
        cell,
        `${row.label}, ${column.label.toLowerCase()}`,
        before.cells[cell] ?? '',
        after.cells[cell] ?? '',
      ];
    }),
  );
  places.push(['narrative', 'Narrative', before.narrative, after.narrative]);
  places.push([
    'patient_agrees',
    'What the patient agrees with',
    before.patient_agrees,
    after.patient_agrees,
  ]);
  places.push(['shared_on', 'Shared with the patient', before.shared_on, after.shared_on]);
  return places.map(([cell, label, a, b]) => ({
    cell,
    label,
    change: a === b ? 'same' : !a ? 'added' : !b ? 'removed' : 'changed',
    before: pieces(a, b),
    after: pieces(b, a),
  }));
}

const digits = (text: string) => text.replace(/\D/g, '');

export function checkForm(form: PatientForm): FieldError[] {
  const faults: FieldError[] = [];
  if (!form.name.family.trim())
    faults.push({ field: 'name.family', rule: 'required', message: 'Enter the family name.' });
  if (form.nhs_number) {
    const d = digits(form.nhs_number);
    const sum = [...d.slice(0, 9)].reduce((n, c, i) => n + Number(c) * (10 - i), 0);
    if (d.length !== 10)
      faults.push({
        field: 'nhs_number',
        rule: 'length',
        message: `An NHS number has 10 digits; this has ${d.length}.`,
      });
    else if ((11 - (sum % 11)) % 11 !== Number(d[9]))
      faults.push({
        field: 'nhs_number',
        rule: 'modulus-11',
        message:
          'The last digit does not fit the others: a digit was mistyped. Check the number, or leave it empty for now.',
      });
  }
  if (readDate(form.born_on) === null)
    faults.push({
      field: 'born_on',
      rule: 'date',
      message: 'Enter the date of birth as day, month and year, such as 14/3/1983.',
    });
  return faults;
}

export function duplicatesOf(form: PatientForm, not: string | null): DuplicateView[] {
  return world.patients
    .filter((p) => p.id !== not)
    .flatMap((p): DuplicateView[] => {
      const b = banner(p);
      const shown = { id: p.id, name: b.name, born: b.born, nhs_number: b.nhs_number };
      const sameName =
        p.form.name.family.toLowerCase() === form.name.family.trim().toLowerCase() &&
        p.form.name.given[0]?.toLowerCase() === form.name.given.trim()[0]?.toLowerCase();
      if (digits(form.nhs_number).length === 10 && digits(form.nhs_number) === digits(p.form.nhs_number))
        return [{ ...shown, likeness: 'same-number', why: 'Same NHS number' }];
      if (sameName && form.name.family && readDate(form.born_on) === p.form.born_on)
        return [{ ...shown, likeness: 'likely', why: 'Similar name, same date of birth' }];
      if (sameName && form.name.family) return [{ ...shown, likeness: 'similar-name', why: 'Similar name' }];
      return [];
    });
}

export function meView(): UserView {
  const me = world.users.find((u) => u.id === world.me);
  if (!me) throw error('locked', 'The register is locked. Unlock it and try again; drafts have been kept.');
  return {
    id: me.id,
    name: me.name,
    role: me.role,
    post: me.post,
    registration: me.registration,
    disabled: me.disabled,
    deputy_id: me.deputy_id,
    pass_on_hours: me.pass_on_hours,
    invited_until: me.invited_until,
  };
}

export function sessionView(): SessionView {
  return {
    user: meView(),
    made_up: world.madeUp,
    recovery_confirmed: world.recoveryConfirmed,
    failed_tries: world.failedTries,
    clock_notice: world.clockNotice,
    cover_pin: world.pin !== '',
    drafts: world.drafts.length,
    warnings: [],
    today: '2026-11-22',
  };
}

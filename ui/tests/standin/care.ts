//! The stand-in's answers: care.

import type {
  AllergiesForm,
  CareSummary,
  CareView,
  DiagnosesForm,
  FieldError,
  MedicinesForm,
  Provenance,
} from '$/ipc/types';
import type { Answers } from './answers';
import { conflict, draftOf, dropDraft, Kept, refuse, signedNow, unsigned } from './kept';
import { findPatient } from './views';
import { newId } from './world';

interface List<F> {
  revision: string;
  form: F;
  provenance: Provenance;
}
const diagnoses = new Kept<List<DiagnosesForm>>();
const allergies = new Kept<List<AllergiesForm>>();
const medicines = new Kept<List<MedicinesForm>>();

function part<F>(of: Kept<List<F>>, kind: string, patient_id: string, empty: F) {
  const found = of.get(patient_id);
  return {
    revision: found?.revision ?? null,
    form: found?.form ?? empty,
    provenance: found?.provenance ?? unsigned,
    draft: draftOf(kind, { patient_id }),
  };
}

function allergyStatement(patient_id: string): string {
  const known = allergies.get(patient_id)?.form;
  if (!known) return 'Allergies not recorded';
  return known.state === 'none-known'
    ? 'No known allergies'
    : `Known allergies: ${known.items.map((i) => i.substance).join(', ')}`;
}

/** What a case's overview and banner say; nothing while no list is recorded here. */
export function careSummary(patient_id: string): CareSummary | undefined {
  const lists = [diagnoses.get(patient_id), allergies.get(patient_id), medicines.get(patient_id)];
  const recorded = lists.find(Boolean)?.provenance.recorded;
  if (recorded === undefined) return undefined;
  const taken = medicines.get(patient_id)?.form;
  const names = taken?.items.filter((m) => m.status !== 'stopped').map((m) => `${m.name} ${m.dose}`.trim());
  return {
    diagnoses: (diagnoses.get(patient_id)?.form.items ?? []).map((d) => d.title),
    medicines: names ?? [],
    no_medicines: !taken ? 'Medicines not recorded' : taken.none_taken ? 'No medicines taken' : '',
    allergies: allergyStatement(patient_id),
    recorded,
  };
}

function view(patient_id: string): CareView {
  findPatient(patient_id);
  return {
    patient_id,
    diagnoses: part(diagnoses, 'diagnoses', patient_id, { items: [] }),
    allergies: {
      ...part(allergies, 'allergies', patient_id, { state: null, items: [], source: '' }),
      statement: allergyStatement(patient_id),
    },
    medicines: part(medicines, 'medicines', patient_id, { none_taken: false, items: [], source: '' }),
  };
}

/** Lines with something in them; one without its name is a fault. */
function written<T extends object>(
  items: T[],
  name: keyof T & string,
  message: string,
  faults: FieldError[],
): T[] {
  const said = (item: T) =>
    Object.entries(item).some(([key, text]) => key !== 'status' && String(text).trim() !== '');
  items.forEach((item, i) => {
    if (said(item) && !String(item[name]).trim())
      faults.push({ field: `items.${i}.${name}`, rule: 'required', message });
  });
  return items.filter(said);
}

function record<F>(
  of: Kept<List<F>>,
  kind: string,
  patient_id: string,
  base: string | null,
  form: F,
): CareView {
  const found = of.get(patient_id);
  if (found && found.revision !== base) throw conflict(found.revision);
  of.set(patient_id, { revision: newId(), form, provenance: signedNow() });
  dropDraft(kind, { patient_id });
  return view(patient_id);
}

export const careAnswers: Pick<
  Answers,
  'care' | 'record_diagnoses' | 'record_allergies' | 'record_medicines'
> = {
  care: ({ patient_id }) => view(patient_id),
  record_diagnoses: ({ patient_id, base, form }) => {
    const faults: FieldError[] = [];
    const items = written(form.items, 'title', 'Enter the diagnosis in words, or remove this line.', faults);
    refuse(faults);
    return record(diagnoses, 'diagnoses', patient_id, base, { items });
  },
  record_allergies: ({ patient_id, base, form, reason }) => {
    const faults: FieldError[] = [];
    const items = written(form.items, 'substance', 'Enter what it is, or remove this line.', faults);
    const fault = (field: string, rule: string, message: string) => faults.push({ field, rule, message });
    if (form.state === null)
      fault('state', 'required', 'Choose whether there are allergies or none are known.');
    else if (form.state === 'none-known' && items.length)
      fault('state', 'contradiction', 'None known and a list cannot both be so.');
    else if (form.state === 'known' && !items.length)
      fault('items.0.substance', 'required', 'Enter at least one, or choose that none are known.');
    refuse(faults);
    const gone = view(patient_id)
      .allergies.form.items.map((i) => i.substance)
      .filter((s) => !items.some((i) => i.substance.toLowerCase() === s.toLowerCase()));
    if (gone.length && !reason.trim())
      fault('reason', 'required', `Say why ${gone.join(', ')} is taken off the list.`);
    refuse(faults);
    return record(allergies, 'allergies', patient_id, base, { ...form, items });
  },
  record_medicines: ({ patient_id, base, form }) => {
    const faults: FieldError[] = [];
    const items = written(form.items, 'name', 'Enter the medicine, or remove this line.', faults);
    if (!form.none_taken && !items.length)
      faults.push({
        field: 'items.0.name',
        rule: 'required',
        message: 'Enter at least one, or tick that no medicines are taken.',
      });
    form.items.forEach((item, i) => {
      if (items.includes(item) && item.status !== 'current' && !item.why.trim())
        faults.push({ field: `items.${i}.why`, rule: 'required', message: `Say why it was ${item.status}.` });
    });
    if (form.none_taken && items.some((m) => m.status !== 'stopped'))
      faults.push({
        field: 'none_taken',
        rule: 'contradiction',
        message: 'No medicines and a list of them cannot both be so.',
      });
    refuse(faults);
    return record(medicines, 'medicines', patient_id, base, { ...form, items });
  },
};

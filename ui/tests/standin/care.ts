//! The stand-in's answers: care.

import type { AllergiesForm, CareView, DiagnosesForm, MedicinesForm, Provenance } from '$/ipc/types';
import type { Answers } from './answers';
import { conflict, demand, draftOf, dropDraft, Kept, signedNow, unsigned } from './kept';
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

function view(patient_id: string): CareView {
  findPatient(patient_id);
  const known = allergies.get(patient_id)?.form;
  const statement = !known
    ? 'Allergies not recorded'
    : known.state === 'none-known'
      ? 'No known allergies'
      : `Known allergies: ${known.items.map((i) => i.substance).join(', ')}`;
  return {
    patient_id,
    diagnoses: part(diagnoses, 'diagnoses', patient_id, { items: [] }),
    allergies: {
      ...part(allergies, 'allergies', patient_id, { state: null, items: [], source: '' }),
      statement,
    },
    medicines: part(medicines, 'medicines', patient_id, { none_taken: false, items: [], source: '' }),
  };
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
    const items = form.items.filter((i) => i.title.trim());
    return record(diagnoses, 'diagnoses', patient_id, base, { items });
  },
  record_allergies: ({ patient_id, base, form }) => {
    demand([form.state !== null, 'state', 'Choose whether there are allergies or none are known.']);
    if (form.state === 'known')
      demand([
        form.items.some((i) => i.substance.trim()),
        'items.0.substance',
        'Enter at least one, or choose that none are known.',
      ]);
    return record(allergies, 'allergies', patient_id, base, form);
  },
  record_medicines: ({ patient_id, base, form }) => {
    const items = form.items.filter((i) => i.name.trim());
    return record(medicines, 'medicines', patient_id, base, { ...form, items });
  },
};

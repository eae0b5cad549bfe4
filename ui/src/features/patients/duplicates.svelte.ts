import { call } from '$/ipc/call';
import type { DuplicateView, FieldError, PatientForm } from '$/ipc/types';

const PAUSE_MS = 300;

/** Asks, while a patient is typed, who may already be registered and what is wrong so far. */
export class PatientCheck {
  duplicates = $state.raw<DuplicateView[]>([]);
  errors = $state.raw<FieldError[]>([]);
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asked = 0;
  #patientId: string | null;

  constructor(patientId: string | null) {
    this.#patientId = patientId;
  }

  /** The form has changed. */
  changed(form: PatientForm): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.now(form), PAUSE_MS);
  }

  async now(form: PatientForm): Promise<void> {
    clearTimeout(this.#timer);
    const mine = ++this.#asked;
    if (!form.name.family.trim() && !form.nhs_number.trim()) {
      this.duplicates = [];
      this.errors = [];
      return;
    }
    try {
      const found = await call('check_patient', { form, patient_id: this.#patientId });
      if (mine !== this.#asked) return;
      this.duplicates = found.duplicates;
      this.errors = found.errors;
    } catch {
      // Registering checks again and refuses a duplicate; without an answer there is nothing to show here.
    }
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#asked += 1;
  }
}

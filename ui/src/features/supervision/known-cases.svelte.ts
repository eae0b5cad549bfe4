//! Whose names and reasons are known while a log is written. It lives as long as the form, in memory only.

import { call } from '$/ipc/call';
import type { CaseloadReviewRow, CaseRow, NamedCase } from '$/ipc/types';
import { SvelteMap } from 'svelte/reactivity';

export const namedOf = (row: CaseRow): NamedCase => ({
  case_id: row.id,
  patient_id: row.patient_id,
  patient: row.name,
  nhs_number: row.nhs_number,
  born: row.born,
  similar_name_warning: row.similar_name_warning,
  kind: row.kind,
});

export class KnownCases {
  #named = new SvelteMap<string, NamedCase>();
  #reviews = new SvelteMap<string, readonly CaseloadReviewRow[]>();
  #asked = new Set<string>();

  add(...cases: readonly NamedCase[]): void {
    for (const kase of cases) this.#named.set(kase.case_id, kase);
  }

  of(case_id: string | null): NamedCase | undefined {
    return case_id === null ? undefined : this.#named.get(case_id);
  }

  /** Open cases of these people, each once, as their reviews have them. */
  caseloads(user_ids: readonly string[]): CaseloadReviewRow[] {
    const rows = new Map<string, CaseloadReviewRow>();
    for (const id of user_ids) for (const row of this.#reviews.get(id) ?? []) rows.set(row.case.case_id, row);
    return [...rows.values()];
  }

  /** Why the review of anybody's caseload would discuss a case; empty where none was read. */
  reasons(case_id: string): string[] {
    const rows = [...this.#reviews.values()].flat();
    return rows.find((r) => r.case.case_id === case_id)?.reasons.map((r) => r.says) ?? [];
  }

  /** Asks for the reviews of these people, each once. One that fails is only a list that is not offered. */
  async review(user_ids: readonly string[]): Promise<void> {
    for (const user_id of user_ids) {
      if (this.#asked.has(user_id)) continue;
      this.#asked.add(user_id);
      try {
        const { rows } = await call('caseload_review', { user_id });
        this.#reviews.set(user_id, rows);
        this.add(...rows.map((r) => r.case));
      } catch {
        this.#asked.delete(user_id);
      }
    }
  }

  /** Asks for the names of cases that no list has named, such as those of a draft gone on with. */
  async name(case_ids: readonly (string | null)[]): Promise<void> {
    for (const case_id of case_ids) {
      if (case_id === null || this.#named.has(case_id)) continue;
      try {
        const { banner, kind } = await call('open_case', { case_id });
        this.add({
          case_id,
          patient_id: banner.patient_id,
          patient: banner.name,
          nhs_number: banner.nhs_number,
          born: banner.born,
          similar_name_warning: banner.similar_name_warning,
          kind,
        });
      } catch {
        // It stays unnamed, and says so.
      }
    }
  }
}

//! What the tests of countersigning share: who looks, and what a trainee has signed before.

import type { FormulationForm, LetterContent, SubmissionForm } from '$/ipc/types';
import { answers } from '../standin/answers';
import { calls } from '../standin/core';
import { as } from '../standin/kept';
import { PASSPHRASE, usedRegister, world } from '../standin/world';
import { open, pause, press, type } from './window';

export const TRAINEE = 'R. Patel';
export const CONSULTANT = 'Dr A. Okafor';
export const idOf = (name: string): string => world.users.find((u) => u.name === name)!.id;
export const caseId = (): string => world.cases[0]!.id;
export const nobody: SubmissionForm = { to: null, note: '' };

/** Unlocks as `name` and opens the first patient's case; `before` is done in the register meanwhile. */
export async function caseAs(name: string, before: () => void = () => {}): Promise<void> {
  await open(usedRegister());
  await press('radio', name);
  await type('Passphrase', PASSPHRASE);
  await press('button', 'Unlock');
  before();
  await press('link', 'Caseload');
  await press('link', /NOWAK/);
}

/** The trainee signs a new version of the formulation. */
export function formulationHandedIn(submission: Partial<SubmissionForm> = {}, precipitating = 'Flu'): void {
  const head = world.cases[0]!.formulation!.versions[0]!;
  const form: FormulationForm = structuredClone(head.form);
  form.cells['precipitating.body'] = precipitating;
  as(TRAINEE, () =>
    answers.sign_formulation({
      case_id: caseId(),
      base: head.revision,
      form,
      amendment: { kind: 'new-version', reason: 'Session 8' },
      keep_beside: false,
      submission: { ...nobody, ...submission },
    }),
  );
}

/** The trainee signs a letter; the answer is its id. */
export function letterHandedIn(kind = 'gp', submission: Partial<SubmissionForm> = {}): string {
  return as(TRAINEE, () => {
    const { content } = answers.compose_letter({
      case_id: caseId(),
      kind,
      afresh: true,
      puts_right: null,
    });
    const written: LetterContent = structuredClone(content);
    written.sections[0]!.text = 'What the trainee wrote';
    return answers.sign_letter({
      case_id: caseId(),
      content: written,
      as_it_stands: false,
      puts_right: null,
      submission: { ...nobody, ...submission },
    }).id;
  });
}

/** The consultant gives the newest formulation or a letter back. */
export function returned(comment: string, letter_id?: string): void {
  const kase = world.cases[0]!;
  const letter = kase.letters.find((l) => l.id === letter_id);
  as(CONSULTANT, () =>
    answers.return_submission({
      case_id: kase.id,
      record_id: letter?.id ?? kase.formulation!.record_id,
      revision: letter?.revision ?? kase.formulation!.versions[0]!.revision,
      comment,
    }),
  );
}

export const sent = (name: string): unknown => calls.findLast((c) => c.name === name)?.request;
export const times = (name: string): number => calls.filter((c) => c.name === name).length;

export async function compose(): Promise<void> {
  await press('button', 'Letter to the GP');
  await pause(100);
}

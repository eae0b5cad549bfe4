//! What is written in an assessment, by section. Which fields there are is the definition's.

import type { Answers, AssessmentDefinition, AssessmentForm, AssessmentSection, CaseKind } from '$/ipc/types';

export function emptyForm(definition: AssessmentDefinition): AssessmentForm {
  return { definition: definition.id, answers: { texts: {}, chosen: {}, rows: {} } };
}

/** Sections that are offered for this kind of case. */
export function sectionsFor(definition: AssessmentDefinition, kind: CaseKind): AssessmentSection[] {
  return definition.sections.filter((s) => s.kinds.length === 0 || s.kinds.includes(kind));
}

/** Is anything written in the section? */
export function isWritten(section: AssessmentSection, answers: Answers): boolean {
  return section.fields.some((field) => {
    const path = `${section.id}.${field.id}`;
    return Boolean(
      answers.texts[path]?.trim() ||
      answers.chosen[path]?.length ||
      answers.rows[path]?.some((row) => Object.values(row).some((cell) => cell.trim())),
    );
  });
}

/** A form as it is sent: empty answers are absent. */
export function withoutEmpty(form: AssessmentForm): AssessmentForm {
  const { texts, chosen, rows } = form.answers;
  const kept = <T>(of: Record<string, T>, full: (value: T) => boolean) =>
    Object.fromEntries(Object.entries(of).filter(([, value]) => full(value)));
  return {
    ...form,
    answers: {
      texts: kept(texts, (text) => text.trim() !== ''),
      chosen: kept(chosen, (ticked) => ticked.length > 0),
      rows: kept(rows, (lines) => lines.length > 0),
    },
  };
}

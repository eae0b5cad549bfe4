import type { FormulationDefinition, FormulationForm } from '$/ipc/types';

export interface Cell {
  id: string;
  label: string;
  column: string;
  prompt: string;
}
export interface SheetRow {
  id: string;
  label: string;
  hint: string;
  cells: Cell[];
}

/** The sheet's rows with their cells, as a definition describes them. */
export function rowsOf(definition: FormulationDefinition): SheetRow[] {
  return definition.rows.map((row) => ({
    id: row.id,
    label: row.label,
    hint: row.hint,
    cells: definition.columns.map((column) => {
      const id = `${row.id}.${column.id}`;
      return {
        id,
        label: `${row.label}, ${column.label.toLowerCase()}`,
        column: column.label,
        prompt: definition.prompts.find((p) => p.cell === id)?.text ?? '',
      };
    }),
  }));
}

export function emptyForm(definition: FormulationDefinition): FormulationForm {
  return { definition: definition.id, cells: {}, narrative: '', patient_agrees: '', shared_on: '' };
}

/** A form as it is sent: empty cells are absent. */
export function withoutEmptyCells(form: FormulationForm): FormulationForm {
  const cells = Object.fromEntries(Object.entries(form.cells).filter(([, text]) => text.trim() !== ''));
  return { ...form, cells };
}

export interface Difference {
  id: string;
  label: string;
  mine: string;
  theirs: string;
}

/** Every place where two forms do not say the same. */
export function differences(
  definition: FormulationDefinition,
  mine: FormulationForm,
  theirs: FormulationForm,
): Difference[] {
  const places: Difference[] = rowsOf(definition).flatMap((row) =>
    row.cells.map((cell) => ({
      id: cell.id,
      label: cell.label,
      mine: mine.cells[cell.id] ?? '',
      theirs: theirs.cells[cell.id] ?? '',
    })),
  );
  places.push({ id: 'narrative', label: 'Narrative', mine: mine.narrative, theirs: theirs.narrative });
  places.push({
    id: 'patient_agrees',
    label: 'What the patient agrees with',
    mine: mine.patient_agrees,
    theirs: theirs.patient_agrees,
  });
  places.push({
    id: 'shared_on',
    label: 'Shared with the patient',
    mine: mine.shared_on,
    theirs: theirs.shared_on,
  });
  return places.filter((place) => place.mine !== place.theirs);
}

/** Writes one place of a form. */
export function put(form: FormulationForm, id: string, text: string): void {
  if (id === 'narrative') form.narrative = text;
  else if (id === 'patient_agrees') form.patient_agrees = text;
  else if (id === 'shared_on') form.shared_on = text;
  else form.cells[id] = text;
}

import type { FieldError } from '$/ipc/types';

/** The core names a field by its place in the request; forms here speak of the form alone. */
const bare = (field: string) => field.replace(/^(form|gp|content|amendment)\./, '');

/** The sentence for one field; `undefined` when it is in order. */
export function faultOf(fields: readonly FieldError[], field: string): string | undefined {
  return fields.find((fault) => bare(fault.field) === field)?.message;
}

/** The id of the control for a field: `name.family` becomes `name-family`. */
export function controlId(field: string): string {
  return bare(field).replaceAll('.', '-').replaceAll('_', '-');
}

/** The lines of the error summary. */
export function summaryLines(fields: readonly FieldError[]): { text: string; target: string }[] {
  return fields.map((fault) => ({ text: fault.message, target: controlId(fault.field) }));
}

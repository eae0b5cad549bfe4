/** The ids that a control is described by, in nhsuk-frontend's order; `undefined` when there are none. */
export function describedBy(
  id: string,
  hint: string | undefined,
  error: string | undefined,
  extra?: string,
): string | undefined {
  const ids = [extra, hint ? `${id}-hint` : '', error ? `${id}-error` : ''].filter(Boolean);
  return ids.length ? ids.join(' ') : undefined;
}

/** Who wrote something, of the core’s `Dr A. Okafor, 20-Nov-2026 14:02`. */
export const authorOf = (recorded: string): string =>
  recorded.replace(/, \d{1,2}-[A-Z][a-z]{2}-\d{4}.*$/s, '');

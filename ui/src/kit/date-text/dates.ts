//! Dates as the NHS Common User Interface writes them; the computer's regional settings are ignored.

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `2026-11-22` as `22-Nov-2026`; anything else as it is. */
export function clinicalDate(iso: string): string {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(iso);
  const month = months[Number(parts?.[2]) - 1];
  return parts && month ? `${parts[3]}-${month}-${parts[1]}` : iso;
}

/**
 * What was typed as `2026-11-22`, where it reads as a day, month and year in this order or as an ISO date.
 * Anything else comes back as typed: whether it is a date is for the core to say.
 */
export function isoDate(typed: string): string {
  const text = typed.trim();
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return text;
  const parts = /^(\d{1,2})[-/. ](\d{1,2}|[A-Za-z]{3,9})[-/. ](\d{4})$/.exec(text);
  if (!parts) return typed;
  const [, day = '', word = '', year = ''] = parts;
  const month = /^\d/.test(word)
    ? Number(word)
    : months.findIndex((m) => m.toLowerCase() === word.slice(0, 3).toLowerCase()) + 1;
  if (month < 1 || month > 12) return typed;
  return `${year}-${String(month).padStart(2, '0')}-${day.padStart(2, '0')}`;
}

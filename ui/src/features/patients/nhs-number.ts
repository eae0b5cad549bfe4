//! How an NHS number looks while it is typed. Whether it is one, is the core's to say.

/**
 * Groups what is typed 3-3-4 (NHS CUI NUM-0002) and says where the caret belongs: behind the same digit as
 * before. Anything but digits, spaces and dashes is left exactly as typed, so that nothing is hidden.
 */
export function grouped(typed: string, caret: number): { text: string; caret: number } {
  if (/[^\d\s\u2010-\u2015-]/.test(typed)) return { text: typed, caret };
  const digits = typed.replace(/\D/g, '');
  const before = typed.slice(0, caret).replace(/\D/g, '').length;
  const text = [digits.slice(0, 3), digits.slice(3, 6), digits.slice(6)].filter(Boolean).join(' ');
  const spaces = (before > 3 ? 1 : 0) + (before > 6 ? 1 : 0);
  return { text, caret: before + spaces };
}

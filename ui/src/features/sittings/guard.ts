//! Keeps the page where it is while a patient has the device: no shortcut, no menu, nothing dragged in or out.
//!
//! The shell refuses every command but the questionnaire's whatever the page does, and shows no menu of its own; this
//! keeps a hand that slips from seeing anything happen at all.

/** Keys that edit a text box. With Ctrl they are left alone there. */
const EDITING = ['a', 'c', 'v', 'x', 'z'];

/** Does a key press belong to the window or the system rather than to the questionnaire? */
export function isShortcut(event: KeyboardEvent): boolean {
  if (
    /^F\d+$/.test(event.key) ||
    ['BrowserBack', 'BrowserForward', 'ContextMenu', 'Print'].includes(event.key)
  )
    return true;
  if (event.metaKey || event.altKey) return true;
  if (!event.ctrlKey) return false;
  const { target } = event;
  const inBox =
    target instanceof HTMLTextAreaElement || (target instanceof HTMLInputElement && target.type !== 'radio');
  return !(inBox && EDITING.includes(event.key.toLowerCase()));
}

/** Stands guard. Returns the way to stop: made for `$effect`. */
export function standGuard(): () => void {
  const key = (event: KeyboardEvent) => {
    // AltGr types letters on many keyboards.
    if (event.getModifierState('AltGraph') || !isShortcut(event)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  const refuse = (event: Event) => event.preventDefault();
  // The fourth and fifth button of a mouse go back and forward.
  const button = (event: MouseEvent) => {
    if (event.button > 2) event.preventDefault();
  };
  const refused = ['contextmenu', 'dragstart', 'dragenter', 'dragover', 'drop'];
  const options = { capture: true } as const;
  addEventListener('keydown', key, options);
  addEventListener('mousedown', button, options);
  addEventListener('mouseup', button, options);
  for (const name of refused) addEventListener(name, refuse, options);
  return () => {
    removeEventListener('keydown', key, options);
    removeEventListener('mousedown', button, options);
    removeEventListener('mouseup', button, options);
    for (const name of refused) removeEventListener(name, refuse, options);
  };
}

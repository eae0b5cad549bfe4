import { afterEach, vi } from 'vitest';
import { afresh } from '$/features/users/afresh';

// jsdom goes nowhere: the window shows here what the new document would.
afresh.begin = () => false;

// jsdom has no modal dialogs; these do what the tests need of them: open, close, tell.
HTMLDialogElement.prototype.showModal ??= function showModal(this: HTMLDialogElement) {
  this.setAttribute('open', '');
};
HTMLDialogElement.prototype.close ??= function close(this: HTMLDialogElement) {
  this.removeAttribute('open');
  this.dispatchEvent(new Event('close'));
};
Element.prototype.scrollIntoView ??= function scrollIntoView() {};

// Painting needs a canvas; what is painted is looked at in a browser, not here.
vi.mock('$/features/letters/painter', () => ({
  paint: async () => [
    { canvas: document.createElement('canvas'), text: 'Page one' },
    { canvas: document.createElement('canvas'), text: 'Page two' },
  ],
}));

afterEach(() => {
  document.body.innerHTML = '';
});

// Axe looks for icon fonts with a canvas; there is none here and no icon font either.
HTMLCanvasElement.prototype.getContext = (() => null) as typeof HTMLCanvasElement.prototype.getContext;

// The pictures of the README: docs/images, from the register of made-up cases.

import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { keys, Window } from './driver.mjs';
import { folder, program, root, until } from './places.mjs';

const IMAGES = join(root, 'docs/images');
const PASSPHRASE = 'demonstration';

const register = join(folder('demo'), 'register');
const casebookctl = program('casebookctl', 'CASEBOOKCTL_BIN');
execFileSync(casebookctl, ['demo', '--register', register, '--cases', '12', '--seed', '1'], {
  stdio: ['ignore', 'ignore', 'inherit'],
});

const window = await Window.open({ register });
try {
  await window.heading('Unlock');
  await picture('unlock');
  await window.tabTo('textbox', 'Passphrase');
  await window.type(PASSPHRASE);
  await window.press(keys.enter);
  await window.heading('Today', 60_000);
  await window.run('document.activeElement?.blur()');
  await picture('today');
  await window.tabTo('link', 'Caseload');
  await window.press(keys.enter);
  await window.heading('Caseload');
  await window.find('link', 'LLEWELYN, ', { exact: false });
  await window.run('document.activeElement?.blur()');
  await picture('caseload');

  await window.press(keys.control, 'k');
  await window.type('llewelyn');
  await window.text('1 patient');
  await window.press(keys.down);
  await window.press(keys.enter);
  await window.heading('Where things stand');
  await picture('case');
  await window.press(keys.alt, 'p');
  await window.heading('Pathway');
  await window.run('document.activeElement?.blur()');
  await picture('pathway');
  await window.tabTo('link', 'Formulation');
  await window.press(keys.enter);
  await window.find('heading', 'Formulation', { exact: false });
  await window.find('group', 'Presenting, body').catch(() => window.find('textbox', 'Presenting, body'));
  await picture('formulation');
  await window.tabTo('link', 'Overview');
  await window.press(keys.enter);
  await window.heading('Where things stand');
  await window.press(keys.control, keys.enter);
  await window.heading('Letter to the GP');
  await until('the pages of the letter', () =>
    window.run("return document.querySelector('[data-testid=pdf-pages] canvas') !== null || null"), 30_000);
  await picture('letter');
  await window.press(keys.alt, 's');
  await window.heading('Supervision');
  await window.run("[...document.querySelectorAll('main button')].find((b) => b.textContent.includes('Review')).click()");
  await window.heading('Caseload review');
  await window.run(
    "const list = document.querySelector('main select'); list.selectedIndex = 1;" +
      "list.dispatchEvent(new Event('change', { bubbles: true }))",
  );
  await window.text('Why discuss it');
  await window.run('document.activeElement?.blur()');
  await picture('caseload-review');
} finally {
  await window.close();
}
// A page of a letter as it goes out: signed by the same program without the window.
const asked = ['--register', register, '--user', 'demo'];
const signer = { ...process.env, CASEBOOK_PASSPHRASE: PASSPHRASE };
const cases = JSON.parse(execFileSync(casebookctl, ['cases', '--json', '--text', 'llewelyn', ...asked], { env: signer }));
const paper = join(folder('letter'), 'letter.pdf');
execFileSync(casebookctl, ['letter', 'gp', '--case', cases[0].id, '--out', paper, ...asked], {
  env: signer,
  stdio: ['ignore', 'ignore', 'inherit'],
});
execFileSync('pdftoppm', ['-r', '90', '-png', '-f', '1', '-l', '1', '-singlefile', paper, join(IMAGES, 'letter-page')]);
// The display that we may have started would hold the process.
process.exit(0);

async function picture(name) {
  for (const theme of ['light', 'dark']) {
    await window.run('document.documentElement.dataset.theme = arguments[0]', theme);
    await window.picture(join(IMAGES, `${name}-${theme}.png`));
  }
  await window.run("document.documentElement.dataset.theme = 'light'");
}

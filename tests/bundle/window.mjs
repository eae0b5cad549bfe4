// The installed window: a register is set up in the usual place, locked and unlocked, as its first user does it.

import { test } from 'node:test';
import { keys, Window } from '../e2e/driver.mjs';

const passphrase = process.env.CASEBOOK_PASSPHRASE;

test('the installed window sets up a register and opens it again', { timeout: 240_000 }, async () => {
  const window = await Window.open({});
  try {
    await window.heading('Set up a register');
    await window.fill('Your name', 'Dr A. Okafor');
    await window.press(keys.enter);
    await window.heading('Choose a passphrase');
    await window.fill('Passphrase', passphrase);
    await window.text('Very strong.');
    await window.fill('Passphrase again', passphrase);
    await window.press(keys.enter);
    await window.heading('Your recovery key', 60_000);
    const groups = await window.run(
      "return [...document.querySelectorAll('[data-testid=recovery-key] li')].map((li) => li.textContent.trim())",
    );
    await window.tabTo('button', 'I have written it down');
    await window.press(keys.enter);
    await window.heading('Type the recovery key back');
    await window.type(groups.join(' ') + '\n');
    await window.heading('Today');
    await window.press(keys.control, 'l');
    await window.heading('Unlock');
    await window.type(passphrase + '\n');
    await window.heading('Today', 60_000);
  } finally {
    await window.close();
  }
});

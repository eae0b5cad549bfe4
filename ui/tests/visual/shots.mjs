// Photographs every screen over the made-up register. Usage: node tests/visual/shots.mjs [name part]
// Needs `vite build --config vite.show.config.ts` first, and a Chromium at CHROMIUM or /usr/bin/chromium.
import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import axe from 'axe-core';
import { chromium } from 'playwright-core';
import { screens } from './screens.mjs';
import { serve } from './serve.mjs';

const out = fileURLToPath(new URL('./out', import.meta.url));
const port = Number(process.env.SHOTS_PORT ?? 5198);
const server = await serve(`${out}/dist`, port);
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
});
const part = process.argv[2] ?? '';
const looks = (process.argv[3] ?? 'light-1280,dark-1280,light-1024').split(',');
const sizes = { 1280: [1280, 800], 1024: [1024, 640] };
await mkdir(out, { recursive: true });
let troubles = 0;
for (const look of looks) {
  const [theme, size, percent] = look.split('-');
  for (const [name, go] of Object.entries(screens)) {
    if (!name.includes(part)) continue;
    const [width, height] = sizes[size];
    const page = await browser.newPage({ viewport: { width, height } });
    page.setDefaultTimeout(5000);
    const trouble = (text) => {
      troubles += 1;
      console.error(`${look} ${name}: ${text}`);
    };
    page.on(
      'console',
      (m) => ['error', 'warning'].includes(m.type()) && !m.text().includes('404') && trouble(m.text()),
    );
    page.on('pageerror', (e) => trouble(e.stack ?? e.message));
    // Some screens begin the document anew: every one of them wears the same.
    await page.addInitScript((worn) => Object.assign(globalThis, { worn }), {
      theme,
      text_percent: Number(percent ?? 100),
    });
    await page.addInitScript(() => Object.freeze(Object.prototype));
    await page.addInitScript(() =>
      addEventListener('securitypolicyviolation', (e) =>
        console.error(`policy: ${e.violatedDirective} ${e.blockedURI}`),
      ),
    );
    try {
      await page.goto(`http://127.0.0.1:${port}/`);
      await go(page);
      await page.waitForTimeout(350);
    } catch (error) {
      trouble(error.message.split('\n').slice(0, 3).join(' '));
    }
    // What a printer gets has no landmarks: nobody moves about in it.
    const printed = await page.evaluate(() => matchMedia('print').matches);
    const faults = printed
      ? []
      : await page.evaluate(`${axe.source}; axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'] })
      .then((r) => r.violations.map((v) => v.id + ': ' + v.nodes.map((n) => n.target.join(' ') + ' ' + (n.any[0]?.message ?? '')).join(' | ')))`);
    for (const fault of faults) trouble(fault.slice(0, 600));
    await page.screenshot({ path: `${out}/${look}-${name}.png` });
    await page.close();
  }
}
await browser.close();
server.close();
process.exitCode = troubles ? 1 : 0;

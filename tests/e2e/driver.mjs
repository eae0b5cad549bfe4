// A small WebDriver client for the real window: only what a person does there, by keys or by the pointer.

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { casebook, descendants, display, folder, freePort, pause, root, start, until } from './places.mjs';

const DRIVER = '/usr/bin/WebKitWebDriver';
const ELEMENT = 'element-6066-11e4-a52e-4f735466cecf';

export const keys = {
  tab: '\uE004',
  enter: '\uE007',
  escape: '\uE00C',
  space: ' ',
  left: '\uE012',
  up: '\uE013',
  right: '\uE014',
  down: '\uE015',
  shift: '\uE008',
  control: '\uE009',
  alt: '\uE00A',
};

// In the page: what could have this role and name. The browser's own tree decides afterwards.
const CANDIDATES = `
  const [role, name, exact] = arguments;
  const of = {
    button: 'button,[role=button],summary',
    link: 'a[href]',
    textbox: 'input:not([type]),input[type=text],input[type=password],input[type=tel],input[type=email],textarea',
    searchbox: 'input[type=search]',
    radio: 'input[type=radio]',
    checkbox: 'input[type=checkbox]',
    combobox: 'select',
    heading: 'h1,h2,h3,h4,[role=heading]',
    dialog: 'dialog[open],[role=dialog]',
    alert: '[role=alert]',
    region: '[role=region],section',
  }[role];
  const tidy = (text) => (text ?? '').replace(/\\s+/g, ' ').trim();
  const named = (element) => {
    const label = element.getAttribute('aria-label');
    const by = element.getAttribute('aria-labelledby');
    if (label) return label;
    if (by) return by.split(' ').map((id) => document.getElementById(id)?.textContent ?? '').join(' ');
    if (element.labels?.length) return [...element.labels].map((l) => l.textContent).join(' ');
    return element.textContent;
  };
  const seen = (element) => element.checkVisibility({ visibilityProperty: true });
  return [...document.querySelectorAll(of ?? '[role=' + role + ']')].filter((element) => {
    const found = tidy(named(element));
    return seen(element) && (exact ? found === name : found.startsWith(name));
  });`;

// In the page: paints an edge that nobody can see, again and again, until it is told to stop.
const REPAINTING = `
  const edge = document.documentElement.style;
  let turn = 0;
  const timer = setInterval(() => {
    turn += 1;
    edge.outline = turn % 2 ? '1px solid transparent' : '1px solid rgb(0 0 0 / 0.2%)';
  }, 16);
  globalThis.repainted = () => {
    clearInterval(timer);
    edge.outline = '';
  };`;

/** The window of one running program. */
function status(id) {
  try {
    return readFileSync(`/proc/${id}/status`, 'utf8');
  } catch {
    return 'State: Z';
  }
}

export class Window {
  /** Keys pressed that are not text, and characters typed: what a story costs. */
  pressed = 0;
  typed = 0;

  #base;
  #driver;

  /**
   * Opens the program on a register, or on the usual one where none is named. `home` keeps what it writes beside the register
   * apart from ours; `binary` is something that starts it in its stead.
   */
  static async open({ register, home = folder('home'), width = 1280, height = 800, binary = casebook() }) {
    await display();
    const window = new Window();
    const port = await freePort();
    window.home = home;
    mkdirSync(join(home, 'Documents'), { recursive: true });
    window.#driver = start(DRIVER, [`--port=${port}`], {
      TAURI_WEBVIEW_AUTOMATION: 'true',
      HOME: home,
      XDG_DATA_HOME: join(home, '.local/share'),
      XDG_CACHE_HOME: join(home, '.cache'),
      XDG_CONFIG_HOME: join(home, '.config'),
      XDG_DOCUMENTS_DIR: join(home, 'Documents'),
      NO_AT_BRIDGE: '1',
      GTK_USE_PORTAL: '0',
      GDK_BACKEND: 'x11',
    });
    const address = `http://127.0.0.1:${port}`;
    await until('the driver', () =>
      Promise.race([window.#driver.failed, fetch(`${address}/status`).then((answer) => answer.ok, () => false)]),
    );
    const options = { binary, args: register ? ['--register', register] : [] };
    const session = await call('POST', `${address}/session`, {
      capabilities: { alwaysMatch: { 'webkitgtk:browserOptions': options } },
    }, 30_000);
    window.#base = `${address}/session/${session.sessionId}`;
    await window.resize(width, height);
    await until('the first screen', () => window.run('return document.querySelector("h1") !== null'));
    return window;
  }

  #send(method, path, body, limit) {
    return call(method, this.#base + path, body, limit);
  }

  /** Runs a script in the page. */
  run(script, ...args) {
    return this.#send('POST', '/execute/sync', { script, args });
  }

  /** Runs a script that calls its last argument when it is done. */
  runUntilDone(script, ...args) {
    return this.#send('POST', '/execute/async', { script, args }, 60_000);
  }

  async resize(width, height) {
    // The outer size: without a window manager it is the inner one as well.
    await this.#send('POST', '/window/rect', { x: 0, y: 0, width, height });
    await until(`a window of ${width} x ${height}`, async () => {
      const [w, h] = await this.run('return [innerWidth, innerHeight]');
      return w === width && h === height;
    });
  }

  /** The element with this role and accessible name, by the accessibility tree of the real window. */
  async find(role, name, { exact = true, limit = 10_000 } = {}) {
    return until(`${role} “${name}”`, () => this.has(role, name, { exact }), limit);
  }

  /** The same if it is there now, else `null`. */
  async has(role, name, { exact = true } = {}) {
    const candidates = await this.run(CANDIDATES, role, name, exact);
    for (const candidate of candidates ?? []) {
      const element = new Element(this, candidate[ELEMENT]);
      try {
        const [foundRole, label] = [await element.role(), await element.label()];
        const fits = exact ? label === name : label.startsWith(name);
        if ((foundRole === role || sameRole(foundRole, role)) && fits) return element;
        element.why = `${foundRole} “${label}”`;
      } catch {
        // It has just gone.
      }
    }
    return null;
  }

  /** Waits for a text anywhere on the screen. */
  text(words, limit = 10_000) {
    return until(`“${words}”`, async () => {
      const all = await this.run('return document.body.innerText');
      return all.replace(/\s+/g, ' ').includes(words) ? all : null;
    }, limit);
  }

  heading(words, limit) {
    return this.find('heading', words, { limit });
  }

  /** Presses keys together: the last one while the others are held. */
  async press(...chord) {
    this.pressed += 1;
    const actions = [
      ...chord.map((value) => ({ type: 'keyDown', value })),
      ...chord.toReversed().map((value) => ({ type: 'keyUp', value })),
    ];
    await this.#send('POST', '/actions', { actions: [{ type: 'key', id: 'keyboard', actions }] });
  }

  /** Types where the focus is; a line's end is the Enter key. */
  async type(text) {
    this.typed += [...text].length;
    const focused = (await this.#send('GET', '/element/active'))[ELEMENT];
    await this.#send('POST', `/element/${focused}/value`, { text: text.replaceAll('\n', keys.enter) });
  }

  /** What has the focus, as a screen reader would say it. */
  async focused() {
    const id = (await this.#send('GET', '/element/active'))[ELEMENT];
    const element = new Element(this, id);
    return { element, role: await element.role(), label: await element.label() };
  }

  /** Walks there with the Tab key, as somebody without a pointer does. */
  async tabTo(role, name, { exact = true, most = 60 } = {}) {
    const passed = [];
    for (let step = 0; step <= most; step += 1) {
      const now = await this.focused().catch(() => ({ role: '', label: '' }));
      const fits = exact ? now.label === name : now.label.startsWith(name);
      if (fits && sameRole(now.role, role)) return now.element;
      passed.push(`${now.role} “${now.label}”`);
      await this.press(keys.tab);
    }
    throw new Error(`the Tab key does not lead to ${role} “${name}”, but to: ${passed.join(', ')}`);
  }

  /** Walks to a box and types into it. */
  async fill(name, text, role = 'textbox') {
    await this.tabTo(role, name);
    await this.type(text);
  }

  /** A picture of the window at rest, after the second frame: the first may still show the old one. */
  async picture(file) {
    await this.runUntilDone(
      'const done = arguments[arguments.length - 1];' +
        // One in a part that is folded away never ends, so nothing is waited for longer than it could last.
        'const long = new Promise((enough) => setTimeout(enough, 1500));' +
        'const ended = () => document.getAnimations().map((moving) => moving.finished.catch(() => {}));' +
        'const still = () => Promise.race([long, Promise.all(ended())]);' +
        'const frame = (then) => requestAnimationFrame(() => requestAnimationFrame(then));' +
        'document.fonts.ready.then(() => frame(() => still().then(() => frame(() => done(true)))));',
    );
    // The driver waits for the next painting, which a page at rest that no compositor paints never comes to.
    await this.run(REPAINTING);
    const bytes = Buffer.from(await this.#send('GET', '/screenshot', undefined, 30_000), 'base64');
    await this.run('globalThis.repainted()');
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, bytes);
  }

  /** What axe-core finds on this screen, a line each. */
  async faults() {
    axe ??= readFileSync(join(root, 'ui/node_modules/axe-core/axe.min.js'), 'utf8');
    await this.run(`if (!window.axe) { ${axe} }; return true;`);
    const found = await this.runUntilDone(
      'const done = arguments[arguments.length - 1];' +
        // Only this one is left out: it takes a heading that is scrolled out of its pane for a hidden one. That a box has
        // its name is what every find() asks of the accessibility tree.
        "const rules = { 'label-title-only': { enabled: false } };" +
        "axe.run(document, { rules, resultTypes: ['violations'] }).then((r) => done(r), (e) => done({ failed: String(e) }));",
    );
    if (!found.violations) throw new Error(`axe-core did not run: ${found.failed}`);
    if (found.passes.length < 5) throw new Error('axe-core looked at next to nothing');
    return found.violations.flatMap((fault) =>
      fault.nodes.map((node) => `${fault.id}: ${node.target.join(' ')}: ${node.any[0]?.message ?? fault.help}`),
    );
  }

  /** The program's own process. */
  process() {
    const found = descendants(this.#driver.pid).find((process) => process.name === 'casebook');
    if (!found) throw new Error('the program is not running');
    return found.id;
  }

  /** Ends the program as a power cut would. */
  async kill() {
    process.kill(this.process(), 'SIGKILL');
    await this.#end();
  }

  /** Closes the session first: a driver that dies before it leaves an orphan behind. */
  async close() {
    await this.#send('DELETE', '', undefined, 10_000).catch(() => {});
    await this.#end();
  }

  async #end() {
    const left = descendants(this.#driver.pid);
    const gone = new Promise((done) => this.#driver.on('exit', done));
    this.#driver.kill('SIGTERM');
    await Promise.race([gone, pause(3000)]);
    for (const { id } of left) {
      try {
        process.kill(id, 'SIGKILL');
      } catch {
        // It has ended by itself.
      }
    }
    // The register is locked until the last of them is gone.
    const alive = ({ id }) => existsSync(`/proc/${id}`) && !/^State:\s+Z/m.test(status(id));
    await until('the program to end', () => !left.some(alive) || null, 10_000);
  }

  send(...all) {
    return this.#send(...all);
  }
}

let axe;

class Element {
  constructor(window, id) {
    this.window = window;
    this.id = id;
  }
  #of(path) {
    return this.window.send('GET', `/element/${this.id}/${path}`);
  }
  role() {
    return this.#of('computedrole');
  }
  label() {
    return this.#of('computedlabel').then((label) => label.replace(/\s+/g, ' ').trim());
  }
  text() {
    return this.#of('text');
  }
  value() {
    return this.#of('property/value');
  }
  click() {
    return this.window.send('POST', `/element/${this.id}/click`, {});
  }
}

/** WebKit has its own words for some roles. */
function sameRole(found, wanted) {
  const words = { input: 'textbox', textfield: 'textbox', select: 'combobox', listbox: 'combobox' };
  const said = found.toLowerCase();
  return said === wanted || words[said] === wanted;
}

async function call(method, address, body, limit = 20_000) {
  const answer = await fetch(address, {
    method,
    body: method === 'POST' ? JSON.stringify(body ?? {}) : undefined,
    headers: { 'content-type': 'application/json' },
    signal: AbortSignal.timeout(limit),
  });
  const { value } = await answer.json();
  if (!answer.ok) throw new Error(`${value?.error}: ${value?.message} (${method} ${new URL(address).pathname})`);
  return value;
}

// Measures the window beside the least window that Tauri makes, in the same run. Prints a table; asserts nothing.
//
// `cargo xtask bench --window`. Starts are read off the screen from outside: a hidden display keeps its picture in a
// file, and a start ends with the last change of that picture that is no blinking caret. So nothing in the program
// knows that it is measured, no driver slows it down, and both windows are treated alike. What follows the unlock
// screen is timed in the page, from the event of the key or the click to the first task after the frame that shows
// the answer; there a driver types and clicks, but between event and frame it is not asked for anything.

import { spawn, spawnSync } from 'node:child_process';
import { openSync, readSync, readFileSync, statSync, existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { keys, Window } from '../e2e/driver.mjs';
import { descendants, folder, pause, program, until } from '../e2e/places.mjs';

const PASSPHRASE = 'demonstration';
const RUNS = Number(process.env.CASEBOOK_BENCH_RUNS ?? 15);
const [WIDTH, HEIGHT] = [1280, 800];
/** No picture changes for so long: the start is over. Longer than a caret takes to blink. */
const STILL_MS = 1500;

const ours = program('casebook', 'CASEBOOK_BIN');
const ctl = program('casebookctl', 'CASEBOOKCTL_BIN');
const bare = program('bare-window', 'CASEBOOK_BARE_WINDOW');

/** A hidden display whose picture can be read. */
class Screen {
  static async open() {
    const screen = new Screen();
    const at = folder('screen');
    const server = spawn(
      'Xvfb',
      ['-displayfd', '1', '-screen', '0', `${WIDTH}x${HEIGHT}x24`, '-nolisten', 'tcp', '-fbdir', at],
      { stdio: ['ignore', 'pipe', 'ignore'] },
    );
    process.on('exit', () => server.kill('SIGKILL'));
    const number = await new Promise((done, fail) => {
      server.on('error', fail);
      server.stdout.on('data', (text) => done(String(text).trim()));
    });
    server.unref();
    server.stdout.unref?.();
    process.env.DISPLAY = `:${number}`;
    screen.file = openSync(join(at, 'Xvfb_screen0'), 'r');
    const head = Buffer.alloc(100);
    readSync(screen.file, head, 0, 100, 0);
    // The header of an X window dump: its own length first, the number of colours (12 bytes each) in word 19.
    screen.start = head.readUInt32BE(0) + 12 * head.readUInt32BE(19 * 4);
    screen.line = head.readUInt32BE(12 * 4);
    screen.now = Buffer.alloc(screen.line * HEIGHT);
    screen.before = Buffer.alloc(screen.line * HEIGHT);
    screen.read();
    return screen;
  }

  /** Reads the picture; answers the box of what has changed since the last time, or null. */
  read() {
    [this.now, this.before] = [this.before, this.now];
    const length = readSync(this.file, this.now, 0, this.now.length, this.start);
    if (length !== this.now.length) throw new Error('the picture of the screen is shorter than it must be');
    if (this.now.equals(this.before)) return null;
    const [now, before] = [this.now, this.before].map((b) => new Uint32Array(b.buffer, b.byteOffset, b.length / 4));
    const across = this.line / 4;
    let [left, right, top, bottom] = [Infinity, -1, Infinity, -1];
    for (let y = 0; y < HEIGHT; y += 1) {
      for (let x = 0, i = y * across; x < WIDTH; x += 1, i += 1) {
        if (now[i] === before[i]) continue;
        if (x < left) left = x;
        if (x > right) right = x;
        if (y < top) top = y;
        bottom = y;
      }
    }
    return right < 0 ? null : { width: right - left + 1, height: bottom - top + 1 };
  }

  /** Waits until something is shown and nothing but a caret changes; answers when the last change was. */
  async settled(limit = 120_000) {
    const end = performance.now() + limit;
    let [last, changes] = [0, 0];
    for (;;) {
      const at = performance.now();
      const box = this.read();
      if (box && !(box.width <= 4 && box.height <= 48)) [last, changes] = [at, changes + 1];
      // An empty window may stand for long on a busy machine: at rest is what shows something.
      if (changes > 0 && at - last > STILL_MS && this.colours() >= 8) return { last, changes };
      if (at > end) throw new Error('the picture of the screen does not come to rest');
      await pause(2);
    }
  }

  /** How many different values the picture has: one that shows nothing has one or two. */
  colours() {
    return new Set(new Uint32Array(this.now.buffer, this.now.byteOffset, this.now.length / 4)).size;
  }
}

/** One run of a program, in a home of its own that stays between runs, as a person's does. */
class Run {
  constructor(file, args, home) {
    this.begun = performance.now();
    this.child = spawn(file, args, {
      env: {
        ...process.env,
        HOME: home,
        XDG_DATA_HOME: join(home, '.local/share'),
        XDG_CACHE_HOME: join(home, '.cache'),
        XDG_CONFIG_HOME: join(home, '.config'),
        NO_AT_BRIDGE: '1',
        GDK_BACKEND: 'x11',
      },
      stdio: 'ignore',
    });
    this.failed = new Promise((_, fail) => this.child.on('error', fail));
    this.failed.catch(() => {});
    this.ended = new Promise((done) => this.child.on('exit', done));
  }

  ids() {
    return [this.child.pid, ...descendants(this.child.pid).map((p) => p.id)];
  }

  /** What all its processes take, each shared page counted by its share. */
  memory() {
    const of = (id) => {
      const found = /^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${id}/smaps_rollup`, 'utf8'));
      return Number(found[1]) / 1024;
    };
    return this.ids().reduce((sum, id) => sum + of(id), 0);
  }

  async end() {
    const ids = this.ids();
    for (const id of ids) {
      try {
        process.kill(id, 'SIGKILL');
      } catch {
        // It went with its parent.
      }
    }
    await this.ended;
    await until('its processes to end', () => !ids.some((id) => existsSync(`/proc/${id}/smaps_rollup`) && alive(id)));
  }
}

function alive(id) {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${id}/status`, 'utf8'));
  } catch {
    return false;
  }
}

/** Middle and 95th of a hundred. */
function times(all) {
  const sorted = all.toSorted((a, b) => a - b);
  const at = (share) => sorted[Math.min(Math.floor(sorted.length * share), sorted.length - 1)];
  return { median: at(0.5), p95: at(0.95), runs: sorted.length };
}

const screen = await Screen.open();
const register = join(folder('bench'), 'register');
const homes = { ours: folder('home'), bare: folder('home') };
const made = spawnSync(ctl, ['demo', '--register', register, '--cases', '200'], { encoding: 'utf8', timeout: 300_000 });
if (made.status !== 0) throw new Error(`the demo register: ${made.stderr}`);

const open = {
  ours: () => new Run(ours, ['--register', register], homes.ours),
  bare: () => new Run(bare, [], homes.bare),
};

/** From the start of the process to its last change on the screen; what else is asked of the run comes after. */
async function start(which, then = async () => {}) {
  screen.read();
  const run = open[which]();
  try {
    const { last } = await Promise.race([screen.settled(), run.failed]);
    const took = last - run.begun;
    return { took, more: await then(run) };
  } finally {
    await run.end();
    await pause(200);
    screen.read();
  }
}

function xdotool(...args) {
  const done = spawnSync('xdotool', args, { encoding: 'utf8', timeout: 20_000 });
  if (done.status !== 0) throw new Error(`xdotool ${args[0]}: ${done.stderr || done.error}`);
  return done.stdout.trim();
}

/** Unlocks as a person does, and makes sure of it: while a window has the register, nobody else gets in. */
async function unlockByHand() {
  const id = xdotool('search', '--onlyvisible', '--name', 'Casebook').split('\n').at(-1);
  xdotool('windowfocus', '--sync', id);
  xdotool('type', '--delay', '10', PASSPHRASE);
  xdotool('key', 'Return');
  await pause(500);
  await screen.settled();
  const refused = spawnSync(ctl, ['cases', '--json', '--register', register], {
    encoding: 'utf8',
    env: { ...process.env, CASEBOOK_PASSPHRASE: PASSPHRASE },
  });
  if (!refused.stderr.includes('in-use')) throw new Error(`it did not unlock: ${refused.stderr}`);
}

const idle = async (run) => {
  await pause(5000);
  return run.memory();
};

const starts = { ours: [], bare: [] };
for (const which of ['ours', 'bare']) await start(which); // not counted: brings the files into memory
for (let turn = 0; turn < RUNS; turn += 1) {
  for (const which of turn % 2 ? ['bare', 'ours'] : ['ours', 'bare']) {
    const { took } = await start(which);
    starts[which].push(took);
  }
}
const memory = { ours: [], bare: [], locked: [] };
for (let turn = 0; turn < Math.min(3, RUNS); turn += 1) {
  memory.bare.push((await start('bare', idle)).more);
  memory.locked.push((await start('ours', idle)).more);
  memory.ours.push(
    (
      await start('ours', async (run) => {
        await unlockByHand();
        return idle(run);
      })
    ).more,
  );
}

// In the page: from the event to the first task after the frame that shows what is waited for.
const watch = (event, shown) => `
  window.casebookBench = new Promise((done) => {
    addEventListener('${event}', (happened) => {
      const begun = happened.timeStamp;
      const look = () => requestAnimationFrame(() => {
        if (!(${shown})) return look();
        const after = new MessageChannel();
        after.port1.onmessage = () => done(performance.now() - begun);
        after.port2.postMessage(null);
      });
      look();
    }, { capture: true, once: true });
  });
  return true;`;
const TOLD = 'const done = arguments[arguments.length - 1]; window.casebookBench.then(done);';
const TODAY = "document.querySelector('h1')?.textContent === 'Today' && document.querySelector('[data-row] a')";
const CASE =
  "!document.querySelector('a[data-row]') && " +
  "[...document.querySelectorAll('h1, h2')].some((h) => h.textContent.includes('Where things stand'))";

const unlocks = [];
const clicks = [];
const window = await Window.open({ register });
try {
  for (let turn = 0; turn < RUNS; turn += 1) {
    await window.heading('Unlock');
    await window.type(PASSPHRASE);
    await window.run(watch('submit', TODAY));
    await window.press(keys.enter);
    unlocks.push(await window.runUntilDone(TOLD));
    if (turn < RUNS - 1) await window.press(keys.control, 'l');
  }
  for (let turn = 0; turn < RUNS * 2; turn += 1) {
    await (await window.find('link', 'Caseload')).click();
    await window.heading('Caseload');
    const at = await until('the rows', () =>
      window.run(
        `const row = document.querySelectorAll('a[data-row]')[${turn % 15}];
         if (!row) return null;
         row.scrollIntoView({ block: 'nearest' });
         const box = row.getBoundingClientRect();
         return { x: Math.round(box.x + Math.min(box.width, 120) / 2), y: Math.round(box.y + box.height / 2) };`,
      ),
    );
    await window.run(watch('click', CASE));
    await window.send('POST', '/actions', {
      actions: [
        {
          type: 'pointer',
          id: 'mouse',
          actions: [
            { type: 'pointerMove', duration: 0, x: at.x, y: at.y },
            { type: 'pointerDown', button: 0 },
            { type: 'pointerUp', button: 0 },
          ],
        },
      ],
    });
    const took = await window.runUntilDone(TOLD);
    if (turn > 0) clicks.push(took);
  }
} catch (fault) {
  // What was measured before is printed all the same; what is missing says so.
  console.log(`\nnot measured to the end in the page: ${fault.message}`);
  process.exitCode = 1;
} finally {
  await window.close();
}

// The table.
const megabytes = (file) => statSync(file).size / 1e6;
const rows = [];
function row(what, unit, found, goals, beside) {
  if (found.runs === 0) return;
  const ratio = beside ? found.median / beside.median : null;
  const met = goals.every((goal) => goal.met(found, ratio, beside));
  rows.push([
    what,
    `${found.median.toFixed(unit === 'ms' ? 0 : 1)} ${unit}`,
    found.p95 === undefined ? '' : `${found.p95.toFixed(unit === 'ms' ? 0 : 1)} ${unit}`,
    beside ? `${beside.median.toFixed(unit === 'ms' ? 0 : 1)} ${unit}` : '',
    ratio === null ? '' : ratio.toFixed(2),
    goals.map((goal) => goal.words).join(', '),
    met ? 'met' : 'MISSED',
  ]);
}
const most = (limit, unit) => ({ words: `<= ${limit} ${unit}`, met: (found) => found.median <= limit });
const mostTimes = (limit) => ({ words: `<= ${limit} x`, met: (_, ratio) => ratio <= limit });
const mostMore = (limit) => ({ words: `<= +${limit} MB`, met: (found, _, beside) => found.median - beside.median <= limit });

row('start to the unlock screen', 'ms', times(starts.ours), [mostTimes(1.2), most(600, 'ms')], times(starts.bare));
row('memory, idle and unlocked', 'MB', times(memory.ours), [mostMore(90)], times(memory.bare));
row('memory, idle and locked', 'MB', times(memory.locked), [mostMore(90)], times(memory.bare));
row('unlock to Today', 'ms', times(unlocks), [most(400, 'ms')]);
row('click on a case to the case', 'ms', times(clicks), [most(50, 'ms')]);
row('size of casebook', 'MB', { median: megabytes(ours) }, [most(25, 'MB')], { median: megabytes(bare) });
row('size of casebookctl', 'MB', { median: megabytes(ctl) }, [most(25, 'MB')]);
const deb = process.env.CASEBOOK_DEB;
if (deb) row(`size of ${basename(deb).split('_')[0]}.deb`, 'MB', { median: megabytes(deb) }, [most(20, 'MB')]);

const head = ['what', 'median', 'p95', 'bare window', 'ratio', 'goal', ''];
const widths = head.map((word, i) => Math.max(word.length, ...rows.map((cells) => cells[i].length)));
const line = (cells) => `| ${cells.map((cell, i) => cell.padEnd(widths[i])).join(' | ')} |`;
console.log(`\n${RUNS} starts of each, in turn, files in memory; ${unlocks.length} unlocks, ${clicks.length} clicks; 200 made-up cases.\n`);
console.log(line(head));
console.log(`|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`);
for (const cells of rows) console.log(line(cells));

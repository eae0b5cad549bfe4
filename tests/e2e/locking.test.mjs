// The window locks where the desktop says so, before the computer sleeps; and after every lock it is a new document in
// which nothing of a patient is left. On a bus of our own, with logind and the screen played.

import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { after, test } from "node:test";
import { keys, Window } from "./driver.mjs";
import { look as lookAt } from "./look.mjs";
import { folder, here, pause, program, until } from "./places.mjs";

const register = join(folder("demo"), "register");
let window;
const programs = [];
const faults = [];
const look = async (name) =>
  faults.push(...(await lookAt(window, `locking-${name}`)));
after(async () => {
  await window?.close();
  for (const child of programs) child.kill("SIGKILL");
});

/** Starts a program and listens to its lines. */
function listened(command, args) {
  const child = spawn(command, args, { stdio: ["pipe", "pipe", "inherit"] });
  programs.push(child);
  child.lines = [];
  createInterface(child.stdout).on("line", (line) => child.lines.push(line));
  child.says = (line) =>
    until(`“${line}”`, () => child.lines.includes(line) || null);
  return child;
}

const open = () => existsSync(join(register, "register.holder"));
const there = (words) =>
  window.run(
    "return document.documentElement.innerHTML.includes(arguments[0])",
    words,
  );

async function unlock() {
  await window.heading("Unlock");
  await window.tabTo("textbox", "Passphrase");
  await window.type("demonstration");
  await window.press(keys.enter);
  await window.heading("Today", 60_000);
}

/** Opens a patient, begins to write, and marks the document. */
async function atWork() {
  await window.press(keys.control, "k");
  await window.type("llewelyn");
  await window.text("1 patient");
  await window.press(keys.down);
  await window.press(keys.enter);
  await window.heading("Where things stand");
  await window.text("LLEWELYN, Siân");
  await window.run("window.marked = document.body.innerText; return true");
}

/** The window is a new document, locked, for this reason; nothing of the patient is in it, and no way back. */
async function lockedAfresh(words) {
  await until("the new document", () =>
    window.run("return window.marked === undefined || null").catch(() => null),
  );
  await window.heading("Unlock");
  await window.text(words);
  assert.equal(open(), false, "the register is open still");
  assert.equal(await there("LLEWELYN"), false);
  assert.equal(await there("Siân"), false);
  assert.deepEqual(
    await window.run("return [history.length, location.search]"),
    [1, ""],
  );
}

test(
  "the window locks with the desktop and begins anew",
  { timeout: 400_000 },
  async (story) => {
    execFileSync(
      program("casebookctl", "CASEBOOKCTL_BIN"),
      ["demo", "--register", register, "--cases", "12", "--seed", "1"],
      { stdio: ["ignore", "ignore", "inherit"] },
    );
    // A bus that starts no program by itself.
    const place = folder("bus");
    writeFileSync(
      join(place, "bus.conf"),
      `<busconfig><type>session</type><listen>unix:path=${place}/socket</listen><policy context="default">
     <allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy></busconfig>`,
    );
    const bus = listened("dbus-daemon", [
      `--config-file=${place}/bus.conf`,
      "--nofork",
      "--nopidfile",
      "--print-address=1",
    ]);
    const address = await until("the bus", () => bus.lines[0]);
    process.env.DBUS_SYSTEM_BUS_ADDRESS = address;
    process.env.DBUS_SESSION_BUS_ADDRESS = address;
    const desktop = listened("/usr/bin/python3", [
      join(here, "logind.py"),
      address,
    ]);
    await desktop.says("ready");
    window = await Window.open({ register });
    await unlock();

    await story.test(
      "sleep waits until the register is locked, and not longer",
      async () => {
        await desktop.says("inhibited sleep delay");
        await atWork();
        desktop.lines.length = 0;
        desktop.stdin.write("sleep\n");
        await desktop.says("released");
        assert.equal(
          open(),
          false,
          "the computer slept with the register open",
        );
        await lockedAfresh(
          "Locked before the computer went to sleep. Drafts are kept.",
        );
        await look("sleep");
      },
    );

    await story.test("awake again it asks for the next delay", async () => {
      desktop.lines.length = 0;
      desktop.stdin.write("wake\n");
      await desktop.says("inhibited sleep delay");
    });

    await story.test("another session’s lock is not ours", async () => {
      await unlock();
      await atWork();
      desktop.stdin.write("lock-other\n");
      await pause(1500);
      assert.equal(open(), true);
    });

    for (const [order, name] of [
      ["lock", "logind"],
      ["screen", "the screen saver"],
      ["hint", "a locker that only says so"],
    ]) {
      await story.test(
        `locked by ${name} the window locks as well`,
        async () => {
          if (!open()) {
            await unlock();
            await atWork();
          }
          desktop.stdin.write(`${order}\n`);
          await lockedAfresh("Locked together with the screen.");
        },
      );
    }

    await story.test(
      "by key, by button and for idleness the window begins anew too",
      async () => {
        await unlock();
        await atWork();
        await window.press(keys.control, "l");
        await lockedAfresh("You locked the register. Drafts are kept.");
        await unlock();
        await atWork();
        await (await window.find("button", "Lock Ctrl L")).click();
        await lockedAfresh("You locked the register. Drafts are kept.");
        await unlock();
        await atWork();
        // An hour later, by the page's own clock.
        await window.run(
          "const now = Date.now; Date.now = () => now() + 3600000; return true",
        );
        await lockedAfresh("without use. Drafts are kept.");
      },
    );

    await story.test(
      "covered, nothing of the patient is in the page, the PIN leads back to it, and the screen’s lock locks",
      async () => {
        await unlock();
        const set = await window.runUntilDone(
          `const done = arguments[arguments.length - 1];
       window.__TAURI_INTERNALS__.invoke('set_pin', { request: { pin: '4711' } })
         .then((view) => done(view.cover_pin), (e) => done(JSON.stringify(e)));`,
        );
        assert.equal(set, true);
        await atWork();
        await window.press("\uE039");
        await window.heading("Covered");
        await window.text("is working here");
        assert.equal(await there("LLEWELYN"), false);
        assert.equal(await there("Siân"), false);
        assert.equal(open(), true);
        await look("covered");
        await window.tabTo("textbox", "PIN");
        await window.type("4711");
        await window.press(keys.enter);
        await window.heading("Where things stand");
        await window.text("LLEWELYN, Siân");
        await window.press("\uE039");
        await window.heading("Covered");
        desktop.stdin.write("lock\n");
        await lockedAfresh("Locked together with the screen.");
      },
    );

    await story.test(
      "in a patient’s hands the screen’s lock locks, and the window stays as it is",
      async () => {
        await unlock();
        await atWork();
        const handed = await window.runUntilDone(
          `const done = arguments[arguments.length - 1];
       const ask = (name, request) => window.__TAURI_INTERNALS__.invoke(name, request && { request });
       ask('caseload', { text: 'llewelyn', mine: false, closed: false })
         .then((found) => ask('hand_over', { case_id: found.rows[0].id, instruments: ['phq-9'],
           identity_checked: true, pin: '4711', friends_and_family: false }))
         .then((state) => { location.reload(); done(state.state); }, (e) => done(JSON.stringify(e)));`,
        );
        assert.equal(handed, "with-patient");
        await window.text("Hello");
        await window.run(
          "window.marked = document.body.innerText; return true",
        );
        desktop.stdin.write("lock\n");
        await lockedAfresh("Locked together with the screen.");
        await unlock();
      },
    );

    assert.deepEqual(faults, []);
  },
);

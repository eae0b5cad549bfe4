// A whole story in the window under the eyes of strace: no process opens a socket of the internet, whatever the page is made to
// try, and nothing of the patient is said on the way out.

import assert from 'node:assert/strict';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { keys, Window } from './driver.mjs';
import { painted } from './look.mjs';
import { casebook, folder, pause } from './places.mjs';
import { saveInto } from './save-dialog.mjs';
import { AMARA_IN_FULL, openCase, registerPatient, steps } from './story.mjs';

const PASSPHRASE = 'lantern quarry mitten orbit';
/** Words that stand nowhere but in the record. */
const WORDS = ['Zqkwlantana', 'Zqkwmarigold', 'Zqkwoleander', 'Testcase', '9990000018', '999 000 0018'];

const register = join(folder('register'), 'register');
const home = folder('home');
const papers = folder('papers');
const saved = join(papers, 'letter.pdf');
const calls = join(papers, 'calls');
const said = join(papers, 'said');

/** Starts the program with every call that makes a connection written down, and all that it says. */
const watched = join(papers, 'watched');
writeFileSync(
  watched,
  `#!/bin/sh\nexec strace -f -qq --seccomp-bpf -s 64 -e trace=socket,connect,bind,sendto,sendmsg -o '${calls}' '${casebook()}' "$@" >>'${said}' 2>&1\n`,
);
chmodSync(watched, 0o700);

// In the page: everything that a page knows to reach out with. Answers with what it tried.
const REACH = `
  const [port, done] = [arguments[0], arguments[arguments.length - 1]];
  const tried = [];
  const at = (name) => 'http://127.0.0.1:' + port + '/' + name;
  const attempt = (name, how) => {
    tried.push(name);
    try {
      const promise = how(at(name));
      if (promise && promise.catch) promise.catch(() => {});
    } catch { /* Refused at once. */ }
  };
  const element = (tag, fields) => {
    const made = document.createElement(tag);
    for (const [field, value] of Object.entries(fields)) made.setAttribute(field, value);
    document.body.append(made);
    return made;
  };
  attempt('fetch', (url) => fetch(url));
  attempt('fetch-no-cors', (url) => fetch(url, { mode: 'no-cors', method: 'POST', body: 'x' }));
  attempt('keepalive', (url) => fetch(url, { keepalive: true, method: 'POST', body: 'x' }));
  attempt('xhr', (url) => { const x = new XMLHttpRequest(); x.open('GET', url); x.send(); });
  attempt('socket', (url) => new WebSocket(url.replace('http', 'ws')));
  attempt('events', (url) => new EventSource(url));
  attempt('beacon', (url) => navigator.sendBeacon(url, 'x'));
  attempt('image', (url) => { new Image().src = url; });
  attempt('picture', (url) => element('img', { srcset: url + ' 1x' }));
  attempt('audio', (url) => new Audio(url).play());
  attempt('video', (url) => element('video', { src: url, autoplay: '', poster: url }));
  attempt('script', (url) => element('script', { src: url }));
  attempt('module', (url) => import(/* @vite-ignore */ url));
  attempt('frame', (url) => element('iframe', { src: url }));
  attempt('object', (url) => element('object', { data: url }));
  attempt('embed', (url) => element('embed', { src: url }));
  attempt('style', (url) => element('link', { rel: 'stylesheet', href: url }));
  attempt('imported', (url) => { element('style', {}).textContent = '@import url(' + url + ');'; });
  attempt('background', (url) => { element('div', {}).style.backgroundImage = 'url(' + url + ')'; });
  attempt('font', (url) => new FontFace('x', 'url(' + url + ')').load());
  for (const rel of ['prefetch', 'preload', 'preconnect', 'dns-prefetch', 'modulepreload', 'icon', 'manifest'])
    attempt(rel, (url) => element('link', { rel, href: url, as: 'fetch' }));
  attempt('name', () => element('link', { rel: 'dns-prefetch', href: 'http://casebook.invalid/' }));
  attempt('worker', (url) => new Worker(url));
  attempt('shared-worker', (url) => new SharedWorker(url));
  attempt('service-worker', (url) => navigator.serviceWorker.register(url));
  attempt('ping', (url) => element('a', { href: '#', ping: url }).click());
  attempt('window', (url) => window.open(url));
  attempt('download', (url) => element('a', { href: url, download: 'x' }).click());
  attempt('link', (url) => element('a', { href: url }).click());
  attempt('blank', (url) => element('a', { href: url, target: '_blank' }).click());
  attempt('form', (url) => element('form', { action: url, method: 'post' }).submit());
  attempt('refresh', (url) => element('meta', { 'http-equiv': 'refresh', content: '0;url=' + url }));
  attempt('transport', (url) => new WebTransport(url.replace('http', 'https')));
  attempt('peer', () => {
    const peer = new RTCPeerConnection({ iceServers: [{ urls: 'stun:127.0.0.1:' + port }] });
    peer.createDataChannel('x');
    return peer.createOffer().then((offer) => peer.setLocalDescription(offer));
  });
  attempt('location', (url) => { location.href = url; });
  attempt('assign', (url) => location.assign(url));
  setTimeout(() => done(tried), 4000);`;

let window;
after(() => window?.close());

test('a whole story and a page that tries everything reach nobody', { timeout: 280_000 }, async (t) => {
  const story = steps(t, () => window, { picture: 'reach-out-failed.png', limit: 90_000 });
  const { then } = story;
  let met = 0;
  const listener = createServer((socket) => {
    met += 1;
    socket.destroy();
  });
  await new Promise((done) => listener.listen(0, '127.0.0.1', done));
  const { port } = listener.address();
  t.after(() => listener.close());

  await then('a register is set up, a patient registered and a case opened', async () => {
    window = await Window.open({ register, home, binary: watched });
    await window.heading('Set up a register');
    await window.fill('Your name', 'Dr A. Okafor');
    await window.fill('Post and grade (optional)', 'Consultant in medical psychotherapy');
    await window.fill('Professional registration (optional)', 'GMC 0000000');
    await window.press(keys.enter);
    await window.heading('Choose a passphrase');
    await window.fill('Passphrase', PASSPHRASE);
    await window.fill('Passphrase again', PASSPHRASE);
    await window.press(keys.enter);
    await window.heading('Your recovery key', 60_000);
    const groups = await window.run(
      "return [...document.querySelectorAll('[data-testid=recovery-key] li')].map((li) => li.textContent.trim())",
    );
    await window.tabTo('button', 'I have written it down');
    await window.press(keys.enter);
    await window.heading('Type the recovery key back');
    await window.type(groups.join(' '));
    await window.press(keys.enter);
    await window.heading('Today');
    await registerPatient(window, AMARA_IN_FULL);
    await openCase(window, `${WORDS[0]} is asked`);
  });

  await then('a formulation is signed', async () => {
    await window.press(keys.control, keys.enter);
    await window.heading('Formulation');
    await window.fill('Presenting, body', `Tight, ${WORDS[1]}.`);
    await window.fill('Narrative', `Fear, ${WORDS[2]}.`);
    await window.press(keys.control, keys.enter);
    await window.heading('Sign the formulation, version 1');
    await window.press(keys.control, keys.enter);
    await window.heading('Formulation, version 1');
  });

  await then('a letter is signed and saved as a PDF', async () => {
    await window.press(keys.alt, '1');
    await window.heading('Where things stand');
    await window.press(keys.control, keys.enter);
    await window.heading('Letter to the GP');
    await painted(window);
    await window.tabTo('textbox', 'Plan and requested actions: healthcare professionals');
    await window.type('Six sessions.');
    await window.press(keys.control, keys.enter);
    await window.heading('Sign: letter to the GP');
    await window.press(keys.control, keys.enter);
    await window.find('heading', 'Letter to the GP, ', { exact: false });
    await painted(window);
    await window.press(keys.control, keys.enter);
    await saveInto(saved);
    await window.text(`Saved to ${saved}`);
    assert.ok(existsSync(saved));
  });

  /** The calls so far that speak of the internet, but for those to the driver that is at work here. */
  const internet = () => {
    const environment = readFileSync(`/proc/${window.process()}/environ`, 'utf8');
    const driver = /WEBKIT_INSPECTOR_SERVER=127\.0\.0\.1:(\d+)/.exec(environment)?.[1];
    assert.ok(driver, 'it is not known where the driver is');
    const all = readFileSync(calls, 'utf8').split('\n');
    assert.ok(all.filter((call) => call.includes('AF_UNIX')).length > 5, 'strace saw nothing');
    // Each process of WebKit has one for the driver, which it connects at once.
    const ours = all.filter((call) => call.includes(`htons(${driver})`)).map((call) => call.split(' ')[0]);
    assert.notEqual(ours.length, 0, 'not even the driver’s sockets were seen');
    const found = all.filter((call) => {
      if (!/AF_INET6?\b/.test(call) || call.includes(`htons(${driver})`)) return false;
      const at = / socket\(/.test(call) ? ours.indexOf(call.split(' ')[0]) : -1;
      if (at >= 0) ours.splice(at, 1);
      return at < 0;
    });
    t.diagnostic(`${all.length} calls watched; found ${found.length} of the internet beside those to the driver`);
    return found;
  };

  // Without a driver there is none at all: network.test.mjs.
  await then('no process has opened a socket of the internet', () => assert.deepEqual(internet(), []));

  await then('the page tries to reach a listener on this computer and meets nobody', async () => {
    const tried = await window.runUntilDone(REACH, port);
    assert.ok(tried.length > 40, `${tried.length}`);
    await pause(1000);
    assert.equal(met, 0, `${met} connections were made`);
    await fetch(`http://127.0.0.1:${port}/`).catch(() => {});
    assert.equal(met, 1, 'nobody was listening');
    t.diagnostic(`the page tried ${tried.length} ways out; found 0 connections`);
    // Preconnecting and pinging are stopped by no policy: they get as far as the window's proxy, which refuses everything.
    const connects = internet().filter((call) => / connect\(/.test(call));
    const elsewhere = (call) => !call.includes('htons(9), sin_addr=inet_addr("127.0.0.1")');
    assert.deepEqual(connects.filter(elsewhere), []);
  });

  await then('it locks', async () => {
    await window.press(keys.control, 'l');
    await window.heading('Unlock');
  });

  await then('nothing of the patient was said on standard output or error', () => {
    const text = readFileSync(said, 'latin1');
    for (const words of [...WORDS, PASSPHRASE]) assert.ok(!text.includes(words), `${words} was said`);
  });
});

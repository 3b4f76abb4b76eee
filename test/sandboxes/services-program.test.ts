/** The project's own server beside a command, a browser that looks at it, and services that behave badly. */

import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { smallLimits } from '../contracts/boxed-order.ts';
import { needing, node, service, ServicedBox, shell, well } from './serviced.ts';

const box = new ServicedBox();
after(() => box.remove());

const port = 8_000;
const page = '<!doctype html><p id=told></p><script>const p = document.getElementById("told"); p.textContent = "six times seven is " + 6 * 7; p.title = String(p.scrollHeight > 0 && document.fonts.check("16px sans-serif"))</script>';
const server = `
const { createServer } = require('node:http');
createServer((asked, answer) => {
  answer.setHeader('content-type', 'text/html');
  answer.end(asked.url === '/name' ? process.env.NAME : ${JSON.stringify(page)});
}).listen(${port}, '127.0.0.1');`;
const fetchName = [node, '-e', `fetch('http://127.0.0.1:${port}/name').then(async (answer) => process.stdout.write(await answer.text()))`];

/** A project, as a workspace that nothing can change. */
const base = join(dirname(box.file('anything', '')), 'project');
mkdirSync(base);
writeFileSync(join(base, 'server.cjs'), server);
const workspace = { base, layer: null };
const own = service('app', [node, '/work/server.cjs', box.mark], { port });

test('the project\'s own server answers its command', needing(), async () => {
  const { outcome, stdout, stderr } = await box.run(fetchName, { workspace, services: [own], env: { NAME: 'own' } });
  assert.deepEqual({ outcome, stdout }, { outcome: well, stdout: 'own' }, stderr);
});

test('two orders with one port at the same time do not meet', needing(), async () => {
  const names = ['one', 'two', 'three'];
  const boxes = names.map(() => new ServicedBox());
  const ran = await Promise.all(names.map((name, at) => boxes[at]?.run(fetchName, { workspace, services: [own], env: { NAME: name } })));
  assert.deepEqual(ran.map((one) => one?.stdout), names);
  for (const one of boxes) one.remove();
});

const chromium = '/usr/lib/chromium/chromium';
const fonts = '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><dir>/usr/share/fonts</dir><cachedir>/tmp/fonts</cachedir></fontconfig>';

test('Chromium looks at the page of the project\'s own server', needing(chromium), async () => {
  // Its own sandbox needs namespaces of users or a set-uid helper, which are refused in ours; it has nothing left to guard.
  const flags = ['--headless', '--no-sandbox', '--disable-gpu', `--user-data-dir=/tmp/${box.mark}`, '--dump-dom'];
  const { outcome, stdout, stderr } = await box.run([chromium, ...flags, `http://127.0.0.1:${port}/`], {
    workspace, services: [own], env: { FONTCONFIG_FILE: '/opt/fonts.conf' }, inputs: [{ from: box.file('fonts.conf', fonts), to: '/opt/fonts.conf' }],
  });
  assert.deepEqual(outcome, well, stderr.slice(-2_000));
  assert.match(stdout, /<p id="told" title="true">six times seven is 42<\/p>/);
});

test('a service that dies is told, and its command goes on', needing(), async () => {
  const command = shell('while [ ! -e /tmp/dead ]; do sleep 0.02; done; while kill -0 $(cat /tmp/pid) 2>/dev/null; do sleep 0.02; done; echo on');
  const dying = service('dying', shell('echo $$ > /tmp/pid; touch /tmp/up; sleep 0.2; touch /tmp/dead; exit 3'), { ready: ['test', '-e', '/tmp/up'] });
  const { outcome, stdout, stderr } = await box.run(command, { services: [dying] });
  assert.deepEqual({ outcome, stdout }, { outcome: well, stdout: 'on\n' });
  assert.match(stderr, /service dying ended before the command did: it ended with exit code 3/);
});

test('a log without end is bounded by the scratch of its box, and what is told of it is short', needing(), async () => {
  const loud = service('loud', ['yes', box.mark]);
  const full = shell(`until [ $(stat -c %s /tmp/service-loud.log) -ge ${smallLimits.scratchBytes - 65_536} ]; do sleep 0.02; done; stat -c %s /tmp/service-loud.log`);
  const ran = await box.run(full, { services: [loud], limits: smallLimits });
  assert.deepEqual(ran.outcome, well, ran.stderr);
  assert.ok(Number(ran.stdout) <= smallLimits.scratchBytes, ran.stdout);
  const { outcome } = await box.run(['true'], { services: [{ ...loud, ready: ['false'], readyMs: 500 }], limits: smallLimits });
  assert.ok(outcome.kind === 'service' && outcome.how.startsWith('it ') && outcome.how.length < 2_200, JSON.stringify(outcome).slice(0, 300));
});

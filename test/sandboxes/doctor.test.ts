/** `doctor` as the program: it tries the whole suite each time, and what it has shown is what check and a lease go by. */

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { espalier } from '../cli/program.ts';
import { whyNoBubblewrap } from '../contracts/boxed-order.ts';
import { TemporaryDirectory } from '../contracts/temporary-directory.ts';

const directory = new TemporaryDirectory();
after(() => directory.remove());
const state = directory.path;
const env = { HOME: state, XDG_STATE_HOME: state, PATH: process.env['PATH'] ?? '' };

const why = process.platform === 'linux' ? await whyNoBubblewrap() : 'it needs Linux';
const skip = why === null ? {} : { skip: why };

test('doctor says what is held, and of the control what fails', skip, () => {
  const run = espalier(['doctor', 'bubblewrap', '--json'], { state, env });
  const { sandboxes: [bubblewrap], control } = JSON.parse(run.stdout);
  assert.deepEqual(Object.keys(bubblewrap), ['name', 'version', 'usable', 'why', 'holds', 'checks']);
  assert.deepEqual(bubblewrap.checks.filter(({ ok }: { ok: boolean }) => !ok), []);
  assert.ok(control.leaks.includes('read.home'));
  assert.equal(run.status, 0, run.stderr);
});

test('what doctor has shown is what check lets a workflow demand', skip, () => {
  const own = new TemporaryDirectory();
  try {
    const file = join(own.path, 'fix.esp');
    const text = (limits: string): string => `espalier 1\nsandbox box { use bubblewrap  ${limits} }\nbudget { usd 5 }\nworkflow fix {\n  step pause { wait 1m  ok -> end  limit -> halt }\n}\n`;
    const surroundings = { state: own.path, env: { ...env, XDG_STATE_HOME: own.path } };
    const codes = (limits: string): readonly string[] => {
      writeFileSync(file, text(limits));
      return JSON.parse(espalier(['check', '--json', file], surroundings).stdout).diagnostics.map(({ code, hint }: { code: string; hint: string }) => `${code} ${hint}`);
    };
    assert.match(codes('pids 512').join(), /^ESP601 run `espalier doctor`/);
    const { sandboxes: [{ holds }] } = JSON.parse(espalier(['doctor', 'bubblewrap', '--json'], surroundings).stdout);
    assert.equal(holds.pids.held, true);
    assert.deepEqual(codes('pids 512'), []);
    assert.equal(codes('memory 4G').length, holds.memory.held ? 0 : 1);
    assert.equal(codes('cpus 2').length, holds.cpus.held ? 0 : 1);
    assert.match(codes('image "sha256:0"').join(), /looks again/);
    assert.match(codes('needs kvm').join(), /^ESP601 leave it out/);
    const proof = join(own.path, 'espalier', 'sandboxes', 'proofs', 'bubblewrap.json');
    // Nor is anything held at the lease while a check fails.
    const shown = readFileSync(proof, 'utf8');
    writeFileSync(proof, JSON.stringify({ ...JSON.parse(shown), failed: ['read.home'] }));
    for (const command of [['sandbox', '--pids', '99', '--', 'true'], ['bake', '--workspace', 'test/cli/snapshots', '--lockfile', 'bake.txt', '--keep', 'deps', '--pids', '99', '--', 'mkdir', 'x']]) {
      const { status, stderr } = espalier(command, surroundings);
      assert.equal(status, 1);
      assert.match(stderr, /Cannot hold a limit of pids: doctor found that read\.home fails here/);
    }
    // A proof of another machine is none.
    writeFileSync(proof, JSON.stringify({ ...JSON.parse(shown), machine: 'another' }));
    assert.match(codes('pids 512').join(), /^ESP601 run `espalier doctor`/);
  } finally {
    own.remove();
  }
});

import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { sandboxCapabilities } from '../../ports/capabilities.ts';
import { type Held, type Sandbox, SandboxError, type SandboxProbe } from '../../ports/sandbox.ts';
import { leaseSandbox } from './lease-sandbox.ts';
import { machineMark, type MachineSources } from './machine-mark.ts';
import { digestOf, ownDigest } from './own-digest.ts';
import { type Proof, proofFormat, proves, readProof, writeProof } from './proof-file.ts';

const no: Held = { held: false, how: 'no group' };
const yes: Held = { held: true, how: 'a group' };
const nothing: SandboxProbe['holds'] = { memory: no, disk: no, pids: no, cpus: no, image: no, reaches: no, needs: no, services: no };
const probe = (holds: Partial<SandboxProbe['holds']>): SandboxProbe => ({ name: 'box', version: '1', usable: true, why: null, holds: { ...nothing, ...holds } });
const proofOf = (more: Partial<Proof> = {}): Proof => ({ format: proofFormat, program: ownDigest(), machine: machineMark(), foundations: 'as they are', probe: probe({ memory: yes }), failed: [], ...more });

/** A box that says what it holds, and runs nothing. */
class Said implements Sandbox {
  readonly name = 'box';
  readonly foundations = 'as they are';
  readonly #probe: SandboxProbe;
  probed = 0;

  constructor(holds: Partial<SandboxProbe['holds']>) {
    this.#probe = probe(holds);
  }

  probe(): Promise<SandboxProbe> {
    this.probed += 1;
    return Promise.resolve(this.#probe);
  }

  run(): Promise<never> {
    return Promise.reject(new SandboxError('Cannot run the order: this box only speaks'));
  }

  sweep(): Promise<readonly string[]> {
    return Promise.resolve([]);
  }
}

test('a proof is read as it was written; one of another format, program or machine, or none at all, is none', () => {
  const directory = mkdtempSync(join(tmpdir(), 'espalier-proof-'));
  try {
    assert.equal(readProof(directory, 'box'), null);
    writeProof(directory, proofOf());
    assert.deepEqual(readProof(directory, 'box'), proofOf());
    assert.deepEqual(readdirSync(directory), ['box.json']);
    for (const other of [{ format: proofFormat + 1 }, { program: 'another' }, { machine: 'another' }]) {
      writeProof(directory, proofOf(other));
      assert.equal(readProof(directory, 'box'), null);
    }
    writeProof(directory, proofOf());
    const text = readFileSync(join(directory, 'box.json'), 'utf8');
    for (let length = 0; length < text.length - 1; length += 7) {
      writeFileSync(join(directory, 'box.json'), text.slice(0, length));
      assert.equal(readProof(directory, 'box'), null);
    }
  } finally {
    rmSync(directory, { recursive: true });
  }
});

test('a proof holds nothing where a check failed or the back-end cannot be used', () => {
  assert.equal(proves(proofOf(), 'memory').held, true);
  assert.equal(proves(proofOf(), 'disk').held, false);
  assert.match(proves(proofOf({ failed: ['read.home'] }), 'memory').how, /read\.home/);
  assert.equal(proves(proofOf({ probe: { ...probe({ memory: yes }), usable: false, why: 'gone' } }), 'memory').how, 'gone');
});

test('a lease is refused where anything that is demanded is not held', async () => {
  const box = new Said({ memory: yes });
  assert.equal(await leaseSandbox(box, [], null), box);
  assert.equal(box.probed, 0, 'what demands nothing costs nothing');
  assert.equal(await leaseSandbox(box, ['memory'], null), box);
  for (const demand of sandboxCapabilities.filter((one) => one !== 'memory')) {
    await assert.rejects(leaseSandbox(box, ['memory', demand], null), new SandboxError(`Cannot hold a limit of ${demand}: no group`));
    await assert.rejects(leaseSandbox(box, [demand], proofOf()), new SandboxError(`Cannot hold a limit of ${demand}: no group`));
  }
});

test('a proof of what is there now is believed; one of other programs or groups is not', async () => {
  const box = new Said({});
  assert.equal(await leaseSandbox(box, ['memory'], proofOf()), box);
  assert.equal(box.probed, 0);
  await assert.rejects(leaseSandbox(box, ['memory'], proofOf({ foundations: 'as they were' })), /no group/);
  assert.equal(box.probed, 1);
  await assert.rejects(leaseSandbox(box, ['memory'], proofOf({ failed: ['end.zero'] })), /end\.zero/);
});

test('a program is another one when a text or a name of it is; what only tests it is no part of it', () => {
  const directory = mkdtempSync(join(tmpdir(), 'espalier-program-'));
  try {
    mkdirSync(join(directory, 'deep'));
    const write = (name: string, text: string): string => {
      writeFileSync(join(directory, name), text);
      return digestOf([directory]);
    };
    const digests = [write('deep/one.ts', 'a'), write('deep/one.ts', 'b'), write('two.cjs', 'a'), write('three.mjs', 'a')];
    assert.equal(new Set(digests).size, digests.length);
    assert.equal(write('one.test.ts', 'a'), digests.at(-1));
    assert.equal(write('one.cjs.map', 'a'), digests.at(-1));
  } finally {
    rmSync(directory, { recursive: true });
  }
});

test('two containers of one image are two machines; one machine that was started anew is the same', () => {
  const files: Readonly<Record<string, string>> = {
    '/etc/machine-id': 'of the image\n', '/proc/sys/kernel/osrelease': '6.1\n', '/proc/sys/kernel/hostname': 'one\n', '/proc/sys/kernel/random/boot_id': 'first',
    '/proc/self/status': 'Name:\tnode\nCapEff:\t00\nCapBnd:\t00\nNoNewPrivs:\t0\nSeccomp:\t2\n', '/proc/self/ns/pid': 'pid:[7]', '/proc/self/ns/user': 'user:[4026531837]',
    '/proc/self/mountinfo': '500 400 0:50 / / rw,relatime master:3 - overlay overlay rw,lowerdir=l/A,upperdir=/docker/1/diff\n501 500 0:51 / /proc rw - proc proc rw\n',
  };
  const mark = (changed: Readonly<Record<string, string>> = {}, uid = 0): string => {
    const text = (file: string): string => changed[file] ?? files[file] ?? '';
    const sources: MachineSources = { read: text, link: text, uid };
    return machineMark(sources);
  };
  const others = [
    mark({}, 1), mark({ '/etc/machine-id': 'another' }), mark({ '/proc/sys/kernel/osrelease': '6.2' }), mark({ '/proc/sys/kernel/hostname': 'two' }),
    mark({ '/proc/self/ns/pid': 'pid:[8]' }), mark({ '/proc/self/ns/user': 'user:[9]' }), mark({ '/proc/self/mountinfo': (files['/proc/self/mountinfo'] ?? '').replace('/1/', '/2/') }),
    mark({ '/proc/self/status': 'CapEff:\t1f\nCapBnd:\t00\nNoNewPrivs:\t0\nSeccomp:\t2\n' }), mark({ '/proc/self/status': 'CapEff:\t00\nCapBnd:\t00\nNoNewPrivs:\t0\nSeccomp:\t0\n' }),
  ];
  assert.equal(new Set([mark(), ...others]).size, others.length + 1);
  const anew = { '/proc/sys/kernel/random/boot_id': 'second', '/proc/self/mountinfo': (files['/proc/self/mountinfo'] ?? '').replaceAll('0:50', '0:60').replace('500 400', '30 1') };
  assert.equal(mark(anew), mark());
});

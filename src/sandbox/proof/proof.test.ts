import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { sandboxCapabilities } from '../../ports/capabilities.ts';
import { type Held, type Sandbox, SandboxError, type SandboxProbe } from '../../ports/sandbox.ts';
import { leaseSandbox } from './lease-sandbox.ts';
import { machineMark, type Proof, proofFormat, proves, readProof, writeProof } from './proof-file.ts';

const no: Held = { held: false, how: 'no group' };
const yes: Held = { held: true, how: 'a group' };
const nothing: SandboxProbe['holds'] = { memory: no, disk: no, pids: no, cpus: no, image: no, reaches: no, needs: no, services: no };
const probe = (holds: Partial<SandboxProbe['holds']>): SandboxProbe => ({ name: 'box', version: '1', usable: true, why: null, holds: { ...nothing, ...holds } });
const proofOf = (more: Partial<Proof> = {}): Proof => ({ format: proofFormat, machine: machineMark(), foundations: 'as they are', probe: probe({ memory: yes }), failed: [], ...more });

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

test('a proof is read as it was written; one of another format or machine, or none at all, is none', () => {
  const directory = mkdtempSync(join(tmpdir(), 'espalier-proof-'));
  try {
    assert.equal(readProof(directory, 'box'), null);
    writeProof(directory, proofOf());
    assert.deepEqual(readProof(directory, 'box'), proofOf());
    assert.deepEqual(readdirSync(directory), ['box.json']);
    for (const other of [{ format: proofFormat + 1 }, { machine: 'another' }]) {
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

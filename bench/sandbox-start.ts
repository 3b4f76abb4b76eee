/** What a box adds to its bare tool, side by side; eight at once; and what asking costs whether a limit is held. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { Sandbox } from '../src/ports/sandbox.ts';
import { backEnds } from '../src/sandbox/back-ends.ts';
import { Bubblewrap } from '../src/sandbox/bubblewrap/bubblewrap.ts';
import { spawnBox } from '../src/sandbox/bubblewrap/spawn-box.ts';
import { findRunsc } from '../src/sandbox/gvisor/find-runsc.ts';
import { findPrograms } from '../src/sandbox/machine/programs.ts';
import { findEngine } from '../src/sandbox/oci/engine.ts';
import { leaseSandbox } from '../src/sandbox/proof/lease-sandbox.ts';
import { machineMark } from '../src/sandbox/proof/machine-mark.ts';
import { ownDigest } from '../src/sandbox/proof/own-digest.ts';
import { proofFormat, readProof, writeProof } from '../src/sandbox/proof/proof-file.ts';
import { boxedOrder } from '../test/contracts/boxed-order.ts';
import { TemporaryDirectory } from '../test/contracts/temporary-directory.ts';
import { medianOf } from './journal-rounds.ts';
import type { Row } from './row.ts';

const rounds = 21;
const atOnce = 8;
const path = process.env['PATH'] ?? '';
const ignore = { onOutput: (): void => undefined };

export async function rows(): Promise<readonly Row[]> {
  if (process.platform !== 'linux') return [];
  const directory = new TemporaryDirectory();
  chmodSync(directory.path, 0o755);
  try {
    const found: Row[] = [];
    for (const [name, make] of backEnds) {
      const box = make({ state: join(directory.path, name), path });
      const { usable, why } = await box.probe();
      if (!usable) {
        process.stderr.write(`no figures of ${name}: ${why ?? ''}\n`);
        continue;
      }
      found.push(await startRow(box, directory.path));
      if (box instanceof Bubblewrap) found.push(await manyRow(box), ...(await askRows(box, directory.path)));
    }
    return found;
  } finally {
    directory.remove();
  }
}

let orders = 0;

async function order(box: Sandbox): Promise<void> {
  const outcome = await box.run(boxedOrder(`bench-${orders += 1}`, ['true']), ignore);
  if (outcome.kind !== 'exit' || outcome.code !== 0) throw new Error(`an order ended with ${JSON.stringify(outcome)}`);
}

async function timed(act: () => Promise<void>): Promise<number> {
  const began = performance.now();
  await act();
  return performance.now() - began;
}

async function startRow(box: Sandbox, directory: string): Promise<Row> {
  const bare = bareTool(box.name, directory);
  const [own, others]: [number[], number[]] = [[], []];
  for (let round = -2; round < rounds; round += 1) {
    const taken = [bare === null ? 0 : await timed(bare), await timed(() => order(box))] as const;
    if (round < 0) continue;
    others.push(taken[0]);
    own.push(taken[1]);
  }
  const [median, against] = [medianOf(own), medianOf(others)];
  const what = `an order of \`true\` in ${box.name}${bare === null ? '' : ' against the bare tool'}`;
  const isBarred = box.name === 'bubblewrap';
  const held = bare === null ? {} : { against, ratio: median / against };
  return { id: `sandbox-start-${box.name}`, what, median, unit: 'ms', ...held, bar: isBarred ? 'ratio <= 1.5' : '-', holds: !isBarred || median <= 1.5 * against };
}

/** The same flags, and nothing around them. `null`: the tool has no call of its own to be held against. */
function bareTool(name: string, directory: string): (() => Promise<void>) | null {
  if (name === 'bubblewrap') return bareBubblewrap(directory);
  if (name === 'gvisor') return bareGvisor();
  return name === 'oci' ? bareEngine(directory) : null;
}

/** The one call of runsc that makes a bundle itself, with our flags; an ordinary user's would need namespaces around it. */
function bareGvisor(): (() => Promise<void>) | null {
  const programs = findRunsc(path);
  if (typeof programs === 'string' || process.getuid?.() !== 0) return null;
  const args = ['--network', 'none', '--ignore-cgroups', '--host-uds', 'open', '--host-fifo', 'open', '--oci-seccomp', '--directfs=false', 'do', 'true'];
  return async () => {
    const [code]: number[] = await once(spawn(programs.runsc, args, { stdio: 'ignore' }), 'exit');
    if (code !== 0) throw new Error(`runsc exited ${code ?? 'by a signal'}`);
  };
}

function bareBubblewrap(directory: string): () => Promise<void> {
  const programs = findPrograms(path);
  if (typeof programs === 'string') throw new Error(programs);
  const place = join(directory, 'bare');
  mkdirSync(place, { recursive: true });
  const stage = { steps: [], mounts: false, sources: { workspace: null, inputs: [], wayOut: null } };
  return async () => {
    const child = spawnBox({ order: boxedOrder('bare', ['true']), stage, programs, place, mark: 'BENCH_BARE', uid: null });
    for (const stream of [child.stdout, child.stderr, child.stdio[3]]) if (stream !== null && stream !== undefined && 'resume' in stream) stream.resume();
    const [code]: number[] = await once(child, 'exit');
    if (code !== 0) throw new Error(`bwrap exited ${code ?? 'by a signal'}`);
  };
}

function bareEngine(directory: string): (() => Promise<void>) | null {
  const found = findEngine(path);
  if (typeof found === 'string' || found.engine.kind !== 'podman') return null;
  const { program, globals, env } = found.engine;
  const root = join(directory, 'bare-root');
  for (const name of ['usr', 'proc', 'sys', 'dev', 'etc', 'tmp', 'run']) mkdirSync(join(root, name), { recursive: true });
  for (const name of ['bin', 'lib', 'lib64']) symlinkSync(`usr/${name}`, join(root, name));
  const args = [...globals, 'run', '--rm', '--network', 'none', '--read-only', '--cap-drop', 'all', '--security-opt', 'no-new-privileges', '--ulimit', 'nofile=4096:4096', '--ulimit', 'nproc=512:512', '-v', '/usr:/usr:ro', '--rootfs', root, 'true'];
  return async () => {
    const [code]: number[] = await once(spawn(program, args, { stdio: 'ignore', env }), 'exit');
    if (code !== 0) throw new Error(`podman exited ${code ?? 'by a signal'}`);
  };
}

async function manyRow(box: Sandbox): Promise<Row> {
  const [together, alone]: [number[], number[]] = [[], []];
  for (let round = -1; round < rounds / 3; round += 1) {
    const one = await timed(() => order(box));
    const all = await timed(async () => { await Promise.all(Array.from({ length: atOnce }, () => order(box))); });
    if (round < 0) continue;
    alone.push(one);
    together.push(all / atOnce);
  }
  const [median, against] = [medianOf(together), medianOf(alone)];
  return { id: 'sandbox-many', what: `an order of \`true\` among ${atOnce} at once, against one alone`, median, unit: 'ms', against, ratio: median / against, bar: '-', holds: true };
}

async function askRows(box: Sandbox, directory: string): Promise<readonly Row[]> {
  const proofs = join(directory, 'proofs');
  writeProof(proofs, { format: proofFormat, program: ownDigest(), machine: machineMark(), foundations: box.foundations, probe: await box.probe(), failed: [] });
  const [kept, tried]: [number[], number[]] = [[], []];
  for (let round = -2; round < rounds; round += 1) {
    // As at the start of a host: nothing of the back-end has been looked at yet.
    const fresh = backEnds.get(box.name)?.({ state: join(directory, box.name), path });
    if (fresh === undefined) break;
    const cached = await timed(async () => { await leaseSandbox(fresh, ['pids'], readProof(proofs, box.name)); });
    const anew = round < 3 ? await timed(async () => { await leaseSandbox(fresh, ['pids'], null); }) : null;
    if (round < 0) continue;
    kept.push(cached);
    if (anew !== null) tried.push(anew);
  }
  return [
    { id: 'sandbox-ask', what: 'whether a limit is held, from the proof that is kept', median: medianOf(kept), unit: 'ms', bar: '< 5', holds: medianOf(kept) < 5 },
    { id: 'sandbox-ask-anew', what: 'the same by trying, where none is kept', median: medianOf(tried), unit: 'ms', bar: '-', holds: true },
  ];
}

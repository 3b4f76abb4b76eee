/** What hands, journal and repository add to the sandboxes of a hundred orders, against a bare loop that starts the same ones. */

import { execFileSync } from 'node:child_process';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PlanBoxes } from '../src/compose/plan-boxes.ts';
import { startRun, workRun } from '../src/compose/work-run.ts';
import { plan, run, workflow } from '../src/language/build-ir.ts';
import type { BoxWork } from '../src/ports/boxes.ts';
import { findToolchains } from '../src/sandbox/toolchains/find-toolchains.ts';
import { TemporaryDirectory } from '../test/contracts/temporary-directory.ts';
import { medianOf } from './journal-rounds.ts';
import type { Row } from './row.ts';

const orders = 100;
const rounds = 3;
const barRatio = 1.25;

export async function rows(): Promise<readonly Row[]> {
  if (process.platform !== 'linux') return [];
  const directory = new TemporaryDirectory();
  chmodSync(directory.path, 0o755);
  try {
    const repository = repositoryIn(directory.path);
    const [own, bare]: [number[], number[]] = [[], []];
    // In turn, so that both meet whatever else the machine does.
    for (let round = 0; round < rounds; round += 1) {
      bare.push(await bareLoop(directory.path, repository));
      own.push(await wholeRun(join(directory.path, `state-${round}`), repository));
    }
    const [median, against] = [medianOf(own), medianOf(bare)];
    const ratio = median / against;
    return [{ id: 'hands-order', what: `an order of a run, of ${orders} in a row, against a bare loop of the same sandboxes`, median, unit: 'ms', against, ratio, bar: `ratio <= ${barRatio}`, holds: ratio <= barRatio }];
  } finally {
    directory.remove();
  }
}

const surroundings = (directory: string): Parameters<typeof startRun>[0] => ({ directory, path: process.env['PATH'] ?? '', home: null, env: process.env });

function repositoryIn(directory: string): string {
  const repository = join(directory, 'repository');
  const git = (...args: readonly string[]): void => { execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.invalid', ...args], { stdio: 'ignore' }); };
  git('init', '-q', repository);
  writeFileSync(join(repository, 'file'), 'text\n');
  git('-C', repository, 'add', '-A');
  git('-C', repository, 'commit', '-q', '-m', 'Begin');
  return repository;
}

async function bareLoop(directory: string, repository: string): Promise<number> {
  const { path, env } = surroundings(directory);
  const boxes = new PlanBoxes({ machine: { directory: join(directory, 'bare'), path }, toolchains: findToolchains({ path, home: null, env }), hosts: [], baked: [], gateway: { open: () => Promise.reject(new Error('no order asks a model')) }, onRefused: () => undefined, run: 'bench', mayBake: false });
  const place = await boxes.place('bare');
  const inputs = [await place.give(new Map([['values/run', 'bare']]))];
  const work = (at: number): BoxWork => ({
    id: `bare-${at}`, sandbox: null, command: ['sh', '-c', 'true'], workspace: { base: repository, layer: null }, inputs, env: {}, services: [], wallMs: null, returns: [],
  });
  await boxes.run(work(orders), { onOutput: () => undefined });
  const began = performance.now();
  for (let at = 0; at < orders; at += 1) await boxes.run(work(at), { onOutput: () => undefined });
  const took = (performance.now() - began) / orders;
  await place.remove();
  await boxes.close();
  return took;
}

async function wholeRun(state: string, repository: string): Promise<number> {
  const steps = Array.from({ length: orders }, (_, at) => run(`s${at}`, { command: 'true' }, `ok -> ${at + 1 < orders ? `s${at + 1}` : 'end'}  fail -> halt`));
  const ir = plan({ workflows: [workflow('orders', ...steps)] });
  const started = await startRun(surroundings(state), { plan: { ir, files: [], unheld: 0 }, repository, revision: 'HEAD', inputs: [], scripts: null, pullRequests: false, baked: [], kernel: 'bench' });
  if (!started.ok) throw new Error(started.why);
  const began = performance.now();
  const worked = await workRun(surroundings(state), { run: started.run, hands: 1, staysForPeople: false, mayBake: false, onEvents: () => undefined, onSaid: () => undefined, stop: new AbortController().signal });
  if (!worked.ok || worked.end.status !== 'complete') throw new Error(`the run ended ${JSON.stringify(worked)}`);
  return (performance.now() - began) / orders;
}

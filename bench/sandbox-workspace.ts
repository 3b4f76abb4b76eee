/** A workspace of many files: what it adds to an order, against the other ways to get one. */

import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Bubblewrap } from '../src/sandbox/bubblewrap/bubblewrap.ts';
import { boxedOrder } from '../test/contracts/boxed-order.ts';
import { TemporaryDirectory } from '../test/contracts/temporary-directory.ts';
import { medianOf } from './journal-rounds.ts';
import type { Row } from './row.ts';

const sizes = [1_000, 20_000];
const rounds = 15;
/** They take seconds, and their figures differ by more than any noise. */
const slowRounds = 3;
const perFolder = 100;

export async function rows(): Promise<readonly Row[]> {
  if (process.platform !== 'linux') return [];
  const directory = new TemporaryDirectory();
  chmodSync(directory.path, 0o755);
  try {
    const box = new Bubblewrap({ state: join(directory.path, 'state'), path: process.env['PATH'] ?? '' });
    const { usable, why } = await box.probe();
    if (!usable) {
      process.stderr.write(`no figures of workspaces: ${why ?? ''}\n`);
      return [];
    }
    const found: Row[] = [];
    for (const size of sizes) found.push(...(await rowsOf(box, join(directory.path, `files-${size}`), size)));
    return found;
  } finally {
    directory.remove();
  }
}

async function rowsOf(box: Bubblewrap, place: string, size: number): Promise<readonly Row[]> {
  const base = repositoryOf(place, size);
  if (box.baseUid !== null) giveAll(base, box.baseUid);
  let orders = 0;
  const order = async (workspace: { readonly base: string; readonly layer: string } | null): Promise<number> => {
    const began = performance.now();
    const outcome = await box.run(boxedOrder(`bench-${size}-${orders += 1}`, ['true'], { workspace }), { onOutput: () => undefined });
    const took = performance.now() - began;
    if (outcome.kind !== 'exit' || outcome.code !== 0) throw new Error(`an order ended with ${JSON.stringify(outcome)}`);
    return took;
  };
  const [without, within]: [number[], number[]] = [[], []];
  for (let round = -2; round < rounds; round += 1) {
    const [plain, whole] = [await order(null), await order({ base, layer: join(place, `layer-${orders}`) })];
    if (round < 0) continue;
    without.push(plain);
    within.push(whole - plain);
  }
  const overlay = medianOf(within);
  const worktree = slow((at) => ['git', '-c', 'safe.directory=*', '-C', base, 'worktree', 'add', '-q', '--detach', join(place, `worktree-${at}`)]);
  const copy = slow((at) => ['cp', '-a', base, join(place, `copy-${at}`)]);
  const row = (name: string, what: string, more: Pick<Row, 'median' | 'bar' | 'holds'> & Partial<Row>): Row => ({ id: `sandbox-${name}-${size}`, what: `${what} ${size.toLocaleString('en')} files`, unit: 'ms', ...more });
  return [
    row('workspace', 'what a workspace adds to an order:', { median: overlay, bar: size === 20_000 ? '< 30' : '-', holds: size !== 20_000 || overlay < 30 }),
    row('worktree', '`git worktree add` of', { median: worktree, bar: '-', holds: true }),
    row('copy', '`cp -a` of', { median: copy, bar: '-', holds: true }),
  ];
}

function slow(command: (at: number) => readonly string[]): number {
  return medianOf(Array.from({ length: slowRounds }, (_, at) => {
    const began = performance.now();
    run(command(at));
    return performance.now() - began;
  }));
}

function run([program = '', ...args]: readonly string[]): void {
  const { status, stderr } = spawnSync(program, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${program} ${args[0] ?? ''} exited ${status ?? 'by a signal'}: ${stderr}`);
}

function repositoryOf(place: string, size: number): string {
  const base = join(place, 'base');
  for (let at = 0; at < size; at += 1) {
    const folder = join(base, `folder-${Math.floor(at / perFolder)}`);
    if (at % perFolder === 0) mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, `file-${at}.ts`), `export const value${at} = ${at};\n`.repeat(20));
  }
  const git = (...args: string[]): void => run(['git', '-C', base, '-c', 'gc.auto=0', '-c', 'maintenance.auto=false', '-c', 'user.name=bench', '-c', 'user.email=bench@localhost', ...args]);
  git('init', '-q');
  git('add', '-A');
  git('commit', '-q', '-m', 'files');
  return base;
}

function giveAll(directory: string, uid: number): void {
  chownSync(directory, uid, uid);
  for (const entry of readdirSync(directory, { recursive: true, withFileTypes: true })) chownSync(join(entry.parentPath, entry.name), uid, uid);
}

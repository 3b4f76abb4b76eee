/** Taking a patch: from what was left in a workspace to blobs, a candidate and its changes, all durable. */

import type { Collected } from '../src/ports/collected.ts';
import { GitCheckouts } from '../src/repo/git-checkouts.ts';
import { GitRepo } from '../src/repo/git-repo.ts';
import { patchOf } from '../src/repo/patch-of.ts';
import { thisHost, hostLives } from '../src/sandbox/machine/host-life.ts';
import { PlainGit } from '../test/contracts/plain-git.ts';
import { TemporaryDirectory } from '../test/contracts/temporary-directory.ts';
import { medianOf } from './journal-rounds.ts';
import type { Row } from './row.ts';

const sizes = [1_000, 20_000];
const rounds = 15;
/** They take seconds. */
const slowRounds = 3;
const perFolder = 100;
const changed = 10;
const barMs = 150;

export async function rows(): Promise<readonly Row[]> {
  const found: Row[] = [];
  for (const size of sizes) {
    const directory = new TemporaryDirectory();
    try {
      found.push(...(await rowsOf(directory.path, size)));
    } finally {
      directory.remove();
    }
  }
  return found;
}

async function rowsOf(place: string, size: number): Promise<readonly Row[]> {
  const repo = await repositoryOf(place, size);
  const tree = await repo.treeOf((await repo.commitOf('main')) ?? '');
  const taken: number[] = [];
  const candidates: string[] = [];
  for (let round = -2; round < rounds; round += 1) {
    const began = performance.now();
    const patch = await patchOf(repo, { baseTree: tree, lineTree: tree, collected: leftIn(round, size) });
    const took = performance.now() - began;
    if (!patch.ok || patch.patch.changes.length !== changed) throw new Error(`no patch was taken: ${JSON.stringify(patch).slice(0, 500)}`);
    candidates.push(patch.patch.candidate);
    if (round >= 0) taken.push(took);
  }
  const [whole, near]: [number[], number[]] = [[], []];
  for (let round = 0; round < slowRounds; round += 1) {
    const state = `${place}/state-${round}`;
    const checkouts = new GitCheckouts({ objects: repo.objects, state, owner: null, hosts: { own: () => thisHost(state), lives: (host) => hostLives(state, host) } });
    whole.push(await timed(() => checkouts.checkout(tree)));
    near.push(await timed(() => checkouts.checkout(candidates[round] ?? '', { like: tree })));
  }
  const row = (name: string, what: string, more: Pick<Row, 'median' | 'bar' | 'holds'>): Row => ({ id: `repo-${name}-${size}`, what: `${what} ${size.toLocaleString('en')} files`, unit: 'ms', ...more });
  const median = medianOf(taken);
  return [
    row('patch', `a patch of ${changed} files is taken:`, { median, bar: size === 20_000 ? `< ${barMs}` : '-', holds: size !== 20_000 || median < barMs }),
    row('checkout', 'a checkout, every file written:', { median: medianOf(whole), bar: '-', holds: true }),
    row('checkout-like', `a checkout like another but for ${changed}:`, { median: medianOf(near), bar: '-', holds: true }),
  ];
}

async function timed(act: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await act();
  return performance.now() - began;
}

function pathOf(at: number): string {
  return `src/folder-${Math.floor(at / perFolder)}/file-${at}.ts`;
}

async function repositoryOf(place: string, size: number): Promise<GitRepo> {
  const git = PlainGit.init(place);
  const files = Array.from({ length: size }, (_, at) => {
    const content = `export const value${at} = ${at};\n`.repeat(20);
    return `M 100644 inline ${pathOf(at)}\ndata ${content.length}\n${content}\n`;
  });
  git.run(['fast-import', '--quiet'], { input: `commit refs/heads/main\ncommitter P <p@localhost> 1700000000 +0000\ndata 5\nfiles\n${files.join('')}` });
  return GitRepo.open({ directory: git.directory, run: 'bench', path: process.env['PATH'] ?? '' });
}

/** Spread over the folders; two of them new. */
function leftIn(round: number, size: number): Collected {
  const changes = Array.from({ length: changed }, (_, at) => {
    const content = Buffer.from(`export const round = ${round}; // ${at}\n`.repeat(30));
    const isNew = at < 2;
    const near = Math.floor((size / changed) * at);
    return { kind: isNew ? 'added' : 'changed', path: isNew ? `src/folder-${at}/new-${round}.ts` : pathOf(near), mode: '100644', content } as const;
  });
  return { changes, refusals: [] };
}

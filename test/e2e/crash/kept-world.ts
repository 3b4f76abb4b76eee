/** A world in one directory, which can be copied and gone on with: repository, remote and journal. */

import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { nobody } from '../../../src/compose/compile-file.ts';
import { readPlanFile } from '../../../src/compose/plan-file.ts';
import { LocalRunHost } from '../../../src/host/local-run-host.ts';
import { randomIds } from '../../../src/host/random-ids.ts';
import { openLocal } from '../../../src/journal/open-local.ts';
import { brain } from '../../../src/kernel/brain.ts';
import { isRefusal } from '../../../src/kernel/refusal.ts';
import { ManualClock } from '../../../src/host/manual-clock.ts';

export interface Scene {
  /** The file of the workflow. */
  readonly plan: string;
  readonly files: Readonly<Record<string, string>>;
  /** What agents play. */
  readonly scripts: Readonly<Record<string, string>>;
  /** Paths whose content is nobody's choice. */
  readonly free: readonly string[];
}

export const crashRun = 'crash-1';
export const beginning = 1_700_000_000_000;

const who = { GIT_AUTHOR_NAME: 'Ada', GIT_AUTHOR_EMAIL: 'ada@example.invalid', GIT_COMMITTER_NAME: 'Ada', GIT_COMMITTER_EMAIL: 'ada@example.invalid', GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null' };

export class KeptWorld {
  readonly directory: string;
  readonly #scene: Scene;

  private constructor(directory: string, scene: Scene) {
    this.directory = directory;
    this.#scene = scene;
  }

  /** Begun, and nobody has worked on it yet. */
  static async begin(scene: Scene): Promise<KeptWorld> {
    const world = new KeptWorld(mkdtempSync(join(place(), 'espalier-crash-')), scene);
    world.#make(scene);
    await world.#start(scene);
    return world;
  }

  /** As it is on the disk at this moment. */
  copy(): KeptWorld {
    const directory = mkdtempSync(join(place(), 'espalier-crash-'));
    execFileSync('cp', ['-a', `${this.directory}/.`, directory]);
    return new KeptWorld(directory, this.#scene);
  }

  get repository(): string { return join(this.directory, 'repository'); }
  get remote(): string { return join(this.directory, 'remote.git'); }
  get state(): string { return join(this.directory, 'state'); }

  git(...args: readonly string[]): string {
    return gitIn(this.repository, args);
  }

  remoteGit(...args: readonly string[]): string {
    return gitIn(this.remote, args);
  }

  /** The most particular first, as where they are files. */
  scriptOf(order: string): string | null {
    const at = order.lastIndexOf('/');
    const [task, visit] = [order.slice(0, at), order.slice(at + 1)];
    const step = visit.replace(/\..*$/, '');
    const { scripts } = this.#scene;
    return [`${task}/${visit}`, `${task}/${step}`, visit, step].map((name) => scripts[name]).find((text) => text !== undefined) ?? null;
  }

  remove(): void {
    rmSync(this.directory, { recursive: true, force: true });
  }

  #make({ files }: Scene): void {
    for (const [path, text] of Object.entries(files)) write(join(this.repository, path), text);
    mkdirSync(this.remote);
    this.remoteGit('init', '-q', '--bare');
    this.git('init', '-q', '-b', 'main');
    this.git('config', 'gc.auto', '0');
    // Where the copy is, there is its remote.
    this.git('remote', 'add', 'origin', '../remote.git');
    this.git('add', '-A');
    this.git('commit', '-q', '-m', 'Begin');
  }

  async #start({ plan }: Scene): Promise<void> {
    const read = await readPlanFile(plan, nobody);
    if (!read.ok) throw new Error(`${plan} is no plan: ${JSON.stringify(read.findings)}`);
    const local = openLocal(this.state);
    const host = new LocalRunHost({ ...local, brain, clock: new ManualClock(beginning), ids: randomIds }, { timers: false, jitter: () => 0, onTrouble: (error) => { throw error; } });
    for (const { text } of read.plan.files) await local.blobs.put(new TextEncoder().encode(text));
    const files = read.plan.files.map(({ name, digest }) => [name, digest] as const);
    const answer = await host.exec(crashRun, { type: 'start', id: 'start', at: beginning, run: crashRun, kernel: '0', ir: read.plan.ir, base: this.git('rev-parse', 'HEAD'), inputs: [], files });
    if (isRefusal(answer)) throw new Error(answer.message);
    await host.close();
    await local.journal.close();
  }
}

const memory = '/dev/shm';
const enoughBytes = 2 ** 30;

/** In memory where there is room: what is asked is what was done before a crash, not whether a disk keeps it. */
function place(): string {
  if (!existsSync(memory)) return tmpdir();
  const { bavail, bsize } = statfsSync(memory);
  return bavail * bsize > enoughBytes ? memory : tmpdir();
}

function gitIn(directory: string, args: readonly string[]): string {
  return execFileSync('git', ['-C', directory, ...args], { encoding: 'utf8', env: { ...process.env, ...who }, stdio: ['ignore', 'pipe', 'pipe'] }).trim();
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  chmodSync(path, 0o644);
}

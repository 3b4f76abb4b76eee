/** A crew of real hands on a made repository: the journal is in memory, the clock is the test's, and boxes hold nothing. */

import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { scriptedAgent } from '../../src/agents/scripted.ts';
import { type CrewEnd, workOn } from '../../src/hands/crew.ts';
import type { HandParts } from '../../src/hands/hand-parts.ts';
import { scrubber } from '../../src/hands/scrub/scrubber.ts';
import { CountedIds } from '../../src/host/counted-ids.ts';
import { LocalRunHost } from '../../src/host/local-run-host.ts';
import { ManualClock } from '../../src/host/manual-clock.ts';
import { openMemory } from '../../src/journal/open-memory.ts';
import { brain } from '../../src/kernel/brain.ts';
import type { Command } from '../../src/kernel/command.ts';
import type { Event } from '../../src/kernel/event.ts';
import type { Ir } from '../../src/kernel/ir.ts';
import { isRefusal } from '../../src/kernel/refusal.ts';
import type { State } from '../../src/kernel/state.ts';
import { GitCheckouts } from '../../src/repo/git-checkouts.ts';
import { GitRepo } from '../../src/repo/git-repo.ts';
import { patchOf } from '../../src/repo/patch-of.ts';
import { GitPublisher } from '../../src/repo/publish/git-publisher.ts';
import { ParsedSignatures } from '../../src/repo/signatures/parsed-signatures.ts';
import { makeRepository, type MadeRepository } from './made-repository.ts';
import { PlainBoxes } from './plain-boxes.ts';

const run = 'crew';
const PATH = process.env['PATH'] ?? '';
const env = { PATH, GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null' };

export interface CrewWorldOptions {
  readonly ir: Ir;
  readonly files?: Readonly<Record<string, string>>;
  /** What agents play, by the order. */
  readonly scripts?: (order: string) => string | null;
}

export interface Crewing {
  readonly hands?: number;
  readonly stop?: AbortSignal;
  readonly onEvents?: (events: readonly Event[]) => void;
  /** In place of what a hand has otherwise. */
  readonly parts?: (usual: HandParts) => Partial<HandParts>;
}

export class CrewWorld {
  readonly repository: MadeRepository;
  readonly clock: ManualClock = new ManualClock(1_700_000_000_000);
  readonly events: Event[] = [];
  readonly #local = openMemory();
  readonly #host: LocalRunHost<State, Command, Event>;
  readonly #options: CrewWorldOptions;
  #parts: HandParts | null = null;

  private constructor(options: CrewWorldOptions) {
    this.#options = options;
    this.repository = makeRepository(options.files ?? { 'README.md': '# Crew\n' });
    const { clock } = this;
    const troubled = (error: unknown): never => { throw error; };
    this.#host = new LocalRunHost({ ...this.#local, brain, clock, ids: new CountedIds('host ') }, { timers: true, jitter: () => 0, onTrouble: troubled });
  }

  static async begin(options: CrewWorldOptions): Promise<CrewWorld> {
    const world = new CrewWorld(options);
    const files: (readonly [string, string])[] = [];
    for (const step of options.ir.workflows.flatMap(({ steps }) => steps)) {
      if ('prompt' in step) files.push([step.prompt, await world.#local.blobs.put(Buffer.from('Do it.'))]);
    }
    await world.exec({ type: 'start', run, kernel: '0', ir: options.ir, base: world.repository.git('rev-parse', 'HEAD'), inputs: [], files });
    return world;
  }

  /** A command as anybody else would give it. */
  async exec(command: Unstamped): Promise<readonly Event[]> {
    const answer = await this.#host.exec(run, { ...command, id: randomUUID(), at: this.clock.now() });
    if (isRefusal(answer)) throw new Error(answer.message);
    return answer;
  }

  look<T>(read: (state: State) => T): Promise<T> {
    return this.#host.look(run, read);
  }

  /** A process of its own works on it until there is nothing to do, or it is stopped. */
  async work({ hands = 2, stop = new AbortController().signal, onEvents = () => undefined, parts = () => ({}) }: Crewing = {}): Promise<CrewEnd> {
    const usual = await this.#usual();
    const heard = (events: readonly Event[]): void => {
      this.events.push(...events);
      onEvents(events);
    };
    return workOn({ ...usual, ...parts(usual) }, { hands, stop, onEvents: heard, staysForPeople: false, wakes: this.#local.journal.wake(run) });
  }

  async close(): Promise<void> {
    await this.#host.close();
    this.repository.remove();
  }

  async #usual(): Promise<HandParts> {
    if (this.#parts !== null) return this.#parts;
    const { beside, directory } = this.repository;
    const repo = await GitRepo.open({ directory, run, path: PATH });
    const checkouts = new GitCheckouts({ objects: repo.objects, state: join(beside, 'sandboxes'), owner: null, hosts: { own: () => 'here', lives: (name) => name === 'here' } });
    const scripted = scriptedAgent((order) => this.#options.scripts?.(order) ?? null);
    this.#parts = {
      run, host: this.#host, blobs: this.#local.blobs, archives: this.#local.blobs, scrubber: scrubber(() => []), repo, checkouts, boxes: new PlainBoxes(join(beside, 'orders'), 'here'),
      takePatch: (taking) => patchOf(repo, taking), signatures: new ParsedSignatures(), agent: () => scripted,
      publisher: new GitPublisher({ repository: directory, path: PATH, env, pullRequests: false }),
      clock: this.clock, ids: new CountedIds('hand '), handNames: new CountedIds('here-'), isGone: () => false,
    };
    return this.#parts;
  }
}

type Unstamped<C = Command> = C extends Command ? Omit<C, 'id' | 'at'> : never;

/**
 * One run in one host: a queue of commands, and the state that they are decided on.
 *
 * The order that is kept: read the journal's tail, decide and evolve a tentative state, append and
 * sync the whole batch, and only then reply. A conflict, an unknown outcome or any failure throws
 * the tentative state away. Where an append of unknown outcome turns out to be in the journal, its
 * batch is answered with what it caused; any other is decided again on what the journal then says,
 * and the brain knows by their ids the commands that had come through (L6).
 */

import { AppendUnknown } from '../ports/append-unknown.ts';
import type { Brain } from '../ports/brain.ts';
import type { Journal } from '../ports/journal.ts';
import type { Limits } from '../ports/limits.ts';
import type { Version } from '../ports/version.ts';
import { type Answer, type Decided, decideBatch } from './decide-batch.ts';
import { HostError } from './host-error.ts';
import type { Keeper } from './keeper.ts';
import { catchUp, type FirstLoad, isAt, type Loaded, versionWith } from './load-run.ts';
import type { Ownership } from './ownership.ts';

export interface LaneParts<S, C, E> {
  readonly brain: Brain<S, C, E>;
  readonly journal: Journal;
  readonly load: () => Promise<FirstLoad<S>>;
  readonly keeper: Keeper<S, C, E>;
  readonly ownership: Ownership;
  readonly limits: Limits;
  /** Called with each state that is durable, before it changes again. */
  readonly onState: (state: S) => void;
  readonly onTrouble: (error: unknown, run: string) => void;
}

interface Exec<C, E> {
  readonly command: C;
  readonly resolve: (answer: Answer<E>) => void;
  readonly reject: (error: unknown) => void;
}

interface Look<S> {
  readonly look: (loaded: Loaded<S>) => void;
  readonly reject: (error: unknown) => void;
}

/** A batch whose append may have come through: then the journal has this chain at this position. */
interface Unsure<E> {
  readonly version: Version;
  readonly answers: readonly Answer<E>[];
}

export class Lane<S, C, E> {
  readonly run: string;
  readonly #parts: LaneParts<S, C, E>;
  readonly #queue: (Exec<C, E> | Look<S>)[] = [];
  #loaded: Loaded<S> | null = null;
  /** The newest one of the batch at hand: what was tried on an older head never comes through after it. */
  #unsure: Unsure<E> | null = null;
  /** The drain that is under way. */
  #draining: Promise<void> | null = null;

  constructor(run: string, parts: LaneParts<S, C, E>) {
    this.run = run;
    this.#parts = parts;
  }

  get isIdle(): boolean {
    return this.#draining === null;
  }

  exec(command: C): Promise<Answer<E>> {
    return new Promise((resolve, reject) => {
      this.#push({ command, resolve, reject });
    });
  }

  look<T>(read: (state: S, version: Version) => T): Promise<T> {
    return new Promise((resolve, reject) => {
      const look = ({ state, version }: Loaded<S>): void => resolve(read(state, version));
      this.#push({ look, reject });
    });
  }

  /** Returns when nothing waits any more and all that is kept beside the journal is written. */
  async finish(): Promise<void> {
    while (this.#draining !== null) await this.#draining;
    await this.#parts.keeper.finish();
  }

  #push(asked: Exec<C, E> | Look<S>): void {
    if (this.#queue.length >= this.#parts.limits.queuedCommands) {
      asked.reject(new HostError('busy', `Run ${this.run} has ${this.#queue.length} commands waiting. Give it again later.`));
      return;
    }
    this.#queue.push(asked);
    this.#draining ??= this.#drain();
  }

  async #drain(): Promise<void> {
    // The turn that asks first goes on, so that whatever else it asks joins the batch.
    await Promise.resolve();
    while (this.#queue.length > 0) {
      while (this.#queue.length > 0) await this.#takeTurn();
      await this.#parts.ownership.release().catch((error: unknown) => this.#parts.onTrouble(error, this.run));
    }
    this.#draining = null;
  }

  async #takeTurn(): Promise<void> {
    const [first] = this.#queue;
    if (first === undefined) return;
    if ('look' in first) {
      this.#queue.shift();
      await this.#look(first);
      return;
    }
    const batch: Exec<C, E>[] = [];
    while (batch.length < this.#parts.limits.batchCommands) {
      const [next] = this.#queue;
      if (next === undefined || 'look' in next) break;
      this.#queue.shift();
      batch.push(next);
    }
    await this.#perform(batch);
  }

  async #look({ look, reject }: Look<S>): Promise<void> {
    try {
      const loaded = await this.#fresh();
      look(loaded);
      this.#stands(loaded);
    } catch (error) {
      reject(error);
    }
  }

  /** Tries until the batch is durable, within limits. Every command of it gets its answer. */
  async #perform(batch: Exec<C, E>[]): Promise<void> {
    let why: HostError | null = null;
    this.#unsure = null;
    for (let attempt = 0; attempt < this.#parts.limits.appendAttempts && batch.length > 0; attempt += 1) {
      try {
        await this.#parts.keeper.keepUp();
        await this.#parts.ownership.before(why?.code === 'contended');
        if (await this.#attempt(batch)) return;
        why = new HostError('contended', `Run ${this.run} is changed by others faster than this host can. Give the command again later.`);
      } catch (error) {
        this.#loaded = null;
        if (!(error instanceof AppendUnknown)) {
          for (const asked of batch) asked.reject(error);
          return;
        }
        why = new HostError('unknown', `Whether run ${this.run} took the command is not known: ${error.message} Give it again.`, error);
      }
    }
    for (const asked of batch) asked.reject(why);
  }

  /** Decides, appends, replies. False: a conflict. A command that breaks the brain leaves the batch. */
  async #attempt(batch: Exec<C, E>[]): Promise<boolean> {
    const { brain } = this.#parts;
    for (;;) {
      const { state, version } = await this.#fresh();
      const known = await this.#cameThrough(version);
      if (known !== null) return this.#reply(batch, known);
      const decided = decideBatch(brain, state, batch.map((asked) => asked.command));
      if (decided.kind === 'broken') {
        this.#loaded = null;
        for (const asked of batch.splice(decided.index, 1)) asked.reject(decided.error);
        continue;
      }
      const durable = decided.events.length === 0 ? version : await this.#append(version, decided);
      if (durable === null) {
        this.#loaded = null;
        return false;
      }
      this.#loaded = { state: decided.state, version: durable };
      if (decided.events.length > 0) await this.#parts.keeper.anchorFirst(durable);
      return this.#reply(batch, decided.answers);
    }
  }

  async #append(version: Version, { answers, events }: Decided<S, E>): Promise<Version | null> {
    try {
      return await this.#parts.journal.append(this.run, version, events);
    } catch (error) {
      if (error instanceof AppendUnknown) this.#unsure = { version: versionWith(this.run, version, events), answers };
      throw error;
    }
  }

  /** What the batch caused, if its append of unknown outcome is in the journal up to `version`. */
  async #cameThrough(version: Version): Promise<readonly Answer<E>[] | null> {
    const unsure = this.#unsure;
    if (unsure === null || unsure.version.position > version.position) return null;
    if (!(await isAt(this.run, unsure.version, this.#parts.journal))) return null;
    await this.#parts.keeper.anchorFirst(version);
    return unsure.answers;
  }

  #reply(batch: readonly Exec<C, E>[], answers: readonly Answer<E>[]): true {
    for (const [index, asked] of batch.entries()) asked.resolve(answers[index] ?? []);
    if (this.#loaded !== null) this.#stands(this.#loaded);
    return true;
  }

  /** The replies are out: what fails here has nobody else to hear of it. */
  #stands(loaded: Loaded<S>): void {
    try {
      this.#parts.keeper.stands(loaded);
      this.#parts.onState(loaded.state);
    } catch (error) {
      this.#parts.onTrouble(error, this.run);
    }
  }

  /** The state with everything that is in the journal now. */
  async #fresh(): Promise<Loaded<S>> {
    const loaded = this.#loaded;
    this.#loaded = null;
    if (loaded === null) {
      const first = await this.#parts.load();
      this.#parts.keeper.began(first);
      this.#loaded = first;
    } else {
      this.#loaded = await catchUp(this.run, loaded, this.#parts);
    }
    return this.#loaded;
  }
}

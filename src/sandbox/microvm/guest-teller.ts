/**
 * What a guest tells: each stage of its start, within its time, and how the command ended.
 *
 * That a machine can make guests is shown by one that gets on, and by nothing else: a device may be there, and a guest
 * hardly move. So each stage is waited for by its own event, and the command's time begins with the last of them.
 */

import { type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { SandboxOutcome } from '../../ports/sandbox.ts';
import type { Teller } from '../order/watch-box.ts';
import { channels } from './qemu-arguments.ts';
import { type Stage, stages } from './guest-files.ts';

interface Telling {
  readonly child: ChildProcess;
  readonly stageMs: number;
  /** The command's time, from its begin on. */
  readonly wallMs: number;
  readonly onBegun: () => void;
}

const mostTold = 4_096;

export class GuestTeller implements Teller {
  readonly initial = 0;
  readonly ended: Promise<unknown>;
  readonly #telling: Telling;
  readonly #reached: Stage[] = [];
  #line = '';
  #clock: NodeJS.Timeout;
  #code: number | null = null;
  /** Why the box was not made. */
  fault: string | null = null;
  /** How the command ended that did not end by itself. */
  cause: SandboxOutcome | null = null;

  constructor(telling: Telling) {
    this.#telling = telling;
    this.ended = once(telling.child, 'close').then(() => clearTimeout(this.#clock));
    this.#clock = this.#await(stages[0]);
    telling.child.stdio[channels.tell]?.on('data', (bytes: Buffer) => this.#hear(bytes.toString('latin1')));
  }

  code(): number | null {
    return this.#code;
  }

  #hear(text: string): void {
    const lines = `${this.#line}${text}`.slice(-mostTold).split('\n');
    this.#line = lines.pop() ?? '';
    for (const line of lines) this.#told(line);
  }

  #told(line: string): void {
    const next = stages[this.#reached.length];
    if (next !== undefined && line === next) return this.#reach(next);
    if (line.startsWith('fault ')) this.fault ??= `the guest could not lay out its files`;
    if (line === 'oom') this.cause ??= { kind: 'oom' };
    const code = /^exit (\d{1,3})$/.exec(line)?.[1];
    if (code !== undefined && next === undefined) this.#code ??= Number(code);
  }

  #reach(stage: Stage): void {
    this.#reached.push(stage);
    clearTimeout(this.#clock);
    const next = stages[this.#reached.length];
    if (next !== undefined) {
      this.#clock = this.#await(next);
      return;
    }
    this.#telling.onBegun();
    this.#clock = setTimeout(() => this.#end(() => { this.cause ??= { kind: 'timeout' }; }), this.#telling.wallMs);
  }

  #await(stage: Stage): NodeJS.Timeout {
    const { stageMs } = this.#telling;
    return setTimeout(() => this.#end(() => { this.fault ??= `a guest began and did not reach its stage «${stage}» within ${stageMs} ms`; }), stageMs);
  }

  #end(say: () => void): void {
    say();
    // Node signals a child that it has not seen to end, and no other.
    this.#telling.child.kill('SIGKILL');
  }
}

/** Which turn a request gets: by the results of tools that it holds, so that a request that is made again gets the same one. */

import type { Asked } from './format.ts';
import type { Fault, Script, Turn } from './script.ts';

export interface Picked {
  /** `null`: a side request, which offers no tool. */
  readonly at: number | null;
  readonly turn: Turn;
  readonly fault: Fault | null;
}

export class TurnPicker {
  readonly #script: Script;
  /** How often each turn has failed, for those that fail only so many times. */
  readonly #failed = new Map<number, number>();
  readonly #played = new Set<number>();

  constructor(script: Script) {
    this.#script = script;
  }

  pick({ tools, results }: Asked): Picked {
    if (tools.length === 0) return { at: null, turn: { text: this.#script.side ?? 'a scripted answer' }, fault: null };
    const at = this.#turnAt(Math.min(results, this.#script.turns.length - 1));
    const turn = this.#script.turns[at] ?? {};
    const { fault = null } = turn;
    if (fault?.times === undefined) return { at, turn, fault };
    const failed = this.#failed.get(at) ?? 0;
    if (failed >= fault.times) return { at, turn, fault: null };
    this.#failed.set(at, failed + 1);
    return { at, turn, fault };
  }

  #turnAt(results: number): number {
    let at = results;
    while (this.#script.turns[at]?.isOnce === true && this.#played.has(at) && at < this.#script.turns.length - 1) at += 1;
    this.#played.add(at);
    return at;
  }
}

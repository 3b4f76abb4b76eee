/** One reason why a decomposition is refused, in words that an agent can act on (T1). */
import type { TaskSpec } from './ir.ts';
import { isName } from './name.ts';
import { quoted } from './phrase.ts';

export type FaultRule = 'T1' | 'T2' | 'T5' | 'T8' | 'E2';

export interface Fault {
  /** The invariant that forbids it. */
  readonly rule: FaultRule;
  /** The task that is at fault; `null`: the plan as a whole, or a task without a usable id. */
  readonly task: string | null;
  readonly found: string;
  /** What would be admitted instead. */
  readonly instead: string;
}

/** A task with its place in the plan, and where its faults are put. */
export interface Examined {
  readonly task: TaskSpec;
  /** From 0. */
  readonly place: number;
  readonly faults: Fault[];
}

/** Adds a fault of the examined task; `found` goes on after the task's name. */
export function blame(examined: Examined, rule: FaultRule, words: FaultWords): void {
  const { task, place, faults } = examined;
  const known = isName(task.id);
  const name = known ? `task ${quoted(task.id)}` : `task number ${place + 1}`;
  faults.push({ rule, task: known ? task.id : null, found: `${name} ${words.found}`, instead: words.instead });
}

export interface FaultWords {
  readonly found: string;
  readonly instead: string;
}

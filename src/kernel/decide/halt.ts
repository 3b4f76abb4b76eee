/** The run halts: why, who is to blame, and the ways on that lead on (T4, T6, R1). */

import type { Halt } from '../halt.ts';
import { type Draft, emit } from './draft.ts';

/** R1: a run that a person had paused is so again after its retry; what they said is not forgotten. */
export function haltRun(draft: Draft, halt: Omit<Halt, 'paused'>): void {
  if (draft.state.run.status !== 'paused') return emit(draft, { type: 'RunHalted', ...halt });
  emit(draft, { type: 'RunHalted', ...halt, ways: halt.ways.map(andResume), paused: true });
}

function andResume(way: string): string {
  const [commands = '', ...why] = way.split(': ');
  const resumed = commands === 'retry' || commands.endsWith('then retry') ? `${commands}, then resume` : commands;
  return [resumed, ...why].join(': ');
}

/** L6 and R5: the same command once more does nothing more, and the same events the same. */

import type { KernelBrain } from '../brain.ts';
import { canonical } from '../canonical.ts';
import type { Event } from '../event.ts';
import { isRefusal } from '../refusal.ts';
import { forkState } from '../state.ts';
import { stateHash } from '../state-hash.ts';
import type { Transition } from './transition.ts';
import type { Findings } from './violation.ts';

type Brain = Pick<KernelBrain, 'decide' | 'evolve'>;

/** A command applies once. A lease that was not granted may be asked for again. */
export function twiceRules({ command, decision, after }: Transition, brain: Brain, found: Findings): void {
  if (isRefusal(decision)) return;
  if (command.type === 'lease' && !decision.some(({ type }) => type === 'LeaseGranted')) return;
  const again = brain.decide(after, command);
  if (isRefusal(again)) return;
  const audit = again.length === 1 && again[0]?.type === 'ReportStale';
  if (again.length > 0 && !audit) found.add('L6', `${command.type} once more did ${again.map(({ type }: Event) => type).join(', ')}`);
}

/** R5: deciding changes nothing, and decides the same; evolving the events gives the same state. */
export function replayRules({ before, command, decision, after }: Transition, brain: Brain, found: Findings): void {
  const hash = stateHash(before);
  const again = brain.decide(before, command);
  if (canonical(again) !== canonical(decision)) found.add('R5', `${command.type} is decided in two ways`);
  if (stateHash(before) !== hash) found.add('R5', `deciding ${command.type} has changed the state`);
  let state = forkState(before);
  if (!isRefusal(decision)) for (const event of decision) state = brain.evolve(state, event);
  if (stateHash(state) !== stateHash(after)) found.add('R5', `the events of ${command.type} give two states`);
}

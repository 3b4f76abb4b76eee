/**
 * Breadth first through every state of a world, so that the first path that breaks a rule is a
 * shortest one. Every state is checked, every transition, and that nothing hangs.
 */

import type { KernelBrain } from '../../src/kernel/brain.ts';
import { brain as kernel } from '../../src/kernel/brain.ts';
import type { Decision } from '../../src/kernel/decide.ts';
import { stepViolations, violations, type Violation } from '../../src/kernel/invariants.ts';
import { isRefusal } from '../../src/kernel/refusal.ts';
import { cloneState, forkState, type State } from '../../src/kernel/state.ts';
import { choicesAt } from './choices.ts';
import { codeOf } from './encode.ts';
import { hangs } from './hangs.ts';
import { lateReports } from './late-reports.ts';
import type { Choice, Place, World } from './world.ts';

export interface Explored {
  readonly world: string;
  readonly states: number;
  readonly transitions: number;
  /** Every state was seen. */
  readonly exhausted: boolean;
  readonly broken: Broken | null;
}

export interface Broken {
  readonly violations: readonly Violation[];
  /** The shortest path to it, readable. */
  readonly path: readonly string[];
}

export interface ExploreOptions {
  readonly brain?: KernelBrain;
  /** Stops at a violation of this rule only; others are passed by. */
  readonly rule?: string;
  /** Every how manyth transition R5 is checked by hashes. */
  readonly hashEvery?: number;
}

interface Step {
  readonly parent: number;
  readonly label: string;
}

interface Search {
  readonly world: World;
  readonly brain: KernelBrain;
  readonly options: ExploreOptions;
  readonly seen: Set<string>;
  readonly steps: Step[];
  readonly queue: { readonly place: Place; readonly step: number }[];
  transitions: number;
  broken: Broken | null;
}

export function explore(world: World, options: ExploreOptions = {}): Explored {
  const search: Search = {
    world, brain: options.brain ?? kernel, options, seen: new Set(), steps: [], queue: [], transitions: 0, broken: null,
  };
  begin(search);
  let head = 0;
  for (; head < search.queue.length && search.broken === null && search.seen.size < world.most; head += 1) {
    const at = search.queue[head];
    if (at !== undefined) expand(search, at.place, at.step);
    delete search.queue[head];
  }
  return {
    world: world.name, states: search.seen.size, transitions: search.transitions,
    exhausted: search.broken === null && head >= search.queue.length, broken: search.broken,
  };
}

function begin(search: Search): void {
  const { ir, faults, words } = search.world;
  const place = { state: search.brain.initialState(), faults, words, lost: [] };
  const command = { type: 'start' as const, id: 'start', at: 1_000, run: 'r', kernel: '0', ir, base: 'c0', inputs: [], files: [] };
  take(search, { place, step: -1 }, { label: 'the run starts', command, costs: 'nothing' });
  if (search.queue.length === 0 && search.broken === null) throw new Error(`Cannot search ${search.world.name}: ${JSON.stringify(search.brain.decide(place.state, command))}`);
}

function expand(search: Search, place: Place, step: number): void {
  let free = 0;
  for (const choice of choicesAt(search.world, place)) {
    if (search.broken !== null) return;
    const moved = choice.loses === undefined ? take(search, { place, step }, choice) : lose(search, { place, step }, choice);
    if (moved && choice.costs === 'nothing') free += 1;
  }
  const why = free > 0 ? null : hangs(place.state);
  if (why !== null) tell(search, [{ rule: 'R6', message: why }], { parent: step, label: 'nothing more happens' });
}

/** A lease of which nothing is heard any more changes nothing in the brain. */
function lose(search: Search, from: { place: Place; step: number }, choice: Choice): boolean {
  const { place } = from;
  const next = { ...place, faults: place.faults - 1, lost: [...place.lost, choice.loses ?? ''] };
  arrive(search, next, { parent: from.step, label: choice.label });
  return true;
}

function take(search: Search, from: { place: Place; step: number }, choice: Choice): boolean {
  const { brain } = search;
  const { place } = from;
  const { command } = choice;
  const step = { parent: from.step, label: choice.label };
  try {
    const decision = brain.decide(place.state, command);
    if (isRefusal(decision) || decision.length === 0) return false;
    search.transitions += 1;
    const after = evolved(brain, place.state, decision);
    const hashes = search.transitions % (search.options.hashEvery ?? 100) === 0;
    const found = stepViolations({ before: place.state, command, decision, after: after ?? place.state }, { brain, hashes });
    if (found.length > 0) tell(search, found, step);
    if (after !== null) arrive(search, {
      state: after,
      faults: place.faults - (choice.costs === 'fault' ? 1 : 0),
      words: place.words - (choice.costs === 'word' ? 1 : 0),
      lost: place.lost.filter((name) => isLive(after, name)),
    }, step);
  } catch (error) {
    tell(search, [{ rule: 'assert', message: error instanceof Error ? error.message : String(error) }], step);
  }
  return true;
}

/** `null` where an event cannot be evolved: the checker says so as well. */
function evolved(brain: KernelBrain, before: State, decision: Decision): State | null {
  let state = forkState(before);
  try {
    if (!isRefusal(decision)) for (const event of decision) state = brain.evolve(state, event);
  } catch {
    return null;
  }
  return state;
}

function isLive(state: State, name: string): boolean {
  const at = name.lastIndexOf('@');
  return state.leases.get(name.slice(0, at))?.epoch === Number(name.slice(at + 1));
}

function arrive(search: Search, place: Place, step: Step): void {
  const code = codeOf(search.world, place);
  if (search.seen.has(code)) return;
  search.seen.add(code);
  search.steps.push(step);
  const state = cloneState(place.state);
  search.queue.push({ place: { ...place, state }, step: search.steps.length - 1 });
  const found = [...violations(state), ...lateReports(search.brain, state)];
  if (found.length > 0) tell(search, found, step);
}

function tell(search: Search, found: readonly Violation[], last: Step): void {
  const { rule } = search.options;
  if (search.broken !== null || (rule !== undefined && !found.some((item) => item.rule === rule))) return;
  const path = [last.label];
  for (let at = last.parent; at >= 0;) {
    const step = search.steps[at];
    if (step === undefined) break;
    path.unshift(step.label);
    at = step.parent;
  }
  search.broken = { violations: found, path };
}

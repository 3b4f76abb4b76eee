/**
 * Where text from outside can get to: on from each step that reads a source, along the wires, into
 * what is called and grown from there, and out of it again. Every leaf on the way may have it in its
 * prompt, or in the patch that it starts from; so this says rather too much than too little.
 *
 * Text that comes *up* out of a workflow, in which it was read, goes on behind every call of that
 * workflow. Text that goes *down* into one goes on behind the call that gave it, which is on the way
 * already: so another caller of the same workflow is not blamed.
 */
import type { Step } from '../ir.ts';
import type { Place, Plan } from './plan.ts';
import { placesIn } from './plan.ts';
import { nextSteps } from './wires.ts';

/** A step that text from a source may reach, and the step that it came from. */
export interface Reached {
  readonly place: Place;
  readonly source: string;
  /** `null`: it reads the source itself. */
  readonly from: Reached | null;
}

interface Move extends Reached {
  readonly way: 'up' | 'down';
}

/** By workflow and step; the shortest way to each. */
export function outsideText(plan: Plan): ReadonlyMap<string, Reached> {
  const chart = chartOf(plan);
  const found = new Map<string, Reached>();
  const seen = new Set<string>();
  const queue: Move[] = plan.places.flatMap((place) => {
    const [source] = readsOf(place.step);
    return source === undefined ? [] : [{ place, source, from: null, way: 'up' as const }];
  });
  for (const move of queue) {
    const key = placeKey(move.place);
    if (seen.has(`${move.way} ${key}`)) continue;
    seen.add(`${move.way} ${key}`);
    if (!found.has(key)) found.set(key, move);
    queue.push(...movesFrom(plan, chart, move));
  }
  return found;
}

export const placeKey = ({ workflow, step }: Place): string => `${workflow.name}/${step.name}`;

export function readsOf(step: Step): readonly string[] {
  return step.kind === 'run' || step.kind === 'agent' ? step.reads ?? [] : [];
}

interface Chart {
  /** Steps of a workflow by their names. */
  readonly steps: ReadonlyMap<string, ReadonlyMap<string, Place>>;
  /** The steps that call or grow a workflow. */
  readonly callers: ReadonlyMap<string, readonly Place[]>;
}

function chartOf(plan: Plan): Chart {
  const callers = new Map<string, Place[]>();
  const steps = new Map<string, ReadonlyMap<string, Place>>();
  for (const home of plan.homes.values()) {
    steps.set(home.workflow.name, new Map(placesIn(home).map((place) => [place.step.name, place])));
  }
  for (const place of plan.places) {
    for (const name of opens(place.step)) {
      const known = callers.get(name);
      if (known === undefined) callers.set(name, [place]);
      else known.push(place);
    }
  }
  return { steps, callers };
}

/** The workflows of which a step opens frames. */
function opens(step: Step): readonly string[] {
  if (step.kind === 'call') return [step.workflow];
  return step.kind === 'grow' ? step.workflows.map(({ workflow }) => workflow) : [];
}

function movesFrom(plan: Plan, chart: Chart, move: Move): readonly Move[] {
  const { place: { workflow, step }, source, way } = move;
  const to = (place: Place | undefined, next: Move['way']): readonly Move[] =>
    (place === undefined ? [] : [{ place, source, from: move, way: next }]);
  const start = (name: string): readonly Move[] =>
    to(chart.steps.get(name)?.get(plan.workflows.get(name)?.start ?? ''), 'down');
  return [
    ...nextSteps(plan, step).flatMap((name) => to(chart.steps.get(workflow.name)?.get(name), way)),
    ...opens(step).flatMap(start),
    // A frame may end at any of its steps, by a wire or by a halt; and what a task lands, others start from.
    ...(way === 'up' ? (chart.callers.get(workflow.name) ?? []).flatMap((caller) => to(caller, 'up')) : []),
  ];
}

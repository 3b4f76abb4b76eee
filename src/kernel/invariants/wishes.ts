/** T1, T4: what a person asks for by name can still come: the frames that hold its plan are looked through; what grows has workflows for all of it. */

import type { EventOf } from '../event.ts';
import type { Step } from '../ir.ts';
import type { Frame } from '../rows.ts';
import type { State } from '../state.ts';
import type { Happening } from './transition.ts';

export function wished({ now, event, found }: Happening<EventOf<'RetryAsked'>>): void {
  const frames = [...now.frames.entries()].map(([, frame]) => frame);
  const going = frames.filter((frame) => frame.task === null && (frame.status === 'live' || frame.status === 'halted'));
  if (!going.some((frame) => grows(now, frame, event.unit))) {
    found.add('T4', `${event.person} wants ${event.unit} to begin anew, and no grow of its plan can be reached`);
  }
}

/** T4: a unit begins anew in the grow of its own plan: another has workflows and gates of its own, for other kinds. */
export function reopenedElsewhere({ now, event, found }: Happening<EventOf<'UnitReopened'>>): void {
  const grow = now.visits.get(now.run.growing ?? '')?.grow;
  if (grow === undefined || grow === null || !holds(now, grow.plan, event.unit)) {
    found.add('T4', `${event.unit} begins anew, and its plan does not grow`);
  }
}

/** T1: a grow begins with workflows for every kind of task that has not landed. */
export function grownWithout({ now, event, found }: Happening<EventOf<'GrowOpened'>>): void {
  const visit = now.visits.get(event.visit);
  const step = now.plan?.steps.get(now.frames.get(visit?.frame ?? '')?.workflow ?? '')?.get(visit?.step ?? '');
  for (const [id, { status }] of now.units.entries()) {
    const isWanting = status !== 'landed' && holds(now, event.plan, id) && !takes(now, step, id);
    if (isWanting) found.add('T1', `${event.visit} grows, and has no workflow for ${id}`);
  }
}

function takes(now: State, step: Step | undefined, id: string): boolean {
  const unit = now.units.get(id);
  const kinds = step?.kind === 'grow' ? step.workflows.map(({ kind }) => kind) : [];
  return [unit?.test, unit?.main].every((task) => {
    const spec = now.tasks.get(task ?? '')?.spec;
    return spec === undefined || kinds.includes(spec.kind);
  });
}

function grows(now: State, frame: Frame, unit: string): boolean {
  const steps = now.plan?.workflows.get(frame.workflow)?.steps ?? [];
  const at = frame.haltedAt ?? now.visits.get(frame.visit ?? '')?.step ?? '';
  const reached = new Set(frame.haltedAt === null ? [] : [at]);
  // Every pass follows the wires of what is known, so that as many as there are steps reach all.
  for (const _ of steps) {
    const known = steps.filter(({ name }) => name === at || reached.has(name));
    for (const { wires } of known) for (const { to } of wires) reached.add(to);
  }
  return steps.some((step) => step.kind === 'grow' && reached.has(step.name) && takes(now, step, unit) && frame.returned.some((item) =>
    item.step === step.tasks && holds(now, item.digest, unit)));
}

/** A plan holds its own tasks, and what was filed in the course of them. */
function holds(now: State, digest: string, unit: string): boolean {
  const own = now.plans.get(digest)?.tasks.map(({ id }) => id) ?? [];
  let task = now.units.get(unit)?.main ?? null;
  while (task !== null && !own.includes(task)) task = now.tasks.get(task)?.parent ?? null;
  return task !== null;
}

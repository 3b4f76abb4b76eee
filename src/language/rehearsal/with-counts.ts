/**
 * The same place with other counts than those that led to it, so that the brain itself says what it
 * does at a cap. What would repeat an attempt (T7) still does.
 */

import type { Ir, Step } from '../../kernel/ir.ts';
import type { Guidance, Line, Tally } from '../../kernel/rows.ts';
import { cloneState, type State } from '../../kernel/state.ts';
import { type CountName, countName, type Counting, countedLines, type NamedLine, stepName } from './counts.ts';
import { digestsOf, repeatsOf } from './repeats.ts';
import { stepsReached } from './step-names.ts';

type Counts = ReadonlyMap<CountName, number>;

export function withCounts(state: State, counts: Counts, counting: Counting): State {
  const next = cloneState(state);
  const caps = new Map<string, Step>();
  for (const named of countedLines(state, counting)) next.lines.set(named.line.id, counted(named, new Given(named, counts, counting), caps));
  const { plan } = counting;
  next.plan = { ...plan, steps: new Map([...plan.steps].map(([name, steps]) => [name, capped(name, steps, caps)])) };
  return tryingAgain(state, next);
}

/** What is given for one line. */
class Given {
  readonly counting: Counting;
  readonly #counts: Counts;
  readonly #line: string;
  readonly grants: number;
  readonly conflicts: number;
  readonly ejections: number;

  constructor({ name, line }: NamedLine, counts: Counts, counting: Counting) {
    this.counting = counting;
    this.#counts = counts;
    this.#line = name;
    const { limits } = counting.plan.ir;
    this.grants = this.of('grants') ?? line.grants;
    this.conflicts = this.#met('conflicts', limits.conflicts) ?? line.conflicts;
    this.ejections = this.#met('ejections', limits.ejections) ?? line.ejections;
  }

  get limits(): Ir['limits'] {
    return this.counting.plan.ir.limits;
  }

  /** By what caps are raised. */
  get raised(): number {
    return this.grants + this.conflicts + this.ejections;
  }

  of(kind: string, of = ''): number | undefined {
    return this.#counts.get(countName(this.#line, kind, of));
  }

  /** Those of a kind that name something that was met: a failure, a lesson. */
  *met(kind: string): Iterable<readonly [CountName, string, number]> {
    const start = `${this.#line} ${kind} `;
    for (const [name, value] of this.#counts) if (name.startsWith(start)) yield [name, name.slice(start.length), value];
  }

  #met(kind: string, cap: number): number | undefined {
    const left = this.of(kind);
    return left === undefined ? undefined : cap + this.grants - left;
  }
}

function counted({ line, workflow }: NamedLine, given: Given, caps: Map<string, Step>): Line {
  const { grants, conflicts, ejections } = given;
  const tallies = new Map(line.tallies.map((tally): [string, Tally] =>
    [stepName(tally.workflow, tally.step), { ...tally, grantsSeen: tally.grantsSeen + grants - line.grants }]));
  for (const { workflow: within, step } of stepsReached(given.counting.plan, workflow)) {
    const of = stepName(within, step.name);
    const left = given.of('left', of);
    if (left === undefined) continue;
    const rung = given.of('rung', of);
    const own = step.kind === 'wait' ? given.limits.visits : step.max ?? given.limits.visits;
    // Which agent is next follows from the attempts: so it is the cap that is another one.
    if (rung !== undefined) caps.set(of, { ...step, max: left + rung - given.raised });
    const spare = given.of('spare', of);
    const old = tallies.get(of) ?? { workflow: within, step: step.name, visits: 0, attempts: 0, faults: 0, limited: 0, grantsSeen: grants };
    tallies.set(of, {
      ...old, attempts: rung ?? own + given.raised - left,
      faults: spare === undefined ? old.faults : given.limits.retries + grants + 1 - spare,
    });
  }
  return { ...line, grants, conflicts, ejections, tallies: [...tallies.values()], seen: seenOf(line, given), guidance: guidanceOf(line, given) };
}

function seenOf(line: Line, given: Given): Line['seen'] {
  const seen = new Map(line.seen);
  for (const [, key, left] of given.met('again')) {
    const count = given.limits.repeats + given.grants - 1 - left;
    if (count > 0) seen.set(key, count);
    else seen.delete(key);
  }
  return [...seen];
}

function guidanceOf(line: Line, given: Given): readonly Guidance[] {
  const { lessons } = given.counting;
  let guidance = line.guidance;
  for (const [name, , left] of given.met('lesson')) {
    const lesson = lessons.get(name);
    if (lesson === undefined) continue;
    const { from, outcome, signature } = lesson;
    guidance = guidance.filter((item) => item.from !== from || item.outcome !== outcome || item.signature !== signature);
    if (left <= 0) guidance = [...guidance, lesson];
  }
  return guidance;
}

/** What was tried is what was tried with that guidance. */
function tryingAgain(before: State, next: State): State {
  const tried = new Map<string, string[]>();
  for (const [, frame] of before.frames.entries()) {
    if (frame.status !== 'live') continue;
    const digests = digestsOf(next, frame, repeatsOf(before, frame));
    tried.set(frame.line, [...tried.get(frame.line) ?? [], ...digests]);
  }
  for (const [id, digests] of tried) {
    const line = next.lines.get(id);
    if (line !== undefined) next.lines.set(id, { ...line, tried: digests });
  }
  return next;
}

type Steps = ReadonlyMap<string, Step>;

function capped(workflow: string, steps: Steps, caps: ReadonlyMap<string, Step>): Steps {
  return new Map([...steps].map(([name, step]) => [name, caps.get(stepName(workflow, name)) ?? step]));
}

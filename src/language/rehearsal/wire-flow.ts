/**
 * How often the steps of a workflow can be visited on one line, as sums that hold on every path: a
 * step is visited as often as wires lead to it, each visit leaves by one wire, and caps grow by what
 * people grant and conflicts send back (T3, R6). Which wire comes before which is not told.
 */

import type { Ir, Step } from '../../kernel/ir.ts';
import { commonWords, endWords, outcomesOf, wireOf } from '../../kernel/outcomes.ts';
import { indexPlan, type Plan } from '../../kernel/plan.ts';
import { isQuestion } from './possible-words.ts';
import { Programme, type Times } from './programme.ts';
import { stepsReached, type StepWithin } from './step-names.ts';

export interface Flowing {
  readonly ir: Ir;
  /** Times that each question is answered on a line. */
  readonly answers: number;
  /** Beside others: the run's own steps are alone on the tip, so that nothing of theirs is ejected for others' faults. */
  readonly isTask: boolean;
  /** One of several lines on which it runs: what was granted before, or on the line that it forks, counts there too. */
  readonly isAnew: boolean;
}

export class WireFlow {
  readonly steps: readonly StepWithin[];
  readonly #flowing: Flowing;
  readonly #plan: Plan;
  readonly #workflow: string;
  readonly #programme = new Programme();
  /** By what each visit is worth. */
  readonly #known = new Map<string, number>();
  readonly #wires: readonly Wired[];
  readonly #calls: readonly (StepWithin & { readonly step: Extract<Step, { kind: 'call' }> })[];

  constructor(flowing: Flowing, workflow: string) {
    this.#flowing = flowing;
    this.#plan = indexPlan(flowing.ir);
    this.#workflow = workflow;
    this.steps = stepsReached(this.#plan, workflow);
    this.#wires = this.steps.flatMap((one) => this.#wiresOf(one));
    this.#calls = this.steps.flatMap(({ workflow: at, step }) => (step.kind === 'call' ? [{ workflow: at, step }] : []));
    for (const step of this.steps) this.#visited(step);
    this.#called();
    this.#raised();
  }

  /** The most that visits are worth together. */
  most(worth: (step: Step) => number): number {
    const { retries } = this.#flowing.ir.limits;
    const worths = new Map<string, number>();
    for (const one of this.steps) {
      worths.set(visits(one), worth(one.step));
      if (this.#mayFail(one)) worths.set(wireName({ ...one, on: 'fault' }), worth(one.step) * retries);
    }
    const alike = [...worths.values()].join(' ');
    const known = this.#known.get(alike) ?? this.#programme.most(worths, this.#highest);
    this.#known.set(alike, known);
    return known;
  }

  /** Branches of `explore` have lines of their own. */
  get explored(): readonly Extract<Step, { kind: 'call' }>[] {
    return this.#calls.map(({ step }) => step).filter(({ explore }) => explore !== undefined);
  }

  /** A visit comes by a wire, and ends by one; at its cap a step is passed, once and again with each grant (R6). */
  #visited(one: StepWithin): void {
    const { limits } = this.#flowing.ir;
    const { step } = one;
    const out = this.#wires.filter((wire) => isSame(wire, one));
    const own = out.filter(({ on }) => on !== 'limit');
    this.#within(this.#sources(one), [[1, visits(one)], [1, passes(one)], ...minus(this.#into(one))]);
    this.#within(0, [...plus(out.map(wireName)), [-1, visits(one)], [-1, passes(one)]]);
    this.#within(0, [...plus(own.map(wireName)), [-1, visits(one)]]);
    this.#within(1, [[1, passes(one)], [-1, 'grants']]);
    const cap = step.kind === 'wait' ? limits.visits : step.max ?? limits.visits;
    const faults: Times = this.#mayFail(one) ? [[-1, wireName({ ...one, on: 'fault' })]] : [];
    this.#within(cap, [[1, visits(one)], [-1, sent(one)], ...faults, ...minus(['grants', 'conflicts', 'ejections'])]);
    const senders = this.#wires.filter((wire) => this.#isSent(wire) && leadsTo(wire, one));
    this.#within(0, [[1, sent(one)], ...minus(senders.map(wireName))]);
    if (faults.length > 0) this.#within(limits.retries + 1, [[1, wireName({ ...one, on: 'fault' })], [-1, 'grants']]);
    if (isQuestion(step)) this.#within(this.#flowing.answers, plus(own.map(wireName)));
  }

  /** What is called ends as often with a word as its calls do. Where a branch was explored, it did on a line of its own. */
  #called(): void {
    const explored = new Set(this.explored.map(({ workflow }) => workflow));
    for (const name of new Set(this.#calls.map(({ step }) => step.workflow))) {
      const called = this.#plan.workflows.get(name);
      if (called === undefined || explored.has(name)) continue;
      const callers = this.#wires.filter(({ step }) => step.kind === 'call' && step.workflow === name);
      for (const word of endWords(called)) {
        const ends = this.#wires.filter((wire) => wire.workflow === name && wire.to === 'end' && wire.as === word);
        this.#within(0, [...plus(callers.filter(({ on }) => on === word).map(wireName)), ...minus(ends.map(wireName))]);
      }
    }
  }

  /** What raises every cap of a line: answers, conflicts, and ejections for others' faults. */
  #raised(): void {
    const { ir: { limits }, isTask, isAnew } = this.#flowing;
    const sending = this.#wires.filter((wire) => this.#isSent(wire));
    // The one that is too many ends in `limit`; a run whose own frame halts by it has no more steps.
    const tooMany = sending.filter(({ on, to, workflow }) => on === 'limit' && (to !== 'halt' || workflow !== this.#workflow));
    this.#within(this.#mostGrants, [[1, 'grants']]);
    this.#within(limits.conflicts, [[1, 'conflicts'], [-1, 'grants'], [-1, 'too many']]);
    this.#within(isTask ? limits.ejections : 0, [[1, 'ejections'], [-1, 'grants'], [-1, 'too many']]);
    this.#within(0, [...plus(this.steps.map(sent)), [-1, 'conflicts'], [-1, 'ejections']]);
    this.#within(this.#mostTooMany, [[1, 'too many']]);
    if (isAnew) return;
    this.#within(0, [[1, 'too many'], ...minus(tooMany.map(wireName))]);
    this.#within(0, [[1, 'grants'], ...minus(this.#wires.filter(isGrant).map(wireName))]);
    this.#within(0, [[1, 'conflicts'], ...minus(sending.filter(({ on }) => on !== 'red').map(wireName))]);
    this.#within(0, [[1, 'ejections'], ...minus(sending.filter(({ on }) => on !== 'conflict').map(wireName))]);
  }

  /** Each fork has the answers of what it forks, and its own. */
  get #mostGrants(): number {
    const questions = this.steps.filter(({ step }) => isQuestion(step)).length;
    return questions * this.#flowing.answers * (1 + this.explored.length);
  }

  /** Each further one needs an answer before it; where none is asked for, it is after another task has landed. */
  get #mostTooMany(): number {
    return 1 + (this.#isSentOnAndOn() ? this.#flowing.ir.limits.tasks : 0);
  }

  #isSentOnAndOn(): boolean {
    const seen = new Set(this.#wires.filter((wire) => wire.on === 'limit' && this.#isSent(wire)));
    for (const wire of seen) {
      if (this.#wires.some((next) => leadsTo(wire, next) && this.#isSent(next))) return true;
      for (const next of this.#wiresAfter(wire)) seen.add(next);
    }
    return false;
  }

  /** Of the step that it leads to, of what that calls, or of who called its workflow; none of a question. */
  #wiresAfter(wire: Wired): readonly Wired[] {
    const next = this.#wires.filter((one) => leadsTo(wire, one) && !isQuestion(one.step));
    const called = next.flatMap(({ step }) => (step.kind === 'call' ? this.#wires.filter((one) => this.#isStartOf(one, step.workflow)) : []));
    const callers = wire.to === 'end' || wire.to === 'halt' ? this.#wires.filter(({ step }) => step.kind === 'call' && step.workflow === wire.workflow) : [];
    return [...next, ...called.filter(({ step }) => !isQuestion(step)), ...callers];
  }

  #isStartOf({ workflow, step }: StepWithin, called: string): boolean {
    return workflow === called && this.#plan.workflows.get(called)?.start === step.name;
  }

  /** By which a line may be sent back without losing an attempt. A writing step is in conflict only after its follow-ups. */
  #isSent({ step, on }: Wired): boolean {
    if (step.kind === 'land') return on === 'conflict' || on === 'red' || on === 'limit';
    const { followUps } = this.#flowing.ir.limits;
    return step.kind === 'agent' && step.writes === 'task.writes' && followUps > 0 && (on === 'conflict' || on === 'limit');
  }

  /** More than any of the sums can be. */
  get #highest(): number {
    const { visits: most, retries, conflicts, ejections } = this.#flowing.ir.limits;
    const caps = this.steps.map(({ step }) => step.max ?? most);
    const raised = conflicts + ejections + 2 * this.#mostTooMany + 3 * this.#mostGrants;
    return 2 * (Math.max(most, ...caps) + 2 * raised + retries + 2);
  }

  /** Whether a run, or a branch, begins there. */
  #sources({ workflow, step }: StepWithin): number {
    if (!this.#isStartOf({ workflow, step }, workflow)) return 0;
    return (workflow === this.#workflow ? 1 : 0) + (this.explored.some((call) => call.workflow === workflow) ? 1 : 0);
  }

  #into(one: StepWithin): readonly string[] {
    const callers = this.#isStartOf(one, one.workflow) ? this.#calls.filter(({ step }) => step.workflow === one.workflow) : [];
    return [...this.#wires.filter((wire) => leadsTo(wire, one)).map(wireName), ...callers.map(visits)];
  }

  #wiresOf({ workflow, step }: StepWithin): readonly Wired[] {
    const called = step.kind === 'call' ? this.#plan.workflows.get(step.workflow) : undefined;
    const words = outcomesOf(step, called === undefined ? [] : endWords(called)).map(({ word }) => word);
    const wired = (on: string): boolean => step.wires.some((wire) => wire.on === on);
    return words.filter((on) => wired(on) || !onlyIfWired.includes(on)).map((on) => {
      const { to, as = 'ok' } = wireOf(step, on);
      return { workflow, step, on, to, as };
    });
  }

  #mayFail({ step }: StepWithin): boolean {
    return step.wires.some(({ on }) => on === 'fault');
  }

  #within(amount: number, sum: Times): void {
    this.#programme.atMost(amount, sum);
  }
}

/** As on the paths that are studied. */
const onlyIfWired: readonly string[] = ['timeout', 'budget', 'fault'];

interface Wired extends StepWithin {
  readonly on: string;
  readonly to: string;
  readonly as: string;
}

// No name holds a blank.
const visits = ({ workflow, step }: StepWithin): string => `visits ${workflow}/${step.name}`;
const passes = ({ workflow, step }: StepWithin): string => `passes ${workflow}/${step.name}`;
/** Visits that count as no attempts: a conflict, or others' fault, has sent the line there. */
const sent = ({ workflow, step }: StepWithin): string => `sent ${workflow}/${step.name}`;
const wireName = ({ workflow, step, on }: StepWithin & { readonly on: string }): string => `wire ${workflow}/${step.name} ${on}`;

const isSame = (one: StepWithin, other: StepWithin): boolean => one.workflow === other.workflow && one.step.name === other.step.name;
const leadsTo = (wire: Wired, { workflow, step }: StepWithin): boolean => wire.workflow === workflow && wire.to === step.name;

function isGrant({ step, on }: Wired): boolean {
  if (step.kind === 'publish') return on === 'rejected';
  return isQuestion(step) && !commonWords.includes(on);
}

const plus = (names: readonly string[]): Times => names.map((name) => [1, name]);
const minus = (names: readonly string[]): Times => names.map((name) => [-1, name]);

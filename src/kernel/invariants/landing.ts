/** B1–B5, E3 and E5 as one state shows them: the queue, its prefixes, and what may be in it. */

import { classify } from '../path-classes.ts';
import type { GateDecl, LandStep } from '../ir.ts';
import type { Line, Probe, Unit } from '../rows.ts';
import { isOpen, isOver, rowsOf, stepAt, type View } from './view.ts';

export function landingRules(view: View): void {
  tipRules(view);
  if (isOver(view.state)) return;
  const queue = queueOf(view);
  for (const probe of view.probes) probeRules(view, probe, queue);
  const { probes, baseOrder, redUnit } = view.state.landing;
  if (probes.length !== view.probes.length || probes.some((order) => !view.state.probes.has(order))) {
    view.found.add('index', `the prefixes under gate are ${probes.join(', ')}`);
  }
  if (probes.length > view.plan.ir.limits.probes) view.found.add('L5', `${probes.length} prefixes are under gate at once`);
  if (view.state.landing.faults > view.plan.ir.limits.retries + 1) view.found.add('T3', `${view.state.landing.faults} prefixes in a row could not be judged`);
  if (baseOrder !== null && !isOpen(view.state, baseOrder)) view.found.add('B5', `${baseOrder} judges the base, and has ended`);
  if (redUnit !== null && !queue.includes(redUnit)) view.found.add('B3', `${redUnit} is known red, and is not queued`);
  const paths = new Set<string>();
  for (const id of queue) {
    const unit = view.state.units.get(id);
    if (unit === undefined) continue;
    queuedRules(view, unit);
    // L5: what lands first leaves every later patch as it was.
    const own = unit.changes.map(({ path }) => path);
    const clash = own.find((path) => paths.has(path));
    if (clash !== undefined) view.found.add('L5', `${id} is queued behind another that changes ${clash}`);
    for (const path of own) paths.add(path);
  }
}

/** B1: the tip is what landed last; B2: each landing is on record. */
function tipRules({ state, units, found }: View): void {
  const landed = units.filter((unit) => unit.commit !== null);
  const { tip, landed: count } = state.landing;
  if (landed.length !== count) found.add('B2', `${count} units are on the stack, and ${landed.length} have a commit`);
  for (const { id, status } of landed) if (status !== 'landed') found.add('B2', `${id} has a commit and is ${status}`);
  const onStack = landed.every(({ id, commit }) => commit !== null && state.stack.get(commit) === id);
  if (!onStack || state.stack.size !== landed.length) found.add('B2', 'the index of the stack is not what has landed');
  if (count === 0 && tip !== state.run.base) found.add('B1', `nothing has landed, and the tip is ${tip}`);
  if (count > 0 && !landed.some(({ commit }) => commit === tip)) found.add('B1', `the tip ${tip} is nobody's commit`);
  for (const unit of units) {
    if (unit.status !== 'landed' || unit.commit !== null) continue;
    // E3: only a task that said so may land without a change.
    const said = [unit.test, unit.main].some((task) => state.tasks.get(task ?? '')?.spec.mayBeEmpty === true);
    if (!said) found.add('B1', `${unit.id} counts as landed without a commit`);
  }
}

function queueOf({ state }: View): string[] {
  const items: string[] = [];
  let item = state.chains.ends.get('queue')?.first ?? null;
  for (; item !== null && items.length < state.units.size; item = state.chains.queue.get(item)?.after ?? null) items.push(item);
  return items;
}

/** B3: a prefix is what has landed since it was ordered, and then the head of the queue. */
function probeRules({ state, plan, found }: View, probe: Probe, queue: readonly string[]): void {
  const left = probe.units.filter((id) => state.units.get(id)?.status !== 'landed');
  const gone = probe.units.slice(0, probe.units.length - left.length);
  const isHead = left.every((id, index) => queue[index] === id) && gone.every((id) => state.units.get(id)?.status === 'landed');
  if (!isHead || left.length === 0) found.add('B3', `${probe.order} judges ${probe.units.join(', ')}, and the queue is ${queue.join(', ')}`);
  if (probe.units.length > plan.ir.limits.batch) found.add('B3', `${probe.order} judges ${probe.units.length} units at once`);
  if (!isOpen(state, probe.order)) found.add('T4', `${probe.order} judges a prefix, and has ended`);
}

function queuedRules(view: View, unit: Unit): void {
  const { state, found } = view;
  if (unit.changes.length === 0) found.add('E3', `${unit.id} is queued with nothing changed`);
  if (unit.reverts !== null) return;
  const tasks = [unit.test, unit.main].filter((task) => task !== null);
  const lines = tasks.length === 0 ? [unit.line] : tasks.map((task) => state.tasks.get(task)?.frame ?? null);
  for (const [index, id] of lines.entries()) {
    const line = id === null ? undefined : state.lines.get(id);
    const visit = state.visits.get(unit.landVisits[index] ?? '');
    const step = visit === undefined ? null : stepAt(view, visit);
    if (line === undefined || step?.kind !== 'land') found.add('E5', `${unit.id} is queued, and no \`land\` waits for it`);
    else proofRules(view, { unit, line, step, workflow: state.frames.get(visit?.frame ?? '')?.workflow ?? '' });
  }
}

interface Queued {
  readonly unit: Unit;
  readonly line: Line;
  readonly step: LandStep;
  /** The workflow of the step. */
  readonly workflow: string;
}

/** E2: dependencies, and tests that are removed, take a person. */
function hasPerson({ plan }: View, { line }: Queued, isDeps: boolean): boolean {
  const removes = line.changes.some(({ path, to }) => to === null && classify(path, plan.ir.paths).tests);
  if (!removes && !(isDeps && line.changes.length > 0)) return true;
  return line.approvals.some(({ step, workflow, patch }) =>
    patch === line.patch && plan.steps.get(workflow ?? '')?.get(step)?.kind === 'ask');
}

/** E5: live evidence of every gate of the landing, and the approvals that `land` names. */
function proofRules(view: View, queued: Queued): void {
  const { state, plan, found } = view;
  const { unit, line, step } = queued;
  const task = state.tasks.get(state.frames.get(line.id)?.task ?? '');
  const isTests = task !== undefined && unit.test === task.id;
  for (const name of plan.ir.landing) {
    const gate = plan.gates.get(name);
    if (gate === undefined || (task !== undefined && gate.kinds?.includes(task.spec.kind) === false)) continue;
    if (isTests) continue;
    const green = line.evidence.some((item) => item.gate === name && item.outcome === 'green' && item.exit === 0
      && item.patch === line.patch && item.base === line.base);
    if (!green) found.add('E5', `${unit.id} is queued, and ${name} is not green on ${line.patch ?? 'nothing'} and ${line.base}`);
  }
  if (isTests && !line.evidence.some((item) => item.outcome === 'red' && item.exit !== 0 && item.patch === line.patch && plan.gates.get(item.gate)?.role === 'tests')) {
    found.add('T8', `${unit.id} is queued, and its tests were never red`);
  }
  if (!hasPerson(view, queued, task?.spec.kind === 'deps')) found.add('E2', `${unit.id} is queued, and no person approved it`);
  // T8: of tests alone, the control has gone red, or the gate would not be green (E8).
  const isAlone = task?.spec.kind === 'test' && !isTests;
  if (isAlone && !line.evidence.some(({ gate, outcome }) => outcome === 'green' && isControlled(plan.gates.get(gate)))) {
    found.add('T8', `${unit.id} is queued, and no control has gone red`);
  }
  for (const group of step.approvedBy) {
    const given = line.approvals.some(({ step: name, workflow, patch, by }) => group.includes(name) && patch === line.patch
      && workflow === queued.workflow && by.length > 0 && !by.some((who) => line.authors.includes(who)));
    if (!given) found.add('E5', `${unit.id} is queued, and nobody but its authors approved it in ${group.join(' or ')}`);
  }
}

function isControlled(gate: GateDecl | undefined): boolean {
  return gate !== undefined && (gate.control ?? gate.role === 'tests');
}

/** How many published changes and open questions wait for people (R3). */
export function decisionsOpen(view: Pick<View, 'state'>): number {
  const open = rowsOf(view.state.questions).filter(({ status }) => status === 'open').length;
  const raise = view.state.run.halt?.asks === 'budget' ? 1 : 0;
  const reverts = rowsOf(view.state.units).filter(({ reverts: of, status }) => of !== null && status === 'halted').length;
  return open + raise + reverts + view.state.run.publications.filter((item) => item.open).length;
}

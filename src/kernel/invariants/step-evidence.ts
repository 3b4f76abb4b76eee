/** E1, E3, E5–E8, B4 as evidence, approvals and patches come and go. */

import type { EventOf } from '../event.ts';
import type { Change, GatesFact } from '../facts.ts';
import type { GateDecl, TaskKind } from '../ir.ts';
import { needsControl } from '../plan.ts';
import type { Line } from '../rows.ts';
import type { State } from '../state.ts';
import { barred, recordOf } from './lines.ts';
import type { Happening } from './transition.ts';
import { stepAt } from './view.ts';

export function evidenceSteps(happening: Happening): void {
  const { event } = happening;
  if (event.type === 'EvidenceTaken') evidence({ ...happening, event });
  if (event.type === 'VisitEnded') green({ ...happening, event });
  if (event.type === 'VisitEnded') compared({ ...happening, event });
  if (event.type === 'ApprovalGiven') approval({ ...happening, event });
  if (event.type === 'PatchTaken') taken({ ...happening, event });
  if (event.type === 'Measured') measured({ ...happening, event });
  if (event.type === 'PatchHeld') held({ ...happening, event });
  if (event.type === 'LineRebased') rebased({ ...happening, event });
  if (event === happening.events[0]) handedOver(happening);
}

/** The gates that were ordered, and the tests that must be among those that passed. */
interface Asked {
  readonly names: readonly string[];
  readonly expects: readonly string[];
  /** The line that was judged, with all its evidence. */
  readonly line?: Line;
  readonly kind?: TaskKind;
}

/** The rule by which a report is not green: a gate said otherwise, or could not; or a test is missing. */
export function whyNotGreen(now: State, fact: GatesFact, asked: Asked): 'E1' | 'E8' | null {
  const { names } = asked;
  const passed = fact.gates.length === names.length && fact.gates.every((item, index) => item.gate === names[index] && item.exit === 0);
  if (!passed) return 'E1';
  const controlled = fact.gates.every((item) => {
    const gate = now.plan?.gates.get(item.gate);
    return gate !== undefined && (!needsControl(gate) || item.control === 'red');
  });
  return controlled && !lacks(now, fact, asked) ? null : 'E8';
}

/** E8: whether a test that must pass failed, or was named by no gate of the candidate. */
function lacks(now: State, fact: GatesFact, { expects, line, kind }: Asked): boolean {
  const named = fact.gates.flatMap(({ tests }) => tests ?? []);
  const live = line?.evidence.filter((item) => item.base === line.base && item.patch === line.patch) ?? [];
  const others = live.filter(({ gate }) => !fact.gates.some((item) => item.gate === gate)).flatMap(({ tests }) => tests ?? []);
  if (fact.gates.every(({ gate, tests }) => tests === undefined && now.plan?.gates.get(gate)?.role !== 'tests')) return false;
  if (named.length + others.length === 0) return false;
  if (expects.some((id) => named.some(({ failed }) => failed.includes(id)))) return true;
  const isWhole = line === undefined || (now.plan?.landing ?? []).every(({ name, role, kinds }) =>
    role !== 'tests' || (kind !== undefined && kinds?.includes(kind) === false) || live.some(({ gate }) => gate === name));
  return isWhole && expects.some((id) => ![...named, ...others].some(({ passed }) => passed.includes(id)));
}

function evidence({ now, event, command, found }: Happening<EventOf<'EvidenceTaken'>>): void {
  const line = now.lines.get(event.line);
  const fact = command.type === 'report' && command.result.type === 'gates' ? command.result : null;
  if (fact === null || line === undefined) return found.add('E7', `evidence is taken on ${event.line}, and no gate was run`);
  if (fact.base !== line.base || fact.patch !== line.patch) found.add('E1', `evidence of ${fact.patch ?? 'no patch'} is taken on ${line.patch ?? 'none'}`);
  if (line.candidate !== null && line.candidate !== fact.candidate) found.add('E1', `evidence of ${fact.candidate} is taken on ${line.candidate}`);
  for (const item of event.evidence) {
    const run = fact.gates.find(({ gate }) => gate === item.gate);
    const gate = now.plan?.gates.get(item.gate);
    if (gate !== undefined && isElsewhere(now, fact, gate)) found.add('E1', `${item.gate} was run in another sandbox than was demanded`);
    if (item.outcome !== 'green') continue;
    if (run?.exit !== 0) found.add('E1', `${item.gate} counts as green with exit code ${run?.exit ?? 'none'}`);
    if (gate !== undefined && needsControl(gate) && run?.control !== 'red') found.add('E8', `${item.gate} counts as green, and cannot be red`);
  }
}

/** E1: a number is of the patch and base that are there, from the sandbox that was demanded. */
function measured({ now, event, command, found }: Happening<EventOf<'Measured'>>): void {
  const line = now.lines.get(event.line);
  const fact = command.type === 'report' && command.result.type === 'measured' ? command.result : null;
  if (fact === null || line === undefined) return found.add('E7', `${event.line} is measured, and nothing was run`);
  if (fact.base !== line.base || fact.patch !== line.patch || !fact.values.includes(event.value) && fact.values.length % 2 === 1 || fact.exit !== 0) {
    found.add('E1', `${event.line} is measured by a report of something else`);
  }
  const { plan } = now;
  const visit = now.visits.get(now.orders.get(command.type === 'report' ? command.order : '')?.visit ?? '');
  const step = plan === null || visit === undefined ? null : stepAt({ state: now, plan }, visit);
  const gate = plan?.gates.get(step?.kind === 'measure' ? step.gate : '');
  const demanded = gate?.sandbox ?? plan?.ir.sandboxes[0]?.name;
  if (demanded !== undefined && fact.sandbox !== demanded) found.add('E1', `${event.line} is measured in another sandbox than was demanded`);
}

/** E7: a step that measures ends as its numbers say, and not as anybody wishes. */
function compared({ now, event, command, found }: Happening<EventOf<'VisitEnded'>>): void {
  const visit = now.visits.get(event.visit);
  const step = now.plan === null || visit === undefined ? null : stepAt({ state: now, plan: now.plan }, visit);
  if (step?.kind !== 'measure' || command.type !== 'report' || command.result.type !== 'measured') return;
  const { better, target, repeat = 5 } = step;
  const { values, baseValues, exit } = command.result;
  const said = event.outcome;
  const isRead = exit === 0 && values.length === repeat && [...values, ...baseValues].every(Number.isFinite);
  // A report of other work is the infrastructure's fault, and the last of them ends the step (T3).
  if (said === 'fault') return undefined;
  if (!isRead && said !== 'fail' && said !== 'limit') return found.add('E7', `${event.visit} ended ${said}, and its runs yielded no numbers`);
  const sign = better === 'higher' ? 1 : -1;
  const best = values.reduce((most, one) => Math.max(most, sign * one), -Infinity);
  if (said === 'reached' && (target === undefined || best < sign * target)) found.add('E7', `${event.visit} reached its target, and no run did`);
  const gains = values.map((one, at) => sign * (one - (baseValues[at] ?? one)));
  if (said === 'better' && !gains.some((gain) => gain > 0)) found.add('E7', `${event.visit} is better, and no run was`);
  if (said === 'worse' && !gains.some((gain) => gain < 0)) found.add('E7', `${event.visit} is worse, and no run was`);
  const isApart = gains.every((gain) => gain === gains[0]) && gains[0] !== 0 && baseValues.length > 0;
  if (said === 'same' && isApart) found.add('E7', `${event.visit} is the same, and every pair of runs differs by as much`);
}

/** E1: whether a gate ran in another sandbox than its own, or than the plan's first. */
export function isElsewhere(now: State, fact: GatesFact, { name, sandbox }: GateDecl): boolean {
  const demanded = sandbox ?? now.plan?.ir.sandboxes[0]?.name;
  const run = fact.gates.find(({ gate }) => gate === name);
  return run !== undefined && demanded !== undefined && (run.sandbox ?? fact.sandbox) !== demanded;
}

/** E1, E3, E8, T8: what a gate's green rests on. */
function green({ now, event, command, found }: Happening<EventOf<'VisitEnded'>>): void {
  const visit = now.visits.get(event.visit);
  const frame = now.frames.get(visit?.frame ?? '');
  const step = now.plan?.steps.get(frame?.workflow ?? '')?.get(visit?.step ?? '');
  const line = now.lines.get(frame?.line ?? '');
  if (step?.kind !== 'gate' || event.outcome !== 'green' || line === undefined) return;
  const fact = command.type === 'report' && command.result.type === 'gates' ? command.result : null;
  const task = now.tasks.get(frame?.task ?? '');
  const asked = { names: step.gates, expects: expectedOf(now, frame?.task ?? null, line), line, ...(task === undefined ? {} : { kind: task.spec.kind }) };
  const rule = fact === null ? 'E1' : whyNotGreen(now, fact, asked);
  if (rule !== null) found.add(rule, `${event.visit} is green, and its gates were not`);
  if (task !== undefined && line.changes.length === 0 && task.spec.mayBeEmpty !== true) found.add('E3', `${event.visit} is green on nothing`);
}

function expectedOf(now: State, id: string | null, { base }: Line): readonly string[] {
  const task = now.tasks.get(id ?? '');
  const isOfTip = base === now.landing.tip && now.plan?.landing.some(({ role, kinds }) => role === 'tests' && kinds?.includes('refactor') === false) === false;
  if (task?.spec.kind === 'refactor') return isOfTip ? now.landing.tests ?? [] : [];
  return task?.spec.kind === 'code' ? now.units.get(task.unit)?.held?.expects ?? [] : [];
}

/** E5, E7: an approval is of the very patch, by who was asked and has not written it. */
function approval({ now, event, command, found }: Happening<EventOf<'ApprovalGiven'>>): void {
  const line = now.lines.get(event.line);
  const { step: name, patch, by } = event.approval;
  if (line === undefined || line.patch !== patch) return found.add('E6', `${patch} is approved, and ${line?.patch ?? 'nothing'} is there`);
  if (by.length === 0 || by.some((who) => line.authors.includes(who))) found.add('E5', `${patch} is approved by ${by.join(', ')}, of its authors`);
  if (command.type === 'answer') {
    const question = now.questions.get(command.question);
    if (question?.answer?.shows !== patch) found.add('E6', `${patch} is approved, and ${question?.answer?.shows ?? 'nothing'} was shown`);
    return;
  }
  const order = command.type === 'report' ? now.orders.get(command.order) : undefined;
  const visit = now.visits.get(order?.visit ?? '');
  const step = now.plan?.steps.get(now.frames.get(visit?.frame ?? '')?.workflow ?? '')?.get(name);
  const said = command.type === 'report' && command.result.type === 'ended' ? command.result.word : '';
  const approves = step?.kind === 'agent' && step.approves === said;
  if (!approves || visit?.step !== name) found.add('E5', `${patch} is approved in ${name}, where nobody said so`);
  const replies = visit?.replies ?? [];
  const split = step?.kind === 'agent' && step.panel === true && replies.some(({ word }) => word !== step.approves);
  if (split) found.add('E5', `${patch} is approved by a panel that is split`);
}

type Taking = Pick<Happening<EventOf<'PatchTaken'>>, 'now' | 'event' | 'command' | 'found'>;

/** E6: only a change of the patch voids what was approved. B4: the older one is kept. */
function taken({ now, event, command, found }: Taking): void {
  const line = now.lines.get(event.line);
  const order = command.type === 'report' ? now.orders.get(command.order) : undefined;
  const frame = now.frames.get(now.visits.get(order?.visit ?? '')?.frame ?? '');
  if (line === undefined || frame?.line !== event.line) found.add('L2', `a patch is taken on ${event.line}, which nobody works on`);
  const said = command.type === 'report' && 'patch' in command.result && typeof command.result.patch === 'object' ? command.result.patch : null;
  if (said?.patch !== event.patch) found.add('E2', `${event.patch} is taken, and was not observed`);
  ownPaths({ now, event, command, found }, { visit: order?.visit ?? '', line });
  if (event.authors.length === 0) found.add('E5', `${event.patch} is taken without an author`);
  const kept = line?.patch === null || line === undefined ? [] : line.authors;
  const fresh = startsAfresh(now, order?.visit ?? null);
  if (!fresh && kept.some((who) => !event.authors.includes(who))) found.add('E5', `${event.patch} forgets authors: ${kept.join(', ')}`);
}

/** E2: a step with paths of its own has changed nothing else, and leaves what was there before it. */
function ownPaths({ now, event, found }: Taking, at: { visit: string; line: Line | undefined }): void {
  const visit = now.visits.get(at.visit);
  const step = now.plan?.steps.get(now.frames.get(visit?.frame ?? '')?.workflow ?? '')?.get(visit?.step ?? '');
  if (now.plan === null || (step?.kind !== 'agent' && step?.kind !== 'run')) return;
  if (step.writes === undefined || step.writes === 'task.writes') return;
  const before = step.fresh === true ? [] : at.line?.changes ?? [];
  const differs = (one: readonly Change[], other: readonly Change[]): readonly Change[] =>
    one.filter(({ path, to }) => !other.some((item) => item.path === path && item.to === to));
  for (const change of [...differs(event.changes, before), ...differs(before, event.changes)]) {
    const why = barred({ plan: now.plan }, { kind: step.writesKind ?? null, writes: step.writes }, change);
    if (why !== null) found.add('E2', `${event.patch} changes ${change.path} in ${step.name}: ${why}`);
  }
}

function startsAfresh(now: State, id: string | null): boolean {
  const visit = now.visits.get(id ?? '');
  const step = now.plan?.steps.get(now.frames.get(visit?.frame ?? '')?.workflow ?? '')?.get(visit?.step ?? '');
  return (step?.kind === 'agent' || step?.kind === 'run') && step.fresh === true;
}

/** T8, E5: tests are held with their own gates green, and proved red. */
function held({ now, event, found }: Happening<EventOf<'PatchHeld'>>): void {
  const line = now.lines.get(now.frames.get(now.visits.get(event.visit)?.frame ?? '')?.line ?? '');
  const evidence = line?.evidence.filter(({ patch }) => patch === event.patch) ?? [];
  if (line?.patch !== event.patch) found.add('T8', `${event.unit} holds ${event.patch}, and ${line?.patch ?? 'nothing'} is there`);
  for (const name of now.plan?.ir.landing ?? []) {
    const gate = now.plan?.gates.get(name);
    if (gate === undefined || gate.role === 'tests' || gate.kinds?.includes('test') === false) continue;
    const green = evidence.some((item) => item.gate === name && item.outcome === 'green' && item.base === line?.base);
    if (!green) found.add('E5', `${event.unit} holds tests on which ${name} is not green`);
  }
  const red = evidence.filter(({ gate, outcome, exit }) => outcome === 'red' && exit !== 0 && now.plan?.gates.get(gate)?.role === 'tests');
  if (red.length === 0) found.add('T8', `${event.unit} holds tests that were never red`);
  const { redBase } = now.landing;
  if (redBase === null || redBase.tip !== line?.base) return;
  const known = redBase.gates.flatMap(({ failed }) => failed ?? []);
  const asBefore = red.every(({ gate }) => redBase.gates.find((item) => item.gate === gate)?.outcome !== 'green')
    && event.expects.every((id) => known.includes(id));
  if (asBefore) found.add('T8', `${event.unit} holds tests that are red as the base is, and not for want of code`);
}

/** T3: a line is put on the tip, and on nothing else. */
function rebased({ now, event, found }: Happening<EventOf<'LineRebased'>>): void {
  const line: Line | undefined = now.lines.get(event.line);
  if (event.base.split('+')[0] !== now.landing.tip) found.add('T2', `${event.line} is put on ${event.base}, and the tip is ${now.landing.tip}`);
  const status = line === undefined || line.patch === null ? 'landed' : now.patches.get(`${line.patch} ${line.id}`)?.status;
  if (!event.keeps && status === 'live') found.add('B4', `${line?.patch ?? ''} is dropped from ${event.line}, and is kept nowhere`);
}

/** B4: a patch that a live report brought is on some record afterwards. */
function handedOver({ before, command, events, found }: Happening): void {
  if (command.type !== 'report' || !('patch' in command.result) || typeof command.result.patch !== 'object') return;
  const { patch, changes = [] } = command.result.patch ?? {};
  const lease = before.leases.get(command.order);
  if (patch === undefined || lease?.epoch !== command.epoch || lease.hand !== command.hand) return;
  const work = before.orders.get(command.order)?.kind;
  if (work !== 'run' && work !== 'agent') return;
  const line = before.frames.get(before.visits.get(before.orders.get(command.order)?.visit ?? '')?.frame ?? '')?.line ?? '';
  const known = recordOf(before, line, patch) !== undefined || events.some((event) => 'patch' in event && event.patch === patch);
  // Of a patch without a change there is nothing to lose.
  if (!known && changes.length > 0) found.add('B4', `${patch} was reported for ${command.order}, and is on no record`);
}

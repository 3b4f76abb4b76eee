/**
 * What a hand of the simulation reports for an order: mostly what an honest one would, often an
 * honest failure, and lies when it is told to lie.
 *
 * It is made up when the lease is granted, from the state as it then was, as a real hand has only
 * its order's sheet: by the time that it is reported, the world may have moved on.
 */

import { describeOrder, type OrderSheet } from '../../src/kernel/describe-order.ts';
import type { GatesFact, ReportResult } from '../../src/kernel/facts.ts';
import type { TaskKind, TaskSpec } from '../../src/kernel/ir.ts';
import { outcomesOf } from '../../src/kernel/outcomes.ts';
import type { State } from '../../src/kernel/state.ts';
import { type Script, standIn } from '../../src/hands/stand-in.ts';
import type { Choices } from './choices.ts';
import { randomTasks } from './random-tasks.ts';

export interface Performing {
  readonly choices: Choices;
  readonly state: State;
  readonly order: string;
  /** A number that no other performance in this world has. */
  readonly count: number;
}

export function perform(performing: Performing): ReportResult {
  const { state, order } = performing;
  const sheet = describeOrder(state, order);
  const result = standIn(state, order, scriptOf(performing, sheet));
  if (result.type === 'gates') return withTests(performing, sheet, result);
  if (result.type === 'ended') return withFollowUps(performing, sheet, onBase(performing, sheet, result));
  return result;
}

/** The old side of each change as it is on the base, as far as it is known; else the brain finds a conflict. */
function onBase({ state, choices }: Performing, sheet: OrderSheet, result: Ended): Ended {
  const { patch, ...rest } = result;
  if (sheet.task?.mayBeEmpty === true && choices.chance(60)) return rest;
  if (patch === undefined || sheet.base.split('+')[0] !== state.landing.tip) return result;
  const before = new Map(sheet.changes.map(({ path, from }) => [path, from]));
  const changes = patch.changes.map((change) => ({
    ...change, from: before.has(change.path) ? before.get(change.path) ?? null : state.files.get(change.path)?.blob ?? null,
  }));
  return { ...result, patch: { ...patch, changes } };
}

function scriptOf(performing: Performing, sheet: OrderSheet): Script {
  const { choices, count } = performing;
  const version = choices.chance(5) ? { version: 'the same again' } : {};
  const kept = choices.chance(40) ? { session: `session ${count}` } : {};
  const said = { ...kept, text: `said ${choices.below(3)}${choices.isCalm ? ` ${count}` : ''}`, ...version };
  const { kind } = sheet.order;
  if (kind === 'gate' || kind === 'probe' || kind === 'base') {
    return choices.chance(kind === 'base' ? 5 : 18) ? { word: 'red', text: `red ${choices.below(4)}` } : {};
  }
  if (kind === 'measure') return { text: String(choices.pick([3, 1, 2])), word: choices.pick(['better', 'same', 'worse']) };
  if (kind === 'publish') return choices.chance(20) ? { word: 'fail' } : {};
  const word = choices.chance(20) ? wordOf(choices, sheet) : sheet.writes !== null && choices.chance(4) ? 'dispute' : undefined;
  return { ...said, ...(word === undefined ? {} : { word }), ...tasksFor(performing, sheet) };
}

/** Any word that the step knows, good or bad. */
function wordOf(choices: Choices, { step, order }: OrderSheet): string {
  if (step === null) return 'ok';
  if (order.kind === 'poll' && choices.chance(60)) return 'pending';
  return choices.pick([...outcomesOf(step).map(({ word }) => word), 'fail']);
}

function tasksFor({ choices, state, count }: Performing, { step }: OrderSheet): { tasks?: readonly TaskSpec[] } {
  if (step?.kind !== 'agent' || step.returns !== 'tasks') return {};
  const kinds = growKinds(state, step.name);
  return { tasks: randomTasks({ choices, prefix: `t${count}x`, kinds, most: choices.pick([3, 2, 6]), landed: landed(state) }) };
}

function growKinds(state: State, source: string): readonly TaskKind[] {
  const steps = state.plan?.ir.workflows.flatMap((workflow) => workflow.steps) ?? [];
  return steps.flatMap((step) => (step.kind === 'grow' && step.tasks === source ? step.workflows.map((item) => item.kind) : []));
}

function landed(state: State): readonly string[] {
  return state.tasks.keys().filter((id) => state.units.get(state.tasks.get(id)?.unit ?? '')?.status === 'landed');
}

type Ended = Extract<ReportResult, { readonly type: 'ended' }>;

function withFollowUps({ choices, state, count }: Performing, sheet: OrderSheet, result: Ended): Ended {
  const { task } = sheet;
  if (task === null || sheet.writes === null || result.word !== 'ok' || !choices.chance(15)) return result;
  const within = { kind: task.kind, writes: choices.chance(85) ? task.writes : ['src/elsewhere.ts'] };
  const followUps = randomTasks({ choices, prefix: `f${count}x`, kinds: [task.kind], most: 2, landed: landed(state), within });
  return { ...result, followUps, ...(choices.chance(70) ? { waits: true } : {}) };
}

/** Names the tests that ran, as a gate with a known runner would. All units' tests are known by name. */
function withTests({ choices, state }: Performing, sheet: OrderSheet, result: GatesFact): GatesFact {
  if (choices.below(2) === 0 && !choices.isCalm) return result;
  const own = sheet.task === null ? null : state.tasks.get(sheet.task.id)?.unit ?? null;
  const all = ['old test', ...state.units.keys().map((unit) => `test of ${unit}`)];
  const gates = result.gates.map((gate) => {
    if (state.plan?.gates.get(gate.gate)?.role !== 'tests') return gate;
    const failed = gate.exit === 0 ? [] : [`test of ${own ?? 'nobody'}`];
    return { ...gate, tests: { passed: all.filter((name) => !failed.includes(name)), failed }, log: `log ${choices.below(2)}` };
  });
  return { ...result, gates };
}

/**
 * T4, T6: every way on that a halt names leads on, in every situation that the scenarios know.
 *
 * A way reads `ACT, then ACT: why`. The acts are given to the brain in this order, right after the
 * halt; each must be taken, and a way on from a halt of the run must leave it not halted.
 */

import assert from 'node:assert/strict';
import { basename } from 'node:path';
import { test } from 'node:test';
import { runScenarioFile } from '../../src/compose/scenario-file.ts';
import type { Command } from '../../src/kernel/command.ts';
import { decide } from '../../src/kernel/decide.ts';
import { evolve } from '../../src/kernel/evolve.ts';
import { violations } from '../../src/kernel/invariants.ts';
import { isRefusal } from '../../src/kernel/refusal.ts';
import { forkState, type State } from '../../src/kernel/state.ts';
import { scenarioFiles } from './scenario-files.ts';

type Plain<C = Command> = C extends Command ? Omit<C, 'id' | 'at'> : never;

interface Halted {
  readonly ways: readonly string[];
  readonly isRun: boolean;
  readonly state: State;
}

const none = { leases: null, usdMicros: null, tokens: null };
const raised = { usdMicros: 1_000_000_000, tokens: 1_000_000_000, timeMs: 1_000_000_000 };

let drives = 0;

for (const file of scenarioFiles()) {
  test(`ways on in ${basename(file)}`, () => {
    const found: string[] = [];
    for (const halted of haltsOf(file)) {
      for (const way of halted.ways) found.push(...drive(halted, way).map((fault) => `${way}: ${fault}`));
    }
    assert.deepEqual(found, []);
  });
}

test('ways on are named, and driven', () => assert.ok(drives > 50, `${drives}`));

function haltsOf(file: string): readonly Halted[] {
  const found: Halted[] = [];
  runScenarioFile(file, ({ decision, after }) => {
    for (const event of isRefusal(decision) ? [] : decision) {
      if (event.type !== 'RunHalted' && event.type !== 'FrameHalted') continue;
      // Of the run's own frame the run says the ways.
      if (event.type === 'FrameHalted' && event.frame === '@') continue;
      found.push({ ways: event.ways, isRun: event.type === 'RunHalted', state: forkState(after) });
    }
    return [];
  });
  return found;
}

function drive({ isRun, state: at }: Halted, way: string): readonly string[] {
  if (way.startsWith('none is needed')) return [];
  drives += 1;
  let state = forkState(at);
  const acts = (way.split(': ')[0] ?? '').split(', then ');
  for (const [index, act] of acts.entries()) {
    for (const plain of commandsOf(state, act)) {
      const decision = decide(state, { ...plain, id: `way ${index}`, at: state.run.clock });
      if (isRefusal(decision)) return [`${act} is refused: ${decision.message}`];
      if (decision.length === 0) return [`${act} changes nothing`];
      state = decision.reduce(evolve, forkState(state));
      const broken = violations(state).map(({ rule, message }) => `${rule}: ${message}`);
      if (broken.length > 0) return broken;
    }
  }
  return isRun && state.run.status === 'halted' ? [`the run has halted again: ${state.run.halt?.reason ?? ''}`] : [];
}

/** What a person, or somebody outside, does then. */
function commandsOf(state: State, act: string): readonly Plain[] {
  const person = state.plan?.ir.people.find(({ may }) => may.includes('answer'))?.name ?? 'ada';
  const [verb = '', task = null] = act.split(' ');
  switch (act) {
    case 'put the ref back': case 'see to what runs the gates': return [];
    case 'have the ceiling raised': return [{ type: 'ceiling', ...none }];
    case 'settle them': return owed(state);
    case 'raise': return [{ type: 'raise', person, ...raised }];
    case 'retry (if the run has halted)':
      return state.run.status === 'halted' ? [{ type: 'retry', person, task: null, text: '' }] : [];
    default:
  }
  switch (verb) {
    case 'retry': return [{ type: 'retry', person, task, text: '' }];
    case 'edit': return [{ type: 'edit', person, task: task ?? '', spec: 'another spec' }];
    case 'drop': return [{ type: 'drop', person, task: task ?? '', text: '' }];
    case 'resume': return [{ type: 'resume', person }];
    case 'abort': return [{ type: 'abort', person }];
    default: throw new Error(`Cannot take the way on «${act}»: it is no command`);
  }
}

function owed(state: State): readonly Plain[] {
  return [...state.bills.entries()].filter(([, { status }]) => status === 'owed').map(([key]): Plain => {
    const at = key.lastIndexOf('#');
    return { type: 'settle', order: key.slice(0, at), epoch: Number(key.slice(at + 1)), cost: { usdMicros: 0, tokens: 0 } };
  });
}

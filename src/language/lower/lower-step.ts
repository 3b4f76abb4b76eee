/** `step write { … }`: its kind, what every step may have, and its wires. One file for each family of kinds below. */
import type { Step, Wire } from '../../kernel/ir.ts';
import { lostWire } from '../syntax/lost-words.ts';
import type { Clause } from '../syntax/tree.ts';
import type { BlockReader } from './block-reader.ts';
import { lowerAgentStep } from './lower-agent-step.ts';
import { lowerCall } from './lower-call.ts';
import { lowerRun, lowerWait } from './lower-command-steps.ts';
import { lowerGateStep, lowerMeasure } from './lower-gate-steps.ts';
import { lowerGrow } from './lower-grow.ts';
import { lowerLand, lowerPublish } from './lower-land.ts';
import { lowerAsk, lowerTalk } from './lower-people-steps.ts';
import { kindLost } from './losses.ts';
import { given } from './lowering.ts';
import { kindOf } from './step-properties.ts';
import type { StepWord } from './step-properties.ts';

/** A step under lowering: what all kinds share is lowered already. */
export interface StepReader {
  readonly read: BlockReader;
  /** The clause that says the step's kind. */
  readonly clause: Clause;
  readonly common: Common;
}

export interface Common {
  readonly name: string;
  readonly wires: readonly Wire[];
  readonly max?: number;
  readonly timeoutMs?: number;
}

/** A step whose kind cannot be read asks nothing of nobody, so that wires to it still lead somewhere. */
export function lowerStep(read: BlockReader, name: string): Step {
  const common: Common = {
    name,
    wires: wiresOf(read),
    ...given('max', read.number('max', 'count')),
    ...given('timeoutMs', read.number('timeout', 'time', 'timeoutMs')),
  };
  const kind = kindOf(read, name);
  if (kind === null) {
    read.site.lowering.losses.add(read.path, [kindLost]);
    return { kind: 'ask', ...common, question: '' };
  }
  return lowerers[kind.word]({ read, clause: kind.clause, common });
}

const lowerers: Readonly<Record<StepWord, (step: StepReader) => Step>> = {
  run: lowerRun,
  agent: lowerAgentStep,
  panel: lowerAgentStep,
  learn: lowerAgentStep,
  gate: lowerGateStep,
  measure: lowerMeasure,
  ask: lowerAsk,
  talk: lowerTalk,
  grow: lowerGrow,
  call: lowerCall,
  land: lowerLand,
  publish: lowerPublish,
  wait: lowerWait,
};

/** Wires of one step: as many as the schema of a plan takes. */
const maxWires = 64;

function wiresOf(read: BlockReader): readonly Wire[] {
  const wires: Wire[] = [];
  for (const entry of read.block.entries) {
    if (entry.kind !== 'wire') continue;
    if (wires.length === maxWires) {
      const message = 'the step has more wires than are taken, from here on';
      read.site.lowering.losses.add(read.path, [lostWire]);
      read.say('too-many', entry.span, { message, hint: `at most ${maxWires}` });
      break;
    }
    const property = `wires/${wires.length}`;
    read.place(property, entry.span);
    read.place(`${property}/on`, entry.on.span);
    read.place(`${property}/to`, entry.to.span);
    if (entry.as !== null) read.place(`${property}/as`, entry.as.span);
    wires.push({ on: entry.on.text, to: entry.to.text, ...given('as', entry.as?.text) });
  }
  return wires;
}

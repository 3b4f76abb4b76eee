/**
 * Gates on a line's candidate: each on a clean checkout of exactly it, read-only, without a network;
 * cheap first, up to the first that is not green (E1). Where a green must be able to be red, the
 * same gate is run once more with a failing control in the candidate (E8).
 */

import type { Distilled, GateFact, GatesFact, ReportResult } from '../kernel/facts.ts';
import type { GateDecl } from '../kernel/ir.ts';
import { needsControl } from '../kernel/plan.ts';
import { usualWallMs } from '../ports/boxes.ts';
import { controlTrees } from './control.ts';
import { distilled } from './distilled.ts';
import { gateTests, reportsOf } from './gate-tests.ts';
import { boxId, type Work } from './hand-parts.ts';
import type { KeptOutput } from './kept-output.ts';
import { lineTrees } from './line-trees.ts';
import { lockedBy } from './locked-by.ts';
import { sandboxOfGate, servicesNamed } from './plan-parts.ts';
import type { TestFailure } from './results/test-results.ts';
import { type Ended, howItEnded, runBox } from './run-box.ts';
import { endOf, TimeUp } from './time-up.ts';

/** The name of the sandbox where none is declared. */
export const usualSandbox = 'default';

export async function performGates(work: Work): Promise<ReportResult> {
  const { base, patch, candidate } = work.sheet;
  const trees = await lineTrees(work.parts.repo, work.sheet);
  if (candidate !== null && candidate !== trees.candidate) throw new Error(`the candidate is ${trees.candidate} by its changes, and ${candidate} by the journal`);
  return { ...await gatesOn(work, trees.candidate, trees.base), base, patch };
}

type Judged = Omit<GatesFact, 'base' | 'patch'>;

/** All gates that were ordered, on one tree; `like` is one that differs in little, and was checked out before. */
export async function gatesOn(work: Work, tree: string, like: string): Promise<Judged> {
  const facts: GateFact[] = [];
  const until = endOf(work, work.sheet.step?.timeoutMs);
  let failure: Distilled | undefined;
  for (const name of work.sheet.gates) {
    const gate = gateNamed(work, name);
    const { fact, failed } = await judge(work, gate, { tree, like, until });
    facts.push(fact);
    failure ??= failed;
    // What stays green under its control is not green, but it is no reason to leave out the others either.
    if (fact.exit !== 0) break;
  }
  return { type: 'gates', candidate: tree, sandbox: work.sheet.sandboxes[0] ?? usualSandbox, gates: facts, ...(failure === undefined ? {} : { failure }) };
}

export function gateNamed({ ir }: Work, name: string): GateDecl {
  const gate = ir.gates.find((one) => one.name === name);
  if (gate === undefined) throw new Error(`the plan has no gate ${name}`);
  return gate;
}

interface JudgedGate {
  readonly fact: GateFact;
  /** Why it is not green. */
  readonly failed?: Distilled;
}

async function judge(work: Work, gate: GateDecl, { tree, like, until }: Omit<TimedRun, 'part'>): Promise<JudgedGate> {
  const ended = await runTimed(work, gate, { tree, like, until, part: gate.name });
  const { tests, failures, notes } = gateTests(gate, ended, await reportsIn(work, gate, tree));
  const log = await work.parts.blobs.put(logOf(ended, notes));
  const sandbox = sandboxOfGate(work.ir, gate)?.name;
  const fact = { gate: gate.name, exit: exitOf(ended), log, ...(tests === undefined ? {} : { tests }), ...(sandbox === undefined || sandbox === work.sheet.sandboxes[0] ? {} : { sandbox }) };
  if (fact.exit === null) return { fact };
  if (fact.exit !== 0) return { fact, failed: failureOf(gate, ended, { exit: fact.exit, failures }) };
  return needsControl(gate) ? underControl(work, gate, { tree, fact, until }) : { fact };
}

/** Reports that the candidate itself holds. */
async function reportsIn({ parts }: Work, { reports = [] }: GateDecl, tree: string): Promise<ReadonlySet<string>> {
  if (reports.length === 0) return new Set();
  const paths = new Set((await parts.repo.entries(tree)).map(({ path }) => path));
  return new Set(reports.filter((path) => paths.has(path)));
}

interface Green {
  readonly tree: string;
  readonly fact: GateFact;
  readonly until: number;
}

/** E8: with something in it that must fail, the same gate has to be red. */
async function underControl(work: Work, gate: GateDecl, { tree, fact, until }: Green): Promise<JudgedGate> {
  const trees = await controlTrees(work, tree);
  if (trees.length === 0) return { fact, failed: told(gate, 'no file of tests was found in which a failing control can be planted (E8): say in `tests` which they are, or `control off` of a gate that runs none') };
  for (const [at, planted] of trees.entries()) {
    const exit = exitUnderControl(await runTimed(work, gate, { tree: planted, like: tree, until, part: `${gate.name}-control${at}` }));
    if (exit === null) return { fact: { ...fact, exit: null } };
    if (exit === 0) return { fact: { ...fact, control: 'green' }, failed: told(gate, 'it stays green with a test in it that must fail (E8): it asserts nothing') };
  }
  return { fact: { ...fact, control: 'red' } };
}

function told(gate: GateDecl, why: string): Distilled {
  const text = `gate ${gate.name}: ${why}`;
  return { signature: text, text };
}

export interface GateRun {
  readonly tree: string;
  readonly like: string;
  /** Tells the boxes of one order apart. */
  readonly part: string;
}

interface TimedRun extends GateRun {
  /** When the time of the whole order is up. */
  readonly until: number;
}

/** What a run had no time for is not red: nobody knows what it would have been (E1). */
async function runTimed(work: Work, gate: GateDecl, { until, ...run }: TimedRun): Promise<Ended> {
  const left = until - work.parts.clock.now();
  if (left <= 0) throw new TimeUp();
  const isCut = left < (gate.timeoutMs ?? usualWallMs);
  const ended = await runGate(work, isCut ? { ...gate, timeoutMs: left } : gate, run);
  if (isCut && ended.outcome.kind === 'timeout') throw new TimeUp();
  return ended;
}

/** Read-only; where it leaves reports, or has to write, what it writes lies in a layer that is thrown away with the run. */
export async function runGate(work: Work, gate: GateDecl, { tree, like, part }: GateRun): Promise<Ended> {
  const { checkouts, boxes } = work.parts;
  const id = boxId(work, part);
  const returns = reportsOf(gate);
  const place = returns.length === 0 && gate.writes === undefined ? null : await boxes.place(id);
  try {
    const checkout = await checkouts.checkout(tree, { like });
    try {
      return await runBox(work, {
        id, sandbox: sandboxOfGate(work.ir, gate), command: ['sh', '-c', gate.command],
        workspace: { base: checkout.directory, layer: place?.layer ?? null }, inputs: [], env: { ESPALIER_GATE: gate.name, CI: 'true' },
        services: servicesNamed(work.ir, gate.services ?? []), wallMs: gate.timeoutMs ?? null, returns, locked: lockedBy(work),
        ...(gate.git === undefined ? {} : { git: gate.git }),
      });
    } finally {
      await checkout.release();
    }
  } finally {
    await place?.remove();
  }
}

/** What a shell says of a command that could not be begun, and of one that a signal ended. */
const notBegun = 125;
const killed = 137;

/** `null`: it yielded none, so that nothing is known of the candidate (E1). */
type HowItEnded = Pick<Ended, 'outcome'>;

function exitOf({ outcome }: HowItEnded): number | null {
  switch (outcome.kind) {
    case 'exit': return outcome.code;
    case 'signal': case 'oom': case 'limit': case 'timeout': return killed;
    case 'service': return notBegun;
    case 'cancelled': return null;
  }
}

/** A service that was not ready has said nothing of the tests: that is no red for which the control is to be thanked (E8). */
export function exitUnderControl(ended: HowItEnded): number | null {
  return ended.outcome.kind === 'service' ? null : exitOf(ended);
}

interface Failed {
  readonly exit: number;
  /** By its reports. */
  readonly failures: readonly TestFailure[];
}

function failureOf(gate: GateDecl, { outcome, output }: Ended, { exit, failures }: Failed): Distilled {
  if (outcome.kind === 'exit') return distilled(output, { what: `gate ${gate.name}`, exit, reported: failures });
  return told(gate, howItEnded(outcome));
}

function logOf({ outcome, output }: { readonly outcome: Ended['outcome']; readonly output: KeptOutput }, notes: readonly string[]): Uint8Array {
  return Buffer.concat([output.both.bytes(), Buffer.from(`\n${[...notes, howItEnded(outcome)].join('\n')}\n`)]);
}

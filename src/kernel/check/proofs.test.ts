import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { agent, call, gate, land, plan, review, run, workflow } from '../../language/build-ir.ts';
import { checkIr } from '../check-ir.ts';
import type { Ir, Step, Workflow } from '../ir.ts';
import { outcomesOf, wireOf, endWords } from '../outcomes.ts';

const names = ['a', 'b', 'c', 'd'];
const target = fc.constantFrom(...names, 'land', 'end', 'halt');
const inner = fc.constantFrom('a', 'b', 'end', 'halt');

/** A step of any kind that matters to a line, with its wires drawn from `to`. */
function anyStep(name: string, to: fc.Arbitrary<string>, kinds: readonly string[]): fc.Arbitrary<Step> {
  return fc.record({ kind: fc.constantFrom(...kinds), x: to, y: to, z: to }).map(({ kind, x, y, z }): Step => {
    switch (kind) {
      case 'write': return agent(name, { agents: ['coder'], writes: ['**'], writesKind: 'code' }, `ok -> ${x}  fail -> ${y}  refused -> ${z}`);
      case 'gate': return gate(name, ['unit'], `green -> ${x}  red -> ${y}`);
      case 'review': return review(name, ['critic'], `approve -> ${x}  change -> ${y}  fail -> ${z}`);
      case 'call': return call(name, { workflow: 'sub' }, `ok -> ${x}`);
      default: return run(name, { command: 'x' }, `ok -> ${x}  fail -> ${y}`);
    }
  });
}

function anyWorkflow(name: string, steps: readonly fc.Arbitrary<Step>[], rest: readonly Step[]): fc.Arbitrary<Workflow> {
  return fc.tuple(...steps).map((some) => workflow(name, ...some, ...rest));
}

const outer = ['write', 'gate', 'review', 'call', 'run'];
const anyPlan: fc.Arbitrary<Ir> = fc.tuple(
  anyWorkflow('main', names.map((name) => anyStep(name, target, outer)),
    [land('land', [names], 'landed -> end  conflict -> a  red -> b')]),
  anyWorkflow('sub', ['a', 'b'].map((name) => anyStep(name, inner, ['write', 'gate', 'run'])), []),
).map((workflows) => plan({ workflows, gates: [{ name: 'unit', command: 'x', role: 'tests' }] }));

interface Walker {
  readonly at: readonly string[];
  readonly open: boolean;
}

/**
 * The same question asked of every walk: may the land be reached while `open`? Calls are entered
 * and left with a stack, so nothing is summed up.
 */
function openAtLand(ir: Ir, meets: (step: Step, word: string) => boolean): boolean {
  const steps = new Map(ir.workflows.flatMap((one) => one.steps.map((step) => [[one.name, step.name].join('/'), step] as const)));
  const seen = new Set<string>();
  const queue: Walker[] = [{ at: ['main/a'], open: false }];
  const go = (at: readonly string[], open: boolean): void => { queue.push({ at, open }); };
  for (const { at, open } of queue) {
    const [here = '', ...stack] = at;
    const key = `${at.join()} ${open}`;
    const step = steps.get(here);
    if (step === undefined || seen.has(key)) continue;
    seen.add(key);
    if (step.kind === 'land' && open) return true;
    const home = here.slice(0, here.indexOf('/'));
    if (step.kind === 'call') go(['sub/a', here, ...stack], open);
    const words = step.kind === 'call' ? ['halt', 'limit'] : outcomesOf(step).map(({ word }) => word);
    for (const word of words) {
      const wire = wireOf(step, word);
      const writes = (step.kind === 'agent' || step.kind === 'run') && step.writes !== undefined;
      const next = writes || (open && !meets(step, word) && !(step.kind === 'land' && word === 'landed'));
      const back = steps.get(stack[0] ?? '');
      if (wire.to !== 'end') go([`${home}/${wire.to}`, ...stack], next);
      else if (back !== undefined) go([`main/${wireOf(back, 'ok').to}`, ...stack.slice(1)], next);
    }
  }
  return false;
}

test('ways around a gate or an approval are never missed, and none is imagined where calls come to an end', () => {
  const told = { gate: 0, approval: 0, neither: 0 };
  fc.assert(fc.property(anyPlan, (ir) => {
    const faults = checkIr(ir);
    const found = (words: string): boolean => faults.some((fault) => fault.found.startsWith(`can be reached without ${words}`));
    const [gateFault, approvalFault] = [found('gate `unit`'), found('an approval')];
    const noGate = openAtLand(ir, (step, word) => step.kind === 'gate' && word === 'green');
    const someApprove = ir.workflows[0]?.steps.some((step) => step.kind === 'agent' && step.approves !== undefined) === true;
    const noApproval = someApprove && openAtLand(ir, (step, word) => step.kind === 'agent' && step.approves === word);
    if (noGate) equal(gateFault, true);
    if (noApproval) equal(approvalFault, true);
    if (!faults.some(({ where, found: words }) => where === 'workflow sub' && words.startsWith('no way'))) {
      deepEqual([gateFault, approvalFault], [noGate, noApproval]);
    }
    if (gateFault) told.gate += 1;
    if (approvalFault) told.approval += 1;
    if (!gateFault && !approvalFault) told.neither += 1;
  }), { numRuns: 1500, seed: 11 });
  equal(told.gate > 50 && told.approval > 50 && told.neither > 50, true, JSON.stringify(told));
});

test('a called workflow ends with its words', () => {
  deepEqual(endWords(workflow('w', run('a', { command: 'x' }, 'ok -> end  fail -> end as bad'))), ['ok', 'bad']);
});

/** A workflow of `count` writing steps, each with a landing of its own that no gate comes before. */
function manyLandings(count: number): Step[] {
  return Array.from({ length: count }, (_, at) => [
    agent(`w${at}`, { agents: ['coder'], writes: ['**'], writesKind: 'code' }, `ok -> w${at + 1}  fail -> halt  refused -> l${at}`),
    land(`l${at}`, [], `landed -> end  conflict -> w${at}  red -> halt`),
  ]).flat();
}

test('many landings in one workflow are proved together: each step is looked at so often, whatever their number', () => {
  const looks = (count: number): number => {
    const steps = [...manyLandings(count), run(`w${count}`, { command: 'x' }, 'ok -> end  fail -> halt')];
    const [first] = steps;
    const wires = first?.wires ?? [];
    let reads = 0;
    Object.defineProperty(first, 'wires', { get: () => { reads += 1; return wires; } });
    const ir = plan({ workflows: [workflow('main', ...steps)] });
    const faults = checkIr(ir).filter(({ code }) => code === 'writer-without-gate');
    equal(faults.length, count);
    return reads;
  };
  equal(looks(60), looks(20));
});

test('of a long way the steps before the landing are told', () => {
  const writer = agent('w', { agents: ['coder'], writes: ['**'], writesKind: 'code' }, 'ok -> s0  fail -> halt  refused -> halt');
  const steps = Array.from({ length: 100 }, (_, at) => run(`s${at}`, { command: 'x' }, `ok -> s${at + 1}  fail -> halt`));
  const ir = plan({ workflows: [workflow('main', writer, ...steps, land('s100', [], 'landed -> end  conflict -> w  red -> halt'))] });
  const found = checkIr(ir).find(({ code }) => code === 'writer-without-gate')?.found ?? '';
  equal(found.endsWith(': … → `s89` → `s90` → `s91` → `s92` → `s93` → `s94` → `s95` → `s96` → `s97` → `s98` → `s99` → `s100`'), true, found);
});

test('a call that explores never ends `halt`: a branch that halts is not picked', () => {
  const ir = plan({ workflows: [
    workflow('main', call('try', { workflow: 'sub', explore: { branches: 2, pick: 'first' } }, 'ok -> end  halt -> try')),
    workflow('sub', run('a', { command: 'x' }, 'ok -> end  fail -> halt')),
  ] });
  deepEqual(checkIr(ir).filter(({ code }) => code === 'outcome-unknown').map(({ path }) => path.join('/')), ['workflows/0/steps/0/wires/1/on']);
});

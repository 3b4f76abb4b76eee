import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  agent, ask, call, gate, grow, land, measure, plan, publish, review, run, talk, taskWorkflow, wait, workflow,
} from '../../language/build-ir.ts';
import type { PlanParts } from '../../language/build-ir.ts';
import { checkIr } from '../check-ir.ts';
import type { Argument, Ir, Step, TaskKind, Workflow } from '../ir.ts';
import { irFaultCodes } from './fault-codes.ts';
import type { IrFaultCode } from './fault-codes.ts';
import type { IrPath } from './plan.ts';

const done = run('done', { command: 'true' }, 'ok -> end  fail -> halt');
const write = agent('write', { agents: ['coder'], writes: ['**'], writesKind: 'code' }, 'ok -> verify  fail -> write  refused -> write');
const verify = gate('verify', ['unit'], 'green -> land  red -> write');
const landing = land('land', [], 'landed -> end  conflict -> write  red -> write');
const tasks = agent('plan', { agents: ['x'], returns: 'tasks' }, 'ok -> build  refused -> plan  fail -> halt');
const okFail = 'ok -> done  fail -> halt';
const tests = [{ name: 'unit', command: 'x', role: 'tests' as const }];

const of = (steps: readonly Step[], parts: Partial<PlanParts> = {}): Ir =>
  plan({ workflows: [workflow('main', ...steps)], ...parts });
/** Step `a` of a plan in which only that is wrong. */
const one = (step: Step, parts: Partial<PlanParts> = {}): Ir => of([step, done], parts);
const lands = (parts: Partial<PlanParts>): Ir => of([write, verify, landing], parts);
const model = (parts: Omit<Parameters<typeof agent>[1], 'agents'> & { readonly agents?: readonly string[] }, wires = okFail): Ir =>
  one(agent('a', { agents: ['x'], ...parts }, wires));
const build = (kinds: readonly TaskKind[], from = 'plan'): Step => grow('build',
  { tasks: from, workflows: kinds.map((kind) => ({ kind, workflow: 'leaf' })), parallel: 2 }, 'landed -> end  stalled -> halt');
const grows = (leaf: Workflow, parts: Partial<PlanParts> = {}): Ir =>
  plan({ workflows: [workflow('main', tasks, build(['code'])), leaf], ...parts });
const twoGrows = (kinds: readonly TaskKind[], others: readonly TaskKind[]): Ir => of([tasks,
  { ...build(kinds), wires: [{ on: 'landed', to: 'end' }, { on: 'stalled', to: 'again' }] }, { ...build(others), name: 'again' }]);
const explores = (pick: 'first' | 'best'): Ir => plan({ workflows: [
  workflow('main', call('c', { workflow: 'sub', explore: { branches: 2, pick } }, 'ok -> end')), workflow('sub', write, verify, landing),
] });
const approved = (group: readonly string[], reviewer = 'critic'): Ir => of([write, gate('verify', ['unit'], 'green -> review  red -> write'),
  review('review', [reviewer], 'approve -> land  change -> write  fail -> halt'),
  land('land', [group], 'landed -> end  conflict -> write  red -> write')]);
const back = (name: string, to: string): Workflow => workflow(name, call('c', { workflow: to }, 'ok -> end'));
const taskWrite = agent('write', { agents: ['coder'], writes: 'task.writes' }, 'ok -> verify  fail -> write  refused -> write');

const x = { input: 'goal', value: { from: 'literal', text: 'x' } } as const;
const passes = (given: readonly Argument[]): Ir => plan({ workflows: [
  workflow('main', agent('a', { agents: ['x'] }, 'ok -> c  fail -> halt'), call('c', { workflow: 'sub', arguments: given }, 'ok -> end')),
  { ...workflow('sub', done), inputs: [{ name: 'goal', type: 'text' }] },
] });

const leaky = run('a', { command: 'x', sandbox: 'box', reads: ['issues'] }, okFail);
const out = {
  sandboxes: [{ name: 'box', use: 'a', reaches: ['npm'] }], hosts: [{ name: 'npm', allow: ['a.b'] }],
  sources: [{ name: 'issues', command: 'x' }], waivers: [{ name: 'ours', reason: 'ours' }],
};

/** Of each kind a plan that has it, and where. */
const table: Readonly<Record<IrFaultCode, readonly [Ir, string]>> = {
  'bad-name': [lands({ agents: [{ name: 'coder', use: 'a' }, { name: 'B', use: 'a' }] }), 'agents/1/name'],
  'duplicate-name': [of([done, done]), 'workflows/0/steps/1/name'],
  'reserved-name': [one(run('candidate', { command: 'x' }, okFail)), 'workflows/0/steps/0/name'],
  'unknown-root': [of([done], { root: 'x' }), 'root'],
  'unknown-start': [plan({ workflows: [{ ...workflow('main', done), start: 'x' }] }), 'workflows/0/start'],
  'unknown-agent': [one(agent('a', { agents: ['x', 'y'], by: 'attempt' }, okFail), { agents: [{ name: 'x', use: 'a' }] }), 'workflows/0/steps/0/agents/1'],
  'unknown-sandbox': [one(run('a', { command: 'x', sandbox: 'b' }, okFail)), 'workflows/0/steps/0/sandbox'],
  'unknown-gate': [lands({ landing: ['unit', 'x'] }), 'landing/1'],
  'unknown-workflow': [one(call('a', { workflow: 'x' }, 'ok -> done')), 'workflows/0/steps/0/workflow'],
  'unknown-service': [one(run('a', { command: 'x', services: ['db'] }, okFail)), 'workflows/0/steps/0/services/0'],
  'unknown-source': [model({ reads: ['issues'] }), 'workflows/0/steps/0/reads/0'],
  'unknown-hosts': [of([done], { sandboxes: [{ name: 'box', use: 'a', reaches: ['npm'] }] }), 'sandboxes/0/reaches/0'],
  'unknown-waiver': [model({ waiver: 'ours' }), 'workflows/0/steps/0/waiver'],
  'duplicate-reference': [of([done], { hosts: [{ name: 'npm', allow: ['a.b', 'a.b'] }] }), 'hosts/0/allow/1'],
  'no-reason': [of([done], { waivers: [{ name: 'ours', reason: ' ' }] }), 'waivers/0/reason'],
  'no-host': [of([done], { hosts: [{ name: 'npm', allow: [] }] }), 'hosts/0/allow'],
  'bad-host': [of([done], { hosts: [{ name: 'npm', allow: ['a.b', '*.b'] }] }), 'hosts/0/allow/1'],
  'duplicate-gate': [one(gate('a', ['g', 'h', 'g'], 'green -> done  red -> halt')), 'workflows/0/steps/0/gates/2'],
  'bad-report': [lands({ gates: [{ name: 'unit', command: 'x', role: 'tests', reports: ['a.xml', 'out/*.xml'] }] }), 'gates/0/reports/1'],
  'landing-without-gate': [lands({ landing: [] }), 'landing'],
  'bad-glob': [lands({ paths: { tests: [], protect: [], manifests: ['a', 'b**'], docs: [] } }), 'paths/manifests/1'],
  'empty-writes': [one(run('a', { command: 'x', writes: [] }, `${okFail}  refused -> a`)), 'workflows/0/steps/0/writes'],
  'bad-claim': [one(run('a', { command: 'x', writes: ['a', '*'] }, `${okFail}  refused -> a`)), 'workflows/0/steps/0/writes/1'],
  'kind-without-paths': [grows(taskWorkflow('leaf', { ...taskWrite, writesKind: 'code' }, verify, landing)), 'workflows/1/steps/0/writesKind'],
  'smeared-writes': [one(run('a', { command: 'x', writes: ['src/a.ts', 'lib/**'] }, `${okFail}  refused -> a`)), 'workflows/0/steps/0/writes/1'],
  'nobody-may-publish': [of([publish('out', 'main', 'published -> end  rejected -> halt  fail -> halt')], { people: [{ name: 'Ann', may: [] }] }), 'people'],
  'nobody-may-answer': [one(ask('a', { question: 'Go?' }, 'yes -> done'), { people: [{ name: 'Ann', may: [] }] }), 'people'],
  'unknown-input': [passes([{ input: 'what', value: { from: 'literal', text: 'x' } }]), 'workflows/0/steps/1/arguments/0/input'],
  'duplicate-argument': [passes([x, x]), 'workflows/0/steps/1/arguments/1/input'],
  'input-not-given': [passes([]), 'workflows/0/steps/1/workflow'],
  'argument-misfit': [passes([{ input: 'goal', value: { from: 'step', step: 'a', what: 'data' } }]), 'workflows/0/steps/1/arguments/0/value'],
  'bad-default': [plan({ workflows: [{ ...workflow('main', done), inputs: [{ name: 'n', type: 'number', default: 'two' }] }] }), 'workflows/0/inputs/0/default'],
  'task-without-task': [plan({ workflows: [taskWorkflow('main', done)] }), 'workflows/0/inputs/0/type'],
  'number-out-of-range': [one(run('a', { command: 'x', max: 0 }, okFail)), 'workflows/0/steps/0/max'],
  'not-a-number': [one(measure('a', { gate: 'g', better: 'lower', target: NaN }, 'reached -> done  better -> a  same -> a  worse -> a  fail -> halt')), 'workflows/0/steps/0/target'],
  'lifetime-below-lease': [of([done], { limits: { leaseMs: 10, leaseLifetimeMs: 9 } }), 'limits/leaseLifetimeMs'],
  'backoff-below-first': [of([done], { limits: { backoffMs: 10, backoffMaxMs: 9 } }), 'limits/backoffMaxMs'],
  'allowance-above-budget': [of([done], { budget: { usdMicros: null, tokens: 5, timeMs: null }, limits: { allowance: { usdMicros: 0, tokens: 6 } } }), 'limits/allowance/tokens'],
  'timeout-above-lifetime': [one(run('a', { command: 'x', timeoutMs: 11 }, okFail), { limits: { leaseMs: 5, leaseLifetimeMs: 10 } }), 'workflows/0/steps/0/timeoutMs'],
  'timeout-above-budget': [one(ask('a', { question: 'Go?', timeoutMs: 11 }, 'yes -> done'), { budget: { usdMicros: null, tokens: null, timeMs: 10 } }), 'workflows/0/steps/0/timeoutMs'],
  'timeout-without-clock': [one({ ...call('a', { workflow: 'main' }, 'ok -> done'), timeoutMs: 10 }), 'workflows/0/steps/0/timeoutMs'],
  'budget-cannot-bind': [{ ...model({}), budget: { usdMicros: null, tokens: 5, timeMs: null } }, 'budget/tokens'],
  'no-command': [one(run('a', { command: ' ' }, okFail)), 'workflows/0/steps/0/command'],
  'command-and-script': [one(run('a', { command: 'x', script: 'a.sh' }, okFail)), 'workflows/0/steps/0/script'],
  'no-agent': [one(talk('a', [], 'yes -> done  fail -> halt')), 'workflows/0/steps/0/agents'],
  'no-prompt': [model({ prompt: '' }), 'workflows/0/steps/0/prompt'],
  'no-gate': [one(gate('a', [], 'green -> done  red -> halt')), 'workflows/0/steps/0/gates'],
  'no-question': [one(ask('a', { question: '' }, 'yes -> done')), 'workflows/0/steps/0/question'],
  'no-remote': [of([{ ...publish('out', 'main', 'published -> end  rejected -> halt  fail -> halt'), remote: '' }]), 'workflows/0/steps/0/remote'],
  'no-branch': [of([publish('out', '', 'published -> end  rejected -> halt  fail -> halt')]), 'workflows/0/steps/0/branch'],
  'small-panel': [model({ panel: true }, `${okFail}  split -> halt`), 'workflows/0/steps/0/agents'],
  'panel-and-ladder': [model({ agents: ['x', 'y'], panel: true, by: 'effort' }, `${okFail}  split -> halt`), 'workflows/0/steps/0/by'],
  'panel-writes': [model({ agents: ['x', 'y'], panel: true, writes: ['**'], writesKind: 'code' }, `${okFail}  split -> halt  refused -> a`), 'workflows/0/steps/0/writes'],
  'panel-returns': [model({ agents: ['x', 'y'], panel: true, returns: 'data' }, `${okFail}  split -> halt  refused -> a`), 'workflows/0/steps/0/returns'],
  'ladder-without-order': [model({ agents: ['x', 'y'] }), 'workflows/0/steps/0/agents'],
  'otherwise-without-approves': [model({ otherwise: 'no' }), 'workflows/0/steps/0/otherwise'],
  'approves-without-otherwise': [model({ approves: 'yes' }, 'yes -> done  fail -> halt'), 'workflows/0/steps/0/approves'],
  'same-word-twice': [model({ approves: 'yes', otherwise: 'yes' }, 'yes -> done  fail -> halt'), 'workflows/0/steps/0/otherwise'],
  'approver-writes': [model({ approves: 'yes', otherwise: 'no', writes: ['**'], writesKind: 'code' }, 'yes -> done  no -> a  fail -> a  refused -> a'), 'workflows/0/steps/0/writes'],
  'approval-among-outcomes': [model({ approves: 'yes', otherwise: 'no', outcomes: ['b', 'no'] }, 'yes -> done  no -> a  b -> a  fail -> a'), 'workflows/0/steps/0/outcomes/1'],
  'fresh-without-writes': [model({ fresh: true }), 'workflows/0/steps/0/fresh'],
  'empty-outcomes': [one(run('a', { command: 'x', outcomes: [] }, 'limit -> done')), 'workflows/0/steps/0/outcomes'],
  'duplicate-outcome': [one(run('a', { command: 'x', outcomes: ['b', 'b'] }, 'b -> done')), 'workflows/0/steps/0/outcomes/1'],
  'bad-outcome': [one(run('a', { command: 'x', outcomes: ['b', 'C'] }, 'b -> done  C -> done')), 'workflows/0/steps/0/outcomes/1'],
  'reserved-outcome': [one(run('a', { command: 'x', outcomes: ['ok', 'limit'] }, 'ok -> done  limit -> halt')), 'workflows/0/steps/0/outcomes/1'],
  'no-word-of-a-person': [one(ask('a', { question: 'Go?' }, 'limit -> done')), 'workflows/0/steps/0/wires'],
  'unknown-show': [one(ask('a', { question: 'Go?', show: 'b' }, 'yes -> done')), 'workflows/0/steps/0/show'],
  'approval-not-wired': [one(ask('a', { question: 'Go?', show: 'candidate', approves: 'no' }, 'yes -> done')), 'workflows/0/steps/0/approves'],
  'approves-unseen': [one(ask('a', { question: 'Go?', approves: 'yes' }, 'yes -> done')), 'workflows/0/steps/0/approves'],
  'unknown-tasks': [grows(taskWorkflow('leaf', tasks, build(['code'], 'x'))), 'workflows/1/steps/1/tasks'],
  'grow-without-kinds': [of([tasks, build([])]), 'workflows/0/steps/1/workflows'],
  'duplicate-kind': [of([tasks, build(['code', 'docs', 'code'])]), 'workflows/0/steps/1/workflows/2/kind'],
  'grow-kinds-differ': [twoGrows(['code', 'docs'], ['docs']), 'workflows/0/steps/2/workflows'],
  'approval-by-none': [approved([]), 'workflows/0/steps/3/approvedBy/0'],
  'unknown-approval': [approved(['review', 'ghost']), 'workflows/0/steps/3/approvedBy/0/1'],
  'neither-timer-nor-poll': [one(wait('a', {}, 'ok -> done')), 'workflows/0/steps/0'],
  'outcome-not-wired': [one(run('a', { command: 'x' }, 'ok -> done')), 'workflows/0/steps/0/wires'],
  'outcome-unknown': [one(run('a', { command: 'x' }, `${okFail}  green -> done`)), 'workflows/0/steps/0/wires/2/on'],
  'outcome-wired-twice': [one(run('a', { command: 'x' }, `${okFail}  fail -> done`)), 'workflows/0/steps/0/wires/2/on'],
  'unknown-step': [one(run('a', { command: 'x' }, 'ok -> done  fail -> x')), 'workflows/0/steps/0/wires/1/to'],
  'word-without-end': [one({ ...done, name: 'a', wires: [{ on: 'fail', to: 'halt' }, { on: 'ok', to: 'done', as: 'x' }] }), 'workflows/0/steps/0/wires/1/as'],
  'bad-end-word': [one(run('a', { command: 'x' }, 'ok -> done  fail -> end as limit')), 'workflows/0/steps/0/wires/1/as'],
  'step-unreachable': [of([done, { ...done, name: 'b' }]), 'workflows/0/steps/1'],
  'no-way-to-end': [of([run('a', { command: 'x' }, 'ok -> a  fail -> halt')]), 'workflows/0/steps'],
  'calls-itself': [plan({ workflows: [back('main', 'b'), back('b', 'c'), back('c', 'b')] }), 'workflows/1/steps/0/workflow'],
  'grow-in-task': [grows(taskWorkflow('leaf', tasks, build(['code']))), 'workflows/1/steps/1'],
  'task-writes-without-task': [of([taskWrite, verify, landing]), 'workflows/0/steps/0/writes'],
  'own-writes-in-task': [grows(taskWorkflow('leaf', write, verify, landing)), 'workflows/1/steps/0/writes'],
  'step-not-in-branch': [explores('first'), 'workflows/0/steps/0/explore'],
  'best-without-measure': [explores('best'), 'workflows/0/steps/0/explore/pick'],
  'trifecta': [one(leaky, out), 'workflows/0/steps/0/sandbox'],
  'waiver-without-need': [one({ ...leaky, reads: [], waiver: 'ours' }, out), 'workflows/0/steps/0/waiver'],
  'gate-with-way-out': [lands({ ...out, gates: [{ name: 'unit', command: 'x', role: 'tests', sandbox: 'box' }] }), 'gates/0/sandbox'],
  'service-elsewhere': [one(run('a', { command: 'x', services: ['db'] }, okFail), { sandboxes: [{ name: 'box', use: 'bubblewrap' }, { name: 'other', use: 'bubblewrap' }], services: [{ name: 'db', command: 'x', sandbox: 'other' }] }), 'workflows/0/steps/0/services/0'],
  'engine-socket': [one(run('a', { command: 'docker run db' }, okFail)), 'workflows/0/steps/0/command'],
  'approver-is-author': [approved(['review'], 'coder'), 'workflows/0/steps/3/approvedBy/0/0'],
  'writer-without-gate': [of([write, run('verify', { command: 'x' }, 'ok -> land  fail -> write'), landing], { gates: tests }), 'workflows/0/steps/2'],
  'writer-without-approval': [of([write, verify, review('review', ['critic'], 'approve -> land  change -> land  fail -> halt'),
    land('land', [['review']], 'landed -> end  conflict -> write  red -> review')]), 'workflows/0/steps/3/approvedBy/0'],
  'writer-without-person': [plan({ workflows: [workflow('main', tasks, build(['deps'])), taskWorkflow('leaf', taskWrite, verify, landing)] }), 'workflows/1/steps/2'],
  'unit-without-red-proof': [plan({ workflows: [workflow('main', tasks, build(['test', 'code'])), taskWorkflow('leaf', taskWrite, verify, landing)],
    gates: [{ name: 'unit', command: 'x', role: 'static' }] }), 'workflows/0/steps/1/workflows'],
  'work-after-landing': [grows(taskWorkflow('leaf', taskWrite, verify, land('land', [], 'landed -> write  conflict -> write  red -> end'))), 'workflows/1/steps/0'],
};

/** Whether a path leads to something, or at its last to where something is missing. */
function leads(ir: Ir, path: IrPath): boolean {
  let value: unknown = ir;
  for (const key of path) {
    if (typeof value !== 'object' || value === null) return false;
    value = Object.hasOwn(value, key) ? Object.entries(value).find(([one]) => one === String(key))?.[1] : undefined;
  }
  return true;
}

for (const code of irFaultCodes) {
  test(`a plan with the fault ${code}, and where it is`, () => {
    const [ir, path] = table[code];
    const faults = checkIr(ir);
    const paths = faults.filter((fault) => fault.code === code).map((fault) => fault.path.join('/'));
    equal(paths.includes(path), true, JSON.stringify(faults));
    for (const fault of faults) equal(leads(ir, fault.path), true, JSON.stringify(fault));
  });
}

test('two grows of the same tasks may differ in all but the kinds that they take', () => {
  const differ = (ir: Ir): number => checkIr(ir).filter(({ code }) => code === 'grow-kinds-differ').length;
  equal(differ(twoGrows(['code', 'docs'], ['docs', 'code'])), 0);
  equal(differ(twoGrows(['code'], ['code', 'docs'])), 1);
  equal(differ(twoGrows(['code'], [])), 1);
});

test('a name that was not found comes with those that there are', () => {
  const unknown = (code: IrFaultCode): unknown => checkIr(table[code][0]).find((fault) => fault.code === code)?.unknown;
  deepEqual(unknown('unknown-agent'), { name: 'y', among: ['x'] });
  deepEqual(unknown('unknown-step'), { name: 'x', among: ['a', 'done', 'end', 'halt'] });
  deepEqual(unknown('unknown-tasks'), { name: 'x', among: ['plan'] });
  deepEqual(unknown('unknown-approval'), { name: 'ghost', among: ['review'] });
  const codes = irFaultCodes.filter((code) => code.startsWith('unknown-') || code === 'outcome-unknown');
  for (const code of codes) equal(unknown(code) === undefined, false, code);
});

const someName = fc.constantFrom('a', 'b', 'end', 'halt', 'ok', 'fail', '', 'A', '__proto__', 'constructor');
const someNames = fc.array(someName, { maxLength: 3 });
const base = {
  name: someName,
  wires: fc.array(fc.record({ on: someName, to: someName, as: someName }), { maxLength: 3 }),
};
const anyStep: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constant('run' as const), ...base, command: someName, writes: someNames, outcomes: someNames }),
  fc.record({ kind: fc.constant('agent' as const), ...base, agents: someNames, prompt: someName, writes: someNames, approves: someName }),
  fc.record({ kind: fc.constant('gate' as const), ...base, gates: someNames }),
  fc.record({ kind: fc.constant('ask' as const), ...base, question: someName, show: someName, approves: someName }),
  fc.record({ kind: fc.constant('grow' as const), ...base, tasks: someName, parallel: fc.double(),
    workflows: fc.array(fc.record({ kind: fc.constant('code' as const), workflow: someName }), { maxLength: 2 }) }),
  fc.record({ kind: fc.constant('call' as const), ...base, workflow: someName,
    explore: fc.record({ branches: fc.double(), pick: fc.constant('best' as const) }) }),
  fc.record({ kind: fc.constant('land' as const), ...base, approvedBy: fc.array(someNames, { maxLength: 2 }) }),
  fc.record({ kind: fc.constant('wait' as const), ...base, afterMs: fc.double(), everyMs: fc.double() }),
);

test('the checker answers any plan, the same each time, and every path leads somewhere', () => {
  const anyWorkflow = fc.record({ name: someName, inputs: fc.constant([]), start: someName, steps: fc.array(anyStep, { maxLength: 4 }) });
  fc.assert(fc.property(fc.array(anyWorkflow, { maxLength: 3 }), someNames, (workflows, landing) => {
    const ir = plan({ workflows, landing });
    const faults = checkIr(ir);
    deepEqual(faults, checkIr(ir));
    for (const fault of faults) equal(leads(ir, fault.path), true, JSON.stringify(fault));
  }), { numRuns: 1000 });
});

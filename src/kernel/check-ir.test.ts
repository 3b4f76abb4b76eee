import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import {
  agent, ask, call, gate, grow, land, measure, plan, publish, review, run, talk, taskWorkflow, wait, workflow,
} from '../language/build-ir.ts';
import type { PlanParts } from '../language/build-ir.ts';
import { checkIr } from './check-ir.ts';
import type { GateDecl, Ir, Step, Workflow } from './ir.ts';

function read(ir: Ir): readonly string[] {
  return checkIr(ir).map(({ where, found, instead, rule }) => `${where}: ${found} → ${instead}${rule === undefined ? '' : ` ${rule}`}`);
}

/** What is found in a plan of one workflow, without the place where it is always the same. */
function findings(steps: readonly Step[], parts: Partial<PlanParts> = {}): readonly string[] {
  return read(plan({ workflows: [workflow('main', ...steps)], ...parts })).map((line) => line.replace('workflow main, ', ''));
}

const write = agent('write', { agents: ['coder'], writes: ['**'], writesKind: 'code' }, 'ok -> verify  fail -> write  refused -> write');
const verify = gate('verify', ['unit'], 'green -> land  red -> write');
const landing = land('land', [], 'landed -> end  conflict -> write  red -> write');
const done = run('done', { command: 'true' }, 'ok -> end  fail -> halt');

/** A step that is followed by `done`, for what one step says of itself. */
function alone(step: Step): readonly string[] {
  return findings([step, done]);
}

test('a plan with nothing wrong', () => {
  deepEqual(findings([write, verify, landing]), []);
  deepEqual(alone(wait('a', { afterMs: 5 }, 'ok -> done')), []);
  deepEqual(alone(wait('a', { command: 'x', everyMs: 5, outcomes: ['up', 'pending'] }, 'up -> done')), []);
  deepEqual(alone(talk('a', ['x'], 'go -> done  fail -> halt')), []);
  deepEqual(alone(measure('a', { gate: 'g', better: 'lower', target: 2 }, 'reached -> done  better -> a  same -> a  worse -> a  fail -> halt')), []);
});

const oneStep: readonly (readonly [string, Step, readonly string[]])[] = [
  ['an outcome that is not wired', run('a', { command: 'x' }, 'ok -> done'),
    ['step a: does not say where `fail` leads → a wire for each, to a step, to `end` or to `halt`']],
  ['an outcome that it cannot have', gate('a', ['g'], 'green -> done  red -> halt  ok -> done'),
    ['step a: wires `ok`, which it never ends with → its outcomes: `green`, `red`, `timeout`, `budget`, `limit`, `fault`']],
  ['a wire twice', gate('a', ['g'], 'green -> done  red -> halt  red -> done'),
    ['step a: wires `red` twice → one wire for each outcome']],
  ['a wire to nowhere', gate('a', ['g'], 'green -> done  red -> elsewhere'),
    ['step a: `red` leads to `elsewhere`, which does not exist → `end`, `halt`, or a step: `a`, `done`']],
  ['a refusal that is not wired', agent('a', { agents: ['x'], returns: 'tasks' }, 'ok -> done  fail -> a'),
    ['step a: does not say where `refused` leads → a wire for each, to a step, to `end` or to `halt`']],
  ['a word that does not end', { ...run('a', { command: 'x' }, 'fail -> halt'), wires: [{ on: 'ok', to: 'done', as: 'x' }, { on: 'fail', to: 'halt' }] },
    ['step a: `ok` carries the word `x` and does not lead to `end` → a word only on a wire to `end`']],
  ['a word that is not free', run('a', { command: 'x' }, 'ok -> done  fail -> end as limit'),
    ['step a: `fail` ends the workflow as `limit` → 1 to 64 of a-z, 0-9 and "-", a letter first, and none of `halt`, `timeout`, `budget`, `limit`, `fault`']],
  ['an outcome with a meaning of its own', run('a', { command: 'x', outcomes: ['ok', 'limit'] }, 'ok -> done  limit -> halt'),
    ['step a: has the outcome `limit`, which has a meaning of its own → none of `timeout`, `budget`, `limit`, `fault`, `halt`, `refused`, `conflict`, `pending`']],
  ['an empty ladder', agent('a', { agents: [] }, 'ok -> done  fail -> halt'), ['step a: names no agent → at least one agent']],
  ['a ladder without an order', agent('a', { agents: ['x', 'y'] }, 'ok -> done  fail -> halt'),
    ['step a: names several agents and not how they take turns → `by attempt`, `by effort`, or `panel`']],
  ['a panel of one', agent('a', { agents: ['x'], panel: true }, 'ok -> done  split -> halt  fail -> halt'),
    ['step a: is a panel of fewer than two → at least two agents']],
  ['a panel that writes', agent('a', { agents: ['x', 'y'], panel: true, writes: ['src/**'], writesKind: 'code' }, 'ok -> done  split -> halt  fail -> halt  refused -> a'),
    ['step a: is a panel and writes → one agent to write E5']],
  ['an approval with one word', agent('a', { agents: ['x'], approves: 'yes' }, 'yes -> done  fail -> halt'),
    ['step a: has an `approves` and no `otherwise` → both words, or neither']],
  ['an approver who writes', agent('a', { agents: ['x'], approves: 'yes', otherwise: 'no', writes: ['**'], writesKind: 'code' }, 'yes -> done  no -> a  fail -> halt  refused -> a'),
    ['step a: approves and writes → a step of its own to write E5']],
  ['an ask without a word', ask('a', { question: 'Go on?' }, 'limit -> done'),
    ['step a: wires no word that a person could say → at least one word of your own, such as `yes`']],
  ['an ask that approves unseen', ask('a', { question: 'Go on?', approves: 'yes' }, 'yes -> done'),
    ['step a: approves a patch that it does not show → `show` the `candidate` E6']],
  ['an ask that shows nothing known', ask('a', { question: 'Go on?', show: 'b' }, 'yes -> done'),
    ['step a: shows `b` → `candidate`, or a step that returns something: there is none']],
  ['an unknown sandbox', run('a', { command: 'x', sandbox: 'bax' }, 'ok -> done  fail -> halt'),
    ['step a: names the sandbox `bax`, which does not exist → there is none to name']],
  ['an unknown workflow', call('a', { workflow: 'other' }, 'ok -> done'),
    ['step a: names the workflow `other`, which does not exist → one of `main`']],
  ['a poll without an interval', wait('a', { command: 'x' }, 'ok -> done  fail -> halt'),
    ['step a: is neither a timer nor a poll → either `afterMs` alone, or `command` with `everyMs`']],
  ['a gate step without a gate', gate('a', [], 'green -> done  red -> halt'), ['step a: names no gate → at least one gate, cheap first']],
  ['a cap of nothing', run('a', { command: 'x', max: 0 }, 'ok -> done  fail -> a'),
    ['step a: has a `max` of 0 → a whole number from 1 to 1000 R6']],
  ['writes that do not parse', run('a', { command: 'x', writes: ['src/*.ts'] }, 'ok -> done  fail -> a  refused -> a'),
    ['step a: writes `src/*.ts`, which has a wildcard; only a literal path, "dir/**" or "**" can be claimed → a path such as `src/a.ts`, or `src/**` E2']],
  ['a task where there is none', run('a', { command: 'x', writes: 'task.writes' }, 'ok -> done  fail -> a  refused -> a'),
    ['step a: writes `task.writes` where there is no task → the paths themselves E2']],
  ['tasks of a step that returns none', grow('a', { tasks: 'done', workflows: [{ kind: 'code', workflow: 'leaf' }], parallel: 0 }, 'landed -> done  stalled -> halt'),
    ['step a: names the workflow `leaf`, which does not exist → one of `main`',
      'step a: grows the tasks of `done`, which returns none → a step of this workflow that `returns tasks`: there is none',
      'step a: has a `parallel` of 0 → a whole number from 1 to 10000']],
];

for (const [name, step, lines] of oneStep) test(`the checker finds ${name}`, () => deepEqual(alone(step), lines));

const wholePlan: readonly (readonly [string, Partial<PlanParts>, readonly string[]])[] = [
  ['no root', { root: 'x' }, ['plan: the root workflow `x` does not exist → name one of its workflows']],
  ['an agent twice', { agents: [{ name: 'coder', use: 'a' }, { name: 'coder', use: 'b' }] },
    ['plan: more than one agent is named `coder` → give each a name of its own']],
  ['a bad name', { agents: [{ name: 'coder', use: 'a' }, { name: 'Ärger', use: 'b' }] },
    ['plan: the name `Ärger` of an agent → 1 to 64 of a-z, 0-9 and "-", a letter first']],
  ['an unknown agent', { agents: [] }, ['step write: names the agent `coder`, which does not exist → there is none to name']],
  ['no landing gate', { landing: [] }, ['landing: a step lands, and no gate proves the tip → name the gates that the tip must pass, of `unit` B5']],
  ['an unknown landing gate', { landing: ['unit', 'x'] }, ['landing: names the gate `x`, which does not exist → one of `unit`']],
  ['a bad glob', { paths: { tests: ['test**'], protect: [], manifests: [], docs: [] } },
    ['tests: `test**` has "**" beside other letters; it stands alone between slashes → a glob such as `test/**` or `**/*.test.ts` E2']],
  ['bad limits', { limits: { visits: 0, repeats: 1, leaseMs: 10, leaseLifetimeMs: 9 } },
    ['limits: `visits` is 0 → a whole number from 1 to 1000', 'limits: `repeats` is 1 → a whole number from 2 to 1000',
      'limits: a lease may live shorter than it lasts → `leaseLifetimeMs` at least `leaseMs` L3']],
  ['a negative budget', { budget: { usdMicros: -1, tokens: null, timeMs: null } },
    ['budget: `usdMicros` is -1 → a whole number that is not negative R4', 'limits: an allowance of usd 0, and the whole budget is usd -0.000001 → an allowance within the budget R4']],
  ['an allowance beyond the budget', { budget: { usdMicros: null, tokens: 5, timeMs: null }, limits: { allowance: { usdMicros: 9, tokens: 6 } } },
    ['limits: an allowance of 6 tokens, and the whole budget is 5 tokens → an allowance within the budget R4']],
];

for (const [name, parts, lines] of wholePlan) {
  test(`the checker finds ${name}`, () => deepEqual(findings([write, verify, landing], parts), lines));
}

test('nobody may publish', () => {
  const steps = [publish('out', 'main', 'published -> end  rejected -> halt  fail -> halt')];
  deepEqual(findings(steps, { people: [{ name: 'Ann', may: ['answer'] }] }), ['people: a step publishes, and nobody may → let somebody publish R2']);
  deepEqual(findings(steps, { people: [{ name: 'Ann', may: ['publish'] }] }), []);
});

test('orphans, and workflows that never end', () => {
  deepEqual(findings([run('a', { command: 'x' }, 'ok -> a  fail -> halt'), done]), [
    'step done: no wire leads here → a wire to it, or no such step',
    'workflow main: no way leads to `end` → wire an outcome of a reachable step to `end`',
  ]);
});

test('a workflow is called with the words that it ends with', () => {
  const called = workflow('sub', run('a', { command: 'x' }, 'ok -> end  fail -> end as bad'));
  const ir = (wires: string): Ir => plan({ workflows: [workflow('main', call('c', { workflow: 'sub' }, wires)), called] });
  deepEqual(read(ir('ok -> end  bad -> halt  halt -> end')), []);
  deepEqual(read(ir('ok -> end')), ['workflow main, step c: does not say where `bad` leads → a wire for each, to a step, to `end` or to `halt`']);
});

test('calls that come back', () => {
  const to = (name: string, workflowName: string): Workflow => workflow(name, call('c', { workflow: workflowName }, 'ok -> end'));
  deepEqual(read(plan({ workflows: [to('main', 'b'), to('b', 'c'), to('c', 'b')] })), [
    'workflow b: calls itself: `b` calls `c` calls `b` → wires for a loop; calls never come back R6',
  ]);
});

const returning = agent('plan', { agents: ['x'], returns: 'tasks' }, 'ok -> build  refused -> plan  fail -> halt');
const build = grow('build', { tasks: 'plan', workflows: [{ kind: 'code', workflow: 'leaf' }], parallel: 2 }, 'landed -> end  stalled -> halt');
const taskWrite = agent('write', { agents: ['coder'], writes: 'task.writes' }, 'ok -> verify  fail -> write  refused -> write');

test('a task does not grow tasks, and writes what it claims', () => {
  const leaf = taskWorkflow('leaf', { ...taskWrite, writes: ['src/**'], writesKind: 'code' }, verify, landing);
  deepEqual(read(plan({ workflows: [workflow('main', returning, build), leaf] })), [
    'workflow leaf, step write: writes paths of its own inside a task → `task.writes` E2',
  ]);
  deepEqual(read(plan({ workflows: [workflow('main', returning, build), taskWorkflow('leaf', returning, build)] })), [
    'workflow leaf, step build: grows tasks inside a task → follow-ups of a writing step T5',
  ]);
});

test('branches are measured where the best is picked, and neither grow nor land', () => {
  const explore = (pick: 'first' | 'best'): Step => call('c', { workflow: 'sub', explore: { branches: 1, pick } }, 'ok -> end');
  const sub = workflow('sub', write, verify, landing);
  deepEqual(read(plan({ workflows: [workflow('main', explore('best')), sub] })), [
    'workflow main, step c: explores 1 branches → a whole number from 2 to 64',
    'workflow main, step c: explores branches with a `land` step in them → `land` after the pick',
    'workflow main, step c: picks the best of branches that nothing measures → a `measure` step in what it calls, or `pick first`',
  ]);
});

test('`land` names steps that approve', () => {
  const wrong = land('land', [[], ['verify', 'ghost']], 'landed -> end  conflict -> write  red -> write');
  deepEqual(findings([write, verify, wrong]), [
    'step land: requires an approval by none → name the steps that may approve E5',
    'step land: is approved by `verify`, which approves nothing here → steps of this workflow with `approves`: there is none E5',
    'step land: is approved by `ghost`, which approves nothing here → steps of this workflow with `approves`: there is none E5',
  ]);
});

/** The leaf of the design's example, with its reviewers as given. */
function leaf(ladder: readonly string[], reviewers: readonly string[], arbiter: string): readonly string[] {
  const steps = [
    agent('write', { agents: ladder, by: 'attempt', writes: 'task.writes', max: 3 }, 'ok -> verify  fail -> write  refused -> write  dispute -> end'),
    gate('verify', ['unit'], 'green -> review  red -> write'),
    review('review', reviewers, 'approve -> land  change -> write  split -> arbitrate  fail -> arbitrate'),
    agent('arbitrate', { agents: [arbiter], approves: 'accept', otherwise: 'change' }, 'accept -> land  change -> write  fail -> halt'),
    land('land', [['review', 'arbitrate']], 'landed -> end  conflict -> write  red -> write'),
  ];
  return read(plan({ workflows: [workflow('main', returning, build), taskWorkflow('leaf', ...steps)] }));
}

test('an arbiter who is an author at the ladder\'s end is no approver (E5)', () => {
  deepEqual(leaf(['coder', 'architect'], ['skeptic', 'critic'], 'architect'), [
    'workflow leaf, step land: is approved by `arbitrate`, whose agent `architect` may be an author: it writes in workflow leaf, step write → another agent there, none of the authors `coder`, `architect` E5',
  ]);
  equal(leaf(['coder', 'architect'], ['skeptic', 'architect'], 'architect').length, 2);
  deepEqual(leaf(['coder', 'architect'], ['skeptic', 'critic'], 'arbiter'), []);
});

test('an author in a called workflow is an author (E5)', () => {
  const sub = workflow('sub', agent('fix', { agents: ['critic'], writes: ['**'], writesKind: 'code' }, 'ok -> end  fail -> fix  refused -> fix'));
  const main = workflow('main', write, gate('verify', ['unit'], 'green -> review  red -> call'),
    call('call', { workflow: 'sub' }, 'ok -> verify'),
    review('review', ['critic'], 'approve -> land  change -> write  fail -> halt'),
    land('land', [['review']], 'landed -> end  conflict -> write  red -> write'));
  deepEqual(read(plan({ workflows: [main, sub] })), [
    'workflow main, step land: is approved by `review`, whose agent `critic` may be an author: it writes in workflow sub, step fix → another agent there, none of the authors `coder`, `critic` E5',
  ]);
});

test('a way around the gate, and around an approval (E5)', () => {
  const skip = agent('write', { agents: ['coder'], writes: ['**'], writesKind: 'code' }, 'ok -> verify  fail -> review  refused -> write');
  const steps = [skip, gate('verify', ['unit'], 'green -> review  red -> land'),
    review('review', ['critic'], 'approve -> land  change -> write  fail -> halt'),
    land('land', [['review']], 'landed -> end  conflict -> write  red -> write')];
  deepEqual(findings(steps), [
    'step land: can be reached without gate `unit`: `write` → `verify` → `land` → gate `unit` on every way from a step that writes E5',
    'step land: can be reached without an approval by `review`: `write` → `verify` → `land` → an approval by `review` on every way from a step that writes E5',
  ]);
});

/** A run that grows test tasks and the code that they judge, with these gates before each `land`. */
function growing(parts: { gates: readonly GateDecl[]; tests: Step; code: Step }): readonly string[] {
  const wires = 'ok -> g  fail -> write  refused -> write';
  const leaf = (name: string, proof: Step): Workflow => taskWorkflow(name, agent('write', { agents: ['coder'], writes: 'task.writes' }, wires),
    proof, land('land', [], 'landed -> end  conflict -> write  red -> write'));
  const main = workflow('main', agent('plan', { agents: ['architect'], returns: 'tasks' }, 'ok -> build  fail -> plan  refused -> plan'),
    grow('build', { tasks: 'plan', parallel: 2, workflows: [{ kind: 'test', workflow: 'tests' }, { kind: 'code', workflow: 'code' }] }, 'landed -> end  stalled -> halt'));
  return read(plan({ workflows: [main, leaf('tests', parts.tests), leaf('code', parts.code)], gates: parts.gates }));
}

test('each gate of the landing that judges a kind of task is on its way; tests may be red of it (E5, T8)', () => {
  const gates: readonly GateDecl[] = [
    { name: 'style', command: 'x', role: 'static', kinds: ['code'] }, { name: 'unit', command: 'x', role: 'tests' },
  ];
  const tests = gate('g', ['unit'], 'red -> land  green -> write');
  deepEqual(growing({ gates, tests, code: gate('g', ['style', 'unit'], 'green -> land  red -> write') }), []);
  deepEqual(growing({ gates, tests, code: gate('g', ['unit'], 'green -> land  red -> land') }), [
    'workflow code, step land: can be reached without gate `style`: `write` → `g` → `land` → gate `style` on every way from a step that writes E5',
    'workflow code, step land: can be reached without gate `unit`: `write` → `g` → `land` → gate `unit` on every way from a step that writes E5',
  ]);
});

test('the tests of a unit are on their way by any gate that proves them red (T8)', () => {
  const gates: readonly GateDecl[] = [{ name: 'unit', command: 'x', role: 'tests' }, { name: 'e2e', command: 'x', role: 'tests' }];
  const code = gate('g', ['unit', 'e2e'], 'green -> land  red -> write');
  deepEqual(growing({ gates, tests: gate('g', ['unit'], 'red -> land  green -> write'), code }), []);
  deepEqual(growing({ gates, tests: run('g', { command: 'x' }, 'ok -> land  fail -> write'), code }), [
    'workflow tests, step land: can be reached without gate `unit` or `e2e`: `write` → `g` → `land` → gate `unit` or `e2e` on every way from a step that writes; for the tests of a unit its `red` counts as well (T8) E5',
  ]);
});

test('units of two tasks need a gate of the landing that proves tests red (T8)', () => {
  const code = gate('g', ['unit'], 'green -> land  red -> write');
  for (const declared of [{ role: 'static' as const }, { role: 'tests' as const, kinds: ['code' as const] }]) {
    deepEqual(growing({ gates: [{ name: 'unit', command: 'x', ...declared }], tests: code, code }), [
      'workflow main, step build: grows test tasks and the code that they judge, and no gate of `landing` can prove the tests red '
        + '→ in `landing` a gate of role `tests` that judges tasks of kind `test` T8',
    ]);
  }
});

test('what a called workflow writes is open until the caller proves it, and what it proves is proved', () => {
  const fixing = (wires: string, gates: readonly Step[]): Workflow =>
    workflow('sub', agent('fix', { agents: ['coder'], writes: ['**'], writesKind: 'code' }, wires), ...gates);
  const main = workflow('main', call('c', { workflow: 'sub' }, 'ok -> land'),
    land('land', [], 'landed -> end  conflict -> c  red -> c'));
  const gates = { gates: [{ name: 'unit', command: 'x', role: 'tests' as const }] };
  deepEqual(read(plan({ workflows: [main, fixing('ok -> end  fail -> fix  refused -> fix', [])], ...gates })), [
    'workflow main, step land: can be reached without gate `unit`: `c` → `land` → gate `unit` on every way from a step that writes E5',
  ]);
  const proved = fixing('ok -> g  fail -> fix  refused -> fix', [gate('g', ['unit'], 'green -> end  red -> fix')]);
  deepEqual(read(plan({ workflows: [main, proved], ...gates })), []);
});

test('a called workflow that is cut short leaves open what it wrote', () => {
  const sub = workflow('sub', agent('fix', { agents: ['coder'], writes: ['**'], writesKind: 'code' }, 'ok -> g  fail -> halt  refused -> fix'),
    gate('g', ['unit'], 'green -> end  red -> fix'));
  const main = workflow('main', call('c', { workflow: 'sub' }, 'ok -> end  halt -> land'),
    land('land', [], 'landed -> end  conflict -> c  red -> c'));
  deepEqual(read(plan({ workflows: [main, sub] })), [
    'workflow main, step land: can be reached without gate `unit`: `c` → `land` → gate `unit` on every way from a step that writes E5',
  ]);
});

test('a called workflow that lands proves what its caller wrote', () => {
  const sub = (first: Step): Workflow => workflow('sub', first, land('land', [], 'landed -> end  conflict -> halt  red -> halt'));
  const main = workflow('main', agent('write', { agents: ['coder'], writes: ['**'], writesKind: 'code' }, 'ok -> c  fail -> write  refused -> write'),
    call('c', { workflow: 'sub' }, 'ok -> end'));
  deepEqual(read(plan({ workflows: [main, sub(gate('g', ['unit'], 'green -> land  red -> halt'))] })), []);
  deepEqual(read(plan({ workflows: [main, sub(run('g', { command: 'x' }, 'ok -> land  fail -> halt'))], gates: [{ name: 'unit', command: 'x', role: 'tests' }] })), [
    'workflow sub, step land: can be reached without gate `unit`: `g` → `land` → gate `unit` on every way from a step that writes E5',
  ]);
});

test('a plan of deeply nested calls is checked in little work', () => {
  const size = 200;
  const chain = Array.from({ length: size }, (_, at) => at === size - 1
    ? workflow(`w-${at}`, agent('write', { agents: ['coder'], writes: ['**'], writesKind: 'code' }, 'ok -> end  fail -> end as bad  refused -> write'))
    : workflow(`w-${at}`, call('a', { workflow: `w-${at + 1}` }, 'ok -> b  bad -> b'), call('b', { workflow: `w-${at + 1}` }, 'ok -> end  bad -> end as bad')));
  deepEqual(checkIr(plan({ workflows: chain })), []);
});

test('times are said as the language writes them, and of a poll what bounds the whole', () => {
  deepEqual(read(plan({ workflows: [workflow('main', wait('a', { command: 'x', everyMs: 60_000, timeoutMs: 172_800_000 }, 'ok -> end  fail -> halt'))] })), [
    'workflow main, step a: has a timeout of 2d, and no lease lives longer than 2h → '
      + 'a shorter timeout, or a longer life of leases in `limits`; it is of one poll, and `every` and `max` bound the whole',
  ]);
});

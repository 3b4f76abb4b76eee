/**
 * Random plans of every kind of step: a root workflow of a few parts in a row, workflows for tasks
 * and for calls, and limits that are mostly too tight.
 *
 * They are made to be sound; what the checker refuses all the same is not run, and counted.
 */

import type { Amount, Ir, Limits, Step, TaskKind, Workflow } from '../../src/kernel/ir.ts';
import { taskKinds } from '../../src/kernel/ir.ts';
import {
  agent, ask, call, gate, grow, land, measure, plan, publish, review, run, talk, taskWorkflow, wait,
  wiresOf, workflow,
} from '../../src/language/build-ir.ts';
import { defaultPaths } from '../../src/language/defaults.ts';
import type { Choices } from './choices.ts';

/** Whatever the landing requires is run before it (E5). */
const staticGates = ['static', 'speed'];
const landingGates = [...staticGates, 'unit'];

/** A part of the root workflow, given the step that follows it. */
type Part = (choices: Choices, name: string, next: string) => readonly Step[];

export function randomPlan(choices: Choices): Ir {
  const kinds = kindsOf(choices);
  const taskFlows = kinds.map((kind) => taskFlow(choices, kind));
  const root = rootFlow(choices, kinds);
  const drawn = randomLimits(choices);
  const tight = choices.chance(30);
  const boxed = choices.chance(50);
  // A budget binds only where every agent reserves some of it (R4).
  const reserves = (amount: Amount): Amount => (tight ? { usdMicros: Math.max(amount.usdMicros, 20), tokens: Math.max(amount.tokens, 2) } : amount);
  const limits = { ...drawn, allowance: reserves(drawn.allowance) };
  return plan({
    workflows: [root, ...taskFlows, ...callables()].filter((flow, _, all) => flow === root || isUsed(flow, all)),
    agents: ['architect', 'coder', 'senior', 'skeptic', 'critic'].map((name, index) => ({
      name, use: 'scripted', ...(index === 1 ? { allowance: reserves({ usdMicros: choices.pick([0, 50, 100]), tokens: choices.pick([0, 10]) }) } : {}),
    })),
    sandboxes: boxed ? [{ name: 'box', use: 'scripted' }, { name: 'other', use: 'scripted' }] : [],
    gates: [
      { name: 'static', command: 'check', role: 'static' },
      { name: 'unit', command: 'test', role: 'tests', kinds: ['test', 'code', 'refactor', 'deps'] },
      { name: 'speed', command: 'bench', role: 'static', control: false, ...(boxed ? { sandbox: 'other' } : {}) },
    ],
    landing: choices.pick([['static', 'unit'], ['unit'], ['static', 'unit', 'speed']]),
    paths: defaultPaths,
    budget: {
      usdMicros: tight ? choices.pick([null, 300, 1_000, 5_000]) : null,
      tokens: tight ? choices.pick([null, 50, 500]) : null,
      timeMs: tight ? choices.pick([null, 20_000, 200_000]) : null,
    },
    people: choices.chance(50)
      ? [{ name: 'ada', may: ['answer', 'publish'] }, { name: 'bob', may: ['answer'] }] : [],
    limits,
  });
}

function randomLimits(choices: Choices): Limits {
  const leaseMs = choices.pick([1_000, 200, 5_000]);
  const free = (): boolean => choices.chance(25);
  return {
    leases: choices.pick([4, 1, 2, 8]),
    inbox: choices.pick([3, 1, 2, 8]),
    leaseMs,
    leaseLifetimeMs: leaseMs * choices.pick([3, 2, 10]),
    retries: choices.pick([2, 0, 1, 5]),
    backoffMs: choices.pick([10, 100, 1_000]),
    backoffMaxMs: 2_000,
    rateLimits: choices.pick([2, 0, 1, 5]),
    conflicts: choices.pick([2, 0, 1, 5]),
    ejections: choices.pick([2, 0, 1, 5]),
    visits: free() ? 10 : choices.pick([3, 1, 2, 5]),
    repeats: choices.pick([3, 2, 5]),
    followUpDepth: choices.pick([1, 0, 2]),
    followUps: choices.pick([3, 0, 1, 8]),
    tasks: choices.pick([24, 4, 12]),
    batch: choices.pick([2, 1, 3, 4]),
    probes: choices.pick([2, 1, 3]),
    turns: choices.pick([2, 1, 4]),
    allowance: choices.pick([{ usdMicros: 0, tokens: 0 }, { usdMicros: 20, tokens: 2 }]),
  };
}

function kindsOf(choices: Choices): readonly TaskKind[] {
  return taskKinds.filter((kind) => kind === 'code' || choices.below(4) > 0 || kind === 'test');
}

/** Parts in a row, each leading to the next; the last to `end`. */
function rootFlow(choices: Choices, kinds: readonly TaskKind[]): Workflow {
  const parts: Part[] = [];
  const count = choices.below(3);
  for (let index = 0; index < count; index += 1) parts.push(choices.pick(smallParts));
  parts.push(growPart(kinds));
  if (choices.chance(35)) parts.push(choices.pick(smallParts));
  if (choices.chance(30)) parts.push(growPart(kinds));
  if (choices.chance(50)) parts.push(publishPart);
  const steps = parts.flatMap((part, index) =>
    part(choices, `p${index}`, index + 1 < parts.length ? `p${index + 1}` : 'end'));
  return workflow('root', ...steps);
}

function growPart(kinds: readonly TaskKind[]): Part {
  return (choices, name, next) => {
    const asks = choices.chance(50);
    const onStalled = choices.pick(['halt', name, next]);
    return [
      agent(name, { agents: ['architect'], returns: 'tasks', max: choices.pick([3, 1]) },
        `ok -> ${asks ? `${name}-ask` : `${name}-grow`} refused -> ${name} fail -> ${choices.pick(['halt', name])}`),
      ...(asks ? [ask(`${name}-ask`, { question: 'Approve?', show: name, ...timeout(choices) },
        `approved -> ${name}-grow revise -> ${name} timeout -> ${choices.pick(['halt', name])}`)] : []),
      grow(`${name}-grow`, {
        tasks: name, parallel: choices.pick([3, 1, 2, 8]),
        workflows: kinds.map((kind) => ({ kind, workflow: `on-${kind}` })),
        ...(choices.chance(25) ? { repairsBase: true } : {}),
      }, `landed -> ${next} stalled -> ${onStalled} refused -> ${choices.pick(['halt', name])}`),
    ];
  };
}

const timeout = (choices: Choices): { timeoutMs?: number } => (choices.chance(30) ? { timeoutMs: 3_000 } : {});

const publishPart: Part = (choices, name, next) =>
  [publish(name, 'main', `published -> ${next} rejected -> ${choices.pick([next, name])} fail -> ${choices.pick([next, 'halt'])}`)];

const smallParts: readonly Part[] = [
  (_, name, next) => [run(name, { command: 'prepare' }, `ok -> ${next} fail -> ${name}`)],
  (choices, name, next) => [wait(name, { afterMs: choices.pick([100, 5_000]) }, `ok -> ${next}`)],
  (choices, name, next) => [wait(name, { command: 'poll', everyMs: 50, max: choices.pick([3, 1]) },
    `ok -> ${next} fail -> ${name} limit -> ${choices.pick(['halt', next])}`)],
  (choices, name, next) => [talk(name, ['architect'], `agreed -> ${next} never -> halt fail -> ${choices.pick([next, 'halt'])}`)],
  (_, name, next) => [ask(name, { question: 'Go on?', timeoutMs: 2_000 }, `yes -> ${next} no -> ${name} timeout -> ${next}`)],
  (choices, name, next) => [
    agent(name, { agents: ['architect'], returns: 'data', continues: choices.pick([0, 2]) },
      `ok -> ${name}-show fail -> ${name} refused -> halt`),
    ask(`${name}-show`, { question: 'Read it', show: name }, `yes -> ${next} again -> ${name}`),
  ],
  (choices, name, next) => rootWriting(choices, name, next),
  (choices, name, next) => [
    call(name, {
      workflow: 'root-try', ...(choices.chance(60) ? { explore: { branches: 2, pick: choices.pick(['first', 'best']) } } : {}),
    }, `ok -> ${name}-gate bad -> halt fail -> halt`.replace(/ fail -> halt$/, '')),
    gate(`${name}-gate`, landingGates, `green -> ${name}-land red -> ${name}`),
    land(`${name}-land`, [], `landed -> ${next} conflict -> ${name} red -> ${name}`),
  ],
];

/** The run's own line: written, judged, approved, landed. */
function rootWriting(choices: Choices, name: string, next: string): readonly Step[] {
  const byRun = choices.chance(30);
  const approves = choices.pick(['none', 'agent', 'person']);
  const writes = { writes: choices.pick([['notes/**'], ['src/a.ts'], ['src/**']]), writesKind: 'code' as const };
  const after = approves === 'none' ? `${name}-land` : `${name}-yes`;
  const writing = byRun
    ? run(name, { command: 'generate', ...writes }, `ok -> ${name}-gate fail -> ${name} refused -> ${name}`)
    : agent(name, { agents: ['coder', 'senior'], by: 'attempt', ...writes },
      `ok -> ${name}-gate fail -> ${name} refused -> ${name}`);
  return [
    writing,
    gate(`${name}-gate`, landingGates, `green -> ${after} red -> ${name}`),
    ...(approves === 'agent'
      ? [review(`${name}-yes`, ['skeptic', 'critic'], `approve -> ${name}-land change -> ${name} split -> ${name} fail -> ${name}`)] : []),
    ...(approves === 'person'
      ? [ask(`${name}-yes`, { question: 'Land?', show: 'candidate', approves: 'yes' }, `yes -> ${name}-land no -> ${name}`)] : []),
    land(`${name}-land`, approves === 'none' ? [] : [[`${name}-yes`]],
      `landed -> ${next} conflict -> ${name} red -> ${name} refused -> ${choices.pick(['halt', name])}`),
  ];
}

function taskFlow(choices: Choices, kind: TaskKind): Workflow {
  const explores = kind !== 'test' && choices.chance(20);
  const picked = choices.pick(['none', 'one', 'panel', 'person']);
  // Dependencies take a person (E2).
  const reviewed = kind === 'deps' ? 'person' : picked;
  const measured = choices.chance(20);
  const steps: Step[] = [writing(choices, { kind, explores })];
  const gates = kind === 'docs' ? staticGates : landingGates;
  if (kind === 'test') {
    steps.push(gate('static', staticGates, 'green -> verify red -> write'));
    steps.push(gate('verify', ['unit'], `red -> ${afterGate(reviewed, measured)} green -> ${choices.pick(['once', 'write'])}`));
    if (steps.at(-1)?.wires.some((wire) => wire.to === 'once') === true) steps.push(...once(reviewed, measured));
  } else {
    steps.push(gate('verify', gates, `green -> ${afterGate(reviewed, measured)} red -> write`));
  }
  if (measured) steps.push(measuring(choices, reviewed));
  steps.push(...reviewSteps(reviewed));
  steps.push(land('land', reviewed === 'none' ? [] : [['review']],
    `landed -> end conflict -> write red -> write dispute -> write refused -> ${choices.pick(['halt', 'write'])} base-red -> ${choices.pick(['halt', 'land'])}`));
  return taskWorkflow(`on-${kind}`, ...steps);
}

const afterGate = (reviewed: string, measured: boolean): string =>
  measured ? 'measure' : reviewed === 'none' ? 'land' : 'review';

/** A test task alone is green: it goes the same way as one that is red for its unit. */
function once(reviewed: string, measured: boolean): readonly Step[] {
  return [run('once', { command: 'note' }, `ok -> ${afterGate(reviewed, measured)} fail -> write`)];
}

function writing(choices: Choices, task: { kind: TaskKind; explores: boolean }): Step {
  if (task.explores) {
    const explore = { branches: choices.pick([2, 3]), pick: choices.pick(['first', 'best'] as const) };
    return call('write', { workflow: 'task-try', explore }, 'ok -> verify bad -> halt fail -> halt');
  }
  const ladder = choices.pick([
    { agents: ['coder'] }, { agents: ['coder', 'senior'], by: 'attempt' as const },
    { agents: ['coder', 'coder', 'senior'], by: 'effort' as const },
  ]);
  return agent('write', {
    ...ladder, writes: 'task.writes', max: choices.pick([3, 1, 2, 6]), continues: choices.pick([0, 1, 2]),
    ...(choices.chance(20) ? { fresh: true } : {}), ...(choices.chance(20) ? { session: 'resume' as const } : {}),
  }, `ok -> ${task.kind === 'test' ? 'static' : 'verify'} fail -> write refused -> write`
    + `${choices.chance(30) ? ' give-up -> end' : ''}${choices.chance(30) ? ' timeout -> write fault -> write' : ''}`);
}

function measuring(choices: Choices, reviewed: string): Step {
  const next = reviewed === 'none' ? 'land' : 'review';
  return choices.chance(50)
    ? measure('measure', { gate: 'speed', better: 'higher', target: 2 }, `reached -> ${next} better -> write same -> write worse -> write fail -> ${next}`)
    : measure('measure', { gate: 'speed', better: 'lower' }, `better -> ${next} same -> ${next} worse -> write fail -> write`);
}

function reviewSteps(reviewed: string): readonly Step[] {
  const wires = 'approve -> land change -> write fail -> write';
  switch (reviewed) {
    case 'one': return [review('review', ['skeptic'], wires)];
    case 'panel': return [review('review', ['skeptic', 'critic', 'architect'], `${wires} split -> review`)];
    case 'person':
      return [ask('review', { question: 'Good?', show: 'candidate', approves: 'yes' }, 'yes -> land no -> write stop -> halt')];
    default: return [];
  }
}

/** What is called: by the root, with paths of its own, and by tasks. */
function callables(): readonly Workflow[] {
  return [
    tryFlow(workflow, 'root-try', ['src/**']),
    tryFlow(taskWorkflow, 'task-try', 'task.writes'),
  ];
}

function tryFlow(make: typeof workflow, name: string, writes: 'task.writes' | readonly string[]): Workflow {
  return make(name,
    agent('try', { agents: ['coder'], writes, ...(writes === 'task.writes' ? {} : { writesKind: 'code' as const }), max: 2 }, 'ok -> judge fail -> try refused -> try limit -> end as bad'),
    gate('judge', ['static'], 'green -> rate red -> try'),
    { ...measure('rate', { gate: 'speed', better: 'higher' }, ''), wires: wiresOf('better -> end same -> end worse -> end fail -> end') });
}

function isUsed(flow: Workflow, all: readonly Workflow[]): boolean {
  return all.some(({ steps }) => steps.some((step) =>
    (step.kind === 'call' && step.workflow === flow.name)
    || (step.kind === 'grow' && step.workflows.some((item) => item.workflow === flow.name))));
}

// The recipe `feature`: an architect decomposes, a person approves the plan, each task runs the
// workflow of its kind, what is green and approved lands, and a person publishes.
//
// The arbiter is an agent of its own: as a last rung of the ladder he would be an author (E5).
import type { AgentStep, AskStep, GateStep, Ir, LandStep, Step, Workflow } from '../../src/kernel/ir.ts';
import {
  agent, ask, gate, grow, land, plan, publish, review, taskWorkflow, workflow,
} from '../../src/language/build-ir.ts';
import { budget, gates, limits, sandboxes } from './settings.ts';

const featureWorkflow: Workflow = {
  ...workflow(
    'feature',
    agent('plan', { agents: ['architect'], returns: 'tasks', max: 5 }, 'ok -> approve  refused -> plan  fail -> halt'),
    ask('approve', { question: 'Approve this plan?', show: 'plan' }, 'approved -> build  revise -> plan'),
    grow('build', {
      tasks: 'plan',
      workflows: [
        { kind: 'test', workflow: 'leaf-test' },
        { kind: 'code', workflow: 'leaf' },
        { kind: 'refactor', workflow: 'leaf-plain' },
        { kind: 'docs', workflow: 'leaf-plain' },
        { kind: 'deps', workflow: 'leaf-deps' },
      ],
      parallel: 8,
    }, 'landed -> publish  stalled -> halt  base-red -> halt'),
    publish('publish', 'espalier/{{ run }}', 'published -> end  rejected -> plan  fail -> halt'),
  ),
  inputs: [{ name: 'goal', type: 'text' }],
};

/** Cheap, cheap, strong; then a person. */
function write(dispute: 'end' | 'rescue'): AgentStep {
  return agent('write', { agents: ['coder', 'coder', 'architect'], by: 'attempt', writes: 'task.writes', max: 3 },
    `ok -> verify  fail -> write  refused -> write  dispute -> ${dispute}  give-up -> rescue  limit -> rescue`);
}

function verify(names: readonly string[]): GateStep {
  return gate('verify', names, 'green -> review  red -> write');
}

/** Reviewers who agree, or an arbiter; both end at `approved`. */
function approval(approved: string): readonly AgentStep[] {
  return [
    review('review', ['skeptic', 'critic'],
      `approve -> ${approved}  change -> write  split -> arbitrate  fail -> arbitrate`),
    agent('arbitrate', { agents: ['arbiter'], approves: 'accept', otherwise: 'change' },
      `accept -> ${approved}  change -> write  fail -> rescue`),
  ];
}

const reviewed: readonly string[] = ['review', 'arbitrate'];

function landing(approvedBy: LandStep['approvedBy'], dispute: string): LandStep {
  return land('land', approvedBy, `landed -> end  conflict -> write  red -> write${dispute}`);
}

const rescue: AskStep = ask('rescue', { question: 'Stuck. What should the next attempt know?' },
  'retry -> write  drop -> end');

/** Code that is judged by tests that it cannot touch. */
const leaf: readonly Step[] = [
  write('end'), verify(['static', 'unit']), ...approval('land'), landing([reviewed], ''), rescue,
];

/** Tests: sound by themselves, and red on the base without the code that they judge (T8). */
const leafTest: readonly Step[] = [
  write('rescue'),
  gate('verify', ['static'], 'green -> prove  red -> write'),
  // Tests of a unit must be red without its code, tests alone green; `land` knows which is which.
  gate('prove', ['unit'], 'red -> review  green -> review'),
  ...approval('land'), landing([reviewed], '  dispute -> write  refused -> write'), rescue,
];

const leafPlain: readonly Step[] = [
  write('rescue'), verify(['static', 'unit']), ...approval('land'), landing([reviewed], ''), rescue,
];

/** Manifests and lockfiles: a person approves what agents have reviewed. */
const leafDeps: readonly Step[] = [
  write('rescue'), verify(['static', 'unit']), ...approval('approve'),
  ask('approve', { question: 'Approve these dependencies?', show: 'candidate', approves: 'approved' },
    'approved -> land  revise -> write  drop -> end'),
  landing([reviewed, ['approve']], ''), rescue,
];

export const feature: Ir = plan({
  workflows: [
    featureWorkflow,
    taskWorkflow('leaf', ...leaf),
    taskWorkflow('leaf-test', ...leafTest),
    taskWorkflow('leaf-plain', ...leafPlain),
    taskWorkflow('leaf-deps', ...leafDeps),
  ],
  agents: [
    { name: 'architect', use: 'claude', model: 'opus', effort: 'high' },
    { name: 'coder', use: 'codex', model: 'gpt-mini' },
    { name: 'skeptic', use: 'gemini' },
    { name: 'critic', use: 'claude', model: 'sonnet' },
    { name: 'arbiter', use: 'codex', effort: 'high' },
  ],
  sandboxes,
  gates,
  budget,
  limits,
});

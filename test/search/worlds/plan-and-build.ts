/** The root of most worlds with tasks: a plan is returned once, and its code is grown two at a time. */
import { agent, grow, workflow } from '../../../src/language/build-ir.ts';
import type { Workflow } from '../../../src/kernel/ir.ts';

export const planAndBuild: Workflow = workflow('root',
  agent('plan', { agents: ['p'], returns: 'tasks', max: 1 }, 'ok -> build fail -> halt refused -> halt'),
  grow('build', { tasks: 'plan', parallel: 2, workflows: [{ kind: 'code', workflow: 'code' }] }, 'landed -> end stalled -> halt'));

import { deepEqual, match } from 'node:assert/strict';
import { test } from 'node:test';
import { agent, call, grow, plan, run, talk, taskWorkflow, wait, workflow } from '../../language/build-ir.ts';
import { checkIr } from '../check-ir.ts';
import type { IrFault } from './plan.ts';
import type { Ir, Step, Workflow } from '../ir.ts';

const parts = {
  sources: [{ name: 'issues', command: 'gh issue list' }],
  hosts: [{ name: 'npm', allow: ['registry.npmjs.org'] }],
  waivers: [{ name: 'ours', reason: 'only our own issues' }],
  sandboxes: [{ name: 'shut', use: 'a' }, { name: 'wide', use: 'a', reaches: ['npm'] }],
};
const of = (...workflows: readonly Workflow[]): Ir => plan({ workflows, ...parts });
const main = (...steps: readonly Step[]): Workflow => workflow('main', ...steps);
const reads = (name: string, wires: string): Step => agent(name, { agents: ['x'], reads: ['issues'] }, wires);
const out = (name: string, wires: string): Step => run(name, { command: 'npm i', sandbox: 'wide' }, wires);
const found = (ir: Ir): readonly IrFault[] => checkIr(ir).filter(({ code }) => code === 'trifecta' || code === 'waiver-without-need');
const at = (ir: Ir): readonly string[] => found(ir).map(({ code, path }) => `${code} ${path.join('/')}`);

test('a leaf that reads a source and has a way out, by itself', () => {
  const leaf = run('a', { command: 'x', sandbox: 'wide', reads: ['issues'] }, 'ok -> end  fail -> halt');
  deepEqual(at(of(main(leaf))), ['trifecta workflows/0/steps/0/sandbox']);
  deepEqual(at(of(main({ ...leaf, waiver: 'ours' }))), []);
  deepEqual(at(of(main({ ...leaf, sandbox: 'shut' }))), []);
});

test('text goes on along the wires, and not back', () => {
  deepEqual(at(of(main(reads('a', 'ok -> b  fail -> halt'), out('b', 'ok -> end  fail -> halt')))), ['trifecta workflows/0/steps/1/sandbox']);
  deepEqual(at(of(main(out('b', 'ok -> a  fail -> halt'), reads('a', 'ok -> end  fail -> halt')))), []);
  deepEqual(at(of(main(out('b', 'ok -> a  fail -> halt'), reads('a', 'ok -> b  fail -> end')))), ['trifecta workflows/0/steps/0/sandbox']);
});

test('text goes into what is called and grown, and no other caller is blamed', () => {
  const sub = workflow('sub', out('b', 'ok -> end  fail -> halt'));
  deepEqual(at(of(main(reads('a', 'ok -> c  fail -> halt'), call('c', { workflow: 'sub' }, 'ok -> end')), sub)), ['trifecta workflows/1/steps/0/sandbox']);
  const shut = workflow('sub', run('b', { command: 'x' }, 'ok -> end  fail -> halt'));
  const first = main(call('c', { workflow: 'sub' }, 'ok -> d'), out('d', 'ok -> e  fail -> halt'), reads('e', 'ok -> f  fail -> halt'), call('f', { workflow: 'sub' }, 'ok -> end'));
  deepEqual(at(of(first, shut)), []);
});

test('text that was read in a called workflow comes out of it, and what a task lands reaches the others', () => {
  const sub = workflow('sub', reads('a', 'ok -> end  fail -> halt'));
  deepEqual(at(of(main(call('c', { workflow: 'sub' }, 'ok -> b'), out('b', 'ok -> end  fail -> halt')), sub)), ['trifecta workflows/0/steps/1/sandbox']);
  const tasks = agent('plan', { agents: ['x'], returns: 'tasks' }, 'ok -> build  refused -> plan  fail -> halt');
  const build = grow('build', { tasks: 'plan', parallel: 2, workflows: [{ kind: 'code', workflow: 'one' }, { kind: 'docs', workflow: 'two' }] }, 'landed -> end  stalled -> halt');
  const one = taskWorkflow('one', reads('a', 'ok -> end  fail -> halt'));
  const two = taskWorkflow('two', out('b', 'ok -> end  fail -> halt'));
  deepEqual(at(of(main(tasks, build), one, two)), ['trifecta workflows/2/steps/0/sandbox']);
});

test('it says whose text, which way, and the way out', () => {
  const [fault] = found(of(main(reads('a', 'ok -> b  fail -> halt'), out('b', 'ok -> end  fail -> halt'))));
  match(fault?.found ?? '', /source `issues` \(by way of `main\/a` → `main\/b`\), beside private code, and its sandbox `wide` reaches `npm`/);
});

test('a service beside it is a way out, and so is the first sandbox where none is said', () => {
  const leaf = run('a', { command: 'x', reads: ['issues'], services: ['db'] }, 'ok -> end  fail -> halt');
  const ir = of(main(leaf));
  deepEqual(at({ ...ir, services: [{ name: 'db', command: 'x', sandbox: 'wide' }] }), ['trifecta workflows/0/steps/0']);
  const { services: _, ...alone } = leaf;
  deepEqual(at({ ...of(main(alone)), sandboxes: parts.sandboxes.toReversed() }), ['trifecta workflows/0/steps/0']);
});

test('a command that is asked again and again is a leaf too, and a timer is none', () => {
  const poll = wait('b', { command: 'curl x', everyMs: 1_000, sandbox: 'wide' }, 'ok -> end  fail -> halt');
  deepEqual(at(of(main(reads('a', 'ok -> b  fail -> halt'), poll))), ['trifecta workflows/0/steps/1/sandbox']);
  deepEqual(at(of(main(reads('a', 'ok -> b  fail -> halt'), { ...poll, sandbox: 'shut' }))), []);
  deepEqual(at(of(main(reads('a', 'ok -> b  fail -> halt'), { ...poll, waiver: 'ours' }))), []);
  deepEqual(at(of(main({ ...poll, waiver: 'ours' }))), ['waiver-without-need workflows/0/steps/0/waiver']);
  const first = { ...of(main(reads('a', 'ok -> b  fail -> halt'), wait('b', { afterMs: 1_000 }, 'ok -> end'))), sandboxes: parts.sandboxes.toReversed() };
  deepEqual(at(first), ['trifecta workflows/0/steps/0']);
});

test('who talks with a person is a leaf too, in the first sandbox', () => {
  const talks = of(main(reads('a', 'ok -> b  fail -> halt'), talk('b', ['x'], 'yes -> end  fail -> halt')));
  deepEqual(at(talks), []);
  deepEqual(at({ ...talks, sandboxes: parts.sandboxes.toReversed() }), ['trifecta workflows/0/steps/0', 'trifecta workflows/0/steps/1']);
});

test('a waiver that nothing needs is refused', () => {
  const leaf = run('a', { command: 'x', sandbox: 'wide', waiver: 'ours' }, 'ok -> end  fail -> halt');
  deepEqual(at(of(main(leaf))), ['waiver-without-need workflows/0/steps/0/waiver']);
});

import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';
import { agent, ask, call, gate, land, plan, review, run, workflow } from '../../language/build-ir.ts';
import { checkIr } from '../check-ir.ts';
import type { Workflow } from '../ir.ts';

const codes = (...workflows: readonly Workflow[]): readonly string[] =>
  checkIr(plan({ workflows: [...workflows], gates: [{ name: 'unit', command: 'x', role: 'tests' }], landing: ['unit'] })).map(({ code, path }) => `${code} ${path.join('/')}`);

const write = agent('write', { agents: ['coder'], prompt: 'p.md', writes: ['**'], writesKind: 'code' },
  'ok -> land  fail -> halt  refused -> halt');
const unproved = workflow('open', write, land('land', [], 'landed -> end  conflict -> halt  red -> halt'));

test('a call that comes back to itself hides no proof of another workflow', () => {
  const round = workflow('round', call('again', { workflow: 'round' }, 'ok -> end'), run('never', { command: 'x' }, 'ok -> end  fail -> halt'));
  deepEqual(codes(unproved, round), ['step-unreachable workflows/1/steps/1', 'calls-itself workflows/1/steps/0/workflow', 'writer-without-gate workflows/0/steps/1']);
  const knotted = workflow('open', { ...write, wires: [{ on: 'ok', to: 'again' }, { on: 'fail', to: 'halt' }, { on: 'refused', to: 'halt' }] },
    call('again', { workflow: 'open' }, 'ok -> land'), land('land', [], 'landed -> end  conflict -> halt  red -> halt'));
  deepEqual(codes(knotted), ['calls-itself workflows/0/steps/1/workflow']);
});

test('who approves and writes is told so, and neither an author nor without a proof', () => {
  const approver = { ...review('review', ['critic'], 'approve -> land  change -> write  fail -> halt  refused -> halt'), writes: ['**'], writesKind: 'code' as const };
  deepEqual(codes(workflow('w', { ...write, wires: [{ on: 'ok', to: 'verify' }, ...write.wires.slice(1)] },
    gate('verify', ['unit'], 'green -> review  red -> halt'), approver,
    land('land', [['review']], 'landed -> end  conflict -> halt  red -> halt'))), ['approver-writes workflows/0/steps/2/writes']);
});

test('a word of approval that is not wired is one fault', () => {
  const asked = ask('accept', { question: 'Good?', show: 'candidate', approves: 'fine' }, 'good -> land  bad -> halt');
  deepEqual(codes(workflow('w', { ...write, wires: [{ on: 'ok', to: 'verify' }, ...write.wires.slice(1)] },
    gate('verify', ['unit'], 'green -> accept  red -> halt'), asked,
    land('land', [['accept']], 'landed -> end  conflict -> halt  red -> halt'))), ['approval-not-wired workflows/0/steps/2/approves']);
});

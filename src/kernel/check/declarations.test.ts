import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';
import { agent, gate, plan, run, wait, workflow, type PlanParts } from '../../language/build-ir.ts';
import { checkIr } from '../check-ir.ts';
import type { Step } from '../ir.ts';

const okFail = 'ok -> end  fail -> halt';
const faults = (steps: readonly Step[], parts: Partial<PlanParts> = {}): readonly string[] =>
  checkIr(plan({ workflows: [workflow('main', ...steps)], ...parts })).map(({ code, path }) => `${code} ${path.join('/')}`);
const script = run('go', { command: '', script: 'scripts/go.sh' }, okFail);

test('a script in place of a command, services and sources that are there', () => {
  deepEqual(faults([{ ...script, services: ['db'], reads: ['issues'] }], {
    services: [{ name: 'db', command: 'postgres', ready: 'pg_isready', port: 5432, sandbox: 'box' }],
    sources: [{ name: 'issues', command: 'list' }],
    hosts: [{ name: 'npm', allow: ['registry.npmjs.org:443'] }],
    sandboxes: [{ name: 'box', use: 'a', memoryBytes: 2 ** 30, diskBytes: 2 ** 30, pids: 64, cpus: 1.5, needs: ['kvm'] }],
  }), []);
});

test('numbers that a machine cannot have are refused', () => {
  deepEqual(faults([script], {
    sandboxes: [{ name: 'box', use: 'a', memoryBytes: 1, diskBytes: 0.5, pids: 0, cpus: 0 }],
    services: [{ name: 'db', command: ' ', ready: '', port: 65_536, sandbox: 'bx' }],
  }), [
    'number-out-of-range sandboxes/0/memoryBytes', 'number-out-of-range sandboxes/0/diskBytes', 'number-out-of-range sandboxes/0/pids',
    'number-out-of-range sandboxes/0/cpus', 'no-command services/0/command', 'no-command services/0/ready',
    'number-out-of-range services/0/port', 'unknown-sandbox services/0/sandbox',
  ]);
});

test('what runs beside a gate is declared, and its time is within a lease', () => {
  const steps = [gate('judge', ['unit'], 'green -> end  red -> halt')];
  const unit = { name: 'unit', command: 'x', role: 'tests' as const };
  deepEqual(faults(steps, { gates: [{ ...unit, services: ['db', 'db'], timeoutMs: 0 }] }),
    ['duplicate-reference gates/0/services/1', 'unknown-service gates/0/services/0', 'number-out-of-range gates/0/timeoutMs']);
  deepEqual(faults(steps, { gates: [{ ...unit, timeoutMs: 7_200_001 }] }), ['timeout-above-lifetime gates/0/timeoutMs']);
});

test('a poll is in a sandbox that is declared, and a timer in none', () => {
  deepEqual(faults([wait('look', { command: 'x', everyMs: 5, sandbox: 'box' }, okFail)]), ['unknown-sandbox workflows/0/steps/0/sandbox']);
  deepEqual(faults([wait('rest', { afterMs: 5, sandbox: 'box' }, 'ok -> end')], { sandboxes: [{ name: 'box', use: 'a' }] }),
    ['neither-timer-nor-poll workflows/0/steps/0']);
});

test('R4: a budget binds where every agent that is used reserves some of it', () => {
  const steps = [agent('a', { agents: ['x', 'y'], by: 'attempt' }, okFail)];
  const agents = [{ name: 'x', use: 'a', allowance: { usdMicros: 5, tokens: 0 } }, { name: 'y', use: 'a' }, { name: 'unused', use: 'a' }];
  const budget = { usdMicros: 10, tokens: 10, timeMs: null };
  deepEqual(faults(steps, { agents, budget }), ['budget-cannot-bind budget/usdMicros', 'budget-cannot-bind budget/tokens']);
  deepEqual(faults(steps, { agents, budget: { ...budget, tokens: null }, limits: { allowance: { usdMicros: 1, tokens: 0 } } }), []);
});

test('an agent that is a command has one, and whoever has one says what it is', () => {
  const steps = [agent('a', { agents: ['x', 'y', 'z'], by: 'attempt' }, okFail)];
  deepEqual(faults(steps, { agents: [{ name: 'x', use: 'acp' }, { name: 'y', use: 'command', command: ' ' }, { name: 'z', use: 'command', command: 'my-agent' }] }),
    ['no-command agents/0', 'no-command agents/1/command']);
});

import { deepEqual, throws } from 'node:assert/strict';
import { test } from 'node:test';
import { checkIr } from '../kernel/check-ir.ts';
import { agent, gate, land, plan, wiresOf, workflow } from './build-ir.ts';

test('wires are read as they are written in the language', () => {
  deepEqual(wiresOf('ok -> verify  fail -> end as bad limit -> halt'), [
    { on: 'ok', to: 'verify' }, { on: 'fail', to: 'end', as: 'bad' }, { on: 'limit', to: 'halt' },
  ]);
  deepEqual(wiresOf(''), []);
  for (const text of ['ok', 'ok ->', 'ok verify', 'ok -> a b']) throws(() => wiresOf(text), /Cannot read wires/);
});

test('a workflow in a few lines is a plan that passes', () => {
  const ir = plan({
    workflows: [workflow('main',
      agent('write', { agents: ['coder'], writes: ['src/**'], writesKind: 'code' }, 'ok -> verify  fail -> write  refused -> write'),
      gate('verify', ['unit'], 'green -> land  red -> write'),
      land('land', [], 'landed -> end  conflict -> write  red -> write'))],
  });
  deepEqual(checkIr(ir), []);
  deepEqual([ir.root, ir.landing, ir.agents], ['main', ['unit'], [{ name: 'coder', use: 'scripted' }]]);
});

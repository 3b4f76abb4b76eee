// The recipe `develop`: one agent implements, gates judge, a capped number of fixes, then a person
// says how it goes on; what is green lands, and is published once a person has approved the commit.
import type { Ir } from '../../src/kernel/ir.ts';
import { agent, ask, gate, land, plan, publish, workflow } from '../../src/language/build-ir.ts';
import { budget, gates, limits, sandboxes } from './settings.ts';

export const develop: Ir = plan({
  workflows: [{
    ...workflow(
      'develop',
      agent('implement', { agents: ['coder'], writes: ['**'], writesKind: 'code', max: 3 },
        'ok -> test  fail -> fix  refused -> implement  dispute -> give-up  give-up -> give-up  limit -> give-up'),
      gate('test', ['static', 'unit'], 'green -> land  red -> fix'),
      agent('fix', { agents: ['coder', 'coder', 'senior'], by: 'attempt', writes: ['**'], writesKind: 'code', max: 5 },
        'ok -> test  fail -> fix  refused -> fix  dispute -> give-up  give-up -> give-up  limit -> give-up'),
      ask('give-up', { question: 'No attempt went green. What should the next one know, or shall it stop?' },
        'retry -> fix  stop -> halt'),
      land('land', [], 'landed -> publish  conflict -> fix  red -> fix'),
      publish('publish', 'espalier/{{ run }}', 'published -> end  rejected -> fix  fail -> halt'),
    ),
    inputs: [{ name: 'goal', type: 'text' }],
  }],
  agents: [
    { name: 'coder', use: 'codex' },
    { name: 'senior', use: 'claude', effort: 'high' },
  ],
  sandboxes,
  gates,
  budget,
  limits,
});

import { equal } from 'node:assert/strict';
import { test } from 'node:test';
import { type Env, wantsColours } from './terminal.ts';

const wants = (env: Env, isTerminal: boolean): boolean => wantsColours(env, { isTerminal });

test('colours are for terminals, unless the environment says otherwise', () => {
  equal(wants({}, true), true);
  equal(wants({}, false), false);
  for (const env of [{ NO_COLOR: '1' }, { TERM: 'dumb' }, { CI: 'true' }, { FORCE_COLOR: '0' }]) equal(wants(env, true), false);
  equal(wants({ NO_COLOR: '' }, true), true);
  for (const env of [{ FORCE_COLOR: '1' }, { FORCE_COLOR: '1', NO_COLOR: '1', CI: '1', TERM: 'dumb' }]) equal(wants(env, false), true);
});

import { equal } from 'node:assert/strict';
import { test } from 'node:test';
import { wantsColours } from './terminal.ts';

test('colours are for terminals, unless the environment says otherwise', () => {
  equal(wantsColours({}, true), true);
  equal(wantsColours({}, false), false);
  for (const env of [{ NO_COLOR: '1' }, { TERM: 'dumb' }, { CI: 'true' }, { FORCE_COLOR: '0' }]) equal(wantsColours(env, true), false);
  equal(wantsColours({ NO_COLOR: '' }, true), true);
  for (const env of [{ FORCE_COLOR: '1' }, { FORCE_COLOR: '1', NO_COLOR: '1', CI: '1', TERM: 'dumb' }]) equal(wantsColours(env, false), true);
});

import { equal, match } from 'node:assert/strict';
import { test } from 'node:test';
import type { Probe, Unit } from '../rows.ts';
import { emptyUnit } from '../evolve/grow.ts';
import { initialState, type State } from '../state.ts';
import { commitFault } from './landing.ts';

const probe: Probe = { order: 'probe.1', from: 'c1', units: ['a', 'b'], rerun: false };

/** The tip is c1, on c0; `a` may have landed as c2 since the prefix was ordered. */
function stack(landed?: string): State {
  const state = initialState();
  const unit = (id: string, more: Partial<Unit>): void => void state.units.set(id, { ...emptyUnit(id), ...more });
  Object.assign(state, { run: { ...state.run, base: 'c0' }, landing: { ...state.landing, tip: landed ?? 'c1' } });
  state.stack.set('c1', 'z');
  if (landed !== undefined) state.stack.set(landed, 'a');
  unit('a', { status: landed === undefined ? 'queued' : 'landed' });
  unit('b', { status: 'queued' });
  return state;
}

const cases: readonly (readonly [string, State, readonly string[], RegExp | null])[] = [
  ['a new commit for each', stack(), ['c2', 'c3'], null],
  ['one too few', stack(), ['c2'], /2 units were under gate, and 1 commits/],
  ['no name', stack(), ['c2', ''], /has no commit/],
  ['one twice', stack(), ['c2', 'c2'], /c2 is no new commit/],
  ['the tip', stack(), ['c1', 'c2'], /c1 is no new commit/],
  ['an older one of the stack', stack(), ['c2', 'c0'], /c0 is no new commit/],
  ['the first has landed since', stack('c2'), ['c2', 'c3'], null],
  ['the first has landed as another', stack('c2'), ['c9', 'c3'], /built on c9, and the tip is c2/],
  ['the last is the one that has landed', stack('c2'), ['c2', 'c2'], /c2 is no new commit/],
];

for (const [name, state, commits, fault] of cases) {
  test(`commits of a prefix: ${name} (B1)`, () => {
    const found = commitFault(state, probe, commits);
    if (fault === null) equal(found, null);
    else match(found ?? '', fault);
  });
}

import { equal, match, ok, throws } from 'node:assert/strict';
import { test } from 'node:test';
import { newRunId } from './new-run-id.ts';

const morning = Date.UTC(2026, 10, 21, 9, 30);
const wanted = { workflow: 'feature', at: morning, random: () => 0.5, isTaken: () => false };

test('an id is the workflow, the day and five characters', () => {
  match(newRunId(wanted), /^feature-20261121-[0-9a-hjkmnp-tv-z]{5}$/);
  match(newRunId({ ...wanted, workflow: 'Über/Größe … x' }), /^-ber-gr-e-x-20261121-.{5}$/);
  match(newRunId({ ...wanted, workflow: '' }), /^run-20261121-/);
});

test('ids of a day sort by their time, three seconds apart', () => {
  const ids = [0, 3, 60, 3600, 50_000].map((seconds) => newRunId({ ...wanted, at: morning + seconds * 1000, random: () => 1 - seconds / 1e5 }));
  equal(ids.toSorted().join(), ids.join());
});

test('what is taken is not given again', () => {
  const first = newRunId(wanted);
  let calls = 0;
  const random = (): number => {
    calls += 1;
    return calls / 1024;
  };
  ok(newRunId({ ...wanted, random, isTaken: (id) => id === first }) !== first);
  throws(() => newRunId({ ...wanted, isTaken: () => true }), /Cannot name a run/);
});

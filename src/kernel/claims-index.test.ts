import { deepEqual, equal, notEqual } from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { conflictWith, emptyClaims, forkClaims, isBusy, releaseClaims, takeClaims } from './claims-index.ts';
import { overlaps, reduce } from './path.ts';

const segment = fc.constantFrom('a', 'b');
const claim = fc.tuple(fc.array(segment, { maxLength: 3 }), fc.boolean()).map(([path, isDirectory]) =>
  (path.length === 0 ? '**' : `${path.join('/')}${isDirectory ? '/**' : ''}`));
const claims = fc.array(claim, { minLength: 1, maxLength: 3 }).map(reduce);

test('given what is held, a claim conflicts iff it overlaps something held (L5)', () => {
  fc.assert(fc.property(fc.array(claims, { maxLength: 6 }), claims, (others, wanted) => {
    const index = emptyClaims();
    const held: string[] = [];
    for (const [unit, some] of others.entries()) {
      const overlap = some.some((one) => held.some((other) => overlaps(one, other)));
      equal(conflictWith(index, some) !== null, overlap, `${some.join(' ')} on ${held.join(' ')}`);
      if (overlap) continue;
      takeClaims(index, `u${unit}`, some);
      held.push(...some);
    }
    const place = conflictWith(index, wanted);
    equal(place !== null, wanted.some((one) => held.some((other) => overlaps(one, other))));
    if (place !== null) equal(isBusy(index, place), true, 'whoever sleeps there will be woken');
  }), { numRuns: 3_000 });
});

test('when all is released, nothing is left, and every place where one slept was named', () => {
  fc.assert(fc.property(claims, claims, (held, wanted) => {
    const index = emptyClaims();
    takeClaims(index, 'u', held);
    const place = conflictWith(index, wanted);
    const freed = releaseClaims(index, held);
    if (place !== null) equal(freed.includes(place), true, `${place} of ${freed.join(' ')}`);
    equal(conflictWith(index, wanted), null);
    deepEqual([index.holders.size, index.below.size], [0, 0]);
  }), { numRuns: 3_000 });
});

test('a file would take the place of the directory above a claim', () => {
  const index = emptyClaims();
  takeClaims(index, 'u', ['src/a']);
  equal(conflictWith(index, ['src/a/b.ts']), 'src/a');
  takeClaims(index, 'v', ['lib/x/y.ts']);
  equal(conflictWith(index, ['lib/x']), 'lib/x/');
});

test('a fork keeps its claims to itself', () => {
  const index = emptyClaims();
  const fork = forkClaims(index);
  takeClaims(fork, 'u', ['src/**']);
  equal(conflictWith(index, ['src/a.ts']), null);
  notEqual(conflictWith(fork, ['src/a.ts']), null);
});

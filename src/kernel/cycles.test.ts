import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { cyclesOf } from './cycles.ts';
import type { Graph } from './cycles.ts';

test('of each knot one shortest cycle is named', () => {
  deepEqual(cyclesOf([]), []);
  deepEqual(cyclesOf([[1], [2], []]), []);
  deepEqual(cyclesOf([[0]]), [[0]]);
  deepEqual(cyclesOf([[1], [2, 3], [0], [4], [0], [6], [5]]), [[0, 1, 2], [5, 6]]);
});

test('a long chain needs no stack', () => {
  const size = 200_000;
  const arrows = Array.from({ length: size }, (_, node) => [(node + 1) % size]);
  equal(cyclesOf(arrows)[0]?.length, size);
});

const graph: fc.Arbitrary<Graph> = fc.integer({ min: 1, max: 7 }).chain((size) =>
  fc.array(fc.array(fc.integer({ min: 0, max: size - 1 }), { maxLength: 3 }), { minLength: size, maxLength: size }));

/** The nodes that can be reached from `from` by at least one arrow. */
function reach(arrows: Graph, from: number): ReadonlySet<number> {
  const seen = new Set<number>();
  const queue = [...arrows[from] ?? []];
  for (const node of queue) {
    if (seen.has(node)) continue;
    seen.add(node);
    queue.push(...arrows[node] ?? []);
  }
  return seen;
}

test('cycles are cycles, and every knot has exactly one', () => {
  fc.assert(fc.property(graph, (arrows) => {
    const cycles = cyclesOf(arrows);
    for (const cycle of cycles) {
      equal(new Set(cycle).size, cycle.length);
      cycle.forEach((node, at) => equal(arrows[node]?.includes(cycle[(at + 1) % cycle.length] ?? -1), true));
    }
    const knots = new Set<string>();
    arrows.forEach((_, node) => {
      const to = reach(arrows, node);
      if (to.has(node)) knots.add([...to].filter((other) => reach(arrows, other).has(node)).sort().join());
    });
    equal(cycles.length, knots.size);
  }), { numRuns: 2000 });
});

import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Table } from './table.ts';

interface Write {
  readonly key: string;
  /** `null` deletes. */
  readonly row: number | null;
}

const writes = fc.array(fc.record({ key: fc.constantFrom('a', 'b', 'c'), row: fc.option(fc.nat(9)) }), { maxLength: 12 });

function write(table: Table<number>, map: Map<string, number>, { key, row }: Write): void {
  if (row === null) {
    table.delete(key);
    map.delete(key);
  } else {
    table.set(key, row);
    map.set(key, row);
  }
}

function equalTo(table: Table<number>, map: ReadonlyMap<string, number>): void {
  deepEqual(table.keys(), [...map.keys()].sort());
  deepEqual(new Map(table.entries()), new Map(map));
  equal(table.size, map.size);
  for (const key of ['a', 'b', 'c']) {
    equal(table.get(key), map.get(key));
    equal(table.has(key), map.has(key));
  }
}

test('given any writes, a table is a map; so is a fork of a fork, and what it came from is as it was', () => {
  fc.assert(fc.property(writes, writes, writes, (first, second, third) => {
    const table = new Table<number>();
    const map = new Map<string, number>();
    for (const one of first) write(table, map, one);
    equalTo(table, map);
    const fork = table.fork();
    const forkMap = new Map(map);
    for (const one of second) write(fork, forkMap, one);
    const deeper = fork.fork();
    const deeperMap = new Map(forkMap);
    for (const one of third) write(deeper, deeperMap, one);
    equalTo(deeper, deeperMap);
    equalTo(fork, forkMap);
    equalTo(table, map);
    const clone = deeper.clone();
    for (const one of first) write(clone, new Map(), one);
    equalTo(deeper, deeperMap);
  }), { numRuns: 1_000 });
});

test('keys are sorted by code unit, in whatever order they came', () => {
  const table = new Table<number>();
  for (const key of ['b', 'é', 'Z', 'a']) table.set(key, 1);
  deepEqual(table.keys(), ['Z', 'a', 'b', 'é']);
});

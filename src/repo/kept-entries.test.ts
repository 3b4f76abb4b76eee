// Trees that were read are not read again, as long as there is room for them.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TreeEntry } from '../ports/repo.ts';
import { KeptEntries } from './kept-entries.ts';

const entry: TreeEntry = { path: 'a', bytes: null, mode: '100644', object: '1' };

function counted(sizes: Readonly<Record<string, number>>): { readonly kept: KeptEntries; readonly reads: string[] } {
  const reads: string[] = [];
  return { reads, kept: new KeptEntries(async (tree) => { reads.push(tree); return Array.from({ length: sizes[tree] ?? 1 }, () => entry); }) };
}

test('a tree is read once', async () => {
  const { kept, reads } = counted({});
  const first = await kept.of('a');
  assert.equal(await kept.of('a'), first);
  await kept.of('b');
  assert.deepEqual(reads, ['a', 'b']);
});

test('what was asked for longest ago makes room, and what is too large is not kept', async () => {
  const { kept, reads } = counted({ a: 150_000, b: 150_000, c: 150_000, vast: 500_000 });
  for (const tree of ['a', 'b', 'a', 'c', 'a', 'b', 'vast', 'vast', 'b']) await kept.of(tree);
  assert.deepEqual(reads, ['a', 'b', 'c', 'b', 'vast', 'vast']);
});

test('a tree that two ask for at once is kept once', async () => {
  const { kept, reads } = counted({ a: 300_000, b: 100_000 });
  await Promise.all([kept.of('a'), kept.of('a')]);
  await kept.of('b');
  await kept.of('a');
  assert.deepEqual(reads, ['a', 'a', 'b']);
});

test('a tree that could not be read is asked for again', async () => {
  let isThere = false;
  const kept = new KeptEntries(async () => { if (!isThere) throw new Error('not yet'); return [entry]; });
  await assert.rejects(kept.of('a'), /not yet/);
  isThere = true;
  assert.equal((await kept.of('a')).length, 1);
});

/** Envelopes that were changed on their way: applied wholly as they were meant, or as a whole other envelope, or not at all. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readEnvelope } from '../../src/agents/envelope/read-envelope.ts';
import { applyEnvelope } from '../../src/hands/envelope/apply-envelope.ts';
import { leftWith } from '../../src/hands/envelope/left-with.ts';
import { nameFault } from '../../src/ports/name-fault.ts';
import { MemoryRepo } from '../../src/repo/memory-repo.ts';

const nonce = '0f1e2d3c4b5a6978';
const fence = (words: string): string => `=== ${nonce} ${words}`;
const files: Readonly<Record<string, string>> = { 'a.ts': 'one\ntwo\nthree\n', 'src/b.ts': 'four\n' };

/** Lines, so that those that are fences and those that are not can be moved about. */
const part = fc.oneof(
  fc.tuple(fc.constantFrom('new.ts', 'src/c.ts', 'd'), fc.array(fc.constantFrom('x', '', 'with', 'end'), { maxLength: 3 })).map(([path, lines]) => [fence(`new ${path}`), ...lines]),
  fc.tuple(fc.constantFrom('a.ts', 'src/b.ts'), fc.constantFrom('one', 'two\nthree', 'four', 'none'), fc.constantFrom('', 'x', 'two')).map(([path, find, replace]) => [fence(`edit ${path}`), find, fence('with'), replace]),
);
const envelope = fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => [fence('begin'), ...parts.flat(), fence('end')]);

type Mutation = (lines: readonly string[]) => readonly string[];
const at = fc.nat(30);
const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  at.map((from): Mutation => (lines) => lines.slice(0, from)),
  at.map((gone): Mutation => (lines) => lines.toSpliced(gone % lines.length, 1)),
  fc.tuple(at, at).map(([from, to]): Mutation => (lines) => lines.toSpliced(to % lines.length, 0, lines[from % lines.length] ?? '')),
  fc.tuple(at, fc.constantFrom('begin', 'end', 'with', 'new a.ts', 'new ../x', 'edit a.ts', 'new .git/config', 'move a b', '')).map(([to, words]): Mutation => (lines) => lines.toSpliced(to % lines.length, 0, fence(words))),
  fc.tuple(at, fc.string({ maxLength: 8, unit: 'binary' })).map(([to, text]): Mutation => (lines) => lines.with(to % lines.length, `${lines[to % lines.length] ?? ''}${text}`)),
  fc.tuple(at, fc.nat(24)).map(([to, cut]): Mutation => (lines) => lines.with(to % lines.length, (lines[to % lines.length] ?? '').slice(cut))),
);

const settings = { seed: 63, numRuns: 4_000 };

test('whatever is changed in an envelope, all of it is applied or nothing', () => {
  let [applied, refused] = [0, 0];
  fc.assert(fc.property(envelope, fc.array(mutation, { maxLength: 3 }), (lines, mutations) => {
    const mutated = mutations.reduce<readonly string[]>((left, mutate) => (left.length === 0 ? left : mutate(left)), lines);
    const read = readEnvelope(`before\n${mutated.join('\n')}\nbehind\n`, nonce);
    if (!read.ok) {
      refused += 1;
      assert.ok(read.why.length > 0);
      return;
    }
    // One envelope, with both of its ends, and every fence in it accounted for.
    const fences = mutated.flatMap((line) => line.split('\n')).filter((line) => line.startsWith(`=== ${nonce} `)).map((line) => line.slice(nonce.length + 5));
    assert.deepEqual([fences[0], fences.at(-1)], fences.length === 0 ? [undefined, undefined] : ['begin', 'end']);
    assert.equal(fences.filter((words) => words.startsWith('new ') || words.startsWith('edit ')).length, read.parts.length);
    for (const { path } of read.parts) assert.equal(nameFault(path), null);
    const result = applyEnvelope(read.parts, (path) => files[path] ?? null);
    if (!result.ok) return;
    applied += 1;
    assert.deepEqual(new Set(result.texts.keys()), new Set(read.parts.map(({ path }) => path)), 'no part was left out');
  }), settings);
  assert.ok(applied > 100 && refused > 1_000, `both were tried: ${applied} applied, ${refused} refused`);
});

test('no text breaks the reader, and without the nonce nothing is ever read', () => {
  const texts = fc.array(fc.oneof(fc.string(), fc.constantFrom('=== begin', '=== x begin', '===', 'end', '\n', fence('end'), nonce)), { maxLength: 12 }).map((pieces) => pieces.join('\n'));
  fc.assert(fc.property(texts, (text) => {
    const read = readEnvelope(text, nonce);
    return !read.ok || read.parts.length === 0;
  }), settings);
});

test('what is applied to a tree is one change for each file, modes kept; on what was left as well', async () => {
  const repo = new MemoryRepo();
  const [a, b] = await repo.keep([Buffer.from('one\ntwo\n'), Buffer.from([0xff, 0x00])]);
  const tree = await repo.apply(repo.emptyTree, [
    { path: 'run.sh', from: null, to: `100755:${a}` }, { path: 'binary', from: null, to: `100644:${b}` }, { path: 'link', from: null, to: `120000:${a}` }, { path: 'gone', from: null, to: `100644:${a}` },
  ]);
  assert.ok(tree.ok);
  const collected = { changes: [{ kind: 'deleted', path: 'gone' }, { kind: 'added', path: 'left', mode: '100644', content: Buffer.from('by itself\n') }], refusals: [] } as const;
  const left = (...parts: Parameters<typeof leftWith>[0]): ReturnType<typeof leftWith> => leftWith(parts, { collected, tree: tree.tree, repo });
  const done = await left({ kind: 'edit', path: 'run.sh', find: 'two', replace: '2' }, { kind: 'edit', path: 'left', find: 'itself', replace: 'both' }, { kind: 'new', path: 'gone', text: 'again\n' });
  assert.ok(done.ok);
  assert.deepEqual(done.collected.changes.map((one) => [one.kind, one.path, 'mode' in one ? one.mode : '', 'content' in one ? Buffer.from(one.content).toString() : '']), [
    ['changed', 'gone', '100644', 'again\n'], ['added', 'left', '100644', 'by both\n'], ['changed', 'run.sh', '100755', 'one\n2\n'],
  ]);
  for (const [path, why] of [['binary', /no text in UTF-8/], ['link', /no file that can be edited/], ['gone', /is not there/]] as const) {
    const refused = await left({ kind: 'edit', path, find: 'one', replace: 'x' });
    assert.ok(!refused.ok);
    assert.match(refused.refusals[0]?.why ?? '', why);
  }
});

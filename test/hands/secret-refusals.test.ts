/** What is not taken as a patch because of a secret in it, by the repository's own taking of patches. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { scrubber } from '../../src/hands/scrub/scrubber.ts';
import { takingNoSecrets } from '../../src/hands/scrub/secret-refusals.ts';
import type { LeftChange } from '../../src/ports/collected.ts';
import type { TakenPatch } from '../../src/ports/patch-taking.ts';
import { MemoryRepo } from '../../src/repo/memory-repo.ts';
import { patchOf } from '../../src/repo/patch-of.ts';

const [known, token] = ['the-key-0123456789', `ghp_${'aB3dE5fG7hJ9kL2mN4pQ6rS8tU1vW0xYzA3b'}`];
const clean = scrubber(() => [known]);

async function take(...changes: readonly LeftChange[]): Promise<TakenPatch> {
  const repo = new MemoryRepo();
  const [blob] = await repo.keep([Buffer.from(`one\n${token}\n`)]);
  const applied = await repo.apply(repo.emptyTree, [{ path: 'old', from: null, to: `100644:${blob}` }]);
  assert.ok(applied.ok);
  const taking = takingNoSecrets({ take: (one) => patchOf(repo, one), repo, scrubber: clean });
  return taking({ baseTree: applied.tree, lineTree: applied.tree, collected: { changes, refusals: [] } });
}

const left = (kind: 'added' | 'changed', path: string, text: string): LeftChange => ({ kind, path, mode: '100644', content: Buffer.from(text) });
const whys = (taken: TakenPatch): readonly string[] => (taken.ok ? [] : taken.refusals.map(({ kind, path, why }) => `${kind} ${path} ${why}`));

test('a patch that adds a secret is refused by path, line and kind, and the secret is not told', async () => {
  const said = whys(await take(left('added', 'new', `\n\nKEY=${known}`), left('changed', 'old', `one\n${token}\nAKIA${'Q2W3E4R5T6Y7U8I9'}\n`)));
  assert.equal(said.length, 2);
  assert.match(said[0] ?? '', /^secret new line 3 holds a secret \(known key\): take it out/);
  assert.match(said[1] ?? '', /^secret old line 3 holds a secret \(AWS key\)/);
  assert.doesNotMatch(said.join(), new RegExp(`${known}|${token}|Q2W3`));
});

test('so is one with a secret in a name, or in where a link leads', async () => {
  const said = whys(await take(left('added', `${'d/'.repeat(140)}${known}/x`, 'x'), { kind: 'added', path: 'link', mode: '120000', content: Buffer.from(token) }));
  assert.match(said[0] ?? '', /^secret d\/.*its name holds a secret/);
  assert.match(said[1] ?? '', /^secret link line 1/);
  assert.doesNotMatch(said.join(), /the-key/);
});

test('what the file had before stays the person\'s; what is a guess, and a lockfile, is taken', async () => {
  const integrity = '"resolved": "https://registry.example/a.tgz", "integrity": "sha512-v2kDEe57lecTulaDIuNTPy3Ry4gLGJ6Z1O3vE1krgXZNrsQ+LFTGHVxVjcXPs17LhbZVGedAJv8XZ1tvj5FvSg=="';
  const taken = await take(left('changed', 'old', `two\n\n${token}\n`), left('added', 'package-lock.json', integrity), left('added', 'conf', 'api_key=f81d4fae7dec11d0a765'));
  assert.ok(taken.ok, whys(taken).join());
});

test('what was refused before is refused for that', async () => {
  const repo = new MemoryRepo();
  const taking = takingNoSecrets({ take: (one) => patchOf(repo, one), repo, scrubber: clean });
  const taken = await taking({ baseTree: repo.emptyTree, lineTree: repo.emptyTree, collected: { changes: [left('added', 'a', known)], refusals: [{ kind: 'fifo', path: 'p', why: 'is a pipe' }] } });
  assert.deepEqual(whys(taken), ['fifo p is a pipe']);
});

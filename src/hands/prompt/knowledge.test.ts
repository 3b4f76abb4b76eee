// Which entries of a repository's knowledge an order is given: by path and by tag, the same each time.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { applyingEntries, knowledgeEntry, type KnowledgeEntry, knowledgeText } from './knowledge.ts';

const entry = (name: string, source: string): KnowledgeEntry => knowledgeEntry(`.espalier/knowledge/${name}`, source) ?? assert.fail(name);
const api = entry('patterns/api.md', '---\npaths: src/api/**, docs/api.md\n---\nErrors are values.\n');
const sql = entry('decisions/sql.md', '---\r\ntags: [code, "sql"]\r\n---\r\nWe use SQLite.');
const one = entry('antipatterns/one.md', '---\npaths: src/one.ts\ntags: sql\n---\nNot again.');

test('an entry says what it applies to, or it applies to nothing', () => {
  assert.deepEqual([api.paths, api.tags, api.text], [['src/api/**', 'docs/api.md'], [], 'Errors are values.']);
  assert.deepEqual([sql.tags, sql.text], [['code', 'sql'], 'We use SQLite.']);
  for (const none of ['', 'text', '---\n---\ntext', '---\npaths:\n---\n', '---\npaths: ../x, /etc/**, **\n---\ntext', '---\npaths: src/a.ts\nnever closed']) assert.equal(knowledgeEntry('x', none), null, none);
});

test('who may write where its paths are is given it, and who is called by its tag', () => {
  const names = (writes: readonly string[], ...called: readonly string[]): readonly string[] => applyingEntries([sql, one, api], { writes, called }).map(({ path }) => path.split('/').at(-1) ?? '');
  assert.deepEqual(names(['src/api/users.ts']), ['api.md']);
  assert.deepEqual(names(['src/**'], 'code'), ['one.md', 'api.md', 'sql.md']);
  assert.deepEqual(names(['lib/**'], 'test'), []);
  assert.deepEqual(names([], 'sql'), ['one.md', 'sql.md']);
});

test('what does not fit is named', () => {
  const long = Array.from({ length: 5 }, (_, at) => entry(`p/${at}.md`, `---\ntags: x\n---\n${'y'.repeat(12_000)}`));
  const text = knowledgeText(long);
  assert.ok(text.length < 43_000);
  assert.match(text, /… and 2 more that apply: \.espalier\/knowledge\/p\/3\.md, \.espalier\/knowledge\/p\/4\.md\n$/);
  assert.equal(knowledgeText([sql]), '## decisions/sql.md\nWe use SQLite.\n\n');
  assert.equal(knowledgeText([]), '');
});

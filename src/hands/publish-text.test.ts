import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ReviewedUnit } from './hand-parts.ts';
import { publishBody } from './publish-text.ts';

const unit: ReviewedUnit = { title: 'Export notes', commit: 'c'.repeat(40), paths: 1, gates: ['unit'], executed: [] };
const bodyOf = (more: Partial<ReviewedUnit>): string => publishBody({ parts: { run: 'run-1' } }, { commit: 'c'.repeat(40), stack: [{ ...unit, ...more }] });

test('what is run elsewhere comes before what landed', () => {
  const body = bodyOf({ executed: ['.github/workflows/ci.yml'] });
  assert.ok(body.indexOf('.github/workflows/ci.yml') < body.indexOf('Export notes'), body);
  assert.match(body, /- `cccccccccccc` Export notes \(1 path; unit green\)\n$/);
});

test('no title and no path is markup of the page that shows it', () => {
  const words: readonly (readonly [string, string])[] = [
    ['![a](http://e/x.png)', '\\!\\[a\\]\\(http\\://e/x.png\\)'], ['<img src=x>', '\\<img src=x\\>'], ['a `b` <!-- c', 'a \\`b\\` \\<\\!-- c'],
    ['WWW.example.invalid', 'WWW\\.example.invalid'], ['&lt;b', '\\&lt;b'], ['a\n# b', 'a \\# b'], ['\\<b>', '\\\\\\<b\\>'],
  ];
  for (const [title, shown] of words) assert.ok(bodyOf({ title }).includes(` ${shown} (1 path`), bodyOf({ title }));
  assert.ok(bodyOf({ executed: ['.husky/a`](http://e)'] }).includes('- .husky/a\\`\\]\\(http\\://e\\)\n'));
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { envelopePrompt } from './envelope-prompt.ts';
import { mostEnvelopeCharacters, mostEnvelopeParts, readEnvelope } from './read-envelope.ts';

const nonce = '0f1e2d3c4b5a6978';
const fence = (words: string): string => `=== ${nonce} ${words}`;
const text = (...lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('');
const whole = text('I did it:', fence('begin'), fence('new src/a.ts'), 'one', '', fence('edit src/b.ts'), ' two', 'three', fence('with'), 'four', fence('end'), 'That is all.');
const why = (said: string): string => {
  const read = readEnvelope(said, nonce);
  return read.ok ? `it is read: ${JSON.stringify(read.parts)}` : read.why;
};

test('new files and edits are read as they stand', () => {
  assert.deepEqual(readEnvelope(whole, nonce), {
    ok: true,
    parts: [{ kind: 'new', path: 'src/a.ts', text: 'one\n\n' }, { kind: 'edit', path: 'src/b.ts', find: ' two\nthree', replace: 'four' }],
  });
  assert.deepEqual(readEnvelope(text(fence('begin'), fence('new empty'), fence('end')), nonce), { ok: true, parts: [{ kind: 'new', path: 'empty', text: '' }] });
  assert.deepEqual(readEnvelope('nothing to do\n', nonce), { ok: true, parts: [] });
});

test('what an agent was told of it is no envelope when it is repeated, and one can follow', () => {
  assert.deepEqual(readEnvelope(envelopePrompt(nonce), nonce), { ok: true, parts: [] });
  assert.deepEqual(readEnvelope(envelopePrompt(nonce) + whole, nonce), readEnvelope(whole, nonce));
});

test('a forged, nested, cut or doubled fence makes it void, and says why', () => {
  const other = whole.replaceAll(nonce, 'ffffffffffffffff');
  assert.match(why(other), /^line 2: a fence that is none of this order's/);
  assert.match(why(whole.replace('one\n', other)), /none of this order's/, 'within a file');
  assert.match(why(whole.replace('one\n', ` ${fence('end')}\n`)), /none of this order's/, 'indented');
  assert.match(why(whole.replace('one\n', `the nonce ${nonce}\n`)), /none of this order's/);
  assert.match(why(whole.replace('one\n', text(fence('begin'), fence('end')))), /line 4: a second `begin` within the first/);
  assert.match(why(whole + whole), /a second `begin`: there is one/);
  assert.match(why(whole + text(fence('end'))), /`end` outside/);
  assert.match(why(whole.slice(0, whole.indexOf('four'))), /it is cut/);
  assert.match(why(whole.replace(fence('begin'), '')), /`new src\/a\.ts` outside/);
  assert.match(why(whole.replace(`${fence('with')}\n`, '')), /no `with`/);
  assert.match(why(whole.replace(fence('with'), text(fence('with'), fence('with')))), /`with` without an `edit`/);
  assert.match(why(whole.replace(fence('new src/a.ts'), fence('with'))), /`with` without/);
  assert.match(why(whole.replace(fence('new src/a.ts'), fence('delete src/a.ts'))), /`delete src\/a\.ts` is no fence/);
  assert.match(why(whole.replace(fence('new src/a.ts'), 'stray')), /belongs to no file/);
  assert.match(why(whole.replaceAll('\n', '\r\n')), /is no fence|none of this order's|outside/);
});

test('paths are the repository\'s own, each new file once, and an edit changes something', () => {
  for (const path of ['/etc/passwd', '../a', 'a/../b', 'a//b', '.git/config', 'a/.GIT/x', 'a\\b', 'dir/**', '', ' ']) {
    assert.match(why(text(fence('begin'), fence(`new ${path}`), fence('end'))), /^line 2: /, path);
  }
  const twice = (a: string, b: string): string => why(text(fence('begin'), fence(a), 'x', ...(a.startsWith('edit') ? [fence('with'), 'y'] : []), fence(b), 'x', ...(b.startsWith('edit') ? [fence('with'), 'z'] : []), fence('end')));
  assert.match(twice('new a', 'new a'), /named twice/);
  assert.match(twice('new a', 'edit a'), /named twice/);
  assert.match(twice('edit a', 'new a'), /named twice/);
  assert.match(twice('edit a', 'edit a'), /^it is read/);
  assert.match(why(text(fence('begin'), fence('edit a'), fence('with'), 'y', fence('end'))), /does not say what is to be found/);
  assert.match(why(text(fence('begin'), fence('edit a'), 'y', fence('with'), 'y', fence('end'))), /changes nothing/);
});

test('it has caps', () => {
  assert.match(why('x'.repeat(mostEnvelopeCharacters + 1)), /longer than/);
  const many = Array.from({ length: mostEnvelopeParts + 1 }, (_, at) => fence(`new f${at}`));
  assert.match(why(text(fence('begin'), ...many, fence('end'))), /more than 500/);
  assert.match(why(text(fence('begin'), ...many.slice(1), fence('end'))), /^it is read/);
});

/** Sources that were made to break what reads them: each gets an answer, and the host and the next file go on. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { limits } from '../../src/ports/limits.ts';
import type { FileSignatures, SignatureSource } from '../../src/ports/signatures.ts';
import { ParsedSignatures } from '../../src/repo/signatures/parsed-signatures.ts';
import { ReadingEnded, ReadingProcess, type ToRead } from '../../src/repo/signatures/reading-process.ts';

const DEEP = 100_000;
const GOOD = 'export function good(a: number): string { return String(a); }\n';
const GOOD_LINE = 'export function good(a: number): string;';

function source(path: string, text: string): SignatureSource {
  return { path, content: Buffer.from(text).subarray(0, limits.signatureBytes) };
}

/** Each of them followed by a good one. */
async function ask(...hostile: readonly SignatureSource[]): Promise<readonly FileSignatures[]> {
  const told = await new ParsedSignatures().of(hostile.flatMap((one) => [one, source('good.ts', GOOD)]));
  const good = told.filter((_, at) => at % 2 === 1);
  assert.deepEqual(good.map(({ lines }) => lines), hostile.map(() => [GOOD_LINE]));
  return told.filter((_, at) => at % 2 === 0);
}

test('what is no text, too large or of no known language has no lines and says why', async () => {
  const told = await new ParsedSignatures().of([
    { path: 'nul.ts', content: Buffer.from('export const a = 1;\0') },
    { path: 'latin.py', content: Buffer.from([0x61, 0x20, 0x3d, 0x20, 0xe9]) },
    { path: 'large.go', content: Buffer.alloc(10_000_000, 'a') },
    { path: 'full.go', content: Buffer.concat([Buffer.from('package a\n'), Buffer.alloc(limits.signatureBytes - 10, ' ')]) },
    { path: 'notes.md', content: Buffer.from('# Notes') },
    { path: 'ts', content: Buffer.from(GOOD) },
    { path: 'empty.rs', content: Buffer.alloc(0) },
  ]);
  assert.deepEqual(told, [
    { path: 'nul.ts', language: 'typescript', lines: null, why: 'it is no UTF-8 text', partial: false },
    { path: 'latin.py', language: 'python', lines: null, why: 'it is no UTF-8 text', partial: false },
    { path: 'large.go', language: 'go', lines: null, why: `it has more than ${limits.signatureBytes} bytes`, partial: false },
    { path: 'full.go', language: 'go', lines: ['package a'], partial: false },
    { path: 'notes.md', language: null, lines: null, why: 'its ending is that of no language whose signatures are read', partial: false },
    { path: 'ts', language: null, lines: null, why: 'its ending is that of no language whose signatures are read', partial: false },
    { path: 'empty.rs', language: 'rust', lines: [], partial: false },
  ]);
});

test('what never ends or is nested without end gets an answer', async () => {
  const texts: readonly (readonly [string, string])[] = [
    ['a.ts', '('.repeat(DEEP)], ['a.ts', 'x?'.repeat(DEEP)], ['a.ts', 'a<'.repeat(DEEP)], ['a.tsx', '<a>'.repeat(DEEP)],
    ['a.ts', `export const x = ${'['.repeat(DEEP)}${']'.repeat(DEEP)};`], ['a.js', '`${'.repeat(DEEP)],
    ['a.ts', `export class A { x = ${'class { y = '.repeat(20_000)}`], ['a.ts', `export class A { ${'@a '.repeat(DEEP)}}`],
    ['a.py', '('.repeat(DEEP)], ['a.py', 'f"{'.repeat(DEEP)], ['a.py', Array.from({ length: 700 }, (_, at) => `${' '.repeat(at)}if x:`).join('\n')],
    ['a.go', `package a\nfunc F(${'func('.repeat(DEEP)}`], ['a.go', `package a\nfunc (r A${' '.repeat(250_000)}) B() {}`],
    ['a.rs', `pub fn f() -> ${'Vec<'.repeat(DEEP)}`], ['a.rs', 'pub mod a { '.repeat(DEEP)], ['a.rs', `${'#[a]'.repeat(60_000)}pub fn f() {}`],
    ['a.java', `public class A { int x = ${'('.repeat(DEEP)}`], ['a.java', `import ${'a'.repeat(250_000)};`],
  ];
  const told = await ask(...texts.map(([path, text]) => source(path, text)));
  for (const { path, lines, why } of told) assert.ok(lines !== null || (why ?? '') !== '', path);
  // What is counted ended it, which is the same everywhere, and not the clock.
  assert.deepEqual(told.filter(({ why }) => /took longer|the parser broke/.test(why ?? '')), []);
});

test('what is nested deeper than is looked at, and what has more signatures than are told, is partial', async () => {
  const [deep, many] = await ask(
    source('deep.ts', `export function first(): void {}\nexport const x = ${'['.repeat(2_000)}${']'.repeat(2_000)};\n`),
    source('many.ts', 'export function f(): void {}\n'.repeat(9_000)),
  );
  assert.deepEqual(deep, { path: 'deep.ts', language: 'typescript', lines: ['export function first(): void;'], why: `something in it is nested more than ${limits.signatureDepth} deep`, partial: true });
  assert.equal(many?.partial, true);
  assert.equal(many?.why, `its signatures have more than ${limits.signatureCharacters} characters`);
  assert.equal(many?.lines?.length, Math.floor(limits.signatureCharacters / 'export function f(): void;'.length));
});

test('what has a fault of syntax tells the rest, and says that it is not all', async () => {
  const [told] = await ask(source('a.ts', 'export function a(): void {}\nexport const = ;\nexport function b(): void {}\n'));
  assert.equal(told?.partial, true);
  assert.equal(told?.why, 'it has faults of syntax');
  assert.deepEqual(told?.lines, ['export function a(): void;', 'export function b(): void;']);
});

test('more files than one question may have say so', async () => {
  const told = await new ParsedSignatures().of(Array.from({ length: limits.signatureFiles + 1 }, () => source('notes.md', '')));
  assert.equal(told.length, limits.signatureFiles + 1);
  assert.equal(told.at(-1)?.why, `there are more than ${limits.signatureFiles} files`);
});

test('a process that takes too long, that its parser breaks, or that is killed, is told from one that answers', async () => {
  const late = new ReadingProcess({ deadlineMs: 1 });
  await assert.rejects(late.read({ grammar: 'typescript', path: 'a.ts', text: GOOD }), new ReadingEnded('reading it took longer than 1 ms'));
  await late.end();
  const broken = new ReadingProcess({ deadlineMs: 600_000 });
  // A grammar that there is not stands for whatever throws there.
  const wanted: ToRead = JSON.parse('{ "grammar": "none", "path": "a.ts", "text": "" }');
  await assert.rejects(broken.read(wanted), new ReadingEnded('the parser broke on it'));
  await broken.end();
  const killed = new ReadingProcess();
  const answer = assert.rejects(killed.read({ grammar: 'typescript', path: 'a.ts', text: GOOD }), new ReadingEnded('the parser broke on it'));
  await killed.end();
  await answer;
});

test('the version names the parser that is installed', () => {
  const { dependencies }: { readonly dependencies: Readonly<Record<string, string>> } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  assert.equal(new ParsedSignatures().version, `espalier-signatures 1, @vscode/tree-sitter-wasm ${dependencies['@vscode/tree-sitter-wasm']}`);
});

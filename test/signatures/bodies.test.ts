/**
 * What is inside a body never shows, whatever it is; and no change to a source, however wild, makes reading fail or
 * answer otherwise the second time.
 */

import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import type { SignatureSource } from '../../src/ports/signatures.ts';
import { ParsedSignatures } from '../../src/repo/signatures/parsed-signatures.ts';

const FOLDER = join(import.meta.dirname, '..', 'fixtures', 'signatures');
const SEED = 20_260_101;

interface Bodies {
  readonly path: string;
  /** A source with these bodies, in turn. */
  readonly write: (body: () => string) => string;
  readonly bodies: readonly string[];
}

const ECMA = ['', 'return 1;', '{ const export_ = "export const x = 1"; }', '// } export function y() {}\n', '/* } */ if (a) { throw a; }', 'function inner(b) { return `}${b}`; }', 'class Inner { #x = 1; m() {} }', 'return { a, get b() { return 2; }, ...a };', 'for (;;) { break; }', 'return /}/.test(a);', '"}";'];

const LANGUAGES: readonly Bodies[] = [
  { path: 'a.ts', bodies: [...ECMA, 'const x: Local = a as Local;'], write: (body) => `
type Local = string;
export function one<T>(a: T, b = (c: number): number => { ${body()} }): void { ${body()} }
export const two = async (a: number): Promise<void> => { ${body()} };
export default class Three { private hidden(): void { ${body()} } static { ${body()} } shown(a: string): void { ${body()} } field = function (a: 1) { ${body()} }; get a(): 1 { ${body()} } }
export const table = { m(a: number) { ${body()} }, f: (a: number) => { ${body()} } };
function local(a: number) { ${body()} }
` },
  { path: 'a.js', bodies: ECMA, write: (body) => `
/** @param {string} a */
export function one(a) { ${body()} }
export const two = function* (a) { ${body()} };
module.exports.three = (a) => { ${body()} };
export class Four { #p(a) { ${body()} } m(a) { ${body()} } }
` },
  { path: 'a.py', bodies: ['pass', 'return 1', '"""def x(): pass"""', 'def inner(): return 2', 'class Inner: x = 1', 'if a: raise a', '# def y(): pass\n        pass', 'x: int = 3', 'return lambda b: b', '__all__ = ["z"]'], write: (body) => `
def one(a: int, *, b=lambda c: ${'c'}) -> str:
        ${body()}
class Two:
    async def m(self, a):
        ${body()}
    def _hidden(self):
        ${body()}
def _own(a):
        ${body()}
` },
  { path: 'a.go', bodies: ['', 'return', 'x := "}" ; _ = x', '// func Y() {}\n', 'if a { panic(`}`) }', 'type Inner struct { X int }', 'func() { }()', 'for { break }', 'const Z = 1'], write: (body) => `package a
func One[T any](a T) error { ${body()} }
func (s *Store) Two(a bool) (n int) { ${body()} }
type Store struct { X int; y int }
var Three = func(a bool) { ${body()} }
func own(a bool) { ${body()} }
` },
  { path: 'a.rs', bodies: ['', '1;', 'pub fn inner() {}', '// pub fn y() {}\n', 'let x = "}";', 'struct Inner { pub x: u8 }', "let c = '}';", 'if a { panic!("{}", a) }', 'impl Shown { pub fn no() {} }', 'vec![1, 2];'], write: (body) => `
pub struct Shown;
impl Shown { pub fn one<T: Clone>(&self, a: bool) { ${body()} } fn own(a: bool) { ${body()} } }
pub trait Two { fn m(&self, a: bool) { ${body()} } }
pub async fn three(a: bool) { ${body()} }
#[macro_export]
macro_rules! four { ($a:expr) => { ${body()} }; }
fn own(a: bool) { ${body()} }
` },
  { path: 'a.java', bodies: ['', 'return;', 'String s = "}";', '// public int y;\n', "char c = '}';", 'class Inner { public int x; }', 'Runnable r = () -> { };', 'if (a) { throw null; }', 'new Object() { public void m() {} };'], write: (body) => `package p;
public class A { static { ${body()} } public A(boolean a) { ${body()} } protected <T> void one(boolean a, T b) { ${body()} } private void own(boolean a) { ${body()} }
  public interface I { default void two(boolean a) { ${body()} } }
  public enum E { X { void three(boolean a) { ${body()} } }; public void four(boolean a) { ${body()} } } }
` },
];

test('other bodies, the same signatures', async () => {
  const files = LANGUAGES.flatMap(({ path, write, bodies }) => {
    const first = bodies[0] ?? '';
    const picked = fc.sample(fc.infiniteStream(fc.constantFrom(...bodies)), { numRuns: 25, seed: SEED });
    const variants = picked.map((stream) => write(() => stream.next().value ?? first));
    return [write(() => first), ...variants].map((text): SignatureSource => ({ path, content: Buffer.from(text) }));
  });
  const told = await new ParsedSignatures().of(files);
  for (const { path } of LANGUAGES) {
    const [plain, ...others] = told.map((one, at) => ({ one, text: files[at]?.content.toString() })).filter(({ one }) => one.path === path);
    assert.ok((plain?.one.lines?.length ?? 0) > 2, path);
    assert.equal(plain?.one.partial, false, path);
    for (const { one, text } of others) assert.deepEqual(one, plain.one, text);
  }
});

test('another header, another signature', async () => {
  const told = await new ParsedSignatures().of(['a: number', 'a: string', 'a?: number'].map((header) => ({ path: 'a.ts', content: Buffer.from(`export function f(${header}): void {}`) })));
  assert.equal(new Set(told.map(({ lines }) => lines?.join())).size, 3);
});

test('whatever is cut from, doubled in or put into a source, there is an answer, and the same again', async () => {
  const sources = globSync('*/**/*.*', { cwd: FOLDER }).filter((path) => !path.endsWith('.txt')).sort();
  const edit = fc.record({
    source: fc.constantFrom(...sources), kind: fc.constantFrom('cut', 'double', 'put', 'end'), at: fc.double({ min: 0, max: 1, noNaN: true }),
    length: fc.integer({ min: 1, max: 200 }), junk: fc.string({ unit: 'binary', maxLength: 40 }),
  });
  const files = fc.sample(edit, { numRuns: 200, seed: SEED }).map(({ source, kind, at, length, junk }): SignatureSource => {
    const text = readFileSync(join(FOLDER, source), 'utf8');
    const place = Math.floor(at * text.length);
    const [before, piece, after] = [text.slice(0, place), text.slice(place, place + length), text.slice(place + length)];
    const changed = { cut: before + after, double: before + piece + piece + after, put: before + junk + piece + after, end: before }[kind] ?? '';
    return { path: source, content: Buffer.from(changed) };
  });
  const signatures = new ParsedSignatures();
  const told = await signatures.of(files);
  assert.equal(told.length, files.length);
  for (const { path, lines, why } of told) assert.ok(lines !== null || why !== undefined, path);
  assert.ok(told.filter(({ lines }) => lines !== null).length > files.length / 2);
  const again = await signatures.of(files.toReversed());
  assert.deepEqual(again.toReversed(), told);
});

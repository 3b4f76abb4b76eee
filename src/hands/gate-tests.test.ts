import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { GateDecl } from '../kernel/ir.ts';
import { gateTests, type GateTests, reportsOf, soundNames } from './gate-tests.ts';
import { KeptOutput } from './kept-output.ts';

const unit = (reports?: readonly string[]): GateDecl => ({ name: 'unit', command: 'x', role: 'tests', ...(reports === undefined ? {} : { reports }) });
const junit = (...cases: readonly string[]): string => `<testsuite name="s">${cases.join('')}</testsuite>`;

interface Left {
  readonly exit?: number;
  readonly printed?: string;
  readonly files?: Readonly<Record<string, string | { readonly why: string }>>;
  readonly stale?: readonly string[];
}

function of(gate: GateDecl, { exit = 0, printed = '', files = {}, stale = [] }: Left): GateTests {
  const output = new KeptOutput();
  output.push('stdout', Buffer.from(printed));
  const returned = new Map(Object.entries(files).map(([path, file]) => [`/work/${path}`, typeof file === 'string' ? new Uint8Array(Buffer.from(file)) : file] as const));
  return gateTests(gate, { outcome: { kind: 'exit', code: exit }, output, returned }, new Set(stale));
}

const tap = 'TAP version 13\nok 1 - a\n1..1\n';

test('reports go before what is printed, and are told of', () => {
  const { tests, notes } = of(unit(['out.xml']), { printed: tap, files: { 'out.xml': junit('<testcase name="b"/>') } });
  assert.deepEqual(tests, { passed: ['s › b'], failed: [] });
  assert.deepEqual(notes, ['report out.xml: 1 passed, 0 failed, 0 skipped']);
});

test('several reports are one: what failed in any has not passed', () => {
  const { tests } = of(unit(['a.xml', 'b.tap']), { exit: 1, files: { 'a.xml': junit('<testcase name="x"/><testcase name="y"/>'), 'b.tap': 'not ok 1 - s > x\n' } });
  assert.deepEqual(tests, { passed: ['s › y'], failed: ['s › x'] });
});

test('a report that cannot be read is told, names nothing, and takes the names of what was printed with it', () => {
  for (const file of [{ why: 'it is not there' }, 'no XML', '<!DOCTYPE x>']) {
    const { tests, notes } = of(unit(['out.xml']), { printed: tap, files: { 'out.xml': file } });
    assert.equal(tests, undefined);
    assert.match(notes[0] ?? '', /^report out\.xml: not read: ./);
  }
});

test('a report that lies in the candidate is not read', () => {
  const { tests, notes } = of(unit(['out.xml']), { files: { 'out.xml': junit('<testcase name="b"/>') }, stale: ['out.xml'] });
  assert.equal(tests, undefined);
  assert.match(notes[0] ?? '', /of another run/);
});

test('findings of a linter name no tests: what was printed does', () => {
  const sarif = JSON.stringify({ version: '2.1.0', runs: [{ results: [{ ruleId: 'no-x', level: 'error', message: { text: 'bad' } }] }] });
  const { tests, failures, notes } = of(unit(['lint.sarif']), { printed: tap, files: { 'lint.sarif': sarif } });
  assert.deepEqual(tests?.passed, ['a']);
  assert.deepEqual(failures, [{ id: '', message: 'bad (no-x)' }]);
  assert.deepEqual(notes, ['report lint.sarif: 1 found, 0 suppressed']);
});

test('a file or class that failed as a whole leaves all without a name', () => {
  const whole = ['<testcase classname="a.B" name="a.B"><error/></testcase>', '<testcase name=""><failure/></testcase>', '<testcase classname="" name="m"><error message="collection failure"/></testcase>', '<testcase name="initializationError"><error/></testcase>'];
  for (const one of whole) assert.equal(of(unit(['o.xml']), { exit: 1, files: { 'o.xml': junit(one, '<testcase name="x"/>', '<testcase name="y"><failure/></testcase>') } }).tests, undefined, one);
});

test('names are sound where a red run has those of a green one', () => {
  const none = { passed: [], failed: [], groups: [] };
  assert.equal(soundNames(none, 0), null, 'no name is no list of names');
  assert.equal(soundNames({ ...none, passed: ['a'] }, 1), null, 'what failed has no name');
  assert.equal(soundNames({ ...none, passed: ['a'], failed: ['test/b.test.js'] }, 1), null, 'a file');
  assert.equal(soundNames({ ...none, failed: ['tests › b.py'] }, 2), null);
  assert.deepEqual(soundNames({ passed: ['a', 'test/none.test.js'], failed: [], groups: ['g'] }, 0), { passed: ['a', 'g'], failed: [] });
  assert.equal(soundNames({ ...none, passed: Array.from({ length: 5_001 }, (_, at) => `t${at}`) }, 0), null, 'more than are journaled');
  assert.equal(soundNames({ ...none, passed: Array.from({ length: 1_000 }, (_, at) => `${at}${'x'.repeat(300)}`) }, 0), null);
});

test('a static gate names no tests, and neither does one that a signal ended', () => {
  assert.equal(of({ ...unit(), role: 'static' }, { printed: tap }).tests, undefined);
  const output = new KeptOutput();
  output.push('stdout', Buffer.from(tap));
  assert.equal(gateTests(unit(), { outcome: { kind: 'timeout' }, output, returned: new Map() }, new Set()).tests, undefined);
  assert.deepEqual(gateTests(unit(['a.xml']), { outcome: { kind: 'timeout' }, output, returned: new Map() }, new Set()).notes, ['report a.xml: not read: the command did not end by itself']);
});

test('an output of which something is left out names nothing', () => {
  assert.deepEqual(of(unit(), { printed: tap }).tests?.passed, ['a']);
  assert.equal(of(unit(), { printed: tap + '# x\n'.repeat(400_000) }).tests, undefined);
});

test('what is asked back lies below the workspace, and is small enough for a box', () => {
  const asked = reportsOf(unit(Array.from({ length: 8 }, (_, at) => `out/${at}.xml`)));
  assert.equal(asked[0]?.path, '/work/out/0.xml');
  assert.ok(asked.reduce((sum, { mostBytes }) => sum + mostBytes, 0) <= 16 << 20);
  assert.deepEqual(reportsOf(unit()), []);
});

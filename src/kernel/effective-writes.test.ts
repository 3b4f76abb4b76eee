import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';
import { agent } from '../language/build-ir.ts';
import { defaultPaths } from '../language/defaults.ts';
import { changedByStep, effectiveWrites, writeFaults } from './effective-writes.ts';
import { emptyLine } from './evolve/frame.ts';
import type { Change } from './facts.ts';

const change = (path: string, to: string | null = 'new'): Change => ({ path, from: null, to });
const line = { ...emptyLine('@', 'c0'), changes: [change('test/a.test.ts'), change('src/a.ts')] };
const code = agent('code', { agents: ['coder'], writes: ['**'], writesKind: 'code' }, '');

test('E2: a step answers for what it changed, added and took back, and not for what it left', () => {
  deepEqual(changedByStep(code, line, [change('test/a.test.ts'), change('src/a.ts', 'newer'), change('b')]), ['src/a.ts', 'b']);
  deepEqual(changedByStep(code, line, [change('src/a.ts')]), ['test/a.test.ts']);
});

test('E2: a step that starts afresh answers for its whole patch', () => {
  deepEqual(changedByStep({ ...code, fresh: true }, line, [change('test/a.test.ts')]), ['test/a.test.ts']);
});

test('E2: paths of its own are bounded by their kind, and without one by what is protected', () => {
  const paths = ['src/a.ts', 'src/a.test.ts', 'package.json', '.espalier/x'];
  const faults = (step: typeof code): readonly string[] => {
    const writes = effectiveWrites(step, null, defaultPaths);
    return writes === null ? [] : writeFaults(writes, paths).map(({ path }) => path);
  };
  const { writesKind: _, ...plain } = code;
  deepEqual(faults(code), ['src/a.test.ts', 'package.json', '.espalier/x']);
  deepEqual(faults(plain), ['.espalier/x']);
});

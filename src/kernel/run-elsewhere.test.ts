import assert from 'node:assert/strict';
import { test } from 'node:test';
import { barOf, changeFault, plainChangeFaults } from './effective-paths.ts';
import type { PathClasses } from './ir.ts';
import { isRunElsewhere } from './run-elsewhere.ts';

const classes: PathClasses = { tests: ['test/**'], protect: [], manifests: [], docs: [] };
const scope = { kind: 'code', writes: ['**'] } as const;

test('pipelines, hooks, settings of agents and editors are known wherever they lie, in any case', () => {
  for (const path of ['.github/workflows/ci.yml', '.GitHub/Workflows/ci.yml', 'sub/.husky/pre-commit', 'packages/a/.envrc', 'AGENTS.md', 'Jenkinsfile', '.claude/settings.json']) assert.equal(isRunElsewhere(path), true, path);
  for (const path of ['.github/README.md', 'src/env.ts', 'docs/agents.md.txt', 'github/workflows/ci.yml', '.env.ts']) assert.equal(isRunElsewhere(path), false, path);
});

test('nobody changes one, whatever it claims, unless the plan allows that path', () => {
  assert.match(changeFault(scope, '.github/workflows/ci.yml', classes) ?? '', /is run elsewhere/);
  assert.match(plainChangeFaults(['**'], ['.envrc'], classes)[0]?.reason ?? '', /is run elsewhere/);
  const allowing = { ...classes, elsewhere: ['.github/workflows/**'] };
  assert.equal(changeFault(scope, '.github/workflows/ci.yml', allowing), null);
  assert.match(changeFault(scope, '.envrc', allowing) ?? '', /is run elsewhere/);
});

test('a claim of nothing else is inadmissible, and one that holds more is not', () => {
  assert.equal(barOf('code', '.github/workflows/**', classes), 'elsewhere');
  assert.equal(barOf('code', '.github/workflows/**', { ...classes, elsewhere: ['.github/workflows/ci.yml'] }), null);
  assert.equal(barOf('code', '.github/**', classes), null);
});

test('what is allowed elsewhere is still protected, a test or a manifest', () => {
  const both = { ...classes, elsewhere: ['**'], protect: ['.envrc'] };
  assert.equal(changeFault(scope, '.envrc', both), 'is protected');
});

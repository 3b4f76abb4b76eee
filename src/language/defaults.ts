/** What a plan holds where nothing is said: the last column of the table of limits in docs/language.md. */
import type { Amount, Budget, Limits, PathClasses } from '../kernel/ir.ts';

export const defaultLimits: Limits = {
  leases: 8,
  inbox: 8,
  leaseMs: 300_000,
  leaseLifetimeMs: 7_200_000,
  retries: 3,
  backoffMs: 1_000,
  backoffMaxMs: 300_000,
  rateLimits: 100,
  conflicts: 5,
  ejections: 5,
  visits: 5,
  repeats: 3,
  followUpDepth: 2,
  followUps: 5,
  tasks: 1_000,
  batch: 8,
  probes: 2,
  turns: 20,
  allowance: { usdMicros: 0, tokens: 0 },
};

/**
 * Where a workflow has a budget and no allowance, each order reserves a twentieth of it: so that it
 * binds (R4), and no more than that is left over when nothing can be reserved any longer.
 */
export function defaultAllowance({ usdMicros, tokens }: Budget): Amount {
  const share = (most: number | null): number => (most === null || most <= 0 ? 0 : Math.max(1, Math.floor(most / 20)));
  return { usdMicros: share(usdMicros), tokens: share(tokens) };
}

/** Shared by tests, and read by their runner wherever they lie: tests, whatever else a plan calls so. */
const alwaysTests: readonly string[] = ['**/conftest.py'];

/**
 * What decides which tests run, and how, is nobody's to change who is judged by them: fixtures are tests, settings of
 * runners are protected, and where they share a file with dependencies or scripts it is a manifest.
 */
export const defaultPaths: PathClasses = {
  tests: [
    'test/**', 'tests/**', '**/*.test.*', '**/*.spec.*', '**/__tests__/**', '**/__snapshots__/**',
    '**/test_*.py', '**/*_test.py', '**/*_test.go', '**/src/test/**', ...alwaysTests,
  ],
  protect: [
    '.espalier/**',
    '**/vitest.config.*', '**/vitest.workspace.*', '**/vitest.setup.*', '**/vite.config.*', '**/jest.config.*', '**/jest.preset.*', '**/jest.setup.*',
    '**/playwright.config.*', '**/cypress.config.*', '**/karma.conf.*', '**/ava.config.*', '**/.mocharc*', '**/.taprc', '**/node.config.json',
    '**/pytest.ini', '**/.pytest.ini', '**/tox.ini', '**/noxfile.py', '**/.coveragerc', '**/sitecustomize.py', '**/usercustomize.py',
    '**/.config/nextest.toml', '**/.cargo/config', '**/.cargo/config.toml', '**/.mvn/**',
  ],
  manifests: [
    '**/package.json', '**/package-lock.json', '**/npm-shrinkwrap.json', '**/pnpm-lock.yaml', '**/pnpm-workspace.yaml', '**/yarn.lock', '**/bun.lock',
    '**/pyproject.toml', '**/setup.cfg', '**/setup.py', '**/requirements*.txt', '**/Pipfile', '**/Pipfile.lock', '**/poetry.lock', '**/uv.lock',
    '**/go.mod', '**/go.sum', '**/go.work', '**/go.work.sum', '**/Cargo.toml', '**/Cargo.lock',
    '**/pom.xml', '**/build.gradle', '**/build.gradle.kts', '**/settings.gradle', '**/settings.gradle.kts', '**/gradle.lockfile',
  ],
  docs: ['docs/**', '**/*.md'],
};

/**
 * What a plan says of paths, over what holds where it says nothing. What guards is added to and never lost by a list that
 * names something else. A glob of `protect` can only be moved, by naming that very glob as a test or a manifest.
 */
export function pathsOf(said: Partial<PathClasses>): PathClasses {
  const moved = new Set([...said.tests ?? [], ...said.manifests ?? []]);
  const asTests = new Set(said.tests);
  return {
    ...defaultPaths, ...said,
    tests: said.tests === undefined ? defaultPaths.tests : both(said.tests, alwaysTests),
    protect: both(defaultPaths.protect.filter((glob) => !moved.has(glob)), said.protect ?? []),
    manifests: both(defaultPaths.manifests.filter((glob) => !asTests.has(glob)), said.manifests ?? []),
  };
}

const both = (first: readonly string[], second: readonly string[]): readonly string[] => [...new Set([...first, ...second])];

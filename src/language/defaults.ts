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

/**
 * What decides which tests run, and how, is nobody's to change who is judged by them: fixtures are tests, settings of
 * runners are protected, and the scripts of a package are in its manifest.
 */
export const defaultPaths: PathClasses = {
  tests: ['test/**', 'tests/**', '**/*.test.*', '**/*.spec.*', '**/conftest.py'],
  protect: [
    '.espalier/**',
    '**/vitest.config.*', '**/vitest.workspace.*', '**/jest.config.*', '**/playwright.config.*', '**/karma.conf.*', '**/ava.config.*', '**/.mocharc*',
    '**/pytest.ini', '**/.pytest.ini', '**/tox.ini',
  ],
  manifests: ['**/package.json', '**/package-lock.json'],
  docs: ['docs/**', '**/*.md'],
};

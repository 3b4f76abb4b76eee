// What the recipes that ship have in common: the box, the gates, the money.
import type { Budget, GateDecl, Limits, SandboxDecl } from '../../src/kernel/ir.ts';

export const sandboxes: readonly SandboxDecl[] = [{ name: 'box', use: 'bubblewrap' }];

export const gates: readonly GateDecl[] = [
  { name: 'static', command: 'npm run typecheck', sandbox: 'box', role: 'static' },
  { name: 'unit', command: 'npm test', sandbox: 'box', role: 'tests' },
];

/** 20 dollars, 6 million tokens, 3 hours. */
export const budget: Budget = { usdMicros: 20_000_000, tokens: 6_000_000, timeMs: 10_800_000 };

/** A lease reserves at most half a dollar. */
export const limits: Partial<Limits> = { allowance: { usdMicros: 500_000, tokens: 200_000 } };

/** What the scripted model says was used, and what it would have charged for: a bill that others can be held against. */

import type { Turn } from './script.ts';

export interface Usage {
  /** Without what was read from or written to a cache. */
  readonly input: number;
  /** With what was thought. */
  readonly output: number;
  readonly cacheRead: number;
  readonly cacheWrite: number;
  readonly thinking: number;
}

export const usualUsage: Usage = { input: 1_000, output: 50, cacheRead: 100, cacheWrite: 0, thinking: 0 };

export function usageOf({ usage = {} }: Turn): Usage {
  const figure = (name: keyof Usage): number => usage[name] ?? usualUsage[name];
  return { input: figure('input'), output: figure('output'), cacheRead: figure('cacheRead'), cacheWrite: figure('cacheWrite'), thinking: figure('thinking') };
}

export interface Charged {
  readonly requests: number;
  readonly input: number;
  readonly output: number;
  readonly cacheRead: number;
  readonly cacheWrite: number;
}

/** By model. An answer is charged whole once its first byte is sent, whether or not the rest arrives. */
export class Ledger {
  readonly #charged = new Map<string, Charged>();

  charge(model: string, usage: Usage): void {
    const before = this.#charged.get(model) ?? { requests: 0, input: 0, output: 0, cacheRead: 0, cacheWrite: 0 };
    this.#charged.set(model, {
      requests: before.requests + 1, input: before.input + usage.input, output: before.output + usage.output,
      cacheRead: before.cacheRead + usage.cacheRead, cacheWrite: before.cacheWrite + usage.cacheWrite,
    });
  }

  get charged(): Readonly<Record<string, Charged>> {
    return Object.fromEntries(this.#charged);
  }
}

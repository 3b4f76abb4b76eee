/**
 * Budgets of whoever asks models: held before a request, settled after it (R4). Pure: no clock, no price, no request.
 *
 * 1. An account never holds and has spent more than its limit together, but for what settled above what was held.
 * 2. What a request may cost at most is held, in every account that it is of, or in none.
 * 3. What does not fit beside what others hold waits for them. What would not fit alone either is held alone: then all that
 *    is left is held for it, and the account is passed by no more than this one reply.
 * 4. A request of which not even the input is left is refused, and so is money without a price.
 */

import type { Amount } from '../kernel/ir.ts';

/** `null`: not limited by this. */
export interface Most {
  readonly usdMicros: number | null;
  readonly tokens: number | null;
}

/** `usdMicros` `null`: not known. */
export interface Estimate {
  readonly usdMicros: number | null;
  readonly tokens: number;
}

export interface RequestEstimate {
  /** It costs so much, whatever the reply. */
  readonly least: Estimate;
  readonly most: Estimate;
}

/** What is not said of an allowance is not limited by it. */
export function mostOf({ usdMicros, tokens }: Amount): Most {
  return { usdMicros: usdMicros === 0 ? null : usdMicros, tokens: tokens === 0 ? null : tokens };
}

const units = ['usdMicros', 'tokens'] as const;
const nothing: Amount = { usdMicros: 0, tokens: 0 };
const remedy = 'give a price for it, or a budget in tokens';

export class Account {
  /** As a refusal names it: `the order`, `the day`. */
  readonly name: string;
  readonly most: Most;
  #spent: Amount;
  #held: Amount = nothing;
  #holds = 0;
  readonly #waiting = new Set<() => void>();

  constructor(name: string, most: Most, spent: Amount = nothing) {
    this.name = name;
    this.most = most;
    this.#spent = spent;
  }

  get spent(): Amount {
    return this.#spent;
  }

  get held(): Amount {
    return this.#held;
  }

  /** Called once, when something was settled. */
  onFreed(listener: () => void): void {
    this.#waiting.add(listener);
  }

  /** Why not, in words; `later`: it may, when what others hold is settled. */
  fault({ least, most }: RequestEstimate): string | 'later' | null {
    for (const unit of units) {
      const limit = this.most[unit];
      if (limit === null) continue;
      const [input, whole] = [least[unit], most[unit]];
      if (input === null || whole === null) return `${this.name} has a budget in money, and nobody knows what this model costs: ${remedy}`;
      const spent = this.#spent[unit];
      if (spent + input > limit) return `${this.name} has used ${shown(spent, unit)} of ${shown(limit, unit)}, and this request needs at least ${shown(input, unit)} more`;
      if (this.#holds > 0 && spent + this.#held[unit] + whole > limit) return 'later';
    }
    return null;
  }

  /** Only where there is no fault. Returns what is held of it. */
  hold({ most }: RequestEstimate): Amount {
    const amount = this.#within(most);
    this.#held = plus(this.#held, amount);
    this.#holds++;
    return amount;
  }

  settle(held: Amount, used: Estimate): void {
    this.#held = plus(this.#held, { usdMicros: -held.usdMicros, tokens: -held.tokens });
    this.#holds--;
    // Unknown is never nothing.
    this.#spent = plus(this.#spent, { usdMicros: used.usdMicros ?? held.usdMicros, tokens: used.tokens });
  }

  /** After every account of a request is settled: who waited looks at all of them. */
  tellFreed(): void {
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const listener of waiting) listener();
  }

  #within(most: Estimate): Amount {
    const left = (unit: (typeof units)[number]): number => {
      const limit = this.most[unit];
      const whole = most[unit] ?? 0;
      return limit === null ? whole : Math.min(whole, Math.max(0, limit - this.#spent[unit] - this.#held[unit]));
    };
    return { usdMicros: left('usdMicros'), tokens: left('tokens') };
  }
}

export interface Reservation {
  readonly ok: true;
  /** The first of both ends it; what comes after changes nothing. */
  settle(used: Estimate): void;
  /** Nothing was asked. */
  release(): void;
  /** Nobody knows what came of it: it counts as the whole of what it could have been. */
  settleUnknown(): void;
}

export type Reserved =
  | Reservation
  | { readonly ok: false; readonly kind: 'refused'; readonly why: string }
  /** Until something of this account is settled. */
  | { readonly ok: false; readonly kind: 'later'; readonly waitsFor: Account };

export function reserve(accounts: readonly Account[], request: RequestEstimate): Reserved {
  let waitsFor: Account | null = null;
  for (const account of accounts) {
    const fault = account.fault(request);
    if (fault === 'later') waitsFor ??= account;
    else if (fault !== null) return { ok: false, kind: 'refused', why: fault };
  }
  return waitsFor === null ? reservation(accounts, request) : { ok: false, kind: 'later', waitsFor };
}

function reservation(accounts: readonly Account[], request: RequestEstimate): Reservation {
  const parts = accounts.map((account) => ({ account, held: account.hold(request) }));
  let isOpen = true;
  const end = (used: Estimate): void => {
    if (!isOpen) return;
    isOpen = false;
    for (const { account, held } of parts) account.settle(held, used);
    for (const { account } of parts) account.tellFreed();
  };
  return { ok: true, settle: end, release: () => end(nothing), settleUnknown: () => end(request.most) };
}

const plus = (a: Amount, b: Amount): Amount => ({ usdMicros: a.usdMicros + b.usdMicros, tokens: a.tokens + b.tokens });

function shown(amount: number, unit: (typeof units)[number]): string {
  return unit === 'tokens' ? `${amount} tokens` : `$${(amount / 1_000_000).toFixed(4)}`;
}

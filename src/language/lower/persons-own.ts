/**
 * The person's own configuration: sources, hosts, waivers, providers and registries, which no repository's file may
 * say, and budgets and limits, of which the narrower holds where both speak.
 */
import type { Amount, Budget, HostsDecl, Limits, SourceDecl, WaiverDecl } from '../../kernel/ir.ts';
import { listed } from '../../kernel/phrase.ts';
import type { Provider, Registry } from '../../ports/provider.ts';
import { newDraft } from './draft.ts';
import { lowerBlock } from './lower-block.ts';
import type { ParsedFile } from './lowering.ts';
import { report } from './lowering.ts';
import { type DayBudget, noDay } from './lower-day.ts';
import { ownWords } from './persons-own-words.ts';
import { limitWords } from './settings.ts';

export interface PersonsOwn {
  readonly sources: readonly SourceDecl[];
  readonly hosts: readonly HostsDecl[];
  readonly waivers: readonly WaiverDecl[];
  readonly budget: Budget;
  /** Only what was said. */
  readonly limits: Partial<Limits>;
  /** The rest is this machine's business, and no part of any plan. */
  readonly providers: readonly Provider[];
  readonly registries: readonly Registry[];
  readonly day: DayBudget;
}

export const nothingOwn: PersonsOwn = {
  sources: [], hosts: [], waivers: [], budget: { usdMicros: null, tokens: null, timeMs: null }, limits: {},
  providers: [], registries: [], day: noDay,
};

export function lowerPersonsOwn({ site, tree }: ParsedFile): PersonsOwn {
  const draft = newDraft(true);
  for (const block of tree.blocks) {
    const keyword = block.keyword.text;
    if (ownWords.includes(keyword)) lowerBlock(site, block, draft);
    else {
      report(site, {
        kind: 'not-in-configuration', span: block.keyword.span,
        message: `\`${keyword}\` does not belong in a person's own configuration`,
        hint: `only ${listed(ownWords)}; the rest is a repository's`,
      });
    }
  }
  const { sources, hosts, waivers, limits, providers, registries, day } = draft;
  return { sources, hosts, waivers, limits, providers, registries, day, budget: draft.budget ?? nothingOwn.budget };
}

/** What two budgets both allow. */
export function narrowerBudget(a: Budget, b: Budget): Budget {
  return { usdMicros: least(a.usdMicros, b.usdMicros), tokens: least(a.tokens, b.tokens), timeMs: least(a.timeMs, b.timeMs) };
}

/** What two sets of limits both allow, of what either says. Of a pause the longer is the narrower. */
export function narrower(a: Partial<Limits>, b: Partial<Limits>): Partial<Limits> {
  const both: { -readonly [Name in keyof Limits]?: Limits[Name] } = { ...a, ...b };
  for (const [, name] of limitWords) {
    const [one, other] = [a[name], b[name]];
    if (one === undefined || other === undefined) continue;
    both[name] = name === 'backoffMs' || name === 'backoffMaxMs' ? Math.max(one, other) : Math.min(one, other);
  }
  if (a.allowance !== undefined && b.allowance !== undefined) both.allowance = lesser(a.allowance, b.allowance);
  return both;
}

/** Nothing reserved is no bound at all, so the lesser of two is the lesser that is one. */
function lesser(a: Amount, b: Amount): Amount {
  const of = (one: number, other: number): number => (one === 0 || other === 0 ? Math.max(one, other) : Math.min(one, other));
  return { usdMicros: of(a.usdMicros, b.usdMicros), tokens: of(a.tokens, b.tokens) };
}

function least(a: number | null, b: number | null): number | null {
  return a === null || b === null ? a ?? b : Math.min(a, b);
}

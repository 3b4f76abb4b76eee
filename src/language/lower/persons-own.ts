/**
 * The person's own configuration: sources, hosts and waivers, which no repository's file may say,
 * and budgets and limits, of which the narrower holds where both speak.
 */
import type { Amount, Budget, HostsDecl, Limits, SourceDecl, WaiverDecl } from '../../kernel/ir.ts';
import type { CompileFinding } from '../compile/finding-kinds.ts';
import { laterWords } from '../syntax/grammar.ts';
import { newDraft } from './draft.ts';
import { lowerBlock } from './lower-block.ts';
import type { ParsedFile } from './lowering.ts';
import { report } from './lowering.ts';
import { limitWords } from './settings.ts';

export interface PersonsOwn {
  readonly sources: readonly SourceDecl[];
  readonly hosts: readonly HostsDecl[];
  readonly waivers: readonly WaiverDecl[];
  readonly budget: Budget;
  /** Only what was said. */
  readonly limits: Partial<Limits>;
}

export const nothingOwn: PersonsOwn = {
  sources: [], hosts: [], waivers: [], budget: { usdMicros: null, tokens: null, timeMs: null }, limits: {},
};

/** Words of a person's own configuration: those of this version, and those that a later one will have. */
export const personsWords: readonly string[] = ['source', 'hosts', 'waiver', ...laterWords];

/** What is said of such a word in a repository's file. */
export function personsSetting(word: string): Pick<CompileFinding, 'kind' | 'message' | 'hint'> {
  const isKnown = ownWords.includes(word);
  return {
    kind: 'persons-setting',
    message: `\`${word}\` widens what is allowed, so a repository's file cannot say it`,
    hint: isKnown ? 'say it in your own configuration, `config.esp`' : 'leave it out; no version has it yet',
  };
}

const ownWords: readonly string[] = ['source', 'hosts', 'waiver', 'budget', 'limits'];

export function lowerPersonsOwn({ site, tree }: ParsedFile): PersonsOwn {
  const draft = newDraft();
  for (const block of tree.blocks) {
    const keyword = block.keyword.text;
    if (ownWords.includes(keyword)) lowerBlock(site, block, draft);
    else {
      report(site, {
        kind: 'not-in-configuration', span: block.keyword.span,
        message: `\`${keyword}\` does not belong in a person's own configuration`,
        hint: `only \`source\`, \`hosts\`, \`waiver\`, \`budget\` and \`limits\`; the rest is a repository's`,
      });
    }
  }
  const { sources, hosts, waivers, limits } = draft;
  return { sources, hosts, waivers, limits, budget: draft.budget ?? nothingOwn.budget };
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

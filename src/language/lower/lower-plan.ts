/**
 * Trees → plan: what the entry and the files that it includes say, with a default for the rest.
 *
 * Always yields a plan, however broken the texts, so that everything in them can be checked at once.
 */
import type { Budget, Ir, Limits } from '../../kernel/ir.ts';
import { defaultAllowance, defaultLimits, pathsOf } from '../defaults.ts';
import { newDraft } from './draft.ts';
import type { Draft } from './draft.ts';
import { lowerBlock } from './lower-block.ts';
import { anything } from './losses.ts';
import type { ParsedFile } from './lowering.ts';
import { given, report } from './lowering.ts';
import type { PersonsOwn } from './persons-own.ts';
import { narrower, narrowerBudget } from './persons-own.ts';
import { personsSetting, personsWords } from './persons-own-words.ts';

export interface LoweredPlan {
  readonly ir: Ir;
  /** Whether the visits of a step are limited by what somebody wrote, and not by a default. */
  readonly saysVisits: boolean;
}

/** `files`: the entry first. */
export function lowerPlan(files: readonly ParsedFile[], own: PersonsOwn): LoweredPlan {
  const draft = newDraft();
  for (const [at, { site, tree }] of files.entries()) {
    if (tree.broken) site.lowering.losses.add('', tree.lost ?? [anything]);
    for (const block of tree.blocks) {
      const keyword = block.keyword.text;
      if (keyword === 'include') continue;
      // The root of an included file is its own, for when it is the entry.
      if (keyword === 'root' && at > 0) continue;
      if (personsWords.includes(keyword)) {
        site.lowering.findings.push({ ...personsSetting(keyword), file: site.file, span: block.keyword.span });
      }
      lowerBlock(site, block, draft);
    }
    if (at === 0) draft.root = rootOf(files[0], draft);
  }
  const limits = narrower(draft.limits, own.limits);
  return { ir: planOf(draft, own, limits), saysVisits: limits.visits !== undefined };
}

/** The first workflow of the entry, unless it names another. */
function rootOf(entry: ParsedFile | undefined, draft: Draft): string {
  const root = draft.root ?? draft.workflows[0]?.name;
  if (entry !== undefined) {
    const { lowering, file } = entry.site;
    const start = { start: 0, end: 0 };
    lowering.places.set('', { file, span: start });
    const said = draft.once.get('root');
    if (said !== undefined) lowering.places.set('root', said);
    if (root === undefined && !lowering.losses.ofPart('')) {
      report(entry.site, {
        kind: 'no-workflow', span: start, message: 'the file has no workflow of its own',
        hint: 'write one, or name one that it includes: `root develop`',
      });
      lowering.losses.add('', [anything]);
    }
  }
  return root ?? '';
}

function planOf(draft: Draft, own: PersonsOwn, limits: Partial<Limits>): Ir {
  const { workflows, agents, sandboxes, gates, landing, people, services } = draft;
  const sources = [...draft.sources, ...own.sources];
  const hosts = [...draft.hosts, ...own.hosts];
  const waivers = [...draft.waivers, ...own.waivers];
  const budget = narrowerBudget(draft.budget ?? unlimited, own.budget);
  return {
    espalier: 1,
    root: draft.root ?? '',
    workflows, agents, sandboxes, gates, landing,
    paths: pathsOf(draft.paths),
    budget,
    limits: { ...defaultLimits, allowance: defaultAllowance(budget), ...limits },
    people,
    ...given('services', some(services)),
    ...given('sources', some(sources)),
    ...given('hosts', some(hosts)),
    ...given('waivers', some(waivers)),
  };
}

const unlimited: Budget = { usdMicros: null, tokens: null, timeMs: null };

function some<T>(list: readonly T[]): readonly T[] | undefined {
  return list.length === 0 ? undefined : list;
}

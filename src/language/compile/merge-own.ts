/**
 * What a person's own configuration adds to a plan, and where in it that is said.
 *
 * A plan as JSON may repeat what the configuration says, word for word, as `compile` prints it;
 * anything else that widens power is refused there as in any other file of a repository.
 */
import { canonical } from '../../kernel/canonical.ts';
import type { Ir } from '../../kernel/ir.ts';
import { given } from '../lower/lowering.ts';
import type { Places } from '../lower/places.ts';
import type { PersonsOwn } from '../lower/persons-own.ts';
import { narrower, narrowerBudget } from '../lower/persons-own.ts';
import { personsSetting } from '../lower/persons-own-words.ts';
import type { CompileFinding } from './finding-kinds.ts';

const lists = [['sources', 'source'], ['hosts', 'hosts'], ['waivers', 'waiver']] as const;
type List = (typeof lists)[number][0];

export interface Merged {
  readonly ir: Ir;
  readonly findings: readonly CompileFinding[];
}

/** A plan as it was written, with the person's own configuration. */
export function mergeOwn(ir: Ir, own: PersonsOwn, places: Places): Merged {
  const findings: CompileFinding[] = [];
  for (const [list, word] of lists) {
    const theirs = new Set(own[list].map((one) => canonical(one)));
    for (const [at, one] of (ir[list] ?? []).entries()) {
      const place = theirs.has(canonical(one)) ? null : places.at(`${list}/${at}`);
      if (place !== null) findings.push({ ...personsSetting(word), ...place });
    }
  }
  return {
    ir: {
      ...ir,
      budget: narrowerBudget(ir.budget, own.budget),
      limits: { ...ir.limits, ...narrower(ir.limits, own.limits) },
      ...given('sources', both(ir.sources, own.sources)),
      ...given('hosts', both(ir.hosts, own.hosts)),
      ...given('waivers', both(ir.waivers, own.waivers)),
    },
    findings,
  };
}

/** `own` has its places, from its own lowering; each goes where the plan has what it is of. */
export function mergePlaces(ir: Ir, places: Places, own: Places): void {
  for (const [path, place] of own.entries()) {
    const [list = '', at, ...rest] = path.split('/');
    const known = lists.find(([name]) => name === list)?.[0];
    const target = known === undefined || at === undefined ? path : shifted(ir, known, { at: Number(at), rest, own });
    if (places.exactly(target) === null) places.set(target, place);
  }
}

interface Shifted {
  readonly at: number;
  readonly rest: readonly string[];
  readonly own: Places;
}

/** The person's own come last in the plan's lists. */
function shifted(ir: Ir, list: List, { at, rest, own }: Shifted): string {
  let count = 0;
  while (own.exactly(`${list}/${count}`) !== null) count += 1;
  return [list, (ir[list]?.length ?? 0) - count + at, ...rest].join('/');
}

function both<T>(said: readonly T[] | undefined, own: readonly T[]): readonly T[] | undefined {
  const theirs = new Set(own.map((one) => canonical(one)));
  const all = [...(said ?? []).filter((one) => !theirs.has(canonical(one))), ...own];
  return all.length === 0 ? said : all;
}

/**
 * Where in the source texts each part of a plan was said.
 *
 * A path is that of the plan's JSON: `workflows/0/steps/2/wires/1/to`. What has no place of its own
 * (a default, a thing that is missing) is at the nearest of its parents that has one.
 */
import type { Span } from '../syntax/tree.ts';

export interface Place {
  /** As a person would find it; the `file` of a finding. */
  readonly file: string;
  readonly span: Span;
}

export type PlanPath = readonly (string | number)[];

export class Places {
  readonly #known = new Map<string, Place>();
  /** What was set and not looked for yet. A sound workflow is seldom asked for any of its places. */
  readonly #said: { readonly paths: string[]; readonly places: Place[] } = { paths: [], places: [] };

  set(path: string, place: Place): void {
    this.#said.paths.push(path);
    this.#said.places.push(place);
  }

  /** The place of exactly this path. */
  exactly(path: string): Place | null {
    return this.#all().get(path) ?? null;
  }

  /** The place of the path or of its nearest parent; the plan as a whole has the empty path. */
  at(path: string): Place | null {
    const known = this.#all();
    for (let end = path.length; end > 0; end = path.lastIndexOf('/', end - 1)) {
      const place = known.get(path.slice(0, end));
      if (place !== undefined) return place;
    }
    return known.get('') ?? null;
  }

  entries(): IterableIterator<[string, Place]> {
    return this.#all().entries();
  }

  #all(): ReadonlyMap<string, Place> {
    const { paths, places } = this.#said;
    for (const [at, place] of places.entries()) this.#known.set(paths[at] ?? '', place);
    paths.length = 0;
    places.length = 0;
    return this.#known;
  }
}

/** `['workflows', 0, 'name']` as `workflows/0/name`. */
export function pathText(path: PlanPath): string {
  return path.join('/');
}

/** The most that any path costs, where every path is known and none comes back: each place once, last ones first. */

import type { Edge, Paths } from './explore-paths.ts';

/** `null`: some path comes back to where it was, or not every place was seen. */
export function worstCase({ edges, isWhole }: Paths, weight: (edge: Edge) => number): number | null {
  const order = isWhole ? lastFirst(edges) : null;
  if (order === null) return null;
  const most = new Map<number, number>();
  for (const place of order) {
    const ways = (edges[place] ?? []).map((edge) => weight(edge) + (edge.to === null ? 0 : most.get(edge.to) ?? 0));
    most.set(place, ways.reduce((a, b) => Math.max(a, b), 0));
  }
  return most.get(0) ?? 0;
}

export function countOf(edge: Edge): number {
  let count = 0;
  for (const [, orders] of edge.orders) count += orders;
  return count;
}

/** Places in an order in which all that follow from one come before it; `null`: there is none. */
function lastFirst(edges: Paths['edges']): readonly number[] | null {
  const done: number[] = [];
  const state = new Map<number, 'open' | 'done'>([[0, 'open']]);
  const stack: { readonly place: number; next: number }[] = [{ place: 0, next: 0 }];
  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    const edge = (edges[top.place] ?? [])[top.next];
    top.next += 1;
    if (edge === undefined) {
      stack.pop();
      state.set(top.place, 'done');
      done.push(top.place);
    } else if (edge.to !== null && !state.has(edge.to)) {
      state.set(edge.to, 'open');
      stack.push({ place: edge.to, next: 0 });
    } else if (edge.to !== null && state.get(edge.to) === 'open') return null;
  }
  return done;
}

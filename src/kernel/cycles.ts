/**
 * Cycles of a directed graph: needs between units (T1), calls between workflows.
 *
 * Nodes are numbers and nothing recurses, so a graph of 100,000 nodes costs O(nodes + arrows) and
 * no stack. Of each knot (strongly connected component) one shortest cycle is named, through the
 * knot's first node; in the order of those nodes, so that the same graph gives the same words.
 */

/** `arrows[n]` are the nodes that `n` leads to. An arrow to itself is a cycle of one. */
export type Graph = readonly (readonly number[])[];

export function cyclesOf(arrows: Graph): readonly (readonly number[])[] {
  const knotOf = knotsOf(arrows);
  const seen = new Set<number>();
  const cycles: (readonly number[])[] = [];
  for (let node = 0; node < arrows.length; node += 1) {
    const knot = knotOf[node] ?? 0;
    if (seen.has(knot)) continue;
    seen.add(knot);
    const cycle = shortestThrough(node, arrows, knotOf);
    if (cycle !== null) cycles.push(cycle);
  }
  return cycles;
}

interface Walk {
  readonly arrows: Graph;
  /** When a node was first met; -1: not yet. */
  readonly met: number[];
  /** The earliest open node that can be reached from it. */
  readonly low: number[];
  readonly knotOf: number[];
  /** Nodes met whose knot is not known yet. */
  readonly open: number[];
  /** The nodes being walked, and for each node the next of its arrows. */
  readonly trail: number[];
  readonly next: number[];
  clock: number;
}

/** Tarjan's components with a trail of its own. Each node's knot is known by a number. */
function knotsOf(arrows: Graph): readonly number[] {
  const filled = (value: number): number[] => Array.from({ length: arrows.length }, () => value);
  const walk: Walk = {
    arrows, met: filled(-1), low: filled(0), knotOf: filled(-1), open: [], trail: [], next: filled(0), clock: 0,
  };
  for (let root = 0; root < arrows.length; root += 1) {
    if (walk.met[root] === -1) meet(walk, root);
    for (let node = walk.trail.at(-1); node !== undefined; node = walk.trail.at(-1)) follow(walk, node);
  }
  return walk.knotOf;
}

function meet(walk: Walk, node: number): void {
  walk.met[node] = walk.clock;
  walk.low[node] = walk.clock;
  walk.clock += 1;
  walk.open.push(node);
  walk.trail.push(node);
}

/** Follows the next arrow of the node at the trail's end, or leaves the node. */
function follow(walk: Walk, node: number): void {
  const at = walk.next[node] ?? 0;
  const to = walk.arrows[node]?.[at];
  if (to === undefined) {
    leave(walk, node);
    return;
  }
  walk.next[node] = at + 1;
  if (walk.met[to] === -1) meet(walk, to);
  else if (walk.knotOf[to] === -1) lower(walk, node, walk.met[to] ?? 0);
}

function leave(walk: Walk, node: number): void {
  walk.trail.pop();
  const before = walk.trail.at(-1);
  if (before !== undefined) lower(walk, before, walk.low[node] ?? 0);
  if (walk.low[node] !== walk.met[node]) return;
  for (let member = walk.open.pop(); member !== undefined; member = walk.open.pop()) {
    walk.knotOf[member] = node;
    if (member === node) return;
  }
}

function lower(walk: Walk, node: number, to: number): void {
  walk.low[node] = Math.min(walk.low[node] ?? 0, to);
}

/** The shortest way from `start` back to it, inside its knot; `null` when there is none. */
function shortestThrough(start: number, arrows: Graph, knotOf: readonly number[]): readonly number[] | null {
  const cameFrom = new Map<number, number>();
  const queue = [start];
  for (let at = 0; at < queue.length; at += 1) {
    const node = queue[at] ?? start;
    for (const to of arrows[node] ?? []) {
      if (to === start) return wayTo(node, cameFrom);
      if (knotOf[to] !== knotOf[start] || cameFrom.has(to)) continue;
      cameFrom.set(to, node);
      queue.push(to);
    }
  }
  return null;
}

function wayTo(last: number, cameFrom: ReadonlyMap<number, number>): readonly number[] {
  const way: number[] = [];
  for (let node: number | undefined = last; node !== undefined; node = cameFrom.get(node)) way.push(node);
  return way.reverse();
}

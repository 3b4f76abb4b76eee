/**
 * The world around the brain in a scenario: a clock that is told, hands with their sequences, and
 * a repository of names. Patches are `p1`, `p2`, …; commits `c1`, `c2`, … by what is in them.
 */

import { canonical } from '../../kernel/canonical.ts';
import type { Command } from '../../kernel/command.ts';
import type { Event } from '../../kernel/event.ts';
import { evolve } from '../../kernel/evolve.ts';
import type { Change } from '../../kernel/facts.ts';
import type { Ir, TaskSpec } from '../../kernel/ir.ts';
import { initialState, type State } from '../../kernel/state.ts';

type Tree = ReadonlyMap<string, string>;

export interface World {
  state: State;
  ir: Ir | null;
  readonly tasks: Map<string, readonly TaskSpec[]>;
  readonly events: Event[];
  now: number;
  commands: number;
  /** The last command, for `again`. */
  last: Command | null;
  readonly sequences: Map<string, number>;
  readonly patches: Map<string, readonly Change[]>;
  readonly commits: Map<string, string>;
  readonly trees: Map<string, Tree>;
}

export function newWorld(): World {
  return {
    state: initialState(), ir: null, tasks: new Map(), events: [], now: 0, commands: 0, last: null,
    sequences: new Map(), patches: new Map(), commits: new Map(), trees: new Map(),
  };
}

/** Takes an event in, and what it makes of the repository. */
export function observe(world: World, event: Event): void {
  if (event.type === 'Landed') {
    let tree = treeOf(world, event.from);
    for (const [index, unit] of event.units.entries()) {
      tree = applied(tree, world.state.units.get(unit)?.changes ?? []);
      world.trees.set(event.commits[index] ?? '', tree);
    }
  }
  world.events.push(event);
  world.state = evolve(world.state, event);
}

/** The files that a base holds: a commit's, or a commit's with patches laid on it (`c1+p2`). */
export function treeOf(world: World, base: string): Tree {
  const [commit = '', ...patches] = base.split('+');
  const start: Tree = world.trees.get(commit) ?? new Map();
  return patches.reduce((tree, patch) => applied(tree, world.patches.get(patch) ?? []), start);
}

/** A commit's name depends on what is in it alone (B1). */
export function commitName(world: World, parent: string, changes: readonly Change[]): string {
  const key = canonical([parent, changes]);
  const name = world.commits.get(key) ?? `c${world.commits.size + 1}`;
  world.commits.set(key, name);
  return name;
}

function applied(tree: Tree, changes: readonly Change[]): Tree {
  const next = new Map(tree);
  for (const { path, to } of changes) {
    if (to === null) next.delete(path);
    else next.set(path, to);
  }
  return next;
}

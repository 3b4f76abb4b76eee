/** Whose changes the lockfiles of an order's files may be: those of its line or prefix, and what has landed. */

import { digestOf } from '../kernel/digest.ts';
import type { Change } from '../kernel/facts.ts';
import type { Locked, LockChange } from '../ports/boxes.ts';
import type { Work } from './hand-parts.ts';

type Locking = Pick<Work, 'landed'> & { readonly sheet: Pick<Work['sheet'], 'held' | 'changes' | 'units' | 'task'> };

/** For a gate: what it judges may have a layer of its own. */
export function lockedBy({ sheet: { held, changes, units, task }, landed }: Locking): Locked {
  const line = [held, changes].flatMap((change) => lockChange(change, task?.kind === 'deps'));
  // Of a prefix some may have landed meanwhile.
  const prefix = units.filter(({ commit }) => commit === null).flatMap((unit) => lockChange(unit.changes, unit.tasks.some(({ kind }) => kind === 'deps')));
  return { ...landedOnly({ landed }), changed: [...line, ...prefix] };
}

/** For what only works on files: nothing is baked for it, and no candidate's layer serves it. */
export function landedOnly({ landed }: Pick<Work, 'landed'>): Locked {
  return { changed: [], landed: landed.flatMap(({ changes }) => lockChange(changes, false)) };
}

function lockChange(changes: readonly Change[], isOfDependencies: boolean): readonly LockChange[] {
  return changes.length === 0 ? [] : [{ id: idOf(changes), paths: changes.map(({ path }) => path), isOfDependencies }];
}

/** What a change is never changes. */
const known = new WeakMap<readonly Change[], string>();

function idOf(changes: readonly Change[]): string {
  const id = known.get(changes) ?? digestOf(changes);
  known.set(changes, id);
  return id;
}

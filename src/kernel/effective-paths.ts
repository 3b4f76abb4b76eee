/**
 * Effective paths: which of the paths that a task claims it may really change (E2, T5).
 *
 * Protected paths never. Manifests only by `deps`, and `deps` nothing else. Tests only by `test`,
 * and `test` nothing else. `docs` only documentation, where the plan says what that is.
 *
 * Questions about a directory are answered on the safe side: `within` never says yes wrongly,
 * `effectiveIsEmpty` may miss an emptiness that only several globs together cause.
 */
import type { PathClasses, TaskKind } from './ir.ts';
import { coveredByAny, pathFault } from './path.ts';
import { isAllIn, isBarredElsewhere, isIn, mayBeIn } from './path-classes.ts';

/** What a task may touch: its kind and its claim patterns. */
export interface Scope {
  readonly kind: TaskKind;
  readonly writes: readonly string[];
}

export interface PathFault {
  readonly path: string;
  readonly reason: string;
}

/** Whether a task may change `path`. */
export function mayChange(scope: Scope, path: string, classes: PathClasses): boolean {
  return changeFault(scope, path, classes) === null;
}

/** Why a task may not change `path`, in words; `null` when it may. */
export function changeFault(scope: Scope, path: string, classes: PathClasses): string | null {
  return changeFaults(scope, [path], classes)[0]?.reason ?? null;
}

/** Those of a patch's paths that the task may not change, in their order, with the reasons. */
export function changeFaults(
  scope: Scope, paths: readonly string[], classes: PathClasses,
): readonly PathFault[] {
  const writes = new Set(scope.writes);
  return faultsOf(paths, (path) =>
    placeFault(path, writes) ?? barFault(barOf(scope.kind, path, classes)));
}

/** The same for a step whose frame has no task: inside its `writes`, and not protected. */
export function plainChangeFaults(
  writes: readonly string[], paths: readonly string[], classes: PathClasses,
): readonly PathFault[] {
  const known = new Set(writes);
  const guardFault = (path: string): string | null =>
    isIn('protect', path, classes) ? 'is protected' : barFault(isBarredElsewhere(path, classes) ? 'elsewhere' : null);
  return faultsOf(paths, (path) => placeFault(path, known) ?? guardFault(path));
}

/** Whether a step whose frame has no task may change `path`. */
export function mayChangePlain(writes: readonly string[], path: string, classes: PathClasses): boolean {
  return plainChangeFaults(writes, [path], classes).length === 0;
}

/** Why a kind may change nothing of what a claim pattern names. */
export type Bar = 'protected' | 'elsewhere' | 'manifest' | 'test' | 'not-test' | 'not-manifest' | 'not-docs';

/**
 * What keeps a task of this kind from changing anything that `pattern` names; `null` when it may
 * change something. Of a literal path this is exact.
 */
export function barOf(kind: TaskKind, pattern: string, classes: PathClasses): Bar | null {
  if (isAllIn('protect', pattern, classes)) return 'protected';
  if (isBarredElsewhere(pattern, classes)) return 'elsewhere';
  if (kind === 'deps') return mayBeIn('manifests', pattern, classes) ? null : 'not-manifest';
  if (isAllIn('manifests', pattern, classes)) return 'manifest';
  if (kind === 'test') return mayBeIn('tests', pattern, classes) ? null : 'not-test';
  if (isAllIn('tests', pattern, classes)) return 'test';
  if (kind !== 'docs' || classes.docs.length === 0) return null;
  return mayBeIn('docs', pattern, classes) ? null : 'not-docs';
}

/** Whether a task could change nothing at all, which is inadmissible (E2). */
export function effectiveIsEmpty(scope: Scope, classes: PathClasses): boolean {
  return scope.writes.every((pattern) => barOf(scope.kind, pattern, classes) !== null);
}

/** Whether all that `child` may change, `parent` may change as well (T5). Never wrongly true. */
export function within(child: Scope, parent: Scope, classes: PathClasses): boolean {
  return outside(child, parent, classes).length === 0;
}

/** The patterns of `child` by which it may reach something that `parent` may not change (T5). */
export function outside(child: Scope, parent: Scope, classes: PathClasses): readonly string[] {
  const claimed = new Set(parent.writes);
  return child.writes.filter((pattern) => {
    if (barOf(child.kind, pattern, classes) !== null) return false;
    if (!coveredByAny(pattern, claimed)) return true;
    return !kindAllows({ child: child.kind, parent: parent.kind }, pattern, classes);
  });
}

const barWords: Readonly<Record<Bar, string>> = {
  'protected': 'is protected',
  'elsewhere': 'is run elsewhere (pipelines, hooks, settings of agents and editors), and the plan does not allow it',
  'manifest': 'is a manifest',
  'test': 'is a test',
  'not-test': 'is not a test',
  'not-manifest': 'is not a manifest',
  'not-docs': 'is not documentation',
};

function barFault(bar: Bar | null): string | null {
  return bar === null ? null : barWords[bar];
}

/** Whether what a child may change under `pattern` is of a kind that the parent may change. */
function kindAllows(kinds: Kinds, pattern: string, classes: PathClasses): boolean {
  const { child, parent } = kinds;
  if (sideOf(child) !== sideOf(parent)) return false;
  if (parent !== 'docs' || child === 'docs' || classes.docs.length === 0) return true;
  return isAllIn('docs', pattern, classes);
}

interface Kinds {
  readonly child: TaskKind;
  readonly parent: TaskKind;
}

/** Code, refactor and docs all exclude tests and manifests; test and deps are each confined. */

function sideOf(kind: TaskKind): 'tests' | 'manifests' | 'rest' {
  if (kind === 'test') return 'tests';
  return kind === 'deps' ? 'manifests' : 'rest';
}

function placeFault(path: string, writes: ReadonlySet<string>): string | null {
  const fault = pathFault(path);
  if (fault !== null) return fault;
  return coveredByAny(path, writes) ? null : 'is outside what the task may write';
}

function faultsOf(
  paths: readonly string[], faultOf: (path: string) => string | null,
): readonly PathFault[] {
  const faults: PathFault[] = [];
  for (const path of paths) {
    const reason = faultOf(path);
    if (reason !== null) faults.push({ path, reason });
  }
  return faults;
}

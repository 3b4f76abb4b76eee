/**
 * What a path is: a test, a manifest, protected, documentation (E2). One path may be several.
 *
 * `.espalier/**` is protected whatever the plan says (E4).
 */
import { assert } from './assert.ts';
import { globCoversDir, globMatches, globMayMatchUnder, parseGlob } from './glob.ts';
import type { Glob } from './glob.ts';
import type { PathClasses } from './ir.ts';
import { dirOf } from './path.ts';
import { isAllRunElsewhere, isRunElsewhere } from './run-elsewhere.ts';

export type ClassName = 'tests' | 'manifests' | 'protect' | 'docs';

/** Which classes a path is in. */
export type Classified = Readonly<Record<ClassName, boolean>>;

export function classify(path: string, classes: PathClasses): Classified {
  return {
    tests: isIn('tests', path, classes),
    manifests: isIn('manifests', path, classes),
    protect: isIn('protect', path, classes),
    docs: isIn('docs', path, classes),
  };
}

export function isIn(name: ClassName, path: string, classes: PathClasses): boolean {
  return globsOf(classes)[name].some((glob) => globMatches(glob, path));
}

/** Whether a path, or every path of a claim pattern, is run elsewhere without the plan's leave. Never wrongly true of a pattern. */
export function isBarredElsewhere(pattern: string, classes: PathClasses): boolean {
  const dir = dirOf(pattern);
  const { elsewhere } = globsOf(classes);
  if (dir === null) return isRunElsewhere(pattern) && !elsewhere.some((glob) => globMatches(glob, pattern));
  return isAllRunElsewhere(dir) && !elsewhere.some((glob) => globMayMatchUnder(glob, dir));
}

/** Whether every path of a claim pattern is in the class. Never wrongly true. */
export function isAllIn(name: ClassName, pattern: string, classes: PathClasses): boolean {
  const dir = dirOf(pattern);
  if (dir === null) return isIn(name, pattern, classes);
  return globsOf(classes)[name].some((glob) => globCoversDir(glob, dir));
}

/** Whether some path of a claim pattern may be in the class. Never wrongly false. */
export function mayBeIn(name: ClassName, pattern: string, classes: PathClasses): boolean {
  const dir = dirOf(pattern);
  if (dir === null) return isIn(name, pattern, classes);
  return globsOf(classes)[name].some((glob) => globMayMatchUnder(glob, dir));
}

type ClassGlobs = Readonly<Record<ClassName | 'elsewhere', readonly Glob[]>>;

/** Globs parsed once for each frozen plan. A memo of a pure function: nothing depends on it. */
const memo: WeakMap<PathClasses, ClassGlobs> = new WeakMap();

function globsOf(classes: PathClasses): ClassGlobs {
  const known = memo.get(classes);
  if (known !== undefined) return known;
  const globs: ClassGlobs = {
    tests: parseAll(classes.tests),
    manifests: parseAll(classes.manifests),
    protect: parseAll([...classes.protect, '.espalier/**', '.espalier']),
    docs: parseAll(classes.docs),
    elsewhere: parseAll(classes.elsewhere ?? []),
  };
  memo.set(classes, globs);
  return globs;
}

function parseAll(texts: readonly string[]): readonly Glob[] {
  return texts.map((text) => {
    const parsed = parseGlob(text);
    // `checkIr` refused such a plan; a class that silently matched nothing would grant (E2).
    assert(parsed.ok, 'every glob of the plan parses');
    return parsed.glob;
  });
}

/**
 * Paths of the repository, and the patterns with which tasks claim them (E2, L5).
 *
 * A path is relative, its segments separated by `/`. Two paths are the same iff their code units
 * are: case is significant and nothing is normalised, as in git's own index. A backslash is
 * refused, because one platform reads it as a separator and another as a letter; so is a segment
 * `.git` in any case, which git itself would not store.
 *
 * A claim pattern is a literal path, `dir/**` (every path below `dir`, never `dir` itself), or
 * `**` (the whole tree). Overlap is ancestry, nothing else, so that claims can be indexed.
 */
import { maxPathBytes, maxPathSegments, maxSegmentBytes } from './caps.ts';

/** Why `path` is not a path of the repository, in words; `null` when it is one. */
export function pathFault(path: string): string | null {
  return shapeFault(path) ?? (hasDoubleStar(path) ? 'has a segment "**"' : null);
}

/** The same without a word on wildcards: the shape that paths, claims and globs share. */
export function shapeFault(path: string): string | null {
  if (path.length === 0) return 'is empty';
  if (path.charCodeAt(0) === slash) return 'begins with "/"; paths are relative to the repository';
  if (path.charCodeAt(path.length - 1) === slash) return 'ends with "/"';
  const bytes = bytesOf(path);
  if (bytes === null) return 'has a control character, a backslash or half a character in it';
  if (bytes > maxPathBytes) return `has ${bytes} bytes, more than ${maxPathBytes}`;
  const segments = path.split('/');
  if (segments.length > maxPathSegments) return `has more than ${maxPathSegments} segments`;
  for (const segment of segments) {
    const fault = segmentFault(segment);
    if (fault !== null) return fault;
  }
  return null;
}

/** Why `pattern` cannot be claimed, in words; `null` when it can. */
export function claimFault(pattern: string): string | null {
  if (pattern === '**') return null;
  const dir = dirOf(pattern);
  const literal = dir ?? pattern;
  if (literal.includes('*') || literal.includes('?')) {
    return 'has a wildcard; only a literal path, "dir/**" or "**" can be claimed';
  }
  if (dir === null && pattern.endsWith('/')) return 'ends with "/"; a directory is "dir/**"';
  return pathFault(literal);
}

/** The directory of `dir/**`, the empty string for `**`, `null` for a literal. */
export function dirOf(pattern: string): string | null {
  if (pattern === '**') return '';
  return pattern.endsWith('/**') ? pattern.slice(0, -3) : null;
}

/** Whether every path of `b` is a path of `a`. Both are claim patterns; a path is a literal. */
export function covers(a: string, b: string): boolean {
  const dir = dirOf(a);
  if (dir === null || a === b) return a === b;
  return isBelow(dirOf(b) ?? b, dir);
}

/**
 * Whether `a` and `b` could touch each other: one's root is the other's, or an ancestor of it.
 * A literal `a` overlaps `a/b` as well, since a file `a` would take the place of the directory.
 */
export function overlaps(a: string, b: string): boolean {
  const left = dirOf(a) ?? a;
  const right = dirOf(b) ?? b;
  return left === right || isBelow(left, right) || isBelow(right, left);
}

/** The same paths in the fewest patterns, sorted by code units. */
export function reduce(patterns: readonly string[]): readonly string[] {
  const all = new Set(patterns);
  const kept: string[] = [];
  for (const pattern of all) {
    if (!coveredByAncestor(pattern, all)) kept.push(pattern);
  }
  return kept.sort(byCodeUnits);
}

/** Whether `pattern` is covered by one of `patterns`, in time of its own length only. */
export function coveredByAny(pattern: string, patterns: ReadonlySet<string>): boolean {
  return patterns.has(pattern) || coveredByAncestor(pattern, patterns);
}

/** Order of two texts by their code units: the same on every machine (R5). */
export function byCodeUnits(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

const slash = 0x2f;

function hasDoubleStar(path: string): boolean {
  return path.includes('**') && path.split('/').includes('**');
}

/** Whether `path` is strictly below the directory `dir`; everything is below the empty one. */
function isBelow(path: string, dir: string): boolean {
  if (dir === '') return path !== '';
  return path.length > dir.length && path.charCodeAt(dir.length) === slash && path.startsWith(dir);
}

function coveredByAncestor(pattern: string, patterns: ReadonlySet<string>): boolean {
  if (pattern === '**') return false;
  if (patterns.has('**')) return true;
  const path = dirOf(pattern) ?? pattern;
  for (let at = path.indexOf('/'); at !== -1; at = path.indexOf('/', at + 1)) {
    if (patterns.has(`${path.slice(0, at)}/**`)) return true;
  }
  return false;
}

function segmentFault(segment: string): string | null {
  if (segment === '') return 'has an empty segment ("//")';
  if (segment === '.' || segment === '..') return `has a segment "${segment}"`;
  if (isDotGit(segment)) return 'has a segment ".git"';
  if (segment.length * 3 > maxSegmentBytes && (bytesOf(segment) ?? 0) > maxSegmentBytes) {
    return `has a segment of more than ${maxSegmentBytes} bytes`;
  }
  return null;
}

function isDotGit(segment: string): boolean {
  if (segment.length !== 4 || segment.charCodeAt(0) !== 0x2e) return false;
  // Setting bit 0x20 makes an ASCII letter small; no other unit becomes one of these three.
  return (segment.charCodeAt(1) | 0x20) === 0x67
    && (segment.charCodeAt(2) | 0x20) === 0x69
    && (segment.charCodeAt(3) | 0x20) === 0x74;
}

/** UTF-8 bytes of `text`; `null` when it holds what no path may. */
function bytesOf(text: string): number | null {
  let bytes = 0;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit < 0x20 || unit === 0x7f || unit === 0x5c) return null;
    if (unit < 0x80) bytes += 1;
    else if (unit < 0x800) bytes += 2;
    else if (unit < 0xd800 || unit > 0xdfff) bytes += 3;
    else {
      const low = at + 1 < text.length ? text.charCodeAt(at + 1) : 0;
      if (unit > 0xdbff || low < 0xdc00 || low > 0xdfff) return null;
      bytes += 4;
      at += 1;
    }
  }
  return bytes;
}

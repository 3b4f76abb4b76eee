/**
 * Globs classify paths: which are tests, protected, manifests or docs (E2). They grant nothing.
 *
 * `*` is any run of code units within a segment, also none; `?` is exactly one code unit, so a
 * character outside the basic plane needs two; `**` stands alone between slashes and is any
 * number of segments, also none, but at the end at least one: `dir/**` is what lies below `dir`,
 * as in a claim. There are no braces, classes, escapes or negations. A leading dot is a letter
 * like others, and case is significant.
 *
 * A glob runs as a set of positions over the segments of a path, so matching costs at most
 * (segments of the glob) × (code units of the path) × (code units of a segment of the glob).
 */
import { maxGlobLength, maxGlobSegments } from './caps.ts';
import { shapeFault } from './path.ts';

/** A glob, parsed. The last segment is never `**`: at the end that is written `**`, `*`. */
export interface Glob {
  readonly text: string;
  readonly segments: readonly string[];
}

export type ParsedGlob =
  | { readonly ok: true; readonly glob: Glob }
  | { readonly ok: false; readonly reason: string };

export function parseGlob(text: string): ParsedGlob {
  const reason = globFault(text);
  if (reason !== null) return { ok: false, reason };
  const segments: string[] = [];
  for (const segment of text.split('/')) {
    if (segment !== '**' || segments.at(-1) !== '**') segments.push(segment);
  }
  if (segments.at(-1) === '**') segments.push('*');
  return { ok: true, glob: { text, segments } };
}

/** Whether `glob` matches the whole of `path`. */
export function globMatches(glob: Glob, path: string): boolean {
  return has(positionsAfter(glob, path), glob.segments.length);
}

/** Whether some path strictly below `dir` matches; the empty `dir` is the whole tree. */
export function globMayMatchUnder(glob: Glob, dir: string): boolean {
  // From any position before the end, the rest can be matched by one or more segments more.
  return (positionsAfter(glob, dir) & ~(1 << glob.segments.length)) !== 0;
}

/** Whether every path strictly below `dir` matches. May be false although it is so; never true wrongly. */
export function globCoversDir(glob: Glob, dir: string): boolean {
  const everything = glob.segments.length - 2;
  return glob.segments[everything] === '**' && glob.segments[everything + 1] === '*'
    && has(positionsAfter(glob, dir), everything);
}

function globFault(text: string): string | null {
  if (text.length > maxGlobLength) return `is longer than ${maxGlobLength}`;
  const fault = shapeFault(text);
  if (fault !== null) return fault;
  const segments = text.split('/');
  if (segments.length > maxGlobSegments) return `has more than ${maxGlobSegments} segments`;
  for (const segment of segments) {
    if (segment !== '**' && segment.includes('**')) {
      return 'has "**" beside other letters; it stands alone between slashes';
    }
  }
  return null;
}

/**
 * Where in the glob's segments one may stand once all of `path` is read: bit n is set when the
 * first n segments of the glob are used up. `maxGlobSegments` keeps them within one number.
 */
function positionsAfter(glob: Glob, path: string): number {
  let positions = entered(glob, 0);
  let from = 0;
  while (from < path.length && positions !== 0) {
    const slash = path.indexOf('/', from);
    const to = slash === -1 ? path.length : slash;
    positions = advanced(glob, positions, path.slice(from, to));
    from = to + 1;
  }
  return positions;
}

function advanced(glob: Glob, positions: number, segment: string): number {
  let next = 0;
  for (let at = 0; at < glob.segments.length; at += 1) {
    if (!has(positions, at)) continue;
    const pattern = glob.segments[at] ?? '';
    if (pattern === '**') next |= entered(glob, at);
    else if (segmentMatches(pattern, segment)) next |= entered(glob, at + 1);
  }
  return next;
}

/** A position, and the one after it if it stands at a `**`, which may be no segment. */
function entered(glob: Glob, position: number): number {
  return glob.segments[position] === '**' ? 3 << position : 1 << position;
}

function has(positions: number, position: number): boolean {
  return (positions & (1 << position)) !== 0;
}

/** One segment against a pattern of letters, `*` and `?`: only the last `*` is ever taken back. */
function segmentMatches(pattern: string, segment: string): boolean {
  let at = 0;
  let read = 0;
  let star = -1;
  let starRead = 0;
  while (read < segment.length) {
    const unit = pattern.charAt(at);
    if (unit === '*') {
      star = at;
      starRead = read;
      at += 1;
    } else if (at < pattern.length && (unit === '?' || unit === segment.charAt(read))) {
      at += 1;
      read += 1;
    } else if (star !== -1) {
      starRead += 1;
      at = star + 1;
      read = starRead;
    } else return false;
  }
  while (pattern.charAt(at) === '*') at += 1;
  return at === pattern.length;
}

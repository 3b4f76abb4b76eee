/**
 * Tells what differs between a workspace and its base: a frame for each entry, with its content.
 *
 * It runs inside, with the rights of who left it all, when nothing of that lives any longer; it
 * imports nothing of ours, changes nothing and follows no link. The host believes none of it:
 * src/sandbox/collect/left-reader.ts has the frames. Its one argument says where, and how much.
 */

import { closeSync, constants, lstatSync, openSync, readdirSync, readlinkSync, readSync, type Stats, writeSync } from 'node:fs';

interface Told {
  readonly root: string;
  readonly base: string;
  readonly entries: number;
  readonly bytes: number;
  readonly fileBytes: number;
  readonly pathBytes: number;
  readonly segments: number;
}

const told: Told = JSON.parse(process.argv[2] ?? '');
const waitMs = 1;
const out = Buffer.alloc(1 << 17);
let filled = 0;
let entries = 0;
let bytes = 0;

/** Paths are texts of one letter a byte: names need not be text at all. */
const raw = (root: string, path: string): Buffer => Buffer.from(path === '' ? root : `${root}/${path}`, 'latin1');
const below = (path: string, name: string): string => (path === '' ? name : `${path}/${name}`);

function flush(): void {
  for (let done = 0; done < filled;) {
    try {
      done += writeSync(1, out, done, filled - done);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EAGAIN')) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, waitMs); // who reads is slower
    }
  }
  filled = 0;
}

function put(more: Buffer): void {
  for (let at = 0; at < more.length;) {
    const part = more.copy(out, filled, at);
    filled += part;
    at += part;
    if (filled === out.length) flush();
  }
}

/** One letter of a kind, the mode, the lengths of path and content, and the path. */
function head(kind: string, path: string, { mode = 0, size = 0 } = {}): void {
  const start = Buffer.alloc(13);
  start.write(kind, 0, 'latin1');
  start.writeUInt16BE(mode & 0o7777, 1);
  start.writeUInt16BE(path.length, 3);
  start.writeBigUInt64BE(BigInt(size), 5);
  put(start);
  put(Buffer.from(path, 'latin1'));
}

function finish(kind: 'E' | 'N' | 'W' | 'B'): never {
  head(kind, '', { size: entries });
  flush();
  process.exit(0);
}

function tell(kind: string, path: string, { mode = 0, size = 0 } = {}): void {
  if (entries === told.entries) finish('N');
  if (bytes + ('fl'.includes(kind) ? size : 0) > told.bytes) finish('W');
  entries += 1;
  head(kind, path, { mode, size });
}

/** Sorted, so that the same tree is told in the same way. `null`: they cannot be seen. */
function namesIn(root: string, path: string): readonly string[] | null {
  try {
    return readdirSync(raw(root, path), 'latin1').sort();
  } catch (error) {
    if (isDenied(error)) return null;
    throw error;
  }
}

function isDenied(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'EACCES' || error.code === 'EPERM');
}

/** The base's own are not the leaf's to hide: one that cannot be seen ends all. */
function baseStat(path: string): Stats | undefined {
  try {
    return lstatSync(raw(told.base, path), { throwIfNoEntry: false });
  } catch (error) {
    if (isDenied(error)) finish('B');
    throw error;
  }
}

function walk(path: string, hasBase: boolean): void {
  const names = namesIn(told.root, path);
  if (names === null) return tell('u', path === '' ? '.' : path);
  const before = hasBase ? namesIn(told.base, path) ?? finish('B') : [];
  const known = new Set(before);
  const now = new Set(names);
  for (const name of names) visit(below(path, name), known.has(name));
  for (const name of before) if (!now.has(name)) remove(below(path, name));
}

function visit(path: string, hasBase: boolean): void {
  if (path.length > told.pathBytes || path.split('/').length > told.segments) return tell('o', path.slice(0, told.pathBytes));
  if (/(^|\/)\.git$/i.test(path)) return tell('g', path);
  let now: Stats;
  try {
    now = lstatSync(raw(told.root, path));
  } catch (error) {
    if (isDenied(error)) return tell('u', path);
    throw error;
  }
  const before = hasBase ? baseStat(path) : undefined;
  if (now.isDirectory()) {
    if (before !== undefined && !before.isDirectory()) tell('d', path);
    return walk(path, before?.isDirectory() === true);
  }
  if (before?.isDirectory() === true) remove(path);
  if (now.isFile()) file(path, now, before?.isFile() === true ? before : null);
  else if (now.isSymbolicLink()) link(path, before?.isSymbolicLink() === true);
  else tell(now.isFIFO() ? 'p' : now.isSocket() ? 's' : 'c', path);
}

function link(path: string, wasLink: boolean): void {
  const target = readlinkSync(raw(told.root, path), 'buffer');
  if (wasLink && readlinkSync(raw(told.base, path), 'buffer').equals(target)) return;
  tell('l', path, { size: target.length });
  bytes += target.length;
  put(target);
}

/** A file has the times of the base's only if it is the base's: nobody sets the time at which a file was changed. */
function file(path: string, now: Stats, before: Stats | null): void {
  const isMode = before !== null && ((now.mode ^ before.mode) & 0o7100) === 0;
  if (isMode && now.size === before.size && now.ctimeMs === before.ctimeMs && now.mtimeMs === before.mtimeMs) return;
  if (now.size > told.fileBytes) return tell('F', path, now);
  const content = contentOf(raw(told.root, path), now.size);
  if (content === null) return tell('u', path);
  // What cannot be read of the base, the host compares.
  const isSame = before !== null && now.size === before.size && contentOf(raw(told.base, path), now.size)?.equals(content) === true;
  if (isSame && isMode) return;
  if (isSame) return tell('m', path, now);
  tell('f', path, { mode: now.mode, size: content.length });
  bytes += content.length;
  put(content);
}

function contentOf(path: Buffer, size: number): Buffer | null {
  let from: number;
  try {
    from = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    if (isDenied(error)) return null;
    throw error;
  }
  const content = Buffer.alloc(size);
  let done = 0;
  for (let read = -1; read !== 0 && done < size; done += read) read = readSync(from, content, done, size - done, null);
  closeSync(from);
  return content.subarray(0, done);
}

/** What the base has there: every entry that is no directory. */
function remove(path: string): void {
  if (baseStat(path)?.isDirectory() !== true) return tell('d', path);
  for (const name of namesIn(told.base, path) ?? finish('B')) remove(below(path, name));
}

put(Buffer.from('espalier-left-1\n'));
walk('', true);
finish('E');

/**
 * Which hosts live: each holds a lock on a file of its own in the state directory, for as long as its process does.
 *
 * The kernel keeps the lock for whoever sees the file, in whatever namespace, and takes it from a host that is killed at
 * that moment. The number of a process says as much only to those who count processes alike, which two containers do not
 * (docs/decisions/0046). What cannot be told is taken for a living host: nothing of it is touched.
 */

import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { SandboxError } from '../../ports/sandbox.ts';

interface HeldName {
  readonly name: string;
  readonly file: string;
  readonly inode: number;
  readonly lock: DatabaseSync;
}

/** By state directory; what is held here is never let go while this process lives. */
const held = new Map<string, HeldName>();
const nameOfHost = /^[0-9a-f]{16}$/;
const mostTries = 100;
/** SQLite's word for a lock that another has. */
const busy = 5;

/** This process as records name it. No other has the name, now or later. */
export function thisHost(state: string): string {
  const key = resolve(state);
  const found = held.get(key);
  // Whoever removed the directory removed the lock's file with it.
  if (found !== undefined && isThere(found)) return found.name;
  found?.lock.close();
  if (held.size === 0) process.on('exit', leaveAll);
  const taken = take(hostsDirectory(state));
  held.set(key, taken);
  return taken.name;
}

export function hostLives(state: string, host: string): boolean {
  if (!nameOfHost.test(host)) return false; // no host of this version
  return held.get(resolve(state))?.name === host || !whileFree(join(hostsDirectory(state), host), () => undefined);
}

/** Removes the files of hosts that no longer live: their names say the same without. */
export function sweepHosts(state: string): void {
  const own = held.get(resolve(state))?.name;
  for (const name of namesIn(hostsDirectory(state)).filter((one) => one !== own)) {
    const file = join(hostsDirectory(state), name);
    whileFree(file, () => rmSync(file, { force: true }));
  }
}

function hostsDirectory(state: string): string {
  return join(state, 'hosts');
}

function take(directory: string): HeldName {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  for (let tries = 0; tries < mostTries; tries += 1) {
    const name = randomBytes(8).toString('hex');
    const file = join(directory, name);
    const lock = lockable(file);
    if (isLocked(lock, directory)) {
      const taken = { name, file, lock, inode: statSync(file, { throwIfNoEntry: false })?.ino ?? -1 };
      if (isThere(taken)) return taken;
    }
    // Another host swept it before it was locked.
    lock.close();
  }
  throw new SandboxError(`Cannot take a name in ${directory}: other hosts removed each one that was tried`);
}

function lockable(file: string): DatabaseSync {
  const lock = new DatabaseSync(file);
  // Nothing is ever written: with no journal on the disk there is no second file.
  lock.exec('PRAGMA journal_mode = MEMORY');
  return lock;
}

function isLocked(lock: DatabaseSync, directory: string): boolean {
  try {
    lock.exec('BEGIN EXCLUSIVE');
    return true;
  } catch (error) {
    if (error instanceof Error && 'errcode' in error && error.errcode === busy) return false;
    throw new SandboxError(`Cannot hold a lock in ${directory}: ${String(error)}; keep state on a file system that has locks`);
  }
}

/** Acts while nobody can take the lock, unless somebody has it; says whether nobody had. Several may look at a time. */
function whileFree(file: string, act: () => void): boolean {
  if (!existsSync(file)) return true;
  let look: DatabaseSync | null = null;
  try {
    look = new DatabaseSync(file, { readOnly: true });
    look.exec('BEGIN');
    look.prepare('PRAGMA schema_version').get();
    act();
    return true;
  } catch {
    return !existsSync(file); // busy, or not ours to open
  } finally {
    look?.close();
  }
}

function isThere({ file, inode }: HeldName): boolean {
  return statSync(file, { throwIfNoEntry: false })?.ino === inode;
}

function leaveAll(): void {
  for (const { file } of held.values()) rmSync(file, { force: true });
}

function namesIn(directory: string): readonly string[] {
  try {
    return readdirSync(directory).filter((name) => nameOfHost.test(name));
  } catch {
    return []; // no host was ever here
  }
}

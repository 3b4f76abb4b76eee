/**
 * Files that are replaced whole and durably: written beside, synced, renamed, and the directory
 * synced, in this order, so that a power cut leaves the old file or the new one.
 */

import { chmodSync, closeSync, fsyncSync, mkdirSync, openSync, statSync } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { systemError } from './system-error.ts';

export interface ReplaceOptions {
  /** Whether it must survive a power cut. Without it the file may be found empty or old. */
  readonly durable: boolean;
}

let replaced = 0;

export async function replaceFile(file: string, bytes: Uint8Array | string, options: ReplaceOptions): Promise<void> {
  replaced += 1;
  const beside = join(dirname(file), `.${basename(file)}.${process.pid}.${replaced}.tmp`);
  try {
    const handle = await open(beside, 'wx', 0o600);
    try {
      await handle.writeFile(bytes);
      if (options.durable) await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(beside, file);
  } catch (error) {
    await rm(beside, { force: true });
    throw systemError(error, file) ?? error;
  }
  if (options.durable) await syncDirectory(dirname(file));
}

export async function syncDirectory(directory: string): Promise<void> {
  try {
    const handle = await open(directory, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw systemError(error, directory) ?? error;
  }
}

/** Makes a directory, and those above it, so that a power cut does not take its name away. */
export async function makeDirectory(directory: string): Promise<void> {
  const first = await mkdir(directory, { recursive: true, mode: 0o700 }).catch((error: unknown) => {
    throw systemError(error, directory) ?? error;
  });
  if (first === undefined) return;
  for (const made of madeSince(first, directory)) await syncDirectory(dirname(made));
}

export function makeDirectorySync(directory: string): void {
  try {
    const first = mkdirSync(directory, { recursive: true, mode: 0o700 });
    if (first === undefined) return;
    for (const made of madeSince(first, directory)) syncDirectorySync(dirname(made));
  } catch (error) {
    throw systemError(error, directory) ?? error;
  }
}

/** Closes a directory of this user's to everybody else: one that was there before may be open. */
export function closeDirectorySync(directory: string): void {
  try {
    const { mode, uid } = statSync(directory);
    if ((mode & 0o077) !== 0 && uid === process.getuid?.()) chmodSync(directory, 0o700);
  } catch (error) {
    throw systemError(error, directory) ?? error;
  }
}

function syncDirectorySync(directory: string): void {
  const handle = openSync(directory, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** The directories from `first` down to `last`. */
function madeSince(first: string, last: string): readonly string[] {
  const made = [last];
  for (let at = last; at !== first && dirname(at) !== at; at = dirname(at)) made.push(dirname(at));
  return made;
}

/**
 * Asks a model from within a box, and then looks for the real key wherever the box's own user can look. One JSON object.
 *
 * It is told the key with every bit turned, and compares byte by byte: so that what looks for the key never holds it itself,
 * nor a copy of what it read that would.
 * It runs alone, and imports nothing of ours.
 */

import { spawn } from 'node:child_process';
import { closeSync, lstatSync, openSync, readdirSync, readFileSync, readSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';

interface Told {
  /** Turned. */
  readonly needle: string;
  readonly port: number;
  readonly placeholder: string;
  readonly paths: readonly string[];
  /** What the control holds for a moment: turned as well. */
  readonly planted: string | null;
}

const told: Told = JSON.parse(process.argv[2] ?? '');
const needle = Buffer.from(told.needle, 'hex');
/** The machine's own programs, as they were before there was any key, and what is no file. */
const notLookedAt = ['/usr', '/lib', '/lib64', '/lib32', '/bin', '/sbin', '/proc', '/sys', '/dev'];
const partBytes = 4 << 20;
const found: string[] = [];
const seen = { files: 0, processes: 0, memoryBytes: 0, answers: 0 };

if (process.argv[3] === 'stay') await stay();
else await search();

/** A program of its own that has asked, and goes on living. */
async function stay(): Promise<void> {
  await askAll();
  const kept = told.planted === null ? null : turned(Buffer.from(told.planted, 'hex'));
  process.stdout.write('asked\n');
  process.stdin.resume().on('end', () => process.exit(kept?.length === 0 ? 1 : 0));
}

async function search(): Promise<void> {
  await askAll();
  const child = spawn(process.execPath, [process.argv[1] ?? '', process.argv[2] ?? '', 'stay'], { stdio: ['pipe', 'pipe', 'inherit'] });
  await new Promise((resolve) => { child.stdout.once('data', resolve); });
  searchFiles('/');
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) searchProcess(pid);
  child.kill('SIGKILL');
  console.log(JSON.stringify({ found: [...new Set(found)].sort(), ...seen }));
}

async function askAll(): Promise<void> {
  for (const path of told.paths) await ask(path);
}

function ask(path: string): Promise<void> {
  return new Promise((resolve) => {
    const headers = { 'x-api-key': told.placeholder, 'content-type': 'application/json' };
    const outgoing = request({ host: '127.0.0.1', port: told.port, path, method: 'POST', headers }, (incoming) => {
      seen.answers += 1;
      const parts: Buffer[] = [];
      incoming.on('data', (part) => parts.push(part)).on('error', () => undefined).on('close', () => resolve());
    });
    outgoing.on('error', () => resolve()).end(JSON.stringify({ model: 'm', most: 1 }));
  });
}

function turned(bytes: Buffer): Buffer {
  for (let at = 0; at < bytes.length; at += 1) bytes[at] = ~(bytes[at] ?? 0) & 0xff;
  return bytes;
}

function holds(bytes: Buffer): boolean {
  const first = ~(needle[0] ?? 0) & 0xff;
  for (let at = bytes.indexOf(first); at >= 0 && at + needle.length <= bytes.length; at = bytes.indexOf(first, at + 1)) {
    if (needle.every((byte, index) => bytes[at + index] === (~byte & 0xff))) return true;
  }
  return false;
}

function searchFiles(directory: string): void {
  if (notLookedAt.includes(directory)) return;
  for (const name of namesIn(directory)) {
    const path = join(directory, name);
    const stat = lstatSync(path, { throwIfNoEntry: false });
    if (stat?.isDirectory() === true) searchFiles(path);
    else if (stat?.isFile() === true && path !== '/opt/espalier/node') searchFile(path);
  }
}

function searchFile(path: string): void {
  try {
    seen.files += 1;
    if (holds(readFileSync(path))) found.push(`file ${path}`);
  } catch {
    // What its own user cannot read holds nothing for it.
  }
}

function namesIn(directory: string): readonly string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}

function searchProcess(pid: string): void {
  for (const name of ['environ', 'cmdline']) {
    try {
      if (holds(readFileSync(`/proc/${pid}/${name}`))) found.push(name);
    } catch {
      // Another user's.
    }
  }
  const before = seen.memoryBytes;
  if (isInMemory(pid)) found.push('memory');
  if (seen.memoryBytes > before) seen.processes += 1;
}

function isInMemory(pid: string): boolean {
  let isFound = false;
  try {
    const maps = readFileSync(`/proc/${pid}/maps`, 'latin1').split('\n');
    const file = openSync(`/proc/${pid}/mem`, 'r');
    for (const line of maps) {
      // What the process has written, or could have.
      const [, from = '', to = ''] = /^([0-9a-f]+)-([0-9a-f]+) rw/.exec(line) ?? [];
      if (from !== '' && isInRegion(file, parseInt(from, 16), parseInt(to, 16))) isFound = true;
    }
    closeSync(file);
  } catch {
    // Another user's.
  }
  return isFound;
}

function isInRegion(file: number, from: number, to: number): boolean {
  for (let at = from; at < to; at += partBytes - needle.length) {
    const part = Buffer.alloc(Math.min(partBytes, to - at));
    try {
      const length = readSync(file, part, 0, part.length, at);
      seen.memoryBytes += length;
      if (holds(part.subarray(0, length))) return true;
    } catch {
      return false; // no memory is behind it
    }
  }
  return false;
}

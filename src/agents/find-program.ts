/**
 * Where the program of an agent is on this machine, and what of it a box has to be given: found by files alone, nothing is run.
 *
 * A package comes with all packages around it, which hold nothing but packages; any other program comes
 * by itself. Never a home directory, where its tokens lie.
 */

import { accessSync, closeSync, constants, openSync, readFileSync, readSync, realpathSync, statSync } from 'node:fs';
import { delimiter, dirname, isAbsolute, join, sep } from 'node:path';
import type { Input } from '../ports/sandbox.ts';
import { peekText } from './peek.ts';
import type { AgentProgram } from './program.ts';

export interface ProgramSources {
  /** Where programs are looked for. */
  readonly path: string;
  /** The Node by which scripts are run: what the machine has may be too old for them. */
  readonly node: string;
}

/** `null`: it is not there. */
export function findProgram(name: string, { path, node }: ProgramSources): AgentProgram | null {
  const found = path.split(delimiter).filter(isAbsolute).map((folder) => join(folder, name)).find(isProgram);
  if (found === undefined) return null;
  const real = realpathSync(found);
  const interpreter = isNodeScript(real) ? [realpathSync(node)] : [];
  return { command: [...interpreter, real], inputs: inputsOf(...interpreter, partOf(real)), version: versionOf(real) };
}

/** Of files, those that a box does not have by itself: each where it is. */
export function inputsOf(...paths: readonly string[]): readonly Input[] {
  return paths.filter(isOutside).map(atItsPlace);
}

/** All packages beside it, where it is of one. */
function partOf(real: string): string {
  const parts = real.split(sep);
  const at = parts.indexOf('node_modules');
  return at < 0 ? real : parts.slice(0, at + 1).join(sep);
}

/** Boxes have `/usr` by themselves. */
function isOutside(path: string): boolean {
  return !path.startsWith('/usr/') && !path.startsWith('/bin/');
}

const atItsPlace = (path: string): Input => ({ from: path, to: path });

function isProgram(place: string): boolean {
  try {
    accessSync(place, constants.X_OK);
    return statSync(place).isFile();
  } catch {
    return false;
  }
}

const firstBytes = 128;

function isNodeScript(file: string): boolean {
  const buffer = Buffer.alloc(firstBytes);
  const descriptor = openSync(file, 'r');
  try {
    const read = readSync(descriptor, buffer, 0, firstBytes, 0);
    return /^#!\S*(\s*-S)?[ /]\S*\bnode\b/.test(buffer.toString('latin1', 0, read).split('\n')[0] ?? '');
  } finally {
    closeSync(descriptor);
  }
}

/** Of the package whose it is. */
function versionOf(real: string): string | null {
  for (let folder = dirname(real); folder.includes(`${sep}node_modules${sep}`); folder = dirname(folder)) {
    try {
      return peekText(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')), 'version');
    } catch {
      // It is further up, or there is none.
    }
  }
  return null;
}

/**
 * One key from where it is kept: a variable, a file, or what a command prints.
 *
 * Whatever is wrong with it is said without a character of what was read, nor of what a command wrote to be seen.
 */

import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { GatewayError } from '../../ports/gateway.ts';
import type { KeySource } from '../../ports/provider.ts';
import { outputOf } from './key-command.ts';

export interface KeySurroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string | null;
  /** How long a command may take to print a key. */
  readonly commandMs?: number;
}

/** Far more than any key has; certificates and whole files of credentials are none. */
export const mostKeyBytes = 8_192;

/** What a person set down wrongly here is told; `null`: this place has none. */
export async function readKey(source: KeySource, surroundings: KeySurroundings): Promise<string | null> {
  const text = await textOf(source, surroundings);
  if (text === null) return null;
  const key = text.trim();
  const fault = faultOf(key);
  if (fault !== null) throw new GatewayError(`Cannot use the key of ${placeOf(source)}: ${fault}`);
  return key;
}

/** Where it is kept, as a person wrote it. */
export function placeOf(source: KeySource): string {
  switch (source.from) {
    case 'env': return `the environment variable ${source.name}`;
    case 'file': return `the file ${source.path}`;
    case 'command': return 'its command';
  }
}

async function textOf(source: KeySource, { env, home, commandMs = 30_000 }: KeySurroundings): Promise<string | null> {
  switch (source.from) {
    // A variable that is set to nothing is how shells leave one out.
    case 'env': return env[source.name]?.trim() === '' ? null : env[source.name] ?? null;
    case 'file': return fileText(source.path, home);
    case 'command': return outputOf(source.command, { env, home, timeoutMs: commandMs, mostBytes: mostKeyBytes });
  }
}

/** What could end a header, or begin another, is no key. */
function faultOf(key: string): string | null {
  if (key === '') return 'it is empty';
  if (key.length > mostKeyBytes) return `it is longer than ${mostKeyBytes} characters`;
  return /^[\x21-\x7e]+$/.test(key) ? null : 'a key is one word of printable ASCII, on one line, and nothing else';
}

function fileText(path: string, home: string | null): string {
  const real = path.startsWith('~/') && home !== null ? join(home, path.slice(2)) : path;
  const cannot = (why: string): GatewayError => new GatewayError(`Cannot read the key of the file ${path}: ${why}`);
  if (!isAbsolute(real)) throw cannot('its name is to begin with `/` or `~/`');
  try {
    return regularText(real, cannot);
  } catch (error) {
    if (error instanceof GatewayError) throw error;
    throw cannot(error instanceof Error && 'code' in error ? `${String(error.code)}; create it, or mend \`key file\`` : 'it cannot be read');
  }
}

function regularText(path: string, cannot: (why: string) => GatewayError): string {
  const file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    if (!fstatSync(file).isFile()) throw cannot('it is no regular file');
    const buffer = Buffer.alloc(mostKeyBytes + 1);
    const length = readSync(file, buffer, 0, buffer.length, 0);
    if (length > mostKeyBytes) throw cannot(`it is longer than ${mostKeyBytes} bytes`);
    return buffer.toString('utf8', 0, length);
  } finally {
    closeSync(file);
  }
}

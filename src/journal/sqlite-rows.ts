/** Rows of SQLite, parsed once, here: a damaged file can hold anything. */

import { JournalError } from '../ports/journal-error.ts';
import type { StoredEvent } from '../ports/journal.ts';
import type { Owner } from '../ports/owners.ts';
import type { Version } from '../ports/version.ts';

export type Row = Readonly<Record<string, unknown>>;

const chainBytes = 32;
const maxSchema = 0xffff_ffff;

export function eventOf(row: Row): StoredEvent {
  const schema = numberOf(row, 'schema');
  if (!Number.isInteger(schema) || schema < 0 || schema > maxSchema) throw damaged('schema', `from 0 to ${maxSchema}`);
  const position = numberOf(row, 'position');
  if (!Number.isSafeInteger(position)) throw damaged('position', 'a whole number');
  return {
    position,
    schema,
    bytes: bytesOf(row, 'bytes'),
    chain: chainOf(row),
  };
}

export function versionOf(row: Row): Version {
  return { position: numberOf(row, 'position'), chain: chainOf(row) };
}

export function ownerOf(row: Row): Owner {
  return { host: textOf(row, 'host'), until: numberOf(row, 'until') };
}

export function numberOf(row: Row | undefined, column: string): number {
  const value = row?.[column];
  if (typeof value !== 'number') throw damaged(column, 'a number');
  return value;
}

export function textOf(row: Row, column: string): string {
  const value = row[column];
  if (typeof value !== 'string') throw damaged(column, 'text');
  return value;
}

function bytesOf(row: Row, column: string): Uint8Array {
  const value = row[column];
  if (!(value instanceof Uint8Array)) throw damaged(column, 'bytes');
  return value;
}

function chainOf(row: Row): string {
  const chain = bytesOf(row, 'chain');
  if (chain.length !== chainBytes) throw damaged('chain', `${chainBytes} bytes`);
  return Buffer.from(chain.buffer, chain.byteOffset, chain.byteLength).toString('hex');
}

function damaged(column: string, what: string): JournalError {
  return new JournalError('damaged', `The journal is damaged: a row's ${column} is not ${what}. Run \`espalier verify\`.`);
}

/**
 * `stateHash(state)`: the state's name, as 64 hex digits.
 *
 * The sum modulo 2²⁵⁶ of the hashes of its rows, with the schema's version: order does not
 * matter, and only rows written since the last time are hashed again. Chains and the claims index
 * follow from the rows and are left out.
 */

import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

import { canonical } from './canonical.ts';
import { stateSchema } from './snapshot.ts';
import { hashedTables, singletons, type State } from './state.ts';

const modulus = 1n << 256n;

interface Memo {
  sum: bigint;
  readonly rows: Map<string, bigint>;
}

/** What was hashed before, per table; a table that is forgotten takes its memo along. */
const memos = new WeakMap<object, Memo>();

export function stateHash(state: State): string {
  let sum = rowHash('schema', '', stateSchema);
  for (const name of singletons) sum += rowHash('run', name, state[name]);
  for (const name of hashedTables) sum += tableHash(name, state[name]);
  return (sum % modulus).toString(16).padStart(64, '0');
}

function tableHash(name: string, table: State[(typeof hashedTables)[number]]): bigint {
  const memo = table.isFork ? { sum: 0n, rows: new Map<string, bigint>() } : memoOf(table);
  for (const key of table.takeDirty()) {
    const row = table.get(key);
    const before = memo.rows.get(key) ?? 0n;
    const after = row === undefined ? 0n : rowHash(name, key, row);
    memo.sum = (memo.sum + modulus + after - before) % modulus;
    if (row === undefined) memo.rows.delete(key);
    else memo.rows.set(key, after);
  }
  return memo.sum;
}

function memoOf(table: object): Memo {
  const known = memos.get(table);
  if (known !== undefined) return known;
  const memo = { sum: 0n, rows: new Map<string, bigint>() };
  memos.set(table, memo);
  return memo;
}

function rowHash(table: string, key: string, row: unknown): bigint {
  const bytes = utf8ToBytes(`${table}\n${key}\n${canonical(row)}`);
  return BigInt(`0x${bytesToHex(sha256(bytes))}`);
}

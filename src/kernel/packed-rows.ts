/**
 * Rows of a table by columns, as plain data: a snapshot names each field once, and not once a row.
 *
 * Rows with the same fields in the same order are one group. The first is kept whole; of the
 * others only the fields that are not the same in all. What is, the rows share once they are back,
 * which they may: a row is never changed, it is replaced.
 */

export type KeyedRow = readonly [key: string, row: unknown];

/** Rows of one shape; or all that are no objects, one after the other in a column without a name. */
export interface RowGroup {
  readonly keys: readonly string[];
  readonly first: unknown;
  readonly columns: readonly Column[];
  /** Fields that hold the row's key. */
  readonly keyed: readonly string[];
  /** Where each stands among all rows, if there are other groups. */
  readonly places?: readonly number[];
}

/** A field that is not the same in all rows, and its values. */
type Column = readonly [name: string, values: readonly unknown[]];

export function packRows(entries: Iterable<KeyedRow>): readonly RowGroup[] {
  const all = [...entries];
  const groups: Gathered[] = [];
  let last: Gathered | undefined;
  for (let place = 0; place < all.length; place += 1) {
    const [key, row] = all[place] as KeyedRow;
    if (last === undefined || !fits(last, row)) last = groups.find((group) => fits(group, row)) ?? newGroup(groups, row);
    last.keys.push(key);
    last.rows.push(row);
    last.places.push(place);
  }
  const found = groups.flatMap((group) => packed(group) ?? []);
  if (found.length < groups.length) return packRows(all.map(([key, row]) => [key, defined(row)]));
  return found.length === 1 ? found : found.map((group, at) => ({ ...group, places: groups[at]?.places ?? [] }));
}

/** In the order in which they were packed. */
export function unpackRows(groups: readonly RowGroup[], put: (key: string, row: unknown) => void): void {
  const ordered: KeyedRow[] = [];
  for (const group of groups) {
    const rows = rowsOf(group);
    const { keys, places } = group;
    for (let at = 0; at < keys.length; at += 1) {
      const key = keys[at] as string;
      if (places === undefined) put(key, rows[at]);
      else ordered[places[at] as number] = [key, rows[at]];
    }
  }
  for (const [key, row] of ordered) put(key, row);
}

type Fields = Record<string, unknown>;

interface Gathered {
  /** `null`: no objects. */
  readonly names: readonly string[] | null;
  readonly keys: string[];
  readonly rows: unknown[];
  readonly places: number[];
}

function newGroup(groups: Gathered[], row: unknown): Gathered {
  const group = { names: isFields(row) ? Object.keys(row) : null, keys: [], rows: [], places: [] };
  groups.push(group);
  return group;
}

const isFields = (row: unknown): row is Fields => typeof row === 'object' && row !== null && !Array.isArray(row);

function fits({ names }: Gathered, row: unknown): boolean {
  if (names === null || !isFields(row)) return names === null && !isFields(row);
  let place = 0;
  for (const name in row) {
    if (names[place] !== name) return false;
    place += 1;
  }
  return place === names.length;
}

/** `null`: a field of some row is undefined. */
function packed({ names, keys, rows }: Gathered): RowGroup | null {
  if (names === null) return { keys, first: null, columns: [['', rows]], keyed: [] };
  const keyed: string[] = [];
  const columns: Column[] = [];
  for (const name of names) {
    const values = columnOf(rows as Fields[], name);
    if (values.includes(undefined)) return null;
    if (isKeyed(values, keys)) keyed.push(name);
    else if (!isSame(values)) columns.push([name, values]);
  }
  return { keys, first: rows[0], columns, keyed };
}

/** In JSON, what is undefined is not there. */
function defined(row: unknown): unknown {
  return isFields(row) ? Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined)) : row;
}

// Loops, and no callbacks: a host saves its snapshots between commands.

function columnOf(rows: readonly Fields[], name: string): unknown[] {
  const values: unknown[] = [];
  for (const row of rows) values.push(row[name]);
  return values;
}

function isKeyed(values: readonly unknown[], keys: readonly string[]): boolean {
  let place = 0;
  for (const value of values) if (value !== keys[place++]) return false;
  return true;
}

function isSame(values: readonly unknown[]): boolean {
  const [first] = values;
  for (const value of values) if (value !== first && !isAlike(value, first)) return false;
  return true;
}

/** Of plain data. */
function isAlike(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  if (Array.isArray(one)) return Array.isArray(other) && one.length === other.length && one.every((item, place) => isAlike(item, other[place]));
  const names = Object.keys(one);
  return !Array.isArray(other) && names.length === Object.keys(other).length
    && names.every((name) => Object.hasOwn(other, name) && isAlike((one as Fields)[name], (other as Fields)[name]));
}

/** Copies of the first, into which each column is written at once: so an engine makes rows of one shape. */
function rowsOf({ keys, first, columns, keyed }: RowGroup): readonly unknown[] {
  if (first === null) return columns[0]?.[1] ?? [];
  const rows: Fields[] = [];
  for (const _ of keys) rows.push({ ...(first as Fields) });
  for (const [name, values] of columns) fill(rows, name, values);
  for (const name of keyed) fill(rows, name, keys);
  return rows;
}

function fill(rows: readonly Fields[], name: string, values: readonly unknown[]): void {
  let place = 0;
  for (const row of rows) row[name] = values[place++];
}

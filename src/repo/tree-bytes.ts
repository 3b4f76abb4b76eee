/**
 * Trees as git keeps them: entries in the order of their names' bytes, a directory's as if it ended in `/`.
 *
 * Names are kept one letter a byte (latin1), so that what is no UTF-8 stays as it is and letters sort as bytes do.
 */

import { nameLengths, type ObjectFormat, objectName } from './object-name.ts';

export interface TreeItem {
  /** As the tree has it, without zeros before: `40000`, `100644`, and what older programs wrote. */
  readonly mode: string;
  readonly object: string;
}

export const directoryMode = '40000';

export function isDirectory({ mode }: TreeItem): boolean {
  return mode === directoryMode;
}

/** By name. Throws `TypeError` for what is no tree, or names something twice. */
export function parseTree(format: ObjectFormat, bytes: Buffer): Map<string, TreeItem> {
  const items = new Map<string, TreeItem>();
  const length = nameLengths[format] / 2;
  for (let at = 0; at < bytes.length;) {
    const blank = bytes.indexOf(0x20, at);
    const end = bytes.indexOf(0, blank);
    const mode = bytes.toString('latin1', at, blank).replace(/^0+/, '');
    const name = bytes.toString('latin1', blank + 1, end);
    at = end + 1 + length;
    if (blank === -1 || end === -1 || at > bytes.length || !/^[0-7]{5,6}$/.test(mode) || name === '' || name.includes('/')) throw new TypeError('it is no tree');
    if (items.has(name)) throw new TypeError('it names something twice');
    items.set(name, { mode, object: bytes.toString('hex', end + 1, at) });
  }
  return items;
}

export function treeBytes(items: ReadonlyMap<string, TreeItem>): Buffer {
  const keyed = [...items].map(([name, item]) => ({ key: isDirectory(item) ? `${name}/` : name, name, item }));
  keyed.sort((a, b) => (a.key < b.key ? -1 : 1));
  return Buffer.concat(keyed.flatMap(({ name, item }) => [Buffer.from(`${item.mode} ${name}\0`, 'latin1'), Buffer.from(item.object, 'hex')]));
}

/** One of the modes that git has now for what older programs wrote with other rights. */
export function modeOf({ mode }: TreeItem): string {
  const kind = Number.parseInt(mode, 8) & 0o170000;
  if (kind === 0o100000) return (Number.parseInt(mode, 8) & 0o100) === 0 ? '100644' : '100755';
  return kind === 0o120000 ? '120000' : kind === 0o040000 ? directoryMode : '160000';
}

/** A path as names are kept here, and back. */
export function bytewise(path: string): string {
  return Buffer.from(path, 'utf8').toString('latin1');
}

export function fromBytewise(path: string): Buffer {
  return Buffer.from(path, 'latin1');
}

/** The tree with nothing in it. */
export function emptyTreeOf(format: ObjectFormat): string {
  return objectName(format, { kind: 'tree', bytes: new Uint8Array() });
}
